//! Parameters of a query: values that a request gives beside the text, for names that the text declares
//! (`query-parameters-statement.md`).

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Result};
use crate::query::parse::parse_value;
use crate::query::tree::{Expr, Let, LetValue, Parameter, Placed, Query, Scalar, Statement};
use crate::table::{ColumnType, Value};
use crate::text::{quoted, shortened_to};

/// The values that a request gives, by the names of the parameters; each is written as a literal.
pub type Values = BTreeMap<String, String>;

/// So much of a value is shown.
const SHOWN: usize = 100;

/// Puts values in the place of the parameters that a query declares: each becomes a `let`. What is given and not declared
/// has no meaning. `text` is that of the query.
///
/// # Errors
/// A parameter has no value, or one that is not of its type; the query declares what no request can give. The query is
/// as it was then.
pub fn fill(query: &mut Query<'_>, text: &str, values: &Values) -> Result<()> {
    let mut filled = Vec::with_capacity(query.statements.len());
    for statement in &query.statements {
        match statement {
            Statement::Parameters(parameters, _) => {
                for parameter in parameters {
                    filled.push(Statement::Let(named(parameter, text, values)?));
                }
            }
            other => filled.push(other.clone()),
        }
    }
    query.statements = filled;
    Ok(())
}

/// Returns the `let` that gives a parameter its value.
fn named<'s>(parameter: &Parameter<'s>, text: &str, values: &Values) -> Result<Let<'s>> {
    let (name, span) = (&parameter.name.text, parameter.name.span);
    let Some(kind) = parameter.kind else {
        let message = format!("the parameter {} of the query takes a table, and a request gives values", quoted(name));
        return Err(Diagnostic::error(Code::Semantic, message).at(span));
    };
    let (written, value) = match (values.get(&**name), &parameter.default) {
        (_, Some(default)) if kind == ColumnType::Dynamic => {
            let message = format!("the parameter {} of the query is dynamic, and has a default", quoted(name));
            return Err(Diagnostic::error(Code::Semantic, message).at(default.span));
        }
        (Some(value), _) => (&**value, parse_value(value, kind)),
        (None, Some(default)) => (default.span.of(text), default_value(default, text, kind)),
        (None, None) => {
            let message = format!("the parameter {} of the query has no value", quoted(name));
            let help = format!("`Parameters` in the `properties` of the request give it: {{\"{name}\": \"…\"}}");
            return Err(Diagnostic::error(Code::Semantic, message).at(span).help(help));
        }
    };
    let Some(value) = value else {
        let written = quoted(shortened_to(written, SHOWN));
        let message = format!("the parameter {} of the query is a `{kind}`, and {written} is none", quoted(name));
        return Err(Diagnostic::error(Code::Semantic, message).at(span));
    };
    let literal = Placed { part: Scalar::Literal(kind, value), span };
    Ok(Let { name: parameter.name.clone(), value: LetValue::Scalar(literal) })
}

/// Returns the value of a default. One of a text stands in quotes.
fn default_value(default: &Expr<'_>, text: &str, kind: ColumnType) -> Option<Value> {
    match &default.part {
        Scalar::Literal(found, value) if *found == kind => Some(value.clone()),
        _ if kind == ColumnType::String => None,
        _ => parse_value(default.span.of(text), kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse::parse_query;

    /// What a parameter of this type becomes by this value.
    fn filled(kind: &str, value: &str) -> Option<Value> {
        let text = format!("declare query_parameters(x: {kind}); T");
        let mut query = parse_query(&text).unwrap();
        let values = Values::from([("x".to_owned(), value.to_owned()), ("other".to_owned(), "1".to_owned())]);
        fill(&mut query, &text, &values).ok()?;
        match query.statements.remove(0) {
            Statement::Let(Let { value: LetValue::Scalar(Placed { part: Scalar::Literal(_, value), .. }), .. }) => {
                Some(value)
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn values_are_literals_of_their_types() {
        for (kind, written, also) in [
            ("long", "90", "long(90)"),
            ("long", "-90", "long(-90)"),
            ("int", "7", "int(7)"),
            ("real", "1.5", "real(1.5)"),
            ("real", "2", "real(2)"),
            ("bool", "true", "bool(true)"),
            ("datetime", "2026-01-31", "datetime(2026-01-31)"),
            ("timespan", "00:05:00", "5m"),
            ("guid", "0a1b2c3d-0000-4000-8000-000000000001", "guid(0a1b2c3d-0000-4000-8000-000000000001)"),
            ("string", "it's", "'it\\'s'"),
            ("dynamic", "[1, 'a']", "dynamic([1, \"a\"])"),
        ] {
            let value = filled(kind, written);
            assert!(value.is_some(), "{kind} {written}");
            assert_eq!(value, filled(kind, also), "{kind} {also}");
        }
        for (kind, written) in [
            ("long", "ninety"),
            ("long", "1.5"),
            ("long", "'90'"),
            ("int", "3000000000"),
            ("bool", "yes"),
            ("datetime", "soon"),
            ("dynamic", "[1"),
            ("long", "1; T"),
        ] {
            assert_eq!(filled(kind, written), None, "{kind} {written}");
        }
        assert_eq!(filled("string", "'; T"), Some(Value::from("'; T")), "what is no literal is all text");
    }
}
