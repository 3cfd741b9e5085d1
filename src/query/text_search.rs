//! Text in text, with or without case, without a copy: what `has`, `contains` and `startswith` ask
//! (`datatypes-string-operators.md`).

use memchr::memchr2_iter;

/// Returns how many bytes of the text, at its beginning, are the part.
type Begins = fn(&str, &str) -> Option<usize>;

/// Returns how many bytes of the text are the part, where it begins with that.
#[must_use]
pub fn begins(text: &str, part: &str) -> Option<usize> {
    text.starts_with(part).then_some(part.len())
}

/// Returns how many bytes of the text are the part, where it begins with that but for case.
#[must_use]
pub fn begins_folded(text: &str, part: &str) -> Option<usize> {
    match text.as_bytes().get(..part.len()) {
        Some(head) if head.is_ascii() && part.is_ascii() => {
            return head.eq_ignore_ascii_case(part.as_bytes()).then_some(part.len());
        }
        _ => {}
    }
    let mut rest = lower(part);
    for (at, letter) in text.char_indices() {
        if rest.clone().next().is_none() {
            return Some(at);
        }
        if letter.to_lowercase().any(|letter| rest.next() != Some(letter)) {
            return None;
        }
    }
    rest.next().is_none().then_some(text.len())
}

/// Returns whether the text ends with the part but for case.
#[must_use]
pub fn ends_folded(text: &str, part: &str) -> bool {
    match text.len().checked_sub(part.len()).and_then(|start| text.as_bytes().get(start..)) {
        Some(tail) if tail.is_ascii() && part.is_ascii() => return tail.eq_ignore_ascii_case(part.as_bytes()),
        _ => {}
    }
    let mut letters = backwards(text);
    backwards(part).all(|letter| letters.next() == Some(letter))
}

/// Returns whether two texts are equal but for case.
#[must_use]
pub fn equal_folded(left: &str, right: &str) -> bool {
    if left.is_ascii() && right.is_ascii() { left.eq_ignore_ascii_case(right) } else { lower(left).eq(lower(right)) }
}

/// Which ends of a term a part has to reach.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Whether a term begins where the part does.
    pub left: bool,
    /// Whether a term ends where the part does.
    pub right: bool,
}

/// The part is a whole term.
pub const TERM: Bounds = Bounds { left: true, right: true };
/// A term begins with the part.
pub const PREFIX: Bounds = Bounds { left: true, right: false };
/// A term ends with the part.
pub const SUFFIX: Bounds = Bounds { left: false, right: true };
/// The part stands anywhere.
pub const ANYWHERE: Bounds = Bounds { left: false, right: false };

/// Returns whether the part occurs in the text within these bounds. A term is a run of letters and digits that is as
/// long as can be.
#[must_use]
pub fn occurs(text: &str, part: &str, begins: Begins, bounds: Bounds) -> bool {
    if part.is_empty() {
        return true;
    }
    let joins = |left: Option<char>, right: Option<char>| match (left, right) {
        (Some(left), Some(right)) => left.is_alphanumeric() && right.is_alphanumeric(),
        _ => false,
    };
    let is_inside = |at: usize| {
        let (before, after) = text.split_at_checked(at).unwrap_or_default();
        joins(before.chars().next_back(), after.chars().next())
    };
    let stands_at = |at: usize| {
        let length = begins(text.get(at..).unwrap_or_default(), part);
        let is_cut = |length| bounds.left && is_inside(at) || bounds.right && is_inside(at + length);
        length.is_some_and(|length| !is_cut(length))
    };
    match part.as_bytes() {
        // Without letters that fold to others only two bytes may begin the part.
        [first, ..] if text.is_ascii() && part.is_ascii() => {
            memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), text.as_bytes()).any(stands_at)
        }
        _ => text.char_indices().any(|(at, _)| stands_at(at)),
    }
}

fn lower(text: &str) -> impl Iterator<Item = char> + Clone + '_ {
    text.chars().flat_map(char::to_lowercase)
}

fn backwards(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().rev().flat_map(|letter| letter.to_lowercase().rev())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_a_whole_run_of_letters_and_digits() {
        let text = "Kusto: ad67d136-c1db-4f9f-88ef-d94f3b6b0b5a;KustoExplorerQueryRun";
        let has = |part| occurs(text, part, begins_folded, TERM);
        assert!(has("kusto") && has("C1DB") && has("c1db-4f9f") && has("") && has(": AD67D136"));
        assert!(!has("Explorer") && !has("kust") && !has("1db") && !has("c1db-4f9"));
        assert!(occurs(text, "kustoexp", begins_folded, PREFIX) && occurs(text, "queryrun", begins_folded, SUFFIX));
        assert!(!occurs(text, "Query", begins, PREFIX) && occurs(text, "Query", begins, ANYWHERE));
        assert!(!occurs(text, "query", begins, ANYWHERE));
    }

    #[test]
    fn case_is_folded_beyond_ascii() {
        assert!(equal_folded("ÄRGER", "ärger") && !equal_folded("ÄRGER", "arger"));
        assert_eq!(begins_folded("Ärger im Büro", "ÄRG"), Some(4));
        assert!(ends_folded("im Büro", "BÜRO") && !ends_folded("ro", "Büro") && ends_folded("x", ""));
        assert!(occurs("Straße Ölweg", "ölweg", begins_folded, TERM));
        assert!(!occurs("Straße Ölweg", "lweg", begins_folded, TERM), "Ö is a letter of the term");
        assert_eq!(begins_folded("\u{212a}", "k"), Some(3));
    }
}
