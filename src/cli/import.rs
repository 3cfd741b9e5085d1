//! `kmgmt import`: reads what a real cluster answered and writes a state.

use std::io;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use crate::cli::Ended;
use crate::cli::answers::{Unreadable, inputs, tell, unreadable};
use crate::cli::args::ImportArgs;
use crate::cli::export::save;
use crate::cli::printer::{Printer, closed};
use crate::cli::source::or_standard_input;
use crate::directory::Directory;
use crate::session::Clock;
use crate::state::import::{Imported, Input, Options, commands, import as import_texts};
use crate::state::{CATALOG, ENVIRONMENT, Folder};

/// Imports files into a folder, or prints the commands whose answers can be imported.
pub(super) fn import(args: &ImportArgs) -> Ended {
    let mut printer = Printer::of_text(args.error_format);
    let Some(folder) = args.output.as_deref().filter(|_| !args.commands) else {
        let databases: Vec<String> = args.files.iter().map(|name| name.display().to_string()).collect();
        return say(&mut printer, commands(&databases).trim_end(), Ended::Done);
    };
    match read(args, folder) {
        Ok((before, inputs)) => write(args, folder, before.as_ref(), &inputs, &mut printer),
        Err((origin, error)) => {
            printer.complaint(&error, &origin);
            Ended::Usage
        }
    }
}

fn read(args: &ImportArgs, folder: &Path) -> Result<(Option<Folder>, Vec<Input>), Unreadable> {
    let before = existing(folder)?;
    let files = or_standard_input(&args.files);
    let all: Result<Vec<Vec<Input>>, Unreadable> = files.iter().map(|path| inputs(path)).collect();
    Ok((before, all?.concat()))
}

fn write(args: &ImportArgs, folder: &Path, before: Option<&Folder>, inputs: &[Input], printer: &mut Printer) -> Ended {
    let clock = args.clock.map_or(Clock::Running(Timestamp::now, SignedDuration::ZERO), Clock::Standing);
    let (database, group, tenant) = (args.database.clone(), args.group.clone(), args.tenant.clone());
    printer.work("importing");
    let imported = import_texts(before, inputs, &Options { database, group, tenant, clock });
    printer.rest();
    let Imported { state, changes, faults } = match imported {
        Ok(imported) => imported,
        Err(faults) => {
            faults.iter().for_each(|fault| tell(fault, printer));
            return Ended::Usage;
        }
    };
    faults.iter().for_each(|fault| tell(fault, printer));
    let ended = if faults.iter().all(|fault| fault.is_warning) { Ended::Done } else { Ended::Refused };
    let saved = save(&state, folder, printer);
    let lines = if changes.is_empty() { "nothing changed".to_owned() } else { changes.join("\n") };
    say(printer, &lines, ended.max(saved))
}

fn say(printer: &mut Printer, text: &str, ended: Ended) -> Ended {
    printer.say(text).map_or_else(|error| closed(&error, ended), |()| ended)
}

/// Returns the state that the folder has, if it has one.
fn existing(folder: &Path) -> Result<Option<Folder>, Unreadable> {
    let text = |name: &str| match std::fs::read_to_string(folder.join(name)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(&folder.join(name), &error)),
    };
    let (environment, catalog) = (text(ENVIRONMENT)?, text(CATALOG)?);
    if let Some(text) = &environment {
        let file = folder.join(ENVIRONMENT);
        Directory::from_environment(text.as_str()).map_err(|error| unreadable(&file, &error))?;
    }
    let whole = environment.is_some() || catalog.is_some();
    Ok(whole.then(|| Folder { environment: environment.unwrap_or_default(), catalog: catalog.unwrap_or_default() }))
}
