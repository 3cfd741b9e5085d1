//! `kmgmt completions` and `kmgmt man`: made of the definition of the arguments.

use std::io::{self, Write};

use clap::{Command, CommandFactory};

use crate::cli::Ended;
use crate::cli::args::{Args, CompletionsArgs, ErrorFormat, ManArgs};
use crate::cli::printer::{Printer, closed};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{nearest, quoted};

/// `kmgmt completions SHELL`
pub(super) fn completions(args: &CompletionsArgs) -> Ended {
    let mut command = Args::command();
    let (name, mut script) = (command.get_name().to_owned(), Vec::new());
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    written(&script)
}

/// `kmgmt man [SUBCOMMAND]`
pub(super) fn man(args: &ManArgs) -> Ended {
    let mut command = Args::command();
    command.build();
    let page = match &args.subcommand {
        None => Some(&command),
        Some(name) => command.find_subcommand(name),
    };
    let Some(page) = page else {
        let name = args.subcommand.as_deref().unwrap_or_default();
        let error = Diagnostic::error(Code::Syntax, format!("{} is no subcommand", quoted(name)));
        let near = nearest(name, command.get_subcommands().map(Command::get_name));
        Printer::silent(ErrorFormat::Human).complaint(&error.did_you_mean(near), "man");
        return Ended::Usage;
    };
    let mut text = Vec::new();
    match clap_mangen::Man::new(page.clone()).render(&mut text) {
        Ok(()) => written(&text),
        Err(error) => closed(&error, Ended::Done),
    }
}

fn written(text: &[u8]) -> Ended {
    let mut out = io::stdout();
    out.write_all(text).and_then(|()| out.flush()).map_or_else(|error| closed(&error, Ended::Done), |()| Ended::Done)
}
