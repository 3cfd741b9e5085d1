//! Commands about databases and their schemas (`databases.md`, `show-databases.md`,
//! `show-database.md`, `show-schema-database.md`, and the official grammar).

use std::borrow::Cow;
use std::fmt;

use crate::model::command_kind::CommandKind;
use crate::model::keyword::Keyword;
use crate::model::property::{Property, Takes, properties};
use crate::syntax::ast::property_values::PropertyValues;
use crate::syntax::literal::{Name, StringLiteral};
use crate::text::list;

/// A command about databases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseCommand<'s> {
    /// `.create database D volatile`
    Create(CreateDatabase<'s>),
    /// `.detach database D ifexists`, also written `.drop database D ifexists`
    Detach(DetachDatabase<'s>),
    /// `.show databases (D, E*) details`
    ShowDatabases(ShowDatabases<'s>),
    /// `.show database details with (…)`: the database in context
    ShowDatabase(Flavor, PropertyValues<'s>),
    /// `.show database D schema`
    ShowSchema(ShowSchema<'s>),
    /// `.show databases entities`
    ShowEntities(ShowEntities<'s>),
    /// `.alter database D prettyname 'text'`, also with `.set`; without a name, the one in context
    SetPrettyName(Option<Name<'s>>, StringLiteral<'s>),
    /// `.drop database D prettyname`
    DropPrettyName(Name<'s>),
}

/// `.create database D [persist ('…', …) | volatile] [ifnotexists] [with (…)]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateDatabase<'s> {
    /// Its name.
    pub name: Name<'s>,
    /// Where it is kept.
    pub storage: Storage<'s>,
    /// `ifnotexists`: one that exists stays as it is.
    pub if_not_exists: bool,
    /// Properties, none of which is documented.
    pub properties: PropertyValues<'s>,
}

/// Where a database is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Storage<'s> {
    /// The command does not say where.
    Unsaid,
    /// `volatile`
    Volatile,
    /// `persist ('…', …)`, at least one container
    Persist(Vec<StringLiteral<'s>>),
}

/// `.detach database D [ifexists] [skip-seal]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetachDatabase<'s> {
    /// Which.
    pub name: Name<'s>,
    /// `ifexists`: one that does not exist is no error.
    pub if_exists: bool,
    /// `skip-seal`, which has no effect here: nothing is being ingested.
    pub skip_seal: bool,
}

/// Which columns a listing of databases has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavor {
    /// No word.
    Summary,
    /// `details`, also `verbose`
    Details,
    /// `identity`
    Identity,
    /// `policies`
    Policies,
}

impl Flavor {
    /// The words and what they choose; the first of each is printed.
    pub const WORDS: &'static [(Keyword, Self)] = &[
        (Keyword::Details, Self::Details),
        (Keyword::Verbose, Self::Details),
        (Keyword::Identity, Self::Identity),
        (Keyword::Policies, Self::Policies),
    ];
}

/// `.show databases [(…)] [details|identity|policies] [with (…)]`, also `.show cluster databases …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowDatabases<'s> {
    /// Which; all when empty.
    pub databases: Vec<NamePattern<'s>>,
    /// Which columns.
    pub flavor: Flavor,
    /// Properties, none of which is documented.
    pub properties: PropertyValues<'s>,
}

/// A name, or a pattern for several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamePattern<'s> {
    /// `Samples`
    Name(Name<'s>),
    /// `Sam*`: each `*` stands for any text
    Wildcard(Cow<'s, str>),
}

/// `.show database [D] schema …`, `.show databases (…) schema …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowSchema<'s> {
    /// Of which databases.
    pub target: SchemaTarget<'s>,
    /// In which form.
    pub form: SchemaForm<'s>,
}

/// Whose schema is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaTarget<'s> {
    /// `database schema`: the one in context; with `if_later_than 'v1.0'` only when it is later.
    Context(Option<StringLiteral<'s>>),
    /// `database D schema`
    Database(Versioned<'s>),
    /// `databases (D if_later_than 'v1.0', E) schema`; all when empty.
    Databases(Vec<Versioned<'s>>),
    /// `schema`, `cluster schema`: all, in rows or in JSON.
    Cluster,
}

/// `D if_later_than 'v1.0'`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned<'s> {
    /// The database.
    pub name: Name<'s>,
    /// The version that its own must be later than.
    pub later_than: Option<StringLiteral<'s>>,
}

/// The form in which a schema is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaForm<'s> {
    /// `schema [details]`: a row for each table and column
    Rows {
        /// `details`
        details: bool,
    },
    /// `schema as json [with (…)]`
    Json(PropertyValues<'s>),
    /// `schema as csl script [with (…)]`, also `as kql` and without `script`
    Script(PropertyValues<'s>),
    /// `cslschema [script]`, also `kqlschema`
    Csl {
        /// `script`: commands instead of columns.
        script: bool,
    },
}

/// The word for all entities of databases.
pub const ENTITIES: &str = "entities";

/// The word for those of one name.
pub const ENTITY: &str = "entity";

properties! {
    RESOLVE_FUNCTIONS "resolveFunctionSchema" Bool,
        "whether functions are shown with the columns that they return";
}

/// `.show databases entities`, `.show database D entities`, `.show database D entity N`, each `[with (…)]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowEntities<'s> {
    /// Which entities.
    pub target: EntitiesTarget<'s>,
    /// `showObfuscatedStrings`, `resolveFunctionSchema`
    pub properties: PropertyValues<'s>,
}

/// Which entities are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntitiesTarget<'s> {
    /// `databases entities`: of all databases
    All,
    /// `database D entities`: of this one
    Database(Name<'s>),
    /// `database D entity N`: those of this name in the database
    One(Name<'s>, Name<'s>),
}

impl DatabaseCommand<'_> {
    /// Returns the official kind.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::Create(_) => CommandKind::CreateDatabase,
            Self::Detach(_) => CommandKind::DetachDatabase,
            Self::ShowDatabases(show) => match show.flavor {
                Flavor::Summary => CommandKind::ShowClusterDatabases,
                Flavor::Details => CommandKind::ShowClusterDatabasesDetails,
                Flavor::Identity => CommandKind::ShowClusterDatabasesIdentity,
                Flavor::Policies => CommandKind::ShowClusterDatabasesPolicies,
            },
            Self::ShowDatabase(flavor, _) => match flavor {
                Flavor::Summary => CommandKind::ShowDatabase,
                Flavor::Details => CommandKind::ShowDatabaseDetails,
                Flavor::Identity => CommandKind::ShowDatabaseIdentity,
                Flavor::Policies => CommandKind::ShowDatabasePolicies,
            },
            Self::ShowSchema(show) => show.kind(),
            Self::ShowEntities(show) => match show.target {
                EntitiesTarget::All => CommandKind::ShowDatabasesEntities,
                EntitiesTarget::Database(_) | EntitiesTarget::One(..) => CommandKind::ShowDatabaseEntity,
            },
            Self::SetPrettyName(..) => CommandKind::AlterDatabasePrettyName,
            Self::DropPrettyName(_) => CommandKind::DropDatabasePrettyName,
        }
    }
}

impl ShowSchema<'_> {
    const fn kind(&self) -> CommandKind {
        match (&self.form, &self.target) {
            (_, SchemaTarget::Cluster) => CommandKind::ShowSchema,
            (SchemaForm::Rows { .. }, SchemaTarget::Databases(_)) => CommandKind::ShowDatabasesSchema,
            (SchemaForm::Rows { .. }, _) => CommandKind::ShowDatabaseSchema,
            (SchemaForm::Json(_), SchemaTarget::Databases(_)) => CommandKind::ShowDatabasesSchemaAsJson,
            (SchemaForm::Json(_), _) => CommandKind::ShowDatabaseSchemaAsJson,
            (SchemaForm::Script(_), _) => CommandKind::ShowDatabaseSchemaAsCslScript,
            (SchemaForm::Csl { .. }, _) => CommandKind::ShowDatabaseCslSchema,
        }
    }
}

impl fmt::Display for DatabaseCommand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (show, database) = (Keyword::Show, Keyword::Database);
        match self {
            Self::Create(create) => create.fmt(f),
            Self::Detach(detach) => detach.fmt(f),
            Self::ShowDatabases(show) => show.fmt(f),
            Self::ShowDatabase(flavor, properties) => write!(f, "{show} {database}{flavor}{properties}"),
            Self::ShowSchema(show) => show.fmt(f),
            Self::ShowEntities(show) => show.fmt(f),
            Self::SetPrettyName(name, text) => {
                write!(f, "{} {database}", Keyword::Alter)?;
                if let Some(name) = name {
                    write!(f, " {name}")?;
                }
                write!(f, " {} {text}", Keyword::PrettyName)
            }
            Self::DropPrettyName(name) => write!(f, "{} {database} {name} {}", Keyword::Drop, Keyword::PrettyName),
        }
    }
}

impl fmt::Display for CreateDatabase<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", Keyword::Create, Keyword::Database, self.name)?;
        match &self.storage {
            Storage::Unsaid => {}
            Storage::Volatile => write!(f, " {}", Keyword::Volatile)?,
            Storage::Persist(paths) => {
                write!(f, " {} (", Keyword::Persist)?;
                list(f, paths)?;
                f.write_str(")")?;
            }
        }
        word_if(f, self.if_not_exists, Keyword::IfNotExists)?;
        self.properties.fmt(f)
    }
}

impl fmt::Display for DetachDatabase<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", Keyword::Detach, Keyword::Database, self.name)?;
        word_if(f, self.if_exists, Keyword::IfExists)?;
        word_if(f, self.skip_seal, Keyword::SkipSeal)
    }
}

impl fmt::Display for Flavor {
    /// Prints with a space before the word.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Self::WORDS.iter().find(|(_, flavor)| flavor == self) {
            Some((word, _)) => write!(f, " {word}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for ShowDatabases<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", Keyword::Show, Keyword::Databases)?;
        if !self.databases.is_empty() {
            f.write_str(" (")?;
            list(f, &self.databases)?;
            f.write_str(")")?;
        }
        write!(f, "{}{}", self.flavor, self.properties)
    }
}

impl fmt::Display for NamePattern<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => name.fmt(f),
            Self::Wildcard(pattern) => f.write_str(pattern),
        }
    }
}

impl fmt::Display for ShowSchema<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (show, database) = (Keyword::Show, Keyword::Database);
        let later_than = match &self.target {
            SchemaTarget::Context(later_than) => {
                write!(f, "{show} {database}")?;
                later_than.as_ref()
            }
            SchemaTarget::Database(versioned) => {
                write!(f, "{show} {database} {}", versioned.name)?;
                versioned.later_than.as_ref()
            }
            SchemaTarget::Databases(databases) => {
                write!(f, "{show} {}", Keyword::Databases)?;
                if !databases.is_empty() {
                    f.write_str(" (")?;
                    list(f, databases)?;
                    f.write_str(")")?;
                }
                None
            }
            SchemaTarget::Cluster => {
                write!(f, "{show}")?;
                None
            }
        };
        let later = LaterThan(later_than);
        let (schema, to) = (Keyword::Schema, Keyword::As);
        match &self.form {
            SchemaForm::Rows { details } => {
                write!(f, " {schema}")?;
                word_if(f, *details, Keyword::Details)?;
                later.fmt(f)
            }
            SchemaForm::Json(properties) => write!(f, " {schema}{later} {to} {}{properties}", Keyword::Json),
            SchemaForm::Script(properties) => {
                write!(f, " {schema}{later} {to} {} {}{properties}", Keyword::Csl, Keyword::Script)
            }
            SchemaForm::Csl { script } => {
                write!(f, " {}", Keyword::CslSchema)?;
                word_if(f, *script, Keyword::Script)?;
                later.fmt(f)
            }
        }
    }
}

impl fmt::Display for ShowEntities<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (show, database) = (Keyword::Show, Keyword::Database);
        match &self.target {
            EntitiesTarget::All => write!(f, "{show} {} {ENTITIES}", Keyword::Databases)?,
            EntitiesTarget::Database(name) => write!(f, "{show} {database} {name} {ENTITIES}")?,
            EntitiesTarget::One(name, entity) => write!(f, "{show} {database} {name} {ENTITY} {entity}")?,
        }
        self.properties.fmt(f)
    }
}

impl fmt::Display for Versioned<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.name, LaterThan(self.later_than.as_ref()))
    }
}

/// Prints ` if_later_than 'v1.0'`, or nothing.
struct LaterThan<'a, 's>(Option<&'a StringLiteral<'s>>);

impl fmt::Display for LaterThan<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(version) => write!(f, " {} {version}", Keyword::IfLaterThan),
            None => Ok(()),
        }
    }
}

/// Prints a word with a space before it, where it is given.
pub(crate) fn word_if(f: &mut fmt::Formatter<'_>, given: bool, word: Keyword) -> fmt::Result {
    if given { write!(f, " {word}") } else { Ok(()) }
}
