//! Every official kind of command has an example in `oracle/kinds.tsv`, and is recognised by it.
//!
//! The examples are checked against the official parser too, see `oracle.rs`. Those with a note
//! in the third column are of kinds that it does not know.

use std::collections::HashMap;

use kmgmt::model::command_kind::CommandKind;
use kmgmt::syntax::recognise::{Unit, recognise};
use kmgmt::syntax::{Token, TokenKind, pieces};

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

/// The kind that a sentence is recognised as: its tokens, as far as recognition cares.
fn recognised(sentence: &str) -> Option<CommandKind> {
    let mut kinds = Vec::new();
    pieces(sentence, 1, |piece| {
        let text = |token: &Token| &piece.text[token.span.start as usize..token.span.end as usize];
        let units: Vec<_> = piece
            .tokens
            .iter()
            .map(|token| match token.kind {
                TokenKind::Word(_) | TokenKind::Number => Unit::Word(text(token)),
                TokenKind::Text(..) => Unit::Text,
                TokenKind::Output => Unit::Output,
                TokenKind::Punct(mark) => Unit::Mark(char::from(mark)),
                TokenKind::Bad(_) => Unit::Mark('?'),
            })
            .collect();
        kinds.push(recognise(&units));
    });
    assert_eq!(kinds.len(), 1, "one sentence is one statement: {sentence}");
    kinds.pop().flatten()
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
        if !kind.words().contains("...") {
            assert_ne!(recognised(&format!("{sentence} ) stray")), Some(*kind), "{sentence}");
        }
    }
}

#[test]
fn the_official_parser_knows_all_but_a_few_kinds() {
    assert_eq!(examples().filter(|(_, _, known)| *known).count(), 626);
}
