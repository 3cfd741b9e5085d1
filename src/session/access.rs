//! Who acts, and questions about access. They change nothing, the membership cache neither: an
//! answer is what a request at this moment would meet.

use std::borrow::Cow;

use crate::access::{self, Access, Export, Filled, Need, Question, Request};
use crate::catalog::EntityId;
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::engine::find;
use crate::model::principal::PrincipalRef;
use crate::session::subject::{only_subject, subject, word};
use crate::session::{Outcome, Output, Session};
use crate::syntax::ast::EntityRef;
use crate::syntax::literal::Name;
use crate::table::Table;
use crate::text::Spanned;

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
    Ok((subject, asked(text, after)?))
}

/// Reads what is asked at `from`: `ACTION ENTITY`, `export on behalf of IDENTITY [database D]`.
pub(super) fn asked(text: &str, from: usize) -> Result<Written<'_>, Diagnostic> {
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
    /// Lets the principal that `text` names act from now on; answers who acts where it is empty.
    pub fn act_as_text(&mut self, text: &str) -> Outcome {
        if text.trim().is_empty() {
            return Outcome::of(Ok(Output::Text(self.directory.identity(self.principal).fqn())));
        }
        let mut warnings = Vec::new();
        let result = only_subject(text).and_then(|subject| self.found(&subject, &mut warnings));
        let result = result.map(|principal| self.principal = principal);
        Outcome::with_warnings(result.map(|()| Output::Nothing), warnings)
    }

    /// Whether a principal may do something, and why: `PRINCIPAL ACTION ENTITY`.
    pub fn explain(&mut self, text: &str) -> Outcome {
        let mut warnings = Vec::new();
        let result = self.prove(text, &mut warnings);
        Outcome::with_warnings(result, warnings)
    }

    fn prove(&mut self, text: &str, warnings: &mut Vec<Diagnostic>) -> Result<Output, Diagnostic> {
        let (subject, written) = explained(text)?;
        let principal = self.found(&subject, warnings)?;
        let proof = match self.asked(&written, warnings)? {
            Asked::Holding(need) => {
                let filled = self.asking(principal);
                access::prove(&self.access(), self.request(&filled), need)
            }
            Asked::Exporting(identity, database) => {
                let (filled, identity) = (self.asking(principal), self.asking(identity));
                let export = Export { identity: identity.subject(), database };
                access::prove_export(&self.access(), self.request(&filled), export)
            }
        };
        Ok(Output::Proof(Box::new(proof)))
    }

    /// Who may do something: `ACTION ENTITY`, with the members of groups where `expand` says so.
    pub fn who_can(&mut self, text: &str, expand: bool) -> Outcome {
        let mut warnings = Vec::new();
        let asked = asked(text, 0).and_then(|written| self.asked(&written, &mut warnings));
        let result = asked.map(|asked| self.doers(asked, expand, &mut warnings));
        Outcome::with_warnings(result.map(Output::Table), warnings)
    }

    fn doers(&self, asked: Asked, expand: bool, warnings: &mut Vec<Diagnostic>) -> Table {
        let (access, known, filled) = (self.access(), &self.memberships, self.asking(self.principal));
        let request = self.request(&filled);
        let (rows, missing) = match asked {
            Asked::Holding(need) => (access::who_can(&access, known, request, need, expand), Vec::new()),
            Asked::Exporting(identity, database) => {
                let identity = self.asking(identity);
                let export = Export { identity: identity.subject(), database };
                access::exporters(&access, known, request, export, expand)
            }
        };
        warnings.extend(missing.into_iter().map(|why| Diagnostic::warning(Code::ManagedIdentity, why)));
        access::who_can_table(&access, &rows)
    }

    /// What a principal may do, with the way through groups where `expand` says so.
    pub fn what_can(&mut self, text: &str, expand: bool) -> Outcome {
        let mut warnings = Vec::new();
        let result = only_subject(text).and_then(|subject| self.found(&subject, &mut warnings));
        let result = result.map(|principal| {
            let (access, filled) = (self.access(), self.asking(principal));
            let request = self.request(&filled);
            let blocks = access.standing_blocks(request);
            if !blocks.is_empty() {
                let sentence = access::blocked_sentence(&blocks);
                warnings.push(Diagnostic::warning(Code::Forbidden, sentence));
            }
            let rows = access::what_can(&access, request, expand);
            access::what_can_table(&access, &rows)
        });
        Outcome::with_warnings(result.map(Output::Table), warnings)
    }

    /// Returns a request of somebody by the session's client at this moment.
    fn request<'a>(&'a self, filled: &'a Filled) -> Request<'a> {
        let (subject, now) = (filled.subject(), self.clock.now());
        Request { subject, client: &self.client, database: &self.database, now }
    }

    const fn access(&self) -> Access<'_> {
        Access::new(&self.catalog, &self.directory)
    }

    /// Returns a principal with its groups as a request would find them now.
    fn asking(&self, principal: PrincipalId) -> Filled {
        self.filled(principal, self.clock.now())
    }

    fn found(
        &mut self,
        reference: &Spanned<PrincipalRef<'_>>,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<PrincipalId, Diagnostic> {
        find::principal(&mut self.directory, reference, warnings)
    }

    fn asked(&mut self, written: &Written<'_>, warnings: &mut Vec<Diagnostic>) -> Result<Asked, Diagnostic> {
        match written {
            Written::Holding(question) => Ok(Asked::Holding(Need::new(question.action, self.meant(question)?))),
            Written::Exporting(identity, question) => {
                let identity = match identity {
                    Identity::Principal(reference) => self.found(reference, warnings)?,
                    Identity::Assigned(spelled) => {
                        let filled = self.asking(self.principal);
                        let world = self.world(filled.subject(), self.clock.now());
                        world.assigned_identity(spelled.value, spelled.span)?
                    }
                };
                Ok(Asked::Exporting(identity, self.meant(question)?))
            }
        }
    }

    /// The entity that a question names. A name with a dot is that of an entity of the database in
    /// context, or else `database.name`.
    fn meant(&self, question: &Question) -> Result<EntityId, Diagnostic> {
        let filled = self.asking(self.principal);
        let world = self.world(filled.subject(), self.clock.now());
        let name = |named: &access::Named| Name { text: Cow::Owned(named.text.clone()), span: named.span };
        let entity = |named| EntityRef { kind: question.kind, name: named };
        if let (None, Some((database, inside))) = (&question.name, &question.qualified) {
            let found = world.database_named(&name(database))?;
            return World { database: self.catalog.name_of(found), ..world }.referenced(&entity(Some(name(inside))));
        }
        let whole = world.referenced(&entity(question.name.as_ref().map(name)));
        match (&question.qualified, whole) {
            (Some((database, inside)), Err(_)) if self.catalog.database(&database.text).is_some() => {
                World { database: &database.text, ..world }.referenced(&entity(Some(name(inside))))
            }
            (_, whole) => whole,
        }
    }
}
