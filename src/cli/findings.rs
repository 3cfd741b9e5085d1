//! Which findings let a build fail, as the arguments say; the file of those that are known.

use std::path::Path;

use crate::cli::args::{FailOn, FindingArgs};
use crate::cli::export::write;
use crate::cli::source::whole_text;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::finding::Basis;
use crate::plan::{Baseline, Gate, Limits};

/// Returns the gate that the arguments ask for, for findings by rules of this basis.
pub(super) fn gate(args: &FindingArgs, basis: Basis) -> Result<Gate, Diagnostic> {
    let fail_on = match args.fail_on {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
    };
    // What is asked for and can't be found would let a build pass.
    if let Some(rule) = args.deny.iter().find(|rule| rule.basis() == Basis::Run && basis != Basis::Run) {
        let error = Diagnostic::error(Code::Syntax, format!("`{rule}` is found by a run, and here nothing runs"));
        return Err(error.help(format!("`kmgmt plan --deny {rule}` fails where it is broken")));
    }
    let baseline = args.baseline.as_deref().map_or_else(|| Ok(Baseline::default()), read)?;
    let limits = Limits { deny: args.deny.clone(), fail_on };
    let gate = Gate::new(limits, basis, baseline);
    Ok(if args.write_baseline.is_some() { gate.recording() } else { gate })
}

fn read(path: &Path) -> Result<Baseline, Diagnostic> {
    let wrong =
        |why: &dyn std::fmt::Display| Diagnostic::error(Code::Input, format!("baseline `{}`: {why}", path.display()));
    let text = whole_text(path).map_err(|error| wrong(error.cause()))?;
    Baseline::read(&text).map_err(|error| wrong(&error))
}

/// Writes what was found, where the arguments ask for it.
pub(super) fn write_baseline(args: &FindingArgs, gate: &Gate) -> Result<(), Diagnostic> {
    let Some(path) = &args.write_baseline else { return Ok(()) };
    write(path, &gate.found().printed())
}
