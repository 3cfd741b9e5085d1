//! Operators by chance, and what each leaves of the columns.

use crate::pipes::scalars::{expression, fill, formula};
use crate::pipes::{Kind, Scope, TABLE};
use crate::random::Random;

/// How deep an expression is at most.
const DEPTH: usize = 3;

/// Every type.
const KINDS: &[Kind] =
    &[Kind::Text, Kind::Long, Kind::Real, Kind::Bool, Kind::Time, Kind::Length, Kind::Array, Kind::Text, Kind::Long];

/// What rows are told apart by.
const KEYS: &[Kind] = &[Kind::Text, Kind::Long, Kind::Bool, Kind::Time];

type Make = fn(&mut Random, &mut Scope) -> String;

/// The operators; one that stands more often is taken more often.
const OPERATORS: &[Make] = &[
    filter, filter, filter, extend, extend, extend, project, project, away, rename, distinct, summarize, summarize,
    summarize, sort, sort, top, take, count, expand, parse, lookup, render,
];

/// A pipe of some operators, and whether the order of its rows is told.
pub fn pipe(random: &mut Random) -> (String, bool) {
    let mut scope = Scope::new();
    let mut text = TABLE.to_owned();
    for _ in 0..=random.below(5) {
        let make = *random.pick(OPERATORS);
        text.push_str(" | ");
        text.push_str(&make(random, &mut scope));
    }
    if random.one_in(5) {
        text.push_str(&unnamed(random, &scope));
    }
    (text, scope.ordered)
}

/// Columns that the language names; these names are compared too.
fn unnamed(random: &mut Random, scope: &Scope) -> String {
    let mut value = || {
        let kind = *random.pick(KINDS);
        formula(random, scope, kind, 2)
    };
    format!(" | project {}, {}", value(), value())
}

fn filter(random: &mut Random, scope: &mut Scope) -> String {
    let word = random.pick(&["where", "filter"]);
    let condition = formula(random, scope, Kind::Bool, DEPTH);
    // One condition alone often holds for no row.
    if random.one_in(3) {
        return format!("{word} {condition}");
    }
    format!("{word} {condition} {} {}", random.pick(&["or", "or", "and"]), formula(random, scope, Kind::Bool, 1))
}

/// A new name that no column has.
fn new_name(scope: &Scope) -> String {
    let name = |number: usize| format!("c{number}");
    (0..).map(name).find(|name| scope.columns.iter().all(|(column, _)| column != name)).unwrap_or_default()
}

fn extend(random: &mut Random, scope: &mut Scope) -> String {
    let kind = *random.pick(KINDS);
    let value = expression(random, scope, kind, DEPTH);
    let replaced = scope.of(KEYS).into_iter().find(|name| name != "Id");
    let name = replaced.filter(|_| random.one_in(4)).unwrap_or_else(|| new_name(scope));
    scope.columns.retain(|(column, _)| *column != name);
    scope.columns.push((name.clone(), kind));
    format!("extend {name} = {value}")
}

fn project(random: &mut Random, scope: &mut Scope) -> String {
    let mut kept: Vec<(String, Kind)> = Vec::new();
    let mut texts = Vec::new();
    for (name, kind) in &scope.columns {
        if name == "Id" || random.one_in(2) {
            kept.push((name.clone(), *kind));
            texts.push(name.clone());
        }
    }
    let kind = *random.pick(KINDS);
    let value = expression(random, scope, kind, DEPTH);
    let name = new_name(scope);
    texts.push(format!("{name} = {value}"));
    kept.push((name, kind));
    scope.columns = kept;
    format!("project {}", texts.join(", "))
}

/// A column that is not what tells rows apart.
fn other_column(random: &mut Random, scope: &Scope) -> Option<String> {
    let names: Vec<String> = scope.columns.iter().map(|(name, _)| name.clone()).filter(|name| name != "Id").collect();
    (names.len() > 1).then(|| random.pick(&names).clone())
}

fn away(random: &mut Random, scope: &mut Scope) -> String {
    let Some(name) = other_column(random, scope) else { return filter(random, scope) };
    scope.columns.retain(|(column, _)| *column != name);
    format!("project-away {name}")
}

fn rename(random: &mut Random, scope: &mut Scope) -> String {
    let Some(old) = other_column(random, scope) else { return filter(random, scope) };
    let new = new_name(scope);
    for (column, _) in &mut scope.columns {
        if *column == old {
            column.clone_from(&new);
        }
    }
    format!("project-rename {new} = {old}")
}

/// One or two columns that rows are told apart by.
fn keys(random: &mut Random, scope: &Scope) -> Vec<(String, Kind)> {
    let mut keys: Vec<(String, Kind)> =
        scope.columns.iter().filter(|(name, kind)| name != "Id" && KEYS.contains(kind)).cloned().collect();
    while keys.len() > 2 {
        keys.remove(random.below(keys.len()));
    }
    keys.truncate(1 + random.below(2));
    keys
}

/// The columns alone, of rows that are told apart by nothing else.
fn only(scope: &mut Scope, columns: Vec<(String, Kind)>) {
    *scope = Scope { columns, unique: false, ordered: false };
}

fn distinct(random: &mut Random, scope: &mut Scope) -> String {
    let keys = keys(random, scope);
    if keys.is_empty() {
        return filter(random, scope);
    }
    let names: Vec<&str> = keys.iter().map(|(name, _)| name.as_str()).collect();
    let text = format!("distinct {}", names.join(", "));
    only(scope, keys);
    text
}

/// Aggregates: the type of what they give, and the form, with letters as in the expressions.
const AGGREGATES: &[(Kind, &str)] = &[
    (Kind::Long, "count()"),
    (Kind::Long, "countif({b})"),
    (Kind::Long, "sum({l})"),
    (Kind::Long, "sumif({l}, {b})"),
    (Kind::Real, "avg({r})"),
    (Kind::Real, "avgif({l}, {b})"),
    (Kind::Long, "min({l})"),
    (Kind::Long, "max({l})"),
    (Kind::Text, "min({s})"),
    (Kind::Text, "max({s})"),
    (Kind::Time, "min({d})"),
    (Kind::Time, "max({d})"),
    (Kind::Long, "dcount({s})"),
    (Kind::Long, "dcountif({s}, {b})"),
    (Kind::Array, "array_sort_asc(make_set({s}))"),
    (Kind::Array, "array_sort_asc(make_list({s}))"),
];

fn summarize(random: &mut Random, scope: &mut Scope) -> String {
    let mut columns = if random.one_in(4) { Vec::new() } else { keys(random, scope) };
    let by: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
    let before = scope.clone();
    let mut texts = Vec::new();
    for _ in 0..=random.below(2) {
        let (kind, form) = *random.pick(AGGREGATES);
        let value = fill(random, &before, form, 1);
        let name = new_name(scope);
        texts.push(format!("{name} = {value}"));
        scope.columns.push((name.clone(), kind));
        columns.push((name, kind));
    }
    // The name that the language gives is compared too.
    if random.one_in(4) {
        // The last of the list are calls of other functions.
        let (_, form) = *random.pick(&AGGREGATES[..AGGREGATES.len() - 2]);
        texts.push(fill(random, &before, form, 0));
    }
    if scope.unique && random.one_in(6) {
        texts = vec!["arg_max(Id, *)".to_owned()];
        let (keys, others): (Vec<_>, Vec<_>) = before.columns.into_iter().partition(|(name, _)| by.contains(name));
        columns = keys.into_iter().chain(others).collect();
    }
    only(scope, columns);
    let by = if by.is_empty() { String::new() } else { format!(" by {}", by.join(", ")) };
    format!("summarize {}{by}", texts.join(", "))
}

/// A column to sort by, with the way and the place of nulls.
fn way(random: &mut Random, scope: &Scope) -> String {
    let names = scope.of(&[Kind::Text, Kind::Long, Kind::Real, Kind::Bool, Kind::Time, Kind::Length]);
    let name = if names.is_empty() { "Id".to_owned() } else { random.pick(&names).clone() };
    format!("{name}{}{}", random.pick(&["", " asc", " desc"]), random.pick(&["", "", " nulls first", " nulls last"]))
}

fn sort(random: &mut Random, scope: &mut Scope) -> String {
    if !scope.unique {
        return filter(random, scope);
    }
    scope.ordered = true;
    format!("{} by {}, Id asc", random.pick(&["sort", "order"]), way(random, scope))
}

fn top(random: &mut Random, scope: &mut Scope) -> String {
    if !scope.unique {
        return filter(random, scope);
    }
    scope.ordered = true;
    format!("top {} by Id{}", 1 + random.below(9), random.pick(&["", " asc", " desc", " asc nulls first"]))
}

fn take(random: &mut Random, scope: &mut Scope) -> String {
    if !scope.ordered {
        return sort(random, scope);
    }
    format!("{} {}", random.pick(&["take", "limit"]), 1 + random.below(9))
}

fn count(_: &mut Random, scope: &mut Scope) -> String {
    only(scope, vec![("Count".to_owned(), Kind::Long)]);
    "count".to_owned()
}

fn expand(random: &mut Random, scope: &mut Scope) -> String {
    let arrays = scope.of(&[Kind::Array]);
    if arrays.is_empty() {
        return filter(random, scope);
    }
    let name = random.pick(&arrays).clone();
    for (column, kind) in &mut scope.columns {
        if *column == name {
            *kind = Kind::Text;
        }
    }
    (scope.unique, scope.ordered) = (false, false);
    format!("mv-expand {name} to typeof(string)")
}

/// Patterns of `parse`, and the columns that each adds.
const PATTERNS: &[(&str, &[(&str, Kind)])] = &[
    ("* '=' p1 '@' p2", &[("p1", Kind::Text), ("p2", Kind::Text)]),
    ("'aad' p1 '=' *", &[("p1", Kind::Text)]),
    ("* '=' p1 'o' p2 '.' *", &[("p1", Kind::Text), ("p2", Kind::Text)]),
    ("* '-' p1:long '-' *", &[("p1", Kind::Long)]),
    ("* ' ' p1", &[("p1", Kind::Text)]),
];

fn parse(random: &mut Random, scope: &mut Scope) -> String {
    let texts: Vec<String> = scope.of(&[Kind::Text]).into_iter().filter(|name| !name.starts_with('p')).collect();
    if texts.is_empty() {
        return filter(random, scope);
    }
    let (pattern, added) = *random.pick(PATTERNS);
    for (name, kind) in added {
        scope.columns.retain(|(column, _)| column != name);
        scope.columns.push(((*name).to_owned(), *kind));
    }
    format!("{} {} with {pattern}", random.pick(&["parse", "parse", "parse-where"]), random.pick(&texts))
}

fn lookup(random: &mut Random, scope: &mut Scope) -> String {
    if !scope.columns.iter().any(|(name, kind)| name == "Role" && *kind == Kind::Text)
        || scope.columns.iter().any(|(name, _)| name == "Rank")
    {
        return filter(random, scope);
    }
    scope.columns.push(("Rank".to_owned(), Kind::Long));
    scope.ordered = false;
    let kind = random.pick(&["", "kind=leftouter ", "kind=inner "]);
    format!("lookup {kind}(datatable(Role: string, Rank: long) ['Admins', 1, 'Users', 2, 'Viewers', 3]) on Role")
}

fn render(_: &mut Random, _: &mut Scope) -> String {
    "render table".to_owned()
}
