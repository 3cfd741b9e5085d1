//! The syntax tree: one enum a command family, made of domain types. Every tree prints, by
//! `Display`, as one canonical text that reads back to an equal tree; spans do not count for
//! equality. Trees borrow from their source.

use std::borrow::Cow;
use std::fmt;

use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::syntax::literal::{Name, Value};
use crate::text::{Span, Spanned};

pub mod blocked;
pub mod cluster;
pub mod columns;
pub mod continuous_exports;
pub mod databases;
pub mod external_tables;
pub mod functions;
pub mod graph_models;
pub mod materialized_views;
pub mod policies;
mod property_values;
pub mod query;
pub mod roles;
pub mod scripts;
pub mod tables;

/// A command and, behind a `.show` command, the operators that its result is piped into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement<'s> {
    /// The command.
    pub command: Command<'s>,
    /// The text behind `|`.
    pub pipe: Option<Spanned<Cow<'s, str>>>,
}

impl fmt::Display for Statement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, ".{}", self.command)?;
        match &self.pipe {
            Some(pipe) => write!(f, " | {pipe}"),
            None => Ok(()),
        }
    }
}

macro_rules! families {
    ($($(#[$doc:meta])* $family:ident($module:ident::$type:ident)),* $(,)?) => {
        /// A command that kmgmt interprets, by family.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Command<'s> {
            $($(#[$doc])* $family($module::$type<'s>)),*
        }

        impl Command<'_> {
            /// The official kind of the command.
            #[must_use]
            pub fn kind(&self) -> CommandKind {
                match self { $(Self::$family(command) => command.kind()),* }
            }
        }

        impl fmt::Display for Command<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $(Self::$family(command) => command.fmt(f)),* }
            }
        }
    };
}

families! {
    /// Security roles and their principals.
    Roles(roles::RoleCommand),
    /// Blocked principals.
    Blocked(blocked::BlockedCommand),
    /// Policies about access.
    Policies(policies::PolicyCommand),
    /// Databases and their schemas.
    Databases(databases::DatabaseCommand),
    /// Tables.
    Tables(tables::TableCommand),
    /// Stored functions.
    Functions(functions::FunctionCommand),
    /// External tables.
    ExternalTables(external_tables::ExternalTableCommand),
    /// Materialized views.
    MaterializedViews(materialized_views::MaterializedViewCommand),
    /// Graph models.
    GraphModels(graph_models::GraphModelCommand),
    /// Continuous exports.
    ContinuousExports(continuous_exports::ContinuousExportCommand),
    /// Scripts of commands.
    Scripts(scripts::ScriptCommand),
    /// The cluster itself: version, journal, membership cache.
    Cluster(cluster::ClusterCommand),
}

impl Command<'_> {
    /// Whether the command is the cluster's own, and not of one database: a script of the one
    /// scope can't hold commands of the other.
    #[must_use]
    pub fn is_cluster_scope(&self) -> bool {
        let kind = self.kind();
        kind.words().split(' ').nth(1) == Some(Keyword::Cluster.text())
            || matches!(kind, CommandKind::CreateDatabase | CommandKind::DetachDatabase)
    }

    /// Whether the command is one of `.show …`, which changes nothing.
    #[must_use]
    pub fn is_show(&self) -> bool {
        self.kind().words().split(' ').next() == Some(Keyword::Show.text())
    }
}

/// An entity that a command names: `database Samples`, `cluster`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityRef<'s> {
    /// Its kind.
    pub kind: EntityKind,
    /// Its name; absent for the cluster, and where the database in context is meant.
    pub name: Option<Name<'s>>,
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

/// `name=value` in `with (…)`.
#[derive(Clone, Debug)]
pub struct PropertyValue<'s> {
    /// The property's name, as its table writes it.
    pub name: Cow<'s, str>,
    /// Its value.
    pub value: Value<'s>,
    /// Where its name stands.
    pub span: Span,
}

impl PartialEq for PropertyValue<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.value == other.value
    }
}

impl Eq for PropertyValue<'_> {}

/// `with (name=value, …)`; prints nothing when there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PropertyValues<'s>(pub Vec<PropertyValue<'s>>);

impl<'s> PropertyValues<'s> {
    /// The value of a property, if it is given.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&PropertyValue<'s>> {
        self.0.iter().find(|property| property.name == name)
    }
}

impl fmt::Display for PropertyValues<'_> {
    /// Prints with a space before `with`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        write!(f, " {} (", Keyword::With)?;
        list(f, self.0.iter().map(|property| format!("{}={}", property.name, property.value)))?;
        f.write_str(")")
    }
}

/// Prints items with commas between them.
pub(crate) fn list<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: impl IntoIterator<Item = T>) -> fmt::Result {
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        item.fmt(f)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_no_larger_than_a_change_of_roles_needs() {
        let most = size_of::<roles::RoleCommand<'_>>() + size_of::<usize>();
        assert!(size_of::<Command<'_>>() <= most, "box the large variants of the family that was added");
    }
}
