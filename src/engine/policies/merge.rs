//! Joins what `.alter-merge` gives to a policy that is stored.

use crate::catalog::EntityId;
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::World;
use crate::model::policy::PolicyKind;
use crate::syntax::json::{self, Json, Member, Node};
use crate::text::Spanned;

/// Returns the policy of an entity with what is given joined to it.
///
/// # Errors
/// What is stored is of another form.
pub(in crate::engine) fn merged(
    world: &World<'_>,
    entity: EntityId,
    policy: PolicyKind,
    given: &Spanned<String>,
) -> Result<Json, Diagnostic> {
    let read = |text: &str| json::read(text).map_or(Json::Null, |node| node.json);
    let stored = world.catalog.get(entity).and_then(|entity| entity.policies.get(policy));
    let stored = stored.map_or(Json::Null, |stored| read(stored.json()));
    let (title, more) = (stored.title(), read(&given.value));
    match (&stored, &more) {
        (Json::Null, _) => Ok(more),
        (Json::Array(_), Json::Array(_)) | (Json::Object(_), Json::Object(_)) => Ok(joined(stored, &more)),
        _ => {
            let message = format!("the policy is {title}, and {} can't join it", more.title());
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
