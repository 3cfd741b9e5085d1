//! Pipes by chance over a table of principals, which an independent evaluator can answer as well.

#![allow(unreachable_pub, reason = "for the test file alone")]

mod operators;
mod peer;
mod scalars;

pub use operators::pipe;
pub use peer::{Answer, answers};

use crate::random::Random;

/// The name of the table.
pub const TABLE: &str = "People";

/// Its columns.
const COLUMNS: &[(&str, Kind)] = &[
    ("Id", Kind::Long),
    ("Name", Kind::Text),
    ("Role", Kind::Text),
    ("Level", Kind::Long),
    ("Score", Kind::Real),
    ("Mfa", Kind::Bool),
    ("Since", Kind::Time),
    ("Groups", Kind::Array),
];

const NAMES: &[&str] = &[
    "aaduser=alice@contoso.com",
    "aaduser=Alice@Contoso.com",
    "aadgroup=data-admins@contoso.com",
    "aadgroup=Data Admins@contoso.com",
    "aadapp=66ad1332-3a94-4a69-9fa2-17732f093664",
    "bob",
    "BOB smith",
    "Carol_Ann 7",
    "data_admin",
    "Ärzte (Köln)",
    "42",
    "1.5",
    "2021-03-04",
    "..padded..",
    "a,b;c",
    "",
];
const ROLES: &[&str] = &["Admins", "admins", "Users", "Viewers", "Unrestricted Viewers", "Ingestors", ""];
const GROUPS: &[&str] =
    &["dynamic([])", "dynamic(['Finance'])", "dynamic(['finance', 'HR'])", "dynamic(['HR', '', 'Ops team'])"];

/// The type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Long,
    Real,
    Bool,
    Time,
    Length,
    Array,
}

/// What an operator sees.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The columns, by name.
    pub columns: Vec<(String, Kind)>,
    /// Whether no two rows have the same `Id`.
    pub unique: bool,
    /// Whether the order of the rows is told.
    pub ordered: bool,
}

impl Scope {
    /// What the first operator sees.
    pub fn new() -> Self {
        let columns = COLUMNS.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
        Self { columns, unique: true, ordered: false }
    }

    /// The names of the columns of these types.
    pub fn of(&self, kinds: &[Kind]) -> Vec<String> {
        let fits = self.columns.iter().filter(|(_, kind)| kinds.contains(kind));
        fits.map(|(name, _)| name.clone()).collect()
    }
}

/// The table as a source of rows; no value is as often as one in six.
pub fn table(random: &mut Random, rows: usize) -> String {
    let columns = ["long", "string", "string", "long", "real", "bool", "datetime", "dynamic"];
    let declared: Vec<String> =
        COLUMNS.iter().zip(columns).map(|((name, _), kind)| format!("{name}: {kind}")).collect();
    let rows: Vec<String> = (0..rows).map(|id| row(random, id)).collect();
    format!("datatable({}) [\n{}\n]", declared.join(", "), rows.join(",\n"))
}

fn row(random: &mut Random, id: usize) -> String {
    let (name, role) = (random.pick(NAMES), random.pick(ROLES));
    let level = format!("{}", random.below(12) as i64 - 3);
    let score = format!("real({}.{})", random.below(9) as i64 - 4, random.pick(&["0", "25", "5", "125"]));
    let mfa = random.one_in(2).to_string();
    let (year, month, day) = (2019 + random.below(4), 1 + random.below(12), 1 + random.below(28));
    let since = format!("datetime({year}-{month:02}-{day:02} {:02}:{:02})", random.below(24), random.below(60));
    let groups = (*random.pick(GROUPS)).to_owned();
    let cells = [level, score, mfa, since, groups].into_iter().zip(["long", "real", "bool", "datetime", "dynamic"]);
    let cells = cells.map(|(cell, kind)| if random.one_in(6) { format!("{kind}(null)") } else { cell });
    let cells: Vec<String> = cells.collect();
    format!("{id}, '{name}', '{role}', {}", cells.join(", "))
}
