//! Commands as arguments, scripts, a pipe.

use crate::cli::kmgmt::{CONTEXT, file, kmgmt, no_database};

#[test]
fn commands_are_arguments() {
    kmgmt(["#dbcontext"]).out(CONTEXT).ends(0);
    let err = no_database("<command 1>", 1, "A") + &no_database("<command 3>", 1, "B");
    kmgmt(["#dbcontext A", "#dbcontext", "-c", "#dbcontext B", "--command", "#dbcontext"])
        .out("A\nB\n")
        .err(&err)
        .ends(0);
    kmgmt(["-c", "#dbcontext"]).out(CONTEXT).ends(0);
}

#[test]
fn the_result_of_one_argument_may_be_asked_about_in_the_next() {
    let rows = "DatabaseName\nNetDefaultDB\n\nCount\n1\n";
    kmgmt(["--format", "csv", ".show databases | project DatabaseName;", "$command_results | count"]).out(rows).ends(0);
}

#[test]
fn one_argument_may_hold_several_statements() {
    let err = no_database("<command>", 1, "A") + &no_database("<command>", 4, "B");
    kmgmt(["#dbcontext A\n#dbcontext\n\n#dbcontext B\n#dbcontext"]).out("A\nB\n").err(&err).ends(0);
}

#[test]
fn scripts_run_one_after_the_other_with_one_session() {
    let (first, second) = (file("first.kql", "#dbcontext A\n#dbcontext"), file("second.kql", "#dbcontext\n"));
    kmgmt(["-f", &first, "--file", &second]).out("A\nA\n").err(&no_database(&first, 1, "A")).ends(0);
}

#[test]
fn scripts_and_commands_run_in_the_order_in_which_they_are_given() {
    let script = file("order.kql", "#dbcontext A");
    let err = no_database(&script, 1, "A");
    kmgmt(["#dbcontext", "-f", &script]).out(CONTEXT).err(&err).ends(0);
    kmgmt(["-f", &script, "#dbcontext"]).out("A\n").err(&err).ends(0);
    let err = no_database("<command 1>", 1, "B") + &err;
    kmgmt(["-c", "#dbcontext B", "#dbcontext", "-f", &script, "-c", "#dbcontext"]).out("B\nA\n").err(&err).ends(0);
}

#[test]
fn options_stand_before_a_subcommand_or_behind_it() {
    let question = ["roles", "aaduser=ana@contoso.com"];
    let header = "Database,Entity,Role,Via,Effect,Notes\n";
    kmgmt([&["--format", "csv"][..], &question].concat()).out(header).ends(0);
    kmgmt([&["--format=csv", "-dSales"][..], &question].concat()).out(header).ends(0);
    kmgmt([&question[..], &["--format", "csv"]].concat()).out(header).ends(0);
    kmgmt(["--deny", "set-none-on-admins", "check", "-"])
        .stdin(".show version\n")
        .out("1 statement, 0 errors\n")
        .ends(0);
}

#[test]
fn a_pipe_feeds_questions() {
    let add = ".add database NetDefaultDB users ('aaduser=ana@contoso.com') skip-results\n";
    let roles = "Database,Entity,Role,Via,Effect,Notes\nNetDefaultDB,database NetDefaultDB,Database NetDefaultDB User,,in force,\n";
    kmgmt(["roles", "aaduser=ana@contoso.com", "--format", "csv"]).stdin(add).out(roles).ends(0);
}

#[test]
fn variables_say_what_no_option_says() {
    let roles = ["roles", "aaduser=ana@contoso.com"];
    kmgmt(roles).variable("KMGMT_FORMAT", "csv").out("Database,Entity,Role,Via,Effect,Notes\n").ends(0);
    kmgmt(roles.iter().chain(&["--format", "json"])).variable("KMGMT_FORMAT", "csv").out("[]\n").ends(0);
    // `check` has no such format.
    kmgmt(["check"]).variable("KMGMT_FORMAT", "csv").stdin(".show version\n").out("1 statement, 0 errors\n").ends(0);
    let err = "error: invalid value 'bogus' for '--format <FORMAT>'\n  [possible values: auto, table, vertical, json, jsonl, csv, tsv, markdown, kusto]\n\nFor more information, try '--help'.\n";
    kmgmt(["#dbcontext"]).variable("KMGMT_FORMAT", "bogus").err(err).ends(2);
    kmgmt(["#dbcontext"]).variable("KMGMT_DATABASE", "Sales").out("Sales\n").ends(0);
}

#[test]
fn a_dash_is_standard_input_among_the_scripts() {
    let script = file("dash.kql", "#dbcontext A\n#dbcontext");
    let err = no_database(&script, 1, "A") + &no_database("<stdin>", 2, "B");
    kmgmt(["-f", &script, "-f", "-"]).stdin("#dbcontext\n#dbcontext B\n#dbcontext").out("A\nA\nB\n").err(&err).ends(0);
}

#[test]
fn standard_input_is_read_when_there_is_nothing_else() {
    kmgmt::<&str>([]).stdin("#dbcontext").out(CONTEXT).ends(0);
    kmgmt(["--quiet"]).stdin("#dbcontext\n.show version").ends(0);
}

#[test]
fn standard_input_is_left_alone_when_there_are_commands_or_scripts() {
    let script = file("alone.kql", "#dbcontext");
    kmgmt(["#dbcontext"]).stdin(".frobnicate").out(CONTEXT).ends(0);
    kmgmt(["-f", &script]).stdin(".frobnicate").out(CONTEXT).ends(0);
}

#[test]
fn nothing_to_run_is_done() {
    kmgmt::<&str>([]).ends(0);
    for text in ["", "\n\n", "// nothing\n", "\u{feff}", "#!/usr/bin/env kmgmt"] {
        kmgmt::<&str>([]).stdin(text).ends(0);
    }
    kmgmt([""]).err("error: `` is neither a command, which begins with `.` or `#`, nor a subcommand\n |\n = help: the subcommands are `check`, `explain`, `who-can`, `what-can`, `roles`, `plan`, `apply`, `diff`, `test`, `review`, `offboard`, `export`, `rules`, `import`, `serve`, `undo`, `log`, `compact`, `recover`, `fmt`, `completions` and `man`; `kmgmt --help` lists the options\n").ends(2);
}

#[test]
fn the_database_in_context_is_an_option_and_looked_up_at_its_first_use() {
    kmgmt(["-d", "Nowhere", "#dbcontext"]).out("Nowhere\n").ends(0);
    let err = "\
error: Database 'Nowhere' was not found.
 --> <command>:1:1
  |
1 | .show database principals
  | ^^^^^
  |
  = help: `.show databases` lists the databases
";
    kmgmt(["--database", "Nowhere", ".show database principals"]).err(err).ends(1);
}

#[test]
fn quitting_ends_the_run_and_is_no_error() {
    let second = file("quit.kql", "#dbcontext");
    kmgmt(["#dbcontext", "#quit", ".frobnicate"]).out(CONTEXT).ends(0);
    kmgmt(["-f", "-", "-f", &second]).stdin("#quit\n").ends(0);
}

#[test]
fn quiet_writes_errors_only() {
    let commands = ["--quiet", "#help", ".show cluster principals", ".add database NetDefaultDB viewers ('aadapp=x')"];
    kmgmt(commands).ends(0);
    let (out, err, code) = super::kmgmt::run(super::kmgmt::command(["-q", ".frobnicate"]), None);
    assert_eq!((out.as_str(), err.lines().next(), code), ("", Some("error: `.frobnicate` is no command"), 1));
}

#[test]
fn warnings_go_to_standard_error_and_do_not_fail() {
    let err = "\
warning: `aadapp=x` names no tenant: the cluster's home tenant is meant
 --> <command>:1:37
  |
1 | .add database NetDefaultDB viewers ('aadapp=x') skip-results
  |                                     ^^^^^^^^^^
  |
  = help: write `aadapp=id;tenant`, as the documentation asks for applications
";
    kmgmt([".add database NetDefaultDB viewers ('aadapp=x') skip-results"]).err(err).ends(0);
}
