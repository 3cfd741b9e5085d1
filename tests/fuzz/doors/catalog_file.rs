//! A catalog file that is damaged, or is none.

use std::cell::LazyCell;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use kmgmt::catalog::Catalog;
use kmgmt::cluster::Cluster;
use kmgmt::diagnostic::Diagnostic;
use kmgmt::directory::Directory;
use kmgmt::session::Session;
use kmgmt::store::Access;
use kmgmt::syntax::pieces;
use rusqlite::Connection;
use tempfile::TempDir;

use super::commands::is_taken;
use super::setup::{CLOCK, SETUP, run_well};

thread_local! {
    static FOLDER: LazyCell<TempDir> = LazyCell::new(|| tempfile::tempdir().unwrap());
}

/// A file whose tables have some of its changes, and its journal the rest.
static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("whole.db");
    let cluster = Arc::new(Cluster::open(&file, Access::Write).unwrap());
    run_well(&mut Session::on(Arc::clone(&cluster), CLOCK), SETUP);
    cluster.fold(1).unwrap();
    let mut session = Session::on(cluster, CLOCK);
    run_well(&mut session, "#dbcontext Sales\n.create table Z (a:long)\n.rename table U to Y\n.drop table Z");
    run_well(
        &mut session,
        ".add table Y admins ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com') 'z'\n#undo",
    );
    drop(session);
    std::fs::read(file).unwrap()
});

/// The columns of the file: table, what tells its rows apart, column.
static COLUMNS: LazyLock<Vec<(String, String, String)>> = LazyLock::new(|| {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, &*WHOLE).unwrap();
    let connection = Connection::open(file.path()).unwrap();
    let find = "SELECT t.name, (SELECT group_concat(k.name) FROM pragma_table_info(t.name) k WHERE k.pk > 0), c.name
        FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY t.name, c.cid";
    let mut find = connection.prepare(find).unwrap();
    let columns = find.query_map([], |row| Ok((row.get(0)?, row.get(1)?, format!("\"{}\"", row.get::<_, String>(2)?))));
    columns.unwrap().map(Result::unwrap).collect()
});

/// The first byte says how the file is made of the rest: it is the rest; some of its bytes are others; one of its
/// values is another, as a whole or in a part.
pub fn run(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let file = FOLDER.with(|folder| folder.path().join("case.db"));
    std::fs::write(&file, content(first % 8, rest)).unwrap();
    if first % 8 > 2 {
        change_value(&file, rest);
    }
    used(&file);
    for name in ["case.db", "case.db-journal"] {
        let _ = std::fs::remove_file(file.with_file_name(name));
    }
}

fn content(way: u8, rest: &[u8]) -> Vec<u8> {
    let mut content = WHOLE.clone();
    match way {
        0 => return rest.to_vec(),
        1 => {
            for change in rest.chunks_exact(3) {
                let at = usize::from(u16::from_be_bytes([change[0], change[1]])) % content.len();
                content[at] = change[2];
            }
        }
        2 => {
            let length = rest.iter().take(3).fold(0, |length, byte| length << 8 | usize::from(*byte));
            content.truncate(length % content.len());
        }
        _ => {}
    }
    content
}

/// Column, row, place and length choose a part of a value; the rest of the bytes is put there.
fn change_value(file: &Path, bytes: &[u8]) {
    let [column, row, place, length, new @ ..] = bytes else { return };
    let (table, key, column) = &COLUMNS[usize::from(*column) % COLUMNS.len()];
    let connection = Connection::open(file).unwrap();
    let count: u8 = connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
    let chosen = format!("SELECT {key} FROM {table} LIMIT 1 OFFSET {}", row % count.max(1));
    let old = format!("SELECT CAST({column} AS TEXT) FROM {table} WHERE ({key}) = ({chosen})");
    let old: Option<String> = connection.query_row(&old, [], |row| row.get(0)).unwrap();
    let old = old.unwrap_or_default().into_bytes();
    let new = match length {
        255 => new.to_vec(),
        _ => {
            let from = old.len() * usize::from(*place) / 256;
            let to = old.len().min(from + usize::from(*length));
            [&old[..from], new, &old[to..]].concat()
        }
    };
    let new = String::from_utf8_lossy(&new);
    // Not every column takes every value.
    let _ = connection.execute(&format!("UPDATE {table} SET {column} = ?1 WHERE ({key}) = ({chosen})"), [&new]);
}

/// Whatever is tried ends, in an error or not, and what is said to be written is there.
fn used(file: &Path) {
    let _ = read(file);
    let _ = changed(file);
    let _ = salvaged(file);
}

fn read(file: &Path) -> Result<(), Diagnostic> {
    let mut session = opened(file, Access::Read)?;
    statements(&mut session, "#dbcontext Sales\n.show table T principals\n.show database Sales principals");
    session.read_all()?;
    statements(
        &mut session,
        ".show cluster principals\n.show databases\n.show database Sales schema\n.show cluster blockedprincipals",
    );
    session.read_journal()?;
    statements(&mut session, ".show journal\n.show table T policy retention\n#who-can view table Sales.T");
    Ok(())
}

fn changed(file: &Path) -> Result<(), Diagnostic> {
    let mut session = opened(file, Access::Write)?;
    let mut is_done = true;
    pieces(".create database New", 1, |piece| is_done = session.run(&piece).result.is_ok());
    if is_done {
        let again = opened(file, Access::Read)?;
        again.read_all()?;
        assert!(again.read().catalog.database("New").is_some(), "what was written is not there");
    }
    session.revert(1, false).map(drop).or_else(|_| session.revert(2, true).map(drop))?;
    session.cluster().fold(1)?;
    session.cluster().prune(jiff::Timestamp::UNIX_EPOCH)?;
    opened(file, Access::Read)?.read_journal()
}

fn salvaged(file: &Path) -> Result<(), Diagnostic> {
    let (cluster, _) = Cluster::salvaged(file)?;
    let old = Session::on(Arc::new(cluster), CLOCK);
    let mut new = Session::on(Arc::new(Cluster::with(Catalog::empty(), Directory::open())), CLOCK);
    new.become_like(&old, "kmgmt recover")?;
    statements(&mut new, ".show databases\n.show cluster principals\n#dbcontext Sales\n.show table T principals");
    Ok(())
}

fn opened(file: &Path, access: Access) -> Result<Session, Diagnostic> {
    Ok(Session::on(Arc::new(Cluster::open(file, access)?), CLOCK))
}

fn statements(session: &mut Session, text: &str) {
    pieces(text, 1, |piece| {
        is_taken(session, &piece);
    });
}
