//! Reads commands by the forms of the table of kinds, see [`crate::model::form`]: those of the kinds
//! that have no syntax tree of their own.
//!
//! The forms that begin with one verb are one tree, in which forms that begin alike share their
//! beginning. So a beginning is read once, and what was expected after it is the words of all kinds
//! that begin so.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::command_kind::CommandKind;
use crate::model::command_words::Begun;
use crate::model::entity::EntityKind;
use crate::model::form::{Node, Slot, parts};
use crate::model::keyword::Keyword;
use crate::syntax::ast::QualifiedName;
use crate::syntax::ast::rows::{Part, RowCommand};
use crate::syntax::parser::bodies::policy_body;
use crate::syntax::parser::input::{Expectation, Input, Miss, PResult};
use crate::syntax::parser::leaf::{bracketed_list, name, name_of, qualified_name};
use crate::syntax::parser::query::after;
use crate::syntax::parser::slots;
use crate::syntax::parser::string::{some_strings, strings};
use crate::text::nearest;

/// `row_command = … ;` the rules of all forms of kinds that are read so.
pub(super) fn row_command<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, RowCommand<'s>> {
    let Some(forms) = input.word().and_then(|verb| FORMS.get(verb)) else { return Err(nom::Err::Error(Miss)) };
    let steps = 64 * input.left() + 4096;
    let second = input.position() + 1;
    let mut reading = Reading { steps, second, parts: Vec::new(), read: None, stopped: input };
    let found = reading.go_on(&Then::Branches(forms), input);
    match (found, reading.read) {
        (Some(()), Some((kind, end))) => Ok((end, RowCommand { kind, parts: reading.parts })),
        _ if input.has_fault() => Err(nom::Err::Failure(Miss)),
        _ => Err(nom::Err::Error(Miss)),
    }
}

/// The forms of a verb, as far as they are not read yet.
#[derive(Debug, Default)]
struct Branches {
    /// What may come next, and the forms after each.
    next: Vec<(Node, Self)>,
    /// The kind whose form may end here.
    kind: Option<CommandKind>,
}

impl Branches {
    fn add(&mut self, form: &[Node], kind: CommandKind) {
        let [first, rest @ ..] = form else {
            self.kind = self.kind.or(Some(kind));
            return;
        };
        let at = self.next.iter().position(|(node, _)| node == first);
        let at = at.unwrap_or_else(|| {
            // Words before slots: a word of a form is a name only where the form can't go on with it.
            let at = match first {
                Node::Word(_) => self.next.partition_point(|(node, _)| matches!(node, Node::Word(_))),
                _ => self.next.len(),
            };
            self.next.insert(at, (first.clone(), Self::default()));
            at
        });
        self.next.get_mut(at).into_iter().for_each(|(_, branches)| branches.add(rest, kind));
    }
}

/// The forms of the kinds that are read by them, by their verbs.
static FORMS: LazyLock<BTreeMap<&'static str, Branches>> = LazyLock::new(|| {
    let mut verbs: BTreeMap<_, Branches> = BTreeMap::new();
    for kind in CommandKind::all().filter(|kind| kind.is_read_by_form()) {
        let form = parts(kind.form());
        for verb in kind.verbs() {
            let verb_first: Vec<Node> = [Node::Word(verb)].into_iter().chain(form.iter().skip(1).cloned()).collect();
            verbs.entry(verb).or_default().add(&verb_first, kind);
        }
    }
    verbs
});

/// What is to be read after the part at hand.
#[derive(Clone, Copy)]
enum Then<'t> {
    /// The rest of some forms.
    Branches(&'t Branches),
    /// These parts, and what comes after them.
    Parts(&'t [Node], &'t Then<'t>),
    /// Nothing: the place is kept.
    Stop,
}

impl Then<'_> {
    /// Returns whether the word can stand next.
    fn begins_with(&self, word: &str) -> bool {
        self.any_first(&|own| own == word)
    }

    /// Returns whether the test holds of a word or mark that can stand next.
    fn any_first(&self, test: &dyn Fn(&'static str) -> bool) -> bool {
        match self {
            Self::Branches(branches) => {
                branches.next.iter().any(|(node, rest)| first(node, &Self::Branches(rest), test))
            }
            Self::Parts([one, rest @ ..], then) => first(one, &Self::Parts(rest, then), test),
            Self::Parts([], then) => then.any_first(test),
            Self::Stop => false,
        }
    }
}

impl Then<'_> {
    /// Returns whether a string can stand next.
    fn takes_text(&self) -> bool {
        match self {
            Self::Branches(branches) => {
                branches.next.iter().any(|(node, rest)| takes_text(node, &Self::Branches(rest)))
            }
            Self::Parts([first, rest @ ..], then) => takes_text(first, &Self::Parts(rest, then)),
            Self::Parts([], then) => then.takes_text(),
            Self::Stop => false,
        }
    }
}

fn takes_text(node: &Node, then: &Then<'_>) -> bool {
    let any = |all: &[Vec<Node>]| all.iter().any(|parts| Then::Parts(parts, &Then::Stop).takes_text());
    match node {
        Node::Word(_) => false,
        Node::Slot(slot) => matches!(slot, Slot::Text | Slot::Body(_)),
        Node::Choice(all) => any(all),
        Node::Optional(all) | Node::Repeat(all) => any(all) || then.takes_text(),
        Node::Named(_, parts) => Then::Parts(parts, &Then::Stop).takes_text(),
    }
}

fn first(node: &Node, then: &Then<'_>, test: &dyn Fn(&'static str) -> bool) -> bool {
    let any = |all: &[Vec<Node>]| all.iter().any(|parts| Then::Parts(parts, &Then::Stop).any_first(test));
    match node {
        Node::Word(own) => test(own),
        Node::Slot(slot) => slot.mark().is_some_and(test),
        Node::Choice(all) => any(all),
        Node::Optional(all) | Node::Repeat(all) => any(all) || then.any_first(test),
        Node::Named(_, parts) => Then::Parts(parts, &Then::Stop).any_first(test),
    }
}

/// Returns whether the word after the verb may be a name: the form then goes on, or seems to; or it goes on with a
/// mark, and the word is near to none that could stand in its place. What it is matters to errors alone.
fn may_be_name(then: &Then<'_>, at: Input<'_, '_>) -> bool {
    if at.skip(1).is_typed_on() {
        let words: Vec<&str> = at.last().map(|verb| at.text_of(verb)).into_iter().chain(at.word()).collect();
        return Begun::with(&words).is_empty();
    }
    let next = at.skip(1).first().map(|token| at.text_of(token)).unwrap_or_default();
    let goes_on = then.any_first(&|own| own == next || nearest(next, [own]).is_some());
    let is_mark = |own: &'static str| Expectation::of_word(own).mark().is_some();
    goes_on || then.any_first(&is_mark) && !at.is_near_expected()
}

/// A command that is being read: every part takes what it can and asks for what comes after it, so that
/// calls nest as deep as the form has parts, however long the statement.
struct Reading<'i, 's> {
    /// How many more tokens may be looked at; with none left nothing matches.
    steps: usize,
    /// The place after the verb.
    second: usize,
    parts: Vec<Part<'s>>,
    /// The kind whose form fits, and where it ends.
    read: Option<(CommandKind, Input<'i, 's>)>,
    /// Where [`Then::Stop`] was reached.
    stopped: Input<'i, 's>,
}

impl<'i, 's> Reading<'i, 's> {
    fn spend(&mut self, steps: usize) -> Option<()> {
        self.steps = self.steps.checked_sub(steps)?;
        Some(())
    }

    /// Reads what comes next, to the end of a form.
    fn go_on(&mut self, then: &Then<'_>, at: Input<'i, 's>) -> Option<()> {
        self.spend(1)?;
        match *then {
            Then::Branches(branches) => self.branches(branches, at),
            Then::Parts([first, rest @ ..], after) => self.part(first, &Then::Parts(rest, after), at),
            Then::Parts([], after) => self.go_on(after, at),
            Then::Stop => {
                self.stopped = at;
                Some(())
            }
        }
    }

    fn branches(&mut self, branches: &Branches, at: Input<'i, 's>) -> Option<()> {
        let read = branches.next.iter().find_map(|(node, rest)| self.part(node, &Then::Branches(rest), at));
        read.or_else(|| self.end(branches.kind?, at))
    }

    /// Reads the end of a form: that of the statement, or where a query about the result follows.
    fn end(&mut self, kind: CommandKind, at: Input<'i, 's>) -> Option<()> {
        let is_whole = at.first().is_none() || matches!(after(kind.is_show(), at), Ok((_, then)) if !then.is_empty());
        if !is_whole || at.is_typed_on() {
            let _: PResult<'_, '_, ()> = at.miss_end();
            return None;
        }
        self.read = Some((kind, at));
        Some(())
    }

    fn part(&mut self, node: &Node, then: &Then<'_>, at: Input<'i, 's>) -> Option<()> {
        match node {
            Node::Word(word) => self.literal(word, then, at),
            Node::Slot(slot) => self.slot(*slot, then, at),
            Node::Named(_, parts) => self.go_on(&Then::Parts(parts, then), at),
            Node::Choice(all) => self.one_of(all, then, at),
            Node::Optional(all) => self.one_of(all, then, at).or_else(|| self.go_on(then, at)),
            Node::Repeat(all) => {
                let mut end = at;
                while self.one_of(all, &Then::Stop, end).is_some() && self.stopped.position() > end.position() {
                    end = self.stopped;
                }
                self.go_on(then, end)
            }
        }
    }

    fn one_of(&mut self, all: &[Vec<Node>], then: &Then<'_>, at: Input<'i, 's>) -> Option<()> {
        all.iter().find_map(|parts| self.go_on(&Then::Parts(parts, then), at))
    }

    /// Keeps a part, and goes on; what turns out to lead nowhere is forgotten.
    fn keep(&mut self, part: Part<'s>, then: &Then<'_>, end: Input<'i, 's>) -> Option<()> {
        let kept = self.parts.len();
        self.parts.push(part);
        let found = self.go_on(then, end);
        if found.is_none() {
            self.parts.truncate(kept);
        }
        found
    }

    /// Reads a word or mark that stands for itself. Documents also write `materialized view`, in two.
    fn literal(&mut self, word: &'static str, then: &Then<'_>, at: Input<'i, 's>) -> Option<()> {
        let parted = word == Keyword::MaterializedView.text()
            && at.keyword() == Some(Keyword::Materialized)
            && at.skip(1).keyword() == Some(Keyword::View);
        let end = if parted { Some(at.skip(2)) } else { at.skip_text(word) };
        let Some(end) = end else {
            at.note(Expectation::of_word(word));
            return None;
        };
        self.keep(Part::Word(word), then, end)
    }

    fn slot(&mut self, slot: Slot, then: &Then<'_>, at: Input<'i, 's>) -> Option<()> {
        let named = match slot {
            Slot::Entity(kind) | Slot::Qualified(kind) => Some(Expectation::Name(kind)),
            Slot::Column(_) => Some(Expectation::NameOf(slots::A_COLUMN)),
            Slot::Name => Some(Expectation::NameOf(slots::A_NAME)),
            _ => None,
        };
        let after_verb = at.position() == self.second && named.is_some();
        if after_verb && at.word().is_some() && !may_be_name(then, at) {
            return None;
        }
        // A word that the form can go on with is a name only where such a word stands twice.
        let goes_on = |at: Input<'_, 's>| at.word().is_some_and(|word| then.begins_with(word));
        if let Some(named) = named
            && goes_on(at)
            && !goes_on(at.skip(1))
        {
            at.note(named);
            return None;
        }
        let (end, part) = match slot {
            Slot::Text => return self.strings(then, at),
            Slot::Entity(kind) => {
                let (end, name) = name(kind)(at).ok()?;
                (end, Part::Entity(kind, QualifiedName { database: None, name }))
            }
            Slot::Qualified(kind) => {
                let (end, (database, name)) = qualified_name(kind)(at).ok()?;
                (end, Part::Entity(kind, QualifiedName { database, name }))
            }
            Slot::Entities(kind) => self.entities(kind, at)?,
            Slot::Name => {
                let (end, name) = name_of(slots::A_NAME)(at).ok()?;
                (end, Part::Name(name))
            }
            Slot::Body(body) => {
                let (end, json) = policy_body(body)(at).ok()?;
                (end, Part::Body(body, json))
            }
            other => slots::value_of(other, at).ok()?,
        };
        self.keep(part, then, end)
    }

    /// Strings side by side count as one: all of them, or where the form goes on with another as few as
    /// will do.
    fn strings(&mut self, then: &Then<'_>, at: Input<'i, 's>) -> Option<()> {
        if !then.takes_text() {
            let (end, text) = strings("a string")(at).ok()?;
            return self.keep(Part::Text(text), then, end);
        }
        let mut count = 1;
        loop {
            let (end, text) = some_strings(count, at).ok()?;
            if self.keep(Part::Text(text), then, end).is_some() {
                return Some(());
            }
            count += 1;
            self.spend(count)?;
        }
    }

    fn entities(&mut self, kind: EntityKind, at: Input<'i, 's>) -> Option<(Input<'i, 's>, Part<'s>)> {
        let (end, names) = bracketed_list(name(kind))(at).ok()?;
        at.check_each_once(names.iter().map(|name| (name.text.as_ref(), name.span))).ok()?;
        Some((end, Part::Entities(kind, names)))
    }
}
