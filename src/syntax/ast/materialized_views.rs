//! Materialized views (the pages under `materialized-views/`).

use std::fmt;

use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::timespan::TimeSpan;
use crate::syntax::ast::entity::EntityRef;
use crate::syntax::ast::property_values::PropertyValues;
use crate::syntax::ast::query::Query;
use crate::syntax::literal::{Name, StringLiteral};
use crate::text::list;

pub mod properties;

/// A command about materialized views.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MaterializedViewCommand<'s> {
    /// `.create materialized-view V on table T { T | summarize count() by x }`
    Define(Box<DefineView<'s>>),
    /// `.alter materialized-view V lookback 6h`
    Alter(AlterView<'s>),
    /// `.drop materialized-view V`
    Drop(DropView<'s>),
    /// `.disable materialized-view V`
    Switch(SwitchView<'s>),
    /// `.rename materialized-view V to W`
    Rename(RenameView<'s>),
    /// `.show materialized-views`
    ShowAll,
    /// `.show materialized-view V`
    Show(Name<'s>),
    /// `.show materialized-views [(V, W)] details`; no names are all of them
    ShowDetails(Vec<Name<'s>>),
    /// `.show materialized-view V details`
    ShowOneDetails(Name<'s>),
    /// `.show materialized-view V cslschema`
    ShowSchema(ShowViewSchema<'s>),
}

/// How a definition treats a view that is there, or is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewVerb {
    /// `.create materialized-view`
    Create {
        /// `async`: the service answers before the view is made.
        asynchronous: bool,
        /// `ifnotexists`: a view that is there stays as it is.
        if_not_exists: bool,
    },
    /// `.alter materialized-view`
    Alter,
    /// `.create-or-alter materialized-view`
    CreateOrAlter,
}

/// `.create|.alter|.create-or-alter materialized-view [with (…)] V on table T { query }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefineView<'s> {
    /// Create, alter, or whichever fits.
    pub verb: ViewVerb,
    /// `with (lookback=6h, …)`
    pub properties: PropertyValues<'s>,
    /// The view's name.
    pub name: Name<'s>,
    /// `table T` or `materialized-view V`: what the view is made of.
    pub source: EntityRef<'s>,
    /// `{ … }`
    pub query: Query<'s>,
}

/// `.alter materialized-view V …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlterView<'s> {
    /// The view's name.
    pub name: Name<'s>,
    /// What changes, and to what.
    pub change: ViewChange<'s>,
}

/// What `.alter materialized-view V …` changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViewChange<'s> {
    /// `docstring 'text'`
    DocString(StringLiteral<'s>),
    /// `folder 'text'`
    Folder(StringLiteral<'s>),
    /// `lookback 6h`, or `lookback timespan(null)` to have none
    Lookback(Option<TimeSpan>),
    /// `autoUpdateSchema true`
    AutoUpdateSchema(bool),
}

/// `.drop materialized-view V [ifexists]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropView<'s> {
    /// The view's name.
    pub name: Name<'s>,
    /// `ifexists`: a view that is not there is no error.
    pub if_exists: bool,
}

/// `.enable|.disable materialized-view V [with (…)]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwitchView<'s> {
    /// Whether it is to be enabled.
    pub enable: bool,
    /// The view's name.
    pub name: Name<'s>,
    /// `with (allowMaterializedViewsWithoutRowLevelSecurity=true)`
    pub properties: PropertyValues<'s>,
}

/// `.rename materialized-view V to W`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenameView<'s> {
    /// The name that it has.
    pub from: Name<'s>,
    /// The name that it gets.
    pub to: Name<'s>,
}

/// `.show materialized-view V cslschema`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowViewSchema<'s> {
    /// The view's name.
    pub name: Name<'s>,
    /// How the schema is to be written.
    pub form: SchemaForm,
}

/// How a schema is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaForm {
    /// `cslschema`, `schema as csl`
    Csl,
    /// `kqlschema`
    Kql,
    /// `schema as json`
    Json,
}

impl MaterializedViewCommand<'_> {
    /// Returns the official kind.
    #[must_use]
    pub fn kind(&self) -> CommandKind {
        match self {
            Self::Define(define) => define.kind(),
            Self::Alter(alter) => match alter.change {
                ViewChange::DocString(_) => CommandKind::AlterMaterializedViewDocString,
                ViewChange::Folder(_) => CommandKind::AlterMaterializedViewFolder,
                ViewChange::Lookback(_) => CommandKind::AlterMaterializedViewLookback,
                ViewChange::AutoUpdateSchema(_) => CommandKind::AlterMaterializedViewAutoUpdateSchema,
            },
            Self::Drop(_) => CommandKind::DropMaterializedView,
            Self::Switch(_) => CommandKind::EnableDisableMaterializedView,
            Self::Rename(_) => CommandKind::RenameMaterializedView,
            Self::ShowAll => CommandKind::ShowMaterializedViews,
            Self::Show(_) => CommandKind::ShowMaterializedView,
            Self::ShowDetails(_) => CommandKind::ShowMaterializedViewsDetails,
            Self::ShowOneDetails(_) => CommandKind::ShowMaterializedViewDetails,
            Self::ShowSchema(show) => match show.form {
                SchemaForm::Csl | SchemaForm::Kql => CommandKind::ShowMaterializedViewCslSchema,
                SchemaForm::Json => CommandKind::ShowMaterializedViewSchemaAsJson,
            },
        }
    }
}

impl DefineView<'_> {
    fn kind(&self) -> CommandKind {
        use CommandKind as K;
        let over_view = self.source.kind == EntityKind::MaterializedView;
        match self.verb {
            ViewVerb::Create { .. } if over_view => K::CreateMaterializedViewOverMaterializedView,
            ViewVerb::Create { .. } => K::CreateMaterializedView,
            ViewVerb::Alter if over_view => K::AlterMaterializedViewOverMaterializedView,
            ViewVerb::Alter => K::AlterMaterializedView,
            ViewVerb::CreateOrAlter if over_view => K::CreateOrAlterMaterializedViewOverMaterializedView,
            ViewVerb::CreateOrAlter => K::CreateOrAlterMaterializedView,
        }
    }
}

impl fmt::Display for MaterializedViewCommand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (show, view, views) = (Keyword::Show, Keyword::MaterializedView, Keyword::MaterializedViews);
        match self {
            Self::Define(define) => define.fmt(f),
            Self::Alter(alter) => write!(f, "{} {view} {} {}", Keyword::Alter, alter.name, alter.change),
            Self::Drop(drop) => {
                write!(f, "{} {view} {}", Keyword::Drop, drop.name)?;
                if drop.if_exists { write!(f, " {}", Keyword::IfExists) } else { Ok(()) }
            }
            Self::Switch(switch) => {
                let verb = if switch.enable { Keyword::Enable } else { Keyword::Disable };
                write!(f, "{verb} {view} {}{}", switch.name, switch.properties)
            }
            Self::Rename(rename) => {
                write!(f, "{} {view} {} {} {}", Keyword::Rename, rename.from, Keyword::To, rename.to)
            }
            Self::ShowAll => write!(f, "{show} {views}"),
            Self::Show(name) => write!(f, "{show} {view} {name}"),
            Self::ShowDetails(names) if names.is_empty() => write!(f, "{show} {views} {}", Keyword::Details),
            Self::ShowDetails(names) => {
                write!(f, "{show} {views} (")?;
                list(f, names)?;
                write!(f, ") {}", Keyword::Details)
            }
            Self::ShowOneDetails(name) => write!(f, "{show} {view} {name} {}", Keyword::Details),
            Self::ShowSchema(schema) => write!(f, "{show} {view} {} {}", schema.name, schema.form),
        }
    }
}

impl fmt::Display for DefineView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let view = Keyword::MaterializedView;
        match self.verb {
            ViewVerb::Create { asynchronous, if_not_exists } => {
                write!(f, "{} ", Keyword::Create)?;
                let flags = [(asynchronous, Keyword::Async), (if_not_exists, Keyword::IfNotExists)];
                flags.iter().filter(|(given, _)| *given).try_for_each(|(_, word)| write!(f, "{word} "))?;
                view.fmt(f)?;
            }
            ViewVerb::Alter => write!(f, "{} {view}", Keyword::Alter)?,
            ViewVerb::CreateOrAlter => write!(f, "{} {view}", Keyword::CreateOrAlter)?,
        }
        write!(f, "{} {} {} {} ", self.properties, self.name, Keyword::On, self.source)?;
        // A comment at the end would swallow a bracket on its line.
        let lines = self.query.text.contains('\n') || self.query.text.contains("//");
        if lines { write!(f, "{{\n    {}\n}}", self.query) } else { write!(f, "{{ {} }}", self.query) }
    }
}

impl fmt::Display for ViewChange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DocString(text) => write!(f, "{} {text}", Keyword::DocString),
            Self::Folder(text) => write!(f, "{} {text}", Keyword::Folder),
            Self::Lookback(Some(span)) => write!(f, "{} time({span})", Keyword::Lookback),
            Self::Lookback(None) => write!(f, "{} timespan(null)", Keyword::Lookback),
            Self::AutoUpdateSchema(value) => write!(f, "{} {value}", Keyword::AutoUpdateSchema),
        }
    }
}

impl fmt::Display for SchemaForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Csl => Keyword::CslSchema.fmt(f),
            Self::Kql => Keyword::KqlSchema.fmt(f),
            Self::Json => write!(f, "{} {} {}", Keyword::Schema, Keyword::As, Keyword::Json),
        }
    }
}
