//! The official parser as a second opinion on operators after a pipe: it and kmgmt take the same ones, but for the
//! differences that `oracle/query_differences.tsv` lists with reasons. Names and types are not looked at: the official
//! parser is asked without its semantic analysis.
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
use oracle::verdicts;

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
/// what the other says, and the number of its line.
struct Row<'t> {
    kmgmt: bool,
    holds: &'t str,
    said: &'t str,
    line: usize,
}

fn listed() -> Vec<Row<'static>> {
    let rows = include_str!("oracle/query_differences.tsv").lines().enumerate().skip(1);
    let row = |(index, row): (usize, &'static str)| {
        let columns: Vec<&str> = row.split('\t').collect();
        let [accepts, holds, said, reason] = columns[..] else { panic!("line {}: four columns", index + 1) };
        assert!(matches!(accepts, "kmgmt" | "oracle") && !reason.is_empty(), "line {}", index + 1);
        Row { kmgmt: accepts == "kmgmt", holds, said, line: index + 1 }
    };
    rows.map(row).collect()
}

#[test]
fn both_parsers_take_the_same_pipes_but_for_the_listed_differences() {
    let seeds = std::env::var("KMGMT_ORACLE_SEED").unwrap_or("11".to_owned());
    let pipes: Vec<String> = seeds.split(',').flat_map(|seed| pipes(seed.trim().parse().unwrap())).collect();
    let commands: Vec<String> = pipes.iter().map(|pipe| format!("{COMMAND}{pipe}")).collect();
    let verdicts = verdicts(&commands);
    let rows = listed();
    let (mut taken, mut refused, mut used) = (0, 0, BTreeMap::new());
    let mut unlisted: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (pipe, command) in pipes.iter().zip(&commands) {
        let ours = parse_pipe(pipe.strip_prefix('|').unwrap_or(pipe));
        let theirs = &verdicts[command];
        let (kmgmt, said) = match (&ours, theirs.accepted) {
            (Ok(_), true) => {
                taken += 1;
                continue;
            }
            (Err(_), false) => {
                refused += 1;
                continue;
            }
            (Ok(_), false) => (true, theirs.detail.clone()),
            (Err(error), true) => (false, error.kind.to_string()),
        };
        let bare: String = pipe.replace("// a comment", "").split_whitespace().collect();
        let fits = |row: &&Row<'_>| row.kmgmt == kmgmt && said.contains(row.said) && bare.contains(row.holds);
        match rows.iter().find(fits) {
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
