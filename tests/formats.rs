//! Every format with awkward values: golden files, which independent readers read back. `UPDATE_FIXTURES=1` writes the
//! files again.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::{SignedDuration, Timestamp};
use kmgmt::model::format::Format;
use kmgmt::render::{Renderer, Statement};
use kmgmt::schema;
use kmgmt::table::{Schema, Table, Value};
use serde_json::{Value as Json, json};

const SCHEMA: Schema =
    schema! { Text: String, Flag: Bool, Count: Long, Size: Real, At: DateTime, Took: TimeSpan, Id: Guid, Bag: Dynamic };

const NAMES: [&str; 8] = ["Text", "Flag", "Count", "Size", "At", "Took", "Id", "Bag"];

/// A cell: its value, its text, and what it is in JSON.
type Cell = (Value, &'static str, Json);

fn text(text: &'static str) -> Cell {
    (Value::from(text), text, json!(text))
}

fn rows() -> Vec<Vec<Cell>> {
    let null = || (Value::Null, "", Json::Null);
    let at = |text: &str| Value::from(text.parse::<Timestamp>().unwrap());
    let nanoseconds = 93_784_123_456_700;
    let guid = "4c7e82bd-6adb-46c3-b413-fdd44834c69b";
    let bag = json!({"a": [1, "it's \"x\""], "b": null});
    let bag_text = r#"{"a":[1,"it's \"x\""],"b":null}"#;
    let only = |first: Cell| std::iter::once(first).chain((0..7).map(|_| null())).collect::<Vec<_>>();
    vec![
        vec![
            text("it's \"quoted\", with a comma; and more"),
            (Value::from(true), "true", json!(true)),
            (Value::from(i64::MAX), "9223372036854775807", json!(i64::MAX)),
            (Value::Real(1.5), "1.5", json!(1.5)),
            (at("2026-01-31T12:00:00.1234567Z"), "2026-01-31T12:00:00.1234567Z", json!("2026-01-31T12:00:00.1234567Z")),
            (
                Value::TimeSpan(SignedDuration::from_nanos(nanoseconds)),
                "1.02:03:04.1234567",
                json!("1.02:03:04.1234567"),
            ),
            (Value::from(guid), guid, json!(guid)),
            (Value::from(bag.clone()), bag_text, bag),
        ],
        vec![
            text("two\nlines,\ta tab,\r\na return\rand ends\n"),
            (Value::from(false), "false", json!(false)),
            (Value::from(i64::MIN), "-9223372036854775808", json!(i64::MIN)),
            (Value::Real(-0.001), "-0.001", json!(-0.001)),
            (at("0001-01-01T00:00:00Z"), "0001-01-01T00:00:00.0000000Z", json!("0001-01-01T00:00:00.0000000Z")),
            (Value::TimeSpan(SignedDuration::ZERO), "00:00:00", json!("00:00:00")),
            text(""),
            (Value::from(json!("text")), "\"text\"", json!("text")),
        ],
        only(text("a | b </td><script> *x* _y_ `z` [l](u) &amp; ~s~ \\ end")),
        only(text("bidi \u{202e}, NUL \0, zero \u{200b} width, escape \u{1b}[31m, tag \u{e0041}")),
        only(text("😀 漢字 e\u{301} ❤\u{fe0f} café")),
        only(text("= 1 + 1")),
        only(text("  spaces  ")),
        only(text("")),
        only(null()),
    ]
}

fn table() -> Table {
    let mut table = Table::new(SCHEMA);
    rows().into_iter().for_each(|row| table.push(row.into_iter().map(|(value, ..)| value)));
    table
}

/// The table, and one without rows, as a format writes them into a file.
fn written(format: Format) -> String {
    let mut renderer = Renderer::new(format, None);
    let mut bytes = Vec::new();
    renderer.write(&table(), &mut bytes).unwrap();
    renderer.write(&Table::new(SCHEMA), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn file(name: &str) -> PathBuf {
    Path::new("fixtures/formats").join(name)
}

/// Compares with the golden file.
#[track_caller]
fn is_golden(name: &str, text: &str) {
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::write(file(name), text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(file(name)).unwrap(), text);
}

#[test]
fn each_format_writes_what_the_golden_file_has() {
    for format in Format::RESULTS.iter().filter(|format| **format != Format::Auto) {
        is_golden(&format!("awkward.{format}"), &written(*format));
    }
    assert_eq!(written(Format::Auto), written(Format::Table));
}

/// What people read has no character that steers a terminal, or that nobody sees.
#[test]
fn formats_for_people_escape_what_steers_a_terminal() {
    for format in [Format::Auto, Format::Table, Format::Vertical, Format::Markdown] {
        let text = written(format);
        let wild = ['\u{202e}', '\0', '\u{200b}', '\u{1b}', '\r', '\t', '\u{e0041}'];
        assert!(!text.contains(wild), "{format}: {text:?}");
        assert!(text.contains("202e") && text.contains("0000"), "{format}: {text}");
    }
    for format in [Format::Csv, Format::Tsv] {
        assert!(written(format).contains("bidi \u{202e}, NUL \0, zero \u{200b} width"), "{format}");
    }
}

/// The lines of cells, the header first.
fn texts() -> Vec<Vec<String>> {
    let rows = rows().into_iter().map(|row| row.into_iter().map(|(_, text, _)| text.to_owned()).collect());
    std::iter::once(NAMES.map(str::to_owned).to_vec()).chain(rows).collect()
}

fn objects() -> Json {
    let object = |row: Vec<Cell>| -> Json {
        NAMES
            .iter()
            .zip(row)
            .map(|(name, (.., json))| ((*name).to_owned(), json))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    rows().into_iter().map(object).collect::<Vec<_>>().into()
}

/// The first of the two results of a file of `csv` or `tsv`.
fn first_result(text: &str) -> &str {
    text.rsplit_once("\n\n").unwrap().0
}

#[test]
fn the_csv_crate_reads_csv_and_tsv_back() {
    for (format, separator) in [(Format::Csv, b','), (Format::Tsv, b'\t')] {
        let text = written(format);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(separator)
            .from_reader(first_result(&text).as_bytes());
        let read: Vec<Vec<String>> =
            reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        assert_eq!(read, texts(), "{format}");
    }
}

#[test]
fn serde_json_reads_json_jsonl_and_kusto_back() {
    let several = |text: &str| {
        serde_json::Deserializer::from_str(text).into_iter::<Json>().map(Result::unwrap).collect::<Vec<_>>()
    };
    assert_eq!(several(&written(Format::Json)), [objects(), json!([])]);
    assert_eq!(Json::from(several(&written(Format::JsonLines))), objects());
    let documents = several(&written(Format::Kusto));
    let rows = |document: &Json| document["Tables"][0]["Rows"].clone();
    let bag = |(_, text, json): &Cell| if json.is_null() { Json::Null } else { json!(text) };
    // Dynamic values are text in the service's document.
    let expected: Vec<Vec<Json>> = self::rows()
        .iter()
        .map(|row| row.iter().take(7).map(|(.., json)| json.clone()).chain([bag(&row[7])]).collect())
        .collect();
    assert_eq!(rows(&documents[0]), json!(expected));
    assert_eq!(rows(&documents[1]), json!([]));
    let columns = documents[0]["Tables"][0]["Columns"].as_array().unwrap().iter();
    let types: Vec<(&str, &str)> =
        columns.map(|column| (column["ColumnType"].as_str().unwrap(), column["DataType"].as_str().unwrap())).collect();
    let expected = [
        ("string", "String"),
        ("bool", "SByte"),
        ("long", "Int64"),
        ("real", "Double"),
        ("datetime", "DateTime"),
        ("timespan", "TimeSpan"),
        ("guid", "Guid"),
        ("dynamic", "Object"),
    ];
    assert_eq!(types, expected);
}

#[test]
fn numbers_that_json_lacks_are_null_there_and_words_elsewhere() {
    let mut table = Table::new(schema! { Size: Real });
    table.push([Value::Real(f64::NAN)]);
    table.push([Value::Real(f64::INFINITY)]);
    let written = |format| {
        let mut bytes = Vec::new();
        Renderer::new(format, None).write(&table, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    assert_eq!(written(Format::JsonLines), "{\"Size\":null}\n{\"Size\":null}\n");
    assert!(written(Format::Kusto).contains("\"Rows\":[[\"NaN\"],[\"Infinity\"]]"), "{}", written(Format::Kusto));
}

#[test]
fn an_envelope_names_the_statement_and_the_columns() {
    let statement = Statement { text: ".show \"x\"", line: 7, kind: Some("ShowX") };
    for format in [Format::Json, Format::JsonLines] {
        let mut bytes = Vec::new();
        Renderer::new(format, None).write_envelope(&table(), &statement, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text.lines().count() == 1, format == Format::JsonLines);
        let read: Json = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (&read["statement"], &read["line"], &read["kind"]),
            (&json!(".show \"x\""), &json!(7), &json!("ShowX"))
        );
        assert_eq!(read["columns"][1], json!({"name": "Flag", "type": "bool"}));
        assert_eq!(read["rows"], objects());
    }
}

#[test]
fn a_markdown_table_has_as_many_cells_in_each_line() {
    let text = written(Format::Markdown);
    for table in text.split("\n\n") {
        for line in table.lines() {
            let plain = line.replace("\\\\", "").replace("\\|", "");
            assert_eq!(plain.matches('|').count(), NAMES.len() + 1, "{line}");
        }
    }
    assert!(text.contains(r"a \| b \</td\>\<script\> \*x\* \_y\_ \`z\` \[l\](u) &amp;amp; \~s\~ \\ end"), "{text}");
}

#[test]
fn the_page_of_formats_names_each_with_its_extensions() {
    let page = std::fs::read_to_string("docs/formats.md").unwrap();
    for format in Format::RESULTS {
        let extensions: Vec<String> = format.extensions().iter().map(|extension| format!("`.{extension}`")).collect();
        let row = format!("| `{format}` | {} |", extensions.join(", ")).replace("|  |", "| |");
        assert!(page.contains(&row), "{row}");
    }
}

/// Reads standard input as it says, and writes it as JSON.
const PYTHON: &str = "
import csv, io, json, sys
text = sys.stdin.buffer.read().decode('utf-8')
kind = sys.argv[1]
if kind == 'json':
    read = json.loads(text)
else:
    read = list(csv.reader(io.StringIO(text, newline=''), csv.excel_tab if kind == 'tsv' else csv.excel, strict=True))
sys.stdout.write(json.dumps(read))
";

/// What Python reads; nothing where there is no Python. Continuous integration must have it.
fn read_by_python(kind: &str, text: &str) -> Option<Json> {
    use std::io::Write;
    use std::process::Stdio;
    let python =
        Command::new("python3").args(["-c", PYTHON, kind]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut python = match python {
        Ok(python) => python,
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "python3 is needed here: {error}");
            println!("not read by Python, which is not here");
            return None;
        }
    };
    python.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success(), "{kind}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn python_reads_csv_tsv_and_json_back() {
    for (kind, format) in [("csv", Format::Csv), ("tsv", Format::Tsv)] {
        if let Some(read) = read_by_python(kind, first_result(&written(format))) {
            assert_eq!(read, json!(texts()), "{kind}");
        }
    }
    let mut bytes = Vec::new();
    Renderer::new(Format::Json, None).write(&table(), &mut bytes).unwrap();
    if let Some(read) = read_by_python("json", &String::from_utf8(bytes).unwrap()) {
        assert_eq!(read, objects());
    }
}
