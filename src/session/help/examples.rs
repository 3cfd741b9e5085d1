//! The examples of `#help`: statements of a script that runs from its top to its bottom.

use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::model::command_kind::CommandKind;
use crate::model::directive_kind::DirectiveKind;
use crate::syntax::ast::Command;
use crate::syntax::{SCRIPT_END, parser, pieces};

/// The script: of each kind its first statement is the example.
pub const EXAMPLES: &str = include_str!("examples.kql");

/// The examples by what they are.
struct Examples {
    commands: HashMap<CommandKind, String>,
    directives: Vec<(DirectiveKind, String)>,
}

static READ: LazyLock<Examples> = LazyLock::new(|| {
    let mut read = Examples { commands: HashMap::new(), directives: Vec::new() };
    pieces(EXAMPLES, 1, |piece| {
        let text = piece.text.trim_end();
        if piece.directive {
            read.directives.extend(parser::directive(&piece).ok().map(|known| (known.kind(), text.to_owned())));
        } else if let Ok(statement) = parser::parse(&piece) {
            let end = if matches!(statement.command, Command::Scripts(_)) { SCRIPT_END } else { "" };
            let text = || format!("{text}\n{end}").trim_end().to_owned();
            read.commands.entry(statement.command.kind()).or_insert_with(text);
        }
    });
    read
});

/// Returns the example of a kind of commands, if there is one.
#[must_use]
pub fn example_of(kind: CommandKind) -> Option<&'static str> {
    READ.commands.get(&kind).map(String::as_str)
}

/// Returns the example of a directive, if there is one.
#[must_use]
pub fn example_of_directive(kind: DirectiveKind) -> Option<&'static str> {
    READ.directives.iter().find(|(known, _)| *known == kind).map(|(_, text)| text.as_str())
}
