//! Laws that hold in every state: deciding changes nothing, what is exported comes back, undoing leads back, and the
//! journal of a catalog file says all that its tables do. States are made by scripts of chance.
//!
//! `KMGMT_RUNS` sets how many scripts are made for each law, and `KMGMT_SEED` where chance begins; both are printed.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/ebnf/random.rs"]
mod random;
#[path = "support/scripts.rs"]
mod scripts;
mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use kmgmt::catalog::{CLUSTER, Catalog, Edit, Entry, diff};
use kmgmt::cluster::{Cluster, State};
use kmgmt::directory::{Directory, Environment};
use kmgmt::engine::{self, Bound, World};
use kmgmt::model::entity::EntityKind;
use kmgmt::plan::{Plan, Trial};
use kmgmt::session::Session;
use kmgmt::state::Folder;
use kmgmt::store::Access;
use kmgmt::syntax::{parser, pieces};
use random::Random;
use scripts::read;
use support::{run, session, session_with_environment};

/// So many statements a script has.
const LENGTH: usize = 50;

/// Runs a test with scripts of chance, each with words that tell it apart.
fn each_script(runs: u64, loads: bool, mut test: impl FnMut(&str, &mut Random, Vec<String>)) {
    let number = |variable: &str, otherwise: u64| {
        std::env::var(variable).map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{variable}={text}")))
    };
    let (runs, seed) = (number("KMGMT_RUNS", runs), number("KMGMT_SEED", 20_261_130));
    println!("KMGMT_RUNS={runs} KMGMT_SEED={seed}");
    let mut random = Random::new(seed);
    for number in 0..runs {
        let script = scripts::script(&mut random, LENGTH, loads);
        let at = format!("KMGMT_SEED={seed}, script {number}\n{}", script.join("\n"));
        test(&at, &mut random, script);
    }
}

/// A session with an open directory, or with the environment of the fixtures.
fn new_session(random: &mut Random) -> Session {
    let mut session = if random.one_in(2) { session() } else { session_with_environment() };
    session.read_files_with(read);
    session
}

/// A session on a catalog file.
fn open(file: &Path) -> Session {
    let mut session = Session::on(Arc::new(Cluster::open(file, Access::Write).unwrap()), support::clock());
    session.read_files_with(read);
    session
}

/// A session on a new catalog file, with an open directory or with the environment of the fixtures.
fn new_file(file: &Path, random: &mut Random) -> Session {
    let mut session = open(file);
    if random.one_in(2) {
        session.take_environment(&Environment::new(read("environment").unwrap()).unwrap()).unwrap();
    }
    session
}

/// All that a cluster has, but its journal: each thing as an edit that makes it, as it is stored.
fn whole(state: &State) -> BTreeSet<String> {
    let made = diff(&Catalog::empty(), &state.catalog);
    let made = made.into_iter().map(|edit| serde_json::to_string(&state.stored(edit)).unwrap());
    let people = state.directory.principals().map(|principal| format!("{:?}", state.directory.ids(principal)));
    let environment = state.directory.environment().map(|environment| environment.text().to_owned());
    made.chain(people).chain([format!("environment {environment:?}")]).collect()
}

/// What each of two has and the other has not.
fn difference<'a>(one: &'a BTreeSet<String>, other: &'a BTreeSet<String>) -> [Vec<&'a String>; 2] {
    [one.difference(other).collect(), other.difference(one).collect()]
}

/// Asserts that two texts are equal; shows the first lines that differ.
#[track_caller]
fn assert_same(one: &str, other: &str, at: &str) {
    let differs = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    assert!(one == other, "{differs:#?}\n{at}");
}

/// All that a session can tell: what its cluster has, the next numbers, and the journal.
#[derive(Debug, PartialEq)]
struct Told {
    held: BTreeSet<String>,
    journal: Vec<Entry>,
    last: u64,
    exported: Folder,
    principal: String,
    database: String,
}

impl Told {
    fn of(session: &Session) -> Self {
        let state = session.read();
        Self {
            held: whole(&state),
            journal: state.journal.entries().cloned().collect(),
            last: state.journal.last(),
            exported: Folder::of(session),
            principal: state.directory.reference(session.principal()),
            database: session.database().to_owned(),
        }
    }
}

/// What `.show … principals` answers of the cluster and of each database, without the ids that follow from the numbers
/// of entities.
fn principals(session: &Session) -> String {
    let mut session = session.copy();
    run(&mut session, "#as aaduser=admin@localhost");
    let state = session.read().clone();
    let mut told = run(&mut session, ".show cluster principals");
    for (_, database) in state.catalog.children(CLUSTER, EntityKind::Database) {
        told += &run(&mut session, &format!(".show database {} principals", database.definition.name));
    }
    told.lines().map(|line| line.rsplit_once(',').map_or(line, |(before, _)| before)).collect::<Vec<_>>().join("\n")
}

/// Binds, permits and decides a statement, and does nothing with the decision.
fn decided(session: &Session, statement: &str) -> String {
    let mut decided = String::new();
    pieces(statement, 1, |piece| {
        let Ok(parsed) = parser::parse(&piece) else { return };
        let mut bound = Bound::default();
        let command = &parsed.command;
        decided += &session.world(|world| {
            engine::bind(command, world.catalog, world.directory, world.database, &mut bound);
            let world = World { bound: &bound, ..*world };
            format!("{:?}", engine::permit(command, &world).and_then(|()| engine::decide(command, &world)))
        });
    });
    decided
}

/// A pipe that is bound and fails when it runs on a row: the value is nested too deep.
fn failing_pipe() -> String {
    format!(" | project a = 1 {}", "| extend a = pack_array(a) ".repeat(130))
}

const TOO_DEEP: &str = "a value of the query takes more than 16 MiB, or 128 levels";

#[test]
fn deciding_without_applying_leaves_the_state_as_it_is() {
    let (mut changing, mut refused, mut piped) = (0, 0, 0);
    each_script(20, true, |at, random, script| {
        let mut session = new_session(random);
        let failing = failing_pipe();
        for statement in &script {
            let before = Told::of(&session);
            assert_eq!(decided(&session, statement), decided(&session, statement), "{statement}\n{at}");
            assert_eq!(Told::of(&session), before, "decided: {statement}\n{at}");
            let mut trial = Trial::begin(&session);
            pieces(statement, 1, |piece| assert!(trial.run(&piece, "test") || trial.fault.is_some()));
            drop(Plan::compare(&trial.before, &trial.after, false));
            assert_eq!(Told::of(&trial.before), before, "the state before a trial: {statement}\n{at}");
            assert_eq!(Told::of(&session), before, "tried: {statement}\n{at}");
            if !statement.starts_with('#') && random.one_in(4) {
                let mut other = session.copy();
                let failed = run(&mut other, &format!("{statement}{failing}"));
                if failed.contains(TOO_DEEP) {
                    piped += 1;
                    assert_eq!(Told::of(&other), before, "a failing pipe: {statement}\n{at}");
                }
            }
            let mut changes_nothing = statement.starts_with(".show") || statement.starts_with("#explain");
            pieces(statement, 1, |piece| changes_nothing |= session.run(&piece).result.is_err());
            if changes_nothing {
                refused += 1;
                assert_eq!(Told::of(&session), before, "refused or a question: {statement}\n{at}");
            }
            changing += usize::from(session.read().journal.last() > before.last);
        }
    });
    println!("{changing} changes, {refused} refused or questions, {piped} failing pipes");
    assert!(changing > 0 && refused > 0 && piped > 0);
}

#[test]
fn what_is_exported_from_a_file_and_brought_into_another_is_equal() {
    let folder = tempfile::tempdir().unwrap();
    let mut number = 0;
    each_script(25, false, |at, random, script| {
        number += 1;
        let [one, other] = ["one", "other"].map(|name| folder.path().join(format!("{name}-{number}.db")));
        let mut first = new_file(&one, random);
        run(&mut first, &script.join("\n"));
        first.read_all().unwrap();
        let exported = Folder::of(&first);
        let mut second = open(&other);
        // What was there before gives way.
        run(&mut second, &scripts::script(random, LENGTH / 2, false).join("\n"));
        second.become_like(&loaded(&exported, at), "import").unwrap();
        drop(second);
        let second = open(&other);
        second.read_all().unwrap();
        let left_out = exported.catalog.lines().any(|line| line.starts_with("// left out"));
        let catalog: String =
            exported.catalog.split_inclusive('\n').filter(|line| !line.starts_with("// left out")).collect();
        assert_eq!(Folder::of(&second), Folder { catalog, ..exported.clone() }, "{at}");
        if !left_out {
            assert_same(&principals(&second), &principals(&loaded(&exported, at)), at);
        }
    });
}

/// A session with a state, as `--from` loads it.
fn loaded(folder: &Folder, at: &str) -> Session {
    let directory = Directory::from_environment(folder.environment.clone()).unwrap();
    let mut session = Session::on(Arc::new(Cluster::with(Catalog::empty(), directory)), support::clock());
    pieces(&folder.catalog, 1, |piece| {
        let outcome = session.load(&piece);
        assert!(outcome.result.is_ok(), "{}: {:?}\n{at}", piece.text, outcome.result.err());
    });
    session
}

#[test]
fn undoing_changes_of_a_file_leads_back_to_what_was_before_them() {
    let folder = tempfile::tempdir().unwrap();
    let (mut number, mut undone) = (0, 0);
    each_script(25, false, |at, random, script| {
        number += 1;
        let file = folder.path().join(format!("{number}.db"));
        let mut session = new_file(&file, random);
        session.read_all().unwrap();
        // How things were before each change: as they are after the one before it.
        let of = |session: &Session| {
            let Folder { environment, catalog } = Folder::of(session);
            environment + &catalog + &principals(session)
        };
        let changes = |session: &Session| {
            let state = session.read();
            state.journal.entries().filter(|entry| entry.edits.iter().any(Edit::can_be_undone)).count()
        };
        let mut before = vec![(changes(&session), of(&session))];
        // How long a block lasts is told from the time at which one looks, which stands still here.
        for statement in script.iter().filter(|statement| !statement.starts_with("#clock")) {
            run(&mut session, statement);
            let made = changes(&session);
            if made > before.last().unwrap().0 {
                before.push((made, of(&session)));
            }
        }
        drop(session);
        let mut at_change = before.pop().unwrap().0;
        while !before.is_empty() {
            // Some statements at once, by a process of their own.
            let statements = 1 + random.below(before.len().min(5));
            let (last, there) = before.split_off(before.len() - statements).swap_remove(0);
            let mut session = open(&file);
            let count = at_change - last;
            let reverted = session.revert(count, false).unwrap_or_else(|error| panic!("{error:?}\n{count}\n{at}"));
            assert_eq!(reverted.len(), count, "{at}");
            drop(session);
            let session = open(&file);
            session.read_all().unwrap();
            assert_same(&of(&session), &there, &format!("{count} changes before {at_change}\n{at}"));
            undone += count;
            at_change = last;
        }
    });
    assert!(undone >= 5 * number, "{undone}");
}

#[test]
fn the_whole_journal_of_a_file_replayed_on_nothing_gives_what_its_tables_say() {
    let folder = tempfile::tempdir().unwrap();
    let mut number = 0;
    each_script(25, true, |at, random, script| {
        number += 1;
        let file = folder.path().join(format!("{number}.db"));
        let mut session = new_file(&file, random);
        for statement in &script {
            run(&mut session, statement);
            if random.one_in(10) {
                // What can't be undone changes nothing.
                let _ = session.revert(1 + random.below(3), random.one_in(2));
            }
            if random.one_in(8) {
                session.cluster().fold(0).unwrap();
            }
        }
        session.read_all().unwrap();
        let in_memory = whole(&session.read());
        drop(session);
        // Read again: what the tables have, and the journal after them.
        let as_read = |least: Option<u64>| {
            let session = open(&file);
            least.iter().for_each(|least| session.cluster().fold(*least).unwrap());
            drop(session);
            let session = open(&file);
            session.read_journal().unwrap();
            session
        };
        let (tail, folded) = (as_read(None), as_read(Some(1)));
        let mut replayed = support::session();
        let entries: Vec<Entry> = tail.read().journal.entries().cloned().collect();
        for (place, entry) in entries.iter().enumerate() {
            assert_eq!(entry.sequence, place as u64 + 1, "the journal has gaps\n{at}");
            for edit in &*entry.edits {
                assert!(!matches!(edit, Edit::Membership(_)), "what a session knows is its own\n{at}");
                let stored = tail.read().stored(edit.clone());
                let edit = replayed.cluster().write().taken(stored);
                replayed.replay([edit]);
            }
        }
        let replayed = whole(&replayed.read());
        for (name, session) in [("the tables and the journal after them", &tail), ("the tables", &folded)] {
            let read = whole(&session.read());
            assert_eq!(
                difference(&read, &in_memory),
                [Vec::<&String>::new(), vec![]],
                "{name} and what was in memory\n{at}"
            );
            assert_eq!(
                difference(&read, &replayed),
                [Vec::<&String>::new(), vec![]],
                "{name} and the journal replayed\n{at}"
            );
        }
        assert_eq!(folded.read().journal.entries().count(), entries.len(), "{at}");
    });
}
