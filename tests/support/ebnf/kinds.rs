//! A sample of every kind of commands: sentences of it, and what they become when they are broken.

use std::collections::{BTreeMap, BTreeSet};

use kmgmt::model::command_kind::CommandKind;
use kmgmt::syntax::{parser, pieces};

use super::breaking::broken_in_form;
use super::generator::{Generator, Sentence, source_for};
use super::grammar::Grammar;

/// So many sentences of a form are made, unless each way of it was gone and its kind has its own before.
const MOST: usize = 400;

/// So many are made of a form of several kinds, of which one is seldom made.
const OF_SEVERAL: usize = 4_000;

/// So many in a row that go no new way are enough of the form of one kind.
const STALE: usize = 12;

/// The sentences of a kind.
pub struct Sample {
    /// The kind.
    pub kind: CommandKind,
    /// Sentences of it, each another.
    pub valid: Vec<String>,
    /// Some of these, each broken in one way in what its form says. A few are right, as luck will have it.
    pub broken: Vec<String>,
}

/// The kind that kmgmt takes the text as; nothing when it refuses it, or reads no statement or several.
pub fn kind_of(text: &str) -> Option<CommandKind> {
    let mut kinds = Vec::new();
    pieces(text, 1, |piece| kinds.push(parser::parse(&piece).ok().map(|statement| statement.command.kind())));
    if kinds.len() == 1 { kinds[0] } else { None }
}

/// At least `least` sentences of each kind, and `least` broken ones that kmgmt refuses.
///
/// A kind that is read by the form of its row has a rule, of which its sentences are. The others share
/// rules, and their sentences are those that are read as the kind.
pub fn samples_of_kinds(seed: u64, least: usize) -> Vec<Sample> {
    let mut found: BTreeMap<CommandKind, Vec<Sentence>> = BTreeMap::new();
    let grammar = Grammar::load();
    for form in grammar.forms() {
        let mut generator = Generator::new(&grammar, source_for(seed, &form.name));
        let (mut stale, mut kinds) = (0, BTreeSet::new());
        for round in 0..OF_SEVERAL {
            let sentence = generator.sentence(&form);
            let Some(kind) = kind_of(&sentence.text) else { panic!("{}: kmgmt refuses {}", form.name, sentence.text) };
            assert!(!form.is_row() || kind.name() == form.name, "{} is read as {kind:?}: {}", form.name, sentence.text);
            kinds.insert(kind);
            let known = found.entry(kind).or_default();
            stale = if generator.explored || known.len() < least { 0 } else { stale + 1 };
            let wanted = generator.explored || known.len() < least;
            if wanted && known.iter().all(|other| other.text != sentence.text) {
                known.push(sentence);
            }
            let enough = || kinds.iter().all(|kind| found[kind].len() >= least);
            match form.is_row() {
                true if stale == STALE || round >= MOST => break,
                false if round >= MOST && enough() => break,
                _ => {}
            }
        }
    }
    let sample = |(kind, valid): (CommandKind, Vec<Sentence>)| {
        let broken = broken_of(seed, &valid, least);
        Sample { kind, valid: valid.into_iter().map(|sentence| sentence.text).collect(), broken }
    };
    found.into_iter().map(sample).collect()
}

/// Breaks the sentences in turn until kmgmt has refused `least` of what comes out.
fn broken_of(seed: u64, sentences: &[Sentence], least: usize) -> Vec<String> {
    let (mut found, mut refused) = (BTreeSet::new(), 0);
    for (turn, sentence) in sentences.iter().cycle().take(MOST).enumerate() {
        if refused >= least && turn >= sentences.len() {
            break;
        }
        let mut random = source_for(!seed.wrapping_add(turn as u64), &sentence.text);
        let text = broken_in_form(sentence, &mut random).text;
        // What falls apart into several statements, or none, says nothing of the form.
        let mut parts = 0;
        pieces(&text, 1, |piece| parts += if piece.directive { 2 } else { 1 });
        if parts == 1 && sentences.iter().all(|other| other.text != text) && found.insert(text.clone()) {
            refused += usize::from(kind_of(&text).is_none());
        }
    }
    found.into_iter().collect()
}
