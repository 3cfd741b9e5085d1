//! Roles in other words: in the singular, with capitals, of another entity.

use crate::model::role::Role;
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::parser::explain_error::stop::Stop;
use crate::syntax::parser::input::Expectation;
use crate::syntax::parser::roles::no_such_role;

/// Returns the fault of a word that is meant for a role which the entity does not have.
pub(super) fn of_other_entity(stop: &Stop<'_>) -> Option<SyntaxErrorKind> {
    let kind = stop.expected.iter().find_map(|wanted| match wanted {
        Expectation::Role(kind) => Some(*kind),
        _ => None,
    })?;
    let word = stop.text_of(stop.token()?);
    let role = Role::meant(word).filter(|role| Role::of_kind(role.word_like(word), kind).is_none())?;
    Some(no_such_role(kind, word, role))
}

/// Returns whether a word is the long one of a role on a cluster.
pub(super) fn is_long(word: &str) -> bool {
    portal(word).is_some()
}

/// Returns where the real cluster keeps the role that a long word names.
pub(super) fn portal(word: &str) -> Option<String> {
    Role::of(word).filter(|role| role.long_word() == Some(word))?.portal()
}
