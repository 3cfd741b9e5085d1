//! `peers data DIR` writes the data of the benchmarks; `peers parse COUNT` times work 1: as many
//! statements parsed to their syntax trees by kmgmt and by sqlparser, in turn, on one core. `peers copy
//! COUNT` prints the nanoseconds that a copy of a cluster with as many assignments takes, and its first
//! change. `peers pipes DIR ROUNDS` times operators after the pipe and sqlite3 on the same rows.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kmgmt::cluster::Cluster;
use kmgmt::directory::Directory;
use kmgmt::session::{Clock, Session};
use kmgmt::syntax::{Splitter, parser, pieces};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;

mod pipes;

/// The sizes of the data: commands, databases, users.
const COMMANDS: u64 = 1_000_000;
const DATABASES: u64 = 1_000;
const USERS: u64 = 200_000;
const ROLES: [&str; 6] = ["admins", "users", "viewers", "unrestrictedviewers", "ingestors", "monitors"];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [_, "data", folder] => data(Path::new(folder)),
        [_, "parse", count] => parse(count.parse().expect("a number of statements")),
        [_, "copy", count] => copy(count.parse().expect("a number of assignments")),
        [_, "pipes", folder, rounds] => pipes::pipes(Path::new(folder), rounds.parse().expect("a number of rounds")),
        _ => eprintln!("usage: peers data DIR | peers parse COUNT | peers copy COUNT | peers pipes DIR ROUNDS"),
    }
}

/// A small generator of pseudo-random numbers (SplitMix64): the same data on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }
}

/// One command of work 2 as each program takes it.
fn data(folder: &Path) {
    fs::create_dir_all(folder).expect("a folder for the data");
    let mut random = Random(1);
    let mut kmgmt = String::new();
    let mut sqlite = String::from("create table a (d text, r text, u text, n text, primary key (d, r, u)) without rowid;\nbegin;\n");
    let mut redis = String::new();
    for database in 0..DATABASES {
        writeln!(kmgmt, ".create database db{database} volatile").unwrap();
    }
    for number in 0..COMMANDS {
        let (database, user) = (random.below(DATABASES), random.below(USERS));
        let role = ROLES[usize::try_from(random.below(6)).unwrap()];
        let principal = format!("aaduser=user{user}@contoso.com");
        writeln!(kmgmt, ".add database db{database} {role} ('{principal}') skip-results 'note {number}'").unwrap();
        writeln!(sqlite, "insert or ignore into a values ('db{database}', '{role}', '{principal}', 'note {number}');").unwrap();
        let key = format!("db{database}/{role}/{principal}");
        let note = format!("note {number}");
        write!(redis, "*4\r\n$4\r\nHSET\r\n$1\r\na\r\n${}\r\n{key}\r\n${}\r\n{note}\r\n", key.len(), note.len()).unwrap();
    }
    sqlite.push_str("commit;\n");
    fs::write(folder.join("commands.kql"), kmgmt).unwrap();
    fs::write(folder.join("commands.sql"), sqlite).unwrap();
    fs::write(folder.join("commands.resp"), redis).unwrap();
    fs::write(folder.join("environment.json"), environment()).unwrap();
}

/// An environment with as many users as work 5 asks for.
fn environment() -> String {
    let mut text = String::from("{ \"cluster\": { \"name\": \"local\", \"homeTenant\": \"contoso.com\" },\n");
    text.push_str("  \"tenants\": [ { \"id\": \"6babcaad-604b-40ac-a9d7-9fd97c0b779f\", \"names\": [\"contoso.com\"] } ],\n  \"users\": [\n");
    for user in 0..USERS {
        let comma = if user + 1 == USERS { "" } else { "," };
        writeln!(
            text,
            "    {{ \"upn\": \"user{user}@contoso.com\", \"objectId\": \"00000000-0000-4000-8000-{user:012x}\", \"displayName\": \"User {user}\", \"tenant\": \"contoso.com\" }}{comma}"
        )
        .unwrap();
    }
    text.push_str("  ] }\n");
    text
}

/// Prints the median time of a copy and of the first change in it.
fn copy(count: u64) {
    let mut random = Random(3);
    let cluster = Arc::new(Cluster::new(Directory::open()));
    let mut session = Session::on(Arc::clone(&cluster), Clock::Standing(jiff::Timestamp::UNIX_EPOCH));
    let mut script = String::new();
    for database in 0..DATABASES {
        writeln!(script, ".create database db{database} volatile").unwrap();
    }
    for number in 0..count {
        let (database, role) = (number % DATABASES, ROLES[usize::try_from(random.below(6)).unwrap()]);
        writeln!(script, ".add database db{database} {role} ('aaduser=user{number}@contoso.com') skip-results").unwrap();
    }
    pieces(&script, 1, |piece| assert!(session.run(&piece).result.is_ok(), "{}", piece.text));
    let change = ".add database db1 admins ('aaduser=new@contoso.com') skip-results";
    let mut times = Vec::new();
    for _ in 0..21 {
        let start = Instant::now();
        let mut copy = session.copy();
        pieces(change, 1, |piece| assert!(copy.run(&piece).result.is_ok()));
        times.push(start.elapsed());
    }
    println!("{}", median(times).as_nanos());
}

/// Times both parsers in turn, five times, and prints the medians in statements a second.
fn parse(count: u64) {
    let mut random = Random(2);
    let mut commands = String::new();
    let mut grants = Vec::new();
    for _ in 0..count {
        let (database, user) = (random.below(DATABASES), random.below(USERS));
        writeln!(commands, ".add database db{database} viewers ('aaduser=user{user}@contoso.com')").unwrap();
        grants.push(format!("GRANT CONNECT ON DATABASE db{database} TO \"user{user}@contoso.com\""));
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        ours.push(time(|| parse_commands(&commands), count));
        theirs.push(time(|| parse_grants(&grants), count));
    }
    let (ours, theirs) = (median(ours), median(theirs));
    let rate = |time: Duration| count as f64 / time.as_secs_f64() / 1e6;
    println!("parse\t{:.2}\t{:.2}\t{:.1}", rate(ours), rate(theirs), theirs.as_secs_f64() / ours.as_secs_f64());
}

fn time(work: impl Fn() -> u64, expected: u64) -> Duration {
    let start = Instant::now();
    let done = work();
    let time = start.elapsed();
    assert_eq!(done, expected, "every statement must parse");
    time
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Split, lex and parse a whole text.
fn parse_commands(text: &str) -> u64 {
    let mut splitter = Splitter::new();
    let mut count = 0;
    for part in text.as_bytes().chunks(1 << 18) {
        splitter.push(std::str::from_utf8(part).unwrap());
        count += drain(&mut splitter);
    }
    splitter.finish();
    count + drain(&mut splitter)
}

fn drain(splitter: &mut Splitter) -> u64 {
    let mut count = 0;
    while let Some(piece) = splitter.next() {
        count += u64::from(std::hint::black_box(parser::parse(&piece)).is_ok());
    }
    count
}

fn parse_grants(grants: &[String]) -> u64 {
    let dialect = GenericDialect {};
    let parsed = grants.iter().filter(|grant| std::hint::black_box(Parser::parse_sql(&dialect, grant)).is_ok());
    parsed.count() as u64
}
