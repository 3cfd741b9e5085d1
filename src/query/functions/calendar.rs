//! Moments as dates and clocks: parts of them, their periods, and moments made of parts. All is in UTC.

use jiff::Span;
use jiff::civil::{Date, Time};

use super::periods::{self, Part, Period};
use super::{Call, Function, function};
use crate::model::timespan::TimeSpan;
use crate::query::convert;
use crate::query::signature::{Gives, Kind, MOMENT, ResultName, TEXT};
use crate::table::{ColumnType, Moment, Value};

macro_rules! calendar {
    ($($form:literal, $page:literal, [$($alias:literal),*], $part:ident;)*) => {
        /// The rows of the table.
        pub(super) const ROWS: &[Function] = &[
            $(function($form, $page, &[MOMENT], Gives::INT, |call| part(call, 0, Part::$part)).or(&[$($alias),*]),)*
            function("dayofweek(date)", "day-of-week-function.md", &[MOMENT], Gives::LENGTH, day_of_week),
            function("datetime_part(part, date)", "datetime-part-function.md", &[TEXT, MOMENT], Gives::INT, |call| {
                Part::of(&call.text(0)).map_or(Value::Null, |of| part(call, 1, of))
            })
            .checked(periods::check_part),
            function("datetime_add(period, amount, date)", "datetime-add-function.md", ADD, Gives::MOMENT, add)
                .checked(periods::check_period),
            function("datetime_diff(period, date, date)", "datetime-diff-function.md", DIFF, Gives::LONG, difference)
                .checked(periods::check_period),
            function("startofday(date[, offset])", "startofday-function.md", OFFSET, Gives::MOMENT, |call| {
                start(call, Period::Day)
            })
            .optional(1)
            .column(ResultName::First),
            function("startofweek(date[, offset])", "startofweek-function.md", OFFSET, Gives::MOMENT, |call| {
                start(call, Period::Week)
            })
            .optional(1),
            function("startofmonth(date[, offset])", "startofmonth-function.md", OFFSET, Gives::MOMENT, |call| {
                start(call, Period::Month)
            })
            .optional(1),
            function("startofyear(date[, offset])", "startofyear-function.md", OFFSET, Gives::MOMENT, |call| {
                start(call, Period::Year)
            })
            .optional(1),
            function("endofday(date[, offset])", "endofday-function.md", OFFSET, Gives::MOMENT, |call| {
                end(call, Period::Day)
            })
            .optional(1),
            function("endofweek(date[, offset])", "endofweek-function.md", OFFSET, Gives::MOMENT, |call| {
                end(call, Period::Week)
            })
            .optional(1),
            function("endofmonth(date[, offset])", "endofmonth-function.md", OFFSET, Gives::MOMENT, |call| {
                end(call, Period::Month)
            })
            .optional(1),
            function("endofyear(date[, offset])", "endofyear-function.md", OFFSET, Gives::MOMENT, |call| {
                end(call, Period::Year)
            })
            .optional(1),
            function(
                "make_datetime(year, month, day[, hour, minute[, second]])",
                "make-datetime-function.md",
                MAKE,
                Gives::MOMENT,
                make_datetime,
            )
            .optional(5)
            .column(ResultName::First),
            function(
                "make_timespan([day, ]hour, minute[, second])",
                "make-timespan-function.md",
                MAKE_SPAN,
                Gives::LENGTH,
                make_timespan,
            )
            .optional(3)
            .column(ResultName::First),
            unix("unixtime_seconds_todatetime(number)", "unixtime-seconds-todatetime-function.md", |call| {
                since_epoch(call, 1_000_000_000)
            }),
            unix("unixtime_milliseconds_todatetime(number)", "unixtime-milliseconds-todatetime-function.md", |call| {
                since_epoch(call, 1_000_000)
            }),
            unix("unixtime_microseconds_todatetime(number)", "unixtime-microseconds-todatetime-function.md", |call| {
                since_epoch(call, 1_000)
            }),
            unix("unixtime_nanoseconds_todatetime(number)", "unixtime-nanoseconds-todatetime-function.md", |call| {
                since_epoch(call, 1)
            }),
        ];
    };
}

calendar! {
    "dayofmonth(date)", "day-of-month-function.md", [], Day;
    "dayofyear(date)", "day-of-year-function.md", [], DayOfYear;
    "monthofyear(date)", "monthofyear-function.md", ["getmonth"], Month;
    "getyear(date)", "getyear-function.md", [], Year;
    "hourofday(date)", "hour-of-day-function.md", [], Hour;
    "week_of_year(date)", "week-of-year-function.md", ["weekofyear"], WeekOfYear;
}

const ADD: &[Kind] = &[TEXT, Kind::Integer, MOMENT];
const DIFF: &[Kind] = &[TEXT, MOMENT, MOMENT];
const OFFSET: &[Kind] = &[MOMENT, Kind::Integer];
const MAKE: &[Kind] = &[Kind::Any, Kind::Number, Kind::Number, Kind::Number, Kind::Number, Kind::Number];
const MAKE_SPAN: &[Kind] = &[Kind::Any, Kind::Number, Kind::Number, Kind::Number];

const fn unix(form: &'static str, page: &'static str, compute: fn(&Call<'_>) -> Value) -> Function {
    function(form, page, &[Kind::Number], Gives::MOMENT, compute)
}

fn part(call: &Call<'_>, place: usize, part: Part) -> Value {
    call.moment(place).map_or(Value::Null, |moment| Value::Long(part.in_moment(moment.civil())))
}

/// The days since Sunday (`day-of-week-function.md`).
fn day_of_week(call: &Call<'_>) -> Value {
    let days = |moment: Moment| i64::from(moment.civil().weekday().to_sunday_zero_offset());
    call.moment(0).map(|moment| TimeSpan::seconds(days(moment).saturating_mul(86_400))).into()
}

fn add(call: &Call<'_>) -> Value {
    let (Some(period), Some(amount), Some(at)) = (Period::of(&call.text(0)), call.long(1), call.moment(2)) else {
        return Value::Null;
    };
    period.after(at.civil(), amount).and_then(Moment::of_civil).into()
}

/// How many bounds of the period lie between: `datetime_diff('year', …)` of New Year and the day before is 1.
fn difference(call: &Call<'_>) -> Value {
    let (Some(period), Some(left), Some(right)) = (Period::of(&call.text(0)), call.moment(1), call.moment(2)) else {
        return Value::Null;
    };
    Value::Long(period.number_of(left.civil()) - period.number_of(right.civil()))
}

/// The first day of the period, so many periods later.
fn started(call: &Call<'_>, period: Period) -> Option<Date> {
    let offset = if call.arguments.len() > 1 { call.long(1)? } else { 0 };
    let date = call.moment(0)?.civil().date();
    let start = match period {
        Period::Year => Date::new(date.year(), 1, 1).ok()?,
        Period::Month => date.first_of_month(),
        Period::Week => {
            let days = i64::from(date.weekday().to_sunday_zero_offset());
            date.checked_sub(Span::new().try_days(days).ok()?).ok()?
        }
        _ => date,
    };
    Some(period.after(start.to_datetime(Time::midnight()), offset)?.date())
}

fn start(call: &Call<'_>, period: Period) -> Value {
    started(call, period).and_then(|day| Moment::of_civil(day.to_datetime(Time::midnight()))).into()
}

/// The last tick of the period. What begins after the last moment is not asked for: that has no value.
fn end(call: &Call<'_>, period: Period) -> Value {
    let last = |day: Date| match period {
        Period::Year => Some(day.last_of_year()),
        Period::Month => Some(day.last_of_month()),
        Period::Week => day.checked_add(Span::new().days(6)).ok(),
        _ => Some(day),
    };
    let day = started(call, period).and_then(last);
    day.and_then(|day| Moment::of_civil(day.to_datetime(Time::MAX))).into()
}

/// Parts that are no date give null.
fn make_datetime(call: &Call<'_>) -> Value {
    if call.arguments.len() == 1 {
        return convert::to(call.value(0), ColumnType::DateTime);
    }
    let whole = |place: usize| if call.arguments.len() > place { call.long(place) } else { Some(0) };
    let made = || {
        let date =
            Date::new(i16::try_from(whole(0)?).ok()?, i8::try_from(whole(1)?).ok()?, i8::try_from(whole(2)?).ok()?);
        let (hour, minute) = (i8::try_from(whole(3)?).ok()?, i8::try_from(whole(4)?).ok()?);
        let start = date.ok()?.to_datetime(Time::new(hour, minute, 0, 0).ok()?);
        Moment::of_civil(start)?.after(seconds(call, 5)?)
    };
    made().into()
}

/// Returns the ticks of seconds with a fraction, below a minute.
fn seconds(call: &Call<'_>, place: usize) -> Option<i64> {
    let seconds = if call.arguments.len() > place { call.real(place)? } else { 0.0 };
    (0.0..60.0).contains(&seconds).then(|| convert::truncated((seconds * 1e7).round()))?
}

/// Two numbers are hours and minutes, three have seconds too, four days before them.
fn make_timespan(call: &Call<'_>) -> Value {
    let count = call.arguments.len();
    if count == 1 {
        return convert::to(call.value(0), ColumnType::TimeSpan);
    }
    let hour = usize::from(count > 3);
    let below = |place: usize, limit: i64| call.long(place).filter(|number| (0..limit).contains(number));
    let made = || {
        let days = if count > 3 { call.long(0)? } else { 0 };
        let minutes = days.checked_mul(24)?.checked_add(below(hour, 24)?)?.checked_mul(60)? + below(hour + 1, 60)?;
        let ticks = minutes.checked_mul(600_000_000)?.checked_add(seconds(call, hour + 2)?)?;
        Some(TimeSpan { ticks })
    };
    made().into()
}

/// Whole numbers are counted exactly: a real does not have enough digits for late moments.
fn since_epoch(call: &Call<'_>, nanoseconds: i32) -> Value {
    let ticks = match call.value(0) {
        Value::Long(number) => {
            let nanoseconds = i128::from(*number) * i128::from(nanoseconds);
            i64::try_from((nanoseconds + 50).div_euclid(100)).ok()
        }
        _ => call.real(0).and_then(|number| convert::truncated((number * f64::from(nanoseconds) / 100.0).round())),
    };
    ticks.and_then(|ticks| Moment::UNIX_EPOCH.after(ticks)).into()
}
