//! The properties of commands, and reading their values.

use std::borrow::Cow;
use std::fmt;

use crate::model::keyword::Keyword;
use crate::model::property::Property;
use crate::model::timespan::TimeSpan;
use crate::syntax::literal::{Name, Value};
use crate::text::{Span, list};

/// `name=value` in `with (…)`.
#[derive(Clone, Debug)]
pub struct PropertyValue<'s> {
    /// The property's name, as its table writes it.
    pub name: Cow<'s, str>,
    /// Its value.
    pub value: Value<'s>,
    /// Where its name stands.
    pub span: Span,
}

impl PartialEq for PropertyValue<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.value == other.value
    }
}

impl Eq for PropertyValue<'_> {}

/// `with (name=value, …)`; prints nothing when there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PropertyValues<'s>(pub Vec<PropertyValue<'s>>);

impl<'s> PropertyValues<'s> {
    /// Returns the value of a property, if it is given.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&PropertyValue<'s>> {
        self.0.iter().find(|property| property.name == name)
    }
}

impl fmt::Display for PropertyValues<'_> {
    /// Prints with a space before `with`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        write!(f, " {} (", Keyword::With)?;
        list(f, self.0.iter().map(|property| format!("{}={}", property.name, property.value)))?;
        f.write_str(")")
    }
}

impl PropertyValues<'_> {
    /// Returns the value of `property`, if it is given and text or a word.
    #[must_use]
    pub fn text(&self, property: &Property) -> Option<&str> {
        match &self.get(property.name)?.value {
            Value::Text(text) => Some(&text.text),
            Value::Word(word) => Some(word),
            _ => None,
        }
    }

    /// Returns the value of `property` as the name of an entity, if it is given and text.
    #[must_use]
    pub fn name(&self, property: &Property) -> Option<Name<'_>> {
        match &self.get(property.name)?.value {
            Value::Text(text) => Some(Name { text: Cow::Borrowed(&text.text), span: text.span }),
            _ => None,
        }
    }

    /// Returns the names in `property`, if it is given: it takes one or several.
    #[must_use]
    pub fn names(&self, property: &Property) -> Option<Vec<&str>> {
        match &self.get(property.name)?.value {
            Value::Names(names) => Some(names.iter().map(AsRef::as_ref).collect()),
            Value::Text(text) => Some(vec![&text.text]),
            _ => None,
        }
    }

    /// Returns the value of `property`, if it is given and true or false.
    #[must_use]
    pub fn flag(&self, property: &Property) -> Option<bool> {
        match self.get(property.name)?.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the value of `property`, if it is given and a whole number.
    #[must_use]
    pub fn long(&self, property: &Property) -> Option<i64> {
        match self.get(property.name)?.value {
            Value::Long(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the value of `property`, if it is given and a length of time.
    #[must_use]
    pub fn timespan(&self, property: &Property) -> Option<TimeSpan> {
        match self.get(property.name)?.value {
            Value::TimeSpan(value) => Some(value),
            _ => None,
        }
    }
}
