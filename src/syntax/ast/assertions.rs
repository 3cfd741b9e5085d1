//! Assertions: what comment lines of a script expect, `//! allow aaduser=ana@contoso.com view table T`.

use std::fmt;

use crate::model::assertion_kind::{ASSERTION, AssertionKind, BECAUSE, CHANGES, EQUALS};
use crate::model::principal::PrincipalRef;
use crate::model::reason::Reason;
use crate::model::role::Role;
use crate::syntax::ast::questions::{AskedEntity, Question};
use crate::syntax::ast::roles::literal;
use crate::text::Spanned;

/// What somebody may or may not do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked<'s> {
    /// Who.
    pub principal: Spanned<PrincipalRef<'s>>,
    /// What, and on what.
    pub question: Question<'s>,
}

/// An assertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assertion<'s> {
    /// `//! allow PRINCIPAL ACTION ENTITY`
    Allow(Asked<'s>),
    /// `//! deny PRINCIPAL ACTION ENTITY because REASON`
    Deny(Asked<'s>, Option<Reason>),
    /// `//! never PRINCIPAL ACTION ENTITY`
    Never(Asked<'s>),
    /// `//! principals ENTITY ROLE == ('PRINCIPAL', …)`
    Principals {
        /// On what.
        entity: AskedEntity<'s>,
        /// Which role.
        role: Role,
        /// Who is to hold it, and nobody else.
        expected: Spanned<Vec<Spanned<PrincipalRef<'s>>>>,
    },
    /// `//! fails CODE`
    Fails(Spanned<&'s str>),
    /// `//! plan changes NUMBER`
    PlanChanges(Spanned<u64>),
}

/// Returns a list of principals as an assertion has it.
#[must_use]
pub fn principal_list<'n>(texts: impl IntoIterator<Item = &'n str>) -> String {
    let texts: Vec<&str> = texts.into_iter().collect();
    format!("({})", texts.join(", "))
}

impl fmt::Display for Asked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", literal(&self.principal.value), self.question)
    }
}

impl fmt::Display for Assertion<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{ASSERTION} {}", self.expectation())
    }
}

impl Assertion<'_> {
    /// Returns what stands after `//!` or `#expect`.
    #[must_use]
    pub fn expectation(&self) -> String {
        let kind = self.kind();
        match self {
            Self::Allow(asked) | Self::Never(asked) | Self::Deny(asked, None) => format!("{kind} {asked}"),
            Self::Deny(asked, Some(reason)) => format!("{kind} {asked} {BECAUSE} {reason}"),
            Self::Principals { entity, role, expected } => {
                let texts: Vec<String> = expected.value.iter().map(|principal| literal(&principal.value)).collect();
                let list = principal_list(texts.iter().map(String::as_str));
                format!("{kind} {entity} {role} {EQUALS} {list}")
            }
            Self::Fails(code) => format!("{kind} {}", code.value),
            Self::PlanChanges(number) => format!("{kind} {CHANGES} {}", number.value),
        }
    }

    /// Returns its kind.
    #[must_use]
    pub const fn kind(&self) -> AssertionKind {
        match self {
            Self::Allow(_) => AssertionKind::Allow,
            Self::Deny(..) => AssertionKind::Deny,
            Self::Never(_) => AssertionKind::Never,
            Self::Principals { .. } => AssertionKind::Principals,
            Self::Fails(_) => AssertionKind::Fails,
            Self::PlanChanges(_) => AssertionKind::Plan,
        }
    }
}
