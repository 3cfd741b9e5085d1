//! Reads the contents of policies, in the forms that the table of policies names.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::map;

use crate::model::moment;
use crate::model::policy::{Body, PolicyKind};
use crate::model::timespan::TimeSpan;
use crate::syntax::ast::bodies::{DATA, FROM, INDEX, TO, VALUE, WINDOWS};
use crate::syntax::json::Json;
use crate::syntax::literal::Value;
use crate::syntax::parser::input::{Input, Miss, PResult};
use crate::syntax::parser::leaf::{comma_list, mark, optional, word};
use crate::syntax::parser::value::{datetime, timespan};
use crate::text::{Span, Spanned};

/// The content of `policy`, as JSON.
pub(super) fn policy_body<'i, 's: 'i>(policy: PolicyKind) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Spanned<Json>> {
    move |input| {
        let (rest, content) = match policy.body() {
            Body::Own => return Err(nom::Err::Error(Miss)),
            Body::Caching => caching_body(input)?,
        };
        Ok((rest, Spanned::new(content, Span::new(input.span().start, rest.last_end()))))
    }
}

/// `caching_body = ( hot | hot_parts ) [ hot_windows ] ;`
fn caching_body<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Json> {
    let both = map(hot, |span| (span, span));
    let (input, (data, index)) = alt((both, hot_parts)).parse(input)?;
    let (input, windows) = hot_windows(input)?;
    let span = |span: TimeSpan| Json::object([(VALUE, Json::Text(span.to_string()))]);
    let spans = [(DATA, span(data)), (INDEX, span(index))];
    let windows = (!windows.is_empty()).then(|| (WINDOWS, Json::array(windows)));
    Ok((input, Json::object(spans.into_iter().chain(windows))))
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
fn hot_windows<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Vec<Json>> {
    match mark(",")(input) {
        Ok((rest, _)) => comma_list(hot_window)(rest),
        Err(_) => {
            let (rest, windows) = optional(comma_list(hot_window)(input), input)?;
            Ok((rest, windows.unwrap_or_default()))
        }
    }
}

/// `hot_window = "hot_window" "=" datetime "." "." datetime ;`
fn hot_window<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Json> {
    let (input, _) = word("hot_window")(input)?;
    let (input, _) = mark("=")(input)?;
    let (input, from) = datetime(input)?;
    let (input, _) = mark(".")(input)?;
    let (input, _) = mark(".")(input)?;
    let (input, to) = datetime(input)?;
    Ok((input, Json::object([(FROM, moment_of(&from)), (TO, moment_of(&to))])))
}

/// Returns the moment as the service writes it: `2021-01-01T00:00:00Z`.
fn moment_of(value: &Value<'_>) -> Json {
    let text = match value {
        Value::DateTime(text) => moment::parse(text).map(|moment| moment.to_string()),
        _ => None,
    };
    text.map_or(Json::Null, Json::Text)
}
