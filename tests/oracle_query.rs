//! The official parser as a second opinion on operators after a pipe: it and kmgmt take the same ones, but for the
//! differences that `oracle/query_differences.tsv` lists, each with a pipe that shows it and the reason. Names and types
//! are not looked at: the official parser is asked without its semantic analysis.
//!
//! Needs what `oracle.rs` needs. `KMGMT_ORACLE_SEED=1,2,3` takes other pipes.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/ebnf/mod.rs"]
mod ebnf;
#[path = "support/oracle/mod.rs"]
mod oracle;

use std::collections::BTreeMap;

use ebnf::{Generator, Grammar, Random};
use kmgmt::query::parse::parse_pipe;
use oracle::{Verdict, verdicts};

/// So many valid pipes of each seed, and as many broken ones.
const PIPES: usize = 1_000;

/// Longer ones say no more, and the official parser takes its time.
const LONGEST: usize = 600;

const COMMAND: &str = ".show tables ";

/// The pipes of a seed, each with its `|`.
fn pipes(seed: u64) -> Vec<String> {
    println!("seed {seed}");
    let grammar = Grammar::load();
    let form = grammar.whole("piped");
    let mut generator = Generator::new(&grammar, Random::new(seed));
    let mut random = Random::new(!seed);
    let mut all = Vec::new();
    while all.len() < 2 * PIPES {
        let text = generator.sentence(&form).text;
        if text.len() > LONGEST {
            continue;
        }
        let broken = ebnf::broken_query(&text, &mut random);
        all.push(text);
        // The command goes on in one statement: a blank line or `;` at the end of a line would end it.
        all.push(if broken.starts_with('|') { broken } else { format!("| {broken}") });
    }
    all
}

/// A difference that is meant: who accepts, what the pipe holds when white space and comments are left out, a part of
/// what the other says, a pipe that shows it, and the number of its line.
struct Row<'t> {
    kmgmt: bool,
    holds: &'t str,
    said: &'t str,
    example: String,
    line: usize,
}

fn listed() -> Vec<Row<'static>> {
    let rows = include_str!("oracle/query_differences.tsv").lines().enumerate().skip(1);
    let row = |(index, row): (usize, &'static str)| {
        let (line, columns) = (index + 1, row.split('\t').collect::<Vec<_>>());
        let [accepts, holds, said, example, reason] = columns[..] else { panic!("line {line}: five columns") };
        assert!(matches!(accepts, "kmgmt" | "oracle") && columns.iter().all(|it| !it.trim().is_empty()), "line {line}");
        assert!(reason.contains(' '), "line {line}: a reason");
        Row { kmgmt: accepts == "kmgmt", holds, said, example: format!("| {example}"), line }
    };
    rows.map(row).collect()
}

/// Who alone takes a pipe, and what the other says; both taking or refusing it is no difference.
enum Asked {
    BothTake,
    BothRefuse,
    Difference { kmgmt: bool, said: String },
}

impl Asked {
    fn of(pipe: &str, theirs: &Verdict) -> Self {
        match (parse_pipe(pipe.strip_prefix('|').unwrap_or(pipe)), theirs.accepted) {
            (Ok(_), true) => Self::BothTake,
            (Err(_), false) => Self::BothRefuse,
            (Ok(_), false) => Self::Difference { kmgmt: true, said: theirs.detail.clone() },
            (Err(error), true) => Self::Difference { kmgmt: false, said: error.kind.to_string() },
        }
    }
}

impl Row<'_> {
    fn fits(&self, pipe: &str, taken_by_kmgmt: bool, said: &str) -> bool {
        let bare: String = pipe.replace("// a comment", "").split_whitespace().collect();
        self.kmgmt == taken_by_kmgmt && said.contains(self.said) && bare.contains(self.holds)
    }
}

/// What is written before a pipe for the official parser.
fn command(pipe: &str) -> String {
    format!("{COMMAND}{pipe}")
}

#[test]
fn each_listed_difference_is_one_still() {
    let rows = listed();
    let verdicts = verdicts(&rows.iter().map(|row| command(&row.example)).collect::<Vec<_>>());
    let mut faults = Vec::new();
    for row in &rows {
        let fault = match Asked::of(&row.example, &verdicts[&command(&row.example)]) {
            Asked::BothTake => "both take it".to_owned(),
            Asked::BothRefuse => "both refuse it".to_owned(),
            Asked::Difference { kmgmt, said } if row.fits(&row.example, kmgmt, &said) => continue,
            Asked::Difference { kmgmt, said } => format!("taken by kmgmt: {kmgmt}; the other says: {said}"),
        };
        faults.push(format!("line {}: {}: {fault}", row.line, row.example));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn both_parsers_take_the_same_pipes_but_for_the_listed_differences() {
    let seeds = std::env::var("KMGMT_ORACLE_SEED").unwrap_or("11".to_owned());
    let pipes: Vec<String> = seeds.split(',').flat_map(|seed| pipes(seed.trim().parse().unwrap())).collect();
    let verdicts = verdicts(&pipes.iter().map(|pipe| command(pipe)).collect::<Vec<_>>());
    let rows = listed();
    let (mut taken, mut refused, mut used) = (0, 0, BTreeMap::new());
    let mut unlisted: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for pipe in &pipes {
        let command = command(pipe);
        let (kmgmt, said) = match Asked::of(pipe, &verdicts[&command]) {
            Asked::BothTake => {
                taken += 1;
                continue;
            }
            Asked::BothRefuse => {
                refused += 1;
                continue;
            }
            Asked::Difference { kmgmt, said } => (kmgmt, said),
        };
        match rows.iter().find(|row| row.fits(pipe, kmgmt, &said)) {
            Some(row) => *used.entry(row.line).or_insert(0) += 1,
            None => {
                let who = if kmgmt { "kmgmt" } else { "oracle" };
                let kind = said.split_once(": ").map_or(said.as_str(), |(_, rest)| rest);
                unlisted.entry(format!("{who}: {kind}")).or_default().push(format!("{command}\n    {said}"));
            }
        }
    }
    println!("both take {taken} and refuse {refused}; lines of the differences and their pipes: {used:?}");
    let count: usize = unlisted.values().map(Vec::len).sum();
    let shown: Vec<String> =
        unlisted.iter().map(|(said, all)| format!("{} × {said}\n  {}", all.len(), all[0])).collect();
    assert!(unlisted.is_empty(), "{count} differences are not listed:\n{}", shown.join("\n"));
    assert!(taken >= PIPES / 2 && refused >= PIPES / 3, "both take only {taken}, or refuse only {refused}");
}
