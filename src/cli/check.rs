//! `kmgmt check`: parses and judges without running.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::cli::Ended;
use crate::cli::args::{CheckArgs, Setting, StateArgs};
use crate::cli::begin::directory;
use crate::cli::findings::{gate, write_baseline};
use crate::cli::overwritten::overwritten;
use crate::cli::printer::{Printer, closed};
use crate::cli::source::{Source, or_standard_input};
use crate::cli::start::session;
use crate::cli::terminal;
use crate::diagnostic::{Code, Context, Diagnostic, human};
use crate::directory::Directory;
use crate::model::finding::Basis;
use crate::plan::Ignores;
use crate::session::Session;

mod judge;
mod report;
mod verdict;

use judge::Judge;
use report::Report;

/// Checks the files that the arguments name, or standard input.
pub(super) fn check(args: &CheckArgs) -> Ended {
    let Some((directory, state)) = start(args) else { return Ended::Usage };
    let basis = if args.from.is_some() || args.environment.is_some() { Basis::State } else { Basis::Text };
    let gate = match gate(&args.findings, basis) {
        Ok(gate) => gate,
        Err(error) => return refused(&error),
    };
    let read = args.files.iter().map(PathBuf::as_path).chain(args.from.as_deref());
    let baseline = args.findings.write_baseline.as_deref();
    if let Some(error) = baseline.and_then(|file| overwritten("--write-baseline", file, read)) {
        return refused(&error);
    }
    let mut report = Report::new(args.format, terminal::style(&io::stderr()), gate);
    let mut judge = Judge::new(directory, state, args.no_effect);
    let written = or_standard_input(&args.files).iter().try_for_each(|path| file(path, &mut judge, &mut report));
    let written = written.and_then(|()| report.finish());
    if let Err(error) = write_baseline(&args.findings, report.gate()) {
        report.complain(&error, Ended::Usage);
    }
    match written {
        Ok(()) => report.ended(),
        Err(error) => closed(&error, report.ended()),
    }
}

/// Returns who exists, and with `--from` or `--catalog` the state.
fn start(args: &CheckArgs) -> Option<(Directory, Option<Session>)> {
    if args.from.is_none() && args.catalog.is_none() {
        let directory = directory(args.environment.as_deref());
        return directory.map_err(|(_, error)| refused(&error)).ok().map(|directory| (directory, None));
    }
    let setting = Setting {
        state: StateArgs {
            from: args.from.clone(),
            catalog: args.catalog.clone(),
            environment: args.environment.clone(),
            ..StateArgs::default()
        },
        database: args.database.clone(),
        no_effect: args.no_effect,
        ..Setting::default()
    };
    let state = session(&setting, &mut Printer::silent(setting.error_format))?;
    let directory = state.read().directory.as_ref().clone();
    Some((directory, Some(state)))
}

/// Tells why nothing is checked.
fn refused(error: &Diagnostic) -> Ended {
    let context = Context { origin: "", text: "", line: 1, database: "" };
    let _ = writeln!(io::stderr(), "{}", human(error, &context, terminal::style(&io::stderr())));
    Ended::Usage
}

fn file(path: &Path, judge: &mut Judge, report: &mut Report) -> io::Result<()> {
    let unreadable = |message: String| Diagnostic::error(Code::Input, message);
    let source = match Source::open(path) {
        Ok(source) => source,
        Err(error) => {
            report.complain(&unreadable(format!("can't read `{}`: {error}", path.display())), Ended::Usage);
            return Ok(());
        }
    };
    let script = source.script().map(str::to_owned);
    judge.within(script.as_deref(), |judge| statements(source, judge, report))
}

fn statements(mut source: Source, judge: &mut Judge, report: &mut Report) -> io::Result<()> {
    let unreadable = |message: String| Diagnostic::error(Code::Input, message);
    loop {
        let mut written = Ok(());
        let read = source.read(|piece, origin| {
            written = report.verdicts(judge.judge(piece, origin), origin);
            written.is_ok()
        });
        written?;
        // What is judged is shown before waiting for more.
        report.flush()?;
        match read {
            Ok(true) => {}
            Ok(false) => {
                let name = source.name.clone();
                return report.comments(Ignores::at_the_end(source.last_remarks(), &name), &name);
            }
            Err(error) => {
                report.complain(&unreadable(format!("{}: {error}", source.name)), error.ended());
                return Ok(());
            }
        }
    }
}
