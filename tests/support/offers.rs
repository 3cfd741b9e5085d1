//! What refusals offer: the commands in their help, run as an administrator.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::panic, reason = "clippy's exception for tests does not cover what they share")]

use kmgmt::diagnostic::Diagnostic;
use kmgmt::model::directive_kind::DirectiveKind;
use kmgmt::session::{Outcome, Session};
use kmgmt::syntax::{parser, pieces};

use crate::support::{ADMIN, act_as};

/// Who acts, as text that names the principal again.
pub fn acting(session: &Session) -> String {
    session.read().directory.identity(session.principal()).fqn()
}

/// Why a statement was refused: itself, or commands inside it.
pub fn refusals(outcome: &Outcome) -> Vec<&Diagnostic> {
    outcome.result.as_ref().err().into_iter().chain(&outcome.failed).collect()
}

/// Whether the text is one whole command that changes something, or goes to another database. The form of a command has `…` in
/// it, and does not parse, or `NAME`; a `.show` command is an advice where to look, and mends nothing.
fn is_offer(text: &str) -> bool {
    let mut changes = Vec::new();
    pieces(text, 1, |piece| {
        changes.push(parser::parse(&piece).is_ok_and(|statement| !statement.command.kind().is_show()));
    });
    let whole = text.starts_with('.') && changes == [true];
    (whole || text.starts_with(&format!("{} ", DirectiveKind::DbContext)))
        && !text.split(' ').any(|word| word == "NAME")
}

/// The commands that each line of the help offers between back-quotes; lines without are left out.
pub fn lines_of_offers(refusal: &Diagnostic) -> Vec<Vec<String>> {
    let offers = |help: &String| -> Vec<String> {
        help.split('`').skip(1).step_by(2).filter(|text| is_offer(text)).map(str::to_owned).collect()
    };
    refusal.help.iter().map(offers).filter(|offers| !offers.is_empty()).collect()
}

/// All the commands that refusals offer, without the wider lists.
pub fn offered(refusals: &[&Diagnostic]) -> Vec<String> {
    let narrow = |refusal: &&Diagnostic| {
        let mut refusal = (*refusal).clone();
        refusal.help.retain(|line| !line.starts_with("wider, "));
        lines_of_offers(&refusal)
    };
    refusals.iter().flat_map(narrow).flatten().collect()
}

/// The session once the administrator ran the commands; who acted, acts again.
pub fn after(session: &Session, offers: &[String], place: &str) -> Session {
    let mut session = session.copy();
    let (principal, database) = (acting(&session), session.database().to_owned());
    act_as(&mut session, ADMIN);
    for offer in offers {
        pieces(offer, 1, |piece| {
            let result = session.run(&piece).result;
            assert!(result.is_ok(), "{place}: the offer {offer} fails: {result:?}");
        });
    }
    session.use_database(&database);
    act_as(&mut session, &principal);
    session
}
