//! Tables as the schema of their database shows them.

use crate::catalog::EntityId;
use crate::engine::tables::body;
use crate::engine::{World, columns};
use crate::model::keyword::Keyword;
use crate::model::name::{Quoted, Text};

/// The command that makes the table in a database that lacks it.
pub(in crate::engine) fn script_of(world: &World<'_>, table: EntityId) -> Vec<String> {
    let Some((entity, table)) = world.catalog.get(table).and_then(|entity| Some((entity, body(entity)?))) else {
        return Vec::new();
    };
    let texts = [(Keyword::DocString, &table.docstring), (Keyword::Folder, &table.folder)];
    let given: Vec<String> = texts
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(word, text)| format!("{word}={}", Text(text)))
        .collect();
    let properties =
        if given.is_empty() { String::new() } else { format!(" {} ({})", Keyword::With, given.join(", ")) };
    let name = Quoted(&entity.definition.name);
    let schema = columns::csl(&table.columns);
    vec![format!(".{} {} {name} ({schema}){properties}", Keyword::CreateMerge, Keyword::Table)]
}

/// The table in `schema as json`.
pub(in crate::engine) fn json_of(world: &World<'_>, table: EntityId) -> String {
    let Some((entity, table)) = world.catalog.get(table).and_then(|entity| Some((entity, body(entity)?))) else {
        return "null".to_owned();
    };
    columns::json(&entity.definition.name, &table.folder, &table.docstring, &table.columns)
}
