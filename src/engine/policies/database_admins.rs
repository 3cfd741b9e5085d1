//! `multidatabaseadmins`: in the official grammar, and on no page. It is kept as the JSON that was
//! given and grants nothing.

use crate::catalog::{CLUSTER, EntityId, Policy};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::policies::{edit, report};
use crate::engine::{Decision, World};
use crate::model::policy::PolicyKind;
use crate::syntax::ast::policies::Change;
use crate::syntax::json::{self, Json, Member, Node};
use crate::table::Table;
use crate::text::Spanned;

const POLICY: PolicyKind = PolicyKind::MultiDatabaseAdmins;

/// `.alter cluster policy multidatabaseadmins '…'`; `.alter-merge` joins arrays and objects.
pub(super) fn decide(change: Change, given: &Spanned<Json>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    let after = match (change, stored(world)) {
        (Change::Merge, Some(stored)) if stored != Json::Null => merged(stored, given)?,
        _ => given.value.clone(),
    };
    let policy = Policy::MultiDatabaseAdmins(after.to_string().into());
    let edits = edit(world, CLUSTER, POLICY, Some(policy)).into_iter().collect();
    let warning =
        Diagnostic::warning(Code::BadRequest, format!("the policy `{POLICY}` is stored and grants nothing here"))
            .help("no document says what it holds; roles grant access: `.add cluster admins (…)`");
    Ok(Decision { warnings: vec![warning], ..Decision::change(edits, report, &[CLUSTER]) })
}

/// What a change answers.
pub(super) fn report(world: &World<'_>, entities: &[EntityId]) -> Table {
    report::changed(world, entities, POLICY)
}

fn stored(world: &World<'_>) -> Option<Json> {
    match world.catalog.get(CLUSTER)?.policies.get(POLICY)? {
        Policy::MultiDatabaseAdmins(text) => json::read(text).ok().map(|node| node.json),
        _ => None,
    }
}

fn merged(stored: Json, given: &Spanned<Json>) -> Result<Json, Diagnostic> {
    match (stored, &given.value) {
        (stored @ Json::Array(_), Json::Array(_)) | (stored @ Json::Object(_), Json::Object(_)) => {
            Ok(joined(stored, &given.value))
        }
        (stored, given_value) => {
            let message = format!("the policy is {}, and {} can't join it", stored.title(), given_value.title());
            Err(Diagnostic::error(Code::BadRequest, message)
                .at(given.span)
                .help("arrays join arrays and objects objects; `.alter` replaces the policy"))
        }
    }
}

/// Arrays get the items that they do not have, objects the members; of a member that both have,
/// the values are joined too. Everything else is replaced.
fn joined(stored: Json, given: &Json) -> Json {
    match (stored, given) {
        (Json::Array(mut items), Json::Array(more)) => {
            let new: Vec<Node> = more.iter().filter(|item| !items.contains(item)).cloned().collect();
            items.extend(new);
            Json::Array(items)
        }
        (Json::Object(mut members), Json::Object(more)) => {
            more.iter().for_each(|member| join_member(&mut members, member));
            Json::Object(members)
        }
        (_, given) => given.clone(),
    }
}

fn join_member(members: &mut Vec<Member>, given: &Member) {
    match members.iter_mut().find(|member| member.name == given.name) {
        Some(member) => {
            let stored = std::mem::replace(&mut member.value.json, Json::Null);
            member.value.json = joined(stored, &given.value.json);
        }
        None => members.push(given.clone()),
    }
}
