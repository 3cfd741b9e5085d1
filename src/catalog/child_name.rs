//! The names of what is in an entity: found as they are, or whatever their case.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use hashbrown::Equivalent;

use crate::model::entity::EntityKind;

/// The name of a child under its parent. Entities of different kinds may have the same name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ChildName {
    pub(super) kind: EntityKind,
    pub(super) name: Arc<str>,
}

/// A [`ChildName`] that is borrowed, so that a look-up allocates nothing.
pub(super) struct ChildKey<'a> {
    pub(super) kind: EntityKind,
    pub(super) name: &'a str,
}

/// A name that stands for all that differ from it in case alone.
pub(super) struct AnyCase<'a>(pub(super) ChildKey<'a>);

impl Hash for ChildName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        ChildKey { kind: self.kind, name: &self.name }.hash(state);
    }
}

/// Case does not count, so that [`AnyCase`] finds what differs in it.
impl Hash for ChildKey<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.kind.hash(state);
        match self.name.is_ascii() {
            true => hash_lower(self.name, state),
            false => hash_lower(&lower(self.name), state),
        }
    }
}

impl Hash for AnyCase<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl Equivalent<ChildName> for ChildKey<'_> {
    fn equivalent(&self, key: &ChildName) -> bool {
        self.kind == key.kind && self.name == &*key.name
    }
}

impl Equivalent<ChildName> for AnyCase<'_> {
    fn equivalent(&self, key: &ChildName) -> bool {
        let Self(ChildKey { kind, name }) = self;
        *kind == key.kind && (name.eq_ignore_ascii_case(&key.name) || lower(name) == lower(&key.name))
    }
}

/// Returns a name in lower case, letter by letter.
fn lower(name: &str) -> String {
    name.chars().flat_map(char::to_lowercase).collect()
}

/// Hashes a name with its ASCII letters in lower case, a part at a time, without a copy of it.
fn hash_lower<H: Hasher>(name: &str, state: &mut H) {
    for part in name.as_bytes().chunks(32) {
        let mut bytes = [0; 32];
        bytes.iter_mut().zip(part).for_each(|(byte, own)| *byte = own.to_ascii_lowercase());
        state.write(&bytes);
    }
    state.write_usize(name.len());
}

#[cfg(test)]
mod tests {
    use hashbrown::HashMap;

    use super::*;

    #[test]
    fn names_are_found_as_they_are_and_whatever_their_case() {
        let kind = EntityKind::Database;
        let long = "Ab".repeat(40);
        // The Kelvin sign is a `k` in lower case.
        for (name, other) in
            [("Sales", "sALES"), ("Ärger", "äRGER"), ("\u{212A}ey", "kEY"), (&*long, &long.to_lowercase())]
        {
            let names: HashMap<ChildName, i32> = [(ChildName { kind, name: Arc::from(name) }, 1)].into_iter().collect();
            assert_eq!(names.get(&ChildKey { kind, name }), Some(&1), "{name}");
            assert_eq!(names.get(&ChildKey { kind, name: other }), None, "{name}");
            assert_eq!(names.get(&AnyCase(ChildKey { kind, name: other })), Some(&1), "{name}");
            assert_eq!(names.get(&AnyCase(ChildKey { kind: EntityKind::Table, name: other })), None, "{name}");
        }
    }
}
