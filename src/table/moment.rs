//! Moments: the values of the type `datetime` (`kusto/query/scalar-data-types/datetime.md`).

use std::fmt;

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};

/// A moment from 0001-01-01 to 9999-12-31 23:59:59.9999999, in UTC, in ticks of 100 nanoseconds since the first. The
/// clocks of the program count in [`Timestamp`], which ends a day before that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    ticks: i64,
}

/// What clocks show at the beginning of 1970: from there jiff can count to both ends.
const CIVIL_EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// The ticks of the last moment.
const LAST: i64 = 3_155_378_975_999_999_999;

/// The ticks from the first moment to 1970.
const EPOCH: i64 = 621_355_968_000_000_000;

const TICKS_OF_SECOND: i64 = 10_000_000;

impl Moment {
    /// Midnight at the beginning of 1970.
    pub const UNIX_EPOCH: Self = Self { ticks: EPOCH };

    /// Returns the moment so many ticks after the first; nothing beyond the last.
    #[must_use]
    pub fn of_ticks(ticks: i64) -> Option<Self> {
        (0..=LAST).contains(&ticks).then_some(Self { ticks })
    }

    /// Returns the moment at which clocks of UTC show this; nothing outside of the range. Parts of a tick are left out.
    #[must_use]
    pub fn of_civil(civil: DateTime) -> Option<Self> {
        let ticks = civil.duration_since(CIVIL_EPOCH).as_nanos().div_euclid(100);
        Self::UNIX_EPOCH.after(i64::try_from(ticks).ok()?)
    }

    /// Returns the ticks since the first moment.
    #[must_use]
    pub const fn ticks(self) -> i64 {
        self.ticks
    }

    /// Returns the moment so many ticks later; nothing outside of the range.
    #[must_use]
    pub fn after(self, ticks: i64) -> Option<Self> {
        Self::of_ticks(self.ticks.checked_add(ticks)?)
    }

    /// Returns what clocks of UTC show then.
    #[must_use]
    pub fn civil(self) -> DateTime {
        let ticks = self.ticks - EPOCH;
        // A tick is 100 ns, so that the part of a second fits.
        let nanoseconds = i32::try_from(ticks % TICKS_OF_SECOND * 100).unwrap_or_default();
        CIVIL_EPOCH.saturating_add(SignedDuration::new(ticks / TICKS_OF_SECOND, nanoseconds))
    }

    /// Returns the moment as the clocks of the program count; the last that they know where it is after that.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        let nanoseconds = (i128::from(self.ticks) - i128::from(EPOCH)) * 100;
        Timestamp::from_nanosecond(nanoseconds).unwrap_or(Timestamp::MAX)
    }
}

/// The first moment stands for those before it.
impl From<Timestamp> for Moment {
    fn from(timestamp: Timestamp) -> Self {
        let ticks = timestamp.as_nanosecond().div_euclid(100) + i128::from(EPOCH);
        i64::try_from(ticks).ok().and_then(Self::of_ticks).unwrap_or_default()
    }
}

/// ISO 8601, the part of a second no longer than needed: `2026-01-31T12:00:00Z`
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Z", self.civil())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_the_range_are_those_of_the_page() {
        let ends =
            [(0, "0001-01-01T00:00:00Z"), (EPOCH, "1970-01-01T00:00:00Z"), (LAST, "9999-12-31T23:59:59.9999999Z")];
        for (ticks, text) in ends {
            let moment = Moment::of_ticks(ticks).unwrap();
            assert_eq!(moment.to_string(), text);
            assert_eq!(Moment::of_civil(moment.civil()), Some(moment), "{text}");
        }
        assert_eq!(Moment::of_ticks(-1), None);
        assert_eq!(Moment::of_ticks(LAST + 1), None);
        assert_eq!(Moment::from(Timestamp::MIN), Moment::default());
        assert_eq!(Moment::of_ticks(LAST).unwrap().timestamp(), Timestamp::MAX);
        assert_eq!(Moment::UNIX_EPOCH.timestamp(), Timestamp::UNIX_EPOCH);
    }
}
