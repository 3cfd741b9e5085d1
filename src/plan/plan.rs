//! A plan: what differs, who gains and loses access, and what gives no change of access and why; with the names that
//! reports print.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use crate::access::{Unknown, named_way};
use crate::catalog::EntityId;
use crate::directory::{IdentityView, PrincipalId};
use crate::engine::World;
use crate::model::permission::Permission;
use crate::model::principal::PrincipalKind;
use crate::model::scope::Scope;
use crate::plan::difference::{Difference, Sign, What, compared, differences, differences_of_environments};
use crate::plan::effect::{Effect, by_group, effects};
use crate::plan::renames::{Rename, Renames};
use crate::session::Session;

mod unchanged;

use unchanged::why_no_change;

/// A difference as reports print it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What differs.
    pub difference: Difference,
    /// Who holds the role, or is blocked, by the FQN.
    pub principal: Option<String>,
    /// The same, as people read it.
    pub name: Option<String>,
    /// Why nobody's access changes by it; none where somebody's does.
    pub no_change: Option<String>,
}

/// What somebody gains or loses, as reports print it.
#[derive(Clone, Debug)]
pub struct Turned {
    /// What is gained or lost.
    pub effect: Effect,
    /// Who, by the FQN.
    pub principal: String,
    /// Who, as people read it.
    pub name: String,
    /// The groups through which the role is held, by their names.
    pub way: Vec<String>,
    /// For how many of its members a group stands here, and how many it has; none for who is no group.
    pub members: Option<(usize, usize)>,
    /// The groups whose members nobody listed: the principal itself, or groups in it.
    pub unlisted: Vec<String>,
    /// Whether the principal itself is such a group.
    pub is_unlisted: bool,
    /// The groups whose members nobody listed and in which the principal has it before and after, by their names.
    pub unless: Vec<String>,
    /// Whether it has it only in all of these, and not in each.
    pub unless_all: bool,
}

/// How many differences of one kind there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// What is there after, and was not before.
    pub added: usize,
    /// What was there before, and is not after.
    pub removed: usize,
    /// What is another one.
    pub changed: usize,
}

impl Count {
    fn add(&mut self, sign: Sign) {
        match sign {
            Sign::Added => self.added += 1,
            Sign::Removed => self.removed += 1,
            Sign::Changed => self.changed += 1,
        }
    }
}

/// The line of totals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Roles of principals.
    pub assignments: Count,
    /// Policies.
    pub policies: Count,
    /// Entities.
    pub entities: Count,
    /// Mappings, blocks and members of groups.
    pub others: Count,
    /// How many principals gain access.
    pub gaining: usize,
    /// How many principals lose access.
    pub losing: usize,
    /// How many others gain access unless they are in a group whose members nobody listed.
    pub may_gain: usize,
    /// How many others lose access unless they are in such a group.
    pub may_lose: usize,
}

/// A permission that a principal gains on an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gain {
    /// Who.
    pub principal: PrincipalId,
    /// On which entity, as it is after it.
    pub entity: EntityId,
    /// What.
    pub permission: Permission,
    /// The groups whose members nobody listed and in which the principal had it before.
    pub unless: Option<Unknown>,
}

/// What would happen.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What differs, by scope.
    pub differences: Vec<Planned>,
    /// Who gains and loses access.
    pub effects: Vec<Turned>,
    /// What every principal gains, members of groups too, on entities as they are after it.
    pub gains: Vec<Gain>,
    /// How much, in the whole plan.
    pub totals: Totals,
    /// How many differences, gains and losses a part of the plan leaves out; none of a whole one.
    pub left_out: Option<usize>,
}

impl Plan {
    /// Compares two sessions, whose principals have the same numbers. With `expand`, members of groups stand for
    /// themselves.
    #[must_use]
    pub fn compare(before: &Session, after: &Session, expand: bool) -> Self {
        before.world(|before| after.world(|after| Self::of(before, after, expand)))
    }

    fn of(before: &World<'_>, after: &World<'_>, expand: bool) -> Self {
        let mut differences = differences(before, after);
        let all = effects(before, after, &differences);
        // That a database becomes a follower is told of what it has as one.
        differences.retain(|difference| difference.before != difference.after);
        differences.extend(differences_of_environments(before, after));
        differences.sort_by(compared);
        let concerned: HashMap<PrincipalId, Vec<&Effect>> = all.iter().fold(HashMap::new(), |mut by, effect| {
            // The group that holds the role changes nothing less than its members.
            let group = effect.way.last().filter(|group| **group != effect.principal);
            for one in [Some(&effect.principal), group].into_iter().flatten() {
                by.entry(*one).or_default().push(effect);
            }
            by
        });
        let planned = |difference: Difference| {
            let no_change = why_no_change(&difference, &concerned, before, after);
            let who = difference.principal();
            let principal = who.map(|who| identity(before, after, who).fqn());
            Planned { principal, name: who.map(|who| readable(side(before, after, who), who)), no_change, difference }
        };
        let mut totals = totals(&differences);
        let differences: Vec<Planned> = differences.into_iter().map(planned).collect();
        let (shown, members) = by_group(&all, |one| after.identity(one).kind != PrincipalKind::Group);
        let chosen: Vec<&Effect> = if expand { all.iter().collect() } else { shown };
        let stands_for = |effect: &Effect| members.get(&effect.principal).copied().filter(|_| !expand);
        let turned = chosen.into_iter().map(|effect| turned(effect, stands_for(effect), before, after));
        let mut effects: Vec<Turned> = turned.collect();
        effects.sort_by(|one, other| order(one).cmp(&order(other)));
        let of_sign = |gained: bool| {
            let of = |it: &&Turned| it.effect.gained == gained;
            let all: BTreeSet<&str> = effects.iter().filter(of).map(|it| &*it.principal).collect();
            let certain = effects.iter().filter(of).filter(|it| it.unless.is_empty());
            let certain = certain.map(|it| &*it.principal).collect::<BTreeSet<&str>>().len();
            (certain, all.len() - certain)
        };
        (totals.gaining, totals.may_gain) = of_sign(true);
        (totals.losing, totals.may_lose) = of_sign(false);
        Self { differences, effects, gains: gains(&all, after), totals, left_out: None }
    }

    /// Returns the plan with what has another name now; the first side that was compared has the new names.
    #[must_use]
    pub fn renamed(mut self, renames: &Renames) -> Self {
        for Rename { before, after, .. } in renames.iter() {
            let (was, is) = (Some(before.name.to_string()), Some(after.name.to_string()));
            let difference = Difference { scope: after.clone(), what: What::Name, before: was, after: is };
            let no_change = Some("roles, policies and data stay".to_owned());
            self.differences.push(Planned { difference, principal: None, name: None, no_change });
            self.totals.entities.add(Sign::Changed);
        }
        self.differences.sort_by(|one, other| compared(&one.difference, &other.difference));
        self
    }

    /// Returns the sentence that nothing differs: of a part, how much does elsewhere.
    #[must_use]
    pub fn nothing(&self) -> Option<String> {
        self.is_empty().then(|| match self.left_out {
            None | Some(0) => "Nothing changes.".to_owned(),
            Some(1) => "Nothing of that kind changes; 1 change is elsewhere.".to_owned(),
            Some(count) => format!("Nothing of that kind changes; {count} changes are elsewhere."),
        })
    }

    /// Returns the note that the totals are not those of what is shown, where that is a part.
    #[must_use]
    pub const fn of_the_whole(&self) -> &'static str {
        match self.left_out {
            None | Some(0) => "",
            Some(_) => " The totals are those of the whole plan, of which a part is shown.",
        }
    }

    /// Returns whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.differences.is_empty() && self.effects.is_empty()
    }
}

/// Losses come first, by principal and scope.
fn order(turned: &Turned) -> (bool, &str, &Scope) {
    (turned.effect.gained, &turned.principal, &turned.effect.scope)
}

/// Returns what is shown of a principal, from the side that knows it.
fn identity<'a>(before: &World<'a>, after: &World<'a>, principal: PrincipalId) -> IdentityView<'a> {
    side(before, after, principal).identity(principal)
}

/// Returns the side that knows a principal.
fn side<'w, 'a>(before: &'w World<'a>, after: &'w World<'a>, principal: PrincipalId) -> &'w World<'a> {
    if after.directory.exists(principal) { after } else { before }
}

/// Returns a principal as people read and write it: `aadgroup=Interns;contoso.com`, a reference that commands take.
pub(super) fn readable(world: &World<'_>, principal: PrincipalId) -> String {
    let identity = world.identity(principal);
    match (identity.kind, identity.tenant) {
        (PrincipalKind::User | PrincipalKind::Account, _) => identity.fqn(),
        (kind, tenant) => {
            let name = format!("{}={}", kind.word(), identity.plain_name());
            let tenant = tenant.filter(|_| !name.contains(';')).map(|tenant| world.directory.tenant_name(tenant));
            tenant.map_or_else(|| name.clone(), |tenant| format!("{name};{tenant}"))
        }
    }
}

fn totals(differences: &[Difference]) -> Totals {
    let mut totals = Totals::default();
    for difference in differences {
        let count = match difference.what {
            What::Assignment(..) | What::Declared(..) => &mut totals.assignments,
            What::Policy(_) => &mut totals.policies,
            What::Entity | What::Name => &mut totals.entities,
            What::Mapping(..) | What::Block(_) | What::Member(..) => &mut totals.others,
        };
        count.add(difference.sign());
    }
    totals
}

/// Returns an effect with the names of those whom it concerns; `stands_for` members of a group have it too.
fn turned(effect: &Effect, stands_for: Option<usize>, before: &World<'_>, after: &World<'_>) -> Turned {
    let group = |group: PrincipalId| after.identity(group).plain_name().to_owned();
    Turned {
        principal: identity(before, after, effect.principal).fqn(),
        name: readable(side(before, after, effect.principal), effect.principal),
        way: named_way(&effect.way, group),
        members: stands_for.map(|count| (count, after.directory.member_count(effect.principal))),
        unlisted: unlisted_in(after, effect.principal),
        is_unlisted: after.directory.is_unlisted(effect.principal),
        unless: effect.unless.iter().flat_map(|unknown| &unknown.groups).map(|one| group(*one)).collect(),
        unless_all: effect.unless.as_ref().is_some_and(|unknown| !unknown.each),
        effect: effect.clone(),
    }
}

/// Returns each permission that somebody gains on an entity.
fn gains(all: &[Effect], after: &World<'_>) -> Vec<Gain> {
    let gains = all.iter().filter(|effect| effect.gained && !effect.is_below).flat_map(|effect| {
        let id = effect.scope.find(after.catalog);
        let gain = |entity, permission| {
            let Effect { principal, unless, .. } = effect;
            Gain { principal: *principal, entity, permission, unless: unless.clone() }
        };
        let gained = move |id| effect.permissions.iter().map(move |permission| gain(id, *permission));
        id.into_iter().flat_map(gained)
    });
    gains.collect()
}

/// Returns the names of the groups in a group, itself not counted, whose members nobody listed.
fn unlisted_in(world: &World<'_>, group: PrincipalId) -> Vec<String> {
    let directory = world.directory;
    if directory.is_closed() || directory.members(group).is_empty() {
        return Vec::new();
    }
    let all = directory.with_members([group]).into_iter();
    let unlisted = all.filter(|one| *one != group && directory.is_unlisted(*one));
    let mut names: Vec<String> = unlisted.map(|one| world.identity(one).plain_name().to_owned()).collect();
    names.sort();
    names
}
