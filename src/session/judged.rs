//! What assertions ask: whether somebody may do something, ever might, and who holds a role. Nothing changes, and a
//! proof is made only where it is wanted.

use hashbrown::HashSet;

use crate::access::{Conclusion, Export, Filled, Need, Proof, Request, Verdict, prove_export};
use crate::catalog::EntityId;
use crate::diagnostic::Diagnostic;
use crate::directory::PrincipalId;
use crate::engine::{Names, World};
use crate::model::permission::Permission;
use crate::model::principal::PrincipalRef;
use crate::model::reason::Reason;
use crate::model::role::Role;
use crate::session::Session;
use crate::session::access::{Resolved, proof_of, resolved, resolved_entity, within_entity};
use crate::syntax::ast::questions::{AskedEntity, Question};
use crate::text::Spanned;

/// Whether somebody may do something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Why not; nothing where it may.
    pub reasons: Vec<Reason>,
    /// The proof, where it was wanted.
    pub proof: Option<Proof>,
}

impl Judged {
    /// Returns whether the answer depends on who is in a group whose members nobody listed.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.proof.as_ref().is_some_and(|proof| proof.conclusion == Conclusion::Unknown)
    }

    /// Returns whether the principal may do so.
    #[must_use]
    pub const fn is_allowed(&self) -> bool {
        self.reasons.is_empty()
    }
}

/// Whether somebody, or a member of it, might do something by any membership of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Never {
    /// It may not.
    Holds,
    /// This one may, and why.
    Broken(Box<Proof>),
    /// Nobody listed the members of a group: whether it holds is unknown.
    Unknown {
        /// The group, as the PrincipalFQN column has it.
        group: String,
        /// Whether the group is the one that is asked about, or in it, and not one that would give the right.
        is_within: bool,
    },
}

/// A principal that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Who it is.
    pub principal: PrincipalId,
    /// Its name, as the PrincipalFQN column has it.
    pub fqn: String,
    /// What may be meant otherwise.
    pub warnings: Vec<Diagnostic>,
}

/// Who holds a role, beside those who are expected to, as the PrincipalFQN column has them, in the order of their
/// names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// All who hold it.
    pub holders: Vec<String>,
    /// Who is expected and does not.
    pub missing: Vec<String>,
    /// Who does and is not expected.
    pub unexpected: Vec<String>,
}

impl Session {
    /// Judges whether a principal may do something; `wants` says of the reasons against it whether a proof is made.
    ///
    /// # Errors
    /// The principal or the entity is not found.
    pub fn judge(
        &self,
        principal: &Spanned<PrincipalRef<'_>>,
        question: &Question<'_>,
        wants: impl FnOnce(&[Reason]) -> bool,
    ) -> Result<Judged, Diagnostic> {
        self.asked(principal, question, |world, found, resolved| {
            let filled = world.filled(found);
            let request = Request { subject: filled.subject(), ..world.request() };
            let reasons = reasons(world, request, resolved);
            // A denial may rest on what nobody listed, which the proof tells.
            let proof = (!reasons.is_empty() || wants(&reasons)).then(|| proof_of(world, request, resolved));
            Judged { reasons, proof }
        })
    }

    /// Judges whether neither a principal nor any member of it might do something, whichever of the memberships that
    /// the directory has, or the cache still knows, count.
    ///
    /// # Errors
    /// The principal or the entity is not found.
    pub fn never(&self, principal: &Spanned<PrincipalRef<'_>>, question: &Question<'_>) -> Result<Never, Diagnostic> {
        self.asked(principal, question, never)
    }

    /// Compares those who hold a role on an entity with those who are expected to. Built-in principals do not count.
    ///
    /// # Errors
    /// The entity or somebody who is expected is not found.
    pub fn compare(
        &self,
        entity: &AskedEntity<'_>,
        role: Role,
        expected: &[Spanned<PrincipalRef<'_>>],
    ) -> Result<Compared, Diagnostic> {
        let look_up = |names: &mut Names<'_>| {
            names.asked_entity(entity);
            expected.iter().for_each(|principal| names.former_principal(principal));
        };
        self.found(look_up, |world| {
            let holders = holders(world, resolved_entity(world, entity)?, role);
            let find = |principal| world.principal(principal, &mut Vec::new());
            let expected = expected.iter().map(find).collect::<Result<HashSet<_>, _>>()?;
            let names = |all: &HashSet<PrincipalId>, but: &HashSet<PrincipalId>| {
                let mut names: Vec<String> = all.difference(but).map(|id| world.identity(*id).fqn()).collect();
                names.sort_unstable();
                names
            };
            Ok(Compared {
                holders: names(&holders, &HashSet::new()),
                missing: names(&expected, &holders),
                unexpected: names(&holders, &expected),
            })
        })
    }

    /// Finds a principal, which need not exist any more.
    ///
    /// # Errors
    /// The reference names nobody, or more than one.
    pub fn find(&self, principal: &Spanned<PrincipalRef<'_>>) -> Result<Found, Diagnostic> {
        let look_up = |names: &mut Names<'_>| names.former_principal(principal);
        self.found(look_up, |world| {
            let mut warnings = Vec::new();
            let found = world.principal(principal, &mut warnings)?;
            Ok(Found { principal: found, fqn: world.identity(found).fqn(), warnings })
        })
    }

    fn asked<T>(
        &self,
        principal: &Spanned<PrincipalRef<'_>>,
        question: &Question<'_>,
        answer: impl FnOnce(&World<'_>, PrincipalId, Resolved<'_>) -> T,
    ) -> Result<T, Diagnostic> {
        let look_up = |names: &mut Names<'_>| {
            names.principal(principal);
            names.question(question);
        };
        self.found(look_up, |world| {
            let mut warnings = Vec::new();
            let found = world.principal(principal, &mut warnings)?;
            Ok(answer(world, found, resolved(world, question, &mut warnings)?))
        })
    }

    fn found<T>(&self, look_up: impl FnOnce(&mut Names<'_>), look: impl FnOnce(&World<'_>) -> T) -> T {
        let state = self.read();
        let bound = self.bound(&state, look_up);
        self.look(&state, &bound, self.now(), look)
    }
}

/// Returns who holds a role on an entity itself, by an assignment that counts or by the environment.
fn holders(world: &World<'_>, entity: EntityId, role: Role) -> HashSet<PrincipalId> {
    let Some(found) = world.catalog.get(entity) else { return HashSet::new() };
    let assigned = world.catalog.counting((entity, found)).flat_map(|assignments| assignments.holders(role));
    let declared = found.definition.declared(world.directory).filter(|declared| declared.role == role);
    let all = assigned.map(|(principal, _)| principal).chain(declared.map(|declared| declared.principal));
    all.filter(|principal| !world.directory.is_built_in(*principal)).collect()
}

/// Returns why the principal of the request may not do so; nothing where it may.
fn reasons(world: &World<'_>, request: Request<'_>, resolved: Resolved<'_>) -> Vec<Reason> {
    let access = world.access();
    let is_blocked = !access.standing_blocks(request).is_empty();
    let blocked = is_blocked.then_some(Reason::Blocked).into_iter();
    let verdict = |need: Need| access.evaluate(request.subject, need.permission, need.entity);
    let denied = match resolved {
        Resolved::Action(_, need, true) => {
            let is_met = |need: &Need| matches!(verdict(*need), Verdict::Allowed(_));
            if within_entity(world, need).iter().any(is_met) { None } else { reason(verdict(need)) }
        }
        Resolved::Action(_, need, false) => reason(verdict(need)),
        Resolved::Open(_, role) => {
            let is_missing = role.is_some() && !access.has_any_role(request.subject);
            is_missing.then_some(Reason::NoRole)
        }
        Resolved::Export(identity, database) => {
            let filled = world.filled(identity);
            let export = Export { identity: filled.subject(), database };
            let creates = reason(verdict(Need::new(Permission::Administer, database)));
            let is_ready = || is_blocked || prove_export(&access, request, export).is_allowed();
            creates.or_else(|| (!is_ready()).then_some(Reason::ManagedIdentity))
        }
    };
    blocked.chain(denied).collect()
}

const fn reason(verdict: Verdict) -> Option<Reason> {
    match verdict {
        Verdict::Allowed(_) => None,
        Verdict::NoRole => Some(Reason::NoRole),
        Verdict::NoDependency(_) => Some(Reason::NoDependency),
        Verdict::Restricted(_) => Some(Reason::RestrictedViewAccess),
    }
}

/// More groups only ever give more rights, so that the largest set of memberships decides for all smaller ones.
fn never(world: &World<'_>, principal: PrincipalId, resolved: Resolved<'_>) -> Never {
    let directory = world.directory;
    let everybody = with_members(world, principal);
    let may =
        |filled: &Filled| reasons(world, Request { subject: filled.subject(), ..world.request() }, resolved).is_empty();
    let of = |principal: PrincipalId, groups: &[PrincipalId]| world.filled(principal).with_all(directory, groups);
    if let Some(able) = everybody.iter().map(|member| of(*member, &[])).find(|filled| may(filled)) {
        let request = Request { subject: able.subject(), ..world.request() };
        return Never::Broken(Box::new(proof_of(world, request, resolved)));
    }
    let unknown = |group: PrincipalId, is_within| Never::Unknown { group: world.identity(group).fqn(), is_within };
    if let Some(group) = everybody.iter().find(|member| directory.is_unlisted(**member)) {
        return unknown(*group, true);
    }
    let unlisted: Vec<PrincipalId> = match directory.is_closed() {
        true => Vec::new(),
        false => directory.principals().filter(|group| directory.is_unlisted(*group)).collect(),
    };
    let Some(member) = everybody.iter().find(|member| may(&of(**member, &unlisted))) else { return Never::Holds };
    let alone = unlisted.iter().find(|group| may(&of(*member, &[**group])));
    alone.or(unlisted.first()).map_or(Never::Holds, |group| unknown(*group, false))
}

/// Returns a principal, and after a group its members, nested ones too, in the order of their numbers.
fn with_members(world: &World<'_>, principal: PrincipalId) -> Vec<PrincipalId> {
    let mut members: Vec<PrincipalId> = world.directory.with_members([principal]).into_iter().collect();
    members.retain(|member| *member != principal);
    members.sort_unstable();
    members.insert(0, principal);
    members
}
