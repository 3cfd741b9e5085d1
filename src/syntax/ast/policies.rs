//! Commands about the policies that decide about access.

use std::fmt;

use crate::model::keyword::Keyword;
use crate::model::name::Text;
use crate::model::policy::PolicyKind;
use crate::syntax::ast::entity::Target;
use crate::syntax::ast::property_values::PropertyValues;
use crate::syntax::literal::StringLiteral;

mod identity;
mod kind;

pub use identity::{Filled, FilledValue, IdentityEntry, IdentityPolicy};

/// The property of row-level security that leaves views on the table without a policy of their own
/// (`materialized-view-policies.md`, *Row level security policy*).
pub const ALLOW_UNSECURED_VIEWS: &str = "allowMaterializedViewsWithoutRowLevelSecurity";

/// A command about a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyCommand<'s> {
    /// `.show table T policy row_level_security`
    Show(PolicyKind, Target<'s>),
    /// `.delete table T policy row_level_security`
    Delete(PolicyKind, Target<'s>),
    /// `.alter database D policy managed_identity '[…]'` (`managed-identity-policy.txt`)
    AlterIdentities(Change, Target<'s>, IdentityPolicy),
    /// `.alter table T policy restricted_view_access true`,
    /// `.alter tables (T1, T2) policy restricted_view_access false`
    RestrictViewAccess(Target<'s>, bool),
    /// `.alter table T policy row_level_security enable "query"`
    SecureRows(Box<RowSecurity<'s>>),
}

/// Whether a policy is replaced or added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// `.alter`: the policy is what the command gives.
    Replace,
    /// `.alter-merge`: what the command gives joins the policy.
    Merge,
}

/// `.alter <entity> policy row_level_security enable [with (…)] "query"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowSecurity<'s> {
    /// A table, materialized view or external table.
    pub target: Target<'s>,
    /// `enable` or `disable`
    pub enabled: bool,
    /// `with (allowMaterializedViewsWithoutRowLevelSecurity=true)`; not for materialized views.
    pub properties: PropertyValues<'s>,
    /// The query that stands for the entity.
    pub query: StringLiteral<'s>,
}

impl Change {
    /// Returns the verb of the change.
    #[must_use]
    pub const fn verb(self) -> Keyword {
        match self {
            Self::Replace => Keyword::Alter,
            Self::Merge => Keyword::AlterMerge,
        }
    }
}

impl fmt::Display for PolicyCommand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let policy = Keyword::Policy;
        match self {
            Self::Show(kind, target) => write!(f, "{} {target} {policy} {kind}", Keyword::Show),
            Self::Delete(kind, target) => write!(f, "{} {target} {policy} {kind}", Keyword::Delete),
            Self::AlterIdentities(change, target, entries) => {
                let json = entries.to_string();
                write!(f, "{} {target} {policy} {} {}", change.verb(), PolicyKind::ManagedIdentity, Text(&json))
            }
            Self::RestrictViewAccess(target, restricted) => {
                let kind = PolicyKind::RestrictedViewAccess;
                write!(f, "{} {target} {policy} {kind} {restricted}", Keyword::Alter)
            }
            Self::SecureRows(rows) => rows.fmt(f),
        }
    }
}

impl fmt::Display for RowSecurity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (policy, kind) = (Keyword::Policy, PolicyKind::RowLevelSecurity);
        let switch = if self.enabled { Keyword::Enable } else { Keyword::Disable };
        write!(f, "{} {} {policy} {kind} {switch}{} {}", Keyword::Alter, self.target, self.properties, self.query)
    }
}
