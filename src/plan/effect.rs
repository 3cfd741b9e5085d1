//! Who gains and who loses access: the evaluator's answers before and after, of those whom a difference can concern.
//! A permission on an entity counts for what is in it too, so that an entity below has a row of its own only where
//! something else changes there. A block takes all access, one that names an application or a user none: it refuses
//! only the requests that state it.

use std::cell::RefCell;

use hashbrown::{HashMap, HashSet};

use crate::access::{
    Access, Evaluation, Filled, Request, Subject, Unknown, Unlisted, Verdict, Witness, concerned, stated_requests,
};
use crate::catalog::EntityId;
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::policy::PolicyKind;
use crate::model::principal::PrincipalKind;
use crate::model::scope::Scope;
use crate::plan::difference::{Difference, What};

mod inside;
mod walk;

pub(super) use inside::restricts;
use inside::{Both, Inside};
use walk::Walk;

/// What a principal gains, or loses, on an entity by one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Who.
    pub principal: PrincipalId,
    /// Whether it is gained, or else lost.
    pub gained: bool,
    /// On which entity.
    pub scope: Scope,
    /// Whether it is about what is in the entity, and not about the entity itself.
    pub is_below: bool,
    /// What is gained or lost.
    pub permissions: Vec<Permission>,
    /// The role that gives it, or gave it.
    pub witness: Witness,
    /// The same as results name it, with its scope.
    pub role: String,
    /// The groups through which the role is held.
    pub way: Vec<PrincipalId>,
    /// Whether the principal is blocked where it has no access: after a loss, before a gain.
    pub is_by_block: bool,
    /// Entities in this one on which nothing changes, since view access is restricted there.
    pub but_not: Vec<Scope>,
    /// The groups whose members nobody listed and in which the principal has it on the other side too: of what is
    /// gained before, of what is lost after.
    pub unless: Option<Unknown>,
}

/// Returns who gains and who loses what, by principal; groups and their members alike.
#[must_use]
pub fn effects(before: &World<'_>, after: &World<'_>, differences: &[Difference]) -> Vec<Effect> {
    let mut all = Vec::new();
    let inside = Inside { before, after, children: RefCell::default() };
    let mut known: HashMap<Scope, AtScope> = HashMap::new();
    let unlisted = (Unlisted::default(), Unlisted::default());
    for (principal, scopes) in affected(before, after, differences) {
        let filled = (before.filled(principal), after.filled(principal));
        let standing = (standing(before, &filled.0), standing(after, &filled.1));
        for scope in scopes {
            let ids = (scope.find(before.catalog), scope.find(after.catalog));
            let at = known.entry(scope.clone()).or_insert_with(|| AtScope::of(&inside, &scope, ids));
            let groups = (among(&filled.0, &at.holders), among(&filled.1, &at.holders));
            let is_holder = at.holders.contains(&principal);
            if !is_holder && groups.0.is_empty() && groups.1.is_empty() {
                continue;
            }
            let subjects = (filled.0.subject().with_groups(&groups.0), filled.1.subject().with_groups(&groups.1));
            let mut walk = Walk {
                inside: &inside,
                before: Side::of(before, (subjects.0, standing.0), &unlisted.0),
                after: Side::of(after, (subjects.1, standing.1), &unlisted.1),
                effects: Vec::new(),
            };
            // In which other groups a group may be depends on those that are in it.
            if is_holder || after.identity(principal).kind == PrincipalKind::Group {
                walk.entity(&scope, ids, &[]);
                all.append(&mut walk.effects);
                continue;
            }
            let like_it = at.by_groups.entry((standing, groups.clone()));
            let like_it = like_it.or_insert_with(|| {
                walk.entity(&scope, ids, &[]);
                std::mem::take(&mut walk.effects)
            });
            all.extend(like_it.iter().map(|effect| walk.own(effect)));
        }
    }
    all
}

/// What is the same for many principals at a scope.
struct AtScope {
    /// Who has a role that may count there: on the scope, on what holds it, or in it.
    holders: HashSet<PrincipalId>,
    /// The effects of those who have no such role themselves: they are the same for all who stand alike and are in the
    /// same of these groups, before and after.
    by_groups: HashMap<((Standing, Standing), Groups), Vec<Effect>>,
}

/// Whether roles count for a principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Standing {
    /// They do.
    Served,
    /// It is blocked.
    Blocked,
    /// It does not exist.
    Gone,
}

fn standing(world: &World<'_>, filled: &Filled) -> Standing {
    let subject = filled.subject();
    match world.directory.exists(subject.principal()) {
        false => Standing::Gone,
        true if world.is_blocked(subject) => Standing::Blocked,
        true => Standing::Served,
    }
}

/// Groups before and after.
type Groups = (Vec<PrincipalId>, Vec<PrincipalId>);

impl AtScope {
    fn of(inside: &Inside<'_>, scope: &Scope, ids: Both) -> Self {
        let mut holders = HashSet::new();
        for (world, id) in [(inside.before, ids.0), (inside.after, ids.1)] {
            holders.extend(id.map_or_else(Vec::new, |id| world.access().holders_at(id)));
        }
        inside.add_holders(scope, ids, &mut holders);
        Self { holders, by_groups: HashMap::new() }
    }
}

/// Returns those groups of a principal that are among the holders.
fn among(filled: &Filled, holders: &HashSet<PrincipalId>) -> Vec<PrincipalId> {
    filled.subject().groups().iter().filter(|group| holders.contains(*group)).copied().collect()
}

/// Returns the effects without those of members that their group has too, and how many members each such group
/// stands for, of those that count as members.
#[must_use]
pub fn by_group(
    effects: &[Effect],
    is_counted: impl Fn(PrincipalId) -> bool,
) -> (Vec<&Effect>, HashMap<PrincipalId, usize>) {
    let key = |effect: &Effect, principal: PrincipalId| (principal, effect.gained, effect.scope.clone());
    let own: HashSet<_> =
        effects.iter().filter(|effect| effect.way.is_empty()).map(|it| key(it, it.principal)).collect();
    let stands_for = |effect: &Effect| effect.way.last().copied().filter(|group| own.contains(&key(effect, *group)));
    let mut members: HashMap<PrincipalId, HashSet<PrincipalId>> = HashMap::new();
    let mut shown = Vec::new();
    for effect in effects {
        match stands_for(effect) {
            Some(group) => {
                if is_counted(effect.principal) {
                    members.entry(group).or_default().insert(effect.principal);
                }
            }
            None => shown.push(effect),
        }
    }
    (shown, members.into_iter().map(|(group, members)| (group, members.len())).collect())
}

/// Returns whom the differences can concern, in the order of their numbers, and the widest scopes on which.
fn affected(before: &World<'_>, after: &World<'_>, differences: &[Difference]) -> Vec<(PrincipalId, Vec<Scope>)> {
    let mut affected: HashMap<PrincipalId, Vec<Scope>> = HashMap::new();
    let mut add = |principal: PrincipalId, scope: &Scope| {
        let scopes = affected.entry(principal).or_default();
        if !scopes.contains(scope) {
            scopes.push(scope.clone());
        }
    };
    for difference in differences {
        let scope = where_it_counts(&difference.scope);
        match &difference.what {
            What::Assignment(_, principal) => {
                for world in [before, after] {
                    world.directory.with_members([*principal]).into_iter().for_each(|one| add(one, &scope));
                }
            }
            _ if opens(difference) => {
                for world in [before, after] {
                    everybody(world, &scope).into_iter().for_each(|one| add(one, &scope));
                }
            }
            _ => {}
        }
    }
    for principal in blocked_on_one_side(before, after) {
        for world in [before, after] {
            world.directory.with_members([principal]).into_iter().for_each(|one| add(one, &Scope::cluster()));
        }
    }
    if before.directory.environment() != after.directory.environment() {
        let cluster = Scope::cluster();
        for world in [before, after] {
            everybody(world, &cluster).into_iter().for_each(|one| add(one, &cluster));
        }
    }
    let is_built_in = |principal: &PrincipalId| after.directory.is_built_in(*principal);
    let mut all: Vec<_> = affected.into_iter().filter(|(principal, _)| !is_built_in(principal)).collect();
    all.sort_unstable_by_key(|(principal, _)| *principal);
    for (_, scopes) in &mut all {
        scopes.sort();
        let wider = scopes.clone();
        scopes.retain(|scope| !wider.iter().any(|other| other != scope && holds(other, scope)));
    }
    all
}

/// Returns those whose block, for all their requests, began or ended.
fn blocked_on_one_side(before: &World<'_>, after: &World<'_>) -> HashSet<PrincipalId> {
    let blocked = |world: &World<'_>| -> HashSet<PrincipalId> {
        let all = world.catalog.blocked().into_iter();
        let standing = all.filter(|(key, blocked)| stated_requests(key).is_none() && blocked.holds_at(world.now));
        standing.map(|(key, _)| key.principal).collect()
    };
    blocked(before).symmetric_difference(&blocked(after)).copied().collect()
}

/// Returns the scope on which a role counts: what a follower has counts for its database.
#[must_use]
pub fn where_it_counts(scope: &Scope) -> Scope {
    match (&scope.database, scope.kind) {
        (Some(database), EntityKind::Follower) => Scope::database(database.clone()),
        _ => scope.clone(),
    }
}

/// Returns whether a difference that is no role changes what roles give: restricted view access, and how a follower
/// combines its roles with its leader's.
fn opens(difference: &Difference) -> bool {
    match difference.what {
        What::Policy(policy) => policy == PolicyKind::RestrictedViewAccess,
        What::Entity => {
            difference.before.is_some()
                && difference.after.is_some()
                && matches!(difference.scope.kind, EntityKind::Database | EntityKind::Follower)
        }
        _ => false,
    }
}

fn holds(wide: &Scope, narrow: &Scope) -> bool {
    match wide.kind {
        EntityKind::Cluster => true,
        EntityKind::Database => wide.database == narrow.database,
        _ => false,
    }
}

/// Returns all who have a role on the entity, above it or in it.
fn everybody(world: &World<'_>, scope: &Scope) -> Vec<PrincipalId> {
    let Some(id) = scope.find(world.catalog) else { return Vec::new() };
    let access = world.access();
    let mut all = concerned(&access, world.memberships, id);
    for (child, _) in world.catalog.all_children(id) {
        all.extend(Scope::of(world.catalog, child).map(|scope| everybody(world, &scope)).unwrap_or_default());
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// One side of the comparison, for one principal.
#[derive(Clone, Copy)]
struct Side<'a> {
    access: Access<'a>,
    request: Request<'a>,
    standing: Standing,
    /// It is the same for all principals.
    unlisted: &'a Unlisted,
}

impl<'a> Side<'a> {
    fn of(world: &'a World<'a>, (subject, standing): (Subject<'a>, Standing), unlisted: &'a Unlisted) -> Self {
        Self { access: world.access(), request: Request { subject, ..world.request() }, standing, unlisted }
    }

    /// Returns what allows something on an entity, or on what is in it by roles on the entity and above.
    fn allowed(&self, permission: Permission, id: Option<EntityId>, is_below: bool) -> Option<Evaluation> {
        let id = id.filter(|_| self.standing == Standing::Served)?;
        self.allows(self.request.subject, permission, id, is_below)
    }

    fn allows(&self, subject: Subject<'_>, permission: Permission, id: EntityId, is_below: bool) -> Option<Evaluation> {
        let verdict = match is_below {
            false => self.access.evaluate(subject, permission, id),
            true => self.access.granted(subject, permission, id),
        };
        match verdict {
            Verdict::Allowed(evaluation) => Some(evaluation),
            _ => None,
        }
    }

    /// Returns the groups whose members nobody listed and in which the principal has what it does not have else. Whom
    /// the directory does not know yet may be in them too.
    fn unknown(&self, permission: Permission, id: Option<EntityId>, is_below: bool) -> Option<Unknown> {
        let id = id.filter(|_| !self.access.directory.is_closed() && self.standing != Standing::Blocked)?;
        let unlisted = self.unlisted.at(&self.access, id);
        let is_met = |subject: Subject<'_>| self.allows(subject, permission, id, is_below).is_some();
        self.access.unknown_where(self.request, &unlisted, is_met)
    }
}

/// Returns what made the difference: where the other side has all but what lifts the restriction of view access, that.
fn decisive(evaluation: Evaluation, other: &Side<'_>, permission: Permission, id: Option<EntityId>) -> Evaluation {
    match evaluation.unrestricted {
        Some((grant, _)) if other.allowed(permission, id, true).is_some() => Evaluation { grant, ..evaluation },
        _ => evaluation,
    }
}
