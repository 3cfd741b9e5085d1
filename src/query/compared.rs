//! Comparisons of a column with a text that is never in it.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::column_form::{ColumnForm, Instead, forms};
use crate::model::command_kind::CommandKind;
use crate::model::name::Text;
use crate::query::tree::{Expr, LetValue, Named, Operator, Pipeline, Query, Scalar, Source, Statement};
use crate::syntax::ast::COMMAND_RESULTS;
use crate::table::Value;
use crate::text::quoted;

/// An operation that asks whether texts are equal.
struct Equality {
    name: &'static str,
    is_negated: bool,
}

const EQUALITIES: &[Equality] = &[
    Equality { name: "==", is_negated: false },
    Equality { name: "=~", is_negated: false },
    Equality { name: "in", is_negated: false },
    Equality { name: "in~", is_negated: false },
    Equality { name: "!=", is_negated: true },
    Equality { name: "!~", is_negated: true },
    Equality { name: "!in", is_negated: true },
    Equality { name: "!in~", is_negated: true },
];

/// Returns warnings of the comparisons in a query about an answer whose outcome is known beforehand: a column of a
/// known form with a text of another form.
#[must_use]
pub fn never_equal(query: &Query<'_>, kind: CommandKind) -> Vec<Diagnostic> {
    let forms = forms(kind.schema(), kind.is_cluster_scope()).collect();
    let mut reader = Reader { forms, warnings: Vec::new() };
    if !reader.forms.is_empty() {
        reader.query(query);
    }
    reader.warnings
}

struct Reader {
    /// The forms of the answer's columns.
    forms: Vec<&'static ColumnForm>,
    warnings: Vec<Diagnostic>,
}

impl Reader {
    fn query(&mut self, query: &Query<'_>) {
        for statement in &query.statements {
            match statement {
                Statement::Rows(rows) => self.pipeline(rows),
                Statement::Let(one) => match &one.value {
                    LetValue::Rows(rows) => self.pipeline(rows),
                    LetValue::Scalar(value) => self.value(value, &[]),
                    LetValue::Function(_, body) => self.query(body),
                },
                Statement::Scalar(value) => self.value(value, &[]),
                Statement::Parameters(..) | Statement::Other(_) => {}
            }
        }
    }

    /// Reads a pipeline: only the rows of the answer have columns of known forms.
    fn pipeline(&mut self, pipeline: &Pipeline<'_>) {
        let is_answer = match &pipeline.source {
            Source::Given => true,
            Source::Name(entity) => entity.name.text == COMMAND_RESULTS,
            _ => false,
        };
        let forms = if is_answer { self.forms.clone() } else { Vec::new() };
        self.steps(pipeline, forms);
    }

    /// Reads the operators of a pipeline. A column that one makes again has another meaning after it.
    fn steps(&mut self, pipeline: &Pipeline<'_>, mut forms: Vec<&'static ColumnForm>) {
        pipeline.source.pipelines().iter().for_each(|inner| self.pipeline(inner));
        for operator in &pipeline.operators {
            operator.part.values().into_iter().for_each(|value| self.value(value, &forms));
            forms.retain(|form| !makes(&operator.part, form.column));
            match &operator.part {
                // The query inside reads the columns of the row.
                Operator::MvApply(_, inner) => self.steps(inner, forms.clone()),
                other => other.pipelines().iter().for_each(|inner| self.pipeline(inner)),
            }
        }
    }

    fn value(&mut self, value: &Expr<'_>, forms: &[&'static ColumnForm]) {
        self.warnings.extend(forms.iter().filter_map(|form| compared(value, form)));
        match &value.part {
            Scalar::Literal(..) | Scalar::Name(_) | Scalar::Star => {}
            Scalar::Call(_, arguments) => arguments.iter().for_each(|argument| self.value(argument, forms)),
            Scalar::Member(whole, _) | Scalar::Named(_, whole) => self.value(whole, forms),
            Scalar::Index(whole, index) => {
                self.value(whole, forms);
                self.value(index, forms);
            }
            Scalar::Rows(rows) => self.pipeline(rows),
        }
    }
}

/// Returns whether an operator gives a column of this name another meaning.
fn makes(operator: &Operator<'_>, column: &str) -> bool {
    let names = |values: &[Named<'_>]| values.iter().flat_map(|named| &named.names).any(|name| name.text == column);
    match operator {
        Operator::Project(values)
        | Operator::Extend(values)
        | Operator::Serialize(values)
        | Operator::Distinct(values) => names(values),
        Operator::Summarize { aggregates, by } => names(aggregates) || names(by),
        Operator::ProjectRename(pairs) => pairs.iter().any(|(new, old)| new.text == column || old.text == column),
        Operator::MvExpand(expand) | Operator::MvApply(expand, _) => {
            expand.values.iter().flat_map(|(value, _)| &value.names).any(|name| name.text == column)
        }
        Operator::Parse(_)
        | Operator::Lookup(_)
        | Operator::Join(_)
        | Operator::Union(_)
        | Operator::GetSchema
        | Operator::Call(..) => true,
        Operator::Where(_)
        | Operator::ProjectAway(_)
        | Operator::ProjectKeep(_)
        | Operator::ProjectReorder(_)
        | Operator::Sort(_)
        | Operator::Top(..)
        | Operator::Take(_)
        | Operator::Count(_)
        | Operator::Render
        | Operator::As(_)
        | Operator::Consume => false,
    }
}

fn compared(value: &Expr<'_>, form: &ColumnForm) -> Option<Diagnostic> {
    let Scalar::Call(operation, operands) = &value.part else { return None };
    let equality = EQUALITIES.iter().find(|known| operation.text == known.name)?;
    operands.iter().find(|operand| matches!(&operand.part, Scalar::Name(name) if name.text == form.column))?;
    let misfit = |operand: &Expr<'_>| match &operand.part {
        Scalar::Literal(_, Value::Text(text)) => {
            Some(text.to_string()).filter(|text| !text.is_empty() && !(form.fits)(text))
        }
        _ => None,
    };
    let (operand, text) = operands.iter().find_map(|one| Some((one, misfit(one)?)))?;
    let is = if equality.is_negated { "always other than" } else { "never equal to" };
    let message = format!("{} is {is} {}: its values look like {}", quoted(form.column), quoted(&text), (form.reads)());
    let warning = Diagnostic::warning(Code::BadRequest, message).at(operand.span);
    let help = (form.instead)(&text).map(|instead| {
        let (sign, text) = match (&instead, equality.is_negated) {
            (Instead::Equals(text), false) => ("==", text),
            (Instead::Equals(text), true) => ("!=", text),
            (Instead::EndsWith(text), false) => ("endswith", text),
            (Instead::EndsWith(text), true) => ("!endswith", text),
        };
        format!("write {}", quoted(format!("{} {sign} {}", form.column, Text(text))))
    });
    Some(help.into_iter().fold(warning, Diagnostic::help))
}
