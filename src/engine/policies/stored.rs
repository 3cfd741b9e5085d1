//! Policies that are read by the form of their rows: stored, shown, merged and removed as their row in
//! the table of policies says.

use crate::catalog::body::tables::Table;
use crate::catalog::{Edit, EntityId, Policy};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::policies::subject::Of;
use crate::engine::policies::target::{edit, entities};
use crate::engine::policies::{doubts, merge, mirroring, parsed, report, update, values};
use crate::engine::{Decision, World, columns};
use crate::model::entity::EntityKind;
use crate::model::policy::PolicyKind;
use crate::model::policy_content::{CLASSIFICATION, KEYS, ROW_ORDER, Shape};
use crate::syntax::ast::rows::{ColumnName, Part, RowCommand};
use crate::syntax::json::{self, Json, Node};
use crate::text::Span;

/// Decides a command about a policy.
pub(in crate::engine) fn decide(
    command: &RowCommand<'_>,
    policy: PolicyKind,
    world: &World<'_>,
) -> Result<Decision, Diagnostic> {
    let all = subjects(command, world)?;
    if command.kind.is_show() {
        return Ok(Decision::show(move |world| report::whole_of(world, &all, policy)));
    }
    let mut warnings = warnings(policy);
    let mut after = Vec::with_capacity(all.len());
    for of in &all {
        let value = value_after(command, policy, of, world)?;
        match policy {
            PolicyKind::RowOrder => check_row_order(command, of.entity, value.as_ref(), world)?,
            PolicyKind::Update => update::check(command, of.entity, value.as_ref(), world, &mut warnings)?,
            _ => {}
        }
        let given = command.body().filter(|_| of.column.is_none());
        warnings.extend(given.into_iter().flat_map(|given| doubts::of_value(policy, of.entity, given, world)));
        after.push(value);
    }
    let edits = edits(&all, after, policy, world);
    let answer = move |world: &World<'_>| report::changed_of(world, &all, policy);
    Ok(Decision { edits, warnings, ..Decision::show(answer) })
}

/// Returns what is to be said of the values that a command gives to a policy, errors and warnings.
pub(in crate::engine) fn said_of_values(command: &RowCommand<'_>, policy: PolicyKind) -> Vec<Diagnostic> {
    let built = || mirroring::content(command).filter(|_| policy == PolicyKind::Mirroring);
    let given = command.body().cloned().or_else(built);
    let said = given.and_then(|given| Some(values::said(&format!("the policy `{policy}`"), policy.content()?, &given)));
    said.unwrap_or_default()
}

fn warnings(policy: PolicyKind) -> Vec<Diagnostic> {
    let warning = policy.warning().map(|(what, advice)| {
        Diagnostic::warning(Code::BadRequest, format!("the policy `{policy}` {what}")).help(advice)
    });
    warning.into_iter().collect()
}

/// Returns the edits of the policies; those of columns are part of what their table consists of.
fn edits(all: &[Of], after: Vec<Option<Policy>>, policy: PolicyKind, world: &World<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (of, after) in all.iter().zip(after) {
        match &of.column {
            None => edits.extend(edit(world, of.entity, policy, after)),
            Some(name) => edits.extend(columns::changed(world, of.entity, name, |column| {
                match &after {
                    Some(after) => column.policies.insert(policy, after.clone()),
                    None => column.policies.remove(&policy),
                };
            })),
        }
    }
    edits
}

/// Returns what the command is about.
fn subjects(command: &RowCommand<'_>, world: &World<'_>) -> Result<Vec<Of>, Diagnostic> {
    let of_entity = |entity| Of { entity, column: None };
    if let Some(column) = command.columns().next() {
        return of_column(column, world).map(|of| vec![of]);
    }
    if command.is_about_all_columns() {
        return Ok(all_columns(world));
    }
    let mut all = Vec::new();
    for target in command.targets() {
        all.extend(entities(world, &target)?.into_iter().map(of_entity));
    }
    Ok(all)
}

fn of_column(column: &ColumnName<'_>, world: &World<'_>) -> Result<Of, Diagnostic> {
    let (entity, found) = columns::found(column, world)?;
    Ok(Of { entity, column: Some(found) })
}

/// Returns the columns of the database in context, by table.
fn all_columns(world: &World<'_>) -> Vec<Of> {
    let Ok(database) = world.database_in_context() else { return Vec::new() };
    let tables = world.catalog.children(database, EntityKind::Table).into_iter();
    let columns = tables.flat_map(|(id, entity)| {
        let columns = entity.content::<Table>().map(|table| table.columns.as_slice()).unwrap_or_default();
        columns.iter().map(move |column| Of { entity: id, column: Some(column.name.clone()) })
    });
    columns.collect()
}

/// Returns the policy after the command; none after `.delete`.
fn value_after(
    command: &RowCommand<'_>,
    policy: PolicyKind,
    of: &Of,
    world: &World<'_>,
) -> Result<Option<Policy>, Diagnostic> {
    let built = (policy == PolicyKind::Mirroring).then(|| mirroring::content(command)).flatten();
    let Some(given) = command.body().cloned().or(built) else { return Ok(None) };
    let read = read(policy, &given)?;
    let Some(read) = read else { return Ok(None) };
    let stored = || of.get(world, policy).map(|stored| parsed(stored.json()));
    let defaults = policy.defaults().map(|defaults| parsed(defaults.json));
    if let (true, Some(stored)) = (command.merges(), stored()) {
        joins(&stored, &read, given.span())?;
    }
    let content = match command.merges() {
        true => merge::merged(policy.merge(), stored().or(defaults), read),
        false => match defaults {
            Some(defaults @ Json::Object(_)) => merge::merged(policy.merge(), Some(defaults), read),
            _ => read,
        },
    };
    let content = match classification(command).filter(|_| policy == PolicyKind::RequestClassification) {
        Some(query) => merge::merged(policy.merge(), Some(content.without(CLASSIFICATION).0), query),
        None => content,
    };
    Ok(Some(Policy::new(content.to_string())))
}

/// Refuses an order of rows by a column that the table does not have.
fn check_row_order(
    command: &RowCommand<'_>,
    table: EntityId,
    after: Option<&Policy>,
    world: &World<'_>,
) -> Result<(), Diagnostic> {
    let refusal = after.and_then(|after| unknown_column(world, table, after));
    let place = command.body().map_or(command.place(), Node::span);
    refusal.map_or(Ok(()), |refusal| Err(refusal.at(place)))
}

/// Returns why an order of rows would be refused: the table does not have one of its columns.
pub(super) fn unknown_column(world: &World<'_>, table: EntityId, policy: &Policy) -> Option<Diagnostic> {
    let content: serde_json::Value = serde_json::from_str(policy.json()).unwrap_or_default();
    let keys = content.get(KEYS).and_then(serde_json::Value::as_array).into_iter().flatten();
    let mut columns = keys.filter_map(|key| key.get(ROW_ORDER)?.as_str());
    columns.find_map(|column| columns::named(table, column, world).err())
}

/// Refuses to join an object to an array, and the other way round.
fn joins(stored: &Json, given: &Json, span: Span) -> Result<(), Diagnostic> {
    match (stored, given) {
        (Json::Array(_), Json::Array(_)) | (Json::Object(_), Json::Object(_)) => Ok(()),
        _ => {
            let message = format!("the policy is {}, and {} can't join it", stored.title(), given.title());
            Err(Diagnostic::error(Code::BadRequest, message)
                .at(span)
                .help("arrays join arrays and objects objects; `.alter` replaces the policy"))
        }
    }
}

/// Returns what is given, in the shape that the policy has; nothing for `null`, which unsets it.
fn read(policy: PolicyKind, given: &Node) -> Result<Option<Json>, Diagnostic> {
    let read = given.json.clone();
    let shape = policy.content().map(|content| content.shape);
    match (&read, shape) {
        (Json::Null, _) => Ok(None),
        (Json::Array(_), Some(Shape::Array)) | (Json::Object(_), Some(Shape::Object)) | (_, None) => Ok(Some(read)),
        // As of managed identities, whose page says so: an object is an array of one.
        (Json::Object(_), Some(Shape::Array)) => Ok(Some(parsed(&format!("[{read}]")))),
        _ => {
            let shape = if shape == Some(Shape::Array) { "an array" } else { "an object" };
            let message = format!("the policy `{policy}` is {shape} in JSON, not {}", read.title());
            Err(Diagnostic::error(Code::BadRequest, message).at(given.span()))
        }
    }
}

/// Returns the function that classifies requests, which stands after `<|`
/// (`alter-cluster-policy-request-classification-command.md`).
fn classification(command: &RowCommand<'_>) -> Option<Json> {
    command.parts.iter().find_map(|part| match part {
        Part::Query(query) => Some(parsed(&format!(r#"{{"{CLASSIFICATION}": {}}}"#, json::literal(&query.text)))),
        _ => None,
    })
}
