//! `kmgmt apply`: runs the script of a plan on a real cluster.

use std::io::{self, BufRead, IsTerminal, Write};

use crate::cli::Ended;
use crate::cli::args::{ApplyArgs, ErrorFormat, Setting, StateArgs};
use crate::cli::begin::Origin;
use crate::cli::printer::{Printer, closed};
use crate::cli::remote::{READING, connect};
use crate::cli::start::two;
use crate::diagnostic::{Code, Diagnostic};
use crate::plan::{Paint, Plan, Report, human, state_id};
use crate::remote::Connection;
use crate::session::Session;
use crate::state::Folder;
use crate::syntax::pieces;
use crate::text::{counted, tame};

mod interrupts;
mod plan_file;
mod record;
mod run;

use plan_file::PlanFile;
use record::Record;
use run::Run;

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
    let connection = connect(&args.cluster, &args.connection, printer).map_err(usage)?;
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
    printer.work("applying");
    let mut run = Run::new(connection, &now, record);
    pieces(&plan.script, 1, |piece| run.piece(&piece, printer));
    printer.rest();
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
    printer.work(READING);
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
