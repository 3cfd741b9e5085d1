//! Who acts, and questions about access. They change nothing, the membership cache neither: an
//! answer is what a request at this moment would meet.

use std::borrow::Cow;

use crate::access::{self, Access, Export, Memberships, Question, Request};
use crate::catalog::EntityId;
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::engine::find;
use crate::model::permission::Permission;
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

/// What a question asks for.
#[derive(Clone, Copy)]
enum Asked {
    /// A permission on an entity.
    Holding(Permission, EntityId),
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
        let (subject, after) = subject(text, 0)?;
        let principal = self.found(&subject, warnings)?;
        let proof = match self.asked(text, after, warnings)? {
            Asked::Holding(action, entity) => {
                let prove = |access: &Access<'_>| access::prove(access, principal, action, entity, self.request());
                self.with_access(&[principal], prove)
            }
            Asked::Exporting(identity, database) => {
                let export = Export { principal, identity, database };
                let prove = |access: &Access<'_>| access::prove_export(access, export, self.request());
                self.with_access(&[principal, identity], prove)
            }
        };
        Ok(Output::Proof(Box::new(proof)))
    }

    /// Who may do something: `ACTION ENTITY`, with the members of groups where `expand` says so.
    pub fn who_can(&mut self, text: &str, expand: bool) -> Outcome {
        let mut warnings = Vec::new();
        let result = self.asked(text, 0, &mut warnings).map(|asked| self.doers(asked, expand, &mut warnings));
        Outcome::with_warnings(result.map(Output::Table), warnings)
    }

    fn doers(&self, asked: Asked, expand: bool, warnings: &mut Vec<Diagnostic>) -> Table {
        let (action, entity) = match asked {
            Asked::Holding(action, entity) => (action, entity),
            Asked::Exporting(identity, database) => {
                let export =
                    |access: &Access<'_>| access::exporters(access, identity, database, expand, self.request());
                let (table, missing) = self.with_access(&[identity], export);
                warnings.extend(missing.into_iter().map(|why| Diagnostic::warning(Code::ManagedIdentity, why)));
                return table;
            }
        };
        access::who_can(&self.access(&self.memberships), action, entity, expand, self.request())
    }

    /// What a principal may do, with the way through groups where `expand` says so.
    pub fn what_can(&mut self, text: &str, expand: bool) -> Outcome {
        let mut warnings = Vec::new();
        let result = only_subject(text).and_then(|subject| self.found(&subject, &mut warnings));
        let result = result.map(|principal| {
            self.with_access(&[principal], |access| {
                let blocks = access.standing_blocks(principal, self.request());
                if !blocks.is_empty() {
                    let sentence = access::blocked_sentence(&blocks);
                    warnings.push(Diagnostic::warning(Code::Forbidden, sentence));
                }
                access::what_can(access, principal, expand, self.request())
            })
        });
        Outcome::with_warnings(result.map(Output::Table), warnings)
    }

    /// A request of the session's client at this moment.
    fn request(&self) -> Request<'_> {
        Request { client: &self.client, database: &self.database, now: self.clock.now() }
    }

    fn access<'a>(&'a self, memberships: &'a Memberships) -> Access<'a> {
        Access { catalog: &self.catalog, directory: &self.directory, memberships }
    }

    /// Asks with the memberships of the principals as requests would find them now.
    fn with_access<T>(&self, principals: &[PrincipalId], ask: impl FnOnce(&Access<'_>) -> T) -> T {
        let filled = self.memberships.filled(&self.directory, principals, self.clock.now());
        ask(&self.access(&filled))
    }

    fn found(
        &mut self,
        reference: &Spanned<PrincipalRef<'_>>,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<PrincipalId, Diagnostic> {
        find::principal(&mut self.directory, reference, warnings)
    }

    /// What is asked at `from`: `ACTION ENTITY`, `export on behalf of IDENTITY [database D]`.
    fn asked(&mut self, text: &str, from: usize, warnings: &mut Vec<Diagnostic>) -> Result<Asked, Diagnostic> {
        if let Some(behind) = Question::on_behalf(text, from) {
            let (identity, after) = self.identity(text, behind, warnings)?;
            let question = Question::exporting(text, after)?;
            return Ok(Asked::Exporting(identity, self.meant(&question)?));
        }
        let question = Question::read(text, from)?;
        Ok(Asked::Holding(question.action, self.meant(&question)?))
    }

    /// The identity at `from`: a principal, or as the property of exports has it.
    fn identity(
        &mut self,
        text: &str,
        from: usize,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<(PrincipalId, usize), Diagnostic> {
        let (spelled, after) = word(text, from)?;
        if !spelled.value.contains('=') {
            let identity = self.world(self.clock.now()).assigned_identity(spelled.value, spelled.span)?;
            return Ok((identity, after));
        }
        let (reference, after) = subject(text, from)?;
        Ok((self.found(&reference, warnings)?, after))
    }

    /// The entity that a question names. A name with a dot is that of an entity of the database in
    /// context, or else `database.name`.
    fn meant(&self, question: &Question) -> Result<EntityId, Diagnostic> {
        let world = self.world(self.clock.now());
        let name = |named: &access::Named| Name { text: Cow::Owned(named.text.clone()), span: named.span };
        let entity = |named| EntityRef { kind: question.kind, name: named };
        let whole = world.referenced(&entity(question.name.as_ref().map(name)));
        match (&question.qualified, whole) {
            (Some((database, inside)), Err(_)) if self.catalog.database(&database.text).is_some() => {
                World { database: &database.text, ..world }.referenced(&entity(Some(name(inside))))
            }
            (_, whole) => whole,
        }
    }
}
