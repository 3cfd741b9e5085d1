//! Two processes change one catalog file, and one of them is killed: the other one goes on, and the file has what a
//! serial order of their statements makes, with all that either of them told.
//!
//! `KMGMT_CRASHES` sets how often (a twentieth of it, 200 otherwise), and `KMGMT_SEED` where chance begins; both are
//! printed.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails may panic")]
#![allow(clippy::panic, clippy::indexing_slicing, dead_code, reason = "a test that fails may panic")]

#[path = "durability/disk.rs"]
mod disk;
#[path = "cli/kmgmt.rs"]
mod kmgmt;
#[path = "durability/program.rs"]
mod program;
#[path = "support/ebnf/random.rs"]
mod random;
#[path = "durability/trace.rs"]
mod trace;

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Stdio;

use ::kmgmt::directory::Directory;
use ::kmgmt::session::{Clock, Session};
use ::kmgmt::state::Folder;
use ::kmgmt::syntax::pieces;
use kmgmt::command;
use program::{CLOCK, Place, State, answered};
use random::Random;

/// So many statements each of the two runs.
const STATEMENTS: usize = 30;

/// When a program is killed at a change.
const KILLS: &[&str] = &["kill-before", "kill-within", "kill-after"];

fn number(variable: &str, otherwise: usize) -> usize {
    std::env::var(variable).map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{variable}={text}")))
}

/// The statements of one of the two: all of them change one thing, and each makes one of its own.
fn statements(who: &str) -> Vec<String> {
    (0..STATEMENTS)
        .map(|number| match number % 2 {
            0 => format!(".alter table T docstring '{who}{number}'"),
            _ => format!(".create table {who}{number} (a:long)"),
        })
        .collect()
}

/// Runs statements one after the other, each when the one before it was answered; answers how many were, and whether
/// the program ended well.
fn survives(file: &Path, statements: &[String]) -> (usize, bool) {
    let mut program = command(["--format", "csv", "--clock", CLOCK, "--catalog", file.to_str().unwrap()]);
    let mut child = program.stdin(Stdio::piped()).spawn().unwrap();
    let (mut pipe, mut lines) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()).lines());
    let mut told = 0;
    for statement in statements {
        // A query that answers one row says that the statement is durable.
        writeln!(pipe, "{statement} | project Told = 'told{told}';").unwrap();
        let word = format!("told{told}");
        if !lines.any(|line| line.unwrap() == word) {
            break;
        }
        told += 1;
    }
    drop(pipe);
    (told, child.wait().unwrap().success())
}

/// The commands of the journal, in order.
fn journal(file: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(file).unwrap();
    let mut select = connection.prepare("SELECT command FROM journal ORDER BY sequence").unwrap();
    select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// What the commands make, one after the other.
fn made(commands: &[String]) -> State {
    let mut session = Session::new(Directory::open(), Clock::Standing(CLOCK.parse().unwrap()));
    for command in commands {
        pieces(command, 1, |piece| assert!(session.run(&piece).result.is_ok(), "{command}"));
    }
    let Folder { environment, catalog } = Folder::of(&session);
    State { environment, catalog }
}

#[test]
fn where_one_of_two_is_killed_the_other_goes_on_and_nothing_told_is_lost() {
    let (crashes, seed) = (number("KMGMT_CRASHES", 200), number("KMGMT_SEED", 20_261_201));
    println!("KMGMT_CRASHES={crashes} KMGMT_SEED={seed}");
    let mut random = Random::new(seed as u64);
    let place = Place::new("together");
    let (first, second) = (statements("K"), statements("S"));
    let (mut killed, mut mixed) = (0, 0);
    for number in 0..crashes.div_ceil(20) {
        let at = format!("KMGMT_SEED={seed}, kill {number}");
        place.restore(&disk::Files::new());
        assert!(place.run(&[vec![".create table T (a:long)".to_owned()]], None).status.success());
        let fault = format!("{}@{}", random.pick(KILLS), 1 + random.below(10 * STATEMENTS));
        let groups: Vec<Vec<String>> = first.iter().map(|statement| vec![statement.clone()]).collect();
        let file = place.catalog();
        let (ran, (told, is_well)) = std::thread::scope(|scope| {
            let other = scope.spawn(|| survives(&file, &second));
            (place.run(&groups, Some(&fault)), other.join().unwrap())
        });
        assert!(is_well && told == STATEMENTS, "{at}: the other one told {told} and ended well: {is_well}");
        let was_killed = ran.status.signal() == Some(9);
        killed += usize::from(was_killed);
        let found = place.found().unwrap_or_else(|error| panic!("{at}\n{error}"));
        let commands = journal(&file);
        let of = |who: char| -> Vec<&str> {
            let is_own =
                |command: &&String| command.contains(&format!("'{who}")) || command.contains(&format!(" {who}"));
            let own = commands.iter().filter(is_own);
            own.map(|command| command.split(" | ").next().unwrap().trim()).collect()
        };
        let (of_first, of_second) = (of('K'), of('S'));
        assert_eq!(of_second, second, "{at}: of the one that went on something is missing");
        assert_eq!(of_first, &first[..of_first.len()], "{at}: of the one that was killed there is no beginning");
        let answered = answered(&ran.out, &first);
        assert!(answered <= of_first.len(), "{at}: {answered} were answered, and {} are there", of_first.len());
        assert!(was_killed || of_first.len() == first.len(), "{at}: {}", ran.err);
        assert_eq!(made(&commands), found, "{at}: the file has not what its journal makes");
        let turns = commands.windows(2).filter(|pair| pair[0].contains('K') != pair[1].contains('K')).count();
        mixed += usize::from(turns > 1);
    }
    println!("{killed} were killed, {mixed} times the two took turns");
    // How often they take turns is up to the system.
    assert!(killed > crashes / 80 && mixed > 0, "{killed} kills, {mixed} times the two took turns");
}
