//! Binds scalar expressions.

use crate::diagnostic::Result;
use crate::query::aggregates;
use crate::query::functions::{self, Function};
use crate::query::plan::{Aggregate, Expression, Inner};
use crate::query::reads::takes_rows;
use crate::query::signature::Argument;
use crate::query::tree::{Expr, Scalar};
use crate::query::words;
use crate::syntax::literal::Name;
use crate::table::{Column, ColumnType, Value};
use crate::text::{Span, quoted};

use super::fault::{self, Called, a};
use super::scope::{Groups, Meaning, Scope};
use super::{Binder, Bound};

impl<'s> Binder<'s> {
    /// Binds an expression about a row.
    pub(super) fn scalar(&mut self, expr: &'s Expr<'s>, columns: &[Column]) -> Result<Bound> {
        self.expression(expr, &mut Scope::row(columns))
    }

    /// Binds an expression that is the same for every row.
    pub(super) fn constant(&mut self, expr: &'s Expr<'s>) -> Result<Bound> {
        self.scalar(expr, &[])
    }

    /// Binds an expression.
    pub(super) fn expression(&mut self, expr: &'s Expr<'s>, scope: &mut Scope<'_>) -> Result<Bound> {
        self.grows(1, expr.span)?;
        match &expr.part {
            Scalar::Literal(kind, value) => Ok(Bound::new(Expression::Constant(value.clone()), *kind)),
            Scalar::Name(name) => self.name(name, scope),
            Scalar::Star => Err(fault::error("`*` stands for columns, and no value is taken of it here", expr.span)),
            Scalar::Call(name, arguments) => self.call(name, arguments, expr.span, scope),
            Scalar::Member(whole, name) => {
                let bound = self.dynamic(whole, scope)?;
                let member = Expression::Member(Box::new(bound.expression), name.text.clone().into_owned());
                Ok(Bound::new(member, ColumnType::Dynamic))
            }
            Scalar::Index(whole, index) => {
                let bound = self.dynamic(whole, scope)?;
                let place = self.expression(index, scope)?;
                if !matches!(place.kind, ColumnType::Int | ColumnType::Long | ColumnType::String | ColumnType::Dynamic)
                {
                    let message = format!("a place or a name stands in `[…]`, and this is {}", a(place.kind));
                    return Err(fault::error(message, index.span));
                }
                let element = Expression::Index(Box::new(bound.expression), Box::new(place.expression));
                Ok(Bound::new(element, ColumnType::Dynamic))
            }
            Scalar::Named(name, _) => {
                Err(fault::error(format!("{} names nothing here", quoted(&name.text)), name.span))
            }
            Scalar::Rows(_) => self.answer(expr, true),
        }
    }

    /// Binds what has parts.
    fn dynamic(&mut self, whole: &'s Expr<'s>, scope: &mut Scope<'_>) -> Result<Bound> {
        let bound = self.expression(whole, scope)?;
        if bound.kind == ColumnType::Dynamic {
            return Ok(bound);
        }
        let error = fault::error(format!("a dynamic value has parts, and this is {}", a(bound.kind)), whole.span);
        Err(if bound.kind == ColumnType::String { error.help("read the text first: `parse_json(…)`") } else { error })
    }

    fn name(&mut self, name: &'s Name<'s>, scope: &Scope<'_>) -> Result<Bound> {
        let found = scope.columns.iter().enumerate().find(|(_, column)| *column.name == *name.text);
        if let Some((place, column)) = found {
            if matches!(scope.groups, Groups::Of(..)) {
                let message = format!("{} has many values in a group", quoted(&name.text));
                let help = "put it into an aggregate, such as `take_any(…)`, or among the keys after `by`";
                return Err(fault::error(message, name.span).help(help));
            }
            return Ok(Bound::new(Expression::Column(place), column.kind));
        }
        match self.meaning(&name.text) {
            Some(Meaning::Scalar(bound, level, size)) => {
                if *level < self.level && bound.expression.is_about_row() {
                    let message = format!("{} is a value of a row of another query", quoted(&name.text));
                    return Err(fault::error(message, name.span));
                }
                let (bound, size) = (bound.clone(), *size);
                self.grows(size, name.span)?;
                Ok(bound)
            }
            Some(Meaning::Rows(_)) => {
                let message = format!("{} is rows, and a value is taken here", quoted(&name.text));
                Err(fault::error(message, name.span).help("`toscalar(…)` takes the first value of rows"))
            }
            Some(Meaning::Function(..)) => {
                let message = format!("{} is a function", quoted(&name.text));
                Err(fault::error(message, name.span).help("call it: write brackets after its name"))
            }
            None => Err(fault::no_column(name, scope.columns)),
        }
    }

    fn call(
        &mut self,
        name: &'s Name<'s>,
        arguments: &'s [Expr<'s>],
        span: Span,
        scope: &mut Scope<'_>,
    ) -> Result<Bound> {
        if let Some(Meaning::Function(..)) = self.meaning(&name.text) {
            return self.call_own(name, arguments, span, scope);
        }
        if matches!(scope.groups, Groups::Of(..))
            && let Some(aggregate) = aggregates::find(&name.text)
        {
            let bound = scope.inside(|scope| self.expressions(arguments, scope))?;
            let found = self.aggregate(name, aggregate, arguments, bound, span, scope)?;
            return found.into_iter().next().ok_or_else(|| fault::no_function(name, &scope.groups));
        }
        match (&*name.text, arguments) {
            (words::TO_SCALAR, [rows]) if self.is_rows(rows) => self.answer(rows, false),
            (words::TO_SCALAR, [Expr { part: Scalar::Name(table), .. }]) if self.meaning(&table.text).is_none() => {
                Err(fault::no_table(table, table.span))
            }
            (words::TO_SCALAR, [value]) => self.constant(value),
            (words::TYPE_OF, [Expr { part: Scalar::Name(kind), .. }]) => {
                // A type is an argument of `extract()` alone, which takes its name.
                Ok(Bound::new(Expression::Constant(Value::from(&*kind.text)), ColumnType::String))
            }
            ("pack_all", _) => self.pack_all(name, arguments, scope),
            ("pack_array", [Expr { part: Scalar::Star, .. }]) => {
                let pack = functions::find(&name.text).ok_or_else(|| fault::no_function(name, &scope.groups))?;
                let columns = scope.columns.iter().enumerate();
                let (places, types) = columns.map(|(at, column)| (Expression::Column(at), column.kind)).unzip();
                Ok(Bound::new(Expression::Call(pack, places, types), ColumnType::Dynamic))
            }
            ("column_ifexists" | "columnifexists", [column, or]) => self.column_if_exists(column, or, scope),
            _ => match functions::find(&name.text) {
                Some(function) => self.call_function(name, function, arguments, span, scope),
                None if aggregates::find(&name.text).is_some() => {
                    Err(fault::stray_aggregate(name, matches!(scope.groups, Groups::Inside)))
                }
                None => Err(fault::no_function(name, &scope.groups)),
            },
        }
    }

    fn call_function(
        &mut self,
        name: &'s Name<'s>,
        function: &'static Function,
        arguments: &'s [Expr<'s>],
        span: Span,
        scope: &mut Scope<'_>,
    ) -> Result<Bound> {
        let bound = self.operands(name, arguments, scope)?;
        let (expressions, types) = parted(bound);
        let kind = function.returns(&described(&expressions, &types)).map_err(|why| {
            let called = Called { name, form: function.form, page: function.page, span };
            fault::mismatch(called, &arguments.iter().collect::<Vec<_>>(), &types, why)
        })?;
        let call = negated(name, &expressions)
            .map_or_else(|| Expression::Call(function, expressions, types), Expression::Constant);
        Ok(Bound::new(call, kind))
    }

    /// Binds the arguments of a call. What an operator such as `in` takes in brackets may be rows; of a column and a
    /// table of one name it is the column.
    fn operands(&mut self, name: &'s Name<'s>, arguments: &'s [Expr<'s>], scope: &mut Scope<'_>) -> Result<Vec<Bound>> {
        let [left, right] = arguments else { return self.expressions(arguments, scope) };
        let is_column = |name: &Name<'_>| scope.columns.iter().any(|column| *column.name == *name.text);
        match &right.part {
            Scalar::Name(own) if takes_rows(&name.text) && is_column(own) => self.listed.push(own.span),
            Scalar::Name(_) | Scalar::Call(..) if takes_rows(&name.text) && self.is_rows(right) => {
                return Ok(vec![self.expression(left, scope)?, self.answer(right, true)?]);
            }
            _ => {}
        }
        self.expressions(arguments, scope)
    }

    /// Binds expressions, one after the other.
    pub(super) fn expressions(&mut self, all: &'s [Expr<'s>], scope: &mut Scope<'_>) -> Result<Vec<Bound>> {
        all.iter().map(|one| self.expression(one, scope)).collect()
    }

    /// Binds an aggregate whose arguments are bound; of what it gives there is one, or of a wide one one for each
    /// argument.
    pub(super) fn aggregate(
        &self,
        name: &Name<'_>,
        aggregate: &'static aggregates::Aggregate,
        arguments: &[Expr<'_>],
        bound: Vec<Bound>,
        span: Span,
        scope: &mut Scope<'_>,
    ) -> Result<Vec<Bound>> {
        let Groups::Of(found, place) = &mut scope.groups else { return Err(fault::stray_aggregate(name, true)) };
        let (expressions, types) = parted(bound);
        let kind = aggregate.returns(&described(&expressions, &types)).map_err(|why| {
            let called = Called { name, form: aggregate.form, page: aggregate.page, span };
            fault::mismatch(called, &arguments.iter().collect::<Vec<_>>(), &types, why)
        })?;
        let kinds = if aggregate.is_wide { types.clone() } else { vec![kind] };
        found.push(Aggregate { function: aggregate, arguments: expressions, types });
        let first = *place;
        *place += kinds.len();
        let places = kinds.into_iter().enumerate();
        Ok(places.map(|(at, kind)| Bound::new(Expression::Column(first + at), kind)).collect())
    }

    /// Binds rows where a value is taken: the first value, or a list of the first column.
    fn answer(&mut self, rows: &'s Expr<'s>, is_list: bool) -> Result<Bound> {
        let plan = self.rows_of_name(rows)?;
        let kind = plan.columns.first().map(|column| column.kind);
        let kind = kind.ok_or_else(|| fault::error("these rows have no columns", rows.span))?;
        let answer = Expression::Answer(self.inner.len());
        self.inner.push(Inner { plan, is_list });
        Ok(Bound::new(answer, if is_list { ColumnType::Dynamic } else { kind }))
    }

    /// `pack_all()`: the function gets the names and values of all columns (`pack-all-function.md`).
    fn pack_all(&mut self, name: &'s Name<'s>, arguments: &'s [Expr<'s>], scope: &mut Scope<'_>) -> Result<Bound> {
        let pack = functions::find(&name.text).ok_or_else(|| fault::no_function(name, &scope.groups))?;
        let span = arguments.iter().fold(name.span, |span, argument| span.to(argument.span));
        let checked = self.call_function(name, pack, arguments, span, scope)?;
        let Expression::Call(_, mut expressions, mut types) = checked.expression else { return Ok(checked) };
        if expressions.is_empty() {
            expressions.push(Expression::Constant(Value::Bool(false)));
            types.push(ColumnType::Bool);
        }
        for (place, column) in scope.columns.iter().enumerate() {
            expressions.extend([Expression::Constant(Value::from(&*column.name)), Expression::Column(place)]);
            types.extend([ColumnType::String, column.kind]);
        }
        Ok(Bound::new(Expression::Call(pack, expressions, types), ColumnType::Dynamic))
    }

    /// `column_ifexists('name', value)` (`column-ifexists-function.md`).
    fn column_if_exists(&mut self, column: &'s Expr<'s>, or: &'s Expr<'s>, scope: &mut Scope<'_>) -> Result<Bound> {
        let Scalar::Literal(ColumnType::String, Value::Text(text)) = &column.part else {
            return Err(fault::error("the name of a column is a string literal here", column.span));
        };
        let found = scope.columns.iter().enumerate().find(|(_, column)| *column.name == **text);
        match found {
            Some((place, column)) => Ok(Bound::new(Expression::Column(place), column.kind)),
            None => self.expression(or, scope),
        }
    }
}

/// Returns the value of a literal with `-` before it.
fn negated(name: &Name<'_>, arguments: &[Expression]) -> Option<Value> {
    let [Expression::Constant(value)] = arguments else { return None };
    match value {
        _ if name.text != "-" => None,
        Value::Long(value) => value.checked_neg().map(Value::Long),
        Value::Real(value) => Some(Value::Real(-value)),
        Value::TimeSpan(value) => value.checked_neg().map(Value::TimeSpan),
        _ => None,
    }
}

/// Returns expressions and types apart.
pub(super) fn parted(bound: Vec<Bound>) -> (Vec<Expression>, Vec<ColumnType>) {
    bound.into_iter().map(|bound| (bound.expression, bound.kind)).unzip()
}

/// Returns what is known of arguments before a row is read.
fn described<'a>(expressions: &'a [Expression], types: &[ColumnType]) -> Vec<Argument<'a>> {
    let arguments = expressions.iter().zip(types);
    arguments.map(|(expression, kind)| Argument { kind: *kind, constant: expression.literal() }).collect()
}

impl Expression {
    /// Returns the literal that it is.
    const fn literal(&self) -> Option<&Value> {
        match self {
            Self::Constant(value) => Some(value),
            _ => None,
        }
    }

    /// Returns whether it depends on the row.
    pub(super) fn is_about_row(&self) -> bool {
        match self {
            Self::Constant(_) | Self::Answer(_) => false,
            Self::Column(_) => true,
            Self::Call(_, arguments, _) => arguments.iter().any(Self::is_about_row),
            Self::Member(whole, _) => whole.is_about_row(),
            Self::Index(whole, index) => whole.is_about_row() || index.is_about_row(),
        }
    }
}
