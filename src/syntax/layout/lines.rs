//! A statement in its own lines: white space between its tokens is written again, all else stays.

use crate::model::keyword::Keyword;
use crate::syntax::token::{Token, TokenKind};

/// How far a line goes in for each open bracket.
const INDENT: usize = 4;

/// What becomes of the white space in round and square brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InBrackets {
    /// It is written again.
    Anew,
    /// It stays: the parameters of a function are shown as they are written.
    Kept,
}

/// Returns the statement of these tokens with its lines and comments. `spaces` says whether a space stands before each
/// token but the first; for those of which it says nothing the text does. What stands in braces or after `<|` is another
/// language, and stays as it is.
pub(super) fn in_lines(text: &str, tokens: &[Token], line_break: &str, inside: InBrackets, spaces: &[bool]) -> String {
    let out = String::with_capacity(text.len());
    let mut lines = Lines { line_break, inside, out, brackets: 0, braces: 0 };
    let spaces = spaces.iter().copied().map(Some).chain(std::iter::repeat(None));
    let mut before: Option<&Token> = None;
    for (token, space) in tokens.iter().zip(std::iter::once(None).chain(spaces)) {
        if let Some(before) = before {
            let gap = text.get(before.span.end as usize..token.span.start as usize).unwrap_or_default();
            // `cluster('c')` is written as in queries.
            let is_call = matches!(before.keyword(), Some(Keyword::Cluster | Keyword::Database)) && token.is(b'(');
            let space = !is_call && space.unwrap_or_else(|| is_apart(before, gap, token));
            lines.gap(gap, space, token);
        }
        lines.token(token, token.span.of(text));
        before = Some(token);
    }
    lines.out
}

struct Lines<'l> {
    line_break: &'l str,
    inside: InBrackets,
    out: String,
    /// How many round and square brackets are open.
    brackets: usize,
    /// How many braces are open; `<|` counts as one that is never closed.
    braces: usize,
}

impl Lines<'_> {
    fn token(&mut self, token: &Token, source: &str) {
        self.out.push_str(source);
        match token.kind {
            TokenKind::Output | TokenKind::Punct(b'{') => self.braces += 1,
            TokenKind::Punct(b'}') => self.braces = self.braces.saturating_sub(1),
            TokenKind::Punct(b'(' | b'[') if self.braces == 0 => self.brackets += 1,
            TokenKind::Punct(b')' | b']') if self.braces == 0 => self.brackets = self.brackets.saturating_sub(1),
            _ => {}
        }
    }

    /// Writes what stands before a token: in a line a space or nothing, as `space` says.
    fn gap(&mut self, gap: &str, space: bool, after: &Token) {
        if self.braces > 0 || self.brackets > 0 && self.inside == InBrackets::Kept {
            return self.out.push_str(gap);
        }
        let Some((rest, lines)) = gap.split_once('\n') else {
            return self.out.push_str(if space { " " } else { "" });
        };
        if !rest.trim().is_empty() {
            self.out.push(' ');
            self.out.push_str(rest.trim());
        }
        // The last line is that of the next token, which has only white space before it.
        let comments = lines.rsplit_once('\n').map(|(comments, _)| comments.split('\n'));
        let mut blank = false;
        for comment in comments.into_iter().flatten().map(str::trim) {
            if comment.is_empty() {
                blank = true;
                continue;
            }
            self.begin_line(std::mem::take(&mut blank), None);
            self.out.push_str(comment);
        }
        self.begin_line(blank, Some(after));
    }

    /// Begins a line, of a token or of a comment.
    fn begin_line(&mut self, blank: bool, token: Option<&Token>) {
        self.out.push_str(&self.line_break.repeat(if blank { 2 } else { 1 }));
        let closes = |token: &Token| token.is(b')') || token.is(b']');
        let is_outer = |token: &Token| token.kind == TokenKind::Output || token.is(b'{');
        let depth = match token {
            Some(token) if closes(token) => self.brackets.saturating_sub(1),
            Some(token) if is_outer(token) => self.brackets,
            _ => self.brackets.max(1),
        };
        self.out.push_str(&" ".repeat(depth * INDENT));
    }
}

/// Returns whether a space stands between two tokens of a line.
fn is_apart(before: &Token, gap: &str, after: &Token) -> bool {
    let opens = before.is(b'(') || before.is(b'[');
    let closes = after.is(b')') || after.is(b']') || after.is(b',');
    before.is(b',') || !gap.is_empty() && !opens && !closes
}
