//! What bytes may arrive: encodings, marks, pipes with names, what is no text.

use std::process::Command;
use std::thread;

use crate::cli::kmgmt::{CONTEXT, file, kmgmt, no_database, path};

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(order).collect()
}

#[test]
fn utf_16_is_decoded_and_marks_are_skipped() {
    let text = "#dbcontext Größe→😀\r\n#dbcontext\r\n";
    for bytes in [utf16(text, u16::to_le_bytes), utf16(text, u16::to_be_bytes), format!("\u{feff}{text}").into_bytes()]
    {
        let err = |origin| no_database(origin, 1, "Größe→😀");
        kmgmt::<&str>([]).stdin(&bytes).out("Größe→😀\n").err(&err("<stdin>")).ends(0);
        let script = file("marked.kql", &bytes);
        kmgmt(["-f", &script]).out("Größe→😀\n").err(&err(&script)).ends(0);
    }
}

#[test]
fn a_first_line_for_the_system_is_skipped_and_counts_as_a_line() {
    let err = "error: `#nix` is no directive\n --> <stdin>:2:1\n  |\n2 | #nix\n  | ^^^^\n  |\n  = help: comments begin with `//`\n  = help: `#help directives` lists the directives\n";
    kmgmt::<&str>([]).stdin("#!/usr/bin/env -S kmgmt -f\n#nix").err(err).ends(1);
}

#[test]
fn what_stands_before_bytes_that_are_no_text_runs() {
    let err = no_database("<stdin>", 2, "A") + "error: <stdin>: the input is no UTF-8 at line 3, column 5 (byte 28)\n";
    kmgmt::<&str>([]).stdin(b"#dbcontext\n#dbcontext A\n#dbc\xFFontext\n#dbcontext").out(CONTEXT).err(&err).ends(2);
    let mut half = utf16("#dbcontext\n#dbcontext", u16::to_le_bytes);
    half.pop();
    kmgmt::<&str>([])
        .stdin(half)
        .out(CONTEXT)
        .err("error: <stdin>: the input is no UTF-16 at line 2, column 10 (byte 42)\n")
        .ends(2);
}

#[test]
fn a_zero_byte_is_a_wrong_character_and_no_more() {
    let err = "\
error: unexpected character U+0000
 --> <stdin>:1:8
  |
1 | .show v␀ersion
  |        ^
";
    kmgmt::<&str>([]).stdin(".show v\0ersion").err(err).ends(1);
}

#[test]
fn windows_line_breaks_are_line_breaks() {
    let err = "error: Database 'Nope' was not found.\n --> <stdin>:3:16\n  |\n3 | .show database Nope principals\n  |                ^^^^\n  |\n  = help: `.show databases` lists the databases\n3 statements: 2 ran, 0 refused, 1 failed, 0 not run, and the rest of the pipe\n";
    let script = "#dbcontext A\r\n#dbcontext;\r\n.show database Nope principals\r\n\r\n";
    kmgmt::<&str>([]).stdin(script).out("A\n").err(&(no_database("<stdin>", 1, "A") + err)).ends(1);
}

#[test]
fn pipes_with_names_are_read_in_turn() {
    let (first, second) = (path("first.pipe"), path("second.pipe"));
    for pipe in [&first, &second] {
        let _ = std::fs::remove_file(pipe);
        assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
    }
    let err = no_database(&first.display().to_string(), 50_001, "A");
    let arguments = ["-f".as_ref(), first.as_os_str(), "-f".as_ref(), second.as_os_str()].map(ToOwned::to_owned);
    // The writer opens the second pipe only when the first, with more than a pipe holds, is written.
    let writer = thread::spawn(move || {
        std::fs::write(first, "// nothing\n".repeat(50_000) + "#dbcontext A").unwrap();
        std::fs::write(second, "#dbcontext").unwrap();
    });
    kmgmt(arguments).out("A\n").err(&err).ends(0);
    writer.join().unwrap();
}
