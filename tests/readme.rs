//! What README and the pages of `docs` show is what the program prints: the `console` blocks of a page are run by one
//! shell, in the repository's folder. `UPDATE_FIXTURES=1 cargo test --test readme` writes the outputs again; read
//! them before committing.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy's exception for tests does not cover the functions that they share"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

/// What begins a block that is run.
const BLOCK: &str = "```console\n";

/// The pages.
fn pages() -> Vec<PathBuf> {
    let docs = std::fs::read_dir("docs").unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> = docs.filter(|path| path.extension().is_some_and(|it| it == "md")).collect();
    pages.push(PathBuf::from("README.md"));
    pages.sort();
    pages
}

/// Returns whether a test of this file runs a block: the shell needs a terminal, and `tests/shell.rs` types its lines
/// into one.
fn is_run(block: &str) -> bool {
    !block.starts_with("$ kmgmt\n")
}

/// Returns a page with its outputs as the program writes them now, and how many blocks were run.
fn written_again(page: &str) -> (String, usize) {
    let mut blocks = page.split(BLOCK);
    let mut text = blocks.next().unwrap().to_owned();
    let blocks: Vec<(&str, &str)> = blocks.map(|block| block.split_once("```").unwrap()).collect();
    let shown: Vec<Vec<&str>> =
        blocks.iter().map(|(shown, _)| if is_run(shown) { commands(shown) } else { Vec::new() }).collect();
    let mut printed = run(&shown.concat()).into_iter();
    for ((before, rest), commands) in blocks.iter().zip(&shown) {
        text += BLOCK;
        text += &if is_run(before) {
            printed.by_ref().take(commands.len()).collect::<String>()
        } else {
            (*before).to_owned()
        };
        text += "```";
        text += rest;
    }
    (text, blocks.iter().filter(|(shown, _)| is_run(shown)).count())
}

/// Returns the commands of a block.
fn commands(block: &str) -> Vec<&str> {
    block.lines().filter_map(|line| line.strip_prefix("$ ")).collect()
}

/// Runs commands one after the other in one shell; answers each with what it printed.
fn run(commands: &[&str]) -> Vec<String> {
    let mark = "=== end of a command ===";
    let one = |command: &&str| format!("{command} 2>&1\nstatus=$?; echo '{mark}'; (exit $status)\n");
    let script: String = commands.iter().map(one).collect();
    let folder = Path::new(env!("CARGO_BIN_EXE_kmgmt")).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let output = Command::new("sh").args(["-c", &script]).env("PATH", path).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mark = format!("{mark}\n");
    let printed = text.split(&mark);
    commands.iter().zip(printed).map(|(command, printed)| format!("$ {command}\n{printed}")).collect()
}

#[test]
fn pages_show_what_the_program_prints() {
    let mut run_blocks = 0;
    for path in pages() {
        let page = std::fs::read_to_string(&path).unwrap();
        let (again, count) = written_again(&page);
        run_blocks += count;
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            std::fs::write(&path, &again).unwrap();
        } else {
            assert_eq!(page, again, "{}", path.display());
        }
    }
    assert!(run_blocks >= 3, "the pages show {run_blocks} blocks that can be run");
}
