//! Partitions and path formats (`external-tables-azure-storage.md`, *Path format*;
//! `includes/partitions-formatting.md`).

use std::sync::Arc;

use crate::catalog::body::external_tables::{Partition, PartitionBy, PathPart};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::model::keyword::Keyword;
use crate::syntax::ast::columns::{Column, Columns};
use crate::syntax::ast::external_tables as ast;
use crate::syntax::literal::Name;
use crate::table::ColumnType;
use crate::text::{nearest, quoted};

/// Returns the partitions, each made of a column that there is and that has the right type.
pub(super) fn partitions(partitions: &[ast::Partition<'_>], columns: Option<&Columns<'_>>) -> Result<Vec<Partition>> {
    let columns = columns.map_or(&[][..], |columns| &columns.0);
    for partition in partitions {
        match partition.by.column() {
            Some((column, kind)) => {
                check_column(column, kind, columns)?;
                check_size(partition)?;
            }
            None => check_virtual(&partition.name, columns)?,
        }
    }
    Ok(partitions.iter().map(kept_partition).collect())
}

/// Returns the refusal of a name that no column of the table has.
pub(super) fn no_column(name: &str, columns: &[Column<'_>], refused: impl FnOnce(String) -> Diagnostic) -> Diagnostic {
    let near = nearest(name, columns.iter().map(|column| column.name.text.as_ref()));
    refused(format!("the external table has no column {}", quoted(name))).did_you_mean(near)
}

fn check_column(name: &Name<'_>, kind: ColumnType, columns: &[Column<'_>]) -> Result<()> {
    let Some(column) = columns.iter().find(|column| column.name == *name) else {
        return Err(no_column(&name.text, columns, |message| refused(name, message)));
    };
    if column.kind == kind {
        return Ok(());
    }
    let message = format!("this partition needs a column of type `{kind}`, and `{}` is `{}`", name.text, column.kind);
    Err(refused(name, message).labelled(column.name.span, "declared here"))
}

/// Refuses empty bins of moments, and hashes without groups.
fn check_size(partition: &ast::Partition<'_>) -> Result<()> {
    let (word, positive) = match partition.by {
        ast::PartitionBy::Bin(_, span) => (Keyword::Bin, span.ticks > 0),
        ast::PartitionBy::Hash(_, modulus) => (Keyword::Hash, modulus > 0),
        _ => return Ok(()),
    };
    if positive {
        return Ok(());
    }
    let place = format!("the partition {}", quoted(&partition.name.text));
    let message = format!("the second argument of `{word}` in {place} is not above zero");
    Err(refused(&partition.name, message))
}

/// Refuses a virtual column with the name of a column of the table, to which it is added.
fn check_virtual(name: &Name<'_>, columns: &[Column<'_>]) -> Result<()> {
    let Some(column) = columns.iter().find(|column| column.name == *name) else { return Ok(()) };
    let shown = quoted(&name.text);
    let message = format!("the virtual column {shown} has the name of a column of the table");
    Err(refused(name, message)
        .labelled(column.name.span, "declared here")
        .help("leave it out of the columns, or make the partition of the column with `=`"))
}

fn kept_partition(partition: &ast::Partition<'_>) -> Partition {
    let by = match &partition.by {
        ast::PartitionBy::VirtualString => PartitionBy::VirtualString,
        ast::PartitionBy::VirtualDateTime => PartitionBy::VirtualDateTime,
        ast::PartitionBy::Column(column) => PartitionBy::Column(kept(column)),
        ast::PartitionBy::Bin(column, span) => PartitionBy::Bin(kept(column), *span),
        ast::PartitionBy::StartOf(function, column) => PartitionBy::StartOf(*function, kept(column)),
        ast::PartitionBy::Hash(column, modulus) => PartitionBy::Hash(kept(column), *modulus),
    };
    Partition { name: kept(&partition.name), by }
}

fn kept(name: &Name<'_>) -> Arc<str> {
    Arc::from(name.text.as_ref())
}

/// Returns the path format: it names declared partitions, with text between two of them; a virtual
/// column, whose value stands in the path alone, is in it.
pub(super) fn path(parts: &[ast::PathPart<'_>], partitions: &[ast::Partition<'_>]) -> Result<Vec<PathPart>> {
    for part in parts {
        check_part(part, partitions)?;
    }
    for (first, second) in parts.iter().zip(parts.iter().skip(1)) {
        if let (Some(first), Some(second)) = (first.partition(), second.partition()) {
            let message = format!("there is no text between the partitions `{}` and `{}`", first.text, second.text);
            return Err(refused(second, message).help("set them apart by a text such as `\"/\"`"));
        }
    }
    if let Some(missing) = (!parts.is_empty()).then(|| missing(parts, partitions)).flatten() {
        let (column, word) = (quoted(&missing.text), Keyword::PathFormat);
        let message = format!("the virtual column {column} is not in `{word}`");
        return Err(refused(missing, message).help("its values stand in the path alone"));
    }
    Ok(parts.iter().map(kept_part).collect())
}

fn check_part(part: &ast::PathPart<'_>, partitions: &[ast::Partition<'_>]) -> Result<()> {
    let Some(name) = part.partition() else { return Ok(()) };
    let Some(partition) = partitions.iter().find(|partition| partition.name == *name) else {
        let near = nearest(&name.text, partitions.iter().map(|partition| partition.name.text.as_ref()));
        let message = format!("{} is no partition of the external table", quoted(&name.text));
        return Err(refused(name, message).did_you_mean(near));
    };
    if !matches!(part, ast::PathPart::Pattern(..)) || partition.by.column_type() == ColumnType::DateTime {
        return Ok(());
    }
    let word = Keyword::DateTimePattern;
    let message = format!("`{word}` is for partitions of type `{}`", ColumnType::DateTime);
    let label = format!("declared as `{}`", partition.by.column_type());
    Err(refused(name, message).labelled(partition.name.span, label))
}

fn missing<'p, 's>(parts: &[ast::PathPart<'s>], partitions: &'p [ast::Partition<'s>]) -> Option<&'p Name<'s>> {
    let named = |name: &Name<'_>| parts.iter().any(|part| part.partition() == Some(name));
    let missing = partitions.iter().find(|partition| partition.by.column().is_none() && !named(&partition.name));
    missing.map(|partition| &partition.name)
}

fn kept_part(part: &ast::PathPart<'_>) -> PathPart {
    match part {
        ast::PathPart::Text(text) => PathPart::Text(Arc::from(text.text.as_ref())),
        ast::PathPart::Partition(name) => PathPart::Partition(kept(name)),
        ast::PathPart::Pattern(format, name) => PathPart::Pattern(Arc::from(format.text.as_ref()), kept(name)),
    }
}

fn refused(name: &Name<'_>, message: String) -> Diagnostic {
    Diagnostic::error(Code::BadRequest, message).at(name.span)
}
