//! `kmgmt apply`: a plan is run on a cluster that is as the plan found it, and taken back.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::client::Server;
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
pub fn planned(name: &str) -> (PathBuf, Server, String) {
    let folder = folder(name);
    let (server, url) = server(&folder);
    assert_eq!(ran(&folder, &["import", "--cluster", &url, "-o", "state"]).2, 0);
    plan(&folder, &url, "change.kql", CHANGE, "plan.json");
    (folder, server, url)
}

pub fn plan(folder: &Path, url: &str, script: &str, text: &str, into: &str) {
    let script = file(folder, script, text);
    let (_, err, code) = ran(folder, &["plan", &script, "--cluster", url, "-o", into]);
    assert!(code == 0, "{err}");
}

fn shown(url: &str, count: &str, script: &str) -> String {
    format!("On {url}, which is as the plan found it, {count} will run:\n\n{script}\n")
}

/// What the record has of a script that ran.
fn recorded(script: &str) -> String {
    let line = |line: &str| match line.starts_with('#') {
        true => format!("{line}\n"),
        false => format!("// sent: {line}\n{line}\n"),
    };
    script.lines().map(line).collect()
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
    assert_eq!(text(&folder, "plan.done.kql"), head(&url, "plan.json") + &recorded(SCRIPT));
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

/// A server that has [`small`], and refuses a command in the middle.
fn refusing(answer: Vec<u8>) -> Scripted {
    Scripted::answering(move |seen| match seen.command() {
        command if command.starts_with(".add database Sales users") => answer.clone(),
        command if command.starts_with(".show") => ok(&small(&command)),
        _ => ok(&table(&[], &[])),
    })
}

pub const THREE: &str = "\
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
// sent: .add database Sales admins ('aaduser=cid@contoso.com') skip-results
.add database Sales admins ('aaduser=cid@contoso.com') skip-results
// sent: .add database Sales users ('aaduser=cid@contoso.com') skip-results
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
            "the cluster failed: status 503, without a word\n |\n = help: the cluster was asked once, and says to wait 0 s\n",
        ),
        ("cut", short, "`127.0.0.1` ended the connection before its answer ended\n |\n"),
        ("202", http("202 Accepted", &[], ""), "the cluster answers with the status 202, and with no result\n |\n"),
        ("204", http("204 No Content", &[], ""), "the cluster answers with the status 204, and with no result\n |\n"),
        (
            "gateway",
            http("403 Forbidden", &[], "no"),
            "status 403, and what came with it is none of the service's errors: `no`\n |\n",
        ),
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
            text(&folder, "plan.done.kql").contains("\n// whether this ran is not known: .add database Sales users")
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

/// What an earlier run of the same plan did may have to be taken back yet.
#[test]
fn the_files_of_an_earlier_run_stay() {
    let folder = folder("apply-twice");
    let server = refusing(refusal("400 Bad Request", "not today"));
    let url = server.url();
    plan(&folder, &url, "change.kql", THREE, "plan.json");
    let apply = ["apply", "plan.json", "--cluster", &url, "--yes"];
    for (done, undo) in [("plan.done.kql", "plan.undo.kql"), ("plan.done-2.kql", "plan.undo-2.kql")] {
        let (out, _, code) = ran(&folder, &apply);
        assert!(out.ends_with(&format!("1 of 3 commands ran; `{undo}` takes back what `{done}` has\n")), "{out}");
        assert_eq!(code, 1);
    }
    for undo in ["plan.undo.kql", "plan.undo-2.kql"] {
        assert!(
            text(&folder, undo).ends_with("\n.drop database Sales admins ('aaduser=cid@contoso.com') skip-results\n")
        );
    }
    std::fs::remove_file(folder.join("plan.done-2.kql")).unwrap();
    let (out, _, _) = ran(&folder, &apply);
    assert!(out.contains("`plan.done-3.kql`"), "{out}");
}

/// What turns the direction of text is seen in the record too.
#[test]
fn the_record_hides_nothing() {
    let folder = folder("apply-record-hidden");
    let server = refusing(refusal("400 Bad Request", "no\u{202e}pe"));
    let url = server.url();
    let script = THREE
        .replace("Sales users ('aaduser=cid@contoso.com')", "Sales users ('aaduser=cid@contoso.com') 'a\u{202e}b'");
    plan(&folder, &url, "change.kql", &script, "plan.json");
    assert_eq!(ran(&folder, &["apply", "plan.json", "--cluster", &url, "--yes"]).2, 1);
    let done = text(&folder, "plan.done.kql");
    assert!(done.contains(r"no\u202epe") && !done.contains('\u{202e}'), "{done}");
}

/// A plan adds a column, and leaves alone what somebody else adds meanwhile.
#[test]
fn a_column_that_somebody_adds_meanwhile_stays() {
    let folder = folder("apply-column");
    let (server, url) = server(&folder);
    plan(&folder, &url, "change.kql", "#dbcontext Sales\n.create-merge table Orders (extra: string)", "plan.json");
    let plan: Value = serde_json::from_str(&text(&folder, "plan.json")).unwrap();
    assert_eq!(plan["script"], "#dbcontext Sales\n.alter-merge table Orders (extra:string)\n");
    let back = "// table Sales.Orders: the data of extra goes\n#dbcontext Sales\n.drop table Orders columns (extra)\n";
    assert_eq!(plan["undo_script"], back);
    assert_eq!(ran(&folder, &["apply", "plan.json", "--cluster", &url, "--yes"]).2, 0);
    server.ask("/v1/rest/mgmt", "Sales", ".alter-merge table Orders (theirs: long)");
    server.ask("/v1/rest/mgmt", "Sales", ".drop table Orders columns (extra)");
    let columns = server.ask("/v1/rest/mgmt", "Sales", ".show table Orders cslschema | project Schema").text();
    assert!(columns.contains("Id:long, Name:string, theirs:long"), "{columns}");
}

/// What runs there, and does not here, is taken back by nobody: that is told, and stands in the script.
#[test]
fn a_command_that_runs_there_alone_is_told() {
    let folder = folder("apply-unfollowed");
    let server = Scripted::answering(|seen| match seen.command() {
        command if command.starts_with(".show") => ok(&small(&command)),
        _ => ok(&table(&[], &[])),
    });
    let url = server.url();
    plan(&folder, &url, "change.kql", THREE, "plan.json");
    let there = text(&folder, "plan.json").replace("\"script\": \"", "\"script\": \".drop table Nowhere\\n");
    file(&folder, "plan.json", &there);
    let (out, err, code) = ran(&folder, &["apply", "plan.json", "--cluster", &url, "--yes"]);
    assert!(
        out.ends_with("4 commands ran; `plan.undo.kql` takes back what `plan.done.kql` has\n") && code == 0,
        "{out}"
    );
    let why = "Database 'NetDefaultDB' was not found.";
    assert!(err.ends_with(&format!("warning: `.drop table Nowhere` ran, and nothing takes it back: {why}\n")), "{err}");
    let undo = text(&folder, "plan.undo.kql");
    let left = format!("\n// left out: .drop table Nowhere ran, and how to take it back is not known: {why}\n");
    assert!(undo.contains(&left) && undo.matches("\n.drop database Sales").count() == 3, "{undo}");
}
