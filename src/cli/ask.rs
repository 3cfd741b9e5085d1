//! Questions: `kmgmt explain`, `kmgmt who-can`, `kmgmt what-can`, `kmgmt roles`. Scripts run first,
//! without showing their results; the question is asked of what they leave.

use std::iter::once;
use std::path::Path;

use crate::access::Conclusion;
use crate::cli::Ended;
use crate::cli::args::{ExplainArgs, RolesArgs, Setting, View, WhatCanArgs, WhoCanArgs};
use crate::cli::printer::{Printer, closed};
use crate::cli::run::{files, run_all, unreadable};
use crate::cli::source::{name_of, whole_text};
use crate::cli::start::session;
use crate::diagnostic::{Code, Context, Diagnostic};
use crate::model::directive_kind::DirectiveKind;
use crate::session::{Outcome, Output, Pasted, Session};
use crate::syntax::{Arguments, SyntaxError, parser};

/// How diagnostics name the question.
const ORIGIN: &str = "<question>";

/// `kmgmt explain PRINCIPAL ACTION ENTITY`, or `kmgmt explain --error FILE`
pub(super) fn explain(args: &ExplainArgs) -> Ended {
    if let Some(path) = &args.error {
        return explain_refusal(path, args);
    }
    let words = args.principal.iter().chain(&args.question);
    ask(&args.setting, printer(args), DirectiveKind::Explain, words, explained)
}

fn printer(args: &ExplainArgs) -> Result<Printer, Ended> {
    Printer::of_results(args.format, &args.look, args.setting.error_format)
}

fn explained(session: &mut Session, arguments: &Arguments) -> Result<Outcome, SyntaxError> {
    let (principal, question) = parser::explanation(arguments)?;
    Ok(session.explain(&principal, &question))
}

/// Explains a refusal that somebody pasted, as if its question were asked here. What is said is about the text, in which
/// the question does not stand: no place is shown.
fn explain_refusal(path: &Path, args: &ExplainArgs) -> Ended {
    let mut printer = match printer(args) {
        Ok(printer) => printer,
        Err(ended) => return ended,
    };
    let origin = name_of(path);
    let pasted = match pasted(path, &origin) {
        Ok(pasted) => pasted,
        Err(error) => {
            printer.complaint(&error, &origin);
            return Ended::Usage;
        }
    };
    printer.quieten(true);
    let mut session = match prepared(&args.setting, &mut printer) {
        Ok(session) => session,
        Err(ended) => return ended,
    };
    printer.quieten(false);
    let asked = |question: &String| {
        let arguments = Arguments::new([pasted.principal.as_str(), question]);
        explained(&mut session, &arguments).unwrap_or_else(Outcome::from)
    };
    // Of several readings, the first whose names exist here is meant; where none does, the first is told.
    let mut all: Vec<Outcome> = pasted.questions.iter().map(asked).collect();
    let meant = all.iter().position(|outcome| outcome.result.is_ok()).unwrap_or_default();
    if all.is_empty() {
        return Ended::Usage;
    }
    let mut outcome = all.swap_remove(meant);
    for said in outcome.warnings.iter_mut().chain(outcome.result.as_mut().err()) {
        said.labels.clear();
    }
    if let Err(error) = &mut outcome.result
        && !pasted.names_database
        && args.setting.database.is_none()
    {
        error.help = vec!["the text names no database: `--database NAME` says which one is meant".to_owned()];
    }
    let notes = pasted.notes.iter().map(|note| Diagnostic::note(Code::Input, note));
    outcome.warnings.extend(notes);
    if let Ok(Output::Proof(proof)) = &outcome.result
        && proof.is_allowed()
    {
        outcome.warnings.push(Diagnostic::warning(Code::Input, ALLOWED_HERE).help(WHY_ALLOWED));
    }
    let context = Context { origin: &origin, text: "", line: 1, database: session.database() };
    shown(&mut printer, &outcome, DirectiveKind::Explain, &context, &session)
}

/// Reads the refusal that a file has.
fn pasted(path: &Path, origin: &str) -> Result<Pasted, Diagnostic> {
    let text = whole_text(path).map_err(|error| {
        Diagnostic::error(Code::Input, format!("can't read the refusal `{origin}`: {}", error.cause()))
    })?;
    Pasted::read(&text)
}

/// What is said where the state allows what the service refused.
const ALLOWED_HERE: &str = "what the service refused is allowed here: it had another state, or other memberships";
const WHY_ALLOWED: &str =
    "the service counts a new membership after thirty minutes at the latest, and one that ended for up to three hours";

/// `kmgmt who-can ACTION ENTITY`
pub(super) fn who_can(args: &WhoCanArgs) -> Ended {
    ask(
        &args.setting,
        of_view(&args.view, &args.setting),
        DirectiveKind::WhoCan,
        &args.question,
        |session, arguments| Ok(session.who_can(&parser::question(arguments)?, args.expand_groups)),
    )
}

/// `kmgmt what-can PRINCIPAL`
pub(super) fn what_can(args: &WhatCanArgs) -> Ended {
    let printer = of_view(&args.view, &args.setting);
    ask(&args.setting, printer, DirectiveKind::WhatCan, once(&args.principal), |session, arguments| {
        Ok(session.what_can(&parser::principal(arguments)?, args.expand_groups))
    })
}

/// `kmgmt roles PRINCIPAL`
pub(super) fn roles(args: &RolesArgs) -> Ended {
    let answer = |session: &mut Session, arguments: &Arguments| Ok(session.roles(&parser::principal(arguments)?));
    let printer = of_view(&args.view, &args.setting);
    ask(&args.setting, printer, DirectiveKind::Roles, once(&args.principal), answer)
}

fn of_view(view: &View, setting: &Setting) -> Result<Printer, Ended> {
    Printer::of_results(view.format, &view.look, setting.error_format)
}

/// Runs the scripts and asks the question that the words are; the directive asks the same.
fn ask<'w>(
    setting: &Setting,
    printer: Result<Printer, Ended>,
    asked: DirectiveKind,
    words: impl IntoIterator<Item = &'w String>,
    question: impl FnOnce(&mut Session, &Arguments) -> Result<Outcome, SyntaxError>,
) -> Ended {
    let mut printer = match printer {
        Ok(printer) => printer,
        Err(ended) => return ended,
    };
    printer.quieten(true);
    let mut session = match prepared(setting, &mut printer) {
        Ok(session) => session,
        Err(ended) => return ended,
    };
    printer.quieten(false);
    let arguments = Arguments::new(words.into_iter().map(String::as_str));
    let outcome = question(&mut session, &arguments).unwrap_or_else(Outcome::from);
    let context = Context { origin: ORIGIN, text: &arguments.text, line: 1, database: session.database() };
    shown(&mut printer, &outcome, asked, &context, &session)
}

/// Shows the answer to a question, and returns how it ended.
fn shown(
    printer: &mut Printer,
    outcome: &Outcome,
    asked: DirectiveKind,
    context: &Context<'_>,
    session: &Session,
) -> Ended {
    let written = printer.outcome_in(outcome, context, Some(asked), session).and_then(|()| printer.flush());
    let ended = answered(outcome).max(printer.end());
    written.map_or_else(|error| closed(&error, ended), |()| ended)
}

/// Returns a session in which the scripts have run; or how the run ended that could not go on.
pub(super) fn prepared(setting: &Setting, printer: &mut Printer) -> Result<Session, Ended> {
    let mut session = session(setting, printer).ok_or(Ended::Usage)?;
    let sources = match files(setting) {
        Ok(sources) => sources,
        Err((path, error)) => return Err(unreadable(&path, &error, printer)),
    };
    printer.work("running");
    let ended = run_all(sources, &mut session, printer, true);
    printer.rest();
    match ended {
        Ended::Done => Ok(session),
        ended => Err(ended),
    }
}

/// Returns how a question ended. A denial is a refusal, and what is not known is neither, so that a job can ask with
/// the exit code alone.
const fn answered(outcome: &Outcome) -> Ended {
    match &outcome.result {
        Ok(Output::Proof(proof)) => match proof.conclusion {
            Conclusion::Allowed => Ended::Done,
            Conclusion::Denied => Ended::Refused,
            Conclusion::Unknown => Ended::Unknown,
        },
        Ok(_) => Ended::Done,
        Err(_) => Ended::Usage,
    }
}
