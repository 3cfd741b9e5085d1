//! What `log`, `diff`, `import` and options say of catalog files, in words.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "cli/kmgmt.rs"]
mod kmgmt;

use std::path::Path;

use kmgmt::{command, run};

const CLOCK: [&str; 3] = ["-q", "--clock", "2026-01-31T12:00:00Z"];

/// A folder of one test alone, in which its commands run.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Output, diagnostics, exit code.
    fn run(&self, args: &[&str]) -> (String, String, i32) {
        let mut run_there = command(args);
        run_there.current_dir(self.0.path());
        run(run_there, None)
    }

    /// The output of a run that succeeds and tells nothing else.
    #[track_caller]
    fn well(&self, args: &[&str]) -> String {
        let (out, err, code) = self.run(args);
        assert_eq!((err.as_str(), code), ("", 0), "{args:?}\n{out}");
        out
    }

    /// Runs commands on the file `team.db`.
    #[track_caller]
    fn on_team(&self, commands: &[&str]) {
        self.well(&[&["--catalog", "team.db"], &CLOCK[..], commands].concat());
    }

    /// The changes that `log` lists.
    #[track_caller]
    fn log(&self, args: &[&str]) -> String {
        self.well(&[&["log", "--catalog", "team.db"], args].concat())
    }

    /// What a run tells that ends with wrong usage.
    #[track_caller]
    fn refused(&self, args: &[&str]) -> String {
        let (out, err, code) = self.run(args);
        assert_eq!((out.as_str(), code), ("", 2), "{args:?}\n{err}");
        err
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.path().join(name), text).unwrap();
    }
}

/// The numbers of the changes in a log.
fn numbers(log: &str) -> Vec<&str> {
    log.lines().filter_map(|line| line.strip_prefix("change ")?.split(' ').next()).collect()
}

fn repository(file: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file).display().to_string()
}

#[test]
fn the_scope_of_a_log_is_of_its_kind() {
    let place = Place::new();
    place.on_team(&[
        ".create table F (a:int)",
        ".create function G() { F }",
        ".create table NetDefaultDB (a:int)",
        ".rename table F to E",
        ".create database Other",
    ]);
    assert_eq!(numbers(&place.log(&["--scope", "function NetDefaultDB.G"])), ["2"]);
    assert_eq!(numbers(&place.log(&["--scope", "table NetDefaultDB.NetDefaultDB"])), ["3"]);
    assert_eq!(numbers(&place.log(&["--scope", "table NetDefaultDB.E"])), ["4"]);
    assert_eq!(numbers(&place.log(&["--scope", "table NetDefaultDB.F"])), ["4", "1"]);
    assert_eq!(numbers(&place.log(&["--scope", "database NetDefaultDB"])), ["4", "3", "2", "1"]);
    assert_eq!(numbers(&place.log(&["-n", "2"])), ["5", "4"]);
    let scope = |scope: &str| place.refused(&["log", "--catalog", "team.db", "--scope", scope]);
    insta::assert_snapshot!(scope("table NetDefaultDB.G"), @"
    error: --scope: there is no table NetDefaultDB.G, and no change is about one
     |
     = help: did you mean `table NetDefaultDB.E`?
    ");
    insta::assert_snapshot!(scope("database other"), @"
    error: --scope: there is no database other, and no change is about one
     |
     = help: did you mean `database Other`?
    ");
}

#[test]
fn a_log_says_in_words_what_has_no_values_to_show() {
    let place = Place::new();
    place.on_team(&[
        ".add database NetDefaultDB viewers ('aadgroup=All;contoso.com') 'one'",
        ".add database NetDefaultDB viewers ('aadgroup=All;contoso.com') 'two'",
        ".alter database NetDefaultDB prettyname 'x'",
        "#as aaduser=ana@contoso.com",
    ]);
    insta::assert_snapshot!(place.log(&[]), @"
    change 4  2026-01-31 12:00:00  aaduser=admin@localhost  in NetDefaultDB
        #as 'aaduser=ana@contoso.com'
        aaduser=ana@contoso.com is known from here on

    change 3  2026-01-31 12:00:00  aaduser=admin@localhost  in NetDefaultDB
        .alter database NetDefaultDB prettyname 'x'
      ~ NetDefaultDB: changed

    change 2  2026-01-31 12:00:00  aaduser=admin@localhost  in NetDefaultDB
        .add database NetDefaultDB viewers ('aadgroup=All;contoso.com') 'two'
      - NetDefaultDB: viewers: aadgroup=All;contoso.com 'one'
      + NetDefaultDB: viewers: aadgroup=All;contoso.com 'two'

    change 1  2026-01-31 12:00:00  aaduser=admin@localhost  in NetDefaultDB
        .add database NetDefaultDB viewers ('aadgroup=All;contoso.com') 'one'
      + NetDefaultDB: viewers: aadgroup=All;contoso.com
    ");
    assert_eq!(numbers(&place.log(&["--about", "aadgroup=All;contoso.com"])), ["2", "1"]);
    let nothing = ["log", "--catalog", "team.db", "--since", "2026-02-01"];
    assert_eq!(place.run(&nothing), (String::new(), "note: no changes\n".to_owned(), 0));
    assert_eq!(place.log(&["--since", "2026-02-01", "--format", "jsonl"]), "");
    assert_eq!(numbers(&place.log(&["--since", "2026-01-31"])).len(), 4);
    let days = |now: &str| {
        let (out, _, code) = place.run(&["log", "--catalog", "team.db", "--since", "7d", "--clock", now]);
        assert_eq!(code, 0);
        numbers(&out).len()
    };
    assert_eq!((days("2026-02-07T11:00:00Z"), days("2026-02-07T13:00:00Z")), (4, 0));
    insta::assert_snapshot!(place.refused(&["log", "--catalog", "team.db", "--principal", "nobody=x"]), @"
    error: --principal: `nobody` is not a kind of principal
     |
     = help: the kinds are `aaduser=`, `aadgroup=`, `aadapp=` and `msauser=`
    ");
}

#[test]
fn a_catalog_file_is_a_state_and_no_script() {
    let place = Place::new();
    place.on_team(&[".create database Sales", ".add database Sales viewers ('aaduser=ana@contoso.com')"]);
    std::fs::copy(place.0.path().join("team.db"), place.0.path().join("before.db")).unwrap();
    place.on_team(&[".drop database Sales viewers ('aaduser=ana@contoso.com')"]);
    let bytes = |name: &str| std::fs::read(place.0.path().join(name)).unwrap();
    let (before, after) = (bytes("before.db"), bytes("team.db"));
    insta::assert_snapshot!(place.well(&["diff", "before.db", "team.db"]), @"
    What changes
        database Sales
          - viewers aaduser=ana@contoso.com

    Who gains and who loses access
      - aaduser=ana@contoso.com loses view, show metadata on database Sales: was Database Sales Viewer

    Plan: role: 1 removed; 0 principals gain access, 1 principal loses access.
    ");
    let shown = [".show database Sales principals | where Role has 'Viewer' | project PrincipalFQN"];
    let from = |file: &str| place.well(&[&["--format", "csv", "--from", file], &shown[..]].concat());
    assert_eq!(from("before.db"), "PrincipalFQN\naaduser=ana@contoso.com\n");
    assert_eq!(from("team.db"), "PrincipalFQN\n");
    // What changes such a run is gone with it.
    place.well(&["-q", "--from", "team.db", ".drop database Sales"]);
    assert_eq!((before, after), (bytes("before.db"), bytes("team.db")));
    insta::assert_snapshot!(place.refused(&["-f", "team.db"]), @"error: can't read `team.db`: it is a catalog file: `--catalog team.db`");
    insta::assert_snapshot!(place.refused(&["import", "team.db", "-o", "state"]), @"error: can't read `team.db`: it is a catalog file: `--catalog team.db`");
    std::fs::create_dir(place.0.path().join("state")).unwrap();
    place.write("catalog.kql", ".create database Sales\n");
    insta::assert_snapshot!(place.refused(&["--catalog", "state", ".show version"]), @"
    error: catalog `state`: it is a folder
     |
     = help: `--from state` reads a folder with a state or with answers of a real cluster
    ");
    insta::assert_snapshot!(place.refused(&["--catalog", "catalog.kql", ".show version"]), @"
    error: catalog `catalog.kql`: the file is no catalog of kmgmt
     |
     = help: a catalog is a file that `--catalog` made; if this is one, its first page is damaged: bring back a copy
     = help: `--from catalog.kql` reads a script or an answer of a real cluster
    ");
}

#[test]
fn options_say_what_they_take() {
    let place = Place::new();
    insta::assert_snapshot!(place.refused(&["undo", "0", "--catalog", "team.db"]), @"
    error: invalid value '0' for '[N]': write how many as a number, 1 or more

    For more information, try '--help'.
    ");
    let mut both = command([".show version"]);
    both.env("KMGMT_FROM", "state").env("KMGMT_CATALOG", "team.db").current_dir(place.0.path());
    let (out, err, code) = run(both, None);
    assert_eq!((out.as_str(), code), ("", 2));
    insta::assert_snapshot!(err, @"
    error: the variables KMGMT_FROM and KMGMT_CATALOG are both set, and one of them alone says where a run begins: unset one, or give `--from` or `--catalog`

    Usage: kmgmt [OPTIONS] [COMMAND]...
           kmgmt <SUBCOMMAND>

    For more information, try '--help'.
    ");
    // Who types both is told of what was typed.
    let mut typed = command(["--from", "state", "--catalog", "team.db", ".show version"]);
    typed.env("KMGMT_FROM", "state").env("KMGMT_CATALOG", "team.db");
    assert!(run(typed, None).1.contains("cannot be used with"));
    for (subcommand, codes) in [("undo", "1"), ("log", "2"), ("compact", "2"), ("recover", "2"), ("import", "1")] {
        let help = place.well(&[subcommand, "--help"]);
        let end = help.split("Example: kmgmt ").nth(1).unwrap();
        assert!(end.starts_with(subcommand), "{end}");
        assert!(end.contains("Exit codes: 0 ") && end.contains(&format!("; {codes} ")), "{end}");
    }
}

#[test]
fn an_environment_that_a_run_writes_into_a_file_is_told() {
    let place = Place::new();
    place.on_team(&[".create database Sales"]);
    let environment = repository("fixtures/environment.json");
    let args = ["--catalog", "team.db", "--environment", &environment, "--format", "csv", ".show databases | count"];
    let (out, err, code) = place.run(&args);
    let note = format!("note: the environment of catalog file `team.db` is now that of `{environment}`\n");
    assert_eq!((out.as_str(), err, code), ("Count\n2\n", note, 0));
    // A second time it is the same, and who only asks writes nothing.
    assert_eq!(place.well(&args), "Count\n2\n");
    place.on_team(&[".create database Other"]);
    assert!(place.log(&["-n", "2"]).contains("another environment was loaded"));
}

#[test]
fn an_import_prints_what_changes_in_the_file() {
    let place = Place::new();
    place.on_team(&[".create database Mine", ".create database Sales"]);
    place.write(
        "sales.csv",
        "Role,PrincipalType,PrincipalDisplayName,PrincipalObjectId,PrincipalFQN,Notes\n\
         Database Sales Viewer,Microsoft Entra user,Ana,,aaduser=ana@contoso.com,\n",
    );
    let import = |file: &str, into: &str| place.run(&["import", file, "--catalog", into, CLOCK[1], CLOCK[2]]);
    let (out, _, code) = import("sales.csv", "team.db");
    assert_eq!(code, 0);
    insta::assert_snapshot!(out, @r#"
    + tenant {"id":"contoso.com"}
    - database Mine: admins aaduser=admin@localhost
    - database Sales: admins aaduser=admin@localhost
    + database Sales: viewers aaduser=ana@contoso.com
    "#);
    assert!(place.log(&["-n", "1"]).contains("kmgmt import sales.csv\n"));
    assert_eq!(import("sales.csv", "team.db").0, "nothing changed\n");
    // A new file begins with a database that the cluster does not have.
    insta::assert_snapshot!(import("sales.csv", "new.db").0, @r#"
    + tenant {"id":"contoso.com"}
    + read "database Sales"
    - database NetDefaultDB
    + database Sales
    + database Sales: viewers aaduser=ana@contoso.com
    "#);
    let (_, err, code) = import("nope.json", "none.db");
    assert_eq!(code, 2, "{err}");
    assert!(!place.0.path().join("none.db").exists());
}

#[test]
fn an_answer_with_a_row_that_cannot_be_placed_takes_nothing_away() {
    let place = Place::new();
    let header = "Role,PrincipalType,PrincipalDisplayName,PrincipalObjectId,PrincipalFQN,Notes\n";
    let row = |who: &str| format!("Database Sales Viewer,Microsoft Entra user,X,,{who},\n");
    place.write("two.csv", &[header, &row("aaduser=ana@contoso.com"), &row("aaduser=bo@contoso.com")].concat());
    place.write("torn.csv", &[header, &row("aaduser=ana@contoso.com"), &row("aaduser=<bo>@contoso.com")].concat());
    place.write("one.csv", &[header, &row("aaduser=ana@contoso.com")].concat());
    for target in [["-o", "state"], ["--catalog", "team.db"]] {
        let import = |file: &str| place.run(&["import", file, target[0], target[1]]);
        assert_eq!(import("two.csv").2, 0);
        let (out, err, code) = import("torn.csv");
        assert_eq!((out.as_str(), code), ("nothing changed\n", 1), "{target:?}");
        let note = "warning: torn.csv:1: a row of this answer could not be placed, so that it takes nothing away\n";
        assert!(err.contains(note), "{err}");
        let (out, _, code) = import("one.csv");
        assert!(out.starts_with("- ") && out.contains("aaduser=bo@contoso.com") && code == 0, "{target:?}: {out}");
    }
}
