//! Limits: each one stands in `docs/limits.md` with its value; what is as large as a limit is taken, and what is one
//! larger ends in an error that says so. Those of queries are in `query_limits.rs`, that of references in
//! `directives.rs`, that of errors in `cli/runs.rs`.
//!
//! Three borders are not met here: a file of 1 GiB that is taken, which needs as much memory and more (a unit test of
//! the reader has a smaller limit), a query of 256 MiB in a policy, which no statement can hold, and a change of 1 GB
//! in a catalog file (a unit test of the fault says what is told).

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "cli/kmgmt.rs"]
mod kmgmt;
mod support;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use ::kmgmt::model::limit;
use ::kmgmt::syntax::{parser, pieces};
use kmgmt::{command, run};

/// The value of an expression of `limit.rs`, in words: `256 << 20`, `Duration::from_secs(30)`.
fn evaluated(expression: &str) -> String {
    let number = |text: &str| -> u64 { text.replace('_', "").parse().unwrap_or_else(|_| panic!("{text}")) };
    let inside =
        |text: &str, before: &str| text.strip_prefix(before).and_then(|rest| rest.strip_suffix(')')).map(number);
    if let Some(seconds) = inside(expression, "Duration::from_secs(") {
        return format!("{seconds} s");
    }
    if let Some(milliseconds) = inside(expression, "Duration::from_millis(") {
        return format!("{milliseconds} ms");
    }
    match expression.split_once(" << ") {
        Some((value, shift)) => (number(value) << number(shift)).to_string(),
        None => number(expression).to_string(),
    }
}

#[test]
fn each_limit_stands_in_the_document_with_its_value() {
    let source = std::fs::read_to_string("src/model/limit.rs").unwrap();
    let constants = source.lines().filter_map(|line| line.strip_prefix("pub const ")).map(|line| {
        let (name, value) = line.trim_end_matches(';').split_once(" = ").unwrap();
        (name.split_once(':').unwrap().0.to_owned(), evaluated(value))
    });
    let constants: BTreeMap<String, String> = constants.collect();
    let page = std::fs::read_to_string("docs/limits.md").unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")).map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let value = cells[1];
        // A number has a unit, which says nothing of its value unless it is one of time.
        let value =
            if value.ends_with(" s") || value.ends_with(" ms") { value } else { value.split(' ').next().unwrap() };
        (cells[0].trim_end_matches('`').to_owned(), value.to_owned())
    });
    let listed: Vec<(String, String)> = rows.collect();
    assert_eq!(listed.len(), constants.len(), "a limit is missing, or listed twice");
    assert_eq!(listed.into_iter().collect::<BTreeMap<_, _>>(), constants);
    assert!(constants.len() > 20);
}

/// What is told of one command, or nothing where it is taken.
fn told(text: &str) -> Option<String> {
    let mut told = None;
    pieces(text, 1, |piece| told = told.take().or(parser::parse(&piece).err().map(|error| error.kind.to_string())));
    told
}

#[test]
fn names_end_at_their_limit() {
    for letter in ["x", "é", "\u{1F600}"] {
        let create = |count: usize| format!(".create table ['{}'] (a:int)", letter.repeat(count));
        assert_eq!(told(&create(limit::NAME_CHARACTERS)), None);
        let more = told(&create(limit::NAME_CHARACTERS + 1));
        assert_eq!(more.as_deref(), Some("a name has at most 1024 characters"), "{letter}");
    }
}

#[test]
fn brackets_end_at_their_depth() {
    let nested = |depth: usize| format!(".show {}{}", "(".repeat(depth), ")".repeat(depth));
    let error = "brackets are nested more than 10000 levels deep";
    assert_ne!(told(&nested(limit::BRACKET_DEPTH)).as_deref(), Some(error));
    assert_eq!(told(&nested(limit::BRACKET_DEPTH + 1)).as_deref(), Some(error));
}

#[test]
fn the_json_of_policies_and_mappings_ends_at_its_depth() {
    let error = "the JSON is nested more than 64 levels deep";
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for (command, around) in [
        (".alter table T policy retention '{\"a\": JSON}'", 1),
        (".create-or-alter table T ingestion csv mapping 'M' '[{\"Column\": \"a\", \"Properties\": JSON}]'", 2),
    ] {
        let run = |depth: usize| {
            let mut session = support::session();
            support::run_well(&mut session, ".create table T (a:int)");
            support::run(&mut session, &command.replace("JSON", &nested(depth - around)))
        };
        let shown = run(limit::JSON_DEPTH);
        assert!(!shown.contains(error), "{shown}");
        let shown = run(limit::JSON_DEPTH + 1);
        assert!(shown.starts_with(&format!("error: {error}\n")), "{shown}");
    }
}

#[test]
fn a_statement_ends_at_its_length() {
    let long = |length: usize| {
        let begin = ".alter table T docstring '";
        begin.to_owned() + &"x".repeat(length - begin.len() - 1) + "'"
    };
    assert_eq!(told(&long(limit::STATEMENT_BYTES)), None);
    let more = told(&long(limit::STATEMENT_BYTES + 1));
    assert_eq!(more.as_deref(), Some("the statement has 268435457 bytes, more than the 268435456 that kmgmt reads"));
}

#[test]
fn a_pipe_whose_statement_never_ends_is_left() {
    let mut program = command(["-q"]);
    let mut child = program.stdin(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let block = [b'x'; 1 << 20];
    let _ = pipe.write_all(b".create table T (a:int) // ");
    let mut written = 0;
    // The program reads no further than it has to, and the pipe breaks then.
    while written < limit::STATEMENT_BYTES + (64 << 20) && pipe.write_all(&block).is_ok() {
        written += block.len();
    }
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told, "error: <stdin>: a statement has more than 268435456 bytes, the most that kmgmt reads\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(written < limit::STATEMENT_BYTES + (8 << 20), "{written} bytes were read");
}

/// A file that takes no space and has one byte more than may be read at once.
fn too_long(folder: &Path) -> String {
    let path = folder.join("long.txt");
    File::create(&path).unwrap().set_len(limit::FILE_BYTES + 1).unwrap();
    path.display().to_string()
}

#[test]
fn files_that_are_read_as_a_whole_end_at_their_length() {
    let folder = tempfile::tempdir().unwrap();
    let long = too_long(folder.path());
    let state = folder.path().join("state");
    std::fs::create_dir(&state).unwrap();
    std::fs::rename(&long, state.join("environment.json")).unwrap();
    let long = too_long(folder.path());
    let state = state.to_str().unwrap();
    let script = folder.path().join("script.kql");
    std::fs::write(&script, ".show version").unwrap();
    let script = script.to_str().unwrap();
    let is = "it has more than 1073741824 bytes, the most that kmgmt reads at once";
    for (args, told) in [
        (vec!["--environment", &long, ".show version"], format!("error: environment `{long}`: {is}\n")),
        (vec!["--from", state, ".show version"], format!("error: environment `{state}/environment.json`: {is}\n")),
        (vec!["check", script, "--baseline", &long], format!("error: baseline `{long}`: {is}\n")),
        (vec!["import", &long, "-o", "nowhere"], format!("error: can't read `{long}`: {is}\n")),
        (vec!["import", script, "-o", state], format!("error: can't read `{state}/environment.json`: {is}\n")),
        (vec!["fmt", &long], format!("error: can't read `{long}`: {is}\n")),
    ] {
        let (out, err, code) = run(command(&args), None);
        assert_eq!((out.as_str(), err.as_str(), code), ("", told.as_str(), 2), "{args:?}");
    }
    let (out, err, code) = run(command(["test", &long]), None);
    assert_eq!((out.as_str(), code), ("0 assertions: 0 held, 0 failed\n", 2));
    assert_eq!(err, format!("error: can't test `{long}`: {is}\n"));
    let (_, err, code) = run(command([format!("#read '{long}'")]), None);
    assert!(err.starts_with(&format!("error: the script `{long}`: {is}\n")), "{err}");
    assert_eq!(code, 1);
}

#[test]
fn answers_to_import_end_at_their_depth() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("state");
    let import = |depth: usize| {
        let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        run(command(["import", "-", "-o", target.to_str().unwrap()]), Some(text.as_bytes())).1
    };
    let error = "error: <stdin>:1: the JSON is nested more than 127 levels deep\n";
    assert!(!import(limit::ANSWER_DEPTH).contains(error));
    assert!(import(limit::ANSWER_DEPTH + 1).starts_with(error), "{}", import(limit::ANSWER_DEPTH + 1));
}

#[test]
fn json_that_is_nested_without_end_is_refused_where_it_does_not_fit() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("deep.json");
    let deep = deep.to_str().unwrap();
    for (text, args, error) in [
        ("[".repeat(500_000), vec!["--environment", deep, ".show version"], "an environment is a JSON object"),
        (
            format!("{{\"cluster\": {{\"name\": {}", "[".repeat(500_000)),
            vec!["--environment", deep, ".show version"],
            "cluster.name: invalid type: sequence, expected a string",
        ),
        ("[".repeat(500_000), vec!["check", "-", "--baseline", deep], "invalid type: sequence"),
        ("{\"a\":".repeat(500_000), vec!["import", deep, "-o", "nowhere"], "nested more than 127 levels deep"),
        ("[".repeat(500_000), vec!["--from", deep, ".show version"], "nested more than 127 levels deep"),
    ] {
        std::fs::write(deep, text).unwrap();
        let mut program = command(&args);
        program.current_dir(folder.path());
        let (_, err, code) = run(program, Some(b""));
        assert!(err.contains(error) && matches!(code, 1 | 2), "{args:?}\n{err:.300}");
    }
}

/// The most memory that a run takes, in KiB, that is given so many statements by a pipe: questions, refused ones, and
/// changes of one thing.
#[cfg(target_os = "linux")]
fn peak(statements: usize) -> u64 {
    use std::io::{BufRead, BufReader};
    let mut program = command(["--on-error", "continue", "--format", "csv"]);
    let mut child = program.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        writeln!(pipe, ".create table T (a:int)").unwrap();
        for number in 0..statements {
            let statement = match number % 4 {
                0 => ".frobnicate the table".to_owned(),
                1 => ".show table T principals".to_owned(),
                2 => format!(".add table T admins ('aaduser=a@contoso.com') skip-results '{number}'"),
                _ => format!(".alter table T docstring 'note {number}' | project DocString"),
            };
            writeln!(pipe, "{statement}").unwrap();
        }
        // `;` ends the last one, whose answer says that all have run.
        writeln!(pipe, ".show tables | project Last = 'the end';").unwrap();
        pipe
    });
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "the end"));
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    drop(writer.join().unwrap());
    child.wait().unwrap();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    most.trim().trim_end_matches(" kB").parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_stream_of_statements_takes_no_more_memory_the_longer_it_is() {
    let (few, many) = (peak(4_000), peak(20_000));
    println!("4,000 statements: {few} KiB, 20,000: {many} KiB");
    assert!(many < few + 4_096, "{few} KiB, and {many} KiB for five times as many statements");
}
