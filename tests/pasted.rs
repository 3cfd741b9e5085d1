//! Refusals of kmgmt, pasted: what was refused is denied when it is asked about by what the text says.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/offers.rs"]
mod offers;
mod support;

use std::fs;

use kmgmt::access::Conclusion;
use kmgmt::diagnostic::{Context, Diagnostic, json};
use kmgmt::session::{Output, Pasted, Session};
use kmgmt::syntax::{Arguments, parser, pieces};
use offers::refusals;
use support::{run_well, session_with_environment};

/// The first reading that names what exists.
fn answer(session: &mut Session, pasted: &Pasted) -> Option<(String, Conclusion)> {
    pasted.questions.iter().find_map(|question| {
        let arguments = Arguments::new([pasted.principal.as_str(), question]);
        let (principal, asked) =
            parser::explanation(&arguments).unwrap_or_else(|error| panic!("{question}: {error:?}"));
        match session.explain(&principal, &asked).result {
            Ok(Output::Proof(proof)) => Some((question.clone(), proof.conclusion)),
            _ => None,
        }
    })
}

#[test]
fn what_commands_were_refused_for_is_denied_when_the_refusal_is_pasted() {
    let mut session = session_with_environment();
    run_well(&mut session, &fs::read_to_string("fixtures/access/setup.kql").unwrap());
    let (mut denied, mut faults) = (0, Vec::new());
    pieces(&fs::read_to_string("fixtures/access/commands.kql").unwrap(), 1, |piece| {
        let outcome = session.run(&piece);
        let database = session.database().to_owned();
        let is_of_roles =
            |refusal: &&Diagnostic| refusal.code.is_forbidden() && !refusal.message.contains("is blocked");
        for refusal in refusals(&outcome).into_iter().filter(is_of_roles) {
            let context = Context { origin: "test", text: piece.text, line: piece.line, database: &database };
            let body = json(refusal, &context);
            let found = Pasted::read(&body).map(|pasted| answer(&mut session, &pasted));
            match found {
                Ok(Some((_, Conclusion::Denied))) => denied += 1,
                // The sentence does not say that the command names an identity, nor the database of the table.
                _ if ["dentity", "Depot.Parts"].iter().any(|part| piece.text.contains(part)) => {}
                other => faults.push(format!("{}: {other:?}", piece.text.trim_end())),
            }
        }
    });
    assert!(faults.is_empty(), "{denied} are denied\n{} are not:\n{}", faults.len(), faults.join("\n"));
    assert!(denied > 150, "{denied}");
}
