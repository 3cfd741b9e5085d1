//! Questions about access: `view table StormEvents`, `export on behalf of system database Samples`.

use std::borrow::Cow;
use std::fmt;

use crate::model::action::Action;
use crate::model::entity::EntityKind;
use crate::model::name::Text;
use crate::model::permission::ON_BEHALF;
use crate::model::principal::PrincipalRef;
use crate::syntax::ast::roles::literal;
use crate::syntax::literal::Name;
use crate::text::Spanned;

/// The word before `database D` in the name of an entity.
pub const IN: &str = "in";

/// What a question asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question<'s> {
    /// An action on an entity.
    Action(Action, AskedEntity<'s>),
    /// To export from a database on behalf of an identity. Without a name it is the database in context.
    Export(Identity<'s>, Option<Name<'s>>),
}

/// How a question names an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity<'s> {
    /// As a principal.
    Principal(Spanned<PrincipalRef<'s>>),
    /// The word that the property of exports takes: `system`, an object id or a client id.
    Assigned(Spanned<Cow<'s, str>>),
}

/// The entity that a question is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedEntity<'s> {
    /// Its kind.
    pub kind: EntityKind,
    /// Its name.
    pub name: AskedName<'s>,
}

/// How a question names an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskedName<'s> {
    /// It has no name: the cluster, or the database in context.
    Context,
    /// `T`, `two words`, `['a.b']`: an entity of the database in context, or a database.
    Name(Name<'s>),
    /// `T in database D`, `['D'].T`
    Inside {
        /// The database.
        database: Name<'s>,
        /// The entity in it.
        name: Name<'s>,
    },
    /// `D.T` without quotes: an entity of the database in context of this name, or else one of `D`.
    Dotted {
        /// All of it.
        whole: Name<'s>,
        /// What stands before the first dot.
        database: Name<'s>,
        /// What stands after it.
        name: Name<'s>,
    },
}

impl fmt::Display for Question<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Action(action, entity) => write!(f, "{action} {entity}"),
            Self::Export(identity, None) => write!(f, "{ON_BEHALF} {identity}"),
            Self::Export(identity, Some(name)) => write!(f, "{ON_BEHALF} {identity} {} {name}", EntityKind::Database),
        }
    }
}

impl fmt::Display for Identity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Principal(principal) => f.write_str(&literal(&principal.value)),
            Self::Assigned(word) => Text(&word.value).fmt(f),
        }
    }
}

impl fmt::Display for AskedEntity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)?;
        match &self.name {
            AskedName::Context => Ok(()),
            AskedName::Name(name) => write!(f, " {name}"),
            AskedName::Inside { database, name } => {
                write!(f, " {name} {IN} {} {database}", EntityKind::Database)
            }
            AskedName::Dotted { whole, .. } => write!(f, " {}", whole.text),
        }
    }
}
