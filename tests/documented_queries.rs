//! The examples of the language reference that take no stored table give what their pages show.
//!
//! `fixtures/query/documented/` has a file a family. An example is the page and the line where it begins there, the query
//! as it stands there without comments, the names of the columns after `//=`, and a row a line as JSON: moments and
//! lengths of time are texts as the pages show them, to a tick. Where a page shows a value as a tool renders it (dates of a place, numbers with
//! separators or of fewer digits, JSON in lines, other names in the head of the table), the value stands as the
//! language has it. Examples that qualify and show something wrong or shortened are in `skipped.tsv`, with reasons.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/queries.rs"]
mod queries;

use std::collections::BTreeSet;
use std::path::Path;

use queries::{Rows, answer};

/// Where the examples are.
const FOLDER: &str = "fixtures/query/documented";

/// So many examples there are at least.
const EXAMPLES: usize = 200;

struct Example {
    place: String,
    /// The page and the line in it.
    origin: String,
    query: String,
    shown: Rows,
}

/// The examples of a file; an empty line stands between two.
fn examples(path: &Path) -> Vec<Example> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut line = 1;
    let blocks = text.split("\n\n").map(|block| {
        let place = format!("{}:{line}", path.display());
        line += block.matches('\n').count() + 2;
        example(place, block)
    });
    blocks.collect()
}

fn example(place: String, block: &str) -> Example {
    let (page, rest) = block.split_once('\n').unwrap();
    let (query, shown) = rest.split_once("\n//= ").unwrap_or_else(|| panic!("{place}: no columns"));
    let mut lines = shown.lines();
    let columns = lines.next().unwrap().split(", ").map(str::to_owned).collect();
    let row = |line: &str| serde_json::from_str(line.strip_prefix("// ").unwrap()).unwrap();
    let origin = page.strip_prefix("// ").unwrap().to_owned();
    Example {
        place: format!("{place} ({origin})"),
        origin,
        query: query.to_owned(),
        shown: Rows { columns, rows: lines.map(row).collect() },
    }
}

/// What is wrong with the answer to an example, if anything.
fn fault(example: &Example) -> Option<String> {
    let Example { place, query, shown, .. } = example;
    let ordered = ["| sort ", "| order ", "| top "].iter().any(|operator| query.contains(operator));
    match answer(query) {
        Ok(ours) if ours.same(shown, ordered) => None,
        Ok(ours) => Some(format!("{place}\n{query}\nshown {shown:?}\nours  {ours:?}\n")),
        Err(message) => Some(format!("{place}\n{query}\n{message}\n")),
    }
}

/// The examples of all files.
fn all_examples() -> Vec<Example> {
    let mut paths: Vec<_> = std::fs::read_dir(FOLDER).unwrap().map(|it| it.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "csl"));
    paths.sort();
    paths.iter().flat_map(|path| examples(path)).collect()
}

#[test]
fn an_example_of_a_page_is_either_checked_once_or_skipped_with_a_reason() {
    let mut seen = BTreeSet::new();
    for Example { place, origin, .. } in all_examples() {
        let line = origin.split_once(".md:").and_then(|(_, line)| line.parse::<u32>().ok());
        assert!(line.is_some(), "{place}: a page and a line");
        assert!(seen.insert(origin), "{place} stands twice");
    }
    let skipped = std::fs::read_to_string(Path::new(FOLDER).join("skipped.tsv")).unwrap();
    assert_eq!(skipped.lines().next(), Some("page\tline\treason"));
    for row in skipped.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [page, line, reason] = columns[..] else { panic!("{row}: three columns") };
        assert!(page.ends_with(".md") && line.parse::<u32>().is_ok() && !reason.trim().is_empty(), "{row}");
        assert!(seen.insert(format!("{page}:{line}")), "{row}: it is checked, or stands twice");
    }
}

#[test]
fn documented_examples_give_what_their_pages_show() {
    let all = all_examples();
    assert!(all.len() >= EXAMPLES, "{} examples", all.len());
    let faults: Vec<String> = all.iter().filter_map(fault).collect();
    assert!(
        faults.is_empty(),
        "{} of {} examples give something else:\n{}",
        faults.len(),
        all.len(),
        faults.join("\n")
    );
}
