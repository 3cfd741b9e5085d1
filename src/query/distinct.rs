//! Values told apart: the keys of `distinct` and of groups, sets, counts of different values.

use std::collections::HashSet;
use std::hash::{Hash, Hasher};

use serde_json::Value as Json;

use crate::table::Value;

/// The parts of dynamic values that were seen.
#[derive(Default)]
pub struct Distinct(HashSet<Json>);

impl Distinct {
    /// Takes the part; returns whether it was not seen before.
    pub fn is_new(&mut self, part: &Json) -> bool {
        !self.0.contains(part) && self.0.insert(part.clone())
    }

    /// Returns whether the part was seen.
    #[must_use]
    pub fn contains(&self, part: &Json) -> bool {
        self.0.contains(part)
    }
}

impl<'a> FromIterator<&'a Json> for Distinct {
    fn from_iter<T: IntoIterator<Item = &'a Json>>(parts: T) -> Self {
        Self(parts.into_iter().cloned().collect())
    }
}

/// A value as a key: null equals null, and NaN equals itself. The slots of a bag have no order.
#[derive(Clone, Debug)]
pub struct Key(pub Value);

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Value::Real(left), Value::Real(right)) => left.total_cmp(right).is_eq(),
            (left, right) => left == right,
        }
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(&self.0).hash(state);
        match &self.0 {
            Value::Null => {}
            Value::Text(text) => text.hash(state),
            Value::Bool(value) => value.hash(state),
            Value::Long(value) => value.hash(state),
            Value::Real(value) => value.to_bits().hash(state),
            Value::DateTime(moment) => moment.hash(state),
            Value::TimeSpan(length) => length.hash(state),
            Value::Dynamic(json) => json.hash(state),
        }
    }
}
