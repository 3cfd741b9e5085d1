//! Lengths of time as Kusto writes them: `5m`, `1.5h`, `1.00:00:00`
//! (`kusto/query/scalar-data-types/timespan.md`).

use std::fmt;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::table::Value;

/// A length of time in ticks of 100 nanoseconds, Kusto's unit. May be negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TimeSpan {
    /// The number of ticks.
    pub ticks: i64,
}

/// The units of `5m`-like literals, with their length in ticks.
const UNITS: &[(&str, i64)] = &[
    ("d", 864_000_000_000),
    ("day", 864_000_000_000),
    ("days", 864_000_000_000),
    ("h", 36_000_000_000),
    ("hr", 36_000_000_000),
    ("hrs", 36_000_000_000),
    ("hour", 36_000_000_000),
    ("hours", 36_000_000_000),
    ("m", 600_000_000),
    ("min", 600_000_000),
    ("minute", 600_000_000),
    ("minutes", 600_000_000),
    ("s", 10_000_000),
    ("sec", 10_000_000),
    ("second", 10_000_000),
    ("seconds", 10_000_000),
    ("ms", 10_000),
    ("milli", 10_000),
    ("millis", 10_000),
    ("millisec", 10_000),
    ("millisecond", 10_000),
    ("milliseconds", 10_000),
    ("micro", 10),
    ("micros", 10),
    ("microsec", 10),
    ("microsecond", 10),
    ("microseconds", 10),
    ("tick", 1),
    ("ticks", 1),
];

const SECOND: i64 = 10_000_000;

/// The ticks of a day.
const DAY: i64 = 864_000_000_000;

impl TimeSpan {
    /// Returns so many whole seconds.
    #[must_use]
    pub const fn seconds(seconds: i64) -> Self {
        Self { ticks: seconds.saturating_mul(SECOND) }
    }

    /// Returns the length of time in whole ticks; the longest where it has more than that.
    #[must_use]
    pub fn of(length: SignedDuration) -> Self {
        Self { ticks: i64::try_from(length.as_nanos() / 100).unwrap_or(i64::MAX) }
    }

    /// Returns the length in the form that clocks count with.
    #[must_use]
    pub fn duration(self) -> SignedDuration {
        // A tick is 100 ns, so that the part of a second fits.
        SignedDuration::new(self.ticks / SECOND, i32::try_from(self.ticks % SECOND * 100).unwrap_or_default())
    }

    /// Returns whether the word is a unit: `m`, `seconds`.
    #[must_use]
    pub fn is_unit(word: &str) -> bool {
        UNITS.iter().any(|(unit, _)| *unit == word)
    }

    /// Reads `5m` or `[-][d.]hh:mm[:ss[.fffffff]]`; nothing else, and nothing out of range.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.contains(':') { Self::parse_clock(text) } else { Self::parse_unit(text) }
    }

    /// Reads what the service reads in JSON: `[-][d.]hh:mm[:ss[.fffffff]]`, or a number of days. The first
    /// number of three is one of days where it is above 23, and so is that of four.
    #[must_use]
    pub fn parse_json(text: &str) -> Option<Self> {
        let text = text.trim();
        let (sign, length) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let days = || Some(Self { ticks: digits(length)?.checked_mul(DAY)? });
        let days_first = || {
            let (days, rest) = length.split_once(':')?;
            Self::parse_clock(&format!("{days}.{rest}")).filter(|_| rest.contains(':'))
        };
        let read = Self::parse_clock(length).or_else(days).or_else(days_first)?;
        Some(Self { ticks: read.ticks * sign })
    }

    fn parse_unit(text: &str) -> Option<Self> {
        let split = text.find(|character: char| character.is_ascii_alphabetic())?;
        let (number, unit) = text.split_at(split);
        let (_, length) = UNITS.iter().find(|(word, _)| *word == unit)?;
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let whole = digits(whole)?.checked_mul(*length)?;
        let fraction = if fraction.is_empty() { 0 } else { parts_of(fraction, *length)? };
        Some(Self { ticks: whole.checked_add(fraction)? })
    }

    fn parse_clock(text: &str) -> Option<Self> {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (hours, rest) = text.split_once(':')?;
        let (days, hours) = hours.split_once('.').unwrap_or(("0", hours));
        let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "0"));
        let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
        let within = |text: &str, limit: i64| digits(text).filter(|number| *number < limit);
        let minutes_in_all = within(hours, 24)? * 60 + within(minutes, 60)?;
        let below_a_day = (minutes_in_all * 60 + within(seconds, 60)?) * SECOND + parts_of(fraction, SECOND)?;
        let ticks = digits(days)?.checked_mul(DAY)?.checked_add(below_a_day)?;
        Some(Self { ticks: if negative { -ticks } else { ticks } })
    }
}

/// Returns the decimal fraction `.digits` of `length`, cut at whole ticks.
fn parts_of(fraction: &str, length: i64) -> Option<i64> {
    let fraction = fraction.get(..fraction.len().min(9))?;
    let scale = 10_i128.pow(u32::try_from(fraction.len()).ok()?);
    i64::try_from(i128::from(digits(fraction)?) * i128::from(length) / scale).ok()
}

fn digits(text: &str) -> Option<i64> {
    let all = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if all { text.parse().ok() } else { None }
}

impl From<TimeSpan> for Value {
    fn from(span: TimeSpan) -> Self {
        Self::TimeSpan(span.duration())
    }
}

impl fmt::Display for TimeSpan {
    /// Prints as the service does: `1.02:03:04.5000000`, days and fraction only where there are
    /// any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ticks = self.ticks.unsigned_abs();
        let sign = if self.ticks < 0 { "-" } else { "" };
        let (seconds, fraction) = (ticks / SECOND.unsigned_abs(), ticks % SECOND.unsigned_abs());
        let (days, clock) = (seconds / 86_400, seconds % 86_400);
        f.write_str(sign)?;
        if days > 0 {
            write!(f, "{days}.")?;
        }
        write!(f, "{:02}:{:02}:{:02}", clock / 3600, clock / 60 % 60, clock % 60)?;
        if fraction > 0 { write!(f, ".{fraction:07}") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_print_as_the_service_prints_them() {
        let cases = [
            ("5m", "00:05:00"),
            ("1d", "1.00:00:00"),
            ("1.5h", "01:30:00"),
            ("100ms", "00:00:00.1000000"),
            ("1.00:00:00", "1.00:00:00"),
            ("-00:00:10", "-00:00:10"),
            ("12:30", "12:30:00"),
            ("00:00:01.25", "00:00:01.2500000"),
        ];
        for (literal, printed) in cases {
            assert_eq!(TimeSpan::parse(literal).map(|span| span.to_string()).as_deref(), Some(printed), "{literal}");
        }
    }

    #[test]
    fn lengths_in_json_are_read_as_dotnet_reads_them() {
        let cases = [
            ("365", "365.00:00:00"),
            ("-1", "-1.00:00:00"),
            ("10.00:00:00", "10.00:00:00"),
            (" 0:0:10 ", "00:00:10"),
            ("48:00:00", "48.00:00:00"),
            ("1:02:03:04", "1.02:03:04"),
            ("-00:00:01.5", "-00:00:01.5000000"),
        ];
        for (text, printed) in cases {
            assert_eq!(TimeSpan::parse_json(text).map(|span| span.to_string()).as_deref(), Some(printed), "{text}");
        }
        for text in ["", "-", "--1", "5d", "24:00", "1.5", "00:60:00", "1:24:00:00", "a:b:c", "99999999999999"] {
            assert_eq!(TimeSpan::parse_json(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_length_of_time_is_refused() {
        for text in ["", "5", "m", "5x", "25:00:00", "00:60:00", "1:2:3:4", "99999999999999999d", "5m5"] {
            assert_eq!(TimeSpan::parse(text), None, "{text}");
        }
    }
}
