//! What of a change is kept: all but the secrets of its statement, wherever they stand in what it stores.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::catalog::{Body, Change, Edit};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::keyword::Keyword;
use crate::model::principal::PrincipalRef;
use crate::model::secret::REDACTED;
use crate::syntax::json::{self, Json, Node};
use crate::syntax::{Piece, obfuscated_texts, redacted_inside};
use crate::text::Span;

/// The members of what is stored that are names: others find them by these.
const NAMES: &[&str] = &["name"];

/// The words of free texts, as commands and what is stored have them.
const FREE_TEXTS: &[Keyword] = &[Keyword::DocString, Keyword::Folder, Keyword::PrettyName, Keyword::Reason];
const NOTES: &str = "notes";

/// Returns the edits of a statement that has secrets, without them.
///
/// # Errors
/// An obfuscated string is what is stored, and is needed as it is: a policy, a mapping, a name, a principal. It would be shown.
pub(super) fn kept(edits: Vec<Edit>, piece: &Piece<'_>) -> Result<Vec<Edit>, Diagnostic> {
    let obfuscated = obfuscated_texts(piece);
    let refused = |span: Span| {
        let error = Diagnostic::error(Code::BadRequest, "kmgmt keeps nothing of an obfuscated string").at(span);
        Err(error.help("write it without `h`: what it says is stored, and shown"))
    };
    if let Some((_, span)) = obfuscated.first()
        && edits.iter().any(says_what_is_needed)
    {
        return refused(*span);
    }
    let is_principal = |(text, _): &&(String, Span)| PrincipalRef::parse(text).is_ok();
    if let Some((_, span)) = obfuscated.iter().find(is_principal)
        && edits.iter().any(names_a_principal)
    {
        return refused(*span);
    }
    let hidden: Vec<&str> = obfuscated.iter().map(|(text, _)| text.as_str()).collect();
    let kept: Vec<Edit> = edits.into_iter().map(|edit| without(edit, &hidden)).collect();
    match obfuscated.iter().find(|(text, _)| kept.iter().any(|edit| stores(edit, text))) {
        Some((_, span)) => refused(*span),
        None => Ok(kept),
    }
}

/// Returns whether an edit is about a principal, who is shown wherever his roles are.
const fn names_a_principal(edit: &Edit) -> bool {
    matches!(edit, Edit::Assignment(_) | Edit::Blocked(_) | Edit::Identity(_))
}

/// Returns whether an edit stores a text as the whole of something, or names by it what it is about.
fn stores(edit: &Edit, text: &str) -> bool {
    fn is_in(value: &Value, text: &str) -> bool {
        match value {
            Value::String(own) => own == text,
            Value::Array(items) => items.iter().any(|item| is_in(item, text)),
            // What was there before is not of this statement.
            Value::Object(members) => members.iter().any(|(name, member)| name != "before" && is_in(member, text)),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
    !text.is_empty()
        && serde_json::to_value(edit.clone().with_principals(|principal| principal.0))
            .is_ok_and(|value| is_in(&value, text))
}

/// Returns whether an edit stores a text that is read again: JSON, or the query of a policy.
fn says_what_is_needed(edit: &Edit) -> bool {
    match edit {
        Edit::Policy(change) => change.after.is_some(),
        Edit::Mapping(change) => change.after.is_some(),
        Edit::Entity(change) => change
            .after
            .as_ref()
            .is_some_and(|after| matches!(after.body, Body::GraphModel(_) | Body::WorkloadGroup(_))),
        _ => false,
    }
}

fn without(edit: Edit, hidden: &[&str]) -> Edit {
    match edit {
        Edit::Entity(change) => Edit::Entity(after_without(change, hidden)),
        Edit::Assignment(change) => Edit::Assignment(after_without(change, hidden)),
        Edit::Policy(change) => Edit::Policy(after_without(change, hidden)),
        Edit::Mapping(change) => Edit::Mapping(after_without(change, hidden)),
        Edit::Blocked(change) => Edit::Blocked(after_without(change, hidden)),
        edit @ (Edit::Identity(_) | Edit::Directory(_) | Edit::Membership(_)) => edit,
    }
}

fn after_without<K, V: Serialize + DeserializeOwned>(change: Change<K, V>, hidden: &[&str]) -> Change<K, V> {
    let after = change.after.map(|after| {
        let Ok(mut value) = serde_json::to_value(&after) else { return after };
        hide(&mut value, "", hidden);
        // What is stored is text at these places, so that it reads again.
        serde_json::from_value(value).unwrap_or(after)
    });
    Change { after, ..change }
}

/// Hides the secrets in a value that stands under a name.
fn hide(value: &mut Value, name: &str, hidden: &[&str]) {
    match value {
        Value::String(text) if !NAMES.contains(&name) => {
            let is_hidden = is_free_text(name) && hidden.contains(&text.as_str());
            *text = if is_hidden { REDACTED.to_owned() } else { text_without(text) };
        }
        Value::Array(items) => items.iter_mut().for_each(|item| hide(item, name, hidden)),
        Value::Object(members) => members.iter_mut().for_each(|(name, member)| hide(member, name, hidden)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Returns whether a member is free text, so that an obfuscated string may be the whole of it.
fn is_free_text(name: &str) -> bool {
    let is_word = |word: &Keyword| name.split('_').collect::<String>() == word.text();
    name == NOTES || FREE_TEXTS.iter().any(is_word)
}

/// Returns a text without its secrets. In JSON they are looked for in each string.
fn text_without(text: &str) -> String {
    match json::read(text) {
        Ok(Node { json: mut read @ (Json::Array(_) | Json::Object(_)), .. }) => {
            if hide_in_json(&mut read) {
                read.to_string()
            } else {
                text.to_owned()
            }
        }
        _ => redacted_inside(text).into_owned(),
    }
}

/// Hides the secrets in the strings of JSON; answers whether there was one.
fn hide_in_json(json: &mut Json) -> bool {
    match json {
        Json::Text(text) => {
            let kept = redacted_inside(text).into_owned();
            let is_secret = kept != *text;
            *text = kept;
            is_secret
        }
        Json::Array(items) => items.iter_mut().fold(false, |any, item| hide_in_json(&mut item.json) | any),
        Json::Object(members) => {
            members.iter_mut().fold(false, |any, member| hide_in_json(&mut member.value.json) | any)
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}
