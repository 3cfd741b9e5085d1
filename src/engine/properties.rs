//! What is wrong with the value of a property.

use std::fmt::Display;

use crate::diagnostic::{Code, Diagnostic, Result};
use crate::model::principal::{FaultKind, PrincipalRef};
use crate::model::property::Property;
use crate::syntax::ast::{PropertyValue, PropertyValues};
use crate::syntax::literal::Value;
use crate::text::{Span, Spanned, nearest, quoted, sentence_list};

/// Returns the word of a table that a property names.
pub(super) fn word<T: Copy + Display>(
    properties: &PropertyValues<'_>,
    property: &Property,
    table: &[T],
    of: fn(&str) -> Option<T>,
) -> Result<Option<T>> {
    let Some(given) = properties.text(property) else { return Ok(None) };
    if let Some(row) = of(given) {
        return Ok(Some(row));
    }
    let words: Vec<String> = table.iter().map(ToString::to_string).collect();
    let near = nearest(given, words.iter().map(String::as_str));
    let message = format!("`{given}` is no value of the property `{}`", property.name);
    let list: Vec<String> = words.iter().map(quoted).collect();
    Err(refused(properties, property, message)
        .did_you_mean(near)
        .help(format!("the values are {}", sentence_list(&list, "and"))))
}

/// Returns the principal that a property refers to.
pub(super) fn reference<'p>(
    properties: &'p PropertyValues<'_>,
    property: &Property,
) -> Result<Option<Spanned<PrincipalRef<'p>>>> {
    let Some(Value::Text(text)) = properties.get(property.name).map(|property| &property.value) else {
        return Ok(None);
    };
    let read = match text.obfuscated {
        true => Err((FaultKind::Obfuscated, text.span)),
        false => PrincipalRef::parse(&text.text)
            .map_err(|fault| (fault.kind, fault.part.map_or(text.span, |part| text.place(part)))),
    };
    match read {
        Ok(reference) => Ok(Some(Spanned::new(reference, text.span))),
        Err((kind, place)) => {
            let error = Diagnostic::error(Code::Syntax, kind.to_string()).at(place);
            Err(kind.help().into_iter().fold(error, Diagnostic::help))
        }
    }
}

/// Returns a refusal that points at a property's value, or at its name where the value has no
/// place.
pub(super) fn refused(properties: &PropertyValues<'_>, property: &Property, message: String) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code::BadRequest, message);
    match place(properties, property) {
        Some(span) => diagnostic.at(span),
        None => diagnostic,
    }
}

/// Warns of a property that no page documents.
pub(super) fn without_effect(property: &PropertyValue<'_>) -> Diagnostic {
    let message = format!("the property `{}` has no effect", property.name);
    Diagnostic::warning(Code::BadRequest, message).at(property.span)
}

/// Returns where the value of a property stands that is text.
pub(super) fn span_of(properties: &PropertyValues<'_>, property: &Property) -> Option<Span> {
    match &properties.get(property.name)?.value {
        Value::Text(text) => Some(text.span),
        _ => None,
    }
}

/// Returns where a property stands.
pub(super) fn place(properties: &PropertyValues<'_>, property: &Property) -> Option<Span> {
    let given = properties.get(property.name)?;
    Some(match &given.value {
        Value::Text(text) => text.span,
        _ => given.span,
    })
}
