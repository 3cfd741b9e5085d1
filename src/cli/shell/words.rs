//! Words of other shells that the shell takes: `exit`, `\\q`, `help`, `.quit`. In scripts they are errors that name the
//! directive.

use crate::model::directive_kind::DirectiveKind;

/// Returns the directive that a line of another shell asks for; none for a line of this one.
pub(super) fn meant(line: &str) -> Option<String> {
    let line = line.trim().trim_end_matches(';').trim_end();
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let kind = DirectiveKind::called_elsewhere(word.strip_prefix('.').unwrap_or(word))?;
    match (kind, rest.trim()) {
        (DirectiveKind::Help | DirectiveKind::Quit | DirectiveKind::Cls, "") => Some(kind.to_string()),
        (DirectiveKind::Help, words) => Some(format!("{kind} {words}")),
        _ => None,
    }
}

/// Returns what is said of the directive that is meant.
pub(super) fn native(directive: &str) -> String {
    format!("(`{directive}` is its name here, in scripts too)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_or_helps_elsewhere_does_so_here() {
        for line in ["exit", "quit", "EXIT;", " \\q ", ":q", ".exit", ".quit"] {
            assert_eq!(meant(line).as_deref(), Some("#quit"), "{line}");
        }
        for line in ["help", "?", "\\?", "\\h", ".help", "help ;"] {
            assert_eq!(meant(line).as_deref(), Some("#help"), "{line}");
        }
        assert_eq!(meant("cls").as_deref(), Some("#cls"));
        assert_eq!(meant("help  .add database").as_deref(), Some("#help .add database"));
        assert_eq!(meant("\\h roles;").as_deref(), Some("#help roles"));
    }

    #[test]
    fn other_lines_are_left_alone() {
        for line in
            ["", ";", ".show version", "#quit", "#help", "exit now", "use Samples", "helper", "quit\nexit", "\\qq"]
        {
            assert_eq!(meant(line), None, "{line}");
        }
    }
}
