//! Values: what a cell has.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::table::moment::Moment;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value; printed as nothing, `null` in JSON.
    Null,
    /// Text, also of guid columns.
    Text(Arc<str>),
    /// `true`, `false`
    Bool(bool),
    /// A whole number.
    Long(i64),
    /// A floating number.
    Real(f64),
    /// A moment, in UTC.
    DateTime(Moment),
    /// A length of time.
    TimeSpan(SignedDuration),
    /// A JSON value; copies share it.
    Dynamic(Arc<serde_json::Value>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Arc::from(text))
    }
}

macro_rules! from {
    ($($type:ty, $variant:ident);* $(;)?) => {
        $(impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::$variant(value.into())
            }
        })*
    };
}

from! {
    String, Text;
    Arc<str>, Text;
    bool, Bool;
    i64, Long;
    Moment, DateTime;
    Timestamp, DateTime;
    serde_json::Value, Dynamic;
}

impl Value {
    /// Returns the JSON of a dynamic value.
    #[must_use]
    pub fn as_json(&self) -> Option<&serde_json::Value> {
        match self {
            Self::Dynamic(json) => Some(json),
            _ => None,
        }
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
