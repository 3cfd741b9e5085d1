//! `kmgmt rules`: the rules by which scripts are judged.

use std::io::{self, IsTerminal, Write};

use crate::cli::Ended;
use crate::cli::args::RulesArgs;
use crate::cli::printer::{closed, terminal_width};
use crate::render::{Renderer, rules};

/// Lists the rules, or shows the page of one.
pub(super) fn rules(args: &RulesArgs) -> Ended {
    let out = &mut io::stdout().lock();
    let written = match args.rule {
        Some(rule) => out.write_all(rules::page(rule).as_bytes()),
        None => {
            let width = io::stdout().is_terminal().then(terminal_width);
            Renderer::new(args.format, width).write(&rules::table(), out)
        }
    };
    written.map_or_else(|error| closed(&error, Ended::Done), |()| Ended::Done)
}
