//! The names in a query that could be entities.

use std::borrow::Cow;

use hashbrown::HashSet;

use crate::syntax::ast::query::Mention;
use crate::syntax::lexer::{Progress, Scan, scan};
use crate::syntax::parser::input::{Input, Source};
use crate::syntax::parser::leaf::mark;
use crate::syntax::parser::string::string;
use crate::syntax::token::{Token, TokenKind};
use crate::text::Span;

/// Returns the names in `text`, a query, that could be entities: for queries that stand in strings
/// or come from the catalog. Their places are offsets in `text`.
#[must_use]
pub fn mentions_in(text: &str) -> Vec<Mention<'_>> {
    let mut all: Vec<Mention<'_>> = Vec::new();
    let mut seen: HashSet<Mention<'_>> = HashSet::new();
    let mut progress = Progress::default();
    // A query may have blank lines and `;` in it, which end statements elsewhere.
    while let Scan::Statement(found) = scan(text, text.len(), true, &mut progress) {
        let source = Source::new(text.get(found.start..found.end).unwrap_or_default(), progress.tokens(), false);
        let input = source.input();
        for mut mention in mentions(input, input.end()) {
            if seen.insert(mention.clone()) {
                mention.span = mention.span.moved(found.start);
                all.push(mention);
            }
        }
    }
    all
}

/// Returns the names between here and `end` that could be entities: words and bracketed names that
/// stand after no `.`, and what `database('…')` and `cluster('…')` lead to.
pub(super) fn mentions<'i, 's>(input: Input<'i, 's>, end: u32) -> Vec<Mention<'s>> {
    let mut found: Vec<Mention<'s>> = Vec::new();
    let mut seen: HashSet<Mention<'s>> = HashSet::new();
    let mut at = input;
    let mut after_dot = false;
    while let Some(token) = at.first().filter(|token| token.span.start < end) {
        let (next, mention) = if after_dot { (at.skip(1), None) } else { mention(at, token) };
        if let Some(mention) = mention.filter(|mention| seen.insert(mention.clone())) {
            found.push(mention);
        }
        after_dot = token.is(b'.') && next.position() == at.position() + 1;
        at = next;
    }
    found
}

/// The functions of the language that name a table or view by a text.
const NAMING: &[&str] = &["table", "materialized_view"];

fn mention<'i, 's>(at: Input<'i, 's>, token: Token) -> (Input<'i, 's>, Option<Mention<'s>>) {
    let called = |word: &str| at.word() == Some(word) && at.peek(1).is_some_and(|token| token.is(b'('));
    if called("cluster")
        && let Some((rest, cluster)) = argument(at.skip(1))
    {
        let (rest, mention) = in_database(rest.skip(1), Some(cluster));
        return (rest, mention.map(|mention| Mention { span: token.span.to(mention.span), ..mention }));
    }
    if called("database") {
        return in_database(at, None);
    }
    if NAMING.iter().any(|word| called(word))
        && let Some((rest, name)) = argument(at.skip(1))
    {
        return (rest, Some(alone(name, token.span)));
    }
    match token.kind {
        TokenKind::Word(_) => (at.skip(1), Some(alone(Cow::Borrowed(at.text_of(token)), token.span))),
        TokenKind::Punct(b'[') if at.peek(2).is_some_and(|token| token.is(b']')) => match string("")(at.skip(1)) {
            Ok((rest, name)) => (rest.skip(1), Some(alone(name.text, name.span))),
            Err(_) => (at.skip(1), None),
        },
        _ => (at.skip(1), None),
    }
}

fn alone(name: Cow<'_, str>, span: Span) -> Mention<'_> {
    Mention { cluster: None, database: None, name, span }
}

/// `database('D')` and, after a dot, a name.
fn in_database<'i, 's>(at: Input<'i, 's>, cluster: Option<Cow<'s, str>>) -> (Input<'i, 's>, Option<Mention<'s>>) {
    let Some((rest, database)) = argument(at.skip(1)) else {
        return (
            at.skip(1),
            cluster.map(|cluster| Mention {
                cluster: Some(cluster),
                database: None,
                name: Cow::Borrowed(""),
                span: at.span(),
            }),
        );
    };
    let dotted = rest.first().is_some_and(|token| token.is(b'.'));
    let name = if dotted { rest.skip(1).word() } else { None };
    let next = if name.is_some() { rest.skip(2) } else { rest };
    let span = Span::new(at.span().start, next.last_end());
    (next, Some(Mention { cluster, database: Some(database), name: Cow::Borrowed(name.unwrap_or_default()), span }))
}

/// `( 'text' )`
fn argument<'i, 's>(at: Input<'i, 's>) -> Option<(Input<'i, 's>, Cow<'s, str>)> {
    let (rest, _) = mark("(")(at).ok()?;
    let (rest, text) = string("")(rest).ok()?;
    let (rest, _) = mark(")")(rest).ok()?;
    Some((rest, text.text))
}
