//! Members of the objects of policies, and their values.

use crate::directory::Directory;
use crate::model::connection::SYSTEM_IDENTITY;
use crate::model::identity_property::IdentityProperty;
use crate::model::policy::PolicyKind;
use crate::model::policy_content::{Member, MemberType};
use crate::model::usage::Usage;
use crate::session::complete::{Candidate, CandidateKind, Spot, begins};

/// Returns what can stand where a policy is being typed as JSON.
pub(super) fn in_policy(spot: &Spot<'_>) -> Vec<Candidate> {
    let words = spot.place.tokens.iter().rev().map(|token| token.span.of(&spot.place.before));
    let (Some(policy), Some(at)) = (words.into_iter().find_map(PolicyKind::of), At::of(spot.typed)) else {
        return Vec::new();
    };
    let all = match (policy.content(), &at.key) {
        (None, None) => IdentityProperty::ALL.iter().map(|property| property.name()).collect(),
        (None, Some(key)) => match IdentityProperty::of(key) {
            Some(IdentityProperty::AllowedUsages) => Usage::ALL.iter().map(|usage| usage.name()).collect(),
            Some(IdentityProperty::ObjectId) => identities(spot.known.directory),
            _ => Vec::new(),
        },
        (Some(content), key) => {
            let members = at.path.iter().try_fold(content.members, |members, key| inside(members, key));
            words_of(members.unwrap_or_default(), key.as_deref())
        }
    };
    let follows = |word: &str| match (&at.key, spot.after.starts_with(at.quote)) {
        (None, false) => format!("{word}{}: ", at.quote),
        (None, true) | (Some(_), _) => word.to_owned(),
    };
    let begin = spot.typed.get(..spot.typed.len() - at.typed.len()).unwrap_or_default();
    let fitting = all.into_iter().filter(|word| begins(word, &at.typed));
    let candidate = |word: &str| Candidate {
        kind: CandidateKind::Word,
        shown: word.to_owned(),
        text: format!("{begin}{}", follows(word)),
    };
    fitting.map(candidate).collect()
}

/// Returns what can be named as a managed identity of the cluster.
fn identities(directory: &Directory) -> Vec<&str> {
    let system = directory.system_identity().map(|_| SYSTEM_IDENTITY);
    system.into_iter().chain(directory.managed_identities().iter().map(|one| directory.identity(*one).id)).collect()
}

/// Returns the members of the object that a member holds.
fn inside(members: &'static [Member], key: &str) -> Option<&'static [Member]> {
    let member = members.iter().find(|member| member.name.eq_ignore_ascii_case(key))?;
    match member.takes {
        MemberType::Object(members) | MemberType::Objects(members) => Some(members),
        _ => None,
    }
}

/// Returns the names of the members, or the words that the value of one can be.
fn words_of(members: &'static [Member], key: Option<&str>) -> Vec<&'static str> {
    let Some(key) = key else { return members.iter().map(|member| member.name).collect() };
    let member = members.iter().find(|member| member.name.eq_ignore_ascii_case(key));
    match member.map(|member| member.takes) {
        Some(MemberType::OneOf(words) | MemberType::Listed(words)) => words.to_vec(),
        _ => Vec::new(),
    }
}

/// A place in JSON, in a string of which the end is being typed.
struct At {
    /// The members that hold the object.
    path: Vec<String>,
    /// The member whose value is being typed; nothing where its name is.
    key: Option<String>,
    /// The quotes of the string.
    quote: char,
    /// What is typed of it, after a comma for values that list several words.
    typed: String,
}

impl At {
    /// Returns the place at the end of a string that is being typed, its own quotes first.
    fn of(literal: &str) -> Option<Self> {
        let opening = literal.find(['\'', '"', '`', '~'])?;
        let marks = literal.get(opening..)?.trim_start_matches(['`', '~']);
        let fenced = marks.len() + 3 == literal.len() - opening;
        let text = if fenced { marks } else { literal.get(opening + 1..)? };
        let mut at = Self { path: Vec::new(), key: None, quote: '"', typed: String::new() };
        let (mut open, mut pending) = (Vec::new(), None::<String>);
        let mut rest = text.chars();
        while let Some(character) = rest.next() {
            match character {
                '"' | '\'' => {
                    let inside: String = rest.clone().take_while(|next| *next != character).collect();
                    if inside.contains('\\') {
                        return None;
                    }
                    if inside.len() == rest.as_str().len() {
                        at.quote = character;
                        at.typed = inside.rsplit(',').next().unwrap_or_default().trim_start().to_owned();
                        return Some(at);
                    }
                    rest = rest.as_str().get(inside.len() + 1..)?.chars();
                    pending = Some(inside);
                }
                ':' => at.key = pending.take(),
                ',' if open.last() == Some(&'{') => at.key = None,
                '{' => {
                    at.path.extend(at.key.take());
                    open.push(character);
                }
                '[' => open.push(character),
                '}' | ']' => {
                    open.pop();
                    if character == '}' && at.path.len() >= open.iter().filter(|mark| **mark == '{').count() {
                        at.path.pop();
                    }
                    at.key = None;
                }
                _ => {}
            }
        }
        None
    }
}
