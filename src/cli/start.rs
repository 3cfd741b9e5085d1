//! Where sessions begin: the directory, the state that they load, the clock.

use std::path::Path;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::catalog::Catalog;
use crate::cli::args::Setting;
use crate::cli::printer::Printer;
use crate::cli::source::{Source, whole_text};
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::Directory;
use crate::session::{Clock, Request, Session};
use crate::state::{CATALOG, ENVIRONMENT};
use crate::syntax::Piece;

/// Returns a session as the arguments ask for it; or tells why there can be none.
pub(super) fn session(setting: &Setting, printer: &mut Printer) -> Option<Session> {
    let from = setting.state.from.as_deref();
    let folder = from.filter(|path| path.is_dir());
    let environment = folder.map(|folder| folder.join(ENVIRONMENT)).filter(|file| file.exists());
    let environment = setting.state.environment.as_deref().or(environment.as_deref());
    let told = directory(environment);
    let directory = told.map_err(|(origin, error)| printer.complaint(&error, &origin)).ok()?;
    let clock = setting.state.clock.map_or(Clock::Running(Timestamp::now, SignedDuration::ZERO), Clock::Standing);
    // A state says all that the cluster has, the default database too.
    let catalog = if folder.is_some() { Catalog::empty() } else { Catalog::new() };
    let mut session = Session::on(Arc::new(Cluster::with(catalog, directory)), clock);
    // A file is meant, and not standard input, whatever it is called.
    session.read_files_with(|file| whole_text(&Path::new(".").join(file)).map_err(|error| error.to_string()));
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
    if let Some(script) = source.script() {
        session.enter_script(script);
    }
    loop {
        let mut go_on = true;
        let read = source.read(|piece, origin| {
            go_on = load_statement(piece, origin, session, printer);
            go_on
        });
        match read {
            _ if !go_on => return None,
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                printer.complaint(&unreadable(&error), &origin);
                return None;
            }
        }
    }
    if source.script().is_some() {
        session.leave_script();
    }
    session.use_database(&database);
    Some(())
}

/// Runs a statement of a state, and those of the script that it reads; answers whether they succeeded.
fn load_statement(piece: &Piece<'_>, origin: &str, session: &mut Session, printer: &mut Printer) -> bool {
    let outcome = session.load(piece);
    if outcome.result.is_err() || !outcome.failed.is_empty() {
        printer.fault(&outcome, piece, origin, session);
        return false;
    }
    let Some(Request::Run(script)) = outcome.request else { return true };
    session.enter_script(&script.name);
    let (mut statements, mut go_on) = (script.statements(), true);
    while go_on && let Some(piece) = statements.next() {
        go_on = load_statement(&piece, &script.name, session, printer);
    }
    session.leave_script();
    go_on
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
