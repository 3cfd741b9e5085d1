//! Why, in sentences: what proofs and one-line answers both say of a role's dependency and of
//! restricted view access.

use crate::access::block::{Request, blocked_sentence, details};
use crate::access::evaluate::{Access, Evaluation, Need, Through, Verdict, Witness};
use crate::access::grants::grant;
use crate::access::names::{principal_title, role_title};
use crate::access::unlisted::Conclusion;
use crate::catalog::{Catalog, EntityId};
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::role::Role;
use crate::text::{quoted, sentence_list};

/// Returns the sentence of what a role depends on.
pub(super) fn needs(access: &Access<'_>, witness: &Witness) -> String {
    let roles: Vec<String> = needed_roles(access, witness).iter().map(quoted).collect();
    let (role, roles) = (role_title(access.catalog, witness), sentence_list(&roles, "or"));
    format!("`{role}` has effect only with {roles} or more")
}

/// Returns what a role depends on, for the cell of a table.
#[must_use]
pub fn needed(access: &Access<'_>, witness: &Witness) -> String {
    let roles = needed_roles(access, witness);
    format!("has effect only with {} or more", sentence_list(&roles, "or"))
}

/// Returns the names of the roles of which one must be held besides.
fn needed_roles(access: &Access<'_>, witness: &Witness) -> Vec<String> {
    let catalog = access.catalog;
    let kind = catalog.get(witness.scope).map(|entity| entity.definition.kind());
    let row = grant(kind.unwrap_or(EntityKind::Cluster), witness.role);
    let database = database_name(catalog, witness.scope);
    let roles = row.into_iter().flat_map(|row| row.needs(access.directory.is_fabric()));
    roles.map(|role| role.display(EntityKind::Database, database)).collect()
}

/// Returns the sentence that what a role depends on is missing.
#[must_use]
pub fn dependency_missing(access: &Access<'_>, witness: &Witness) -> String {
    format!("{}, which is not held", needs(access, witness))
}

/// Returns the sentence that view access to an entity is restricted.
pub(super) fn restricted(catalog: &Catalog, entity: EntityId) -> String {
    let role = Role::UnrestrictedViewers.display(EntityKind::Database, database_name(catalog, entity));
    format!("view access is restricted, and `{role}` is not held")
}

/// Returns the sentence that a role makes up for the restriction.
pub(super) fn lifted(catalog: &Catalog, witness: &Witness) -> String {
    format!("view access is restricted, which `{}` lifts", role_title(catalog, witness))
}

/// Returns the sentence that row-level security leaves some rows to see, where it does.
pub(super) fn row_security(catalog: &Catalog, asked: Need) -> Option<String> {
    let is_viewing = asked.permission == Permission::View;
    let entity = catalog.get(asked.entity).filter(|_| is_viewing)?;
    let query = entity.policies.row_query()?;
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
    pub conclusion: Conclusion,
    /// The role that allows it, why none does, or on which group it depends.
    pub reason: String,
}

/// Judges whether such a request that has this need would be allowed.
#[must_use]
pub fn judge(access: &Access<'_>, request: Request<'_>, need: Need) -> Judgement {
    let catalog = access.catalog;
    let blocks = access.standing_blocks(request);
    if !blocks.is_empty() {
        let details = details(access, request, &blocks);
        let sentences = [&[blocked_sentence(&blocks)], details.as_slice()].concat();
        return Judgement { conclusion: Conclusion::Denied, reason: sentences.join("; ") };
    }
    let reason = match access.evaluate(request.subject, need.permission, need.entity) {
        Verdict::Allowed(evaluation) => {
            let secured = row_security(catalog, need);
            let reason = [granted(access, &evaluation)].into_iter().chain(secured).collect::<Vec<_>>().join("; ");
            return Judgement { conclusion: Conclusion::Allowed, reason };
        }
        Verdict::Restricted(_) => restricted(catalog, need.entity),
        Verdict::NoDependency(witness) => dependency_missing(access, &witness),
        Verdict::NoRole => format!("no role that is held gives `{}`", need.permission),
    };
    match access.unknown(request, &[need], &access.unlisted(&[need])) {
        Some(unknown) => {
            let reason = format!("{reason}; {}", unknown.advice(access, request.subject.principal()));
            Judgement { conclusion: Conclusion::Unknown, reason }
        }
        None => Judgement { conclusion: Conclusion::Denied, reason },
    }
}

/// Returns `Table T Ingestor with Database Samples User through group Some Group`
fn granted(access: &Access<'_>, evaluation: &Evaluation) -> String {
    let other =
        |word, role: Option<Witness>| role.map_or(String::new(), |role| format!(" {word} {}", held(access, &role)));
    let dependency = other("with", evaluation.dependency);
    let lifting = other("and", evaluation.unrestricted.map(|(role, _)| role));
    format!("{}{dependency}{lifting}", held(access, &evaluation.grant))
}

/// Returns a role, and the group that it comes from.
pub(super) fn held(access: &Access<'_>, witness: &Witness) -> String {
    let role = role_title(access.catalog, witness);
    match witness.through {
        Through::Itself => role,
        Through::Group(group) => format!("{role} through {}", principal_title(access, group)),
    }
}
