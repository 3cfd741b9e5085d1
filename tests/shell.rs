//! The shell in a real terminal: keys in, screen out. Each step waits for text, none for time.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

use std::path::{Path, PathBuf};
use std::process::Command;

use rexpect::session::{PtySession, spawn_command};

/// How long a step may take before the test fails, in milliseconds.
const PATIENCE: u64 = 20_000;

const UP: &str = "\x1b[A";
const PASTE: &str = "\x1b[200~";
const PASTED: &str = "\x1b[201~";

/// A shell at its first prompt, with a history of its own.
fn shell(name: &str, arguments: &[&str]) -> PtySession {
    let mut shell = start(&state(name), arguments);
    shell.exp_string("`#quit` leaves").unwrap();
    prompt(&mut shell, "NetDefaultDB> ");
    shell
}

fn start(state: &Path, arguments: &[&str]) -> PtySession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kmgmt"));
    command.args(arguments).args(["--format", "csv", "--clock", "2026-01-31T12:00:00Z"]);
    command.env("XDG_STATE_HOME", state).env("XDG_CONFIG_HOME", state).env("TERM", "xterm").env("NO_COLOR", "1");
    spawn_command(command, Some(PATIENCE)).unwrap()
}

/// A state directory that nobody used yet.
fn state(name: &str) -> PathBuf {
    let state = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("shell").join(name);
    let _ = std::fs::remove_dir_all(&state);
    state
}

/// Waits for a prompt, and for the place where typing begins.
#[track_caller]
fn prompt(shell: &mut PtySession, prompt: &str) {
    shell.exp_string(prompt).unwrap();
}

#[track_caller]
fn sees(shell: &mut PtySession, text: &str) -> String {
    shell.exp_string(text).unwrap()
}

/// Types keys without Enter.
fn keys(shell: &mut PtySession, keys: &str) {
    shell.send(keys).unwrap();
    shell.flush().unwrap();
}

/// Types a line and Enter.
fn types(shell: &mut PtySession, line: &str) {
    keys(shell, &format!("{line}\r"));
}

fn leaves(mut shell: PtySession) {
    shell.send_control('d').unwrap();
    ends(shell, 0);
}

#[track_caller]
fn ends(mut shell: PtySession, code: i32) {
    shell.exp_eof().unwrap();
    let status = shell.process().wait().unwrap();
    assert!(format!("{status:?}").contains(&format!(", {code})")), "{status:?}");
}

const VERSION: &str = "0.1.0,,Engine,kmgmt";

#[test]
fn a_command_on_one_line_runs_at_enter() {
    let mut shell = shell("one-line", &[]);
    types(&mut shell, ".show version");
    sees(&mut shell, VERSION);
    prompt(&mut shell, "NetDefaultDB> ");
    types(&mut shell, ".show version;");
    sees(&mut shell, VERSION);
    prompt(&mut shell, "NetDefaultDB> ");
    leaves(shell);
}

#[test]
fn what_only_begins_goes_on_in_the_next_line() {
    let mut shell = shell("lines", &[]);
    types(&mut shell, ".add database NetDefaultDB viewers (");
    prompt(&mut shell, "          (-> ");
    types(&mut shell, "'aaduser=abbiatkins@fabrikam.com',");
    prompt(&mut shell, "          (-> ");
    types(&mut shell, "");
    prompt(&mut shell, "          (-> ");
    types(&mut shell, "'aaduser=robinhale@fabrikam.com') 'two'");
    sees(&mut shell, "aaduser=robinhale@fabrikam.com,two,");
    prompt(&mut shell, "NetDefaultDB> ");
    leaves(shell);
}

#[test]
fn a_blank_line_submits_what_does_not_read_as_a_command() {
    let mut shell = shell("blank", &[]);
    types(&mut shell, ".show");
    prompt(&mut shell, "-> ");
    types(&mut shell, "");
    sees(&mut shell, "error: expected");
    prompt(&mut shell, "NetDefaultDB> ");
    leaves(shell);
}

#[test]
fn an_error_shows_its_place_and_the_shell_goes_on() {
    let mut shell = shell("error", &[]);
    types(&mut shell, ".show database Nope principals");
    sees(&mut shell, "error: Database 'Nope' was not found.");
    sees(&mut shell, "<shell>:1:16");
    sees(&mut shell, "^^^^");
    prompt(&mut shell, "NetDefaultDB> ");
    types(&mut shell, "#dbcontxt");
    sees(&mut shell, "did you mean `#dbcontext`?");
    prompt(&mut shell, "NetDefaultDB> ");
    types(&mut shell, "#quit");
    ends(shell, 0);
}

#[test]
fn an_error_ends_the_shell_when_it_is_told_so() {
    let mut shell = shell("stop", &["--on-error", "stop"]);
    types(&mut shell, ".frobnicate");
    sees(&mut shell, "`.frobnicate` is no command");
    ends(shell, 1);
}

#[test]
fn the_prompt_shows_the_database_in_context() {
    let mut shell = shell("context", &[]);
    types(&mut shell, "#dbcontext Samples");
    prompt(&mut shell, "Samples> ");
    types(&mut shell, "#dbcontext");
    sees(&mut shell, "Samples\r\n");
    prompt(&mut shell, "Samples> ");
    leaves(shell);
}

#[test]
fn help_shows_the_directives() {
    let mut shell = shell("help", &[]);
    types(&mut shell, "#help");
    sees(&mut shell, "#help #dbcontext #as");
    prompt(&mut shell, "NetDefaultDB> ");
    types(&mut shell, "?");
    sees(&mut shell, "#help #dbcontext #as");
    sees(&mut shell, "(`#help` is its name here, in scripts too)");
    prompt(&mut shell, "NetDefaultDB> ");
    types(&mut shell, "exit");
    sees(&mut shell, "(`#quit` is its name here, in scripts too)");
    ends(shell, 0);
}

#[test]
fn as_alone_goes_back_and_the_screen_is_cleared() {
    let mut shell = shell("back", &[]);
    types(&mut shell, "#as aaduser=robinhale@fabrikam.com");
    prompt(&mut shell, "NetDefaultDB as robinhale@fabrikam.com> ");
    types(&mut shell, "#as");
    sees(&mut shell, "aaduser=admin@localhost acts");
    prompt(&mut shell, "NetDefaultDB> ");
    types(&mut shell, "#cls");
    // Results are CSV here, for programs, and still go to a terminal.
    sees(&mut shell, "\x1b[2J");
    prompt(&mut shell, "NetDefaultDB> ");
    leaves(shell);
}

#[test]
fn control_c_forgets_what_was_typed() {
    let mut shell = shell("cancel", &[]);
    types(&mut shell, ".add database NetDefaultDB viewers (");
    prompt(&mut shell, "-> ");
    keys(&mut shell, "'aaduser");
    sees(&mut shell, "'aaduser");
    shell.send_control('c').unwrap();
    prompt(&mut shell, "NetDefaultDB> ");
    types(&mut shell, ".show version");
    sees(&mut shell, VERSION);
    prompt(&mut shell, "NetDefaultDB> ");
    leaves(shell);
}

#[test]
fn control_d_leaves_and_runs_nothing_half_typed() {
    let mut shell = shell("leave", &[]);
    types(&mut shell, "#dbcontext A");
    prompt(&mut shell, "A> ");
    types(&mut shell, ".show cluster blockedprincipals (");
    prompt(&mut shell, "-> ");
    shell.send_control('d').unwrap();
    let rest = shell.exp_eof().unwrap();
    assert!(!rest.contains("error") && !rest.contains("Principal"), "{rest}");
}

#[test]
fn a_paste_of_several_statements_runs_them_all() {
    let mut shell = shell("paste", &[]);
    let script = "#dbcontext A\n.show cluster\n  blockedprincipals\n.frobnicate\n\n.show version;\n#dbcontext B";
    keys(&mut shell, &format!("{PASTE}{}{PASTED}", script.replace('\n', "\r")));
    sees(&mut shell, "#dbcontext B");
    types(&mut shell, "");
    sees(&mut shell, "PrincipalType,");
    sees(&mut shell, "`.frobnicate` is no command");
    sees(&mut shell, VERSION);
    prompt(&mut shell, "B> ");
    leaves(shell);
}

#[test]
fn lines_that_arrive_faster_than_they_run_all_run() {
    let mut shell = shell("fast", &[]);
    keys(&mut shell, "#dbcontext A\r.show\rversion\r#dbcontext B\r");
    sees(&mut shell, VERSION);
    prompt(&mut shell, "B> ");
    leaves(shell);
}

#[test]
fn the_arrow_recalls_what_was_typed_in_this_shell_and_the_one_before() {
    let state = state("history");
    let mut shell = start(&state, &[]);
    prompt(&mut shell, "NetDefaultDB> ");
    types(&mut shell, "#dbcontext Remembered");
    prompt(&mut shell, "Remembered> ");
    types(&mut shell, ".show");
    prompt(&mut shell, "-> ");
    types(&mut shell, "version");
    sees(&mut shell, VERSION);
    prompt(&mut shell, "Remembered> ");
    keys(&mut shell, UP);
    sees(&mut shell, "version");
    types(&mut shell, "");
    sees(&mut shell, VERSION);
    prompt(&mut shell, "Remembered> ");
    types(&mut shell, "#quit");
    ends(shell, 0);

    let mut shell = start(&state, &["--quiet"]);
    prompt(&mut shell, "NetDefaultDB> ");
    keys(&mut shell, UP);
    sees(&mut shell, "#quit");
    keys(&mut shell, UP);
    sees(&mut shell, "version");
    // The first arrow goes up inside the two lines.
    keys(&mut shell, UP);
    keys(&mut shell, UP);
    sees(&mut shell, "#dbcontext Remembered");
    types(&mut shell, "");
    prompt(&mut shell, "Remembered> ");
    leaves(shell);
}

#[test]
fn secrets_are_recalled_in_their_shell_and_not_written_to_the_file() {
    let state = state("secrets");
    let mut shell = start(&state, &[]);
    prompt(&mut shell, "NetDefaultDB> ");
    types(&mut shell, ".add database NetDefaultDB viewers ('aaduser=a@fabrikam.com') h'hush'");
    sees(&mut shell, "fabrikam.com,****,");
    prompt(&mut shell, "NetDefaultDB> ");
    keys(&mut shell, UP);
    sees(&mut shell, "h'hush'");
    shell.send_control('c').unwrap();
    prompt(&mut shell, "NetDefaultDB> ");
    types(&mut shell, "#dbcontext Open");
    prompt(&mut shell, "Open> ");
    leaves(shell);

    let file = state.join("kmgmt").join("history");
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.contains("#dbcontext Open") && !written.contains("hush"), "{written}");
    assert_eq!(mode(&file) & 0o077, 0);
    assert_eq!(mode(&state.join("kmgmt")) & 0o077, 0);
}

fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode()
}
