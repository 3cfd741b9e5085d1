//! Properties of views that need others, or a query of a certain kind
//! (`includes/materialized-view-create-properties.md`;
//! `materialized-view-create.md`, *Lookback period*, *Backfill a materialized view*, *Backfill by move extents*;
//! `materialized-views-limitations.md`).

use crate::catalog::body::materialized_views::{KEEPING_RECORDS, MaterializedView};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::Refusal;
use crate::engine::materialized_views::rules::{Aggregation, aggregate, aggregation, is_bin};
use crate::model::property::Property;
use crate::model::timespan::TimeSpan;
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

/// Aggregations that a view stores otherwise than as their result.
const STORED_OTHERWISE: &[&str] = &["avg", "avgif", "dcount", "dcountif"];

/// What a command defines, and what is known of its query.
#[derive(Clone, Copy)]
pub(super) struct Defined<'d> {
    /// The command.
    pub(super) command: &'d DefineView<'d>,
    /// The view that it makes.
    pub(super) after: &'d MaterializedView,
    /// Its query.
    pub(super) query: &'d Query<'d>,
    /// Its columns, if they are known.
    pub(super) columns: Option<&'d [Column]>,
}

/// Checks the properties that a view has after a command, those that it had before too. Returns what there is to know
/// besides.
pub(super) fn check(defined: Defined<'_>) -> Result<Vec<Diagnostic>> {
    let Some(aggregation) = aggregation(defined.query) else { return Ok(Vec::new()) };
    let mut warnings = Vec::new();
    warnings.extend(defined.lookback(aggregation)?);
    if defined.after.auto_update_schema {
        auto_update(defined.query)
            .map_err(|error| defined.held(error, &AUTO_UPDATE_SCHEMA, "`with (autoUpdateSchema=false)` ends that"))?;
    }
    warnings.extend(defined.extents_time(aggregation)?);
    defined.moved_extents(aggregation)?;
    Ok(warnings)
}

impl Defined<'_> {
    fn refused(self, property: &Property, message: String) -> Diagnostic {
        Refusal::BadRequest(message).at(place(&self.command.properties, property))
    }

    fn gives(self, property: &Property) -> bool {
        self.command.properties.get(property.name).is_some()
    }

    /// Returns the error at the property; where the view has it from before, at the query, with what to do then.
    fn held(self, error: Diagnostic, property: &Property, advice: &str) -> Diagnostic {
        if self.gives(property) {
            return error.at(place(&self.command.properties, property));
        }
        let (name, view) = (property.name, &self.command.name);
        error.at(self.command.query.span).help(format!("`{view}` has `{name}` from before; {advice}"))
    }

    /// Checks `lookback` and `lookback_column`; warns of a column that is a key.
    fn lookback(self, aggregation: Aggregation<'_, '_>) -> Result<Option<Diagnostic>> {
        let after = self.after;
        positive(after.lookback).map_err(|error| self.held(error, &LOOKBACK, "give another one"))?;
        let Some(column) = after.lookback_column.as_deref() else {
            default_lookback(after, self.query).map_err(|error| {
                self.held(error, &LOOKBACK, "`.alter materialized-view … lookback timespan(null)` ends that")
            })?;
            return Ok(None);
        };
        if after.lookback.is_none() {
            let message = format!("`{}` needs `{}`", LOOKBACK_COLUMN.name, LOOKBACK.name);
            return Err(self
                .refused(&LOOKBACK_COLUMN, message)
                .help(format!("write `{}=1d` beside it", LOOKBACK.name)));
        }
        let Some(columns) = self.columns else { return Ok(None) };
        lookback_column(column, columns).map_err(|error| self.held(error, &LOOKBACK_COLUMN, "it can't be changed"))?;
        let mut keys = columns.iter().take(aggregation.keys.len());
        let is_key = self.gives(&LOOKBACK_COLUMN) && keys.any(|key| key.name == column);
        Ok(is_key.then(|| {
            let message = format!("{} is a key of the view, and need not be named", quoted(column));
            let warning = Diagnostic::warning(Code::BadRequest, message);
            warning
                .at(place(&self.command.properties, &LOOKBACK_COLUMN))
                .help("a lookback column helps where it is another datetime")
        }))
    }

    /// Checks `updateExtentsCreationTime`; warns where it has no effect.
    fn extents_time(self, aggregation: Aggregation<'_, '_>) -> Result<Option<Diagnostic>> {
        let properties = &self.command.properties;
        if properties.flag(&EXTENTS_TIME) != Some(true) {
            return Ok(None);
        }
        let mut bins = aggregation.keys.iter().enumerate().filter(|(_, key)| is_bin(key, self.query));
        // Keys are the first columns of a view.
        let column = |place: usize| self.columns.and_then(|all| all.get(place));
        if !bins.any(|(place, _)| column(place).is_none_or(|one| one.kind == ColumnType::DateTime)) {
            let message = format!("`{}` needs a key that is a `bin(…)` of a datetime", EXTENTS_TIME.name);
            return Err(self.refused(&EXTENTS_TIME, message).help("add such a key: `by bin(Timestamp, 1d)`"));
        }
        Ok((properties.flag(&BACKFILL) != Some(true)).then(|| {
            let message = format!("`{}` has no effect without `{}=true`", EXTENTS_TIME.name, BACKFILL.name);
            Diagnostic::warning(Code::BadRequest, message).at(place(properties, &EXTENTS_TIME))
        }))
    }

    /// Checks `move_extents_from`.
    fn moved_extents(self, aggregation: Aggregation<'_, '_>) -> Result<()> {
        let mut stored = names(aggregation).filter(|name| STORED_OTHERWISE.contains(name));
        match stored.next().filter(|_| self.gives(&MOVE_EXTENTS_FROM)) {
            Some(name) => {
                let (property, name) = (MOVE_EXTENTS_FROM.name, quoted(name));
                let message = format!("`{property}` can't fill a view that aggregates by {name}");
                let help = "the view stores other data than the result; backfill it from its source";
                Err(self.refused(&MOVE_EXTENTS_FROM, message).help(help))
            }
            None => Ok(()),
        }
    }
}

/// Refuses a lookback below zero.
pub(super) fn positive(lookback: Option<TimeSpan>) -> Result<()> {
    match lookback {
        Some(span) if span.ticks < 0 => Err(Refusal::BadRequest(format!("`{}` is below zero", LOOKBACK.name)).into()),
        _ => Ok(()),
    }
}

fn names<'q>(aggregation: Aggregation<'q, '_>) -> impl Iterator<Item = &'q str> {
    aggregation.values.iter().filter_map(|named| aggregate(&named.value))
}

/// Refuses a column that the view does not have, or that is no datetime.
fn lookback_column(name: &str, columns: &[Column]) -> Result<()> {
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
