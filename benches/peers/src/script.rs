//! Scripts in process.

use kmgmt::session::Session;
use kmgmt::syntax::pieces;

/// Runs a script of which no statement fails.
pub fn run(session: &mut Session, script: &str) {
    pieces(script, 1, |piece| {
        let outcome = session.run(&piece);
        assert!(outcome.result.is_ok(), "{}: {:?}", piece.text, outcome.result);
    });
}
