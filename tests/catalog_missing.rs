//! What is told where a catalog file is meant and there is none, and what undoing leaves to others.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "cli/kmgmt.rs"]
mod kmgmt;
mod support;

use std::path::Path;
use std::sync::Arc;

use ::kmgmt::cluster::Cluster;
use ::kmgmt::session::Session;
use ::kmgmt::store::Access;
use kmgmt::{command, run};

/// What is told of a run where `nowhere.db` is no file; no file is made.
fn told(args: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut run_there = command(args);
    run_there.current_dir(folder.path());
    let (out, err, code) = run(run_there, None);
    assert_eq!((out.as_str(), code), ("", 2), "{args:?}\n{err}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "{args:?} made a file");
    err
}

#[test]
fn each_command_says_of_a_missing_file_what_makes_one() {
    let of_files = "error: catalog `nowhere.db`: there is no such file
 |
 = help: this is about a catalog that is there; the first command, script or shell with `--catalog` makes one
";
    for args in [&["log"][..], &["undo"], &["undo", "3"], &["compact", "--keep", "0d"]] {
        assert_eq!(told(&[args, &["--catalog", "nowhere.db"]].concat()), of_files, "{args:?}");
    }
    let of_questions = "error: catalog `nowhere.db`: there is no such file
 |
 = help: a question makes none; a command, script or shell with `--catalog` does
";
    for args in [
        &["explain", "aaduser=ana@contoso.com", "view", "database", "NetDefaultDB"][..],
        &["who-can", "view", "database", "NetDefaultDB"],
        &["review"],
        &["plan"],
        &["export", "-o", "state"],
    ] {
        assert_eq!(told(&[args, &["--catalog", "nowhere.db"]].concat()), of_questions, "{args:?}");
    }
    insta::assert_snapshot!(told(&["--catalog", "nowhere.db", "--read-only", ".show version"]), @"
    error: catalog `nowhere.db`: there is no such file
     |
     = help: leave out `--read-only`, and it is made
    ");
    insta::assert_snapshot!(told(&["recover", "nowhere.db", "--into", "new.db"]), @"
    error: catalog `nowhere.db`: there is no such file
     |
     = help: FILE is the damaged catalog, which stays as it is, and `--into` names the new one
    ");
}

/// A session on a file, with an open directory.
fn open(file: &Path) -> Session {
    Session::on(Arc::new(Cluster::open(file, Access::Write).unwrap()), support::clock())
}

/// The tables of the default database.
fn tables(session: &mut Session) -> String {
    support::run(session, ".show tables | project TableName, Folder | order by TableName asc")
}

#[test]
fn names_that_changed_places_change_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catalog.db");
    let mut session = open(&file);
    support::run_well(
        &mut session,
        ".create table T1 (a:int) with (folder='one')\n.create table T2 (a:int) with (folder='two')",
    );
    let before = tables(&mut session);
    support::run_well(&mut session, ".rename tables T1=T2, T2=T1");
    assert_ne!(tables(&mut session), before);
    session.revert(1, false).unwrap();
    assert_eq!(tables(&mut session), before);
    // So do names that changed places after others took them, all at once.
    support::run_well(&mut session, ".rename tables T1=T2, T2=T1\n.rename table T1 to T3\n.create table T1 (a:int)");
    assert_eq!(open(&file).revert(3, false).unwrap().len(), 3);
    assert_eq!(tables(&mut session), before);
}

#[test]
fn what_teaches_the_directory_alone_is_no_change_to_undo() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = open(&folder.path().join("catalog.db"));
    support::run_well(&mut session, ".add database NetDefaultDB viewers ('aadgroup=G;contoso.com')");
    let again = ".clear cluster cache groupmembership with (group='aadgroup=G;contoso.com')";
    support::run_well(&mut session, &format!("{again}\n{again}"));
    let undone = session.revert(1, false).unwrap();
    assert!(undone[0].command.starts_with(".add database"), "{undone:?}");
    assert!(session.revert(1, false).is_err());
}

#[test]
fn a_refused_undo_holds_nobody_up() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catalog.db");
    let mut session = open(&file);
    support::run_well(&mut session, ".create table T (a:int)");
    assert!(session.revert(5, false).is_err());
    // Another one would wait for half a minute, and be refused.
    support::run_well(&mut open(&file), ".create table U (a:int)");
    support::run_well(&mut session, ".create table W (a:int)");
}
