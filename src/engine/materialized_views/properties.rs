//! Properties of views that need others, or a query of a certain kind
//! (`includes/materialized-view-create-properties.md`;
//! `materialized-view-create.md`, *Lookback period*, *Backfill a materialized view*, *Backfill by move extents*;
//! `materialized-views-limitations.md`).

use crate::catalog::body::materialized_views::MaterializedView;
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::Refusal;
use crate::engine::materialized_views::rules::{Aggregation, aggregate, aggregation, is_bin};
use crate::model::property::Property;
use crate::query::operator::OperatorKind;
use crate::query::parts::{Part, parts};
use crate::query::tree::{Expr, Operator, Query, Scalar};
use crate::query::words;
use crate::syntax::ast::PropertyValues;
use crate::syntax::ast::materialized_views::DefineView;
use crate::syntax::ast::materialized_views::properties::{
    AUTO_UPDATE_SCHEMA, BACKFILL, EXTENTS_TIME, LOOKBACK, LOOKBACK_COLUMN, MOVE_EXTENTS_FROM,
};
use crate::table::{Column, ColumnType};
use crate::text::{Span, few, nearest, quoted};

/// The aggregations that keep whole records.
const KEEPING_RECORDS: &[&str] = &["arg_max", "arg_min", "take_any"];

/// Aggregations that a view stores otherwise than as their result.
const STORED_OTHERWISE: &[&str] = &["avg", "avgif", "dcount", "dcountif"];

/// Checks the properties that a command gives; `after` is the view that it makes, `columns` are its columns if they are
/// known. Returns what there is to know besides.
pub(super) fn check(
    command: &DefineView<'_>,
    after: &MaterializedView,
    query: &Query<'_>,
    columns: Option<&[Column]>,
) -> Result<Vec<Diagnostic>> {
    let Some(aggregation) = aggregation(query) else { return Ok(Vec::new()) };
    let given = |property: &Property| command.properties.get(property.name).is_some();
    let refused =
        |property: &Property, message: String| Refusal::BadRequest(message).at(place(&command.properties, property));
    let mut warnings = Vec::new();
    if given(&LOOKBACK_COLUMN) && after.lookback.is_none() {
        let message = format!("`{}` needs `{}`", LOOKBACK_COLUMN.name, LOOKBACK.name);
        return Err(refused(&LOOKBACK_COLUMN, message).help(format!("write `{}=1d` beside it", LOOKBACK.name)));
    }
    if given(&LOOKBACK_COLUMN)
        && let Some(columns) = columns
    {
        let place = place(&command.properties, &LOOKBACK_COLUMN);
        lookback_column(after, columns).map_err(|error| error.at(place))?;
        let mut keys = columns.iter().take(aggregation.keys.len());
        if let Some(key) = keys.find(|key| after.lookback_column.as_deref() == Some(&*key.name)) {
            let message = format!("{} is a key of the view, and need not be named", quoted(&key.name));
            let warning = Diagnostic::warning(Code::BadRequest, message).at(place);
            warnings.push(warning.help("a lookback column helps where it is another datetime"));
        }
    }
    if given(&LOOKBACK) {
        default_lookback(after, query).map_err(|error| error.at(place(&command.properties, &LOOKBACK)))?;
    }
    if command.properties.flag(&AUTO_UPDATE_SCHEMA) == Some(true) {
        auto_update(query).map_err(|error| error.at(place(&command.properties, &AUTO_UPDATE_SCHEMA)))?;
    }
    if command.properties.flag(&EXTENTS_TIME) == Some(true) {
        let keys = aggregation.keys.iter();
        let mut bins = keys.enumerate().filter(|(_, key)| is_bin(key, query));
        // Keys are the first columns of a view.
        let is_time =
            |place: usize| columns.and_then(|all| all.get(place)).is_none_or(|one| one.kind == ColumnType::DateTime);
        if !bins.any(|(place, _)| is_time(place)) {
            let message = format!("`{}` needs a key that is a `bin(…)` of a datetime", EXTENTS_TIME.name);
            return Err(refused(&EXTENTS_TIME, message).help("add such a key: `by bin(Timestamp, 1d)`"));
        }
        if command.properties.flag(&BACKFILL) != Some(true) {
            let message = format!("`{}` has no effect without `{}=true`", EXTENTS_TIME.name, BACKFILL.name);
            let warning = Diagnostic::warning(Code::BadRequest, message);
            warnings.push(warning.at(place(&command.properties, &EXTENTS_TIME)));
        }
    }
    if given(&MOVE_EXTENTS_FROM)
        && let Some(name) = names(aggregation).find(|name| STORED_OTHERWISE.contains(name))
    {
        let message = format!("`{}` can't fill a view that aggregates by {}", MOVE_EXTENTS_FROM.name, quoted(name));
        let help = "the view stores other data than the result; backfill it from its source";
        return Err(refused(&MOVE_EXTENTS_FROM, message).help(help));
    }
    Ok(warnings)
}

fn names<'q>(aggregation: Aggregation<'q, '_>) -> impl Iterator<Item = &'q str> {
    aggregation.values.iter().filter_map(|named| aggregate(&named.value))
}

/// Refuses a column that the view does not have, or that is no datetime.
fn lookback_column(after: &MaterializedView, columns: &[Column]) -> Result<()> {
    let Some(name) = after.lookback_column.as_deref() else { return Ok(()) };
    let names = || columns.iter().map(|column| &*column.name);
    match columns.iter().find(|column| *column.name == *name) {
        Some(column) if column.kind == ColumnType::DateTime => Ok(()),
        Some(column) => {
            let message = format!("the lookback is measured on a datetime, and `{name}` is a {}", column.kind);
            Err(Refusal::BadRequest(message).into())
        }
        None => {
            let error: Diagnostic = Refusal::BadRequest(format!("the view has no column `{name}`")).into();
            let error = error.did_you_mean(nearest(name, names()));
            Err(error.help(format!("its columns are {}", few(names().map(quoted).collect(), "and"))))
        }
    }
}

/// Refuses a lookback that is measured on the time of ingestion where the view does not keep it.
pub(super) fn default_lookback(after: &MaterializedView, query: &Query<'_>) -> Result<()> {
    let Some(aggregation) = aggregation(query).filter(|_| after.lookback.is_some() && after.lookback_column.is_none())
    else {
        return Ok(());
    };
    let help = format!("name a datetime of the view: `{}='Timestamp'`", LOOKBACK_COLUMN.name);
    let refused = |why: String| {
        let (lookback, column) = (LOOKBACK.name, LOOKBACK_COLUMN.name);
        let message = format!("`{lookback}` without `{column}` goes by the time of ingestion, {why}");
        let error: Diagnostic = Refusal::BadRequest(message).into();
        Err(error.help(help.clone()))
    };
    if let Some(name) = names(aggregation).find(|name| !KEEPING_RECORDS.contains(name)) {
        return refused(format!("which is lost where a view aggregates by {}", quoted(name)));
    }
    let lost = parts(query).into_iter().find_map(|part| match part {
        Part::Operator(operator) => match &operator.part {
            Operator::Call(_, plugin, _) if plugin.text == words::PIVOT => Some(words::PIVOT),
            part => Some(part.kind()).filter(|kind| *kind == OperatorKind::MvExpand).map(OperatorKind::name),
        },
        _ => None,
    });
    lost.map_or(Ok(()), |operator| refused(format!("which is lost after {}", quoted(operator))))
}

/// Refuses to follow the columns of the source where the view does not take all of them.
pub(super) fn auto_update(query: &Query<'_>) -> Result<()> {
    let Some(aggregation) = aggregation(query) else { return Ok(()) };
    let takes_all = |value: &Expr<'_>| {
        let keeps = aggregate(value).is_some_and(|name| KEEPING_RECORDS.contains(&name));
        let Scalar::Call(_, arguments) = &value.part else { return false };
        keeps && arguments.iter().any(|argument| matches!(argument.part, Scalar::Star))
    };
    if aggregation.values.iter().all(|named| takes_all(&named.value)) {
        return Ok(());
    }
    let forms = "`arg_max(Timestamp, *)`, `arg_min(Timestamp, *)` or `take_any(*)`";
    let message = format!("`{}` needs a view that takes all columns: {forms}", AUTO_UPDATE_SCHEMA.name);
    Err(Refusal::BadRequest(message).into())
}

/// Returns where the name of a property stands.
pub(super) fn place(properties: &PropertyValues<'_>, property: &Property) -> Span {
    properties.get(property.name).map_or_else(Span::default, |value| value.span)
}
