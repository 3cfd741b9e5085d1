//! Commands about the policies that decide about access.

use std::fmt;

use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::Text;
use crate::model::policy::PolicyKind;
use crate::syntax::ast::{PropertyValues, list};
use crate::syntax::json::Json;
use crate::syntax::literal::{Name, StringLiteral};
use crate::text::Spanned;

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
    /// `.alter cluster policy multidatabaseadmins '…'`: official grammar, in no document.
    AlterDatabaseAdmins(Change, Spanned<Json>),
}

/// Whether a policy is replaced or added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// `.alter`: the policy is what the command gives.
    Replace,
    /// `.alter-merge`: what the command gives joins the policy.
    Merge,
}

/// What a policy is set on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target<'s> {
    /// `cluster`
    Cluster,
    /// `database D`; without a name the one in context.
    Database(Option<Name<'s>>),
    /// `table T`, `materialized-view D.V`, `external table E`
    Entity(EntityKind, QualifiedName<'s>),
    /// `table *`, `external table *`: all of the database in context.
    All(EntityKind),
    /// `tables (T1, T2)`; each once.
    Tables(Vec<Name<'s>>),
}

/// `T` or `D.T`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QualifiedName<'s> {
    /// The database; without one, the one in context.
    pub database: Option<Name<'s>>,
    /// The entity.
    pub name: Name<'s>,
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
    /// The verb of the change.
    #[must_use]
    pub const fn verb(self) -> Keyword {
        match self {
            Self::Replace => Keyword::Alter,
            Self::Merge => Keyword::AlterMerge,
        }
    }
}

impl Target<'_> {
    /// The kind of entity that it names.
    #[must_use]
    pub const fn kind(&self) -> EntityKind {
        match self {
            Self::Cluster => EntityKind::Cluster,
            Self::Database(_) => EntityKind::Database,
            Self::Entity(kind, _) | Self::All(kind) => *kind,
            Self::Tables(_) => EntityKind::Table,
        }
    }
}

impl PolicyCommand<'_> {
    /// The official kind.
    #[must_use]
    pub fn kind(&self) -> CommandKind {
        kind::kind(self)
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
            Self::AlterDatabaseAdmins(change, json) => {
                let (verb, kind) = (change.verb(), PolicyKind::MultiDatabaseAdmins);
                write!(f, "{verb} {} {policy} {kind} {}", Keyword::Cluster, Text(&json.to_string()))
            }
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

impl fmt::Display for Target<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cluster | Self::Database(None) => self.kind().fmt(f),
            Self::Database(Some(name)) => write!(f, "{} {name}", self.kind()),
            Self::Entity(kind, name) => write!(f, "{kind} {name}"),
            Self::All(kind) => write!(f, "{kind} *"),
            Self::Tables(names) => {
                write!(f, "{} (", Keyword::Tables)?;
                list(f, names)?;
                f.write_str(")")
            }
        }
    }
}

impl fmt::Display for QualifiedName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.database {
            Some(database) => write!(f, "{database}.{}", self.name),
            None => self.name.fmt(f),
        }
    }
}
