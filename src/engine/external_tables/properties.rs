//! The properties of external tables, checked.

use std::sync::Arc;

use crate::catalog::body::external_tables::Files;
use crate::diagnostic::Result;
use crate::engine::properties::{refused, word};
use crate::model::external_table::{Compression, DataFormat, Encoding, Headers};
use crate::model::external_table_property as property;
use crate::model::property::Property;
use crate::syntax::ast::PropertyValues;
use crate::text::quoted;

/// Returns how the files of a table in `format` are written and read.
pub(super) fn files(properties: &PropertyValues<'_>, format: DataFormat) -> Result<Files> {
    let compression = word(properties, &property::COMPRESSION_TYPE, Compression::ALL, Compression::of)?;
    if let Some(compression) = compression.filter(|kind| *kind != Compression::Gzip && format != DataFormat::Parquet) {
        let message = format!("files in {} can't be compressed with {}", quoted(format), quoted(compression));
        let help =
            format!("only {} is for files that are not {}", quoted(Compression::Gzip), quoted(DataFormat::Parquet));
        return Err(refused(properties, &property::COMPRESSION_TYPE, message).help(help));
    }
    Ok(Files {
        compressed: properties.flag(&property::COMPRESSED).unwrap_or_default(),
        compression,
        headers: word(properties, &property::INCLUDE_HEADERS, Headers::ALL, Headers::of)?,
        name_prefix: text(properties, &property::NAME_PREFIX),
        extension: text(properties, &property::FILE_EXTENSION),
        encoding: word(properties, &property::ENCODING, Encoding::ALL, Encoding::of)?,
    })
}

/// Returns the text of a property.
pub(super) fn text(properties: &PropertyValues<'_>, property: &Property) -> Option<Arc<str>> {
    properties.text(property).map(Arc::from)
}
