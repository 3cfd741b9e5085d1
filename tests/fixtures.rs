//! The tour of the reference documents, the scripts of every form, and the scripts of errors: each
//! is run, and its transcript must be the one that is checked in beside it (`*.out`). The stories of
//! access are transcripts with their comments, so that they are read alone.
//!
//! `UPDATE_FIXTURES=1 cargo test --test fixtures` writes the transcripts again. Read them before
//! committing: a wrong transcript is a wrong program with a certificate.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy's exception for tests does not cover the functions that they share"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use kmgmt::diagnostic::{Context, Severity, Style, human};
use kmgmt::model::format::Format;
use kmgmt::render::Renderer;
use kmgmt::session::{Output, Session};
use kmgmt::syntax::{masked_text, pieces};

mod support;

use support::session_with_environment;

/// What became of a script.
struct Ran {
    transcript: String,
    refused: usize,
    statements: usize,
}

/// How a transcript is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Telling {
    /// The statements with their answers as boxes.
    Answers,
    /// The comments between the statements too, and answers as CSV, since some are wide.
    Story,
}

/// Runs a script; each statement stands in the transcript before its answer.
fn transcript(session: &mut Session, path: &Path, telling: Telling) -> Ran {
    let text = fs::read_to_string(path).unwrap();
    let origin = path.display().to_string();
    let mut ran = Ran { transcript: String::new(), refused: 0, statements: 0 };
    let mut told = 0;
    let format = if telling == Telling::Story { Format::Csv } else { Format::Table };
    pieces(&text, 1, |piece| {
        if telling == Telling::Story {
            let between = text[told..piece.start].trim();
            told = piece.start + piece.text.len();
            if !between.is_empty() {
                writeln!(ran.transcript, "{between}").unwrap();
            }
        }
        let outcome = session.run(&piece);
        let database = session.database().to_owned();
        let text = masked_text(&piece);
        let context = Context { origin: &origin, text: &text, line: piece.line, database: &database };
        writeln!(ran.transcript, "{}", piece.text.trim_end()).unwrap();
        ran.statements += 1;
        for warning in &outcome.warnings {
            assert_ne!(warning.severity, Severity::Error);
            writeln!(ran.transcript, "{}", human(warning, &context, Style::Plain)).unwrap();
        }
        match &outcome.result {
            Ok(Output::Nothing | Output::View(_)) => {}
            Ok(Output::Text(text)) => writeln!(ran.transcript, "{text}").unwrap(),
            Ok(Output::Proof(proof)) => writeln!(ran.transcript, "{proof}").unwrap(),
            Ok(output @ (Output::Answer(..) | Output::Table(_))) => {
                let (table, mut bytes) = (session.table(output).unwrap(), Vec::new());
                Renderer::new(format, None).write(&table, &mut bytes).unwrap();
                ran.transcript.push_str(&String::from_utf8(bytes).unwrap());
            }
            Err(error) => {
                ran.refused += 1;
                writeln!(ran.transcript, "{}", human(error, &context, Style::Plain)).unwrap();
            }
        }
        ran.transcript.push('\n');
    });
    ran
}

fn scripts(folder: &str) -> Vec<PathBuf> {
    let mut scripts: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "kql"))
        .collect();
    scripts.sort();
    assert!(!scripts.is_empty(), "no scripts in {folder}");
    scripts
}

/// Compares with the transcript that is checked in, or writes it.
fn compare(path: &Path, ran: &Ran) {
    let expected = path.with_extension("out");
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        fs::write(&expected, &ran.transcript).unwrap();
        return;
    }
    let checked_in = fs::read_to_string(&expected).unwrap_or_default();
    for (number, (ours, theirs)) in ran.transcript.lines().zip(checked_in.lines()).enumerate() {
        assert_eq!(ours, theirs, "{}, line {}", expected.display(), number + 1);
    }
    assert_eq!(ran.transcript.lines().count(), checked_in.lines().count(), "{}", expected.display());
}

#[test]
fn the_tour_of_the_documents_runs_and_answers_as_checked_in() {
    let mut session = session_with_environment();
    for script in scripts("fixtures/tour") {
        let ran = transcript(&mut session, &script, Telling::Answers);
        compare(&script, &ran);
        assert_eq!(ran.refused, 0, "{}:\n{}", script.display(), ran.transcript);
    }
}

#[test]
fn every_script_of_forms_runs_alone_and_answers_as_checked_in() {
    for script in scripts("fixtures/scripts") {
        let ran = transcript(&mut session_with_environment(), &script, Telling::Answers);
        compare(&script, &ran);
        assert_eq!(ran.refused, 0, "{}:\n{}", script.display(), ran.transcript);
    }
}

#[test]
fn every_script_of_errors_is_refused_as_checked_in() {
    for script in scripts("fixtures/errors") {
        let mut session = session_with_environment();
        transcript(&mut session, Path::new("fixtures/tour/00-setup.kql"), Telling::Answers);
        let ran = transcript(&mut session, &script, Telling::Answers);
        compare(&script, &ran);
        assert!(ran.refused > 0 && ran.refused <= ran.statements, "{}", script.display());
    }
}

#[test]
fn every_story_of_access_runs_alone_and_is_told_as_checked_in() {
    for script in scripts("fixtures/access/stories") {
        let mut session = session_with_environment();
        session.read_files_with(|file| fs::read_to_string(file).map_err(|error| error.to_string()));
        session.enter_script(&script.display().to_string());
        let ran = transcript(&mut session, &script, Telling::Story);
        compare(&script, &ran);
        assert!(ran.refused > 0 && ran.refused < ran.statements, "{}", script.display());
    }
}

/// One line, white space folded.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_command_of_the_documents_stands_in_the_tour() {
    let coverage = fs::read_to_string("fixtures/tour/coverage.tsv").unwrap();
    let rows: Vec<Vec<&str>> = coverage.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    assert!(rows.len() > 90, "only {} rows", rows.len());
    for row in rows {
        let [_, _, script, command] = row.as_slice() else { panic!("not four columns: {row:?}") };
        let path = Path::new("fixtures/tour").join(Path::new(script).file_name().unwrap());
        let text = folded(&fs::read_to_string(&path).unwrap());
        assert!(text.contains(&folded(command)), "{}: {command}", path.display());
    }
}
