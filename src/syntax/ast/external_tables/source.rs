//! What an external table refers to: files with their partitions, a delta table, an SQL table.

use std::fmt;

use crate::model::external_table::{DataFormat, StartOf, TableKind};
use crate::model::keyword::Keyword;
use crate::model::timespan::TimeSpan;
use crate::syntax::literal::{Name, StringLiteral};
use crate::table::ColumnType;
use crate::text::list;

/// What stands after the columns of an external table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source<'s> {
    /// `kind=storage … dataformat=csv ('connection', …)`
    Storage(Storage<'s>),
    /// `kind=delta ('connection')`
    Delta(StringLiteral<'s>),
    /// `kind=sql [table=T] ('connection')`
    Sql {
        /// The table in the SQL database; a collection of Cosmos DB is named in the connection.
        table: Option<Name<'s>>,
        /// The connection string.
        connection: StringLiteral<'s>,
    },
}

/// `kind=storage [partition by (…) [pathformat=(…)]] [catalog='…'] dataformat=csv ('connection', …)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Storage<'s> {
    /// `storage`, or one of its old words.
    pub kind: TableKind,
    /// `partition by (…)`
    pub partitions: Vec<Partition<'s>>,
    /// `pathformat=(…)`, which only a partitioned table has.
    pub path: Vec<PathPart<'s>>,
    /// `catalog='…'`, which only the official grammar has.
    pub catalog: Option<StringLiteral<'s>>,
    /// `dataformat=csv`
    pub format: DataFormat,
    /// The connection strings, one or more.
    pub connections: Vec<StringLiteral<'s>>,
}

/// `Day:datetime = bin(Timestamp, 1d)` (`includes/partitions-formatting.md`)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition<'s> {
    /// Its name.
    pub name: Name<'s>,
    /// What it is made of.
    pub by: PartitionBy<'s>,
}

/// What a partition is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartitionBy<'s> {
    /// `P:string`: a virtual column, whose value stands in the path.
    VirtualString,
    /// `P:datetime`: the same.
    VirtualDateTime,
    /// `P:string = Column`
    Column(Name<'s>),
    /// `P:datetime = bin(Column, 1d)`
    Bin(Name<'s>, TimeSpan),
    /// `P:datetime = startofday(Column)`
    StartOf(StartOf, Name<'s>),
    /// `P:long = hash(Column, 10)`
    Hash(Name<'s>, i64),
}

impl<'s> PartitionBy<'s> {
    /// Returns the type of the partition's values.
    #[must_use]
    pub const fn column_type(&self) -> ColumnType {
        match self {
            Self::VirtualString | Self::Column(_) => ColumnType::String,
            Self::VirtualDateTime | Self::Bin(..) | Self::StartOf(..) => ColumnType::DateTime,
            Self::Hash(..) => ColumnType::Long,
        }
    }

    /// Returns the column that it is made of, and the type that the column must have; a virtual
    /// column is made of none.
    #[must_use]
    pub const fn column(&self) -> Option<(&Name<'s>, ColumnType)> {
        match self {
            Self::VirtualString | Self::VirtualDateTime => None,
            Self::Column(column) | Self::Hash(column, _) => Some((column, ColumnType::String)),
            Self::Bin(column, _) | Self::StartOf(_, column) => Some((column, ColumnType::DateTime)),
        }
    }
}

/// A part of `pathformat=(…)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathPart<'s> {
    /// `"/"`: text between partitions.
    Text(StringLiteral<'s>),
    /// `P`: the value of a partition.
    Partition(Name<'s>),
    /// `datetime_pattern("yyyy/MM", P)`
    Pattern(StringLiteral<'s>, Name<'s>),
}

impl<'s> PathPart<'s> {
    /// Returns the partition that it shows.
    #[must_use]
    pub const fn partition(&self) -> Option<&Name<'s>> {
        match self {
            Self::Text(_) => None,
            Self::Partition(name) | Self::Pattern(_, name) => Some(name),
        }
    }
}

impl Source<'_> {
    /// Returns the word after `kind =`.
    #[must_use]
    pub const fn kind(&self) -> TableKind {
        match self {
            Self::Storage(storage) => storage.kind,
            Self::Delta(_) => TableKind::Delta,
            Self::Sql { .. } => TableKind::Sql,
        }
    }
}

impl fmt::Display for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", Keyword::Kind, self.kind())?;
        match self {
            Self::Storage(storage) => storage.fmt(f),
            Self::Delta(connection) => write!(f, " ({connection})"),
            Self::Sql { table: Some(table), connection } => write!(f, " {}={table} ({connection})", Keyword::Table),
            Self::Sql { table: None, connection } => write!(f, " ({connection})"),
        }
    }
}

impl fmt::Display for Storage<'_> {
    /// Prints what stands after the kind, with a space in front.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.partitions.is_empty() {
            write!(f, " {} {} (", Keyword::Partition, Keyword::By)?;
            list(f, &self.partitions)?;
            f.write_str(")")?;
        }
        if !self.path.is_empty() {
            let parts: Vec<String> = self.path.iter().map(ToString::to_string).collect();
            write!(f, " {}=({})", Keyword::PathFormat, parts.join(" "))?;
        }
        if let Some(catalog) = &self.catalog {
            write!(f, " {}={catalog}", Keyword::Catalog)?;
        }
        write!(f, " {}={} (", Keyword::DataFormat, self.format)?;
        list(f, &self.connections)?;
        f.write_str(")")
    }
}

impl fmt::Display for Partition<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.name, self.by.column_type())?;
        match &self.by {
            PartitionBy::VirtualString | PartitionBy::VirtualDateTime => Ok(()),
            PartitionBy::Column(column) => write!(f, " = {column}"),
            PartitionBy::Bin(column, span) => write!(f, " = {}({column}, time({span}))", Keyword::Bin),
            PartitionBy::StartOf(function, column) => write!(f, " = {}({column})", function.keyword()),
            PartitionBy::Hash(column, modulus) => write!(f, " = {}({column}, {modulus})", Keyword::Hash),
        }
    }
}

impl fmt::Display for PathPart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => text.fmt(f),
            Self::Partition(name) => name.fmt(f),
            Self::Pattern(format, name) => write!(f, "{}({format}, {name})", Keyword::DateTimePattern),
        }
    }
}
