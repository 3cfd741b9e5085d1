//! Runs of `kmgmt apply` that something ends: what was done stands in the files, whatever it is.

use std::path::Path;
use std::process::{Child, Command, Output};
use std::time::{Duration, Instant};

use rexpect::session::spawn_command;

use crate::apply::{THREE, plan};
use crate::kmgmt::command;
use crate::scripted::{Scripted, ok, small, table};
use crate::world::{folder, ran, text};

const ADMINS: &str = ".add database Sales admins ('aaduser=cid@contoso.com') skip-results";
const USERS: &str = ".add database Sales users ('aaduser=cid@contoso.com') skip-results";
const VIEWERS: &str = ".add database Sales viewers ('aaduser=cid@contoso.com') skip-results";
const BACK: &str = ".drop database Sales admins ('aaduser=cid@contoso.com') skip-results\n";

/// A cluster that takes so long for the command that begins so.
fn slow(begins: &'static str, time: Duration) -> Scripted {
    Scripted::answering(move |seen| match seen.command() {
        command if command.starts_with(".show") => ok(&small(&command)),
        command => {
            if command.starts_with(begins) {
                std::thread::sleep(time);
            }
            ok(&table(&[], &[]))
        }
    })
}

fn begun(folder: &Path, url: &str) -> Child {
    let mut command = command(["apply", "plan.json", "--cluster", url, "--yes"]);
    command.current_dir(folder).env("PATH", "/nowhere").spawn().unwrap()
}

/// Waits until a command has come.
fn wait_for(server: &Scripted, begins: &str) {
    while !server.seen().iter().any(|seen| seen.command().starts_with(begins)) {
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

fn texts(output: Output) -> (String, String, Option<i32>) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

/// What ends a job, or a terminal, waits for the command that runs, as Ctrl-C does: what becomes of that is known.
#[test]
fn a_signal_ends_the_run_after_the_command_that_runs() {
    for name in ["-INT", "-TERM", "-HUP"] {
        let folder = folder(&format!("ended{name}"));
        let server = slow(".add database Sales admins", Duration::from_secs(1));
        let url = server.url();
        plan(&folder, &url, "change.kql", THREE, "plan.json");
        let child = begun(&folder, &url);
        wait_for(&server, ".add");
        signal(&child, name);
        let (out, err, code) = texts(child.wait_with_output().unwrap());
        assert!(out.ends_with("1 of 3 commands ran; `plan.undo.kql` takes back what `plan.done.kql` has\n"), "{out}");
        let told = format!(
            "note: no other command is sent; the answer to the one that runs is waited for, and Ctrl-C again does not wait\nerror: `{USERS}`: interrupted\n"
        );
        assert!(err.ends_with(&told), "{err}");
        assert_eq!(code, Some(1));
        let done = format!("\n// sent: {ADMINS}\n{ADMINS}\n// not run: {USERS}: interrupted\n// not run: {VIEWERS}\n");
        assert!(text(&folder, "plan.done.kql").ends_with(&done), "{name}");
        assert!(text(&folder, "plan.undo.kql").ends_with(&format!("\n{BACK}")), "{name}");
    }
}

/// The first Ctrl-C says what it waits for, and the second does not wait.
#[test]
fn a_second_interrupt_ends_the_run_at_once() {
    let folder = folder("ended-twice");
    let server = slow(".add database Sales users", Duration::from_secs(60));
    let url = server.url();
    plan(&folder, &url, "change.kql", THREE, "plan.json");
    let mut command = Command::new(env!("CARGO_BIN_EXE_kmgmt"));
    command.args(["apply", "plan.json", "--cluster", &url, "--yes"]).current_dir(&folder).env("PATH", "/nowhere");
    let begun = Instant::now();
    let mut run = spawn_command(command, Some(20_000)).unwrap();
    wait_for(&server, ".add database Sales users");
    run.send_control('c').unwrap();
    run.exp_string("note: no other command is sent").unwrap();
    run.send_control('c').unwrap();
    run.exp_string("1 of 3 commands ran; `plan.undo.kql` takes back what `plan.done.kql` has").unwrap();
    run.exp_string("interrupted before its answer came").unwrap();
    run.exp_string("whether it ran is not known").unwrap();
    run.exp_eof().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(30));
    let why = "interrupted before its answer came";
    let done = format!("\n// sent: {USERS}\n// whether this ran is not known: {USERS}: {why}\n// not run: {VIEWERS}\n");
    assert!(text(&folder, "plan.done.kql").ends_with(&done));
    assert!(text(&folder, "plan.undo.kql").ends_with(&format!("\n// whether this ran is not known: {USERS}\n{BACK}")));
}

/// Nothing can be done at the end any more: the files have it already.
#[test]
fn a_run_that_is_killed_leaves_what_it_did() {
    let folder = folder("ended-killed");
    let server = slow(".add database Sales users", Duration::from_secs(60));
    let url = server.url();
    plan(&folder, &url, "change.kql", THREE, "plan.json");
    let child = begun(&folder, &url);
    wait_for(&server, ".add database Sales users");
    signal(&child, "-KILL");
    assert_eq!(child.wait_with_output().unwrap().status.code(), None);
    assert!(text(&folder, "plan.done.kql").ends_with(&format!("\n// sent: {ADMINS}\n{ADMINS}\n// sent: {USERS}\n")));
    assert!(text(&folder, "plan.undo.kql").ends_with(&format!("\n{BACK}")));
}

/// Where the first command is lost, it is not said that nothing was run.
#[test]
fn a_first_command_that_is_lost_is_not_nothing() {
    for (script, which) in [(THREE, "the first of 3 commands"), (THREE.lines().next().unwrap(), "the command")] {
        let folder = folder("ended-first");
        let server = Scripted::answering(|seen| match seen.command() {
            command if command.starts_with(".show") => ok(&small(&command)),
            _ => Vec::new(),
        });
        let url = server.url();
        plan(&folder, &url, "change.kql", script, "plan.json");
        let (out, err, code) = ran(&folder, &["apply", "plan.json", "--cluster", &url, "--yes"]);
        let told = format!(
            "\nwhether {which} ran is not known; `plan.done.kql` has it, and `plan.undo.kql` does not take it back\n"
        );
        assert!(out.ends_with(&told), "{out}");
        assert!(err.contains("ended the connection before its answer ended") && code == 1, "{err}");
        assert!(text(&folder, "plan.undo.kql").ends_with(&format!("\n// whether this ran is not known: {ADMINS}\n")));
    }
}

/// A command is sent when it is written that it is, and not before.
#[test]
fn a_record_that_can_not_be_written_ends_the_run() {
    let folder = folder("ended-full");
    let server = slow("nothing", Duration::ZERO);
    let url = server.url();
    let script: String = (0..40)
        .map(|number| format!(".add database Sales users ('aaduser=user{number}@contoso.com') 'note {number}'\n"))
        .collect();
    plan(&folder, &url, "change.kql", &script, "plan.json");
    let apply = format!("trap '' XFSZ; ulimit -f 4; exec \"$0\" apply plan.json --cluster {url} --yes");
    let mut limited = Command::new("sh");
    limited.args(["-c", &apply, env!("CARGO_BIN_EXE_kmgmt")]).current_dir(&folder).env_remove("KMGMT_TOKEN");
    let (out, err, code) = texts(limited.output().unwrap());
    assert!(err.contains("can't write `plan.") && err.contains("File too large"), "{err}");
    assert_eq!(code, Some(1));
    let sent = server.seen().iter().filter(|seen| seen.command().starts_with(".add")).count();
    assert!(out.contains(&format!("{sent} of 40 commands ran")) && sent > 0 && sent < 40, "{out}");
}
