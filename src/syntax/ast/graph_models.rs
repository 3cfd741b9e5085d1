//! Graph models (the pages under `graph/`).

use std::fmt;

use crate::model::command_kind::CommandKind;
use crate::model::keyword::Keyword;
use crate::model::property::{Property, PropertyTable, Takes, properties};
use crate::syntax::ast::property_values::PropertyValues;
use crate::syntax::literal::{Name, StringLiteral};

properties! {
    ID "id" Text, "the version to show, or `*` for all of them";
    SHOW_ALL "showAll" Bool, "whether all versions are shown";
}

/// The properties of `.show graph_model` (`graph-model-show.md`, *Properties*).
pub static SHOW_PROPERTIES: PropertyTable = PropertyTable::closed(&[ID]);

/// The properties of `.show graph_models` (`graph-models-show.md`, *Properties*).
pub static SHOW_MANY_PROPERTIES: PropertyTable = PropertyTable::closed(&[SHOW_ALL]);

/// A command about graph models.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GraphModelCommand<'s> {
    /// `.create-or-alter graph_model G '{"Definition": …}'`
    Define(DefineGraphModel<'s>),
    /// `.drop graph_model G`
    Drop(Name<'s>),
    /// `.show graph_model G`
    Show(ShowGraphModel<'s>),
    /// `.show graph_models`
    ShowMany(ShowGraphModels<'s>),
}

/// `.create-or-alter graph_model G '{"Definition": …}'`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefineGraphModel<'s> {
    /// The model's name.
    pub name: Name<'s>,
    /// Its definition, as JSON.
    pub model: StringLiteral<'s>,
}

/// `.show graph_model G [details] [with (id='*')]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowGraphModel<'s> {
    /// The model's name.
    pub name: Name<'s>,
    /// Whether the definition is shown too.
    pub details: bool,
    /// `with (id='*')`
    pub properties: PropertyValues<'s>,
}

/// `.show graph_models [details] [with (showAll=true)]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowGraphModels<'s> {
    /// Whether the definitions are shown too.
    pub details: bool,
    /// `with (showAll=true)`
    pub properties: PropertyValues<'s>,
}

impl GraphModelCommand<'_> {
    /// Returns the official kind.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::Define(_) => CommandKind::GraphModelCreateOrAlter,
            Self::Drop(_) => CommandKind::GraphModelDrop,
            Self::Show(_) => CommandKind::GraphModelShow,
            Self::ShowMany(_) => CommandKind::GraphModelsShow,
        }
    }
}

impl fmt::Display for GraphModelCommand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (model, models) = (Keyword::GraphModel, Keyword::GraphModels);
        match self {
            Self::Define(define) => {
                write!(f, "{} {model} {} {}", Keyword::CreateOrAlter, define.name, define.model)
            }
            Self::Drop(name) => write!(f, "{} {model} {name}", Keyword::Drop),
            Self::Show(show) => {
                write!(f, "{} {model} {}", Keyword::Show, show.name)?;
                details(f, show.details, &show.properties)
            }
            Self::ShowMany(show) => {
                write!(f, "{} {models}", Keyword::Show)?;
                details(f, show.details, &show.properties)
            }
        }
    }
}

fn details(f: &mut fmt::Formatter<'_>, given: bool, properties: &PropertyValues<'_>) -> fmt::Result {
    if given {
        write!(f, " {}", Keyword::Details)?;
    }
    write!(f, "{properties}")
}
