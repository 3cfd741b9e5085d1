//! Commands about continuous exports (`data-export/create-alter-continuous.md`,
//! `show-continuous-export.md`, `drop-continuous-export.md`, `disable-enable-continuous.md`).

use std::fmt;

use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::syntax::ast::property_values::PropertyValues;
use crate::syntax::ast::query::Query;
use crate::syntax::literal::Name;
use crate::text::list;

/// A command about continuous exports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContinuousExportCommand<'s> {
    /// `.create-or-alter continuous-export E …`
    Define(Box<Definition<'s>>),
    /// `.show continuous-exports`
    ShowAll,
    /// `.show continuous-export E`
    Show(Name<'s>),
    /// `.drop continuous-export E`
    Drop(Name<'s>),
    /// `.enable continuous-export E`
    Enable(Name<'s>),
    /// `.disable continuous-export E`
    Disable(Name<'s>),
}

/// `continuous-export E [over (T, …)] to table X [with (…)] <| query`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition<'s> {
    /// The export's name.
    pub name: Name<'s>,
    /// `over (T, …)`: the fact tables; empty when all tables of the query are.
    pub over: Vec<Name<'s>>,
    /// `to table X`: the external table that is written.
    pub target: Name<'s>,
    /// `with (…)`
    pub properties: PropertyValues<'s>,
    /// The query after `<|`.
    pub query: Query<'s>,
}

impl ContinuousExportCommand<'_> {
    /// Returns the official kind.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::Define(_) => CommandKind::CreateOrAlterContinuousExport,
            Self::ShowAll => CommandKind::ShowContinuousExports,
            Self::Show(_) => CommandKind::ShowContinuousExport,
            Self::Drop(_) => CommandKind::DropContinuousExport,
            Self::Enable(_) => CommandKind::EnableContinuousExport,
            Self::Disable(_) => CommandKind::DisableContinuousExport,
        }
    }
}

impl fmt::Display for ContinuousExportCommand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = EntityKind::ContinuousExport;
        match self {
            Self::Define(definition) => definition.fmt(f),
            Self::ShowAll => write!(f, "{} {}", Keyword::Show, Keyword::ContinuousExports),
            Self::Show(name) => write!(f, "{} {kind} {name}", Keyword::Show),
            Self::Drop(name) => write!(f, "{} {kind} {name}", Keyword::Drop),
            Self::Enable(name) => write!(f, "{} {kind} {name}", Keyword::Enable),
            Self::Disable(name) => write!(f, "{} {kind} {name}", Keyword::Disable),
        }
    }
}

impl fmt::Display for Definition<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", Keyword::CreateOrAlter, EntityKind::ContinuousExport, self.name)?;
        if !self.over.is_empty() {
            write!(f, " {} (", Keyword::Over)?;
            list(f, &self.over)?;
            f.write_str(")")?;
        }
        write!(f, " {} {} {}{}", Keyword::To, Keyword::Table, self.target, self.properties)?;
        write!(f, " <| {}", self.query)
    }
}
