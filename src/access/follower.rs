//! Roles on a follower database: those of its leader, and those that it has itself (`cluster-follower.md`,
//! *Authorized principals*).

use crate::access::evaluate::{Access, holders};
use crate::access::grants::grants;
use crate::access::membership::Subject;
use crate::catalog::body::databases::Database;
use crate::catalog::body::followers::FOLLOWER;
use crate::catalog::{Assignments, EntityId};
use crate::directory::PrincipalId;
use crate::model::entity::EntityKind;
use crate::model::modification_kind::ModificationKind;
use crate::model::role::Role;

impl<'a> Access<'a> {
    /// Returns how a follower combines its roles with those of its leader; nothing where `database` is no follower.
    pub(super) fn follower(&self, database: EntityId) -> Option<ModificationKind> {
        self.catalog.content::<Database>(database)?.follower
    }

    /// Returns whether a command gives a role on a follower to it, rather than to its leader: it has no ingestors.
    pub(super) fn takes_itself(&self, scope: EntityId, role: Role) -> bool {
        self.follower(scope).is_some_and(ModificationKind::adds) && role != Role::Ingestors
    }

    /// Returns the roles that the follower has itself.
    fn added(&self, database: EntityId) -> Option<&'a Assignments> {
        let follower = self.catalog.child(database, EntityKind::Follower, FOLLOWER)?;
        self.catalog.get(follower).map(|found| &found.assignments)
    }

    /// Returns whether a role on a follower is one that it has itself, and not its leader's.
    pub(super) fn is_added(&self, database: EntityId, role: Role, holder: PrincipalId) -> bool {
        let adds = self.follower(database).is_some_and(ModificationKind::adds);
        let held = |assignments: Option<&Assignments>| assignments.is_some_and(|all| all.get(role, holder).is_some());
        adds && held(self.added(database))
    }

    /// Returns why roles of the subject on the follower that holds `entity` do not count, a sentence each.
    pub(super) fn uncounted(&self, subject: Subject<'_>, entity: EntityId) -> Vec<String> {
        let Some((database, found)) = self.catalog.database_of(entity) else { return Vec::new() };
        let Some(kind) = self.follower(database) else { return Vec::new() };
        let (assignments, whose) = match kind {
            ModificationKind::None => (self.added(database), ", which the follower has itself,"),
            ModificationKind::Replace => (Some(&found.assignments), " of the leader"),
            ModificationKind::Union => return Vec::new(),
        };
        let Some(assignments) = assignments else { return Vec::new() };
        let name = &found.definition.name;
        let mut said = Vec::new();
        for (role, _) in grants(EntityKind::Database) {
            if holders(subject).any(|(holder, _)| assignments.get(*role, holder).is_some()) {
                let title = role.display(EntityKind::Database, name);
                said.push(format!(
                    "`{title}`{whose} does not count: the follower's `principals-modification-kind` is `{}`",
                    kind.word()
                ));
            }
        }
        said
    }
}
