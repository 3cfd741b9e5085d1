//! Every official kind of command has an example in `oracle/kinds.tsv`, and is read as it.
//!
//! The examples are checked against the official parser too, see `oracle.rs`. Those with a note
//! in the third column are of kinds that it does not know.

#[path = "support/commands.rs"]
mod commands;
mod support;

use std::collections::HashMap;
use std::fs;

use kmgmt::model::action::{Action, Takes};
use kmgmt::model::command_kind::CommandKind;
use kmgmt::model::form::words;
use kmgmt::model::rule::{On, Rule};
use kmgmt::syntax::{Piece, parser, pieces};

const EXAMPLES: &str = include_str!("oracle/kinds.tsv");

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

fn kind_of(sentence: &str) -> Result<CommandKind, String> {
    judged(sentence, |piece| match parser::parse(piece) {
        Ok(statement) => Ok(statement.command.kind()),
        Err(error) => Err(error.kind.to_string()),
    })
}

#[test]
fn every_example_is_read_as_its_kind() {
    for (name, sentence, _) in examples() {
        assert_eq!(kind_of(&sentence).map(CommandKind::name), Ok(name), "{sentence}");
    }
}

#[test]
fn every_official_kind_has_one_example() {
    let mut count: HashMap<&str, u32> = HashMap::new();
    for (kind, ..) in examples() {
        *count.entry(kind).or_default() += 1;
    }
    for kind in CommandKind::all().filter(|kind| kind.official()) {
        assert_eq!(count.remove(kind.name()), Some(1), "{}", kind.name());
    }
    assert!(count.is_empty(), "no kinds of the table: {count:?}");
}

#[test]
fn an_example_is_no_command_with_a_stray_word_after_it() {
    for (_, sentence, _) in examples().filter(|(_, sentence, _)| !sentence.contains("<|")) {
        let stray = format!("{sentence} stray 'stray' stray");
        assert!(kind_of(&stray).is_err(), "{stray}");
    }
}

#[test]
fn every_command_can_be_piped() {
    for (_, sentence, _) in examples().filter(|(_, sentence, _)| !sentence.contains("<|")) {
        let piped = format!("{sentence} | count");
        assert_eq!(kind_of(&piped), kind_of(&sentence), "{piped}");
    }
}

#[test]
fn the_official_parser_knows_all_but_a_few_kinds() {
    assert_eq!(examples().filter(|(_, _, known)| *known).count(), 626);
}

#[test]
fn what_a_row_takes_can_be_asked_about() {
    let actions: Vec<Action> = Action::all().collect();
    for kind in CommandKind::all() {
        let required = kind.required();
        for rule in [Some(required.rule), required.instead.map(|instead| instead.rule)].into_iter().flatten() {
            let takes = match rule {
                Rule::Holds(permission, on) | Rule::Others(permission, on) => vec![(permission, on)],
                Rule::Makes { new, existing } => vec![(new, On::Database), (existing, On::Entity)],
                Rule::OwnRows | Rule::AnyRole => vec![],
            };
            for (permission, on) in takes {
                let entity = commands::scope(kind, on);
                let asks = |action: &Action| {
                    action.is_about(entity) && action.takes(entity) == Takes::Permission(permission, On::Entity)
                };
                assert!(actions.iter().any(asks), "{}: `{permission}` on {entity}", kind.name());
            }
        }
    }
}

#[test]
fn the_table_that_people_read_is_that_of_the_rows() {
    const PATH: &str = "fixtures/commands.tsv";
    let table = commands::table();
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        fs::write(PATH, &table).unwrap();
    }
    let found = fs::read_to_string(PATH).unwrap_or_default();
    assert!(found == table, "{PATH} differs from the rows: UPDATE_FIXTURES=1 cargo test --test kinds writes it");
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

#[test]
fn the_family_of_a_kind_is_the_file_of_the_grammar_that_has_its_words() {
    let is_word = |word: &&str| word.starts_with(|first: char| first.is_ascii_lowercase());
    for kind in CommandKind::all() {
        let file = format!("grammar/{}.ebnf", kind.family().stem());
        let grammar = fs::read_to_string(&file).unwrap();
        for word in words(kind.form()).take_while(is_word) {
            assert!(grammar.contains(&format!("\"{word}\"")), "{}: {file} has no `{word}`", kind.name());
        }
    }
}
