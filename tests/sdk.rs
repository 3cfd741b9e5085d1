//! The unmodified SDKs of the service, from their registries, ask `kmgmt serve` what clients send (`clients.md`), as several
//! identities: `clients_sdk/statements.tsv`. What each makes of the answers, with its own types and exceptions, stands in
//! `clients_sdk/python.txt` and `node.txt`; `UPDATE_FIXTURES=1` writes them, and who changes them reads them.
//!
//! Needs Python with `requirements.txt` in `clients_sdk/.venv`, and Node with `npm ci` in `clients_sdk`; see `.ci/run`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "serve/client.rs"]
#[allow(dead_code, reason = "each test file uses its own part")]
mod client;

use std::path::Path;
use std::process::Command;

use client::Server;

const FOLDER: &str = "tests/clients_sdk";

/// What the client prints whose program is run so, on a server of its own.
fn printed(program: &str, script: &str) -> String {
    let file = |name: &str| format!("{FOLDER}/{name}");
    let server =
        Server::start(&["--log", "none", "--environment", &file("environment.json"), "-f", &file("begin.kql")]);
    let url = format!("http://{}", server.address);
    let output = Command::new(program).args([file(script), url]).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}: {told}");
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn holds(printed: &str, fixture: &str) {
    let path = Path::new(FOLDER).join(fixture);
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::write(&path, printed).unwrap();
    }
    assert_eq!(
        printed,
        std::fs::read_to_string(&path).unwrap_or_default(),
        "UPDATE_FIXTURES=1 writes {}",
        path.display()
    );
}

#[test]
fn the_python_sdk_reads_our_answers_and_errors() {
    holds(&printed(&format!("{FOLDER}/.venv/bin/python"), "clients.py"), "python.txt");
}

#[test]
fn the_node_sdk_reads_our_answers_and_errors() {
    holds(&printed("node", "clients.mjs"), "node.txt");
}

/// The blocks of this language on the page about `kmgmt serve`.
fn blocks(language: &str) -> Vec<String> {
    let page = std::fs::read_to_string("docs/serve.md").unwrap();
    let begins = format!("```{language}\n");
    let blocks = page.split(&begins).skip(1).filter_map(|rest| rest.split("```").next());
    blocks.map(str::to_owned).collect()
}

/// Runs the code of the page on a server that begins as the page says; what is printed is what the page shows.
#[track_caller]
fn runs_as_shown(language: &str, place: usize, run: impl FnOnce(&str) -> Command) {
    let environment = client::file(&format!("page_{language}.json"), &blocks("json")[0]);
    let script = client::file(&format!("page_{language}.kql"), &blocks("kusto")[0]);
    let server = Server::start(&["--log", "none", "--environment", &environment, "-f", &script]);
    let code = blocks(language)[0].replace("127.0.0.1:8080", &server.address.to_string());
    let output = run(&code).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(String::from_utf8_lossy(&output.stdout), blocks("text")[place], "{told}");
}

#[test]
fn the_python_code_of_the_page_runs() {
    runs_as_shown("python", 0, |code| {
        let mut command = Command::new(format!("{FOLDER}/.venv/bin/python"));
        command.args(["-c", code]);
        command
    });
}

#[test]
fn the_javascript_code_of_the_page_runs() {
    runs_as_shown("javascript", 1, |code| {
        let mut command = Command::new("node");
        command.args(["--input-type=module", "-e", code]).current_dir(FOLDER);
        command
    });
}

#[test]
fn so_many_statements_are_asked() {
    let statements = std::fs::read_to_string(Path::new(FOLDER).join("statements.tsv")).unwrap();
    assert!(statements.lines().count() > 60, "{}", statements.lines().count());
}
