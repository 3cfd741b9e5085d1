//! Every official kind of command has an example in `oracle/kinds.tsv`, and is recognised by it.
//!
//! The examples are checked against the official parser too, see `oracle.rs`. Those with a note
//! in the third column are of kinds that it does not know.

mod support;

use std::collections::HashMap;

use kmgmt::model::command_kind::CommandKind;
use kmgmt::syntax::parser::recognise;
use kmgmt::syntax::{Piece, parser, pieces};

const EXAMPLES: &str = include_str!("oracle/kinds.tsv");

/// The one kind whose every form is also one of another kind, which comes first in the table.
const MASKED: [(CommandKind, CommandKind); 1] = [(CommandKind::DropExtentsQuery, CommandKind::DropExtents)];

/// The rows of the file: kind, sentence, and whether the official parser knows the kind.
fn examples() -> impl Iterator<Item = (&'static str, String, bool)> {
    EXAMPLES.lines().skip(1).map(|line| {
        let mut columns = line.split('\t');
        let kind = columns.next().unwrap_or_default();
        let sentence = columns.next().unwrap_or_default().replace("\\n", "\n").replace("\\t", "\t");
        (kind, sentence, columns.next().is_none())
    })
}

/// Asks `judge` about the one statement that a sentence is.
fn judged<T>(sentence: &str, judge: impl Fn(&Piece<'_>) -> T) -> T {
    let mut answers = Vec::new();
    pieces(sentence, 1, |piece| answers.push(judge(&piece)));
    assert_eq!(answers.len(), 1, "one sentence is one statement: {sentence}");
    answers.remove(0)
}

/// The kind that a sentence is recognised as by its words.
fn recognised(sentence: &str) -> Option<CommandKind> {
    judged(sentence, recognise)
}

#[test]
fn a_kind_is_marked_as_interpreted_when_its_example_parses_and_only_then() {
    for (name, sentence, _) in examples() {
        let parsed = judged(&sentence, |piece| parser::parse(piece).map(|statement| statement.command.kind()));
        let kind = CommandKind::ALL.iter().find(|kind| kind.name() == name).unwrap();
        match parsed {
            Ok(parsed) => assert!(parsed == *kind && kind.interpreted(), "{sentence} is {parsed:?}"),
            Err(refusal) => {
                assert!(!kind.interpreted(), "{sentence}: {}", refusal.error.kind);
                let told = MASKED.iter().find(|(masked, _)| masked == kind).map_or(*kind, |(_, by)| *by);
                assert_eq!(refusal.kind, Some(told), "{sentence}");
            }
        }
    }
}

#[test]
fn every_official_kind_has_one_example() {
    let mut count: HashMap<&str, u32> = HashMap::new();
    for (kind, ..) in examples() {
        *count.entry(kind).or_default() += 1;
    }
    for kind in CommandKind::ALL.iter().filter(|kind| kind.official()) {
        assert_eq!(count.remove(kind.name()), Some(1), "{}", kind.name());
    }
    assert!(count.is_empty(), "no kinds of the table: {count:?}");
}

#[test]
fn every_example_is_recognised_as_its_kind() {
    let masked: HashMap<_, _> = MASKED.into_iter().collect();
    for (name, sentence, _) in examples() {
        let kind = CommandKind::ALL.iter().find(|kind| kind.name() == name).expect("a kind of the table");
        let expected = masked.get(kind).unwrap_or(kind);
        assert_eq!(recognised(&sentence), Some(*expected), "{sentence}");
    }
}

#[test]
fn an_example_is_still_recognised_with_a_pipe_and_not_with_a_stray_word() {
    for (name, sentence, _) in examples().filter(|(_, sentence, _)| !sentence.contains("<|")) {
        let piped = recognised(&format!("{sentence} | count"));
        assert_eq!(piped, recognised(&sentence), "{sentence}");
        let kind = CommandKind::ALL.iter().find(|kind| kind.name() == name).expect("a kind of the table");
        if !kind.form().contains("...") {
            assert_ne!(recognised(&format!("{sentence} ) stray")), Some(*kind), "{sentence}");
        }
    }
}

#[test]
fn the_official_parser_knows_all_but_a_few_kinds() {
    assert_eq!(examples().filter(|(_, _, known)| *known).count(), 626);
}

#[test]
fn a_kind_that_is_not_interpreted_is_told_before_faults_in_its_arguments() {
    let shown = support::run(&mut support::session(), ".alter tables (T1, T1) policy rowid false");
    assert!(shown.contains("AlterTablesPolicyRowId"), "{shown}");
}

#[test]
fn brackets_that_are_too_deep_are_told_where_they_are() {
    for text in [format!("{}{}", "(".repeat(10_005), ")".repeat(10_005)), "(".repeat(100_000)] {
        let shown = support::run(&mut support::session(), &format!(".show tables {text}"));
        assert!(shown.contains("nested more than 10000 levels deep\n --> test:1:10014\n  |\n1 | (((("), "{shown}");
    }
}

#[test]
fn words_that_are_nearly_commands_are_suggested() {
    for (text, help) in [(".show tablez", "did you mean `tables`?"), ("quit", "did you mean `#quit`?")] {
        let shown = support::run(&mut support::session(), text);
        assert!(shown.contains(help), "{shown}");
    }
}
