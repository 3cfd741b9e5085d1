//! A call with its arguments, read as the types that functions compute with.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::Value as Json;

use super::Context;
use crate::model::timespan::TimeSpan;
use crate::query::value;
use crate::table::{ColumnType, Value};

/// The arguments of a call.
pub struct Call<'a> {
    /// Their values.
    pub arguments: &'a [&'a Value],
    /// Their types.
    pub types: &'a [ColumnType],
    /// What is the same for every row.
    pub context: &'a Context<'a>,
}

impl<'a> Call<'a> {
    /// Returns the value at the place; null where it is left out.
    pub fn value(&self, place: usize) -> &'a Value {
        self.arguments.get(place).copied().unwrap_or(&Value::Null)
    }

    /// Returns whether there is space for what is as large as so many copies of a value of so many bytes, beside the
    /// values of all arguments.
    pub fn has_space(&self, copies: usize, bytes: usize) -> bool {
        self.context.space.has(copies.saturating_mul(bytes))
    }

    /// Returns the type at the place.
    pub fn kind(&self, place: usize) -> Option<ColumnType> {
        self.types.get(place).copied()
    }

    /// Returns whether the value at the place is null.
    pub fn is_null(&self, place: usize) -> bool {
        value::is_null(self.value(place))
    }

    /// Returns the text at the place. Strings have no null: it is the empty string
    /// (`scalar-data-types/null-values.md`). Other values are printed.
    pub fn text(&self, place: usize) -> Cow<'a, str> {
        value::text(self.value(place))
    }

    /// Returns the whole number at the place.
    pub fn long(&self, place: usize) -> Option<i64> {
        value::long(self.value(place))
    }

    /// Returns the number at the place.
    pub fn real(&self, place: usize) -> Option<f64> {
        value::real(self.value(place))
    }

    /// Returns the truth at the place.
    pub fn truth(&self, place: usize) -> Option<bool> {
        value::truth(self.value(place))
    }

    /// Returns the moment at the place.
    pub fn moment(&self, place: usize) -> Option<Timestamp> {
        value::moment(self.value(place))
    }

    /// Returns the length of time at the place.
    pub fn span(&self, place: usize) -> Option<TimeSpan> {
        value::span(self.value(place))
    }

    /// Returns where `indexof()` and `array_index_of()` begin, how far they look and which occurrence they want: their
    /// last three arguments, which may be left out. Nothing where one is null or makes no sense.
    pub fn range_searched(&self) -> Option<(i64, i64, i64)> {
        let given = |place: usize, otherwise: i64| match self.arguments.len() > place {
            true => self.long(place),
            false => Some(otherwise),
        };
        let (start, most, occurrence) = (given(2, 0)?, given(3, -1)?, given(4, 1)?);
        (most >= -1 && occurrence >= 0).then_some((start, most, occurrence))
    }

    /// Returns the array at the place.
    pub fn array(&self, place: usize) -> Option<&'a [Json]> {
        match self.value(place).as_json() {
            Some(Json::Array(items)) => Some(items),
            _ => None,
        }
    }

    /// Returns the bag at the place.
    pub fn bag(&self, place: usize) -> Option<&'a serde_json::Map<String, Json>> {
        match self.value(place).as_json() {
            Some(Json::Object(slots)) => Some(slots),
            _ => None,
        }
    }
}
