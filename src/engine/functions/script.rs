//! Functions as the schema of their database shows them.

use serde::Serialize;

use crate::catalog::EntityId;
use crate::catalog::body::functions::Function;
use crate::engine::World;
use crate::engine::functions::KIND;
use crate::model::keyword::Keyword;
use crate::model::name::{Quoted, Text};
use crate::syntax::ast::functions::{DOCSTRING, FOLDER, SKIP_VALIDATION, VIEW};

/// Returns the command that makes the function. What its body names may come later in the script.
pub(in crate::engine) fn script_of(world: &World<'_>, id: EntityId) -> Vec<String> {
    let Some(function) = world.catalog.content::<Function>(id) else { return Vec::new() };
    let mut properties = vec![format!("{}=true", SKIP_VALIDATION.name)];
    for (property, text) in [(DOCSTRING, &function.docstring), (FOLDER, &function.folder)] {
        if !text.is_empty() {
            properties.push(format!("{}={}", property.name, Text(text)));
        }
    }
    if function.view {
        properties.push(format!("{}=true", VIEW.name));
    }
    let (verb, kind, with, name) = (Keyword::CreateOrAlter, KIND, Keyword::With, Quoted(world.catalog.name_of(id)));
    let properties = properties.join(", ");
    vec![format!(".{verb} {kind} {with} ({properties}) {name}{} {}", function.parameters, function.body)]
}

/// A function in JSON; the page shows none, so the form is that of `.show function`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Shown<'a> {
    name: &'a str,
    parameters: &'a str,
    body: &'a str,
    folder: &'a str,
    doc_string: &'a str,
}

/// Returns the function in `schema as json`.
pub(in crate::engine) fn json_of(world: &World<'_>, id: EntityId) -> String {
    let shown = world.catalog.content::<Function>(id).map(|function| Shown {
        name: world.catalog.name_of(id),
        parameters: &function.parameters,
        body: &function.body,
        folder: &function.folder,
        doc_string: &function.docstring,
    });
    // Text alone: nothing in it could fail to be JSON.
    serde_json::to_string(&shown).unwrap_or_default()
}
