//! What can stand at the cursor: read from what the parsers expect there, and from what exists.

use std::borrow::Cow;

use crate::catalog::Catalog;
use crate::directory::Directory;
use crate::syntax::TokenKind;
use crate::syntax::parser::{A_COLUMN, A_FILE, A_RESULT_COLUMN, Expectation, POLICY_JSON, Place, expected_after};
use crate::text::tame;

mod hint;
mod json;
mod names;
mod operators;
mod principals;

pub use hint::{Hint, hint};

/// Longer texts are not looked at: somebody pasted them.
const LONGEST: usize = 1 << 16;

/// What exists, and where a name is looked up.
#[derive(Clone, Copy, Debug)]
pub struct Known<'k> {
    /// What exists.
    pub catalog: &'k Catalog,
    /// Who exists.
    pub directory: &'k Directory,
    /// The name of the database in context.
    pub database: &'k str,
    /// The columns of the last result.
    pub columns: &'k [Cow<'static, str>],
}

/// Something that can stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// What it is; words of the language stand first.
    pub kind: CandidateKind,
    /// How a list shows it.
    pub shown: String,
    /// What takes the place of the part that is being typed.
    pub text: String,
}

/// What a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CandidateKind {
    /// A word of the language.
    Word,
    /// The name of what exists.
    Name,
    /// A principal.
    Principal,
    /// A punctuation mark.
    Mark,
}

/// What can stand at the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// Where the part begins that is being typed; it ends at the cursor.
    pub start: usize,
    /// What can stand there and begins as that part does, each once.
    pub candidates: Vec<Candidate>,
    /// The beginning of the name of a file, where one is expected.
    pub file: Option<String>,
}

/// Returns what can stand at the byte `cursor` of a text.
#[must_use]
pub fn complete(text: &str, cursor: usize, known: &Known<'_>) -> Completion {
    let Some((before, after)) = text.split_at_checked(cursor).filter(|_| cursor <= LONGEST) else {
        return Completion::default();
    };
    if let Some(completion) = operators::after_pipe(before) {
        return completion;
    }
    let Some(place) = expected_after(before) else { return Completion::default() };
    let typed = before.get(place.start..).unwrap_or_default();
    let spot = Spot { typed, after, place: &place, known };
    let mut candidates: Vec<Candidate> = place.expected.iter().flat_map(|one| spot.candidates(one)).collect();
    if place.is_beginning() {
        candidates = beginnings(typed, known);
    }
    candidates.iter_mut().for_each(Candidate::tame);
    candidates.sort();
    candidates.dedup();
    let is_file = place.expected.contains(&Expectation::Described(A_FILE));
    Completion { start: place.start, candidates, file: is_file.then(|| typed.to_owned()) }
}

/// Returns what a statement can begin with; the mark before its first word may be missing.
fn beginnings(typed: &str, known: &Known<'_>) -> Vec<Candidate> {
    let with = |mark: &str| {
        let all = complete(mark, mark.len(), known).candidates.into_iter();
        all.filter(|one| begins(&one.text, typed)).map(|one| one.after(mark)).collect::<Vec<_>>()
    };
    [".", "#"].into_iter().flat_map(with).collect()
}

/// Returns whether the text begins with what was typed; case does not count.
fn begins(text: &str, typed: &str) -> bool {
    text.get(..typed.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(typed))
}

/// The part that is being typed, and what it is looked for in.
struct Spot<'p> {
    typed: &'p str,
    after: &'p str,
    place: &'p Place,
    known: &'p Known<'p>,
}

impl Spot<'_> {
    fn candidates(&self, expected: &Expectation) -> Vec<Candidate> {
        match expected {
            Expectation::Keyword(_) | Expectation::Word(_) | Expectation::Role(_) => {
                expected.words().into_iter().filter_map(|word| self.word(word, self.space())).collect()
            }
            Expectation::Property(_) => expected.words().into_iter().filter_map(|word| self.word(word, "=")).collect(),
            Expectation::Name(kind) => names::of_kind(self, *kind),
            Expectation::NameOf(what) if *what == A_COLUMN => names::columns(self),
            Expectation::NameOf(what) if *what == A_RESULT_COLUMN => names::of_results(self),
            Expectation::Principal => principals::all(self),
            Expectation::Described(what) if *what == POLICY_JSON => json::in_policy(self),
            Expectation::Mark(mark) => self.mark(mark).into_iter().collect(),
            Expectation::NameOf(_) | Expectation::Described(_) | Expectation::End(_) => Vec::new(),
        }
    }

    fn word(&self, word: &str, follows: &str) -> Option<Candidate> {
        let is_free = !self.place.is_string && !self.is_after_string();
        let text = format!("{word}{follows}");
        (is_free && begins(word, self.typed)).then(|| Candidate {
            kind: CandidateKind::Word,
            shown: word.to_owned(),
            text,
        })
    }

    /// Returns a mark, where nothing is typed yet; those that join names, and a pipe, help nobody.
    fn mark(&self, mark: &str) -> Option<Candidate> {
        let helps = self.typed.is_empty() && !matches!(mark, "." | "|");
        helps.then(|| Candidate { kind: CandidateKind::Mark, shown: mark.to_owned(), text: mark.to_owned() })
    }

    /// Returns whether a string stands right before what is typed.
    fn is_after_string(&self) -> bool {
        let last = self.place.tokens.last().filter(|last| matches!(last.kind, TokenKind::Text(..)));
        last.is_some_and(|last| last.span.end as usize == self.place.before.len())
    }

    /// Returns what is put after a word: a space, unless there is one, or a bracket is open.
    fn space(&self) -> &'static str {
        if self.is_in_brackets() || self.after.starts_with(' ') { "" } else { " " }
    }

    fn is_in_brackets(&self) -> bool {
        let count =
            |marks: [u8; 3]| self.place.tokens.iter().filter(|token| marks.iter().any(|mark| token.is(*mark))).count();
        count([b'(', b'[', b'{']) > count([b')', b']', b'}'])
    }

    /// Returns whether a directive is typed.
    fn is_directive(&self) -> bool {
        self.place.tokens.first().is_some_and(|first| first.is(b'#'))
    }
}

impl Candidate {
    /// Escapes what could steer the terminal, as string literals write it: names are untrusted.
    fn tame(&mut self) {
        for part in [&mut self.shown, &mut self.text] {
            if let Cow::Owned(tame) = tame(part.as_str()) {
                *part = tame;
            }
        }
    }

    /// Returns the candidate with a mark before it.
    fn after(self, mark: &str) -> Self {
        Self { shown: format!("{mark}{}", self.shown), text: format!("{mark}{}", self.text), ..self }
    }
}
