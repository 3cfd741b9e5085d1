//! Assertions: `//! allow aaduser=ana@contoso.com view table T`, from after `//!` on.

use nom::Parser;
use nom::combinator::map;
use nom::sequence::terminated;

use crate::diagnostic::Code;
use crate::model::assertion_kind::{AssertionKind, BECAUSE, CHANGES, EQUALS};
use crate::model::entity::EntityKind;
use crate::model::principal::PrincipalRef;
use crate::model::reason::Reason;
use crate::model::role::Role;
use crate::syntax::ast::assertions::{Asked, Assertion};
use crate::syntax::ast::questions::AskedEntity;
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::parser::bare::{after_words, bare};
use crate::syntax::parser::input::{Expectation, Input, PResult, Source};
use crate::syntax::parser::leaf::{bracketed_list, end, mark, word, word_of};
use crate::syntax::parser::questions::{asked_kind, asked_name, explanation};
use crate::syntax::parser::string::principal;
use crate::text::{Span, Spanned};

/// `assertion = "//!" ( allow | deny | … ) ;` one alternative a kind.
pub(super) fn assertion<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Assertion<'s>> {
    one_of_kinds(AssertionKind::ALL)(input)
}

/// Reads an assertion about the state of the moment: `#expect allow …`.
pub(super) fn of_state<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Assertion<'s>> {
    one_of_kinds(AssertionKind::OF_STATE)(input)
}

fn one_of_kinds<'i, 's: 'i>(
    kinds: &'static [AssertionKind],
) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Assertion<'s>> {
    move |input| {
        let (rest, kind) = word_of(kinds, AssertionKind::word)(input)?;
        of_kind(kind, rest)
    }
}

fn of_kind<'i, 's: 'i>(kind: AssertionKind, rest: Input<'i, 's>) -> PResult<'i, 's, Assertion<'s>> {
    match kind {
        AssertionKind::Allow => allow(rest),
        AssertionKind::Deny => deny(rest),
        AssertionKind::Never => never(rest),
        AssertionKind::Principals => holders(rest),
        AssertionKind::Fails => fails(rest),
        AssertionKind::Plan => plan(rest),
    }
}

/// Returns the error with the form of the assertion as its help, where something else was expected.
pub(super) fn advised(mut error: SyntaxError, source: &Source<'_, '_>) -> SyntaxError {
    let word = source.input().word();
    let kind = AssertionKind::ALL.iter().find(|kind| word == Some(kind.word()));
    if let SyntaxErrorKind::Expected { help, .. } = &mut error.kind {
        help.extend(kind.map(|kind| format!("the assertion is written `{}`", kind.form())));
    }
    error
}

fn asked<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Asked<'s>> {
    map(explanation, |(principal, question)| Asked { principal, question }).parse(input)
}

/// `allow = "allow" explanation ;`
fn allow<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Assertion<'s>> {
    map(asked, Assertion::Allow).parse(input)
}

/// `deny = "deny" explanation [ "because" ? reason ? ] ;`
fn deny<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Assertion<'s>> {
    let after_because = |at: usize| after_words(input.skip(at), BECAUSE).map(|rest| (at, rest));
    let Some((at, rest)) = (0..input.left()).rev().find_map(after_because) else {
        let last = input.left().checked_sub(2).map(|ahead| input.skip(ahead));
        let has_reason = |last: &Input<'i, 's>| Reason::ALL.iter().any(|one| last.skip(1).word() == Some(one.word()));
        return match last.filter(has_reason) {
            Some(before) => before.miss(Expectation::Word(BECAUSE)),
            None => map(asked, |asked| Assertion::Deny(asked, None)).parse(input),
        };
    };
    let part = input.source_before(at);
    let (_, asked) = input.read(part.result_of(asked(part.input().skip(input.position()))))?;
    let (rest, reason) = terminated(word_of(Reason::ALL, Reason::word), end).parse(rest)?;
    Ok((rest, Assertion::Deny(asked, Some(reason))))
}

/// `never = "never" explanation ;`
fn never<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Assertion<'s>> {
    map(asked, Assertion::Never).parse(input)
}

/// `holders = "principals" role_holder "==" principal_list ;`
fn holders<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Assertion<'s>> {
    let Some(at) = (0..input.left()).find(|at| input.skip(*at).skip_text(EQUALS).is_some()) else {
        return input.skip(input.left()).miss(Expectation::Mark(EQUALS));
    };
    let part = input.source_before(at);
    let (_, (entity, role)) = input.read(part.result_of(role_holder(part.input().skip(input.position()))))?;
    let list = input.skip(at + EQUALS.len());
    let (rest, expected) = principal_list(list)?;
    let expected = Spanned::new(expected, Span::new(list.span().start, rest.last_end()));
    let (rest, ()) = end(rest)?;
    Ok((rest, Assertion::Principals { entity, role, expected }))
}

/// `role_holder = "cluster" ? role of cluster ? | "database" [ loose_name ] ? role of database ? | … ;` The role is
/// the last word.
fn role_holder<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, (AskedEntity<'s>, Role)> {
    let kind = asked_kind(input).filter(|(_, kind)| Role::at(*kind).next().is_some());
    let Some((rest, kind)) = kind else {
        let kinds = EntityKind::ALL.iter().filter(|kind| Role::at(**kind).next().is_some());
        let words = kinds.filter_map(|kind| kind.words().first());
        words.for_each(|word| input.note(Expectation::Keyword(*word)));
        return input.miss(Expectation::Described("an entity that has roles"));
    };
    let mut last = rest;
    while let Some((after, _)) = bare(last).filter(|(after, _)| after.first().is_some()) {
        last = after;
    }
    let Some(role) = bare(last).and_then(|(_, word)| Role::of_kind(word.value, kind)) else {
        return last.miss(Expectation::Role(kind));
    };
    let part = rest.source_before(last.position() - rest.position());
    let (_, name) = rest.read(
        part.result_of(terminated(|input| asked_name(kind, input), end).parse(part.input().skip(rest.position()))),
    )?;
    Ok((last.skip(last.left()), (AskedEntity { kind, name }, role)))
}

/// `principal_list = "(" [ principal { "," principal } ] ")" ;`
fn principal_list<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Vec<Spanned<PrincipalRef<'s>>>> {
    let (inside, _) = mark("(")(input)?;
    match mark(")")(inside) {
        Ok((rest, _)) => Ok((rest, Vec::new())),
        Err(_) => bracketed_list(principal)(input),
    }
}

/// `fails = "fails" ? name of an error ? ;`
fn fails<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Assertion<'s>> {
    let words = Code::words();
    match input.word().filter(|word| words.contains(word)) {
        Some(code) => {
            let (rest, ()) = end(input.skip(1))?;
            Ok((rest, Assertion::Fails(Spanned::new(code, input.span()))))
        }
        None => {
            words.into_iter().for_each(|word| input.note(Expectation::Word(word)));
            input.miss(Expectation::Described("the code of an error"))
        }
    }
}

/// `plan = "plan" "changes" long ;`
fn plan<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Assertion<'s>> {
    let (input, _) = word(CHANGES)(input)?;
    match input.word().and_then(|word| word.parse().ok()) {
        Some(number) => {
            let (rest, ()) = end(input.skip(1))?;
            Ok((rest, Assertion::PlanChanges(Spanned::new(number, input.span()))))
        }
        None => input.miss(Expectation::Described("a number of changes")),
    }
}
