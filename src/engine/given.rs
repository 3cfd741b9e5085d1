//! The values of properties that a command gives.

use crate::model::property::Property;
use crate::syntax::ast::PropertyValues;
use crate::syntax::literal::Value;

/// The text of a property.
pub(super) fn text<'p>(properties: &'p PropertyValues<'_>, property: &Property) -> Option<&'p str> {
    match &properties.get(property.name)?.value {
        Value::Text(literal) => Some(&literal.text),
        Value::Word(word) => Some(word),
        _ => None,
    }
}

/// The value of a property that is true or false.
pub(super) fn flag(properties: &PropertyValues<'_>, property: &Property) -> Option<bool> {
    match properties.get(property.name)?.value {
        Value::Bool(value) => Some(value),
        _ => None,
    }
}

/// The names in a property that takes one or several.
pub(super) fn names<'p>(properties: &'p PropertyValues<'_>, property: &Property) -> Option<Vec<&'p str>> {
    match &properties.get(property.name)?.value {
        Value::Names(names) => Some(names.iter().map(AsRef::as_ref).collect()),
        Value::Text(literal) => Some(vec![&literal.text]),
        _ => None,
    }
}
