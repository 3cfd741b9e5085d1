//! The words by which people ask about commands: those that stand fixed in the forms, without names and other
//! things that a person fills in. `drop table TABLE column COLUMN` has the words `drop table column`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::form::{Node, Slot, parts};
use crate::model::keyword::Keyword;
use crate::model::role::Role;

/// What stands in forms for the word of a role.
const ROLE: &str = "ROLE";

/// The form of each kind, and what its commands are about by its words.
static FORMS: LazyLock<Vec<(CommandKind, Vec<Node>, EntityKind)>> = LazyLock::new(|| {
    let read = |kind: CommandKind| {
        let form = parts(kind.form());
        let about = about(&form);
        (kind, form, about)
    };
    CommandKind::all().map(read).collect()
});

/// The commands that begin with some words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Begun {
    whole: Vec<CommandKind>,
    going_on: Vec<CommandKind>,
    next: BTreeSet<&'static str>,
}

impl Begun {
    /// Returns the commands whose words begin with these. Where none do, the words for kinds of entities may be left
    /// out, which the question says anyway: `drop extent tags` is `drop table extent tags` of a table.
    #[must_use]
    pub fn with(words: &[&str]) -> Self {
        let all = Self::walked(words, false);
        if all.is_empty() { Self::walked(words, true) } else { all }
    }

    fn walked(words: &[&str], skips: bool) -> Self {
        let mut begun = Self::default();
        let first = words.first().copied().unwrap_or_default();
        for (kind, form, about) in FORMS.iter().filter(|(kind, ..)| kind.verbs().any(|verb| verb == first)) {
            let mut walk = Walk { words, skips, about: *about, next: BTreeSet::new() };
            let ends = walk.after(form, &BTreeSet::from([0]), true);
            if ends.contains(&words.len()) {
                begun.whole.push(*kind);
            } else if !walk.next.is_empty() {
                begun.going_on.push(*kind);
            }
            begun.next.extend(walk.next);
        }
        begun
    }

    /// Returns whether no command begins so.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds().is_empty()
    }

    /// Returns the kinds of the commands that the words mean: those that have no others, or else all that begin so.
    #[must_use]
    pub fn kinds(&self) -> &[CommandKind] {
        if self.whole.is_empty() { &self.going_on } else { &self.whole }
    }

    /// Returns whether commands have these words and no others.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        !self.whole.is_empty()
    }

    /// Returns the words that may come next, by the alphabet.
    pub fn next(&self) -> impl Iterator<Item = &'static str> {
        self.next.iter().copied()
    }
}

/// Words on their way through a form.
struct Walk<'w> {
    words: &'w [&'w str],
    /// Whether the words for kinds of entities may be left out.
    skips: bool,
    /// What the command is about, which says what roles there are.
    about: EntityKind,
    /// The words that come next where these end.
    next: BTreeSet<&'static str>,
}

impl Walk<'_> {
    /// Returns how many words may have been read after the parts, of those that may have been read before.
    /// Only words that cannot be left out are noted as the next ones.
    fn after(&mut self, nodes: &[Node], before: &BTreeSet<usize>, must: bool) -> BTreeSet<usize> {
        let Some((first, rest)) = nodes.split_first().filter(|_| !before.is_empty()) else { return before.clone() };
        let read = self.after_one(first, before, must);
        let mut ends = self.after(rest, &read, must);
        if let Some(rest) = after_kind(nodes).filter(|_| self.skips) {
            ends.extend(self.after(rest, before, must));
        }
        ends
    }

    fn after_one(&mut self, node: &Node, before: &BTreeSet<usize>, must: bool) -> BTreeSet<usize> {
        match node {
            Node::Word(ROLE) => {
                let roles = Role::at(self.about);
                roles.flat_map(|role| self.after_word(role.word(), before, must)).collect()
            }
            Node::Word(word) if is_fixed(word) => self.after_word(word, before, must),
            Node::Choice(all) => all.iter().flat_map(|one| self.after(one, before, must)).collect(),
            Node::Optional(all) => self.with_or_without(all, before),
            Node::Named(_, part) if is_choice_of_words(part) => self.after(part, before, must),
            Node::Word(_) | Node::Slot(_) | Node::Repeat(_) | Node::Named(..) => before.clone(),
        }
    }

    fn with_or_without(&mut self, all: &[Vec<Node>], before: &BTreeSet<usize>) -> BTreeSet<usize> {
        let with: Vec<usize> = all.iter().flat_map(|one| self.after(one, before, false)).collect();
        before.iter().copied().chain(with).collect()
    }

    fn after_word(&mut self, word: &'static str, before: &BTreeSet<usize>, must: bool) -> BTreeSet<usize> {
        if must && before.contains(&self.words.len()) {
            self.next.insert(word);
        }
        before.iter().filter(|at| self.words.get(**at) == Some(&word)).map(|at| at + 1).collect()
    }
}

/// Returns what stands after the words for a kind of entity, if these stand here.
fn after_kind(nodes: &[Node]) -> Option<&[Node]> {
    let is_word = |node: &Node, own: &Keyword| matches!(node, Node::Word(word) if *word == own.text());
    let stands =
        |own: &[Keyword]| own.len() <= nodes.len() && nodes.iter().zip(own).all(|(node, own)| is_word(node, own));
    let all = EntityKind::ALL.iter().flat_map(|kind| [kind.words(), kind.plural_words()]);
    let longest = all.filter(|own| stands(own)).map(<[Keyword]>::len).max()?;
    nodes.get(longest..)
}

/// Returns whether a part that has a name is one of several words, as the role of a follower.
fn is_choice_of_words(part: &[Node]) -> bool {
    let is_word = |one: &Vec<Node>| matches!(one.as_slice(), [Node::Word(word)] if is_fixed(word));
    matches!(part, [Node::Choice(all)] if all.iter().all(is_word))
}

/// Returns whether a part of a form is a word that stands for itself, or the mark for all entities: no other mark,
/// and nothing in capitals.
fn is_fixed(word: &str) -> bool {
    let is_capital = |letter: char| letter.is_ascii_uppercase() || letter == '_';
    word == "*" || word.starts_with(char::is_alphabetic) && !word.chars().all(is_capital)
}

/// Returns the words of a command without those that may be left out: of several, the fewest.
#[must_use]
pub fn shortest(kind: CommandKind) -> String {
    let form = parts(kind.form());
    shortest_words(&form, about(&form)).join(" ")
}

fn shortest_words(nodes: &[Node], about: EntityKind) -> Vec<&'static str> {
    let of = |node: &Node| match node {
        Node::Word(ROLE) => Role::at(about).take(1).map(Role::word).collect(),
        Node::Word(word) if is_fixed(word) => vec![*word],
        Node::Choice(all) => all.iter().map(|one| shortest_words(one, about)).min_by_key(Vec::len).unwrap_or_default(),
        Node::Named(_, part) if is_choice_of_words(part) => shortest_words(part, about),
        _ => Vec::new(),
    };
    nodes.iter().flat_map(of).collect()
}

/// Returns the kinds of the entities that a form names, and whether every command of the form names one.
/// Forms that are for people alone say by words what stands there; these count as naming the first of them.
#[must_use]
pub fn named(kind: CommandKind) -> (Vec<EntityKind>, bool) {
    let form = parts(kind.form());
    let mut kinds = Vec::new();
    add_named(&form, &mut kinds);
    kinds.sort_unstable();
    kinds.dedup();
    let always = is_named(&form);
    (kinds, always)
}

fn add_named(nodes: &[Node], kinds: &mut Vec<EntityKind>) {
    for node in nodes {
        match node {
            Node::Slot(slot) => kinds.extend(entity(*slot)),
            Node::Choice(all) | Node::Optional(all) | Node::Repeat(all) => {
                all.iter().for_each(|one| add_named(one, kinds));
            }
            Node::Word(_) | Node::Named(..) => {}
        }
    }
}

fn is_named(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Slot(slot) => entity(*slot).is_some(),
        Node::Choice(all) => all.iter().all(|one| is_named(one)),
        Node::Optional(_) | Node::Repeat(_) | Node::Word(_) | Node::Named(..) => false,
    })
}

/// Returns the kind of the entity that fills a slot, or that holds the column which does.
const fn entity(slot: Slot) -> Option<EntityKind> {
    match slot {
        Slot::Entity(kind) | Slot::Qualified(kind) | Slot::Entities(kind) => Some(kind),
        Slot::Column(1 | 2) => Some(EntityKind::Table),
        _ => None,
    }
}

/// Returns what a command is about by the words of its form: the first kind of entity in it, or the database.
#[must_use]
pub fn about(form: &[Node]) -> EntityKind {
    let mut words = Vec::new();
    add_words(form, &mut words);
    (0..words.len()).find_map(|at| words.get(at..).and_then(begins_with_kind)).unwrap_or(EntityKind::Database)
}

/// Returns the kind of entity whose words, for one or for several, stand at the beginning: of two, the longer.
fn begins_with_kind(words: &[&str]) -> Option<EntityKind> {
    let stands =
        |own: &[Keyword]| own.len() <= words.len() && own.iter().zip(words).all(|(own, word)| own.text() == *word);
    let kinds = EntityKind::ALL.iter().copied();
    let standing = kinds.filter(|kind| stands(kind.words()) || stands(kind.plural_words()));
    standing.max_by_key(|kind| kind.words().len())
}

fn add_words(nodes: &[Node], words: &mut Vec<&'static str>) {
    for node in nodes {
        match node {
            Node::Word(word) => words.push(word),
            Node::Choice(all) | Node::Optional(all) => all.iter().for_each(|one| add_words(one, words)),
            Node::Slot(_) | Node::Repeat(_) | Node::Named(..) => {}
        }
    }
}
