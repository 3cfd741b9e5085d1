//! What a refusal says: the service's sentence, what is held, what would suffice and who could
//! give it.

use crate::access::block::{Block, Request, details, until};
use crate::access::evaluate::{Access, Need, Verdict};
use crate::access::held::{Held, SHOWN, sufficient_list};
use crate::access::membership::Subject;
use crate::access::sentence;
use crate::access::suggest::suggest;
use crate::access::suggestion::Suggestion;
use crate::access::unlisted::Unknown;
use crate::catalog::{CLUSTER, EntityId};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::text::{quoted, sentence_list};

/// Returns the refusal of a command of `kind`, for which the subject does not meet these needs of
/// `page`.
#[must_use]
pub fn refused(access: &Access<'_>, request: Request<'_>, kind: CommandKind, page: &str, unmet: &[Need]) -> Diagnostic {
    refused_operation(access, request, &kind.operation(), page, unmet)
}

/// Returns the refusal of what the service calls an operation of this name.
#[must_use]
pub fn refused_operation(
    access: &Access<'_>,
    request: Request<'_>,
    operation: &str,
    page: &str,
    unmet: &[Need],
) -> Diagnostic {
    let subject = request.subject;
    let Some(first) = unmet.first() else { return forbidden(access, subject, operation, CLUSTER) };
    let base = match reading(access, *first) {
        Some(database) => {
            let fqn = access.fqn(subject.principal());
            let refusal = format!("Principal '{fqn}' is not authorized to read database");
            Diagnostic::error(Code::ForbiddenDatabase, format!("{refusal} '{database}'."))
        }
        None => forbidden(access, subject, operation, first.entity),
    };
    let is_restricted =
        |need: &&Need| matches!(access.evaluate(subject, need.permission, need.entity), Verdict::Restricted(_));
    let (restricted, missing): (Vec<&Need>, Vec<&Need>) = unmet.iter().partition(is_restricted);
    let base = base.help(held(access, subject, first.entity));
    let base =
        restricted.into_iter().fold(base, |base, need| base.help(sentence::restricted(access.catalog, need.entity)));
    let base = takes(base, access, page, &missing);
    let unknown = access.unknown(request, unmet, &access.unlisted(unmet));
    offered(doubted(base, access, subject, unknown), access, request, unmet)
}

/// Returns the refusal of a command that needs a role, whichever it is, to one who has none; a role
/// for `need` would be enough.
#[must_use]
pub fn refused_without_role(
    access: &Access<'_>,
    request: Request<'_>,
    kind: CommandKind,
    page: &str,
    need: Need,
) -> Diagnostic {
    let subject = request.subject;
    let fqn = access.fqn(subject.principal());
    let base = forbidden(access, subject, &kind.operation(), CLUSTER)
        .help(format!("`{fqn}` holds no role on anything"))
        .help(format!("it takes a role, whichever and wherever it is ({page})"));
    offered(doubted(base, access, subject, access.unknown_role(request)), access, request, &[need])
}

/// Adds that nothing would be refused to a member of certain groups, whose members nobody listed.
fn doubted(base: Diagnostic, access: &Access<'_>, subject: Subject<'_>, unknown: Option<Unknown>) -> Diagnostic {
    unknown.map(|unknown| unknown.advice(access, subject.principal())).into_iter().fold(base, Diagnostic::help)
}

fn forbidden(access: &Access<'_>, subject: Subject<'_>, operation: &str, entity: EntityId) -> Diagnostic {
    let fqn = access.fqn(subject.principal());
    let name = match access.kind_of(entity) {
        EntityKind::Cluster => access.directory.cluster_name(),
        _ => access.catalog.name_of(entity),
    };
    let refusal = format!("Principal '{fqn}' is not authorized to perform operation");
    Diagnostic::error(Code::Forbidden, format!("{refusal} '{operation}' on '{name}'."))
}

/// Returns the database that may not be read, where that is what is missing.
fn reading<'a>(access: &Access<'a>, unmet: Need) -> Option<&'a str> {
    let is_reading = matches!(unmet.permission, Permission::ShowMetadata | Permission::View);
    let (_, database) = access.catalog.database_of(unmet.entity).filter(|_| is_reading)?;
    Some(&database.definition.name)
}

/// Says what a permission is for that is needed only to learn which entities exist.
const TO_LEARN: &str = "to learn what does not exist";

/// Adds the roles that would be enough: a line for each entity, or one for those that take the same
/// roles.
fn takes(base: Diagnostic, access: &Access<'_>, page: &str, unmet: &[&Need]) -> Diagnostic {
    let mut lines: Vec<(String, bool)> = Vec::new();
    for need in unmet {
        let roles = sufficient_list(access, need.permission, need.entity);
        let line = (roles, need.to_learn);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let line = |(index, (suffice, to_learn)): (usize, &(String, bool))| match (index, to_learn) {
        (0, false) => format!("it takes {suffice} ({page})"),
        (0, true) => format!("it takes {suffice} {TO_LEARN} (kmgmt's choice)"),
        (_, false) => format!("besides, it takes {suffice}"),
        (_, true) => format!("besides, it takes {suffice} {TO_LEARN}"),
    };
    lines.iter().enumerate().map(line).fold(base, Diagnostic::help)
}

/// Adds the commands that give what is missing, and what helps besides.
fn offered(base: Diagnostic, access: &Access<'_>, request: Request<'_>, needs: &[Need]) -> Diagnostic {
    mended(base, suggest(access, request, needs), ["gives it", "give it"], "")
}

/// Returns the sentence of the roles that are held and do not suffice.
fn held(access: &Access<'_>, subject: Subject<'_>, entity: EntityId) -> String {
    let fqn = access.fqn(subject.principal());
    let title = |held: Held| {
        let effect = match held.in_force {
            true => "",
            false => " (without effect until what it depends on is held)",
        };
        format!("{}{effect}", sentence::held(access, &held.witness))
    };
    let mut roles: Vec<String> = access.held(subject, entity).into_iter().map(title).collect();
    if let Some(more) = roles.len().checked_sub(SHOWN).filter(|more| *more > 1) {
        roles.truncate(SHOWN);
        roles.push(format!("{more} more"));
    }
    match roles.as_slice() {
        [] => format!("`{fqn}` holds no role on {}", place(access, entity)),
        roles => format!("`{fqn}` holds {}", sentence_list(roles, "and")),
    }
}

/// Returns where roles were looked for.
fn place(access: &Access<'_>, entity: EntityId) -> String {
    match access.kind_of(entity) {
        EntityKind::Cluster => "the cluster".to_owned(),
        kind => format!("{kind} `{}` or above", access.catalog.name_of(entity)),
    }
}

/// Returns the refusal of everything to a principal that is blocked and has not what is in `needs`.
/// The wording is ours: no text of the service is known.
#[must_use]
pub fn blocked(access: &Access<'_>, request: Request<'_>, blocks: &[Block<'_>], needs: &[Need]) -> Diagnostic {
    let subject = request.subject;
    let fqn = access.fqn(subject.principal());
    let message = format!("Principal '{fqn}' is blocked on this cluster{}.", until(blocks));
    let details = details(access, request, blocks).into_iter();
    let base = details.fold(Diagnostic::error(Code::Forbidden, message), Diagnostic::help);
    let suggestion = suggest(access, request, needs);
    mended(base, suggestion, ["ends it", "mend it"], "somebody else who is ")
}

/// Adds what is suggested: the commands, with what they do (one, or several) and who runs them.
fn mended(base: Diagnostic, suggestion: Suggestion, [does, do_it]: [&str; 2], who: &str) -> Diagnostic {
    let Suggestion { commands, by, otherwise, wider } = suggestion;
    let offered = |commands: &[String], by: &str| {
        let shown: Vec<String> = commands.iter().map(quoted).collect();
        let (does, run) = if shown.len() == 1 { (does, "runs it") } else { (do_it, "runs them") };
        format!("{} {does}; {who}{by} {run}", sentence_list(&shown, "and"))
    };
    let offer = (!commands.is_empty()).then(|| offered(&commands, &by));
    let wider = wider.map(|wider| format!("wider, in fewer commands: {}", offered(&wider.commands, &wider.by)));
    offer.into_iter().chain(wider).chain(otherwise).fold(base, Diagnostic::help)
}
