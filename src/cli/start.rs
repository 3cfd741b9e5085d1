//! Where sessions begin: the directory, the state that they load, the clock.

use std::path::Path;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::catalog::Catalog;
use crate::cli::args::Setting;
use crate::cli::printer::Printer;
use crate::cli::source::Source;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::Directory;
use crate::session::{Clock, Session};
use crate::state::{CATALOG, ENVIRONMENT};

/// Returns a session as the arguments ask for it; or tells why there can be none.
pub(super) fn session(setting: &Setting, printer: &mut Printer) -> Option<Session> {
    let from = setting.from.as_deref();
    let folder = from.filter(|path| path.is_dir());
    let environment = folder.map(|folder| folder.join(ENVIRONMENT)).filter(|file| file.exists());
    let environment = setting.environment.as_deref().or(environment.as_deref());
    let told = directory(environment);
    let directory = told.map_err(|(origin, error)| printer.complaint(&error, &origin)).ok()?;
    let clock = setting.clock.map_or(Clock::Running(Timestamp::now, SignedDuration::ZERO), Clock::Standing);
    // A state says all that the cluster has, the default database too.
    let catalog = if folder.is_some() { Catalog::empty() } else { Catalog::new() };
    let mut session = Session::on(Arc::new(Cluster::with(catalog, directory)), clock);
    session.read_files_with(|file| std::fs::read_to_string(file).map_err(|error| error.to_string()));
    if let Some(database) = &setting.database {
        session.use_database(database);
    }
    if let Some(path) = from {
        session.begin_with_state();
        let script = folder.map(|folder| folder.join(CATALOG));
        load(script.as_deref().unwrap_or(path), &mut session, printer)?;
    }
    session.treat_no_effect(setting.no_effect);
    Some(session)
}

/// Returns a session that has what a state has, whose principals have the numbers that they have in `known`.
pub(super) fn beside(known: &Session, path: &Path, setting: &Setting, printer: &mut Printer) -> Option<Session> {
    let folder = Some(path).filter(|path| path.is_dir());
    let mut directory = (*known.read().directory).clone();
    if let Some(file) = folder.map(|folder| folder.join(ENVIRONMENT)).filter(|file| file.exists()) {
        let loaded = self::directory(Some(&file));
        let loaded = loaded.map_err(|(origin, error)| printer.complaint(&error, &origin)).ok()?;
        directory.load(loaded.environment());
    }
    let catalog = if folder.is_some() { Catalog::empty() } else { Catalog::new() };
    let mut session = Session::on(Arc::new(Cluster::with(catalog, directory)), Clock::Standing(known.now()));
    if let Some(database) = &setting.database {
        session.use_database(database);
    }
    let script = folder.map(|folder| folder.join(CATALOG));
    load(script.as_deref().unwrap_or(path), &mut session, printer)?;
    Some(session)
}

/// Runs the script of a state, of which only faults are told.
fn load(path: &Path, session: &mut Session, printer: &mut Printer) -> Option<()> {
    let unreadable = |error: &dyn std::fmt::Display| {
        Diagnostic::error(Code::Input, format!("can't read the state `{}`: {error}", path.display()))
    };
    let origin = path.display().to_string();
    let opened = Source::open(path).map_err(|error| printer.complaint(&unreadable(&error), &origin));
    let mut source = opened.ok()?;
    let database = session.database().to_owned();
    loop {
        let mut failed = false;
        let read = source.read(|piece, _| {
            let outcome = session.load(piece);
            failed = outcome.result.is_err() || !outcome.failed.is_empty();
            if failed {
                printer.fault(&outcome, piece, &origin, session);
            }
            !failed
        });
        match read {
            _ if failed => return None,
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                printer.complaint(&unreadable(&error.cause()), &origin);
                return None;
            }
        }
    }
    session.use_database(&database);
    Some(())
}

/// Returns the directory of an environment file, or an open one; an error comes with the name of the file.
pub(super) fn directory(environment_file: Option<&Path>) -> Result<Directory, (String, Diagnostic)> {
    let Some(path) = environment_file else { return Ok(Directory::open()) };
    environment(path).map_err(|error| (path.display().to_string(), error))
}

fn environment(path: &Path) -> Result<Directory, Diagnostic> {
    let wrong =
        |message: String| Diagnostic::error(Code::Input, format!("environment `{}`: {message}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    Directory::from_environment(text).map_err(|error| wrong(error.to_string()))
}
