//! `#directives`: a word of the table and what follows it on its line.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, value};
use nom::sequence::terminated;

use crate::model::command_kind::CommandKind;
use crate::model::directive_kind::DirectiveKind;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::timespan::TimeSpan;
use crate::syntax::ast::directives::{ADVANCE, ClientNames, Directive, EXPAND_GROUPS, HelpTopic, LOAD};
use crate::syntax::error::{DirectiveFault, QuestionFault, SyntaxError, SyntaxErrorKind};
use crate::syntax::lexer::SCRIPT_END;
use crate::syntax::literal::StringLiteral;
use crate::syntax::parser::bare::{A_FILE, bare, loose_name, text_to_end};
use crate::syntax::parser::input::{Expectation, Input, PResult, Source};
use crate::syntax::parser::leaf::{end, keyword, mark, one_of, word};
use crate::syntax::parser::questions::{asked_principal, explanation, nothing_more, only_principal, question};
use crate::syntax::parser::string::string;
use crate::text::Span;

/// `directive = "#" ( help | db_context | … ) ;` one alternative a kind.
pub(super) fn directive<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    let (input, hash) = mark("#")(input)?;
    DirectiveKind::ALL.iter().for_each(|kind| input.note(Expectation::Word(kind.word())));
    let Some((rest, kind)) = bare(input).and_then(|(rest, word)| Some((rest, DirectiveKind::of(word.value)?))) else {
        return unknown(input, hash);
    };
    match kind {
        DirectiveKind::Help => help(rest),
        DirectiveKind::DbContext => db_context(rest),
        DirectiveKind::As => act_as(rest),
        DirectiveKind::Explain => explain(rest),
        DirectiveKind::WhoCan => who_can(rest),
        DirectiveKind::WhatCan => what_can(rest),
        DirectiveKind::Roles => roles_of(rest),
        DirectiveKind::Client => client(rest),
        DirectiveKind::Clock => move_clock(rest),
        DirectiveKind::Directory => directory(rest),
        DirectiveKind::Quit => value(Directive::Quit, end).parse(rest),
    }
}

/// Returns the error with the form of the directive as its help, where something else was expected.
pub(super) fn advised(mut error: SyntaxError, source: &Source<'_, '_>) -> SyntaxError {
    let kind = bare(source.input().skip(1)).and_then(|(_, word)| DirectiveKind::of(word.value));
    if let SyntaxErrorKind::Expected { help, .. } = &mut error.kind {
        help.extend(kind.map(|kind| format!("the directive is written `{}`", kind.form())));
    }
    error
}

fn unknown<'i, 's, T>(input: Input<'i, 's>, hash: Span) -> PResult<'i, 's, T> {
    let (word, span) = bare(input).map_or(("", hash), |(_, word)| (word.value, hash.to(word.span)));
    let fault = match SCRIPT_END.strip_prefix('#') {
        Some(end) if end == word => DirectiveFault::NoScript,
        _ => DirectiveFault::Unknown(word.to_owned()),
    };
    input.fail(SyntaxErrorKind::Directive(fault), span)
}

/// Reads `part`, unless the line ends here.
fn unless_end<'i, 's: 'i, T>(
    part: impl Fn(Input<'i, 's>) -> PResult<'i, 's, T>,
) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Option<T>> {
    move |input| match input.first() {
        None => {
            // What is expected here is noted; that it is missing is no fault.
            let _ = part(input);
            Ok((input, None))
        }
        Some(_) => map(&part, Some).parse(input),
    }
}

/// `help = "help" [ "roles" | ? directive ? | ? words of commands ? ] ;`
fn help<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    CommandKind::all_verbs().for_each(|verb| input.note(Expectation::Word(verb)));
    DirectiveKind::ALL.iter().for_each(|kind| input.note(Expectation::Word(kind.word())));
    let span = input.rest_span();
    let topic = match span.of(input.text()) {
        "" => HelpTopic::Overview,
        words if words == Keyword::Roles.text() => HelpTopic::Roles,
        words if let Some(kind) = DirectiveKind::of(words.trim_start_matches('#')) => HelpTopic::Directive(kind),
        words if CommandKind::holding(words).next().is_some() => HelpTopic::Commands(words),
        words => return input.fail(SyntaxErrorKind::Directive(DirectiveFault::NoTopic(words.to_owned())), span),
    };
    Ok((input.skip(input.left()), Directive::Help(topic)))
}

/// `db_context = "dbcontext" [ loose_name ] ;`
fn db_context<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    input.note(Expectation::Name(EntityKind::Database));
    terminated(map(unless_end(loose_name), Directive::DbContext), end).parse(input)
}

/// `act_as = "as" [ asked_principal ] ;`
fn act_as<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    map(unless_end(only_principal), Directive::As).parse(input)
}

/// `explain = "explain" explanation ;`
fn explain<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    map(explanation, |(principal, question)| Directive::Explain(principal, question)).parse(input)
}

/// `who_can = "who-can" [ "--expand-groups" ] question [ "--expand-groups" ] ;`
fn who_can<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    let (input, first) = expand(input)?;
    let (input, question) = question(input)?;
    let (input, last) = expand(input)?;
    let (input, ()) = nothing_more(QuestionFault::AfterName)(input)?;
    Ok((input, Directive::WhoCan { question, expand_groups: first || last }))
}

/// `what_can = "what-can" [ "--expand-groups" ] asked_principal [ "--expand-groups" ] ;`
fn what_can<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    let (input, first) = expand(input)?;
    let (input, principal) = asked_principal(input)?;
    let (input, last) = expand(input)?;
    let (input, ()) = nothing_more(QuestionFault::AfterPrincipal)(input)?;
    Ok((input, Directive::WhatCan { principal, expand_groups: first || last }))
}

/// Reads `--expand-groups` if it stands here, and says whether it does.
fn expand<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, bool> {
    input.note(Expectation::Word(EXPAND_GROUPS));
    match bare(input).filter(|(_, word)| word.value.starts_with("--")) {
        None => Ok((input, false)),
        Some((rest, word)) if word.value == EXPAND_GROUPS => Ok((rest, true)),
        Some((_, word)) => {
            let fault = DirectiveFault::UnknownOption(word.value.to_owned());
            input.fail(SyntaxErrorKind::Directive(fault), word.span)
        }
    }
}

/// `roles_of = "roles" asked_principal ;`
fn roles_of<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    map(only_principal, Directive::Roles).parse(input)
}

/// `client = "client" [ "none" | application_name [ user_name ] | user_name [ application_name ] ] ;`
fn client<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    let none = map(keyword(Keyword::None), |_| Some(ClientNames::default()));
    terminated(map(alt((none, unless_end(client_names))), Directive::Client), end).parse(input)
}

fn client_names<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, ClientNames<'s>> {
    let (mut input, mut stated) = (input, ClientNames::default());
    let mut seen = Vec::new();
    loop {
        let (rest, (word, name)) = client_name(input)?;
        seen.push((word.text(), input.span()));
        input.check_each_once(seen.iter().copied())?;
        match word {
            Keyword::Application => stated.application = Some(name),
            _ => stated.user = Some(name),
        }
        if rest.first().is_none() {
            return Ok((rest, stated));
        }
        input = rest;
    }
}

/// `application_name = "application" "=" string ;`, and `user_name` likewise.
fn client_name<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, (Keyword, StringLiteral<'s>)> {
    let (input, word) = one_of(&[Keyword::Application, Keyword::User])(input)?;
    let (input, _) = mark("=")(input)?;
    let (input, name) = string("a name in quotes")(input)?;
    Ok((input, (word, name)))
}

/// `move_clock = "clock" [ "advance" ( duration | clock | ? length of time in quotes ? ) ] ;`
fn move_clock<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    terminated(map(unless_end(advance), Directive::Clock), end).parse(input)
}

fn advance<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, TimeSpan> {
    let (input, _) = word(ADVANCE)(input)?;
    let (rest, text) = text_to_end("a length of time such as `31m`")(input)?;
    match TimeSpan::parse(&text.value).filter(|length| length.ticks >= 0) {
        Some(length) => Ok((rest, length)),
        None => {
            let fault = DirectiveFault::ClockLength(text.value.into_owned());
            input.fail(SyntaxErrorKind::Directive(fault), text.span)
        }
    }
}

/// `directory = "directory" "load" ( string | ? file ? ) ;`
fn directory<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    let (input, _) = word(LOAD)(input)?;
    terminated(map(text_to_end(A_FILE), Directive::Directory), end).parse(input)
}
