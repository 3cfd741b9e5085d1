//! What other languages and pages have around and between commands: comments, fences, prompts, `GO`.

use crate::model::command_kind::CommandKind;
use crate::model::directive_kind::DirectiveKind;
use crate::model::keyword::Keyword;
use crate::model::role::Role;
use crate::syntax::ast::COMMAND_RESULTS;
use crate::syntax::error::{Slip, SyntaxError, SyntaxErrorKind};
use crate::syntax::parser::explain_error::stop::{Reach, Stop, changed, reached, short, whole};
use crate::syntax::parser::input::Expectation;
use crate::syntax::redact::masked_text;
use crate::syntax::splitter::Piece;
use crate::syntax::token::{BadToken, Token, TokenKind};
use crate::text::{Span, is_unseen, plain, shortened};

/// The marks that begin comments elsewhere, and those that end them.
const COMMENTS: &[(&str, Option<&str>)] = &[("#", None), ("--", None), ("/*", Some("*/")), ("<!--", Some("-->"))];

/// The fences around code on pages.
const FENCES: &[&str] = &["```", "~~~"];

/// Lines that separate commands elsewhere; case does not count.
const SEPARATORS: &[&str] = &["go", "/", "==="];

/// Words that begin statements about roles in SQL.
const ROLE_WORDS: &[&str] = &["grant", "revoke", "deny"];

/// What shells print before a line that goes on.
const CONTINUATIONS: &[&str] = &["->", "...>", ">>", ">"];

/// Returns the fault of a text that begins otherwise than a command does.
pub(super) fn before(piece: &Piece<'_>) -> Option<SyntaxError> {
    let first = *piece.tokens.first()?;
    unseen(piece.text, first)
        .or_else(|| own_line(piece.text, first))
        .or_else(|| comment(piece.text, first))
        .or_else(|| prompt(piece, first))
        .or_else(|| comment_end(piece.text))
        .or_else(|| Some(fault(no_dot(piece)?, first.span)))
        .or_else(|| text(piece, first))
}

/// Returns the fault of a line that no query can be either: a word of SQL, or a mark of a page.
fn text(piece: &Piece<'_>, first: Token) -> Option<SyntaxError> {
    let word = first.span.of(piece.text);
    if ROLE_WORDS.iter().any(|own| own.eq_ignore_ascii_case(word)) {
        return Some(fault(Slip::Sql(word.to_uppercase()), first.span));
    }
    let is_mark = matches!(first.kind, TokenKind::Punct(_)) && !first.is(b'(') && !first.is(b'[');
    let line = line_from(piece.text, first.span.start);
    // A row of a table on a page ends as it begins.
    if first.is(b'|') && !line.of(piece.text).ends_with('|') {
        return Some(fault(Slip::Pipe, first.span));
    }
    is_mark.then(|| fault(Slip::Text, line))
}

/// Returns the fault of a text that stands inside a command.
pub(super) fn inside(stop: &Stop<'_>, unclosed: Option<Span>) -> Option<SyntaxError> {
    // Where a parser tells a fault of its own, nothing may be known of what it expected.
    let token = stop.token().filter(|_| stop.at > 1)?;
    let semicolon = token.is(b';') && !is_in_bracket(stop);
    if !semicolon && stop.is_joined() && !token.is_string() {
        return joined(stop, token);
    }
    let at = stop.at + usize::from(semicolon);
    let found = stop.tokens.get(at).and_then(|token| instead_of(stop, *token));
    found
        .or_else(|| second_command(stop, at).filter(|slip| unclosed.is_none_or(|open| open.start > slip.span.start)))
        .or_else(|| semicolon.then(|| fault(Slip::Semicolon, token.span)))
}

/// Returns the fault of what follows a whole command without space: `.show tables/* all */`.
fn joined(stop: &Stop<'_>, token: Token) -> Option<SyntaxError> {
    let (command, text) = stop.text.split_at_checked(token.span.start as usize)?;
    let mark = comment_mark(text).filter(|mark| !text.get(mark.len()..).is_some_and(|rest| rest.starts_with(is_word)));
    let found = match mark {
        Some(_) => comment(stop.text, token),
        None => second_command(stop, stop.at).filter(|_| whole(text.to_owned()).is_some()),
    };
    found.filter(|_| whole(command.to_owned()).is_some())
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Returns whether a bracket is open where parsing stopped.
fn is_in_bracket(stop: &Stop<'_>) -> bool {
    let count = |marks: &[u8]| {
        let before = stop.tokens.iter().take(stop.at);
        before.filter(|token| marks.iter().any(|mark| token.is(*mark))).count()
    };
    count(b"([{") > count(b")]}")
}

/// Returns the fault of a token that stands where the command ends or goes on.
fn instead_of(stop: &Stop<'_>, token: Token) -> Option<SyntaxError> {
    let text = stop.text.get(token.span.start as usize..)?;
    let begins_line = begins_line(stop.text, token.span.start);
    let own_line = || own_line(stop.text, token).filter(|_| begins_line);
    let comment = || comment(stop.text, token).filter(|_| !is_option(stop, text));
    let continuation = || {
        let mark = CONTINUATIONS.iter().find(|mark| begins_line && text.starts_with(**mark))?;
        Some(fault(Slip::Prompt((*mark).to_owned()), span_of(token, mark)))
    };
    let results = || text.starts_with(COMMAND_RESULTS).then(|| fault(Slip::Results, span_of(token, COMMAND_RESULTS)));
    own_line().or_else(comment).or_else(continuation).or_else(results)
}

/// Returns the fault of a dot and a verb that begin another command.
fn second_command(stop: &Stop<'_>, at: usize) -> Option<SyntaxError> {
    let [dot, verb] = stop.tokens.get(at..at + 2)? else { return None };
    let is_command =
        dot.is(b'.') && dot.span.end == verb.span.start && CommandKind::is_verb(&stop.text_of(*verb).to_lowercase());
    is_command.then(|| fault(Slip::SecondCommand, dot.span.to(verb.span)))
}

const fn fault(slip: Slip, span: Span) -> SyntaxError {
    SyntaxError { kind: SyntaxErrorKind::Slip(slip), span }
}

/// Returns the fault of a line that is a fence or separates commands.
fn own_line(text: &str, token: Token) -> Option<SyntaxError> {
    let line = line_from(text, token.span.start);
    let shown = line.of(text);
    if token.is_string() && FENCES.iter().any(|fence| shown.starts_with(fence)) {
        return Some(fault(Slip::Fence, line));
    }
    is_separator(shown).then(|| fault(Slip::Separator(shortened(shown)), line))
}

/// Returns the fault of a mark that begins a comment elsewhere. `#{` begins a placeholder, and `#undo` a directive.
fn comment(text: &str, token: Token) -> Option<SyntaxError> {
    let text = text.get(token.span.start as usize..)?;
    let mark = comment_mark(text).filter(|_| !text.starts_with("#{") && !begins_directive(text))?;
    Some(fault(Slip::Comment(mark), span_of(token, mark)))
}

fn begins_directive(text: &str) -> bool {
    let word = text.strip_prefix('#').and_then(|rest| rest.split(char::is_whitespace).next());
    word.is_some_and(|word| DirectiveKind::of(word).is_some())
}

fn comment_mark(text: &str) -> Option<&'static str> {
    COMMENTS.iter().map(|(mark, _)| *mark).find(|mark| text.starts_with(mark))
}

/// Returns the fault of a text that ends a comment of several lines.
fn comment_end(text: &str) -> Option<SyntaxError> {
    let text = text.trim_end();
    let mark = COMMENTS.iter().find_map(|(_, end)| end.filter(|end| text.ends_with(end)))?;
    let end = |length: usize| u32::try_from(length).ok();
    Some(fault(Slip::CommentEnd(mark), Span::new(end(text.len() - mark.len())?, end(text.len())?)))
}

/// Returns the fault of a fence after a whole command, as it stands where code on a page ends.
pub(super) fn last_fence(piece: &Piece<'_>) -> Option<SyntaxError> {
    let open = |token: &&Token| token.kind == TokenKind::Bad(BadToken::UnclosedBlock);
    let fence = piece.tokens.last().filter(open).filter(|fence| begins_line(piece.text, fence.span.start))?;
    let is_last = FENCES.contains(&fence.span.of(piece.text).trim());
    let is_whole = || whole(piece.text.get(..fence.span.start as usize)?.to_owned());
    if is_last || is_whole().is_some() { own_line(piece.text, *fence) } else { None }
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

/// Returns whether a word that could stand here follows the mark of a comment: `--skip-results`.
fn is_option(stop: &Stop<'_>, text: &str) -> bool {
    let after = comment_mark(text).and_then(|mark| text.strip_prefix(mark));
    let word = after.and_then(|after| after.split_whitespace().next());
    stop.expected.iter().flat_map(Expectation::words).any(|own| Some(own) == word)
}

/// Returns whether only white space stands before `start` on its line, which is not the first.
fn begins_line(text: &str, start: u32) -> bool {
    text.get(..start as usize).is_some_and(|before| before.trim_end_matches([' ', '\t']).ends_with('\n'))
}

/// Returns the fault of a character that nobody sees, or that looks like a space.
fn unseen(text: &str, token: Token) -> Option<SyntaxError> {
    let character = token.span.of(text).chars().next()?;
    let is_unseen = is_unseen(character) || plain(character).is_some_and(|plain| plain == " ");
    let kind = SyntaxErrorKind::Character { character, name: None };
    let is_bad = token.kind == TokenKind::Bad(BadToken::Character);
    (is_bad && is_unseen).then_some(SyntaxError { kind, span: token.span })
}

/// Returns the fault of what stands before the dot of a command on its line, if the command is right.
fn prompt(piece: &Piece<'_>, first: Token) -> Option<SyntaxError> {
    let is_command = |pair: &&[Token]| match pair {
        [dot, verb] => {
            dot.is(b'.') && dot.span.end == verb.span.start && CommandKind::is_verb(verb.span.of(piece.text))
        }
        _ => false,
    };
    let dot = piece.tokens.windows(2).find(is_command)?.first()?.span.start;
    let line = line_from(piece.text, first.span.start);
    let before = Span::new(line.start, dot).of(piece.text).trim_end();
    if dot > line.end || before.is_empty() {
        return None;
    }
    whole(piece.text.get(dot as usize..)?.to_owned())?;
    let shown = masked_text(piece).get(line.start as usize..)?.get(..before.len())?.to_owned();
    Some(fault(Slip::Prompt(shortened(&shown)), span_of(first, before)))
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
    let is_word = |token: &Token| matches!(token.kind, TokenKind::Word(_));
    let may_be_query = first.keyword() == Some(Keyword::Set) && piece.tokens.get(1).and_then(Token::keyword).is_none();
    let are_words = first.keyword() != Some(Keyword::Set) && piece.tokens.iter().take(3).all(is_word);
    let is_begun = are_words || !may_be_query && reached(&lower) > Reach::To(second + 1 - start);
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
