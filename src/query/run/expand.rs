//! `mv-expand` (`mv-expand-operator.md`).

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use crate::query::plan::Expand;
use crate::query::run::{Row, Run, cast};
use crate::table::{ColumnType, Value};

/// Returns a row for each element. Values are expanded side by side: where one has fewer elements than another, null
/// stands for those that it lacks.
pub(super) fn rows<'r>(expand: &'r Expand, row: &[Value], run: Run<'r>) -> impl Iterator<Item = Row<'r>> + use<'r> {
    let elements: Vec<(Vec<Value>, usize, ColumnType)> = expand
        .values
        .iter()
        .map(|(value, place, kind)| (elements(&value.value(row, run), expand.bags_as_arrays), *place, *kind))
        .collect();
    let most = elements.iter().map(|(elements, ..)| elements.len()).max().unwrap_or(0);
    let count = expand.limit.as_ref().map_or(most, |limit| limit.count(run).min(most));
    // What the elements take the place of is not copied with each of them.
    let is_kept = |place: &usize| expand.values.iter().all(|(_, other, _)| other != place);
    let kept = row.iter().enumerate().map(|(place, value)| if is_kept(&place) { value.clone() } else { Value::Null });
    let mut row: Vec<Value> = kept.collect();
    row.resize(expand.width, Value::Null);
    let made = (0..count).map(move |at| {
        let mut row = row.clone();
        let index = expand.index.map(|place| (place, Value::Long(i64::try_from(at).unwrap_or(i64::MAX))));
        let cells = elements
            .iter()
            .map(|(elements, place, kind)| (*place, run.context.space.keeps(cell(elements.get(at), *kind))));
        for (place, value) in cells.chain(index) {
            row.get_mut(place).into_iter().for_each(|cell| *cell = value.clone());
        }
        Cow::Owned(row)
    });
    made.take_while(move |_| run.makes_row())
}

/// Returns the elements of a value. Of null there is one, which is null; of an empty array or bag there is none.
fn elements(value: &Value, bags_as_arrays: bool) -> Vec<Value> {
    let property = |(name, value): (&String, &Json)| {
        Value::from(if bags_as_arrays {
            Json::Array(vec![Json::from(name.as_str()), value.clone()])
        } else {
            Json::Object(Map::from_iter([(name.clone(), value.clone())]))
        })
    };
    match value.as_json() {
        Some(Json::Array(elements)) => elements.iter().cloned().map(Value::from).collect(),
        Some(Json::Object(bag)) => bag.iter().map(property).collect(),
        _ => vec![value.clone()],
    }
}

fn cell(element: Option<&Value>, kind: ColumnType) -> Value {
    element.map_or_else(|| cast::missing(kind), |element| cast::cast(element, kind))
}
