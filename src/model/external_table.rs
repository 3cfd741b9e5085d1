//! The vocabularies of external tables and of exports to them: kinds, data formats, partition
//! functions, and the values that some properties take.

use serde::{Deserialize, Serialize};

use crate::model::keyword::Keyword;
use crate::model::words::words;

words! {
    /// What an external table refers to: the word after `kind =`.
    TableKind:
    /// Files in Azure storage.
    Storage "storage", "Storage";
    /// A table of Delta Lake.
    Delta "delta", "Delta";
    /// A table of an SQL database.
    Sql "sql", "Sql";
    /// An old word for `storage`.
    Blob "blob", "Blob";
    /// An old word for `storage`.
    Adl "adl", "Adl";
}

impl TableKind {
    /// Returns the word that took the place of an old one.
    #[must_use]
    pub const fn successor(self) -> Option<Self> {
        match self {
            Self::Blob | Self::Adl => Some(Self::Storage),
            Self::Storage | Self::Delta | Self::Sql => None,
        }
    }
}

words! {
    /// The format of the files of an external table (official grammar;
    /// `ingestion-supported-formats.md`).
    DataFormat:
    Avro "avro", "Avro";
    ApacheAvro "apacheavro", "ApacheAvro";
    Csv "csv", "Csv";
    Json "json", "Json";
    MultiJson "multijson", "MultiJson";
    Orc "orc", "Orc";
    Parquet "parquet", "Parquet";
    Psv "psv", "Psv";
    Raw "raw", "Raw";
    Scsv "scsv", "Scsv";
    Sohsv "sohsv", "Sohsv";
    Tsv "tsv", "Tsv";
    Tsve "tsve", "Tsve";
    Txt "txt", "Txt";
    W3cLogFile "w3clogfile", "W3CLogFile";
    AzMonStream "azmonstream", "AzMonStream";
}

impl DataFormat {
    /// The formats that exports can write (`external-tables-azure-storage.md`, *DataFormat*).
    pub const WRITTEN: &'static [Self] = &[Self::Csv, Self::Tsv, Self::Json, Self::Parquet];
}

words! {
    /// How exported files are compressed (`external-tables-azure-storage.md`, *compressionType*).
    Compression:
    /// The only one for files that are not Parquet.
    Gzip "gzip", "gzip";
    Snappy "snappy", "snappy";
    Lz4Raw "lz4_raw", "lz4_raw";
    Brotli "brotli", "brotli";
    Zstd "zstd", "zstd";
}

words! {
    /// Which files of a delimited format begin with a header.
    Headers:
    All "All", "All";
    FirstFile "FirstFile", "FirstFile";
    None "None", "None";
}

words! {
    /// How the text of files is encoded.
    Encoding:
    Utf8NoBom "UTF8NoBOM", "UTF8NoBOM";
    Utf8Bom "UTF8BOM", "UTF8BOM";
}

words! {
    /// The database that an SQL external table refers to (`external-sql-tables.md`, *SqlDialect*).
    SqlDialect:
    /// What is meant where no dialect is given.
    SqlServer "SqlServer", "SqlServer";
    MySql "MySql", "MySql";
    PostgreSql "PostgreSQL", "PostgreSQL";
    CosmosDbSql "CosmosDbSql", "CosmosDbSql";
}

words! {
    /// How nodes share the work of an export (`export-data-to-an-external-table.md`, *Distribution
    /// settings*).
    Distribution:
    Single "single", "single";
    PerNode "per_node", "per_node";
    PerShard "per_shard", "per_shard";
}

words! {
    /// How an export spreads the records of a table that is partitioned by a string.
    DistributionKind:
    Uniform "uniform", "uniform";
    Default "default", "default";
}

impl SqlDialect {
    /// Returns whether it takes Microsoft Entra and managed identities
    /// (`sql-connection-strings.md`).
    #[must_use]
    pub const fn takes_identities(self) -> bool {
        matches!(self, Self::SqlServer | Self::CosmosDbSql)
    }
}

/// A function that cuts a moment at the beginning of a period: `startofday(column)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum StartOf {
    /// `startofday`
    Day,
    /// `startofweek`
    Week,
    /// `startofmonth`
    Month,
    /// `startofyear`
    Year,
}

impl StartOf {
    /// Every function.
    pub const ALL: &'static [Self] = &[Self::Day, Self::Week, Self::Month, Self::Year];

    /// Returns the function's word.
    #[must_use]
    pub const fn keyword(self) -> Keyword {
        match self {
            Self::Day => Keyword::StartOfDay,
            Self::Week => Keyword::StartOfWeek,
            Self::Month => Keyword::StartOfMonth,
            Self::Year => Keyword::StartOfYear,
        }
    }

    /// Returns the function in the Partitions column.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Day => "StartOfDay",
            Self::Week => "StartOfWeek",
            Self::Month => "StartOfMonth",
            Self::Year => "StartOfYear",
        }
    }
}
