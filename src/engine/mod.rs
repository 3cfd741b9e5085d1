//! From a command to the edits that it would make and the answer that it gives, in three steps that
//! only read: *bind* looks up what the command names, *permit* says whether the one who asks may
//! run it, and *decide* makes the decision. Nothing here changes anything.

use jiff::Timestamp;

use crate::access::{Access, Client, Filled, Memberships, Request, Subject};
use crate::catalog::{CLUSTER, Catalog, EntityId, Journal};
use crate::diagnostic::Result;
use crate::directory::{Directory, IdentityView, PrincipalId};
use crate::model::permission::Permission;
use crate::syntax::ast::Command;
use crate::table::Schema;

mod answer;
mod assigned;
mod bind;
mod blocked;
mod catalog_script;
mod cluster;
mod column_schema;
mod columns;
mod continuous_exports;
mod databases;
mod entity_groups;
mod external_tables;
mod find;
mod followers;
mod functions;
mod graph_models;
mod mappings;
mod materialized_views;
mod names;
mod permit;
mod policies;
mod prefetch;
mod properties;
mod queries;
mod refusal;
mod roles;
mod rows;
mod tables;
mod workload_groups;

pub use answer::{Answer, Decision, Report};
pub use bind::{Bound, Names, bind, undeclared};
pub use blocked::block_script;
pub use catalog_script::{catalog_script, entity_change_script, entity_script};
pub use cluster::{Happened, HappenedTo, differ_in_version, happened, is_new_version};
pub use mappings::mapping_script;
pub use permit::permit;
pub use policies::{identities_in_use, policy_script};
pub use prefetch::prefetch;
pub use queries::{Asked, check_ingestion, check_query, columns_of_query};
pub use refusal::Refusal;
pub use roles::{only_added, said_of_repetition};
pub use rows::{elsewhere, said_of_values};
pub use workload_groups::workload_group_reset;

/// What the steps read, and what an answer is made of.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// What exists.
    pub catalog: &'a Catalog,
    /// Who exists.
    pub directory: &'a Directory,
    /// What has changed so far.
    pub journal: &'a Journal,
    /// Who is in which group, as far as the session knows.
    pub memberships: &'a Memberships,
    /// What the client says of itself.
    pub client: &'a Client,
    /// The time of the statement.
    pub now: Timestamp,
    /// Who asks, with its groups.
    pub subject: Subject<'a>,
    /// The name of the database in context.
    pub database: &'a str,
    /// What the command names.
    pub bound: &'a Bound,
    /// Whether what is made counts as made before: a state is loaded, and conditions that were met then need not be
    /// met now.
    pub trusts: bool,
}

impl<'a> World<'a> {
    /// Returns who may do what.
    #[must_use]
    pub fn access(&self) -> Access<'a> {
        Access { strangers: self.bound.strangers(), ..Access::new(self.catalog, self.directory) }
    }

    /// Returns the request of the one who asks.
    #[must_use]
    pub const fn request(&self) -> Request<'a> {
        let Self { subject, client, database, now, .. } = *self;
        Request { subject, client, database, now }
    }

    /// Returns what results show of a principal.
    #[must_use]
    pub fn identity(&self, principal: PrincipalId) -> IdentityView<'a> {
        self.access().identity(principal)
    }

    /// Returns the tenant of the one who asks, which display names depend on.
    #[must_use]
    pub fn tenant(&self) -> Option<&'a str> {
        self.directory.tenant_of(self.subject.principal())
    }

    /// Returns another principal with its groups as a request of it would find them now.
    #[must_use]
    pub fn filled(&self, principal: PrincipalId) -> Filled {
        self.memberships.filled(self.directory, principal, self.now)
    }

    /// Returns whether every request of the subject is refused, whatever its roles are and its client states.
    #[must_use]
    pub fn is_blocked(&self, subject: Subject<'_>) -> bool {
        self.access().is_blocked(subject, self.now)
    }

    /// Returns whether the subject may do something, by requests that state nothing of their client: a block refuses
    /// whatever the roles.
    #[must_use]
    pub fn has(&self, subject: Subject<'_>, permission: Permission, entity: EntityId) -> bool {
        !self.is_blocked(subject) && self.access().has(subject, permission, entity)
    }
}

/// Returns the columns of what a command answers: those of its kind, but of what shows details of graph models.
#[must_use]
pub fn answered_columns(command: &Command<'_>) -> Schema {
    match command {
        Command::GraphModels(command) => graph_models::columns(command),
        command => command.kind().schema(),
    }
}

/// Decides a command.
///
/// # Errors
/// The reason for which the command is refused; it then changes nothing.
pub fn decide(command: &Command<'_>, world: &World<'_>) -> Result<Decision> {
    let mut decision = decide_by_family(command, world)?;
    materialized_views::columns_changed(world, &mut decision);
    databases::raise_versions(world.catalog, &mut decision.edits);
    world.bound.learn_strangers(&mut decision.edits);
    Ok(decision)
}

/// Hands the command to the module of its family.
fn decide_by_family(command: &Command<'_>, world: &World<'_>) -> Result<Decision> {
    match command {
        Command::Roles(command) => roles::decide(command, world),
        Command::Blocked(command) => blocked::decide(command, world),
        Command::Policies(command) => policies::decide(command, world),
        Command::Databases(command) => databases::decide(command, world),
        Command::Tables(command) => tables::decide(command, world),
        Command::Functions(command) => functions::decide(command, world),
        Command::ExternalTables(command) => external_tables::decide(command, world),
        Command::MaterializedViews(command) => materialized_views::decide(command, world),
        Command::GraphModels(command) => graph_models::decide(command, world),
        Command::ContinuousExports(command) => continuous_exports::decide(command, world),
        Command::Cluster(command) => cluster::decide(command, world),
        Command::Rows(command) => rows::decide(command, world),
        // A script is a sequence of statements, each decided on its own by the session. That of a
        // database needs one.
        Command::Scripts(script) => {
            let database = if script.cluster { Ok(CLUSTER) } else { world.database_in_context() };
            database.map(|_| Decision::edits(Vec::new()))
        }
    }
}
