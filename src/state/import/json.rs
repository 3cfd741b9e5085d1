//! Documents in JSON: answers of the service (v1 and v2), lists of objects, resources of Azure.

use serde_json::{Map, Value, json};

use crate::model::limit;
use crate::state::import::part::{Fault, Part};
use crate::state::import::rows::{At, Place, Rows};
use crate::state::import::terraform;

/// Returns whether a text may be JSON.
pub(super) fn may_be(text: &str) -> bool {
    begins(text) || text.trim_start().starts_with('"') && serde_json::from_str::<String>(text.trim()).is_ok()
}

/// Returns whether JSON begins on a line below others.
pub(super) fn begins_below(text: &str) -> bool {
    text.lines().any(begins)
}

/// Returns whether an object or a list begins a text. The time in brackets that begins a line of a log is none.
fn begins(text: &str) -> bool {
    let text = text.trim_start();
    let inside = text.get(1..).unwrap_or_default().trim_start();
    match text.chars().next() {
        Some('{') => inside.is_empty() || inside.starts_with(['"', '}']),
        Some('[') => {
            inside.is_empty() || inside.starts_with(['{', '[', '"', ']']) || serde_json::from_str::<Value>(text).is_ok()
        }
        _ => false,
    }
}

/// Returns how many bytes stand before the next value; none where there is none.
fn next_value(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if begins(text.get(at..)?) {
            return Some(at);
        }
        // A text may be the whole of an answer.
        if line.trim_start().starts_with('"') && may_be(text.get(at..)?) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// Reads documents that stand one after the other; objects that are alone are the rows of one table. Lines between them
/// are what tools print around answers.
pub(super) fn parts(text: &str, place: &Place) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut objects = Vec::new();
    let (mut rest, mut lines) = (text, 0);
    while let Some(before) = next_value(rest) {
        let (above, value) = rest.split_at_checked(before).unwrap_or(("", rest));
        let spaces = value.get(..value.len() - value.trim_start().len()).unwrap_or_default();
        lines += above.matches('\n').count() + spaces.matches('\n').count();
        let value = value.trim_start();
        let line = u32::try_from(lines + 1).unwrap_or(u32::MAX);
        let mut values = serde_json::Deserializer::from_str(value).into_iter::<Value>();
        let read = values.next();
        let (own, after) = value.split_at_checked(values.byte_offset()).unwrap_or((value, ""));
        match read {
            None => break,
            Some(Err(error)) => {
                let at = u32::try_from(lines + error.line()).unwrap_or(u32::MAX);
                let fault = Fault::new(place.with(At::Line(at)), said(&error));
                parts.push(Part::Fault(fault));
                break;
            }
            Some(Ok(Value::Object(object))) if is_row(&object) => objects.push((At::Line(line), object)),
            Some(Ok(value)) => parts.extend(document(value, place)),
        }
        lines += own.matches('\n').count();
        rest = after;
    }
    if !objects.is_empty() {
        parts.insert(0, Part::Rows(of_objects(objects, place)));
    }
    parts
}

/// What serde_json says of JSON that is nested too deep: its error has no kind of its own for that.
const TOO_DEEP: &str = "recursion limit exceeded";

/// Returns what an error says, without the place, which is told as one of the whole text.
fn said(error: &serde_json::Error) -> String {
    let place = format!(" at line {} column {}", error.line(), error.column());
    match error.to_string().replace(&place, "") {
        told if told == TOO_DEEP => format!("the JSON is nested more than {} levels deep", limit::ANSWER_DEPTH),
        told => format!("this is no JSON: {told}"),
    }
}

/// Returns whether an object is a row, and not a document that holds rows.
fn is_row(object: &Map<String, Value>) -> bool {
    const DOCUMENTS: &[&str] =
        &["Tables", "Databases", "error", "format_version", "planned_values", terraform::STATE_FILE];
    let is_list = object.get("value").is_some_and(Value::is_array);
    !is_list && !DOCUMENTS.iter().any(|name| object.contains_key(*name))
}

fn document(value: Value, place: &Place) -> Vec<Part> {
    match value {
        Value::Array(items) if items.first().is_some_and(|item| item.get("FrameType").is_some()) => {
            frames(&items, place)
        }
        Value::Array(items) => list(items, false, place),
        Value::String(text) => parts(&text, place),
        Value::Object(mut object) => {
            if let Some(error) = object.get("error") {
                return vec![Part::Fault(refusal(error, place))];
            }
            if object.contains_key("Databases") {
                return vec![Part::Schema(place.clone(), Value::Object(object))];
            }
            if object.contains_key("planned_values") {
                let fault = Fault::new(place.clone(), "this is a plan of Terraform: it says what will be, not what is");
                return vec![Part::Fault(fault.help("`terraform show -json` without a plan shows the state"))];
            }
            if object.contains_key("format_version") {
                return vec![resources(terraform::shown(&object), place)];
            }
            if object.contains_key(terraform::STATE_FILE) {
                return match terraform::state_file(&object) {
                    Some(objects) => vec![resources(objects, place)],
                    None => vec![Part::Fault(terraform::other_version(place))],
                };
            }
            if let Some(Value::Array(items)) = object.remove("value") {
                let is_part = object.keys().any(|key| key.to_lowercase().ends_with("nextlink"));
                return list(items, is_part, place);
            }
            answer(&object, place)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {
            vec![Part::Fault(Fault::new(place.clone(), "this is no answer that kmgmt knows"))]
        }
    }
}

/// A refusal that was taken for an answer (`service-facts.md`, *Errors: codes and shapes*).
fn refusal(error: &Value, place: &Place) -> Fault {
    let message = ["@message", "message"].iter().find_map(|name| error.get(name)?.as_str()).unwrap_or_default();
    Fault::new(place.clone(), format!("the service refused, this is no answer: {message}"))
}

/// The tables of a v1 answer (`api/rest/response.md`); beside them stands what kept the service from answering all.
fn answer(object: &Map<String, Value>, place: &Place) -> Vec<Part> {
    let tables = object.get("Tables").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut parts: Vec<Part> = results(tables).into_iter().flat_map(|result| table(result, place)).collect();
    for exceptions in ["Exceptions", "@Exceptions"].iter().filter_map(|name| object.get(*name)) {
        let said = exceptions.as_array().map_or_else(|| vec![text(exceptions)], |all| all.iter().map(text).collect());
        if said.iter().any(|said| !said.is_empty()) {
            cut(&mut parts, Fault::new(place.clone(), format!("the answer is not whole, it says: {}", said.join(" "))));
        }
    }
    parts
}

/// Returns the tables that are results: all, unless the last one says what each is (`api/rest/response.md`, *The meaning
/// of tables in the response*).
fn results(tables: &[Value]) -> Vec<&Value> {
    let array = |table: &Value, name: &str| table.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let contents = tables.split_last().and_then(|(contents, others)| {
        let columns = array(contents, "Columns");
        let at = |name: &str| columns.iter().position(|column| column.get("ColumnName").is_some_and(|it| it == name));
        Some((array(contents, "Rows"), at("Ordinal")?, at("Kind")?, others))
    });
    let Some((contents, ordinal, kind, others)) = contents else { return tables.iter().collect() };
    let is_result = |number: usize| {
        let of = |row: &&Value| row.get(ordinal).and_then(Value::as_u64) == u64::try_from(number).ok();
        contents.iter().find(of).is_some_and(|row| row.get(kind).is_some_and(|kind| kind == "QueryResult"))
    };
    others.iter().enumerate().filter(|(number, _)| is_result(*number)).map(|(_, table)| table).collect()
}

/// Says that what was read is not whole.
fn cut(parts: &mut Vec<Part>, why: Fault) {
    for part in parts.iter_mut() {
        if let Part::Rows(rows) = part {
            rows.is_part = true;
        }
    }
    parts.push(Part::Fault(why));
}

/// The frames of a v2 answer: whole tables, or tables in fragments (`api/rest/response-v2.md`).
fn frames(frames: &[Value], place: &Place) -> Vec<Part> {
    let kind = |frame: &Value, kind: &str| frame.get("FrameType").is_some_and(|it| it == kind);
    let mut parts = Vec::new();
    for frame in frames.iter().filter(|frame| frame.get("TableKind").is_some_and(|kind| kind == "PrimaryResult")) {
        if kind(frame, "DataTable") {
            parts.extend(table(frame, place));
        } else if kind(frame, "TableHeader") {
            let rows = fragments(frames, frame.get("TableId"));
            let whole = json!({ "Columns": frame.get("Columns"), "Rows": rows });
            parts.extend(table(&whole, place));
        }
    }
    if frames.iter().any(|frame| frame.get("HasErrors") == Some(&Value::Bool(true))) {
        cut(&mut parts, Fault::new(place.clone(), "the answer says that it failed before its end"));
    }
    parts
}

fn fragments(frames: &[Value], id: Option<&Value>) -> Value {
    let mut rows = Vec::new();
    for fragment in frames.iter().filter(|frame| frame.get("TableFragmentType").is_some() && frame.get("TableId") == id)
    {
        if fragment.get("TableFragmentType").is_some_and(|kind| kind == "DataReplace") {
            rows.clear();
        }
        rows.extend(fragment.get("Rows").and_then(Value::as_array).into_iter().flatten().cloned());
    }
    Value::Array(rows)
}

/// Reads `{Columns, Rows}`; a row that is no array says why the rest is missing.
fn table(table: &Value, place: &Place) -> Vec<Part> {
    let array = |name: &str| table.get(name).and_then(Value::as_array).into_iter().flatten();
    let title = |column: &Value| column.get("ColumnName").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut rows = Rows::new(place.clone(), array("Columns").map(title).collect());
    let mut faults = Vec::new();
    for (number, row) in (1..).zip(array("Rows")) {
        match row.as_array() {
            Some(cells) => rows.push(At::Row(number), cells.iter().map(text).collect()),
            None => {
                rows.is_part = true;
                let message = format!("the answer is not whole, it says: {row}");
                faults.push(Part::Fault(Fault::new(place.with(At::Row(number)), message)));
            }
        }
    }
    std::iter::once(Part::Rows(rows)).chain(faults).collect()
}

/// Reads a list of objects.
fn list(items: Vec<Value>, is_part: bool, place: &Place) -> Vec<Part> {
    let mut objects = Vec::with_capacity(items.len());
    let mut parts = Vec::new();
    for (number, item) in (1..).zip(items) {
        match item {
            Value::Object(object) => objects.push((At::Row(number), object)),
            Value::Array(inner) => parts.extend(list(inner, is_part, place)),
            other => {
                let message = format!("this is no object with columns: {other}");
                parts.push(Part::Fault(Fault::new(place.with(At::Row(number)), message)));
            }
        }
    }
    if !objects.is_empty() || parts.is_empty() {
        let mut rows = of_objects(objects, place);
        rows.is_part = is_part;
        parts.insert(0, Part::Rows(rows));
    }
    if is_part {
        let fault = Fault::new(place.clone(), "the list has more pages, which are not here");
        parts.push(Part::Fault(fault.help("make one list of all pages")));
    }
    parts
}

/// Returns objects as rows; the fields below `properties`, where Azure has them, are columns of their own.
fn of_objects(objects: Vec<(At, Map<String, Value>)>, place: &Place) -> Rows {
    let mut titles: Vec<String> = Vec::new();
    let mut numbers = hashbrown::HashMap::new();
    let mut filled = Vec::with_capacity(objects.len());
    for (at, mut object) in objects {
        if let Some(Value::Object(properties)) = object.remove("properties") {
            object.extend(properties);
        }
        let mut cells = vec![String::new(); titles.len()];
        for (title, value) in object {
            let number = *numbers.entry_ref(title.as_str()).or_insert_with(|| {
                titles.push(title.clone());
                titles.len() - 1
            });
            if cells.len() <= number {
                cells.resize(number + 1, String::new());
            }
            if let Some(cell) = cells.get_mut(number) {
                *cell = text(&value);
            }
        }
        filled.push((at, cells));
    }
    let mut rows = Rows::new(place.clone(), titles);
    filled.into_iter().for_each(|(at, cells)| rows.push(at, cells));
    rows
}

/// Returns resources as rows, which are numbered as they stand there.
fn resources(objects: Vec<Map<String, Value>>, place: &Place) -> Part {
    Part::Rows(of_objects((1..).map(At::Row).zip(objects).collect(), place))
}

/// Returns a value as the text of a cell.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
