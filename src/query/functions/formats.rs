//! Moments and lengths of time as text in a format (`format-datetime-function.md`, `format-timespan-function.md`).

use std::fmt::Write;

use super::{Call, Function, function};
use crate::query::signature::{Argument, Gives, LENGTH, MOMENT, Mismatch, ResultName, TEXT};
use crate::table::Value;

/// The rows of the table.
pub(super) const ROWS: &[Function] = &[
    function("format_datetime(date, format)", "format-datetime-function.md", &[MOMENT, TEXT], Gives::TEXT, datetime)
        .checked(|arguments| check(arguments, "dfFhHmMsyt"))
        .column(ResultName::First),
    function(
        "format_timespan(timespan, format)",
        "format-timespan-function.md",
        &[LENGTH, TEXT],
        Gives::TEXT,
        timespan,
    )
    .checked(|arguments| check(arguments, "dfFhHms"))
    .column(ResultName::First),
];

/// What may stand between the letters of a format.
const DELIMITERS: &str = " /-:,._[]";

/// Checks the letters of a format, where it is known.
fn check(arguments: &[Argument<'_>], letters: &str) -> Result<(), Mismatch> {
    let Some(Value::Text(format)) = arguments.get(1).and_then(|argument| argument.constant) else { return Ok(()) };
    match format.chars().find(|letter| !letters.contains(*letter) && !DELIMITERS.contains(*letter)) {
        None => Ok(()),
        Some(letter) => Err(Mismatch::Value {
            place: 1,
            reason: format!("`{letter}` stands for nothing in this format"),
            help: Some(format!("the format takes the letters `{letters}` and the delimiters `{DELIMITERS}`")),
        }),
    }
}

/// What a format writes of a time.
struct Clock {
    days: i64,
    hour: i64,
    minute: i64,
    second: i64,
    /// The part of a second, in ticks.
    ticks: i64,
    /// The month and the year of a moment.
    date: Option<(i64, i64)>,
}

/// Writes each run of one letter.
fn written(format: &str, clock: &Clock) -> String {
    let mut out = String::new();
    let mut rest = format;
    while let Some(letter) = rest.chars().next() {
        let end = rest.find(|other| other != letter).unwrap_or(rest.len());
        // Writing to a string cannot fail.
        let _ = run(&mut out, letter, end / letter.len_utf8(), clock);
        rest = rest.get(end..).unwrap_or_default();
    }
    out
}

fn run(out: &mut String, letter: char, width: usize, clock: &Clock) -> std::fmt::Result {
    let two = width.min(2);
    match (letter, clock.date) {
        ('d', None) => write!(out, "{:0width$}", clock.days),
        ('d', Some(_)) => write!(out, "{:0two$}", clock.days),
        ('M', Some((month, _))) => write!(out, "{month:0two$}"),
        ('y', Some((_, year))) if width > 2 => write!(out, "{year:0width$}"),
        ('y', Some((_, year))) => write!(out, "{:0two$}", year.rem_euclid(100)),
        ('h', Some(_)) => write!(out, "{:0two$}", (clock.hour + 11) % 12 + 1),
        ('h' | 'H', _) => write!(out, "{:0two$}", clock.hour),
        ('m', _) => write!(out, "{:0two$}", clock.minute),
        ('s', _) => write!(out, "{:0two$}", clock.second),
        ('t', Some(_)) => out.write_str(if clock.hour < 12 { "AM" } else { "PM" }),
        ('f', _) => out.write_str(&fraction(clock.ticks, width)),
        ('F', _) => out.write_str(fraction(clock.ticks, width).trim_end_matches('0')),
        _ => (0..width).try_for_each(|_| out.write_char(letter)),
    }
}

/// Returns the first digits of the part of a second.
fn fraction(ticks: i64, width: usize) -> String {
    let digits = format!("{ticks:07}");
    digits.get(..width.min(7)).unwrap_or_default().to_owned()
}

fn datetime(call: &Call<'_>) -> Value {
    let Some(moment) = call.moment(0) else { return Value::from("") };
    let at = moment.civil();
    let clock = Clock {
        days: i64::from(at.day()),
        hour: i64::from(at.hour()),
        minute: i64::from(at.minute()),
        second: i64::from(at.second()),
        ticks: i64::from(at.subsec_nanosecond()) / 100,
        date: Some((i64::from(at.month()), i64::from(at.year()))),
    };
    Value::from(written(&call.text(1), &clock))
}

fn timespan(call: &Call<'_>) -> Value {
    let Some(span) = call.span(0) else { return Value::from("") };
    let ticks = i64::try_from(span.ticks.unsigned_abs()).unwrap_or(i64::MAX);
    let seconds = ticks / 10_000_000;
    let clock = Clock {
        days: seconds / 86_400,
        hour: seconds / 3_600 % 24,
        minute: seconds / 60 % 60,
        second: seconds % 60,
        ticks: ticks % 10_000_000,
        date: None,
    };
    let sign = if span.ticks < 0 { "-" } else { "" };
    Value::from(format!("{sign}{}", written(&call.text(1), &clock)))
}
