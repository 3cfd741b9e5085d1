//! `grammar/blocked.ebnf`

use nom::Parser;
use nom::branch::alt;
use nom::combinator::map;

use crate::model::keyword::Keyword;
use crate::syntax::ast::blocked::{Block, BlockedCommand, NewBlock};
use crate::syntax::literal::StringLiteral;
use crate::syntax::parser::input::{Input, PResult};
use crate::syntax::parser::leaf::{keyword, keywords};
use crate::syntax::parser::string::{principal, string};
use crate::syntax::parser::value::timespan;
use crate::text::Spanned;

/// `blocked_command = show_blocked | add_blocked | drop_blocked ;`
pub(super) fn blocked_command<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, BlockedCommand<'s>> {
    alt((show_blocked, add_blocked, drop_blocked)).parse(input)
}

/// `show_blocked = "show" "cluster" "blockedprincipals" ;`
fn show_blocked<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, BlockedCommand<'s>> {
    let (input, ()) = keywords(&[Keyword::Show, Keyword::Cluster, Keyword::BlockedPrincipals])(input)?;
    Ok((input, BlockedCommand::Show))
}

/// `add_blocked = "add" "cluster" "blockedprincipals" block [ "period" timespan ] [ "reason" string ] ;`
fn add_blocked<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, BlockedCommand<'s>> {
    let (input, ()) = keywords(&[Keyword::Add, Keyword::Cluster, Keyword::BlockedPrincipals])(input)?;
    let (input, block) = block(input)?;
    let (input, period) = match keyword(Keyword::Period)(input) {
        Ok((rest, _)) => {
            let (after, period) = timespan(rest)?;
            (after, Some(Spanned::new(period, rest.span())))
        }
        Err(_) => (input, None),
    };
    let (input, reason) = optional_text(Keyword::Reason, input)?;
    let added = NewBlock { block, period, reason };
    Ok((input, BlockedCommand::Add(Box::new(added))))
}

/// `drop_blocked = "drop" "cluster" "blockedprincipals" block ;`
fn drop_blocked<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, BlockedCommand<'s>> {
    let (input, ()) = keywords(&[Keyword::Drop, Keyword::Cluster, Keyword::BlockedPrincipals])(input)?;
    map(block, |block| BlockedCommand::Drop(Box::new(block))).parse(input)
}

/// `block = principal [ "application" string ] [ "user" string ] ;`
fn block<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Block<'s>> {
    let (input, principal) = principal(input)?;
    let (input, application) = optional_text(Keyword::Application, input)?;
    let (input, user) = optional_text(Keyword::User, input)?;
    Ok((input, Block { principal, application, user }))
}

/// `[ word string ]`
fn optional_text<'i, 's>(word: Keyword, input: Input<'i, 's>) -> PResult<'i, 's, Option<StringLiteral<'s>>> {
    match keyword(word)(input) {
        Ok((rest, _)) => {
            let (rest, text) = string("a string")(rest)?;
            Ok((rest, Some(text)))
        }
        Err(_) => Ok((input, None)),
    }
}
