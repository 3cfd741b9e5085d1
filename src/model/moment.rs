//! Moments as Kusto writes them: `2026-01-31`, `2026-01-31T12:00:00`, `2026-01-31 12:00:00Z`.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Reads a moment; one without a zone is in UTC (`kusto/query/scalar-data-types/datetime.md`).
#[must_use]
pub fn parse(text: &str) -> Option<Timestamp> {
    let at_midnight = || Some(text.parse::<Date>().ok()?.to_datetime(jiff::civil::Time::midnight()));
    let civil = || text.parse::<DateTime>().ok().or_else(at_midnight);
    text.parse().ok().or_else(|| Some(civil()?.to_zoned(TimeZone::UTC).ok()?.timestamp()))
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
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text).map(|moment| moment.to_string()).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(parse("soon"), None);
    }
}
