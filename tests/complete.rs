//! What can stand at the cursor: of every kind of command the words of its form, and of every slot what exists.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

mod support;

use kmgmt::model::command_kind::CommandKind;
use kmgmt::model::form::words;
use kmgmt::session::complete::{Known, complete};
use kmgmt::syntax::{TokenKind, pieces};

const EXAMPLES: &str = include_str!("oracle/kinds.tsv");

fn shown(text: &str) -> Vec<String> {
    let session = support::session();
    let state = session.read();
    let known = Known { catalog: &state.catalog, directory: &state.directory, database: session.database() };
    complete(text, text.len(), &known).candidates.into_iter().map(|one| one.shown).collect()
}

/// The words of the form of each kind in its example: where each begins, and itself.
fn words_of_examples() -> Vec<(&'static str, String, usize, String)> {
    let mut all = Vec::new();
    for line in EXAMPLES.lines().skip(1) {
        let mut columns = line.split('\t');
        let name = columns.next().unwrap();
        let sentence = columns.next().unwrap().replace("\\n", "\n").replace("\\t", "\t");
        let Some(kind) = CommandKind::all().find(|kind| kind.name() == name) else { panic!("{name}") };
        pieces(&sentence, 1, |piece| {
            let is_word = |kind: TokenKind| matches!(kind, TokenKind::Word(_));
            let own = piece.tokens.iter().take_while(|token| token.kind != TokenKind::Output);
            for token in own.filter(|token| is_word(token.kind)) {
                let text = token.span.of(piece.text);
                let dotted = piece.text[..token.span.start as usize].ends_with('.') && token.span.start > 1;
                if words(kind.form()).flat_map(|part| part.split('|')).any(|part| part == text) && !dotted {
                    all.push((name, sentence.clone(), token.span.start as usize, text.to_owned()));
                }
            }
        });
    }
    all
}

#[test]
fn each_word_of_each_kind_is_offered_where_it_stands() {
    let mut missing = Vec::new();
    let all = words_of_examples();
    for (kind, sentence, at, word) in &all {
        for end in [*at, at + 1] {
            let before = &sentence[..end];
            let offered = shown(before);
            if !offered.contains(word) {
                missing.push(format!("{kind}: `{before}` offers no `{word}`: {offered:?}"));
            }
        }
    }
    assert!(all.len() > 2000, "{}", all.len());
    assert!(missing.is_empty(), "{} of {}\n{}", missing.len(), 2 * all.len(), missing.join("\n"));
}
