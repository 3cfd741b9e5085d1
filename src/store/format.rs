//! The file: its tables, and how it is made, recognized and brought to the newest format.
//!
//! It is a database of SQLite, and can be looked at as one. `journal` has every change; the other tables are what the
//! changes up to `folded` come to.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::catalog::Catalog;
use crate::model::limit;
use crate::store::StoreFault;
use crate::store::cells::Batch;

/// What SQLite files of kmgmt say of themselves: `kmgm`, in letters.
const APPLICATION: i64 = 0x6b6d_676d;

/// The format that is written.
pub(super) const VERSION: i64 = 1 + STEPS.len() as i64;

/// How many pages stay in memory between two groups, in KiB as SQLite takes it: below zero. 200,000 identities with
/// their index have 17 MiB.
const CACHE_KIB: i64 = -(64 << 10);

/// How every file of SQLite begins ([fileformat2.html](https://www.sqlite.org/fileformat2.html), section 1.3.1).
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Its tables but for `assignments`.
const TABLES: &str = "
CREATE TABLE settings (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
    sequence INTEGER PRIMARY KEY,
    time TEXT NOT NULL,
    principal INTEGER NOT NULL REFERENCES identities,
    context TEXT NOT NULL,
    command TEXT NOT NULL,
    edits TEXT NOT NULL,
    undone_by INTEGER
) STRICT;

CREATE TABLE identities (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL COLLATE NOCASE,
    object_id TEXT NOT NULL COLLATE NOCASE,
    tenant TEXT NOT NULL COLLATE NOCASE,
    known INTEGER NOT NULL,
    is_first INTEGER NOT NULL
) STRICT;
CREATE INDEX identity_by_id ON identities (id);
CREATE INDEX identity_by_object_id ON identities (object_id) WHERE object_id <> '';
CREATE INDEX first_identities ON identities (number) WHERE is_first;

CREATE TABLE entities (
    id INTEGER PRIMARY KEY,
    parent INTEGER NOT NULL,
    \"database\" INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL
) STRICT;
CREATE INDEX entity_by_name ON entities (parent, name, kind);
CREATE INDEX entity_by_database ON entities (\"database\");

CREATE TABLE cells (
    entity INTEGER NOT NULL,
    cell TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (entity, cell, key)
) STRICT, WITHOUT ROWID;
";

/// What came with format 2: before, assignments were cells too.
const ASSIGNMENTS: &str = "
CREATE INDEX earlier_identities ON identities (number) WHERE known = 2;
CREATE TABLE assignments (
    entity INTEGER NOT NULL,
    role TEXT NOT NULL,
    principal INTEGER NOT NULL REFERENCES identities,
    place INTEGER NOT NULL,
    notes TEXT NOT NULL,
    PRIMARY KEY (entity, role, principal)
) STRICT, WITHOUT ROWID;
";

/// What brings a file of format 1 to format 2, and so on for those that follow.
const STEPS: [&[&str]; 1] = [&[
    ASSIGNMENTS,
    "INSERT INTO assignments
     SELECT entity, lower(key ->> 'role'), key ->> 'principal', value ->> 'order', value ->> 'notes'
     FROM cells WHERE cell = 'Assignment';",
    "DELETE FROM cells WHERE cell = 'Assignment';",
]];

/// Whether the file may be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It is read alone, and must exist.
    Read,
    /// It is read and changed, and made where there is none.
    Write,
}

/// Opens a file, which is made where there is none and it is to be changed; answers whether it was.
pub(super) fn opened(path: &Path, access: Access) -> Result<(Connection, bool), StoreFault> {
    let recognized = recognized(path);
    let is_new = access == Access::Write && matches!(recognized, Err(StoreFault::Missing));
    if is_new {
        make(path)?
    } else {
        recognized?
    }
    let mut connection = connected(path, access)?;
    match check(&connection) {
        Err(StoreFault::Older(..)) if access == Access::Write => bring_up(&mut connection)?,
        checked => checked?,
    }
    Ok((connection, is_new))
}

/// Checks that a file is one of kmgmt, and has the newest format.
pub(super) fn check(connection: &Connection) -> Result<(), StoreFault> {
    let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application != APPLICATION {
        return Err(StoreFault::Foreign);
    }
    match connection.pragma_query_value(None, "user_version", |row| row.get(0))? {
        VERSION => Ok(()),
        newer if newer > VERSION => Err(StoreFault::Newer(newer, VERSION)),
        older if older < 1 => Err(StoreFault::damaged(format!("no version of kmgmt wrote format {older}"))),
        older => Err(StoreFault::Older(older, VERSION)),
    }
}

/// Brings a file of an older format to the newest one, in one transaction.
pub(super) fn bring_up(connection: &mut Connection) -> Result<(), StoreFault> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Somebody else may have been first.
    let format = match check(&transaction) {
        Err(StoreFault::Older(format, _)) => format,
        checked => return checked,
    };
    let passed = usize::try_from(format - 1).map_err(StoreFault::damaged)?;
    for step in STEPS.iter().skip(passed).flat_map(|step| step.iter()) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", VERSION)?;
    Ok(transaction.commit()?)
}

/// Returns whether a file is a database of SQLite, as catalog files are.
#[must_use]
pub fn is_database(path: &Path) -> bool {
    recognized(path).is_ok()
}

/// Reads the first bytes of a file, which say whether it is one of SQLite.
pub(super) fn recognized(path: &Path) -> Result<(), StoreFault> {
    let metadata = std::fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => StoreFault::Missing,
        _ => error.into(),
    })?;
    if !metadata.is_file() {
        let what = if metadata.is_dir() { "it is a folder" } else { "it is no file that can be kept" };
        return Err(StoreFault::System(what.to_owned()));
    }
    let mut file = File::open(path)?;
    let mut first = Vec::new();
    Read::by_ref(&mut file).take(MAGIC.len() as u64).read_to_end(&mut first)?;
    match first.as_slice() {
        [] => Err(StoreFault::Empty),
        first if first == MAGIC => Ok(()),
        _ => Err(StoreFault::Foreign),
    }
}

/// Which file of the system a path names: its device and its number there.
pub(super) type Place = (u64, u64);

/// Returns which file a path names. It is not opened: closing it would end the locks of this process on it.
#[cfg(unix)]
pub(super) fn place(path: &Path) -> Option<Place> {
    use std::os::unix::fs::MetadataExt;
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

/// Returns which file a path names: nobody says so here.
#[cfg(not(unix))]
pub(super) const fn place(_: &Path) -> Option<Place> {
    None
}

pub(super) fn connected(path: &Path, access: Access) -> Result<Connection, StoreFault> {
    // Whoever only reads, too, has to take back first what a process that was killed left half done. Where the file can't
    // be written SQLite opens it for reading.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    // Names such as `:memory:` mean a file here.
    let path = if path.is_relative() { Path::new(".").join(path) } else { path.to_owned() };
    // One connection is used by one thread at a time, which is what a store promises anyway.
    let mut connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    if access == Access::Write {
        // A change is in the file, and not in another one beside it.
        connection.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    }
    connection.pragma_update(None, "query_only", access == Access::Read)?;
    connection.busy_handler(Some(waits))?;
    // What is committed is on the disk, with the folder's entry of the rollback journal: `EXTRA` syncs that too.
    connection.pragma_update(None, "synchronous", "EXTRA")?;
    // Pages are written at commits alone: a large group does not lock readers out before.
    connection.pragma_update(None, "cache_spill", false)?;
    connection.pragma_update(None, "cache_size", CACHE_KIB)?;
    // A damaged file can't make SQLite run what it holds.
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    // Numbers of identities are made here alone, and need not be looked up again.
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

/// Waits for another process, and answers whether to try again. SQLite's own way waits up to a tenth of a second at a
/// time, in which one who has much to change takes the file again.
pub(super) fn waits(before: i32) -> bool {
    let most = limit::CATALOG_WAIT.as_millis() / limit::CATALOG_TURN.as_millis();
    std::thread::sleep(limit::CATALOG_TURN);
    u128::from(before.unsigned_abs()) < most
}

/// Makes a file with a new catalog: under a name of its own first, so that nobody meets half of it.
fn make(path: &Path) -> Result<(), StoreFault> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    if !folder.is_dir() {
        return Err(StoreFault::System(format!("there is no folder `{}`", folder.display())));
    }
    let file = tempfile::Builder::new().prefix(".kmgmt-").suffix(".new").tempfile_in(folder);
    // Its own name says nothing to whoever asked for the other one.
    let file = file.map_err(|error| io::Error::from(error.kind()))?;
    let mut connection = Connection::open_with_flags(file.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.pragma_update(None, "synchronous", "EXTRA")?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(TABLES)?;
    transaction.execute_batch(ASSIGNMENTS)?;
    let mut first = Batch::default();
    first.take(Catalog::first_database())?;
    first.write(&transaction)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()?;
    connection.close().map_err(|(_, error)| error)?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(File::open(folder)?.sync_all()?),
        // Another process was first, and its file is as good.
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.error.into()),
    }
}
