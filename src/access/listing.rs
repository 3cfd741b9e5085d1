//! Who can do something, and what somebody can do: answers as tables.

use hashbrown::HashSet;

use crate::access::names::{entity_name, role_title};
use crate::access::path::group_path;
use crate::access::{Access, Evaluation, Request, Through, Verdict, Witness};
use crate::catalog::{CLUSTER, EntityId};
use crate::directory::PrincipalId;
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::principal::PrincipalKind;
use crate::schema;
use crate::table::{Schema, Table, Value};
use crate::text::joined;

const WHO: Schema =
    schema! { PrincipalType: String, PrincipalDisplayName: String, PrincipalFQN: String, Role: String, Via: String };
const WHAT: Schema = schema! { Database: String, Entity: String, Actions: String, Role: String, Via: String };

/// Everybody who has `action` on `entity`. A group stands for its members, unless groups are
/// expanded: then the members stand there, with the way through the groups.
#[must_use]
pub fn who_can(access: &Access<'_>, action: Permission, entity: EntityId, expand: bool, request: Request<'_>) -> Table {
    let principals = concerned(access, entity);
    let memberships = access.memberships.filled(access.directory, &principals, request.now);
    let access = Access { memberships: &memberships, ..*access };
    let grants: Vec<(PrincipalId, Evaluation)> = principals
        .into_iter()
        .filter(|principal| access.directory.exists(*principal))
        .filter(|principal| access.standing_blocks(*principal, request).is_empty())
        .filter_map(|principal| match access.evaluate(principal, action, entity) {
            Verdict::Allowed(evaluation) => Some((principal, evaluation)),
            _ => None,
        })
        .collect();
    let allowed: HashSet<PrincipalId> = grants.iter().map(|(principal, _)| *principal).collect();
    let stands_for_itself = |principal: PrincipalId, witness: &Witness| match witness.through {
        _ if expand => access.identity(principal).kind != PrincipalKind::Group,
        Through::Itself => true,
        Through::Group(_) => !memberships.groups(principal).iter().any(|group| allowed.contains(group)),
    };
    let mut table = Table::new(WHO);
    let shown = |(principal, evaluation): &(PrincipalId, Evaluation)| stands_for_itself(*principal, &evaluation.grant);
    for (principal, evaluation) in grants.into_iter().filter(shown) {
        let lifting = evaluation.unrestricted.map(|(role, _)| role);
        let roles = [evaluation.grant].into_iter().chain(lifting);
        let roles: Vec<String> = roles.map(|role| role_title(access.catalog, &role)).collect();
        let identity = access.identity(principal);
        table.push([
            Value::from(identity.kind.type_name()),
            Value::from(identity.display_name()),
            Value::from(identity.fqn()),
            Value::from(joined(&roles)),
            Value::from(via(&access, principal, evaluation.grant.through, expand)),
        ]);
    }
    table
}

/// The holders of roles on the entity and above it, with the members of those that are groups, as the
/// directory and the membership cache have them; nobody else has a permission on it.
fn concerned(access: &Access<'_>, entity: EntityId) -> Vec<PrincipalId> {
    let mut all: Vec<PrincipalId> = Vec::new();
    for (_, scope) in access.catalog.scopes(entity) {
        all.extend(scope.assignments.sorted().into_iter().map(|(_, principal, _)| principal));
        all.extend(scope.definition.declared(access.directory).map(|declared| declared.principal));
    }
    let mut seen = HashSet::new();
    let mut next = all;
    while let Some(principal) = next.pop() {
        if seen.insert(principal) {
            next.extend(access.directory.members(principal));
        }
    }
    let groups = |principal: &PrincipalId| seen.contains(principal);
    let former: Vec<PrincipalId> = access.memberships.members_of_any(groups).collect();
    let mut all: Vec<PrincipalId> = seen.into_iter().chain(former).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The group that a role comes from, or with `expand` the whole way to it.
fn via(access: &Access<'_>, principal: PrincipalId, through: Through, expand: bool) -> String {
    let Through::Group(group) = through else { return String::new() };
    let name = |group: PrincipalId| access.identity(group).plain_name().to_owned();
    match group_path(access.directory, principal, group).filter(|_| expand) {
        Some(path) => path.into_iter().skip(1).map(name).collect::<Vec<_>>().join(" > "),
        None => name(group),
    }
}

/// What `principal` can do, by entity: nothing while it is blocked. An entity on which it can do the
/// same as on what holds it, for the same reasons, has no row of its own.
#[must_use]
pub fn what_can(access: &Access<'_>, principal: PrincipalId, expand: bool, request: Request<'_>) -> Table {
    let mut table = Table::new(WHAT);
    if access.standing_blocks(principal, request).is_empty() {
        let mut rows = Rows { access, principal, expand, table: &mut table };
        rows.add(CLUSTER, None);
    }
    table
}

/// An action with the role that gives it.
type Given = (Permission, Witness);

/// What comes down unchanged: who may drop a database says nothing of who may drop what is in it.
fn inherited(given: &[Given]) -> impl Iterator<Item = &Given> {
    given.iter().filter(|(action, _)| *action != Permission::Drop)
}

struct Rows<'q, 'a> {
    access: &'q Access<'a>,
    principal: PrincipalId,
    expand: bool,
    table: &'q mut Table,
}

impl Rows<'_, '_> {
    /// Adds the rows of an entity that differs from its parent, and of all below it.
    fn add(&mut self, id: EntityId, parent: Option<&[Given]>) {
        let given = self.given(id);
        let differs = parent.is_none_or(|parent| !inherited(parent).eq(inherited(&given)))
            || given.iter().any(|(action, witness)| *action == Permission::Drop && witness.scope == id);
        if differs && (parent.is_some() || !given.is_empty()) {
            self.rows_of(id, &given);
        }
        self.rows_below(id);
        for (child, _) in self.access.catalog.all_children(id) {
            self.add(child, Some(&given));
        }
    }

    fn given(&self, id: EntityId) -> Vec<Given> {
        let answer = |action: &Permission| match self.access.evaluate(self.principal, *action, id) {
            Verdict::Allowed(evaluation) => Some((*action, evaluation.grant)),
            _ => None,
        };
        Permission::ALL.iter().filter_map(answer).collect()
    }

    /// The rows of what the roles on an entity give on those below it, and not on itself: the admin of a
    /// database drops what is in it.
    fn rows_below(&mut self, id: EntityId) {
        let Some(kind) = self.access.catalog.get(id).map(|entity| entity.definition.kind()) else { return };
        let below = |action: &Permission| EntityKind::ALL.iter().any(|other| *other > kind && action.is_about(*other));
        let here = |action: &Permission| action.is_about(kind) && self.access.has(self.principal, *action, id);
        let given = |action: &Permission| Some((*action, self.access.given_below(self.principal, *action, id)?));
        let actions = Permission::ALL.iter().filter(|action| below(action) && !here(action));
        let given: Vec<Given> = actions.filter_map(given).filter(|(_, witness)| witness.scope == id).collect();
        let title = format!("in {}", entity_name(self.access.catalog, id));
        self.rows(id, title, given.iter());
    }

    /// A row for each role that gives something.
    fn rows_of(&mut self, id: EntityId, given: &[Given]) {
        let Some(entity) = self.access.catalog.get(id) else { return };
        let kind = entity.definition.kind();
        let title = entity_name(self.access.catalog, id);
        let given: Vec<&Given> = given.iter().filter(|(action, _)| action.is_about(kind)).collect();
        if given.is_empty() && kind != EntityKind::Database {
            let database = self.access.catalog.database_of(id).map(|(_, database)| database.definition.name.clone());
            let nothing = [Value::from(""), Value::from(""), Value::from("")];
            self.table.push([Value::from(database), Value::from(title)].into_iter().chain(nothing));
            return;
        }
        self.rows(id, title, given.into_iter());
    }

    fn rows<'g>(&mut self, id: EntityId, title: String, given: impl Iterator<Item = &'g Given>) {
        let database = self.access.catalog.database_of(id).map(|(_, database)| database.definition.name.clone());
        let mut roles: Vec<(Witness, Vec<Permission>)> = Vec::new();
        for (action, witness) in given {
            match roles.iter_mut().find(|(role, _)| role == witness) {
                Some((_, actions)) => actions.push(*action),
                None => roles.push((*witness, vec![*action])),
            }
        }
        let start = [Value::from(database), Value::from(title)];
        for (witness, actions) in roles {
            let row = [
                Value::from(joined(&actions)),
                Value::from(role_title(self.access.catalog, &witness)),
                Value::from(via(self.access, self.principal, witness.through, self.expand)),
            ];
            self.table.push(start.iter().cloned().chain(row));
        }
    }
}
