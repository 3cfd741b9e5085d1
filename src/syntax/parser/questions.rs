//! Questions about access, as directives and the command line ask them.

use std::borrow::Cow;
use std::cmp::Reverse;

use nom::Parser;
use nom::combinator::map;
use nom::sequence::terminated;

use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::limit;
use crate::model::permission::{ON_BEHALF, Permission};
use crate::model::principal::PrincipalRef;
use crate::syntax::ast::questions::{AskedEntity, AskedName, Identity, Question};
use crate::syntax::error::{QuestionFault, SyntaxErrorKind};
use crate::syntax::literal::Name;
use crate::syntax::parser::bare::{after_in_database, after_words, bare, is_last_option, is_quoted, loose_name};
use crate::syntax::parser::input::{Expectation, Input, PResult};
use crate::syntax::parser::leaf::any_name;
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

/// `question = permission_question | export_question ;`
pub(super) fn question<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Question<'s>> {
    match after_words(input, ON_BEHALF) {
        Some(rest) => export_question(rest),
        None => permission_question(input),
    }
}

/// `permission_question = ? action on table ? "table" asked_name | … ;` An action may have two words. Where the second
/// could begin the entity too, the longer reading that leaves a whole entity counts: `administer
/// cluster` is the action that only the cluster has, `administer database D` the one of databases.
fn permission_question<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Question<'s>> {
    let mut readings: Vec<(Permission, Input<'i, 's>)> =
        Permission::ALL.iter().filter_map(|action| Some((*action, after_words(input, action.word())?))).collect();
    readings.sort_by_key(|(action, _)| Reverse(action.word().len()));
    let mut first_error = None;
    for (action, rest) in readings {
        match asked_entity(action, rest) {
            Ok((rest, entity)) => return Ok((rest, Question::Permission(action, entity))),
            Err(error) => first_error = first_error.or(Some(Err(error))),
        }
    }
    first_error.unwrap_or_else(|| no_action(input))
}

fn no_action<'i, 's, T>(input: Input<'i, 's>) -> PResult<'i, 's, T> {
    let Some((rest, first)) = bare(input).filter(|(_, first)| !first.value.is_empty()) else {
        return fault(input, QuestionFault::NoAction, input.span());
    };
    let words = || Permission::ALL.iter().map(|action| action.word()).chain([ON_BEHALF]);
    // `read table T` does not mean an action of two words.
    let pair = bare(rest)
        .filter(|_| asked_kind(rest).is_none())
        .map(|(_, second)| (format!("{} {}", first.value, second.value), first.span.to(second.span)));
    let near_pair =
        pair.and_then(|(both, span)| Some((nearest(&both, words().filter(|word| word.contains(' ')))?, span)));
    let (near, span) = match near_pair {
        Some((near, span)) => (Some(near), span),
        None => (nearest(first.value, words()), first.span),
    };
    let text = span.of(input.text()).to_owned();
    fault(input, QuestionFault::UnknownAction { text, near }, span)
}

/// Reads a kind of entity and its name. An action that only the cluster has needs neither.
fn asked_entity<'i, 's: 'i>(action: Permission, input: Input<'i, 's>) -> PResult<'i, 's, AskedEntity<'s>> {
    let Some((_, word)) = bare(input).filter(|(_, word)| !at_end(input) && !word.value.is_empty()) else {
        if action.is_about(EntityKind::Database) {
            return fault(input, QuestionFault::NoEntity(action), input.span());
        }
        return Ok((input, AskedEntity { kind: EntityKind::Cluster, name: AskedName::Context }));
    };
    let Some((rest, kind)) = asked_kind(input) else {
        let unknown = QuestionFault::UnknownKind { word: word.value.to_owned(), action };
        return fault(input, unknown, word.span);
    };
    if !action.is_about(kind) {
        return fault(input, QuestionFault::NotAbout { action, kind }, word.span);
    }
    let (rest, name) = asked_name(kind, rest)?;
    Ok((rest, AskedEntity { kind, name }))
}

fn asked_kind<'i, 's: 'i>(input: Input<'i, 's>) -> Option<(Input<'i, 's>, EntityKind)> {
    let plain = EntityKind::ALL.iter().find_map(|kind| Some((after_words(input, &kind.to_string())?, *kind)));
    plain.or_else(|| {
        let spaced = format!("{} {}", Keyword::Materialized, Keyword::View);
        Some((after_words(input, &spaced)?, EntityKind::MaterializedView))
    })
}

/// `asked_name = loose_name [ "in" "database" loose_name ] | ? dotted name ? ;` Only an entity in a
/// database has its database named.
fn asked_name<'i, 's: 'i>(kind: EntityKind, input: Input<'i, 's>) -> PResult<'i, 's, AskedName<'s>> {
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
    if let Some(rest) = after_in_database(rest) {
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
