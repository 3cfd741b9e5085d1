//! A catalog file holds what a session in memory does: at every statement of scripts made by chance, whether the file
//! stays open, is opened again for each statement, or has its journal taken into its tables in between.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/ebnf/random.rs"]
mod random;
#[path = "support/scripts.rs"]
mod scripts;
mod support;

use std::path::Path;
use std::sync::Arc;

use kmgmt::cluster::Cluster;
use kmgmt::directory::Environment;
use kmgmt::session::{Clock, Session};
use kmgmt::store::Access;
use kmgmt::syntax::{Arguments, parser};
use random::Random;
use scripts::read;
use support::{run, session};

const SEED: u64 = 20_261_129;
const SCRIPTS: usize = 30;
const LENGTH: usize = 60;

/// A session on a catalog file.
fn open(file: &Path, clock: Clock) -> Session {
    let cluster = Cluster::open(file, Access::Write).unwrap();
    let mut session = Session::on(Arc::new(cluster), clock);
    session.read_files_with(read);
    session
}

/// The file opened again, for the principal, the database and the time of another session.
fn open_as(file: &Path, other: &Session) -> Session {
    let mut session = open(file, Clock::Standing(other.now()));
    let who = other.read().directory.reference(other.principal());
    // `#as` would read all of the file.
    let arguments = Arguments::new([who.as_str()]);
    assert!(session.act(&parser::principal(&arguments).unwrap()).result.is_ok(), "{who}");
    session.use_database(other.database());
    session
}

/// What there is, as commands tell it; who exists.
fn told(session: &mut Session) -> String {
    let who = session.read().directory.reference(session.principal());
    let database = session.database().to_owned();
    run(session, "#as aaduser=admin@localhost");
    let mut told = String::new();
    for command in [
        ".show databases details",
        ".show cluster principals",
        ".show cluster blockedprincipals",
        ".show cluster policy managed_identity",
        ".show journal",
    ] {
        told += &run(session, command);
    }
    for name in ["NetDefaultDB", "D1", "D2"] {
        session.use_database(name);
        for command in [
            format!(".show database {name} principals"),
            format!(".show database {name} policy managed_identity"),
            format!(".show database {name} schema as csl script"),
            ".show continuous-exports".to_owned(),
            ".show tables details".to_owned(),
        ] {
            told += &run(session, &command);
        }
    }
    session.use_database(&database);
    run(session, &format!("#as '{who}'"));
    let state = session.read();
    let mut people: Vec<String> = state.directory.principals().map(|one| state.directory.reference(one)).collect();
    people.sort();
    told + &people.join("\n")
}

/// Runs scripts made by chance in memory and on a file, each statement on the session that `session` gives.
fn each_statement(loads: bool, mut session_for: impl FnMut(&Path, &Session, Option<Session>, &mut Random) -> Session) {
    println!("seed {SEED}");
    let mut random = Random::new(SEED);
    let folder = tempfile::tempdir().unwrap();
    let mut partly = 0;
    for number in 0..SCRIPTS {
        let file = folder.path().join(format!("{number}.db"));
        let mut memory = session();
        memory.read_files_with(read);
        let mut durable = None;
        if !loads && random.one_in(2) {
            let environment = Environment::new(read("environment").unwrap()).unwrap();
            let mut first = open(&file, support::clock());
            first.take_environment(&environment).unwrap();
            memory.take_environment(&environment).unwrap();
        }
        let script = scripts::script(&mut random, LENGTH, loads);
        for (place, statement) in script.iter().enumerate() {
            let mut filed = session_for(&file, &memory, durable.take(), &mut random);
            let (in_memory, on_file) = (run(&mut memory, statement), run(&mut filed, statement));
            let at = || format!("seed {SEED}, script {number}\n{}", script[..=place].join("\n"));
            assert_eq!(in_memory, on_file, "{}", at());
            partly += usize::from(!filed.cluster().is_read_whole());
            durable = Some(filed);
        }
        drop(durable);
        let at = format!("seed {SEED}, script {number}\n{}", script.join("\n"));
        let (in_memory, on_file) = (told(&mut memory), told(&mut open_as(&file, &memory)));
        let differs = in_memory.lines().zip(on_file.lines()).find(|(one, other)| one != other);
        assert!(in_memory == on_file, "{differs:#?}\n{at}");
    }
    assert!(loads || partly > SCRIPTS * LENGTH / 10, "only {partly} statements read a part of the file");
}

#[test]
fn a_file_that_stays_open_answers_as_memory_does() {
    each_statement(true, |file, _, open_session, _| open_session.unwrap_or_else(|| open(file, support::clock())));
}

#[test]
fn a_file_that_is_opened_for_each_statement_answers_as_memory_does() {
    each_statement(false, |file, memory, before, random| {
        drop(before);
        if random.one_in(4) {
            let least = random.below(4) as u64;
            open(file, support::clock()).cluster().fold(least).unwrap();
        }
        open_as(file, memory)
    });
}

#[test]
fn a_role_that_is_given_first_is_told_from_what_is_held_and_leaves_others_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catalog.db");
    let mut memory = session();
    let holders = "'aaduser=ana@contoso.com', 'aadgroup=My(Group);contoso.com', 'aaduser=bo@contoso.com'";
    let given = format!(".add database NetDefaultDB admins ({holders}) 'first'");
    assert_eq!(run(&mut memory, &given), run(&mut open(&file, support::clock()), &given));
    for (who, notes) in [
        ("aadgroup=My(Group);contoso.com", "'second'"),
        ("aaduser=ANA@contoso.com", ""),
        ("aaduser=new@contoso.com", "'third'"),
    ] {
        // What is not part of the tables yet is always read whole.
        open(&file, support::clock()).cluster().fold(1).unwrap();
        let mut filed = open(&file, support::clock());
        let (given, listed) = (
            format!(".add database NetDefaultDB admins ('{who}') skip-results {notes}"),
            ".show database NetDefaultDB principals",
        );
        for statement in [&given, listed] {
            assert_eq!(run(&mut memory, statement), run(&mut filed, statement), "{given}");
        }
        assert_eq!(told(&mut memory), told(&mut open(&file, support::clock())), "{given}");
    }
}

#[test]
fn what_is_said_of_somebody_new_does_not_depend_on_what_was_read() {
    let id = "0a1b2c3d-0000-4000-8000-000000000201";
    let groups = ["aadgroup=Readers;contoso.com", "aadgroup=g1@contoso.com", &format!("aadgroup={id};contoso.com")];
    for order in [[0, 1, 2], [2, 0, 1], [0, 2, 1]] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("catalog.db");
        let mut memory = session();
        let mut before = open(&file, support::clock());
        for statement in order.map(|at| format!(".add database NetDefaultDB viewers ('{}') skip-results", groups[at])) {
            assert_eq!(run(&mut memory, &statement), run(&mut before, &statement));
        }
        before.cluster().fold(1).unwrap();
        drop(before);
        let given = ".add database NetDefaultDB viewers ('aadgroup=g2@contoso.com') skip-results";
        assert_eq!(run(&mut memory, given), run(&mut open(&file, support::clock()), given), "{order:?}");
    }
}

/// Two identities of a file can have the same ids, once the environment that told them apart is replaced.
#[test]
fn who_is_meant_does_not_depend_on_chance_nor_on_what_is_in_the_tables() {
    let environment = Environment::new(include_str!("../fixtures/environment.json")).unwrap();
    let open_one = Environment::new(r#"{ "cluster": { "name": "x" }, "directory": "open" }"#).unwrap();
    let one = "'aadapp=4c7e82bd-6adb-46c3-b413-fdd44834c69b;fabrikam.com'";
    let given = |role: &str| format!(".add database D {role} ({one}) skip-results");
    let steps = |session: &mut Session| {
        session.take_environment(&environment).unwrap();
        run(session, ".create database D volatile");
        run(session, &given("viewers"));
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catalog.db");
    steps(&mut open(&file, support::clock()));
    open(&file, support::clock()).take_environment(&open_one).unwrap();
    let mut answers = std::collections::HashSet::new();
    for number in 0..20 {
        let copy = folder.path().join(format!("{number}.db"));
        std::fs::copy(&file, &copy).unwrap();
        if number % 2 == 0 {
            open(&copy, support::clock()).cluster().fold(1).unwrap();
        }
        run(&mut open(&copy, support::clock()), &given("users"));
        answers.insert(run(&mut open(&copy, support::clock()), ".show database D principals"));
    }
    assert_eq!(answers.len(), 1, "{answers:#?}");
    for row in [";fabrikam.com,,", ";0a1b2c3d-0000-4000-8000-000000000001,,"] {
        assert_eq!(answers.iter().map(|answer| answer.matches(row).count()).sum::<usize>(), 1, "{answers:#?}");
    }
}
