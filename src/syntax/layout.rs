//! Scripts in the canonical layout: white space is written again, and nothing else. Each statement that is written is
//! read again, and one that does not read back equal is left as it is.
//!
//! - Between the words of a line stands the white space of the printed tree; of a statement that its tree prints with
//!   other words, one space where there was any.
//! - A statement keeps its lines and its comments. A query, a body in braces and a string stay as they are.
//! - A directive, and what is no statement, stay as they are.
//! - Between statements at most one blank line stays; a comment begins its line.

use crate::model::keyword::Keyword;
use crate::syntax::ast::scripts::ScriptCommand;
use crate::syntax::ast::{Command, Statement};
use crate::syntax::error::SyntaxError;
use crate::syntax::layout::lines::{InBrackets, in_lines};
use crate::syntax::parser;
use crate::syntax::redact::masked_text;
use crate::syntax::splitter::{Piece, pieces};
use crate::syntax::token::{Token, TokenKind};
use crate::text::place_of;

mod lines;

/// A mark that some editors write before the first line.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A script in the canonical layout.
#[derive(Debug, Default)]
pub struct Formatted {
    /// Its text.
    pub text: String,
    /// What was left as it is, since it does not read as a statement.
    pub faults: Vec<Fault>,
}

/// A statement that does not read as one.
#[derive(Debug)]
pub struct Fault {
    /// Its text, from the beginning of its first line, secrets masked.
    pub text: String,
    /// The number of that line, from 1.
    pub line: u32,
    /// Why.
    pub error: SyntaxError,
}

/// Returns a script in the canonical layout.
#[must_use]
pub fn formatted(text: &str) -> Formatted {
    let first = text.find('\n').and_then(|at| text.get(..at));
    let line_break = if first.is_some_and(|line| line.ends_with('\r')) { "\r\n" } else { "\n" };
    laid_out(text, 1, line_break)
}

/// Returns a text of statements, the first line of which is `line`, in the canonical layout.
fn laid_out(text: &str, line: u32, line_break: &'static str) -> Formatted {
    let mut layout = Layout { line_break, out: Formatted::default(), ended: None, blank: false };
    let script = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let mut end = text.len() - script.len();
    pieces(text, line, |piece| {
        layout.between(text.get(end..piece.start).unwrap_or_default());
        layout.statement(&piece);
        end = piece.start + piece.text.len();
    });
    layout.between(text.get(end..).unwrap_or_default());
    let Formatted { text: mut out, faults } = layout.out;
    if !out.is_empty() && !out.ends_with('\n') {
        out.push_str(line_break);
    }
    if script.len() < text.len() {
        out.insert(0, BYTE_ORDER_MARK);
    }
    Formatted { text: out, faults }
}

struct Layout {
    /// How the lines of the script end.
    line_break: &'static str,
    out: Formatted,
    /// How the last statement ended.
    ended: Option<Ended>,
    /// Whether a blank line stands before what comes next.
    blank: bool,
}

/// What may stand after a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    /// `;`, in its last line or in a later one.
    Command,
    /// A comment: `;` is part of a query, and of the line of a directive.
    Query,
    /// The line `#end`
    Script,
}

impl Layout {
    /// Begins a new line.
    fn begin_line(&mut self) {
        let count = if std::mem::take(&mut self.blank) { 2 } else { 1 };
        if !self.out.text.is_empty() {
            self.out.text.push_str(&self.line_break.repeat(count));
        }
    }

    /// Writes what stands between two statements: the end of the first, comments, blank lines.
    fn between(&mut self, gap: &str) {
        let Some(ended) = self.ended.take() else { return self.lines(gap) };
        let (rest, lines) = gap.split_once('\n').unwrap_or((gap, ""));
        let is_mark = |line: &str| line.trim_start().starts_with(';');
        if is_mark(rest) || ended == Ended::Command && lines.lines().any(is_mark) {
            self.out.text.push(';');
        }
        match without_marks(rest) {
            "" => {}
            end if ended == Ended::Script => {
                self.begin_line();
                self.out.text.push_str(end);
            }
            comment => {
                self.out.text.push(' ');
                self.out.text.push_str(comment);
            }
        }
        self.lines(lines);
    }

    /// Writes whole lines of comments; of blank ones at most one stays.
    fn lines(&mut self, lines: &str) {
        for line in lines.lines() {
            match without_marks(line) {
                "" => self.blank |= line.trim().is_empty(),
                comment => {
                    self.begin_line();
                    self.out.text.push_str(comment);
                }
            }
        }
    }

    fn statement(&mut self, piece: &Piece<'_>) {
        self.begin_line();
        let is_output = |token: &Token| token.kind == TokenKind::Output;
        self.ended = Some(match piece.tokens.iter().any(is_output) {
            true if piece.tokens.last().is_some_and(is_output) && is_script(piece) => Ended::Script,
            true => Ended::Query,
            false if piece.directive => Ended::Query,
            false => Ended::Command,
        });
        let read = match piece.directive {
            true => parser::directive(piece).map(|_| None),
            false => parser::parse(piece).map(Some),
        };
        match read {
            Ok(Some(statement)) => {
                let text = self.printed(piece, &statement);
                // Data ends before the line break, of which the first half may be its last character.
                let half = self.line_break.strip_suffix('\n').unwrap_or_default();
                self.out.text.push_str(text.strip_suffix(half).unwrap_or(&text));
            }
            Ok(None) => self.out.text.push_str(piece.text.trim_end()),
            Err(error) => {
                self.out.text.push_str(piece.text.trim_end_matches(['\r', '\n']));
                self.out.faults.push(Fault { text: masked_text(piece).into_owned(), line: piece.line, error });
            }
        }
    }

    /// Returns a statement in the canonical layout, if that reads back as it; else as it is.
    fn printed(&mut self, piece: &Piece<'_>, statement: &Statement<'_>) -> String {
        let start = piece.tokens.first().map_or(0, |token| token.span.start as usize);
        let end = piece.tokens.last().map_or(0, |token| token.span.end as usize);
        let [source, data] = [start, end].map(|at| piece.text.get(at..).unwrap_or_default());
        if let Command::Scripts(script) = &statement.command {
            return self.script(piece, script).unwrap_or_else(|| source.to_owned());
        }
        let reads_back = |text: &String| {
            let (mut count, mut equal) = (0, false);
            pieces(text, 1, |piece| {
                count += 1;
                equal = parser::parse(&piece).is_ok_and(|again| again == *statement);
            });
            count == 1 && equal
        };
        let spaces = spaces(piece, &statement.to_string());
        let own = |inside, spaces: &[bool]| {
            // Data that a command holds has no tokens.
            let text = in_lines(piece.text, piece.tokens, self.line_break, inside, spaces) + data;
            Some(text).filter(reads_back)
        };
        let printed = own(InBrackets::Anew, &spaces).or_else(|| own(InBrackets::Anew, &[]));
        printed.or_else(|| own(InBrackets::Kept, &[])).unwrap_or_else(|| source.to_owned())
    }

    /// Returns a script of commands, each of them in the canonical layout.
    fn script(&mut self, piece: &Piece<'_>, script: &ScriptCommand<'_>) -> Option<String> {
        let body = piece.text.get(piece.tokens.last()?.span.end as usize..)?;
        let line = place_of(piece.text, script.body.span.start, piece.line).line;
        let Formatted { text, faults } = laid_out(body, line, self.line_break);
        let head = in_lines(piece.text, piece.tokens, self.line_break, InBrackets::Anew, &[]);
        let whole = format!("{head}{}{}", self.line_break, text.trim_end());
        let mut equal = false;
        pieces(&whole, 1, |again| {
            let is_equal =
                |again: &ScriptCommand<'_>| again.cluster == script.cluster && again.properties == script.properties;
            equal = matches!(parser::parse(&again), Ok(Statement { command: Command::Scripts(again), .. }) if is_equal(&again));
        });
        if equal {
            self.out.faults.extend(faults);
        }
        equal.then_some(whole)
    }
}

/// Returns whether a space stands before each token but the first where the tree is printed; nothing of a statement that
/// is printed with other tokens. Strings may have other quotes, or none where they are values like `"true"`.
fn spaces(piece: &Piece<'_>, printed: &str) -> Vec<bool> {
    let mut found = Vec::new();
    pieces(printed, 1, |tree| {
        let text = |piece: &Piece<'_>, token: &Token| token.span.of(piece.text).to_owned();
        let is_alike = |(own, token): (&Token, &Token)| {
            own.is_string() || token.is_string() || text(piece, own) == text(&tree, token)
        };
        if piece.tokens.len() == tree.tokens.len() && piece.tokens.iter().zip(tree.tokens).all(is_alike) {
            let pairs = tree.tokens.iter().zip(tree.tokens.iter().skip(1));
            found = pairs.map(|(before, after)| before.span.end < after.span.start).collect();
        }
    });
    found
}

/// Returns a line without the empty statements before it and the white space around it: a comment, or nothing.
fn without_marks(line: &str) -> &str {
    line.trim_start_matches(|character: char| character == ';' || character.is_whitespace()).trim_end()
}

/// Returns whether what follows `<|` is a script of commands.
fn is_script(piece: &Piece<'_>) -> bool {
    piece.tokens.get(1).and_then(Token::keyword) == Some(Keyword::Execute)
}
