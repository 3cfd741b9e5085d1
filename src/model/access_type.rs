//! What `.show principal access` asks for: the words of the property `accesstype`.
//!
//! No page lists them. Microsoft's Kafka sink says `ingest`; here every permission goes by its
//! word, and `admin` asks for what only admins have.

use crate::model::action::OTHER_PERMISSION_WORDS;
use crate::model::permission::Permission;

/// A word and the permission that it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessType {
    word: &'static str,
    permission: Permission,
}

impl AccessType {
    /// Returns every access type: the permissions in the order of their table, then the other
    /// words.
    pub fn all() -> impl Iterator<Item = Self> {
        let other = |(word, permission): &(&'static str, Permission)| Self { word, permission: *permission };
        Permission::ALL.iter().copied().map(Self::from).chain(OTHER_PERMISSION_WORDS.iter().map(other))
    }

    /// Returns the access type of this word; case does not count.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::all().find(|kind| kind.word.eq_ignore_ascii_case(word))
    }

    /// Returns the permission that it asks for.
    #[must_use]
    pub const fn permission(self) -> Permission {
        self.permission
    }
}

impl From<Permission> for AccessType {
    fn from(permission: Permission) -> Self {
        Self { word: permission.word(), permission }
    }
}

impl std::fmt::Display for AccessType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_in_any_case_and_stands_once() {
        let words: Vec<String> = AccessType::all().map(|kind| kind.to_string()).collect();
        for kind in AccessType::all() {
            assert_eq!(AccessType::of(&kind.to_string().to_uppercase()), Some(kind));
            assert_eq!(words.iter().filter(|word| **word == kind.to_string()).count(), 1);
        }
        assert_eq!(AccessType::of("admins"), None);
    }
}
