//! What aggregates give for null, empty, dynamic and time values and for no rows, in one table:
//! `fixtures/query/aggregates.tsv`; and that each function, operator and aggregate stands in its table.
//!
//! A row is the rows, an aggregate over them, the type of its value, the value as JSON, and the page that speaks of it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/queries.rs"]
mod queries;

use kmgmt::query::{aggregates, functions};
use queries::{Rows, kinds, run, same};
use serde_json::Value as Json;

const AGGREGATES: &str = include_str!("../fixtures/query/aggregates.tsv");
const VALUES: &str = include_str!("../fixtures/query/values.tsv");

/// The rows of a table, without its head and what stands between.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(1).filter(|row| !row.starts_with('#')).map(|row| row.split('\t').collect())
}

/// What is wrong with the value of a row, if anything.
fn fault(row: &[&str]) -> Option<String> {
    let [data, aggregate, kind, value, page] = row[..] else { panic!("five columns: {row:?}") };
    let expected: Json = serde_json::from_str(value).unwrap_or_else(|_| panic!("no JSON: {row:?}"));
    let expected = if kind.contains(',') { expected } else { Json::from(vec![expected]) };
    match run(&format!("datatable{data} | summarize {aggregate}")) {
        Ok(table) => {
            let (ours, of) = (Rows::of(&table), kinds(&table).join(","));
            let is_same = of == kind && matches!(&ours.rows[..], [row] if same(&Json::from(row.clone()), &expected));
            (!is_same).then(|| format!("{data} {aggregate}: {kind} {value} ({page}), ours: {of} {:?}", ours.rows))
        }
        Err(message) => Some(format!("{data} {aggregate} ({page})\n{message}")),
    }
}

#[test]
fn aggregates_give_what_the_table_says() {
    let faults: Vec<String> = rows(AGGREGATES).filter_map(|row| fault(&row)).collect();
    assert!(faults.is_empty(), "{} give something else:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn each_aggregate_stands_in_the_table() {
    let told: Vec<&str> = rows(AGGREGATES).map(|row| row[1].split('(').next().unwrap()).collect();
    let missing: Vec<&str> = aggregates::all().map(|it| it.name).filter(|name| !told.contains(name)).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn each_function_and_operator_stands_in_the_table() {
    let text: String = rows(VALUES).map(|row| format!(" {} ", row[0])).collect();
    let is_told = |function: &functions::Function| {
        if function.is_operator() {
            return text.contains(&format!(" {} ", function.name));
        }
        text.contains(&format!(" {}(", function.name)) || text.contains(&format!("({}(", function.name))
    };
    let missing: Vec<&str> = functions::all().filter(|it| !is_told(it)).map(|it| it.name).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn a_name_leads_to_one_function() {
    let names =
        |name: &'static str, aliases: &'static [&'static str]| [name].into_iter().chain(aliases.iter().copied());
    let mut all: Vec<&str> = functions::all().flat_map(|it| names(it.name, it.aliases)).collect();
    all.sort_unstable();
    let twice: Vec<&[&str]> = all.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
    let mut all: Vec<&str> = aggregates::all().flat_map(|it| names(it.name, it.aliases)).collect();
    all.sort_unstable();
    let twice: Vec<&[&str]> = all.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

/// What is counted, gathered into a set, grouped, made distinct and looked up is told apart by one rule: 0 and -0 are
/// one number, NaN is one value, and strings have no null (`scalar-data-types/null-values.md`), so that a cell of a
/// result without a text is the empty string.
#[test]
fn one_rule_tells_values_apart() {
    let texts = "let rows = datatable(s: string) ['', dynamic(null), 'a']; rows";
    let reals = "let rows = datatable(s: real) [0.0, -0.0, real(nan), real(nan), real(null), real(null)]; rows";
    for (rows, different, distinct, looked_up) in [(texts, 2, 2, 5), (reals, 2, 3, 8)] {
        let count =
            |pipe: &str| run(&format!("{rows} | {pipe} | count")).map(|table| Rows::of(&table).rows[0][0].clone());
        let different = Ok(Json::from(different));
        assert_eq!(count("summarize n = dcount(s) | mv-expand n = range(1, n)"), different, "{rows}");
        assert_eq!(count("summarize n = count_distinct(s) | mv-expand n = range(1, n)"), different, "{rows}");
        assert_eq!(count("summarize found = make_set(s) | mv-expand found"), different, "{rows}");
        assert_eq!(count("distinct s"), Ok(Json::from(distinct)), "{rows}");
        assert_eq!(count("summarize by s"), Ok(Json::from(distinct)), "{rows}");
        assert_eq!(count("lookup kind = inner rows on s"), Ok(Json::from(looked_up)), "{rows}");
    }
}
