//! What the fuzzers found, and what they began with: every file of a corpus goes through its door.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/access/mod.rs"]
mod access;
#[path = "fuzz/doors/mod.rs"]
mod doors;
#[path = "support/naive.rs"]
mod naive;
#[path = "support/read_back.rs"]
mod read_back;
#[path = "support/run_query.rs"]
mod run_query;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use doors::DOORS;

const CORPORA: &str = "tests/fuzz/corpora";

/// The fewest files that a corpus has.
const LEAST: usize = 10;

/// The names of what is in a folder, sorted.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn files(door: &str) -> Vec<PathBuf> {
    let folder = Path::new(CORPORA).join(door);
    names(&folder).into_iter().map(|name| folder.join(name)).collect()
}

/// Runs every file of a corpus; a file that fails is named.
fn through(door: &str) {
    let (_, run) = DOORS.iter().find(|(name, _)| *name == door).unwrap_or_else(|| panic!("no door is called {door}"));
    let files = files(door);
    assert!(files.len() >= LEAST, "the corpus of {door} has {} files", files.len());
    for file in files {
        println!("{}", file.display());
        run(&std::fs::read(&file).unwrap());
    }
}

#[test]
fn every_door_has_a_corpus_and_a_target() {
    let doors: BTreeSet<String> = DOORS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names(Path::new(CORPORA)), doors);
    let targets: BTreeSet<String> = doors.iter().map(|door| format!("{door}.rs")).collect();
    assert_eq!(names(Path::new("tests/fuzz/targets")), targets);
}

macro_rules! corpora {
    ($($test:ident $door:literal;)*) => {
        $(#[test]
        fn $test() {
            through($door);
        })*

        #[test]
        fn every_door_is_tried() {
            assert_eq!([$($door),*].as_slice(), DOORS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        }
    };
}

corpora! {
    texts_are_refused_or_read_back "text";
    texts_in_parts_have_the_same_statements "splitter";
    statements_that_are_refused_change_nothing "commands";
    queries_end_in_tables_or_errors "pipes";
    environments_are_refused_or_read_back "environment";
    contents_of_policies_are_refused_or_shown "policies";
    imports_make_states_that_load "imports";
    damaged_catalog_files_are_refused_or_read "catalog_file";
    sequences_of_commands_do_what_a_plain_model_says "sequences";
}
