//! `kmgmt test`: runs scripts together with the assertions in their comments. Each script runs on a copy of the state.

use std::io::{self, Write};
use std::path::Path;

use crate::cli::Ended;
use crate::cli::args::{TestArgs, TestFormat};
use crate::cli::printer::{Printer, closed};
use crate::cli::replace::replace;
use crate::cli::run::{files, run_all, unreadable};
use crate::cli::source::{SourceError, is_standard_stream, name_of, or_standard_input, whole_text};
use crate::cli::start::session;
use crate::diagnostic::{Code, Diagnostic};
use crate::plan::{Choice, Rewrite, Run, TestReport};
use crate::render::annotation::Service;
use crate::session::Session;
use crate::syntax::parts;

mod case;
mod human;
mod issues;
mod junit;
mod tap;

/// Runs the scripts and writes what became of their assertions.
pub(super) fn test(args: &TestArgs) -> Ended {
    let setting = args.setting();
    let mut printer = Printer::silent(setting.error_format);
    let Some(mut session) = session(&setting, &mut printer) else { return Ended::Usage };
    if !args.before.is_empty() {
        let sources = match files(&setting) {
            Ok(sources) => sources,
            Err((path, error)) => return unreadable(&path, &error, &mut printer),
        };
        match run_all(sources, &mut session, &mut printer, true) {
            Ended::Done => {}
            ended => return ended,
        }
    }
    let mut ended = Ended::Done;
    let mut reports = Vec::new();
    for path in or_standard_input(&args.files).iter() {
        match tested(path, args, &session) {
            Ok(report) => reports.push(report),
            Err(error) => {
                ended = ended.max(error.ended());
                let shown = path.display().to_string();
                let message = format!("can't test `{shown}`: {}", error.cause());
                printer.complaint(&Diagnostic::error(Code::Input, message), &shown);
            }
        }
    }
    let database = session.database().to_owned();
    let cases = case::of(&reports, args.filter.as_deref(), &database);
    if cases.iter().any(|case| case.told.is_some()) {
        ended = ended.max(Ended::Refused);
    }
    let rewrites = shown(&reports);
    let text = match args.format {
        TestFormat::Human => format!("{rewrites}{}", human::text(&cases)),
        TestFormat::Tap => tap::text(&cases),
        TestFormat::Junit => junit::text(&cases),
        TestFormat::Sarif => issues::log(&cases),
        TestFormat::Github => issues::annotations(&cases, Service::Github),
        TestFormat::Azuredevops => issues::annotations(&cases, Service::AzureDevops),
    };
    if args.format != TestFormat::Human {
        let _ = io::stderr().write_all(rewrites.as_bytes());
    }
    let mut out = io::stdout();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_or_else(|error| closed(&error, ended), |()| ended)
}

/// Runs one script, and writes it again where that is asked for.
fn tested(path: &Path, args: &TestArgs, session: &Session) -> Result<TestReport, SourceError> {
    let text = whole_text(path)?;
    let is_input = is_standard_stream(path);
    let origin = name_of(path);
    let choice = Choice { filter: args.filter.as_deref(), update: args.update && !is_input };
    let mut run = Run::begin(session, &origin, choice);
    parts(&text, |part| run.part(&part));
    let report = run.finish();
    if !report.rewrites.is_empty() {
        replace(path, &rewritten(text, &report.rewrites))?;
    }
    Ok(report)
}

/// Returns the text with the lists written again.
fn rewritten(mut text: String, rewrites: &[Rewrite]) -> String {
    for Rewrite { start, before, after, .. } in rewrites.iter().rev() {
        text.replace_range(*start..start + before.len(), after);
    }
    text
}

/// Returns the lists that were written again.
fn shown(files: &[TestReport]) -> String {
    let of = |report: &TestReport| {
        let line = |rewrite: &Rewrite| {
            let Rewrite { line, before, after, .. } = rewrite;
            format!("updated {}:{line}\n- {before}\n+ {after}\n", report.origin)
        };
        report.rewrites.iter().map(line).collect::<String>()
    };
    files.iter().map(of).collect()
}
