//! The JSON of policies: read by `json`, checked here, so that the tree holds no text that is
//! still to be read.

use crate::model::identity_property::IdentityProperty;
use crate::model::policy_content::MemberType;
use crate::model::usage::Usage;
use crate::syntax::ast::policies::{Filled, FilledValue, IdentityEntry, IdentityPolicy};
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::json::{self, Json, Member, Node, Range};
use crate::syntax::literal::StringLiteral;
use crate::text::{Span, Spanned, visible};

/// What is wrong, and where in the statement.
pub(super) type Fault = (SyntaxErrorKind, Span);

/// Returns the policy that a literal's text is.
pub(super) fn read(literal: &StringLiteral<'_>) -> Result<IdentityPolicy, Fault> {
    let node = node(literal)?;
    entries(literal, &node).map(IdentityPolicy)
}

/// Returns the JSON that a literal's text is.
pub(super) fn node(literal: &StringLiteral<'_>) -> Result<Node, Fault> {
    json::read(&literal.text).map_err(|fault| {
        let first = fault.first.clone().map(|range| literal.place(range));
        let span = literal.place(fault.range.clone());
        (fault.kind(first), span)
    })
}

fn entries(literal: &StringLiteral<'_>, node: &Node) -> Result<Vec<IdentityEntry>, Fault> {
    match &node.json {
        Json::Array(items) => items.iter().map(|item| entry(literal, item)).collect(),
        Json::Object(_) => Ok(vec![entry(literal, node)?]),
        other => {
            let message = format!("the policy is a JSON array of objects, not {}", other.title());
            Err(fault(literal, message, FORM, node.range.clone()))
        }
    }
}

const FORM: &str = r#"an object is written `{"ObjectId": "…", "AllowedUsages": "…"}`"#;

fn fault(literal: &StringLiteral<'_>, message: impl Into<String>, help: &str, range: Range) -> Fault {
    (SyntaxErrorKind::Other { message: message.into(), help: Some(help.to_owned()) }, literal.place(range))
}

fn entry(literal: &StringLiteral<'_>, node: &Node) -> Result<IdentityEntry, Fault> {
    let Json::Object(members) = &node.json else {
        let message = format!("an item of the policy is a JSON object, not {}", node.json.title());
        return Err(fault(literal, message, FORM, node.range.clone()));
    };
    let given = given(literal, members)?;
    let required = |property: IdentityProperty| {
        given.iter().find(|(given, _)| *given == property).map(|(_, member)| &member.value).ok_or_else(|| {
            let opener = node.range.start..node.range.start + 1;
            fault(literal, format!("the property `{property}` is missing in this object"), &property.advice(), opener)
        })
    };
    let object_id = object_id(literal, required(IdentityProperty::ObjectId)?)?;
    let usages = usages(literal, required(IdentityProperty::AllowedUsages)?)?;
    let mut filled = Vec::new();
    for (property, member) in given.iter().filter(|(property, _)| !property.required()) {
        filled.push(filled_in(literal, *property, &member.value)?);
    }
    filled.sort_by_key(|filled| filled.property);
    Ok(IdentityEntry { object_id, usages, filled })
}

/// Returns the properties of an object, each known and given once.
fn given<'m>(literal: &StringLiteral<'_>, members: &'m [Member]) -> Result<Vec<(IdentityProperty, &'m Member)>, Fault> {
    let mut given: Vec<(IdentityProperty, &Member)> = Vec::with_capacity(members.len());
    for member in members {
        let span = literal.place(member.range.clone());
        let Some(property) = IdentityProperty::of(&member.name) else {
            let known = IdentityProperty::ALL.iter().map(|property| property.name()).collect();
            return Err((SyntaxErrorKind::UnknownProperty { name: visible(&member.name), known }, span));
        };
        if let Some((_, first)) = given.iter().find(|(earlier, _)| *earlier == property) {
            let first = literal.place(first.range.clone());
            return Err((SyntaxErrorKind::Twice { what: property.name().to_owned(), first }, span));
        }
        given.push((property, member));
    }
    Ok(given)
}

fn wrong_type(literal: &StringLiteral<'_>, property: IdentityProperty, node: &Node) -> Fault {
    let message = format!("the property `{property}` takes {}, not {}", property.takes().expected(), node.json.title());
    fault(literal, message, &property.advice(), node.range.clone())
}

fn object_id(literal: &StringLiteral<'_>, node: &Node) -> Result<Spanned<String>, Fault> {
    let property = IdentityProperty::ObjectId;
    match &node.json {
        Json::Text(text) if text.trim().is_empty() => {
            Err(fault(literal, "the object id is empty", &property.advice(), node.range.clone()))
        }
        Json::Text(text) => Ok(Spanned::new(text.trim().to_owned(), literal.place(node.place(trimmed(text))))),
        _ => Err(wrong_type(literal, property, node)),
    }
}

/// Returns where `text` without white space around it stands in itself.
fn trimmed(text: &str) -> Range {
    let start = text.len() - text.trim_start().len();
    start..start + text.trim().len()
}

/// Returns the usages: words with commas between them; case does not count.
fn usages(literal: &StringLiteral<'_>, node: &Node) -> Result<Vec<Spanned<Usage>>, Fault> {
    let Json::Text(text) = &node.json else {
        return Err(wrong_type(literal, IdentityProperty::AllowedUsages, node));
    };
    let mut usages: Vec<Spanned<Usage>> = Vec::new();
    let mut start = 0;
    for part in text.split(',') {
        let inside = trimmed(part);
        let span = literal.place(node.place(start + inside.start..start + inside.end));
        let usage = Usage::of(part.trim())
            .ok_or_else(|| (SyntaxErrorKind::UnknownUsage { word: visible(part.trim()) }, span))?;
        if !usages.iter().any(|earlier| earlier.value == usage) {
            usages.push(Spanned::new(usage, span));
        }
        start += part.len() + 1;
    }
    Ok(usages)
}

fn filled_in(literal: &StringLiteral<'_>, property: IdentityProperty, node: &Node) -> Result<Filled, Fault> {
    let value = match (property.takes(), &node.json) {
        (_, Json::Null) => FilledValue::Null,
        (MemberType::Text, Json::Text(text)) => FilledValue::Text(text.clone()),
        (MemberType::Bool, Json::Bool(value)) => FilledValue::Bool(*value),
        _ => return Err(wrong_type(literal, property, node)),
    };
    Ok(Filled { property, value, span: literal.place(node.range.clone()) })
}
