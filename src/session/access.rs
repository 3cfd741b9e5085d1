//! Who acts, and questions about access. They change nothing, the membership cache neither: an
//! answer is what a request at this moment would meet.

use std::borrow::Cow;

use crate::access::{self, Access, Memberships, Question, Request};
use crate::catalog::EntityId;
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::engine::find;
use crate::model::principal::{PrincipalFault, PrincipalRef};
use crate::session::{Outcome, Output, Session};
use crate::syntax::ast::EntityRef;
use crate::syntax::literal::Name;
use crate::syntax::{SyntaxError, SyntaxErrorKind};
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

/// A principal at the beginning of a question, and the offset behind it.
type Subject<'s> = (Spanned<PrincipalRef<'s>>, usize);

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
        let subject = subject(text)?;
        let after = subject.1;
        let rest = text.get(after..).unwrap_or_default();
        let question = Question::read(rest).map_err(|error| moved(error, after))?;
        let principal = self.found(&subject, warnings)?;
        let entity = self.asked(&question).map_err(|error| moved(error, after))?;
        let prove = |access: &Access<'_>| access::prove(access, principal, question.action, entity, self.request());
        let proof = self.with_access(principal, prove);
        Ok(Output::Proof(Box::new(proof)))
    }

    /// Who may do something: `ACTION ENTITY`, with the members of groups where `expand` says so.
    pub fn who_can(&mut self, text: &str, expand: bool) -> Outcome {
        Outcome::of(self.doers(text, expand).map(Output::Table))
    }

    fn doers(&self, text: &str, expand: bool) -> Result<Table, Diagnostic> {
        let question = Question::read(text)?;
        let entity = self.asked(&question)?;
        let access = self.access(&self.memberships);
        Ok(access::who_can(&access, question.action, entity, expand, self.request()))
    }

    /// What a principal may do, with the way through groups where `expand` says so.
    pub fn what_can(&mut self, text: &str, expand: bool) -> Outcome {
        let mut warnings = Vec::new();
        let result = only_subject(text).and_then(|subject| self.found(&subject, &mut warnings));
        let result = result.map(|principal| {
            self.with_access(principal, |access| {
                let block = access.standing_block(principal, self.request());
                warnings.extend(block.map(|block| Diagnostic::warning(Code::Forbidden, block.sentence())));
                access::what_can(access, principal, expand)
            })
        });
        Outcome::with_warnings(result.map(Output::Table), warnings)
    }

    /// A request of the session's client at this moment.
    fn request(&self) -> Request<'_> {
        Request { client: &self.client, now: self.clock.now() }
    }

    fn access<'a>(&'a self, memberships: &'a Memberships) -> Access<'a> {
        Access { catalog: &self.catalog, directory: &self.directory, memberships }
    }

    /// Asks with the memberships of `principal` as a request would find them now.
    fn with_access<T>(&self, principal: PrincipalId, ask: impl FnOnce(&Access<'_>) -> T) -> T {
        let filled = access::filled(&self.access(&self.memberships), principal, self.clock.now());
        ask(&self.access(&filled))
    }

    fn found(
        &mut self,
        (reference, _): &Subject<'_>,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<PrincipalId, Diagnostic> {
        find::principal(&mut self.directory, reference, warnings)
    }

    /// The entity that a question names. A name with a dot is that of an entity of the database in
    /// context, or else `database.name`.
    fn asked(&self, question: &Question) -> Result<EntityId, Diagnostic> {
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

fn moved(error: Diagnostic, offset: usize) -> Diagnostic {
    let labels = error.labels.into_iter();
    let labels = labels.map(|label| crate::diagnostic::Label { span: label.span.moved(offset), ..label }).collect();
    Diagnostic { labels, ..error }
}

/// A principal and nothing behind it.
fn only_subject(text: &str) -> Result<Subject<'_>, Diagnostic> {
    let (principal, after) = subject(text)?;
    let rest = text.get(after..).unwrap_or_default().trim();
    if rest.is_empty() {
        return Ok((principal, after));
    }
    let start = text.len() - text.get(after..).unwrap_or_default().trim_start().len();
    let error = Diagnostic::error(Code::Syntax, "nothing may follow the principal").at(span(start, start + rest.len()));
    Err(error.help("a principal with spaces stands in quotes: `'aadgroup=Some Group;fabrikam.com'`"))
}

/// The principal that the text begins with: a word, or in quotes.
fn subject(text: &str) -> Result<Subject<'_>, Diagnostic> {
    let trimmed = text.trim_start();
    let start = text.len() - trimmed.len();
    let quote = trimmed.chars().next().filter(|first| matches!(first, '\'' | '"'));
    let (inner, reference, end) = match quote {
        Some(quote) => {
            let inside = trimmed.get(1..).unwrap_or_default();
            let Some((reference, _)) = inside.split_once(quote) else {
                let error = Diagnostic::error(Code::Syntax, "the quotes are not closed");
                return Err(error.at(span(start, start + 1)));
            };
            (start + 1, reference, start + reference.len() + 2)
        }
        None => {
            let reference = trimmed.split(char::is_whitespace).next().unwrap_or_default();
            (start, reference, start + reference.len())
        }
    };
    let principal = PrincipalRef::parse(reference).map_err(|fault| no_principal(reference, inner, fault))?;
    Ok((Spanned::new(principal, span(start, end)), end))
}

fn no_principal(reference: &str, start: usize, fault: PrincipalFault) -> Diagnostic {
    let (kind, range) = match fault {
        PrincipalFault::NoKind => (SyntaxErrorKind::PrincipalForm, 0..reference.len()),
        PrincipalFault::UnknownKind(range) => {
            let word = reference.get(range.clone()).unwrap_or_default().to_owned();
            (SyntaxErrorKind::PrincipalKind { word }, range)
        }
        PrincipalFault::Empty(range) => {
            let tenant = reference.get(..range.start).is_some_and(|before| before.contains(';'));
            (SyntaxErrorKind::PrincipalPart { part: if tenant { "tenant" } else { "id" } }, range)
        }
        PrincipalFault::ManyTenants(range) => {
            (SyntaxErrorKind::Other { message: "a principal has one tenant".to_owned(), help: None }, range)
        }
    };
    SyntaxError { kind, span: span(start + range.start, start + range.end) }.into()
}

fn span(start: usize, end: usize) -> Span {
    let small = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    Span::new(small(start), small(end))
}
