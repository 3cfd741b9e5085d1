//! Edits: the only way in which anything changes. To apply an edit again needs no clock, no
//! environment and no randomness.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::catalog::{
    Assignment, Blocked, BlockedKey, CLUSTER, Catalog, Change, Content, Definition, EntityId, Mapping, MappingKey,
    Policy,
};
use crate::directory::{Environment, Ids, PrincipalId};
use crate::model::policy::PolicyKind;
use crate::model::role::Role;

/// A role that a principal holds on an entity.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AssignmentKey<P = PrincipalId> {
    /// On which entity.
    pub entity: EntityId,
    /// Which role.
    pub role: Role,
    /// Who.
    pub principal: P,
}

/// A policy of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PolicyKey {
    /// Of which entity.
    pub entity: EntityId,
    /// Which policy.
    pub policy: PolicyKind,
}

/// What a membership cache knows of a principal in a group.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MembershipKey<P = PrincipalId> {
    /// The member.
    pub principal: P,
    /// The group.
    pub group: P,
}

/// The value of an identity's cell, which says no more than that the directory knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Known {
    /// It does.
    Known,
}

/// One change. `P` is a principal: by its number in the directory at hand, or by its ids, which
/// mean the same in every process ([`StoredEdit`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Edit<P = PrincipalId> {
    /// An entity is made, changed or removed. What belongs to it is removed before it, by edits of
    /// its own.
    Entity(Change<EntityId, Definition>),
    /// A principal gets or loses a role on an entity, or the assignment's notes change.
    Assignment(Change<AssignmentKey<P>, Assignment>),
    /// A policy of an entity changes.
    Policy(Change<PolicyKey, Policy>),
    /// A mapping of an entity changes.
    Mapping(Change<MappingKey, Mapping>),
    /// A principal is blocked, or not any more.
    Blocked(Change<BlockedKey<P>, Blocked>),
    /// An open directory learns an identity, or forgets it.
    Identity(Change<Ids, Known>),
    /// The directory is loaded; without an environment it is open.
    Directory(Change<(), Environment>),
    /// A membership is read again: until when it counts. The session's cache has the cell.
    Membership(Change<MembershipKey<P>, Timestamp>),
}

/// An edit that leaves the process.
pub type StoredEdit = Edit<Ids>;

/// Evaluates an expression with the change of any edit.
macro_rules! each {
    ($edit:expr, $change:ident => $body:expr) => {
        match $edit {
            Self::Entity($change) => $body,
            Self::Assignment($change) => $body,
            Self::Policy($change) => $body,
            Self::Mapping($change) => $body,
            Self::Blocked($change) => $body,
            Self::Identity($change) => $body,
            Self::Directory($change) => $body,
            Self::Membership($change) => $body,
        }
    };
}

/// Makes an edit of the same variant from the change of another.
macro_rules! mapped {
    ($edit:expr, $change:ident => $body:expr) => {
        match $edit {
            Self::Entity($change) => Self::Entity($body),
            Self::Assignment($change) => Self::Assignment($body),
            Self::Policy($change) => Self::Policy($body),
            Self::Mapping($change) => Self::Mapping($body),
            Self::Blocked($change) => Self::Blocked($body),
            Self::Identity($change) => Self::Identity($body),
            Self::Directory($change) => Self::Directory($body),
            Self::Membership($change) => Self::Membership($body),
        }
    };
}

impl<P: PartialEq> Edit<P> {
    /// Returns whether it gives a role to this principal, or takes one from it.
    #[must_use]
    pub fn is_assignment_of(&self, principal: P) -> bool {
        matches!(self, Self::Assignment(change) if change.key.principal == principal)
    }

    /// Returns whether it changes who exists.
    #[must_use]
    pub const fn is_of_directory(&self) -> bool {
        matches!(self, Self::Identity(_) | Self::Directory(_))
    }

    /// Returns whether the value after differs from the value before.
    #[must_use]
    pub fn is_change(&self) -> bool {
        each!(self, change => change.is_change())
    }
}

impl<P> Edit<P> {
    /// Returns whether something that was there is gone after it.
    #[must_use]
    pub const fn is_removal(&self) -> bool {
        each!(self, change => change.before.is_some() && change.after.is_none())
    }

    /// Returns whether undoing takes it back: whom an open directory has learned it goes on knowing, and memberships
    /// that were read again count on.
    #[must_use]
    pub const fn can_be_undone(&self) -> bool {
        !matches!(self, Self::Identity(_) | Self::Membership(_))
    }

    /// Returns the entity that it is about; none of what is the directory's or a cache's.
    #[must_use]
    pub const fn entity(&self) -> Option<EntityId> {
        match self {
            Self::Entity(change) => Some(change.key),
            Self::Assignment(change) => Some(change.key.entity),
            Self::Policy(change) => Some(change.key.entity),
            Self::Mapping(change) => Some(change.key.entity),
            Self::Blocked(_) => Some(CLUSTER),
            Self::Identity(_) | Self::Directory(_) | Self::Membership(_) => None,
        }
    }

    /// Returns the edit that undoes this one.
    #[must_use]
    pub fn inverse(self) -> Self {
        mapped!(self, change => change.inverse())
    }

    /// Returns the edit with the principals that `to` makes of this one's.
    pub fn with_principals<Q>(self, mut to: impl FnMut(P) -> Q) -> Edit<Q> {
        match self {
            Self::Entity(change) => Edit::Entity(change),
            Self::Policy(change) => Edit::Policy(change),
            Self::Mapping(change) => Edit::Mapping(change),
            Self::Identity(change) => Edit::Identity(change),
            Self::Directory(change) => Edit::Directory(change),
            Self::Assignment(change) => {
                Edit::Assignment(change.rekeyed(|AssignmentKey { entity, role, principal }| AssignmentKey {
                    entity,
                    role,
                    principal: to(principal),
                }))
            }
            Self::Blocked(change) => Edit::Blocked(change.rekeyed(|key| BlockedKey {
                principal: to(key.principal),
                application: key.application,
                user: key.user,
            })),
            Self::Membership(change) => Edit::Membership(change.rekeyed(|MembershipKey { principal, group }| {
                MembershipKey { principal: to(principal), group: to(group) }
            })),
        }
    }
}

impl Edit {
    /// Returns the edit that makes an entity.
    #[must_use]
    pub const fn creation(id: EntityId, definition: Definition) -> Self {
        Self::Entity(Change::creation(id, definition))
    }

    /// Returns the edit that gives an entity of the catalog another definition; none where it does
    /// not exist.
    pub fn change(catalog: &Catalog, id: EntityId, after: impl FnOnce(Definition) -> Definition) -> Option<Self> {
        let before = catalog.get(id)?.definition.clone();
        let after = Some(after(before.clone()));
        Some(Self::Entity(Change { key: id, before: Some(before), after }))
    }

    /// Returns the edit that gives an entity another content.
    pub fn content(catalog: &Catalog, id: EntityId, content: impl Content) -> Option<Self> {
        Self::change(catalog, id, |before| Definition { body: content.into_body(), ..before })
    }

    /// Returns the edit that gives an entity another name.
    #[must_use]
    pub fn name(catalog: &Catalog, id: EntityId, name: &str) -> Option<Self> {
        Self::change(catalog, id, |before| Definition { name: Arc::from(name), ..before })
    }

    /// Returns the edit by which the directory learns who has these ids.
    #[must_use]
    pub const fn learned(ids: Ids) -> Self {
        Self::Identity(Change::creation(ids, Known::Known))
    }

    /// Returns the edit that changes an assignment.
    #[must_use]
    pub const fn assignment(
        (entity, role, principal): (EntityId, Role, PrincipalId),
        before: Option<Assignment>,
        after: Option<Assignment>,
    ) -> Self {
        let key = AssignmentKey { entity, role, principal };
        Self::Assignment(Change { key, before, after })
    }

    /// Returns the edit that changes a policy.
    #[must_use]
    pub const fn policy(entity: EntityId, policy: PolicyKind, before: Option<Policy>, after: Option<Policy>) -> Self {
        Self::Policy(Change { key: PolicyKey { entity, policy }, before, after })
    }
}
