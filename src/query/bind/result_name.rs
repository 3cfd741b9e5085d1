//! The names that the language gives to columns where none is written (`project-operator.md`, *Parameters*; the kinds of
//! names are those of the official parser, `ResultNameKind`).

use crate::query::tree::{Expr, Scalar};
use crate::query::{aggregates, functions};
use crate::table::{ColumnType, Value};

/// Returns the name that an expression gives to its column, if it gives one.
pub(super) fn result_name(expr: &Expr<'_>) -> Option<String> {
    match &expr.part {
        Scalar::Name(name) | Scalar::Named(name, _) => Some(name.text.clone().into_owned()),
        Scalar::Member(whole, name) => Some(joined(result_name(whole), &name.text)),
        Scalar::Index(whole, index) => Some(joined(result_name(whole), &index_name(index).unwrap_or_default())),
        Scalar::Call(name, arguments) => {
            let kind = functions::find(&name.text).map(|function| function.column);
            let kind = kind.or_else(|| aggregates::find(&name.text).map(|aggregate| aggregate.column))?;
            kind.of(arguments.first().and_then(result_name).as_deref())
        }
        Scalar::Literal(..) | Scalar::Star | Scalar::Rows(_) => None,
    }
}

/// `a.b` gives `a_b`.
fn joined(whole: Option<String>, part: &str) -> String {
    whole.map_or_else(|| part.to_owned(), |whole| format!("{whole}_{part}"))
}

fn index_name(index: &Expr<'_>) -> Option<String> {
    match &index.part {
        Scalar::Literal(ColumnType::String, Value::Text(text)) => Some(text.to_string()),
        Scalar::Literal(ColumnType::Long | ColumnType::Int, Value::Long(number)) => Some(number.to_string()),
        _ => None,
    }
}
