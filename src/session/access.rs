//! Who acts, and questions about access. They change nothing, the membership cache neither: an
//! answer is what a request at this moment would meet.

use std::borrow::Cow;
use std::sync::Arc;

use crate::access::{self, Export, Need, Question, Request};
use crate::catalog::EntityId;
use crate::cluster::State;
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::PrincipalId;
use crate::engine::{Answer, Bound, Names, World};
use crate::model::directive::Directive;
use crate::model::entity::EntityKind;
use crate::model::name::Text;
use crate::model::principal::PrincipalRef;
use crate::session::subject::{only_subject, subject, word};
use crate::session::{Outcome, Output, Session};
use crate::syntax::ast::EntityRef;
use crate::syntax::literal::Name;
use crate::table::Table;
use crate::text::{Span, Spanned};

impl Outcome {
    /// The same, where its text stands `offset` bytes into another.
    #[must_use]
    pub(super) fn moved(mut self, offset: usize) -> Self {
        let diagnostics = self.warnings.iter_mut().chain(self.result.as_mut().err());
        let labels = diagnostics.flat_map(|diagnostic| diagnostic.labels.iter_mut());
        labels.for_each(|label| label.span = label.span.moved(offset));
        self
    }

    /// What was answered, with the warnings on the way to it.
    fn with_warnings(result: Result<Output, Diagnostic>, warnings: Vec<Diagnostic>) -> Self {
        Self { warnings, ..Self::of(result) }
    }
}

/// What a question asks for, as it is written.
pub(super) enum Written<'s> {
    /// A permission on an entity.
    Holding(Question),
    /// To export from a database on behalf of an identity.
    Exporting(Identity<'s>, Question),
}

/// How a question names an identity.
pub(super) enum Identity<'s> {
    /// As a principal.
    Principal(Spanned<PrincipalRef<'s>>),
    /// As the property of exports has it: `system`, or an object id.
    Assigned(Spanned<&'s str>),
}

/// Reads `PRINCIPAL ACTION ENTITY`.
pub(super) fn explained(text: &str) -> Result<(Spanned<PrincipalRef<'_>>, Written<'_>), Diagnostic> {
    let (subject, after) = subject(text, 0)?;
    Ok((subject, written_at(text, after)?))
}

/// Reads what is asked at `from`: `ACTION ENTITY`, `export on behalf of IDENTITY [database D]`.
pub(super) fn written_at(text: &str, from: usize) -> Result<Written<'_>, Diagnostic> {
    let Some(behind) = Question::on_behalf(text, from) else {
        return Ok(Written::Holding(Question::read(text, from)?));
    };
    let (spelled, after) = word(text, behind)?;
    let (identity, after) = if spelled.value.contains('=') || spelled.value.is_empty() {
        let (reference, after) = subject(text, behind)?;
        (Identity::Principal(reference), after)
    } else {
        (Identity::Assigned(spelled), after)
    };
    Ok(Written::Exporting(identity, Question::exporting(text, after)?))
}

/// What a question asks for.
#[derive(Clone, Copy)]
enum Asked {
    /// A permission on an entity.
    Holding(Need),
    /// To export from the database on behalf of the identity.
    Exporting(PrincipalId, EntityId),
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

    fn act_as_named(
        &mut self,
        reference: &Spanned<PrincipalRef<'_>>,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<PrincipalId, Diagnostic> {
        let cluster = Arc::clone(&self.cluster);
        let mut state = cluster.write();
        let bound = self.bound(&state, |names| names.principal(reference));
        let now = self.now();
        let found = self.look(&state, &bound, now, |world| world.principal(reference, warnings))?;
        let text = || format!("{} {}", Directive::As, Text(&reference.to_string()));
        self.commit(&mut state, bound.learning().collect(), now, text);
        self.principal = found;
        Ok(found)
    }

    /// Lets the principal that `text` names act from now on; answers who acts where it is empty.
    pub fn act_as_text(&mut self, text: &str) -> Outcome {
        if text.trim().is_empty() {
            let fqn = self.read().directory.identity(self.principal).fqn();
            return Outcome::of(Ok(Output::Text(fqn)));
        }
        let mut warnings = Vec::new();
        let result = only_subject(text);
        let result = result.and_then(|subject| self.act_as_named(&subject, &mut warnings));
        Outcome::with_warnings(result.map(|_| Output::Nothing), warnings)
    }

    /// Whether a principal may do something, and why: `PRINCIPAL ACTION ENTITY`.
    pub fn explain(&mut self, text: &str) -> Outcome {
        let mut warnings = Vec::new();
        let result = explained(text).and_then(|(subject, written)| {
            let look_up = |names: &mut Names<'_>| {
                names.principal(&subject);
                names.written(&written);
            };
            self.ask(look_up, |world| prove(world, &subject, &written, &mut warnings))
        });
        Outcome::with_warnings(result, warnings)
    }

    /// Who may do something: `ACTION ENTITY`, with the members of groups where `expand` says so.
    pub fn who_can(&mut self, text: &str, expand: bool) -> Outcome {
        let mut warnings = Vec::new();
        let result = written_at(text, 0).and_then(|written| {
            self.ask(
                |names| names.written(&written),
                |world| {
                    let asked = asked(world, &written, &mut warnings)?;
                    Ok(doers(world, asked, expand, &mut warnings))
                },
            )
        });
        Outcome::with_warnings(result.map(|table| self.shown(table)), warnings)
    }

    /// What a principal may do, with the way through groups where `expand` says so.
    pub fn what_can(&mut self, text: &str, expand: bool) -> Outcome {
        let mut warnings = Vec::new();
        let result = only_subject(text).and_then(|subject| {
            self.ask(|names| names.principal(&subject), |world| deeds(world, &subject, expand, &mut warnings))
        });
        Outcome::with_warnings(result.map(|table| self.shown(table)), warnings)
    }

    fn shown(&self, table: Table) -> Output {
        Output::Answer(Answer::new(move |_| table.clone()), self.now())
    }

    /// What was found of the names that `look_up` looks up.
    fn bound(&self, state: &State, look_up: impl FnOnce(&mut Names<'_>)) -> Bound {
        let mut names = Names::new(&state.catalog, &state.directory, &self.database);
        look_up(&mut names);
        names.bound()
    }

    /// Asks what a request at this moment would meet, of the names that `look_up` looks up.
    fn ask<T>(&self, look_up: impl FnOnce(&mut Names<'_>), answer: impl FnOnce(&World<'_>) -> T) -> T {
        let state = self.read();
        let bound = self.bound(&state, look_up);
        self.look(&state, &bound, self.now(), answer)
    }
}

fn prove(
    world: &World<'_>,
    subject: &Spanned<PrincipalRef<'_>>,
    written: &Written<'_>,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Output, Diagnostic> {
    let filled = world.filled(world.principal(subject, warnings)?);
    let request = Request { subject: filled.subject(), ..world.request() };
    let proof = match asked(world, written, warnings)? {
        Asked::Holding(need) => access::prove(&world.access(), request, need),
        Asked::Exporting(identity, database) => {
            let identity = world.filled(identity);
            let export = Export { identity: identity.subject(), database };
            access::prove_export(&world.access(), request, export)
        }
    };
    Ok(Output::Proof(Box::new(proof)))
}

fn doers(world: &World<'_>, asked: Asked, expand: bool, warnings: &mut Vec<Diagnostic>) -> Table {
    let (access, known, request) = (world.access(), world.memberships, world.request());
    let (rows, missing) = match asked {
        Asked::Holding(need) => (access::who_can(&access, known, request, need, expand), Vec::new()),
        Asked::Exporting(identity, database) => {
            let identity = world.filled(identity);
            let export = Export { identity: identity.subject(), database };
            access::exporters(&access, known, request, export, expand)
        }
    };
    let warning = |why| Diagnostic::warning(Code::ManagedIdentity, why);
    warnings.extend(missing.into_iter().map(warning));
    access::who_can_table(&access, &rows)
}

fn deeds(
    world: &World<'_>,
    subject: &Spanned<PrincipalRef<'_>>,
    expand: bool,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Table, Diagnostic> {
    let (access, filled) = (world.access(), world.filled(world.principal(subject, warnings)?));
    let request = Request { subject: filled.subject(), ..world.request() };
    let blocks = access.standing_blocks(request);
    if !blocks.is_empty() {
        let sentence = access::blocked_sentence(&blocks);
        warnings.push(Diagnostic::warning(Code::Forbidden, sentence));
    }
    let rows = access::what_can(&access, request, expand);
    Ok(access::what_can_table(&access, &rows))
}

impl Names<'_> {
    /// Looks up what a question names. A name with a dot is that of an entity of the database in
    /// context, or else `database.name`.
    fn written(&mut self, written: &Written<'_>) {
        let (identity, question) = match written {
            Written::Holding(question) => (None, question),
            Written::Exporting(identity, question) => (Some(identity), question),
        };
        match identity {
            Some(Identity::Principal(reference)) => self.principal(reference),
            Some(Identity::Assigned(spelled)) => self.assigned(spelled.value),
            None => {}
        }
        self.asked_entity(question);
    }

    fn asked_entity(&mut self, question: &Question) {
        if let Some(named) = &question.name {
            match question.kind {
                EntityKind::Database => self.database(&name(named)),
                kind => self.entity(kind, &name(named)),
            };
        }
        if let Some((database, inside)) = &question.qualified {
            let database = self.database(&name(database));
            self.entity_in(database, question.kind, &name(inside));
        }
    }
}

fn name(named: &access::Named) -> Name<'_> {
    Name { text: Cow::Borrowed(&named.text), span: named.span }
}

fn asked(world: &World<'_>, written: &Written<'_>, warnings: &mut Vec<Diagnostic>) -> Result<Asked, Diagnostic> {
    match written {
        Written::Holding(question) => Ok(Asked::Holding(Need::new(question.action, meant(world, question)?))),
        Written::Exporting(identity, question) => {
            let identity = match identity {
                Identity::Principal(reference) => world.principal(reference, warnings)?,
                Identity::Assigned(spelled) => world.assigned_identity(spelled.value, spelled.span)?,
            };
            Ok(Asked::Exporting(identity, meant(world, question)?))
        }
    }
}

/// The entity that a question names.
fn meant(world: &World<'_>, question: &Question) -> Result<EntityId, Diagnostic> {
    let entity = |named| EntityRef { kind: question.kind, name: named };
    let inside = |(database, inside): &(access::Named, access::Named)| {
        let found = world.database_named(&name(database))?;
        world.entity_in(found, question.kind, &name(inside))
    };
    match (&question.name, &question.qualified) {
        (None, Some(qualified)) => inside(qualified),
        (named, qualified) => {
            let whole = world.referenced(&entity(named.as_ref().map(name)));
            let known = |(database, _): &&(access::Named, access::Named)| world.existing(&name(database)).is_some();
            match qualified.as_ref().filter(known) {
                Some(qualified) if whole.is_err() => inside(qualified),
                _ => whole,
            }
        }
    }
}
