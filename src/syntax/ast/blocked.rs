//! Commands about blocked principals: the official grammar's `… cluster blockedprincipals`.

use std::fmt;

use crate::model::command_kind::CommandKind;
use crate::model::keyword::Keyword;
use crate::model::principal::PrincipalRef;
use crate::model::timespan::TimeSpan;
use crate::syntax::ast::roles::literal;
use crate::syntax::literal::{StringLiteral, Value};
use crate::text::Spanned;

/// A command about blocked principals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockedCommand<'s> {
    /// `.show cluster blockedprincipals`
    Show,
    /// `.add cluster blockedprincipals 'aaduser=…' period 1h reason 'why'`
    Add(Box<NewBlock<'s>>),
    /// `.drop cluster blockedprincipals 'aaduser=…'`
    Drop(Box<Block<'s>>),
}

/// A block to add: until when, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBlock<'s> {
    /// Who is blocked.
    pub block: Block<'s>,
    /// `period 1h`; without it the block has no end.
    pub period: Option<Spanned<TimeSpan>>,
    /// `reason 'why'`
    pub reason: Option<StringLiteral<'s>>,
}

/// Who is blocked: a principal, and perhaps only with this application or under this user name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block<'s> {
    /// The principal.
    pub principal: Spanned<PrincipalRef<'s>>,
    /// `application 'name'`
    pub application: Option<StringLiteral<'s>>,
    /// `user 'name'`
    pub user: Option<StringLiteral<'s>>,
}

impl BlockedCommand<'_> {
    /// Returns the official kind.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::Show => CommandKind::ShowClusterBlockedPrincipals,
            Self::Add(_) => CommandKind::AddClusterBlockedPrincipals,
            Self::Drop(_) => CommandKind::DropClusterBlockedPrincipals,
        }
    }

    const fn verb(&self) -> Keyword {
        match self {
            Self::Show => Keyword::Show,
            Self::Add(_) => Keyword::Add,
            Self::Drop(_) => Keyword::Drop,
        }
    }
}

impl fmt::Display for BlockedCommand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.verb(), Keyword::Cluster, Keyword::BlockedPrincipals)?;
        match self {
            Self::Show => Ok(()),
            Self::Drop(block) => block.fmt(f),
            Self::Add(added) => added.fmt(f),
        }
    }
}

impl fmt::Display for NewBlock<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.block.fmt(f)?;
        if let Some(period) = self.period {
            write!(f, " {} {}", Keyword::Period, Value::TimeSpan(period.value))?;
        }
        word_and_text(f, Keyword::Reason, self.reason.as_ref())
    }
}

impl fmt::Display for Block<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " {}", literal(&self.principal.value))?;
        word_and_text(f, Keyword::Application, self.application.as_ref())?;
        word_and_text(f, Keyword::User, self.user.as_ref())
    }
}

fn word_and_text(f: &mut fmt::Formatter<'_>, word: Keyword, text: Option<&StringLiteral<'_>>) -> fmt::Result {
    match text {
        Some(text) => write!(f, " {word} {text}"),
        None => Ok(()),
    }
}
