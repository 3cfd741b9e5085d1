//! Queries through the room of queries, with the rows as JSON, and when rows are the same.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part")]

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Number, Value as Json, json};

use kmgmt::query;
use kmgmt::query::functions::Context;
use kmgmt::table::{Schema, Table, Value};

/// Who asks, and what is known of them, as the examples of the pages about the caller show it.
const PRINCIPAL: &str = "aaduser=346e950e-4a62-42bf-96f5-4cf4eac3f11e;72f988bf-86f1-41af-91ab-2d7cd011db47";
const DETAILS: &str = r#"{
    "Country": "DE", "TenantCountry": "US", "TenantRegion": "WW", "UserPrincipalName": "user@fabrikam.com",
    "IdentityProvider": "https://sts.windows.net", "Authority": "aaaabbbb-0000-cccc-1111-dddd2222eeee", "Mfa": "True",
    "Type": "AadUser", "DisplayName": "James Smith (upn: user@fabrikam.com)",
    "ObjectId": "aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb", "FQN": null, "Notes": null
}"#;

/// The moment of the query in the example of `now-function.md`.
const NOW: &str = "2023-06-19T08:22:54.6623324Z";

/// Runs a query that is given no result.
pub fn run(text: &str) -> Result<Table, String> {
    let query = query::parse::parse_query(text).map_err(|error| error.kind.to_string())?;
    let bound = query::bind(&query, &[]).map_err(|error| error.to_string())?;
    let context = Context {
        now: NOW.parse().unwrap(),
        database: "Samples",
        cluster: "https://help.kusto.windows.net",
        principal: PRINCIPAL,
        details: serde_json::from_str(DETAILS).unwrap(),
        member_of: &|_| false,
        patterns: Default::default(),
        space: Default::default(),
    };
    bound.run(&Table::new(Schema::new("")), &context).map_err(|error| error.to_string())
}

/// Runs such a query, and gives what it shows.
pub fn answer(text: &str) -> Result<Rows, String> {
    run(text).map(|table| Rows::of(&table))
}

/// The types of the columns.
pub fn kinds(table: &Table) -> Vec<&'static str> {
    table.columns().iter().map(|column| column.kind.name()).collect()
}

/// A result: the names of the columns, and the rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Json>>,
}

impl Rows {
    /// What a table holds.
    pub fn of(table: &Table) -> Self {
        let columns = table.columns().iter().map(|column| column.name.clone().into_owned()).collect();
        Self { columns, rows: table.rows().map(|row| row.iter().map(cell).collect()).collect() }
    }

    /// The first rows that only one side has, for a message.
    pub fn difference(&self, other: &Self) -> String {
        let only = |these: &Self, those: &Self| {
            let missing = these.rows.iter().filter(|row| !those.rows.iter().any(|other| all(row, other)));
            missing.take(4).map(|row| format!("    {}\n", Json::from(row.clone()))).collect::<String>()
        };
        let heads = if self.columns == other.columns {
            String::new()
        } else {
            format!("  columns {:?} {:?}\n", self.columns, other.columns)
        };
        format!(
            "{heads}  ours {} rows, of them only ours:\n{}  theirs {} rows, of them only theirs:\n{}",
            self.rows.len(),
            only(self, other),
            other.rows.len(),
            only(other, self)
        )
    }

    /// Whether both are the same; in any order of the rows where none is told.
    pub fn same(&self, other: &Self, ordered: bool) -> bool {
        let rows = |side: &Self| {
            let mut rows = side.rows.clone();
            if !ordered {
                rows.sort_by_cached_key(|row| row.iter().map(key).collect::<Vec<_>>());
            }
            rows
        };
        let (ours, theirs) = (rows(self), rows(other));
        self.columns == other.columns && ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|(a, b)| all(a, b))
    }
}

/// A cell: moments and lengths of time as the pages show them, to a tick.
fn cell(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Text(text) => json!(text.as_ref()),
        Value::Bool(value) => json!(value),
        Value::Long(number) => json!(number),
        Value::Real(number) if number.is_nan() => json!("NaN"),
        Value::Real(number) if number.is_infinite() => json!(if *number > 0.0 { "Infinity" } else { "-Infinity" }),
        Value::Real(number) => json!(number),
        Value::DateTime(moment) => json!(time(*moment)),
        Value::TimeSpan(length) => json!(length_of_time(*length)),
        Value::Dynamic(value) => serde_json::Value::clone(value),
    }
}

fn time(moment: Timestamp) -> String {
    let zoned = moment.to_zoned(TimeZone::UTC);
    format!("{}.{:07}Z", zoned.strftime("%Y-%m-%dT%H:%M:%S"), zoned.subsec_nanosecond() / 100)
}

fn length_of_time(length: SignedDuration) -> String {
    let ticks = length.as_nanos() / 100;
    let sign = if ticks < 0 { "-" } else { "" };
    let (seconds, fraction) = (ticks.unsigned_abs() / 10_000_000, ticks.unsigned_abs() % 10_000_000);
    let (days, hours) = (seconds / 86_400, seconds / 3_600 % 24);
    let days = if days == 0 { String::new() } else { format!("{days}.") };
    let fraction = if fraction == 0 { String::new() } else { format!(".{fraction:07}") };
    format!("{sign}{days}{hours:02}:{:02}:{:02}{fraction}", seconds / 60 % 60, seconds % 60)
}

fn all(ours: &[Json], theirs: &[Json]) -> bool {
    ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| same(a, b))
}

/// Whether two values are the same: `1` and `1.0` are, and real numbers that differ in the last digits.
pub fn same(ours: &Json, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Json::Number(a), Json::Number(b)) => same_numbers(a, b),
        (Json::Array(a), Json::Array(b)) => all(a, b),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)))
        }
        _ => ours == theirs,
    }
}

fn same_numbers(a: &Number, b: &Number) -> bool {
    if let (Some(a), Some(b)) = (a.as_i64(), b.as_i64()) {
        return a == b;
    }
    let (Some(a), Some(b)) = (a.as_f64(), b.as_f64()) else { return false };
    (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
}

/// What rows are put in order by: a number is written so that the last digits do not count.
fn key(value: &Json) -> String {
    match value {
        Json::Number(number) => format!("{:.9e}", number.as_f64().unwrap_or_default()),
        Json::Array(items) => items.iter().map(key).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
