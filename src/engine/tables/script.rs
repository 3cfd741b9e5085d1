//! Tables as the schema of their database shows them.

use crate::catalog::EntityId;
use crate::catalog::body::tables::Table;
use crate::engine::{World, column_schema};
use crate::model::keyword::Keyword;
use crate::model::name::{Quoted, Text};
use crate::syntax::ast::tables::HIDDEN;
use crate::table::ColumnType;

/// The column that a table without columns is made with.
const NONE: &str = "_";

/// Returns the command that makes the table in a database that lacks it.
pub(in crate::engine) fn script_of(world: &World<'_>, table: EntityId) -> Vec<String> {
    commands(world, table, Keyword::CreateMerge)
}

/// Returns the command that makes another table into this one: it gets these columns and no others.
pub(in crate::engine) fn change_script_of(world: &World<'_>, table: EntityId) -> Vec<String> {
    commands(world, table, Keyword::Alter)
}

fn commands(world: &World<'_>, table: EntityId, verb: Keyword) -> Vec<String> {
    let name = Quoted(world.catalog.name_of(table));
    let Some(table) = world.catalog.content::<Table>(table) else { return Vec::new() };
    // What is not given stays as it was.
    let changes = verb == Keyword::Alter;
    let texts = [(Keyword::DocString, &table.docstring), (Keyword::Folder, &table.folder)];
    let texts = texts.iter().filter(|(_, text)| changes || !text.is_empty());
    let texts = texts.map(|(word, text)| format!("{word}={}", Text(text)));
    let hidden = (changes || table.hidden).then(|| format!("{}={}", HIDDEN.name, table.hidden));
    let given: Vec<String> = texts.chain(hidden).collect();
    let properties =
        if given.is_empty() { String::new() } else { format!(" {} ({})", Keyword::With, given.join(", ")) };
    let schema = column_schema::csl(&table.columns);
    // No form makes a table without columns: one is made, and goes.
    let emptied = schema.is_empty().then(|| format!(".{} column {name}.{NONE}", Keyword::Drop));
    let schema = if schema.is_empty() { format!("{NONE}:{}", ColumnType::String.name()) } else { schema };
    let created = format!(".{verb} {} {name} ({schema}){properties}", Keyword::Table);
    let docstrings = column_schema::docstrings(&name, &table.columns);
    std::iter::once(created).chain(emptied).chain(docstrings).collect()
}

/// Returns the table in `schema as json`.
pub(in crate::engine) fn json_of(world: &World<'_>, table: EntityId) -> String {
    let name = world.catalog.name_of(table);
    let Some(table) = world.catalog.content::<Table>(table) else { return "null".to_owned() };
    column_schema::json(name, &table.folder, &table.docstring, &table.columns)
}
