//! `let`: what names stand for in a query (`let-statement.md`).

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Result};
use crate::model::keyword::Keyword;
use crate::query::plan::{Expression, Plan};
use crate::query::tree::{Expr, Let, LetValue, Parameter, Query, Scalar, Statement};
use crate::query::words;
use crate::syntax::literal::Name;
use crate::table::{Column, ColumnType, Value};
use crate::text::{Span, counted, quoted};

use super::fault::{self, a};
use super::scope::{Meaning, Scope};
use super::source::given;
use super::{Binder, Bound, column};

/// The functions that name a table by a text, beside `table`.
const NAMING: &[&str] = &[words::MATERIALIZED_VIEW, words::EXTERNAL_TABLE];

/// What the body of a function gives.
enum Given {
    Scalar(Bound),
    Rows(Plan),
}

impl<'s> Binder<'s> {
    /// Returns what a name stands for.
    pub(super) fn meaning(&self, name: &str) -> Option<&Meaning<'s>> {
        self.names.iter().rev().find(|(own, _)| *own == name).map(|(_, meaning)| meaning)
    }

    /// Binds a `let`.
    pub(super) fn bind_let(&mut self, one: &'s Let<'s>) -> Result<()> {
        let meaning = match &one.value {
            LetValue::Scalar(value) if self.is_rows(value) => Meaning::Rows(Arc::new(self.rows_of_name(value)?)),
            LetValue::Scalar(value) => self.measured(value)?,
            LetValue::Rows(rows) => {
                let given = self.given;
                Meaning::Rows(Arc::new(self.pipeline(rows, given)?))
            }
            LetValue::Function(parameters, body) => Meaning::Function(parameters, body, self.names.len()),
        };
        self.names.push((&one.name.text, meaning));
        Ok(())
    }

    fn measured(&mut self, value: &'s Expr<'s>) -> Result<Meaning<'s>> {
        let before = self.size;
        let bound = self.constant(value)?;
        Ok(Meaning::Scalar(bound, self.level, self.size - before))
    }

    /// Binds a call of a function that a `let` made, where a value is taken.
    pub(super) fn call_own(
        &mut self,
        name: &'s Name<'s>,
        arguments: &'s [Expr<'s>],
        span: Span,
        scope: &mut Scope<'_>,
    ) -> Result<Bound> {
        match self.inlined(name, arguments, span, scope)? {
            Given::Scalar(bound) => Ok(bound),
            Given::Rows(_) => {
                let message = format!("{} gives rows, and a value is taken here", quoted(&name.text));
                Err(fault::error(message, span).help("`toscalar(…)` takes the first value of rows"))
            }
        }
    }

    /// Binds a call of a function that a `let` made, where rows are taken.
    pub(super) fn rows_called(&mut self, name: &'s Name<'s>, arguments: &'s [Expr<'s>], span: Span) -> Result<Plan> {
        if self.meaning(&name.text).is_none() {
            if let Some(known) = self.known_by_text(name, arguments) {
                return Ok(known);
            }
            return Err(fault::no_rows("this", span));
        }
        match self.inlined(name, arguments, span, &mut Scope::row(&[]))? {
            Given::Rows(plan) => Ok(plan),
            Given::Scalar(_) => {
                Err(fault::error(format!("{} gives a value, and rows are taken here", quoted(&name.text)), span))
            }
        }
    }

    /// Returns the table that `table('T')` and the like name, if its columns are known.
    fn known_by_text(&self, name: &Name<'_>, arguments: &'s [Expr<'s>]) -> Option<Plan> {
        let text = self.written(arguments.first()?)?;
        let is_naming = NAMING.contains(&&*name.text) || *name.text == *Keyword::Table.text();
        self.known(text).filter(|_| is_naming)
    }

    /// Returns the text that is written out in the place of a value, or where a `let` names it.
    fn written(&self, value: &'s Expr<'s>) -> Option<&str> {
        match &value.part {
            Scalar::Literal(_, Value::Text(text)) => Some(text),
            Scalar::Name(name) => match self.meaning(&name.text)? {
                Meaning::Scalar(Bound { expression: Expression::Constant(Value::Text(text)), .. }, ..) => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// Binds the body of a function, with the arguments in the place of its parameters. A function sees what was named
    /// before it, so that none calls itself.
    fn inlined(
        &mut self,
        name: &'s Name<'s>,
        arguments: &'s [Expr<'s>],
        span: Span,
        scope: &mut Scope<'_>,
    ) -> Result<Given> {
        let Some(Meaning::Function(parameters, body, known)) = self.meaning(&name.text).cloned() else {
            return Err(fault::no_function(name, &scope.groups));
        };
        self.grows(1, span)?;
        let given = self.arguments(name, parameters, arguments, span, scope)?;
        let outside = self.names.split_off(known);
        self.names.extend(given);
        let bound = self.body(body, span);
        self.names.truncate(known);
        self.names.extend(outside);
        bound
    }

    fn body(&mut self, body: &'s Query<'s>, span: Span) -> Result<Given> {
        let mut given = None;
        for statement in &body.statements {
            match statement {
                Statement::Let(one) => self.bind_let(one)?,
                Statement::Scalar(value) => given = Some(self.value_or_rows(value)?),
                Statement::Rows(rows) => given = Some(Given::Rows(self.pipeline(rows, self.given)?)),
                Statement::Parameters(_, span) | Statement::Other(span) => return Err(fault::not_interpreted(*span)),
            }
        }
        given.ok_or_else(|| fault::error("the function gives nothing", span))
    }

    /// Binds the body of a function whose arguments can be anything, and returns the columns of the rows that it gives;
    /// of a value there are none. A table without columns that are known is not interpreted.
    pub(super) fn function(
        &mut self,
        before: &'s Query<'s>,
        parameters: &'s [Parameter<'s>],
        body: &'s Query<'s>,
    ) -> Result<Vec<Column>> {
        for statement in &before.statements {
            if let Statement::Let(one) = statement {
                self.bind_let(one)?;
            }
        }
        for parameter in parameters {
            let meaning = match parameter.kind {
                Some(kind) => Meaning::Scalar(Bound::new(Expression::Answer(0), kind), self.level, 1),
                None if parameter.columns.is_empty() => {
                    let message = format!("any table can be {}", quoted(&parameter.name.text));
                    return Err(Diagnostic::error(Code::NotInterpreted, message).at(parameter.name.span));
                }
                None => {
                    let columns = parameter.columns.iter().map(|typed| column(&*typed.name.text, typed.kind));
                    Meaning::Rows(Arc::new(given(&columns.collect::<Vec<_>>())))
                }
            };
            self.names.push((&parameter.name.text, meaning));
        }
        match self.body(body, Span::at(0))? {
            Given::Scalar(_) => Ok(Vec::new()),
            Given::Rows(plan) => Ok(plan.columns),
        }
    }

    fn value_or_rows(&mut self, value: &'s Expr<'s>) -> Result<Given> {
        if self.is_rows(value) {
            self.rows_of_name(value).map(Given::Rows)
        } else {
            self.constant(value).map(Given::Scalar)
        }
    }

    /// Binds the arguments of a call to the parameters: in order, by name, or by their defaults.
    fn arguments(
        &mut self,
        name: &Name<'_>,
        parameters: &'s [Parameter<'s>],
        arguments: &'s [Expr<'s>],
        span: Span,
        scope: &mut Scope<'_>,
    ) -> Result<Vec<(&'s str, Meaning<'s>)>> {
        if arguments.len() > parameters.len() {
            let takes = counted(parameters.len(), "argument");
            return Err(fault::error(format!("{} takes {takes}", quoted(&name.text)), span));
        }
        let mut given = Vec::with_capacity(parameters.len());
        for (place, parameter) in parameters.iter().enumerate() {
            let by_name = arguments.iter().find_map(|argument| match &argument.part {
                Scalar::Named(own, value) if *own == parameter.name => Some(&**value),
                _ => None,
            });
            let by_place = arguments.get(place).filter(|argument| !matches!(argument.part, Scalar::Named(..)));
            let value = by_name.or(by_place).or(parameter.default.as_ref()).ok_or_else(|| {
                let message = format!("{} gets no value for {}", quoted(&name.text), quoted(&parameter.name.text));
                fault::error(message, span)
            })?;
            given.push((&*parameter.name.text, self.argument(parameter, value, scope)?));
        }
        Ok(given)
    }

    fn argument(
        &mut self,
        parameter: &Parameter<'_>,
        value: &'s Expr<'s>,
        scope: &mut Scope<'_>,
    ) -> Result<Meaning<'s>> {
        let Some(kind) = parameter.kind else {
            return Ok(Meaning::Rows(Arc::new(self.rows_of_name(value)?)));
        };
        let before = self.size;
        let bound = self.expression(value, scope)?;
        let is_wider = matches!((bound.kind, kind), (ColumnType::Int, ColumnType::Long));
        if bound.kind != kind && !is_wider {
            let message = format!("{} is {}, and this is {}", quoted(&parameter.name.text), a(kind), a(bound.kind));
            return Err(fault::error(message, value.span));
        }
        Ok(Meaning::Scalar(Bound { kind, ..bound }, self.level, self.size - before))
    }
}
