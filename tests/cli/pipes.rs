//! Streams: answers come as soon as a statement has ended, memory does not grow, readers may leave.

use std::io::{BufRead, BufReader, Read, Seek, Write};
use std::process::{Child, ChildStdout, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use crate::cli::kmgmt::command;

/// A run whose input stays open.
fn talking(arguments: &[&str]) -> Child {
    command(arguments).stdin(Stdio::piped()).spawn().unwrap()
}

/// Asserts that each text, written into an open pipe, is answered before the next is written.
#[track_caller]
fn answered_in_turn(questions: &[(&str, &str)]) {
    let mut child = talking(&["--format", "csv"]);
    let mut pipe = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for (question, answer) in questions {
        pipe.write_all(question.as_bytes()).unwrap();
        pipe.flush().unwrap();
        assert_eq!(lines.next().unwrap().unwrap(), *answer, "{question}");
    }
    drop(pipe);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_program_gets_its_answer_before_it_writes_on() {
    let version = "BuildVersion,BuildTime,ServiceType,ProductVersion";
    answered_in_turn(&[
        (".show version;\n", version),
        ("", "0.1.0,,Engine,kmgmt 0.1.0"),
        (".show\n  version\n\n", ""),
        ("", version),
        ("", "0.1.0,,Engine,kmgmt 0.1.0"),
        (".show version\n#dbcontext A\n", ""),
        ("", version),
        ("", "0.1.0,,Engine,kmgmt 0.1.0"),
    ]);
}

#[test]
fn a_long_statement_in_many_parts_is_answered_as_well() {
    let mut child = talking(&["--quiet", "--on-error", "continue"]);
    let mut pipe = child.stdin.take().unwrap();
    let mut errors = BufReader::new(child.stderr.take().unwrap()).lines();
    pipe.write_all(b".add database NetDefaultDB viewers (\n").unwrap();
    for number in 0..9_999 {
        writeln!(pipe, "    'aaduser=user{number}@fabrikam.com',\n").unwrap();
    }
    pipe.write_all(b"'aaduser') skip-results;\n").unwrap();
    pipe.flush().unwrap();
    assert!(errors.next().unwrap().unwrap().starts_with("error: a principal is written `kind=id`"));
    drop(pipe);
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

/// Runs a script that is there as a whole, so that it is parsed ahead, and the same as it comes in parts: small ones, if
/// the program keeps up with their writer.
fn at_once_and_in_parts(script: &[u8], arguments: &[&str]) -> [(String, String, Option<i32>); 2] {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(script).unwrap();
    file.rewind().unwrap();
    let at_once = command(arguments).stdin(file).spawn().unwrap();
    let mut in_parts = talking(arguments);
    let (mut pipe, script) = (in_parts.stdin.take().unwrap(), script.to_owned());
    let writer = thread::spawn(move || {
        for part in script.chunks(10_000) {
            if pipe.write_all(part).is_err() {
                break;
            }
            thread::sleep(Duration::from_millis(1));
        }
    });
    let ended = [at_once, in_parts].map(|child| {
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (text(output.stdout), text(output.stderr), output.status.code())
    });
    writer.join().unwrap();
    ended
}

/// Many commands, and after each `every` of them one of these in turn.
fn with_others(count: usize, every: usize, others: &[&str]) -> String {
    let mut others = others.iter().cycle();
    let one = |number: usize| {
        let other = if number % every == every - 1 { *others.next().unwrap() } else { "" };
        let who = number % 997;
        format!(".add database NetDefaultDB viewers ('aaduser=u{who}@contoso.com') skip-results 'n{number}'\n{other}")
    };
    (0..count).map(one).collect()
}

#[test]
fn a_script_that_is_parsed_ahead_gives_what_one_that_comes_in_parts_gives() {
    let others = [
        "#dbcontext\n",
        ".frobnicate 'x'\n\n",
        "#explain aaduser=u1@contoso.com view database NetDefaultDB\n",
        ".show database NetDefaultDB principals | count;\n$command_results\n\n",
        "//! allow aaduser=u1@contoso.com view NetDefaultDB\n",
        ".execute database script <|\n.create table T (x:int)\n\n.drop table T\n#end\n",
        "#whoami // é\n",
    ];
    let script = with_others(12_000, 300, &others);
    assert!(script.len() > 3 << 18, "{}", script.len());
    let arguments = ["--format", "csv", "--on-error", "continue", "--clock", "2026-11-29T12:00:00Z"];
    let compare = |script: &[u8], code: i32| {
        let [at_once, in_parts] = at_once_and_in_parts(script, &arguments);
        assert_eq!(at_once, in_parts);
        assert_eq!(at_once.2, Some(code), "{}", at_once.1);
        at_once
    };
    let (out, err, _) = compare(script.as_bytes(), 1);
    assert!(
        out.contains("Count\n999\n") && err.contains("NetDefaultDB\n") && err.contains("`.frobnicate` is no command"),
        "{out}{err}"
    );
    let middle = script.len() / 2 + 11;
    // What is no text ends the run after the statements before it, and `#quit` ends it silently.
    let bad = [&script.as_bytes()[..middle], b"\xff", &script.as_bytes()[middle..]].concat();
    let (_, err, _) = compare(&bad, 2);
    assert!(err.contains("the input is no UTF-8 at line"), "{err}");
    let line = script[..middle].rfind('\n').unwrap() + 1;
    let quit = format!("{}#quit\n{}", &script[..line], &script[line..]);
    // How many statements are left is known of what is there as a whole alone.
    let [at_once, in_parts] = at_once_and_in_parts(quit.as_bytes(), &arguments);
    let told = |err: &str| err.lines().filter(|line| !line.contains(" statements: ")).collect::<String>();
    assert_eq!((at_once.0, told(&at_once.1), at_once.2), (in_parts.0, told(&in_parts.1), in_parts.2));
}

#[test]
fn what_was_parsed_ahead_and_did_not_run_is_counted() {
    let script = with_others(20_000, 15_000, &[".frobnicate\n"]);
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(script.as_bytes()).unwrap();
    file.rewind().unwrap();
    let output = command(["--quiet", "--summary"]).stdin(file).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("20001 statements: 15000 ran, 0 refused, 1 failed, 5000 not run"), "{err}");
}

#[test]
fn a_reader_who_leaves_in_the_last_result_is_no_error() {
    for format in ["table", "json", "jsonl", "csv"] {
        let mut child = talking(&["--format", format]);
        let mut pipe = child.stdin.take().unwrap();
        for number in 0..200 {
            let add = ".add database NetDefaultDB viewers ";
            writeln!(pipe, "{add}('aaduser=user{number}@fabrikam.com') skip-results '{}';", "n".repeat(900)).unwrap();
        }
        // More than the pipe and the buffers hold: the program notices that nobody reads.
        pipe.write_all(b".show database principals").unwrap();
        let mut output = BufReader::with_capacity(100, child.stdout.take().unwrap());
        drop(pipe);
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        drop(output);
        assert_ends_silently(child, 0);
    }
}

#[test]
fn statements_that_remain_when_the_reader_left_are_not_run_and_counted_as_failed() {
    let mut child = talking(&["--format", "csv"]);
    drop(child.stdout.take());
    let mut pipe = child.stdin.take().unwrap();
    for _ in 0..2_000 {
        let _ = pipe.write_all(b".show database principals;\n");
    }
    let _ = pipe.write_all(b".frobnicate\n");
    drop(pipe);
    assert_ends_silently(child, 1);
}

#[track_caller]
fn assert_ends_silently(mut child: Child, code: i32) {
    let mut errors = String::new();
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert_eq!((errors.as_str(), child.wait().unwrap().code()), ("", Some(code)));
}

/// Runs commands that a slow program writes, ends the run after so many answers, and returns how it ended; what was
/// answered is in the catalog file, and the run went no further than a little.
fn ended_after(answers: usize, end: impl FnOnce(&mut Child, BufReader<ChildStdout>)) -> ExitStatus {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cluster.kdb").display().to_string();
    let mut child = talking(&["--catalog", &file, "--format", "csv", "--columns", "PrincipalFQN"]);
    let mut pipe = child.stdin.take().unwrap();
    let writer = thread::spawn(move || {
        for number in 0..10_000 {
            thread::sleep(Duration::from_millis(5));
            if writeln!(pipe, ".add database NetDefaultDB viewers ('aaduser=u{number}@contoso.com');").is_err() {
                break;
            }
        }
    });
    let mut output = BufReader::new(child.stdout.take().unwrap());
    // Each answer lists all that were added, below a head.
    let last = format!("u{}@contoso.com", answers - 1);
    let mut line = String::new();
    while !line.contains(&last) {
        line.clear();
        assert_ne!(output.read_line(&mut line).unwrap(), 0);
    }
    end(&mut child, output);
    let ended = child.wait().unwrap();
    writer.join().unwrap();
    let count = [".show database NetDefaultDB principals | count"];
    let shown = command(["--catalog", &file, "--format", "csv"]).args(count).output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    // The administrator of the file is one of them.
    let kept: usize = shown.lines().nth(1).unwrap().parse().unwrap();
    println!("{answers} answers were read, {kept} principals were kept");
    assert!((answers..5_000).contains(&kept), "{answers} answers, {kept} kept: {shown}");
    ended
}

#[test]
#[cfg(unix)]
fn ctrl_c_between_two_commands_of_a_slow_program_loses_nothing_that_was_answered() {
    use std::os::unix::process::ExitStatusExt;
    let ended = ended_after(20, |child, _| {
        let number = i32::try_from(child.id()).unwrap();
        rustix::process::kill_process(rustix::process::Pid::from_raw(number).unwrap(), rustix::process::Signal::INT)
            .unwrap();
    });
    assert_eq!(ended.signal(), Some(2), "{ended}");
}

#[test]
fn a_reader_who_leaves_a_slow_program_loses_nothing_that_was_answered() {
    let ended = ended_after(20, |_, output| drop(output));
    assert_eq!(ended.code(), Some(1));
}

/// The most memory that the process had, in KiB.
fn peak(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn memory_does_not_grow_with_the_script() {
    const SIZE: usize = 48 << 20;
    let mut child = talking(&["--format", "table"]);
    let mut pipe = child.stdin.take().unwrap();
    let writer = thread::spawn(move || {
        let part =
            "// Comments count too.\n\n#dbcontext NetDefaultDB\n".repeat(2_000) + &"// only comments\n".repeat(4_000);
        for _ in 0..SIZE / part.len() {
            pipe.write_all(part.as_bytes()).unwrap();
        }
        pipe.write_all(b"#dbcontext\n").unwrap();
        pipe
    });
    let mut answer = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut answer).unwrap();
    assert_eq!(answer, "NetDefaultDB\n");
    let peak = peak(&child);
    assert!(peak < 50 << 10, "{peak} KiB");
    drop(writer.join().unwrap());
    assert!(child.wait().unwrap().success());
}
