//! Catalog files when something goes wrong in the middle: nothing half read counts, nobody waits for a command that
//! changes nothing, and a file that became another one is noticed.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "cli/kmgmt.rs"]
mod kmgmt;
mod support;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ::kmgmt::cluster::Cluster;
use ::kmgmt::session::{Clock, Session};
use ::kmgmt::store::Access;
use jiff::Timestamp;
use kmgmt::{command, recover, run, well};

const CLOCK: &str = "2026-01-31T12:00:00Z";

/// A session on a catalog file.
fn open(file: &Path) -> Session {
    let clock = Clock::Standing(CLOCK.parse::<Timestamp>().unwrap());
    Session::on(Arc::new(Cluster::open(file, Access::Write).unwrap()), clock)
}

fn told(session: &mut Session, text: &str) -> String {
    support::run(session, text)
}

fn compact(file: &Path) {
    let args = ["compact", "--catalog", file.to_str().unwrap(), "--keep", "0d"];
    assert_eq!(run(command(args), None).2, 0);
}

fn made(folder: &tempfile::TempDir, commands: &[&str]) -> PathBuf {
    let file = folder.path().join("catalog.db");
    well(&file, &[&["-q"], commands].concat());
    file
}

#[test]
fn entities_in_databases_that_are_not_read_keep_their_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let file = made(&folder, &[".create database D1", ".create database D2"]);
    compact(&file);
    well(&file, &["-q", "-d", "D2", ".create table A (a:int)"]);
    well(&file, &["-q", "-d", "D1", ".create table B (a:int)"]);
    compact(&file);
    let tables = |database: &str| well(&file, &["-d", database, "--format", "csv", ".show tables | project TableName"]);
    assert_eq!((tables("D2").as_str(), tables("D1").as_str()), ("TableName\nA\n", "TableName\nB\n"));
}

#[test]
fn what_was_read_before_a_fault_does_not_count_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let script: String =
        (0..1_500).map(|number| format!(".add table T admins ('aaduser=u{number}@contoso.com')\n")).collect();
    let file = made(&folder, &[".create table T (a:int)"]);
    let ran = run(command(["--catalog", file.to_str().unwrap(), "-q"]), Some(script.as_bytes()));
    assert_eq!(ran, (String::new(), String::new(), 0));
    let whole = std::fs::read(&file).unwrap();
    let mut damaged = 0;
    for page in (1..whole.len() / 4096).step_by(3) {
        let mut bytes = whole.clone();
        bytes[page * 4096..page * 4096 + 4096].fill(0xA5);
        std::fs::write(&file, &bytes).unwrap();
        let Ok(cluster) = Cluster::open(&file, Access::Write) else { continue };
        let mut session = Session::on(Arc::new(cluster), Clock::Standing(CLOCK.parse().unwrap()));
        let question = ".show table T principals | count";
        let (first, second) = (told(&mut session, question), told(&mut session, question));
        assert_eq!(first, second, "page {page}");
        damaged += usize::from(first.contains("damaged"));
    }
    assert!(damaged > 10, "{damaged}");
}

/// A run on a file that is given these lines and then waits for more.
fn waiting(file: &Path, args: &[&str], lines: &str) -> std::process::Child {
    let mut child =
        command([&["--catalog", file.to_str().unwrap()], args].concat()).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.as_mut().unwrap().write_all(lines.as_bytes()).unwrap();
    let mut shown = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut shown).unwrap();
    child
}

#[test]
fn nobody_waits_for_one_who_changed_nothing_and_waits_himself() {
    for (args, lines) in [
        // It is there already.
        (&["--on-error", "continue"][..], ".create database D ifnotexists;\n\n.show version\n\n"),
        // It is refused.
        (&["--on-error", "continue"][..], ".drop table Nowhere;\n\n.show version\n\n"),
        // Somebody new is learned, and nothing else happens.
        (&["--as", "aaduser=new@contoso.com"][..], ".show version\n\n"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let file = made(&folder, &[".create database D"]);
        let mut child = waiting(&file, args, lines);
        let begun = Instant::now();
        well(&file, &["-q", ".add database D viewers ('aaduser=ana@contoso.com')"]);
        let waited = begun.elapsed();
        drop(child.stdin.take());
        child.wait().unwrap();
        assert!(waited < Duration::from_secs(10), "{args:?} {lines}: waited {waited:?}");
    }
}

#[test]
fn nobody_waits_for_tables_that_can_follow_later() {
    let folder = tempfile::tempdir().unwrap();
    let script: String =
        (0..1_100).map(|number| format!(".add database D viewers ('aaduser=u{number}@contoso.com')\n")).collect();
    let file = made(&folder, &[".create database D"]);
    // The journal is longer than the tables wait for, since somebody reads when they should follow.
    let reader = rusqlite::Connection::open(&file).unwrap();
    let mut child = command(["--catalog", file.to_str().unwrap(), "-q"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.as_mut().unwrap().write_all(script.as_bytes()).unwrap();
    drop(child.stdin.take());
    child.wait().unwrap();
    reader
        .execute_batch("BEGIN IMMEDIATE; DELETE FROM settings WHERE name = 'folded'; COMMIT; BEGIN IMMEDIATE")
        .unwrap();
    let begun = Instant::now();
    assert_eq!(well(&file, &["--format", "csv", ".show databases | count"]), "Count\n2\n");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn an_environment_that_was_taken_back_and_compacted_away_is_gone_for_everybody() {
    let folder = tempfile::tempdir().unwrap();
    let file = made(&folder, &[".create database D"]);
    let environment = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/environment.json");
    let load = format!("#directory load '{}'", environment.display());
    well(&file, &["-q", &load]);
    let mut session = open(&file);
    let add = ".add database D viewers ('aaduser=stranger@contoso.com')";
    assert!(told(&mut session, add).contains("error"), "an environment closes the directory");
    assert_eq!(run(command(["undo", "--catalog", file.to_str().unwrap()]), None).2, 0);
    compact(&file);
    let answer = told(&mut session, add);
    assert!(!answer.contains("error"), "{answer}");
}

#[test]
fn another_file_under_the_name_is_noticed_and_then_used() {
    let folder = tempfile::tempdir().unwrap();
    let file = made(&folder, &[".create database D", ".add database D viewers ('aaduser=bo@contoso.com')"]);
    let other = folder.path().join("other.db");
    well(&other, &["-q", ".create database D", ".add database D viewers ('aaduser=eve@contoso.com')"]);
    // SQLite knows a file again by how often it was changed.
    well(&other, &["-q", ".create database E"]);
    let mut session = open(&file);
    assert!(told(&mut session, ".show database D principals").contains("bo@contoso.com"));
    std::fs::write(&file, std::fs::read(&other).unwrap()).unwrap();
    let add = ".add database D admins ('aaduser=bo@contoso.com')";
    insta::assert_snapshot!(told(&mut session, add).replace(file.to_str().unwrap(), "FILE"), @"
    error: catalog `FILE`: the file was replaced by another one, or removed, since it was opened
     --> test:1:1
      |
    1 | .add database D admins ('aaduser=bo@contoso.com')
      | ^^^^
      |
      = help: nothing was changed; what follows sees the file that is there now
    ");
    let answer = told(&mut session, add);
    assert!(answer.contains("Database D Admin") && answer.contains("bo@contoso.com"), "{answer}");
    let shown = well(&file, &["--format", "csv", ".show database D principals | project Role, PrincipalFQN"]);
    assert!(
        shown.contains("Database D Admin,aaduser=bo@contoso.com") && !shown.contains("Admin,aaduser=eve"),
        "{shown}"
    );
    // By another name in its place, too.
    std::fs::rename(&other, &file).unwrap();
    let question = ".show databases | count";
    let answer = told(&mut session, question);
    assert!(answer.contains("the file was replaced by another one"), "{answer}");
    assert_eq!(told(&mut session, question), "Count\n3\n");
}

#[test]
fn a_file_that_became_one_of_a_later_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = made(&folder, &[".create database D"]);
    let mut session = open(&file);
    told(&mut session, ".show databases");
    let other = rusqlite::Connection::open(&file).unwrap();
    other.pragma_update(None, "user_version", 99).unwrap();
    let answer = told(&mut session, ".create database E");
    assert!(answer.contains("the file has format 99"), "{answer}");
}

#[test]
fn a_session_is_told_of_changes_that_another_one_took_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = made(&folder, &[".create database D"]);
    let cluster = Arc::new(Cluster::open(&file, Access::Write).unwrap());
    let clock = Clock::Standing(CLOCK.parse().unwrap());
    let mut sessions = [Session::on(Arc::clone(&cluster), clock), Session::on(cluster, clock)];
    for (session, name) in sessions.iter_mut().zip(["E", "F"]) {
        session.gather_changes(true);
        told(session, &format!(".create database {name}"));
    }
    let [first, second] = &mut sessions;
    first.abandon();
    let fault = second.settle().unwrap_err();
    assert!(
        fault.message.contains("changes that were to become durable with these could not be written"),
        "{}",
        fault.message
    );
    assert_eq!(second.settle(), Ok(()));
    assert_eq!(well(&file, &["--format", "csv", ".show databases | count"]), "Count\n2\n");
}

#[test]
fn recovering_says_what_was_lost_and_makes_no_empty_catalog() {
    let folder = tempfile::tempdir().unwrap();
    let file = made(&folder, &[".create database D"]);
    let whole = std::fs::read(&file).unwrap();
    let new = folder.path().join("new.db");
    let recovered = |bytes: &[u8]| {
        std::fs::write(&file, bytes).unwrap();
        let (out, err, code) = recover(&file, &new);
        let is_made = new.exists();
        let _ = std::fs::remove_file(&new);
        (format!("{out}{err}{code}").replace(file.to_str().unwrap(), "FILE"), is_made)
    };
    insta::assert_snapshot!(recovered(&whole).0, @"
    databases, tables and the like: 1 read
    assignments of roles: 0 read
    policies and mappings: 0 read
    users, groups and applications: 1 read
    changes: 1 read
    the history is not copied: `log` and `undo` start empty, and the old file keeps it
    0
    ");
    let mut newer = whole.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    let first_page = [&whole[..100], &[0xA5; 3996], &whole[4096..]].concat();
    let foreign = {
        let path = folder.path().join("foreign.db");
        rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE others (a)").unwrap();
        std::fs::read(path).unwrap()
    };
    for bytes in [&b""[..], b"no catalog", &foreign, &newer, &first_page, &whole[..4096]] {
        let (told, is_made) = recovered(bytes);
        assert!(told.starts_with("error: catalog `FILE`: ") && told.ends_with('2') && !is_made, "{told}");
        assert!(!told.contains("kmgmt recover"), "{told}");
    }
    let mut some = whole.clone();
    some[3 * 4096..4 * 4096].fill(0xA5);
    insta::assert_snapshot!(recovered(&some).0, @"
    databases, tables and the like: 1 read
    assignments of roles: 0 read
    policies and mappings: 0 read
    users, groups and applications: 0 read, and not all could be read
    changes: 1 read
    lost: 1 of these, since who or what they are about could not be read
    the history is not copied: `log` and `undo` start empty, and the old file keeps it
    1
    ");
}
