//! How many rows and bytes a run may make, and how long it may take. What would take more is not made: rows end, values are null, and the run ends
//! in an error, since nothing of it is shown then.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value as Json;

use crate::diagnostic::{Code, Diagnostic, Result};
use crate::model::limit;
use crate::table::Value;
use crate::text::Span;

/// When a run has to be done.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    /// Returns how long it is since some moment: whoever runs queries for others reads the clock.
    pub clock: fn() -> Duration,
    /// The time that a run may take.
    pub limit: Duration,
    /// When it ends by that clock.
    pub end: Duration,
}

impl Deadline {
    /// Returns the deadline of a run that begins now.
    #[must_use]
    pub fn after(limit: Duration, clock: fn() -> Duration) -> Self {
        Self { clock, limit, end: clock().saturating_add(limit) }
    }

    /// Returns the deadline, or an earlier one where so little time is left.
    #[must_use]
    pub fn within(self, limit: Duration) -> Self {
        let other = Self::after(limit, self.clock);
        if other.end < self.end { other } else { self }
    }

    fn is_over(self) -> bool {
        (self.clock)() >= self.end
    }
}

/// What is left of the limits.
#[derive(Debug)]
pub struct Space {
    rows: Cell<usize>,
    bytes: Cell<usize>,
    deadline: Option<Deadline>,
    /// How often somebody asked whether the run goes on.
    turns: Cell<u32>,
    over: Cell<Option<Over>>,
    place: Cell<Option<Span>>,
}

/// The limit that was met.
#[derive(Clone, Copy, Debug)]
enum Over {
    Rows,
    Value,
    Bytes,
    Time,
}

/// Every so many turns one looks at the clock.
const LOOK: u32 = 64;

impl Default for Space {
    fn default() -> Self {
        Self::until(None)
    }
}

impl Space {
    /// Returns the space of a run that has to be done by then.
    #[must_use]
    pub fn until(deadline: Option<Deadline>) -> Self {
        let (rows, bytes) = (Cell::new(limit::QUERY_ROWS), Cell::new(limit::QUERY_BYTES));
        Self { rows, bytes, deadline, turns: Cell::new(0), over: Cell::new(None), place: Cell::new(None) }
    }

    /// Returns whether the run goes on; whoever works for long asks again and again.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        if let Some(deadline) = self.deadline {
            self.turns.set(self.turns.get().wrapping_add(1));
            if self.turns.get().is_multiple_of(LOOK) && !self.is_over() && deadline.is_over() {
                self.over.set(Some(Over::Time));
            }
        }
        !self.is_over()
    }

    /// Takes note of a row that an operator makes; answers whether it may.
    #[must_use]
    pub fn makes_row(&self) -> bool {
        match self.rows.get().checked_sub(1) {
            Some(left) => self.rows.set(left),
            None => self.over.set(Some(Over::Rows)),
        }
        !self.is_over()
    }

    /// Returns whether a value of so many bytes may be made.
    #[must_use]
    pub fn has(&self, bytes: usize) -> bool {
        if bytes > limit::VALUE_BYTES {
            self.over.set(Some(Over::Value));
        } else if bytes > self.bytes.get() {
            self.over.set(Some(Over::Bytes));
        }
        !self.is_over()
    }

    /// Returns whether one value may be made of all these; they are looked at until it is known.
    #[must_use]
    pub fn has_all<'v>(&self, mut values: impl Iterator<Item = &'v Value>) -> bool {
        let mut sum = 0_usize;
        values.all(|value| {
            sum = sum.saturating_add(bytes(value));
            self.has(sum)
        }) && !self.is_over()
    }

    /// Takes the space of a copy of a value, if it is there.
    #[must_use]
    pub fn takes(&self, value: &Value) -> bool {
        !self.is_over() && self.takes_bytes(bytes(value))
    }

    fn takes_bytes(&self, bytes: usize) -> bool {
        let has = self.has(bytes);
        if has {
            self.bytes.set(self.bytes.get() - bytes);
        }
        has
    }

    /// Returns a value that was made, or null where there is no space for it. What others hold too takes none.
    #[must_use]
    pub fn keeps(&self, value: Value) -> Value {
        let is_new = match &value {
            Value::Text(text) => Arc::strong_count(text) == 1,
            Value::Dynamic(json) => Arc::strong_count(json) == 1,
            _ => false,
        };
        if !is_new || self.takes(&value) { value } else { Value::Null }
    }

    /// Returns whether a limit was met.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.over.get().is_some()
    }

    /// Takes note of the place of an operator, if a limit was met and nobody said before where.
    pub fn met_at(&self, place: Span) {
        if self.is_over() && self.place.get().is_none() {
            self.place.set(Some(place));
        }
    }

    /// Fails where a limit was met, at the operator that met it.
    ///
    /// # Errors
    /// Operators made more rows, or values more bytes, than they may, or took longer.
    pub fn check(&self) -> Result<()> {
        let (message, help) = match self.over.get() {
            None => return Ok(()),
            Some(Over::Time) => {
                let limit = self.deadline.map_or(0.0, |deadline| deadline.limit.as_secs_f64());
                (format!("the query takes longer than {limit} s"), "let it make fewer or smaller values")
            }
            Some(Over::Rows) => (
                format!("the operators make more than {} rows", limit::QUERY_ROWS),
                "put `take` or `where` before the operator that makes them",
            ),
            Some(Over::Value) => (
                format!(
                    "a value of the query takes more than {} MiB, or {} levels",
                    limit::VALUE_BYTES >> 20,
                    limit::VALUE_DEPTH
                ),
                "make it of fewer or smaller values",
            ),
            Some(Over::Bytes) => (
                format!("the values of the query take more than {} MiB together", limit::QUERY_BYTES >> 20),
                "put `take`, `where` or `project` before the operator that makes them",
            ),
        };
        let code = if matches!(self.over.get(), Some(Over::Time)) { Code::Timeout } else { Code::BadRequest };
        let error = Diagnostic::error(code, message).help(help);
        Err(self.place.get().into_iter().fold(error, Diagnostic::at))
    }
}

/// Returns how many bytes a value takes beside its cell, about as many as its text has.
#[must_use]
pub fn bytes(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::Dynamic(json) => json_bytes(json, limit::VALUE_DEPTH),
        _ => 0,
    }
}

/// Returns the same of a part of a dynamic value with so many levels; one with more of them takes more than there is.
fn json_bytes(json: &Json, levels: usize) -> usize {
    let Some(below) = levels.checked_sub(1) else { return usize::MAX };
    let all = |sum: usize, bytes: usize| sum.saturating_add(bytes);
    match json {
        Json::Null | Json::Bool(_) | Json::Number(_) => 8,
        Json::String(text) => text.len() + 8,
        Json::Array(items) => items.iter().map(|item| json_bytes(item, below)).fold(8, all),
        Json::Object(slots) => {
            slots.iter().map(|(key, slot)| json_bytes(slot, below).saturating_add(key.len())).fold(8, all)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_rows_as_the_limit_are_made_and_no_more() {
        let space = Space { rows: Cell::new(2), ..Space::default() };
        assert!(space.makes_row() && space.makes_row() && space.check().is_ok());
        assert!(!space.makes_row() && space.check().is_err());
    }

    #[test]
    fn a_run_ends_at_its_deadline_and_not_before() {
        let deadline = |limit| Deadline::after(limit, || Duration::from_secs(5));
        for (limit, goes_on) in [(Duration::ZERO, false), (Duration::from_secs(1), true)] {
            let space = Space::until(Some(deadline(limit)));
            assert_eq!((0..=LOOK).all(|_| space.goes_on()), goes_on);
            let code = space.check().err().map(|error| error.code);
            assert_eq!(code, (!goes_on).then_some(Code::Timeout));
        }
        let second = Duration::from_secs(1);
        for (first, then) in [(second * 9, second), (second, second * 9)] {
            assert_eq!(deadline(first).within(then).end, deadline(second).end);
        }
    }

    #[test]
    fn what_is_too_large_or_too_deep_is_not_made() {
        let nested = |levels| (1..levels).fold(Json::Null, |json, _| Json::Array(vec![json]));
        for (value, fits) in [
            (Value::from("x".repeat(limit::VALUE_BYTES)), true),
            (Value::from("x".repeat(limit::VALUE_BYTES + 1)), false),
            (Value::from(nested(limit::VALUE_DEPTH)), true),
            (Value::from(nested(limit::VALUE_DEPTH + 1)), false),
        ] {
            let space = Space::default();
            assert_eq!(space.keeps(value) != Value::Null, fits);
            assert_eq!(space.check().is_ok(), fits);
        }
    }

    #[test]
    fn what_others_hold_takes_no_space() {
        let (space, value) = (Space::default(), Value::from("x".repeat(limit::VALUE_BYTES)));
        (0..1000).for_each(|_| drop(space.keeps(value.clone())));
        assert!(!space.is_over());
    }
}
