//! Commands, scripts and pipes: statements from sources, run one after the other.

use std::fmt::Display;
use std::io::{self, IsTerminal};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::cli::Ended;
use crate::cli::args::{Args, ErrorFormat, OnError, Setting, Work};
use crate::cli::gathered::Gathered;
use crate::cli::misplaced::no_command;
use crate::cli::overwritten::overwritten;
use crate::cli::printer::{Printer, closed};
use crate::cli::remote::{Reached, connect};
use crate::cli::shell;
use crate::cli::source::Source;
use crate::cli::start::lasting_session;
use crate::cli::summary::Summary;
use crate::diagnostic::{Code, Context, Diagnostic};
use crate::model::limit;
use crate::session::{Outcome, Session};
use crate::syntax::{Arguments, parser};

mod statements;

use statements::Run;

/// Runs what the arguments ask for.
pub(super) fn run(args: &Args) -> Ended {
    let mut printer = match Printer::of_results(args.view.format, &args.view.look, args.setting.error_format) {
        Ok(printer) => printer,
        Err(ended) => return ended,
    };
    printer.quieten(args.quiet);
    let Some(mut session) = lasting_session(&args.setting, &mut printer) else { return Ended::Usage };
    if let Some(principal) = &args.principal
        && !acts_as(principal, &mut session, &mut printer)
    {
        return Ended::Usage;
    }
    let commands = args.work.iter().filter_map(Work::command);
    if let Some(error) = commands.clone().find_map(no_command) {
        printer.complaint(&error, "");
        return Ended::Usage;
    }
    let reached =
        match args.cluster.as_deref().map(|address| connect(address, &args.connection, &mut printer)).transpose() {
            Ok(connection) => connection.map(|connection| Reached::new(connection, args.setting.clone())),
            Err(error) => {
                printer.complaint(&error, "");
                return Ended::Usage;
            }
        };
    if args.work.is_empty() && io::stdin().is_terminal() {
        return begin_shell(args, session, reached, printer);
    }
    let sources = match sources(&args.work) {
        Ok(sources) => sources,
        Err((path, error)) => return unreadable(&path, &error, &mut printer),
    };
    if let Some(error) = reads_output(args) {
        printer.complaint(&error, "");
        return Ended::Usage;
    }
    run_sources(args, sources, session, reached, printer)
}

/// Begins the shell, unless the arguments are for scripts.
fn begin_shell(args: &Args, mut session: Session, mut reached: Option<Reached>, mut printer: Printer) -> Ended {
    if args.atomic {
        let error = Diagnostic::error(Code::Syntax, "`--atomic` is about scripts, commands and pipes");
        printer.complaint(&error.help("in the shell each statement stands for itself"), "--atomic");
        return Ended::Usage;
    }
    if reached.as_mut().is_some_and(|reached| !reached.fill(&mut session, &mut printer)) {
        return Ended::Usage;
    }
    shell::shell(args, session, reached, printer)
}

/// Runs the statements of all sources, and tells what came of them.
fn run_sources(
    args: &Args,
    sources: Vec<Source>,
    session: Session,
    reached: Option<Reached>,
    mut printer: Printer,
) -> Ended {
    // The process ends with the run: the system takes the memory back faster than we free it.
    let mut session = ManuallyDrop::new(session);
    let begun = Instant::now();
    printer.limit_errors(args.max_errors);
    printer.work("running");
    let stop = args.on_error != Some(OnError::Continue);
    let (ended, summary) = match args.atomic {
        true => all_or_none(sources, &mut session, &mut printer, stop),
        false => {
            session.gather_changes(true);
            run_to_end(sources, Run { reached, ..Run::new(&mut session, &mut printer, stop) })
        }
    };
    printer.rest();
    let ended = ended.max(printer.end());
    let begun_file = if ended == Ended::Done { printer.begin_file() } else { Ok(()) };
    let flushed = begun_file.and_then(|()| printer.flush());
    printer.tell_errors_left_out();
    let for_people = !args.quiet && args.setting.error_format == ErrorFormat::Human;
    if args.summary || for_people && summary.is_of_note() {
        // Where the clock stands, two runs write the same.
        printer.summary(&summary, args.setting.state.clock.is_none().then(|| begun.elapsed()));
    }
    // The answers are shown: what a later opening would read is prepared now. What can't be is left for the next one.
    let _ = session.cluster().fold(limit::LEFT_TAIL);
    match flushed {
        Ok(()) => ended,
        Err(error) => closed(&error, ended),
    }
}

/// Returns the complaint about a file of results that the run reads.
fn reads_output(args: &Args) -> Option<Diagnostic> {
    let state = &args.setting.state;
    let scripts = args.setting.files.iter().map(PathBuf::as_path);
    let read = scripts.chain(state.from.as_deref()).chain(state.environment.as_deref());
    overwritten("--output", args.view.look.output.as_ref()?, read)
}

/// Runs the statements of all sources, one after the other.
pub(super) fn run_all(sources: Vec<Source>, session: &mut Session, printer: &mut Printer, stop: bool) -> Ended {
    session.gather_changes(true);
    run_to_end(sources, Run::new(session, printer, stop)).0
}

/// Runs the statements of all sources, and counts what became of them.
fn run_to_end(sources: Vec<Source>, mut run: Run<'_>) -> (Ended, Summary) {
    let mut goes_on = true;
    for mut source in sources {
        if goes_on {
            goes_on = run.source(&mut source);
        }
        if !goes_on && !run.reader_left {
            let (statements, whole) = source.rest();
            run.summary.count_rest(statements, whole);
        }
    }
    run.settle();
    (run.ended, run.summary)
}

/// Runs the statements, and keeps what they changed if none of them failed: on a copy, which becomes what there is, or
/// as one change of the catalog file.
fn all_or_none(mut sources: Vec<Source>, session: &mut Session, printer: &mut Printer, stop: bool) -> (Ended, Summary) {
    let is_durable = session.cluster().is_durable();
    if is_durable {
        // Other processes wait until the last statement has run: they do not wait for a pipe.
        for source in &mut sources {
            if let Err(error) = source.read_to_end() {
                return (unreadable(&source.name, error.cause(), printer), Summary::default());
            }
        }
    }
    let mut copy = if is_durable { None } else { Some(session.copy()) };
    printer.hold();
    let trial = copy.as_mut().unwrap_or(session);
    trial.gather_changes(true);
    let (ended, summary) = run_to_end(sources, Run { gathered: Gathered::atomic(), ..Run::new(trial, printer, stop) });
    printer.rest();
    let applied = ended == Ended::Done;
    let kept = match copy {
        Some(copy) => {
            if applied {
                session.take_over(copy);
            }
            Ok(())
        }
        None if applied => session.settle(),
        None => {
            session.abandon();
            Ok(())
        }
    };
    let written = printer.release(applied && kept.is_ok());
    if let Err(error) = &kept {
        printer.complaint(error, "");
    }
    if !applied || kept.is_err() {
        printer.remark("nothing was applied: of an atomic run all statements stay or none");
    }
    let ended = if kept.is_err() { ended.max(Ended::Refused) } else { ended };
    (written.map_or_else(|error| closed(&error, ended), |()| ended), summary)
}

/// Lets the principal of `--as` act; answers whether there is one.
pub(super) fn acts_as(principal: &str, session: &mut Session, printer: &mut Printer) -> bool {
    if principal.trim().is_empty() {
        let error = Diagnostic::error(Code::Syntax, "`--as` names nobody");
        printer.complaint(&error.help("leave it out to act as the built-in administrator"), "--as");
        return false;
    }
    let arguments = Arguments::new([principal]);
    let read = parser::principal(&arguments);
    let outcome = read.map_or_else(Outcome::from, |reference| session.act(&reference));
    let context = Context { origin: "--as", text: principal, line: 1, database: "" };
    let _ = printer.outcome_in(&outcome, &context, None, session);
    outcome.result.is_ok()
}

/// Returns the scripts that run before a question, or a pipe where there are none.
pub(super) fn files(setting: &Setting) -> Result<Vec<Source>, (String, io::Error)> {
    let mut sources = scripts(setting)?;
    if sources.is_empty() && !io::stdin().is_terminal() {
        sources.push(Source::stdin());
    }
    Ok(sources)
}

/// Returns the scripts that are named.
pub(super) fn scripts(setting: &Setting) -> Result<Vec<Source>, (String, io::Error)> {
    setting.files.iter().map(|path| opened(path)).collect()
}

fn opened(path: &Path) -> Result<Source, (String, io::Error)> {
    Source::open(path).map_err(|error| (path.display().to_string(), error))
}

/// Returns what there is to run, or a pipe where nothing is named.
fn sources(work: &[Work]) -> Result<Vec<Source>, (String, io::Error)> {
    let count = work.iter().filter_map(Work::command).count();
    let mut commands = 0;
    let mut sources = Vec::new();
    for one in work {
        sources.push(match one {
            Work::File(path) => opened(path)?,
            Work::Command(text) => {
                commands += 1;
                let name = if count == 1 { "<command>".to_owned() } else { format!("<command {commands}>") };
                Source::of_text(name, text)
            }
        });
    }
    if sources.is_empty() {
        sources.push(Source::stdin());
    }
    Ok(sources)
}

/// Complains of a script that can't be read.
pub(super) fn unreadable(path: &str, error: &dyn Display, printer: &mut Printer) -> Ended {
    printer.complaint(&Diagnostic::error(Code::Input, format!("can't read `{path}`: {error}")), path);
    Ended::Usage
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::directory::Directory;
    use crate::model::format::Format;
    use crate::render::Renderer;
    use crate::session::Clock;
    use crate::table::MADE;

    /// Returns how many tables a run makes.
    fn tables_made(quiet: bool, script: &str) -> usize {
        let mut session = Session::new(Directory::open(), Clock::Standing(Timestamp::UNIX_EPOCH));
        let renderer = Renderer::new(Format::Csv, None);
        let mut printer = Printer::to(Box::new(io::sink()), Box::new(io::sink()), renderer);
        printer.quieten(quiet);
        let before = MADE.get();
        let ended = run_all(vec![Source::of_text("test".to_owned(), script)], &mut session, &mut printer, true);
        assert_eq!(ended, Ended::Done);
        MADE.get() - before
    }

    #[test]
    fn of_an_atomic_run_all_statements_stay_or_none() {
        let mut session = Session::new(Directory::open(), Clock::Standing(Timestamp::UNIX_EPOCH));
        let before = session.read().catalog.clone();
        let run = |script: &str, session: &mut Session| {
            let renderer = Renderer::new(Format::Csv, None);
            let mut printer = Printer::to(Box::new(io::sink()), Box::new(io::sink()), renderer);
            all_or_none(vec![Source::of_text("test".to_owned(), script)], session, &mut printer, false).0
        };
        let script = ".create table T (x:int)\n#dbcontext Other\n#as aaduser=ana@contoso.com\n";
        assert_eq!(run(&format!("{script}.frobnicate"), &mut session), Ended::Refused);
        assert!(session.read().catalog == before);
        assert!(session.read().journal.last() == 0 && session.database() == "NetDefaultDB");
        assert_eq!(run(script, &mut session), Ended::Done);
        assert!(session.read().catalog != before && session.database() == "Other");
    }

    #[test]
    fn answers_are_made_for_those_who_read_them() {
        let add = |number| format!(".add database NetDefaultDB viewers ('aaduser=u{number}@contoso.com')\n");
        let [few, adds]: [String; 2] = [50, 1_000].map(|count| (0..count).map(add).collect());
        let script = format!(".execute database script <|\n{adds}");
        let shows = ".show database NetDefaultDB principals\n".repeat(1_000);
        assert_eq!(tables_made(true, &adds), 0);
        assert_eq!(tables_made(true, &script), 0);
        assert_eq!(tables_made(true, &shows), 0);
        assert_eq!(tables_made(false, &few), 50);
        assert_eq!(tables_made(false, &script), 1);
    }
}
