//! Columns: the commands that change them.

use std::sync::Arc;

use hashbrown::HashSet;
use serde_json::Value;

use crate::catalog::body::columns::Column;
use crate::catalog::body::tables::Table as TableBody;
use crate::catalog::{Edit, EntityId, Policy};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::{Decision, World, names, tables};
use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::Quoted;
use crate::model::policy::PolicyKind;
use crate::model::schemas::CHANGED_COLUMNS;
use crate::syntax::ast::rows::{ColumnName, Part, RowCommand};
use crate::syntax::literal::Name;
use crate::table::ColumnType;
use crate::table::Table;
use crate::text::{Span, nearest, quoted};

/// Decides a command about columns.
pub(super) fn decide(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    match command.kind {
        CommandKind::AlterColumnType => change_type(command, world),
        CommandKind::RenameColumn => rename(command, world),
        CommandKind::RenameColumns => swap(command, world),
        CommandKind::DropColumn => drop_one(command, world),
        CommandKind::DropTableColumns => drop_some(command, world),
        _ => describe(command, world),
    }
}

/// Returns the table that holds a column, and the column's name as the table has it.
pub(super) fn found(column: &ColumnName<'_>, world: &World<'_>) -> Result<(EntityId, Arc<str>), Diagnostic> {
    let table = table_of(column, world)?;
    Ok((table, named_at(table, &column.name, world)?))
}

fn table_of(column: &ColumnName<'_>, world: &World<'_>) -> Result<EntityId, Diagnostic> {
    let Some((table, above)) = column.path.split_last() else {
        let message = format!("the table of the column {} is missing", quoted(&column.name.text));
        return Err(Diagnostic::error(Code::BadRequest, message)
            .at(column.name.span)
            .help(format!("write `TABLE.{}`", column.name)));
    };
    let database = world.database_or_context(above.last())?;
    world.entity_in(database, EntityKind::Table, table)
}

/// Returns the name of the column in the table, or why it has none of this name.
pub(super) fn named(table: EntityId, name: &str, world: &World<'_>) -> Result<Arc<str>, Diagnostic> {
    let columns = columns_of(table, world);
    let found = columns.iter().find(|column| *column.name == *name);
    found.map(|column| column.name.clone()).ok_or_else(|| {
        let message = format!("table `{}` has no column {}", world.catalog.name_of(table), quoted(name));
        let near = nearest(name, columns.iter().map(|column| &*column.name)).map(str::to_owned);
        Diagnostic::error(Code::BadRequest, message).did_you_mean(near.as_deref())
    })
}

/// Returns the name of the column that a command names at a place, or why the table has none of this name.
fn named_at(table: EntityId, name: &Name<'_>, world: &World<'_>) -> Result<Arc<str>, Diagnostic> {
    named(table, &name.text, world).map_err(|refusal| refusal.at(name.span))
}

fn columns_of<'w>(table: EntityId, world: &World<'w>) -> &'w [Column] {
    world.catalog.content::<TableBody>(table).map(|table| table.columns.as_slice()).unwrap_or_default()
}

/// Returns the edit that changes one column of a table.
pub(super) fn changed(
    world: &World<'_>,
    table: EntityId,
    name: &str,
    change: impl FnOnce(&mut Column),
) -> Option<Edit> {
    edited(world, table, |columns| {
        if let Some(column) = columns.iter_mut().find(|column| *column.name == *name) {
            change(column);
        }
    })
}

/// Returns the edit that gives a table other columns.
fn edited(world: &World<'_>, table: EntityId, change: impl FnOnce(&mut Vec<Column>)) -> Option<Edit> {
    let mut body = world.catalog.content::<TableBody>(table)?.clone();
    change(&mut body.columns);
    Edit::content(world.catalog, table, body).filter(Edit::is_change)
}

/// `.alter column T.c type = long`: policies of the column stay.
fn change_type(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    let Some((column, kind)) = command.columns().next().zip(command.column_type()) else { return Ok(unchanged()) };
    let (table, name) = found(column, world)?;
    let edits = changed(world, table, &name, |column| column.kind = kind);
    Ok(reported(edits, table, vec![name]))
}

/// `.rename column D.T.c to d`
fn rename(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    let Some((column, new)) = command.columns().next().zip(command.names().next()) else { return Ok(unchanged()) };
    let (table, old) = found(column, world)?;
    check_new(table, new, world)?;
    let new: Arc<str> = Arc::from(&*new.text);
    let edits = changed(world, table, &old, |column| column.name = new.clone());
    let warnings = left_behind(world, table, &[old]);
    Ok(reported(edits, table, vec![new]).warned(warnings))
}

/// Warns of policies of the table that name columns which go, or get another name: they are kept as they are.
fn left_behind(world: &World<'_>, table: EntityId, gone: &[Arc<str>]) -> Vec<Diagnostic> {
    let Some(found) = world.catalog.get(table) else { return Vec::new() };
    let names = |policy: &Policy| {
        let content = serde_json::from_str(policy.json()).unwrap_or_default();
        gone.iter().find(|name| has_text(&content, name))
    };
    let named = found.policies.iter().filter_map(|(policy, value)| Some((policy, names(value)?)));
    let warning = |(policy, column): (PolicyKind, &Arc<str>)| {
        let table = &found.definition.name;
        let message =
            format!("the policy `{policy}` of table `{table}` names column `{column}`, which is then not there");
        Diagnostic::warning(Code::BadRequest, message)
            .help(format!("`.alter table {} policy {policy} …` names another column", Quoted(table)))
    };
    named.map(warning).collect()
}

/// Returns whether a JSON value holds a text that is `text`.
fn has_text(value: &Value, text: &str) -> bool {
    match value {
        Value::String(own) => own == text,
        Value::Array(all) => all.iter().any(|value| has_text(value, text)),
        Value::Object(all) => all.values().any(|value| has_text(value, text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Refuses a name that breaks the rules of names, or that a column of the table has.
fn check_new(table: EntityId, name: &Name<'_>, world: &World<'_>) -> Result<(), Diagnostic> {
    names::check_column(name)?;
    if columns_of(table, world).iter().any(|column| *column.name == *name.text) {
        let table = world.catalog.name_of(table);
        let message = format!("table `{table}` has a column {} already", quoted(&name.text));
        return Err(Diagnostic::error(Code::BadRequest, message).at(name.span));
    }
    Ok(())
}

/// `.rename columns b = T.a, a = T.b`: two columns change their names (`rename-column.md`, its note).
fn swap(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    let pairs: Vec<(&Name<'_>, &ColumnName<'_>)> = command.names().zip(command.columns()).collect();
    let [(to_one, one), (to_other, other)] = pairs.as_slice() else {
        let span = command.columns().next().map_or(Span::default(), |column| column.name.span);
        return Err(Diagnostic::error(Code::BadRequest, "`.rename columns` swaps the names of two columns")
            .at(span)
            .help("one column goes by `.rename column T.c to d`"));
    };
    let ((table, first), (second_table, second)) = (found(one, world)?, found(other, world)?);
    if table != second_table || *to_one.text != *second || *to_other.text != *first {
        return Err(Diagnostic::error(Code::BadRequest, "`.rename columns` swaps the names of two columns of a table")
            .at(to_one.span)
            .help("write `.rename columns b = T.a, a = T.b`"));
    }
    let edits = edited(world, table, |columns| {
        for column in columns {
            if column.name == first {
                column.name = second.clone();
            } else if column.name == second {
                column.name = first.clone();
            }
        }
    });
    Ok(reported(edits, table, vec![second.clone(), first.clone()]))
}

/// `.drop column T.c ifexists`
fn drop_one(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    let Some(column) = command.columns().next() else { return Ok(unchanged()) };
    let table = table_of(column, world)?;
    let gone = match named_at(table, &column.name, world) {
        Ok(name) => vec![name],
        Err(_) if command.has_word(Keyword::IfExists.text()) => Vec::new(),
        Err(error) => return Err(error),
    };
    Ok(without(world, table, &gone))
}

/// `.drop table T columns (a, b)`
fn drop_some(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    let table = the_table(command, world)?;
    let gone: Vec<Arc<str>> =
        command.columns().map(|column| named_at(table, &column.name, world)).collect::<Result<_, _>>()?;
    Ok(without(world, table, &gone))
}

fn the_table(command: &RowCommand<'_>, world: &World<'_>) -> Result<EntityId, Diagnostic> {
    let name = command.parts.iter().find_map(|part| match part {
        Part::Entity(EntityKind::Table, name) => Some(&name.name),
        _ => None,
    });
    name.map_or_else(|| world.database_in_context(), |name| world.entity(EntityKind::Table, name))
}

fn without(world: &World<'_>, table: EntityId, gone: &[Arc<str>]) -> Decision {
    let edits = edited(world, table, |columns| columns.retain(|column| !gone.contains(&column.name)));
    let warnings = left_behind(world, table, gone);
    Decision::change(edits.into_iter().collect(), tables::json, &[table]).warned(warnings)
}

/// `.alter table T column-docstrings (a: 'text')`; those that are not given lose theirs, unless the
/// descriptions are merged (`alter-column-docstrings.md`, `alter-merge-table-column.md`).
fn describe(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    let table = the_table(command, world)?;
    let mut seen: HashSet<&str> = HashSet::new();
    let mut given: Vec<(Arc<str>, Arc<str>)> = Vec::new();
    for (column, text) in command.columns().zip(command.texts()) {
        if !seen.insert(&column.name.text) {
            let message = format!("{} is given twice", quoted(&column.name.text));
            return Err(Diagnostic::error(Code::BadRequest, message).at(column.name.span));
        }
        given.push((named_at(table, &column.name, world)?, Arc::from(&*text.text)));
    }
    let merges = command.merges();
    let edits = edited(world, table, |columns| {
        for column in columns {
            match given.iter().find(|(name, _)| *name == column.name) {
                Some((_, text)) => column.docstring = text.clone(),
                None if merges => {}
                None => column.docstring = Arc::default(),
            }
        }
    });
    Ok(Decision::change(edits.into_iter().collect(), tables::json, &[table]))
}

fn unchanged() -> Decision {
    Decision::show(|_| Table::new(CHANGED_COLUMNS))
}

/// Returns the decision that answers what columns of a table are after it.
fn reported(edits: Option<Edit>, table: EntityId, names: Vec<Arc<str>>) -> Decision {
    let answer = move |world: &World<'_>| {
        let mut rows = Table::new(CHANGED_COLUMNS);
        for name in &names {
            let column = columns_of(table, world).iter().find(|column| column.name == *name);
            let kind = column.map_or("", |column| ColumnType::name(column.kind));
            let path = format!("{}.[{name}]", world.path_of(table));
            rows.push([path.into(), kind.into(), "".into()]);
        }
        rows
    };
    Decision { edits: edits.into_iter().collect(), ..Decision::show(answer) }
}
