//! Comparisons of a column with a text that is never in it.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::column_form::{ColumnForm, forms};
use crate::query::parts::{Part, parts};
use crate::query::tree::{Expr, Named, Operator, Query, Scalar};
use crate::table::{Schema, Value};
use crate::text::quoted;

/// Operations that ask whether texts are equal, and what is said of them where they never are.
const EQUALITIES: &[(&str, &str)] = &[
    ("==", "never equal to"),
    ("=~", "never equal to"),
    ("in", "never equal to"),
    ("in~", "never equal to"),
    ("!=", "always other than"),
    ("!~", "always other than"),
    ("!in", "always other than"),
    ("!in~", "always other than"),
];

/// Returns warnings of the comparisons in a query about an answer whose outcome is known beforehand: a column of a
/// known form with a text of another form. A column that an operator makes again is not looked at any more.
#[must_use]
pub fn never_equal(query: &Query<'_>, answer: Schema) -> Vec<Diagnostic> {
    let mut forms: Vec<&ColumnForm> = forms(answer).collect();
    let mut warnings = Vec::new();
    for part in parts(query) {
        match part {
            Part::Operator(operator) => forms.retain(|form| !makes(&operator.part, form.column)),
            Part::Value(value) => warnings.extend(forms.iter().filter_map(|form| compared(value, form))),
            Part::Source(..) => {}
        }
    }
    warnings
}

/// Returns whether an operator gives a column of this name another meaning.
fn makes(operator: &Operator<'_>, column: &str) -> bool {
    let names = |values: &[Named<'_>]| values.iter().flat_map(|named| &named.names).any(|name| name.text == column);
    match operator {
        Operator::Project(values) | Operator::Extend(values) | Operator::Serialize(values) => names(values),
        Operator::Summarize { aggregates, by } => names(aggregates) || names(by),
        Operator::ProjectRename(pairs) => pairs.iter().any(|(new, old)| new.text == column || old.text == column),
        Operator::MvExpand(expand) | Operator::MvApply(expand, _) => {
            expand.values.iter().flat_map(|(value, _)| &value.names).any(|name| name.text == column)
        }
        Operator::Parse(_) | Operator::Lookup(_) | Operator::Join(_) | Operator::Union(_) | Operator::GetSchema => true,
        _ => false,
    }
}

fn compared(value: &Expr<'_>, form: &ColumnForm) -> Option<Diagnostic> {
    let Scalar::Call(operation, operands) = &value.part else { return None };
    let (_, is) = EQUALITIES.iter().find(|(known, _)| operation.text == *known)?;
    let is_column = |operand: &&Expr<'_>| matches!(&operand.part, Scalar::Name(name) if name.text == form.column);
    let column = operands.iter().find(is_column)?;
    let text = |operand: &Expr<'_>| match &operand.part {
        Scalar::Literal(_, Value::Text(text)) => Some(text.to_string()),
        _ => None,
    };
    let misfits = |text: &String| !text.is_empty() && !(form.fits)(text);
    let (operand, text) = operands.iter().find_map(|one| Some((one, text(one).filter(misfits)?)))?;
    let message = format!("{} is {is} {}: it reads {}", quoted(form.column), quoted(&text), form.reads);
    let warning = Diagnostic::warning(Code::BadRequest, message).at(operand.span);
    let negation = if is.starts_with("always") { "!" } else { "" };
    let help = (form.instead)(&text).map(|instead| match instead.strip_prefix("==") {
        Some(rest) if !negation.is_empty() => format!("write `{} !={rest}`", form.column),
        _ => format!("write `{} {negation}{instead}`", form.column),
    });
    Some(help.into_iter().fold(warning, Diagnostic::help)).filter(|_| column.span != operand.span)
}
