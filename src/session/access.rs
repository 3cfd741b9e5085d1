//! Who acts, and questions about access. A question changes nothing, not even the membership cache: its
//! answer is what a request at this moment would meet.

use std::sync::Arc;

use hashbrown::HashSet;

use crate::access::{self, Export, Need, Proof, Request, Row, Subject};
use crate::catalog::{Edit, EntityId};
use crate::cluster::State;
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::PrincipalId;
use crate::engine::{Answer, Bound, Names, World};
use crate::model::action::{Action, Takes};
use crate::model::directive_kind::DirectiveKind;
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::principal::PrincipalRef;
use crate::model::rule::On;
use crate::session::{Outcome, Output, Session};
use crate::syntax::ast::EntityRef;
use crate::syntax::ast::questions::{AskedEntity, AskedName, Identity, Question};
use crate::syntax::ast::roles::literal;
use crate::syntax::literal::Name;
use crate::text::{Span, Spanned, few, quoted};

/// A question whose names were looked up.
#[derive(Clone, Copy)]
pub(super) enum Resolved<'q> {
    /// An action that needs a permission on an entity, or also on what is in it.
    Action(&'q Action, Need, bool),
    /// An action that needs no permission, or any role: that which this need gives.
    Open(&'q Action, Option<Need>),
    /// The right to export from the database on behalf of the identity.
    Export(PrincipalId, EntityId),
}

impl Session {
    /// Lets another principal act from now on.
    ///
    /// # Errors
    /// The reference names nobody, or more than one; the session then acts as before.
    pub fn act_as(&mut self, reference: &PrincipalRef<'_>) -> Result<PrincipalId, Diagnostic> {
        let reference = Spanned::new(reference.clone(), Span::default());
        self.act_as_named(&reference, &mut Vec::new())
    }

    /// Lets the built-in administrator act.
    pub fn act_as_administrator(&mut self) {
        let administrator = self.read().directory.local_admin();
        self.principal = administrator;
    }

    fn act_as_named(
        &mut self,
        reference: &Spanned<PrincipalRef<'_>>,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<PrincipalId, Diagnostic> {
        let cluster = Arc::clone(&self.cluster);
        self.read_named(&literal(&reference.value).to_string())?;
        let now = self.now();
        let look_up = |session: &Self, state: &State, warnings: &mut Vec<Diagnostic>| {
            let bound = session.bound(state, |names| names.principal(reference));
            let found = session.look(state, &bound, now, |world| world.principal(reference, warnings))?;
            Ok::<_, Diagnostic>((found, bound.learning().collect::<Vec<Edit>>()))
        };
        let (mut found, learning) = look_up(self, &cluster.read(), warnings)?;
        if !learning.is_empty() {
            let can_change = cluster.can_change();
            let mut state = if can_change { cluster.change()? } else { cluster.write() };
            let learning;
            (found, learning) = look_up(self, &state, &mut Vec::new())?;
            let text = || format!("{} {}", DirectiveKind::As, literal(&reference.value)).into();
            match can_change {
                true => self.commit(&mut state, learning, now, text)?,
                // A file that is only read learns nobody.
                false => learning.iter().for_each(|edit| self.apply(&mut state, edit)),
            }
        }
        self.principal = found;
        Ok(found)
    }

    /// Lets the principal of `--as` or `#as` act from now on.
    pub fn act(&mut self, reference: &Spanned<PrincipalRef<'_>>) -> Outcome {
        let mut warnings = Vec::new();
        let result = self.act_as_named(reference, &mut warnings);
        let outcome = Outcome::with_warnings(result.map(|_| Output::Nothing), warnings);
        self.settled(outcome)
    }

    /// Answers whether a principal may do something, and why.
    pub fn explain(&mut self, principal: &Spanned<PrincipalRef<'_>>, question: &Question<'_>) -> Outcome {
        let look_up = |names: &mut Names<'_>| {
            names.principal(principal);
            names.question(question);
        };
        self.ask(look_up, |world, warnings| prove(world, principal, question, warnings))
    }

    /// Answers who may do something.
    pub fn who_can(&mut self, question: &Question<'_>, expand: bool) -> Outcome {
        let look_up = |names: &mut Names<'_>| names.question(question);
        let of_state = self.of_state;
        self.ask(look_up, |world, warnings| {
            let resolved = resolved(world, question, warnings)?;
            if let Resolved::Open(action, role) = resolved {
                let who = if role.is_some() { "everybody who holds a role" } else { "everybody" };
                return Ok(Output::Text(format!("{who}: `{action}` takes {}", action.needs())));
            }
            let mut rows = who_can_rows(world, resolved, expand, warnings);
            rows.retain(|row| !of_state || !world.directory.is_built_in(row.principal));
            let answer = Answer::new(move |world| access::who_can_table(&world.access(), &rows, world.tenant()));
            Ok(Output::Answer(answer, world.now))
        })
    }

    /// Answers what a principal may do.
    pub fn what_can(&mut self, principal: &Spanned<PrincipalRef<'_>>, expand: bool) -> Outcome {
        let look_up = |names: &mut Names<'_>| names.principal(principal);
        self.ask_about(principal, look_up, |world, request| {
            let rows = access::what_can(&world.access(), request, expand);
            Answer::new(move |world| access::what_can_table(&world.access(), &rows))
        })
    }

    /// Answers which roles a principal holds, also those without effect. Who does not exist any more
    /// keeps its roles.
    pub fn roles(&mut self, principal: &Spanned<PrincipalRef<'_>>) -> Outcome {
        let look_up = |names: &mut Names<'_>| names.former_principal(principal);
        self.ask_about(principal, look_up, |world, request| {
            let rows = world.access().roles_of(request.subject);
            Answer::new(move |world| access::roles_table(&world.access(), &rows))
        })
    }

    /// Answers a question about one principal; warnings report its blocks, and that it is gone.
    fn ask_about(
        &mut self,
        principal: &Spanned<PrincipalRef<'_>>,
        look_up: impl FnOnce(&mut Names<'_>),
        answer: impl FnOnce(&World<'_>, Request<'_>) -> Answer,
    ) -> Outcome {
        self.ask(look_up, |world, warnings| {
            let found = world.principal(principal, warnings)?;
            if world.directory.is_closed() && !world.directory.exists(found) {
                let message = format!("`{principal}` no longer exists: its roles stay until they are dropped");
                warnings.push(Diagnostic::warning(Code::PrincipalNotFound, message).at(principal.span));
            }
            let filled = world.filled(found);
            let request = Request { subject: filled.subject(), ..world.request() };
            let blocks = world.access().standing_blocks(request);
            if !blocks.is_empty() {
                let sentence = access::blocked_sentence(&blocks);
                warnings.push(Diagnostic::warning(Code::Forbidden, sentence));
            }
            warnings.extend(unlisted(world, request.subject));
            Ok(Output::Answer(answer(world, request), world.now))
        })
    }

    /// Returns what was found of the names that `look_up` looks up.
    pub(super) fn bound(&self, state: &State, look_up: impl FnOnce(&mut Names<'_>)) -> Bound {
        let mut bound = Bound::default();
        bound.fill(&state.catalog, &state.directory, &self.database, look_up);
        bound
    }

    /// Answers a question: `look_up` looks up its names, and `answer` reads the state.
    fn ask(
        &self,
        look_up: impl FnOnce(&mut Names<'_>),
        answer: impl FnOnce(&World<'_>, &mut Vec<Diagnostic>) -> Result<Output, Diagnostic>,
    ) -> Outcome {
        let mut warnings = Vec::new();
        let state = self.read();
        let bound = self.bound(&state, look_up);
        let result = self.look(&state, &bound, self.now(), |world| answer(world, &mut warnings));
        Outcome::with_warnings(result, warnings)
    }
}

fn prove(
    world: &World<'_>,
    principal: &Spanned<PrincipalRef<'_>>,
    question: &Question<'_>,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Output, Diagnostic> {
    let filled = world.filled(world.principal(principal, warnings)?);
    let request = Request { subject: filled.subject(), ..world.request() };
    Ok(Output::Proof(Box::new(proof_of(world, request, resolved(world, question, warnings)?))))
}

/// Proves whether the principal of the request may do so.
pub(super) fn proof_of(world: &World<'_>, request: Request<'_>, resolved: Resolved<'_>) -> Proof {
    match resolved {
        Resolved::Action(action, need, within) => {
            let access = world.access();
            let places: Vec<Need> = if within { within_entity(world, need) } else { vec![need] };
            let held = places.iter().find(|need| access.has(request.subject, need.permission, need.entity));
            let doubtful =
                || places.iter().find(|need| access.unknown(request, &[**need], &access.unlisted(&[**need])).is_some());
            access::prove(&access, request, action, *held.or_else(doubtful).unwrap_or(&need))
        }
        Resolved::Open(action, role) => access::prove_open(&world.access(), request, action, role),
        Resolved::Export(identity, database) => {
            let identity = world.filled(identity);
            let export = Export { identity: identity.subject(), database };
            access::prove_export(&world.access(), request, export)
        }
    }
}

/// Returns the needs that one has who may do so with something in the entity, that of the entity first.
pub(super) fn within_entity(world: &World<'_>, need: Need) -> Vec<Need> {
    let inside = world.catalog.all_children(need.entity).into_iter();
    let inside = inside.filter(|(_, child)| need.permission.is_about(child.definition.kind()));
    [need].into_iter().chain(inside.map(|(child, _)| Need::new(need.permission, child))).collect()
}

fn who_can_rows(world: &World<'_>, resolved: Resolved<'_>, expand: bool, warnings: &mut Vec<Diagnostic>) -> Vec<Row> {
    let (access, known, request) = (world.access(), world.memberships, world.request());
    let (rows, missing) = match resolved {
        Resolved::Action(_, need, within) => {
            let needs = if within { within_entity(world, need) } else { vec![need] };
            warnings.extend(doubtful(world, &needs));
            let each = |need: Need| access::who_can(&access, known, request, need, expand);
            let mut seen = HashSet::new();
            let all = needs.into_iter().flat_map(each).filter(|row| seen.insert(row.principal));
            (all.collect(), Vec::new())
        }
        Resolved::Open(..) => (Vec::new(), Vec::new()),
        Resolved::Export(identity, database) => {
            let identity = world.filled(identity);
            let export = Export { identity: identity.subject(), database };
            access::exporters(&access, known, request, export, expand)
        }
    };
    let warning = |why| Diagnostic::warning(Code::ManagedIdentity, why);
    warnings.extend(missing.into_iter().map(warning));
    rows
}

/// Returns the note that groups whose members nobody listed hold roles, which the principal may have through them.
fn unlisted(world: &World<'_>, subject: Subject<'_>) -> Option<Diagnostic> {
    let access = world.access();
    let groups = access.possible(subject, &access.unlisted_anywhere());
    let holding = match groups.len() {
        0 => return None,
        1 => "a group holds roles whose members nobody listed".to_owned(),
        count => format!("{count} groups hold roles whose members nobody listed"),
    };
    let message = format!("{holding}: what a membership would give is not shown; `members` in the environment says it");
    Some(Diagnostic::note(Code::Forbidden, message))
}

/// Returns the note of those who can do what is asked if they are members of groups whose members nobody listed.
fn doubtful(world: &World<'_>, needs: &[Need]) -> Option<Diagnostic> {
    let access = world.access();
    let may = |need: &Need| access::who_may_be_able(&access, world.memberships, world.request(), *need);
    let mut seen = HashSet::new();
    let all = needs.iter().flat_map(may).filter(|principal| seen.insert(*principal));
    let names: Vec<String> = all.map(|principal| quoted(access.identity(principal).fqn())).collect();
    if names.is_empty() {
        return None;
    }
    let they = if names.len() == 1 { "it is a member" } else { "they are members" };
    let (names, explain) = (few(names, "and"), DirectiveKind::Explain);
    let message = format!("{names} can too if {they} of groups whose members nobody listed; `{explain}` names them");
    Some(Diagnostic::note(Code::Forbidden, message))
}

impl Names<'_> {
    /// Looks up what a question names.
    pub(super) fn question(&mut self, question: &Question<'_>) {
        match question {
            Question::Action(_, entity) => self.asked_entity(entity),
            Question::Export(identity, database) => {
                match identity {
                    Identity::Principal(reference) => self.principal(reference),
                    Identity::Assigned(spelled) => self.assigned(&spelled.value),
                }
                self.database_or_context(database.as_ref());
            }
        }
    }

    pub(super) fn asked_entity(&mut self, entity: &AskedEntity<'_>) {
        match &entity.name {
            AskedName::Context => {}
            AskedName::Name(name) if entity.kind == EntityKind::Database => drop(self.database(name)),
            AskedName::Name(name) => drop(self.entity(entity.kind, name)),
            AskedName::Inside { database, name } => self.inside(database, entity.kind, name),
            AskedName::Dotted { whole, database, name } => {
                self.entity(entity.kind, whole);
                self.inside(database, entity.kind, name);
            }
        }
    }

    fn inside(&mut self, database: &Name<'_>, kind: EntityKind, name: &Name<'_>) {
        let database = self.database(database);
        self.entity_in(database, kind, name);
    }
}

pub(super) fn resolved<'q>(
    world: &World<'_>,
    question: &'q Question<'_>,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Resolved<'q>, Diagnostic> {
    match question {
        Question::Action(action, asked) => {
            let entity = resolved_entity(world, asked)?;
            Ok(match action.takes(asked.kind) {
                Takes::Permission(permission, on) => {
                    // What is asked of the cluster holds for all databases.
                    let place = world.place(on, entity);
                    Resolved::Action(action, Need::new(permission, place), on == On::Within)
                }
                Takes::AnyRole => {
                    Resolved::Open(action, Some(Need::new(Permission::ShowMetadata, world.some_database())))
                }
                Takes::Nothing => Resolved::Open(action, None),
            })
        }
        Question::Export(identity, database) => {
            let identity = match identity {
                Identity::Principal(reference) => world.principal(reference, warnings)?,
                Identity::Assigned(spelled) => world.assigned_identity(&spelled.value, spelled.span)?,
            };
            let database = EntityRef { kind: EntityKind::Database, name: database.clone() };
            Ok(Resolved::Export(identity, world.referenced(&database)?))
        }
    }
}

/// Returns the entity that a question names.
pub(super) fn resolved_entity(world: &World<'_>, entity: &AskedEntity<'_>) -> Result<EntityId, Diagnostic> {
    let kind = entity.kind;
    let in_context = |name: Option<&Name<'_>>| world.referenced(&EntityRef { kind, name: name.cloned() });
    let inside = |database: &Name<'_>, name: &Name<'_>| {
        let found = world.database_named(database)?;
        world.entity_in(found, kind, name)
    };
    match &entity.name {
        AskedName::Context => in_context(None),
        AskedName::Name(name) => in_context(Some(name)),
        AskedName::Inside { database, name } => inside(database, name),
        AskedName::Dotted { whole, database, name } => match in_context(Some(whole)) {
            Err(_) if world.existing(database).is_some() => inside(database, name),
            found => found,
        },
    }
}
