//! `kmgmt offboard`: prints the script that ends everything that is assigned to a principal.

use std::io::{self, Write};

use crate::cli::Ended;
use crate::cli::args::OffboardArgs;
use crate::cli::ask::prepared;
use crate::cli::printer::{Printer, closed};
use crate::diagnostic::{Context, Diagnostic};
use crate::plan;
use crate::syntax::{Arguments, parser};

/// How diagnostics name the argument.
const ORIGIN: &str = "<principal>";

/// Prints the script.
pub(super) fn offboard(args: &OffboardArgs) -> Ended {
    let setting = &args.setting;
    let mut printer = Printer::silent(setting.error_format);
    let session = match prepared(setting, &mut printer) {
        Ok(session) => session,
        Err(ended) => return ended,
    };
    let arguments = Arguments::new([args.principal.as_str()]);
    let read = parser::principal(&arguments).map_err(Diagnostic::from);
    let context = Context { origin: ORIGIN, text: &arguments.text, line: 1, database: "" };
    match read.and_then(|principal| session.find(&principal)) {
        Ok(found) => {
            found.warnings.iter().for_each(|warning| printer.diagnostic(warning, &context));
            let written = write!(io::stdout(), "{}", plan::offboard(&session, &found));
            written.map_or_else(|error| closed(&error, Ended::Done), |()| Ended::Done)
        }
        Err(error) => {
            printer.diagnostic(&error, &context);
            Ended::Usage
        }
    }
}
