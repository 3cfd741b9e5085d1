//! Stored functions (`functions.md` and the pages that it lists).

use std::borrow::Cow;
use std::fmt;

use crate::model::command_kind::CommandKind;
use crate::model::keyword::Keyword;
use crate::model::property::{Property, PropertyTable, Takes, properties};
use crate::syntax::ast::columns::Columns;
use crate::syntax::ast::property_values::PropertyValues;
use crate::syntax::ast::query::Query;
use crate::syntax::literal::{Name, StringLiteral};
use crate::table::ColumnType;
use crate::text::list;

properties! {
    DOCSTRING "docstring" Text, "what the function is for";
    FOLDER "folder" Text, "the folder that tools show it in";
    VIEW "view" Bool, "whether it is a stored view";
    SKIP_VALIDATION "skipvalidation" Bool,
        "whether the service checks the body no further than its syntax";
    SHOW_OBFUSCATED "ShowObfuscatedStrings" Bool,
        "whether obfuscated strings are shown as they are";
    BUILT_IN "Builtin" Bool, "whether built-in functions are shown, of which kmgmt has none";
    HIDDEN_FUNCTIONS "IncludeHiddenFunctions" Bool,
        "whether hidden functions are shown, of which kmgmt has none";
}

/// The properties of `.create function` and similar commands (`create-function.md`, *Supported
/// properties*).
pub static DEFINITION_PROPERTIES: PropertyTable = PropertyTable::closed(&[DOCSTRING, FOLDER, VIEW, SKIP_VALIDATION]);

/// The properties of `.show function` (`show-function.md`, *Supported properties*).
pub static SHOW_PROPERTIES: PropertyTable = PropertyTable::closed(&[SHOW_OBFUSCATED, BUILT_IN, HIDDEN_FUNCTIONS]);

/// A command about functions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FunctionCommand<'s> {
    /// `.create function F(x:long) { T | take x }`
    Define(Box<DefineFunction<'s>>),
    /// `.alter function F docstring 'text'`
    Alter(AlterFunction<'s>),
    /// `.drop function F`
    Drop(DropFunction<'s>),
    /// `.drop functions (F, G)`
    DropMany(DropFunctions<'s>),
    /// `.show functions`
    ShowAll,
    /// `.show function F`
    Show(ShowFunction<'s>),
}

/// How a definition treats a function that is there, or is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionVerb {
    /// `.create function`
    Create {
        /// `ifnotexists`: a function that is there stays as it is.
        if_not_exists: bool,
    },
    /// `.alter function`
    Alter,
    /// `.create-or-alter function`
    CreateOrAlter,
}

/// `.create|.alter|.create-or-alter function [ifnotexists] [with (…)] F(parameters) { body }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefineFunction<'s> {
    /// Create, alter, or whichever fits.
    pub verb: FunctionVerb,
    /// `with (docstring='…', …)`
    pub properties: PropertyValues<'s>,
    /// The function's name.
    pub name: Name<'s>,
    /// `(T:(x:long), limit:long=10)`
    pub parameters: Parameters<'s>,
    /// `{ … }`: the text as it stands between the brackets, white space included.
    pub body: Query<'s>,
}

/// `(T:(x:long), limit:long=10)`; each name once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameters<'s> {
    /// The parameters.
    pub list: Vec<Parameter<'s>>,
    /// How they are written, without comments: so the service shows them (`alter-function.md`,
    /// `create-alter-function.md`: their examples).
    pub written: Cow<'s, str>,
}

/// `limit:long=10`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter<'s> {
    /// Its name.
    pub name: Name<'s>,
    /// What it takes.
    pub kind: ParameterKind<'s>,
}

/// What a parameter takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterKind<'s> {
    /// `long`, `long=10`
    Scalar(ColumnType, Option<Constant<'s>>),
    /// `(x:long, y:string)`: a table with at least these columns
    Table(Columns<'s>),
    /// `(*)`: any table
    AnyTable,
}

/// The default of a parameter, which is a literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constant<'s> {
    /// `true`
    Bool(bool),
    /// `'text'`
    Text(StringLiteral<'s>),
    /// `10`, `-2.5`, `5m`, as it is written
    Number(Cow<'s, str>),
    /// `datetime(2026-01-31)`, `long(null)`, `dynamic([1, 2])`: the type, and the text in the
    /// brackets
    Typed(ColumnType, Cow<'s, str>),
}

/// `.alter function F docstring|folder 'text'`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlterFunction<'s> {
    /// The function's name.
    pub name: Name<'s>,
    /// What changes.
    pub part: FunctionPart,
    /// Its new text.
    pub text: StringLiteral<'s>,
}

/// What `.alter function F …` changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionPart {
    /// `docstring`
    DocString,
    /// `folder`
    Folder,
}

/// `.drop function F [ifexists]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropFunction<'s> {
    /// The function's name.
    pub name: Name<'s>,
    /// `ifexists`: a function that is not there is no error.
    pub if_exists: bool,
}

/// `.drop functions (F, G) [ifexists]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropFunctions<'s> {
    /// The functions' names.
    pub names: Vec<Name<'s>>,
    /// `ifexists`: functions that are not there are no error.
    pub if_exists: bool,
}

/// `.show function F [with (…)]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowFunction<'s> {
    /// The function's name.
    pub name: Name<'s>,
    /// `with (ShowObfuscatedStrings=true, …)`
    pub properties: PropertyValues<'s>,
}

impl FunctionCommand<'_> {
    /// Returns the official kind.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::Define(define) => match define.verb {
                FunctionVerb::Create { .. } => CommandKind::CreateFunction,
                FunctionVerb::Alter => CommandKind::AlterFunction,
                FunctionVerb::CreateOrAlter => CommandKind::CreateOrAlterFunction,
            },
            Self::Alter(alter) => match alter.part {
                FunctionPart::DocString => CommandKind::AlterFunctionDocString,
                FunctionPart::Folder => CommandKind::AlterFunctionFolder,
            },
            Self::Drop(_) => CommandKind::DropFunction,
            Self::DropMany(_) => CommandKind::DropFunctions,
            Self::ShowAll => CommandKind::ShowFunctions,
            Self::Show(_) => CommandKind::ShowFunction,
        }
    }
}

impl FunctionPart {
    /// Returns the word of the part.
    #[must_use]
    pub const fn keyword(self) -> Keyword {
        match self {
            Self::DocString => Keyword::DocString,
            Self::Folder => Keyword::Folder,
        }
    }
}

impl fmt::Display for FunctionCommand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Define(define) => define.fmt(f),
            Self::Alter(alter) => alter.fmt(f),
            Self::Drop(drop) => {
                write!(f, "{} {} {}", Keyword::Drop, Keyword::Function, drop.name)?;
                if_exists(f, drop.if_exists)
            }
            Self::DropMany(drop) => {
                write!(f, "{} {} (", Keyword::Drop, Keyword::Functions)?;
                list(f, &drop.names)?;
                f.write_str(")")?;
                if_exists(f, drop.if_exists)
            }
            Self::ShowAll => write!(f, "{} {}", Keyword::Show, Keyword::Functions),
            Self::Show(show) => {
                write!(f, "{} {} {}{}", Keyword::Show, Keyword::Function, show.name, show.properties)
            }
        }
    }
}

fn if_exists(f: &mut fmt::Formatter<'_>, given: bool) -> fmt::Result {
    if given { write!(f, " {}", Keyword::IfExists) } else { Ok(()) }
}

impl fmt::Display for DefineFunction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let function = Keyword::Function;
        match self.verb {
            FunctionVerb::Create { if_not_exists: false } => write!(f, "{} {function}", Keyword::Create)?,
            FunctionVerb::Create { if_not_exists: true } => {
                write!(f, "{} {function} {}", Keyword::Create, Keyword::IfNotExists)?;
            }
            FunctionVerb::Alter => write!(f, "{} {function}", Keyword::Alter)?,
            FunctionVerb::CreateOrAlter => write!(f, "{} {function}", Keyword::CreateOrAlter)?,
        }
        write!(f, "{} {}{} {{{}}}", self.properties, self.name, self.parameters, self.body)
    }
}

impl fmt::Display for AlterFunction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (alter, function) = (Keyword::Alter, Keyword::Function);
        write!(f, "{alter} {function} {} {} {}", self.name, self.part.keyword(), self.text)
    }
}

impl fmt::Display for Parameters<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl fmt::Display for Constant<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => value.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Number(text) => f.write_str(text),
            Self::Typed(kind, text) => write!(f, "{kind}({text})"),
        }
    }
}
