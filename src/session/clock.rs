//! The time of a session.

use jiff::{SignedDuration, Timestamp};

/// The clock of a session. Nobody else reads the time, so that what expires is tested by moving it.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// Asks the function for each statement; the duration was added by moving the clock.
    Running(fn() -> Timestamp, SignedDuration),
    /// Stands still until it is moved.
    Standing(Timestamp),
}

impl Clock {
    /// Returns the time, in the service's ticks of 100 nanoseconds.
    #[must_use]
    pub fn now(self) -> Timestamp {
        let time = match self {
            Self::Running(read, SignedDuration::ZERO) => read(),
            Self::Running(read, moved) => read().checked_add(moved).unwrap_or(Timestamp::MAX),
            Self::Standing(time) => time,
        };
        let nanoseconds = time.subsec_nanosecond();
        Timestamp::new(time.as_second(), nanoseconds - nanoseconds.rem_euclid(100)).unwrap_or(time)
    }

    /// Returns the clock that shows a later time.
    pub(super) fn moved(self, by: SignedDuration) -> Self {
        match self {
            Self::Running(read, moved) => Self::Running(read, moved.saturating_add(by)),
            Self::Standing(time) => Self::Standing(time.checked_add(by).unwrap_or(Timestamp::MAX)),
        }
    }
}
