//! `project` and its relatives, `extend`, `print`, `distinct`, `serialize`: values become columns.

use std::collections::HashSet;

use crate::diagnostic::Result;
use crate::query::plan::{Expression, Plan, Step};
use crate::query::signature::{ResultName, sorted_name};
use crate::query::tree::{Direction, Expr, NameOrder, Named, Scalar};
use crate::syntax::literal::Name;
use crate::table::{Column, ColumnType, Value};
use crate::text::{Span, fits, quoted};

use super::projection::Projection;
use super::result_name::result_name;
use super::{Binder, Bound, column, fault};

/// How a value without a name becomes a column.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// With a name of its own: `project`.
    New,
    /// In the place of the column that has its name: `extend`.
    Replace,
    /// With a number: `print`.
    Print,
}

impl<'s> Binder<'s> {
    /// Binds values of a row to columns.
    pub(super) fn values(
        &mut self,
        values: &'s [Named<'s>],
        columns: &[Column],
        mut projection: Projection,
        style: Style,
    ) -> Result<Projection> {
        for (number, named) in values.iter().enumerate() {
            if matches!(named.value.part, Scalar::Star) {
                for (place, one) in columns.iter().enumerate() {
                    projection.add(&one.name, Bound::new(Expression::Column(place), one.kind), true);
                }
                continue;
            }
            let bound = self.scalar(&named.value, columns)?;
            let source = bound.column().and_then(|place| Some((place, columns.get(place)?)));
            let default = (style == Style::Print).then(|| format!("print_{number}"));
            self.column_of(named, bound, source, columns, &mut projection, style, default)?;
        }
        Ok(projection)
    }

    /// Adds the column of one value; `source` is the column of the input that the value is.
    #[expect(clippy::too_many_arguments, reason = "what a column is made of")]
    pub(super) fn column_of(
        &mut self,
        named: &Named<'_>,
        bound: Bound,
        source: Option<(usize, &Column)>,
        columns: &[Column],
        projection: &mut Projection,
        style: Style,
        default: Option<String>,
    ) -> Result<()> {
        let replaces = style == Style::Replace;
        let parts = parts_of(&named.value, &bound).filter(|parts| parts.len() > 1 || default.is_none());
        if let Some(mut parts) = parts {
            // `print` leaves out what gets no name where one is written.
            if style == Style::Print && !named.names.is_empty() {
                parts.truncate(named.names.len());
            }
            return add_parts(named, parts.into_iter(), projection, replaces);
        }
        match (named.names.as_slice(), source) {
            ([name], source) => projection.declare(&name.text, bound, replaces || source.is_some(), name.span),
            ([], Some((place, own))) => projection.take(place, &own.name, bound, replaces, named.value.span),
            ([], None) => {
                let name = default.or_else(|| result_name(&named.value).filter(|name| !name.is_empty()));
                let scope = if replaces { columns } else { projection.columns() };
                let name = name.unwrap_or_else(|| self.made_up_name(scope));
                projection.add(&name, bound, replaces);
                Ok(())
            }
            ([first, .., last], _) => {
                let message = format!("this has one value, and {} names", named.names.len());
                Err(fault::error(message, named.value.span).labelled(first.span.to(last.span), "the names"))
            }
        }
    }

    /// `project`, `extend`, `serialize`.
    pub(super) fn project(
        &mut self,
        values: &'s [Named<'s>],
        plan: &mut Plan,
        projection: Projection,
        style: Style,
    ) -> Result<()> {
        let (columns, values) = self.values(values, &plan.columns, projection, style)?.finish();
        plan.add_with(Step::Project(values), columns);
        Ok(())
    }

    /// `distinct`: of a dynamic value there is no key (`distinct-operator.md`).
    pub(super) fn distinct(&mut self, values: &'s [Named<'s>], span: Span, plan: &mut Plan) -> Result<()> {
        if !values.is_empty() {
            self.project(values, plan, Projection::default(), Style::New)?;
        }
        let dynamic = plan.columns.iter().position(|column| column.kind == ColumnType::Dynamic);
        if let Some(place) = dynamic {
            let name = plan.columns.get(place).map(|column| quoted(&column.name)).unwrap_or_default();
            let span = values.get(place).map_or(span, |named| named.value.span);
            let error = fault::error(format!("`distinct` can't compare the dynamic values of {name}"), span);
            return Err(error.help("take its text: `tostring(…)`"));
        }
        plan.add(Step::Distinct);
        Ok(())
    }
}

/// Returns the columns of a call that gives one for each of its arrays (`array-sort-asc-function.md`, the note on names).
fn parts_of(value: &Expr<'_>, bound: &Bound) -> Option<Vec<(String, Bound)>> {
    let (Scalar::Call(_, arguments), Expression::Call(function, expressions, types)) = (&value.part, &bound.expression)
    else {
        return None;
    };
    let is_sorted = function.column == ResultName::EachSorted && arguments.len() == expressions.len();
    let arrays = arguments.iter().zip(types).filter(|(_, kind)| is_sorted && **kind != ColumnType::Bool);
    let is_alone = types.iter().filter(|kind| **kind != ColumnType::Bool).count() == 1;
    let part = |(place, (argument, _)): (usize, (&Expr<'_>, &ColumnType))| {
        let name = sorted_name(place, result_name(argument).as_deref());
        let index = Expression::Constant(Value::Long(i64::try_from(place).unwrap_or(i64::MAX)));
        let whole = bound.expression.clone();
        let own = if is_alone { whole } else { Expression::Index(Box::new(whole), Box::new(index)) };
        (name, Bound::new(own, ColumnType::Dynamic))
    };
    Some(arrays.enumerate().map(part).collect()).filter(|parts: &Vec<_>| !parts.is_empty())
}

/// Adds the columns of what has several values: names that are written go to the first of them.
pub(super) fn add_parts(
    named: &Named<'_>,
    parts: impl Iterator<Item = (String, Bound)>,
    projection: &mut Projection,
    replaces: bool,
) -> Result<()> {
    let mut written = named.names.iter();
    for (name, bound) in parts {
        match written.next() {
            Some(own) => projection.declare(&own.text, bound, true, own.span)?,
            None => projection.add(&name, bound, replaces),
        }
    }
    match written.next() {
        Some(more) => Err(fault::error(format!("there is no value for {}", quoted(&more.text)), more.span)),
        None => Ok(()),
    }
}

/// Returns the places of the columns that a name or a pattern with `*` means.
fn matching(name: &Name<'_>, columns: &[Column]) -> Result<Vec<usize>> {
    let is_meant = |column: &Column| fits(&name.text, &column.name);
    let places: Vec<usize> = columns.iter().enumerate().filter(|(_, one)| is_meant(one)).map(|(at, _)| at).collect();
    if places.is_empty() && !name.text.contains('*') { Err(fault::no_column(name, columns)) } else { Ok(places) }
}

fn all_matching(names: &[Name<'_>], columns: &[Column]) -> Result<HashSet<usize>> {
    let places = names.iter().map(|name| matching(name, columns)).collect::<Result<Vec<_>>>()?;
    Ok(places.into_iter().flatten().collect())
}

/// Keeps the columns at these places, in this order.
fn choose(plan: &mut Plan, places: impl IntoIterator<Item = usize>) {
    let chosen =
        places.into_iter().filter_map(|place| Some((Expression::Column(place), plan.columns.get(place)?.clone())));
    let (values, columns) = chosen.unzip();
    plan.add_with(Step::Project(values), columns);
}

/// `project-away`: a name that is no column is an error, a pattern may fit none (`project-away-operator.md`).
pub(super) fn away(names: &[Name<'_>], plan: &mut Plan) -> Result<()> {
    let gone = all_matching(names, &plan.columns)?;
    let left: Vec<usize> = (0..plan.columns.len()).filter(|place| !gone.contains(place)).collect();
    choose(plan, left);
    Ok(())
}

/// `project-keep`: the order is that of the input (`project-keep-operator.md`).
pub(super) fn keep(names: &[Name<'_>], plan: &mut Plan) -> Result<()> {
    let kept = all_matching(names, &plan.columns)?;
    let left: Vec<usize> = (0..plan.columns.len()).filter(|place| kept.contains(place)).collect();
    choose(plan, left);
    Ok(())
}

/// `project-rename New = Old` (`project-rename-operator.md`).
pub(super) fn rename(pairs: &[(Name<'_>, Name<'_>)], plan: &mut Plan) -> Result<()> {
    let mut columns = plan.columns.clone();
    let mut renamed = HashSet::new();
    for (new, old) in pairs {
        let place = plan.columns.iter().position(|column| column.name == *old.text);
        let place = place.ok_or_else(|| fault::no_column(old, &plan.columns))?;
        if !renamed.insert(place) {
            return Err(fault::error(format!("{} is renamed twice", quoted(&old.text)), old.span));
        }
        if let Some(own) = columns.get_mut(place) {
            *own = column(&*new.text, own.kind);
        }
    }
    for (new, _) in pairs {
        if columns.iter().filter(|column| column.name == *new.text).count() > 1 {
            return Err(fault::error(format!("there is a column {} already", quoted(&new.text)), new.span));
        }
    }
    plan.columns = columns;
    Ok(())
}

/// Returns the texts and numbers that a name is made of: `a20` comes before `a100` (`project-reorder-operator.md`).
fn with_numbers(name: &str) -> Vec<(String, u128)> {
    let (mut parts, mut rest) = (Vec::new(), name);
    while !rest.is_empty() {
        let begin = rest.find(|letter: char| letter.is_ascii_digit()).unwrap_or(rest.len());
        let (text, after) = rest.split_at(begin);
        let end = after.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(after.len());
        let (number, left) = after.split_at(end);
        parts.push((text.to_owned(), number.parse().unwrap_or_default()));
        rest = left;
    }
    parts
}

/// `project-reorder`: the columns that are not named come last (`project-reorder-operator.md`).
pub(super) fn reorder(names: &[(Name<'_>, Option<NameOrder>)], plan: &mut Plan) -> Result<()> {
    let mut order: Vec<usize> = Vec::new();
    for (name, by) in names {
        let mut places = matching(name, &plan.columns)?;
        if let Some(NameOrder { direction, by_number }) = by {
            let key = |place: &usize| {
                let name = plan.columns.get(*place).map(|column| column.name.to_lowercase()).unwrap_or_default();
                if *by_number { with_numbers(&name) } else { vec![(name, 0)] }
            };
            places.sort_by_cached_key(key);
            if *direction == Direction::Descending {
                places.reverse();
            }
        }
        places.retain(|place| !order.contains(place));
        order.extend(places);
    }
    let rest: Vec<usize> = (0..plan.columns.len()).filter(|place| !order.contains(place)).collect();
    choose(plan, order.into_iter().chain(rest));
    Ok(())
}
