//! The properties of external tables, checked.

use std::fmt::Display;
use std::sync::Arc;

use crate::catalog::body::external_tables::Files;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::external_table::{Compression, DataFormat, Encoding, Headers};
use crate::model::external_table_property as property;
use crate::model::property::Property;
use crate::syntax::ast::PropertyValues;
use crate::syntax::literal::Value;
use crate::text::{Span, nearest, quoted, sentence_list};

/// How the files of a table in `format` are written and read.
pub(super) fn files(properties: &PropertyValues<'_>, format: DataFormat) -> Result<Files, Diagnostic> {
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

/// The text of a property.
pub(super) fn text(properties: &PropertyValues<'_>, property: &Property) -> Option<Arc<str>> {
    properties.text(property).map(Arc::from)
}

/// The word of a table that a property names.
pub(in crate::engine) fn word<T: Copy + Display>(
    properties: &PropertyValues<'_>,
    property: &Property,
    table: &[T],
    of: fn(&str) -> Option<T>,
) -> Result<Option<T>, Diagnostic> {
    let Some(given) = properties.text(property) else { return Ok(None) };
    if let Some(row) = of(given) {
        return Ok(Some(row));
    }
    let words: Vec<String> = table.iter().map(ToString::to_string).collect();
    let near = nearest(given, words.iter().map(String::as_str));
    let message = format!("{} is no value of the property {}", quoted(given), quoted(property.name));
    let list: Vec<String> = words.iter().map(quoted).collect();
    Err(refused(properties, property, message)
        .did_you_mean(near)
        .help(format!("the values are {}", sentence_list(&list, "and"))))
}

/// A refusal that points at a property's value, or at its name where the value has no place.
pub(in crate::engine) fn refused(properties: &PropertyValues<'_>, property: &Property, message: String) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code::BadRequest, message);
    match place(properties, property) {
        Some(span) => diagnostic.at(span),
        None => diagnostic,
    }
}

/// Where a property stands.
pub(in crate::engine) fn place(properties: &PropertyValues<'_>, property: &Property) -> Option<Span> {
    let given = properties.get(property.name)?;
    Some(match &given.value {
        Value::Text(text) => text.span,
        _ => given.span,
    })
}
