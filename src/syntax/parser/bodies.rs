//! Reads the contents of policies, in the forms that the table of policies names.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::map;

use crate::model::moment;
use crate::model::policy::{Body, PolicyKind};
use crate::model::timespan::TimeSpan;
use crate::syntax::ast::bodies::{DATA, FROM, INDEX, TO, VALUE, WINDOWS};
use crate::syntax::literal::Value;
use crate::syntax::parser::identity_policy;
use crate::syntax::parser::input::{Input, Miss, PResult};
use crate::syntax::parser::leaf::{comma_list, mark, optional, word};
use crate::syntax::parser::string::string;
use crate::syntax::parser::value::{datetime, timespan};
use crate::text::{Span, Spanned, joined};

/// Reads the content of `policy`, as JSON.
pub(super) fn policy_body<'i, 's: 'i>(
    policy: PolicyKind,
) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Spanned<String>> {
    move |input| {
        let (rest, content) = match policy.body() {
            Body::Own => return Err(nom::Err::Error(Miss)),
            Body::Json => json_text(input)?,
            Body::Caching => caching_body(input)?,
        };
        Ok((rest, Spanned::new(content, Span::new(input.span().start, rest.last_end()))))
    }
}

/// `json_text = string ;` whose text is JSON.
fn json_text<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, String> {
    let (rest, literal) = string("a policy as JSON in quotes")(input)?;
    match identity_policy::node(&literal) {
        Ok(node) => Ok((rest, node.json.to_string())),
        Err((kind, span)) => input.fail(kind, span),
    }
}

/// `caching_body = ( hot | hot_parts ) [ hot_windows ] ;`
fn caching_body<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, String> {
    let both = map(hot, |span| (span, span));
    let (input, (data, index)) = alt((both, hot_parts)).parse(input)?;
    let (input, windows) = hot_windows(input)?;
    let span = |span: TimeSpan| format!(r#"{{"{VALUE}": "{span}"}}"#);
    let (data, index) = (span(data), span(index));
    let windows = match windows.is_empty() {
        true => String::new(),
        false => format!(r#", "{WINDOWS}": [{}]"#, joined(&windows)),
    };
    Ok((input, format!(r#"{{"{DATA}": {data}, "{INDEX}": {index}{windows}}}"#)))
}

/// `hot = "hot" "=" timespan ;`
fn hot<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, TimeSpan> {
    let (input, _) = word("hot")(input)?;
    let (input, _) = mark("=")(input)?;
    timespan(input)
}

/// `hot_parts = "hotdata" "=" timespan "hotindex" "=" timespan ;`
fn hot_parts<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, (TimeSpan, TimeSpan)> {
    let (input, _) = word("hotdata")(input)?;
    let (input, _) = mark("=")(input)?;
    let (input, data) = timespan(input)?;
    let (input, _) = word("hotindex")(input)?;
    let (input, _) = mark("=")(input)?;
    let (input, index) = timespan(input)?;
    Ok((input, (data, index)))
}

/// `hot_windows = [ [ "," ] hot_window { "," hot_window } ] ;`
fn hot_windows<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Vec<String>> {
    match mark(",")(input) {
        Ok((rest, _)) => comma_list(hot_window)(rest),
        Err(_) => {
            let (rest, windows) = optional(comma_list(hot_window)(input), input)?;
            Ok((rest, windows.unwrap_or_default()))
        }
    }
}

/// `hot_window = "hot_window" "=" datetime "." "." datetime ;`
fn hot_window<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, String> {
    let (input, _) = word("hot_window")(input)?;
    let (input, _) = mark("=")(input)?;
    let (input, from) = datetime(input)?;
    let (input, _) = mark(".")(input)?;
    let (input, _) = mark(".")(input)?;
    let (input, to) = datetime(input)?;
    let (from, to) = (moment_of(&from), moment_of(&to));
    Ok((input, format!(r#"{{"{FROM}": "{from}", "{TO}": "{to}"}}"#)))
}

/// Returns the moment as the service writes it: `2021-01-01T00:00:00Z`.
fn moment_of(value: &Value<'_>) -> String {
    let moment = match value {
        Value::DateTime(text) => moment::parse(text),
        _ => None,
    };
    moment.map(|moment| moment.to_string()).unwrap_or_default()
}
