//! The rules about the operators and functions in the query of a view (`materialized-view-create.md`, *Query parameter*
//! and *Supported aggregation functions*). Places are those in the query.

use crate::catalog::body::materialized_views::MaterializedView;
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::Refusal;
use crate::engine::queries::{ReadQuery, as_let, is_aggregate};
use crate::query::aggregates;
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::operator::OperatorKind;
use crate::query::parse::parse_query;
use crate::query::parts::{self, Part, parts};
use crate::query::tree::{Expr, Named, Operator, Pipeline, Query, Scalar, Source, Statement};
use crate::query::words;
use crate::syntax::literal::Name;
use crate::text::{Span, quoted, sentence_list};

/// Operators that the query can't have, and what to do instead.
const OPERATORS: &[(OperatorKind, &str)] = &[
    (OperatorKind::Sort, "sort the rows where the view is read"),
    (OperatorKind::Top, "take the first rows where the view is read; `arg_max(…)` keeps the last record of a key"),
    (OperatorKind::TopNested, "take the first rows where the view is read"),
    (OperatorKind::Partition, "aggregate `by` the column instead"),
    (OperatorKind::Serialize, "number the rows where the view is read"),
];

/// Functions that the query can't call, since what they give changes with time.
const FUNCTIONS: &[&str] = &["now", "ago"];

/// Plugins whose columns depend on the rows: the view is disabled when they change.
const PLUGINS: &[&str] = &["bag_unpack", words::PIVOT];

/// Plugins that ask other services as the caller.
const CALLOUTS: &[&str] = &["azure_digital_twins_query_request", "sql_request"];

/// The aggregations that a view can have.
#[rustfmt::skip]
const AGGREGATES: &[&str] = &[
    "count", "countif", "dcount", "dcountif", "min", "max", "avg", "avgif", "sum", "sumif", "arg_max", "arg_min",
    "take_any", "take_anyif", "hll", "make_set", "make_list", "make_bag", "percentile", "percentiles", "tdigest",
];

/// Former names of aggregations (`query/take-any-aggregation-function.md`, `query/make-set-aggregation-function.md`,
/// `query/make-list-aggregation-function.md`).
const FORMER: &[(&str, &str)] =
    &[("any", "take_any"), ("anyif", "take_anyif"), ("makeset", "make_set"), ("makelist", "make_list")];

/// What a view aggregates.
#[derive(Clone, Copy)]
pub(super) struct Aggregation<'q, 's> {
    /// The aggregates.
    pub(super) values: &'q [Named<'s>],
    /// The keys.
    pub(super) keys: &'q [Named<'s>],
    /// Where it stands.
    span: Span,
}

/// Returns the `summarize` that the query ends in.
pub(super) fn aggregation<'q, 's>(query: &'q Query<'s>) -> Option<Aggregation<'q, 's>> {
    let last = last_pipeline(query)?.operators.last()?;
    match &last.part {
        Operator::Summarize { aggregates, by } => Some(Aggregation { values: aggregates, keys: by, span: last.span }),
        _ => None,
    }
}

fn last_pipeline<'q, 's>(query: &'q Query<'s>) -> Option<&'q Pipeline<'s>> {
    match query.statements.last()? {
        Statement::Rows(rows) => Some(rows),
        _ => None,
    }
}

/// Returns where the rows of the query come from first.
pub(super) fn first_source(query: &Query<'_>) -> Option<Span> {
    match &last_pipeline(query)?.source {
        Source::Name(entity) | Source::Call(entity, _) => Some(entity.span),
        _ => None,
    }
}

/// Checks a query; returns what there is to know besides.
pub(super) fn check(query: &Query<'_>, text: &str) -> Result<Vec<Diagnostic>> {
    let warnings = check_parts(query)?;
    aggregates_once(query)?;
    let Some(aggregation) = aggregation(query) else { return Ok(warnings) };
    let is_empty = aggregation.values.is_empty();
    if is_empty || aggregation.keys.is_empty() {
        let what = if is_empty { "an aggregation, such as `count()`" } else { "a key after `by`" };
        let message = format!("the `summarize` of a materialized view has {what}, and this has none");
        return Err(refused(message, aggregation.span));
    }
    aggregation.values.iter().try_for_each(|named| supported(&named.value, text))?;
    Ok(warnings)
}

/// Checks the operators and values of a query, or of a function that it calls.
fn check_parts(query: &Query<'_>) -> Result<Vec<Diagnostic>> {
    let mut warnings = Vec::new();
    for part in parts(query) {
        match part {
            Part::Operator(operator) => {
                if let Some(refusal) = forbidden(operator.part.kind(), operator.span) {
                    return Err(refusal);
                }
                if let Operator::Call(_, plugin, _) = &operator.part {
                    warnings.extend(check_plugin(plugin)?);
                }
            }
            Part::Value(value) => now(value)?,
            Part::Source(..) => {}
        }
    }
    Ok(warnings)
}

/// Checks the functions that a query calls, as if their bodies stood in it.
pub(super) fn check_functions(query: &ReadQuery<'_, '_, '_>) -> Result<Vec<Diagnostic>> {
    let mut warnings = Vec::new();
    for (read, function) in query.functions() {
        let name = quoted(&read.name);
        let here = |error: Diagnostic| {
            let error = Diagnostic { labels: Vec::new(), ..error }.at(read.span);
            error.help(format!("the function {name} has it"))
        };
        match parse_query(&as_let(&read.name, function)) {
            Ok(body) => {
                warnings.extend(check_parts(&body).map_err(here)?.into_iter().map(here));
                if !summarizes(&body).is_empty() {
                    let message = format!(
                        "the query of a materialized view has one `summarize`, and the function {name} has another"
                    );
                    return Err(refused(message, read.span).help("aggregate in the query of the view alone"));
                }
            }
            Err(QueryError { kind: QueryErrorKind::NotInterpreted(kind), span }) => {
                forbidden(kind, span).map_or(Ok(()), |refusal| Err(here(refusal)))?;
            }
            Err(_) => {}
        }
    }
    Ok(warnings)
}

/// Returns where the query aggregates.
fn summarizes(query: &Query<'_>) -> Vec<Span> {
    let operators = parts(query).into_iter().filter_map(|part| match part {
        Part::Operator(operator) => Some(operator),
        _ => None,
    });
    operators.filter(|one| one.part.kind() == OperatorKind::Summarize).map(|one| one.span).collect()
}

/// Returns the refusal of an operator that the query can't have.
pub(super) fn forbidden(kind: OperatorKind, span: Span) -> Option<Diagnostic> {
    let (kind, help) = OPERATORS.iter().find(|(own, _)| *own == kind)?;
    let message = format!("the query of a materialized view can't use {}", quoted(kind.name()));
    Some(refused(message, span).help(*help))
}

fn refused(message: String, span: Span) -> Diagnostic {
    Refusal::BadRequest(message).at(span)
}

/// Refuses what depends on the time when it runs.
fn now(value: &Expr<'_>) -> Result<()> {
    match &value.part {
        Scalar::Call(name, _) if FUNCTIONS.contains(&&*name.text) => {
            let message = format!("the query of a materialized view can't use `{}()`", name.text);
            let help = "the retention policy of the view limits the time that it covers";
            Err(refused(message, value.span).help(help))
        }
        _ => Ok(()),
    }
}

/// Refuses a plugin that acts as the caller, and warns of one whose columns depend on the rows.
fn check_plugin(plugin: &Name<'_>) -> Result<Option<Diagnostic>> {
    let name = &*plugin.text;
    if CALLOUTS.contains(&name) {
        let message = format!("the query of a materialized view can't use the plugin {}", quoted(name));
        let help = "it asks another service as the caller; bring the data into a table of the database";
        return Err(refused(message, plugin.span).help(help));
    }
    Ok(PLUGINS.contains(&name).then(|| by_rows(name, plugin.span)))
}

/// Warns of a plugin whose columns are those that the rows have (*Supported properties*, warning).
fn by_rows(plugin: &str, span: Span) -> Diagnostic {
    let message = format!("the columns that {} gives depend on the rows", quoted(plugin));
    Diagnostic::warning(Code::BadRequest, message)
        .at(span)
        .help("the service disables the view when its columns change; take the properties out one by one")
}

/// Checks that the query has one `summarize`, and that it is the last operator.
fn aggregates_once(query: &Query<'_>) -> Result<()> {
    let ends = "the query of a materialized view ends in `summarize`";
    let all = summarizes(query);
    let last = last_pipeline(query).and_then(|rows| rows.operators.last());
    match (all.as_slice(), last) {
        ([_], Some(last)) if last.part.kind() == OperatorKind::Summarize => Ok(()),
        ([_, second, ..], _) => {
            let message = format!("the query of a materialized view has one `summarize`, and this has {}", all.len());
            Err(refused(message, *second).help("make a view of each, or aggregate the view where it is read"))
        }
        ([], _) => {
            let whole = query.statements.last().map_or(Span::at(0), statement_span);
            Err(refused(format!("{ends}, and this has none"), whole))
        }
        ([_], Some(last)) => {
            let message = format!("{ends}, and this ends in {}", quoted(last.part.kind().name()));
            Err(refused(message, last.span).help("what follows it is written where the view is read"))
        }
        ([only], None) => Err(refused(format!("{ends}, and this ends in a name"), *only)),
    }
}

fn statement_span(statement: &Statement<'_>) -> Span {
    match statement {
        Statement::Let(one) => one.name.span,
        Statement::Parameters(_, span) | Statement::Other(span) => *span,
        Statement::Rows(rows) => rows.span,
        Statement::Scalar(value) => value.span,
    }
}

/// Refuses what is no aggregation that a view can have.
fn supported(value: &Expr<'_>, text: &str) -> Result<()> {
    if let Some(name) = aggregate(value) {
        if AGGREGATES.contains(&name) {
            return Ok(());
        }
        let names: Vec<String> = AGGREGATES.iter().map(quoted).collect();
        let message = format!("a materialized view can't aggregate by {}", quoted(name));
        return Err(refused(message, value.span).help(format!("it can by {}", sentence_list(&names, "and"))));
    }
    let message =
        format!("{} is no aggregation by itself, and a materialized view has only such", quoted(value.span.of(text)));
    let help = "aggregate each part in a column of its own, and compute with the columns where the view is read";
    Err(refused(message, value.span).help(help))
}

/// Returns the aggregate that a value is a call of, by its name of today; one that kmgmt does not compute too.
pub(super) fn aggregate<'q>(value: &'q Expr<'_>) -> Option<&'q str> {
    let Scalar::Call(name, _) = &value.part else { return None };
    if let Some((_, today)) = FORMER.iter().find(|(former, _)| *former == name.text) {
        return Some(today);
    }
    let computed = aggregates::find(&name.text).map(|aggregate| aggregate.name);
    computed.or_else(|| Some(&*name.text).filter(|name| is_aggregate(name)))
}

/// Refuses other keys than the view has (`materialized-view-alter.md`, *Limitations*).
pub(super) fn check_change(before: &MaterializedView, query: &Query<'_>, text: &str) -> Result<()> {
    let Ok(held_query) = parse_query(&before.query) else { return Ok(()) };
    let (Some(held), Some(given)) = (aggregation(&held_query), aggregation(query)) else { return Ok(()) };
    let held = written(held.keys, &held_query, &before.query);
    let own = written(given.keys, query, text);
    if held == own {
        return Ok(());
    }
    let span = given.keys.first().zip(given.keys.last()).map(|(first, last)| first.value.span.to(last.value.span));
    let message = "the keys of a materialized view can't be changed".to_owned();
    let held: Vec<String> = held.iter().map(quoted).collect();
    let help = format!("it is aggregated by {}; drop the view and create it again", sentence_list(&held, "and"));
    Err(refused(message, span.unwrap_or(given.span)).help(help))
}

/// Returns the keys without white space, sorted: of a column that the query makes, what it is made of.
fn written(keys: &[Named<'_>], query: &Query<'_>, text: &str) -> Vec<String> {
    let own = |named: &Named<'_>| {
        let made = match (named.names.as_slice(), &named.value.part) {
            ([], Scalar::Name(column)) => made(column, query),
            _ => None,
        };
        let named = made.unwrap_or(named);
        let names: String = named.names.iter().map(|name| format!("{}=", name.text)).collect();
        let value: String = named.value.span.of(text).split_whitespace().collect();
        format!("{names}{value}")
    };
    let mut all: Vec<String> = keys.iter().map(own).collect();
    all.sort_unstable();
    all
}

/// Returns whether a key is a `bin(…)`: itself, or as the column that an operator before made.
pub(super) fn is_bin(key: &Named<'_>, query: &Query<'_>) -> bool {
    let is_call = |value: &Expr<'_>| matches!(&value.part, Scalar::Call(name, _) if name.text == "bin");
    match &key.value.part {
        Scalar::Name(column) => made(column, query).is_some_and(|named| is_call(&named.value)),
        _ => is_call(&key.value),
    }
}

/// Returns how `extend` or `project` makes a column, the last time that one does.
fn made<'q, 's>(column: &Name<'_>, query: &'q Query<'s>) -> Option<&'q Named<'s>> {
    let values = |part| match part {
        Part::Operator(operator) => match &operator.part {
            Operator::Extend(values) | Operator::Project(values) => Some(values),
            _ => None,
        },
        _ => None,
    };
    let mut all = parts(query).into_iter().filter_map(values).flatten().rev();
    all.find(|named| named.names.iter().any(|name| name.text == column.text))
}

/// Returns the names in the keys of the view whose query this is.
pub(in crate::engine) fn names_of_keys(query: &Query<'_>) -> Vec<String> {
    let keys = aggregation(query).map(|aggregation| aggregation.keys).unwrap_or_default();
    let of = |named: &Named<'_>| match named.names.is_empty() {
        true => parts::names_in(&named.value).into_iter().map(|name| name.text.clone().into_owned()).collect(),
        false => named.names.iter().map(|name| name.text.clone().into_owned()).collect::<Vec<String>>(),
    };
    keys.iter().flat_map(of).collect()
}
