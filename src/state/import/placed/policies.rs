//! Policies as answers show them: the JSON becomes the content of a command.

use serde_json::Value;

use crate::model::entity::EntityKind;
use crate::model::form::Body;
use crate::model::keyword::Keyword;
use crate::model::name::{DoubleQuoted, Quoted, Text};
use crate::model::policy::PolicyKind;
use crate::model::policy_target::{Extent, scopes, verbs};
use crate::state::import::placed::Placing;
use crate::state::import::rows::Place;
use crate::syntax::ast::bodies;
use crate::text::quoted;

/// Returns the parts of `[Sales].[Orders]`; none for the cluster, whose name is empty.
fn parts(entity: &str) -> Vec<&str> {
    let inside = entity.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match (inside, entity.trim()) {
        (Some(inside), _) => inside.split("].[").collect(),
        (None, "") => Vec::new(),
        (None, name) => name.split('.').collect(),
    }
}

/// Returns the database of an entity as results name it.
pub(super) fn database_of(entity: &str) -> Option<&str> {
    parts(entity).first().copied()
}

impl Placing {
    /// Sets a policy, or removes it where the answer says that none is set.
    pub(super) fn policy(
        &mut self,
        policy: PolicyKind,
        entity: &str,
        kind: Option<EntityKind>,
        value: &str,
        place: &Place,
    ) {
        let parts = parts(entity);
        let (database, target) = match parts.as_slice() {
            [] => (String::new(), Some((EntityKind::Cluster, EntityKind::Cluster.to_string()))),
            [database] => ((*database).to_owned(), Some((EntityKind::Database, of(EntityKind::Database, database)))),
            [database, name] => {
                let known = kind.or_else(|| self.kind_of(policy, database, name));
                ((*database).to_owned(), known.map(|kind| (kind, of(kind, name))))
            }
            _ => (String::new(), None),
        };
        if self.is_refused(&database, place) {
            return;
        }
        let Some((kind, target)) = target.filter(|(kind, _)| scopes(policy).contains(kind)) else {
            self.fault(place, format!("no command sets the policy `{policy}` of {}", quoted(entity)));
            return;
        };
        if let [database, name] = parts.as_slice()
            && self.child(database, kind, name).is_none()
            && !self.stand_in(database, kind, name, place)
        {
            return;
        }
        let value = value.trim();
        let word = policy.word();
        if value.is_empty() || value == "null" {
            let has = |verb: Keyword| verbs(policy, kind, Extent::One).contains(&verb);
            if has(Keyword::Delete) {
                self.run(&format!(".{} {target} {} {word}", Keyword::Delete, Keyword::Policy), place, &database);
            }
            return;
        }
        match content(policy, value) {
            Some(content) => {
                let command = format!(".{} {target} {} {word} {content}", Keyword::Alter, Keyword::Policy);
                self.run(&command, place, &database);
            }
            None => {
                self.fault(place, format!("the policy `{policy}` is no JSON that says what it is: {}", quoted(value)))
            }
        }
    }

    /// Returns the kind of the entity of this name that can have the policy; a table, where there is none.
    fn kind_of(&self, policy: PolicyKind, database: &str, name: &str) -> Option<EntityKind> {
        let scopes = scopes(policy);
        let inside = scopes.iter().filter(|kind| !matches!(kind, EntityKind::Cluster | EntityKind::Database));
        let known = inside.clone().find(|kind| self.child(database, **kind, name).is_some());
        known.or_else(|| inside.clone().next()).copied()
    }
}

fn of(kind: EntityKind, name: &str) -> String {
    format!("{kind} {}", Quoted(name))
}

/// Returns what stands after the word of the policy in the command that sets it.
fn content(policy: PolicyKind, json: &str) -> Option<String> {
    let value: Value = serde_json::from_str(json).ok()?;
    let is_enabled = || value.get("IsEnabled").and_then(Value::as_bool);
    match policy {
        PolicyKind::RestrictedViewAccess => is_enabled().map(|enabled| enabled.to_string()),
        PolicyKind::RowLevelSecurity => {
            let query = value.get("Query").and_then(Value::as_str)?;
            let switch = if is_enabled()? { Keyword::Enable } else { Keyword::Disable };
            Some(format!("{switch} {}", DoubleQuoted(query)))
        }
        PolicyKind::ManagedIdentity => Some(Text(json).to_string()),
        _ => Some(bodies::printed(policy.body().unwrap_or(Body::Json), json)),
    }
}
