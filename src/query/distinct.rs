//! Values told apart: the keys of `distinct`, of groups and of look-ups, sets, counts of different values.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::LazyLock;

use hashbrown::DefaultHashBuilder;
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

/// A value that is told apart from others.
#[derive(Clone, Debug)]
pub struct Key(pub Value);

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        is_same(&self.0, &other.0)
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash_value(&self.0, state);
    }
}

/// The way to hash, the same for all tables of a process.
static BUILDER: LazyLock<DefaultHashBuilder> = LazyLock::new(DefaultHashBuilder::default);

/// Returns the hash of the values of a key.
pub fn hash<'v>(values: impl Iterator<Item = &'v Value>) -> u64 {
    let mut hasher = BUILDER.build_hasher();
    values.for_each(|value| hash_value(value, &mut hasher));
    hasher.finish()
}

/// Returns whether two keys are one.
pub fn same<'v>(left: impl Iterator<Item = &'v Value>, right: impl Iterator<Item = &'v Value>) -> bool {
    left.zip(right).all(|(left, right)| is_same(left, right))
}

/// Returns whether two values of one column are told apart by nothing. Null is a value as any other is, and a string
/// that is null is the empty one (`scalar-data-types/null-values.md`: strings have no null). 0 and -0 are one number,
/// and NaN is one value. The slots of a bag have no order.
fn is_same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Real(left), Value::Real(right)) => left == right || left.is_nan() && right.is_nan(),
        (Value::Null, Value::Text(text)) | (Value::Text(text), Value::Null) => text.is_empty(),
        (left, right) => left == right,
    }
}

/// Hashes a value: equal ones alike. The kind of a value is that of its column, and counts for nothing.
fn hash_value(value: &Value, hasher: &mut impl Hasher) {
    match value {
        Value::Null => "".hash(hasher),
        Value::Text(text) => text.hash(hasher),
        Value::Bool(value) => value.hash(hasher),
        Value::Long(value) => value.hash(hasher),
        Value::Real(value) if *value == 0.0 => 0_u64.hash(hasher),
        Value::Real(value) if value.is_nan() => 1_u64.hash(hasher),
        Value::Real(value) => value.to_bits().hash(hasher),
        Value::DateTime(value) => value.hash(hasher),
        Value::TimeSpan(value) => value.hash(hasher),
        Value::Dynamic(value) => value.hash(hasher),
    }
}
