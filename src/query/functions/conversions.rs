//! `tostring()`, `tolong()` and their like, `parse_json()`, `gettype()`.

use serde_json::Value as Json;

use super::{Call, Function, function};
use crate::query::convert;
use crate::query::signature::{Gives, Kind, ResultName};
use crate::table::{ColumnType, Value};

const ONE: &[Kind] = &[Kind::Any];

macro_rules! conversions {
    ($($kind:ident $form:literal, [$($alias:literal),*], $page:literal;)*) => {
        /// The rows of the table.
        pub(super) const ROWS: &[Function] = &[
            $(function($form, $page, ONE, Gives::A(ColumnType::$kind), |call| {
                convert::to(call.value(0), ColumnType::$kind)
            }).or(&[$($alias),*]).column(ResultName::First),)*
            function("parse_json(text)", "parse-json-function.md", ONE, Gives::DYNAMIC, parse_json)
                .or(&["todynamic", "toobject", "parsejson"]).column(ResultName::First),
            function("gettype(value)", "gettype-function.md", ONE, Gives::TEXT, get_type),
        ];
    };
}

conversions! {
    String "tostring(value)", [], "tostring-function.md";
    Bool "tobool(value)", ["toboolean"], "tobool-function.md";
    Int "toint(value)", [], "toint-function.md";
    Long "tolong(value)", [], "tolong-function.md";
    Real "toreal(value)", ["todouble"], "toreal-function.md";
    Decimal "todecimal(value)", [], "todecimal-function.md";
    DateTime "todatetime(value)", [], "todatetime-function.md";
    TimeSpan "totimespan(value)", [], "totimespan-function.md";
    Guid "toguid(value)", [], "toguid-function.md";
}

fn parse_json(call: &Call<'_>) -> Value {
    match call.value(0) {
        Value::Text(text) => convert::parsed(text),
        other => convert::to(other, ColumnType::Dynamic),
    }
}

/// The type of what a dynamic value holds, or that of the column.
fn get_type(call: &Call<'_>) -> Value {
    let name = match (call.value(0).as_json(), call.kind(0)) {
        (Some(Json::Array(_)), _) => "array",
        (Some(Json::Object(_)), _) => "dictionary",
        (Some(Json::String(_)), _) => ColumnType::String.name(),
        (Some(Json::Bool(_)), _) => ColumnType::Bool.name(),
        (Some(Json::Number(number)), _) => type_of_number(number).name(),
        (_, Some(ColumnType::Dynamic)) if call.is_null(0) => "null",
        (_, Some(kind)) => kind.name(),
        _ => "null",
    };
    Value::from(name)
}

/// A small whole number in JSON is an `int` (`gettype-function.md`).
fn type_of_number(number: &serde_json::Number) -> ColumnType {
    match number.as_i64() {
        Some(number) if i32::try_from(number).is_ok() => ColumnType::Int,
        Some(_) => ColumnType::Long,
        None => ColumnType::Real,
    }
}
