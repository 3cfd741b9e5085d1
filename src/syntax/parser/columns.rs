//! Columns in schemas.

use crate::syntax::ast::columns::{Column, Columns};
use crate::syntax::parser::input::{Input, PResult};
use crate::syntax::parser::leaf::{bracketed_list, mark, name_of, word_of};
use crate::table::ColumnType;

/// `columns = "(" column { "," column } ")" ;` each name once.
pub(super) fn columns<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Columns<'s>> {
    let (rest, columns) = bracketed_list(column)(input)?;
    input.check_each_once(columns.iter().map(|column| (column.name.text.as_ref(), column.name.span)))?;
    Ok((rest, Columns(columns)))
}

/// `column = name ":" type ;`
pub(super) fn column<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Column<'s>> {
    let (input, name) = name_of("the name of a column")(input)?;
    let (input, _) = mark(":")(input)?;
    let (input, kind) = column_type(input)?;
    Ok((input, Column { name, kind }))
}

/// Reads the name of a type, or an alias of it.
pub(super) fn column_type<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ColumnType> {
    match input.word().and_then(ColumnType::of) {
        Some(kind) => Ok((input.skip(1), kind)),
        None => word_of(ColumnType::ALL, ColumnType::name)(input),
    }
}
