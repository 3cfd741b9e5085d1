//! Where `--cluster` may stand, and beside what.

use crate::scripted::{Scripted, ok, small};
use crate::world::{folder, ran};

const URL: &str = "http://127.0.0.1:1";
const CLUSTER: &str = "--cluster <URL>";

/// The first line of what is told, and the exit code.
fn told(args: &[&str]) -> (String, i32) {
    let (out, err, code) = ran(&folder(&format!("usage-{}", std::process::id())), args);
    assert!(out.is_empty(), "{out}");
    (err.lines().next().unwrap_or_default().to_owned(), code)
}

#[test]
fn the_cluster_excludes_what_says_otherwise_what_there_is() {
    // The one that stands first is told first.
    let conflict = |one: &str, other: &str| (format!("error: the argument '{one}' cannot be used with '{other}'"), 2);
    for (args, with) in [
        (&["-f", "x.kql"][..], "--file <FILE>"),
        (&["-c", ".show version"], "--command <COMMAND>"),
        (&["--from", "x"], "--from <PATH>"),
        (&["--catalog", "x"], "--catalog <FILE>"),
        (&["--as", "aaduser=ana@contoso.com"], "--as <PRINCIPAL>"),
        (&["--atomic"], "--atomic"),
        (&["plan", "x.kql", "--from", "x"], "--from <PATH>"),
        (&["plan", "x.kql", "--catalog", "x"], "--catalog <FILE>"),
        (&["diff", "x", "y"], "[B]"),
        (&["import", "--commands"], "--commands"),
        (&["import", "-o", "x", "--group", "y"], "--group <GROUP>"),
    ] {
        let args = [args, &["--cluster", URL]].concat();
        let told = told(&args);
        assert!([conflict(CLUSTER, with), conflict(with, CLUSTER)].contains(&told), "{args:?}: {told:?}");
    }
}

#[test]
fn nothing_else_asks_a_cluster() {
    let unexpected = ("error: unexpected argument '--cluster' found".to_owned(), 2);
    for args in [
        &["check", "x.kql"][..],
        &["explain", "aaduser=a@b.c", "view", "cluster"],
        &["who-can", "view", "cluster"],
        &["what-can", "aaduser=a@b.c"],
        &["roles", "aaduser=a@b.c"],
        &["test", "x.kql"],
        &["review"],
        &["offboard", "aaduser=a@b.c"],
        &["export", "-o", "x"],
        &["rules"],
        &["serve"],
        &["undo", "--catalog", "x"],
        &["log", "--catalog", "x"],
        &["compact", "--catalog", "x"],
        &["recover", "x", "--into", "y"],
        &["fmt", "x.kql"],
        &["completions", "bash"],
        &["man"],
    ] {
        assert_eq!(told(&[args, &["--cluster", URL]].concat()), unexpected, "{args:?}");
    }
}

#[test]
fn options_about_a_cluster_need_one() {
    let lonely = "error: `--token-file` and `--trust-host` are about a real cluster, which `--cluster URL` names";
    let missing = "error: the following required arguments were not provided:";
    for (args, error) in [
        (&["--token-file", "x", ".show version"][..], lonely),
        (&["--trust-host", ".show version"], lonely),
        (&["plan", "x.kql", "--token-file", "x"], lonely),
        (&["diff", "x", "y", "--trust-host"], lonely),
        (&["import", "-o", "x", "--trust-host"], lonely),
        (&["import", "--commands", "--trust-host"], lonely),
        (&["apply", "plan.json"], missing),
        (&["diff", "x"], missing),
    ] {
        assert_eq!(told(args), (error.to_owned(), 2), "{args:?}");
    }
}

/// A variable says what there is where nobody says it.
#[test]
fn the_cluster_overrules_variables() {
    let folder = folder("usage-variables");
    let server = Scripted::answering(|seen| ok(&small(&seen.command())));
    std::fs::write(folder.join("change.kql"), "").unwrap();
    for args in [&["--format", "csv", ".show version"][..], &["plan", "change.kql"]] {
        let mut run = crate::world::here(&folder, &[args, &["--cluster", &server.url()]].concat());
        for name in ["KMGMT_FROM", "KMGMT_CATALOG"] {
            run = run.variable(name, "/nowhere");
        }
        match args.len() {
            2 => {
                let told = format!(
                    "warning: who is in the group `{}` is not known: the Azure CLI is not on this machine\n",
                    crate::scripted::READERS
                );
                run.out("Nothing changes.\n").err(&told).ends(0);
            }
            _ => run.out("Echo\n.show version\n").ends(0),
        }
    }
}
