//! Commands about tables (`tables.md` and the pages that it names).

use std::fmt;

use crate::model::command_kind::CommandKind;
use crate::model::keyword::Keyword;
use crate::model::property::{Property, Takes, properties};
use crate::syntax::ast::columns::Columns;
use crate::syntax::ast::databases::word_if;
use crate::syntax::ast::property_values::PropertyValues;
use crate::syntax::literal::{Name, StringLiteral};
use crate::text::list;

properties! {
    UPDATE_VIEWS "updateMaterializedViews" Bool,
        "whether the materialized views on the table follow it to its new name";
    HIDDEN "hidden" Bool, "whether `.show tables` leaves the table out";
    INCLUDE_HIDDEN "IncludeHiddenTables" Bool, "whether hidden tables are shown too";
}

/// A command about tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableCommand<'s> {
    /// `.create table T (a: string) with (folder='F')`
    Define(DefineTable<'s>),
    /// `.create tables T (a: string), U (b: int) with (folder='F')`
    DefineMany(DefineTables<'s>),
    /// `.create table N based-on T ifnotexists`
    CreateBasedOn(CreateBasedOn<'s>),
    /// `.alter table T docstring 'text'`, `.alter table T folder 'text'`
    SetText(SetText<'s>),
    /// `.rename table T to N`
    Rename(RenameTable<'s>),
    /// `.rename tables N=T, M=U ifexists`
    RenameMany(Vec<Renaming<'s>>),
    /// `.drop table T ifexists`
    Drop {
        /// Which.
        name: Name<'s>,
        /// `ifexists`: one that does not exist is no error.
        if_exists: bool,
    },
    /// `.drop tables (T, U) ifexists`
    DropMany {
        /// Which, at least one.
        names: Vec<Name<'s>>,
        /// `ifexists`: those that do not exist are no error.
        if_exists: bool,
    },
    /// `.show tables (T, U) details with (IncludeHiddenTables=true)`
    ShowMany(ShowTables<'s>),
    /// `.show table T details`
    Show(Name<'s>, TableView),
}

/// `.show tables [(T, U)] [details] [with (IncludeHiddenTables=true)]`: the Spark connector sends the property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowTables<'s> {
    /// Which; all when empty.
    pub names: Vec<Name<'s>>,
    /// `details`
    pub details: bool,
    /// `IncludeHiddenTables`
    pub properties: PropertyValues<'s>,
}

/// What a command does with the schema that it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Definer {
    /// `.create`: an existing table stays as it is.
    Create,
    /// `.create-merge`: an existing table gets the columns that it lacks.
    CreateMerge,
    /// `.alter`: the table gets these columns and no others.
    Alter,
    /// `.alter-merge`: the table gets the columns that it lacks.
    AlterMerge,
}

impl Definer {
    /// The verbs and what they do.
    pub const VERBS: &'static [(Keyword, Self)] = &[
        (Keyword::Create, Self::Create),
        (Keyword::CreateMerge, Self::CreateMerge),
        (Keyword::Alter, Self::Alter),
        (Keyword::AlterMerge, Self::AlterMerge),
    ];

    /// Returns the verb of the action.
    #[must_use]
    pub const fn verb(self) -> Keyword {
        match self {
            Self::Create => Keyword::Create,
            Self::CreateMerge => Keyword::CreateMerge,
            Self::Alter => Keyword::Alter,
            Self::AlterMerge => Keyword::AlterMerge,
        }
    }

    const fn kind(self) -> CommandKind {
        match self {
            Self::Create => CommandKind::CreateTable,
            Self::CreateMerge => CommandKind::CreateMergeTable,
            Self::Alter => CommandKind::AlterTable,
            Self::AlterMerge => CommandKind::AlterMergeTable,
        }
    }
}

/// `T (a: string, b: int)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSchema<'s> {
    /// The table.
    pub name: Name<'s>,
    /// Its columns.
    pub columns: Columns<'s>,
}

/// `.create|.create-merge|.alter|.alter-merge table T (…) [with (docstring='…', folder='…', hidden=true)]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefineTable<'s> {
    /// What is done with the schema.
    pub definer: Definer,
    /// The table and its columns.
    pub schema: TableSchema<'s>,
    /// `docstring`, `folder`, `hidden`
    pub properties: PropertyValues<'s>,
}

/// `.create|.create-merge tables T (…), U (…) [with (docstring='…', folder='…', hidden=true)]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefineTables<'s> {
    /// Whether existing tables get the columns that they lack.
    pub merge: bool,
    /// The tables and their columns, at least one.
    pub schemas: Vec<TableSchema<'s>>,
    /// `docstring`, `folder`, `hidden`: of each of the tables.
    pub properties: PropertyValues<'s>,
}

/// `.create table N based-on T [ifnotexists] [with (docstring='…', folder='…', hidden=true)]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateBasedOn<'s> {
    /// The new table.
    pub name: Name<'s>,
    /// The table whose columns, folder and policies it gets.
    pub source: Name<'s>,
    /// `ifnotexists`: a table that exists stays as it is.
    pub if_not_exists: bool,
    /// `docstring`, `folder`, `hidden`
    pub properties: PropertyValues<'s>,
}

/// `.alter table T docstring|folder 'text'`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetText<'s> {
    /// The table.
    pub name: Name<'s>,
    /// Which of its texts.
    pub field: TextField,
    /// The new text.
    pub text: StringLiteral<'s>,
}

/// A text that a table has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextField {
    /// `docstring`
    DocString,
    /// `folder`
    Folder,
}

impl TextField {
    /// Returns the word of the text in commands.
    #[must_use]
    pub const fn word(self) -> Keyword {
        match self {
            Self::DocString => Keyword::DocString,
            Self::Folder => Keyword::Folder,
        }
    }
}

/// `.rename table T to N [with (updateMaterializedViews=true)]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenameTable<'s> {
    /// The table.
    pub old: Name<'s>,
    /// Its new name.
    pub new: Name<'s>,
    /// `updateMaterializedViews`
    pub properties: PropertyValues<'s>,
}

/// `N=T [ifexists]` in `.rename tables`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renaming<'s> {
    /// The new name.
    pub new: Name<'s>,
    /// The table.
    pub old: Name<'s>,
    /// `ifexists`: a table that does not exist is no error.
    pub if_exists: bool,
}

/// What `.show table T` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableView {
    /// No word: the columns.
    Columns,
    /// `details`
    Details,
    /// `cslschema`, also `kqlschema`
    Csl,
    /// `schema as json`
    Json,
}

impl TableCommand<'_> {
    /// Returns the official kind.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::Define(define) => define.definer.kind(),
            Self::DefineMany(define) if define.merge => CommandKind::CreateMergeTables,
            Self::DefineMany(_) => CommandKind::CreateTables,
            Self::CreateBasedOn(_) => CommandKind::CreateTableBasedOnAnother,
            Self::SetText(set) => match set.field {
                TextField::DocString => CommandKind::AlterTableDocString,
                TextField::Folder => CommandKind::AlterTableFolder,
            },
            Self::Rename(_) => CommandKind::RenameTable,
            Self::RenameMany(_) => CommandKind::RenameTables,
            Self::Drop { .. } => CommandKind::DropTable,
            Self::DropMany { .. } => CommandKind::DropTables,
            Self::ShowMany(show) if show.details => CommandKind::ShowTablesDetails,
            Self::ShowMany(_) => CommandKind::ShowTables,
            Self::Show(_, view) => match view {
                TableView::Columns => CommandKind::ShowTable,
                TableView::Details => CommandKind::ShowTableDetails,
                TableView::Csl => CommandKind::ShowTableCslSchema,
                TableView::Json => CommandKind::ShowTableSchemaAsJson,
            },
        }
    }
}

impl fmt::Display for TableCommand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (table, tables) = (Keyword::Table, Keyword::Tables);
        match self {
            Self::Define(define) => define.fmt(f),
            Self::DefineMany(define) => define.fmt(f),
            Self::CreateBasedOn(create) => create.fmt(f),
            Self::SetText(set) => {
                write!(f, "{} {table} {} {} {}", Keyword::Alter, set.name, set.field.word(), set.text)
            }
            Self::Rename(rename) => {
                let (verb, to) = (Keyword::Rename, Keyword::To);
                write!(f, "{verb} {table} {} {to} {}{}", rename.old, rename.new, rename.properties)
            }
            Self::RenameMany(renamings) => {
                write!(f, "{} {tables} ", Keyword::Rename)?;
                list(f, renamings)
            }
            Self::Drop { name, if_exists } => {
                write!(f, "{} {table} {name}", Keyword::Drop)?;
                word_if(f, *if_exists, Keyword::IfExists)
            }
            Self::DropMany { names, if_exists } => {
                write!(f, "{} {tables}", Keyword::Drop)?;
                names_in_brackets(f, names)?;
                word_if(f, *if_exists, Keyword::IfExists)
            }
            Self::ShowMany(show) => {
                write!(f, "{} {tables}", Keyword::Show)?;
                names_in_brackets(f, &show.names)?;
                word_if(f, show.details, Keyword::Details)?;
                show.properties.fmt(f)
            }
            Self::Show(name, view) => write!(f, "{} {table} {name}{view}", Keyword::Show),
        }
    }
}

/// Prints ` (T, U)`, or nothing for no names.
fn names_in_brackets(f: &mut fmt::Formatter<'_>, names: &[Name<'_>]) -> fmt::Result {
    if names.is_empty() {
        return Ok(());
    }
    f.write_str(" (")?;
    list(f, names)?;
    f.write_str(")")
}

impl fmt::Display for TableSchema<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.columns)
    }
}

impl fmt::Display for DefineTable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}{}", self.definer.verb(), Keyword::Table, self.schema, self.properties)
    }
}

impl fmt::Display for DefineTables<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = if self.merge { Keyword::CreateMerge } else { Keyword::Create };
        write!(f, "{verb} {} ", Keyword::Tables)?;
        list(f, &self.schemas)?;
        self.properties.fmt(f)
    }
}

impl fmt::Display for CreateBasedOn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (create, table, based_on) = (Keyword::Create, Keyword::Table, Keyword::BasedOn);
        write!(f, "{create} {table} {} {based_on} {}", self.name, self.source)?;
        word_if(f, self.if_not_exists, Keyword::IfNotExists)?;
        self.properties.fmt(f)
    }
}

impl fmt::Display for Renaming<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.new, self.old)?;
        word_if(f, self.if_exists, Keyword::IfExists)
    }
}

impl fmt::Display for TableView {
    /// Prints with a space before the words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Columns => Ok(()),
            Self::Details => write!(f, " {}", Keyword::Details),
            Self::Csl => write!(f, " {}", Keyword::CslSchema),
            Self::Json => write!(f, " {} {} {}", Keyword::Schema, Keyword::As, Keyword::Json),
        }
    }
}
