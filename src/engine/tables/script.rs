//! Tables as the schema of their database shows them.

use crate::catalog::EntityId;
use crate::catalog::body::columns::Column;
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

/// Returns the commands that make a table what another one is. Where columns only go and come, these alone are named: one
/// that somebody else adds meanwhile stays, with its data. Else the table gets the other one's columns and no others.
pub(in crate::engine) fn change_script_of(
    before: (&World<'_>, EntityId),
    (world, table): (&World<'_>, EntityId),
) -> Vec<String> {
    let contents = before.0.catalog.content::<Table>(before.1).zip(world.catalog.content::<Table>(table));
    let apart = contents.and_then(|(was, is)| column_by_column(&Quoted(world.catalog.name_of(table)), was, is));
    apart.unwrap_or_else(|| commands(world, table, Keyword::Alter))
}

/// Returns the commands that change a table without a word about the columns that stay; nothing where some of them move or
/// get another type.
fn column_by_column(name: &Quoted<'_>, was: &Table, is: &Table) -> Option<Vec<String>> {
    let named = |columns: &[Column], column: &Column| columns.iter().any(|other| other.name == column.name);
    let (stay, gone): (Vec<&Column>, Vec<&Column>) = was.columns.iter().partition(|column| named(&is.columns, column));
    let (kept, added) = is.columns.split_at_checked(stay.len())?;
    let is_same = |(was, is): (&&Column, &Column)| was.name == is.name && was.kind == is.kind;
    if !stay.iter().zip(kept).all(is_same) {
        return None;
    }
    let table = Keyword::Table;
    let mut commands = Vec::new();
    let texts = [
        (Keyword::DocString, &is.docstring, was.docstring != is.docstring),
        (Keyword::Folder, &is.folder, was.folder != is.folder),
    ];
    let texts = texts.into_iter().filter(|(.., is_changed)| *is_changed);
    let hidden = (was.hidden != is.hidden).then(|| format!("{}={}", HIDDEN.name, is.hidden));
    if added.is_empty() && hidden.is_none() {
        let alter = Keyword::Alter;
        commands.extend(texts.map(|(word, text, _)| format!(".{alter} {table} {name} {word} {}", Text(text))));
    } else {
        let given: Vec<String> = texts.map(|(word, text, _)| format!("{word}={}", Text(text))).chain(hidden).collect();
        // Some column has to stand there.
        let schema = column_schema::csl(if added.is_empty() { kept.get(..1)? } else { added });
        commands.push(format!(".{} {table} {name} ({schema}){}", Keyword::AlterMerge, properties(&given)));
    }
    // A table has a column at any time.
    if !gone.is_empty() {
        let gone: Vec<String> = gone.iter().map(|column| Quoted(&column.name).to_string()).collect();
        commands.push(format!(".{} {table} {name} columns ({})", Keyword::Drop, gone.join(", ")));
    }
    let docstrings = stay.iter().map(|column| &*column.docstring).chain(std::iter::repeat(""));
    let described = is.columns.iter().zip(docstrings).filter(|(column, was)| *column.docstring != **was);
    commands.extend(column_schema::docstrings(name, described.map(|(column, _)| column)));
    Some(commands)
}

/// Returns what follows a schema in a command.
fn properties(given: &[String]) -> String {
    if given.is_empty() { String::new() } else { format!(" {} ({})", Keyword::With, given.join(", ")) }
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
    let properties = properties(&given);
    let schema = column_schema::csl(&table.columns);
    // No form makes a table without columns: one is made, and goes.
    let emptied = schema.is_empty().then(|| format!(".{} column {name}.{NONE}", Keyword::Drop));
    let schema = if schema.is_empty() { format!("{NONE}:{}", ColumnType::String.name()) } else { schema };
    let created = format!(".{verb} {} {name} ({schema}){properties}", Keyword::Table);
    let described = table.columns.iter().filter(|column| !column.docstring.is_empty());
    let docstrings = column_schema::docstrings(&name, described);
    std::iter::once(created).chain(emptied).chain(docstrings).collect()
}

/// Returns the table in `schema as json`.
pub(in crate::engine) fn json_of(world: &World<'_>, table: EntityId) -> String {
    let name = world.catalog.name_of(table);
    let Some(table) = world.catalog.content::<Table>(table) else { return "null".to_owned() };
    column_schema::json(name, &table.folder, &table.docstring, &table.columns)
}
