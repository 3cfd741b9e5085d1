//! What external tables refer to.

use std::borrow::Cow;

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, verify};

use crate::model::column_type::ColumnType;
use crate::model::external_table::{DataFormat, StartOf, TableKind};
use crate::model::keyword::Keyword;
use crate::syntax::ast::external_tables::{Partition, PartitionBy, PathPart, Source, Storage};
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::literal::{Name, StringLiteral};
use crate::syntax::parser::input::{Expectation, Input, PResult};
use crate::syntax::parser::leaf::{bracketed_list, keyword, mark, name_of, word_of};
use crate::syntax::parser::string::string;
use crate::syntax::parser::value::{long, timespan};

/// `storage = ( "storage" | "blob" | "adl" ) [ partitions [ path_format ] ] [ catalog ] data_format
/// "(" connection { "," connection } ")" [ with_properties ] ;`
pub(super) fn storage<'i, 's: 'i>(kind: TableKind) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Source<'s>> {
    move |input| {
        let (input, partitions) = optional(Keyword::Partition, input, partitions)?;
        let (input, path) = if partitions.is_empty() {
            (input, Vec::new())
        } else {
            optional(Keyword::PathFormat, input, path_format)?
        };
        let (input, catalog) = optional(Keyword::Catalog, input, |input| map(catalog, Some).parse(input))?;
        let (input, format) = data_format(input)?;
        let (input, connections) = bracketed_list(connection)(input)?;
        Ok((input, Source::Storage(Storage { kind, partitions, path, catalog, format, connections })))
    }
}

/// `delta = "delta" "(" connection ")" [ with_properties ] ;`
pub(super) fn delta<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Source<'s>> {
    map(bracketed_connection, Source::Delta).parse(input)
}

/// `sql = "sql" [ "table" "=" name ] "(" connection ")" [ with_properties ] ;`
pub(super) fn sql<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Source<'s>> {
    let (input, table) = optional(Keyword::Table, input, |input| {
        let (input, _) = assigned(Keyword::Table)(input)?;
        map(name_of("the name of a table in the SQL database"), Some).parse(input)
    })?;
    map(bracketed_connection, |connection| Source::Sql { table: table.clone(), connection }).parse(input)
}

/// What begins with `word`, or nothing where another token stands.
fn optional<'i, 's: 'i, T: Default>(
    word: Keyword,
    input: Input<'i, 's>,
    part: impl Fn(Input<'i, 's>) -> PResult<'i, 's, T>,
) -> PResult<'i, 's, T> {
    match keyword(word)(input) {
        Ok(_) => part(input),
        Err(_) => Ok((input, T::default())),
    }
}

/// `word =`
fn assigned<'i, 's: 'i>(word: Keyword) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, ()> {
    move |input| {
        let (input, _) = keyword(word)(input)?;
        map(mark("="), |_| ()).parse(input)
    }
}

/// `catalog = "catalog" "=" string ;`
fn catalog<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, StringLiteral<'s>> {
    let (input, ()) = assigned(Keyword::Catalog)(input)?;
    string("a catalog in quotes")(input)
}

/// `data_format = "dataformat" "=" ? data format ? ;`
fn data_format<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, DataFormat> {
    let (input, ()) = assigned(Keyword::DataFormat)(input)?;
    word_of(DataFormat::ALL, DataFormat::word)(input)
}

fn bracketed_connection<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, StringLiteral<'s>> {
    let (input, _) = mark("(")(input)?;
    let (input, connection) = connection(input)?;
    map(mark(")"), |_| connection.clone()).parse(input)
}

/// `connection = string { string } ;` Strings side by side are one (`external-sql-tables.md`,
/// *Cosmos DB*), and that is obfuscated when one of them is.
fn connection<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, StringLiteral<'s>> {
    let (mut input, mut whole) = string("a connection string in quotes")(input)?;
    while let Ok((rest, next)) = string("a connection string in quotes")(input) {
        whole.text = Cow::Owned(format!("{}{}", whole.text, next.text));
        whole.obfuscated |= next.obfuscated;
        whole.span = whole.span.to(next.span);
        input = rest;
    }
    Ok((input, whole))
}

/// `partitions = "partition" "by" "(" partition { "," partition } ")" ;` each name once.
fn partitions<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Vec<Partition<'s>>> {
    let (input, _) = keyword(Keyword::Partition)(input)?;
    let (input, _) = keyword(Keyword::By)(input)?;
    let (rest, partitions) = bracketed_list(partition)(input)?;
    for (index, partition) in partitions.iter().enumerate() {
        if let Some(first) = partitions.iter().take(index).find(|earlier| earlier.name == partition.name) {
            let what = partition.name.text.to_string();
            return input.fail(SyntaxErrorKind::Twice { what, first: first.name.span }, partition.name.span);
        }
    }
    Ok((rest, partitions))
}

/// `partition = name ":" ( string_partition | datetime_partition | long_partition ) ;`
fn partition<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Partition<'s>> {
    let (input, name) = name_of("the name of a partition")(input)?;
    let (input, _) = mark(":")(input)?;
    let (input, kind) = word_of(PARTITION_TYPES, ColumnType::name)(input)?;
    let (input, by) = match kind {
        ColumnType::String => string_partition(input)?,
        ColumnType::DateTime => datetime_partition(input)?,
        _ => long_partition(input)?,
    };
    Ok((input, Partition { name, by }))
}

/// The types that partitions have.
const PARTITION_TYPES: &[ColumnType] = &[ColumnType::String, ColumnType::DateTime, ColumnType::Long];

/// `string_partition = "string" [ "=" name ] ;`
fn string_partition<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, PartitionBy<'s>> {
    match mark("=")(input) {
        Ok((rest, _)) => map(column, PartitionBy::Column).parse(rest),
        Err(_) => Ok((input, PartitionBy::VirtualString)),
    }
}

/// `datetime_partition = "datetime" [ "=" ( bin | start_of ) ] ;`
fn datetime_partition<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, PartitionBy<'s>> {
    match mark("=")(input) {
        Ok((rest, _)) => alt((bin, start_of)).parse(rest),
        Err(_) => Ok((input, PartitionBy::VirtualDateTime)),
    }
}

/// `bin = "bin" "(" name "," timespan ")" ;`
fn bin<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, PartitionBy<'s>> {
    let (input, _) = keyword(Keyword::Bin)(input)?;
    let (input, _) = mark("(")(input)?;
    let (input, column) = column(input)?;
    let (input, _) = mark(",")(input)?;
    let (input, span) = verify(timespan, |span| span.ticks > 0).parse(input)?;
    map(mark(")"), |_| PartitionBy::Bin(column.clone(), span)).parse(input)
}

/// `start_of = ( "startofday" | "startofweek" | "startofmonth" | "startofyear" ) "(" name ")" ;`
fn start_of<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, PartitionBy<'s>> {
    let (input, function) = word_of(StartOf::ALL, |function| function.keyword().text())(input)?;
    let (input, _) = mark("(")(input)?;
    let (input, column) = column(input)?;
    map(mark(")"), |_| PartitionBy::StartOf(function, column.clone())).parse(input)
}

/// `long_partition = "long" "=" "hash" "(" name "," long ")" ;`
fn long_partition<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, PartitionBy<'s>> {
    let (input, _) = mark("=")(input)?;
    let (input, _) = keyword(Keyword::Hash)(input)?;
    let (input, _) = mark("(")(input)?;
    let (input, column) = column(input)?;
    let (input, _) = mark(",")(input)?;
    let (rest, modulus) = long(input)?;
    if modulus < 1 {
        return input.miss(Expectation::Described("a whole number above zero"));
    }
    map(mark(")"), |_| PartitionBy::Hash(column.clone(), modulus)).parse(rest)
}

fn column<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Name<'s>> {
    name_of("the name of a column")(input)
}

/// `path_format = "pathformat" "=" "(" { string } path_partition { string | path_partition } ")" ;`
fn path_format<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Vec<PathPart<'s>>> {
    let (input, ()) = assigned(Keyword::PathFormat)(input)?;
    let (mut input, _) = mark("(")(input)?;
    let mut parts = Vec::new();
    loop {
        let text = map(string("a text in quotes"), PathPart::Text);
        match alt((text, datetime_pattern, map(partition_name, PathPart::Partition))).parse(input) {
            Ok((rest, part)) => {
                parts.push(part);
                input = rest;
            }
            Err(nom::Err::Error(_)) if parts.iter().any(|part| part.partition().is_some()) => break,
            Err(error) => return Err(error),
        }
    }
    map(mark(")"), |_| parts.clone()).parse(input)
}

/// `path_partition = name | datetime_pattern ;` and
/// `datetime_pattern = "datetime_pattern" "(" string "," name ")" ;`
fn datetime_pattern<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, PathPart<'s>> {
    let (input, _) = keyword(Keyword::DateTimePattern)(input)?;
    let (input, _) = mark("(")(input)?;
    let (input, format) = string("a format of moments such as `\"yyyy/MM\"`")(input)?;
    let (input, _) = mark(",")(input)?;
    let (input, name) = partition_name(input)?;
    map(mark(")"), |_| PathPart::Pattern(format.clone(), name.clone())).parse(input)
}

fn partition_name<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Name<'s>> {
    name_of("the name of a partition")(input)
}
