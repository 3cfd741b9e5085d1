//! Reading the values of properties.

use std::borrow::Cow;

use crate::model::property::Property;
use crate::model::timespan::TimeSpan;
use crate::syntax::ast::PropertyValues;
use crate::syntax::literal::{Name, Value};

impl PropertyValues<'_> {
    /// The value of `property`, if it is given and text or a word.
    #[must_use]
    pub fn text(&self, property: &Property) -> Option<&str> {
        match &self.get(property.name)?.value {
            Value::Text(text) => Some(&text.text),
            Value::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The value of `property` as the name of an entity, if it is given and text.
    #[must_use]
    pub fn name(&self, property: &Property) -> Option<Name<'_>> {
        match &self.get(property.name)?.value {
            Value::Text(text) => Some(Name { text: Cow::Borrowed(&text.text), span: text.span }),
            _ => None,
        }
    }

    /// The names in `property`, if it is given: it takes one or several.
    #[must_use]
    pub fn names(&self, property: &Property) -> Option<Vec<&str>> {
        match &self.get(property.name)?.value {
            Value::Names(names) => Some(names.iter().map(AsRef::as_ref).collect()),
            Value::Text(text) => Some(vec![&text.text]),
            _ => None,
        }
    }

    /// The value of `property`, if it is given and true or false.
    #[must_use]
    pub fn flag(&self, property: &Property) -> Option<bool> {
        match self.get(property.name)?.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The value of `property`, if it is given and a whole number.
    #[must_use]
    pub fn long(&self, property: &Property) -> Option<i64> {
        match self.get(property.name)?.value {
            Value::Long(value) => Some(value),
            _ => None,
        }
    }

    /// The value of `property`, if it is given and a length of time.
    #[must_use]
    pub fn timespan(&self, property: &Property) -> Option<TimeSpan> {
        match self.get(property.name)?.value {
            Value::TimeSpan(value) => Some(value),
            _ => None,
        }
    }
}
