//! Where sessions begin: the directory, the state that they load, the clock.

use std::path::Path;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::catalog::{CLUSTER, Catalog, DEFAULT_DATABASE};
use crate::cli::args::Setting;
use crate::cli::begin::{Origin, begin, directory};
use crate::cli::printer::Printer;
use crate::cli::source::{Source, SourceError, whole_text};
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::Directory;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::remote::Connection;
use crate::session::{Clock, Request, Session};
use crate::store::{Access, StoreFault, is_database};
use crate::syntax::{Piece, pieces};

/// Returns a session as the arguments ask for it, to ask or to try something: what it changes is gone with it. Or tells
/// why there can be none.
pub(super) fn session(setting: &Setting, printer: &mut Printer) -> Option<Session> {
    match &setting.state.catalog {
        Some(file) => {
            let session = of_file(file, Access::Read, setting, printer)?;
            session.read_all().map_err(|error| printer.complaint(&error, "")).ok()?;
            Some(session.copy())
        }
        None => session_in_memory(setting, printer),
    }
}

/// Returns a session as the arguments ask for it, whose changes stay where there is a catalog file; or tells why there
/// can be none.
pub(super) fn lasting_session(setting: &Setting, printer: &mut Printer) -> Option<Session> {
    let access = if setting.state.read_only { Access::Read } else { Access::Write };
    match &setting.state.catalog {
        Some(file) => of_file(file, access, setting, printer),
        None => session_in_memory(setting, printer),
    }
}

/// Looks whether there is a catalog file, where none is made.
///
/// # Errors
/// There is none; `advice` says what makes one.
pub(super) fn expect_file(file: &Path, advice: &str) -> Result<(), Diagnostic> {
    if file.exists() { Ok(()) } else { Err(StoreFault::Missing.about(file).help(advice)) }
}

/// Opens a catalog file.
///
/// # Errors
/// It can't be opened; where `--from` reads what is there, that is said.
pub(super) fn open_catalog(file: &Path, access: Access) -> Result<Cluster, Diagnostic> {
    Cluster::open(file, access).map_err(|error| match state_at(file) {
        Some(what) => error.help(format!("`--from {}` reads {what}", file.display())),
        None => error,
    })
}

/// Returns what `--from` reads at a path, where that is no catalog file.
fn state_at(path: &Path) -> Option<&'static str> {
    if path.is_dir() {
        return Some("a folder with a state or with answers of a real cluster");
    }
    let is_text = || whole_text(path).is_ok_and(|text| !text.trim().is_empty());
    (!is_database(path) && is_text()).then_some("a script or an answer of a real cluster")
}

/// Returns a session on a catalog file.
fn of_file(file: &Path, access: Access, setting: &Setting, printer: &mut Printer) -> Option<Session> {
    let is_there = match (access, setting.state.read_only) {
        (Access::Write, _) => Ok(()),
        (Access::Read, true) => expect_file(file, "leave out `--read-only`, and it is made"),
        (Access::Read, false) => {
            expect_file(file, "a question makes none; a command, script or shell with `--catalog` does")
        }
    };
    let cluster = is_there.and_then(|()| open_catalog(file, access));
    let cluster = cluster.map_err(|error| printer.complaint(&error, "")).ok()?;
    if cluster.is_new() {
        printer.remark_unless_quiet(&format!(
            "catalog file `{}` is new: it has the database `{DEFAULT_DATABASE}`",
            file.display()
        ));
    }
    let environment = setting.state.environment.as_deref().map(|file| directory(Some(file))).transpose();
    let environment = environment.map_err(|(origin, error)| printer.complaint(&error, &origin)).ok()?;
    let mut session = Session::on(Arc::new(cluster), clock(setting.state.clock));
    prepare(&mut session, setting, printer);
    if let Some(environment) = environment.as_ref().and_then(Directory::environment) {
        let is_other = session.take_environment(environment).map_err(|error| printer.complaint(&error, "")).ok()?;
        let cluster = session.cluster();
        if let Some(source) = setting.state.environment.as_deref()
            && is_other
            && cluster.can_change()
            && !cluster.is_new()
        {
            let (file, source) = (file.display(), source.display());
            printer.remark_unless_quiet(&format!("the environment of catalog file `{file}` is now that of `{source}`"));
        }
    }
    session.treat_no_effect(setting.no_effect);
    Some(session)
}

/// Returns a session that has what a real cluster has, as far as one may read it.
pub(super) fn session_at(cluster: &Connection, setting: &Setting, printer: &mut Printer) -> Option<Session> {
    beginning_with(Some(Origin::Cluster(cluster)), setting, printer)
}

/// Returns a session that has what the arguments say.
fn session_in_memory(setting: &Setting, printer: &mut Printer) -> Option<Session> {
    beginning_with(setting.state.from.as_deref().map(Origin::Path), setting, printer)
}

fn beginning_with(origin: Option<Origin<'_>>, setting: &Setting, printer: &mut Printer) -> Option<Session> {
    let own = setting.state.environment.as_deref().map(|file| directory(Some(file))).transpose();
    let own = own.map_err(|(origin, error)| printer.complaint(&error, &origin)).ok()?;
    let clock = clock(setting.state.clock);
    let known = own.as_ref().and_then(|directory| Some(directory.environment()?.text().to_owned()));
    // A real cluster says itself who has a role on it: an environment says who exists besides.
    let own = own.filter(|_| !matches!(origin, Some(Origin::Cluster(_))));
    let begin = |origin: Origin<'_>| begin(origin, known.as_deref(), setting, clock, &mut *printer);
    let beginning = match origin.map(begin) {
        Some(begun) => Some(begun?),
        None => None,
    };
    let (of_state, beginning) = beginning.map(|it| (it.directory, (it.script, it.is_whole))).unzip();
    let directory = own.or(of_state.flatten()).unwrap_or_else(Directory::open);
    let is_state = beginning.is_some();
    let mut session = session_of(beginning, directory, (setting, clock), printer)?;
    if is_state && setting.database.is_none() {
        use_only_database(&mut session);
    }
    session.treat_no_effect(setting.no_effect);
    Some(session)
}

/// Puts the only database of a state in context, where the state does not have the one in which sessions begin.
fn use_only_database(session: &mut Session) {
    let only = {
        let catalog = &session.read().catalog;
        let mut names = catalog.child_names(CLUSTER, EntityKind::Database);
        let only = names.next().filter(|name| *name != session.database());
        only.filter(|_| names.next().is_none()).map(str::to_owned)
    };
    only.iter().for_each(|name| session.use_database(name));
}

/// Returns the clock of a session: it stands where that is asked for.
pub(super) fn clock(standing: Option<Timestamp>) -> Clock {
    standing.map_or(Clock::Running(Timestamp::now, SignedDuration::ZERO), Clock::Standing)
}

/// Returns two sessions that have what two states have, and in which principals have the same numbers. Who exists by
/// one of them is known in a script too, which says of nobody who it is.
pub(super) fn two(
    (before, after): (Origin<'_>, Origin<'_>),
    setting: &Setting,
    printer: &mut Printer,
) -> Option<(Session, Session)> {
    let clock = clock(setting.state.clock);
    let first = begin(before, None, setting, clock, printer)?;
    let people = first.directory.as_ref().and_then(|directory| Some(directory.environment()?.text().to_owned()));
    let second = begin(after, people.as_deref(), setting, clock, printer)?;
    let of_second = second.directory.as_ref().filter(|directory| !directory.is_closed());
    let directory = first.directory.unwrap_or_else(|| of_script(of_second.cloned().unwrap_or_else(Directory::open)));
    let mut one = session_of(Some((first.script, first.is_whole)), directory, (setting, clock), printer)?;
    let clock = Clock::Standing(one.now());
    let mut directory = (*one.read().directory).clone();
    match second.directory {
        Some(own) => directory.load(own.environment()),
        None => directory = of_script(directory),
    }
    let mut other = session_of(Some((second.script, second.is_whole)), directory, (setting, clock), printer)?;
    let has_default = |session: &Session| session.read().catalog.database(DEFAULT_DATABASE).is_some();
    let (in_one, in_other) = (has_default(&one), has_default(&other));
    if !first.is_whole && !in_other {
        drop_unused_default(&mut one);
    }
    if !second.is_whole && !in_one {
        drop_unused_default(&mut other);
    }
    Some((one, other))
}

/// Removes the default database, with which every script begins and that no real cluster has, where nothing is in it.
fn drop_unused_default(session: &mut Session) {
    let is_unused = {
        let catalog = &session.read().catalog;
        let found = catalog.database(DEFAULT_DATABASE).and_then(|id| Some((id, catalog.get(id)?)));
        found.is_some_and(|(id, database)| {
            let has_policies = database.policies.iter().next().is_some();
            !has_policies && database.assignments.is_empty() && catalog.all_children(id).is_empty()
        })
    };
    if is_unused {
        pieces(&format!(".{} {} {DEFAULT_DATABASE}", Keyword::Drop, EntityKind::Database), 1, |piece| {
            drop(session.load(&piece))
        });
    }
}

/// Returns the directory for a script, which says all that there is.
fn of_script(mut directory: Directory) -> Directory {
    directory.read_whole();
    directory
}

/// Returns a session that has what a script makes, if there is one; the script of a state says all that the cluster
/// has, the default database too.
fn session_of(
    beginning: Option<(Source, bool)>,
    directory: Directory,
    (setting, clock): (&Setting, Clock),
    printer: &mut Printer,
) -> Option<Session> {
    let catalog =
        if beginning.as_ref().is_some_and(|(_, is_whole)| *is_whole) { Catalog::empty() } else { Catalog::new() };
    let mut session = Session::on(Arc::new(Cluster::with(catalog, directory)), clock);
    prepare(&mut session, setting, printer);
    if let Some((script, _)) = beginning {
        session.begin_with_state();
        load(script, &mut session, printer)?;
    }
    Some(session)
}

/// Gives a session the database in context and the files that it may read.
fn prepare(session: &mut Session, setting: &Setting, printer: &Printer) {
    // A file is meant, and not standard input, whatever it is called.
    let files = printer.files();
    session.read_files_with(move |file| {
        let path = Path::new(".").join(file);
        let read = files.reads(&path).map_err(SourceError::Read).and_then(|()| whole_text(&path));
        read.map_err(|error| error.cause().to_string())
    });
    if let Some(database) = &setting.database {
        session.use_database(database);
    }
}

/// Runs the script of a state, of which only faults are told.
fn load(mut source: Source, session: &mut Session, printer: &mut Printer) -> Option<()> {
    let origin = source.name.clone();
    let unreadable = |error: &dyn std::fmt::Display| {
        Diagnostic::error(Code::Input, format!("can't read the state `{origin}`: {error}"))
    };
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
                printer.complaint(&unreadable(&error.cause()), &origin);
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
