//! Joins what `.alter-merge` gives to a policy that is stored, in the way of the policy.

use crate::model::policy::Merge;
use crate::syntax::json::{Json, Member, Node};

/// Returns what is stored with what is given joined to it; what is given where nothing is stored.
pub(super) fn merged(merge: Merge, stored: Option<Json>, given: Json) -> Json {
    let Some(stored) = stored else { return given };
    match (stored, given) {
        (Json::Array(items), Json::Array(more)) => Json::Array(joined_items(merge, items, more)),
        (Json::Object(members), Json::Object(more)) => Json::Object(joined_members(merge, members, more)),
        (_, given) => given,
    }
}

fn joined_items(merge: Merge, mut items: Vec<Node>, more: Vec<Node>) -> Vec<Node> {
    for item in more {
        match merge {
            Merge::Appended => items.push(item),
            Merge::Keyed(keys) => match items.iter_mut().find(|held| is_same(keys, held, &item)) {
                Some(held) => *held = item,
                None => items.push(item),
            },
            Merge::Properties | Merge::Nested | Merge::United if items.contains(&item) => {}
            Merge::Properties | Merge::Nested | Merge::United => items.push(item),
        }
    }
    items
}

/// Returns whether two items are equal in these properties.
fn is_same(keys: &[&str], one: &Node, other: &Node) -> bool {
    keys.iter().all(|key| member(one, key) == member(other, key))
}

fn member<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    match &node.json {
        Json::Object(members) => members.iter().find(|member| member.name == name).map(|member| &member.value),
        _ => None,
    }
}

fn joined_members(merge: Merge, mut members: Vec<Member>, more: Vec<Member>) -> Vec<Member> {
    for given in more {
        match members.iter_mut().find(|member| member.name.eq_ignore_ascii_case(&given.name)) {
            Some(member) => {
                let stored = std::mem::replace(&mut member.value.json, Json::Null);
                member.value.json = joined_value(merge, stored, given.value.json);
            }
            None => members.push(given),
        }
    }
    members
}

fn joined_value(merge: Merge, stored: Json, given: Json) -> Json {
    match (merge, &stored, &given) {
        (Merge::Nested | Merge::United, Json::Object(_), Json::Object(_))
        | (Merge::United, Json::Array(_), Json::Array(_)) => merged(merge, Some(stored), given),
        _ => given,
    }
}
