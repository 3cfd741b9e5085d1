//! Answers as people paste them: with what stands around them on a screen.

#![allow(clippy::unwrap_used, reason = "clippy's exception for tests does not cover the functions that they share")]

use insta::assert_snapshot;
use jiff::Timestamp;
use kmgmt::session::Clock;
use kmgmt::state::import::{Imported, Input, Options, import};

fn import_text(text: &str) -> Imported {
    let options = Options { database: None, group: None, tenant: None, clock: Clock::Standing(Timestamp::UNIX_EPOCH) };
    let input = Input { origin: "pasted".to_owned(), text: text.to_owned(), stem: "pasted".to_owned(), database: None };
    import(None, &[input], &options).unwrap()
}

/// What could not be placed, and the roles.
fn report(text: &str) -> String {
    let Imported { commands, faults, .. } = import_text(text);
    let faults = faults.iter().map(|fault| format!("{}: {}\n", fault.place, fault.message));
    let roles = commands.iter().filter(|change| change.contains(": .add ")).map(|change| format!("{change}\n"));
    faults.chain(roles).collect()
}

const CSV: &str = "Role,PrincipalFQN,Notes
Database Sales Viewer,aaduser=ana@contoso.com,weekly
Database Sales Admin,aaduser=bo@contoso.com,
";
const COLUMNS: &str = "Role                  PrincipalFQN            Notes
--------------------- ----------------------- ------
Database Sales Viewer aaduser=ana@contoso.com weekly
Database Sales Admin  aaduser=bo@contoso.com
";
const MARKDOWN: &str = "| Role | PrincipalFQN | Notes |
|------|--------------|-------|
| Database Sales Viewer | aaduser=ana@contoso.com | weekly |
| Database Sales Admin | aaduser=bo@contoso.com | |
";
const JSON: &str = r#"[
  {"Role": "Database Sales Viewer", "PrincipalFQN": "aaduser=ana@contoso.com", "Notes": "weekly"},
  {"Role": "Database Sales Admin", "PrincipalFQN": "aaduser=bo@contoso.com", "Notes": ""}
]
"#;

/// Prompts, fences, times and counts before and after an answer are no part of it.
#[test]
fn text_around_an_answer_is_no_part_of_it() {
    let tsv = CSV.replace(',', "\t");
    let around = [
        ("", ""),
        ("Sales> .show database Sales principals\n", ""),
        ("[2026-01-01T10:00:00Z] Sales> .show\n\n", "[2026-01-01T10:00:01Z] done\n"),
        ("{time} Sales> .show\n\n", ""),
        ("PS C:\\> Kusto.Cli.exe \"https://c1.kusto.windows.net\" -execute:\".show\"\nConnected.\n\n", "\nSales>\n"),
        ("the answer:\n```text\n", "```\n"),
        ("the answer:\n\n", "2 records returned in 00:00:00.12\nSales>\n"),
    ];
    for answer in [CSV, &tsv, COLUMNS, MARKDOWN, JSON] {
        for (before, after) in around {
            let text = format!("{before}{answer}{after}");
            assert_eq!(
                report(&text),
                "+ Sales: .add database Sales admins ('aaduser=bo@contoso.com') skip-results\n\
                 + Sales: .add database Sales viewers ('aaduser=ana@contoso.com') skip-results 'weekly'\n",
                "{text}"
            );
        }
    }
}

/// Each command of a session has its answer, with or without a blank line between two.
#[test]
fn answers_of_a_session_are_told_apart() {
    let text = format!(
        "Sales> .show database Sales principals\n{CSV}2 records returned\nSales> .show table Orders principals\nNotes,Role,PrincipalFQN\n,Table Orders Admin,aaduser=cy@contoso.com\nSales>\n"
    );
    assert_snapshot!(report(&text), @"
    + Sales: .add database Sales admins ('aaduser=bo@contoso.com') skip-results
    + Sales: .add database Sales viewers ('aaduser=ana@contoso.com') skip-results 'weekly'
    + Sales: .add table Orders admins ('aaduser=cy@contoso.com') skip-results
    ");
}

/// What may be a row is told, even if it is text.
#[test]
fn lines_that_may_be_rows_are_told() {
    assert_snapshot!(report(&format!("{CSV}Database Sales Vie\n")), @"
    pasted:1: a row of this answer could not be placed, so that it takes nothing away
    pasted:4: `Database Sales Vie` is no role on an entity, a database or the cluster
    + Sales: .add database Sales admins ('aaduser=bo@contoso.com') skip-results
    + Sales: .add database Sales viewers ('aaduser=ana@contoso.com') skip-results 'weekly'
    ");
}

/// A cell may go on over lines; one that never ends is told, and the rows below it are read.
#[test]
fn a_quote_that_is_not_closed_is_told() {
    assert_snapshot!(report(&CSV.replace("weekly", "\"weekly\n\"\"report\"\"\"")), @r#"
    + Sales: .add database Sales admins ('aaduser=bo@contoso.com') skip-results
    + Sales: .add database Sales viewers ('aaduser=ana@contoso.com') skip-results 'weekly\n"report"'
    "#);
    assert_snapshot!(report(&CSV.replace("weekly", "\"weekly").replace("com,\n", "com,\"\"\n")), @"
    pasted:2: a quote that opens on this line is not closed where a cell ends
    + Sales: .add database Sales admins ('aaduser=bo@contoso.com') skip-results
    ");
    assert_snapshot!(report(&CSV.replace("weekly", "\"weekly")), @"
    pasted:2: a quote that opens on this line is not closed where a cell ends
    + Sales: .add database Sales admins ('aaduser=bo@contoso.com') skip-results
    ");
    let Imported { state, .. } = import_text(&CSV.replace("weekly", "\"weekly"));
    assert!(state.environment.contains("\"read\": []"), "{}", state.environment);
}
