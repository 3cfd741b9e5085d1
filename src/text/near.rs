//! Did you mean: the known word nearest to one that is not known.

use strsim::osa_distance;

/// Words longer than this are not compared: no name is misspelled over that length by a slip.
const LONGEST: usize = 128;

/// A beginning of a word has as many letters at least.
const SHORTEST: usize = 2;

/// Returns the candidate nearest to `word`, if it is near enough to be meant.
///
/// Case counts for little: `Users` is nearest to `users`. At most a third of the letters, and never
/// more than three, may differ. Of two equally near the one of the same length is returned, or else
/// the first of the alphabet, whatever the order of the candidates. Where none is near, the only candidate
/// that begins with the word is returned: `timing` for `tim`.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let near = candidates.iter().filter_map(|candidate| {
        let difference = candidate.len().abs_diff(word.len());
        if *candidate == word || difference > allowed * 4 {
            return None;
        }
        let distance = osa_distance(&lower, &candidate.to_lowercase());
        let is_near = distance <= allowed && distance < candidate.chars().count();
        is_near.then_some((distance, difference, *candidate))
    });
    let near = near.min().map(|(.., candidate)| candidate);
    near.or_else(|| only_beginning(&lower, &candidates))
}

/// Returns the only candidate that begins with the word, which is in small letters.
fn only_beginning<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let begins = |candidate: &&&str| candidate.len() > word.len() && candidate.to_lowercase().starts_with(word);
    let mut begun = candidates.iter().filter(begins);
    let first = begun.next().filter(|_| word.len() >= SHORTEST)?;
    begun.all(|other| other == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_the_word_and_a_stranger_finds_none() {
        let roles = ["admins", "users", "viewers"];
        assert_eq!(nearest("userz", roles), Some("users"));
        assert_eq!(nearest("Users", roles), Some("users"));
        assert_eq!(nearest("uesrs", roles), Some("users"));
        assert_eq!(nearest("frobnicate", roles), None);
        assert_eq!(nearest("", roles), None);
        assert_eq!(nearest("VIE", roles), Some("viewers"));
        assert_eq!(nearest("u", roles), None);
        assert_eq!(nearest("tab", ["table", "tables"]), None);
    }

    #[test]
    fn the_order_of_the_candidates_does_not_count() {
        assert_eq!(nearest("Tab", ["Tax", "Tap"]), Some("Tap"));
        assert_eq!(nearest("Tab", ["Tap", "Tax"]), Some("Tap"));
    }

    #[test]
    fn the_word_itself_is_no_suggestion() {
        assert_eq!(nearest("users", ["users"]), None);
    }
}
