//! Runs of many statements: all or none, how many errors are printed, what became of the statements.

use crate::cli::kmgmt::{CONTEXT, file, kmgmt};

const NO_DATABASE: &str = "\
error: Database 'Nope' was not found.
 --> <stdin>:2:16
  |
2 | .show database Nope principals
  |                ^^^^
  |
  = help: `.show databases` lists the databases
";

/// A script of which the second statement fails.
const SCRIPT: &str = "#dbcontext\n.show database Nope principals\n#dbcontext\n";

const NOTHING: &str = "note: nothing was applied: of an atomic run all statements stay or none\n";

#[test]
fn of_an_atomic_run_all_is_shown_or_nothing() {
    let err = format!(
        "{NO_DATABASE}{NOTHING}3 statements: 1 ran, 0 refused, 1 failed, 1 not run, and the rest of the pipe\n"
    );
    kmgmt(["--atomic"]).stdin(SCRIPT).err(&err).ends(1);
    let err = format!("{NO_DATABASE}{NOTHING}3 statements: 2 ran, 0 refused, 1 failed, 0 not run\n");
    kmgmt(["--atomic", "--on-error", "continue"]).stdin(SCRIPT).err(&err).ends(1);
    let warning = super::kmgmt::no_database("<stdin>", 2, "A");
    let run = kmgmt(["--atomic"]).stdin("#dbcontext\n#dbcontext A\n#dbcontext");
    run.out("NetDefaultDB\nA\n").err(&warning).ends(0);
    let many = ".show version\n".repeat(2_000);
    let (out, _, code) =
        super::kmgmt::run(super::kmgmt::command(["--atomic", "--format", "csv"]), Some(many.as_bytes()));
    assert_eq!((out.lines().count(), code), (3 * 2_000 - 1, 0));
}

#[test]
fn an_atomic_run_that_is_no_text_to_its_end_applies_nothing() {
    let err = format!("error: <stdin>: the input is no UTF-8 at line 2, column 1 (byte 11)\n{NOTHING}");
    kmgmt(["--atomic"]).stdin(b"#dbcontext\n\xFF").err(&err).ends(2);
}

#[test]
fn so_many_errors_are_printed_and_the_others_are_counted() {
    let one = |line| {
        format!(
            "error: `.x` is no command\n --> <stdin>:{line}:2\n  |\n{line} | .x\n  |  ^\n  |\n  = help: `#help WORD` lists the commands that have a word\n"
        )
    };
    let summary = "3 statements: 0 ran, 0 refused, 3 failed, 0 not run\n";
    let left_out = "note: 2 more errors are not shown; `--max-errors 0` shows all\n";
    let script = ".x\n.x\n.x\n";
    let run = |most| kmgmt(["--on-error", "continue", "--max-errors", most]).stdin(script);
    run("1").err(&format!("{}{left_out}{summary}", one(1))).ends(1);
    let all = format!("{}{}{}{summary}", one(1), one(2), one(3));
    run("3").err(&all).ends(1);
    run("0").err(&all).ends(1);
    kmgmt(["--on-error", "continue", "--max-errors", "1", "-q"])
        .stdin(script)
        .err(&format!("{}{left_out}", one(1)))
        .ends(1);
}

#[test]
fn a_summary_says_what_became_of_the_statements() {
    let asked = ["--summary", "--clock", "2026-01-31T12:00:00Z"];
    kmgmt(asked).stdin("#dbcontext").out(CONTEXT).err("1 statement: 1 ran, 0 refused, 0 failed, 0 not run\n").ends(0);
    let json = r#"{"summary":{"ran":1,"refused":0,"failed":0,"notRun":0,"more":false,"seconds":null}}"#;
    kmgmt(asked.iter().chain(&["--error-format", "json"]))
        .stdin("#dbcontext")
        .out(CONTEXT)
        .err(&format!("{json}\n"))
        .ends(0);
    let (_, err, _) = super::kmgmt::run(super::kmgmt::command(["--summary", "#dbcontext"]), None);
    assert!(
        super::kmgmt::without_time(&err) == "1 statement: 1 ran, 0 refused, 0 failed, 0 not run\n"
            && err.contains(", in "),
        "{err}"
    );
}

#[test]
fn statements_that_a_run_does_not_come_to_are_counted_in_files() {
    let (first, second) = (file("fails.kql", SCRIPT), file("rest.kql", "#dbcontext\n.show version\n"));
    let err = NO_DATABASE.replace("<stdin>", &first) + "5 statements: 1 ran, 0 refused, 1 failed, 3 not run\n";
    kmgmt(["-f", &first, "-f", &second]).out(CONTEXT).err(&err).ends(1);
}

#[test]
fn who_may_not_is_counted_apart() {
    let arguments =
        ["--as", "aaduser=ana@contoso.com", "--on-error", "continue", "--error-format", "json", "--summary"];
    let commands = [".drop database NetDefaultDB ifexists", ".show database NetDefaultDB principals"];
    let (_, err, code) = super::kmgmt::run(super::kmgmt::command(arguments.iter().chain(&commands)), None);
    let last = err.lines().last().unwrap_or_default();
    assert!(last.contains(r#""refused":2"#) && code == 1, "{err}");
}

#[test]
fn files_that_a_script_names_stand_beside_it() {
    let folder = super::kmgmt::path("beside");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy("fixtures/environment.json", folder.join("people.json")).unwrap();
    let script = folder.join("load.kql");
    std::fs::write(&script, "#directory load people.json\n#dbcontext\n").unwrap();
    kmgmt([std::ffi::OsStr::new("-f"), script.as_os_str()]).out(CONTEXT).ends(0);
    // A command names files of the working directory.
    let (_, err, code) = super::kmgmt::run(super::kmgmt::command(["#directory load people.json"]), None);
    assert!(err.starts_with("error: environment `people.json`: ") && code == 1, "{err}");
}

#[test]
fn pipes_feed_tests_and_imports() {
    let assertion = "//! plan changes 0\n";
    kmgmt(["test"]).stdin(assertion).out("1 assertion: 1 held, 0 failed\n").ends(0);
    let folder = super::kmgmt::path("imported");
    let _ = std::fs::remove_dir_all(&folder);
    let answer = std::fs::read("fixtures/imports/databases.csv").unwrap();
    let arguments = ["import".as_ref(), "-o".as_ref(), folder.as_os_str()];
    let (out, err, code) = super::kmgmt::run(super::kmgmt::command(arguments), Some(&answer));
    assert!(out.contains(".create database") && code == 0, "{out}{err}");
}
