//! Statements of every kind, run on a catalog that has one of everything.

use kmgmt::model::format::Format;
use kmgmt::render::Renderer;
use kmgmt::session::{Output, Session};
use kmgmt::syntax::{Piece, masked_text, pieces};

use super::setup::session;
use crate::read_back::shown;

/// A statement that is refused changes nothing, unless it is a script of commands; its error points into its text.
pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut session = session();
    pieces(&text, 1, |piece| one(&mut session, &piece));
}

/// Runs one statement of a catalog that is in memory.
pub fn one(session: &mut Session, piece: &Piece<'_>) {
    let before = session.read().catalog.clone();
    let is_refused = !is_taken(session, piece);
    let is_script = piece.text.contains("<|");
    assert!(is_script || !is_refused || session.read().catalog == before, "{} changes something", piece.text);
}

/// Runs one statement and shows all that comes of it; answers whether it is not refused.
pub fn is_taken(session: &mut Session, piece: &Piece<'_>) -> bool {
    let outcome = session.run(piece);
    let text = masked_text(piece);
    for warning in &outcome.warnings {
        shown(&text, warning, piece.line);
    }
    match &outcome.result {
        Ok(output @ (Output::Answer(..) | Output::Table(_))) => {
            let table = session.table(output).unwrap();
            Renderer::new(Format::Csv, None).write(&table, &mut Vec::new()).unwrap();
            Renderer::new(Format::Table, None).write(&table, &mut Vec::new()).unwrap();
        }
        Ok(Output::Proof(proof)) => drop(proof.to_string()),
        Ok(Output::Nothing | Output::Text(_) | Output::View(_)) => {}
        Err(error) => shown(&text, error, piece.line),
    }
    outcome.result.is_ok()
}
