//! Whatever string of a command is obfuscated, its text is shown nowhere: each string of each script of the fixtures is
//! made one in turn. `secrets.rs` has the doors; here are the places.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may panic")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use kmgmt::directory::Directory;
use kmgmt::session::Session;
use kmgmt::syntax::{holds_secret, masked_text, pieces};
use support::{clock, run};

mod support;

/// The text that is hidden: what an id, a name or a path can have too.
const WORD: &str = "hiddenword7q";

/// What shows most of what there is.
const QUESTIONS: &str = "
.show journal
.show database schema as csl script
.show database schema as json
.show database details
.show database principals
.show tables details
.show functions
.show external tables
.show materialized-views
.show continuous-exports
.show cluster principals
.show cluster blockedprincipals
.show databases entities
.show workload_groups
";

/// The scripts of a folder, and of those in it.
fn scripts(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            scripts(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "kql") {
            found.push(path);
        }
    }
}

/// The statement with each of its strings made an obfuscated one in turn, the word in it.
fn hidden(text: &str) -> Vec<String> {
    let may_begin = |(at, quote): (usize, char)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        (matches!(quote, '\'' | '"') && before.is_none_or(|before| !before.is_alphanumeric())).then_some(at)
    };
    let places = text.char_indices().filter_map(may_begin);
    let variants = places.map(|at| {
        let start = if text[..at].ends_with('@') { at - 1 } else { at };
        let begun = &text[start..=at];
        // Where a principal is meant, one more of its letters is hidden.
        let rest = &text[at + 1..];
        let end = rest.find(&text[at..=at]).unwrap_or(rest.len());
        format!("{}h{begun}{}{WORD}{}", &text[..start], &rest[..end], &rest[end..])
    });
    variants.filter(|variant| is_hidden(variant)).collect()
}

fn is_hidden(text: &str) -> bool {
    let (mut count, mut is_hidden) = (0, true);
    pieces(text, 1, |piece| {
        count += 1;
        is_hidden &= holds_secret(&piece) && !masked_text(&piece).contains(WORD);
    });
    count == 1 && is_hidden
}

#[test]
fn an_obfuscated_string_is_shown_nowhere_wherever_it_stands() {
    let mut files = Vec::new();
    scripts(Path::new("fixtures"), &mut files);
    let (mut leaks, mut tried) = (String::new(), 0);
    let environment = std::fs::read_to_string("fixtures/environment.json").unwrap();
    for file in files {
        let script = std::fs::read_to_string(&file).unwrap();
        let mut session = Session::new(Directory::from_environment(&environment).unwrap(), clock());
        let mut open = Session::new(Directory::open(), clock());
        pieces(&script, 1, |piece| {
            if piece.directive {
                return;
            }
            for variant in hidden(piece.text) {
                tried += 1;
                for session in [&mut session, &mut open] {
                    let shown = run(session, &variant) + &run(session, QUESTIONS);
                    if let Some(line) = shown.lines().find(|line| line.contains(WORD)) {
                        writeln!(leaks, "{variant}\n  shows\n  {line}").unwrap();
                    }
                    run(session, "#undo");
                }
            }
            for session in [&mut session, &mut open] {
                session.run(&piece);
            }
        });
    }
    assert!(tried > 500, "only {tried} strings were tried");
    assert!(leaks.is_empty(), "{leaks}");
}
