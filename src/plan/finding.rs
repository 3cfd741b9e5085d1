//! What there is to find in scripts and in what they leave: each finding breaks a rule of the table in
//! `model/finding.rs`.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::finding::FindingRule;
use crate::plan::statement::{Place, Statement};
use crate::text::{self, place_of};

mod access;
mod admins;
mod assigned;
mod baseline;
mod blame;
mod compared;
mod dependencies;
mod gate;
mod ignore;
mod noticed;
mod policies;
mod run;
mod turns;
mod unread;

pub use baseline::{Baseline, BaselineError};
pub use compared::{Options, WIDE_GROUP};
pub use gate::{Gate, Judged, Limits, Standing};
pub use ignore::{Ignore, Ignores};
pub use noticed::{Noticed, command_findings, notice};
pub use run::findings;

/// Something that breaks a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: FindingRule,
    /// What is found, where in the statement, and what to do about it.
    pub diagnostic: Diagnostic,
    /// The statement that it is found in; none where it is in no single one.
    pub statement: Option<Arc<Statement>>,
    /// Whom it is about, as references name it.
    pub principal: Option<String>,
    /// What it is about, as sentences name it.
    pub entity: Option<String>,
    /// Whether the statement is refused: no comment and no baseline makes it pass.
    pub refused: bool,
}

impl Finding {
    /// Returns a finding without a place.
    #[must_use]
    pub fn new(rule: FindingRule, message: impl Into<String>) -> Self {
        let diagnostic = Diagnostic { severity: rule.severity(), ..Diagnostic::error(Code::BadRequest, message) };
        Self { rule, diagnostic, statement: None, principal: None, entity: None, refused: false }
    }

    /// Returns what is said of a statement as a finding: the class of the diagnostic says which rule it is about.
    #[must_use]
    pub fn said(diagnostic: Diagnostic, statement: Arc<Statement>) -> Self {
        let (rule, refused) = (rule_of(&diagnostic), diagnostic.severity == Severity::Error);
        Self { rule, diagnostic, statement: None, principal: None, entity: None, refused }.at(statement)
    }

    /// Returns the finding in a statement; without a place there it points at the statement's first words.
    #[must_use]
    pub fn at(self, statement: Arc<Statement>) -> Self {
        let diagnostic = match self.diagnostic.labels.is_empty() {
            true => self.diagnostic.at(statement.beginning),
            false => self.diagnostic,
        };
        Self { diagnostic, statement: Some(statement), ..self }
    }

    /// Returns the finding at a place, if there is one.
    #[must_use]
    pub fn placed(self, place: Option<Place>) -> Self {
        match place {
            Some(Place { statement, span }) => {
                Self { diagnostic: self.diagnostic.at(span), statement: Some(statement), ..self }
            }
            None => self,
        }
    }

    /// Returns the finding with whom it is about.
    #[must_use]
    pub fn of_principal(self, principal: impl Into<String>) -> Self {
        Self { principal: Some(principal.into()), ..self }
    }

    /// Returns the finding with what it is about.
    #[must_use]
    pub fn of_entity(self, entity: impl Into<String>) -> Self {
        Self { entity: Some(entity.into()), ..self }
    }

    /// Returns the finding as one that is less bad, or worse, than the rule has it.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.diagnostic.severity = severity;
        self
    }

    /// Returns the finding with one more piece of advice.
    #[must_use]
    pub fn help(self, advice: impl Into<String>) -> Self {
        Self { diagnostic: self.diagnostic.help(advice), ..self }
    }

    /// Returns the script that it is found in; empty where it is in none.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.statement.as_ref().map_or("", |statement| &statement.origin)
    }

    /// Returns where it begins and ends in the script.
    #[must_use]
    pub fn place(&self) -> Option<(text::Place, text::Place)> {
        let (statement, span) = (self.statement.as_ref()?, self.diagnostic.span()?);
        let place = |offset| place_of(&statement.text, offset, statement.line);
        Some((place(span.start), place(span.end)))
    }
}

/// Returns the rule that a diagnostic is about.
const fn rule_of(diagnostic: &Diagnostic) -> FindingRule {
    match (diagnostic.code, diagnostic.severity) {
        (Code::PrincipalNotFound, _) => FindingRule::UnknownPrincipal,
        (Code::PrincipalAmbiguous, _) => FindingRule::AmbiguousPrincipal,
        (Code::NamedTwice, _) => FindingRule::DuplicateInCommand,
        (Code::NotHeld, _) => FindingRule::DropOfNonHolder,
        (Code::Dependency, _) => FindingRule::MissingDependency,
        (Code::OwnedElsewhere, _) => FindingRule::OwnedElsewhere,
        (Code::DatabaseNotFound | Code::EntityNotFound, Severity::Error) => FindingRule::UnknownEntity,
        (_, Severity::Error) => FindingRule::InvalidStatement,
        _ => FindingRule::StatementWarning,
    }
}
