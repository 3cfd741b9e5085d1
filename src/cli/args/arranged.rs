//! Arguments in the order in which they were given, and options that stand before a subcommand.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::builder::Resettable;
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::cli::args::Args;
use crate::model::keyword::Keyword;

/// The variable that says how results are written, where `--format` does not.
const FORMAT: &str = "KMGMT_FORMAT";

/// Something to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Work {
    /// A script; `-` is standard input.
    File(PathBuf),
    /// A command.
    Command(String),
}

impl Work {
    /// Returns the command, if it is one.
    pub(in crate::cli) fn command(&self) -> Option<&str> {
        match self {
            Self::Command(text) => Some(text),
            Self::File(_) => None,
        }
    }
}

/// Returns what there is to run, in the order in which it was given.
pub(super) fn in_order(args: &Args, matches: &ArgMatches) -> Vec<Work> {
    let places = |id: &str| matches.indices_of(id).into_iter().flatten();
    let commands = |id, of: &[String]| places(id).zip(of.to_vec()).map(|(at, text)| (at, Work::Command(text)));
    let files = places("files").zip(args.setting.files.iter().cloned()).map(|(at, path)| (at, Work::File(path)));
    let mut all: Vec<(usize, Work)> = files.collect();
    all.extend(commands("commands", &args.commands));
    all.extend(commands("more_commands", &args.more_commands));
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, work)| work).collect()
}

/// Returns the command with the options that an empty variable of the environment says nothing about: a build sets
/// variables that it has no value for.
pub(super) fn without_empty_variables(command: Command) -> Command {
    let is_empty = |arg: &Arg| arg.get_env().and_then(std::env::var_os).is_some_and(|value| value.is_empty());
    let command = command.mut_args(|arg| if is_empty(&arg) { arg.env(Resettable::Reset) } else { arg });
    command.mut_subcommands(without_empty_variables)
}

/// Options of which one alone is meant: where one is given, what the environment says of the other does not count.
const RIVALS: &[&str] = &["from", Keyword::Catalog.text(), Keyword::Cluster.text()];

/// Returns the command without the variables that these arguments overrule.
pub(super) fn without_overruled_variables(command: Command, given: &[OsString]) -> Command {
    let is_given = |name: &str| is_given(given, name);
    let is_overruled = |arg: &Arg| {
        let name = arg.get_long().unwrap_or_default();
        RIVALS.contains(&name) && !is_given(name) && RIVALS.iter().any(|rival| is_given(rival))
    };
    let command = command.mut_args(|arg| if is_overruled(&arg) { arg.env(Resettable::Reset) } else { arg });
    command.mut_subcommands(|subcommand| without_overruled_variables(subcommand, given))
}

/// Returns whether an option was typed.
fn is_given(given: &[OsString], name: &str) -> bool {
    let option = format!("--{name}");
    given.iter().any(|word| word.to_str().is_some_and(|word| word.split('=').next() == Some(option.as_str())))
}

/// Returns the error of two options that exclude each other as one of their variables, where both come from the
/// environment of the process and nobody typed them.
pub(super) fn about_variables(error: clap::Error, command: &mut Command, given: &[OsString]) -> clap::Error {
    if error.kind() != ErrorKind::ArgumentConflict {
        return error;
    }
    let said = error.get(ContextKind::InvalidArg).map(ToString::to_string).unwrap_or_default();
    let is_said = RIVALS.iter().any(|name| said.starts_with(&format!("--{name} ")));
    if !is_said || RIVALS.iter().any(|name| is_given(given, name)) {
        return error;
    }
    let by_variable = |name: &&str| Some((format!("`--{name}`"), variable_that_says(command, name)?));
    let (options, variables): (Vec<_>, Vec<_>) = RIVALS.iter().filter_map(by_variable).unzip();
    let [one, other] = variables.as_slice() else { return error };
    let message = format!(
        "the variables {one} and {other} are both set, and one of them alone says where a run begins: unset one, or give \
         {}",
        options.join(" or ")
    );
    command.error(ErrorKind::ArgumentConflict, message)
}

/// Returns the variable that says an option, if it is set.
fn variable_that_says(command: &Command, option: &str) -> Option<String> {
    let commands = std::iter::once(command).chain(command.get_subcommands());
    let found = commands.flat_map(Command::get_arguments).find(|argument| argument.get_long() == Some(option))?;
    let variable = found.get_env().filter(|name| std::env::var_os(name).is_some())?;
    Some(variable.to_string_lossy().into_owned())
}

/// Returns the arguments with the options that stand before a subcommand behind it, where it reads them, and with the
/// format that the environment of the process wants, where the subcommand has it.
pub(super) fn arranged(given: Vec<OsString>, command: &Command) -> Vec<OsString> {
    let mut all = given;
    let place = subcommand(&all, command);
    if let Some(place) = place
        && let Some(options) = all.get_mut(1..=place)
    {
        options.rotate_right(1);
    }
    let chosen = place.and_then(|_| command.find_subcommand(all.get(1)?)).unwrap_or(command);
    // A format that no command has is reported by every command that has formats.
    let is_known =
        |format: &OsStr| std::iter::once(command).chain(command.get_subcommands()).any(|it| takes(it, format));
    let has_formats = chosen.get_arguments().any(|argument| argument.get_long() == Some("format"));
    let is_meant = |format: &OsString| takes(chosen, format) || has_formats && !is_known(format);
    if let Some(format) =
        std::env::var_os(FORMAT).filter(|format| !format.is_empty() && is_meant(format) && !says_format(&all))
    {
        let at = if place.is_some() { 2 } else { 1 };
        all.splice(at.min(all.len())..at.min(all.len()), [OsString::from("--format"), format]);
    }
    all
}

/// Returns where the subcommand stands, if there is one: before it are options and their values alone.
fn subcommand(given: &[OsString], command: &Command) -> Option<usize> {
    let mut place = 1;
    loop {
        let argument = given.get(place)?.to_str()?;
        if argument == "--" {
            return None;
        }
        if !argument.starts_with('-') || argument == "-" {
            return command.find_subcommand(argument).map(|_| place);
        }
        place += if takes_the_next(argument, command) { 2 } else { 1 };
    }
}

/// Returns whether the argument after an option is its value.
fn takes_the_next(option: &str, command: &Command) -> bool {
    let commands = || std::iter::once(command).chain(command.get_subcommands());
    let find =
        |fits: &dyn Fn(&Arg) -> bool| commands().flat_map(Command::get_arguments).find(|argument| fits(argument));
    let has_value = |argument: &Arg| matches!(argument.get_action(), ArgAction::Set | ArgAction::Append);
    if let Some(name) = option.strip_prefix("--") {
        return find(&|argument| argument.get_long() == Some(name)).is_some_and(has_value);
    }
    // Of short ones together, the first that has a value takes what is left of the word, or else the next.
    let letters = option.trim_start_matches('-');
    let with_value = letters
        .char_indices()
        .find(|(_, letter)| find(&|argument| argument.get_short() == Some(*letter)).is_some_and(has_value));
    with_value.is_some_and(|(at, letter)| at + letter.len_utf8() == letters.len())
}

/// Returns whether the command writes in such a format.
fn takes(command: &Command, format: &OsStr) -> bool {
    let argument = command.get_arguments().find(|argument| argument.get_long() == Some("format"));
    let values = argument.map(Arg::get_possible_values).unwrap_or_default();
    format.to_str().is_some_and(|format| values.iter().any(|value| value.matches(format, false)))
}

/// Returns whether the arguments say the format themselves, or name a file whose name says it.
fn says_format(given: &[OsString]) -> bool {
    let long = |argument: &str, option: &str| {
        argument.strip_prefix(option).is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
    };
    let says = |argument: &str| {
        let is_short = argument.starts_with("-o") && !argument.starts_with("--");
        is_short || ["--format", "--output"].iter().any(|option| long(argument, option))
    };
    given.iter().filter_map(|argument| argument.to_str()).any(says)
}
