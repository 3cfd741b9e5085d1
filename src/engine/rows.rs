//! Commands that are read by the form of their row: their row says what they do.

use crate::diagnostic::{Code, Diagnostic};
use crate::engine::policies::target::entities;
use crate::engine::{Decision, Refusal, World, columns, entity_groups, followers, mappings, policies, workload_groups};
use crate::model::command_kind::{CommandKind, Effect};
use crate::model::entity::EntityKind;
use crate::model::policy::PolicyKind;
use crate::model::rule::Rule;
use crate::syntax::ast::Command;
use crate::syntax::ast::rows::RowCommand;
use crate::table::Table;

const KIND: EntityKind = EntityKind::Table;

/// Decides a command, whose values must be such as the service can read.
pub(super) fn decide(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    let said = policies::checked(said_of_row(command))?;
    let decision = decide_by_effect(command, world)?;
    let warnings = said.into_iter().chain(decision.warnings).collect();
    Ok(Decision { warnings, ..decision })
}

/// Decides a command by the effect of its kind. What it names must exist.
fn decide_by_effect(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    match command.kind.effect() {
        Effect::Policy(policy) => policies::decide_stored(command, policy, world),
        Effect::Mappings => mappings::decide(command, world),
        Effect::Columns => columns::decide(command, world),
        Effect::EntityGroups => entity_groups::decide(command, world),
        Effect::WorkloadGroups => workload_groups::decide(command, world),
        Effect::Followers => followers::decide(command, world),
        Effect::Elsewhere => Err(of_ingestion(command)),
        Effect::Nothing | Effect::Own => nothing(command, world),
    }
}

/// Returns what is to be said of the values in a command, errors and warnings, whatever exists.
#[must_use]
pub fn said_of_values(command: &Command<'_>) -> Vec<Diagnostic> {
    match command {
        Command::Rows(command) => said_of_row(command),
        _ => Vec::new(),
    }
}

fn said_of_row(command: &RowCommand<'_>) -> Vec<Diagnostic> {
    match command.kind.effect() {
        Effect::Policy(policy) => policies::said_of_values(command, policy),
        Effect::Followers => policies::said_of_values(command, PolicyKind::Caching),
        Effect::WorkloadGroups => workload_groups::said_of_values(command),
        Effect::Mappings => mappings::said_of_values(command),
        Effect::Columns | Effect::EntityGroups | Effect::Elsewhere | Effect::Nothing | Effect::Own => Vec::new(),
    }
}

/// Returns why the engine does not answer a command, if it is one of the ingestion service.
#[must_use]
pub fn elsewhere(command: &Command<'_>) -> Option<Diagnostic> {
    match command {
        Command::Rows(command) if command.kind.effect() == Effect::Elsewhere => Some(of_ingestion(command)),
        _ => None,
    }
}

fn of_ingestion(command: &RowCommand<'_>) -> Diagnostic {
    let form = command.kind.form().trim_end_matches(" [PROPERTIES]");
    let message = format!("`.{form}` is a command of the ingestion service, which kmgmt does not answer");
    Diagnostic::error(Code::WrongEndpoint, message)
        .help("send it to the endpoint for data management, `https://ingest-CLUSTER…`, and leave it out of this script")
}

/// Refuses `.set T <| …` where there is a table `T` (`ingest-from-query.md`).
fn is_new(command: &RowCommand<'_>, world: &World<'_>) -> Result<(), Diagnostic> {
    let database = world.database_in_context()?;
    let table = command.names().next().filter(|name| world.catalog.child(database, KIND, &name.text).is_some());
    let Some(name) = table else { return Ok(()) };
    let refusal = Refusal::AlreadyExists { kind: KIND, name: name.text.to_string() };
    Err(refusal
        .at(name.span)
        .help(format!("`.append {name} …` adds rows to it, `.set-or-replace {name} …` replaces them"))
        .help(format!("`.set-or-append {name} …` makes the table only where there is none")))
}

/// Returns an answer without rows. What the command names must exist, or the database where it makes what does
/// not.
fn nothing(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    match command.kind.required().rule {
        Rule::Makes { .. } => world.database_in_context().map(drop)?,
        _ if command.kind == CommandKind::SetTable => is_new(command, world)?,
        _ => command.targets().iter().try_for_each(|target| entities(world, target).map(drop))?,
    }
    let schema = command.kind.schema();
    // Where the grammar leaves the columns open, there is no table to show.
    Ok(if schema.is_empty() { Decision::edits(Vec::new()) } else { Decision::show(move |_| Table::new(schema)) })
}
