//! Proofs: as a tree, as an object, as rows.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value as Json;

use crate::access::{Conclusion, Node, Proof};
use crate::render::{Statement, json};
use crate::schema;
use crate::table::{Schema, Table, Value};
use crate::text::{tame, wrapped_below};

/// A sentence a row; the level says how deep it stands in the tree.
const ROWS: Schema = schema! { Level: Long, Kind: String, Text: String };

/// Writes the tree; on a terminal in lines that fit.
pub(super) fn write_tree(proof: &Proof, terminal: Option<u16>, out: &mut impl Write) -> io::Result<()> {
    let tree = tame(proof.to_string());
    match terminal {
        Some(width) => writeln!(out, "{}", wrapped_below(&tree, usize::from(width))),
        None => writeln!(out, "{tree}"),
    }
}

/// The answer for programs, with its keys in this order.
#[derive(Serialize)]
struct Object<'p> {
    principal: &'p str,
    action: &'p str,
    entity: &'p str,
    /// The database that holds the entity or is it.
    database: Option<&'p str>,
    allowed: bool,
    verdict: Conclusion,
    proof: &'p Node,
    suggestion: Option<Suggested<'p>>,
}

/// What would turn a denial.
#[derive(Serialize)]
struct Suggested<'p> {
    commands: &'p [String],
    by: &'p str,
    otherwise: Option<&'p str>,
    wider: Option<Wider<'p>>,
}

/// Fewer commands, which give more.
#[derive(Serialize)]
struct Wider<'p> {
    commands: &'p [String],
    by: &'p str,
}

impl<'p> Object<'p> {
    fn of(proof: &'p Proof) -> Self {
        let suggestion = proof.suggestion.as_ref().map(|suggestion| Suggested {
            commands: &suggestion.commands,
            by: &suggestion.by,
            otherwise: suggestion.otherwise.as_deref(),
            wider: suggestion.wider.as_ref().map(|wider| Wider { commands: &wider.commands, by: &wider.by }),
        });
        Self {
            principal: &proof.principal,
            action: &proof.action,
            entity: &proof.entity,
            database: proof.database.as_deref(),
            allowed: proof.is_allowed(),
            verdict: proof.conclusion,
            proof: &proof.root,
            suggestion,
        }
    }
}

pub(super) fn write_object(proof: &Proof, indented: bool, terminal: bool, out: &mut impl Write) -> io::Result<()> {
    let object = Object::of(proof);
    let text = match indented {
        true => serde_json::to_string_pretty(&object)?,
        false => serde_json::to_string(&object)?,
    };
    writeln!(out, "{}", shown(text, terminal))
}

/// Writes the object with the question that it answers.
pub(super) fn write_envelope(
    proof: &Proof,
    statement: &Statement<'_>,
    terminal: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    json::write_answer(&Object::of(proof), statement, terminal, out)
}

fn shown(text: String, terminal: bool) -> Cow<'static, str> {
    let text = Cow::Owned(text);
    if terminal { tame(text) } else { text }
}

/// Returns the sentences in the order of the tree, then the commands that would allow it, who can
/// run them, and what helps besides.
pub(super) fn rows(proof: &Proof) -> Table {
    let mut table = Table::new(ROWS);
    add(&mut table, &proof.root, 0);
    if let Some(suggestion) = &proof.suggestion {
        let commands = suggestion.commands.iter().map(|command| ("suggestion", command));
        let by = Some(("by", &suggestion.by)).filter(|(_, by)| !by.is_empty());
        let otherwise = suggestion.otherwise.iter().map(|sentence| ("otherwise", sentence));
        let wider = suggestion.wider.iter();
        let wider = wider
            .flat_map(|wider| wider.commands.iter().map(|command| ("wider", command)).chain([("widerBy", &wider.by)]));
        for (kind, text) in commands.chain(by).chain(otherwise).chain(wider) {
            table.push([Value::from(0), Value::from(kind), Value::from(text.as_str())]);
        }
    }
    table
}

fn add(table: &mut Table, node: &Node, level: i64) {
    let kind = match serde_json::to_value(node.kind) {
        Ok(Json::String(kind)) => kind,
        _ => String::new(),
    };
    table.push([Value::from(level), Value::from(kind), Value::from(node.text.as_str())]);
    node.children.iter().for_each(|child| add(table, child, level + 1));
}
