//! What the definition of a graph model must be (`graph-model-overview.md`).

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::diagnostic::Result;
use crate::engine::Refusal;
use crate::syntax::literal::StringLiteral;
use crate::table::ColumnType;

/// Checks the definition; a fault is shown at its place in the JSON.
pub(super) fn check(literal: &StringLiteral<'_>) -> Result<()> {
    let fault = match serde_json::from_str::<Model>(&literal.text) {
        Ok(_) if has_shape(&literal.text) => return Ok(()),
        Ok(_) => (NO_MODEL, "a list stands where an object is expected".to_owned(), 0..literal.text.len()),
        Err(error) => {
            let what = if error.is_data() { NO_MODEL } else { "the definition is no JSON" };
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            (what, message.to_owned(), place(&literal.text, &error))
        }
    };
    let (what, message, range) = fault;
    Err(Refusal::BadRequest(format!("{what}: {message}")).at(literal.place(range)))
}

const NO_MODEL: &str = "the definition is no graph model";

/// Returns whether objects are objects: the reader of JSON also takes a list of their fields.
fn has_shape(text: &str) -> bool {
    let model: Value = serde_json::from_str(text).unwrap_or_default();
    let (schema, definition) = (model.get("Schema"), model.get("Definition"));
    let steps = definition.and_then(|definition| definition.get("Steps")?.as_array());
    schema.is_none_or(|schema| schema.is_object() || schema.is_null())
        && steps.is_some_and(|steps| steps.iter().all(Value::is_object))
}

/// Returns the character at which reading stopped; where a string was read last, all of it.
fn place(text: &str, error: &serde_json::Error) -> Range<usize> {
    if error.is_eof() {
        return text.len()..text.len();
    }
    let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let stopped = (line + error.column().saturating_sub(1)).min(text.len());
    let start = if error.is_data() { last_of_value(text, stopped) } else { boundary(text, stopped) };
    let end = text.get(start..).and_then(|rest| rest.chars().next()).map_or(start, |last| start + last.len_utf8());
    let opening = text.get(..start).and_then(|before| before.rfind('"'));
    match opening.filter(|_| error.is_data() && text.get(start..end) == Some("\"")) {
        Some(opening) => opening..end,
        None => start..end,
    }
}

/// Returns the last character of the value at fault: reading may have gone on to what follows it.
fn last_of_value(text: &str, stopped: usize) -> usize {
    let follows = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b']');
    let mut at = stopped;
    while at > 0 && text.as_bytes().get(at).is_none_or(|byte| follows(*byte)) {
        at -= 1;
    }
    boundary(text, at)
}

/// Returns the beginning of the character that holds the byte.
fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, expecting = "an object with `Definition`")]
struct Model {
    #[serde(rename = "Schema", default)]
    _schema: Option<Schema>,
    #[serde(rename = "Definition")]
    _definition: Steps,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `Nodes` and `Edges`")]
struct Schema {
    #[serde(rename = "Nodes", default)]
    _nodes: Labels,
    #[serde(rename = "Edges", default)]
    _edges: Labels,
}

/// Labels, with the properties of each and their types.
type Labels = BTreeMap<String, BTreeMap<String, TypeName>>;

/// The name of a type; a visitor, so that the fault is found at the name itself.
struct TypeName;

impl<'de> Deserialize<'de> for TypeName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Self)
    }
}

impl Visitor<'_> for TypeName {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a type")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Self, E> {
        ColumnType::of(name).map(|_| self).ok_or_else(|| E::custom(format!("`{name}` is no type")))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `Steps`")]
struct Steps {
    #[serde(rename = "Steps")]
    _steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(try_from = "RawStep")]
struct Step;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, expecting = "a step with `Kind` and `Query`")]
struct RawStep {
    kind: StepKind,
    #[serde(rename = "Query")]
    _query: String,
    node_id_column: Option<String>,
    source_column: Option<String>,
    target_column: Option<String>,
    #[serde(rename = "Labels", default)]
    _labels: Vec<String>,
    #[serde(rename = "LabelsColumn")]
    _labels_column: Option<String>,
}

#[derive(Deserialize)]
enum StepKind {
    AddNodes,
    AddEdges,
}

impl TryFrom<RawStep> for Step {
    type Error = String;

    fn try_from(step: RawStep) -> Result<Self, String> {
        let nodes = [("NodeIdColumn", &step.node_id_column)];
        let edges = [("SourceColumn", &step.source_column), ("TargetColumn", &step.target_column)];
        let (needed, others) = match step.kind {
            StepKind::AddNodes => (&nodes[..], &edges[..]),
            StepKind::AddEdges => (&edges[..], &nodes[..]),
        };
        if let Some((name, _)) = needed.iter().find(|(_, column)| column.is_none()) {
            return Err(format!("the step has no `{name}`"));
        }
        match others.iter().find(|(_, column)| column.is_some()) {
            Some((name, _)) => Err(format!("the step takes no `{name}`")),
            None => Ok(Self),
        }
    }
}
