//! Names that are written otherwise than the language has them: placeholders, names without the brackets
//! that they need, names after their database.

use crate::model::keyword::Keyword;
use crate::syntax::error::in_brackets;
use crate::syntax::parser::explain_error::stop::Stop;
use crate::syntax::token::{BadToken, Token, TokenKind};
use crate::text::{PLACEHOLDERS, Span, quoted};

/// What begins variables of other languages.
const VARIABLES: &[&str] = &["$", "@", "?"];

/// What pages write for what they leave out.
const DOTS: &str = "...";

/// What begins placeholders of some, and other things too.
const AMBIGUOUS: &[char] = &['{', '[', '@', '?'];

/// What may stand in place of a placeholder, and what it is called.
const STAND_INS: &[(&str, &str)] =
    &[("['x']", NAME), ("'x'", "the text"), ("1", VALUE), ("1d", VALUE), ("true", VALUE)];

const NAME: &str = "the name";
const VALUE: &str = "the value";

/// A longer text is no placeholder.
const LONGEST: usize = 64;

/// Returns the advice to fill in the placeholder that does not fit, and where it stands.
pub(super) fn placeholder(stop: &Stop<'_>) -> Option<(String, Span)> {
    let bracket = stop.before().filter(|before| before.is(b'['));
    let (text, span) = placeholder_at(stop, bracket.or(stop.token())?)?;
    let name = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).map(str::trim);
    let or = name.map(|name| format!(", or write ['{name}'] if that is it")).unwrap_or_default();
    let what = STAND_INS.iter().find(|(other, _)| stop.reads_with(span, other)).map(|(_, what)| *what);
    let what = match what {
        Some(what) if name.is_none() || what == NAME => what,
        None if !text.starts_with(AMBIGUOUS) || text.starts_with("{{") => "what it stands for",
        _ => return None,
    };
    Some((format!("{} is a placeholder: put {what} in its place{or}", quoted(text)), span))
}

/// Returns the advice to fill in a placeholder that is a part of a name: `dev-${env}`.
pub(super) fn partial_placeholder(stop: &Stop<'_>) -> Option<(String, Span)> {
    let is_word = |token: &Token| matches!(token.kind, TokenKind::Word(_) | TokenKind::Number);
    let mut end = stop.before().filter(is_word).filter(|_| stop.is_joined())?.span.end;
    for token in stop.tokens.get(stop.at..)? {
        if token.span.start != end {
            return None;
        }
        if let Some((text, span)) = placeholder_at(stop, *token) {
            return Some((format!("{} is a placeholder: put {VALUE} in its place", quoted(text)), span));
        }
        end = token.span.end;
    }
    None
}

/// Returns the placeholder that begins with a token, and where it stands.
fn placeholder_at<'p>(stop: &Stop<'p>, token: Token) -> Option<(&'p str, Span)> {
    let rest = stop.text.get(token.span.start as usize..)?;
    let dots = rest.get(..DOTS.len()).filter(|text| *text == DOTS);
    let variable = || VARIABLES.iter().find_map(|mark| enclosed(rest, mark, ""));
    let enclosed = || PLACEHOLDERS.iter().find_map(|(open, close, _)| enclosed(rest, open, close));
    let text = dots.or_else(enclosed).or_else(variable)?;
    Some((text, Span::new(token.span.start, token.span.start + u32::try_from(text.len()).ok()?)))
}

/// Returns the placeholder that `text` begins with. With nothing at the end, a word follows.
fn enclosed<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let inside = text.strip_prefix(open)?;
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let length = match close {
        "" => inside.find(|character| !is_word(character)).unwrap_or(inside.len()),
        _ => inside.find(close)?,
    };
    let inside = inside.get(..length)?;
    let is_name = inside.len() <= LONGEST
        && inside.contains(is_word)
        && !inside.contains(['\n', '\'', '"', '|', '`', ',', '(', ';'])
        && (open == "{{" || inside.starts_with(is_word))
        && (!matches!(close, "%" | "") || inside.chars().all(is_word));
    if is_name { text.get(..open.len() + length + close.len()) } else { None }
}

/// Returns the advice to write brackets around a name, and where the name stands.
pub(super) fn unbracketed(stop: &Stop<'_>) -> Option<(String, Span)> {
    let token = stop.token()?;
    if token.is(b'`') {
        let inside = stop.text.get(token.span.end as usize..)?.split_once('`')?.0;
        let span = Span::new(token.span.start, token.span.end + u32::try_from(inside.len() + 1).ok()?);
        let name = fitting(stop, span, inside)?;
        return Some((format!("a name stands in brackets, and not in back-quotes: {name}"), span));
    }
    let may_be_part = stop.is_joined() || stop.wants_name() && stop.text_of(token).contains('-');
    if !may_be_part {
        return None;
    }
    let of_database = stop.at.checked_sub(2).and_then(|at| stop.tokens.get(at)).and_then(Token::keyword);
    let dots = token.is(b'.') && of_database == Some(Keyword::Database);
    bracketed(stop, stop.at, dots)
}

/// Returns the advice to write brackets around the name that token `at` is part of, and where it stands.
fn bracketed(stop: &Stop<'_>, at: usize, dots: bool) -> Option<(String, Span)> {
    let (span, name) = joined_name(stop.text, stop.tokens, at, dots)?;
    let is_odd = |character: &char| !character.is_ascii_alphanumeric() && *character != '_';
    let odd = name.chars().find(is_odd)?;
    let written = fitting(stop, span, name)?;
    Some((in_brackets(&quoted(odd), &written), span))
}

/// Returns the name in brackets, if the command is then read beyond it.
fn fitting(stop: &Stop<'_>, span: Span, name: &str) -> Option<String> {
    let name = format!("['{name}']");
    stop.reads_with(span, &name).then_some(name)
}

/// Returns the name with a character that is in no word, as it can be written.
pub(super) fn with_character(text: &str, tokens: &[Token], at: usize) -> Option<String> {
    let stop = Stop { text, tokens, at, expected: Vec::new() };
    let (span, name) = joined_name(text, tokens, at, false)?;
    fitting(&stop, span, name)
}

/// Returns the tokens without space between them that may be a name, and their text.
fn joined_name<'p>(text: &'p str, tokens: &[Token], at: usize, dots: bool) -> Option<(Span, &'p str)> {
    let is_part = |token: &Token| match token.kind {
        TokenKind::Word(_) | TokenKind::Number => true,
        TokenKind::Bad(BadToken::Character) => token.span.of(text).chars().all(char::is_alphanumeric),
        TokenKind::Punct(b'.') => dots,
        TokenKind::Punct(mark) => b"-+&!$~^%#@/\\".contains(&mark),
        _ => false,
    };
    let mut span = tokens.get(at).filter(|token| is_part(token))?.span;
    for token in tokens.get(..at)?.iter().rev() {
        if token.span.end != span.start || !is_part(token) {
            break;
        }
        span = span.to(token.span);
    }
    for token in tokens.get(at + 1..)? {
        if token.span.start != span.end || !is_part(token) {
            break;
        }
        span = span.to(token.span);
    }
    Some((span, span.of(text)))
}

/// Returns the advice to leave the database out before a name, and to make it the one in context.
pub(super) fn of_other_database(stop: &Stop<'_>) -> Option<String> {
    // In `database('D').T` the dot stands after the token that does not fit.
    let (database, name) = (2..=stop.at + 1).find_map(|at| qualified(stop, at))?;
    let (span, text) = (database.to(name), name.of(stop.text));
    let ends_here = stop.token().is_some_and(|token| token.span.end == name.start);
    let reads = if ends_here { stop.reads_with(span, text) } else { stop.whole_with(&[(span, text)]).is_some() };
    if !reads {
        return None;
    }
    let written = database.of(stop.text);
    let inside = written.strip_prefix(Keyword::Database.text()).unwrap_or(written);
    let inside = if inside.starts_with(['(', '[']) { inside } else { written };
    let database = inside.trim_matches(['(', ')', '[', ']']).trim_matches(['\'', '"']);
    Some(format!(
        "the command takes {} alone: `#dbcontext {database}`, or `-d {database}`, makes {} the database in context",
        quoted(text),
        quoted(database)
    ))
}

/// Returns where the parts of `database.name` stand, if token `at` is the dot between them.
fn qualified(stop: &Stop<'_>, at: usize) -> Option<(Span, Span)> {
    let dot = stop.tokens.get(at).filter(|dot| dot.is(b'.'))?;
    let database = database_to(stop.tokens.get(..at)?)?;
    let (name, length) = name_from(stop.tokens.get(at + 1..)?)?;
    let is_one = database.end == dot.span.start && dot.span.end == name.start;
    let goes_on = stop.tokens.get(at + 1 + length).is_some_and(|after| after.is(b'.') && after.span.start == name.end);
    (is_one && !goes_on).then_some((database, name))
}

/// Returns where the name of a database stands that ends the tokens: `D`, `['D']`, `database('D')`.
fn database_to(tokens: &[Token]) -> Option<Span> {
    match tokens {
        [.., open, text, close] if open.is(b'[') && text.is_string() && close.is(b']') => {
            Some(open.span.to(close.span))
        }
        [.., word, open, text, close] if open.is(b'(') && text.is_string() && close.is(b')') => {
            (word.keyword() == Some(Keyword::Database)).then(|| word.span.to(close.span))
        }
        [.., word] if matches!(word.kind, TokenKind::Word(_)) => Some(word.span),
        _ => None,
    }
}

/// Returns where the name stands that begins the tokens, `T` or `['T']`, and how many of them it is.
fn name_from(tokens: &[Token]) -> Option<(Span, usize)> {
    match tokens {
        [open, text, close, ..] if open.is(b'[') && text.is_string() && close.is(b']') => {
            Some((open.span.to(close.span), 3))
        }
        [word, ..] if matches!(word.kind, TokenKind::Word(_)) => Some((word.span, 1)),
        _ => None,
    }
}
