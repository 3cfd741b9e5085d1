//! The parts of a query: its sources, operators and values, those inside each other too.

use crate::query::operator::OperatorKind;
use crate::query::tree::{
    Expand, Expr, LetValue, Named, Operator, Ordered, Pipeline, Placed, Query, Scalar, Source, Statement,
};
use crate::syntax::literal::Name;
use crate::text::Span;

/// A part of a query.
#[derive(Clone, Copy, Debug)]
pub enum Part<'q, 's> {
    /// Where rows come from, with its place.
    Source(&'q Source<'s>, Span),
    /// An operator.
    Operator(&'q Placed<Operator<'s>>),
    /// A value, and each value in it.
    Value(&'q Expr<'s>),
}

/// Returns the parts of a query, in order.
#[must_use]
pub fn parts<'q, 's>(query: &'q Query<'s>) -> Vec<Part<'q, 's>> {
    let mut parts = Vec::new();
    of_query(query, &mut parts);
    parts
}

/// Returns the names in a value: columns, and what a `let` or a parameter named.
#[must_use]
pub fn names_in<'q, 's>(value: &'q Expr<'s>) -> Vec<&'q Name<'s>> {
    let mut parts = Vec::new();
    of_value(value, &mut parts);
    let name = |part| match part {
        Part::Value(Expr { part: Scalar::Name(name), .. }) => Some(name),
        _ => None,
    };
    parts.into_iter().filter_map(name).collect()
}

fn of_query<'q, 's>(query: &'q Query<'s>, parts: &mut Vec<Part<'q, 's>>) {
    for statement in &query.statements {
        match statement {
            Statement::Let(one) => match &one.value {
                LetValue::Scalar(value) => of_value(value, parts),
                LetValue::Rows(rows) => of_pipeline(rows, parts),
                LetValue::Function(_, body) => of_query(body, parts),
            },
            Statement::Parameters(..) | Statement::Other(_) => {}
            Statement::Rows(rows) => of_pipeline(rows, parts),
            Statement::Scalar(value) => of_value(value, parts),
        }
    }
}

fn of_pipeline<'q, 's>(pipeline: &'q Pipeline<'s>, parts: &mut Vec<Part<'q, 's>>) {
    parts.push(Part::Source(&pipeline.source, pipeline.span));
    pipeline.source.values().into_iter().for_each(|value| of_value(value, parts));
    pipeline.source.pipelines().iter().for_each(|inner| of_pipeline(inner, parts));
    for operator in &pipeline.operators {
        parts.push(Part::Operator(operator));
        operator.part.values().into_iter().for_each(|value| of_value(value, parts));
        operator.part.pipelines().iter().for_each(|inner| of_pipeline(inner, parts));
    }
}

fn of_value<'q, 's>(value: &'q Expr<'s>, parts: &mut Vec<Part<'q, 's>>) {
    parts.push(Part::Value(value));
    match &value.part {
        Scalar::Literal(..) | Scalar::Name(_) | Scalar::Star => {}
        Scalar::Call(_, arguments) => arguments.iter().for_each(|argument| of_value(argument, parts)),
        Scalar::Member(whole, _) => of_value(whole, parts),
        Scalar::Index(whole, index) => {
            of_value(whole, parts);
            of_value(index, parts);
        }
        Scalar::Named(_, value) => of_value(value, parts),
        Scalar::Rows(rows) => of_pipeline(rows, parts),
    }
}

impl<'s> Source<'s> {
    /// Returns the values that stand in it.
    #[must_use]
    pub fn values(&self) -> Vec<&Expr<'s>> {
        match self {
            Self::Call(_, values) | Self::DataTable(_, values) => values.iter().collect(),
            Self::Print(values) => of_named(values),
            Self::Range(_, values) => values.iter().collect(),
            Self::Given | Self::Name(_) | Self::ExternalData(_) | Self::Union(_) | Self::Bracketed(_) => Vec::new(),
        }
    }

    /// Returns the pipelines that stand in it.
    #[must_use]
    pub fn pipelines(&self) -> &[Pipeline<'s>] {
        match self {
            Self::Union(union) => &union.parts,
            Self::Bracketed(inner) => std::slice::from_ref(&**inner),
            _ => &[],
        }
    }
}

impl<'s> Operator<'s> {
    /// Returns the values that stand in it, in order.
    #[must_use]
    pub fn values(&self) -> Vec<&Expr<'s>> {
        match self {
            Self::Where(value) | Self::Take(value) => vec![value],
            Self::Project(values) | Self::Extend(values) | Self::Distinct(values) | Self::Serialize(values) => {
                of_named(values)
            }
            Self::Summarize { aggregates, by } => [of_named(aggregates), of_named(by)].concat(),
            Self::Sort(by) => of_ordered(by),
            Self::Top(count, by) => vec![count, &by.value.value],
            Self::MvExpand(expand) | Self::MvApply(expand, _) => of_expand(expand),
            Self::Parse(parse) => vec![&parse.value],
            Self::Call(_, _, values) => values.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Returns the pipelines that stand in it.
    #[must_use]
    pub fn pipelines(&self) -> &[Pipeline<'s>] {
        match self {
            Self::MvApply(_, inner) => std::slice::from_ref(&**inner),
            Self::Lookup(join) | Self::Join(join) => std::slice::from_ref(&join.right),
            Self::Union(union) => &union.parts,
            _ => &[],
        }
    }

    /// Returns which operator it is.
    #[must_use]
    pub fn kind(&self) -> OperatorKind {
        match self {
            Self::Where(_) => OperatorKind::Where,
            Self::Project(_) => OperatorKind::Project,
            Self::ProjectAway(_) => OperatorKind::ProjectAway,
            Self::ProjectKeep(_) => OperatorKind::ProjectKeep,
            Self::ProjectRename(_) => OperatorKind::ProjectRename,
            Self::ProjectReorder(_) => OperatorKind::ProjectReorder,
            Self::Extend(_) => OperatorKind::Extend,
            Self::Summarize { .. } => OperatorKind::Summarize,
            Self::Distinct(_) => OperatorKind::Distinct,
            Self::Sort(_) => OperatorKind::Sort,
            Self::Top(..) => OperatorKind::Top,
            Self::Take(_) => OperatorKind::Take,
            Self::Count(_) => OperatorKind::Count,
            Self::MvExpand(_) => OperatorKind::MvExpand,
            Self::MvApply(..) => OperatorKind::MvApply,
            Self::Parse(parse) if parse.only_where => OperatorKind::ParseWhere,
            Self::Parse(_) => OperatorKind::Parse,
            Self::Lookup(_) => OperatorKind::Lookup,
            Self::Join(_) => OperatorKind::Join,
            Self::Union(_) => OperatorKind::Union,
            Self::GetSchema => OperatorKind::GetSchema,
            Self::Render => OperatorKind::Render,
            Self::As(_) => OperatorKind::As,
            Self::Serialize(_) => OperatorKind::Serialize,
            Self::Consume => OperatorKind::Consume,
            Self::Call(word, ..) => OperatorKind::of(word).unwrap_or(OperatorKind::Evaluate),
        }
    }
}

fn of_named<'q, 's>(values: &'q [Named<'s>]) -> Vec<&'q Expr<'s>> {
    values.iter().map(|named| &named.value).collect()
}

fn of_ordered<'q, 's>(by: &'q [Ordered<'s>]) -> Vec<&'q Expr<'s>> {
    by.iter().map(|ordered| &ordered.value.value).collect()
}

fn of_expand<'q, 's>(expand: &'q Expand<'s>) -> Vec<&'q Expr<'s>> {
    expand.values.iter().map(|(value, _)| &value.value).chain(&expand.limit).collect()
}
