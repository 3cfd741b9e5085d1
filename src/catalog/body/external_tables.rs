//! External tables.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::catalog::body::columns::Column;
use crate::model::connection;
use crate::model::external_table::{Compression, DataFormat, Encoding, Headers, SqlDialect, StartOf};
use crate::model::timespan::TimeSpan;

/// How a connection authenticates: by its object id as which identity, where it is a managed one.
pub type Authentication = connection::Authentication<Arc<str>>;

/// What an external table consists of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExternalTable {
    /// Its columns; none for a delta table whose columns are to be inferred.
    pub columns: Vec<Column>,
    /// The text about it; empty when there is none.
    pub docstring: Arc<str>,
    /// Its folder; empty when there is none.
    pub folder: Arc<str>,
    /// What it refers to.
    pub source: Source,
}

/// What an external table refers to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Source {
    /// Files.
    Storage(Storage),
    /// A delta table.
    Delta(Delta),
    /// An SQL table.
    Sql(Sql),
}

/// A connection string without its secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// The string, secrets redacted.
    pub text: Arc<str>,
    /// How it authenticates.
    pub authentication: Authentication,
}

/// Files in Azure storage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Storage {
    /// Their format.
    pub format: DataFormat,
    /// How they are partitioned.
    pub partitions: Vec<Partition>,
    /// How their paths are made; empty for the default.
    pub path: Vec<PathPart>,
    /// The catalog, secrets redacted.
    pub catalog: Option<Arc<str>>,
    /// Where they are.
    pub connections: Vec<Connection>,
    /// How they are written and read.
    pub files: Files,
}

/// A table of Delta Lake.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Delta {
    /// Where it is.
    pub connection: Connection,
    /// How its files are written and read.
    pub files: Files,
    /// Whether changes of its schema are followed.
    pub auto_update_schema: bool,
}

/// A table of an SQL database.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sql {
    /// Its name there; a collection of Cosmos DB has none.
    pub table: Option<Arc<str>>,
    /// Where it is.
    pub connection: Connection,
    /// Which database it is.
    pub dialect: Option<SqlDialect>,
    /// Whether exports fire triggers.
    pub fire_triggers: bool,
    /// Whether exports create it.
    pub create_if_not_exists: bool,
    /// The primary key that it is created with.
    pub primary_key: Option<Arc<str>>,
}

/// How files are written and read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Files {
    /// Whether exported files are compressed.
    pub compressed: bool,
    /// How.
    pub compression: Option<Compression>,
    /// Which have a header.
    pub headers: Option<Headers>,
    /// How their names begin.
    pub name_prefix: Option<Arc<str>>,
    /// How their names end.
    pub extension: Option<Arc<str>>,
    /// How their text is encoded.
    pub encoding: Option<Encoding>,
}

/// A partition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Partition {
    /// Its name.
    pub name: Arc<str>,
    /// What it is made of.
    pub by: PartitionBy,
}

/// What a partition is made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PartitionBy {
    /// Text in the path.
    VirtualString,
    /// A moment in the path.
    VirtualDateTime,
    /// A column's value.
    Column(Arc<str>),
    /// A column's value, cut.
    Bin(Arc<str>, TimeSpan),
    /// A column's value, cut at the beginning of a period.
    StartOf(StartOf, Arc<str>),
    /// The hash of a column's value.
    Hash(Arc<str>, i64),
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PathPart {
    /// Text.
    Text(Arc<str>),
    /// A partition's value.
    Partition(Arc<str>),
    /// A partition's moment in a format.
    Pattern(Arc<str>, Arc<str>),
}

impl ExternalTable {
    /// Returns where it is.
    #[must_use]
    pub fn connections(&self) -> &[Connection] {
        match &self.source {
            Source::Storage(storage) => &storage.connections,
            Source::Delta(delta) => std::slice::from_ref(&delta.connection),
            Source::Sql(sql) => std::slice::from_ref(&sql.connection),
        }
    }

    /// Returns the format of its files, where it is one that a command names.
    #[must_use]
    pub const fn format(&self) -> Option<DataFormat> {
        match &self.source {
            Source::Storage(storage) => Some(storage.format),
            Source::Delta(_) | Source::Sql(_) => None,
        }
    }

    /// Returns whether it is read and written as the caller.
    #[must_use]
    pub fn impersonates(&self) -> bool {
        let is_caller = |it: &Connection| it.authentication == Authentication::Impersonate;
        self.connections().iter().any(is_caller)
    }

    /// Returns whether the table is one of an SQL database.
    #[must_use]
    pub const fn is_sql(&self) -> bool {
        matches!(self.source, Source::Sql(_))
    }
}
