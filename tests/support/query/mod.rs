//! Trees of queries in one line, so that a test shows what was read.

#![allow(unreachable_pub, dead_code, reason = "for the test files that use it")]

use kmgmt::query::tree::{Entity, Expand, Expr, Join, LetValue, Named, Operator, Ordered, Parameter, Parse, Piece};
use kmgmt::query::tree::{Pipeline, Query, Scalar, Source, Statement, Typed, Union};
use kmgmt::syntax::literal::Name;
use kmgmt::table::Value;

/// `(where (== Role 'Admin'))`
pub fn pipeline(pipeline: &Pipeline<'_>) -> String {
    let operators = pipeline.operators.iter().map(|placed| format!(" | {}", operator(&placed.part)));
    format!("{}{}", source(&pipeline.source), operators.collect::<String>())
}

pub fn query(tree: &Query<'_>) -> String {
    all(&tree.statements, "; ", |statement| match statement {
        Statement::Let(it) => match &it.value {
            LetValue::Scalar(value) => format!("let {} = {}", it.name.text, expr(value)),
            LetValue::Rows(rows) => format!("let {} = rows {}", it.name.text, pipeline(rows)),
            LetValue::Function(parameters, body) => {
                format!("let {} = ({}) {{{}}}", it.name.text, listed(parameters), query(body))
            }
        },
        Statement::Parameters(parameters, _) => format!("declare ({})", listed(parameters)),
        Statement::Other(_) => "other".to_owned(),
        Statement::Rows(rows) => pipeline(rows),
        Statement::Scalar(value) => format!("scalar {}", expr(value)),
    })
}

fn listed(parameters: &[Parameter<'_>]) -> String {
    all(parameters, ", ", |one| {
        let default = one.default.as_ref().map(|value| format!(" = {}", expr(value))).unwrap_or_default();
        format!("{}:{}{default}", one.name.text, one.kind.map_or("rows", |kind| kind.name()))
    })
}

fn all<T>(items: &[T], between: &str, show: impl Fn(&T) -> String) -> String {
    items.iter().map(show).collect::<Vec<_>>().join(between)
}

fn names(names: &[Name<'_>]) -> String {
    all(names, ", ", |name| name.text.to_string())
}

fn typed(columns: &[Typed<'_>]) -> String {
    all(columns, ", ", |column| format!("{}:{}", column.name.text, column.kind))
}

fn entity(entity: &Entity<'_>) -> String {
    let place = |word: &str, name: &Option<_>| name.as_ref().map(|name| format!("{word}({name}).")).unwrap_or_default();
    format!("{}{}{}", place("cluster", &entity.cluster), place("database", &entity.database), entity.name.text)
}

fn source(source: &Source<'_>) -> String {
    match source {
        Source::Given => "_".to_owned(),
        Source::Name(name) => entity(name),
        Source::Call(name, arguments) => format!("{}({})", entity(name), all(arguments, ", ", expr)),
        Source::Print(list) => format!("print {}", named(list)),
        Source::DataTable(columns, values) => format!("datatable({}) [{}]", typed(columns), all(values, ", ", expr)),
        Source::Range(name, ends) => format!("range {} {}", name.text, all(ends.as_slice(), " ", expr)),
        Source::ExternalData(columns) => format!("externaldata({})", typed(columns)),
        Source::Union(it) => union(it),
        Source::Bracketed(rows) => format!("({})", pipeline(rows)),
    }
}

fn union(union: &Union<'_>) -> String {
    let kind = if union.is_inner { "inner " } else { "" };
    let source = union.source.as_ref().map(|name| format!("{}= ", name.text)).unwrap_or_default();
    format!("union {kind}{source}[{}]", all(&union.parts, "; ", pipeline))
}

fn named(list: &[Named<'_>]) -> String {
    all(list, ", ", |one| match one.names.as_slice() {
        [] => expr(&one.value),
        given => format!("{} := {}", names(given), expr(&one.value)),
    })
}

fn ordered(list: &[Ordered<'_>]) -> String {
    all(list, ", ", |one| {
        let way = one.direction.map(|way| format!(" {way:?}")).unwrap_or_default();
        let nulls = one.nulls_first.map(|first| if first { " nulls first" } else { " nulls last" });
        format!("{}{way}{}", named(std::slice::from_ref(&one.value)), nulls.unwrap_or_default())
    })
}

fn expand(it: &Expand<'_>) -> String {
    let values = all(&it.values, ", ", |(value, kind)| {
        let kind = kind.map(|kind| format!(" to {kind}")).unwrap_or_default();
        format!("{}{kind}", named(std::slice::from_ref(value)))
    });
    let index = it.item_index.as_ref().map(|name| format!("index {} ", name.text)).unwrap_or_default();
    let limit = it.limit.as_ref().map(|limit| format!(" limit {}", expr(limit))).unwrap_or_default();
    format!("{}{index}{values}{limit}", if it.bags_as_arrays { "arrays " } else { "" })
}

fn parse(it: &Parse<'_>) -> String {
    let pattern = all(&it.pattern, " ", |piece| match piece {
        Piece::Any(_) => "*".to_owned(),
        Piece::Text(text) => format!("'{}'", text.part),
        Piece::Column(column) => format!("{}:{}", column.name.text, column.kind),
    });
    let only = if it.only_where { "parse-where" } else { "parse" };
    format!(
        "{only} {:?}{} {} with {pattern}",
        it.kind,
        it.flags.as_ref().map_or("", |flags| &*flags.text),
        expr(&it.value)
    )
}

fn join(it: &Join<'_>) -> String {
    let kind = it.kind.as_ref().map(|kind| format!("{} ", kind.text)).unwrap_or_default();
    let on = all(&it.on, ", ", |(left, right)| format!("{}={}", left.text, right.text));
    format!("{kind}({}) on {on}", pipeline(&it.right))
}

fn operator(operator: &Operator<'_>) -> String {
    match operator {
        Operator::Where(value) => format!("where {}", expr(value)),
        Operator::Project(list) => format!("project {}", named(list)),
        Operator::ProjectAway(list) => format!("project-away {}", names(list)),
        Operator::ProjectKeep(list) => format!("project-keep {}", names(list)),
        Operator::ProjectRename(list) => {
            format!("project-rename {}", all(list, ", ", |(new, old)| format!("{} := {}", new.text, old.text)))
        }
        Operator::ProjectReorder(list) => format!(
            "project-reorder {}",
            all(list, ", ", |(name, way)| {
                let by = |way: kmgmt::query::tree::NameOrder| if way.by_number { " by number" } else { "" };
                let way = way.map(|way| format!(" {:?}{}", way.direction, by(way)));
                format!("{}{}", name.text, way.unwrap_or_default())
            })
        ),
        Operator::Extend(list) => format!("extend {}", named(list)),
        Operator::Summarize { aggregates, by } => format!("summarize {} by {}", named(aggregates), named(by)),
        Operator::Distinct(list) => format!("distinct {}", named(list)),
        Operator::Sort(list) => format!("sort {}", ordered(list)),
        Operator::Top(count, list) => format!("top {} {}", expr(count), ordered(std::slice::from_ref(list))),
        Operator::Take(count) => format!("take {}", expr(count)),
        Operator::Count(name) => format!("count {}", name.as_ref().map_or("", |name| &name.text)),
        Operator::MvExpand(it) => format!("mv-expand {}", expand(it)),
        Operator::MvApply(it, rows) => format!("mv-apply {} on ({})", expand(it), pipeline(rows)),
        Operator::Parse(it) => parse(it),
        Operator::Lookup(it) => format!("lookup {}", join(it)),
        Operator::Join(it) => format!("join {}", join(it)),
        Operator::Union(it) => union(it),
        Operator::GetSchema => "getschema".to_owned(),
        Operator::Render => "render".to_owned(),
        Operator::As(name) => format!("as {}", name.text),
        Operator::Serialize(list) => format!("serialize {}", named(list)),
        Operator::Consume => "consume".to_owned(),
        Operator::Call(word, name, arguments) => format!("{word} {}({})", name.text, all(arguments, ", ", expr)),
    }
}

/// `(+ a 1)`, `f(a)`, `'text'`, `long:1`
pub fn expr(value: &Expr<'_>) -> String {
    match &value.part {
        Scalar::Literal(kind, literal) => match literal {
            Value::Text(text) if kind.name() == "string" => format!("'{text}'"),
            Value::Null => format!("{kind}:null"),
            Value::Text(text) => format!("{kind}:{text}"),
            Value::Bool(is) => format!("{kind}:{is}"),
            Value::Long(number) if kind.name() == "long" => number.to_string(),
            Value::Long(number) => format!("{kind}:{number}"),
            Value::Real(number) => format!("{kind}:{number}"),
            Value::DateTime(moment) => format!("{kind}:{moment}"),
            Value::TimeSpan(length) => format!("{kind}:{length}"),
            Value::Dynamic(json) => format!("{kind}:{json}"),
        },
        Scalar::Name(name) => name.text.to_string(),
        Scalar::Star => "*".to_owned(),
        Scalar::Call(name, arguments)
            if name.text.starts_with(char::is_alphabetic) && name.span.start == value.span.start =>
        {
            format!("{}({})", name.text, all(arguments, ", ", expr))
        }
        Scalar::Call(name, arguments) => format!("({} {})", name.text, all(arguments, " ", expr)),
        Scalar::Member(of, name) => format!("{}.{}", expr(of), name.text),
        Scalar::Index(of, index) => format!("{}[{}]", expr(of), expr(index)),
        Scalar::Named(name, value) => format!("{} := {}", name.text, expr(value)),
        Scalar::Rows(rows) => format!("rows {{{}}}", pipeline(rows)),
    }
}
