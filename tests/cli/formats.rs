//! The output formats: whole results as they are written.

use crate::cli::kmgmt::kmgmt;

/// A result with one row, awkward cells and an empty one; another without rows.
const COMMANDS: [&str; 3] = [
    ".add cluster blockedprincipals 'aaduser=abbi@fabrikam.com' application 'A, \"B\"' reason 'one\\ntwo'",
    ".show cluster blockedprincipals",
    ".drop cluster blockedprincipals 'aaduser=abbi@fabrikam.com' application 'A, \"B\"'",
];

fn written_as(format: &str, out: &str) {
    kmgmt(["--clock", "2026-01-31T12:00:00Z", "--format", format].into_iter().chain(COMMANDS)).out(out).ends(0);
}

#[test]
fn the_default_is_table_in_a_pipe_too() {
    let arguments = ["--clock", "2026-01-31T12:00:00Z"];
    let run = |more: &[&str]| {
        let command = super::kmgmt::command(arguments.iter().chain(more).chain(&COMMANDS));
        super::kmgmt::run(command, None)
    };
    assert_eq!(run(&[]), run(&["--format", "table"]));
}

#[test]
fn a_table_is_boxes() {
    written_as("table", TABLE);
}

#[test]
fn a_command_whose_columns_no_grammar_names_answers_nothing_in_every_format() {
    for format in ["table", "json", "jsonl", "csv"] {
        let arguments = ["--no-effect", "allow", "--format", format, ".show cluster monitoring", ".show callstacks"];
        kmgmt(arguments).out("").err("").ends(0);
    }
}

#[test]
fn json_is_an_array_of_rows_a_result() {
    written_as("json", JSON);
}

#[test]
fn jsonl_is_one_object_a_row() {
    written_as("jsonl", JSON_LINES);
}

#[test]
fn csv_is_a_header_a_result_and_a_blank_line_between_results() {
    written_as("csv", CSV);
}

#[test]
fn skipped_results_are_nothing_in_any_format() {
    for format in ["table", "json", "jsonl", "csv"] {
        let command = ".add database NetDefaultDB viewers ('aaduser=abbi@fabrikam.com') skip-results";
        kmgmt(["--format", format, command, command]).ends(0);
    }
}

const TABLE: &str = r#"┌──────────────────────┬──────────────────────┬──────────────────────────────────────┬───────────────────────────┬─────────────┬──────┬──────────────┬────────┐
│ PrincipalType        ┆ PrincipalDisplayName ┆ PrincipalObjectId                    ┆ PrincipalFQN              ┆ Application ┆ User ┆ BlockedUntil ┆ Reason │
╞══════════════════════╪══════════════════════╪══════════════════════════════════════╪═══════════════════════════╪═════════════╪══════╪══════════════╪════════╡
│ Microsoft Entra user ┆ abbi@fabrikam.com    ┆ 3628e4b1-322e-583b-b6c6-e96d881be6dc ┆ aaduser=abbi@fabrikam.com ┆ A, "B"      ┆      ┆              ┆ one    │
│                      ┆                      ┆                                      ┆                           ┆             ┆      ┆              ┆ two    │
└──────────────────────┴──────────────────────┴──────────────────────────────────────┴───────────────────────────┴─────────────┴──────┴──────────────┴────────┘
┌──────────────────────┬──────────────────────┬──────────────────────────────────────┬───────────────────────────┬─────────────┬──────┬──────────────┬────────┐
│ PrincipalType        ┆ PrincipalDisplayName ┆ PrincipalObjectId                    ┆ PrincipalFQN              ┆ Application ┆ User ┆ BlockedUntil ┆ Reason │
╞══════════════════════╪══════════════════════╪══════════════════════════════════════╪═══════════════════════════╪═════════════╪══════╪══════════════╪════════╡
│ Microsoft Entra user ┆ abbi@fabrikam.com    ┆ 3628e4b1-322e-583b-b6c6-e96d881be6dc ┆ aaduser=abbi@fabrikam.com ┆ A, "B"      ┆      ┆              ┆ one    │
│                      ┆                      ┆                                      ┆                           ┆             ┆      ┆              ┆ two    │
└──────────────────────┴──────────────────────┴──────────────────────────────────────┴───────────────────────────┴─────────────┴──────┴──────────────┴────────┘
┌───────────────┬──────────────────────┬───────────────────┬──────────────┬─────────────┬──────┬──────────────┬────────┐
│ PrincipalType ┆ PrincipalDisplayName ┆ PrincipalObjectId ┆ PrincipalFQN ┆ Application ┆ User ┆ BlockedUntil ┆ Reason │
╞═══════════════╪══════════════════════╪═══════════════════╪══════════════╪═════════════╪══════╪══════════════╪════════╡
└───────────────┴──────────────────────┴───────────────────┴──────────────┴─────────────┴──────┴──────────────┴────────┘
"#;
const JSON: &str = r#"[
  {"PrincipalType":"Microsoft Entra user","PrincipalDisplayName":"abbi@fabrikam.com","PrincipalObjectId":"3628e4b1-322e-583b-b6c6-e96d881be6dc","PrincipalFQN":"aaduser=abbi@fabrikam.com","Application":"A, \"B\"","User":"","BlockedUntil":null,"Reason":"one\ntwo"}
]
[
  {"PrincipalType":"Microsoft Entra user","PrincipalDisplayName":"abbi@fabrikam.com","PrincipalObjectId":"3628e4b1-322e-583b-b6c6-e96d881be6dc","PrincipalFQN":"aaduser=abbi@fabrikam.com","Application":"A, \"B\"","User":"","BlockedUntil":null,"Reason":"one\ntwo"}
]
[]
"#;
const JSON_LINES: &str = r#"{"PrincipalType":"Microsoft Entra user","PrincipalDisplayName":"abbi@fabrikam.com","PrincipalObjectId":"3628e4b1-322e-583b-b6c6-e96d881be6dc","PrincipalFQN":"aaduser=abbi@fabrikam.com","Application":"A, \"B\"","User":"","BlockedUntil":null,"Reason":"one\ntwo"}
{"PrincipalType":"Microsoft Entra user","PrincipalDisplayName":"abbi@fabrikam.com","PrincipalObjectId":"3628e4b1-322e-583b-b6c6-e96d881be6dc","PrincipalFQN":"aaduser=abbi@fabrikam.com","Application":"A, \"B\"","User":"","BlockedUntil":null,"Reason":"one\ntwo"}
"#;
const CSV: &str = r#"PrincipalType,PrincipalDisplayName,PrincipalObjectId,PrincipalFQN,Application,User,BlockedUntil,Reason
Microsoft Entra user,abbi@fabrikam.com,3628e4b1-322e-583b-b6c6-e96d881be6dc,aaduser=abbi@fabrikam.com,"A, ""B""",,,"one
two"

PrincipalType,PrincipalDisplayName,PrincipalObjectId,PrincipalFQN,Application,User,BlockedUntil,Reason
Microsoft Entra user,abbi@fabrikam.com,3628e4b1-322e-583b-b6c6-e96d881be6dc,aaduser=abbi@fabrikam.com,"A, ""B""",,,"one
two"

PrincipalType,PrincipalDisplayName,PrincipalObjectId,PrincipalFQN,Application,User,BlockedUntil,Reason
"#;

#[test]
fn a_proof_is_drawn_and_nothing_else_is() {
    let question = ["explain", "aaduser=ana@contoso.com", "view", "database", "NetDefaultDB"];
    let drawing = "\
flowchart TD
    n0([\"denied: #96;aaduser=ana@contoso.com#96; does<br/>not have #96;view#96; on database<br/>#96;NetDefaultDB#96;\"])
    n1[\"no role on database #96;NetDefaultDB#96; or on<br/>what holds it is held\"]
    n0 --> n1
    n2[\"#96;view#96; is given by Database NetDefaultDB<br/>Admin, Database NetDefaultDB User,<br/>Database NetDefaultDB Viewer,<br/>AllDatabasesAdmin or AllDatabasesViewer\"]
    n0 --> n2
    style n0 fill:#fce8e6,stroke:#b3261e,color:#202124
";
    kmgmt(question.iter().chain(&["--format", "mermaid"])).out(drawing).ends(1);
    let drawing = "\
digraph proof {
    node [shape=box, style=rounded, fontname=\"sans-serif\"];
    n0 [label=\"denied: `aaduser=ana@contoso.com` does\\nnot have `view` on database\\n`NetDefaultDB`\", color=\"#b3261e\", penwidth=2];
    n1 [label=\"no role on database `NetDefaultDB` or on\\nwhat holds it is held\"];
    n0 -> n1;
    n2 [label=\"`view` is given by Database NetDefaultDB\\nAdmin, Database NetDefaultDB User,\\nDatabase NetDefaultDB Viewer,\\nAllDatabasesAdmin or AllDatabasesViewer\"];
    n0 -> n2;
}
";
    kmgmt(question.iter().chain(&["--format", "dot"])).out(drawing).ends(1);
    for args in [["roles", "aaduser=ana@contoso.com", "--format=dot"], ["-c", ".show tables", "--format=dot"]] {
        let error = "error: invalid value 'dot' for '--format <FORMAT>'\n  [possible values: auto, table, vertical, json, jsonl, csv, tsv, markdown, kusto]\n";
        kmgmt(args).err(&format!("{error}\nFor more information, try '--help'.\n")).ends(2);
    }
}

#[test]
fn a_long_listing_is_the_same_in_parts_and_whole() {
    let add = |numbers: std::ops::Range<u32>, notes| {
        let whom: Vec<String> = numbers.map(|number| format!("'aaduser=user{number}@contoso.com'")).collect();
        format!(".add database NetDefaultDB viewers ({}) skip-results {notes}\n\n", whom.join(", "))
    };
    let notes = r#"'\'one\', "two"\nthree'"#;
    let show = ".show database NetDefaultDB principals".to_owned();
    let script = [add(0..12_000, notes), add(12_000..20_050, ""), show].concat();
    let columns =
        "Role,PrincipalType,PrincipalDisplayName,PrincipalObjectId,PrincipalFQN,Notes,RoleAssignmentIdentifier";
    // How often the name of a column stands there: in each of three boxes, in each row, in one line.
    let formats = [("table", 3), ("json", 20_052), ("jsonl", 20_052), ("csv", 1), ("tsv", 1)];
    for (format, names) in formats {
        let run = |more: &[&str]| {
            let arguments = ["--format", format].into_iter().chain(more.iter().copied());
            super::kmgmt::run(super::kmgmt::command(arguments), Some(script.as_bytes()))
        };
        let (parts, err, code) = run(&[]);
        assert_eq!((err.as_str(), code), ("", 0));
        assert_eq!(parts.matches("aaduser=user").count(), 20_050, "{format}");
        assert_eq!(parts.matches("PrincipalFQN").count(), names, "{format}");
        // Chosen columns are those of a table that is there as a whole.
        assert!(run(&["--columns", columns]) == (parts, err, code), "{format}");
    }
}
