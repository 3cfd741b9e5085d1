//! `kmgmt import`: reads what a real cluster answered and writes a state.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::catalog::Catalog;
use crate::cli::Ended;
use crate::cli::answers::{Unreadable, each_input, tell, unreadable};
use crate::cli::args::ImportArgs;
use crate::cli::export::save;
use crate::cli::printer::{Printer, closed};
use crate::cli::source::{SourceError, or_standard_input, whole_text};
use crate::cli::start::clock;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::Directory;
use crate::model::finding::FindingRule;
use crate::session::{Clock, Session};
use crate::state::import::{At, Fault, Imported, Input, Options, Sum, commands, import as import_texts};
use crate::state::{CATALOG, ENVIRONMENT, Folder};
use crate::store::Access;
use crate::syntax::pieces;
use crate::text::{counted, joined};

/// Imports files into a folder, or prints the commands whose answers can be imported.
pub(super) fn import(args: &ImportArgs) -> Ended {
    let mut printer = Printer::of_text(args.error_format);
    let target = match (args.output.as_deref(), args.catalog.as_deref()) {
        (Some(folder), _) if !args.commands => Target::Folder(folder),
        (_, Some(file)) => match catalog(file, args) {
            Ok(session) => Target::Catalog(Box::new(session)),
            Err(error) => {
                printer.complaint(&error, "");
                return Ended::Usage;
            }
        },
        _ => {
            let databases: Vec<String> = args.files.iter().map(|name| name.display().to_string()).collect();
            return say(&mut printer, commands(&databases).trim_end(), Ended::Done);
        }
    };
    match read(args, &target) {
        Ok((before, inputs, unreadable)) => {
            unreadable.iter().for_each(|(origin, error)| printer.complaint(error, origin));
            let ended = if unreadable.is_empty() { Ended::Done } else { Ended::Refused };
            write(args, target, before.as_ref(), &inputs, &mut printer).max(ended)
        }
        Err(unreadable) => {
            unreadable.iter().for_each(|(origin, error)| printer.complaint(error, origin));
            Ended::Usage
        }
    }
}

/// Where the state goes.
enum Target<'a> {
    Folder(&'a Path),
    Catalog(Box<Session>),
}

/// Opens the catalog file into which is imported.
fn catalog(file: &Path, args: &ImportArgs) -> Result<Session, Diagnostic> {
    let session = Session::on(Arc::new(Cluster::open(file, Access::Write)?), clock(args.clock));
    session.read_all()?;
    Ok(session)
}

/// What is read: the state before, the texts, and which files can't be read.
type Sources = (Option<Folder>, Vec<Input>, Vec<Unreadable>);

/// Reads the files that can be read; where none can, nothing is to be done.
fn read(args: &ImportArgs, target: &Target<'_>) -> Result<Sources, Vec<Unreadable>> {
    let before = match target {
        Target::Folder(folder) => existing(folder).map_err(|error| vec![error])?,
        // A file that was made just now has nothing that was read anywhere.
        Target::Catalog(session) => Some(Folder::of(session)).filter(|_| session.read().journal.last() > 0),
    };
    let (mut texts, mut unreadable) = (Vec::new(), Vec::new());
    for path in or_standard_input(&args.files).iter() {
        for read in each_input(path) {
            match read {
                Ok(input) => texts.push(input),
                Err(error) => unreadable.push(error),
            }
        }
    }
    if texts.is_empty() && !unreadable.is_empty() { Err(unreadable) } else { Ok((before, texts, unreadable)) }
}

fn write(
    args: &ImportArgs,
    target: Target<'_>,
    before: Option<&Folder>,
    inputs: &[Input],
    printer: &mut Printer,
) -> Ended {
    let clock = clock(args.clock);
    let (database, group, tenant) = (args.database.clone(), args.group.clone(), args.tenant.clone());
    printer.work("importing");
    let imported = import_texts(before, inputs, &Options { database, group, tenant, clock });
    printer.rest();
    let Imported { state, sum, changes, faults } = match imported {
        Ok(imported) => imported,
        Err(faults) => {
            faults.iter().for_each(|fault| tell(fault, printer));
            return Ended::Usage;
        }
    };
    faults.iter().for_each(|fault| tell(fault, printer));
    let ended = if faults.iter().all(|fault| fault.is_warning) { Ended::Done } else { Ended::Refused };
    let saved = match target {
        Target::Folder(folder) => save(&state, folder, printer),
        Target::Catalog(session) => fill(*session, &state, clock, printer),
    };
    let lines = if changes.is_empty() { "nothing changed".to_owned() } else { changes.join("\n") };
    let ended = say(printer, &lines, ended.max(saved));
    if !sum.has_home && sum.roles > 0 {
        let rule = FindingRule::ForeignTenant;
        printer.remark(&format!(
            "the tenant of the cluster is not known, so that `{rule}` finds nothing: `--tenant TENANT` says it"
        ));
    }
    printer.remark(&summed(&sum, &faults));
    ended
}

/// Makes a catalog file hold a state, by one change.
fn fill(mut session: Session, state: &Folder, clock: Clock, printer: &mut Printer) -> Ended {
    let mut tell = |error: &Diagnostic| {
        printer.complaint(error, "");
        Ended::Usage
    };
    let directory = match Directory::from_environment(state.environment.as_str()) {
        Ok(directory) => directory,
        Err(error) => return tell(&Diagnostic::error(Code::Input, error.to_string())),
    };
    let mut new = Session::on(Arc::new(Cluster::with(Catalog::empty(), directory)), clock);
    let mut fault = None;
    pieces(&state.catalog, 1, |piece| fault = fault.take().or(new.load(&piece).result.err()));
    match fault.map_or_else(|| session.become_like(&new, "kmgmt import"), Err) {
        Ok(_) => Ended::Done,
        Err(error) => tell(&error),
    }
}

/// Returns what the state has, and how much was not placed, in one line.
fn summed(sum: &Sum, faults: &[Fault]) -> String {
    let known = sum.known.iter().filter(|(_, count)| *count > 0);
    let mut all: Vec<String> = known.map(|(kind, count)| counted(*count, &kind.title().to_lowercase())).collect();
    all.push(counted(sum.roles, "role"));
    let left: BTreeSet<(&str, At)> = faults
        .iter()
        .filter(|fault| !fault.is_warning && fault.place.at != At::Whole)
        .map(|fault| (&*fault.place.origin, fault.place.at))
        .collect();
    let left = if left.is_empty() { String::new() } else { format!("; {} not placed", counted(left.len(), "row")) };
    format!("the state has {}{left}", joined(&all))
}

fn say(printer: &mut Printer, text: &str, ended: Ended) -> Ended {
    printer.say(text).map_or_else(|error| closed(&error, ended), |()| ended)
}

/// Returns the state that the folder has, if it has one.
fn existing(folder: &Path) -> Result<Option<Folder>, Unreadable> {
    let text = |name: &str| match whole_text(&folder.join(name)) {
        Ok(text) => Ok(Some(text)),
        Err(SourceError::Read(error)) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(&folder.join(name), error.cause())),
    };
    let (environment, catalog) = (text(ENVIRONMENT)?, text(CATALOG)?);
    if let Some(text) = &environment {
        let file = folder.join(ENVIRONMENT);
        Directory::from_environment(text.as_str()).map_err(|error| unreadable(&file, &error))?;
    }
    let whole = environment.is_some() || catalog.is_some();
    Ok(whole.then(|| Folder { environment: environment.unwrap_or_default(), catalog: catalog.unwrap_or_default() }))
}
