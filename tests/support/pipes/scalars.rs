//! Expressions by chance, from one table of templates.

use crate::pipes::{Kind, Scope};
use crate::random::Random;

/// What an expression of each type may be. A letter in braces stands for an expression: `s` text, `l` a whole number,
/// `r` a real one, `b` true or false, `d` a moment, `t` a length of time, `a` an array; or for a literal: `k` a text,
/// `p` a number from 1 on, `n` one from 0 on, `m` one that is not 0.
const TEMPLATES: &[(Kind, &[&str])] = &[
    (
        Kind::Text,
        &[
            "strcat({s}, '-', {l})",
            "strcat({s}, {b}, {t})",
            "tolower({s})",
            "toupper({s})",
            "substring({s}, {n}, {n})",
            "substring({s}, {n})",
            "trim(@'[^a-z]+', {s})",
            "trim_start(@'[A-Za-z]', {s})",
            "trim_end(@'\\d+', {s})",
            "replace_string({s}, {k}, {k})",
            "replace_regex({s}, @'([a-z])@([a-z])', @'<\\2\\1>')",
            "extract(@'([^=@]+)@', 1, {s})",
            "reverse({s})",
            "iff({b}, {s}, {s})",
            "case({b}, {s}, {b}, {s}, {s})",
            "coalesce({s}, {k})",
            "tostring({l})",
            "tostring({b})",
            "tostring({d})",
            "tostring({t})",
            "tostring({a})",
            "strcat_delim('/', {s}, {l}, {k})",
            "strcat_array({a}, ',')",
            "tostring(split({s}, '@')[0])",
            "tostring({a}[0])",
            "tostring(bag_pack('key', {s}, 'other', {l}).key)",
            "tostring(parse_json('{{\"a\": [1, {{\"b\": \"x\"}}]}}').a[1].b)",
            "format_datetime({d}, 'yyyy-MM-dd HH:mm:ss')",
            "strrep({k}, {n})",
        ],
    ),
    (
        Kind::Long,
        &[
            "({l} + {l})",
            "({l} - {l})",
            "({l} * {m})",
            "({l} / {m})",
            "({l} % {p})",
            "strlen({s})",
            "countof({s}, {k})",
            "indexof({s}, {k})",
            "tolong({s})",
            "tolong({r})",
            "array_length({a})",
            "array_index_of({a}, {k})",
            "iff({b}, {l}, {l})",
            "(0 + getyear({d}))",
            "(0 + dayofmonth({d}))",
            "(0 + hourofday({d}))",
            "(0 + monthofyear({d}))",
            "(0 + dayofyear({d}))",
            "bin({l}, {p})",
            "abs({l})",
            "min_of({l}, {l})",
            "max_of({l}, {l})",
            "coalesce({l}, {m})",
            "binary_and({l}, {m})",
            "datetime_diff('day', {d}, {d})",
        ],
    ),
    (
        Kind::Real,
        &[
            "toreal({l})",
            "toreal({s})",
            "({r} + {r})",
            "({r} * 0.5)",
            "({r} / {m})",
            "({l} * 1.5)",
            "round({r}, 1)",
            "iff({b}, {r}, {r})",
            "pow({r}, 2)",
            "abs({r})",
            "({t} / 1h)",
        ],
    ),
    (
        Kind::Bool,
        &[
            "({l} == {l})",
            "({l} != {l})",
            "({l} < {l})",
            "({l} >= {l})",
            "({r} > {r})",
            "({s} == {s})",
            "({s} != {k})",
            "({s} =~ {k})",
            "({s} !~ {k})",
            "({s} has {k})",
            "({s} !has {k})",
            "({s} has_cs {k})",
            "({s} contains {k})",
            "({s} !contains {k})",
            "({s} contains_cs {k})",
            "({s} startswith {k})",
            "({s} !startswith_cs {k})",
            "({s} endswith {k})",
            "({s} endswith_cs {k})",
            "({s} hasprefix {k})",
            "({s} !hassuffix {k})",
            "({s} in ({k}, {k}, 'bob'))",
            "({s} !in ({k}, 'Admins'))",
            "({s} in~ ({k}, 'ADMINS'))",
            "({s} !in~ ({k}, 'USERS'))",
            "({s} has_any ({k}, 'admins'))",
            "({s} has_all ({k}, 'contoso'))",
            "({s} matches regex @'^[a-z]+=?')",
            "({l} in ({n}, {n}, 3))",
            "({l} !in ({n}, 2))",
            "({l} between ({n} .. 6))",
            "({l} !between (1 .. {p}))",
            "({d} between (datetime(2020-01-01) .. datetime(2021-06-01)))",
            "({d} > {d})",
            "({d} == {d})",
            "({t} > 100d)",
            "({b} == {b})",
            "({b} and {b})",
            "({b} or {b})",
            "not({b})",
            "isempty({s})",
            "isnotempty({s})",
            "isnull({l})",
            "isnotnull({d})",
            "isnull({b})",
            "isnull({a})",
            "set_has_element({a}, {k})",
        ],
    ),
    (
        Kind::Time,
        &[
            "startofday({d})",
            "startofweek({d})",
            "startofmonth({d})",
            "startofyear({d})",
            "bin({d}, 1d)",
            "bin({d}, 6h)",
            "datetime_add('day', {m}, {d})",
            "datetime_add('month', {m}, {d})",
            "({d} + {t})",
            "({d} - 90m)",
            "todatetime({s})",
            "iff({b}, {d}, {d})",
            "make_datetime(2021, 5, {p})",
            "coalesce({d}, datetime(2018-01-01))",
        ],
    ),
    (Kind::Length, &["({d} - {d})", "({t} * 2)", "totimespan('1.02:03:04')", "({m} * 1d)", "bin({t}, 1h)"]),
    (
        Kind::Array,
        &[
            "split({s}, '@')",
            "pack_array({s}, {k})",
            "array_concat({a}, {a})",
            "array_slice({a}, 0, 1)",
            "array_reverse({a})",
            "parse_json('[\"x\", \"Y\"]')",
        ],
    ),
];

/// Texts that stand in expressions.
const TEXTS: &[&str] = &[
    "'admin'",
    "'Admins'",
    "'alice'",
    "'ALICE'",
    "'contoso'",
    "'data'",
    "'a'",
    "'com'",
    "'@'",
    "'bob'",
    "'HR'",
    "'42'",
    "'7'",
    "' '",
    "'finance'",
    "'smith'",
    "'Users'",
    "'view'",
];

/// An expression of this type, so many templates deep at most.
pub fn expression(random: &mut Random, scope: &Scope, kind: Kind, depth: usize) -> String {
    let columns = scope.of(&[kind]);
    if depth == 0 || random.one_in(3) {
        return if columns.is_empty() || random.one_in(5) {
            literal(random, kind)
        } else {
            random.pick(&columns).clone()
        };
    }
    formula(random, scope, kind, depth)
}

/// An expression of this type that is no column and no literal.
pub fn formula(random: &mut Random, scope: &Scope, kind: Kind, depth: usize) -> String {
    let templates = TEMPLATES.iter().find(|(of, _)| *of == kind).map_or(&[][..], |(_, templates)| templates);
    let template = *random.pick(templates);
    fill(random, scope, template, depth - 1)
}

/// The template with its letters replaced.
pub fn fill(random: &mut Random, scope: &Scope, template: &str, depth: usize) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let letter = after.chars().next().unwrap();
        if letter == '{' {
            text.push('{');
            rest = &after[1..];
            continue;
        }
        text.push_str(&part(random, scope, letter, depth));
        rest = &after[2..];
    }
    text.push_str(rest);
    text.replace("}}", "}")
}

/// What a letter of a template stands for.
fn part(random: &mut Random, scope: &Scope, letter: char, depth: usize) -> String {
    let kind = match letter {
        's' => Kind::Text,
        'l' => Kind::Long,
        'r' => Kind::Real,
        'b' => Kind::Bool,
        'd' => Kind::Time,
        't' => Kind::Length,
        'a' => Kind::Array,
        'k' => return (*random.pick(TEXTS)).to_owned(),
        'n' => return random.below(6).to_string(),
        'p' => return (1 + random.below(6)).to_string(),
        _ => return (*random.pick(&["1", "2", "3", "7", "-2"])).to_owned(),
    };
    expression(random, scope, kind, depth)
}

fn literal(random: &mut Random, kind: Kind) -> String {
    let literals: &[&str] = match kind {
        Kind::Text => TEXTS,
        Kind::Long => &["0", "1", "2", "5", "-3", "100", "long(null)"],
        Kind::Real => &["0.5", "2.0", "-1.25", "real(null)"],
        Kind::Bool => &["true", "false", "bool(null)"],
        Kind::Time => &["datetime(2020-06-15)", "datetime(2021-12-31 23:59:59)", "datetime(null)"],
        Kind::Length => &["1h", "2d", "90m", "1.5h", "timespan(null)"],
        Kind::Array => &["dynamic(['finance', 'x'])", "dynamic([])"],
    };
    (*random.pick(literals)).to_owned()
}
