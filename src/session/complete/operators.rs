//! What can stand after a pipe: operators and their words, the columns of what comes through, functions.

use crate::engine::answered_columns;
use crate::query::parse::{Expectation, expected_after, parse_pipe};
use crate::query::tree::{Query, Statement};
use crate::query::{self, aggregates, functions};
use crate::session::complete::{Candidate, CandidateKind, Completion, begins};
use crate::syntax::{Piece, Token, TokenKind, parser, pieces};
use crate::table::Column;

/// Returns what can stand at the end of the text, if a pipe stands before it in the last statement.
pub(super) fn after_pipe(text: &str) -> Option<Completion> {
    let mut found = None;
    pieces(text, 1, |piece| {
        let ends_here = piece.start + piece.text.len() == text.trim_end().len();
        found = if ends_here && !piece.directive { in_piece(&piece, text) } else { None };
    });
    found
}

fn in_piece(piece: &Piece<'_>, text: &str) -> Option<Completion> {
    let pipes = pipes(piece.tokens);
    let (first, last) = (pipes.first()?, pipes.last()?);
    let given = columns_of(piece.text.get(..first.span.start as usize)?)?;
    let begin = piece.start + first.span.end as usize;
    let operators = text.get(begin..)?;
    let (start, expected) = expected_after(operators);
    let typed = operators.get(start..)?;
    let before = piece.text.get(first.span.end as usize..last.span.start as usize).unwrap_or_default();
    let columns = columns_through(before, given);
    let candidates = candidates(typed, &expected, &columns);
    Some(Completion { start: begin + start, candidates, file: None })
}

/// Returns the pipes that stand in no bracket; none of a query that a command takes.
fn pipes(tokens: &[Token]) -> Vec<&Token> {
    let (mut depth, mut pipes) = (0_usize, Vec::new());
    for token in tokens {
        match token.kind {
            TokenKind::Output if depth == 0 => return Vec::new(),
            TokenKind::Punct(b'(' | b'[' | b'{') => depth += 1,
            TokenKind::Punct(b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            TokenKind::Punct(b'|') if depth == 0 => pipes.push(token),
            _ => {}
        }
    }
    pipes
}

/// Returns the columns of what a command answers.
fn columns_of(command: &str) -> Option<Vec<Column>> {
    let mut columns = None;
    pieces(command, 1, |piece| {
        let statement = parser::parse(&piece).ok();
        columns = statement.map(|statement| answered_columns(&statement.command).columns().collect());
    });
    columns
}

/// Returns the columns after operators; those before them, where an operator is not whole or wrong.
fn columns_through(operators: &str, given: Vec<Column>) -> Vec<Column> {
    let Ok(pipeline) = parse_pipe(operators) else { return given };
    let bound = query::bind(&Query { statements: vec![Statement::Rows(pipeline)] }, &given);
    bound.map_or(given, |bound| bound.columns().to_vec())
}

fn candidates(typed: &str, expected: &[Expectation], columns: &[Column]) -> Vec<Candidate> {
    let word = |word: &str, follows: &str| Candidate {
        kind: CandidateKind::Word,
        shown: word.to_owned(),
        text: format!("{word}{follows}"),
    };
    let is_word = |text: &&str| text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '!');
    let words = expected.iter().flat_map(|one| one.words().iter().copied()).filter(is_word);
    let mut candidates: Vec<Candidate> = words.map(|text| word(text, " ")).collect();
    if expected.iter().any(Expectation::is_described) {
        let name = |column: &Column| Candidate { kind: CandidateKind::Name, ..word(&column.name, "") };
        candidates.extend(columns.iter().map(name));
        // Before a letter is typed they are too many to help.
        if !typed.is_empty() {
            let functions = functions::all().filter(|function| !function.is_operator()).map(|function| function.name);
            candidates.extend(functions.chain(aggregates::all().map(|it| it.name)).map(|name| word(name, "(")));
        }
    }
    candidates.retain(|candidate| begins(&candidate.text, typed));
    candidates.sort();
    candidates.dedup();
    candidates
}
