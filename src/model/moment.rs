//! Moments as Kusto writes them: `2026-01-31`, `2026-01-31T12:00:00`, `2026-01-31 12:00:00Z`.

use jiff::civil::{Date, Time};
use jiff::fmt::temporal::Pieces;

use crate::model::timespan::TimeSpan;
use crate::table::Moment;

/// Reads a moment; one without a zone is in UTC (`kusto/query/scalar-data-types/datetime.md`).
#[must_use]
pub fn parse(text: &str) -> Option<Moment> {
    let pieces = Pieces::parse(text).ok().filter(|pieces| pieces.time_zone_annotation().is_none())?;
    let civil = pieces.date().to_datetime(pieces.time().unwrap_or_default());
    let ahead = pieces.to_numeric_offset().map_or(0, |offset| i64::from(offset.seconds()));
    Moment::of_civil(civil)?.after(TimeSpan::seconds(-ahead).ticks)
}

/// How moments are written beside ISO 8601, without the day of the week and the zone
/// (`kusto/query/scalar-data-types/datetime.md`); with the month first as the examples of `parse-operator.md` and
/// `todatetime-function.md` have it, and with numbers of one digit as those of `day-of-week-function.md` and
/// `startofweek-function.md`.
const DAYS: &[&str] =
    &["%d %b %y", "%d %b %Y", "%d-%b-%y", "%d-%b-%Y", "%m/%d/%Y", "%m-%d-%Y", "%Y-%m-%d", "%Y.%m.%d", "%Y, %m, %d"];

/// Reads a moment as queries may write it: as [`parse`] does, or in one of the other formats that the pages list.
#[must_use]
pub fn parse_any(text: &str) -> Option<Moment> {
    parse(text).or_else(|| {
        let is_day = |day: &str| !day.is_empty() && day.bytes().all(|letter| letter.is_ascii_alphabetic());
        let text = text.strip_suffix(" GMT").unwrap_or(text);
        let text = text.split_once(", ").filter(|(day, _)| is_day(day)).map_or(text, |(_, rest)| rest);
        parse(text).or_else(|| other(text))
    })
}

fn other(text: &str) -> Option<Moment> {
    let (day, time) = match text.rsplit_once(' ') {
        Some((day, time)) if time.contains(':') => (day, time.parse::<Time>().ok()?),
        _ => (text, Time::midnight()),
    };
    let day = DAYS.iter().find_map(|format| Date::strptime(format, day).ok())?;
    Moment::of_civil(day.to_datetime(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_without_a_zone_is_in_utc() {
        let cases = [
            ("2026-01-31", "2026-01-31T00:00:00Z"),
            ("2026-01-31 12:30:00", "2026-01-31T12:30:00Z"),
            ("2026-01-31T12:30:00+01:00", "2026-01-31T11:30:00Z"),
            ("0001-01-01", "0001-01-01T00:00:00Z"),
            ("9999-12-31 23:59:59.9999999", "9999-12-31T23:59:59.9999999Z"),
            ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text).map(|moment| moment.to_string()).as_deref(), Some(expected), "{text}");
        }
        let none = ["soon", "0001-01-01T00:00:00+01:00", "-000001-01-01", "9999-12-31T23:30:00-01:00"];
        for text in none.into_iter().chain(["2026-01-31T12:30:00[Europe/Berlin]"]) {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn queries_write_moments_in_the_formats_of_the_page() {
        let cases = [
            ("2014-11-08 15:05", "2014-11-08T15:05:00Z"),
            ("2014-11-08 15:05:25 GMT", "2014-11-08T15:05:25Z"),
            ("Sat, 8 Nov 14 15:05:02 GMT", "2014-11-08T15:05:02Z"),
            ("8 Nov 14 15:05", "2014-11-08T15:05:00Z"),
            ("Saturday, 08-Nov-14 15:05:02 GMT", "2014-11-08T15:05:02Z"),
            ("08-Nov-14 15:05", "2014-11-08T15:05:00Z"),
            ("12-02-2022", "2022-12-02T00:00:00Z"),
            ("02/17/2016 08:40:01", "2016-02-17T08:40:01Z"),
            ("1970-5-12", "1970-05-12T00:00:00Z"),
            ("2025, 6, 14", "2025-06-14T00:00:00Z"),
            ("2015.12.31 23:59:59.9", "2015-12-31T23:59:59.9Z"),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_any(text).map(|moment| moment.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in ["31/12/2020", "soon", ", ", "12:00"] {
            assert_eq!(parse_any(text), None, "{text}");
        }
    }
}
