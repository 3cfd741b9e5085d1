//! `kmgmt apply`: a plan is run on a cluster that is as the plan found it, and taken back.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::client::Server;
use crate::kmgmt::command;
use crate::scripted::{Scripted, http, ok, refusal, small, table};
use crate::world::{AT, NO_AZ, file, folder, here, ran, server, text};

const CHANGE: &str = "\
.add database Sales viewers ('aaduser=bo@contoso.com') 'x'
.drop database Sales admins ('aaduser=ana@contoso.com')
.add database Sales admins ('aaduser=cid@contoso.com')
#dbcontext Sales
.create table New (a: long)
.alter table Orders policy restricted_view_access true
";

/// The commands of the plan of it, the fewest that make the change.
const SCRIPT: &str = "\
#dbcontext Sales
.create-merge table New (a:long)
.add database Sales admins ('aaduser=cid@contoso.com') skip-results
.add database Sales viewers ('aaduser=bo@contoso.com') skip-results 'x'
.alter tables (Orders) policy restricted_view_access True
.drop database Sales admins ('aaduser=ana@contoso.com') skip-results
";

/// A folder with a server, a state of it and a plan of [`CHANGE`].
fn planned(name: &str) -> (PathBuf, Server, String) {
    let folder = folder(name);
    let (server, url) = server(&folder);
    assert_eq!(ran(&folder, &["import", "--cluster", &url, "-o", "state"]).2, 0);
    plan(&folder, &url, "change.kql", CHANGE, "plan.json");
    (folder, server, url)
}

fn plan(folder: &Path, url: &str, script: &str, text: &str, into: &str) {
    let script = file(folder, script, text);
    let (_, err, code) = ran(folder, &["plan", &script, "--cluster", url, "-o", into]);
    assert!(code == 0, "{err}");
}

fn shown(url: &str, count: &str, script: &str) -> String {
    format!("On {url}, which is as the plan found it, {count} will run:\n\n{script}\n")
}

fn head(url: &str, plan: &str) -> String {
    format!("// kmgmt apply {plan} --cluster {url}, 2026-01-31T12:00:00Z\n")
}

#[test]
fn a_plan_is_run_and_leaves_what_it_said_and_is_taken_back() {
    let (folder, _server, url) = planned("apply");
    let out = format!(
        "{}5 commands ran; `plan.undo.kql` takes back what `plan.done.kql` has\n",
        shown(&url, "5 commands", SCRIPT)
    );
    here(&folder, &[&["apply", "plan.json", "--cluster", &url, "--yes"][..], &AT].concat())
        .out(&out)
        .err(NO_AZ)
        .ends(0);
    assert_eq!(text(&folder, "plan.done.kql"), head(&url, "plan.json") + SCRIPT);
    let undo = "\
// table Sales.New goes with its data
#dbcontext Sales
.drop table New
.delete table Orders policy restricted_view_access
.add database Sales admins ('aaduser=ana@contoso.com') skip-results 'owner'
.drop database Sales admins ('aaduser=cid@contoso.com') skip-results
.drop database Sales viewers ('aaduser=bo@contoso.com') skip-results
";
    assert_eq!(text(&folder, "plan.undo.kql"), head(&url, "plan.json") + undo);
    // What is there now is what the plan said.
    assert_eq!(ran(&folder, &["export", "-f", "change.kql", "--from", "state", "-o", "wanted"]).2, 0);
    here(&folder, &["diff", "wanted", "--cluster", &url]).out("Nothing changes.\n").err(NO_AZ).ends(0);
    // The script that takes it back is planned and run as any other.
    let back = text(&folder, "plan.undo.kql");
    plan(&folder, &url, "back.kql", &back, "back.json");
    let (_, err, code) = ran(&folder, &["apply", "back.json", "--cluster", &url, "--yes"]);
    assert!(code == 0, "{err}");
    here(&folder, &["diff", "state", "--cluster", &url]).out("Nothing changes.\n").err(NO_AZ).ends(0);
}

#[test]
fn a_cluster_that_changed_since_is_shown_and_left_alone() {
    let (folder, server, url) = planned("apply-changed");
    server.rows(".add database Sales monitors ('aaduser=dot@contoso.com') 'by hand'");
    let out = "\
Since the plan was made

What changes
    database Sales
      + monitors aaduser=dot@contoso.com: 'by hand'

Who gains and who loses access
  + aaduser=dot@contoso.com gains show metadata on database Sales: Database Sales Monitor unless it had it as a member of Readers (members unknown)
  + aaduser=dot@contoso.com gains show principals, monitor on database Sales: Database Sales Monitor

Plan: role: 1 added; 1 principal gains access, 0 principals lose access.
";
    let told = "error: the cluster is not as the plan found it: nothing was run\n |\n = help: make the plan again on what there is now: `kmgmt plan SCRIPT --cluster URL`\n";
    here(&folder, &["apply", "plan.json", "--cluster", &url, "--yes"]).out(out).err(&format!("{NO_AZ}{told}")).ends(1);
    assert!(!folder.join("plan.done.kql").exists());
    // Taken back by hand, it is as the plan found it again.
    server.rows(".drop database Sales monitors ('aaduser=dot@contoso.com')");
    assert_eq!(ran(&folder, &["apply", "plan.json", "--cluster", &url, "--yes"]).2, 0);
}

#[test]
fn a_plan_that_is_not_whole_is_refused() {
    let folder = folder("apply-incomplete");
    let (server, url) = server(&folder);
    let script =
        file(&folder, "change.kql", ".add database Sales viewers ('aaduser=bo@contoso.com')\n.drop table Nowhere\n");
    assert_eq!(ran(&folder, &["plan", &script, "--cluster", &url, "-o", "plan.json"]).2, 1);
    let told = "error: the plan is not complete: its script failed before its end\n |\n = help: the plan says where, under `fault`: mend the script, and plan again\n";
    here(&folder, &["apply", "plan.json", "--cluster", &url, "--yes"]).err(told).ends(1);
    let script = file(&folder, "change.kql", ".add database Sales viewers ('aaduser=bo@contoso.com')\n");
    assert_eq!(ran(&folder, &["plan", &script, "--cluster", &url, "-o", "plan.json", "--only", "role:admins"]).2, 0);
    let told = "error: the plan shows a part of the change, and its script makes all of it\n |\n = help: plan again without `--only`\n";
    here(&folder, &["apply", "plan.json", "--cluster", &url, "--yes"]).err(told).ends(1);
    let secret = ".create external table Lake (x: long) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;c2VjcmV0')\n";
    let script = file(&folder, "change.kql", &format!("#dbcontext Sales\n{secret}"));
    assert_eq!(ran(&folder, &["plan", &script, "--cluster", &url, "-o", "plan.json"]).2, 0);
    let (out, err, code) = ran(&folder, &["apply", "plan.json", "--cluster", &url, "--yes"]);
    assert!(err.starts_with("error: a command of the plan needs a secret, which no plan has: `.create"), "{err}");
    assert!(code == 1 && out.is_empty() && !err.contains("c2VjcmV0"));
    assert_eq!(
        server.rows(".show database Sales principals | where PrincipalFQN has 'bo@' | count"),
        [serde_json::json!([0])]
    );
    assert!(!folder.join("plan.done.kql").exists());
}

#[test]
fn a_plan_without_commands_is_nothing_to_do() {
    let folder = folder("apply-nothing");
    let (_server, url) = server(&folder);
    plan(&folder, &url, "change.kql", ".add database Sales admins ('aaduser=ana@contoso.com')", "plan.json");
    here(&folder, &["apply", "plan.json", "--cluster", &url])
        .out("the plan has no commands: there is nothing to do\n")
        .ends(0);
}

#[test]
fn nobody_to_ask_is_wrong_usage() {
    let (folder, _server, url) = planned("apply-unasked");
    let told = "error: nobody can be asked whether the plan is to be run\n |\n = help: `--yes` says that it is\n";
    here(&folder, &["apply", "plan.json", "--cluster", &url]).err(told).ends(2);
    here(&folder, &["apply", "plan.json", "--cluster", &url]).stdin("yes\n").err(told).ends(2);
    here(&folder, &["diff", "state", "--cluster", &url]).out("Nothing changes.\n").err(NO_AZ).ends(0);
}

#[test]
fn what_is_no_plan_is_told() {
    let folder = folder("apply-no-plan");
    let advice = " |\n = help: `kmgmt plan SCRIPT --cluster URL --format json -o plan.json` writes one\n";
    let apply = |name: &str, text: &str, why: &str| {
        file(&folder, name, text);
        here(&folder, &["apply", name, "--cluster", "http://127.0.0.1:1", "--yes"])
            .err(&format!("error: `{name}` is no plan: {why}\n{advice}"))
            .ends(2);
    };
    apply("a.json", "[", "EOF while parsing a list at line 1 column 1");
    apply("b.json", "{}", "missing field `format_version` at line 1 column 2");
    apply("c.json", r#"{"format_version":2,"complete":true,"state":""}"#, "its `format_version` is 2, and 1 is read");
    let old = r#"{"format_version":1,"complete":true,"state":""}"#;
    apply("d.json", old, "it has no script, or not what it was made on: an older kmgmt wrote it");
    here(&folder, &["apply", "none.json", "--cluster", "http://127.0.0.1:1", "--yes"])
        .err("error: can't read `none.json`: No such file or directory (os error 2)\n")
        .ends(2);
}

/// A plan is a file, which somebody may have written: what is shown is what runs.
#[test]
fn a_plan_that_nobody_made_hides_nothing() {
    let (folder, _server, url) = planned("apply-hidden");
    let plan = text(&folder, "plan.json");
    let with = |script: &str| plan.replace("\"script\": \"", &format!("\"script\": \"{script}"));
    file(&folder, "read.json", &with("#read other.kql\\n"));
    let told = "error: a plan has no directive but `#dbcontext`: `#read other.kql`\n |\n = help: `kmgmt plan SCRIPT --cluster URL --format json -o plan.json` writes one\n";
    here(&folder, &["apply", "read.json", "--cluster", &url, "--yes"]).err(told).ends(1);
    file(&folder, "hidden.json", &with(".drop database Sales // \\u001b[2K\\u001b[1A\\u202e\\n"));
    let (out, _, _) = ran(&folder, &["apply", "hidden.json", "--cluster", &url, "--yes"]);
    assert!(out.contains(r".drop database Sales // \u001b[2K\u001b[1A\u202e"), "{out}");
}

/// A server that has [`small`], and refuses a command in the middle.
fn refusing(answer: Vec<u8>) -> Scripted {
    Scripted::answering(move |seen| match seen.command() {
        command if command.starts_with(".add database Sales users") => answer.clone(),
        command if command.starts_with(".show") => ok(&small(&command)),
        _ => ok(&table(&[], &[])),
    })
}

const THREE: &str = "\
.add database Sales admins ('aaduser=cid@contoso.com')
.add database Sales users ('aaduser=cid@contoso.com')
.add database Sales viewers ('aaduser=cid@contoso.com')
";

#[test]
fn the_first_refusal_ends_the_run_and_what_was_done_is_kept() {
    let folder = folder("apply-refused");
    let server = refusing(refusal("400 Bad Request", "not today\nhelp: tomorrow"));
    let url = server.url();
    plan(&folder, &url, "change.kql", THREE, "plan.json");
    let (out, err, code) =
        ran(&folder, &[&["apply", "plan.json", "--cluster", &url, "--yes", "-o", "out"][..], &AT].concat());
    assert!(
        out.ends_with("1 of 3 commands ran; `out/plan.undo.kql` takes back what `out/plan.done.kql` has\n"),
        "{out}"
    );
    let command = ".add database Sales users ('aaduser=cid@contoso.com') skip-results";
    assert!(err.ends_with(&format!("error: `{command}`: not today\n |\n = help: tomorrow\n")), "{err}");
    assert_eq!(code, 1);
    let out = folder.join("out");
    let done = "\
.add database Sales admins ('aaduser=cid@contoso.com') skip-results
// refused: .add database Sales users ('aaduser=cid@contoso.com') skip-results: not today
// not run: .add database Sales viewers ('aaduser=cid@contoso.com') skip-results
";
    assert_eq!(text(&out, "plan.done.kql"), head(&url, "plan.json") + done);
    let undo = ".drop database Sales admins ('aaduser=cid@contoso.com') skip-results\n";
    assert_eq!(text(&out, "plan.undo.kql"), head(&url, "plan.json") + undo);
    let changing: Vec<_> = server.seen().into_iter().filter(|seen| seen.command().starts_with(".add")).collect();
    assert_eq!(changing.len(), 2, "the third was not sent");
    assert!(!changing[0].body.contains("request_readonly"));
}

/// A command that changes something is sent once; where no answer says what became of it, that is told.
#[test]
fn a_command_whose_end_is_not_known_is_sent_once_and_told() {
    let short = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Tables\":".to_vec();
    let answers = [
        (
            "503",
            http("503 Service Unavailable", &[("Retry-After", "0")], ""),
            "the cluster failed: status 503, without a word\n |\n = help: it was asked once, which says to wait 0 s\n",
        ),
        ("cut", short, "`127.0.0.1` ended the connection before its answer ended\n |\n"),
        (
            "part",
            ok(r#"{"Tables":[{"Columns":[],"Rows":[]}],"Exceptions":["out of memory"]}"#),
            "the answer is not whole, it says: \"out of memory\"\n |\n",
        ),
    ];
    for (name, answer, why) in answers {
        let folder = folder(&format!("apply-unknown-{name}"));
        let server = refusing(answer);
        let url = server.url();
        plan(&folder, &url, "change.kql", THREE, "plan.json");
        let (_, err, code) = ran(&folder, &["apply", "plan.json", "--cluster", &url, "--yes"]);
        let command = ".add database Sales users ('aaduser=cid@contoso.com') skip-results";
        let told = format!(
            "error: `{command}`: {why} = help: whether it ran is not known: `kmgmt diff` with `--cluster` tells\n"
        );
        assert!(err.ends_with(&told), "{name}: {err}");
        assert_eq!(code, 1);
        let sent = server.seen().iter().filter(|seen| seen.command().starts_with(".add database Sales users")).count();
        assert_eq!(sent, 1, "{name}");
        assert!(
            text(&folder, "plan.done.kql")
                .contains("\n// sent, and whether it ran is not known: .add database Sales users")
        );
        assert!(
            text(&folder, "plan.undo.kql")
                .contains(&format!("// whether this ran is not known: {command}\n.drop database Sales admins"))
        );
    }
}

#[test]
fn nothing_is_run_where_nothing_could_be_written() {
    let (folder, _server, url) = planned("apply-unwritten");
    file(&folder, "taken", "");
    let (_, err, code) = ran(&folder, &["apply", "plan.json", "--cluster", &url, "--yes", "-o", "taken"]);
    assert!(err.ends_with("error: can't write `taken`: File exists (os error 17)\n") && code == 2, "{err}");
    here(&folder, &["diff", "state", "--cluster", &url]).out("Nothing changes.\n").err(NO_AZ).ends(0);
}

/// Ctrl-C waits for the command that runs: what becomes of that is known.
#[test]
fn an_interrupt_ends_the_run_after_the_command_that_runs() {
    let folder = folder("apply-interrupted");
    let server = Scripted::answering(|seen| match seen.command() {
        command if command.starts_with(".show") => ok(&small(&command)),
        _ => {
            std::thread::sleep(Duration::from_secs(1));
            ok(&table(&[], &[]))
        }
    });
    let url = server.url();
    plan(&folder, &url, "change.kql", THREE, "plan.json");
    let mut command = command(["apply", "plan.json", "--cluster", &url, "--yes"]);
    let child = command.current_dir(&folder).env("PATH", "/nowhere").spawn().unwrap();
    while !server.seen().iter().any(|seen| seen.command().starts_with(".add")) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let output = child.wait_with_output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(out.ends_with("1 of 3 commands ran; `plan.undo.kql` takes back what `plan.done.kql` has\n"), "{out}");
    let users = ".add database Sales users ('aaduser=cid@contoso.com') skip-results";
    assert!(err.ends_with(&format!("error: `{users}`: interrupted\n")), "{err}");
    assert_eq!(output.status.code(), Some(1));
    let done = text(&folder, "plan.done.kql");
    assert!(
        done.contains(&format!("\n// not run: {users}: interrupted\n// not run: .add database Sales viewers")),
        "{done}"
    );
    assert!(
        text(&folder, "plan.undo.kql")
            .ends_with("\n.drop database Sales admins ('aaduser=cid@contoso.com') skip-results\n")
    );
}
