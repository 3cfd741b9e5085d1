//! The way through the entities of both sides, for one principal.

use crate::access::{Evaluation, Unknown, role_title, way};
use crate::catalog::EntityId;
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::scope::Scope;
use crate::plan::effect::inside::{Both, Inside};
use crate::plan::effect::{Effect, Side, Standing, decisive};

/// A permission that changes, whether it is gained, and in which groups it does not change.
pub(super) type Turn = (Permission, bool, Option<Unknown>);

pub(super) struct Walk<'a> {
    pub(super) inside: &'a Inside<'a>,
    pub(super) before: Side<'a>,
    pub(super) after: Side<'a>,
    pub(super) effects: Vec<Effect>,
}

impl Walk<'_> {
    /// Adds what changes on an entity and in it; `known` changed on what holds it already.
    pub(super) fn entity(&mut self, scope: &Scope, ids: Both, known: &[Turn]) {
        let kind = scope.kind;
        let mut here: Vec<(Turn, Evaluation)> = Vec::new();
        let mut below = Vec::new();
        for permission in Permission::ALL.iter().copied() {
            let is_here = permission.is_about(kind);
            if is_here {
                here.extend(self.turn(permission, ids, false));
            }
            // What counts here counts below too, but for the right to remove: that of an entity is not that of what
            // is in it.
            let is_lower = || EntityKind::ALL.iter().any(|other| *other > kind && permission.is_about(*other));
            if (!is_here || permission == Permission::Drop) && is_lower() {
                below.extend(self.turn(permission, ids, true));
            }
        }
        below.retain(|(turn, _)| !here.iter().any(|(other, _)| other == turn));
        let turns = here.iter().chain(&below).map(|(turn, _)| turn);
        let all: Vec<Turn> = turns.chain(known).cloned().collect();
        let start = self.effects.len();
        for (turns, is_below) in [(here, false), (below, true)] {
            let new = turns.into_iter().filter(|(turn, _)| !known.contains(turn));
            self.add(scope, is_below, new.collect());
        }
        let exceptions = self.children(scope, ids, &all);
        for effect in self.effects.iter_mut().skip(start).filter(|effect| effect.scope == *scope) {
            if effect.permissions.contains(&Permission::View) {
                let of_sign = exceptions.iter().filter(|(gained, _)| *gained == effect.gained);
                effect.but_not = of_sign.map(|(_, scope)| scope.clone()).collect();
            }
        }
    }

    /// Looks at what is in an entity; returns where the right to view does not change with it.
    fn children(&mut self, scope: &Scope, ids: Both, known: &[Turn]) -> Vec<(bool, Scope)> {
        let mut exceptions = Vec::new();
        for child in self.inside.of(scope, ids).iter() {
            let changes = self.turn(Permission::View, child.ids, false).map(|((_, gained, _), _)| gained);
            let is_on_both = child.ids.0.is_some() && child.ids.1.is_some();
            for (gained, is_restricted) in [(true, child.is_restricted.1), (false, child.is_restricted.0)] {
                let is_known = |(permission, of, _): &Turn| *permission == Permission::View && *of == gained;
                if is_restricted && is_on_both && known.iter().any(is_known) && changes != Some(gained) {
                    exceptions.push((gained, child.scope.clone()));
                }
            }
            self.entity(&child.scope, child.ids, known);
        }
        exceptions
    }

    /// Returns the turn of a permission. On an entity that is new, or gone, only the roles on itself count.
    fn turn(&self, permission: Permission, ids: Both, is_below: bool) -> Option<(Turn, Evaluation)> {
        let was = self.before.allowed(permission, ids.0, is_below);
        let is = self.after.allowed(permission, ids.1, is_below);
        let own = |evaluation: &Evaluation, id: Option<EntityId>| Some(evaluation.grant.scope) == id;
        match (was, is) {
            (None, Some(is)) if ids.0.is_some() || own(&is, ids.1) => {
                let unless = self.before.unknown(permission, ids.0, is_below);
                Some(((permission, true, unless), decisive(is, &self.before, permission, ids.0)))
            }
            (Some(was), None) if ids.1.is_some() || own(&was, ids.0) => {
                let unless = self.after.unknown(permission, ids.1, is_below);
                Some(((permission, false, unless), decisive(was, &self.after, permission, ids.1)))
            }
            _ => None,
        }
    }

    /// Returns an effect of a principal in the same groups as that of this one.
    pub(super) fn own(&self, effect: &Effect) -> Effect {
        let side = if effect.gained { &self.after } else { &self.before };
        let principal = side.request.subject.principal();
        let way = way(&side.access, principal, &effect.witness, true);
        Effect { principal, way, ..effect.clone() }
    }

    /// Returns whether a block begins, or ends where something is gained.
    fn is_by_block(&self, gained: bool) -> bool {
        let other = if gained { &self.before } else { &self.after };
        other.standing == Standing::Blocked
    }

    /// Adds effects, one for each role that gives or gave something.
    fn add(&mut self, scope: &Scope, is_below: bool, turns: Vec<(Turn, Evaluation)>) {
        let start = self.effects.len();
        for ((permission, gained, unless), evaluation) in turns {
            let witness = evaluation.grant;
            let same = |effect: &&mut Effect| {
                (effect.gained, effect.is_below, effect.witness) == (gained, is_below, witness)
                    && effect.unless == unless
            };
            match self.effects.iter_mut().skip(start).find(same) {
                Some(effect) => effect.permissions.push(permission),
                None => {
                    let side = if gained { &self.after } else { &self.before };
                    let principal = side.request.subject.principal();
                    self.effects.push(Effect {
                        principal,
                        gained,
                        scope: scope.clone(),
                        is_below,
                        permissions: vec![permission],
                        witness,
                        role: role_title(side.access.catalog, &witness),
                        way: way(&side.access, principal, &witness, true),
                        is_by_block: self.is_by_block(gained),
                        but_not: Vec::new(),
                        unless,
                    });
                }
            }
        }
    }
}
