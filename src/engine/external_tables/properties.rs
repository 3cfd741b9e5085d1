//! The properties of external tables, checked.

use std::sync::Arc;

use crate::catalog::body::external_tables::Files;
use crate::diagnostic::Result;
use crate::engine::properties::{refused, word};
use crate::model::external_table::{Compression, DataFormat, Encoding, Headers};
use crate::model::external_table_property as property;
use crate::model::property::Property;
use crate::syntax::ast::PropertyValues;

/// Returns how the files of a table in `format` are written and read.
pub(super) fn files(properties: &PropertyValues<'_>, format: DataFormat) -> Result<Files> {
    let compression = word(properties, &property::COMPRESSION_TYPE, Compression::ALL, Compression::of)?;
    let is_faulty = |kind: &Compression| *kind != Compression::Gzip && format != DataFormat::Parquet;
    if let Some(compression) = compression.filter(is_faulty) {
        let message = format!("files in `{format}` can't be compressed with `{compression}`");
        let help = format!("only `{}` is for files that are not `{}`", Compression::Gzip, DataFormat::Parquet);
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
