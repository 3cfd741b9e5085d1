//! `sort by`, `order by`, `top` (`sort-operator.md`, `top-operator.md`).

use std::ops::Range;

use memchr::memchr2;

use crate::query::plan::{Expression, Order};
use crate::query::run::{Row, Rows, Run};
use crate::query::value;
use crate::table::{ColumnType, Value};

/// Returns the rows in order, and no more than `count`. Rows that are equal by all keys stay as they came.
pub(super) fn rows<'r>(by: &'r [Order], count: Option<&Expression>, rows: Rows<'r>, run: Run<'r>) -> Rows<'r> {
    let rows: Vec<Row<'r>> = rows.collect();
    let places = places(by, count.map_or(usize::MAX, |count| count.count(run)), &rows, run);
    let mut rows: Vec<Option<Row<'r>>> = rows.into_iter().map(Some).collect();
    Box::new(places.into_iter().filter_map(move |at| rows.get_mut(at)?.take()))
}

/// The key of a row.
struct Key {
    /// Its first bytes: they tell most rows apart.
    head: u64,
    /// Where it stands among the bytes of all.
    bytes: Range<usize>,
    /// The place of the row.
    row: usize,
}

/// Returns the places of the first rows, as many as `count`, in order. Keys are bytes that have the order of the values,
/// one after the other: to compare two of them is to look at two places in memory, not at two rows and two texts.
fn places(by: &[Order], count: usize, rows: &[Row<'_>], run: Run<'_>) -> Vec<usize> {
    let (mut bytes, mut keys) = (Vec::new(), Vec::with_capacity(rows.len()));
    for (place, row) in rows.iter().enumerate() {
        let start = bytes.len();
        for order in by {
            let value = order.value.value(row, run);
            if run.context.space.takes(&value) {
                order.write(&value, &mut bytes);
            }
        }
        let own = bytes.get(start..).unwrap_or_default();
        let head = (0..8).fold(0, |head, at| head << 8 | u64::from(own.get(at).copied().unwrap_or(0)));
        keys.push(Key { head, bytes: start..bytes.len(), row: place });
    }
    let whole = |key: &Key| bytes.get(key.bytes.clone()).unwrap_or_default();
    let compared = |left: &Key, right: &Key| {
        let by_bytes = || whole(left).cmp(whole(right));
        left.head.cmp(&right.head).then_with(by_bytes).then(left.row.cmp(&right.row))
    };
    if count < keys.len() {
        keys.select_nth_unstable_by(count, compared);
        keys.truncate(count);
    }
    keys.sort_unstable_by(compared);
    keys.into_iter().map(|key| key.row).collect()
}

impl Order {
    /// Adds a value to a key. Nulls and NaN stand together at one end; which of the two comes first depends on that end
    /// alone (`sort-operator.md`, *Using special floating-point values*).
    fn write(&self, value: &Value, key: &mut Vec<u8>) {
        if self.kind != ColumnType::String {
            let rank = rank(value);
            key.push(if self.nulls_first { 2 - rank } else { rank });
            if rank > 0 {
                return;
            }
        }
        let start = key.len();
        write(value, self.kind, key);
        if !self.ascending {
            key.iter_mut().skip(start).for_each(|byte| *byte = !*byte);
        }
    }
}

/// Returns how far from the values a value stands: NaN next to them, null beyond.
fn rank(value: &Value) -> u8 {
    match value {
        Value::Real(number) if number.is_nan() => 1,
        value if value::is_null(value) => 2,
        _ => 0,
    }
}

/// Adds bytes that have the order of the values of the type; those of one value never begin those of another.
fn write(value: &Value, kind: ColumnType, key: &mut Vec<u8>) {
    let mut add = |number: u64| key.extend(number.to_be_bytes());
    match kind {
        ColumnType::Bool => add(value::truth(value).unwrap_or_default().into()),
        ColumnType::Int | ColumnType::Long => add(signed(value::long(value).unwrap_or_default())),
        ColumnType::Real | ColumnType::Decimal => add(real(value::real(value).unwrap_or_default())),
        ColumnType::TimeSpan => add(signed(value::span(value).map_or(0, |length| length.ticks))),
        ColumnType::DateTime => {
            let moment = value::moment(value).unwrap_or_default();
            add(signed(moment.as_second()));
            add(signed(moment.subsec_nanosecond().into()));
        }
        ColumnType::String | ColumnType::Guid | ColumnType::Dynamic => text(&value::text(value), key),
    }
}

const SIGN: u64 = 1 << 63;

fn signed(number: i64) -> u64 {
    number.cast_unsigned() ^ SIGN
}

/// The bits of a negative number are turned: they grow with its amount. 0 and -0 are equal.
fn real(number: f64) -> u64 {
    let bits = (number + 0.0).to_bits();
    if bits & SIGN == 0 { bits | SIGN } else { !bits }
}

/// A text ends with a 0. The bytes 0 and 1 in it, which hardly ever are, become a 1 and the byte after.
fn text(text: &str, key: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    while let Some((before, [byte, after @ ..])) = memchr2(0, 1, rest).and_then(|at| rest.split_at_checked(at)) {
        key.extend(before);
        key.extend([1, byte + 1]);
        rest = after;
    }
    key.extend(rest);
    key.push(0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_have_the_order_of_the_values() {
        let texts = ["", "\0", "\0a", "\u{1}", "\u{1}b", "\u{2}", "a", "a\0", "a\u{1}", "ab", "ä"].map(Value::from);
        let longs = [i64::MIN, -256, -1, 0, 1, 255, 256, i64::MAX].map(Value::Long);
        let reals = [f64::NEG_INFINITY, -1.5, -1e-300, 0.0, 1e-300, 1.5, f64::INFINITY].map(Value::Real);
        let moments =
            ["0001-01-01T00:00:00.5Z", "1969-12-31T23:59:58.5Z", "1969-12-31T23:59:58.7Z", "2026-01-31T00:00:00Z"];
        let moments = moments.map(|moment| Value::DateTime(moment.parse().unwrap_or_default()));
        let all: [(ColumnType, &[Value]); 4] = [
            (ColumnType::String, &texts),
            (ColumnType::Long, &longs),
            (ColumnType::Real, &reals),
            (ColumnType::DateTime, &moments),
        ];
        for (kind, values) in all {
            for ascending in [true, false] {
                let order = Order { value: Expression::Column(0), kind, ascending, nulls_first: ascending };
                // What comes after in the key must not count: it is the least after the greater one.
                let key = |at: usize, value: &Value| {
                    let mut key = Vec::new();
                    order.write(value, &mut key);
                    key.push(u8::MAX - u8::try_from(at).unwrap_or_default());
                    key
                };
                let mut keys: Vec<Vec<u8>> = values.iter().enumerate().map(|(at, value)| key(at, value)).collect();
                if !ascending {
                    keys.reverse();
                }
                assert!(keys.is_sorted(), "{kind} {ascending} {keys:?}");
            }
        }
    }

    #[test]
    fn nulls_and_nan_stand_together() {
        let keys = |nulls_first| {
            let order = Order { value: Expression::Column(0), kind: ColumnType::Real, ascending: true, nulls_first };
            [Value::Null, Value::Real(f64::NAN), Value::Real(-1.0)].map(|value| {
                let mut key = Vec::new();
                order.write(&value, &mut key);
                key
            })
        };
        assert!(keys(true).is_sorted() && keys(false).iter().rev().is_sorted());
    }
}
