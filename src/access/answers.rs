//! Who can do something, and what somebody can do: answers as rows.

use hashbrown::HashSet;

use crate::access::block::Request;
use crate::access::evaluate::{Access, Evaluation, Need, Through, Verdict, Witness};
use crate::access::membership::{Filled, Memberships, Subject};
use crate::access::path::group_path;
use crate::catalog::{CLUSTER, EntityId};
use crate::directory::PrincipalId;
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::principal::PrincipalKind;

/// What somebody can do with an entity by certain roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Who can do it.
    pub principal: PrincipalId,
    /// With which entity.
    pub entity: EntityId,
    /// Whether the row is about what is in the entity, and not about the entity itself.
    pub is_below: bool,
    /// What the roles give here; nothing where they have no effect.
    pub permissions: Vec<Permission>,
    /// The role that gives it, and after it that which lifts the restriction of view access; none
    /// where nothing can be done.
    pub roles: Vec<Witness>,
    /// The groups on the way to the first role: that which holds it, or with `expand` each of them.
    pub way: Vec<PrincipalId>,
    /// Whether it is a group that stands among members, since nobody listed its own.
    pub unlisted: bool,
}

/// Returns everybody who meets the need. A group stands for its members, unless groups are
/// expanded: then the members stand there, with the way through the groups, and a group whose members nobody listed.
#[must_use]
pub fn who_can(
    access: &Access<'_>,
    memberships: &Memberships,
    request: Request<'_>,
    need: Need,
    expand: bool,
) -> Vec<Row> {
    let filled = |principal| memberships.filled(access.directory, principal, request.now);
    let evaluated = |subject: Subject<'_>| {
        let is_blocked = !access.standing_blocks(request.of(subject)).is_empty();
        match access.evaluate(subject, need.permission, need.entity) {
            Verdict::Allowed(evaluation) if !is_blocked => Some(evaluation),
            _ => None,
        }
    };
    let mut concerned = concerned(access, memberships, need.entity);
    if !expand {
        // Whoever is in a group that is able, and holds nothing itself, stands behind that group: nobody looks further.
        let holders: HashSet<PrincipalId> = access.holders_at(need.entity).into_iter().collect();
        let is_able = |holder: &&PrincipalId| evaluated(filled(**holder).subject()).is_some();
        let groups = holders.iter().filter(|holder| !access.directory.members(**holder).is_empty()).filter(is_able);
        let hidden = access.directory.with_members(groups.copied());
        concerned.retain(|one| holders.contains(one) || !hidden.contains(one) || memberships.knows(*one));
    }
    let everybody: Vec<Filled> = concerned.into_iter().map(filled).collect();
    let able = everybody.iter().map(Filled::subject);
    let mut able: Vec<(Subject<'_>, Evaluation)> =
        able.filter_map(|subject| Some((subject, evaluated(subject)?))).collect();
    let principals: HashSet<_> = able.iter().map(|(subject, _)| subject.principal()).collect();
    able.retain(|(subject, evaluation)| match evaluation.grant.through {
        _ if expand => {
            let principal = subject.principal();
            access.identity(principal).kind != PrincipalKind::Group || access.directory.is_unlisted(principal)
        }
        Through::Itself => true,
        Through::Group(_) => !subject.groups().iter().any(|group| principals.contains(group)),
    });
    let row = |(subject, evaluation): (Subject<'_>, Evaluation)| {
        let (principal, entity) = (subject.principal(), need.entity);
        let lifting = evaluation.unrestricted.map(|(role, _)| role);
        let roles = [evaluation.grant].into_iter().chain(lifting).collect();
        let way = way(access, principal, &evaluation.grant, expand);
        let permissions = vec![need.permission];
        let unlisted = expand && access.directory.is_unlisted(principal);
        Row { principal, entity, is_below: false, permissions, roles, way, unlisted }
    };
    able.into_iter().map(row).collect()
}

/// Returns those whose roles want another one to meet the need, which an unlisted group would give them.
#[must_use]
pub fn who_may_be_able(
    access: &Access<'_>,
    memberships: &Memberships,
    request: Request<'_>,
    need: Need,
) -> Vec<PrincipalId> {
    let unlisted = access.unlisted(&[need]);
    if unlisted.is_empty() {
        return Vec::new();
    }
    let mut all = concerned(access, memberships, need.entity);
    all.retain(|principal| {
        let filled = memberships.filled(access.directory, *principal, request.now);
        let (subject, request) = (filled.subject(), request.of(filled.subject()));
        let verdict = access.evaluate(subject, need.permission, need.entity);
        matches!(verdict, Verdict::NoDependency(_) | Verdict::Restricted(_))
            && access.unknown(request, &[need], &unlisted).is_some()
    });
    all
}

/// Returns the holders of roles on the entity and above it, with the members of those that are
/// groups, as the directory and the membership cache have them; nobody else has a permission on it.
#[must_use]
pub fn concerned(access: &Access<'_>, memberships: &Memberships, entity: EntityId) -> Vec<PrincipalId> {
    let seen = access.directory.with_members(access.holders_at(entity));
    let former = memberships.members_of_any(|principal| seen.contains(principal));
    let mut all: Vec<PrincipalId> = seen.iter().copied().chain(former).collect();
    all.retain(|principal| access.directory.exists(*principal));
    all.sort_unstable();
    all.dedup();
    all
}

/// Returns the group that a role comes from, or with `expand` the whole way to it.
#[must_use]
pub fn way(access: &Access<'_>, principal: PrincipalId, role: &Witness, expand: bool) -> Vec<PrincipalId> {
    let Through::Group(group) = role.through else { return Vec::new() };
    let path = || group_path(access.directory, principal, group);
    match expand.then(path).flatten() {
        Some(path) => path.into_iter().skip(1).collect(),
        None => vec![group],
    }
}

/// Returns what the principal of the request can do, by entity: nothing while it is blocked. An
/// entity on which it can do the same as on what holds it, for the same reasons, has no row of its
/// own. Roles without effect follow, without permissions.
#[must_use]
pub fn what_can(access: &Access<'_>, request: Request<'_>, expand: bool) -> Vec<Row> {
    if !access.standing_blocks(request).is_empty() {
        return Vec::new();
    }
    let subject = request.subject;
    let mut abilities = Abilities { access, subject, expand, rows: Vec::new() };
    abilities.add(CLUSTER, None);
    abilities.add_idle();
    abilities.rows
}

/// A permission with the role that gives it.
type Ability = (Permission, Witness);

/// Returns the abilities that hold for what is in the entity too. To drop is not one of them: who
/// may drop a database says nothing of who may drop what is in it.
fn inherited(abilities: &[Ability]) -> impl Iterator<Item = &Ability> {
    abilities.iter().filter(|(action, _)| *action != Permission::Drop)
}

/// What a subject can do, as far as the entities were looked at.
struct Abilities<'q, 'a> {
    access: &'q Access<'a>,
    subject: Subject<'q>,
    expand: bool,
    rows: Vec<Row>,
}

impl Abilities<'_, '_> {
    /// Adds the rows of an entity that differs from its parent, and of all below it.
    fn add(&mut self, id: EntityId, parent: Option<&[Ability]>) {
        let here = self.abilities(id);
        let drops = |(action, role): &Ability| *action == Permission::Drop && role.scope == id;
        let differs = parent.is_none_or(|parent| !inherited(parent).eq(inherited(&here)));
        let differs = differs || here.iter().any(drops);
        if differs && (parent.is_some() || !here.is_empty()) {
            self.add_on(id, &here);
        }
        self.add_below(id);
        for (child, _) in self.access.catalog.all_children(id) {
            self.add(child, Some(&here));
        }
    }

    /// Adds the roles that have no effect.
    fn add_idle(&mut self) {
        let held = self.access.roles_of(self.subject).into_iter();
        for role in held.filter(|held| !held.in_force).map(|held| held.witness) {
            self.push(role.scope, false, Vec::new(), Some(role));
        }
    }

    fn abilities(&self, id: EntityId) -> Vec<Ability> {
        let evaluated = |action| self.access.evaluate(self.subject, action, id);
        let ability = |action: &Permission| match evaluated(*action) {
            Verdict::Allowed(evaluation) => Some((*action, evaluation.grant)),
            _ => None,
        };
        Permission::ALL.iter().filter_map(ability).collect()
    }

    /// Adds the rows of an entity: one for each role that gives something, or one that says that
    /// nothing does.
    fn add_on(&mut self, id: EntityId, abilities: &[Ability]) {
        let kind = self.access.kind_of(id);
        let about = abilities.iter().filter(|(action, _)| action.is_about(kind));
        let about: Vec<Ability> = about.copied().collect();
        if about.is_empty() && kind != EntityKind::Database {
            self.push(id, false, Vec::new(), None);
        }
        self.add_rows(id, false, &about);
    }

    /// Adds the rows of what the roles on an entity give on those below it, and not on itself: the
    /// admin of a database drops what is in it.
    fn add_below(&mut self, id: EntityId) {
        let (access, subject) = (self.access, self.subject);
        let kind = access.kind_of(id);
        let lower = EntityKind::ALL.iter().filter(|other| **other > kind);
        let is_below = |action: &Permission| lower.clone().any(|other| action.is_about(*other));
        let is_here = |action: Permission| action.is_about(kind) && access.has(subject, action, id);
        let mut below = Vec::new();
        for action in Permission::ALL.iter().copied().filter(is_below) {
            // What is asked of entities below is looked for on this one.
            let Verdict::Allowed(Evaluation { grant, .. }) = access.granted(subject, action, id) else {
                continue;
            };
            if grant.scope == id && !is_here(action) {
                below.push((action, grant));
            }
        }
        self.add_rows(id, true, &below);
    }

    fn add_rows(&mut self, id: EntityId, is_below: bool, abilities: &[Ability]) {
        let mut roles: Vec<(Witness, Vec<Permission>)> = Vec::new();
        for (action, role) in abilities {
            match roles.iter_mut().find(|(other, _)| other == role) {
                Some((_, actions)) => actions.push(*action),
                None => roles.push((*role, vec![*action])),
            }
        }
        for (role, actions) in roles {
            self.push(id, is_below, actions, Some(role));
        }
    }

    fn push(&mut self, entity: EntityId, is_below: bool, permissions: Vec<Permission>, role: Option<Witness>) {
        let principal = self.subject.principal();
        let way = role.iter().flat_map(|role| way(self.access, principal, role, self.expand));
        let (way, roles) = (way.collect(), role.into_iter().collect());
        self.rows.push(Row { principal, entity, is_below, permissions, roles, way, unlisted: false });
    }
}
