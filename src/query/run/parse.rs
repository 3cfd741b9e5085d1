//! `parse`, `parse-where` (`parse-operator.md`, `parse-where-operator.md`).

use std::borrow::Cow;

use crate::query::functions::Function;
use crate::query::plan::Parse;
use crate::query::run::{Row, Run, cast};
use crate::query::value;
use crate::table::{ColumnType, Value};

/// Returns the row with the values that the pattern finds in its text; nothing where the pattern does not fit and such
/// rows are left out.
pub(super) fn row<'r>(parse: &'r Parse, row: Row<'r>, run: Run<'r>) -> Option<Row<'r>> {
    let found = found(parse, &row, run);
    if parse.only_where && found.is_none() {
        return None;
    }
    let found = found.unwrap_or_else(|| parse.columns.iter().map(|(_, kind, _)| cast::missing(*kind)).collect());
    let mut row = row.into_owned();
    row.resize(parse.width, Value::Null);
    for ((place, ..), value) in parse.columns.iter().zip(found) {
        row.get_mut(*place).into_iter().for_each(|cell| *cell = value.clone());
    }
    Some(Cow::Owned(row))
}

/// Returns the values, if the whole pattern fits.
fn found(parse: &Parse, row: &[Value], run: Run<'_>) -> Option<Vec<Value>> {
    let text = parse.text.value(row, run);
    let text = value::text(&text);
    let captures = parse.pattern.captures(&text)?;
    let value = |(number, (_, kind, convert)): (usize, &(usize, ColumnType, Option<&'static Function>))| {
        let part = captures.name(&group(number)).map_or("", |part| part.as_str());
        let value = run.context.space.keeps(converted(part, *convert, run));
        if !value::is_null(&value) {
            return Some(value);
        }
        (parse.relaxed || *kind == ColumnType::String).then(|| cast::missing(*kind))
    };
    parse.columns.iter().enumerate().map(value).collect()
}

fn converted(part: &str, convert: Option<&'static Function>, run: Run<'_>) -> Value {
    let text = Value::from(part);
    match convert {
        Some(function) => function.call(&[&text], &[ColumnType::String], run.context),
        None => text,
    }
}

/// Returns the name of a column's group in the pattern.
pub(in crate::query) fn group(number: usize) -> String {
    format!("kmgmt{number}")
}
