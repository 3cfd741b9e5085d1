//! The mirroring policy in words (`alter-merge-mirroring-policy-command.md`): the object that the policy
//! is, as `mirroring-policy.md` describes it.

use crate::model::keyword::Keyword;
use crate::syntax::ast::rows::{Part, RowCommand};
use crate::syntax::json::{Node, literal};
use crate::syntax::literal::Value;
use crate::text::joined;

/// Returns the policy that the words say; none of a command that removes it or that gives JSON.
pub(super) fn content(command: &RowCommand<'_>) -> Option<Node> {
    let format = match (command.has_word(Keyword::DataFormat.text()), command.has_word("delta")) {
        (true, _) => "parquet",
        (_, true) => "delta",
        _ => return None,
    };
    let mut members = vec![member("Format", &literal(format))];
    let connections: Vec<String> = command.texts_after("delta").map(|text| literal(&text.redacted())).collect();
    if !connections.is_empty() {
        members.push(member("ConnectionStrings", &format!("[{}]", joined(&connections))));
    }
    if let Some(partitions) = command.words_between(
        Keyword::By.text(),
        &[Keyword::PathFormat.text(), Keyword::Kind.text(), Keyword::DataFormat.text()],
    ) {
        members.push(member("Partitions", &literal(&partitions)));
    }
    if let Some(path) =
        command.words_between(Keyword::PathFormat.text(), &[Keyword::Kind.text(), Keyword::DataFormat.text()])
    {
        members.push(member("PathFormat", &literal(path.trim_start_matches("= "))));
    }
    members.extend(properties(command));
    Some(Node::written(&format!("{{{}}}", joined(&members)), command.place()))
}

fn member(name: &str, json: &str) -> String {
    format!("{}: {json}", literal(name))
}

fn properties(command: &RowCommand<'_>) -> Vec<String> {
    let properties = command.parts.iter().filter_map(|part| match part {
        Part::Properties(properties) => Some(&properties.0),
        _ => None,
    });
    let json = |value: &Value<'_>| match value {
        Value::Bool(_) | Value::Long(_) | Value::Real(_) => value.to_string(),
        Value::Text(text) => literal(&text.text),
        Value::DateTime(text) => literal(text),
        Value::TimeSpan(span) => literal(&span.to_string()),
        other => literal(&other.to_string()),
    };
    properties.flatten().map(|property| member(&property.name, &json(&property.value))).collect()
}
