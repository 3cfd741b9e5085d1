//! An independent evaluator as a second opinion: `duckdb-kql` answers pipes that are made by chance as kmgmt does, but
//! for the differences that `differential/differences.tsv` lists with reasons and pages.
//!
//! A row of that file has three columns: texts that are in the pipe, with ` & ` between them, the reason, and the page
//! that kmgmt follows. Needs Python and, once, a virtual environment; see `.ci/run`. `KMGMT_PIPES_SEED=1,2,3` takes the
//! pipes of these seeds instead.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/pipes/mod.rs"]
mod pipes;
#[path = "support/queries.rs"]
mod queries;
#[path = "support/ebnf/random.rs"]
mod random;

use std::collections::BTreeSet;

use pipes::{Answer, TABLE};
use queries::{Rows, answer};
use random::Random;

/// Where other seeds are given, with commas between them, and the one without.
const SEEDS: (&str, &str) = ("KMGMT_PIPES_SEED", "11");

/// So many pipes are made of a seed, and both give the same rows for so many at least.
const PIPES: (usize, usize) = (700, 500);

/// So many rows the table has.
const ROWS: usize = 40;

/// A row of the list of differences.
struct Difference {
    line: usize,
    texts: Vec<&'static str>,
}

fn differences() -> Vec<Difference> {
    let rows = include_str!("differential/differences.tsv").lines().enumerate().skip(1);
    let difference = |(index, row): (usize, &'static str)| {
        let columns: Vec<&str> = row.split('\t').collect();
        let [texts, reason, page] = columns[..] else { panic!("differences.tsv:{}: three columns", index + 1) };
        assert!(!reason.is_empty() && page.ends_with(".md"), "differences.tsv:{}: a reason and a page", index + 1);
        Difference { line: index + 1, texts: texts.split(" & ").collect() }
    };
    rows.map(difference).collect()
}

fn seeds() -> Vec<u64> {
    let (variable, default) = SEEDS;
    let given = std::env::var(variable).unwrap_or(default.to_owned());
    given.split(',').map(|seed| seed.trim().parse().unwrap_or_else(|_| panic!("{variable}: `{seed}`"))).collect()
}

/// What became of the pipes of a seed.
#[derive(Default)]
struct Outcome {
    same: usize,
    /// The lines of the differences that were met.
    met: BTreeSet<usize>,
    faults: Vec<String>,
}

fn outcome(seed: u64, known: &[Difference]) -> Outcome {
    let mut random = Random::new(seed);
    let table = pipes::table(&mut random, ROWS);
    let made: Vec<(String, bool)> = (0..PIPES.0).map(|_| pipes::pipe(&mut random)).collect();
    let fill = format!(".set-or-replace {TABLE} <| {table}");
    let texts: Vec<String> = std::iter::once(fill).chain(made.iter().map(|(text, _)| text.clone())).collect();
    let mut outcome = Outcome::default();
    for ((text, ordered), theirs) in made.iter().zip(pipes::answers(&texts).into_iter().skip(1)) {
        // What the other evaluator does not know says nothing.
        if theirs.error.is_some() {
            continue;
        }
        let Some(fault) = fault(&table, text, theirs, *ordered) else {
            outcome.same += 1;
            continue;
        };
        match known.iter().find(|difference| difference.texts.iter().all(|part| text.contains(part))) {
            Some(difference) => drop(outcome.met.insert(difference.line)),
            None => outcome.faults.push(fault),
        }
    }
    outcome
}

/// How the two differ, if they do.
fn fault(table: &str, text: &str, theirs: Answer, ordered: bool) -> Option<String> {
    let theirs = Rows { columns: theirs.columns, rows: theirs.rows };
    match answer(&format!("let {TABLE} = {table};\n{text}")) {
        Ok(ours) if ours.same(&arranged(theirs.clone(), &ours.columns, text), ordered) => None,
        Ok(ours) => Some(format!("{text}\n{}", ours.difference(&theirs))),
        Err(message) => Some(format!("{text}\n{message}\n")),
    }
}

/// Returns the other's rows with the columns in our order, where a pipe extends by a column: one that is there already
/// is removed and appended (`extend-operator.md`, *Returns*), and the other evaluator leaves it in its place.
fn arranged(theirs: Rows, columns: &[String], pipe: &str) -> Rows {
    let place = |column: &String| theirs.columns.iter().position(|other| other == column);
    let places: Option<Vec<usize>> = columns.iter().map(place).collect();
    match places.filter(|places| pipe.contains("extend ") && places.len() == theirs.columns.len()) {
        Some(places) => {
            let rows = theirs.rows.iter().map(|row| places.iter().map(|place| row[*place].clone()).collect());
            Rows { columns: columns.to_vec(), rows: rows.collect() }
        }
        None => theirs,
    }
}

#[test]
fn pipes_give_the_rows_that_an_independent_evaluator_gives() {
    let (seeds, known) = (seeds(), differences());
    println!("the pipes are those of the seeds {seeds:?}");
    let mut met = BTreeSet::new();
    for seed in &seeds {
        let outcome = outcome(*seed, &known);
        println!("seed {seed}: {} pipes give the same", outcome.same);
        let faults = &outcome.faults;
        assert!(faults.is_empty(), "seed {seed}: {} pipes give something else:\n{}", faults.len(), faults.join("\n"));
        assert!(outcome.same >= PIPES.1, "seed {seed}: only {} pipes give the same", outcome.same);
        met.extend(outcome.met);
    }
    // A difference that no pipe shows any more is none.
    let gone: Vec<usize> = known.iter().map(|it| it.line).filter(|line| !met.contains(line)).collect();
    assert!(gone.is_empty() || std::env::var(SEEDS.0).is_ok(), "differences.tsv: nothing shows the lines {gone:?}");
}
