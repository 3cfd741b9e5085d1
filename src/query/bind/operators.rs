//! Binds operators, each to the step that it is and the columns after it.

use crate::diagnostic::{Diagnostic, Result};
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::operator::OperatorKind;
use crate::query::plan::{Expression, Order, Plan, Source, Step};
use crate::query::tree::{Direction, Expr, Named, Operator, Ordered, Placed};
use crate::table::{Column, ColumnType, Value};
use crate::text::Span;

use super::fault::{self, a};
use super::project::{self, Style};
use super::projection::Projection;
use super::{Binder, column};

impl<'s> Binder<'s> {
    /// Adds an operator to a plan.
    pub(super) fn operator(&mut self, operator: &'s Placed<Operator<'s>>, plan: &mut Plan) -> Result<()> {
        match &operator.part {
            Operator::Where(condition) => self.condition(condition, plan)?,
            Operator::Project(values) => self.project(values, plan, Projection::default(), Style::New)?,
            Operator::ProjectAway(names) => project::away(names, plan)?,
            Operator::ProjectKeep(names) => project::keep(names, plan)?,
            Operator::ProjectRename(pairs) => project::rename(pairs, plan)?,
            Operator::ProjectReorder(names) => project::reorder(names, plan)?,
            Operator::Extend(values) => self.project_beside(values, plan, Style::Replace)?,
            Operator::Serialize(values) if values.is_empty() => {}
            Operator::Serialize(values) => self.project_beside(values, plan, Style::New)?,
            Operator::Summarize { aggregates, by } => self.summarize(aggregates, by, plan)?,
            Operator::Distinct(values) => self.distinct(values, operator.span, plan)?,
            Operator::Sort(by) => self.sort(by, None, plan)?,
            Operator::Top(count, by) => {
                let count = self.count(count)?;
                self.sort(std::slice::from_ref(by), Some(count), plan)?;
            }
            Operator::Take(count) => {
                let count = self.count(count)?;
                plan.add(Step::Take(count));
            }
            Operator::Count(name) => {
                let name = name.as_ref().map_or("Count", |name| &*name.text);
                plan.add_with(Step::Count, vec![column(name, ColumnType::Long)]);
            }
            Operator::MvExpand(expand) => self.expand(expand, plan)?,
            Operator::MvApply(expand, pipeline) => self.apply(expand, pipeline, plan)?,
            Operator::Parse(parse) => self.parse(parse, plan)?,
            Operator::Lookup(join) => self.lookup(join, operator.span, plan)?,
            Operator::GetSchema => *plan = schema(&plan.columns),
            // Rows pass: a chart is a matter of who shows them, and a name of operators that are not interpreted.
            Operator::Render | Operator::As(_) => {}
            // Only what tells its columns has tables that are known, and nothing of that runs.
            Operator::Join(join) if !self.known.is_empty() => self.join(join, plan)?,
            Operator::Join(_) => return Err(not_interpreted(OperatorKind::Join, operator.span)),
            Operator::Union(union) if !self.known.is_empty() => {
                let before = std::mem::take(&mut plan.columns);
                plan.columns = self.union(union, Some(before))?;
            }
            Operator::Union(_) => return Err(not_interpreted(OperatorKind::Union, operator.span)),
            Operator::Consume => return Err(not_interpreted(OperatorKind::Consume, operator.span)),
            Operator::Call(name, ..) => {
                let kind = OperatorKind::of(name).unwrap_or(OperatorKind::Invoke);
                return Err(not_interpreted(kind, operator.span));
            }
        }
        Ok(())
    }

    /// Binds values that stand beside the columns that there are.
    fn project_beside(&mut self, values: &'s [Named<'s>], plan: &mut Plan, style: Style) -> Result<()> {
        let projection = Projection::of(&plan.columns);
        self.project(values, plan, projection, style)
    }

    fn condition(&mut self, condition: &'s Expr<'s>, plan: &mut Plan) -> Result<()> {
        let bound = self.scalar(condition, &plan.columns)?;
        if bound.kind != ColumnType::Bool {
            let message = format!("`where` takes a bool, and this is {}", a(bound.kind));
            return Err(fault::error(message, condition.span));
        }
        plan.add(Step::Where(bound.expression));
        Ok(())
    }

    fn sort(&mut self, by: &'s [Ordered<'s>], most: Option<Expression>, plan: &mut Plan) -> Result<()> {
        let orders = self.orders(by, &plan.columns)?;
        plan.add(Step::Sort(orders, most));
        Ok(())
    }

    /// Binds what rows are sorted by. Without a word the largest come first; nulls come first where small values do
    /// (`sort-operator.md`, *Parameters*).
    fn orders(&mut self, by: &'s [Ordered<'s>], columns: &[Column]) -> Result<Vec<Order>> {
        let order = |ordered: &'s Ordered<'s>| {
            let bound = self.scalar(&ordered.value.value, columns)?;
            if bound.kind == ColumnType::Dynamic {
                let error = fault::error("dynamic values have no order", ordered.value.value.span);
                return Err(error.help("take the value as another type: `tostring(…)`, `tolong(…)`"));
            }
            let ascending = ordered.direction == Some(Direction::Ascending);
            let nulls_first = ordered.nulls_first.unwrap_or(ascending);
            Ok(Order { value: bound.expression, kind: bound.kind, ascending, nulls_first })
        };
        by.iter().map(order).collect()
    }
}

fn not_interpreted(kind: OperatorKind, span: Span) -> Diagnostic {
    QueryError { kind: QueryErrorKind::NotInterpreted(kind), span }.into()
}

/// `getschema`: the columns as rows (`getschema-operator.md`).
fn schema(columns: &[Column]) -> Plan {
    let row = |(place, column): (usize, &Column)| {
        let ordinal = i64::try_from(place).unwrap_or(i64::MAX);
        let (system, name) = (column.kind.system_name(), column.kind.name());
        vec![Value::from(&*column.name), Value::Long(ordinal), Value::from(system), Value::from(name)]
    };
    let rows = columns.iter().enumerate().map(row).collect();
    let named = [
        ("ColumnName", ColumnType::String),
        ("ColumnOrdinal", ColumnType::Long),
        ("DataType", ColumnType::String),
        ("ColumnType", ColumnType::String),
    ];
    let columns = named.map(|(name, kind)| column(name, kind)).to_vec();
    Plan::new(columns, Source::Rows(std::sync::Arc::new(rows)))
}
