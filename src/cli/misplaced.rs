//! A plain word in the place of a command: perhaps a misspelled subcommand.

use clap::Subcommand as _;

use crate::cli::args::Subcommand;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::ast::COMMAND_RESULTS;
use crate::text::{nearest, quoted, sentence_list};

/// Returns the complaint about a plain word in the place of a command: perhaps a misspelled subcommand.
pub(super) fn no_command(command: &str) -> Option<Diagnostic> {
    if command.trim_start().starts_with(['.', '#', '/']) || command.contains(COMMAND_RESULTS) {
        return None;
    }
    let words = subcommands();
    if words.iter().map(String::as_str).chain(["help"]).any(|word| word == command.trim()) {
        let error = Diagnostic::error(Code::Syntax, format!("`{}` stands before its options", command.trim()));
        return Some(error.help(format!("write `kmgmt {} …`, and the options after it", command.trim())));
    }
    let near = nearest(command.trim(), words.iter().map(String::as_str).chain(["help"]));
    let words: Vec<String> = words.iter().map(quoted).collect();
    let error = Diagnostic::error(
        Code::Syntax,
        format!("`{}` is neither a command, which begins with `.` or `#`, nor a subcommand", command.trim()),
    );
    let help = format!("the subcommands are {}; `kmgmt --help` lists the options", sentence_list(&words, "and"));
    Some(error.did_you_mean(near).help(help))
}

fn subcommands() -> Vec<String> {
    let command = Subcommand::augment_subcommands(clap::Command::new(""));
    command.get_subcommands().map(|subcommand| subcommand.get_name().to_owned()).collect()
}
