//! Diagnostics, what a failed command does to the run, and wrong usage.

use crate::cli::kmgmt::{CONTEXT, command, file, kmgmt, path, run};

const NO_DATABASE: &str = "\
error: Database 'Nope' was not found.
 --> <stdin>:2:16
  |
2 | .show database Nope principals
  |                ^^^^
  |
  = help: `.show databases` lists the databases
";

const SCRIPT: &str = "#dbcontext\n.show database Nope principals\n#dbcontext\n";

#[test]
fn a_refused_command_ends_a_script() {
    let err = format!("{NO_DATABASE}3 statements: 1 ran, 0 refused, 1 failed, 1 not run, and the rest of the pipe\n");
    kmgmt::<&str>([]).stdin(SCRIPT).out(CONTEXT).err(&err).ends(1);
    kmgmt(["--on-error", "stop"]).stdin(SCRIPT).out(CONTEXT).err(&err).ends(1);
}

#[test]
fn the_run_goes_on_when_it_is_told_so_and_still_fails() {
    let err = format!("{NO_DATABASE}3 statements: 2 ran, 0 refused, 1 failed, 0 not run\n");
    kmgmt(["--on-error", "continue"]).stdin(SCRIPT).out("NetDefaultDB\nNetDefaultDB\n").err(&err).ends(1);
}

#[test]
fn an_error_ends_the_scripts_and_commands_behind_it() {
    let (first, second) = (file("one.kql", SCRIPT), file("two.kql", "#dbcontext"));
    let no_database = NO_DATABASE.replace("<stdin>", &first);
    let err = format!("{no_database}4 statements: 1 ran, 0 refused, 1 failed, 2 not run\n");
    kmgmt(["-f", &first, "-f", &second]).out(CONTEXT).err(&err).ends(1);
    let err = format!("{no_database}4 statements: 3 ran, 0 refused, 1 failed, 0 not run\n");
    let out = "NetDefaultDB\nNetDefaultDB\nNetDefaultDB\n";
    kmgmt(["-f", &first, "-f", &second, "--on-error", "continue"]).out(out).err(&err).ends(1);
}

#[test]
fn an_error_for_programs_is_one_line_of_json() {
    let (out, err, code) = run(command(["--error-format", "json"]), Some(SCRIPT.as_bytes()));
    assert_eq!((out.as_str(), code, err.lines().count()), (CONTEXT, 1, 1));
    let error: serde_json::Value = serde_json::from_str(&err).unwrap();
    let expected = serde_json::json!({ "error": {
        "code": "BadRequest_DatabaseNotExist",
        "message": "Request is invalid and cannot be executed.",
        "@type": "Kusto.Data.Exceptions.DatabaseNotFoundException",
        "@message": "Database 'Nope' was not found.",
        "@context": {},
        "@permanent": true,
        "@text": ".show database Nope principals",
        "@database": "NetDefaultDB",
        "severity": "error",
        "source": "<stdin>",
        "line": 2,
        "column": 16,
        "help": ["`.show databases` lists the databases"],
    }});
    assert_eq!(error, expected);
}

#[test]
fn several_commands_are_told_apart() {
    let err = NO_DATABASE.replace("<stdin>:2", "<command 2>:1").replace("2 |", "1 |");
    let err = err + "2 statements: 1 ran, 0 refused, 1 failed, 0 not run\n";
    kmgmt(["#dbcontext", ".show database Nope principals"]).out(CONTEXT).err(&err).ends(1);
}

#[test]
fn a_failed_row_of_a_script_is_a_failed_run() {
    let script = ".execute database script <|\n.add database Nope viewers ('aaduser=a@fabrikam.com')\n";
    let err = "\
error: Database 'Nope' was not found.
 --> <stdin>:2:15
  |
2 | .add database Nope viewers ('aaduser=a@fabrikam.com')
  |               ^^^^
  |
  = help: `.show databases` lists the databases
";
    kmgmt(["--quiet"]).stdin(script).err(err).ends(1);
    let thrown = script.replace("script <|", "script with (ThrowOnErrors=true) <|");
    let text = ".add database Nope viewers ('aaduser=a@fabrikam.com')";
    let aborted = err.replace("Database 'Nope'", &format!("the script was aborted at `{text}`: Database 'Nope'"));
    kmgmt(["--quiet"]).stdin(thrown.as_str()).err(&aborted).ends(1);
}

#[test]
fn secrets_are_masked_where_they_stand() {
    let script = ".create external table E1 (a:strin) kind=storage dataformat=csv (h@'https://a.net/c;SECRET1==')";
    let run = |arguments: &[&str], input: &str| {
        let mut child = crate::cli::kmgmt::command(arguments).stdin(std::process::Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    let inputs = [
        script.to_owned(),
        script.replace("==')", "=="),
        script.replace("h@'https://a.net/c;", "'mongodb://u:").replace("==", "@h/d"),
        ".show database h'SECRET1' h'SECRET1'".to_owned(),
        ".add database NetDefaultDB users (h'SECRET1=a@fabrikam.com')".to_owned(),
        format!(".execute database script with (ContinueOnErrors=true) <|\n{script}"),
    ];
    for input in &inputs {
        for arguments in [&["--error-format", "human"][..], &["--error-format", "json"], &["check"]] {
            let shown = run(arguments, input);
            assert!(!shown.contains("SECRET1") && shown.contains("***"), "{input}\n{shown}");
        }
    }
    let shown = run(&[], script);
    assert!(shown.contains("(a:strin) kind=storage dataformat=csv (h@'https://a.net/c;*********')"), "{shown}");
}

#[test]
fn a_character_from_a_web_page_is_named() {
    for (character, name) in [("\u{a0}", "U+00A0 no-break space"), ("\u{2019}", "U+2019 right single quotation mark")] {
        let message = format!("error: unexpected character {name}");
        let output = crate::cli::kmgmt::command(&[format!(".show{character}databases")]).output().unwrap();
        assert!(String::from_utf8(output.stderr).unwrap().starts_with(&message), "{name}");
    }
}

#[test]
fn another_word_gets_a_did_you_mean() {
    let err = "\
error: `chekc` is neither a command, which begins with `.` or `#`, nor a subcommand
 |
 = help: did you mean `check`?
 = help: the subcommands are `check`, `explain`, `who-can`, `what-can`, `roles`, `plan`, `apply`, `diff`, `test`, `review`, `offboard`, `export`, `rules`, `import`, `serve`, `undo`, `log`, `compact`, `recover`, `fmt`, `completions` and `man`; `kmgmt --help` lists the options
";
    kmgmt(["chekc"]).err(err).ends(2);
    kmgmt(["#dbcontext", "chekc"]).err(err).ends(2);
}

#[test]
fn wrong_usage_says_so_and_runs_nothing() {
    let err = "\
error: invalid value 'xml' for '--format <FORMAT>'
  [possible values: auto, table, vertical, json, jsonl, csv, tsv, markdown, kusto]

For more information, try '--help'.
";
    kmgmt(["--format", "xml", "#dbcontext"]).err(err).ends(2);
    let (out, err, code) = run(command(["--frobnicate", "#dbcontext"]), None);
    assert_eq!(
        (out.as_str(), err.lines().next(), code),
        ("", Some("error: unexpected argument '--frobnicate' found"), 2)
    );
}

#[test]
fn help_and_version_are_results() {
    let (out, err, code) = run(command(["--help"]), None);
    assert!(out.contains("Usage: kmgmt") && err.is_empty() && code == 0, "{out}");
    kmgmt(["--version"]).out(concat!("kmgmt ", env!("CARGO_PKG_VERSION"), "\n")).ends(0);
}

#[test]
fn a_file_that_cannot_be_read_is_told_before_anything_runs() {
    let missing = path("missing.kql").display().to_string();
    let err = format!("error: can't read `{missing}`: No such file or directory (os error 2)\n");
    kmgmt(["-f", "-", "-f", &missing]).stdin("#dbcontext").err(&err).ends(2);
    let directory = env!("CARGO_TARGET_TMPDIR");
    kmgmt(["-f", directory]).err(&format!("error: can't read `{directory}`: it is a directory\n")).ends(2);
    kmgmt(["--environment", &missing, "#dbcontext"])
        .err(&format!("error: environment `{missing}`: No such file or directory (os error 2)\n"))
        .ends(2);
}

#[test]
fn the_greater_exit_code_counts() {
    let bad = file("bad-bytes.kql", b"#dbcontext\n\xFF");
    let err = format!("error: {bad}: the input is no UTF-8 at line 2, column 1 (byte 11)\n");
    let refused = file("refused.kql", ".show database Nope principals");
    let (out, errors, code) = run(command(["--on-error", "continue", "-f", &bad, "-f", &refused]), None);
    assert_eq!((out.as_str(), code), (CONTEXT, 2));
    assert!(errors.starts_with(&err) && errors.contains("Database 'Nope'"), "{errors}");
}

#[test]
fn a_warning_for_a_program_is_no_error_and_texts_for_people_are_no_results() {
    let script = ".alter cluster policy multidatabaseadmins '[\"aaduser=a@b.c\"]'\n#dbcontext\n";
    let mut child = crate::cli::kmgmt::command(["--error-format", "json", "--format", "jsonl"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), script.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(err.starts_with("{\"warning\":{\"") && err.ends_with("\nNetDefaultDB\n"), "{err}");
    assert!(!out.contains("\nNetDefaultDB"), "{out}");
}
