//! `kmgmt import --cluster`: the commands of `--commands`, and the same state as from files.

use serde_json::Value;

use crate::kmgmt::{command, run};
use crate::scripted::{Scripted, http, ok, refusal, small};
use crate::world::{NO_AZ, file, folder, here, ran, server, state};

const NO_HOME: &str =
    "note: the tenant of the cluster is not known, so that `foreign-tenant` finds nothing: `--tenant TENANT` says it\n";

#[test]
fn a_cluster_over_http_is_the_same_as_its_answers_in_files() {
    let folder = folder("import");
    let (server, url) = server(&folder);
    let (_, err, code) = ran(&folder, &["import", "--cluster", &url, "-o", "over-http"]);
    let counts = "note: the state has 2 users, 1 group, 4 roles\n";
    assert_eq!((err.as_str(), code), (format!("{NO_AZ}{NO_HOME}{counts}").as_str(), 0));
    // The same by hand, as `--commands` says: what names its own database goes together, a script after `--database`.
    let databases = ["NetDefaultDB", "Sales", "two words"];
    let mut names = vec!["import".to_owned()];
    let answer = |name: &str, command: &str| {
        let text = server.ask("/v1/rest/mgmt", "NetDefaultDB", command).text();
        file(&folder, name, &text)
    };
    names.push(answer("cluster.json", ".show cluster principals"));
    names.push(answer("databases.json", ".show databases"));
    let mut scripts = Vec::new();
    for database in databases {
        names
            .push(answer(&format!("{database}-principals.json"), &format!(".show database ['{database}'] principals")));
        let script = format!(".show database ['{database}'] schema as csl script");
        scripts.push((database, answer(&format!("{database}-script.json"), &script)));
    }
    names.extend(["-o".to_owned(), "of-files".to_owned()]);
    let args: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(ran(&folder, &args).2, 0);
    for (database, script) in &scripts {
        assert_eq!(ran(&folder, &["import", script, "--database", database, "-o", "of-files"]).2, 0);
    }
    let (http, files) = (state(&folder.join("over-http")), state(&folder.join("of-files")));
    assert_eq!(http, files);
    for has in ["table Orders ingestors", "policy caching", "function", "['two words']", "'owner'"] {
        assert!(http.1.contains(has), "{has}: {}", http.1);
    }
    // Again it changes nothing.
    let told = format!("{NO_AZ}{NO_HOME}{counts}");
    here(&folder, &["import", "--cluster", &url, "-o", "over-http"]).out("nothing changed\n").err(&told).ends(0);
}

#[test]
fn the_commands_are_those_that_are_printed_and_each_is_sent_as_one_that_reads() {
    let folder = folder("import-commands");
    let server = Scripted::answering(|seen| ok(&small(&seen.command())));
    let (_, _, code) = ran(&folder, &["import", "--cluster", &server.url(), "Sales", "-o", "state"]);
    assert_eq!(code, 0);
    let asked = server.seen();
    let sent: Vec<String> = asked.iter().skip(1).map(|seen| seen.command()).collect();
    let (printed, _, _) = ran(&folder, &["import", "--commands", "Sales"]);
    let printed: Vec<&str> = printed.lines().filter(|line| line.starts_with('.')).collect();
    assert_eq!(sent, printed);
    for seen in asked.iter().skip(1) {
        assert_eq!(seen.line, "POST /v1/rest/mgmt");
        let body: Value = serde_json::from_str(&seen.body).unwrap();
        assert_eq!(body["properties"]["Options"]["request_readonly"], true);
        assert_eq!(seen.header("accept"), Some("application/json"));
        assert_eq!(seen.header("authorization"), None);
    }
}

#[test]
fn a_command_that_is_refused_is_told_and_the_rest_is_imported() {
    let folder = folder("import-refused");
    let server = Scripted::answering(|seen| match seen.command().as_str() {
        ".show cluster principals" => refusal("403 Forbidden", "Principal 'aaduser=bo' is not authorized"),
        command => ok(&small(command)),
    });
    let (out, err, code) = ran(&folder, &["import", "--cluster", &server.url(), "-o", "state"]);
    assert!(out.contains("+ Sales: .add database Sales viewers"), "{out}");
    let refused = "error: `.show cluster principals`: Principal 'aaduser=bo' is not authorized\n";
    assert!(err.contains(refused) && code == 1, "{err}");
    assert!(!state(&folder.join("state")).0.contains("\"cluster\",\n    \"database Sales\""));
}

#[test]
fn a_cluster_that_can_not_be_asked_to_the_end_leaves_everything_as_it_is() {
    let folder = folder("import-lost");
    let server = Scripted::answering(|seen| match seen.command().as_str() {
        ".show databases" => http("404 Not Found", &[], ""),
        command => ok(&small(command)),
    });
    let url = server.url();
    let told = format!(
        "error: `.show databases`: nothing answers commands at `{url}` (404)\n |\n = help: `--cluster` takes the address of the cluster itself: `https://CLUSTER.REGION.kusto.windows.net`\n"
    );
    here(&folder, &["import", "--cluster", &url, "-o", "state"]).err(&told).ends(2);
    assert!(!folder.join("state").exists());
}

#[test]
fn a_catalog_file_is_brought_to_what_a_cluster_has() {
    let folder = folder("import-catalog");
    let (_server, url) = server(&folder);
    assert_eq!(ran(&folder, &["import", "--cluster", &url, "--catalog", "cluster.db"]).2, 0);
    let (log, _, _) = ran(&folder, &["log", "--catalog", "cluster.db", "--format", "jsonl"]);
    assert!(log.contains(&format!("kmgmt import --cluster {url}")), "{log}");
    let mut command = command(["--catalog", "cluster.db", "-q", ".show table Orders principals", "-d", "Sales"]);
    command.current_dir(&folder);
    assert_eq!(run(command, None).2, 0);
}
