//! What refusals offer: the commands in their help, run as an administrator.

use kmgmt::diagnostic::Diagnostic;
use kmgmt::model::principal::PrincipalRef;
use kmgmt::session::{Outcome, Session};
use kmgmt::syntax::{parser, pieces};

pub const ADMIN: &str = "aaduser=admin@localhost";

/// Lets the principal act from here on.
pub fn act_as(session: &mut Session, principal: &str) {
    let reference = PrincipalRef::parse(principal).unwrap_or_else(|fault| panic!("{principal}: {fault:?}"));
    session.act_as(&reference).unwrap_or_else(|error| panic!("{principal}: {error:?}"));
}

/// Who acts, as text that names the principal again.
pub fn acting(session: &Session) -> String {
    session.directory().identity(session.principal()).fqn()
}

/// Why a statement was refused: itself, or commands inside it.
pub fn refusals(outcome: &Outcome) -> Vec<&Diagnostic> {
    outcome.result.as_ref().err().into_iter().chain(&outcome.failed).collect()
}

/// Whether the text is one whole command.
fn is_command(text: &str) -> bool {
    let mut parsed = Vec::new();
    pieces(text, 1, |piece| parsed.push(parser::parse(&piece).is_ok()));
    parsed == [true]
}

/// The commands between back-quotes in the help. Text with `…` in it is the form of a command, and
/// does not parse as one.
pub fn offered(refusals: &[&Diagnostic]) -> Vec<String> {
    let mut offers: Vec<String> = Vec::new();
    for help in refusals.iter().flat_map(|refusal| &refusal.help) {
        let quoted = help.split('`').skip(1).step_by(2);
        let commands = quoted.filter(|text| text.starts_with('.') && is_command(text)).map(str::to_owned);
        offers.extend(commands.filter(|command| !offers.contains(command)).collect::<Vec<_>>());
    }
    offers
}

/// The session once the administrator ran the commands; who acted, acts again.
pub fn after(session: &Session, offers: &[String], place: &str) -> Session {
    let mut session = session.clone();
    let principal = acting(&session);
    act_as(&mut session, ADMIN);
    for offer in offers {
        pieces(offer, 1, |piece| {
            let result = session.run(&piece).result;
            assert!(result.is_ok(), "{place}: the offer {offer} fails: {result:?}");
        });
    }
    act_as(&mut session, &principal);
    session
}
