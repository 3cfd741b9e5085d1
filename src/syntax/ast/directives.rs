//! `#directives`: what speaks to a session and not to the cluster.

use std::borrow::Cow;
use std::fmt;

use crate::model::directive_kind::DirectiveKind;
use crate::model::help_topic::HelpTopic;
use crate::model::keyword::Keyword;
use crate::model::name::Text;
use crate::model::principal::PrincipalRef;
use crate::model::timespan::TimeSpan;
use crate::model::view_change::ViewChange;
use crate::syntax::ast::Statement;
use crate::syntax::ast::assertions::Assertion;
use crate::syntax::ast::questions::Question;
use crate::syntax::ast::roles::literal;
use crate::syntax::literal::{Name, StringLiteral};
use crate::text::Spanned;

/// The word before a length of time.
pub const ADVANCE: &str = "advance";

/// The option by which each member of a group has a row, with the way through the groups.
pub const EXPAND_GROUPS: &str = "--expand-groups";

/// The word before a file.
pub const LOAD: &str = "load";

/// A directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Directive<'s> {
    /// `#help`, `#help roles`, `#help add table`, `#help #explain`
    Help(Help<'s>),
    /// `#dbcontext Samples`; without a name it shows which database is in context.
    DbContext(Option<Name<'s>>),
    /// `#as PRINCIPAL`; without one the built-in administrator acts again.
    As(Option<Spanned<PrincipalRef<'s>>>),
    /// `#whoami`
    WhoAmI,
    /// `#explain PRINCIPAL ACTION ENTITY`
    Explain(Spanned<PrincipalRef<'s>>, Question<'s>),
    /// `#expect allow PRINCIPAL ACTION ENTITY`
    Expect(Spanned<Assertion<'s>>),
    /// `#who-can ACTION ENTITY`
    WhoCan {
        /// What is asked.
        question: Question<'s>,
        /// Whether members of groups have rows of their own.
        expand_groups: bool,
    },
    /// `#what-can PRINCIPAL`
    WhatCan {
        /// Who is asked about.
        principal: Spanned<PrincipalRef<'s>>,
        /// Whether the whole way through groups is shown.
        expand_groups: bool,
    },
    /// `#roles PRINCIPAL`
    Roles(Spanned<PrincipalRef<'s>>),
    /// `#plan .drop table T`
    Plan(Box<Statement<'s>>),
    /// `#undo`
    Undo,
    /// `#read FILE`
    Read(Spanned<Cow<'s, str>>),
    /// `#client application='NAME'`; without names it shows what is stated.
    Client(Option<ClientNames<'s>>),
    /// `#clock advance 31m`; without a length it shows the time.
    Clock(Option<TimeSpan>),
    /// `#directory load FILE`
    Directory(Spanned<Cow<'s, str>>),
    /// `#format`, `#columns`, `#echo`, `#timing`, `#save`
    View(ViewChange),
    /// `#cls`
    Cls,
    /// `#quit`
    Quit,
}

/// What help is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Help<'s> {
    /// What can be typed.
    Overview,
    /// A topic.
    Topic(HelpTopic),
    /// A directive.
    Directive(DirectiveKind),
    /// The commands with these words.
    Commands(&'s str),
    /// Words that are none of these: of the query language, or of nothing that there is help about.
    Word(Spanned<&'s str>),
}

/// The names that a client states; both are missing where `none` is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientNames<'s> {
    /// `application='NAME'`
    pub application: Option<StringLiteral<'s>>,
    /// `user='NAME'`
    pub user: Option<StringLiteral<'s>>,
}

impl Directive<'_> {
    /// Returns its kind.
    #[must_use]
    pub const fn kind(&self) -> DirectiveKind {
        match self {
            Self::Help(_) => DirectiveKind::Help,
            Self::DbContext(_) => DirectiveKind::DbContext,
            Self::As(_) => DirectiveKind::As,
            Self::WhoAmI => DirectiveKind::WhoAmI,
            Self::Expect(_) => DirectiveKind::Expect,
            Self::Plan(_) => DirectiveKind::Plan,
            Self::Undo => DirectiveKind::Undo,
            Self::Read(_) => DirectiveKind::Read,
            Self::Cls => DirectiveKind::Cls,
            Self::Explain(..) => DirectiveKind::Explain,
            Self::WhoCan { .. } => DirectiveKind::WhoCan,
            Self::WhatCan { .. } => DirectiveKind::WhatCan,
            Self::Roles(_) => DirectiveKind::Roles,
            Self::Client(_) => DirectiveKind::Client,
            Self::Clock(_) => DirectiveKind::Clock,
            Self::Directory(_) => DirectiveKind::Directory,
            Self::View(change) => change.kind(),
            Self::Quit => DirectiveKind::Quit,
        }
    }
}

impl fmt::Display for Directive<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind().fmt(f)?;
        match self {
            Self::Help(Help::Topic(topic)) => write!(f, " {topic}"),
            Self::Help(Help::Directive(kind)) => write!(f, " {kind}"),
            Self::Help(Help::Commands(words)) => write!(f, " {words}"),
            Self::Help(Help::Word(words)) => write!(f, " {words}"),
            Self::DbContext(Some(name)) => write!(f, " {name}"),
            Self::As(Some(principal)) | Self::Roles(principal) => write!(f, " {}", literal(&principal.value)),
            Self::Explain(principal, question) => write!(f, " {} {question}", literal(&principal.value)),
            Self::WhoCan { question, expand_groups } => write!(f, "{} {question}", option(*expand_groups)),
            Self::WhatCan { principal, expand_groups } => {
                write!(f, "{} {}", option(*expand_groups), literal(&principal.value))
            }
            Self::Client(Some(stated)) => stated.fmt(f),
            Self::Clock(Some(length)) => write!(f, " {ADVANCE} {length}"),
            Self::Directory(file) => write!(f, " {LOAD} {}", Text(&file.value)),
            Self::View(change) => change.fmt(f),
            Self::Read(file) => write!(f, " {}", Text(&file.value)),
            Self::Expect(assertion) => write!(f, " {}", assertion.value.expectation()),
            Self::Plan(statement) => write!(f, " {statement}"),
            Self::Help(Help::Overview)
            | Self::DbContext(None)
            | Self::As(None)
            | Self::Client(None)
            | Self::Clock(None)
            | Self::WhoAmI
            | Self::Undo
            | Self::Cls
            | Self::Quit => Ok(()),
        }
    }
}

/// Returns ` --expand-groups`, if groups are expanded.
fn option(expand_groups: bool) -> String {
    if expand_groups { format!(" {EXPAND_GROUPS}") } else { String::new() }
}

impl fmt::Display for ClientNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = [(Keyword::Application, &self.application), (Keyword::User, &self.user)];
        if names.iter().all(|(_, name)| name.is_none()) {
            return write!(f, " {}", Keyword::None);
        }
        for (word, name) in names {
            if let Some(name) = name {
                let obfuscation = if name.obfuscated { "h" } else { "" };
                write!(f, " {word}={obfuscation}{}", Text(&name.text))?;
            }
        }
        Ok(())
    }
}
