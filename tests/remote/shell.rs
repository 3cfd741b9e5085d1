//! `kmgmt --cluster`: commands of arguments and of pipes, and the shell in a terminal.

use std::path::Path;
use std::process::Command;

use rexpect::session::{PtySession, spawn_command};

use crate::scripted::{Scripted, ok, small};
use crate::world::{NO_AZ, file, folder, here, ran, server};

/// How long a step may take before the test fails, in milliseconds.
const PATIENCE: u64 = 20_000;

const REFUSED: &str = "error: nothing was run: here a real cluster is asked, and not changed\n |\n = help: use `kmgmt apply`: it runs a plan, which `kmgmt plan SCRIPT --cluster URL -o plan.json` writes\n";
const PLANNED: &str = "\
What changes
    database Sales
      - admins aaduser=ana@contoso.com: 'owner'

";

#[test]
fn what_shows_something_is_asked_there() {
    let folder = folder("shell-commands");
    let (_server, url) = server(&folder);
    let show = ".show table Orders principals | where PrincipalFQN has 'Loader' | project Role, PrincipalFQN, Notes";
    let args = ["--cluster", &url, "-d", "Sales", "--format", "csv"];
    let answer = "Role,PrincipalFQN,Notes\nTable Orders Ingestor,aadapp=Loader;contoso.com,\n";
    here(&folder, &[&args[..], &[show]].concat()).out(answer).ends(0);
    here(&folder, &args).stdin(format!("{show}\n")).out(answer).ends(0);
    let json = [
        &args[..4],
        &[
            "--format",
            "json",
            ".show table Orders details | project TableName, HotExtents, CreatedOn = isnull(TableName)",
        ],
    ]
    .concat();
    here(&folder, &json).out("[\n  {\"TableName\":\"Orders\",\"HotExtents\":0,\"CreatedOn\":false}\n]\n").ends(0);
    // What kmgmt does not know is asked as well: the cluster says what it is.
    let (_, err, code) = ran(&folder, &["--cluster", &url, ".show everything at once"]);
    assert!(err.starts_with("error: expected ") && code == 1, "{err}");
    // A query is no command, and a directive is one of here.
    here(&folder, &["--cluster", &url, "#dbcontext Sales", ".show tables | project TableName", "--format", "csv"])
        .out("TableName\nOrders\n")
        .err(NO_AZ)
        .ends(0);
}

#[test]
fn what_changes_something_is_planned_and_refused() {
    let folder = folder("shell-changes");
    let (server, url) = server(&folder);
    let change = ".drop database Sales admins ('aaduser=ana@contoso.com')";
    let (out, err, code) = ran(&folder, &["--cluster", &url, change]);
    assert!(out.starts_with(PLANNED), "{out}");
    assert_eq!((err.as_str(), code), (format!("{NO_AZ}{REFUSED}").as_str(), 1));
    assert_eq!(
        server.rows(".show database Sales principals | where PrincipalFQN has 'ana@' | count"),
        [serde_json::json!([1])]
    );
    let (out, err, code) =
        ran(&folder, &["--cluster", &url, ".drop database Nowhere admins ('aaduser=ana@contoso.com')"]);
    assert!(out.is_empty() && err.contains("error: Database 'Nowhere' was not found.") && code == 1, "{err}");
    let (out, _, code) = ran(&folder, &["--cluster", &url, "#explain aaduser=ana@contoso.com alter database Sales"]);
    assert!(out.starts_with("allowed: ") && code == 0, "{out}");
}

/// What says who asks, or when, would say so here alone.
#[test]
fn directives_that_the_cluster_does_not_hear_are_refused() {
    let folder = folder("shell-directives");
    let server = Scripted::answering(|seen| ok(&small(&seen.command())));
    let url = server.url();
    for (directive, why) in [
        ("#as aaduser=bo@contoso.com", "the token says who asks"),
        ("#whoami", "the token says who asks"),
        ("#client application='x'", "the cluster is told that the client is kmgmt"),
        ("#clock advance 1d", "the cluster has a clock of its own"),
        ("#undo", "nothing is changed here that could be taken back"),
        (
            "#directory load x.json",
            "the cluster says who exists; `--environment FILE` of `kmgmt plan` says who exists besides",
        ),
    ] {
        let (out, err, code) = ran(&folder, &["--cluster", &url, directive, ".show version"]);
        let word = directive.split(' ').next().unwrap();
        let told = format!("error: `{word}` is of no use where a real cluster is asked\n |\n = help: {why}\n");
        assert!(out.is_empty() && err.starts_with(&told) && code == 1, "{directive}: {out}{err}");
    }
    assert!(server.seen().iter().all(|seen| seen.line.starts_with("GET ")), "nothing is sent");
    let (_, err, code) = ran(&folder, &["--cluster", &url, "#dbcontext Nope"]);
    assert!(err.contains("database `Nope` does not exist") && code == 0, "{err}");
    assert!(
        err.contains("= help: `.show databases` lists those that are there\n") && !err.contains(".create"),
        "{err}"
    );
}

/// What kmgmt does not know is sent where it is one `.show`, and nothing else is.
#[test]
fn what_may_be_more_than_one_statement_is_not_sent() {
    let folder = folder("shell-unparsed");
    let server = Scripted::answering(|seen| ok(&small(&seen.command())));
    let url = server.url();
    for command in [
        ".show tables; .drop table T",
        ".show everything; .drop table T",
        ".show everything ; .show more",
        ".show 'unclosed ; .drop table T",
        ".shows everything",
        ". show everything",
        ".frobnicate everything",
    ] {
        let (out, err, code) = ran(&folder, &["--cluster", &url, command]);
        assert!(out.is_empty() && !err.is_empty() && code != 0, "{command}: {out}{err}");
    }
    assert!(server.seen().iter().all(|seen| seen.line.starts_with("GET ")), "nothing is sent");
    for command in [".show everything 'a;b' at once", ".show everything // a;b"] {
        let (out, err, code) = ran(&folder, &["--cluster", &url, "--format", "csv", command]);
        assert!(out.starts_with("Echo\n") && code == 0, "{command}: {out}{err}");
    }
}

fn shell(folder: &Path, url: &str) -> PtySession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kmgmt"));
    command.args(["--cluster", url, "--format", "csv", "-d", "Sales"]).current_dir(folder).env("PATH", "/nowhere");
    command.env("XDG_STATE_HOME", folder).env("XDG_CONFIG_HOME", folder).env("TERM", "xterm").env("NO_COLOR", "1");
    command.env_remove("KMGMT_TOKEN");
    spawn_command(command, Some(PATIENCE)).unwrap()
}

fn types(shell: &mut PtySession, line: &str) {
    shell.send(&format!("{line}\r")).unwrap();
    shell.flush().unwrap();
}

#[test]
fn the_shell_asks_a_cluster() {
    let folder = folder("shell-terminal");
    let (server, url) = server(&folder);
    let mut shell = shell(&folder, &url);
    shell.exp_string(&format!("`.show` asks {url}; what changes something is planned here, and not run")).unwrap();
    shell.exp_string("Sales> ").unwrap();
    server.rows(".add database Sales users ('aaduser=late@contoso.com')");
    types(&mut shell, ".show database Sales principals | where Role endswith 'User' | project PrincipalFQN");
    shell.exp_string("aaduser=late@contoso.com").unwrap();
    shell.exp_string("Sales> ").unwrap();
    types(&mut shell, ".drop table Orders");
    shell.exp_string("- table Sales.Orders").unwrap();
    shell.exp_string("error: nothing was run").unwrap();
    shell.exp_string("use `kmgmt apply`").unwrap();
    shell.exp_string("Sales> ").unwrap();
    // Names of the cluster are completed.
    shell.send(".show table Ord\t").unwrap();
    shell.flush().unwrap();
    shell.exp_string(".show table Orders ").unwrap();
    types(&mut shell, "principals | project PrincipalFQN");
    shell.exp_string("aadapp=Loader;contoso.com").unwrap();
    shell.exp_string("Sales> ").unwrap();
    shell.send_control('d').unwrap();
    shell.exp_eof().unwrap();
    assert_eq!(server.rows(".show tables | count"), [serde_json::json!([0])]);
}

/// A plan is run when its user says `yes`, and not otherwise.
#[test]
fn apply_asks_at_a_terminal() {
    let folder = folder("shell-apply");
    let (server, url) = server(&folder);
    let script = file(&folder, "change.kql", ".add database Sales users ('aaduser=bo@contoso.com')");
    assert_eq!(ran(&folder, &["plan", &script, "--cluster", &url, "-o", "plan.json"]).2, 0);
    let users = ".show database Sales principals | where Role endswith 'User' | count";
    for (answer, told, count) in [("no", "note: nothing was run", 0), ("yes", "1 command ran", 1)] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kmgmt"));
        command.args(["apply", "plan.json", "--cluster", &url]).current_dir(&folder).env("PATH", "/nowhere");
        let mut run = spawn_command(command, Some(PATIENCE)).unwrap();
        run.exp_string(".add database Sales users ('aaduser=bo@contoso.com') skip-results").unwrap();
        run.exp_string("Run it? `yes` runs it, anything else does not: ").unwrap();
        types(&mut run, answer);
        run.exp_string(told).unwrap();
        run.exp_eof().unwrap();
        assert_eq!(server.rows(users), [serde_json::json!([count])]);
    }
}
