//! What the tests share: a session that runs text and shows what became of it.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy's exception for tests does not cover what they share")]

use kmgmt::diagnostic::{Context, Style, human};
use kmgmt::directory::Directory;
use kmgmt::model::format::Format;
use kmgmt::model::principal::PrincipalRef;
use kmgmt::render::Renderer;
use kmgmt::session::{Clock, Output, Session};
use kmgmt::syntax::{masked_text, parser, pieces};

/// The built-in administrator.
pub const ADMIN: &str = "aaduser=admin@localhost";

/// A session on a new catalog at a fixed time, with an open directory.
pub fn session() -> Session {
    Session::new(Directory::open(), clock())
}

/// A session with the environment of the fixtures.
pub fn session_with_environment() -> Session {
    let text = std::fs::read_to_string("fixtures/environment.json").unwrap();
    Session::new(Directory::from_environment(&text).unwrap(), clock())
}

/// A clock that stands still.
pub fn clock() -> Clock {
    Clock::Standing("2026-01-31T12:00:00Z".parse().unwrap())
}

/// Runs every statement of `text` and shows results as CSV and diagnostics as people see them.
pub fn run(session: &mut Session, text: &str) -> String {
    let mut shown = Vec::new();
    let mut renderer = Renderer::new(Format::Csv, None);
    pieces(text, 1, |piece| {
        let outcome = session.run(&piece);
        let database = session.database().to_owned();
        let text = masked_text(&piece);
        let context = Context { origin: "test", text: &text, line: piece.line, database: &database };
        for warning in &outcome.warnings {
            shown.extend(human(warning, &context, Style::Plain).into_bytes());
            shown.push(b'\n');
        }
        match &outcome.result {
            Ok(Output::Nothing | Output::View(_)) => {}
            Ok(output @ (Output::Answer(..) | Output::Table(_))) => {
                let table = session.table(output).unwrap();
                renderer.write(&table, &mut shown).unwrap();
            }
            Ok(Output::Text(text)) => shown.extend(format!("{text}\n").into_bytes()),
            Ok(Output::Proof(proof)) => shown.extend(format!("{proof}\n").into_bytes()),
            Err(error) => {
                shown.extend(human(error, &context, Style::Plain).into_bytes());
                shown.push(b'\n');
            }
        }
    });
    String::from_utf8(shown).unwrap()
}

/// Lets the principal act from here on.
pub fn act_as(session: &mut Session, principal: &str) {
    let reference = PrincipalRef::parse(principal).unwrap_or_else(|fault| panic!("{principal}: {fault:?}"));
    session.act_as(&reference).unwrap_or_else(|error| panic!("{principal}: {error:?}"));
}

/// What the statements show when `principal` runs them; the administrator acts again after.
pub fn run_as(session: &mut Session, principal: &str, text: &str) -> String {
    act_as(session, principal);
    let shown = run(session, text);
    act_as(session, ADMIN);
    shown
}

/// Runs statements that must all succeed.
pub fn run_well(session: &mut Session, text: &str) {
    pieces(text, 1, |piece| {
        let outcome = session.run(&piece);
        assert!(outcome.result.is_ok(), "{}\n{:?}", piece.text, outcome.result);
    });
}

/// Runs one command, which is refused and changes nothing.
pub fn refused(session: &mut Session, command: &str) -> String {
    let before = session.read().catalog.clone();
    let shown = run(session, command);
    assert!(shown.contains("error: "), "{command} is not refused\n{shown}");
    assert!(session.read().catalog == before, "{command}\n{shown}");
    shown
}

/// Runs one command, which is refused: its diagnostic without the empty lines of the frame.
pub fn told(command: &str) -> String {
    let shown = refused(&mut session(), command);
    shown.lines().filter(|line| line.trim() != "|").collect::<Vec<_>>().join("\n")
}

/// What is said of one command, without the answer and the empty lines of the frames.
pub fn said_of(session: &mut Session, command: &str) -> String {
    let shown = run(session, command);
    let starts = ["error", "warning", " "];
    let is_source = |line: &str| line.starts_with(|first: char| first.is_ascii_digit()) && line.contains(" | ");
    let lines = shown.lines().filter(|line| starts.iter().any(|start| line.starts_with(start)) || is_source(line));
    lines.filter(|line| line.trim() != "|").collect::<Vec<_>>().join("\n")
}

/// Asserts that each statement parses, prints as `printed` (or as itself), and that what it prints
/// parses to an equal statement.
pub fn verified(text: &str, printed: &str) {
    pieces(text, 1, |piece| {
        let statement = parser::parse(&piece).unwrap_or_else(|refusal| panic!("{text}\n{}", refusal.kind));
        let shown = statement.to_string();
        assert_eq!(shown, printed);
        pieces(&shown, 1, |again| {
            let second = parser::parse(&again).unwrap_or_else(|refusal| panic!("{shown}\n{}", refusal.kind));
            assert_eq!(second.to_string(), shown);
            assert!(second == statement, "{shown}");
        });
    });
}
