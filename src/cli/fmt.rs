//! `kmgmt fmt`: writes scripts in the canonical layout.

use std::io::{self, Write};
use std::path::Path;

use crate::cli::Ended;
use crate::cli::args::FmtArgs;
use crate::cli::printer::{Printer, closed};
use crate::cli::replace::replace;
use crate::cli::source::{is_standard_stream, or_standard_input, whole_text};
use crate::diagnostic::{Code, Context, Diagnostic};
use crate::syntax::{Formatted, formatted};

/// Writes each file again, or lists those that would change.
pub(super) fn fmt(args: &FmtArgs) -> Ended {
    let mut printer = Printer::silent(args.error_format);
    let mut ended = Ended::Done;
    for path in or_standard_input(&args.files).iter() {
        match file(path, args.check, &mut printer) {
            Ok(own) => ended = ended.max(own),
            Err(error) => return closed(&error, ended),
        }
    }
    ended
}

/// Writes a file again. An error is that of standard output.
fn file(path: &Path, check: bool, printer: &mut Printer) -> io::Result<Ended> {
    let is_input = is_standard_stream(path);
    let origin = if is_input { "<stdin>".to_owned() } else { path.display().to_string() };
    let fault = |message: String| Diagnostic::error(Code::Input, message);
    let text = match whole_text(path) {
        Ok(text) => text,
        Err(error) => {
            printer.complaint(&fault(format!("can't read `{origin}`: {}", error.cause())), &origin);
            return Ok(Ended::Usage);
        }
    };
    let Formatted { text: laid_out, faults } = formatted(&text);
    for fault in &faults {
        let context = Context { origin: &origin, text: &fault.text, line: fault.line, database: "" };
        printer.diagnostic(&fault.error.clone().into(), &context);
    }
    let ended = if faults.is_empty() { Ended::Done } else { Ended::Refused };
    let mut out = io::stdout();
    if check {
        if laid_out == text {
            return Ok(ended);
        }
        return writeln!(out, "{origin}").map(|()| Ended::Refused);
    }
    if is_input {
        return out.write_all(laid_out.as_bytes()).and_then(|()| out.flush()).map(|()| ended);
    }
    if laid_out != text
        && let Err(error) = replace(path, &laid_out)
    {
        printer.complaint(&fault(format!("can't write `{origin}`: {error}")), &origin);
        return Ok(Ended::Usage);
    }
    Ok(ended)
}
