//! `parse`, `parse-where`: the pattern becomes a regular expression (`parse-operator.md`, *Regex mode*).

use regex::{Regex, RegexBuilder};

use crate::diagnostic::Result;
use crate::query::functions::{self, Function};
use crate::query::plan::{Plan, Step};
use crate::query::tree::{Parse, ParseKind, Piece};
use crate::query::{plan, tree};
use crate::table::ColumnType;
use crate::text::{Span, quoted};

use super::fault;
use super::{Binder, column};

impl<'s> Binder<'s> {
    pub(super) fn parse(&mut self, parse: &'s Parse<'s>, plan: &mut Plan) -> Result<()> {
        check_order(&parse.pattern)?;
        let text = self.scalar(&parse.value, &plan.columns)?;
        let mut own = plan.columns.clone();
        let mut columns = Vec::new();
        let mut names: Vec<&tree::Typed<'_>> = Vec::new();
        for piece in &parse.pattern {
            let Piece::Column(typed) = piece else { continue };
            if names.iter().any(|other| other.name == typed.name) {
                let message = format!("the column {} is named twice", quoted(&typed.name.text));
                return Err(fault::error(message, typed.name.span));
            }
            names.push(typed);
            let place = own.iter().position(|column| column.name == *typed.name.text).unwrap_or(own.len());
            match own.get_mut(place) {
                Some(same) => *same = column(&*typed.name.text, typed.kind),
                None => own.push(column(&*typed.name.text, typed.kind)),
            }
            columns.push((place, typed.kind));
        }
        let pattern = pattern(parse)?;
        // What is written in a pattern has groups too.
        let group = |number: usize| pattern.capture_names().position(|name| name == Some(&group(number)));
        let column = |(number, (place, kind)): (usize, (usize, ColumnType))| {
            Some(plan::Parsed { place, kind, convert: conversion(kind), group: group(number)? })
        };
        let columns = columns.into_iter().enumerate().filter_map(column).collect();
        let parse = plan::Parse {
            text: text.expression,
            pattern,
            columns,
            width: own.len(),
            only_where: parse.only_where,
            relaxed: parse.kind == ParseKind::Relaxed,
        };
        plan.add_with(Step::Parse(Box::new(parse)), own);
        Ok(())
    }
}

/// Returns the function that makes a value of the type of a text.
fn conversion(kind: ColumnType) -> Option<&'static Function> {
    match kind {
        ColumnType::String => None,
        kind => functions::find(&format!("to{kind}")),
    }
}

/// Checks what may follow what (`parse-operator.md`, note).
fn check_order(pattern: &[Piece<'_>]) -> Result<()> {
    let mut before: Option<&Piece<'_>> = None;
    for piece in pattern {
        match (before, piece) {
            (Some(Piece::Any(span)), Piece::Any(_) | Piece::Column(_)) => {
                return Err(fault::error("`*` must be followed by a string", *span));
            }
            (Some(Piece::Column(typed)), Piece::Any(span)) if typed.kind == ColumnType::String => {
                let error = fault::error("`*` can't follow a string: where that ends would not be known", *span);
                return Err(error.help("put the text that ends the string between them"));
            }
            (Some(Piece::Column(_)), Piece::Column(typed)) => {
                let error = fault::error("two columns need a string between them", typed.name.span);
                return Err(error.help("put the text that ends the first one between them"));
            }
            _ => {}
        }
        before = Some(piece);
    }
    Ok(())
}

/// Returns the pattern. It begins where the text does; text after the end of the pattern is left alone.
fn pattern(parse: &Parse<'_>) -> Result<Regex> {
    let mut pattern = String::from(r"\A");
    let mut number = 0;
    for (at, piece) in parse.pattern.iter().enumerate() {
        match piece {
            Piece::Any(_) => pattern.push_str(".*?"),
            Piece::Text(text) if parse.kind == ParseKind::Regex => {
                if let Err(why) = Regex::new(&text.part) {
                    return Err(unreadable(&why, text.span));
                }
                pattern.push_str(&format!("(?:{})", text.part));
            }
            Piece::Text(text) => pattern.push_str(&regex::escape(&text.part)),
            Piece::Column(typed) => {
                let part = column_pattern(typed.kind, parse.kind, parse.pattern.get(at + 1));
                pattern.push_str(&format!("(?P<{}>{part})", group(number)));
                number += 1;
            }
        }
    }
    let mut builder = RegexBuilder::new(&pattern);
    if parse.kind == ParseKind::Regex {
        for (flag, flags) in parse.flags.iter().flat_map(|flags| flags.text.chars().map(move |flag| (flag, flags))) {
            match flag {
                'i' => builder.case_insensitive(true),
                's' => builder.dot_matches_new_line(true),
                'm' => builder.multi_line(true),
                'U' => builder.swap_greed(true),
                'x' => builder.ignore_whitespace(true),
                other => {
                    let error = fault::error(format!("{} is no flag", quoted(other)), flags.span);
                    return Err(error.help("the flags are `i`, `m`, `s`, `U` and `x`"));
                }
            };
        }
    } else {
        builder.dot_matches_new_line(true);
    }
    builder.build().map_err(|why| unreadable(&why, parse.value.span))
}

/// Returns the name of a column's group in the pattern.
fn group(number: usize) -> String {
    format!("kmgmt{number}")
}

fn unreadable(why: &regex::Error, span: Span) -> crate::diagnostic::Diagnostic {
    fault::error(format!("the pattern is no regular expression: {}", functions::reason(why)), span)
}

/// Returns the pattern of a column. Text goes to where the next piece begins, at the end to the end of the text; with
/// `regex` it takes as much as it can, as the examples of the page do.
fn column_pattern(kind: ColumnType, mode: ParseKind, next: Option<&Piece<'_>>) -> &'static str {
    let before_text = matches!(next, Some(Piece::Text(_)));
    match (kind, mode) {
        (ColumnType::String, ParseKind::Simple | ParseKind::Relaxed) if before_text => ".*?",
        (_, ParseKind::Relaxed) if before_text => ".*?",
        (ColumnType::Int | ColumnType::Long, _) => r"-?\d+",
        (ColumnType::Real | ColumnType::Decimal, _) => r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?",
        (_, ParseKind::Simple) if before_text => ".*?",
        (ColumnType::String, _) | (_, ParseKind::Regex) => ".*",
        _ if next.is_none() => ".*",
        _ => r"\S+",
    }
}
