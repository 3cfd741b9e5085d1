//! Functions over bags of dynamic values.

use serde_json::{Map, Value as Json};

use super::{Call, Function, function};
use crate::query::json_path::keys;
use crate::query::signature::{DYNAMIC, Gives, Kind, TEXT, TRUTH};
use crate::query::value::{dynamic, is_blank, json};
use crate::table::Value;

/// The rows of the table.
pub(super) const ROWS: &[Function] = &[
    function("bag_pack(key, value, …)", "pack-function.md", &[TEXT, Kind::Any], Gives::DYNAMIC, pack)
        .repeated(2)
        .or(&["pack", "pack_dictionary"]),
    function("pack_all([ignore_null_empty])", "pack-all-function.md", &[TRUTH], Gives::DYNAMIC, pack_all).optional(1),
    function("bag_keys(bag)", "bag-keys-function.md", &[DYNAMIC], Gives::DYNAMIC, |call| {
        call.bag(0).map_or(Value::Null, |bag| dynamic(bag.keys().map(|key| Json::from(&**key)).collect()))
    }),
    function("bag_has_key(bag, key)", "bag-has-key-function.md", &[DYNAMIC, TEXT], Gives::TRUTH, has_key),
    function("bag_merge(bag, bag, …)", "bag-merge-function.md", &[DYNAMIC], Gives::DYNAMIC, merge).repeated(1).least(2),
    function("bag_set_key(bag, key, value)", "bag-set-key-function.md", SET, Gives::DYNAMIC, set_key),
    function("bag_remove_keys(bag, keys)", "bag-remove-keys-function.md", &[DYNAMIC, DYNAMIC], Gives::DYNAMIC, remove),
];

const SET: &[Kind] = &[DYNAMIC, TEXT, Kind::Any];

/// Returns the bag of these names and values. A key that stands twice keeps its last value.
pub fn packed<'a>(slots: impl IntoIterator<Item = (String, &'a Value)>) -> Value {
    dynamic(Json::Object(slots.into_iter().map(|(key, value)| (key, json(value))).collect()))
}

fn pack(call: &Call<'_>) -> Value {
    let pairs = (0..call.arguments.len()).step_by(2);
    packed(pairs.map(|place| (call.text(place).into_owned(), call.value(place + 1))))
}

/// The binder gives the columns after the argument: the name and the value of each.
fn pack_all(call: &Call<'_>) -> Value {
    let skips = call.truth(0) == Some(true);
    let pairs = (1..call.arguments.len()).step_by(2);
    let kept = pairs.filter(|place| !skips || !is_blank(call.value(place + 1)));
    packed(kept.map(|place| (call.text(place).into_owned(), call.value(place + 1))))
}

/// A key may be a JSONPath.
fn has_key(call: &Call<'_>) -> Value {
    let (Some(bag @ Json::Object(_)), key) = (call.value(0).as_json(), call.text(1)) else { return Value::Null };
    let found = keys(&key).and_then(|keys| keys.iter().try_fold(bag, |json, key| json.get(*key)));
    Value::Bool(found.is_some())
}

/// The leftmost value of a key stays; what is no bag is passed over.
fn merge(call: &Call<'_>) -> Value {
    let mut merged: Option<Map<String, Json>> = None;
    for bag in (0..call.arguments.len()).filter_map(|place| call.bag(place)) {
        let merged = merged.get_or_insert_default();
        for (key, value) in bag {
            if !merged.contains_key(key) {
                merged.insert(key.clone(), value.clone());
            }
        }
    }
    merged.map_or(Value::Null, |merged| dynamic(Json::Object(merged)))
}

/// Sets the slot at the path; bags on the way are made.
fn set_key(call: &Call<'_>) -> Value {
    let (Some(bag), key) = (call.bag(0), call.text(1)) else { return Value::Null };
    let mut whole = Json::Object(bag.clone());
    let path = keys(&key);
    let Some((last, before)) = path.as_deref().and_then(<[&str]>::split_last) else { return Value::Null };
    let mut at = &mut whole;
    for key in before.iter().chain([last]) {
        if !at.is_object() {
            *at = Json::Object(Map::new());
        }
        let Some(slots) = at.as_object_mut() else { return Value::Null };
        at = slots.entry(*key).or_insert(Json::Null);
    }
    *at = json(call.value(2));
    dynamic(whole)
}

fn remove(call: &Call<'_>) -> Value {
    let (Some(bag), Some(paths)) = (call.bag(0), call.array(1)) else { return call.value(0).clone() };
    let mut whole = Json::Object(bag.clone());
    for path in paths.iter().filter_map(|path| keys(path.as_str()?)) {
        let Some((last, before)) = path.split_last() else { continue };
        let slots = before.iter().try_fold(&mut whole, |json, key| json.get_mut(*key));
        if let Some(Json::Object(slots)) = slots {
            slots.shift_remove(*last);
        }
    }
    dynamic(whole)
}
