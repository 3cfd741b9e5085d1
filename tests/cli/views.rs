//! How results are shown: files, columns, commands before answers, envelopes; as options and as directives.

use crate::cli::kmgmt::{command, file, kmgmt, path, run};

const ADD: &str = ".add database NetDefaultDB viewers ('aaduser=ana@contoso.com') 'why'";
const TIME: [&str; 2] = ["--clock", "2026-01-31T12:00:00Z"];

/// Standard output and standard error of a run that ends so.
#[track_caller]
fn told(arguments: &[&str], code: i32) -> (String, String) {
    let (out, err, ended) = run(command(TIME.iter().chain(arguments)), None);
    assert_eq!(ended, code, "{out}\n{err}");
    (out, err)
}

#[test]
fn a_file_is_written_in_the_format_of_its_extension() {
    for (extension, begins) in [
        ("csv", "Role,Notes\n"),
        ("tsv", "Role\tNotes\n"),
        ("json", "[\n  {\"Role\":"),
        ("ndjson", "{\"Role\":"),
        ("md", "| Role | Notes |\n| --- | --- |\n"),
        ("TXT", "┌──"),
    ] {
        let output = path(&format!("results.{extension}")).display().to_string();
        assert_eq!(told(&["-o", &output, "--columns", "Role,Notes", ADD], 0), (String::new(), String::new()));
        let written = std::fs::read_to_string(&output).unwrap();
        assert!(written.starts_with(begins), "{written}");
    }
    let output = path("results.log").display().to_string();
    let (out, err) = told(&["-o", &output, ".show version"], 2);
    assert_eq!(out, "");
    assert!(err.contains("results.log` is that of no format\n"), "{err}");
    assert!(
        err.contains("the extensions are `.txt`, `.json`, `.jsonl`, `.ndjson`, `.csv`, `.tsv`, `.md` and `.markdown`"),
        "{err}"
    );
    told(&["-o", &output, "--format", "csv", ".show version"], 0);
    assert!(std::fs::read_to_string(&output).unwrap().starts_with("BuildVersion,"));
    // The name of the file says more than the environment.
    let output = path("results.csv").display().to_string();
    kmgmt(["-o", &output, ".show version"]).variable("KMGMT_FORMAT", "json").ends(0);
    assert!(std::fs::read_to_string(&output).unwrap().starts_with("BuildVersion,"));
    let (_, err) = told(&["-o", "/nowhere/at/all.csv", ".show version"], 2);
    assert!(err.starts_with("error: can't write `/nowhere/at/all.csv`: "), "{err}");
}

#[test]
fn chosen_columns_stand_in_their_order() {
    let (out, err) = told(&["--format", "csv", "--columns", "Notes,Role", ADD], 0);
    assert_eq!(out.lines().next(), Some("Notes,Role"));
    assert_eq!(out.lines().last(), Some("why,Database NetDefaultDB Viewer"));
    assert_eq!(err, "");
}

#[test]
fn a_result_without_the_columns_is_left_out_and_a_column_of_no_result_is_an_error() {
    let create = ".create table T (a: string)";
    let (out, err) = told(&["--format", "csv", "--columns", "Role,Notes", create, ADD], 0);
    assert!(out.starts_with("Role,Notes\n") && !out.contains("TableName") && err.is_empty(), "{out}{err}");
    let (out, err) = told(&["--format", "csv", "--columns", "Rol,Notes", ADD], 1);
    assert!(out.starts_with("Notes\n"), "{out}");
    insta::assert_snapshot!(err, @"
    error: no result has a column `Rol`
     |
     = help: did you mean `Role`?
     = help: the columns are `Role`, `PrincipalType`, `PrincipalDisplayName`, `PrincipalObjectId`, `PrincipalFQN`, `Notes` and `RoleAssignmentIdentifier`
    ");
}

#[test]
fn each_command_stands_before_its_answer_without_its_secrets() {
    let secret =
        ".create external table E (a: string) kind=storage dataformat=csv (h@'https://x.blob.core.windows.net/c;KEY')";
    let version = ["--echo", "--columns", "ServiceType", ".show version", "#dbcontext", secret];
    let (out, err) = told(&version, 0);
    insta::assert_snapshot!(out, @"
    .show version
    ┌─────────────┐
    │ ServiceType │
    ╞═════════════╡
    │ Engine      │
    └─────────────┘

    #dbcontext
    NetDefaultDB

    .create external table E (a: string) kind=storage dataformat=csv (h@'https://x.blob.core.windows.net/c;****')
    ");
    assert_eq!(err, "");
    let (out, err) = told(&[&["--format", "csv"], &version[..]].concat(), 0);
    assert_eq!(out, "ServiceType\nEngine\n");
    assert!(
        err.contains(".show version\n#dbcontext\nNetDefaultDB\n.create external table E") && !err.contains("KEY"),
        "{err}"
    );
    let (out, _) = told(&[&["--format", "markdown"], &version[..4]].concat(), 0);
    assert_eq!(out, "```kusto\n.show version\n```\n\n| ServiceType |\n| --- |\n| Engine |\n");
}

#[test]
fn results_in_envelopes_name_their_statements() {
    let script = file(
        "envelopes.kql",
        "// first\n.show version\n\n#who-can administer cluster\n#explain aaduser=a@b.c view database\n",
    );
    let (out, _) = told(&["--format", "jsonl", "--envelope", "-f", &script], 0);
    let read: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let named: Vec<String> =
        read.iter().map(|one| format!("{} {} {}", one["line"], one["kind"], one["statement"])).collect();
    insta::assert_snapshot!(named.join("\n"), @r##"
    2 "ShowVersion" ".show version"
    4 "#who-can" "#who-can administer cluster"
    5 "#explain" "#explain aaduser=a@b.c view database"
    "##);
    assert_eq!(read[0]["columns"][0], serde_json::json!({"name": "BuildVersion", "type": "string"}));
    assert_eq!(read[2]["answer"]["verdict"], "denied");
    let question = ["roles", "aaduser=admin@localhost", "--format", "json", "--envelope"];
    let (out, _, _) = run(command(question), None);
    assert!(
        out.starts_with(r##"{"statement":"aaduser=admin@localhost","line":1,"kind":"#roles","columns":["##),
        "{out}"
    );
    let (_, err) = told(&["--format", "csv", "--envelope", ".show version"], 2);
    insta::assert_snapshot!(err, @"
    error: `--envelope` is no option of the format `csv`
     |
     = help: the formats that have it are `json` and `jsonl`
    ");
}

#[test]
fn directives_change_the_view_and_say_what_holds() {
    let saved = path("saved.csv").display().to_string();
    let script = format!(
        "#format\n#format jsonl\n#columns ServiceType, ProductVersion\n.show version\n#format vertical\n.show version\n#columns\n\
         #echo\n#timing\n#echo on\n#echo\n#echo off\n#save {saved}\n#format csv\n.show version\n#format table\n#save\n#dbcontext\n"
    );
    let (out, err) = told(&["-f", &file("views.kql", script)], 0);
    insta::assert_snapshot!(out, @r#"
    auto
    {"ServiceType":"Engine","ProductVersion":"kmgmt 0.1.0"}
    ── 1 of 1 ──
    ServiceType    │ Engine
    ProductVersion │ kmgmt 0.1.0
    all columns are shown; `#columns NAME, NAME` chooses
    off
    off

    #echo on

    #echo
    on
    results are shown; `#save FILE` writes them into a file
    NetDefaultDB
    "#);
    assert_eq!(err, "");
    assert!(std::fs::read_to_string(&saved).unwrap().starts_with("BuildVersion,"));
}

#[test]
fn directives_that_can_not_be_carried_out_end_the_run() {
    let (_, err) = told(&["#format yaml"], 1);
    insta::assert_snapshot!(err, @"
    error: expected `auto`, `table`, `vertical`, `json`, `jsonl`, `csv`, `tsv` or one of 2 other words, found `yaml`
     --> <command>:1:9
      |
    1 | #format yaml
      |         ^^^^
      |
      = help: the directive is written `#format [FORMAT]`
    ");
    let (_, err) = told(&["#save results.xlsx", ".show version"], 1);
    insta::assert_snapshot!(err, @"
    error: the extension of `results.xlsx` is that of no format
     --> <command 1>:1:7
      |
    1 | #save results.xlsx
      |       ^^^^^^^^^^^^
      |
      = help: the extensions are `.txt`, `.json`, `.jsonl`, `.ndjson`, `.csv`, `.tsv`, `.md` and `.markdown`
      = help: `--format NAME`, or `#format NAME` before, says it for any file
    2 statements: 0 ran, 0 refused, 1 failed, 1 not run
    ");
    let (_, err) = told(&["#echo maybe"], 1);
    insta::assert_snapshot!(err, @"
    error: expected `on` or `off`, found `maybe`
     --> <command>:1:7
      |
    1 | #echo maybe
      |       ^^^^^
      |
      = help: the directive is written `#echo [on | off]`
    ");
    let (_, err) = told(&["#columns Servicetype", ".show version", "#columns", ".show version"], 1);
    assert!(err.contains("did you mean `ServiceType`?"), "{err}");
}

#[test]
fn nothing_is_saved_where_scripts_only_are_looked_at() {
    let saved = path("never.csv");
    let script = file("saving.kql", format!("#save {}\n.show version\n", saved.display()));
    for arguments in [
        &["check", &script][..],
        &["plan", &script],
        &["-q", "-f", &script],
        &["roles", "aaduser=a@b.c", "-f", &script],
    ] {
        let (out, err, code) = run(command(arguments), None);
        assert_eq!(code, 0, "{out}{err}");
        assert!(!saved.exists(), "{arguments:?}");
    }
}

#[test]
fn the_time_of_a_command_is_told_where_it_is_asked_for() {
    let (out, _) = told(&["--format", "vertical", "#timing on", ".show version"], 0);
    let last = out.lines().last().unwrap();
    let number = last.strip_prefix("Time: ").and_then(|rest| rest.strip_suffix(" ms")).unwrap();
    assert!(number.parse::<f64>().is_ok(), "{out}");
}

#[test]
fn proofs_are_rows_in_the_formats_of_tables() {
    let question = ["explain", "aaduser=ana@contoso.com", "view", "database", "NetDefaultDB"];
    for (format, begins) in [
        ("csv", "Level,Kind,Text\n0,answer,denied"),
        ("tsv", "Level\tKind\tText\n0\tanswer\tdenied"),
        ("vertical", "── 1 of 5 ──\nLevel │ 0\nKind  │ answer\n"),
        ("markdown", "| Level | Kind | Text |\n| --- | --- | --- |\n| 0 | answer |"),
        (
            "kusto",
            "{\"Tables\":[{\"TableName\":\"Table_0\",\"Columns\":[{\"ColumnName\":\"Level\",\"DataType\":\"Int64\",\"ColumnType\":\"long\"}",
        ),
        ("auto", "denied: "),
    ] {
        let (out, _) = told(&[&question[..], &["--format", format]].concat(), 1);
        assert!(out.starts_with(begins), "{out}");
    }
}

#[test]
fn a_command_that_answers_nothing_is_an_empty_table_for_the_service_s_clients() {
    let command = ".add database NetDefaultDB viewers ('aaduser=abbi@fabrikam.com') skip-results";
    let (out, _) = told(&["--format", "kusto", command, "#dbcontext Other"], 0);
    assert_eq!(out, "{\"Tables\":[{\"TableName\":\"Table_0\",\"Columns\":[],\"Rows\":[]}]}\n");
}

#[test]
fn no_file_is_written_that_is_read() {
    const SCRIPT: &str = ".create table T (x: int)\n";
    let script = file("read.csv", SCRIPT);
    let saving = file("saving.csv", format!("#save {}\n.show version\n", path("saving.csv").display()));
    let runs: [(&[&str], i32); 6] = [
        (&["-f", &script, "-o", &script], 2),
        (&["plan", &script, "-o", &script, "--format", "human"], 2),
        (&["plan", &script, "--script", &script], 2),
        (&["plan", &script, "--undo-script", &script], 2),
        (&["diff", &script, &saving, "-o", &script, "--format", "human"], 2),
        (&["-f", &saving], 1),
    ];
    for (arguments, code) in runs {
        let (out, err) = told(arguments, code);
        assert!(out.is_empty() && err.contains("it would be overwritten: name another file"), "{out}\n{err}");
        assert_eq!(std::fs::read_to_string(&script).unwrap(), SCRIPT, "{arguments:?}");
    }
    assert!(std::fs::read_to_string(&saving).unwrap().starts_with("#save"));
}

#[test]
fn a_file_that_a_statement_reads_is_not_written_by_the_same_run() {
    const SCRIPT: &str = ".show version\n";
    let script = file("read-and-written.csv", SCRIPT);
    let (read, save) = (format!("#read {script}"), format!("#save {script}"));
    let runs: [&[&str]; 2] = [&[&read, "-o", &script], &[&read, &save, ".show version"]];
    for arguments in runs {
        let (_, err) = told(arguments, 1);
        assert!(err.contains("it was read in this run, and would be overwritten"), "{err}");
        assert_eq!(std::fs::read_to_string(&script).unwrap(), SCRIPT, "{arguments:?}");
    }
    let (_, err) = told(&[".show version", &read, "-o", &script], 1);
    assert!(err.contains("results of this run are written into it"), "{err}");
}
