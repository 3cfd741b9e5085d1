//! Whether what was typed is whole, so that Enter runs it. The real lexer and parser judge.

use crate::syntax::{Piece, Splitter, SyntaxErrorKind, TokenKind, parser};

/// Returns a splitter that was given the whole of a text.
pub(super) fn splitter(text: &str) -> Splitter {
    let mut splitter = Splitter::new();
    splitter.push(text);
    splitter.finish();
    splitter
}

/// Returns whether `text`, whole lines, can run.
///
/// Statements that have ended by their own rules can. What is left over can when it reads as a
/// command, and also when no further line could make it one: its error is then shown at once. It
/// goes on where a bracket or a block string is open, where the error is that the command ends too
/// early, and after `<|`.
pub(super) fn is_whole(text: &str) -> bool {
    let mut splitter = Splitter::new();
    splitter.push(text);
    while splitter.next().is_some() {}
    splitter.finish();
    !splitter.next().is_some_and(|piece| goes_on(&piece))
}

/// Returns whether another line could still belong to the statement.
fn goes_on(piece: &Piece<'_>) -> bool {
    let output = piece.tokens.iter().any(|token| token.kind == TokenKind::Output);
    let Err(error) = parser::parse(piece) else { return output };
    let end = piece.tokens.last().map_or(0, |token| token.span.end);
    match error.kind {
        SyntaxErrorKind::UnclosedBracket | SyntaxErrorKind::UnclosedBlock => true,
        SyntaxErrorKind::Expected { .. } => error.span.start >= end,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_on_one_line_runs_at_enter() {
        for text in [".show version", ".show cluster principals", ".show version;", "#help", "#dbcontext Samples"] {
            assert!(is_whole(&format!("{text}\n")), "{text}");
        }
    }

    #[test]
    fn nothing_and_comments_are_whole() {
        for text in ["\n", "  \n\n", "// only a comment\n"] {
            assert!(is_whole(text), "{text:?}");
        }
    }

    #[test]
    fn the_beginning_of_a_command_goes_on() {
        let unfinished = [
            ".show",
            ".",
            ".add database Samples users",
            ".add database Samples users (",
            ".add database Samples users (\n\n",
            ".add database Samples users ('aaduser=abbiatkins@fabrikam.com'",
            ".show version\n\n.show",
            ".execute database script <|",
            ".execute database script <|\n.show version;\n\n",
        ];
        for text in unfinished {
            assert!(!is_whole(&format!("{text}\n")), "{text}");
        }
    }

    #[test]
    fn a_blank_line_or_a_semicolon_ends_it_as_it_stands() {
        for text in [".show\n\n", ".show;\n", ".execute database script <|\n.show version\n#end\n"] {
            assert!(is_whole(text), "{text:?}");
        }
    }

    #[test]
    fn what_no_line_could_mend_is_whole() {
        let wrong = [
            ".frobnicate",
            ".shwo databases",
            "StormEvents | take 10",
            ".add database Samples userz ('aaduser=abbiatkins@fabrikam.com')",
            ".add database Samples users ('aaduser=abbiatkins@fabrikam.com",
            ".add database Samples users 'a')",
            "#nonsense",
        ];
        for text in wrong {
            assert!(is_whole(&format!("{text}\n")), "{text}");
        }
    }
}
