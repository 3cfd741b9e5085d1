//! What policies are policies of: the entities and verbs of their commands, as the forms of the table
//! of kinds have them.

use std::sync::LazyLock;

use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::form;
use crate::model::keyword::Keyword;
use crate::model::policy::PolicyKind;

/// How many entities a command sets or shows a policy of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// `table T`
    One,
    /// `tables (A, B)`
    Several,
    /// `table *`
    All,
}

/// What a policy is a policy of, and the verb of a command about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The kind of entity.
    pub kind: EntityKind,
    /// How many.
    pub extent: Extent,
    /// The verb.
    pub verb: Keyword,
}

static TARGETS: LazyLock<Vec<(PolicyKind, Target)>> = LazyLock::new(|| {
    let mut targets = Vec::new();
    for form in CommandKind::all().map(CommandKind::form) {
        let Some((before, after)) = form.split_once(" policy ") else { continue };
        let Some((verb, entity)) = before.split_once(' ') else { continue };
        let policy = form::words(after).next().and_then(PolicyKind::of);
        if let (Some(verb), Some(policy)) = (Keyword::of(verb), policy) {
            targets.extend(of_entity(entity).into_iter().map(|(kind, extent)| (policy, Target { kind, extent, verb })));
        }
    }
    targets
});

/// Returns what the commands of a policy are about.
pub fn targets(policy: PolicyKind) -> impl Iterator<Item = Target> {
    TARGETS.iter().filter(move |(of, _)| *of == policy).map(|(_, target)| *target)
}

/// Returns the kinds and extents that the words between verb and `policy` name: `database [DATABASE | *]`.
fn of_entity(entity: &str) -> Vec<(EntityKind, Extent)> {
    if entity.starts_with(Keyword::Follower.text()) {
        return vec![(EntityKind::Follower, Extent::One)];
    }
    let parts: Vec<&str> = form::words(entity).collect();
    let mut found: Vec<(EntityKind, Extent)> = Vec::new();
    for kind in EntityKind::ALL {
        let has = |words: &[Keyword]| {
            parts.windows(words.len()).any(|part| part.iter().zip(words).all(|(part, word)| *part == word.text()))
        };
        let is_other = *kind == EntityKind::Table && has(EntityKind::ExternalTable.words());
        if has(kind.words()) && !is_other {
            let all = parts.contains(&"*");
            let named = parts.iter().any(|part| part.starts_with(char::is_uppercase)) || !all;
            found.extend(named.then_some((*kind, Extent::One)));
            found.extend(all.then_some((*kind, Extent::All)));
        }
        if *kind != EntityKind::Cluster && has(kind.plural_words()) {
            found.push((*kind, Extent::Several));
        }
    }
    found
}

/// Returns the kinds of entities that have the policy, each once, the widest first.
#[must_use]
pub fn scopes(policy: PolicyKind) -> Vec<EntityKind> {
    let has = |kind: &&EntityKind| targets(policy).any(|target| target.kind == **kind && target.extent == Extent::One);
    EntityKind::ALL.iter().filter(has).copied().collect()
}

/// Returns the verbs of the policy's commands about such entities.
#[must_use]
pub fn verbs(policy: PolicyKind, kind: EntityKind, extent: Extent) -> Vec<Keyword> {
    let mut verbs = Vec::new();
    for target in targets(policy).filter(|target| target.kind == kind && target.extent == extent) {
        if !verbs.contains(&target.verb) {
            verbs.push(target.verb);
        }
    }
    verbs
}

/// Returns whether a command of the policy has this verb about such entities.
#[must_use]
pub fn has(policy: PolicyKind, target: Target) -> bool {
    TARGETS.contains(&(policy, target))
}

/// Returns the policies that commands with this verb have about such entities.
#[must_use]
pub fn policies_with(verb: Keyword, kind: EntityKind, extent: Extent) -> Vec<PolicyKind> {
    let has_it = |policy: &&PolicyKind| has(**policy, Target { kind, extent, verb });
    PolicyKind::ALL.iter().filter(has_it).copied().collect()
}

/// Returns the policies that an entity of `kind` can have.
#[must_use]
pub fn policies_of(kind: EntityKind) -> Vec<PolicyKind> {
    PolicyKind::ALL.iter().filter(|policy| scopes(**policy).contains(&kind)).copied().collect()
}
