//! Questions: `kmgmt explain`, `kmgmt who-can`, `kmgmt what-can`. Scripts run first, without
//! showing their results; the question is asked of what they leave.

use crate::cli::Ended;
use crate::cli::args::{ExplainArgs, Setting, WhatCanArgs, WhoCanArgs};
use crate::cli::printer::{Printer, closed};
use crate::cli::run::{files, quoted_principal, run_all, session, unreadable};
use crate::diagnostic::Context;
use crate::session::{Outcome, Output, Session};

/// How diagnostics name the question.
const ORIGIN: &str = "<question>";

/// `kmgmt explain PRINCIPAL ACTION ENTITY`
pub(super) fn explain(args: &ExplainArgs) -> Ended {
    let text = format!("{} {}", quoted_principal(&args.principal), args.question.join(" "));
    ask(&args.setting, &text, |session, text| session.explain(text))
}

/// `kmgmt who-can ACTION ENTITY`
pub(super) fn who_can(args: &WhoCanArgs) -> Ended {
    ask(&args.setting, &args.question.join(" "), |session, text| session.who_can(text, args.expand_groups))
}

/// `kmgmt what-can PRINCIPAL`
pub(super) fn what_can(args: &WhatCanArgs) -> Ended {
    let text = quoted_principal(&args.principal);
    ask(&args.setting, &text, |session, text| session.what_can(text, args.expand_groups))
}

fn ask(setting: &Setting, text: &str, question: impl FnOnce(&mut Session, &str) -> Outcome) -> Ended {
    let mut printer = Printer::new(setting, true);
    let mut session = match session(setting) {
        Ok(session) => session,
        Err((origin, error)) => {
            printer.complaint(&error, &origin);
            return Ended::Usage;
        }
    };
    let sources = match files(setting) {
        Ok(sources) => sources,
        Err((path, error)) => return unreadable(&path, &error, &mut printer),
    };
    let ended = run_all(sources, &mut session, &mut printer, true);
    if ended != Ended::Done {
        return ended;
    }
    printer.quieten(false);
    let outcome = question(&mut session, text);
    let context = Context { origin: ORIGIN, text, line: 1, database: session.database() };
    let written = printer.outcome_in(&outcome, &context, &session).and_then(|()| printer.flush());
    let ended = answered(&outcome);
    written.map_or_else(|error| closed(&error, ended), |()| ended)
}

/// A denial is a refusal, so that a job can ask with the exit code alone.
const fn answered(outcome: &Outcome) -> Ended {
    match &outcome.result {
        Ok(Output::Proof(proof)) if !proof.allowed => Ended::Refused,
        Ok(_) => Ended::Done,
        Err(_) => Ended::Usage,
    }
}
