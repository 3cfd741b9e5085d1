//! `kmgmt plan` and `kmgmt diff`: what would change, and who would gain and lose access.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use crate::cli::Ended;
use crate::cli::args::{DiffArgs, DiffMode, PlanArgs, PlanFormat, ReportArgs, Setting};
use crate::cli::export::write;
use crate::cli::findings;
use crate::cli::printer::{Printer, closed, style};
use crate::cli::run::{acts_as, unreadable};
use crate::cli::source::{Source, working_directory};
use crate::cli::start::{beside, session};
use crate::diagnostic::{Code, Diagnostic, Severity, Style};
use crate::model::finding::Basis;
use crate::plan::{
    self, Ignores, Judged, Only, Options, Paint, Plan, Report, Trial, fits_finding, human, json, markdown, script,
};
use crate::render::annotation::{Service, annotation};
use crate::render::findings as shown;
use crate::render::plan_page::page_of_plan;

/// `kmgmt plan SCRIPT…`
pub(super) fn plan(args: &PlanArgs) -> Ended {
    let setting = Setting {
        from: args.from.clone(),
        environment: args.environment.clone(),
        database: args.database.clone(),
        clock: args.clock,
        ..Setting::default()
    };
    let mut printer = Printer::new(&setting, true);
    let Some(mut session) = session(&setting, &mut printer) else { return Ended::Usage };
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
    let setting = Setting { from: Some(args.before.clone()), database: args.database.clone(), ..Setting::default() };
    let mut printer = Printer::new(&setting, true);
    let Some(before) = session(&setting, &mut printer) else { return Ended::Usage };
    let Some(after) = beside(&before, &args.after, &setting, &mut printer) else { return Ended::Usage };
    let mut trial = Trial::of(before, after);
    if args.mode == DiffMode::Additive {
        trial.keep();
    }
    report(&args.report, &trial, &mut printer)
}

fn sources(args: &PlanArgs) -> Result<Vec<Source>, (String, io::Error)> {
    if args.scripts.is_empty() {
        return Ok(vec![Source::stdin()]);
    }
    let open = |path: &std::path::PathBuf| Source::open(path).map_err(|error| (path.display().to_string(), error));
    args.scripts.iter().map(open).collect()
}

/// Runs the statements of a source; answers whether the run goes on.
fn run(mut source: Source, trial: &mut Trial, printer: &mut Printer) -> Result<bool, Ended> {
    loop {
        let mut go_on = true;
        let read = source.read(|piece, origin| {
            go_on = trial.run(piece, origin);
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
    let only = match args.only.iter().map(|text| Only::parse(text)).collect::<Result<Vec<Only>, String>>() {
        Ok(only) => only,
        Err(message) => {
            printer.complaint(&Diagnostic::error(Code::Syntax, message), "--only");
            return Ended::Usage;
        }
    };
    let mut gate = match findings::gate(&args.findings, Basis::Run) {
        Ok(gate) => gate,
        Err(error) => {
            printer.complaint(&error, "--baseline");
            return Ended::Usage;
        }
    };
    if let Err(error) = only.iter().try_for_each(|only| only.check(&trial.before, &trial.after)) {
        printer.complaint(&error, "--only");
        return Ended::Usage;
    }
    let renames = trial.renames();
    let before = renames.applied(&trial.before);
    let whole = Plan::compare(&before, &trial.after, args.expand_groups).renamed(&renames);
    let changes = !whole.is_empty();
    let options = Options { wide_group: args.wide_group };
    let all = gate.judge(plan::findings(trial, &whole.gains, &options), &trial.ignores);
    let is_chosen = |judged: &&Judged| judged.fails() || judged.is_open() && fits_finding(&only, &judged.finding);
    let judged: Vec<Judged> = all.iter().filter(is_chosen).cloned().collect();
    if let Err(error) = findings::write_baseline(&args.findings, &gate) {
        printer.complaint(&error, "--write-baseline");
        return Ended::Usage;
    }
    let plan = whole.only(&only);
    let coloured = args.output.is_none() && io::stdout().is_terminal() && style() == Style::Colour;
    let style = if coloured { Style::Colour } else { Style::Plain };
    // What is a note and lets nothing fail, the plan itself says: who gains access.
    let told = |judged: &&Judged| judged.finding.diagnostic.severity != Severity::Note;
    let found: String = judged.iter().filter(told).map(|judged| shown::human(judged, style) + "\n").collect();
    let fault = trial.fault.as_ref().map(|fault| (&fault.statement, &fault.diagnostic));
    let (statements, database) = (trial.statements, trial.after.database());
    let report = Report { plan: &plan, statements, database, findings: &judged, found: &found, fault };
    let format = args.format.or_else(|| args.output.as_deref().and_then(by_extension)).unwrap_or(PlanFormat::Human);
    let text = match format {
        PlanFormat::Human => human(&report, if coloured { Paint::Colour } else { Paint::Plain }),
        PlanFormat::Markdown => markdown(&report),
        PlanFormat::Html => page_of_plan(&report, &before, &trial.after),
        PlanFormat::Json => {
            let objects: Vec<_> = judged.iter().map(shown::object).collect();
            json(&report, &serde_json::to_value(objects).unwrap_or_default(), &trial.before)
        }
        PlanFormat::Sarif => shown::sarif(&all, &working_directory()),
        PlanFormat::Github => annotations(&judged, Service::Github),
        PlanFormat::Azuredevops => annotations(&judged, Service::AzureDevops),
    };
    let ended = match (trial.fault.is_some() || gate.fails(), args.detailed_exitcode && changes) {
        (true, _) => Ended::Refused,
        (false, true) => Ended::Changes,
        (false, false) => Ended::Done,
    };
    let (before, after) = (&trial.before, &trial.after);
    let scripts =
        [(&args.script, before, after, renames.clone()), (&args.undo_script, after, before, renames.inverse())];
    for (file, from, to, renames) in scripts {
        if let Some(file) = file
            && !written(file, &script(from, to, &renames), printer)
        {
            return Ended::Usage;
        }
    }
    match &args.output {
        Some(file) if !written(file, &text, printer) => Ended::Usage,
        Some(_) => ended,
        None => io::stdout().write_all(text.as_bytes()).map_or_else(|error| closed(&error, ended), |()| ended),
    }
}

/// Returns a line for each finding.
fn annotations(judged: &[Judged], service: Service) -> String {
    let folder = working_directory();
    judged.iter().map(|judged| annotation(&shown::issue(judged), service, &folder) + "\n").collect()
}

fn by_extension(file: &Path) -> Option<PlanFormat> {
    match file.extension()?.to_str()? {
        "md" | "markdown" => Some(PlanFormat::Markdown),
        "html" | "htm" => Some(PlanFormat::Html),
        "json" => Some(PlanFormat::Json),
        "sarif" => Some(PlanFormat::Sarif),
        _ => None,
    }
}

/// Writes a file; answers whether that went well.
fn written(file: &Path, text: &str, printer: &mut Printer) -> bool {
    write(file, text).map_err(|error| printer.complaint(&error, &file.display().to_string())).is_ok()
}
