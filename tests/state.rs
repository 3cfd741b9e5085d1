//! States: what is exported and loaded again is the same, and exporting it once more gives the same bytes.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/ebnf/random.rs"]
mod random;
#[path = "support/scripts.rs"]
mod scripts;
mod support;

use std::sync::Arc;

use kmgmt::catalog::Catalog;
use kmgmt::cluster::Cluster;
use kmgmt::directory::Directory;
use kmgmt::plan::{Difference, differences};
use kmgmt::session::{Clock, Session};
use kmgmt::state::Folder;
use kmgmt::syntax::pieces;
use random::Random;
use support::{run, session, session_with_environment};

const SEED: u64 = 20_261_129;
const SCRIPTS: usize = 60;
const LENGTH: usize = 60;

/// Loads a state, as `--from` does.
fn load(folder: &Folder, at: &str) -> Session {
    let directory = Directory::from_environment(folder.environment.clone()).unwrap();
    let cluster = Arc::new(Cluster::with(Catalog::empty(), directory));
    let mut session = Session::on(cluster, Clock::Standing(jiff::Timestamp::UNIX_EPOCH));
    pieces(&folder.catalog, 1, |piece| {
        let outcome = session.load(&piece);
        assert!(outcome.result.is_ok(), "{}: {:?}\n{}\n{at}", piece.text, outcome.result.err(), folder.catalog);
    });
    session
}

fn between(one: &Session, other: &Session) -> Vec<Difference> {
    one.world(|one| other.world(|other| differences(one, other)))
}

#[test]
fn what_is_exported_and_loaded_again_gives_the_same_bytes_by_chance() {
    println!("seed {SEED}");
    let mut random = Random::new(SEED);
    for number in 0..SCRIPTS {
        let mut session = if random.one_in(2) { session() } else { session_with_environment() };
        for statement in scripts::script(&mut random, LENGTH, false) {
            pieces(&statement, 1, |piece| drop(session.run(&piece)));
        }
        let first = Folder::of(&session);
        let again = load(&first, &format!("seed {SEED}, script {number}"));
        assert_eq!(Folder::of(&again), first, "seed {SEED}, script {number}");
        // Everything that is no comment came back: the two hold the same.
        if !first.catalog.contains("// left out") {
            let loaded = load(&Folder::of(&again), "");
            assert_eq!(between(&again, &loaded), [], "seed {SEED}, script {number}");
        }
    }
}

#[test]
fn loading_records_nobody_as_admin_and_nothing_in_the_journal() {
    let mut made = session();
    run(&mut made, ".create database Sales\n#dbcontext Sales\n.create table T (a: int)\n");
    let folder = Folder::of(&made);
    assert!(!folder.catalog.contains("admin@localhost"), "{}", folder.catalog);
    let mut session = load(&folder, "");
    assert_eq!(session.read().journal.last(), 0);
    assert_eq!(run(&mut session, ".show database Sales principals").matches("Database Sales").count(), 0);
}

#[test]
fn a_state_has_one_line_for_each_role_and_no_default_database() {
    let mut made = session();
    run(&mut made, ".drop database NetDefaultDB");
    run(&mut made, ".create database Sales");
    run(&mut made, ".add database Sales viewers ('aaduser=b@contoso.com', 'aaduser=a@contoso.com') 'why'");
    assert_eq!(
        Folder::of(&made).catalog,
        "// database Sales
.create database Sales ifnotexists
#dbcontext Sales
.add database Sales viewers ('aaduser=a@contoso.com') skip-results 'why'
.add database Sales viewers ('aaduser=b@contoso.com') skip-results 'why'
"
    );
}
