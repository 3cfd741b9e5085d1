//! The entities that commands name.

use std::fmt;

use crate::model::entity::EntityKind;
use crate::model::policy_target::Extent;
use crate::syntax::literal::Name;
use crate::text::list;

/// An entity that a command names: `database Samples`, `cluster`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityRef<'s> {
    /// Its kind.
    pub kind: EntityKind,
    /// Its name; absent for the cluster, and where the database in context is meant.
    pub name: Option<Name<'s>>,
}

/// `T` or `D.T`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QualifiedName<'s> {
    /// The database; without one, the one in context.
    pub database: Option<Name<'s>>,
    /// The entity.
    pub name: Name<'s>,
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
    Several(EntityKind, Vec<Name<'s>>),
}

impl Target<'_> {
    /// Returns the kind of entity that it names.
    #[must_use]
    pub const fn kind(&self) -> EntityKind {
        match self {
            Self::Cluster => EntityKind::Cluster,
            Self::Database(_) => EntityKind::Database,
            Self::Entity(kind, _) | Self::All(kind) | Self::Several(kind, _) => *kind,
        }
    }

    /// Returns how many entities it names.
    #[must_use]
    pub const fn extent(&self) -> Extent {
        match self {
            Self::Cluster | Self::Database(_) | Self::Entity(..) => Extent::One,
            Self::All(_) => Extent::All,
            Self::Several(..) => Extent::Several,
        }
    }
}

impl fmt::Display for EntityRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)?;
        match &self.name {
            Some(name) => write!(f, " {name}"),
            None => Ok(()),
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

impl fmt::Display for Target<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cluster | Self::Database(None) => self.kind().fmt(f),
            Self::Database(Some(name)) => write!(f, "{} {name}", self.kind()),
            Self::Entity(kind, name) => write!(f, "{kind} {name}"),
            Self::All(kind) => write!(f, "{kind} *"),
            Self::Several(kind, names) => {
                kind.plural_words().iter().try_for_each(|word| write!(f, "{word} "))?;
                f.write_str("(")?;
                list(f, names)?;
                f.write_str(")")
            }
        }
    }
}
