//! The pages of `review` and `plan` in a real browser, with 1,000 principals: they open, filter, show their proofs by
//! the keyboard, are legible in light and dark, print, and ask nobody for anything.
//!
//! Needs Chromium, Node and, once, `npm ci` in `tests/browser`; see `.ci/run`. The browser is driven by
//! `playwright-core`: of the crates that do so none emulates light and dark, print and the keyboard as well.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "cli/kmgmt.rs"]
mod cli;

use std::fmt::Write;
use std::process::{Command, Stdio};

use cli::{command, file, path, run};
use serde_json::{Value, json};

const PRINCIPALS: usize = 1_000;
const DATABASES: usize = 12;

/// The most bytes of a page, and the most milliseconds until it is there, on a machine that does much else.
const BYTES: usize = 5_000_000;
const MILLISECONDS: u64 = 20_000;

/// Databases with a table, and who has roles there before: a script that makes a state.
fn state() -> String {
    let mut script = String::new();
    for database in 0..DATABASES {
        let _ = writeln!(script, ".create database Db{database:02} volatile\n#dbcontext Db{database:02}");
        let _ = writeln!(script, ".create table Orders (x: int)");
    }
    script + &roles(".add")
}

/// Gives each principal two roles on databases, and every third one on a table; or takes them.
fn roles(verb: &str) -> String {
    let roles = ["viewers", "users", "ingestors", "monitors", "admins"];
    let mut script = String::new();
    for number in 0..PRINCIPALS {
        let user = format!("('aaduser=user{number:04}@contoso.com') skip-results");
        for step in [0, 5] {
            let (database, role) = ((number + step) % DATABASES, roles[(number + step / 5) % roles.len()]);
            let _ = writeln!(script, "{verb} database Db{database:02} {role} {user}");
        }
        if number % 3 == 0 {
            let database = number % DATABASES;
            let _ = writeln!(script, "#dbcontext Db{database:02}\n{verb} table Orders ingestors {user}");
        }
    }
    script
}

/// What the program writes; it must end well.
fn written(args: &[&str]) -> String {
    let (out, err, code) = run(command(args), None);
    assert_eq!((err.as_str(), code), ("", 0), "{args:?}");
    out
}

/// What a browser sees of a page.
fn seen(name: &str, page: &str, open: usize, filters: &Value) -> Value {
    assert!(page.len() < BYTES, "{name}: {} bytes", page.len());
    let pdf = path(&format!("{name}.pdf"));
    let question = json!({ "file": file(&format!("{name}.html"), page), "open": open, "filters": filters, "pdf": pdf });
    let mut node = Command::new("node");
    node.arg("tests/browser/look.mjs").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let (out, err, code) = run(node, Some(question.to_string().as_bytes()));
    assert_eq!(code, 0, "was `npm ci` run, and is Chromium there? {err}");
    let seen: Value = serde_json::from_str(&out).unwrap();
    println!("{name}: {} bytes, {} ms, {}", page.len(), seen["milliseconds"], seen["count"]);
    seen
}

/// What holds for every page.
fn judge(seen: &Value) {
    for nothing in ["complaints", "requests", "illegible", "overflowing"] {
        assert_eq!(seen[nothing], json!([]), "{nothing}");
    }
    assert!(seen["milliseconds"].as_u64().unwrap() < MILLISECONDS, "{}", seen["milliseconds"]);
    assert_eq!(seen["nameless"], json!(0));
    assert_ne!(seen["light"], seen["dark"]);
    assert_eq!((&seen["closed"], &seen["focus_returned"]), (&json!(true), &json!(true)));
    assert_eq!(seen["opened"]["focus"], json!(true), "one sees where one is");
    assert_eq!(seen["printed"]["form"], json!(0));
    let sheets = seen["printed"]["sheets"].as_u64().unwrap();
    assert!((1..20).contains(&sheets), "on paper stand the proofs of one principal: {sheets}");
    assert_eq!(seen["pdf"], json!("%PDF-"));
}

/// Returns the answer of `explain` after these scripts.
fn explained(question: &[&str], scripts: &[&str]) -> String {
    let files = scripts.iter().flat_map(|script| ["-f", script]);
    let args: Vec<&str> = ["explain"].into_iter().chain(question.iter().copied()).chain(files).collect();
    let (out, err, _) = run(command(args), None);
    assert_eq!(err, "");
    out.trim_end().to_owned()
}

#[test]
fn the_page_of_a_review_shows_each_proof_and_asks_nobody() {
    let script = file("browser-state.kql", state());
    let page = written(&["review", "-f", &script, "--format", "html"]);
    let filters = json!([
        { "who": "user0007", "scope": "", "role": "" },
        { "who": "", "scope": "table orders", "role": "" },
        { "who": "USER000", "scope": "db", "role": "admins" },
        { "who": "nobody", "scope": "", "role": "" },
    ]);
    let seen = seen("browser-review", &page, 2, &filters);
    judge(&seen);
    assert_eq!(seen["count"], json!("1000 of 1000 principals"));
    assert_eq!(seen["opened"]["title"], json!("user0002@contoso.com · Db02"));
    let question = ["aaduser=user0002@contoso.com", "ingest", "database", "Db02"];
    assert_eq!(seen["opened"]["proofs"], json!([explained(&question, &[&script])]));
    assert_eq!(
        seen["filtered"],
        json!([
            { "count": "1 of 1000 principals", "rows": 1, "heads": 3 },
            { "count": "334 of 1000 principals", "rows": 334, "heads": 5 },
            { "count": "4 of 1000 principals", "rows": 4, "heads": 5 },
            { "count": "0 of 1000 principals", "rows": 0, "heads": 1 },
        ])
    );
}

#[test]
fn the_page_of_a_plan_shows_each_proof_before_and_after() {
    let (before, change) = (file("browser-before.kql", state()), file("browser-change.kql", roles(".drop")));
    let output = path("browser-written.html");
    // Databases without an admin are errors, which the page shows too.
    let args = ["plan", &change, "--from", &before, "-o", output.to_str().unwrap()];
    assert_eq!(run(command(args), None), (String::new(), String::new(), 1));
    let page = std::fs::read_to_string(output).unwrap();
    let filters = json!([
        { "who": "user0005", "scope": "", "role": "" },
        { "who": "", "scope": "database db05", "role": "users" },
        { "who": "nobody", "scope": "", "role": "" },
    ]);
    let seen = seen("browser-plan", &page, 0, &filters);
    judge(&seen);
    assert_eq!(seen["opened"]["title"], json!("- removed · admins aaduser=user0024@contoso.com · database Db00"));
    let question = ["aaduser=user0024@contoso.com", "view", "database", "Db00"];
    let proofs = [explained(&question, &[&before]), explained(&question, &[&before, &change])];
    assert!(proofs[0].starts_with("allowed") && proofs[1].starts_with("denied"));
    assert_eq!(seen["opened"]["proofs"].as_array().unwrap()[..2], proofs);
    assert_eq!(
        seen["filtered"],
        json!([
            { "count": "4 of 4813 rows", "rows": 4, "heads": 9 },
            { "count": "66 of 4813 rows", "rows": 66, "heads": 9 },
            { "count": "0 of 4813 rows", "rows": 0, "heads": 0 },
        ])
    );
}
