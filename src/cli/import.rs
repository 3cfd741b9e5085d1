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
use crate::cli::remote::{ClusterAnswers, READING, about, connect, read as read_cluster};
use crate::cli::source::{SourceError, or_standard_input, whole_text};
use crate::cli::start::{clock, open_catalog};
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::Directory;
use crate::engine::World;
use crate::model::finding::FindingRule;
use crate::plan::{Difference, Planned, What, all_differences, values, what};
use crate::session::Session;
use crate::state::import::{At, Fault, Imported, Input, Options, Sum, commands, import as import_texts};
use crate::state::{CATALOG, ENVIRONMENT, Folder};
use crate::store::Access;
use crate::syntax::pieces;
use crate::text::{counted, joined};

/// Imports files into a folder or a catalog file, or prints the commands whose answers can be imported.
pub(super) fn import(args: &ImportArgs) -> Ended {
    let mut printer = Printer::of_text(args.error_format);
    let target = match (args.output.as_deref(), args.catalog.as_deref()) {
        (Some(folder), _) if !args.commands => Target::Folder(folder),
        (_, Some(file)) => Target::Catalog(file),
        _ => {
            return say(&mut printer, commands(&names(args)).trim_end(), Ended::Done);
        }
    };
    let sources = before(&target, args).and_then(|before| match &args.cluster {
        Some(address) => Ok((of_cluster(address, args, before.0.as_ref(), &mut printer)?, before)),
        None => Ok((read(args)?, before)),
    });
    let ((inputs, unreadable), before) = match sources {
        Ok(read) => read,
        Err(unreadable) => {
            unreadable.iter().for_each(|(origin, error)| printer.complaint(error, origin));
            return Ended::Usage;
        }
    };
    unreadable.iter().for_each(|(origin, error)| printer.complaint(error, origin));
    let ended = if unreadable.is_empty() { Ended::Done } else { Ended::Refused };
    write(args, target, before, &inputs, &mut printer).max(ended)
}

/// Reads a real cluster; what it refuses is as a file that can't be read.
fn of_cluster(
    address: &str,
    args: &ImportArgs,
    before: Option<&Folder>,
    printer: &mut Printer,
) -> Result<Sources, Vec<Unreadable>> {
    let connection = connect(address, &args.connection, printer).map_err(|error| vec![(String::new(), error)]);
    let read = connection.and_then(|connection| {
        printer.work(READING);
        let read = read_cluster(&connection, &names(args), (before, &options(args)), printer);
        read.map_err(|refused| vec![(String::new(), about(refused))])
    });
    printer.rest();
    let ClusterAnswers { inputs, refused } = read?;
    let unreadable: Vec<Unreadable> = refused.into_iter().map(|refused| (String::new(), about(refused))).collect();
    if inputs.is_empty() { Err(unreadable) } else { Ok((inputs, unreadable)) }
}

/// Returns the databases that the arguments name in place of files.
fn names(args: &ImportArgs) -> Vec<String> {
    args.files.iter().map(|name| name.display().to_string()).collect()
}

fn options(args: &ImportArgs) -> Options {
    // Of a cluster each answer says of which database it is.
    let database = args.database.clone().filter(|_| args.cluster.is_none());
    Options { database, group: args.group.clone(), tenant: args.tenant.clone(), clock: clock(args.clock) }
}

/// Where the state goes.
#[derive(Clone, Copy)]
enum Target<'a> {
    Folder(&'a Path),
    Catalog(&'a Path),
}

/// What is there before: the state, and the catalog file that holds it, if that is there.
type Before = (Option<Folder>, Option<Session>);

/// Opens the catalog file into which is imported.
fn opened(file: &Path, args: &ImportArgs) -> Result<Session, Diagnostic> {
    let session = Session::on(Arc::new(open_catalog(file, Access::Write)?), clock(args.clock));
    session.read_all()?;
    Ok(session)
}

/// Reads what is there before; a catalog file that is not there is made later, when there is something to write.
fn before(target: &Target<'_>, args: &ImportArgs) -> Result<Before, Vec<Unreadable>> {
    match target {
        Target::Folder(folder) => Ok((existing(folder).map_err(|error| vec![error])?, None)),
        Target::Catalog(file) if !file.exists() => Ok((None, None)),
        Target::Catalog(file) => {
            let session = opened(file, args).map_err(|error| vec![(file.display().to_string(), error)])?;
            let state = Folder::of(&session);
            // Of a file in which nothing was changed yet nothing was read anywhere.
            let is_new = session.read().journal.last() == 0;
            Ok(((!is_new).then_some(state), Some(session)))
        }
    }
}

/// What is read: the texts, and which files can't be read.
type Sources = (Vec<Input>, Vec<Unreadable>);

/// Reads the files that can be read; where none can, nothing is to be done.
fn read(args: &ImportArgs) -> Result<Sources, Vec<Unreadable>> {
    let (mut texts, mut unreadable) = (Vec::new(), Vec::new());
    for path in or_standard_input(&args.files).iter() {
        for read in each_input(path) {
            match read {
                Ok(input) => texts.push(input),
                Err(error) => unreadable.push(error),
            }
        }
    }
    if texts.is_empty() && !unreadable.is_empty() { Err(unreadable) } else { Ok((texts, unreadable)) }
}

fn write(
    args: &ImportArgs,
    target: Target<'_>,
    (before, session): Before,
    inputs: &[Input],
    printer: &mut Printer,
) -> Ended {
    printer.work("importing");
    let imported = import_texts(before.as_ref(), inputs, &options(args));
    printer.rest();
    let Imported { state, sum, people, commands, faults, .. } = match imported {
        Ok(imported) => imported,
        Err(faults) => {
            faults.iter().for_each(|fault| tell(fault, printer));
            return Ended::Usage;
        }
    };
    faults.iter().for_each(|fault| tell(fault, printer));
    let ended = if faults.iter().all(|fault| fault.is_warning) { Ended::Done } else { Ended::Refused };
    let (saved, of_catalog) = match target {
        Target::Folder(folder) => (save(&state, folder, printer), commands),
        Target::Catalog(file) => match fill(file, session, &state, args) {
            Ok(changed) => (Ended::Done, changed),
            Err(error) => {
                printer.complaint(&error, "");
                return Ended::Usage;
            }
        },
    };
    let lines = [people, of_catalog].concat();
    let lines = if lines.is_empty() { "nothing changed".to_owned() } else { lines.join("\n") };
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

/// Makes a catalog file hold a state, by one change; answers with what is another than before, a line each.
fn fill(file: &Path, session: Option<Session>, state: &Folder, args: &ImportArgs) -> Result<Vec<String>, Diagnostic> {
    let directory = Directory::from_environment(state.environment.as_str());
    let directory = directory.map_err(|error| Diagnostic::error(Code::Input, error.to_string()))?;
    let mut new = Session::on(Arc::new(Cluster::with(Catalog::empty(), directory)), clock(args.clock));
    let mut fault = None;
    pieces(&state.catalog, 1, |piece| fault = fault.take().or(new.load(&piece).result.err()));
    if let Some(fault) = fault {
        return Err(fault);
    }
    let mut session = session.map_or_else(|| opened(file, args), Ok)?;
    let before = session.copy();
    let cluster = args.cluster.iter().map(|address| format!("--cluster {address}"));
    let words: Vec<String> = cluster.chain(names(args)).collect();
    session.become_like(&new, format!("kmgmt import {}", words.join(" ")).trim_end())?;
    Ok(before.world(|before| session.world(|after| differing(before, after))))
}

/// Returns the lines in which two states of a catalog differ: `+ database Sales: viewers aaduser=ana@contoso.com`.
fn differing(before: &World<'_>, after: &World<'_>) -> Vec<String> {
    let line = |difference: Difference| {
        let who = difference.principal().map(|principal| after.identity(principal).fqn());
        let planned = Planned { principal: who.clone(), name: who, difference, no_change: None };
        let Difference { scope, what: of, .. } = &planned.difference;
        let mark = planned.difference.sign().mark();
        let what = if *of == What::Entity { String::new() } else { format!(": {}", what(&planned)) };
        let values = values(&planned.difference);
        let values = if values.is_empty() { values } else { format!(": {values}") };
        format!("{mark} {scope}{what}{values}")
    };
    all_differences(before, after).into_iter().map(line).collect()
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
