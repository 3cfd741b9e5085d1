//! `grammar/functions.ebnf`

use std::borrow::Cow;

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, peek};

use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::Text;
use crate::model::timespan::TimeSpan;
use crate::syntax::ast::columns::{Column, Columns};
use crate::syntax::ast::functions::{
    AlterFunction, Constant, DEFINITION_PROPERTIES, DefineFunction, DropFunction, DropFunctions, FunctionCommand,
    FunctionPart, FunctionVerb, Parameter, ParameterKind, Parameters, SHOW_PROPERTIES, ShowFunction,
};
use crate::syntax::ast::query::Query;
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::literal::Name;
use crate::syntax::parser::columns::column_type;
use crate::syntax::parser::input::{Expectation, Input, PResult};
use crate::syntax::parser::leaf::{bracketed_list, comma_list, flag, keyword, keywords, mark, name, name_of, one_of};
use crate::syntax::parser::query::body;
use crate::syntax::parser::string::{string, strings};
use crate::syntax::parser::value::{bool, bracketed_text, optional_properties, without_comments};
use crate::syntax::token::TokenKind;
use crate::table::ColumnType;
use crate::text::Span;

/// `function_command = define_function | alter_function | drop_function | drop_functions |
/// show_functions | show_function ;`
pub(super) fn function_command<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, FunctionCommand<'s>> {
    alt((
        map(define_function, |define| FunctionCommand::Define(Box::new(define))),
        map(alter_function, FunctionCommand::Alter),
        map(drop_function, FunctionCommand::Drop),
        map(drop_functions, FunctionCommand::DropMany),
        show_functions,
        map(show_function, FunctionCommand::Show),
    ))
    .parse(input)
}

/// `define_function = function_verb [ with_properties ] name parameters function_body ;`
fn define_function<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, DefineFunction<'s>> {
    let (input, verb) = function_verb(input)?;
    let (input, properties) = optional_properties(&DEFINITION_PROPERTIES)(input)?;
    let (input, name) = name(EntityKind::Function)(input)?;
    let (input, parameters) = parameters(input)?;
    let (input, body) = function_body(input)?;
    Ok((input, DefineFunction { verb, properties, name, parameters, body }))
}

/// `function_verb = "create" "function" [ "ifnotexists" ] |
/// ( "alter" | "create-or-alter" ) "function" ;`
fn function_verb<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, FunctionVerb> {
    let (input, verb) = one_of(&[Keyword::Create, Keyword::Alter, Keyword::CreateOrAlter])(input)?;
    let (input, _) = keyword(Keyword::Function)(input)?;
    match verb {
        Keyword::Alter => Ok((input, FunctionVerb::Alter)),
        Keyword::CreateOrAlter => Ok((input, FunctionVerb::CreateOrAlter)),
        _ => map(flag(Keyword::IfNotExists), |if_not_exists| FunctionVerb::Create { if_not_exists }).parse(input),
    }
}

/// `parameters = [ "(" [ parameter { "," parameter } ] ")" ] ;` each name once. Scripts leave the brackets out
/// where there is no parameter.
fn parameters<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Parameters<'s>> {
    let list = match mark("(")(input) {
        Ok((list, _)) => list,
        Err(_) => {
            return map(peek(mark("{")), |_| Parameters { list: Vec::new(), written: Cow::Borrowed("()") })
                .parse(input);
        }
    };
    let (rest, parameters) = match mark(")")(list) {
        Ok(_) => (list, Vec::new()),
        Err(_) => comma_list(parameter)(list)?,
    };
    let close = rest.span();
    let (rest, _) = mark(")")(rest)?;
    list.check_each_once(parameters.iter().map(|parameter| (parameter.name.text.as_ref(), parameter.name.span)))?;
    let written = without_comments(input, input.span().to(close));
    Ok((rest, Parameters { list: parameters, written }))
}

/// `parameter = query_name ":" ( table_parameter | scalar_parameter ) ;`
fn parameter<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Parameter<'s>> {
    let (input, name) = query_name("the name of a parameter")(input)?;
    let (input, _) = mark(":")(input)?;
    let (input, kind) = alt((table_parameter, scalar_parameter)).parse(input)?;
    Ok((input, Parameter { name, kind }))
}

/// `query_name = identifier | "[" name_text "]" ;` what stands in quotes alone is a string.
fn query_name<'i, 's: 'i>(what: &'static str) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Name<'s>> {
    move |input| {
        let (rest, name) = name_of(what)(input)?;
        match input.first().map(|token| token.kind) {
            Some(TokenKind::Text(..)) => {
                let message = format!("{what} stands in quotes only inside brackets");
                let help = Some(format!("write `[{}]`", Text(&name.text)));
                input.fail(SyntaxErrorKind::Other { message, help }, name.span)
            }
            _ => Ok((rest, name)),
        }
    }
}

/// `scalar_parameter = column_type [ "=" default_value ] ;`
fn scalar_parameter<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ParameterKind<'s>> {
    let (input, kind) = column_type(input)?;
    match mark("=")(input) {
        Ok((rest, _)) => map(default_value, |default| ParameterKind::Scalar(kind, Some(default))).parse(rest),
        Err(_) => Ok((input, ParameterKind::Scalar(kind, None))),
    }
}

/// `table_parameter = "(" "*" ")" | "(" ")" | parameter_columns ;`
fn table_parameter<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ParameterKind<'s>> {
    let (inside, _) = mark("(")(input)?;
    if let Ok((rest, _)) = mark("*")(inside) {
        return map(mark(")"), |_| ParameterKind::AnyTable).parse(rest);
    }
    match mark(")")(inside) {
        Ok((rest, _)) => Ok((rest, ParameterKind::Table(Columns(Vec::new())))),
        Err(_) => map(parameter_columns, ParameterKind::Table).parse(input),
    }
}

/// `parameter_columns = "(" parameter_column { "," parameter_column } ")" ;` each name once.
fn parameter_columns<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Columns<'s>> {
    let (rest, columns) = bracketed_list(parameter_column)(input)?;
    input.check_each_once(columns.iter().map(|column| (column.name.text.as_ref(), column.name.span)))?;
    Ok((rest, Columns(columns)))
}

/// `parameter_column = query_name ":" column_type ;`
fn parameter_column<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Column<'s>> {
    let (input, name) = query_name("the name of a column")(input)?;
    let (input, _) = mark(":")(input)?;
    let (input, kind) = column_type(input)?;
    Ok((input, Column { name, kind }))
}

/// `default_value = strings | bool | default_number | typed_value ;`
fn default_value<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Constant<'s>> {
    alt((map(strings("a string"), Constant::Text), map(bool, Constant::Bool), typed_value, default_number)).parse(input)
}

/// `default_number = [ "-" ] ( long | real | duration ) ;`
fn default_number<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Constant<'s>> {
    let negative = input.first().is_some_and(|token| token.is(b'-'));
    let at = if negative { input.skip(1) } else { input };
    match at.first().filter(|token| matches!(token.kind, TokenKind::Word(_) | TokenKind::Number)) {
        Some(token) if is_number(at.text_of(token)) => {
            let text = at.text_of(token);
            let text = if negative { Cow::Owned(format!("-{text}")) } else { Cow::Borrowed(text) };
            Ok((at.skip(1), Constant::Number(text)))
        }
        _ => input.miss(Expectation::Described("a number or a length of time")),
    }
}

fn is_number(text: &str) -> bool {
    let begins = text.starts_with(|character: char| character.is_ascii_digit());
    begins && (text.parse::<f64>().is_ok() || TimeSpan::parse(text).is_some())
}

/// `typed_value = column_type "(" … ")" ;` strings have no such form. The text in the brackets is
/// kept as it is.
fn typed_value<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Constant<'s>> {
    let kind = input.word().and_then(ColumnType::of).filter(|kind| *kind != ColumnType::String);
    let bracket = input.peek(1).is_some_and(|token| token.is(b'('));
    match kind.filter(|_| bracket).and_then(|kind| Some((kind, bracketed_text(input.skip(1))?))) {
        Some((kind, (rest, span))) => {
            let inside = Span::new(span.start + 1, span.end.saturating_sub(1));
            Ok((rest, Constant::Typed(kind, without_comments(input.skip(2), inside))))
        }
        None => input.miss(Expectation::Described("a literal such as `datetime(2026-01-31)`")),
    }
}

/// `function_body = body ;` white space counts: results show the body as it is written.
fn function_body<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Query<'s>> {
    let (rest, body) = body(input)?;
    let inside = Span::new(body.span.start + 1, body.span.end.saturating_sub(1));
    Ok((rest, Query { text: Cow::Borrowed(inside.of(input.text())), start: inside.start, ..body }))
}

/// `alter_function = "alter" "function" name ( "docstring" | "folder" ) string ;`
fn alter_function<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, AlterFunction<'s>> {
    let (input, ()) = keywords(&[Keyword::Alter, Keyword::Function])(input)?;
    let (input, name) = name(EntityKind::Function)(input)?;
    let (input, part) = alt((
        map(keyword(Keyword::DocString), |_| FunctionPart::DocString),
        map(keyword(Keyword::Folder), |_| FunctionPart::Folder),
    ))
    .parse(input)?;
    let (input, text) = string("a text in quotes")(input)?;
    Ok((input, AlterFunction { name, part, text }))
}

/// `drop_function = "drop" "function" name [ "ifexists" ] ;`
fn drop_function<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, DropFunction<'s>> {
    let (input, ()) = keywords(&[Keyword::Drop, Keyword::Function])(input)?;
    let (input, name) = name(EntityKind::Function)(input)?;
    let (input, if_exists) = flag(Keyword::IfExists)(input)?;
    Ok((input, DropFunction { name, if_exists }))
}

/// `drop_functions = "drop" "functions" "(" name { "," name } ")" [ "ifexists" ] ;`
fn drop_functions<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, DropFunctions<'s>> {
    let (input, ()) = keywords(&[Keyword::Drop, Keyword::Functions])(input)?;
    let (input, names) = bracketed_list(name(EntityKind::Function))(input)?;
    let (input, if_exists) = flag(Keyword::IfExists)(input)?;
    Ok((input, DropFunctions { names, if_exists }))
}

/// `show_functions = "show" "functions" ;`
fn show_functions<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, FunctionCommand<'s>> {
    map(keywords(&[Keyword::Show, Keyword::Functions]), |()| FunctionCommand::ShowAll).parse(input)
}

/// `show_function = "show" "function" name [ with_properties ] ;`
fn show_function<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ShowFunction<'s>> {
    let (input, ()) = keywords(&[Keyword::Show, Keyword::Function])(input)?;
    let (input, name) = name(EntityKind::Function)(input)?;
    let (input, properties) = optional_properties(&SHOW_PROPERTIES)(input)?;
    Ok((input, ShowFunction { name, properties }))
}
