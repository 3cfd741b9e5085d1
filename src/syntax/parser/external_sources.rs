//! `grammar/external_sources.ebnf`

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt};
use nom::sequence::{delimited, preceded};

use crate::model::external_table::{DataFormat, StartOf, TableKind};
use crate::model::keyword::Keyword;
use crate::syntax::ast::external_tables::{Partition, PartitionBy, PathPart, Source, Storage};
use crate::syntax::literal::{Name, StringLiteral};
use crate::syntax::parser::input::{Input, PResult};
use crate::syntax::parser::leaf::{bracketed_list, keyword, keywords, mark, name_of, word_of};
use crate::syntax::parser::string::{string, strings};
use crate::syntax::parser::value::{long, timespan};
use crate::table::ColumnType;

/// `storage = ( "storage" | "blob" | "adl" ) [ partitions [ path_format ] ] [ catalog ] data_format
/// "(" connection { "," connection } ")" [ with_properties ] ;`
pub(super) fn storage<'i, 's: 'i>(kind: TableKind) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Source<'s>> {
    move |input| {
        let (input, partitions) = opt(partitions).parse(input)?;
        let (input, path) = if partitions.is_some() { opt(path_format).parse(input)? } else { (input, None) };
        let (input, catalog) = opt(catalog).parse(input)?;
        let (input, format) = data_format(input)?;
        let (input, connections) = bracketed_list(connection)(input)?;
        let (partitions, path) = (partitions.unwrap_or_default(), path.unwrap_or_default());
        Ok((input, Source::Storage(Storage { kind, partitions, path, catalog, format, connections })))
    }
}

/// `delta = "delta" "(" connection ")" [ with_properties ] ;`
pub(super) fn delta<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Source<'s>> {
    map(delimited(mark("("), connection, mark(")")), Source::Delta).parse(input)
}

/// `sql = "sql" [ "table" "=" name ] "(" connection ")"
/// [ with_properties | "with" "(" property "," ")" ] ;`
pub(super) fn sql<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Source<'s>> {
    let name = name_of("the name of a table in the SQL database");
    let (input, table) = opt(preceded((keyword(Keyword::Table), mark("=")), name)).parse(input)?;
    let (input, connection) = delimited(mark("("), connection, mark(")")).parse(input)?;
    Ok((input, Source::Sql { table, connection }))
}

/// `catalog = "catalog" "=" string ;`
fn catalog<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, StringLiteral<'s>> {
    preceded((keyword(Keyword::Catalog), mark("=")), string("a catalog in quotes")).parse(input)
}

/// `data_format = "dataformat" "=" ? data format ? ;`
fn data_format<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, DataFormat> {
    let word = word_of(DataFormat::ALL, DataFormat::word);
    preceded((keyword(Keyword::DataFormat), mark("=")), word).parse(input)
}

/// `connection = strings ;` (`external-sql-tables.md`, its examples)
fn connection<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, StringLiteral<'s>> {
    strings("a connection string in quotes")(input)
}

/// `partitions = "partition" "by" "(" partition { "," partition } ")" ;` each name once.
fn partitions<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Vec<Partition<'s>>> {
    let (input, ()) = keywords(&[Keyword::Partition, Keyword::By])(input)?;
    let (rest, partitions) = bracketed_list(partition)(input)?;
    input.check_each_once(partitions.iter().map(|partition| (partition.name.text.as_ref(), partition.name.span)))?;
    Ok((rest, partitions))
}

/// `partition = name ":" ( string_partition | datetime_partition | long_partition ) ;`
fn partition<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Partition<'s>> {
    let (input, name) = name_of("the name of a partition")(input)?;
    let (input, _) = mark(":")(input)?;
    let (rest, kind) = word_of(PARTITION_TYPES, ColumnType::name)(input)?;
    let (rest, by) = match kind {
        ColumnType::String => string_partition(rest)?,
        ColumnType::DateTime => datetime_partition(rest)?,
        _ => long_partition(rest)?,
    };
    Ok((rest, Partition { name, by }))
}

/// The types that partitions have.
const PARTITION_TYPES: &[ColumnType] = &[ColumnType::String, ColumnType::DateTime, ColumnType::Long];

/// What a column is called where one is expected.
const COLUMN: &str = "the name of a column";

/// `string_partition = "string" [ "=" name ] ;`
fn string_partition<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, PartitionBy<'s>> {
    let (input, column) = opt(preceded(mark("="), name_of(COLUMN))).parse(input)?;
    Ok((input, column.map_or(PartitionBy::VirtualString, PartitionBy::Column)))
}

/// `datetime_partition = "datetime" [ "=" ( bin | start_of ) ] ;`
fn datetime_partition<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, PartitionBy<'s>> {
    let (input, by) = opt(preceded(mark("="), alt((bin, start_of)))).parse(input)?;
    Ok((input, by.unwrap_or(PartitionBy::VirtualDateTime)))
}

/// `long_partition = "long" "=" "hash" "(" name "," long ")" ;`
fn long_partition<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, PartitionBy<'s>> {
    let (input, _) = (mark("="), keyword(Keyword::Hash), mark("(")).parse(input)?;
    let (input, column) = name_of(COLUMN)(input)?;
    let (input, modulus) = delimited(mark(","), long, mark(")")).parse(input)?;
    Ok((input, PartitionBy::Hash(column, modulus)))
}

/// `bin = "bin" "(" name "," timespan ")" ;`
fn bin<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, PartitionBy<'s>> {
    let (input, column) = preceded((keyword(Keyword::Bin), mark("(")), name_of(COLUMN)).parse(input)?;
    let (input, span) = delimited(mark(","), timespan, mark(")")).parse(input)?;
    Ok((input, PartitionBy::Bin(column, span)))
}

/// `start_of = ( "startofday" | "startofweek" | "startofmonth" | "startofyear" ) "(" name ")" ;`
fn start_of<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, PartitionBy<'s>> {
    let (input, function) = word_of(StartOf::ALL, |function| function.keyword().text())(input)?;
    let (input, column) = delimited(mark("("), name_of(COLUMN), mark(")")).parse(input)?;
    Ok((input, PartitionBy::StartOf(function, column)))
}

/// `path_format = "pathformat" "=" "(" { path_text } path_partition { path_text | path_partition } ")" ;`
fn path_format<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Vec<PathPart<'s>>> {
    let (input, _) = (keyword(Keyword::PathFormat), mark("="), mark("(")).parse(input)?;
    let (mut input, mut parts) = (input, Vec::new());
    loop {
        match alt((path_text, path_partition)).parse(input) {
            Ok((rest, part)) => {
                parts.push(part);
                input = rest;
            }
            Err(nom::Err::Error(_)) if parts.iter().any(|part: &PathPart<'_>| part.partition().is_some()) => break,
            Err(error) => return Err(error),
        }
    }
    let (input, _) = mark(")")(input)?;
    Ok((input, parts))
}

/// `path_text = string ;`
fn path_text<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, PathPart<'s>> {
    map(string("a text in quotes"), PathPart::Text).parse(input)
}

/// `path_partition = datetime_pattern | path_name ;`
fn path_partition<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, PathPart<'s>> {
    alt((datetime_pattern, map(path_name, PathPart::Partition))).parse(input)
}

/// `datetime_pattern = "datetime_pattern" "(" string "," name ")" ;`
fn datetime_pattern<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, PathPart<'s>> {
    let format = string("a format of moments such as `\"yyyy/MM\"`");
    let (input, format) = preceded((keyword(Keyword::DateTimePattern), mark("(")), format).parse(input)?;
    let name = name_of("the name of a partition");
    let (input, name) = delimited(mark(","), name, mark(")")).parse(input)?;
    Ok((input, PathPart::Pattern(format, name)))
}

/// `path_name = identifier | "[" name_text "]" ;` What stands in quotes alone is text.
pub(super) fn path_name<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Name<'s>> {
    name_of("the name of a partition")(input)
}
