//! Values as keys of groups and of look-ups.

use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::LazyLock;

use hashbrown::DefaultHashBuilder;

use crate::table::Value;

/// The way to hash, the same for all tables of a process.
static BUILDER: LazyLock<DefaultHashBuilder> = LazyLock::new(DefaultHashBuilder::default);

/// Returns the hash of a key.
pub(super) fn hash<'v>(values: impl Iterator<Item = &'v Value>) -> u64 {
    let mut hasher = BUILDER.build_hasher();
    values.for_each(|value| hash_value(value, &mut hasher));
    hasher.finish()
}

/// Returns whether two keys are one. Null is a key as any value is, and NaN is one too; a string that is null is the
/// empty one (`scalar-data-types/null-values.md`).
pub(super) fn same<'v>(left: impl Iterator<Item = &'v Value>, right: impl Iterator<Item = &'v Value>) -> bool {
    left.zip(right).all(|(left, right)| is_same(left, right))
}

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
        // 0 and -0 are equal.
        Value::Real(value) => (if *value == 0.0 {
            0
        } else if value.is_nan() {
            1
        } else {
            value.to_bits()
        })
        .hash(hasher),
        Value::DateTime(value) => value.hash(hasher),
        Value::TimeSpan(value) => value.hash(hasher),
        Value::Dynamic(value) => value.hash(hasher),
    }
}
