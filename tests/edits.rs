//! Edits are all that changes: those of a session, stored as text and taken by another process, give
//! an equal state; their inverses lead back; the difference of two catalogs leads from one to the
//! other. Scripts are made by chance.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/ebnf/random.rs"]
mod random;
#[path = "support/scripts.rs"]
mod scripts;
mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use kmgmt::catalog::{CLUSTER, Catalog, Change, Edit, StoredEdit, diff};
use kmgmt::cluster::{Cluster, State};
use kmgmt::directory::Directory;
use kmgmt::model::entity::EntityKind;
use kmgmt::session::{Clock, Session};
use kmgmt::syntax::pieces;
use random::Random;
use scripts::read;
use support::{run, session, session_with_environment};

const SEED: u64 = 20_261_128;

/// So many scripts are made, each of so many statements.
const SCRIPTS: usize = 60;
const LENGTH: usize = 60;

/// A session with an open directory, or with the environment of the fixtures.
fn new_session(open: bool) -> Session {
    let mut session = if open { session() } else { session_with_environment() };
    session.read_files_with(read);
    session
}

/// Runs the statements; answers how many were carried out, and their edits as they are stored after
/// each.
fn run_all(session: &mut Session, statements: &[String]) -> (usize, Vec<String>) {
    let (mut done, mut stored) = (0, Vec::new());
    for statement in statements {
        let before = edits(session).len();
        pieces(statement, 1, |piece| done += usize::from(session.run(&piece).result.is_ok()));
        let state = session.read();
        let new = edits(session).into_iter().skip(before);
        stored.extend(new.map(|edit| serde_json::to_string(&state.stored(edit)).unwrap()));
    }
    (done, stored)
}

/// The edits of a session in order.
fn edits(session: &Session) -> Vec<Edit> {
    let state = session.read();
    state.journal.entries().flat_map(|entry| entry.edits.to_vec()).collect()
}

/// What there is, told by the answers of commands: rows in no order, since places in listings do not
/// count, and without the ids that follow from the numbers of entities.
fn told(session: &Session) -> BTreeSet<String> {
    let mut session = session.copy();
    run(&mut session, "#as aaduser=admin@localhost");
    let mut commands = vec![
        ".show cluster principals".to_owned(),
        ".show cluster blockedprincipals".to_owned(),
        ".show cluster policy managed_identity".to_owned(),
    ];
    let state = session.read().clone();
    for (_, database) in state.catalog.children(CLUSTER, EntityKind::Database) {
        let name = &database.definition.name;
        commands.extend([
            format!("#dbcontext {name}"),
            format!(".show database {name} policy managed_identity"),
            format!(".show database {name} schema as csl script"),
            format!(".show database {name} schema as json"),
            ".show continuous-exports".to_owned(),
            ".show graph_models with (showall=true)".to_owned(),
        ]);
    }
    let mut rows = BTreeSet::new();
    for command in commands {
        let shown = run(&mut session, &command);
        rows.extend(shown.lines().map(|line| {
            let guid = line.rsplit_once(',').filter(|(_, last)| last.len() == 36);
            format!("{command}: {}", guid.map_or(line, |(before, _)| before))
        }));
    }
    rows
}

/// Who exists, by reference and object id.
fn people(state: &State) -> BTreeSet<(String, String)> {
    let directory = &state.directory;
    let name = |principal| {
        let view = directory.identity(principal);
        (view.fqn(), view.object_id())
    };
    directory.principals().map(name).collect()
}

/// A session at the time of another, where the same people exist, with this catalog.
fn with_catalog(other: &Session, catalog: Catalog) -> Session {
    let cluster = Cluster::of(State { catalog, ..other.read().clone() });
    Session::on(Arc::new(cluster), Clock::Standing(other.now()))
}

/// What every session of chance has in common: its seed, and where it is open.
fn each_session(loads: bool, mut test: impl FnMut(&str, &mut Random, bool, Session, Vec<String>)) {
    println!("seed {SEED}");
    let mut random = Random::new(SEED);
    let mut done = 0;
    for number in 0..SCRIPTS {
        let open = random.one_in(2);
        let mut session = new_session(open);
        let script = scripts::script(&mut random, LENGTH, loads);
        let (ran, stored) = run_all(&mut session, &script);
        done += ran;
        let at = format!("seed {SEED}, script {number}\n{}", script.join("\n"));
        test(&at, &mut random, open, session, stored);
    }
    assert!(done > SCRIPTS * LENGTH / 3, "chance made too little that is right: {done}");
}

#[test]
fn the_edits_of_a_session_stored_and_replayed_on_an_empty_cluster_give_an_equal_state() {
    each_session(true, |at, _, open, session, stored| {
        let mut other = new_session(open);
        for edit in stored {
            let taken: StoredEdit = serde_json::from_str(&edit).unwrap();
            let edit = other.cluster().write().taken(taken);
            other.replay([edit]);
        }
        assert_eq!(people(&session.read()), people(&other.read()), "{at}");
        assert!(session.read().catalog == other.read().catalog, "{at}");
        // Blocks end in time, which is no edit.
        let later = Session::on(Arc::new(other.cluster().copy()), Clock::Standing(session.now()));
        assert_eq!(told(&session), told(&later), "{at}");
        for edit in edits(&session) {
            let Edit::Membership(Change { key, .. }) = edit else { continue };
            assert_eq!(session.memberships().until(&key), other.memberships().until(&key), "{at}");
        }
    });
}

#[test]
fn a_stored_edit_reads_back_as_it_was() {
    each_session(true, |at, _, _, session, _| {
        let cluster = session.cluster().copy();
        for edit in edits(&session) {
            let stored = cluster.read().stored(edit.clone());
            let text = serde_json::to_string(&stored).unwrap();
            let read: StoredEdit = serde_json::from_str(&text).unwrap();
            assert_eq!(read, stored, "{at}");
            assert_eq!(cluster.write().taken(read), edit, "{at}");
        }
    });
}

#[test]
fn the_inverses_of_all_edits_lead_back_to_the_beginning() {
    each_session(true, |at, _, open, mut session, _| {
        let inverses: Vec<Edit> = edits(&session).into_iter().rev().map(Edit::inverse).collect();
        session.replay(inverses);
        let beginning = new_session(open);
        assert!(session.read().catalog == beginning.read().catalog, "{at}");
        assert_eq!(people(&session.read()), people(&beginning.read()), "{at}");
        assert_eq!(session.read().directory.is_closed(), !open, "{at}");
    });
}

#[test]
fn undoing_leads_back_one_statement_after_the_other() {
    let mut undone = 0;
    each_session(true, |at, random, open, _, _| {
        let mut session = new_session(open);
        let mut before = vec![session.read().catalog.clone()];
        for statement in scripts::script(random, LENGTH, true) {
            let known = edits(&session).len();
            pieces(&statement, 1, |piece| drop(session.run(&piece)));
            let is_undone = |edit: &Edit| !matches!(edit, Edit::Identity(_) | Edit::Membership(_));
            if edits(&session).iter().skip(known).any(is_undone) {
                before.push(session.read().catalog.clone());
            }
        }
        before.pop();
        undone += before.len();
        while let Some(catalog) = before.pop() {
            let told = run(&mut session, "#undo");
            assert!(told.starts_with("undone: ") && session.read().catalog == catalog, "{told}\n{at}");
        }
        assert!(run(&mut session, "#undo").starts_with("nothing to undo"), "{at}");
        assert_eq!(session.read().directory.is_closed(), !open, "{at}");
    });
    assert!(undone > 500, "{undone}");
}

#[test]
fn the_difference_of_two_catalogs_leads_from_the_one_to_the_other() {
    let mut differing = 0;
    each_session(false, |at, random, open, session, _| {
        // One has a history in common, the other came about apart from the first.
        let mut later = session.copy();
        run_all(&mut later, &scripts::script(random, LENGTH, false));
        let mut apart = with_catalog(&later, Catalog::new());
        run_all(&mut apart, &scripts::script(random, LENGTH, false));
        for other in [&later, &apart, &new_session(open)] {
            let difference = diff(&session.read().catalog, &other.read().catalog);
            let mut became = with_catalog(other, session.read().catalog.clone());
            differing += difference.len();
            became.replay(difference);
            assert_eq!(told(&became), told(other), "{at}");
            assert!(became.read().catalog == other.read().catalog, "{at}");
            assert!(diff(&other.read().catalog, &other.read().catalog).is_empty(), "{at}");
        }
    });
    assert!(differing > 1_000, "{differing}");
}

/// The commands of a schema script of the database in context. A graph model gets a version by each run: its equal
/// versions count once.
fn script(session: &mut Session) -> String {
    let shown = run(session, ".show database schema as csl script");
    let mut rows = csv::Reader::from_reader(shown.as_bytes());
    let commands = rows.records().map(|row| row.unwrap().get(0).unwrap().to_owned());
    let mut once = BTreeSet::new();
    commands.filter(|command| once.insert(command.clone())).collect::<Vec<_>>().join("\n")
}

/// A script without the roles that it gives: who runs one becomes an admin of what it creates.
fn without_roles(script: &str) -> String {
    script.lines().filter(|line| !line.starts_with(".add ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_script_of_a_schema_makes_it_in_an_empty_database_and_changes_nothing_in_its_own() {
    let mut mappings = [0; 3];
    each_session(false, |at, _, open, session, _| {
        let mut first = session.copy();
        run(&mut first, "#as aaduser=admin@localhost");
        let state = session.read().clone();
        for (_, database) in state.catalog.children(CLUSTER, EntityKind::Database) {
            let name = &database.definition.name;
            run(&mut first, &format!("#dbcontext {name}"));
            let made = script(&mut first);
            for (count, word) in
                mappings.iter_mut().zip(["-or-alter database", "-or-alter table", "create external table"])
            {
                *count += made.lines().filter(|line| line.contains(word) && line.contains(" mapping ")).count();
            }
            let mut second = new_session(open);
            // What the cluster allows is no part of the script.
            run(
                &mut second,
                ".alter cluster policy managed_identity '[{\"ObjectId\": \"system\", \"AllowedUsages\": \"All\"}]'",
            );
            run(&mut second, &format!(".create database {name} ifnotexists\n#dbcontext {name}"));
            support::run_well(&mut second, &made);
            let again = script(&mut second);
            assert_eq!(without_roles(&again), without_roles(&made), "{at}");
            support::run_well(&mut second, &again);
            assert_eq!(script(&mut second), again, "{at}");
        }
    });
    assert!(mappings.iter().all(|count| *count > 3), "{mappings:?}");
}

#[test]
fn a_refused_command_teaches_the_directory_nothing_and_a_question_neither() {
    let mut session = session();
    let before = people(&session.read());
    let texts = [
        ".add database Absent viewers ('aaduser=stranger@contoso.com')",
        ".add database NetDefaultDB viewers ('aaduser=stranger@contoso.com', 'nobody')",
        ".drop database NetDefaultDB viewers ('aaduser=stranger@contoso.com')",
        ".show principal access with (principal='aaduser=stranger@contoso.com')",
        ".show principal 'aaduser=stranger@contoso.com' roles",
        "#explain aaduser=stranger@contoso.com view database NetDefaultDB",
        "#what-can aaduser=stranger@contoso.com",
    ];
    for text in texts {
        run(&mut session, text);
        assert_eq!(people(&session.read()), before, "{text}");
        assert_eq!(edits(&session), [], "{text}");
    }
    run(&mut session, ".add database NetDefaultDB viewers ('aaduser=stranger@contoso.com')");
    assert_eq!(people(&session.read()).len(), before.len() + 1);
    assert!(matches!(edits(&session).as_slice(), [Edit::Identity(_), Edit::Assignment(_)]));
}

#[test]
fn a_cluster_and_its_sessions_go_from_thread_to_thread() {
    fn goes<T: Send + Sync>() {}
    goes::<Cluster>();
    goes::<Session>();
    goes::<Directory>();
    let cluster = Arc::new(Cluster::new(Directory::open()));
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let cluster = Arc::clone(&cluster);
            scope.spawn(move || {
                let mut session = Session::on(cluster, support::clock());
                for number in 0..100 {
                    let user = format!("aaduser=u{}@contoso.com", number % 50);
                    let role = ["users", "viewers"][thread % 2];
                    run(&mut session, &format!(".add database NetDefaultDB {role} ('{user}') 'x'"));
                    run(&mut session, ".show database NetDefaultDB principals");
                }
            });
        }
    });
    let state = cluster.read();
    let database = state.catalog.database("NetDefaultDB").unwrap();
    assert_eq!(state.catalog.get(database).unwrap().assignments.len(), 100);
    assert_eq!(people(&state).len(), 52);
}
