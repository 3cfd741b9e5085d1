//! The periods and parts of time that functions take as text (`datetime-add-function.md`, `datetime-part-function.md`).

use jiff::Span;
use jiff::civil::{Date, DateTime};

use crate::query::signature::{Argument, Mismatch};
use crate::table::Value;
use crate::text::nearest;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum $name {
            $($variant),*
        }

        impl $name {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),*];

            /// Returns what the word names; case does not count.
            pub(super) fn of(word: &str) -> Option<Self> {
                Self::WORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, it)| *it)
            }
        }
    };
}

words! {
    /// A period that `datetime_add()` and `datetime_diff()` count in.
    Period {
        Year "year", Quarter "quarter", Month "month", Week "week", Day "day", Hour "hour", Minute "minute",
        Second "second", Millisecond "millisecond", Microsecond "microsecond", Nanosecond "nanosecond",
    }
}

words! {
    /// A part that `datetime_part()` takes out.
    Part {
        Year "year", Quarter "quarter", Month "month", WeekOfYear "week_of_year", Day "day", DayOfYear "dayofyear",
        Hour "hour", Minute "minute", Second "second", Millisecond "millisecond", Microsecond "microsecond",
        Nanosecond "nanosecond",
    }
}

impl Period {
    /// Returns the nanoseconds of a period that is always as long.
    const fn nanoseconds(self) -> Option<i64> {
        const SECOND: i64 = 1_000_000_000;
        match self {
            Self::Year | Self::Quarter | Self::Month => None,
            Self::Week => Some(604_800 * SECOND),
            Self::Day => Some(86_400 * SECOND),
            Self::Hour => Some(3_600 * SECOND),
            Self::Minute => Some(60 * SECOND),
            Self::Second => Some(SECOND),
            Self::Millisecond => Some(1_000_000),
            Self::Microsecond => Some(1_000),
            Self::Nanosecond => Some(1),
        }
    }

    /// Returns how many months a period has that is not always as long.
    const fn months(self) -> i64 {
        match self {
            Self::Year => 12,
            Self::Quarter => 3,
            _ => 1,
        }
    }

    /// Returns the time so many periods later. A day that the month has not is its last one.
    pub(super) fn after(self, at: DateTime, amount: i64) -> Option<DateTime> {
        match self.nanoseconds() {
            None => at.checked_add(Span::new().try_months(amount.checked_mul(self.months())?).ok()?).ok(),
            Some(length) => {
                let nanoseconds = i128::from(length) * i128::from(amount);
                at.checked_add(jiff::SignedDuration::try_from_nanos_i128(nanoseconds)?).ok()
            }
        }
    }

    /// Returns the number of the period that the time lies in. Weeks begin with Sunday.
    pub(super) fn number_of(self, at: DateTime) -> i64 {
        let Some(length) = self.nanoseconds() else {
            let months = i64::from(at.year()) * 12 + i64::from(at.month()) - 1;
            return months.div_euclid(self.months());
        };
        // 1970 begins on a Thursday, 4 days after a Sunday.
        let days = if self == Self::Week { days_since_1970(at.date()) + 4 } else { days_since_1970(at.date()) };
        let clock = at.time().duration_since(jiff::civil::Time::midnight()).as_nanos();
        let nanoseconds = i128::from(days) * 86_400_000_000_000 + clock;
        i64::try_from(nanoseconds.div_euclid(i128::from(length))).unwrap_or(i64::MAX)
    }
}

fn days_since_1970(date: Date) -> i64 {
    date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24
}

impl Part {
    /// Returns the part of the time.
    pub(super) fn in_moment(self, at: DateTime) -> i64 {
        let nanoseconds = i64::from(at.subsec_nanosecond());
        match self {
            Self::Year => i64::from(at.year()),
            Self::Quarter => (i64::from(at.month()) - 1) / 3 + 1,
            Self::Month => i64::from(at.month()),
            Self::WeekOfYear => i64::from(at.date().iso_week_date().week()),
            Self::Day => i64::from(at.day()),
            Self::DayOfYear => i64::from(at.day_of_year()),
            Self::Hour => i64::from(at.hour()),
            Self::Minute => i64::from(at.minute()),
            Self::Second => i64::from(at.second()),
            Self::Millisecond => nanoseconds / 1_000_000,
            Self::Microsecond => nanoseconds / 1_000,
            Self::Nanosecond => nanoseconds,
        }
    }
}

/// Checks that the first argument is a period, where it is known.
pub(super) fn check_period(arguments: &[Argument<'_>]) -> Result<(), Mismatch> {
    check(arguments, Period::WORDS.iter().map(|(word, _)| *word), "unit of time")
}

/// Checks that the first argument is a part, where it is known.
pub(super) fn check_part(arguments: &[Argument<'_>]) -> Result<(), Mismatch> {
    check(arguments, Part::WORDS.iter().map(|(word, _)| *word), "part of a datetime")
}

fn check(
    arguments: &[Argument<'_>],
    words: impl Iterator<Item = &'static str> + Clone,
    noun: &str,
) -> Result<(), Mismatch> {
    let Some(Value::Text(text)) = arguments.first().and_then(|argument| argument.constant) else { return Ok(()) };
    if words.clone().any(|word| word.eq_ignore_ascii_case(text)) {
        return Ok(());
    }
    let help = match nearest(text, words.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of {}", words.collect::<Vec<_>>().join(", ")),
    };
    Err(Mismatch::Value { place: 0, reason: format!("`{text}` is no {noun}"), help: Some(help) })
}
