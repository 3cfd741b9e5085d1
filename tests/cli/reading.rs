//! What a run does for a directive: scripts that are read, plans of one command, expectations.

use crate::cli::kmgmt::{command, file, kmgmt, path, run};

/// A folder with these scripts; answers the path of the first.
fn scripts(folder: &str, scripts: &[(&str, &str)]) -> String {
    let folder = path(folder);
    for (name, text) in scripts {
        let file = folder.join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    folder.join(scripts[0].0).display().to_string()
}

const TABLES: &str = "TableName,DatabaseName,Folder,DocString\nT,NetDefaultDB,,\n";

#[test]
fn a_script_that_is_read_runs_here_and_lies_beside_the_one_that_names_it() {
    let first = scripts(
        "read",
        &[
            ("main.kql", "#read parts/a.kql\n#whoami\n.show tables\n"),
            ("parts/a.kql", "#script \"b.kql\"\n#as aaduser=ana@c.com\n"),
            ("parts/b.kql", ".create-merge table T (x:int)\n"),
        ],
    );
    let script =
        scripts("read", &[("all.kql", "#read main.kql\n"), ("quiet.kql", "#read parts/b.kql\n.show tables\n")]);
    let (out, err, code) = run(command(["--format", "csv", "-f", &script]), None);
    assert!(out.contains("NetDefaultDB,T") || out.contains("TableName,Schema"), "{out}");
    assert!(
        err.contains("aaduser=ana@c.com\n")
            && err.contains(&format!("{}:3:1", path("read").join("main.kql").display())),
        "{err}"
    );
    assert_eq!(code, 1);
    let quiet = path("read").join("quiet.kql").display().to_string();
    let (out, _, code) = run(command(["--format", "csv", "-f", &quiet]), None);
    assert!(out.ends_with(TABLES) && code == 0, "{out}");
    // A command lies nowhere: its files are those of the current directory.
    let (_, err, code) = run(command(["#read main.kql"]), None);
    assert!(err.starts_with("error: the script `main.kql`: ") && code == 1, "{err}");
    let (out, _, _) = run(command(["plan", &first]), None);
    assert!(out.contains("+ table NetDefaultDB.T"), "{out}");
}

#[test]
fn errors_point_into_the_script_that_is_read_and_end_the_run() {
    let script = scripts(
        "errors",
        &[("main.kql", "#dbcontext\n#read bad.kql\n#dbcontext\n"), ("bad.kql", "\n.frob\n#dbcontext\n")],
    );
    let bad = path("errors").join("bad.kql").display().to_string();
    let err = format!(
        "error: `.frob` is no command\n --> {bad}:2:2\n  |\n2 | .frob\n  |  ^^^^\n  |\n  = help: `#help WORD` lists the commands that have a word\n"
    );
    let sum = |counts: &str| format!("{err}5 statements: {counts}\n");
    let err_of_stopped = sum("2 ran, 0 refused, 1 failed, 2 not run");
    kmgmt(["-f", &script]).out("NetDefaultDB\n").err(&err_of_stopped).ends(1);
    let all = "NetDefaultDB\nNetDefaultDB\nNetDefaultDB\n";
    kmgmt(["--on-error", "continue", "-f", &script])
        .out(all)
        .err(&sum("4 ran, 0 refused, 1 failed, 0 not run"))
        .ends(1);
    let (out, _, code) = run(command(["plan", &script]), None);
    assert!(out.contains(&format!("{bad}:2:2")) && code == 1, "{out}");
    let (out, _, code) = run(command(["test", &script]), None);
    assert!(out.contains(&format!("{bad}:2:2")) && code == 1, "{out}");
}

#[test]
fn a_script_does_not_read_itself_and_not_too_many_others() {
    let script = scripts("circle", &[("a.kql", "#read ./b.kql\n"), ("b.kql", "#read ../circle/a.kql\n")]);
    let (_, err, code) = run(command(["-f", &script]), None);
    let [a, b] = ["a.kql", "b.kql"].map(|name| path("circle").join(name).display().to_string());
    assert!(err.starts_with(&format!("error: the script `{a}` reads itself through `{b}`\n")) && code == 1, "{err}");
    let names: Vec<(String, String)> =
        (0..20).map(|number| (format!("{number}.kql"), format!("#read {}.kql\n", number + 1))).collect();
    let names: Vec<(&str, &str)> = names.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (_, err, code) = run(command(["-f", &scripts("deep", &names)]), None);
    assert!(err.starts_with("error: scripts read each other more than 16 deep\n") && code == 1, "{err}");
}

#[test]
fn to_quit_in_a_script_that_is_read_ends_the_run() {
    let script = scripts("quit", &[("main.kql", "#read quit.kql\n#dbcontext\n"), ("quit.kql", "#quit\n#dbcontext\n")]);
    kmgmt(["-f", &script]).ends(0);
}

#[test]
fn check_reads_with_a_state_what_a_script_makes() {
    let script =
        scripts("check", &[("main.kql", "#read made.kql\n.drop table T\n"), ("made.kql", ".create table T (x:int)\n")]);
    let state = file("empty.kql", "// nothing\n");
    kmgmt(["check", "--from", &state, &script]).out("2 statements, 0 errors\n").ends(0);
    kmgmt(["check", &script]).out("2 statements, 0 errors\n").ends(0);
    let lost = scripts("check", &[("lost.kql", "#read lost/nix.kql\n")]);
    let (_, err, code) = run(command(["check", "--from", &state, &lost]), None);
    assert!(err.contains("lost/nix.kql`: ") && code == 1, "{err}");
}

#[test]
fn a_state_may_read_other_scripts() {
    let state = scripts("state", &[("all.kql", "#read tables.kql\n"), ("tables.kql", ".create table T (x:int)\n")]);
    kmgmt(["--from", &state, "--format", "csv", ".show tables"]).out(TABLES).ends(0);
}

#[test]
fn a_plan_of_one_command_changes_nothing() {
    let plan = "#plan .add database NetDefaultDB viewers ('aaduser=ana@c.com')";
    let out = "\
What changes
    database NetDefaultDB
      + viewers aaduser=ana@c.com

Who gains and who loses access
  + aaduser=ana@c.com gains view, show metadata on database NetDefaultDB: Database NetDefaultDB Viewer

Plan: role: 1 added; 1 principal gains access, 0 principals lose access.
NetDefaultDB
";
    let expected = "#expect principals database NetDefaultDB viewers == ()";
    kmgmt([plan, expected, "#dbcontext"]).out(out).ends(0);
    let (out, err, code) = run(command(["#plan .drop table T", "#dbcontext"]), None);
    assert!(err.contains("<command 1>:1:19") && out.is_empty() && code == 1, "{out}{err}");
}

#[test]
fn an_expectation_that_does_not_hold_fails_a_script_and_a_test() {
    let script = file("expect.kql", "#expect allow aaduser=ana@c.com view database NetDefaultDB\n#dbcontext\n");
    let (out, err, code) = run(command(["-f", &script]), None);
    assert!(
        err.starts_with("error: this is denied: `NoRole`\n") && err.contains("= help: denied: `aaduser=ana@c.com`"),
        "{err}"
    );
    assert!(out.is_empty() && code == 1, "{out}");
    for subcommand in ["plan", "test"] {
        let (out, _, code) = run(command([subcommand, &script]), None);
        assert!(out.contains("this is denied") && code == 1, "{out}");
    }
}

#[test]
fn words_of_other_shells_are_errors_in_scripts_that_name_the_directive() {
    for (word, directive) in
        [("exit", "#quit"), ("\\q", "#quit"), ("?", "#help"), (".quit", "#quit"), ("\\?", "#help"), ("help", "#help")]
    {
        let (_, err, code) = run(command::<&str>([]), Some(word.as_bytes()));
        assert!(err.contains(&format!("did you mean `{directive}`?")) && code == 1, "{err}");
    }
}

#[test]
fn a_screen_is_cleared_on_a_terminal_alone() {
    kmgmt(["#cls", "#dbcontext"]).out("NetDefaultDB\n").ends(0);
}
