//! `kmgmt log`: the changes of a catalog file, the newest first.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use hashbrown::HashMap;
use serde_json::json;

use crate::catalog::CLUSTER;
use crate::cli::Ended;
use crate::cli::args::{LogArgs, LogFormat};
use crate::cli::catalogs::{existing, shown};
use crate::cli::printer::{Printer, closed};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::{Happened, HappenedTo, World, happened};
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::scope::Scope;
use crate::session::Session;
use crate::store::Access;
use crate::syntax::{Arguments, parser};
use crate::text::{nearest, tame};

/// Prints the changes.
pub(super) fn log(args: &LogArgs) -> Ended {
    let mut printer = Printer::of_text(args.file.error_format);
    match read(args) {
        Ok(text) => {
            if text.is_empty() && args.format == LogFormat::Human {
                printer.remark("no changes");
            }
            printer.show(text.as_bytes()).map_or_else(|error| closed(&error, Ended::Done), |()| Ended::Done)
        }
        Err(error) => {
            printer.complaint(&error, "");
            Ended::Usage
        }
    }
}

fn read(args: &LogArgs) -> Result<String, Diagnostic> {
    let session = existing(&args.file.catalog, Access::Read, args.clock)?;
    session.read_journal()?;
    let named = |option: &str, principal: &Option<String>| {
        principal.as_deref().map(|principal| fqn(&session, option, principal)).transpose()
    };
    let by = named("--principal", &args.principal)?;
    let about = named("--about", &args.about)?;
    let since = args.since.map(|since| since.moment(session.now()));
    let undone = session.cluster().undone()?;
    let changes = session.world(happened);
    if let Some(scope) = &args.scope {
        session.world(|world| check(scope, &changes, world))?;
    }
    let chosen = changes.into_iter().rev().filter(|change| {
        let is_about = |event: &HappenedTo| event.about == about;
        by.as_ref().is_none_or(|by| change.principal == *by)
            && (about.is_none() || change.events.iter().any(is_about))
            && since.is_none_or(|since| change.time >= since)
            && args.scope.as_ref().is_none_or(|scope| change.events.iter().any(|event| is_in(event, scope)))
    });
    let most = args.most.map_or(usize::MAX, |most| most as usize);
    let written = chosen.take(most).map(|change| match args.format {
        LogFormat::Human => for_people(&change, &undone),
        LogFormat::Jsonl => for_programs(&change, &undone),
    });
    Ok(written.collect())
}

/// Returns how the log names the principal of an option.
fn fqn(session: &Session, option: &str, principal: &str) -> Result<String, Diagnostic> {
    let arguments = Arguments::new([principal]);
    // The places of a diagnostic are those of the option's value, which has no line of its own.
    let told = |error: Diagnostic| {
        let message = format!("{option}: {}", error.message);
        error.help.into_iter().fold(Diagnostic::error(error.code, message), Diagnostic::help)
    };
    let read = parser::principal(&arguments).map_err(Diagnostic::from).map_err(told)?;
    session.find(&read).map(|found| found.fqn).map_err(told)
}

/// Looks whether there is or was such a scope.
///
/// # Errors
/// There never was, as far as the journal goes; the error says what is near.
fn check(scope: &Scope, changes: &[Happened], world: &World<'_>) -> Result<(), Diagnostic> {
    let mut known: BTreeSet<Scope> =
        changes.iter().flat_map(|change| &change.events).flat_map(HappenedTo::scopes).collect();
    let catalog = world.catalog;
    for (database, _) in catalog.children(CLUSTER, EntityKind::Database) {
        let below = catalog.all_children(database).into_iter().map(|(id, _)| id);
        known.extend([database].into_iter().chain(below).filter_map(|id| Scope::of(catalog, id)));
    }
    if *scope == Scope::cluster() || known.contains(scope) {
        return Ok(());
    }
    let names: Vec<String> = known.iter().map(ToString::to_string).collect();
    let name = scope.to_string();
    let error = Diagnostic::error(Code::BadRequest, format!("--scope: there is no {name}, and no change is about one"));
    Err(error.did_you_mean(nearest(&name, names.iter().map(String::as_str))))
}

/// Returns whether an event is about a scope, or about what is in it.
fn is_in(event: &HappenedTo, scope: &Scope) -> bool {
    let is_in_database = scope.kind == EntityKind::Database && scope.database.as_deref() == Some(&event.database);
    is_in_database || event.scopes().any(|own| own == *scope)
}

fn for_people(change: &Happened, undone: &HashMap<u64, u64>) -> String {
    let mut text = String::new();
    let Happened { sequence, time, principal, context, command, events, others } = change;
    let by = undone.get(sequence).map_or_else(String::new, |by| format!(", undone by change {by}"));
    let _ = writeln!(text, "change {sequence}  {}  {principal}  in {}{by}", shown(*time), tame(context));
    for line in command.trim().lines() {
        let _ = writeln!(text, "    {}", tame(line));
    }
    for event in events {
        let place = event.place();
        let mut line = |mark, value: &str| writeln!(text, "  {mark} {}{}", tame(&place), tame(value));
        let _ = match (event.before.as_str(), event.after.as_str()) {
            ("", "") => Ok(()),
            (before, "") => line('-', before),
            ("", after) => line('+', after),
            // What the journal says of it is the same as before.
            (before, after) if before == after => line('~', "changed"),
            (before, after) => line('-', before).and_then(|()| line('+', after)),
        };
    }
    for other in others.iter().filter(|_| events.is_empty()) {
        let _ = writeln!(text, "    {}", tame(other));
    }
    if events.is_empty() && others.is_empty() {
        let _ = writeln!(text, "    nothing was left to change");
    }
    text.push('\n');
    text
}

fn for_programs(change: &Happened, undone: &HashMap<u64, u64>) -> String {
    let events = change.events.iter().map(|event| {
        json!({
            "event": event.event, (Keyword::Database.text()): event.database, (Keyword::Kind.text()): event.kind.to_string(),
            "entity": event.names.last(), "about": event.about, "before": event.before, "after": event.after,
        })
    });
    let line = json!({
        "change": change.sequence, "time": change.time, (Keyword::Principal.text()): change.principal, "context": change.context,
        "command": change.command, "undoneBy": undone.get(&change.sequence), "events": events.collect::<Vec<_>>(),
        "others": change.others,
    });
    format!("{line}\n")
}
