//! `#directives`: a word of the table and what follows it on its line.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, value};
use nom::sequence::terminated;

use crate::model::assertion_kind::AssertionKind;
use crate::model::command_kind::CommandKind;
use crate::model::directive_kind::DirectiveKind;
use crate::model::entity::EntityKind;
use crate::model::help_topic::HelpTopic;
use crate::model::keyword::Keyword;
use crate::model::timespan::TimeSpan;
use crate::syntax::ast::directives::{ADVANCE, ClientNames, Directive, EXPAND_GROUPS, Help, LOAD};
use crate::syntax::error::{DirectiveFault, QuestionFault, SyntaxError, SyntaxErrorKind};
use crate::syntax::lexer::SCRIPT_END;
use crate::syntax::literal::StringLiteral;
use crate::syntax::parser::assertions::of_state;
use crate::syntax::parser::bare::{A_FILE, bare, loose_name, text_to_end, unless_end};
use crate::syntax::parser::input::{Expectation, Input, PResult, Source};
use crate::syntax::parser::leaf::{end, keyword, mark, one_of, word};
use crate::syntax::parser::questions::{asked_principal, explanation, nothing_more, only_principal, question};
use crate::syntax::parser::statement::statement;
use crate::syntax::parser::string::string;
use crate::syntax::parser::views::{choose_columns, save_results, set_echo, set_format, set_timing};
use crate::text::{Span, Spanned};

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
        DirectiveKind::WhoAmI => value(Directive::WhoAmI, end).parse(rest),
        DirectiveKind::Expect => expect(rest),
        DirectiveKind::Plan => planned(rest),
        DirectiveKind::Undo => value(Directive::Undo, end).parse(rest),
        DirectiveKind::Read => read(rest),
        DirectiveKind::Cls => value(Directive::Cls, end).parse(rest),
        DirectiveKind::Explain => explain(rest),
        DirectiveKind::WhoCan => who_can(rest),
        DirectiveKind::WhatCan => what_can(rest),
        DirectiveKind::Roles => roles_of(rest),
        DirectiveKind::Client => client(rest),
        DirectiveKind::Clock => move_clock(rest),
        DirectiveKind::Directory => directory(rest),
        DirectiveKind::Format => set_format(rest),
        DirectiveKind::Columns => choose_columns(rest),
        DirectiveKind::Echo => set_echo(rest),
        DirectiveKind::Timing => set_timing(rest),
        DirectiveKind::Save => save_results(rest),
        DirectiveKind::Quit => value(Directive::Quit, end).parse(rest),
    }
}

/// Returns the error with the form of the directive as its help, where something else was expected.
pub(super) fn advised(mut error: SyntaxError, source: &Source<'_, '_>) -> SyntaxError {
    let read = bare(source.input().skip(1)).and_then(|(rest, word)| Some((rest, DirectiveKind::of(word.value)?)));
    if let SyntaxErrorKind::Expected { help, .. } = &mut error.kind {
        help.extend(read.map(|(rest, kind)| format!("the directive is written `{}`", written(kind, rest))));
    }
    error
}

/// Returns how a directive is written, `rest` being what follows its word: an assertion has a form of its own.
fn written(kind: DirectiveKind, rest: Input<'_, '_>) -> String {
    let is_written = |assertion: &&AssertionKind| rest.word() == Some(assertion.word());
    match AssertionKind::OF_STATE.iter().find(is_written).filter(|_| kind == DirectiveKind::Expect) {
        Some(assertion) => format!("{kind} {assertion} {}", assertion.arguments()),
        None => kind.form(),
    }
}

/// Returns the input after `#` and the word of a directive, if these stand here.
pub(super) fn after_word<'i, 's: 'i>(input: Input<'i, 's>, kind: DirectiveKind) -> Option<Input<'i, 's>> {
    input.first().filter(|token| token.is(b'#'))?;
    let (rest, word) = bare(input.skip(1))?;
    (DirectiveKind::of(word.value) == Some(kind)).then_some(rest)
}

fn unknown<'i, 's, T>(input: Input<'i, 's>, hash: Span) -> PResult<'i, 's, T> {
    let (word, span) = bare(input).map_or(("", hash), |(_, word)| (word.value, hash.to(word.span)));
    let fault = match SCRIPT_END.strip_prefix('#') {
        Some(end) if end == word => DirectiveFault::NoScript,
        _ => DirectiveFault::Unknown(word.to_owned()),
    };
    input.fail(SyntaxErrorKind::Directive(fault), span)
}

/// Returns the words that forms of commands hold: all of them, or after a dot as many as do, and two at least. Names, roles
/// and what stands for them follow.
fn words_of_commands(words: &str) -> Option<&str> {
    let are_held = |words: &&str| CommandKind::holding(words).next().is_some();
    let shorter = std::iter::successors(Some(words), |words| words.rsplit_once(' ').map(|(first, _)| first.trim_end()));
    let is_meant = |part: &&str| *part == words || words.starts_with('.') && part.contains(' ');
    shorter.filter(is_meant).find(are_held)
}

/// `help = "help" [ ? topic ? | ? directive ? | ? words of commands ? | ? word of queries ? ] ;`
fn help<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    CommandKind::all_verbs().for_each(|verb| input.note(Expectation::Word(verb)));
    DirectiveKind::ALL.iter().for_each(|kind| input.note(Expectation::Word(kind.word())));
    let span = input.rest_span();
    let topic = match span.of(input.text()) {
        "" => Help::Overview,
        words if let Some(topic) = HelpTopic::of(words) => Help::Topic(topic),
        words if let Some(kind) = DirectiveKind::of(words.trim_start_matches('#')) => Help::Directive(kind),
        words if let Some(words) = words_of_commands(words) => Help::Commands(words),
        words if let Some(kind) = DirectiveKind::called_elsewhere(words) => Help::Directive(kind),
        words => Help::Word(Spanned::new(words, span)),
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

/// `expect = "expect" ( allow | deny | never | holders ) ;`
fn expect<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    let (rest, assertion) = of_state(input)?;
    Ok((rest, Directive::Expect(Spanned::new(assertion, input.rest_span()))))
}

/// `planned = "plan" ? command on one line ? ;`
fn planned<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    if input.first().is_none_or(|token| token.is(b'#')) {
        return input.miss(Expectation::Described("a command"));
    }
    map(statement, |statement| Directive::Plan(Box::new(statement))).parse(input)
}

/// `read = ( "read" | "script" ) ( string | ? file ? ) ;`
fn read<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    terminated(map(text_to_end("a file"), Directive::Read), end).parse(input)
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
