//! What every text has to do that is read: it is refused at a place, or it reads back as it prints.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::panic, reason = "clippy's exception for tests does not cover what they share")]

use kmgmt::diagnostic::{Context, Diagnostic, Style, human, json};
use kmgmt::syntax::ast::Statement;
use kmgmt::syntax::ast::directives::Directive;
use kmgmt::syntax::{Piece, SyntaxError, parser, pieces};

/// What a piece of text is.
#[derive(PartialEq)]
pub enum Tree<'s> {
    Statement(Statement<'s>),
    Directive(Directive<'s>),
}

impl<'s> Tree<'s> {
    pub fn parse(piece: &Piece<'s>) -> Result<Self, SyntaxError> {
        match piece.directive {
            true => parser::directive(piece).map(Tree::Directive),
            false => parser::parse(piece).map(Tree::Statement),
        }
    }
}

impl std::fmt::Display for Tree<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Statement(statement) => statement.fmt(f),
            Self::Directive(directive) => directive.fmt(f),
        }
    }
}

/// Parses, prints, parses again to an equal tree that prints the same.
pub fn round_trip(text: &str) -> Result<(), String> {
    let mut seen = 0;
    let mut result = Ok(());
    pieces(text, 1, |piece| {
        seen += 1;
        let refused = |text: &str, error: SyntaxError| Err(format!("{text}\n=> {}", error.kind));
        let first = match Tree::parse(&piece) {
            Ok(first) => first,
            Err(error) => return result = refused(text, error),
        };
        let printed = first.to_string();
        let mut again = 0;
        pieces(&printed, 1, |piece| {
            again += 1;
            match Tree::parse(&piece) {
                Ok(second) if second != first => {
                    result = Err(format!("{text}\nprints as another statement\n{printed}"))
                }
                Ok(second) if second.to_string() != printed => result = Err(format!("{printed}\nprints as\n{second}")),
                Ok(_) => {}
                Err(error) => result = refused(&format!("{text}\nprints as\n{printed}"), error),
            }
        });
        if again != 1 {
            result = Err(format!("{text}\nprints as {again} statements\n{printed}"));
        }
    });
    if seen == 1 { result } else { Err(format!("{text}\nis cut into {seen} statements")) }
}

/// Whether the statement is refused. What is refused points into its text and can be shown, and
/// what is not reads back as it prints.
pub fn judged(piece: &Piece<'_>) -> bool {
    let error = match Tree::parse(piece) {
        Ok(_) => {
            round_trip(piece.text).unwrap_or_else(|fault| panic!("{fault}"));
            return false;
        }
        Err(error) => error,
    };
    points_into(piece.text, &Diagnostic::from(error), piece.line);
    true
}

/// Fails where a diagnostic does not point into its text, or can't be shown.
pub fn points_into(text: &str, diagnostic: &Diagnostic, line: u32) {
    assert!(!diagnostic.labels.is_empty(), "{text}\nhas an error without a place");
    shown(text, diagnostic, line);
}

/// Fails where a diagnostic has a place that is none of the text, or can't be shown.
pub fn shown(text: &str, diagnostic: &Diagnostic, line: u32) {
    for label in &diagnostic.labels {
        let (start, end) = (label.span.start as usize, label.span.end as usize);
        assert!(start <= end && end <= text.len(), "{text}\nhas an error at {start}..{end}");
        assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "{text}\nhas an error inside a character");
    }
    assert!(!diagnostic.message.contains('\n'), "{text}\nhas a message of several lines: {}", diagnostic.message);
    let context = Context { origin: "test", text, line, database: "Samples" };
    for style in [Style::Plain, Style::Terminal { colour: true, width: 80 }] {
        assert!(human(diagnostic, &context, style).contains(diagnostic.severity.word()), "{text}");
    }
    assert!(json(diagnostic, &context).starts_with('{'), "{text}");
}
