//! What a catalog file may say of entities. That of a damaged one is refused where no command makes it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

mod support;

use std::path::Path;
use std::sync::Arc;

use kmgmt::cluster::Cluster;
use kmgmt::session::Session;
use kmgmt::store::Access;
use rusqlite::Connection;
use support::{clock, run, run_well};

/// A database, a table, a function and a workload group.
const SETUP: &str = "\
.create database Sales
#dbcontext Sales
.create table T (a:long)
.create-or-alter function F() { 1 }
.create-or-alter workload_group W '{}'
.alter table T policy restricted_view_access true";

fn open(file: &Path) -> Session {
    Session::on(Arc::new(Cluster::open(file, Access::Write).unwrap()), clock())
}

/// A file of these changes, those that `folded` says in its tables.
fn made(file: &Path, folded: bool) {
    let mut session = open(file);
    run_well(&mut session, SETUP);
    if folded {
        session.cluster().fold(1).unwrap();
    }
}

#[test]
fn a_workload_group_is_taken_into_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.db");
    made(&file, true);
    let shown = run(&mut open(&file), ".show workload_group W");
    assert_eq!(shown, "WorkloadGroupName,WorkloadGroup\nW,{}\n");
}

/// What is said of a file after its tables, or its journal, were changed so.
fn told(folded: bool, damage: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.db");
    made(&file, folded);
    assert!(Connection::open(&file).unwrap().execute(damage, []).unwrap() > 0, "{damage}");
    let opened = Cluster::open(&file, Access::Write);
    let error = opened.and_then(|cluster| Session::on(Arc::new(cluster), clock()).read_all()).unwrap_err();
    // What is left of it can be read all the same.
    let (cluster, _) = Cluster::salvaged(&file).unwrap();
    run_well(&mut Session::on(Arc::new(cluster), clock()), ".show databases\n.show journal");
    let message = error.message.replace(&file.display().to_string(), "FILE");
    format!("{message}\n{}", error.help.join("\n"))
}

#[test]
fn what_is_said_of_damage_is_one_line() {
    assert_eq!(
        told(true, "UPDATE cells SET cell = 'Pol' || char(10) || 'icy' WHERE cell = 'Policy'"),
        "catalog `FILE`: the file is damaged: a cell holds `Pol\\nicy`\n\
         `kmgmt recover FILE --into NEW` writes what can be read into a new catalog"
    );
}

#[test]
fn entities_that_cannot_be_are_damage() {
    let (database, table) =
        ("(SELECT id FROM entities WHERE name = 'Sales')", "(SELECT id FROM entities WHERE name = 'T')");
    let of_table = "definition = replace(definition, '\"parent\":' || parent, '\"parent\":' ||";
    for (folded, damage, entity) in [
        // It is the cluster.
        (true, format!("UPDATE entities SET id = 0 WHERE id = {database}"), 0),
        // A table is in itself, in the cluster, in a function.
        (true, format!("UPDATE entities SET {of_table} id) WHERE id = {table}"), 3),
        (true, format!("UPDATE entities SET {of_table} 0) WHERE id = {table}"), 3),
        (true, format!("UPDATE entities SET {of_table} 4) WHERE id = {table}"), 3),
        // A change makes it so.
        (
            false,
            "UPDATE journal SET edits = replace(edits, '\"parent\":2', '\"parent\":3') WHERE sequence = 2".to_owned(),
            3,
        ),
        (false, "UPDATE journal SET edits = replace(edits, '\"key\":3', '\"key\":0') WHERE sequence = 2".to_owned(), 0),
    ] {
        let expected = format!(
            "catalog `FILE`: the file is damaged: entity {entity} can't be what it is said to be\n\
             `kmgmt recover FILE --into NEW` writes what can be read into a new catalog"
        );
        assert_eq!(told(folded, &damage), expected, "{damage}");
    }
}
