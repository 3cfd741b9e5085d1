//! Decide: from a command to the edits that it would make and the answer that it gives. Nothing
//! here changes the catalog.

use jiff::Timestamp;

use crate::access::{Access, Client, Filled, Memberships, Request, Subject};
use crate::catalog::{CLUSTER, Catalog, Edit, EntityId, Journal};
use crate::diagnostic::Diagnostic;
use crate::directory::{Directory, PrincipalId};
use crate::syntax::ast::Command;
use crate::table::Table;

mod assigned;
mod blocked;
mod cluster;
mod columns;
mod continuous_exports;
mod databases;
mod external_tables;
pub(crate) mod find;
mod functions;
mod graph_models;
mod materialized_views;
mod names;
mod permit;
mod policies;
mod properties;
mod refusal;
mod remove;
mod roles;
mod tables;

pub use permit::permit;
pub use refusal::Refusal;

/// What deciding reads. The directory is there to be written too, because an open one learns the
/// identities that it is asked for; that is no change that a statement could undo.
pub struct Deciding<'a> {
    /// What exists.
    pub catalog: &'a Catalog,
    /// Who exists.
    pub directory: &'a mut Directory,
    /// Who is in which group, as far as the session knows.
    pub memberships: &'a Memberships,
    /// What the client says of itself.
    pub client: &'a Client,
    /// The time of the statement.
    pub now: Timestamp,
    /// Who asks.
    pub principal: PrincipalId,
    /// Who asks, with its groups.
    pub subject: Subject<'a>,
    /// The name of the database in context.
    pub database: &'a str,
    /// What has changed so far.
    pub journal: &'a Journal,
}

/// What a report reads: the state after the edits.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// What exists.
    pub catalog: &'a Catalog,
    /// Who exists.
    pub directory: &'a Directory,
    /// Who is in which group, as far as the session knows.
    pub memberships: &'a Memberships,
    /// The time of the statement.
    pub now: Timestamp,
    /// Who asks.
    pub principal: PrincipalId,
    /// Who asks, with its groups.
    pub subject: Subject<'a>,
    /// The name of the database in context.
    pub database: &'a str,
}

impl Deciding<'_> {
    /// Who may do what.
    #[must_use]
    pub fn access(&self) -> Access<'_> {
        Access::new(self.catalog, self.directory)
    }

    /// The request of the one who asks.
    #[must_use]
    pub const fn request(&self) -> Request<'_> {
        Request { subject: self.subject, client: self.client, database: self.database, now: self.now }
    }

    /// The same, to read.
    #[must_use]
    pub fn world(&self) -> World<'_> {
        World {
            catalog: self.catalog,
            directory: self.directory,
            memberships: self.memberships,
            now: self.now,
            principal: self.principal,
            subject: self.subject,
            database: self.database,
        }
    }
}

impl<'a> World<'a> {
    /// Returns another principal with its groups, as a request of it would find them now.
    pub(crate) fn filled(&self, principal: PrincipalId) -> Filled {
        self.memberships.filled(self.directory, principal, self.now)
    }

    /// Who may do what.
    #[must_use]
    pub const fn access(&self) -> Access<'a> {
        Access::new(self.catalog, self.directory)
    }
}

/// A table about entities, made from the state after the edits.
pub type Report = fn(&World<'_>, &[EntityId]) -> Table;

/// What a command answers.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Nothing: `skip-results`, and commands without a result.
    Nothing,
    /// A table that is known before the edits.
    Table(Table),
    /// What a report says of these entities after the edits.
    After(Report, Vec<EntityId>),
    /// Nothing to show: the session reads this membership of the principal in the group anew.
    Refresh(PrincipalId, PrincipalId),
}

/// What a command would do: a plain value.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The edits, in the order in which they are applied.
    pub edits: Vec<Edit>,
    /// The answer.
    pub answer: Answer,
    /// What there is to know besides.
    pub warnings: Vec<Diagnostic>,
}

impl Decision {
    /// No edits, and a table.
    #[must_use]
    pub const fn show(table: Table) -> Self {
        Self { edits: Vec::new(), answer: Answer::Table(table), warnings: Vec::new() }
    }

    /// Edits, and what a report says of `entities` after them.
    #[must_use]
    pub fn change(edits: Vec<Edit>, report: Report, entities: &[EntityId]) -> Self {
        Self { edits, answer: Answer::After(report, entities.to_vec()), warnings: Vec::new() }
    }
}

/// Decides a command.
///
/// # Errors
/// The reason for which the command is refused; it then changes nothing.
pub fn decide(command: &Command<'_>, deciding: &mut Deciding<'_>) -> Result<Decision, Diagnostic> {
    let mut decision = decide_by_family(command, deciding)?;
    databases::raise_versions(deciding.catalog, &mut decision.edits);
    Ok(decision)
}

/// Hands the command to the module of its family.
fn decide_by_family(command: &Command<'_>, deciding: &mut Deciding<'_>) -> Result<Decision, Diagnostic> {
    match command {
        Command::Roles(command) => roles::decide(command, deciding),
        Command::Blocked(command) => blocked::decide(command, deciding),
        Command::Policies(command) => policies::decide(command, deciding),
        Command::Databases(command) => databases::decide(command, deciding),
        Command::Tables(command) => tables::decide(command, deciding),
        Command::Functions(command) => functions::decide(command, deciding),
        Command::ExternalTables(command) => external_tables::decide(command, deciding),
        Command::MaterializedViews(command) => materialized_views::decide(command, deciding),
        Command::GraphModels(command) => graph_models::decide(command, deciding),
        Command::ContinuousExports(command) => continuous_exports::decide(command, deciding),
        Command::Cluster(command) => cluster::decide(command, deciding),
        // A script is a sequence of statements, each decided on its own by the session. That of a
        // database needs one.
        Command::Scripts(script) => {
            let database = if script.cluster { Ok(CLUSTER) } else { deciding.world().database_in_context() };
            database.map(|_| Decision { edits: Vec::new(), answer: Answer::Nothing, warnings: Vec::new() })
        }
    }
}
