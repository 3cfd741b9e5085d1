//! What `kmgmt test` writes for machines, read by programs that know nothing of kmgmt: JUnit's XML by a reader of that
//! format and by another parser of XML than the one that wrote it, SARIF by the published schema.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "cli/kmgmt.rs"]
mod cli;
#[path = "support/sarif.rs"]
mod published;

use std::fmt::Write;

use cli::{command, path, run};
use junit_parser::{TestStatus, TestSuite};
use published::is_log;
use serde_json::Value;

/// Assertions with names and texts such as XML has to escape, and a character that it forbids.
const ROLES: &str = "\
.add database NetDefaultDB viewers ('aadgroup=\"R&D\" <all> ]]>;contoso.com') 'it\\'s \u{e4}'
//! allow 'aadgroup=\"R&D\" <all> ]]>;contoso.com' view database NetDefaultDB
//! deny 'aadgroup=\"R&D\" <all> ]]>;contoso.com' view database NetDefaultDB
//! principals database NetDefaultDB viewers == ('aaduser=<&>\u{1}@contoso.com')
";

/// An assertion that is not reached, since a statement fails.
const BROKEN: &str = "//! plan changes 0\n.create table\n";

/// What is written about a script that fails in part, one that is broken and one without assertions; `name` is the
/// folder of the test.
fn written(name: &str, format: &str) -> String {
    let files = [("roles & \"rights\".kql", ROLES), ("broken.kql", BROKEN), ("empty.kql", ".show tables\n")];
    let folder = path(&format!("documents-{name}"));
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let args = ["test", "--format", format].into_iter().chain(files.iter().map(|(name, _)| *name));
    let mut command = command(args);
    command.current_dir(folder);
    let (out, err, code) = run(command, None);
    assert_eq!((err.as_str(), code), ("", 1));
    out
}

#[test]
fn a_reader_of_junit_finds_each_assertion_in_its_suite() {
    let report = junit_parser::from_reader(written("suites", "junit").as_bytes()).unwrap();
    assert_eq!((report.name.as_str(), report.tests, report.failures, report.errors), ("kmgmt test", 6, 5, 0));
    let count = |suite: &TestSuite| (suite.name.clone(), suite.tests, suite.failures, suite.errors);
    let counts: Vec<(String, u64, u64, u64)> = report.suites.iter().map(count).collect();
    let suites = [("roles & \"rights\".kql", 3, 2), ("broken.kql", 2, 2), ("empty.kql", 1, 1)];
    assert_eq!(counts, suites.map(|(name, tests, failures)| (name.to_owned(), tests, failures, 0)));
    let mut told = String::new();
    for case in report.suites.iter().flat_map(|suite| &suite.cases) {
        let failure = match &case.status {
            TestStatus::Failure(failure) => format!("{}: {}", failure.failure_type, failure.message),
            status => format!("{status:?}"),
        };
        let _ = writeln!(told, "{} | {} | {failure}", case.classname.as_deref().unwrap(), case.original_name);
    }
    insta::assert_snapshot!(told, @r#"
    roles & "rights".kql | 2: allow 'aadgroup="R&D" <all> ]]>;contoso.com' view database NetDefaultDB | Success
    roles & "rights".kql | 3: deny 'aadgroup="R&D" <all> ]]>;contoso.com' view database NetDefaultDB | assertion: this is allowed
    roles & "rights".kql | 4: principals database NetDefaultDB viewers == ('aaduser=<&>@contoso.com') | assertion: `<&>` is a placeholder
    broken.kql | 1: plan changes 0 | assertion: it is not reached: the run ended in line 2
    broken.kql | 2: the statement runs | statement: expected the name of the new table or the name of a table, found the end of the command
    empty.kql | 1: has assertions | no-assertion: the file has no assertion
    "#);
}

/// The reader above breaks texts at what is escaped, so that they are read by another one.
#[test]
fn another_parser_of_xml_reads_the_texts_as_they_were_meant() {
    let text = written("texts", "junit");
    let document = roxmltree::Document::parse(&text).unwrap();
    let failures = document.descendants().filter(|node| node.has_tag_name("failure"));
    let texts: Vec<&str> = failures.map(|failure| failure.text().unwrap()).collect();
    insta::assert_snapshot!(texts.join("\n--\n"), @r#"
    this is allowed

    allowed: `aadgroup="R&D" <all> ]]>;contoso.com` has `view` on database `NetDefaultDB`
    └── `Database NetDefaultDB Viewer` gives `view`
        └── assigned to the principal itself
    --
    `<&>` is a placeholder
    put the id, the name or the tenant in its place
    --
    it is not reached: the run ended in line 2
    --
    expected the name of the new table or the name of a table, found the end of the command
    --
    the file has no assertion
    an assertion is a line such as `//! allow aaduser=ana@contoso.com view table T`
    "#);
}

#[test]
fn the_log_is_one_of_the_published_schema() {
    let log: Value = serde_json::from_str(&written("log", "sarif")).unwrap();
    is_log(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let told = results.iter().map(|result| {
        let place = &result["locations"][0]["physicalLocation"];
        let text = result["message"]["text"].as_str().unwrap().lines().next().unwrap();
        format!("{} {}:{} {text}", result["ruleId"], place["artifactLocation"]["uri"], place["region"]["startLine"])
    });
    insta::assert_snapshot!(told.collect::<Vec<String>>().join("\n"), @r#"
    "assertion" "roles%20%26%20%22rights%22.kql":3 this is allowed
    "assertion" "roles%20%26%20%22rights%22.kql":4 `<&>` is a placeholder
    "assertion" "broken.kql":1 it is not reached: the run ended in line 2
    "statement" "broken.kql":2 expected the name of the new table or the name of a table, found the end of the command
    "no-assertion" "empty.kql":1 the file has no assertion
    "#);
}
