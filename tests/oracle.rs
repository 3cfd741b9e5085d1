//! The official parser as a second opinion: it and kmgmt take the same statements as the same
//! kinds of commands, but for the differences that `oracle/differences.tsv` lists with reasons.
//!
//! Of every official kind both take at least five sentences that are made from its form, and refuse at
//! least five that are broken; a kind whose sentences were all differences would be held to nothing.
//!
//! Needs Node and, once, `npm ci` in `tests/oracle`; see `.ci/run`. `KMGMT_ORACLE_SEED=1,2,3` takes
//! the sentences of these seeds instead, for a longer look after a larger change of the grammar:
//! what is not remembered of a seed takes one or two minutes.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/ebnf/mod.rs"]
mod ebnf;
#[path = "support/oracle/mod.rs"]
mod oracle;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use ebnf::Sample;
use kmgmt::model::command_kind::CommandKind;
use kmgmt::syntax::{Piece, parser, pieces};
use oracle::{Accepts, Verdict, kinds, verdicts};

/// Where other seeds are given, with commas between them, and the one without.
const SEEDS: (&str, &str) = ("KMGMT_ORACLE_SEED", "7");

/// Of each official kind both parsers take so many sentences, and refuse so many broken ones.
const EACH: usize = 5;

/// So many are asked about at least: some are differences.
const ASKED: usize = 24;

/// The statements of `text`, without directives.
fn statements(text: &str, found: &mut Vec<String>) {
    pieces(text, 1, |piece| {
        if !piece.directive {
            found.push(piece.text.to_owned());
        }
    });
}

fn fixtures(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            fixtures(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "kql") {
            statements(&std::fs::read_to_string(path).unwrap(), found);
        }
    }
}

/// The sentences of all seeds, which are made once.
fn samples() -> &'static [Sample] {
    static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| {
        println!("the sentences are those of the seeds {:?}", seeds());
        seeds().into_iter().flat_map(|seed| ebnf::samples_of_kinds(seed, ASKED)).collect()
    });
    &SAMPLES
}

fn seeds() -> Vec<u64> {
    let (variable, default) = SEEDS;
    let given = std::env::var(variable).unwrap_or(default.to_owned());
    let number = |seed: &str| seed.trim().parse().unwrap_or_else(|_| panic!("{variable}: `{seed}` is no number"));
    given.split(',').map(number).collect()
}

/// What both parsers say of a statement.
struct Opinion {
    text: String,
    /// The kind that kmgmt takes it as, or its message.
    ours: Result<CommandKind, String>,
    theirs: Verdict,
    /// What kmgmt prints for it, and the official verdict on that, where only kmgmt takes the statement.
    printed: Option<(String, Verdict)>,
}

impl Opinion {
    /// What is said of the piece, before the official parser is asked about what kmgmt prints.
    fn of(piece: &Piece<'_>, theirs: Verdict) -> Self {
        let text = piece.text.to_owned();
        match parser::parse(piece) {
            Ok(statement) => {
                let printed = (!theirs.accepted).then(|| (statement.to_string(), Verdict::default()));
                Self { text, ours: Ok(statement.command.kind()), theirs, printed }
            }
            Err(error) => Self { text, ours: Err(error.kind.to_string()), theirs, printed: None },
        }
    }

    /// Whether both take it as the same kind, or what kmgmt prints for it.
    fn both_take(&self) -> bool {
        let theirs = self.printed.as_ref().map_or(&self.theirs, |(_, printed)| printed);
        let same = |kind: &CommandKind| theirs.kind.as_deref() == Some(kind.name());
        theirs.accepted && self.ours.as_ref().is_ok_and(same)
    }

    fn both_refuse(&self) -> bool {
        self.ours.is_err() && !self.theirs.accepted
    }

    /// What kmgmt prints for the statement, where only kmgmt takes it.
    fn printed(&self) -> &str {
        self.printed.as_ref().map_or("", |(printed, _)| printed)
    }

    /// Who takes what, and what is said of it, unless both agree. They do where only documents have the kind.
    fn disagreement(&self) -> Option<(Accepts, &str, String)> {
        let kind = |verdict: &Verdict| verdict.kind.clone().unwrap_or_default();
        match (&self.ours, &self.printed) {
            (Ok(ours), Some((_, printed))) if printed.accepted && kind(printed) == ours.name() => {
                Some((Accepts::Spelling, &self.text, self.theirs.detail.clone()))
            }
            (Ok(ours), Some((text, printed))) if ours.official() => {
                Some((Accepts::Kmgmt, text, printed.detail.clone()))
            }
            (Ok(ours), None) if kind(&self.theirs) != ours.name() => {
                Some((Accepts::Both, &self.text, format!("{} {}", ours.name(), kind(&self.theirs))))
            }
            (Err(message), _) if self.theirs.accepted => Some((Accepts::Oracle, &self.text, message.clone())),
            _ => None,
        }
    }
}

/// What is said of each statement of the fixtures and of the samples. The official parser is asked once.
fn opinions() -> &'static BTreeMap<String, Opinion> {
    static OPINIONS: LazyLock<BTreeMap<String, Opinion>> = LazyLock::new(|| {
        let mut texts = Vec::new();
        fixtures(Path::new("fixtures"), &mut texts);
        texts.extend(samples().iter().flat_map(|sample| sample.valid.iter().chain(&sample.broken)).cloned());
        opinions_of(texts)
    });
    &OPINIONS
}

fn opinions_of(texts: Vec<String>) -> BTreeMap<String, Opinion> {
    let verdicts_of_texts = verdicts(&texts);
    let mut opinions = BTreeMap::new();
    for text in texts {
        let theirs = &verdicts_of_texts[&text];
        pieces(&text, 1, |piece| drop(opinions.insert(text.clone(), Opinion::of(&piece, theirs.clone()))));
    }
    let all_printed: Vec<String> =
        opinions.values().filter_map(|it| it.printed.clone()).map(|(text, _)| text).collect();
    let verdicts_of_printed = verdicts(&all_printed);
    for (printed, verdict) in opinions.values_mut().filter_map(|opinion| opinion.printed.as_mut()) {
        *verdict = verdicts_of_printed[printed].clone();
    }
    opinions
}

#[test]
fn both_parsers_agree_but_for_the_listed_differences() {
    println!("{} statements", opinions().len());
    let listed = oracle::read(include_str!("oracle/differences.tsv"));
    let mut used: BTreeMap<usize, u32> = listed.iter().map(|row| (row.line, 0)).collect();
    let mut unlisted = Vec::new();
    for opinion in opinions().values() {
        let Some((accepts, text, said)) = opinion.disagreement() else { continue };
        pieces(text, 1, |piece| {
            match listed.iter().find(|difference| difference.holds(&piece, accepts, opinion.printed(), &said)) {
                Some(row) => *used.entry(row.line).or_default() += 1,
                None => unlisted.push(format!("{}\n{text}\n  {accepts:?}: {said}", opinion.text)),
            }
        });
    }
    assert!(unlisted.is_empty(), "{} differences are not listed:\n{}", unlisted.len(), unlisted.join("\n"));
    // The sentences are a sample: a row may wait for one that a change of the grammar brings.
    println!("lines of differences.tsv, and how many statements each is about: {used:?}");
}

#[test]
fn of_every_official_kind_both_parsers_take_five_sentences_and_refuse_five_broken_ones() {
    let mut few = Vec::new();
    for kind in kinds() {
        let sampled = || samples().iter().filter(|sample| sample.kind.name() == kind);
        let taken: usize = sampled().map(|sample| count(&sample.valid, Opinion::both_take)).sum();
        let refused: usize = sampled().map(|sample| count(&sample.broken, Opinion::both_refuse)).sum();
        if taken < EACH || refused < EACH {
            few.push(format!("{kind}: both take {taken} and refuse {refused} of its sentences"));
        }
    }
    assert!(few.is_empty(), "{}", few.join("\n"));
}

/// How many of the sentences are such that both parsers agree so.
fn count(sentences: &[String], agree: fn(&Opinion) -> bool) -> usize {
    sentences.iter().filter(|text| opinions().get(*text).is_some_and(agree)).count()
}

#[test]
fn a_row_holds_where_its_form_and_one_of_its_messages_fit() {
    let rows = oracle::read(concat!(
        "\nkmgmt\t. ... table BARE ...\tx…z | y\tr",
        "\nkmgmt\t. ... NUMBER ...\t\tr",
        "\nkmgmt\t. ... CLOCK\t\tr",
        "\nkmgmt\t. ... !T STRING STRING\t\tr",
    ));
    let cases = [
        (".drop table table", "x y z", [true, false, false, false]),
        (".drop table table", "x", [false, false, false, false]),
        (".drop table ['table']", "y", [false, false, false, false]),
        (".drop table 2024", "y", [true, true, false, false]),
        (".drop table T with (a=5m)", "y", [false, true, false, false]),
        (".drop table T 1.00:00:00", "y", [false, true, true, false]),
        (".drop table T 'a' 'b'", "y", [false, false, false, false]),
        (".drop table T 'a' 'b' 'c'", "y", [false, false, false, true]),
    ];
    for (text, said, expected) in cases {
        let printed = ".drop table ['table'] or ['2024']";
        let holds =
            |piece: &Piece<'_>| rows.iter().map(|row| row.holds(piece, Accepts::Kmgmt, printed, said)).collect();
        pieces(text, 1, |piece| {
            let found: Vec<bool> = holds(&piece);
            assert_eq!(found, expected, "{text}: {said}");
        });
    }
}

#[test]
fn every_official_kind_is_in_the_table_and_no_other_is_called_official() {
    let table: BTreeSet<&str> = CommandKind::all().map(|kind| kind.name()).collect();
    let official = kinds();
    let missing: Vec<&String> = official.iter().filter(|kind| !table.contains(kind.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let called: Vec<&str> = CommandKind::all().filter(|kind| kind.official()).map(|kind| kind.name()).collect();
    let wrong: Vec<&&str> = called.iter().filter(|name| !official.iter().any(|kind| kind == *name)).collect();
    assert!(wrong.is_empty(), "the official parser does not know {wrong:?}");
}

#[test]
fn both_parsers_take_the_example_of_each_kind_for_that_kind() {
    let rows = include_str!("oracle/kinds.tsv").lines().skip(1).filter(|row| row.split('\t').nth(2).is_none());
    let examples: Vec<(&str, String)> = rows
        .filter_map(|row| row.split_once('\t'))
        .map(|(kind, text)| (kind, text.replace("\\n", "\n").replace("\\t", "\t")))
        .collect();
    let texts: Vec<String> = examples.iter().map(|(_, text)| text.clone()).collect();
    let verdicts = verdicts(&texts);
    let mut faults = Vec::new();
    for (kind, text) in &examples {
        let theirs = &verdicts[text];
        if !theirs.accepted || theirs.kind.as_deref() != Some(kind) {
            faults.push(format!("{kind}: the official parser says {theirs:?}: {text}"));
        }
        if ebnf::kind_of(text).is_none_or(|ours| ours.name() != *kind) {
            faults.push(format!("{kind}: kmgmt does not take it for that: {text}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
