//! What README and the page of formats show is what the program prints: every `console` block is run by a shell, in the
//! repository's folder.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy's exception for tests does not cover the functions that they share"
)]

use std::path::Path;
use std::process::Command;

/// A command of a block and the lines that follow it.
struct Shown {
    command: String,
    output: String,
}

/// The commands of the `console` blocks of a document, by block.
fn blocks(document: &str) -> Vec<Vec<Shown>> {
    let text = std::fs::read_to_string(document).unwrap();
    text.split("```console\n").skip(1).map(|rest| commands(rest.split("```").next().unwrap())).collect()
}

fn commands(block: &str) -> Vec<Shown> {
    let mut shown: Vec<Shown> = Vec::new();
    for line in block.lines() {
        match line.strip_prefix("$ ") {
            Some(command) => shown.push(Shown { command: command.to_owned(), output: String::new() }),
            None => {
                let last = shown.last_mut().unwrap();
                last.output.push_str(line);
                last.output.push('\n');
            }
        }
    }
    shown
}

/// Runs a block's commands one after the other in one shell; answers what each printed.
fn run(block: &[Shown]) -> Vec<String> {
    let mark = "=== end of a command ===";
    let script: String = block
        .iter()
        .map(|shown| format!("{} 2>&1\nstatus=$?; echo '{mark}'; (exit $status)\n", shown.command))
        .collect();
    let folder = Path::new(env!("CARGO_BIN_EXE_kmgmt")).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let output = Command::new("sh").args(["-c", &script]).env("PATH", path).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.split(&format!("{mark}\n")).map(str::to_owned).collect()
}

#[test]
fn readme_shows_what_the_program_prints() {
    let mut run_blocks = 0;
    for block in blocks("README.md") {
        // The shell needs a terminal: `tests/shell.rs` types these lines into one.
        if block.first().is_some_and(|shown| shown.command == "kmgmt") {
            continue;
        }
        for (shown, printed) in block.iter().zip(run(&block)) {
            assert_eq!(printed, shown.output, "$ {}", shown.command);
        }
        run_blocks += 1;
    }
    assert!(run_blocks >= 3, "README shows {run_blocks} blocks that can be run");
}

#[test]
fn the_page_of_formats_shows_what_the_program_prints() {
    if Command::new("jq").arg("--version").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "jq is needed here");
        println!("not run: jq is not here");
        return;
    }
    let blocks = blocks("docs/formats.md");
    assert!(blocks.len() >= 2, "{}", blocks.len());
    for block in blocks {
        for (shown, printed) in block.iter().zip(run(&block)) {
            assert_eq!(printed, shown.output, "$ {}", shown.command);
        }
    }
}
