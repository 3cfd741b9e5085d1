//! The formats of data that ingestion mappings are for (`mappings.md`, and the official grammar).

use crate::model::words::words;

words! {
    /// The format of data that a mapping is for; results show it in capitals
    /// (`show-ingestion-mapping-command.md`: its example), and pages write it in either case.
    MappingKind:
    Csv "csv", "CSV";
    Json "json", "JSON";
    Avro "avro", "AVRO";
    ApacheAvro "apacheavro", "APACHEAVRO";
    Parquet "parquet", "PARQUET";
    Orc "orc", "ORC";
    W3CLogFile "w3clogfile", "W3CLOGFILE";
    AzMonStream "azmonstream", "AZMONSTREAM";
}
