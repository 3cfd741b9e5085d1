//! The examples of `#help`: statements of a script that runs from its top to its bottom.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::model::command_kind::CommandKind;
use crate::model::directive_kind::DirectiveKind;
use crate::syntax::ast::Command;
use crate::syntax::{SCRIPT_END, parser, pieces};

/// The script: of each kind its first statement is the example.
pub const EXAMPLES: &str = include_str!("examples.kql");

/// The examples: the statements of the script, and which of them is that of a kind.
struct Examples {
    statements: Vec<String>,
    commands: HashMap<CommandKind, usize>,
    directives: Vec<(DirectiveKind, usize)>,
    /// The statement that has a word first. Names in the script begin with a capital letter, and so it is the one that
    /// makes what is named.
    makers: HashMap<String, usize>,
}

static READ: LazyLock<Examples> = LazyLock::new(|| {
    let (mut statements, mut makers) = (Vec::new(), HashMap::new());
    let (mut commands, mut directives) = (HashMap::new(), Vec::new());
    pieces(EXAMPLES, 1, |piece| {
        let (text, place) = (piece.text.trim_end(), statements.len());
        let mut end = "";
        if piece.directive {
            directives.extend(parser::directive(&piece).ok().map(|known| (known.kind(), place)));
        } else if let Ok(statement) = parser::parse(&piece) {
            if matches!(statement.command, Command::Scripts(_)) {
                end = SCRIPT_END;
            }
            commands.entry(statement.command.kind()).or_insert(place);
        }
        for name in names(text) {
            makers.entry(name.to_owned()).or_insert(place);
        }
        statements.push(format!("{text}\n{end}").trim_end().to_owned());
    });
    Examples { statements, commands, directives, makers }
});

/// Returns the words that begin with a capital letter.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|character: char| !character.is_alphanumeric() && character != '_');
    words.filter(|word| word.starts_with(|first: char| first.is_uppercase()))
}

impl Examples {
    /// Returns the statement in this place after those that it needs to run in a new session.
    fn whole(&'static self, place: usize) -> Vec<&'static str> {
        let mut needed = BTreeSet::from([place]);
        let mut open = vec![place];
        while let Some(at) = open.pop() {
            let text = self.statements.get(at).map_or("", String::as_str);
            let makers = names(text).filter_map(|name| self.makers.get(name)).filter(|maker| **maker < at);
            open.extend(makers.filter(|maker| needed.insert(**maker)));
        }
        needed.into_iter().filter_map(|at| self.statements.get(at).map(String::as_str)).collect()
    }
}

/// Returns the example of a kind of commands, if there is one: the last of these statements, each of which needs those
/// before it.
#[must_use]
pub fn example_of(kind: CommandKind) -> Option<Vec<&'static str>> {
    READ.commands.get(&kind).map(|place| READ.whole(*place))
}

/// Returns the example of a directive, if there is one, as [`example_of`] does.
#[must_use]
pub fn example_of_directive(kind: DirectiveKind) -> Option<Vec<&'static str>> {
    let (_, place) = READ.directives.iter().find(|(known, _)| *known == kind)?;
    Some(READ.whole(*place))
}
