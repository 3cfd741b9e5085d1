//! Who may run a command: what its row in the table of kinds asks for.

use std::fmt;

use crate::model::permission::Permission;

/// On what a permission is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// The cluster.
    Cluster,
    /// The database in context, or each that the command names.
    Database,
    /// Each entity that the command names.
    Entity,
    /// The table that a materialized view which the command names is made of.
    Source,
    /// The database in context, or something in it, since the command does not name what it is about.
    Within,
}

/// What a command needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The permission there.
    Holds(Permission, On),
    /// `new` on the database where an entity that the command names does not exist yet, `existing`
    /// on each that does.
    Makes {
        /// The permission to make one.
        new: Permission,
        /// The permission to change one.
        existing: Permission,
    },
    /// Nothing where the command is about the one who asks; the permission where it names another.
    Others(Permission, On),
    /// Nothing: the command shows only what the one who asks may see, or ends only what is its own.
    OwnRows,
    /// A role, whichever and wherever it is.
    AnyRole,
}

/// What only some commands of a kind do, and what these need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instead {
    /// What they do.
    pub when: Condition,
    /// What they need.
    pub rule: Rule,
}

/// What only some commands of a kind do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// They name a managed identity for authentication: this takes AllDatabasesAdmin for storage and delta
    /// tables, Database Admin for SQL tables. The storage pages name `.create-or-alter` alone; the rows of
    /// `.create` and `.alter` have the rule too, since these could go around it.
    NamesIdentity,
    /// They ask for obfuscated strings as they are (`show-schema-database.md`, *Supported options*).
    ShowsSecrets,
}

impl fmt::Display for Condition {
    /// Prints what stands after `where it` and in a refusal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NamesIdentity => "names a managed identity",
            Self::ShowsSecrets => "shows obfuscated strings",
        })
    }
}

/// What a command needs, and the page that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Required {
    /// What is needed.
    pub rule: Rule,
    /// What is needed instead, where the command does what only some of its kind do.
    pub instead: Option<Instead>,
    /// The page of the documentation and its section, or that it is our choice (DESIGN,
    /// *Decisions*).
    pub page: &'static str,
}

impl fmt::Display for On {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cluster => "the cluster",
            Self::Database => "the database",
            Self::Entity => "the entity",
            Self::Source => "the table that the view is made of",
            Self::Within => "the database or something in it",
        })
    }
}

impl fmt::Display for Required {
    /// Prints what the line of help says after `takes`, but for the page.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rule.fmt(f)?;
        match self.instead {
            Some(Instead { when, rule }) => write!(f, "; {rule} where it {when}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Rule {
    /// Prints the rule as people read it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Holds(permission, on) => write!(f, "`{permission}` on {on}"),
            Self::Makes { new, existing } => {
                write!(f, "`{new}` on {}, or `{existing}` on one that exists", On::Database)
            }
            Self::Others(permission, on) => write!(f, "`{permission}` on {on}, for others"),
            Self::OwnRows => f.write_str("nothing: it shows or ends what is one's own"),
            Self::AnyRole => f.write_str("any role"),
        }
    }
}
