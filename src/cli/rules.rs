//! `kmgmt rules`: the rules by which scripts are judged.

use std::io::{self, IsTerminal};

use crate::cli::Ended;
use crate::cli::args::{ErrorFormat, RulesArgs};
use crate::cli::printer::{Printer, closed};
use crate::cli::terminal;
use crate::render::{Renderer, rules};

/// Lists the rules, or shows the page of one.
pub(super) fn rules(args: &RulesArgs) -> Ended {
    let text = match args.rule {
        Some(rule) => Ok(rules::page(rule).into_bytes()),
        None => {
            let width = io::stdout().is_terminal().then(terminal::width);
            let mut text = Vec::new();
            Renderer::new(args.format, width).write(&rules::table(), &mut text).map(|()| text)
        }
    };
    let mut printer = Printer::silent(ErrorFormat::Human);
    let written = text.and_then(|text| printer.show(&text));
    written.map_or_else(|error| closed(&error, Ended::Done), |()| Ended::Done)
}
