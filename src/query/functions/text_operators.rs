//! `has`, `contains`, `startswith` and their like (`datatypes-string-operators.md`).

use serde_json::Value as Json;

use super::patterns::check;
use super::{Call, Function, operator};
use crate::query::signature::{Gives, Kind};
use crate::query::text_search::{
    ANYWHERE, PREFIX, SUFFIX, TERM, begins, begins_folded, ends_folded, equal_folded, occurs,
};
use crate::query::value;
use crate::table::Value;

const TWO: &[Kind] = &[Kind::TextOrDynamic, Kind::TextOrDynamic];
const LIST: &[Kind] = &[Kind::TextOrDynamic, Kind::Any];

/// Operators between texts that are taken where a query is read, as the official parser does; no page has them.
pub const WITHOUT_PAGE: &[&str] =
    &["like", "notlike", "likecs", "notlikecs", "notcontains", "containscs", "notcontainscs"];

macro_rules! operators {
    ($($name:literal $page:literal, $not:literal $not_page:literal, $test:expr;)*) => {
        /// The rows of the table: each operator and its negation.
        pub(super) const ROWS: &[Function] = &[
            $(
                operator($name, concat!("a ", $name, " b"), $page, TWO, Gives::TRUTH, |call| two(call, $test, true)),
                operator($not, concat!("a ", $not, " b"), $not_page, TWO, Gives::TRUTH, |call| two(call, $test, false)),
            )*
            operator("in~", "a in~ (b, …)", "in-operator.md", LIST, Gives::TRUTH, |call| {
                Value::Bool(any(call, equal_folded))
            }).repeated(1),
            operator("!in~", "a !in~ (b, …)", "not-in-operator.md", LIST, Gives::TRUTH, |call| {
                Value::Bool(!any(call, equal_folded))
            }).repeated(1),
            operator("has_any", "a has_any (b, …)", "has-any-operator.md", LIST, Gives::TRUTH, |call| {
                Value::Bool(any(call, has))
            }).repeated(1),
            operator("has_all", "a has_all (b, …)", "has-all-operator.md", LIST, Gives::TRUTH, |call| {
                Value::Bool(!any(call, |text, part| !has(text, part)))
            }).repeated(1),
            operator("matches regex", "a matches regex b", "matches-regex-operator.md", TWO, Gives::TRUTH, matches)
                .checked(|arguments| check(arguments, 1)),
        ];
    };
}

operators! {
    "=~" "equals-operator.md", "!~" "not-equals-operator.md", equal_folded;
    "contains" "contains-operator.md", "!contains" "not-contains-operator.md",
        |text, part| occurs(text, part, begins_folded, ANYWHERE);
    "contains_cs" "contains-cs-operator.md", "!contains_cs" "not-contains-cs-operator.md",
        |text, part| text.contains(part);
    "startswith" "startswith-operator.md", "!startswith" "not-startswith-operator.md",
        |text, part| begins_folded(text, part).is_some();
    "startswith_cs" "startswith-cs-operator.md", "!startswith_cs" "not-startswith-cs-operator.md",
        |text, part| text.starts_with(part);
    "endswith" "endswith-operator.md", "!endswith" "not-endswith-operator.md", ends_folded;
    "endswith_cs" "endswith-cs-operator.md", "!endswith_cs" "not-endswith-cs-operator.md",
        |text, part| text.ends_with(part);
    "has" "has-operator.md", "!has" "not-has-operator.md", has;
    "has_cs" "has-cs-operator.md", "!has_cs" "not-has-cs-operator.md", |text, part| occurs(text, part, begins, TERM);
    "hasprefix" "hasprefix-operator.md", "!hasprefix" "not-hasprefix-operator.md",
        |text, part| occurs(text, part, begins_folded, PREFIX);
    "hasprefix_cs" "hasprefix-cs-operator.md", "!hasprefix_cs" "not-hasprefix-cs-operator.md",
        |text, part| occurs(text, part, begins, PREFIX);
    "hassuffix" "hassuffix-operator.md", "!hassuffix" "not-hassuffix-operator.md",
        |text, part| occurs(text, part, begins_folded, SUFFIX);
    "hassuffix_cs" "hassuffix-cs-operator.md", "!hassuffix_cs" "not-hassuffix-cs-operator.md",
        |text, part| occurs(text, part, begins, SUFFIX);
}

fn has(text: &str, part: &str) -> bool {
    occurs(text, part, begins_folded, TERM)
}

fn two(call: &Call<'_>, test: fn(&str, &str) -> bool, wanted: bool) -> Value {
    Value::Bool(test(&call.text(0), &call.text(1)) == wanted)
}

/// Returns whether the test holds for any of the list. An array in it stands for its items.
fn any(call: &Call<'_>, test: fn(&str, &str) -> bool) -> bool {
    let text = call.text(0);
    call.arguments.iter().skip(1).any(|part| match part.as_json() {
        Some(Json::Array(items)) => items.iter().any(|item| test(&text, &value::json_text(item))),
        _ => test(&text, &value::text(part)),
    })
}

fn matches(call: &Call<'_>) -> Value {
    let pattern = call.context.patterns.read(&call.text(1));
    pattern.map_or(Value::Null, |pattern| Value::Bool(pattern.is_match(&call.text(0))))
}
