//! The syntax tree: one enum a command family, made of domain types. Every tree prints, by
//! `Display`, as one canonical text that reads back to an equal tree; spans do not count for
//! equality. Trees borrow from their source.

use std::borrow::Cow;
use std::fmt;

use crate::model::command_kind::CommandKind;
use crate::text::Spanned;

pub mod assertions;
pub mod blocked;
pub mod bodies;
pub mod cluster;
pub mod columns;
pub mod continuous_exports;
pub mod databases;
pub mod directives;
mod entity;
pub mod external_tables;
pub mod functions;
pub mod graph_models;
pub mod materialized_views;
pub mod policies;
mod property_values;
pub mod query;
pub mod questions;
pub mod roles;
pub mod rows;
pub mod scripts;
pub mod tables;

pub use entity::{EntityRef, QualifiedName, Target};
pub use property_values::{PropertyValue, PropertyValues};
pub use query::COMMAND_RESULTS;

/// A command and, if one follows, the query that its result goes into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement<'s> {
    /// The command.
    pub command: Command<'s>,
    /// What becomes of its result: at most a pipe, and after it a query.
    pub then: Vec<Then<'s>>,
}

/// What becomes of a command's result (`management/index.md`, *Combining queries and management commands*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then<'s> {
    /// `| where …`: the text after the mark.
    Pipe(Spanned<Cow<'s, str>>),
    /// `; $command_results | where …`: the text after the mark.
    Query(Spanned<Cow<'s, str>>),
}

impl fmt::Display for Statement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, ".{}", self.command)?;
        self.then.iter().try_for_each(|then| match then {
            Then::Pipe(operators) => write!(f, " | {operators}"),
            Then::Query(query) => write!(f, "; {query}"),
        })
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
            /// Returns the official kind of the command.
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
    /// Commands that are read by the form of their row.
    Rows(rows::RowCommand),
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
