//! Which scopes were read: those whose roles an answer has, or a script.

use std::collections::BTreeSet;

use crate::catalog::{CLUSTER, EntityId};
use crate::model::entity::EntityKind;
use crate::model::name::Quoted;
use crate::model::role::Role;
use crate::state::import::placed::Placing;
use crate::syntax::ast::Command;
use crate::syntax::ast::directives::Directive;
use crate::syntax::ast::roles::RoleCommand;
use crate::syntax::{parser, pieces};

/// Returns how the environment file names an entity that was read: `table Sales.Orders`.
pub(super) fn scope_name(kind: EntityKind, database: &str, name: &str) -> String {
    format!("{kind} {}.{}", Quoted(database), Quoted(name))
}

/// Returns the databases on which, or in which, a script gives roles; the cluster has no name. A script that gives none
/// was made for somebody who may not see them.
pub(super) fn with_roles(script: &str, database: &str) -> BTreeSet<String> {
    let mut context = database.to_owned();
    let mut all = BTreeSet::new();
    pieces(script, 1, |piece| {
        if piece.directive {
            if let Ok(Directive::DbContext(Some(name))) = parser::directive(&piece) {
                context = name.text.to_string();
            }
            return;
        }
        let Ok(statement) = parser::parse(&piece) else { return };
        let Command::Roles(RoleCommand::Change(change)) = &statement.command else { return };
        let name = change.entity.name.as_ref().map(|name| name.text.to_string());
        all.insert(match (change.entity.kind, name) {
            (EntityKind::Cluster, _) => String::new(),
            (EntityKind::Database, Some(name)) => name,
            _ => context.clone(),
        });
    });
    all
}

impl Placing {
    /// Notes that databases with all that is in them were read by their scripts.
    pub(super) fn note_scripted(&mut self) {
        let state = self.session.read();
        for name in &self.scripted {
            let database = state.catalog.database(name);
            let scope = database.map_or(EntityKind::Cluster.to_string(), |_| of_database(name));
            self.read.insert(scope);
            for (_, entity) in database.into_iter().flat_map(|database| state.catalog.all_children(database)) {
                self.read.extend(inside(name, entity.definition.kind(), &entity.definition.name));
            }
        }
    }

    /// Returns how many roles are given.
    pub(in crate::state::import) fn count_roles(&self) -> usize {
        let state = self.session.read();
        let databases = state.catalog.child_ids(CLUSTER, EntityKind::Database);
        let inside = |id: &EntityId| state.catalog.all_children(*id).into_iter().map(|(id, _)| id);
        let below: Vec<EntityId> = databases.iter().flat_map(inside).collect();
        let all = std::iter::once(CLUSTER).chain(databases).chain(below);
        let count = |id| {
            let assignments = state.catalog.get(id).map(|entity| &entity.assignments);
            assignments.map_or(0, |all| Role::ALL.iter().map(|role| all.holders(*role).len()).sum())
        };
        all.map(count).sum()
    }

    /// Returns all scopes that have roles: of a state that says nothing else all were read.
    pub(in crate::state::import) fn scopes(&self) -> BTreeSet<String> {
        let state = self.session.read();
        let mut all = BTreeSet::from([EntityKind::Cluster.to_string()]);
        for (id, database) in state.catalog.children(CLUSTER, EntityKind::Database) {
            let name = &database.definition.name;
            all.insert(of_database(name));
            for (_, entity) in state.catalog.all_children(id) {
                all.extend(inside(name, entity.definition.kind(), &entity.definition.name));
            }
        }
        all
    }
}

fn of_database(name: &str) -> String {
    format!("{} {}", EntityKind::Database, Quoted(name))
}

/// Returns an entity in a database, if its kind has roles.
fn inside(database: &str, kind: EntityKind, name: &str) -> Option<String> {
    Role::at(kind).next().is_some().then(|| scope_name(kind, database, name))
}
