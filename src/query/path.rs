//! Paths into dynamic values: `a.b`, `a['b']`, `a[0]`, and JSONPath in text (`scalar-data-types/dynamic.md`,
//! `jsonpath.md`).

use serde_json::Value as Json;

use crate::query::value;
use crate::table::Value;

/// Returns the slot of this name; null where the value is no bag, or has none.
#[must_use]
pub fn member(value: &Value, name: &str) -> Value {
    part(value).and_then(|json| json.get(name)).map_or(Value::Null, found)
}

/// Returns the slot or the item. A negative index counts from the end; a truth is 0 or 1.
#[must_use]
pub fn index(value: &Value, index: &Value) -> Value {
    let Some(json) = part(value) else { return Value::Null };
    let found_part = match (json, index) {
        (Json::Array(items), index) => value::long(index).and_then(|index| item(items, index)),
        (Json::Object(slots), Value::Text(name)) => slots.get(&**name),
        (Json::Object(slots), Value::Dynamic(Json::String(name))) => slots.get(name),
        _ => None,
    };
    found_part.map_or(Value::Null, found)
}

/// Returns the item at the index, of which a negative one counts from the end.
#[must_use]
pub fn item(items: &[Json], index: i64) -> Option<&Json> {
    let index = if index < 0 { i64::try_from(items.len()).ok()?.checked_add(index)? } else { index };
    items.get(usize::try_from(index).ok()?)
}

fn part(value: &Value) -> Option<&Json> {
    match value {
        Value::Dynamic(json) => Some(json),
        _ => None,
    }
}

fn found(json: &Json) -> Value {
    value::dynamic(json.clone())
}

/// Returns the keys of a JSONPath such as `$.a['b'].c`; a text that does not begin with `$` is one key. Nothing for a
/// path that has an index, which functions of bags do not take.
#[must_use]
pub fn keys(path: &str) -> Option<Vec<&str>> {
    let Some(mut rest) = path.strip_prefix('$').filter(|rest| rest.starts_with(['.', '['])) else {
        return Some(vec![path]);
    };
    let mut keys = Vec::new();
    while !rest.is_empty() {
        let (key, after) = match rest.strip_prefix('.') {
            Some(name) => name.split_at(name.find(['.', '[']).unwrap_or(name.len())),
            None => {
                let quoted = rest.strip_prefix('[')?;
                let quote = quoted.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
                let (key, after) = quoted.get(1..)?.split_once(quote)?;
                (key, after.strip_prefix(']')?)
            }
        };
        keys.push(key);
        rest = after;
    }
    Some(keys)
}
