//! Nothing is lost: after a loss of power, a kill or a fault of the disk a catalog has what a beginning of the script
//! made, and at least all that had been told.
//!
//! Scripts are made by chance and run by the program above a shim (`durability/shim.c`), which writes down what the
//! program does to the disk and what it tells. From that a model of a disk (`durability/disk.rs`) makes the files that
//! may be found after a loss of power at any point. The program opens them, and what it finds is compared with the
//! states of the script. That the test can fail is a test too: it fails with what SQLite does at `synchronous=OFF` and
//! `synchronous=FULL`, which does not sync that the rollback journal is gone.
//!
//! `KMGMT_CRASHES` sets how many points are looked at (200 otherwise), and `KMGMT_SEED` where chance begins; both are
//! printed.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails may panic")]
#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "durability/disk.rs"]
mod disk;
#[path = "durability/history.rs"]
mod history;
#[path = "cli/kmgmt.rs"]
mod kmgmt;
#[path = "durability/program.rs"]
mod program;
#[path = "support/ebnf/random.rs"]
mod random;
#[path = "support/scripts.rs"]
mod scripts;
#[path = "durability/trace.rs"]
mod trace;

use std::os::unix::process::ExitStatusExt;
use std::time::{Duration, Instant};

use disk::{Disk, Files};
use history::{Chapter, chapters, long_chapters};
use program::{Found, Place, Ran, answered};
use random::Random;
use trace::Event;

/// So many runs go through a history, each of so many statements.
const RUNS: usize = 2;
const LENGTH: usize = 24;

/// So many points of each history are looked at.
const POINTS: usize = 20;

/// The signal that nothing survives.
const SIGKILL: i32 = 9;

fn number(variable: &str, otherwise: usize) -> usize {
    std::env::var(variable).map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{variable}={text}")))
}

/// How many points are looked at.
fn crashes() -> usize {
    number("KMGMT_CRASHES", 200)
}

/// Where chance begins.
fn chance() -> (usize, Random) {
    let seed = number("KMGMT_SEED", 20_261_129);
    println!("KMGMT_CRASHES={} KMGMT_SEED={seed}", crashes());
    (seed, Random::new(seed as u64))
}

/// A chapter that the program went through.
struct Recorded {
    chapter: Chapter,
    ran: Ran,
    /// The disk before it.
    before: Disk,
}

/// A point at which the power is lost.
struct Point {
    files: Files,
    /// How many statements had been answered.
    answered: usize,
    /// Where it is, for whoever reads that the test failed.
    at: String,
}

/// Chapters that the program goes through without a fault.
fn recorded(chapters: Vec<Chapter>, place: &Place) -> Vec<Recorded> {
    place.restore(&Files::new());
    let mut disk = Disk::default();
    let mut recorded = Vec::new();
    for chapter in chapters {
        let ran = place.run(&chapter.groups, None);
        let before = disk.clone();
        ran.events.iter().for_each(|event| disk.take(event));
        disk.close();
        assert!(!ran.events.is_empty(), "the shim was not loaded");
        assert!(disk.seen() == place.files(), "the model of the disk has other files than the disk");
        let statements = chapter.statements();
        assert_eq!(answered(&ran.out, &statements), statements.len(), "{}", ran.err);
        let (found, events) = place.found_and_events();
        assert_eq!(found.as_ref(), Ok(chapter.states.last().unwrap()), "{statements:#?}");
        events.iter().for_each(|event| disk.take(event));
        disk.close();
        recorded.push(Recorded { chapter, ran, before });
    }
    recorded
}

impl Recorded {
    /// The files that may be found if the power is lost after some of these events, which are those of the run or a
    /// part of them.
    fn point(&self, events: &[Event], random: &mut Random) -> Point {
        let number = random.below(events.len() + 1);
        let mut disk = self.before.clone();
        events[..number].iter().for_each(|event| disk.take(event));
        let told: usize = events[..number].iter().map(Event::told).sum();
        let answered = answered(&self.ran.out[..told], &self.chapter.statements());
        let after = number.checked_sub(1).map(|last| events[last].to_string());
        let at = format!("event {number} of {}, after {}", events.len(), after.unwrap_or_default());
        Point { files: disk.after_power_loss(random), answered, at }
    }
}

/// What is wrong with a catalog that was found after so many statements had been answered.
fn fault(chapter: &Chapter, found: &Found, answered: usize, has_catalog: bool) -> Option<String> {
    match found {
        Ok(state) if chapter.has(state, answered) => None,
        Ok(state) => Some(chapter.told(state, answered)),
        // Nothing was told, and the first run had not made the file.
        Err(_) if !has_catalog && answered == 0 => None,
        Err(error) => Some(error.clone()),
    }
}

#[test]
fn a_loss_of_power_loses_nothing_that_was_told() {
    let (seed, mut random) = chance();
    let place = Place::new("power");
    let (mut halfway, mut loaded) = (0, 0);
    for history in 0..crashes().div_ceil(POINTS) {
        let recorded = recorded(chapters(&mut random, RUNS, LENGTH), &place);
        loaded += usize::from(recorded.iter().any(|run| run.chapter.loads()));
        let at = format!("KMGMT_SEED={seed}, history {history}");
        for _ in 0..POINTS {
            halfway += usize::from(lose_power(random.pick(&recorded), &place, &mut random, &at));
        }
    }
    println!("{halfway} times changes were under way, {loaded} histories load an environment");
    assert!(halfway > crashes() / 10, "chance met too few changes: {halfway}");
    assert!(loaded > 0 || crashes() < 200, "no history loads an environment");
}

#[test]
fn a_loss_of_power_while_the_journal_is_taken_into_the_tables_loses_nothing_that_was_told() {
    let (seed, mut random) = chance();
    let place = Place::new("tables");
    let recorded = recorded(long_chapters(), &place);
    let events = &recorded[0].ran.events;
    let after_answers = events.iter().rposition(|event| event.told() > 0).unwrap();
    assert!(events[after_answers..].iter().any(Event::is_change), "the tables were not written");
    let at = format!("KMGMT_SEED={seed}");
    for _ in 0..crashes() / 4 {
        lose_power(random.pick(&recorded), &place, &mut random, &at);
    }
}

/// Loses the power at some point of a run and looks at what is found; in one of four cases it is lost again meanwhile.
/// Answers whether a change was under way: its rollback journal was left behind.
fn lose_power(run: &Recorded, place: &Place, random: &mut Random, at: &str) -> bool {
    let point = run.point(&run.ran.events, random);
    let at = format!("{at}, {}", point.at);
    place.restore(&point.files);
    if random.one_in(4) {
        lose_power_again(place, random);
    }
    let found = place.found();
    assert_eq!(fault(&run.chapter, &found, point.answered, place.has_catalog()), None, "{at}");
    if random.one_in(8) && found.is_ok() {
        assert_eq!(goes_on(place), found, "{at}");
    }
    point.files.keys().any(|path| path.ends_with("-journal"))
}

/// Loses the power again while the catalog is opened after the first loss.
fn lose_power_again(place: &Place, random: &mut Random) {
    let mut disk = Disk::of(place.files());
    let (_, events) = place.found_and_events();
    events[..random.below(events.len() + 1)].iter().for_each(|event| disk.take(event));
    place.restore(&disk.after_power_loss(random));
}

/// What a catalog has after a change and another one that takes it back.
fn goes_on(place: &Place) -> Found {
    let groups = [".create database Later", ".drop database Later"].map(|statement| vec![statement.to_owned()]);
    let ran = place.run(&groups, None);
    assert!(ran.status.success(), "{}", ran.err);
    place.found()
}

/// Whether some point of these events shows that something is lost.
fn shows_a_loss(place: &str, events_of: impl Fn(&[Event]) -> Vec<Event>) -> bool {
    let (_, mut random) = chance();
    let place = Place::new(place);
    let recorded = recorded(chapters(&mut random, RUNS, LENGTH), &place);
    (0..10 * POINTS).any(|_| {
        let run = random.pick(&recorded);
        let point = run.point(&events_of(&run.ran.events), &mut random);
        place.restore(&point.files);
        fault(&run.chapter, &place.found(), point.answered, place.has_catalog()).is_some()
    })
}

#[test]
fn without_syncs_the_test_of_lost_power_fails() {
    assert!(shows_a_loss("unsynced", |events| {
        events.iter().filter(|event| !matches!(event, Event::Synced { .. })).cloned().collect()
    }));
}

#[test]
fn without_the_sync_after_a_rollback_journal_is_removed_the_test_of_lost_power_fails() {
    assert!(shows_a_loss("removed", |events| {
        let mut is_removed = false;
        let mut is_kept = |event: &Event| match event {
            Event::Synced { .. } => !std::mem::take(&mut is_removed),
            event => {
                is_removed |= matches!(event, Event::Unlinked { .. });
                true
            }
        };
        events.iter().filter(|event| is_kept(event)).cloned().collect()
    }));
}

#[test]
fn a_program_that_tells_too_early_fails_the_test_of_lost_power() {
    assert!(shows_a_loss("early", |events| {
        let mut early = Vec::new();
        for event in events {
            let sync = early.iter().rposition(|event| matches!(event, Event::Synced { .. }));
            let is_told = event.told() > 0;
            let at = sync.filter(|_| is_told).unwrap_or(early.len());
            early.insert(at, event.clone());
        }
        early
    }));
}

/// When a program is killed at a change.
const KILLS: &[&str] = &["kill-before", "kill-within", "kill-after"];

#[test]
fn a_kill_loses_nothing_that_was_told() {
    let (seed, mut random) = chance();
    let place = Place::new("kill");
    let begun = Instant::now();
    recorded(chapters(&mut random, 1, LENGTH), &place);
    let run_time = begun.elapsed().as_micros() as usize;
    let mut killed = 0;
    for number in 0..crashes().div_ceil(4) {
        let chapter = chapters(&mut random, 1, LENGTH).remove(0);
        place.restore(&Files::new());
        let ran = if random.one_in(2) {
            place.run_and_kill(&chapter.groups, Duration::from_micros(random.below(run_time) as u64))
        } else {
            let fault = format!("{}@{}", random.pick(KILLS), 1 + random.below(20 * chapter.groups.len()));
            place.run(&chapter.groups, Some(&fault))
        };
        killed += usize::from(ran.status.signal() == Some(SIGKILL));
        let answered = answered(&ran.out, &chapter.statements());
        let wrong = fault(&chapter, &place.found(), answered, place.has_catalog());
        assert_eq!(wrong, None, "KMGMT_SEED={seed}, kill {number}\n{:?}", ran.status);
    }
    println!("{killed} runs were killed");
    assert!(killed > crashes() / 16, "chance killed too few: {killed}");
}

/// The faults that can come in a run that did this: at each change all that can come there, and at each read.
fn faults(events: &[Event]) -> Vec<String> {
    let mut faults = Vec::new();
    for (number, event) in (1..).zip(events.iter().filter(|event| event.is_change())) {
        let mut names = vec!["eio", "eio-from"];
        names.extend(["enospc", "enospc-from"].into_iter().filter(|_| event.needs_space()));
        names.extend(Some("short").filter(|_| matches!(event, Event::Wrote { .. })));
        faults.extend(names.into_iter().map(|name| format!("{name}@{number}")));
    }
    let reads = events.iter().filter(|event| **event == Event::Read).count();
    faults.extend((1..=reads).map(|number| format!("read@{number}")));
    faults
}

#[test]
fn a_fault_of_the_disk_ends_the_run_and_loses_nothing_that_was_told() {
    let (seed, mut random) = chance();
    let place = Place::new("fault");
    let recorded = recorded(chapters(&mut random, RUNS, LENGTH), &place);
    let mut cases: Vec<(&Recorded, String)> =
        recorded.iter().flat_map(|run| faults(&run.ran.events).into_iter().map(move |fault| (run, fault))).collect();
    println!("{} faults, of which {} come", cases.len(), cases.len().min(crashes()));
    for _ in 0..cases.len().min(crashes()) {
        let (run, fault) = cases.swap_remove(random.below(cases.len()));
        place.restore(&run.before.seen());
        let ran = place.run(&run.chapter.groups, Some(&fault));
        let at = format!("KMGMT_SEED={seed}, SHIM_FAULT={fault}\n{}", ran.err);
        let mut disk = Disk::of(run.before.seen());
        ran.events.iter().for_each(|event| disk.take(event));
        assert_eq!(wrong_after_fault(&run.chapter, &ran, &place), None, "{at}");
        // After the fault the power goes too.
        place.restore(&disk.after_power_loss(&mut random));
        assert_eq!(wrong_after_fault(&run.chapter, &ran, &place), None, "{at}");
    }
}

#[test]
fn a_disk_that_is_full_or_fails_is_told() {
    let place = Place::new("told");
    let one = |statement: &str| [vec![statement.to_owned()]];
    place.run(&one(".create table T (a:long)"), None);
    let files = place.files();
    let told = |fault: &str| {
        place.restore(&files);
        let err = place.run(&one(".create table Other (a:long)"), Some(fault)).err;
        let catalog = format!("{}`: ", files.keys().next().unwrap());
        let told = err.split_once(&catalog).unwrap_or_else(|| panic!("{err}")).1.to_owned();
        told.lines().filter(|line| line.trim() != "|").collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(told("enospc-from@1"), @"
    the file, or the rollback journal beside it, can't be opened
     --> <stdin>:1:1
    1 | .create table Other (a:long)
      | ^^^^^^^
      = help: the disk may be full, or the file or its folder may not be written
    ");
    insta::assert_snapshot!(told("enospc-from@2"), @"
    the disk is full
     --> <stdin>:1:1
    1 | .create table Other (a:long)
      | ^^^^^^^
      = help: the catalog is as it was after the last change that was told
    ");
    insta::assert_snapshot!(told("eio@9"), @"
    disk I/O error
    note: 1 change could not be kept
    ");
    insta::assert_snapshot!(told("read@1"), @"Input/output error (os error 5)");
}

/// What is wrong after a fault of the disk: the program ends well, having done all, or with an error.
fn wrong_after_fault(chapter: &Chapter, ran: &Ran, place: &Place) -> Option<String> {
    let statements = chapter.statements();
    // The statement that met the fault is told again before its error.
    let has_place = |error: &str| error.lines().nth(1).is_some_and(|line| line.trim_start().starts_with("-->"));
    let is_met = ran.err.split("error: catalog ").skip(1).any(has_place);
    let answered = answered(&ran.out, &statements).saturating_sub(usize::from(is_met));
    if ran.status.code().is_none() || ran.err.contains("panicked") {
        return Some(format!("it ended with {}", ran.status));
    }
    if answered < statements.len() && (ran.status.success() || !ran.err.contains("error: ")) {
        return Some(format!("{answered} statements were answered, and it does not say why: {}", ran.status));
    }
    fault(chapter, &place.found(), answered, place.has_catalog())
}

#[test]
fn a_catalog_that_a_killed_program_left_half_done_is_recovered_as_it_was_before() {
    let (_, mut random) = chance();
    let place = Place::new("recover");
    let mut chapters = chapters(&mut random, 2, LENGTH);
    let (second, first) = (chapters.remove(1), chapters.remove(0));
    place.run(&first.groups, None);
    let files = place.files();
    let mut halfway = 0;
    for number in 1..=POINTS {
        place.restore(&files);
        place.run(&second.groups, Some(&format!("kill-within@{number}")));
        let left = place.files();
        halfway += usize::from(left.len() > files.len());
        let recovered = place.recovered();
        assert!(place.files() == left, "recovering changes the files, where the program was killed at {number}");
        assert_eq!(recovered, place.found(), "where the program was killed at {number}");
    }
    assert!(halfway > POINTS / 4, "chance met too few changes: {halfway}");
}

/// Subcommands that change a catalog file, by one change or none.
const SUBCOMMANDS: &[&[&str]] = &[
    &["undo", "3", "--force"],
    &["compact", "--keep", "1d"],
    &["import", "fixtures/imports/kusto-cli.txt", "fixtures/imports/users.json"],
];

#[test]
fn a_subcommand_changes_a_catalog_file_wholly_or_not_at_all() {
    let (seed, mut random) = chance();
    let place = Place::new("subcommands");
    recorded(chapters(&mut random, RUNS, LENGTH), &place);
    let (files, before) = (place.files(), place.found());
    for args in SUBCOMMANDS {
        place.restore(&files);
        let ran = place.run_subcommand(args, None);
        assert!(ran.status.success() && ran.events.iter().any(Event::is_change), "{args:?}\n{}", ran.err);
        let after = place.found();
        for _ in 0..POINTS {
            let number = random.below(ran.events.len() + 1);
            let mut disk = Disk::of(files.clone());
            ran.events[..number].iter().for_each(|event| disk.take(event));
            place.restore(&disk.after_power_loss(&mut random));
            let found = place.found();
            let is_told = ran.events[..number].iter().any(|event| event.told() > 0);
            let is_right = found == after || found == before && !is_told;
            assert!(is_right, "KMGMT_SEED={seed}, {args:?}, event {number}\n{found:#?}");
        }
        let faults = faults(&ran.events);
        for _ in 0..POINTS {
            let fault = random.pick(&faults);
            place.restore(&files);
            let ran = place.run_subcommand(args, Some(fault));
            let found = place.found();
            let is_done = ran.status.success() && found == after;
            let is_refused = ran.status.code().is_some_and(|code| code == 1 || code == 2)
                && ran.err.contains("error: ")
                && (found == before || found == after);
            assert!(
                is_done || is_refused,
                "KMGMT_SEED={seed}, {args:?}, SHIM_FAULT={fault}, {}\n{}\n{found:#?}",
                ran.status,
                ran.err
            );
        }
    }
}
