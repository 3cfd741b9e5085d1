//! `sort by`, `order by`, `top` (`sort-operator.md`, `top-operator.md`).

use std::cmp::Ordering;
use std::ops::Range;

use memchr::memchr2;

use crate::query::plan::{Expression, Order};
use crate::query::run::{Row, Rows, Run};
use crate::query::value;
use crate::table::{ColumnType, Moment, Value};

/// Returns the rows in order, and no more than `count`. Rows that are equal by all keys stay as they came.
pub(super) fn rows<'r>(by: &'r [Order], count: Option<&Expression>, rows: Rows<'r>, run: Run<'r>) -> Rows<'r> {
    let rows: Vec<Row<'r>> = rows.collect();
    let places = places(by, count.map_or(usize::MAX, |count| count.count(run)), &rows, run);
    let mut rows: Vec<Option<Row<'r>>> = rows.into_iter().map(Some).collect();
    Box::new(places.into_iter().filter_map(move |at| rows.get_mut(at)?.take()))
}

/// The key of a row.
struct Key {
    /// The next of its bytes that count.
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
        let head = head(bytes.get(start..).unwrap_or_default());
        keys.push(Key { head, bytes: start..bytes.len(), row: place });
    }
    if count < keys.len() {
        let compared =
            |left: &Key, right: &Key| left.head.cmp(&right.head).then_with(|| left.compare(right, 0, &bytes));
        keys.select_nth_unstable_by(count, compared);
        keys.truncate(count);
    }
    sort(&mut keys, &bytes);
    keys.into_iter().map(|key| key.row).collect()
}

/// How many bytes of a key stand in its head.
const HEAD: usize = size_of::<u64>();

/// So few keys or fewer are compared by all their bytes that are left.
const FEW: usize = 16;

/// Returns the first bytes as a number that has their order; 0 stands for those that are missing.
fn head(bytes: &[u8]) -> u64 {
    let mut head = [0; HEAD];
    head.iter_mut().zip(bytes).for_each(|(to, byte)| *to = *byte);
    u64::from_be_bytes(head)
}

impl Key {
    /// Returns the bytes after the first `from`.
    fn after<'b>(&self, from: usize, bytes: &'b [u8]) -> &'b [u8] {
        bytes.get(self.bytes.start + from..self.bytes.end).unwrap_or_default()
    }

    /// Compares the bytes after the first `from`, which are equal, and then the places of the rows.
    fn compare(&self, other: &Self, from: usize, bytes: &[u8]) -> Ordering {
        self.after(from, bytes).cmp(other.after(from, bytes)).then(self.row.cmp(&other.row))
    }
}

/// Sorts keys by their heads, then those with equal heads by their next eight bytes, and so on. Comparing whole keys
/// would read scattered memory each time. No key is the beginning of another one, so that keys which end in an equal
/// head are equal.
fn sort(keys: &mut [Key], bytes: &[u8]) {
    let mut runs = vec![(0..keys.len(), 0)];
    while let Some((run, from)) = runs.pop() {
        let start = run.start;
        let Some(keys) = keys.get_mut(run) else { continue };
        if keys.len() <= FEW {
            keys.sort_unstable_by(|left, right| left.compare(right, from, bytes));
            continue;
        }
        // The first heads were made with the keys.
        if from > 0 {
            keys.iter_mut().for_each(|key| key.head = head(key.after(from, bytes)));
        }
        keys.sort_unstable_by_key(|key| (key.head, key.row));
        let mut at = start;
        for equal in keys.chunk_by(|left, right| left.head == right.head) {
            let is_over = equal.iter().all(|key| key.bytes.len() <= from + HEAD);
            if equal.len() > 1 && !is_over {
                runs.push((at..at + equal.len(), from + HEAD));
            }
            at += equal.len();
        }
    }
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
        ColumnType::DateTime => add(signed(value::moment(value).map_or(0, Moment::ticks))),
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
    use crate::model::moment as moments;

    #[test]
    fn bytes_have_the_order_of_the_values() {
        let texts = ["", "\0", "\0a", "\u{1}", "\u{1}b", "\u{2}", "a", "a\0", "a\u{1}", "ab", "ä"].map(Value::from);
        let longs = [i64::MIN, -256, -1, 0, 1, 255, 256, i64::MAX].map(Value::Long);
        let reals = [f64::NEG_INFINITY, -1.5, -1e-300, 0.0, 1e-300, 1.5, f64::INFINITY].map(Value::Real);
        let moments =
            ["0001-01-01T00:00:00.5Z", "1969-12-31T23:59:58.5Z", "1969-12-31T23:59:58.7Z", "2026-01-31T00:00:00Z"];
        let moments = moments.map(|moment| Value::from(moments::parse(moment)));
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
    fn many_keys_with_equal_beginnings_are_in_order_and_equal_ones_as_they_came() {
        // Texts of three letters up to three heads long, many of which are there more than once.
        let text = |number: usize| -> String {
            let letter = |at: usize| ["a", "b", "\0"][(number * 7_919 / 3_usize.pow(at as u32 % 4)) % 3];
            (0..number * 31 % 25).map(letter).collect()
        };
        let texts: Vec<String> = (0..3_000).map(|number| text(number % 1_700)).collect();
        let mut bytes = Vec::new();
        let key = |(row, text): (usize, &String)| {
            let start = bytes.len();
            super::text(text, &mut bytes);
            Key { head: head(&bytes[start..]), bytes: start..bytes.len(), row }
        };
        let mut keys: Vec<Key> = texts.iter().enumerate().map(key).collect();
        sort(&mut keys, &bytes);
        let mut expected: Vec<usize> = (0..texts.len()).collect();
        expected.sort_by_key(|row| &texts[*row]);
        assert_eq!(keys.iter().map(|key| key.row).collect::<Vec<_>>(), expected);
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
