//! Policies about access, as values.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::directory::PrincipalId;
use crate::model::policy::PolicyKind;
use crate::model::usage::Usage;

/// What one managed identity may be used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityUsages {
    /// The identity, which is assigned to the cluster.
    pub identity: PrincipalId,
    /// Its usages, without repetition, in the order of their table.
    pub usages: Vec<Usage>,
}

/// The value of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Policy {
    /// `managed_identity`: each identity at most once, in the order in which they were named.
    ManagedIdentity(Vec<IdentityUsages>),
    /// `restricted_view_access`
    RestrictedViewAccess(bool),
    /// `row_level_security`: whether it is enabled, and the query.
    RowLevelSecurity(bool, Arc<str>),
    /// `multidatabaseadmins`: the policy's JSON, as it was given.
    MultiDatabaseAdmins(Arc<str>),
}

/// The policies of one entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policies {
    by_kind: BTreeMap<PolicyKind, Policy>,
}

impl Policies {
    /// The value of a policy, if it is set.
    #[must_use]
    pub fn get(&self, kind: PolicyKind) -> Option<&Policy> {
        self.by_kind.get(&kind)
    }

    /// All that are set.
    pub fn iter(&self) -> impl Iterator<Item = (PolicyKind, &Policy)> {
        self.by_kind.iter().map(|(kind, policy)| (*kind, policy))
    }

    /// The identities and usages of the managed-identity policy.
    #[must_use]
    pub fn managed_identities(&self) -> &[IdentityUsages] {
        match self.get(PolicyKind::ManagedIdentity) {
            Some(Policy::ManagedIdentity(entries)) => entries,
            _ => &[],
        }
    }

    /// Whether view access is restricted.
    #[must_use]
    pub fn restricts_view_access(&self) -> bool {
        self.get(PolicyKind::RestrictedViewAccess) == Some(&Policy::RestrictedViewAccess(true))
    }

    /// Whether row-level security is enabled.
    #[must_use]
    pub fn secures_rows(&self) -> bool {
        matches!(self.get(PolicyKind::RowLevelSecurity), Some(Policy::RowLevelSecurity(true, _)))
    }

    pub(super) fn set(&mut self, kind: PolicyKind, policy: Option<Policy>) {
        match policy {
            Some(policy) => {
                self.by_kind.insert(kind, policy);
            }
            None => {
                self.by_kind.remove(&kind);
            }
        }
    }
}
