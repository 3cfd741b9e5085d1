//! `kmgmt plan` and `kmgmt diff`: what would change, and who would gain and lose access.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::cli::Ended;
use crate::cli::args::{ConnectionArgs, DiffArgs, DiffMode, PlanArgs, PlanFormat, ReportArgs, Setting, StateArgs};
use crate::cli::begin::Origin;
use crate::cli::export::write;
use crate::cli::findings;
use crate::cli::overwritten::overwritten;
use crate::cli::printer::{Printer, closed};
use crate::cli::remote::connect;
use crate::cli::run::{acts_as, unreadable};
use crate::cli::source::{Source, is_standard_stream, or_standard_input, working_directory};
use crate::cli::start::{session, session_at, two};
use crate::cli::terminal;
use crate::diagnostic::{Code, Diagnostic, Severity, Style};
use crate::model::finding::Basis;
use crate::plan::{
    self, Gate, Ignores, Judged, Only, Options, Paint, Plan, Renames, Report, Trial, fits_finding, human, json,
    markdown, script,
};
use crate::remote::Connection;
use crate::render::annotation::{Service, annotation};
use crate::render::findings as shown;
use crate::render::plan_page::page_of_plan;
use crate::session::Session;
use crate::text::sentence_list;

/// `kmgmt plan SCRIPT…`
pub(super) fn plan(args: &PlanArgs) -> Ended {
    let setting = Setting { state: args.state.clone(), database: args.database.clone(), ..Setting::default() };
    let mut printer = Printer::silent(setting.error_format);
    printer.work("planning");
    let state = args.state.from.as_deref().into_iter().chain(args.state.environment.as_deref());
    let read: Vec<&Path> = args.scripts.iter().map(PathBuf::as_path).chain(state).collect();
    if overwrites(&args.report, &read, &mut printer) {
        return Ended::Usage;
    }
    let begun = match &args.cluster {
        Some(address) => reached(address, &args.connection, &mut printer)
            .and_then(|cluster| session_at(&cluster, &setting, &mut printer)),
        None => session(&setting, &mut printer),
    };
    let Some(mut session) = begun else { return Ended::Usage };
    printer.work("planning");
    if let Some(principal) = &args.principal
        && !acts_as(principal, &mut session, &mut printer)
    {
        return Ended::Usage;
    }
    let sources = match sources(args) {
        Ok(sources) => sources,
        Err((path, error)) => return unreadable(&path, &error, &mut printer),
    };
    let mut trial = Trial::begin(&session);
    for source in sources {
        match run(source, &mut trial, &mut printer) {
            Ok(true) => {}
            Ok(false) => break,
            Err(ended) => return ended,
        }
    }
    report(&args.report, &trial, &mut printer)
}

/// `kmgmt diff A B`
pub(super) fn diff(args: &DiffArgs) -> Ended {
    let state = StateArgs { clock: args.clock, ..StateArgs::default() };
    let setting = Setting { state, database: args.database.clone(), ..Setting::default() };
    let mut printer = Printer::silent(setting.error_format);
    printer.work("comparing");
    let read: Vec<&Path> = std::iter::once(&args.before).chain(&args.after).map(PathBuf::as_path).collect();
    if overwrites(&args.report, &read, &mut printer) {
        return Ended::Usage;
    }
    let cluster = match args.cluster.as_ref().map(|address| reached(address, &args.connection, &mut printer)) {
        Some(None) => return Ended::Usage,
        Some(cluster) => cluster,
        None => None,
    };
    let after = cluster.as_ref().map(Origin::WholeCluster).or(args.after.as_deref().map(Origin::Path));
    let Some(after) = after else { return Ended::Usage };
    let sides = (Origin::Path(&args.before), after);
    let Some((before, after)) = two(sides, &setting, &mut printer) else { return Ended::Usage };
    printer.work("comparing");
    let mut trial = Trial::of(before, after);
    if args.mode == DiffMode::Additive {
        trial.keep();
    }
    report(&args.report, &trial, &mut printer)
}

/// Returns a real cluster that can be asked, or tells why not.
fn reached(address: &str, args: &ConnectionArgs, printer: &mut Printer) -> Option<Connection> {
    connect(address, args, printer).map_err(|error| printer.complaint(&error, "")).ok()
}

/// Returns whether a file is to be written that is read, and complains of it.
fn overwrites(args: &ReportArgs, read: &[&Path], printer: &mut Printer) -> bool {
    let written = [
        ("--output", &args.output),
        ("--script", &args.script),
        ("--undo-script", &args.undo_script),
        ("--write-baseline", &args.findings.write_baseline),
    ];
    let error = written.iter().find_map(|(option, file)| overwritten(option, file.as_ref()?, read.iter().copied()));
    error.iter().for_each(|error| printer.complaint(error, "the file"));
    error.is_some()
}

fn sources(args: &PlanArgs) -> Result<Vec<Source>, (String, io::Error)> {
    let open = |path: &PathBuf| Source::open(path).map_err(|error| (path.display().to_string(), error));
    or_standard_input(&args.scripts).iter().map(open).collect()
}

/// Runs the statements of a source; answers whether the run goes on.
fn run(source: Source, trial: &mut Trial, printer: &mut Printer) -> Result<bool, Ended> {
    let script = source.script().map(str::to_owned);
    script.iter().for_each(|script| trial.after.enter_script(script));
    let ran = statements(source, trial, printer);
    script.iter().for_each(|_| trial.after.leave_script());
    ran
}

fn statements(mut source: Source, trial: &mut Trial, printer: &mut Printer) -> Result<bool, Ended> {
    loop {
        let mut go_on = true;
        let read = source.read(|piece, origin| {
            go_on = trial.run(piece, origin);
            printer.step();
            go_on
        });
        match read {
            _ if !go_on => return Ok(false),
            Ok(true) => {}
            Ok(false) => {
                let origin = source.name.clone();
                trial.end(Ignores::at_the_end(source.last_remarks(), &origin));
                return Ok(true);
            }
            Err(error) => {
                let message = format!("{}: {error}", source.name);
                printer.complaint(&Diagnostic::error(Code::Input, message), &source.name);
                return Err(error.ended());
            }
        }
    }
}

/// Writes the report and the scripts that are asked for.
fn report(args: &ReportArgs, trial: &Trial, printer: &mut Printer) -> Ended {
    let (only, format, mut gate) = match asked(args, trial) {
        Ok(asked) => asked,
        Err((option, error)) => {
            printer.complaint(&error, option);
            return Ended::Usage;
        }
    };
    let renames = trial.renames();
    let before = renames.applied(&trial.before);
    let whole = Plan::compare(&before, &trial.after, args.expand_groups).renamed(&renames);
    let changes = !whole.is_empty();
    let options = Options { wide_group: args.wide_group };
    let all = gate.judge(plan::findings(trial, &whole.gains, &options), &trial.ignores);
    if let Err(error) = findings::write_baseline(&args.findings, &gate) {
        printer.complaint(&error, "--write-baseline");
        return Ended::Usage;
    }
    let is_chosen = |judged: &&Judged| judged.fails() || judged.is_open() && fits_finding(&only, &judged.finding);
    let judged: Vec<Judged> = all.iter().filter(is_chosen).cloned().collect();
    let plan = whole.only(&only);
    let to_output = args.output.as_deref().is_none_or(is_standard_stream);
    let style = if to_output { terminal::style(&io::stdout()) } else { Style::Plain };
    // What is a note and lets nothing fail, the plan itself says: who gains access.
    let told = |judged: &&Judged| judged.finding.diagnostic.severity != Severity::Note;
    let found: String = judged.iter().filter(told).map(|judged| shown::human(judged, style) + "\n").collect();
    let fault = trial.fault.as_ref().map(|fault| (&fault.statement, &fault.diagnostic));
    let (statements, database) = (trial.statements, trial.after.database());
    let report = Report { plan: &plan, statements, database, findings: &judged, found: &found, fault };
    let text = text(format, (&report, &all), (&before, trial), &renames, style);
    printer.rest();
    // A report for people that is shown has the fault in it.
    let is_shown = to_output && matches!(format, PlanFormat::Human | PlanFormat::Markdown);
    if let Some((statement, error)) = fault.filter(|_| !is_shown) {
        printer.diagnostic(error, &statement.context());
    }
    let ended = match (trial.fault.is_some() || gate.fails(), args.detailed_exitcode && changes) {
        (true, _) => Ended::Refused,
        (false, true) => Ended::Changes,
        (false, false) => Ended::Done,
    };
    if !scripts_written(args, trial, &renames, printer) {
        return Ended::Usage;
    }
    match &args.output {
        Some(file) if !written(file, &text, printer) => Ended::Usage,
        Some(_) => ended,
        None => printer.show(text.as_bytes()).map_or_else(|error| closed(&error, ended), |()| ended),
    }
}

/// Reads what the options ask of a report; a fault is one of the option that is named with it.
fn asked(
    args: &ReportArgs,
    trial: &Trial,
) -> std::result::Result<(Vec<Only>, PlanFormat, Gate), (&'static str, Diagnostic)> {
    let only = args.only.iter().map(|text| Only::parse(text)).collect::<Result<Vec<Only>, String>>();
    let only = only.map_err(|message| ("--only", Diagnostic::error(Code::Syntax, message)))?;
    let format = mixed(args).map_or_else(|| format(args), Err).map_err(|error| ("--output", error))?;
    let gate = findings::gate(&args.findings, Basis::Run).map_err(|error| ("--baseline", error))?;
    let check = |only: &Only| only.check(&trial.before, &trial.after);
    only.iter().try_for_each(check).map_err(|error| ("--only", error))?;
    Ok((only, format, gate))
}

/// Returns a report in a format. `before` has the names that are after the renames.
fn text(
    format: PlanFormat,
    (report, all): (&Report<'_>, &[Judged]),
    (before, trial): (&Session, &Trial),
    renames: &Renames,
    style: Style,
) -> String {
    match format {
        PlanFormat::Human => {
            human(report, if style.is_coloured() { Paint::Colour } else { Paint::Plain }, style.width())
        }
        PlanFormat::Markdown => markdown(report),
        PlanFormat::Html => page_of_plan(report, before, &trial.after),
        PlanFormat::Json => {
            let objects: Vec<_> = report.findings.iter().map(shown::object).collect();
            let there = script(&trial.before, &trial.after, renames);
            let back = script(&trial.after, &trial.before, &renames.inverse());
            json(report, &objects, &trial.before, (&there, &back))
        }
        PlanFormat::Sarif => shown::sarif(all, &working_directory()),
        PlanFormat::Github => annotations(report.findings, Service::Github),
        PlanFormat::Azuredevops => annotations(report.findings, Service::AzureDevops),
    }
}

/// Writes the scripts that are asked for; answers whether that could be done.
fn scripts_written(args: &ReportArgs, trial: &Trial, renames: &Renames, printer: &mut Printer) -> bool {
    let (before, after) = (&trial.before, &trial.after);
    let scripts =
        [(&args.script, before, after, renames.clone()), (&args.undo_script, after, before, renames.inverse())];
    scripts.into_iter().all(|(file, from, to, renames)| {
        file.as_ref().is_none_or(|file| written(file, &script(from, to, &renames), printer))
    })
}

/// Returns a line for each finding.
fn annotations(judged: &[Judged], service: Service) -> String {
    let folder = working_directory();
    judged.iter().map(|judged| annotation(&shown::issue(judged), service, &folder) + "\n").collect()
}

/// The extensions of files whose form they tell.
const EXTENSIONS: [(&str, PlanFormat); 7] = [
    ("txt", PlanFormat::Human),
    ("md", PlanFormat::Markdown),
    ("markdown", PlanFormat::Markdown),
    ("html", PlanFormat::Html),
    ("htm", PlanFormat::Html),
    ("json", PlanFormat::Json),
    ("sarif", PlanFormat::Sarif),
];

/// Returns the form in which the report is written; without `--format` the file of `--output` tells it.
///
/// # Errors
/// The file has another extension than those that tell one.
fn format(args: &ReportArgs) -> Result<PlanFormat, Diagnostic> {
    let file = args.output.as_deref().filter(|file| !is_standard_stream(file));
    let extension = file.and_then(Path::extension);
    let Some(extension) = extension.filter(|_| args.format.is_none()) else {
        return Ok(args.format.unwrap_or(PlanFormat::Human));
    };
    let found = EXTENSIONS.iter().find(|(known, _)| extension.eq_ignore_ascii_case(known));
    found.map(|(_, format)| *format).ok_or_else(|| {
        let message = format!("`.{}` tells no form of a report", extension.to_string_lossy());
        let known: Vec<String> = EXTENSIONS.iter().map(|(known, _)| format!("`.{known}`")).collect();
        let help = format!("a file ends in {}, or `--format` says the form", sentence_list(&known, "or"));
        Diagnostic::error(Code::Syntax, message).help(help)
    })
}

/// Returns the error of two texts that are both to go to standard output, where nobody could part them.
fn mixed(args: &ReportArgs) -> Option<Diagnostic> {
    let report = args.output.as_deref().is_none_or(is_standard_stream);
    let scripts = [&args.script, &args.undo_script].map(|file| file.as_deref().is_some_and(is_standard_stream));
    let there = usize::from(report) + scripts.into_iter().filter(|it| *it).count();
    let message = "standard output takes the report or one script, not several of them";
    (there > 1).then(|| Diagnostic::error(Code::Syntax, message).help("name a file for the others: `-o plan.md`"))
}

/// Writes a file, or to standard output for `-`; answers whether that went well.
fn written(file: &Path, text: &str, printer: &mut Printer) -> bool {
    if is_standard_stream(file) {
        return io::stdout()
            .write_all(text.as_bytes())
            .map_or_else(|error| closed(&error, Ended::Done) == Ended::Done, |()| true);
    }
    write(file, text).map_err(|error| printer.complaint(&error, &file.display().to_string())).is_ok()
}
