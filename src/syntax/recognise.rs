//! Tells which kind of command a statement is by its words alone, arguments unchecked.
//!
//! It is asked only about statements that no parser took, to tell a Kusto command that is not
//! interpreted here, or one with wrong arguments, from nonsense. The skeletons stand in the table
//! of kinds, see [`crate::model::command_kind`].

use std::cmp::Reverse;

use crate::model::command_kind::CommandKind;
use crate::model::keyword::Keyword;
use crate::syntax::splitter::Piece;
use crate::syntax::token::{Token, TokenKind};
use crate::text::Span;

/// A piece of a statement, as far as recognition cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit<'s> {
    /// A word with its hyphens, or a bare literal: `Samples`, `skip-results`, `5m`, `1.5`, a guid.
    Word(&'s str),
    /// A string literal of any kind.
    Text,
    /// Any other character: `(`, `=`, `*`, `|`.
    Mark(char),
    /// `<|`.
    Output,
}

/// The kind of command that the units of a statement, its first `.` included, look like.
///
/// When several skeletons match, the one with the most literal words wins, then the one with the
/// fewest `...`, then the first in the table. The work is bounded by the statement's length.
#[must_use]
pub fn recognise(units: &[Unit<'_>]) -> Option<CommandKind> {
    let [Unit::Mark('.'), units @ ..] = units else { return None };
    let mut best: Option<(Rank, CommandKind)> = None;
    for kind in CommandKind::ALL {
        let Some(rank) = Matcher::new(units).rest(kind.words(), 0) else { continue };
        if best.is_none_or(|(top, _)| rank > top) {
            best = Some((rank, *kind));
        }
    }
    best.map(|(_, kind)| kind)
}

/// How closely a skeleton fits; the greater the closer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    literals: u32,
    gaps: Reverse<u32>,
}

impl Rank {
    const fn with_literal(self) -> Self {
        Self { literals: self.literals + 1, ..self }
    }

    const fn with_gap(self) -> Self {
        Self { gaps: Reverse(self.gaps.0 + 1), ..self }
    }
}

/// Tries one skeleton: every part takes what it can and asks for the rest of the skeleton, so that
/// calls nest as deep as the skeleton has parts, however long the statement.
struct Matcher<'u, 's> {
    units: &'u [Unit<'s>],
    /// How many more units may be looked at; with none left nothing matches.
    steps: usize,
}

impl<'u, 's> Matcher<'u, 's> {
    const fn new(units: &'u [Unit<'s>]) -> Self {
        Self { units, steps: 16 * units.len() + 256 }
    }

    fn spend(&mut self, steps: usize) -> Option<()> {
        self.steps = self.steps.checked_sub(steps)?;
        Some(())
    }

    fn unit(&self, at: usize) -> Option<Unit<'s>> {
        self.units.get(at).copied()
    }

    /// Matches what is left of a skeleton against the units from `at` to the end.
    fn rest(&mut self, skeleton: &'static str, at: usize) -> Option<Rank> {
        self.spend(1)?;
        let Some((part, rest)) = split_part(skeleton) else {
            return matches!(self.unit(at), None | Some(Unit::Mark('|'))).then(Rank::default);
        };
        match part {
            "[" => self.rest(rest, at).or_else(|| self.rest(after_optional(rest), at)),
            "]" => self.rest(rest, at),
            "..." => self.gap(rest, at),
            "<|" => (self.unit(at)? == Unit::Output).then(Rank::default),
            choice => choice.split('|').find_map(|part| self.part(part, rest, at)),
        }
    }

    fn part(&mut self, part: &str, rest: &'static str, at: usize) -> Option<Rank> {
        match part {
            "NAME" => {
                let first = self.name_part(at);
                self.shortest(rest, first, Self::more_name)
            }
            "VALUE" => self.shortest(rest, self.scalar(at), Self::group),
            "STRING" => self.shortest(rest, self.text(at), |matcher, end| matcher.text(end)),
            "ROLE" => self.word(at).and_then(|end| self.rest(rest, end)),
            "()" => self.group(at).and_then(|end| self.rest(rest, end)),
            word => self.literal(word, at).and_then(|end| self.rest(rest, end)).map(Rank::with_literal),
        }
    }

    /// `...`: as few units as will do; a group in brackets is passed over as a whole.
    fn gap(&mut self, rest: &'static str, mut at: usize) -> Option<Rank> {
        loop {
            if let Some(rank) = self.rest(rest, at) {
                return Some(rank.with_gap());
            }
            self.spend(1)?;
            at = match self.unit(at)? {
                Unit::Mark('(' | '[' | '{') => self.group(at)?,
                Unit::Output if rest.is_empty() => self.units.len(),
                _ => at + 1,
            };
        }
    }

    /// A part of varying length, as short as will do: `first` is where it may end at the soonest,
    /// and `more` extends an end.
    fn shortest(
        &mut self,
        rest: &'static str,
        first: Option<usize>,
        more: fn(&mut Self, usize) -> Option<usize>,
    ) -> Option<Rank> {
        let mut end = first?;
        loop {
            if let Some(rank) = self.rest(rest, end) {
                return Some(rank);
            }
            end = more(self, end)?;
        }
    }

    /// `a`, `['a b']`, `"a"`, `*`.
    fn name_part(&mut self, at: usize) -> Option<usize> {
        match self.unit(at)? {
            Unit::Word(_) | Unit::Text | Unit::Mark('*') => Some(at + 1),
            Unit::Mark('[') => self.group(at),
            Unit::Mark(_) | Unit::Output => None,
        }
    }

    /// `.b`, `*`, and the word after a `*`.
    fn more_name(&mut self, end: usize) -> Option<usize> {
        match self.unit(end)? {
            Unit::Mark('.') => self.name_part(end + 1),
            Unit::Mark('*') => Some(end + 1),
            Unit::Word(_) if self.unit(end.checked_sub(1)?)? == Unit::Mark('*') => Some(end + 1),
            _ => None,
        }
    }

    /// `true`, `-1`, `'text'`, and `datetime` of `datetime(2030-01-01)`.
    fn scalar(&self, at: usize) -> Option<usize> {
        let start = if self.unit(at)? == Unit::Mark('-') { at + 1 } else { at };
        self.word(start).or_else(|| self.text(start))
    }

    fn word(&self, at: usize) -> Option<usize> {
        matches!(self.unit(at)?, Unit::Word(_)).then_some(at + 1)
    }

    fn text(&self, at: usize) -> Option<usize> {
        (self.unit(at)? == Unit::Text).then_some(at + 1)
    }

    /// A word or mark that stands for itself. Documents also write `materialized view`, in two.
    fn literal(&self, literal: &str, at: usize) -> Option<usize> {
        match self.unit(at)? {
            Unit::Word(word) if word == literal => Some(at + 1),
            Unit::Word(word) if word == Keyword::Materialized.text() && literal == Keyword::MaterializedView.text() => {
                self.literal(Keyword::View.text(), at + 1)
            }
            Unit::Mark(mark) => literal.chars().eq([mark]).then_some(at + 1),
            _ => None,
        }
    }

    /// Where the bracket that opens at `at` is closed. Whether shapes agree is not looked at.
    fn group(&mut self, at: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for (offset, unit) in self.units.get(at..)?.iter().enumerate() {
            match unit {
                Unit::Mark('(' | '[' | '{') => depth += 1,
                Unit::Mark(')' | ']' | '}') => depth = depth.checked_sub(1)?,
                _ => {}
            }
            self.spend(1)?;
            if depth == 0 {
                return (offset > 0).then_some(at + offset + 1);
            }
        }
        None
    }
}

/// Cuts the first part off a skeleton: a bracket, or what stands between spaces and brackets.
fn split_part(skeleton: &'static str) -> Option<(&'static str, &'static str)> {
    let skeleton = skeleton.trim_start();
    let length = match skeleton.chars().next()? {
        '[' | ']' => 1,
        _ => skeleton.find([' ', '[', ']']).unwrap_or(skeleton.len()),
    };
    skeleton.split_at_checked(length)
}

/// What follows the optional part that `rest` begins in.
fn after_optional(rest: &'static str) -> &'static str {
    rest.split_once(']').map_or("", |(_, after)| after)
}

/// The units of a statement.
#[must_use]
pub fn units<'s>(piece: &Piece<'s>) -> Vec<Unit<'s>> {
    piece.tokens.iter().map(|token| unit(piece.text, token)).collect()
}

fn unit<'s>(text: &'s str, token: &Token) -> Unit<'s> {
    let source = token.span.of(text);
    match token.kind {
        TokenKind::Word(_) | TokenKind::Number => Unit::Word(source),
        TokenKind::Text(..) => Unit::Text,
        TokenKind::Output => Unit::Output,
        TokenKind::Punct(_) | TokenKind::Bad(_) => Unit::Mark(source.chars().next().unwrap_or_default()),
    }
}

/// The words that begin commands, interpreted or not, each once.
#[must_use]
pub fn verbs() -> Vec<&'static str> {
    let mut verbs: Vec<&'static str> = CommandKind::ALL
        .iter()
        .filter_map(|kind| kind.words().split(' ').next())
        .flat_map(|word| word.split('|'))
        .collect();
    verbs.sort_unstable();
    verbs.dedup();
    verbs
}

/// The words of a statement that tell its kind, and where they stand: `alter table … policy caching`.
#[must_use]
pub fn identifying_words(piece: &Piece<'_>, kind: CommandKind) -> (String, Span) {
    let known: Vec<&str> = kind.words().split([' ', '|', '[', ']']).collect();
    let mut words = String::new();
    let mut span: Option<Span> = None;
    let mut skipped = false;
    for token in piece.tokens.iter().skip(1) {
        let text = token.span.of(piece.text);
        let word = matches!(token.kind, TokenKind::Word(_)) && known.contains(&text);
        if word {
            words.push_str(if words.is_empty() {
                ""
            } else if skipped {
                " … "
            } else {
                " "
            });
            words.push_str(text);
            span = Some(span.map_or(token.span, |span| span.to(token.span)));
        } else if token.kind == TokenKind::Output || token.is(b'{') {
            break;
        }
        skipped = !word;
    }
    (words, span.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{Unit, recognise};
    use crate::model::command_kind::CommandKind;

    /// A lexer that is good enough for the sentences below.
    fn units(mut text: &str) -> Vec<Unit<'_>> {
        let mut units = Vec::new();
        loop {
            text = text.trim_start();
            let Some(first) = text.chars().next() else { return units };
            let word = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(text.len());
            let (unit, length) = match first {
                '<' if text.starts_with("<|") => (Unit::Output, 2),
                '\'' => (Unit::Text, text[1..].find('\'').map_or(text.len(), |end| end + 2)),
                _ if word > 0 => (Unit::Word(&text[..word]), word),
                mark => (Unit::Mark(mark), mark.len_utf8()),
            };
            units.push(unit);
            text = &text[length..];
        }
    }

    fn kind(text: &str) -> Option<CommandKind> {
        recognise(&units(text))
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
