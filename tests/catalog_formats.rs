//! Catalog files of older formats: they are brought to the newest one, and hold what they held.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "cli/kmgmt.rs"]
mod kmgmt;

use std::path::{Path, PathBuf};

use kmgmt::{command, on, recover, run};

/// What was done to the file of format 1, before and after its tables were written.
const DONE: &[&str] = &[
    ".create database Sales",
    ".create table Orders (Id:long, Who:string)",
    ".create table Orders ingestion csv mapping 'M' '[{\"Column\":\"Id\",\"Properties\":{\"Ordinal\":\"0\"}}]'",
    ".alter-merge table Orders policy retention softdelete = 30d",
    ".add table Orders admins ('aaduser=ana@contoso.com', 'aadgroup=All;contoso.com') 'first'",
    ".add database Sales unrestrictedviewers ('aadapp=1f6ffb0b-5f5b-4b5b-8f5b-0b5b5f5b4b5b;contoso.com') 'report \"x\"'",
    ".add cluster databasecreators ('aaduser=bob@fabrikam.com')",
    ".add cluster blockedprincipals 'aaduser=eve@contoso.com' period 10d reason 'left'",
    ".add database Sales viewers ('aaduser=ana@contoso.com')",
    ".drop table Orders admins ('aadgroup=All;contoso.com')",
    ".add database Sales monitors ('aaduser=carl@contoso.com')",
];

/// What tells of all of it.
const SHOWN: &[&str] = &[
    ".show database Sales principals",
    ".show table Orders principals",
    ".show cluster principals",
    ".show cluster blockedprincipals",
    ".show table Orders policy retention",
    ".show table Orders ingestion mappings",
    ".show table Orders cslschema",
    ".show journal",
];

const CLOCK: [&str; 2] = ["--clock", "2026-01-31T12:00:00Z"];

/// A run on a file, always at the same time.
fn at_that_time(file: &Path, args: &[&str]) -> (String, String, i32) {
    on(file, &[&CLOCK[..], args].concat())
}

/// What a file tells of what it holds.
#[track_caller]
fn shown(file: &Path) -> String {
    let (out, err, code) = at_that_time(file, &[&["--format", "csv"], SHOWN].concat());
    assert_eq!(code, 0, "{err}");
    out
}

/// A file as version 1 wrote it.
fn first_format(folder: &tempfile::TempDir) -> PathBuf {
    let file = folder.path().join("first.db");
    let sql = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/catalogs/format-1.sql"));
    rusqlite::Connection::open(&file).unwrap().execute_batch(&sql.unwrap()).unwrap();
    file
}

/// A new file to which the same was done.
fn newest_format(folder: &tempfile::TempDir) -> PathBuf {
    let file = folder.path().join("new.db");
    let (_, err, code) = at_that_time(&file, &[&["-q"], DONE].concat());
    assert_eq!(code, 0, "{err}");
    let undo = [&["undo", "--catalog", file.to_str().unwrap()], &CLOCK[..]].concat();
    assert_eq!(run(command(undo), None).2, 0);
    file
}

#[test]
fn a_file_of_an_older_format_is_brought_to_the_newest() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (first_format(&folder), newest_format(&folder));
    assert_eq!(shown(&old), shown(&new));
    let format = |file: &Path| {
        let number = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        rusqlite::Connection::open(file).unwrap().pragma_query_value(None, "user_version", number).unwrap()
    };
    assert_eq!(format(&old), format(&new));
    // What it has goes on from there.
    for file in [&old, &new] {
        let (_, err, code) = at_that_time(file, &["-q", ".drop table Orders admins ('aaduser=ana@contoso.com')"]);
        assert_eq!(code, 0, "{err}");
    }
    assert_eq!(shown(&old), shown(&new));
}

#[test]
fn reading_alone_leaves_an_older_file_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = first_format(&folder);
    let before = std::fs::read(&file).unwrap();
    let (out, err, code) = at_that_time(&file, &["--read-only", ".show databases"]);
    assert_eq!((out.as_str(), code), ("", 2));
    insta::assert_snapshot!(err.replace(file.to_str().unwrap(), "FILE"), @r"
    error: catalog `FILE`: the file has format 1, and this version of kmgmt reads format 2
     |
     = help: any run with `--catalog`, without `--read-only`, brings the file to that format
    ");
    assert!(std::fs::read(&file).unwrap() == before, "the file was changed");
}

#[test]
fn an_older_file_is_recovered_too() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (first_format(&folder), folder.path().join("recovered.db"));
    let (out, err, code) = recover(&old, &new);
    assert_eq!((err.as_str(), code), ("", 0));
    insta::assert_snapshot!(out, @"
    databases, tables and the like: 3 read
    assignments of roles: 6 read
    policies and mappings: 3 read
    users, groups and applications: 7 read
    changes: 12 read
    the history is not copied: `log` and `undo` start empty, and the old file keeps it
    ");
    let principals = ["--format", "csv", ".show table Orders principals | project Role, PrincipalFQN, Notes"];
    assert_eq!(at_that_time(&old, &principals).0, at_that_time(&new, &principals).0);
}
