//! Reads commands by the forms of the table of kinds, see [`crate::model::command_kind`]: which
//! kind a statement is that no parser took, and the whole command of a kind that has no other
//! parser.

use std::cmp::Reverse;

use nom::Parser;
use nom::combinator::map;

use crate::model::command_kind::{CommandKind, Effect};
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::policy::PolicyKind;
use crate::syntax::ast::QualifiedName;
use crate::syntax::ast::rows::{Part, RowCommand};
use crate::syntax::parser::bodies::policy_body;
use crate::syntax::parser::input::{Expectation, Input, Miss, PResult, Source};
use crate::syntax::parser::leaf::{bracketed_list, name, qualified_name};
use crate::syntax::parser::string::some_strings;
use crate::syntax::splitter::Piece;
use crate::syntax::token::TokenKind;

/// Returns the kind of command that a statement looks like, arguments unchecked.
///
/// When several forms match, the one with the most literal words wins, then the one with the fewest
/// `...`, then the first in the table. The work is bounded by the statement's length.
#[must_use]
pub fn recognise(piece: &Piece<'_>) -> Option<CommandKind> {
    let source = Source::new(piece.text, piece.tokens, false);
    let input = source.input();
    if !input.first()?.is(b'.') {
        return None;
    }
    let command = input.skip(1);
    let reading = closest(candidates(command), |kind| Reading::of(kind, command, true))?;
    Some(reading.kind)
}

/// `row_command = … ;` the rule of `grammar/policies.ebnf`, by the forms of the kinds.
pub(super) fn row_command<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, RowCommand<'s>> {
    let kinds = candidates(input).filter(|kind| kind.is_read_by_form());
    match closest(kinds, |kind| Reading::of(kind, input, false)) {
        Some(Reading { kind, parts, end, .. }) => Ok((end, RowCommand { kind, parts })),
        None => Err(nom::Err::Error(Miss)),
    }
}

/// Returns the kinds whose forms are tried on a command: those that may begin with its first two words.
fn candidates<'s>(command: Input<'_, 's>) -> impl Iterator<Item = CommandKind> + use<'s> {
    let word = |input: Input<'_, 's>| input.first().map_or("", |token| input.text_of(token));
    CommandKind::begun_with(word(command), word(command.skip(1)))
}

/// Returns the reading that fits best; of equal ones that of the kind which comes first in the table.
fn closest<'i, 's>(
    kinds: impl Iterator<Item = CommandKind>,
    read: impl Fn(CommandKind) -> Option<Reading<'i, 's>>,
) -> Option<Reading<'i, 's>> {
    kinds.filter_map(read).max_by_key(|reading| (reading.rank, Reverse(reading.kind)))
}

/// How closely a form fits; the greater the closer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    literals: u32,
    gaps: Reverse<u32>,
}

/// A form that is being read: every part takes what it can and asks for the rest of the form, so
/// that calls nest as deep as the form has parts, however long the statement.
struct Reading<'i, 's> {
    kind: CommandKind,
    /// How many more tokens may be looked at; with none left nothing matches.
    steps: usize,
    /// Whether the form must reach to the end of the statement or to `|`.
    whole: bool,
    parts: Vec<Part<'s>>,
    rank: Rank,
    end: Input<'i, 's>,
}

impl<'i, 's> Reading<'i, 's> {
    /// Reads a command of `kind`, if it is one.
    fn of(kind: CommandKind, input: Input<'i, 's>, whole: bool) -> Option<Self> {
        let (parts, rank) = (Vec::new(), Rank::default());
        let steps = 16 * input.left() + 256;
        let mut reading = Self { kind, steps, whole, parts, rank, end: input };
        reading.rest(kind.form(), input)?;
        Some(reading)
    }

    /// Returns the policy whose content `BODY` is.
    fn policy(&self) -> Option<PolicyKind> {
        match self.kind.carried()?.effect {
            Effect::Policy(policy) => Some(policy),
            Effect::Own | Effect::Nothing => None,
        }
    }

    fn spend(&mut self, steps: usize) -> Option<()> {
        self.steps = self.steps.checked_sub(steps)?;
        Some(())
    }

    /// Matches what is left of a form against the tokens from `at`.
    fn rest(&mut self, form: &'static str, at: Input<'i, 's>) -> Option<()> {
        self.spend(1)?;
        let Some((part, rest)) = split_part(form) else {
            self.end = at;
            let ends = at.first().is_none_or(|token| token.is(b'|'));
            return (ends || !self.whole).then_some(());
        };
        match part {
            "[" => match self.rest(rest, at) {
                Some(()) => Some(()),
                None => self.rest(after_optional(rest), at),
            },
            "]" => self.rest(rest, at),
            "..." => self.gap(rest, at),
            "<|" => (at.first()?.kind == TokenKind::Output).then_some(()),
            choice => choice.split('|').find_map(|part| self.part(part, rest, at)),
        }
    }

    fn part(&mut self, part: &'static str, rest: &'static str, at: Input<'i, 's>) -> Option<()> {
        match part {
            "NAME" => {
                let first = name_part(at, &mut self.steps);
                self.shortest(rest, first, Self::more_name)
            }
            "VALUE" => self.shortest(rest, scalar(at), Self::group),
            "ROLE" => self.rest(rest, word(at)?),
            "()" => {
                let end = self.group(at)?;
                self.rest(rest, end)
            }
            "STRING" => self.strings(rest, at),
            "TABLE" => self.entity(EntityKind::Table, rest, at),
            "DATABASE" => self.entity(EntityKind::Database, rest, at),
            "TABLES" => self.entities(EntityKind::Table, rest, at),
            "BODY" => {
                let policy = self.policy()?;
                let (end, body) = policy_body(policy)(at).ok()?;
                self.keep(Part::Body(policy, body), rest, end)
            }
            word => self.literal(word, rest, at),
        }
    }

    /// Keeps a part, and goes on; what turns out to lead nowhere is forgotten. Where the kind alone
    /// is asked for, nothing is kept.
    fn keep(&mut self, part: Part<'s>, rest: &'static str, end: Input<'i, 's>) -> Option<()> {
        if self.whole {
            return self.rest(rest, end);
        }
        let kept = self.parts.len();
        self.parts.push(part);
        let found = self.rest(rest, end);
        if found.is_none() {
            self.parts.truncate(kept);
        }
        found
    }

    /// Reads the name of an entity. A word of the form that stands here is one only where it stands twice.
    fn entity(&mut self, kind: EntityKind, rest: &'static str, at: Input<'i, 's>) -> Option<()> {
        let next = rest.trim_start_matches([']', ' ']).split(' ').next();
        let is_next = |input: Input<'_, 's>| input.word().is_some_and(|word| Some(word) == next);
        if is_next(at) && !is_next(at.skip(1)) {
            at.note(Expectation::Name(kind));
            return None;
        }
        let (end, (database, name)) = match kind {
            EntityKind::Database => map(name(kind), |name| (None, name)).parse(at).ok()?,
            _ => qualified_name(kind)(at).ok()?,
        };
        self.keep(Part::Entity(kind, QualifiedName { database, name }), rest, end)
    }

    /// As few strings as will do, which count as one.
    fn strings(&mut self, rest: &'static str, at: Input<'i, 's>) -> Option<()> {
        let mut count = 1;
        loop {
            let (end, text) = some_strings(count, at).ok()?;
            if self.keep(Part::Text(text), rest, end).is_some() {
                return Some(());
            }
            count += 1;
            self.spend(count)?;
        }
    }

    fn entities(&mut self, kind: EntityKind, rest: &'static str, at: Input<'i, 's>) -> Option<()> {
        let (end, names) = bracketed_list(name(kind))(at).ok()?;
        at.check_each_once(names.iter().map(|name| (name.text.as_ref(), name.span))).ok()?;
        self.keep(Part::Entities(kind, names), rest, end)
    }

    /// Reads a word or mark that stands for itself. Documents also write `materialized view`, in two.
    fn literal(&mut self, word: &'static str, rest: &'static str, at: Input<'i, 's>) -> Option<()> {
        let found = at.first().map(|token| at.text_of(token)).unwrap_or_default();
        let parted = found == Keyword::Materialized.text()
            && word == Keyword::MaterializedView.text()
            && at.skip(1).keyword() == Some(Keyword::View);
        if found != word && !parted {
            at.note(Expectation::of_word(word));
            return None;
        }
        self.keep(Part::Word(word), rest, at.skip(if parted { 2 } else { 1 }))?;
        self.rank.literals += 1;
        Some(())
    }

    /// `...`: as few tokens as will do; a group in brackets is passed over as a whole.
    fn gap(&mut self, rest: &'static str, mut at: Input<'i, 's>) -> Option<()> {
        loop {
            if self.rest(rest, at).is_some() {
                self.rank.gaps.0 += 1;
                return Some(());
            }
            self.spend(1)?;
            let token = at.first()?;
            at = match token.kind {
                TokenKind::Punct(b'(' | b'[' | b'{') => self.group(at)?,
                TokenKind::Output if rest.is_empty() => at.skip(at.left()),
                _ => at.skip(1),
            };
        }
    }

    /// Reads a part of varying length, as short as will do: `first` is where it may end at the soonest,
    /// and `more` extends an end.
    fn shortest(
        &mut self,
        rest: &'static str,
        first: Option<Input<'i, 's>>,
        more: fn(&mut Self, Input<'i, 's>) -> Option<Input<'i, 's>>,
    ) -> Option<()> {
        let mut end = first?;
        while self.rest(rest, end).is_none() {
            end = more(self, end)?;
        }
        Some(())
    }

    /// `.b`, `*`, and the word after a `*`.
    fn more_name(&mut self, end: Input<'i, 's>) -> Option<Input<'i, 's>> {
        let token = end.first()?;
        match token.kind {
            TokenKind::Punct(b'.') => name_part(end.skip(1), &mut self.steps),
            TokenKind::Punct(b'*') => Some(end.skip(1)),
            TokenKind::Word(_) | TokenKind::Number if end.last()?.is(b'*') => Some(end.skip(1)),
            _ => None,
        }
    }

    /// Returns the end of the bracket that opens here.
    fn group(&mut self, at: Input<'i, 's>) -> Option<Input<'i, 's>> {
        group(at, &mut self.steps)
    }
}

/// Returns the input after the bracket that opens at `at`. Whether shapes agree is not looked at.
fn group<'i, 's>(at: Input<'i, 's>, steps: &mut usize) -> Option<Input<'i, 's>> {
    let mut depth = 0_usize;
    let mut end = at;
    loop {
        match end.first()?.kind {
            TokenKind::Punct(b'(' | b'[' | b'{') => depth += 1,
            TokenKind::Punct(b')' | b']' | b'}') => depth = depth.checked_sub(1)?,
            _ if depth == 0 => return None,
            _ => {}
        }
        *steps = steps.checked_sub(1)?;
        end = end.skip(1);
        if depth == 0 {
            return Some(end);
        }
    }
}

/// `a`, `['a b']`, `"a"`, `*`.
fn name_part<'i, 's>(at: Input<'i, 's>, steps: &mut usize) -> Option<Input<'i, 's>> {
    match at.first()?.kind {
        TokenKind::Word(_) | TokenKind::Number | TokenKind::Text(..) | TokenKind::Punct(b'*') => Some(at.skip(1)),
        TokenKind::Punct(b'[') => group(at, steps),
        _ => None,
    }
}

/// `true`, `-1`, `'text'`, and `datetime` of `datetime(2030-01-01)`.
fn scalar<'i, 's>(at: Input<'i, 's>) -> Option<Input<'i, 's>> {
    let start = if at.first()?.is(b'-') { at.skip(1) } else { at };
    match start.first()?.kind {
        TokenKind::Word(_) | TokenKind::Number | TokenKind::Text(..) => Some(start.skip(1)),
        _ => None,
    }
}

fn word<'i, 's>(at: Input<'i, 's>) -> Option<Input<'i, 's>> {
    matches!(at.first()?.kind, TokenKind::Word(_) | TokenKind::Number).then(|| at.skip(1))
}

/// Cuts the first part off a form: a bracket, or what stands between spaces and brackets.
fn split_part(form: &'static str) -> Option<(&'static str, &'static str)> {
    let form = form.trim_start();
    let length = match form.as_bytes().first()? {
        b'[' | b']' => 1,
        _ => form.find([' ', '[', ']']).unwrap_or(form.len()),
    };
    form.split_at_checked(length)
}

/// Returns what follows the optional part that `rest` begins in.
fn after_optional(rest: &'static str) -> &'static str {
    rest.split_once(']').map_or("", |(_, after)| after)
}

#[cfg(test)]
mod tests {
    use super::recognise;
    use crate::model::command_kind::CommandKind;
    use crate::syntax::pieces;

    fn kind(text: &str) -> Option<CommandKind> {
        let mut kinds = Vec::new();
        pieces(text, 1, |piece| kinds.push(recognise(&piece)));
        kinds.into_iter().next().flatten()
    }

    #[track_caller]
    fn is(text: &str, expected: CommandKind) {
        assert_eq!(kind(text), Some(expected), "{text}");
    }

    #[test]
    fn words_identify_a_command() {
        is(".show tables", CommandKind::ShowTables);
        is(".show tables (T1, T2)", CommandKind::ShowTables);
        is(".show table T1", CommandKind::ShowTable);
        is(".show table T1 details", CommandKind::ShowTableDetails);
        is(".show table T1 policy caching", CommandKind::ShowTablePolicyCaching);
        is(".alter table T1 policy caching hot = 5d", CommandKind::AlterTablePolicyCaching);
    }

    #[test]
    fn text_after_the_end_is_no_part_of_a_command_unless_piped() {
        assert_eq!(kind(".show tables please"), None);
        assert_eq!(kind(".show table T1 policy caching hot"), None);
        is(".show tables | where TableName == 'T1'", CommandKind::ShowTables);
    }

    #[test]
    fn what_is_no_command_is_not_recognised() {
        for text in ["", ".", "show tables", ".frobnicate", ".Show tables", ".show", ".show table", ". . show tables"] {
            assert_eq!(kind(text), None, "{text}");
        }
    }

    #[test]
    fn names_may_be_dotted_bracketed_quoted_or_words_of_the_language() {
        is(".show table Samples.T1 policy caching", CommandKind::ShowTablePolicyCaching);
        is(".show table ['my table'] details", CommandKind::ShowTableDetails);
        is(".show table 'my table' details", CommandKind::ShowTableDetails);
        is(".show table details", CommandKind::ShowTable);
        is(".show table policy policy caching", CommandKind::ShowTablePolicyCaching);
        is(".add database users users ('aaduser=a@b.c')", CommandKind::AddDatabaseRole);
        is(".add database users ('aaduser=a@b.c')", CommandKind::AddDatabaseRole);
    }

    #[test]
    fn a_star_is_a_word_of_its_own_before_it_is_a_wildcard() {
        is(".show table * policy caching", CommandKind::ShowTableStarPolicyCaching);
        is(".show database * policy caching", CommandKind::ShowDatabasePolicyCaching);
        is(".show graph_snapshots Social.* details", CommandKind::GraphSnapshotsShow);
        is(".show graph_snapshots S*cial.*day failures", CommandKind::GraphSnapshotShowFailures);
    }

    #[test]
    fn strings_side_by_side_are_one() {
        is(".create table T1 ingestion csv mapping 'M1' '[' '{}' ']'", CommandKind::CreateTableIngestionMapping);
        is(".alter cluster policy callout '[' ']'", CommandKind::AlterClusterPolicyCallout);
        assert_eq!(kind(".create table T1 ingestion csv mapping 'M1'"), None);
    }

    #[test]
    fn queries_and_scripts_are_not_read() {
        is(".set T1 <| print ) ] }", CommandKind::SetTable);
        is(".set async T1 with (folder='x') <| print 1", CommandKind::SetTable);
        is(".set stored_query_result R1 <| T1", CommandKind::StoredQueryResultSet);
        is(".execute database script <| .frobnicate", CommandKind::ExecuteDatabaseScript);
        is(".ingest inline into table T1 <| 1,(,[", CommandKind::IngestInlineIntoTable);
    }

    #[test]
    fn the_most_words_win_then_the_fewest_gaps() {
        is(".drop database admins prettyname", CommandKind::DropDatabasePrettyName);
        is(".drop table T1 columns (a)", CommandKind::DropTableColumns);
        is(".alter table T1 policy mirroring '{}'", CommandKind::AlterTablePolicyMirroringWithJson);
        is(".alter table T1 policy mirroring kind=delta", CommandKind::AlterTablePolicyMirroring);
    }

    #[test]
    fn a_materialized_view_may_be_written_in_two_words() {
        is(".show materialized view V1 principals", CommandKind::ShowMaterializedViewPrincipals);
        is(".show materialized-view V1 principal roles", CommandKind::ShowMaterializedViewPrincipalRoles);
        assert_eq!(kind(".show materialized V1 principals"), None);
    }

    #[test]
    fn only_forms_that_may_begin_as_the_statement_does_are_tried() {
        let tried = |verb, word| CommandKind::begun_with(verb, word).count();
        let most = |verb| tried(verb, "");
        assert_eq!((tried("frobnicate", "table"), tried("add", "databse")), (0, 0));
        assert!(most("show") < 20 && most("alter") < 10 && most("drop") < 20);
        assert!(tried("add", "database") < 4 && tried("alter", "table") < 60);
        for kind in CommandKind::ALL {
            let mut words = kind.form().split(' ').map(|word| word.split('|').next().unwrap_or_default());
            let (verb, word) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            assert!(CommandKind::begun_with(verb, word).any(|found| found == *kind), "{}", kind.form());
        }
    }

    #[test]
    fn a_database_whose_name_is_missing_is_not_taken_for_one_called_admins() {
        assert_eq!(kind(".drop database admins ('aaduser=a@b.c')"), None);
    }

    #[test]
    fn unbalanced_brackets_are_refused_and_cost_little() {
        for open in ["(", "[", "{", ")", "([{", ")]}", "a*", "a.", "*", "where", "= datetime("] {
            for start in [".show tables ", ".create tables T (a) ", ".alter table T policy mirroring ", ".show table "]
            {
                let text = format!("{start}{}", open.repeat(2_000));
                let _ = kind(&text);
            }
        }
        assert_eq!(kind(".show tables (T1"), None);
        assert_eq!(kind(".alter table T1 policy mirroring kind=delta ('x'"), None);
        assert_eq!(kind(".show tables T1)"), None);
    }
}
