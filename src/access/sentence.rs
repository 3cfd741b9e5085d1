//! Why, in sentences: what proofs and one-line answers both say of a role's dependency and of
//! restricted view access.

use crate::access::block::{Request, blocked_sentence, details};
use crate::access::evaluate::{Access, Evaluation, Through, Verdict, Witness};
use crate::access::grants::grant;
use crate::access::names::{principal_title, role_title};
use crate::catalog::{Catalog, EntityId, Policy};
use crate::directory::PrincipalId;
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::policy::PolicyKind;
use crate::model::role::Role;
use crate::text::{quoted, sentence_list};

/// What a role depends on.
pub(super) fn needs(catalog: &Catalog, witness: &Witness) -> String {
    let kind = catalog.get(witness.scope).map_or(EntityKind::Cluster, |entity| entity.definition.kind());
    let needs = grant(kind, witness.role).map_or(&[][..], |row| row.needs);
    let database = database_name(catalog, witness.scope);
    let roles: Vec<String> = needs.iter().map(|role| quoted(role.display(EntityKind::Database, database))).collect();
    format!("`{}` has effect only with {} or more", role_title(catalog, witness), sentence_list(&roles, "or"))
}

/// That what a role depends on is missing.
pub(super) fn dependency_missing(catalog: &Catalog, witness: &Witness) -> String {
    format!("{}, which is not held", needs(catalog, witness))
}

/// That view access to an entity is restricted.
pub(super) fn restricted(catalog: &Catalog, entity: EntityId) -> String {
    let role = Role::UnrestrictedViewers.display(EntityKind::Database, database_name(catalog, entity));
    format!("view access is restricted, and `{role}` is not held")
}

/// That a role makes up for the restriction.
pub(super) fn lifted(catalog: &Catalog, witness: &Witness) -> String {
    format!("view access is restricted, which `{}` lifts", role_title(catalog, witness))
}

/// That row-level security leaves some rows to see.
pub(super) fn row_security(catalog: &Catalog, action: Permission, entity: EntityId) -> Option<String> {
    let entity = catalog.get(entity).filter(|_| action == Permission::View)?;
    let Some(Policy::RowLevelSecurity(true, query)) = entity.policies.get(PolicyKind::RowLevelSecurity) else {
        return None;
    };
    let query = query.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(format!("row-level security shows only the rows of `{query}`"))
}

fn database_name(catalog: &Catalog, entity: EntityId) -> &str {
    catalog.database_of(entity).map_or("", |(_, database)| &database.definition.name)
}

/// An answer with its reason in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Whether a request would be allowed.
    pub allowed: bool,
    /// The role that allows it, or why none does.
    pub reason: String,
}

/// Whether such a request of `principal` that needs `action` on `entity` would be allowed.
#[must_use]
pub fn judge(
    access: &Access<'_>,
    principal: PrincipalId,
    action: Permission,
    entity: EntityId,
    request: Request<'_>,
) -> Judgement {
    let catalog = access.catalog;
    let blocks = access.standing_blocks(principal, request);
    if !blocks.is_empty() {
        let details = details(access, principal, &blocks);
        let sentences: Vec<String> = [blocked_sentence(&blocks)].into_iter().chain(details).collect();
        return Judgement { allowed: false, reason: sentences.join("; ") };
    }
    let verdict = access.evaluate(principal, action, entity);
    let reason = match &verdict {
        Verdict::Allowed(evaluation) => {
            let secured = row_security(catalog, action, entity);
            [granted(access, evaluation)].into_iter().chain(secured).collect::<Vec<_>>().join("; ")
        }
        Verdict::Restricted(_) => restricted(catalog, entity),
        Verdict::NoDependency(witness) => dependency_missing(catalog, witness),
        Verdict::NoRole => format!("no role that is held gives `{action}`"),
    };
    Judgement { allowed: matches!(verdict, Verdict::Allowed(_)), reason }
}

/// `Table T Ingestor with Database Samples User through group Some Group`
fn granted(access: &Access<'_>, evaluation: &Evaluation) -> String {
    let mut reason = held(access, &evaluation.grant);
    for (word, other) in [("with", evaluation.dependency), ("and", evaluation.unrestricted.map(|(role, _)| role))] {
        if let Some(other) = other {
            reason = format!("{reason} {word} {}", held(access, &other));
        }
    }
    reason
}

/// A role, and the group that it comes from.
fn held(access: &Access<'_>, witness: &Witness) -> String {
    let role = role_title(access.catalog, witness);
    match witness.through {
        Through::Itself => role,
        Through::Group(group) => format!("{role} through {}", principal_title(access, group)),
    }
}
