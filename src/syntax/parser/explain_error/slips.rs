//! What other languages and pages have around and between commands: comments, fences, prompts, `GO`.

use crate::model::command_kind::CommandKind;
use crate::model::keyword::Keyword;
use crate::model::role::Role;
use crate::syntax::error::{Slip, SyntaxError, SyntaxErrorKind};
use crate::syntax::parser::explain_error::stop::{Reach, Stop, changed, reached, short, whole};
use crate::syntax::splitter::Piece;
use crate::syntax::token::{BadToken, Token, TokenKind};
use crate::text::{Span, lookalike, shortened};

/// The marks that begin comments elsewhere, and those that end them.
const COMMENTS: &[(&str, Option<&str>)] = &[("#", None), ("--", None), ("/*", Some("*/")), ("<!--", Some("-->"))];

/// The fences around code on pages.
const FENCES: &[&str] = &["```", "~~~"];

/// Lines that separate commands elsewhere; case does not count.
const SEPARATORS: &[&str] = &["go", "/", "==="];

/// What shells print before a line that goes on.
const CONTINUATIONS: &[&str] = &["->", "...>", ">>", ">"];

/// Returns the fault of a text that begins otherwise than a command does.
pub(super) fn before(piece: &Piece<'_>) -> Option<SyntaxError> {
    let first = *piece.tokens.first()?;
    let text = piece.text.get(first.span.start as usize..)?;
    let line = line_from(piece.text, first.span.start);
    let slip = |slip, span| Some(SyntaxError { kind: SyntaxErrorKind::Slip(slip), span });
    if let Some(character) = unseen(piece.text, first) {
        return Some(SyntaxError { kind: SyntaxErrorKind::Character { character, name: None }, span: first.span });
    }
    if first.is_string() && FENCES.iter().any(|fence| text.starts_with(fence)) {
        return slip(Slip::Fence, line);
    }
    if is_separator(line.of(piece.text)) {
        return slip(Slip::Separator(shortened(line.of(piece.text))), line);
    }
    if let Some(mark) = comment(text) {
        return slip(Slip::Comment(mark), span_of(first, mark));
    }
    if let Some((kind, span)) = prompt(piece, line) {
        return slip(kind, span);
    }
    if let Some(mark) = COMMENTS.iter().find_map(|(_, end)| end.filter(|end| piece.text.trim_end().ends_with(end))) {
        let end = u32::try_from(piece.text.trim_end().len()).ok()?;
        return slip(Slip::CommentEnd(mark), Span::new(end.checked_sub(u32::try_from(mark.len()).ok()?)?, end));
    }
    slip(no_dot(piece)?, first.span)
}

/// Returns the fault of a text that stands inside a command.
pub(super) fn inside(stop: &Stop<'_>, unclosed: Option<Span>) -> Option<SyntaxError> {
    // Where a parser tells a fault of its own, nothing may be known of what it expected.
    let token = stop.token().filter(|_| stop.at > 1)?;
    let slip = |slip, span| Some(SyntaxError { kind: SyntaxErrorKind::Slip(slip), span });
    let after = if token.is(b';') { stop.peek(1) } else { Some(token) };
    if let Some(after) = after.filter(|after| token.is(b';') || !stop.is_joined() || after.is_string()) {
        let line = line_from(stop.text, after.span.start);
        let begins_line = stop.text.get(..after.span.start as usize)?.trim_end_matches([' ', '\t']).ends_with('\n');
        let text = stop.text.get(after.span.start as usize..)?;
        let shown = line.of(stop.text);
        if begins_line && after.is_string() && FENCES.iter().any(|fence| text.starts_with(fence)) {
            return slip(Slip::Fence, line);
        }
        if begins_line && is_separator(shown) {
            return slip(Slip::Separator(shortened(shown)), line);
        }
        if let Some(mark) = comment(text).filter(|mark| !is_option(stop, text, mark)) {
            return slip(Slip::Comment(mark), span_of(after, mark));
        }
        if let Some(mark) = CONTINUATIONS.iter().find(|mark| begins_line && text.starts_with(**mark)) {
            return slip(Slip::Prompt((*mark).to_owned()), span_of(after, mark));
        }
        let verb = stop.tokens.iter().find(|verb| after.is(b'.') && verb.span.start == after.span.end);
        if let Some(verb) = verb.filter(|verb| CommandKind::is_verb(&stop.text_of(**verb).to_lowercase()))
            && unclosed.is_none_or(|bracket| bracket.start > after.span.start)
        {
            return slip(Slip::SecondCommand, after.span.to(verb.span));
        }
    }
    if token.is(b';') { slip(Slip::Semicolon, token.span) } else { None }
}

/// Returns the fault of a fence after a whole command, as it stands where code on a page ends.
pub(super) fn last_fence(piece: &Piece<'_>) -> Option<SyntaxError> {
    let open = |token: &&Token| token.kind == TokenKind::Bad(BadToken::UnclosedBlock);
    let fence = piece.tokens.last().filter(open)?;
    let command = piece.text.get(..fence.span.start as usize)?;
    let is_last =
        FENCES.contains(&fence.span.of(piece.text).trim()) && command.trim_end_matches([' ', '\t']).ends_with('\n');
    (is_last || whole(command.to_owned()).is_some()).then_some(SyntaxError {
        kind: SyntaxErrorKind::Slip(Slip::Fence),
        span: line_from(piece.text, fence.span.start),
    })
}

/// Returns the rest of the line from `start`, without the white space at its end.
fn line_from(text: &str, start: u32) -> Span {
    let rest = text.get(start as usize..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default().trim_end();
    Span::new(start, start + u32::try_from(line.len()).unwrap_or_default())
}

/// Returns where a mark stands that begins with `token`.
fn span_of(token: Token, mark: &str) -> Span {
    Span::new(token.span.start, token.span.start + u32::try_from(mark.len()).unwrap_or_default())
}

/// Returns whether a line is one that separates commands: a word of the table, or a mark many times.
fn is_separator(line: &str) -> bool {
    let is_rule = |word: &str| word == "===" && line.len() > 2 && line.bytes().all(|byte| byte == b'=');
    SEPARATORS.iter().any(|word| word.eq_ignore_ascii_case(line) || is_rule(word))
}

/// Returns the mark that begins a comment here. `#{` begins a placeholder.
fn comment(text: &str) -> Option<&'static str> {
    COMMENTS.iter().map(|(mark, _)| *mark).find(|mark| text.starts_with(mark) && !text.starts_with("#{"))
}

/// Returns whether a word that could stand here follows the mark: `--skip-results`.
fn is_option(stop: &Stop<'_>, text: &str, mark: &str) -> bool {
    let word = text.strip_prefix(mark).unwrap_or_default().split_whitespace().next().unwrap_or_default();
    stop.expected.iter().flat_map(|expected| expected.words()).any(|own| own == word)
}

/// Returns the character of a token that can't be seen, or looks like a space.
fn unseen(text: &str, token: Token) -> Option<char> {
    let character = token.span.of(text).chars().next()?;
    let instead = lookalike(character).filter(|_| token.kind == TokenKind::Bad(BadToken::Character))?.1;
    instead.is_unseen().then_some(character)
}

/// Returns what stands before the dot of a command on its line, if the command is right.
fn prompt(piece: &Piece<'_>, line: Span) -> Option<(Slip, Span)> {
    let mut tokens = piece.tokens.windows(2);
    let is_command = |pair: &[Token]| match pair {
        [dot, verb] => {
            dot.is(b'.') && dot.span.end == verb.span.start && CommandKind::is_verb(verb.span.of(piece.text))
        }
        _ => false,
    };
    let dot = tokens.find(|pair| is_command(pair))?.first()?.span.start;
    if dot > line.end {
        return None;
    }
    let prompt = piece.text.get(line.start as usize..dot as usize)?.trim_end();
    whole(piece.text.get(dot as usize..)?.to_owned())?;
    let end = line.start + u32::try_from(prompt.len()).ok()?;
    Some((Slip::Prompt(shortened(prompt)), Span::new(line.start, end)))
}

/// Returns the slip of a command that begins with its verb.
fn no_dot(piece: &Piece<'_>) -> Option<Slip> {
    let first = piece.tokens.first()?;
    let verb = first.span.of(piece.text).to_lowercase();
    if !CommandKind::is_verb(&verb) {
        return None;
    }
    let start = first.span.start as usize;
    let as_written = format!(".{}", piece.text.get(start..)?);
    let lower = format!(".{}", lower_words(piece)?.get(start..)?);
    // A query may begin with such a word too: `set notruncation; T`.
    let second = piece.tokens.get(1).map_or(start, |token| token.span.start as usize);
    let is_begun = reached(&lower) > Reach::To(second + 1 - start);
    let whole = [as_written, lower].into_iter().find_map(|text| short(whole(text)?));
    let meant = whole.or_else(|| is_begun.then(|| format!(".{verb}")))?;
    Some(Slip::NoDot { verb, meant })
}

/// Returns the text with the words of the language in lower case.
fn lower_words(piece: &Piece<'_>) -> Option<String> {
    let lower = |token: &Token| {
        let word = token.span.of(piece.text).to_lowercase();
        let known = CommandKind::is_verb(&word) || Keyword::of(&word).is_some() || Role::of(&word).is_some();
        (known && matches!(token.kind, TokenKind::Word(_))).then_some((token.span, word))
    };
    let words: Vec<(Span, String)> = piece.tokens.iter().filter_map(lower).collect();
    let changes: Vec<(Span, &str)> = words.iter().map(|(span, word)| (*span, word.as_str())).collect();
    changed(piece.text, &changes)
}
