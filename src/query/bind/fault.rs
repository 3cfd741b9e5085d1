//! Why a query can't be bound.

use crate::diagnostic::{Code, Diagnostic};
use crate::query::signature::Mismatch;
use crate::query::tree::Expr;
use crate::query::{aggregates, functions, operator};
use crate::syntax::literal::Name;
use crate::table::{Column, ColumnType};
use crate::text::{Span, counted, few, nearest, quoted};

use super::scope::Groups;

/// Returns an error about a query.
pub(super) fn error(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::error(Code::Semantic, message).at(span)
}

/// Returns that a name is no column; where there are no columns, that it stands for nothing.
pub(super) fn no_column(name: &Name<'_>, columns: &[Column]) -> Diagnostic {
    let names: Vec<&str> = columns.iter().map(|column| &*column.name).collect();
    let said = match names.as_slice() {
        [] => {
            let error = error(format!("{} stands for no value here", quoted(&name.text)), name.span);
            return error.help("a value that is the same for every row stands here: a literal, or what `let` names");
        }
        [only] => format!("the only column is {}", quoted(only)),
        names => format!("the columns are {}", few(names.iter().map(quoted).collect(), "and")),
    };
    let error = error(format!("there is no column {}", quoted(&name.text)), name.span);
    error.did_you_mean(nearest(&name.text, names)).help(said)
}

/// Returns that a statement, which reads as one, is not interpreted where it stands.
pub(super) fn not_interpreted(span: Span) -> Diagnostic {
    Diagnostic::error(Code::NotInterpreted, "this statement is not interpreted").at(span)
}

/// Returns that a table of a database has no rows here.
pub(super) fn no_table(name: &Name<'_>, span: Span) -> Diagnostic {
    no_rows(&format!("table {}", quoted(&name.text)), span)
}

/// Returns that something which is not in the query has no rows here.
pub(super) fn no_rows(of: &str, span: Span) -> Diagnostic {
    let error = Diagnostic::error(Code::NotInterpreted, format!("kmgmt has no rows of {of}")).at(span);
    error.help("rows come from the command before the pipe, `datatable`, `range`, `print`, or what `let` names")
}

/// Returns that a name is no function; where aggregates are taken, they are meant first.
pub(super) fn no_function(name: &Name<'_>, groups: &Groups) -> Diagnostic {
    if functions::WITHOUT_PAGE.contains(&&*name.text) {
        let error = Diagnostic::error(Code::NotInterpreted, format!("kmgmt has no operator {}", quoted(&name.text)));
        return error.at(name.span).help("`has`, `contains`, `startswith` and `matches regex` look into texts");
    }
    let (scalar, aggregate) = (functions::near(&name.text), aggregates::near(&name.text));
    let is_aggregate = matches!(groups, Groups::Of(..)) && (aggregate.is_some() || scalar.is_none());
    let (near, list) = match is_aggregate {
        true => (aggregate, format!("the aggregates are listed in {}", page(aggregates::PAGE))),
        false => (scalar.or(aggregate), format!("the functions are listed in {}", page(functions::PAGE))),
    };
    let error = Diagnostic::error(Code::NotInterpreted, format!("kmgmt has no function {}", quoted(&name.text)));
    error.at(name.span).did_you_mean(near).help(list)
}

/// Returns that an aggregate stands where none is taken.
pub(super) fn stray_aggregate(name: &Name<'_>, in_aggregate: bool) -> Diagnostic {
    let why = if in_aggregate { "and stands inside another one" } else { "and `summarize` alone takes one" };
    error(format!("{} is an aggregate, {why}", quoted(&name.text)), name.span)
}

/// What is called, for messages about its arguments.
#[derive(Clone, Copy)]
pub(super) struct Called<'c> {
    pub(super) name: &'c Name<'c>,
    pub(super) form: &'static str,
    pub(super) page: &'static str,
    pub(super) span: Span,
}

/// Returns why the arguments of a call do not fit.
pub(super) fn mismatch(called: Called<'_>, arguments: &[&Expr<'_>], types: &[ColumnType], why: Mismatch) -> Diagnostic {
    let name = quoted(&called.name.text);
    let at = |place: usize| arguments.get(place).map_or(called.span, |argument| argument.span);
    let error = match why {
        Mismatch::Count { least, most } => {
            let takes = match most {
                Some(most) if most == least => counted(most, "argument"),
                Some(most) => format!("{least} to {}", counted(most, "argument")),
                None => format!("at least {}", counted(least, "argument")),
            };
            error(format!("{name} takes {takes}, and has {}", arguments.len()), called.span)
        }
        Mismatch::Type { place, takes } => {
            let kind = types.get(place).copied().unwrap_or(ColumnType::Dynamic);
            error(format!("{name} takes {takes} here, and this is {}", a(kind)), at(place))
        }
        Mismatch::Together => {
            let kinds: Vec<String> = types.iter().copied().map(a).collect();
            error(format!("{name} does not take {} together", few(kinds, "and")), called.span)
        }
        Mismatch::Value { place, reason, help } => {
            let error = error(reason, at(place));
            help.into_iter().fold(error, Diagnostic::help)
        }
    };
    error.help(format!("it is written {}, see {}", quoted(called.form), page(called.page)))
}

/// Returns the address of a page of the language reference, by its file.
fn page(file: &str) -> String {
    operator::page(file.trim_end_matches(".md"))
}

/// Returns the type with its article.
pub(super) fn a(kind: ColumnType) -> String {
    match kind {
        ColumnType::Int => "an int".to_owned(),
        ColumnType::Dynamic => "a dynamic value".to_owned(),
        kind => format!("a {kind}"),
    }
}
