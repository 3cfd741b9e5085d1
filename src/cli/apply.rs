//! `kmgmt apply`: runs the script of a plan on a real cluster.

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::SIGINT;

use crate::cli::Ended;
use crate::cli::args::{ApplyArgs, ErrorFormat, Setting, StateArgs};
use crate::cli::begin::Origin;
use crate::cli::printer::{Printer, closed};
use crate::cli::remote::connect;
use crate::cli::start::two;
use crate::diagnostic::{Code, Diagnostic};
use crate::plan::{Paint, Plan, Report, Trial, human, state_id};
use crate::remote::{Asked, Connection, Fault, Standing, table};
use crate::session::Session;
use crate::state::Folder;
use crate::syntax::{Piece, pieces};
use crate::text::{counted, quoted, tame};

mod plan_file;
mod record;

use plan_file::PlanFile;
use record::{Record, Undone};

/// Why nothing more is done, and how that ends.
type Stop = (Diagnostic, Ended);

/// `kmgmt apply PLAN.json --cluster URL`
pub(super) fn apply(args: &ApplyArgs) -> Ended {
    let mut printer = Printer::of_text(ErrorFormat::Human);
    applied(args, &mut printer).unwrap_or_else(|(error, ended)| {
        printer.complaint(&error, "");
        ended
    })
}

fn applied(args: &ApplyArgs, printer: &mut Printer) -> Result<Ended, Stop> {
    let usage = |error: Diagnostic| (error, Ended::Usage);
    let plan = PlanFile::read(&args.plan).map_err(usage)?;
    plan.check().map_err(|error| (error, Ended::Refused))?;
    let count = plan.count();
    if count == 0 {
        return Ok(say(printer, "the plan has no commands: there is nothing to do", Ended::Done));
    }
    if !args.yes && !io::stdin().is_terminal() {
        let error = Diagnostic::error(Code::Syntax, "nobody can be asked whether the plan is to be run");
        return Err(usage(error.help("`--yes` says that it is")));
    }
    let connection = connect(&args.cluster, &args.trust).map_err(usage)?;
    let Some((before, now)) = sides(&plan, &connection, args, printer) else { return Ok(Ended::Usage) };
    if state_id(&Folder::of(&now)) != plan.state {
        return Ok(tell_change(&before, &now, printer));
    }
    let commands = counted(count, "command");
    // What is shown is what runs, also where the file hides something.
    let (address, script) = (connection.endpoint(), tame(&plan.script));
    let shown = format!("On {address}, which is as the plan found it, {commands} will run:\n\n{script}");
    if let Err(error) = printer.say(&shown) {
        return Ok(closed(&error, Ended::Refused));
    }
    if !args.yes && !is_confirmed() {
        printer.remark("nothing was run");
        return Ok(Ended::Refused);
    }
    let record = Record::begin(args, connection.endpoint(), now.now()).map_err(usage)?;
    let mut run = Run::new(&connection, &now, record, printer);
    pieces(&plan.script, 1, |piece| run.piece(&piece));
    Ok(run.end(printer, count))
}

fn say(printer: &mut Printer, text: &str, ended: Ended) -> Ended {
    printer.say(text).map_or_else(|error| closed(&error, ended), |()| ended)
}

/// Returns what the plan found, and what there is now. Who exists is known by the plan, beside what the cluster says.
fn sides(
    plan: &PlanFile,
    connection: &Connection,
    args: &ApplyArgs,
    printer: &mut Printer,
) -> Option<(Session, Session)> {
    printer.work("reading the cluster");
    let setting = Setting { state: StateArgs { clock: args.clock, ..StateArgs::default() }, ..Setting::default() };
    let shown = args.plan.display().to_string();
    let origins = (Origin::State(&plan.read, &shown), Origin::Cluster(connection));
    let sides = two(origins, &setting, printer);
    printer.rest();
    sides
}

/// Tells what changed since the plan was made.
fn tell_change(before: &Session, now: &Session, printer: &mut Printer) -> Ended {
    let plan = Plan::compare(before, now, false);
    let report = Report { plan: &plan, statements: 0, database: now.database(), findings: &[], found: "", fault: None };
    let told = match plan.is_empty() {
        true => "Who is known, or what could be read, is another than when the plan was made.".to_owned(),
        false => format!("Since the plan was made\n\n{}", human(&report, Paint::Plain, None)),
    };
    let ended = say(printer, told.trim_end(), Ended::Refused);
    let error = Diagnostic::error(Code::BadRequest, "the cluster is not as the plan found it: nothing was run");
    printer.complaint(&error.help("make the plan again on what there is now: `kmgmt plan SCRIPT --cluster URL`"), "");
    ended
}

/// Asks the user; anything but `yes` is no.
fn is_confirmed() -> bool {
    let mut line = String::new();
    let asked = write!(io::stderr(), "Run it? `yes` runs it, anything else does not: ").is_ok();
    let _ = io::stderr().flush();
    asked && io::stdin().lock().read_line(&mut line).is_ok() && line.trim().eq_ignore_ascii_case("yes")
}

/// A run of a script on a cluster, and beside it on a copy of what the cluster had: the copy tells what takes it back.
struct Run<'a> {
    connection: &'a Connection,
    trial: Trial,
    record: Record,
    done: usize,
    /// Why no more is run: what of, and what became of that.
    stopped: Option<(String, Fault)>,
    interrupted: Arc<AtomicBool>,
}

impl<'a> Run<'a> {
    fn new(connection: &'a Connection, now: &Session, record: Record, printer: &mut Printer) -> Self {
        printer.work("applying");
        let interrupted = Arc::new(AtomicBool::new(false));
        // Where it can't be caught, Ctrl-C ends the program, and the record has what was done.
        let _ = signal_hook::flag::register(SIGINT, Arc::clone(&interrupted));
        Self { connection, trial: Trial::begin(now), record, done: 0, stopped: None, interrupted }
    }

    /// Runs a statement of the script, unless one before it stopped the run.
    fn piece(&mut self, piece: &Piece<'_>) {
        if self.stopped.is_some() {
            return self.record.left(piece);
        }
        if piece.directive {
            self.record.done(piece);
            self.trial.run(piece, record::SCRIPT);
            return;
        }
        if self.interrupted.load(Ordering::Relaxed) {
            let error = Diagnostic::error(Code::BadRequest, "interrupted");
            let fault = Fault { error: Box::new(error), standing: Standing::NotDone };
            return self.stop(piece, fault);
        }
        let asked = Asked { database: self.trial.after.database(), command: piece.text.trim(), changes: true };
        let answered = self.connection.ask(&asked).and_then(|text| {
            table(&text).map_err(|error| Fault { error: Box::new(error), standing: Standing::Unknown })
        });
        match answered {
            Ok(_) => {
                self.done += 1;
                self.record.done(piece);
                self.trial.run(piece, record::SCRIPT);
            }
            Err(fault) => self.stop(piece, fault),
        }
    }

    fn stop(&mut self, piece: &Piece<'_>, fault: Fault) {
        self.record.stopped(piece, &fault);
        self.stopped = Some((piece.text.trim().to_owned(), fault));
    }

    /// Tells what became of the run, and writes the script that takes it back.
    fn end(mut self, printer: &mut Printer, count: usize) -> Ended {
        printer.rest();
        let is_unknown = |(_, fault): &(String, Fault)| fault.standing == Standing::Unknown;
        let unknown = self.stopped.as_ref().filter(|it| is_unknown(it)).map(|(command, _)| command.as_str());
        let undone = Undone { trial: &self.trial, unknown };
        let written = self.record.end(&undone);
        let (done, undo) = (quoted(self.record.done_file().display()), quoted(self.record.undo_file().display()));
        let ran = match self.done {
            0 => "nothing was run".to_owned(),
            ran if ran == count => format!("{} ran; {undo} takes back what {done} has", counted(ran, "command")),
            ran => format!("{ran} of {} ran; {undo} takes back what {done} has", counted(count, "command")),
        };
        let mut ended = say(printer, &ran, if self.stopped.is_some() { Ended::Refused } else { Ended::Done });
        if let Some((command, fault)) = self.stopped {
            let first = command.lines().next().unwrap_or_default().to_owned();
            let message = format!("{}: {}", quoted(first), fault.error.message);
            let error = fault.error.saying(message);
            printer.complaint(
                &match fault.standing {
                    Standing::Unknown => error.help("whether it ran is not known: `kmgmt diff` with `--cluster` tells"),
                    Standing::Refused | Standing::NotDone => error,
                },
                "",
            );
        }
        if let Err(error) = written {
            printer.complaint(&error, "");
            ended = ended.max(Ended::Refused);
        }
        ended
    }
}
