//! Commands about external tables (`external-tables-azure-storage.md`,
//! `external-tables-delta-lake.md`, `external-sql-tables.md`, `show-external-tables*.md`,
//! `drop-external-table.md`).

use std::fmt;

use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::external_table::TableKind;
use crate::model::keyword::Keyword;
use crate::syntax::ast::columns::Columns;
use crate::syntax::ast::property_values::PropertyValues;
use crate::syntax::literal::{Name, StringLiteral};

mod source;

pub use source::{Partition, PartitionBy, PathPart, Source, Storage};

/// A command about external tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExternalTableCommand<'s> {
    /// `.create external table T (x:long) kind=… …`, also `.alter` and `.create-or-alter`
    Define(Box<Definition<'s>>),
    /// `.drop external table T [ifexists]`
    Drop {
        /// Which.
        name: Name<'s>,
        /// Whether it may be absent.
        if_exists: bool,
    },
    /// `.show external tables [with (…)]`
    ShowAll(PropertyValues<'s>),
    /// `.show external tables details`
    ShowAllDetails,
    /// `.show external table T …`
    Show(Name<'s>, Shown<'s>),
    /// `.alter external table T docstring 'text'`
    DocString(Name<'s>, StringLiteral<'s>),
    /// `.alter external table T folder 'text'`
    Folder(Name<'s>, StringLiteral<'s>),
}

/// What a command does where the table exists, and where it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// `.create`: the table must not exist.
    Create,
    /// `.alter`: it must exist.
    Alter,
    /// `.create-or-alter`: either.
    CreateOrAlter,
}

impl Verb {
    /// Every verb.
    pub const ALL: &'static [Self] = &[Self::Create, Self::Alter, Self::CreateOrAlter];

    /// Returns the verb's word.
    #[must_use]
    pub const fn keyword(self) -> Keyword {
        match self {
            Self::Create => Keyword::Create,
            Self::Alter => Keyword::Alter,
            Self::CreateOrAlter => Keyword::CreateOrAlter,
        }
    }
}

/// `external table T [(columns)] kind=… … [with (…)]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition<'s> {
    /// Create, alter, or either.
    pub verb: Verb,
    /// The table's name.
    pub name: Name<'s>,
    /// Its columns; only those of `kind=delta` may be left to be inferred.
    pub columns: Option<Columns<'s>>,
    /// What it refers to.
    pub source: Source<'s>,
    /// `with (…)`
    pub properties: PropertyValues<'s>,
}

/// What `.show external table T` shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown<'s> {
    /// `.show external table T [with (…)]`
    Table(PropertyValues<'s>),
    /// `details`
    Details,
    /// `cslschema`, `kqlschema`
    CslSchema(Keyword),
    /// `schema as json`, `schema as csl`, `schema as kql`
    Schema(Keyword),
}

impl ExternalTableCommand<'_> {
    /// Returns the official kind.
    #[must_use]
    pub fn kind(&self) -> CommandKind {
        match self {
            Self::Define(definition) => definition.kind(),
            Self::Drop { .. } => CommandKind::DropExternalTable,
            Self::ShowAll(_) => CommandKind::ShowExternalTables,
            Self::ShowAllDetails => CommandKind::ShowExternalTablesDetails,
            Self::Show(_, Shown::Table(_)) => CommandKind::ShowExternalTable,
            Self::Show(_, Shown::Details) => CommandKind::ShowExternalTableDetails,
            Self::Show(_, Shown::CslSchema(_)) => CommandKind::ShowExternalTableCslSchema,
            Self::Show(_, Shown::Schema(_)) => CommandKind::ShowExternalTableSchema,
            Self::DocString(..) => CommandKind::AlterExternalTableDocString,
            Self::Folder(..) => CommandKind::AlterExternalTableFolder,
        }
    }
}

impl Definition<'_> {
    const fn kind(&self) -> CommandKind {
        let sql = matches!(self.source.kind(), TableKind::Sql);
        match (self.verb, sql) {
            (Verb::Create, false) => CommandKind::CreateStorageExternalTable,
            (Verb::Create, true) => CommandKind::CreateSqlExternalTable,
            (Verb::Alter, false) => CommandKind::AlterStorageExternalTable,
            (Verb::Alter, true) => CommandKind::AlterSqlExternalTable,
            (Verb::CreateOrAlter, false) => CommandKind::CreateOrAlterStorageExternalTable,
            (Verb::CreateOrAlter, true) => CommandKind::CreateOrAlterSqlExternalTable,
        }
    }
}

impl fmt::Display for ExternalTableCommand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (show, alter, kind) = (Keyword::Show, Keyword::Alter, EntityKind::ExternalTable);
        let all = (Keyword::External, Keyword::Tables);
        match self {
            Self::Define(definition) => definition.fmt(f),
            Self::Drop { name, if_exists: false } => write!(f, "{} {kind} {name}", Keyword::Drop),
            Self::Drop { name, if_exists: true } => {
                write!(f, "{} {kind} {name} {}", Keyword::Drop, Keyword::IfExists)
            }
            Self::ShowAll(properties) => write!(f, "{show} {} {}{properties}", all.0, all.1),
            Self::ShowAllDetails => write!(f, "{show} {} {} {}", all.0, all.1, Keyword::Details),
            Self::Show(name, shown) => write!(f, "{show} {kind} {name}{shown}"),
            Self::DocString(name, text) => write!(f, "{alter} {kind} {name} {} {text}", Keyword::DocString),
            Self::Folder(name, text) => write!(f, "{alter} {kind} {name} {} {text}", Keyword::Folder),
        }
    }
}

impl fmt::Display for Definition<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.verb.keyword(), EntityKind::ExternalTable, self.name)?;
        if let Some(columns) = &self.columns {
            write!(f, " {columns}")?;
        }
        write!(f, " {}{}", self.source, self.properties)
    }
}

impl fmt::Display for Shown<'_> {
    /// Prints with a space in front.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table(properties) => properties.fmt(f),
            Self::Details => write!(f, " {}", Keyword::Details),
            Self::CslSchema(word) => write!(f, " {word}"),
            Self::Schema(format) => write!(f, " {} {} {format}", Keyword::Schema, Keyword::As),
        }
    }
}
