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
/// the first of the alphabet, whatever the order of the candidates. Where none is near, it is the only one that begins
/// with the word: `tim` is the beginning of `timing`.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    let mut begun = Vec::new();
    let near = candidates.into_iter().filter_map(|candidate| {
        if candidate.len() > word.len() && candidate.starts_with(word) && !begun.contains(&candidate) {
            begun.push(candidate);
        }
        let difference = candidate.len().abs_diff(word.len());
        if candidate == word || difference > allowed * 4 {
            return None;
        }
        let distance = osa_distance(&lower, &candidate.to_lowercase());
        let is_near = distance <= allowed && distance < candidate.chars().count();
        is_near.then_some((distance, difference, candidate))
    });
    let near = near.min().map(|(.., candidate)| candidate);
    near.or(match begun.as_slice() {
        [only] if word.len() >= SHORTEST => Some(only),
        _ => None,
    })
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
        assert_eq!(nearest("vie", roles), Some("viewers"));
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
