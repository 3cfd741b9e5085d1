//! `#help`: what can be typed, the topics, and what there is to know of commands and directives.

use crate::diagnostic::Result;
use crate::model::command_kind::CommandKind;
use crate::model::command_words::Begun;
use crate::model::directive_kind::DirectiveKind;
use crate::syntax::ast::directives::Help;

mod examples;
mod layout;
mod no_help;
mod of_query;
mod pages;

use layout::in_lines;

pub use examples::{EXAMPLES, example_of, example_of_directive};

/// Of more commands than these, only the forms are listed.
const IN_FULL: usize = 8;

/// Returns the help.
///
/// # Errors
/// There is none about these words.
pub fn help(help: Help<'_>) -> Result<String> {
    let (text, word) = match help {
        Help::Overview => {
            let text = format!("{OVERVIEW}\n{}", in_lines(DirectiveKind::ALL.iter().map(ToString::to_string)));
            return Ok(text);
        }
        Help::Topic(topic) => return Ok(pages::page(topic)),
        Help::Directive(kind) => (of_directive(kind), kind.word()),
        Help::Commands(words) => (of_commands(words), words),
        Help::Word(words) => return of_query::of_word(words.value).ok_or_else(|| no_help::no_help(words)),
    };
    // `as` and `partition` are words of the query language too.
    Ok(std::iter::once(text).chain(of_query::of_word(word)).collect::<Vec<_>>().join("\n"))
}

/// What can be typed, in the shell and in a script: one screen.
const OVERVIEW: &str = "\
Type a management command, for example
    .show databases
    .add database Samples viewers ('aaduser=abbiatkins@fabrikam.com') 'why'
    .show database Samples principals
Enter runs a command that is whole; one that only begins, or has a bracket open,
goes on in the next line. A blank line, or `;` at the end of a line, ends a
command as it stands. What follows `<|` ends with a blank line, the body of
`.execute … script` with a line `#end`. In scripts a command ends so too, or
where the next line begins with a dot.
Ctrl-C forgets what was typed, Ctrl-D leaves.
More help:
    #help topics            roles, principals, policies, pipes, the shell, …
    #help .add database     commands: forms, what they do, who may run them
    #help #explain          a directive; `#help directives` lists what each does
    #help summarize         an operator after a pipe, or a function
Directives, each on a line of its own:";

fn of_directive(kind: DirectiveKind) -> String {
    kind.help() + &shown(example_of_directive(kind))
}

/// Returns the kinds that the words of help mean: all whose forms hold them, or after a dot those of them that the first
/// word is a verb of; where forms begin with all the words, they come first.
fn meant(words: &str) -> Vec<CommandKind> {
    let held: Vec<CommandKind> = CommandKind::holding(words).collect();
    let Some(words) = words.strip_prefix('.') else { return held };
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut kinds = Begun::with(&words).kinds().to_vec();
    let of_verb = |kind: &CommandKind| kind.verbs().any(|verb| words.first() == Some(&verb));
    let others: Vec<CommandKind> = held.iter().copied().filter(|kind| of_verb(kind) && !kinds.contains(kind)).collect();
    kinds.extend(others);
    if kinds.is_empty() { held } else { kinds }
}

/// Returns the lines of an example. What has an end of its own stands as it is to be typed.
fn shown(example: Option<Vec<&str>>) -> String {
    let Some(example) = example else { return String::new() };
    if let [line] = example.as_slice()
        && !line.contains('\n')
    {
        return format!("\n    example: {line}");
    }
    let has_end = example.iter().any(|statement| statement.contains('\n') || statement.contains("<|"));
    let indent = if has_end { "" } else { "        " };
    let lines = example.iter().map(|statement| format!("\n{indent}{statement}"));
    format!("\n    example:{}", lines.collect::<String>())
}

fn of_commands(words: &str) -> String {
    let kinds = meant(words);
    // Of many, those are told of in full whose forms begin with these words and have no other.
    let is_it = |kind: &CommandKind| kind.first_words() == words.trim_start_matches('.');
    let (full, others): (Vec<CommandKind>, Vec<CommandKind>) =
        if kinds.len() <= IN_FULL { (kinds, Vec::new()) } else { kinds.into_iter().partition(is_it) };
    let mut text: Vec<String> = full.iter().map(|kind| kind.help() + &shown(example_of(*kind))).collect();
    if !others.is_empty() {
        let more = if full.is_empty() { "" } else { " more" };
        text.extend(others.iter().map(|kind| format!(".{}", kind.form())));
        let help = DirectiveKind::Help;
        text.push(format!("{} commands{more}; `{help} .WORDS` with more of their words tells more", others.len()));
    }
    if !full.is_empty() {
        text.push(CommandKind::LEGEND.to_owned());
    }
    text.join("\n")
}
