//! Schemas: `.show database schema as json`, and columns as answers write them.

use serde_json::Value;

use crate::model::entity::EntityKind;
use crate::state::import::facts::{Entity, Fact, Facts, Made};
use crate::state::import::rows::Place;
use crate::table::ColumnType;

/// The parts of a database in the document, and what they are.
const PARTS: &[(&str, EntityKind)] = &[
    ("Tables", EntityKind::Table),
    ("ExternalTables", EntityKind::ExternalTable),
    ("MaterializedViews", EntityKind::MaterializedView),
    ("Functions", EntityKind::Function),
];

impl Facts {
    /// Takes the databases of a document (`show-schema-database.md`).
    pub(super) fn schema(&mut self, document: &Value, place: &Place) {
        for (name, database) in objects(document, "Databases") {
            self.found(place, Fact::Database(name.clone(), text(database, "PrettyName").to_owned()));
            for (part, kind) in PARTS {
                for (entity, content) in objects(database, part) {
                    let made = match kind {
                        EntityKind::Table => Made::Columns(ordered(content)),
                        EntityKind::Function => {
                            Made::Function(parameters(content), text(content, "Body").trim().to_owned())
                        }
                        _ => Made::Unknown,
                    };
                    let entity = Entity {
                        database: Some(name.clone()),
                        kind: *kind,
                        name: entity.clone(),
                        made,
                        folder: text(content, "Folder").to_owned(),
                        docstring: text(content, "DocString").to_owned(),
                    };
                    self.found(place, Fact::Entity(entity));
                }
            }
        }
    }
}

fn objects<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = (&'v String, &'v Value)> + use<'v> {
    value.get(name).and_then(Value::as_object).into_iter().flatten()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn ordered(table: &Value) -> Vec<(String, String)> {
    let columns = table.get("OrderedColumns").and_then(Value::as_array).into_iter().flatten();
    let typed = |column: &Value| match text(column, "CslType") {
        "" => self::column(text(column, "Name"), text(column, "Type")),
        kind => self::column(text(column, "Name"), kind),
    };
    columns.map(typed).collect()
}

/// Returns the parameters of a function: as text, or as a list of objects.
fn parameters(function: &Value) -> String {
    let Some(list) = function.get("InputParameters").and_then(Value::as_array) else {
        return text(function, "Parameters").to_owned();
    };
    let declared = |parameter: &Value| {
        let name = text(parameter, "Name");
        let columns = ordered_parameters(parameter);
        let default = text(parameter, "CslDefaultValue");
        match (columns, text(parameter, "CslType")) {
            (Some(columns), _) => format!("{name}:({columns})"),
            (None, kind) if default.is_empty() => format!("{name}:{kind}"),
            (None, kind) => format!("{name}:{kind}={default}"),
        }
    };
    let all: Vec<String> = list.iter().map(declared).collect();
    format!("({})", all.join(", "))
}

/// Returns the columns of a parameter that is a table; `*` where it may have any.
fn ordered_parameters(parameter: &Value) -> Option<String> {
    let columns = parameter.get("Columns").and_then(Value::as_array)?;
    let declared = columns.iter().map(|column| format!("{}:{}", text(column, "Name"), text(column, "CslType")));
    let declared: Vec<String> = declared.collect();
    Some(if declared.is_empty() { "*".to_owned() } else { declared.join(", ") })
}

/// Returns the columns of a table: as JSON with `OrderedColumns`, or as `x:int, y:dynamic`.
pub(super) fn columns(schema: &str) -> Vec<(String, String)> {
    if let Ok(document) = serde_json::from_str::<Value>(schema) {
        return ordered(&document);
    }
    let parts = schema.split(',').filter_map(|part| part.rsplit_once(':'));
    let name = |name: &str| {
        let name = name.trim();
        let inside = name.strip_prefix("['").and_then(|name| name.strip_suffix("']"));
        inside.unwrap_or(name).to_owned()
    };
    parts.map(|(column, kind)| self::column(&name(column), kind.trim())).collect()
}

/// Returns a column with its type in Kusto's words: answers may have the .NET type, `System.Int32`.
pub(super) fn column(name: &str, kind: &str) -> (String, String) {
    let kind = ColumnType::ALL.iter().find(|known| known.system_name() == kind).map_or(kind, |known| known.name());
    (name.to_owned(), kind.to_owned())
}
