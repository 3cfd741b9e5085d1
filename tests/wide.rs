//! Results on real terminals of some sizes: tables within the width, and long ones through the pager.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

use std::process::Command;

use rexpect::session::{PtySession, spawn_command};
use unicode_width::UnicodeWidthStr;

/// How long a step may take before the test fails, in milliseconds.
const PATIENCE: u64 = 20_000;

/// Starts the program on a terminal of so many columns and lines.
fn start(columns: u16, lines: u16, arguments: &[&str], pager: &str) -> PtySession {
    let mut command = Command::new("sh");
    command.args(["-c", "stty cols $0 rows $1; shift; exec \"$@\"", &columns.to_string(), &lines.to_string()]);
    command.arg(env!("CARGO_BIN_EXE_kmgmt")).args(["--clock", "2026-01-31T12:00:00Z"]).args(arguments);
    command.env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR")).env("TERM", "xterm").env("NO_COLOR", "1");
    command.env("PAGER", pager).env_remove("LESS").env_remove("KMGMT_FORMAT");
    spawn_command(command, Some(PATIENCE)).unwrap()
}

/// All that the terminal gets until the program ends.
fn screen(columns: u16, lines: u16, arguments: &[&str], pager: &str) -> String {
    let text = start(columns, lines, arguments, pager).exp_eof().unwrap();
    // A character stands for each byte.
    let bytes: Vec<u8> = text.chars().filter_map(|byte| u8::try_from(u32::from(byte)).ok()).collect();
    String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
}

const PRINCIPALS: [&str; 5] =
    ["--environment", "fixtures/environment.json", "-d", "Sales", ".create database Sales volatile"];

#[test]
fn principals_of_a_database_fit_the_terminal() {
    let add = ".add database Sales viewers ('aaduser=imikeoein@fabrikam.com', 'aadgroup=SGDisplayName;fabrikam.com') 'Reports'";
    for columns in [60, 80, 120, 250] {
        let shown = screen(columns, 50, &[&PRINCIPALS[..], &[add]].concat(), "cat");
        let text = shown.split_once("(1 row)\n").unwrap().1;
        assert!(text.lines().all(|line| line.width() <= usize::from(columns)), "{text}");
        assert!(text.contains("SGDisplayName") && text.contains("Reports"), "{text}");
        let viewers = text.lines().filter(|line| line.contains("Database Sales Viewer")).count();
        assert!(viewers == 2 || columns < 80, "{text}");
    }
}

#[test]
fn a_result_that_is_longer_than_the_screen_goes_through_the_pager() {
    let pager = "sed 's/^/paged /'";
    let kinds = [".show databases", ".show version"];
    let paged = screen(80, 5, &[&["--format", "table"], &kinds[..1]].concat(), pager);
    assert!(paged.lines().all(|line| line.starts_with("paged ")), "{paged}");
    // It fits when the screen is longer, when nobody wants a pager, and when there is none.
    for (lines, option, pager) in [
        (40, "--format=table", pager),
        (5, "--no-pager", pager),
        (5, "--format=table", "cat"),
        (5, "--format=table", "no-such-pager-here 2>&1"),
    ] {
        let shown = screen(80, lines, &[&[option], &kinds[..1]].concat(), pager);
        assert!(!shown.contains("paged "), "{shown}");
        assert!(shown.contains("NetDefaultDB") && shown.contains("(1 row)"), "{shown}");
    }
}

#[test]
fn the_shell_pages_help_and_goes_on() {
    let mut shell = start(80, 8, &[], "sed 's/^/paged /'");
    shell.exp_string("NetDefaultDB> ").unwrap();
    shell.send("#help\r").unwrap();
    shell.flush().unwrap();
    shell.exp_string("paged Type a management command").unwrap();
    shell.exp_string("NetDefaultDB> ").unwrap();
    shell.send("#columns Rol\r").unwrap();
    shell.flush().unwrap();
    shell.exp_string("NetDefaultDB> ").unwrap();
    shell.send(".show database principals\r").unwrap();
    shell.flush().unwrap();
    shell.exp_string("did you mean `Role`?").unwrap();
    shell.exp_string("NetDefaultDB> ").unwrap();
    shell.send_control('d').unwrap();
    shell.exp_eof().unwrap();
}
