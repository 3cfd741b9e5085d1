//! A plan: what differs, who gains and loses access, and what gives no change of access and why; with the names that
//! reports print.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use crate::access::{Request, Unknown, Unlisted, Verdict, grant, role_title};
use crate::catalog::EntityId;
use crate::directory::{IdentityView, PrincipalId};
use crate::engine::World;
use crate::model::permission::Permission;
use crate::model::principal::PrincipalKind;
use crate::model::scope::Scope;
use crate::plan::difference::{Difference, Sign, What, differences};
use crate::plan::effect::{Effect, by_group, effects};
use crate::session::Session;
use crate::text::{few, sentence_list};

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
    /// Whether the principal is a group whose members nobody listed.
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
    /// Mappings and blocks.
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
    /// How much.
    pub totals: Totals,
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
        let concerned: HashMap<PrincipalId, Vec<&Effect>> = all.iter().fold(HashMap::new(), |mut by, effect| {
            by.entry(effect.principal).or_default().push(effect);
            by
        });
        let planned = |difference: Difference| {
            let no_change = why_no_change(&difference, &concerned, before, after);
            let identity = difference.principal().map(|who| identity(before, after, who));
            let principal = identity.map(|identity| identity.fqn());
            Planned { difference, principal, name: identity.map(|identity| readable(&identity)), no_change }
        };
        let mut totals = totals(&differences);
        let differences: Vec<Planned> = differences.into_iter().map(planned).collect();
        let (shown, members) = by_group(&all);
        let chosen: Vec<&Effect> = if expand { all.iter().collect() } else { shown };
        let turned = |effect: &Effect| {
            let group = |group: &PrincipalId| after.identity(*group).plain_name().to_owned();
            let stands_for = members.get(&effect.principal).copied().filter(|_| !expand);
            let identity = identity(before, after, effect.principal);
            Turned {
                principal: identity.fqn(),
                name: readable(&identity),
                way: effect.way.iter().map(group).collect(),
                members: stands_for.map(|count| (count, after.directory.member_count(effect.principal))),
                is_unlisted: after.directory.is_unlisted(effect.principal),
                unless: effect.unless.iter().flat_map(|unknown| &unknown.groups).map(group).collect(),
                unless_all: effect.unless.as_ref().is_some_and(|unknown| !unknown.each),
                effect: effect.clone(),
            }
        };
        let mut effects: Vec<Turned> = chosen.into_iter().map(turned).collect();
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
        let gains = all.iter().filter(|effect| effect.gained && !effect.is_below).flat_map(|effect| {
            let id = effect.scope.find(after.catalog);
            let gain = |entity, permission| {
                let Effect { principal, unless, .. } = effect;
                Gain { principal: *principal, entity, permission, unless: unless.clone() }
            };
            let gained = move |id| effect.permissions.iter().map(move |permission| gain(id, *permission));
            id.into_iter().flat_map(gained)
        });
        Self { differences, effects, gains: gains.collect(), totals }
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
    let world = if after.directory.exists(principal) { after } else { before };
    world.identity(principal)
}

/// Returns a principal as people read it: `aadgroup=Interns`.
fn readable(identity: &IdentityView<'_>) -> String {
    match identity.kind {
        PrincipalKind::User | PrincipalKind::Account => identity.fqn(),
        kind => format!("{}={}", kind.word(), identity.plain_name()),
    }
}

fn totals(differences: &[Difference]) -> Totals {
    let mut totals = Totals::default();
    for difference in differences {
        let count = match difference.what {
            What::Assignment(..) => &mut totals.assignments,
            What::Policy(_) => &mut totals.policies,
            What::Entity => &mut totals.entities,
            What::Mapping(..) | What::Block(_) => &mut totals.others,
        };
        count.add(difference.sign());
    }
    totals
}

/// Returns why nobody's access changes by the role that somebody gets or loses.
fn why_no_change(
    difference: &Difference,
    concerned: &HashMap<PrincipalId, Vec<&Effect>>,
    before: &World<'_>,
    after: &World<'_>,
) -> Option<String> {
    let What::Assignment(role, principal) = difference.what else { return None };
    let gained = match difference.sign() {
        Sign::Changed => return Some("the notes alone differ".to_owned()),
        Sign::Added => true,
        Sign::Removed => false,
    };
    let scope = &difference.scope;
    let has_effect = |effect: &&&Effect| {
        effect.gained == gained && (effect.scope == *scope || effect.scope.database == scope.database)
    };
    if concerned.get(&principal).is_some_and(|effects| effects.iter().any(|effect| has_effect(&effect))) {
        return None;
    }
    // What the role would give, or gave, is held by another one on both sides.
    let world = if gained { before } else { after };
    let id = scope.find(world.catalog)?;
    let filled = world.filled(principal);
    let Some(row) = grant(scope.kind, role).filter(|row| row.allows.count() > 0) else {
        return Some("the role grants nothing".to_owned());
    };
    let access = world.access();
    let held = Permission::ALL.iter().filter(|permission| row.allows.has(**permission));
    let other = held.filter_map(|permission| match access.granted(filled.subject(), *permission, id) {
        Verdict::Allowed(evaluation) => Some(evaluation.grant),
        _ => None,
    });
    let titles: BTreeSet<String> = other.map(|witness| role_title(world.catalog, &witness)).collect();
    let titles: Vec<String> = titles.into_iter().collect();
    if let (true, Some(groups)) = (titles.is_empty(), waits_for(difference, if gained { after } else { before })) {
        let has = if gained { "has" } else { "had" };
        return Some(format!(
            "whether the role {has} effect is unknown: it depends on who is in {groups} (members unknown)"
        ));
    }
    Some(match (titles.as_slice(), gained) {
        ([], true) => "the role has no effect yet".to_owned(),
        ([], false) => "the role had no effect".to_owned(),
        (titles, true) => format!("already {}", sentence_list(titles, "and")),
        (titles, false) => format!("still {}", sentence_list(titles, "and")),
    })
}

/// Returns the groups whose members nobody listed and in which a role that somebody gets or loses has effect.
fn waits_for(difference: &Difference, world: &World<'_>) -> Option<String> {
    let What::Assignment(role, principal) = difference.what else { return None };
    let id = difference.scope.find(world.catalog)?;
    let (access, filled) = (world.access(), world.filled(principal));
    let request = Request { subject: filled.subject(), ..world.request() };
    let unlisted = Unlisted::default().at(&access, id);
    let unknown = access.unknown_where(request, &unlisted, |subject| access.is_in_force(subject, id, role))?;
    let name = |group: &PrincipalId| world.identity(*group).plain_name().to_owned();
    Some(few(unknown.groups.iter().map(name).collect(), if unknown.each { "or" } else { "and" }))
}
