//! What a terminal shows of work that takes long.

use std::process::Command;

use rexpect::session::spawn_command;

/// All that a terminal shows of a run that waits for a pipe for longer than half a second.
fn shown(variables: &[(&str, &str)], script: &str) -> String {
    let mut command = Command::new("sh");
    command.args(["-c", script]).env("KMGMT", env!("CARGO_BIN_EXE_kmgmt")).env_remove("CI").env("TERM", "xterm");
    command.envs(variables.iter().copied());
    spawn_command(command, Some(60_000)).unwrap().exp_eof().unwrap()
}

const SLOW: &str = "(echo '.show version;'; sleep 1.5; echo .show version) | \"$KMGMT\" -q; echo ended";

#[test]
fn work_that_takes_long_is_shown_and_gone_at_its_end() {
    let text = shown(&[], SLOW);
    assert!(text.contains("running: 1 statement,"), "{text:?}");
    // The line is cleared before anything else is written.
    let (_, last) = text.rsplit_once("running").unwrap();
    assert!(last.contains("\u{1b}[2K") && last.ends_with("ended\r\n"), "{text:?}");
}

#[test]
fn builds_and_pipes_and_short_work_show_nothing() {
    assert_eq!(shown(&[("CI", "true")], SLOW), "ended\r\n");
    assert_eq!(shown(&[("TERM", "dumb")], SLOW), "ended\r\n");
    assert_eq!(shown(&[], &SLOW.replace("-q", "-q 2>&1 | cat")), "ended\r\n");
    assert_eq!(shown(&[], "echo .show version | \"$KMGMT\" -q; echo ended"), "ended\r\n");
}
