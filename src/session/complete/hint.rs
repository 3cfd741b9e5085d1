//! What may follow what is typed, in a few words.

use crate::syntax::parser::{Expectation, expected_after};

/// What is shown dim after the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What is shown.
    pub shown: String,
    /// Whether it can be taken as it is: it is the only way in which the command goes on.
    pub is_text: bool,
}

/// So many ways to go on are shown, as far as there is room.
const SHOWN: usize = 6;

/// So many words are shown ahead where each is the only one.
const AHEAD: usize = 4;

/// Longer texts get no hint.
const LONGEST: usize = 4096;

/// Returns what may follow a text that is being typed, in so many characters at most.
#[must_use]
pub fn hint(text: &str, room: usize) -> Option<Hint> {
    if text.len() > LONGEST {
        return None;
    }
    let mut ahead = String::new();
    for _ in 0..AHEAD {
        match next(&format!("{text}{ahead}"))? {
            Next::Only(rest) => ahead.push_str(&rest),
            Next::Several(ways) if ahead.trim().is_empty() => {
                let shown = ways.within(room.checked_sub(ahead.len())?)?;
                return Some(Hint { shown: format!("{ahead}{shown}"), is_text: false });
            }
            Next::Several(_) | Next::Nothing => break,
        }
    }
    let shown = ahead.trim_end().to_owned();
    let fits = !shown.is_empty() && shown.chars().count() <= room;
    fits.then_some(Hint { shown, is_text: true })
}

/// How a text goes on.
enum Next {
    /// With this and nothing else.
    Only(String),
    /// In several ways, or with what a person fills in.
    Several(Ways),
    /// Not at all, or nobody can tell.
    Nothing,
}

/// The ways in which a text can go on.
struct Ways {
    shown: Vec<String>,
    /// Whether it can end too.
    can_end: bool,
}

impl Ways {
    /// Writes as many as there is room for; nothing where there is none for the first.
    fn within(&self, room: usize) -> Option<String> {
        let written = |count: usize| {
            let more = (count < self.shown.len()).then_some("…");
            let list: Vec<&str> = self.shown.iter().take(count).map(String::as_str).chain(more).collect();
            if self.can_end { format!("[{}]", list.join("|")) } else { list.join("|") }
        };
        let most = if self.shown.len() > SHOWN { SHOWN - 1 } else { self.shown.len() };
        (1..=most).rev().map(written).find(|text| text.chars().count() <= room)
    }
}

fn next(text: &str) -> Option<Next> {
    let place = expected_after(text)?;
    let typed = text.get(place.start..)?;
    if place.is_string || place.is_beginning() {
        return Some(Next::Nothing);
    }
    let words: Vec<&str> = place.expected.iter().flat_map(Expectation::words).collect();
    if typed.is_empty() {
        return Some(after_space(&place.expected, &words, text));
    }
    let mut fitting = words.iter().filter_map(|word| word.strip_prefix(typed));
    Some(match (fitting.next(), fitting.next()) {
        (Some(""), None) => Next::Only(" ".to_owned()),
        (Some(rest), None) => Next::Only(format!("{rest} ")),
        _ => Next::Nothing,
    })
}

fn after_space(expected: &[Expectation], words: &[&str], text: &str) -> Next {
    let can_end = expected.iter().any(|one| matches!(one, Expectation::End(_)));
    let goes_on = |one: &&Expectation| !matches!(one, Expectation::End(_) | Expectation::Mark("|" | "."));
    let ways: Vec<&Expectation> = expected.iter().filter(goes_on).collect();
    let is_spaced = text.ends_with(char::is_whitespace);
    match (ways.as_slice(), words) {
        ([], _) => Next::Nothing,
        ([Expectation::Mark(mark)], _) if !can_end => Next::Only((*mark).to_owned()),
        ([Expectation::Keyword(_) | Expectation::Word(_)], [word]) if !can_end && is_spaced => {
            Next::Only(format!("{word} "))
        }
        (ways, _) => Next::Several(Ways { shown: ways.iter().copied().flat_map(shown).collect(), can_end }),
    }
}

/// Returns what stands for an expectation, as forms write it: words as they are, what a person fills in in capitals.
fn shown(expected: &Expectation) -> Vec<String> {
    match expected {
        Expectation::Name(kind) => vec![capitals(kind.title())],
        Expectation::NameOf(what) => vec![capitals(what)],
        Expectation::Principal => vec!["'PRINCIPAL'".to_owned()],
        Expectation::Property(_) => vec!["PROPERTY".to_owned()],
        Expectation::Described(what) => vec![format!("<{what}>")],
        Expectation::Mark(mark) => vec![(*mark).to_owned()],
        Expectation::End(_) => Vec::new(),
        Expectation::Keyword(_) | Expectation::Word(_) | Expectation::Role(_) => {
            expected.words().into_iter().map(str::to_owned).collect()
        }
    }
}

/// Returns what a person fills in as forms write it: `the name of a column` is `COLUMN`.
fn capitals(what: &str) -> String {
    let what = what.strip_prefix("the name of ").unwrap_or(what);
    let what = ["a ", "an "].into_iter().find_map(|article| what.strip_prefix(article)).unwrap_or(what);
    what.to_uppercase().replace(' ', "_")
}
