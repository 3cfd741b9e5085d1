//! Questions about access, as directives and the command line ask them.

use std::borrow::Cow;
use std::cmp::Reverse;

use nom::Parser;
use nom::combinator::map;
use nom::sequence::terminated;

use crate::model::action::Action;
use crate::model::command_kind::CommandKind;
use crate::model::command_words::Begun;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::limit;
use crate::model::permission::ON_BEHALF;
use crate::model::principal::PrincipalRef;
use crate::syntax::ast::questions::{AskedEntity, AskedName, IN, Identity, Question};
use crate::syntax::error::{QuestionFault, SyntaxErrorKind};
use crate::syntax::literal::Name;
use crate::syntax::parser::bare::{after_in_database, after_words, bare, is_last_option, is_quoted, loose_name};
use crate::syntax::parser::input::{Expectation, Input, PResult};
use crate::syntax::parser::leaf::{any_name, keywords};
use crate::syntax::parser::string::{principal, string};
use crate::syntax::token::Token;
use crate::text::{Span, Spanned, nearest};

/// Reports a fault of questions at a place.
fn fault<'i, 's, T>(input: Input<'i, 's>, fault: QuestionFault, span: Span) -> PResult<'i, 's, T> {
    input.fail(SyntaxErrorKind::Question(fault), span)
}

/// `asked_principal = principal | ? bare principal ? ;`
pub(super) fn asked_principal<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Spanned<PrincipalRef<'s>>> {
    if is_quoted(input) {
        return principal(input);
    }
    let Some((rest, text)) = bare(input).filter(|(_, text)| !text.value.is_empty()) else {
        input.note(Expectation::Principal);
        return fault(input, QuestionFault::NoPrincipal, input.span());
    };
    let inside = (1..rest.position() - input.position()).filter_map(|at| input.peek(at));
    if let Some(quotes) = inside.into_iter().find(Token::is_string) {
        return fault(input, QuestionFault::QuotesInside, quotes.span);
    }
    match PrincipalRef::parse(text.value) {
        Ok(principal) => Ok((rest, Spanned::new(principal, text.span))),
        Err(fault) => {
            let place = |part: std::ops::Range<usize>| {
                let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                Span::new(offset(part.start), offset(part.end)).moved(text.span.start as usize)
            };
            input.fail(SyntaxErrorKind::Principal(fault.kind), fault.part.map_or(text.span, place))
        }
    }
}

/// Notes the words of actions that may follow those that the text ends with.
fn note_actions(input: Input<'_, '_>) {
    let (mut rest, mut words) = (input, Vec::new());
    while let Some((after, word)) = bare(rest) {
        words.push(if words.is_empty() { word.value.trim_start_matches('.') } else { word.value });
        rest = after;
    }
    if words.len() <= MOST_WORDS {
        Action::words_after(&words).into_iter().for_each(|word| rest.note(Expectation::Word(word)));
    }
}

/// No action has more words.
const MOST_WORDS: usize = 8;

/// Notes the words of the kinds of entities that an action can be about.
fn note_kinds(action: &Action, input: Input<'_, '_>) {
    for kind in EntityKind::ALL.iter().filter(|kind| action.is_about(**kind)) {
        let _ = keywords(kind.words())(input);
    }
}

/// `question = permission_question | export_question ;`
pub(super) fn question<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Question<'s>> {
    note_actions(input);
    match after_words(input, ON_BEHALF) {
        Some(rest) => export_question(rest),
        None => permission_question(input),
    }
}

/// `permission_question = ? action on table ? "table" asked_name | … ;` An action may have several words. Where the last
/// could begin the entity too, the longer reading that leaves a whole entity counts: `administer
/// cluster` is the action that only the cluster has, `administer database D` the one of databases.
///
/// Words of a command are no part of a name without quotes that has several words: `alter table policy update` lacks
/// its entity, and `alter table ['policy update']` is about a table.
fn permission_question<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Question<'s>> {
    let commands = AskedCommands::read(input);
    let short = Action::short().filter_map(|action| Some((after_words(input, action.words())?, action)));
    let mut readings: Vec<(Input<'i, 's>, Action)> = short.chain(commands.readings()).collect();
    readings.sort_by_key(|(rest, _)| Reverse(rest.position()));
    let is_decided = readings.first().is_some_and(|(rest, _)| rest.position() == commands.rest.position());
    let mut unread = None;
    for (rest, action) in readings {
        let kind = asked_kind(rest).map(|(_, kind)| kind);
        let is_about = kind.map_or_else(|| at_end(rest) && is_of_cluster_alone(&action), |kind| action.is_about(kind));
        if is_about && let Ok((rest, entity)) = asked_entity(&action, rest) {
            if commands.reach_into(&entity) {
                break;
            }
            return Ok((rest, Question::Action(action.on(entity.kind), entity)));
        }
        let stops = !is_about && kind.is_some() && action.is_command();
        unread.get_or_insert((rest, action));
        if stops {
            break;
        }
    }
    match (commands.misspelt(is_decided), unread) {
        (Some((unknown, span)), _) => fault(input, unknown, span),
        (None, Some((rest, action))) => asked_entity(&action, rest).and_then(|_| no_action(input)),
        (None, None) => no_action(input),
    }
}

/// The words of a question with which commands begin.
struct AskedCommands<'i, 's> {
    /// As many words as commands begin with, each with what stands after it and with the commands.
    words: Vec<(&'s str, Input<'i, 's>, Begun)>,
    span: Span,
    /// What stands after them.
    rest: Input<'i, 's>,
}

impl<'i, 's: 'i> AskedCommands<'i, 's> {
    /// Reads the words; a dot may stand before the first, as in the command itself.
    fn read(input: Input<'i, 's>) -> Self {
        let mut commands = Self { words: Vec::new(), span: Span::at(input.span().start), rest: input };
        while let Some((rest, word)) = bare(commands.rest) {
            let text = if commands.words.is_empty() { word.value.trim_start_matches('.') } else { word.value };
            let begun = Begun::with(&commands.texts().chain([text]).collect::<Vec<_>>());
            if begun.is_empty() {
                break;
            }
            commands.words.push((text, rest, begun));
            commands.span = commands.span.to(word.span);
            commands.rest = rest;
        }
        commands
    }

    fn texts(&self) -> impl Iterator<Item = &'s str> {
        self.words.iter().map(|(text, ..)| *text)
    }

    /// Returns the actions that the words are, and fewer of them, each with what stands after it.
    fn readings(&self) -> impl Iterator<Item = (Input<'i, 's>, Action)> {
        let texts: Vec<&str> = self.texts().collect();
        self.words.iter().zip(1..).filter_map(move |((_, rest, begun), count)| {
            Some((*rest, Action::of_commands(texts.get(..count)?, begun)?))
        })
    }

    /// Returns whether words of commands stand in the name of the entity, which has several and no quotes.
    fn reach_into(&self, entity: &AskedEntity<'_>) -> bool {
        let name = match &entity.name {
            AskedName::Context => return false,
            AskedName::Name(name) | AskedName::Inside { name, .. } | AskedName::Dotted { whole: name, .. } => name,
        };
        let is_bare = name.text.len() == name.span.end.abs_diff(name.span.start) as usize;
        is_bare && name.text.contains(char::is_whitespace) && name.span.start < self.span.end
    }

    /// Returns what is wrong where the next word is near to one of a command, or where the words alone, which are
    /// `decided` if they are one action, do not say what is meant.
    fn misspelt(&self, decided: bool) -> Option<(QuestionFault, Span)> {
        let words = self.texts().collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            return None;
        }
        let next = bare(self.rest).filter(|_| asked_kind(self.rest).is_none()).map(|(_, next)| next);
        let near = next.and_then(|next| {
            let known = Action::going_on(&words);
            let longer = format!("{words} ");
            nearest(next.value, known.iter().filter_map(|known| known.strip_prefix(&longer))).map(|near| longer + near)
        });
        let kinds: Vec<String> = EntityKind::ALL.iter().map(ToString::to_string).collect();
        let is_near_kind = next.is_some_and(|next| nearest(next.value, kinds.iter().map(String::as_str)).is_some());
        if decided && (near.is_none() || is_near_kind) {
            return None;
        }
        let span = next.map_or(self.span, |next| self.span.to(next.span));
        let text = next.map_or_else(|| words.clone(), |next| format!("{words} {}", next.value));
        Some((QuestionFault::UnknownAction { text, near, begun: words }, span))
    }
}

fn no_action<'i, 's, T>(input: Input<'i, 's>) -> PResult<'i, 's, T> {
    let Some((rest, first)) = bare(input).filter(|(_, first)| !first.value.is_empty()) else {
        return fault(input, QuestionFault::NoAction, input.span());
    };
    let short: Vec<Action> = Action::short().collect();
    let words = || short.iter().map(Action::words).chain([ON_BEHALF]);
    // `read table T` does not mean an action of two words.
    let pair = bare(rest)
        .filter(|_| asked_kind(rest).is_none())
        .map(|(_, second)| (format!("{} {}", first.value, second.value), first.span.to(second.span)));
    let is_begun = !Action::going_on(first.value).is_empty();
    let near_pair = pair.and_then(|(both, span)| {
        let near = nearest(&both, words().filter(|word| word.contains(' '))).map(str::to_owned);
        (near.is_some() || is_begun).then_some((near, span))
    });
    let near_verb = || nearest(first.value, CommandKind::all_verbs());
    let near_first = || nearest(first.value, words()).or_else(near_verb).map(str::to_owned);
    let (near, span) = near_pair.unwrap_or_else(|| (near_first(), first.span));
    let (text, begun) = (span.of(input.text()).to_owned(), first.value.to_owned());
    fault(input, QuestionFault::UnknownAction { text, near, begun }, span)
}

/// Reads a kind of entity and its name. An action that only the cluster has needs neither.
fn asked_entity<'i, 's: 'i>(action: &Action, input: Input<'i, 's>) -> PResult<'i, 's, AskedEntity<'s>> {
    note_kinds(action, input);
    let Some((_, word)) = bare(input).filter(|(_, word)| !at_end(input) && !word.value.is_empty()) else {
        if !is_of_cluster_alone(action) {
            return fault(input, QuestionFault::NoEntity(action.clone()), input.span());
        }
        return Ok((input, AskedEntity { kind: EntityKind::Cluster, name: AskedName::Context }));
    };
    let Some((rest, kind)) = asked_kind(input) else {
        let unknown = QuestionFault::UnknownKind { word: word.value.to_owned(), action: action.clone() };
        return fault(input, unknown, word.span);
    };
    if !action.is_about(kind) {
        return fault(input, QuestionFault::NotAbout { action: action.clone(), kind }, word.span);
    }
    let (rest, name) = asked_name(kind, rest)?;
    Ok((rest, AskedEntity { kind, name }))
}

/// Returns whether an action needs no entity, since it is asked of the cluster and of no database.
fn is_of_cluster_alone(action: &Action) -> bool {
    action.is_about(EntityKind::Cluster) && !action.is_about(EntityKind::Database)
}

pub(super) fn asked_kind<'i, 's: 'i>(input: Input<'i, 's>) -> Option<(Input<'i, 's>, EntityKind)> {
    let plain = EntityKind::ALL.iter().find_map(|kind| Some((after_words(input, &kind.to_string())?, *kind)));
    plain.or_else(|| {
        let spaced = format!("{} {}", Keyword::Materialized, Keyword::View);
        Some((after_words(input, &spaced)?, EntityKind::MaterializedView))
    })
}

/// `asked_name = loose_name [ "in" "database" loose_name ] | ? dotted name ? ;` Only an entity in a
/// database has its database named.
pub(super) fn asked_name<'i, 's: 'i>(kind: EntityKind, input: Input<'i, 's>) -> PResult<'i, 's, AskedName<'s>> {
    input.note(Expectation::Name(kind));
    match kind {
        EntityKind::Cluster | EntityKind::Database if at_end(input) => return Ok((input, AskedName::Context)),
        EntityKind::Cluster => return fault(input, QuestionFault::ClusterName, input.rest_span()),
        _ if at_end(input) => return fault(input, QuestionFault::NoName(kind), Span::at(input.span().start)),
        _ => {}
    }
    let (rest, name) = loose_name(input)?;
    if kind == EntityKind::Database {
        return Ok((rest, AskedName::Name(name)));
    }
    note_in_database(rest);
    if let Some(rest) = after_in_database(rest) {
        rest.note(Expectation::Name(EntityKind::Database));
        let (rest, database) = loose_name(rest)?;
        return Ok((rest, AskedName::Inside { database, name }));
    }
    let dot = rest.first().filter(|token| token.is(b'.') && is_quoted(input));
    if dot.is_some() {
        let (rest, inside) = loose_name(rest.skip(1))?;
        return Ok((rest, AskedName::Inside { database: name, name: inside }));
    }
    Ok((rest, if is_quoted(input) { AskedName::Name(name) } else { dotted_name(input, rest, name) }))
}

/// Notes the words after which the database of an entity is named.
fn note_in_database(end: Input<'_, '_>) {
    let is_begun = end.last().is_some_and(|last| end.text_of(last) == IN);
    end.note(if is_begun { Expectation::Keyword(Keyword::Database) } else { Expectation::Word(IN) });
}

/// Returns the bare name between two places, which may be that of a database and one in it: `D.T`, `D.['a b']`.
fn dotted_name<'i, 's: 'i>(from: Input<'i, 's>, to: Input<'i, 's>, whole: Name<'s>) -> AskedName<'s> {
    let end = to.position() - from.position();
    let is_dot = |at: &usize| from.peek(*at).is_some_and(|token| token.is(b'.'));
    let Some(dot) = (1..end.saturating_sub(1)).find(is_dot) else { return AskedName::Name(whole) };
    let part = |span: Span| Name { text: Cow::Borrowed(span.of(from.text())), span };
    let after = from.skip(dot + 1);
    let database = part(Span::new(whole.span.start, from.skip(dot).span().start));
    if is_quoted(after) {
        let read = any_name(after, Expectation::Described("a name")).ok();
        if let Some((_, name)) = read.filter(|(rest, _)| rest.position() == to.position()) {
            return AskedName::Inside { database, name };
        }
    }
    let name = part(Span::new(after.span().start, whole.span.end));
    AskedName::Dotted { whole, database, name }
}

/// `export_question = "export" "on" "behalf" "of" identity [ "database" [ loose_name ] ] ;`
fn export_question<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Question<'s>> {
    let (input, identity) = identity(input)?;
    if at_end(input) {
        return Ok((input, Question::Export(identity, None)));
    }
    let Some(rest) = after_words(input, Keyword::Database.text()) else {
        let span = bare(input).map_or_else(|| input.span(), |(_, word)| word.span);
        return fault(input, QuestionFault::NoDatabase, span);
    };
    if at_end(rest) {
        return Ok((rest, Question::Export(identity, None)));
    }
    let (rest, name) = loose_name(rest)?;
    Ok((rest, Question::Export(identity, Some(name))))
}

/// `identity = asked_principal | ? identity ? ;` Text without `=` is `system`, or the object id or client
/// id of an identity.
fn identity<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Identity<'s>> {
    let read = match is_quoted(input) {
        true => {
            let (rest, text) = string("an identity")(input)?;
            Some((rest, Spanned::new(text.text, text.span)))
        }
        false => bare(input).map(|(rest, text)| (rest, Spanned::new(Cow::Borrowed(text.value), text.span))),
    };
    match read {
        Some((_, word)) if word.value.is_empty() => fault(input, QuestionFault::NoIdentity, word.span),
        None => fault(input, QuestionFault::NoIdentity, input.span()),
        Some((rest, word)) if !word.value.contains('=') && word.value.len() <= limit::PRINCIPAL_CHARACTERS => {
            Ok((rest, Identity::Assigned(word)))
        }
        Some(_) => map(asked_principal, Identity::Principal).parse(input),
    }
}

/// Returns whether nothing more stands here that belongs to a question.
fn at_end(input: Input<'_, '_>) -> bool {
    input.first().is_none() || is_last_option(input)
}

/// Reads the end of the line; what else stands there is reported as `what`.
pub(super) fn nothing_more<'i, 's: 'i>(what: QuestionFault) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, ()> {
    move |input| if input.first().is_none() { Ok((input, ())) } else { fault(input, what.clone(), input.rest_span()) }
}

/// `explanation = asked_principal question ;`
pub(super) fn explanation<'i, 's: 'i>(
    input: Input<'i, 's>,
) -> PResult<'i, 's, (Spanned<PrincipalRef<'s>>, Question<'s>)> {
    (asked_principal, only_question).parse(input)
}

/// Reads a question to the end of the line.
pub(super) fn only_question<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Question<'s>> {
    terminated(question, nothing_more(QuestionFault::AfterName)).parse(input)
}

/// Reads a principal to the end of the line.
pub(super) fn only_principal<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Spanned<PrincipalRef<'s>>> {
    terminated(asked_principal, nothing_more(QuestionFault::AfterPrincipal)).parse(input)
}
