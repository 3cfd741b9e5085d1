//! `kmgmt log`: the changes of a catalog file, the newest first.

use std::fmt::Write as _;

use hashbrown::HashMap;
use jiff::Timestamp;
use serde_json::json;

use crate::cli::Ended;
use crate::cli::args::{LogArgs, LogFormat};
use crate::cli::catalogs::existing;
use crate::cli::printer::{Printer, closed};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::{Happened, happened};
use crate::model::keyword::Keyword;
use crate::model::scope::Scope;
use crate::session::Session;
use crate::store::Access;
use crate::syntax::{Arguments, parser};
use crate::text::tame;

/// Prints the changes.
pub(super) fn log(args: &LogArgs) -> Ended {
    let mut printer = Printer::of_text(args.file.error_format);
    match read(args) {
        Ok(text) => printer.show(text.as_bytes()).map_or_else(|error| closed(&error, Ended::Done), |()| Ended::Done),
        Err(error) => {
            printer.complaint(&error, "");
            Ended::Usage
        }
    }
}

fn read(args: &LogArgs) -> Result<String, Diagnostic> {
    let session = existing(&args.file.catalog, Access::Read, None)?;
    session.read_journal()?;
    let by = args.principal.as_deref().map(|principal| fqn(&session, principal)).transpose()?;
    let since = args.since.map(|since| since.moment(session.now()));
    let undone = session.cluster().undone()?;
    let changes = session.world(happened);
    let chosen = changes.into_iter().rev().filter(|change| {
        by.as_ref().is_none_or(|by| change.principal == *by)
            && since.is_none_or(|since| change.time >= since)
            && args.scope.as_ref().is_none_or(|scope| is_in(change, scope))
    });
    let written = chosen.map(|change| match args.format {
        LogFormat::Human => for_people(&change, &undone),
        LogFormat::Jsonl => for_programs(&change, &undone),
    });
    Ok(written.collect())
}

/// Returns how the log names a principal.
fn fqn(session: &Session, principal: &str) -> Result<String, Diagnostic> {
    let arguments = Arguments::new([principal]);
    let read = parser::principal(&arguments).map_err(Diagnostic::from)?;
    let error =
        |error: Diagnostic| Diagnostic::error(Code::PrincipalNotFound, format!("--principal: {}", error.message));
    session.find(&read).map(|found| found.fqn).map_err(error)
}

/// Returns whether a change is about a scope, or about what is in it.
fn is_in(change: &Happened, scope: &Scope) -> bool {
    change.events.iter().any(|event| match &scope.database {
        None => event.database.is_empty(),
        Some(database) => {
            let is_own = || event.names.iter().any(|name| **name == *scope.name);
            *event.database == **database && (*database == scope.name || is_own())
        }
    })
}

fn for_people(change: &Happened, undone: &HashMap<u64, u64>) -> String {
    let mut text = String::new();
    let Happened { sequence, time, principal, context, command, events } = change;
    let by = undone.get(sequence).map_or_else(String::new, |by| format!(", undone by change {by}"));
    let _ = writeln!(text, "change {sequence}  {}  {principal}  in {}{by}", shown(*time), tame(context));
    for line in command.trim().lines() {
        let _ = writeln!(text, "    {}", tame(line));
    }
    for event in events {
        let place = event.place();
        for (mark, value) in [('-', &event.before), ('+', &event.after)] {
            if !value.is_empty() {
                let _ = writeln!(text, "  {mark} {}{}", tame(&place), tame(value));
            }
        }
    }
    text.push('\n');
    text
}

fn shown(time: Timestamp) -> String {
    format!("{time:.0}").replace('T', " ").replace('Z', "")
}

fn for_programs(change: &Happened, undone: &HashMap<u64, u64>) -> String {
    let events = change.events.iter().map(|event| {
        json!({
            "event": event.event, (Keyword::Database.text()): event.database, "entity": event.names.last(),
            "before": event.before, "after": event.after,
        })
    });
    let line = json!({
        "change": change.sequence, "time": change.time, (Keyword::Principal.text()): change.principal, "context": change.context,
        "command": change.command, "undoneBy": undone.get(&change.sequence), "events": events.collect::<Vec<_>>(),
    });
    format!("{line}\n")
}
