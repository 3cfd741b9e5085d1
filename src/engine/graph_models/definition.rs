//! What the definition of a graph model must be (`graph-model-overview.md`).

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde_json::error::Category;

use crate::diagnostic::Diagnostic;
use crate::engine::Refusal;
use crate::model::column_type::ColumnType;
use crate::syntax::literal::StringLiteral;

/// Checks the definition; a fault is shown at its place in the JSON.
pub(super) fn check(literal: &StringLiteral<'_>) -> Result<(), Diagnostic> {
    match serde_json::from_str::<Model>(&literal.text) {
        Ok(_) => Ok(()),
        Err(error) => {
            let place = literal.place(place(&literal.text, &error));
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            let what = if error.is_data() { "the definition is no graph model" } else { "the definition is no JSON" };
            Err(Refusal::BadRequest(format!("{what}: {message}")).at(place))
        }
    }
}

/// The character at which reading stopped; where a string was read last, all of it.
fn place(text: &str, error: &serde_json::Error) -> Range<usize> {
    if error.classify() == Category::Eof {
        return text.len()..text.len();
    }
    let line = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let mut start = (line + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let end = text.get(start..).and_then(|rest| rest.chars().next()).map_or(start, |last| start + last.len_utf8());
    let opening = text.get(..start).and_then(|before| before.rfind('"'));
    match opening.filter(|_| error.is_data() && text.get(start..end) == Some("\"")) {
        Some(opening) => opening..end,
        None => start..end,
    }
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

#[derive(Deserialize)]
#[serde(try_from = "String")]
struct TypeName;

impl TryFrom<String> for TypeName {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        ColumnType::of(&name).map(|_| Self).ok_or_else(|| format!("`{name}` is no type"))
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
