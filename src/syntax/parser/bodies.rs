//! Reads the contents of policies, in the forms that [`Body`] lists.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::map;

use crate::model::form::Body;
use crate::model::keyword::Keyword;
use crate::model::moment;
use crate::model::policy_content::{
    DATA, DESCENDING, ENABLED, FROM, INDEX, KEYS, PROFILE, RECOVERABILITY, ROW_ORDER, SOFT_DELETE, TO, VALUE, WINDOWS,
};
use crate::model::timespan::TimeSpan;
use crate::syntax::json::{Node, literal};
use crate::syntax::literal::Value;
use crate::syntax::parser::identity_policy;
use crate::syntax::parser::input::{Input, PResult};
use crate::syntax::parser::leaf::{bracketed_list, comma_list, mark, name_of, optional, word};
use crate::syntax::parser::slots::A_COLUMN;
use crate::syntax::parser::string::{POLICY_JSON, string};
use crate::syntax::parser::value::{bool, datetime, timespan};
use crate::text::{Span, joined};

/// Reads the content of a policy, as JSON whose places are those of the statement. All of what is said in
/// words stands where the words do.
pub(super) fn policy_body<'i, 's: 'i>(body: Body) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Node> {
    move |input| {
        let (rest, content) = match body {
            Body::Json => return json_text(input),
            Body::Caching => caching_body(input)?,
            Body::Retention => retention_body(input)?,
            Body::Switch => switch_body(input)?,
            Body::Flag => flag_body(input)?,
            Body::RowOrder => row_order_body(input)?,
            Body::Encoding => encoding_body(input)?,
        };
        Ok((rest, Node::written(&content, Span::new(input.span().start, rest.last_end()))))
    }
}

/// `json_text = string ;` whose text is JSON. The value as a whole stands where the string does, quotes included.
fn json_text<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Node> {
    let (rest, literal) = string(POLICY_JSON)(input)?;
    match identity_policy::node(&literal) {
        Ok(node) => {
            let whole = Span::new(input.span().start, rest.last_end()).range();
            Ok((rest, Node { range: whole, ..node.placed(&|range| literal.place(range)) }))
        }
        Err((kind, span)) => input.fail(kind, span),
    }
}

/// `caching_body = ( hot | hot_parts ) hot_windows ;`
fn caching_body<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, String> {
    let (input, (data, index)) = alt((map(hot, |span| (span, span)), hot_parts)).parse(input)?;
    let (input, windows) = hot_windows(input)?;
    let windows = match windows.is_empty() {
        true => String::new(),
        false => format!(r#", "{WINDOWS}": [{}]"#, joined(&windows)),
    };
    let span = |span: TimeSpan| format!(r#"{{"{VALUE}": "{span}"}}"#);
    let (data, index) = (span(data), span(index));
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

/// `retention_body = soft_delete [ recoverability ] | recoverability ;`
fn retention_body<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, String> {
    let (input, period) = optional(soft_delete(input), input)?;
    let given = recoverability(input);
    let (input, recoverable) = match period {
        Some(_) => optional(given, input)?,
        None => map(|_| given.clone(), Some).parse(input)?,
    };
    let period = period.map(|span| format!(r#""{SOFT_DELETE}": "{span}""#));
    let recoverable = recoverable.map(|word| format!(r#""{RECOVERABILITY}": "{word}""#));
    let members: Vec<String> = period.into_iter().chain(recoverable).collect();
    Ok((input, format!("{{{}}}", joined(&members))))
}

/// `soft_delete = "softdelete" "=" timespan ;`
fn soft_delete<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, TimeSpan> {
    let (input, _) = word("softdelete")(input)?;
    let (input, _) = mark("=")(input)?;
    timespan(input)
}

/// `recoverability = "recoverability" "=" ( "disabled" | "enabled" ) ;`
fn recoverability<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, &'static str> {
    let (input, _) = word("recoverability")(input)?;
    let (input, _) = mark("=")(input)?;
    alt((map(word("disabled"), |_| "Disabled"), map(word("enabled"), |_| "Enabled"))).parse(input)
}

/// `switch_body = "enable" | "disable" ;`
fn switch_body<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, String> {
    let enable = map(word(Keyword::Enable.text()), |_| true);
    let disable = map(word(Keyword::Disable.text()), |_| false);
    map(alt((enable, disable)), |enabled| format!(r#"{{"{ENABLED}": {enabled}}}"#)).parse(input)
}

/// `flag_body = bool ;`
fn flag_body<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, String> {
    map(bool, |enabled| format!(r#"{{"{ENABLED}": {enabled}}}"#)).parse(input)
}

/// `row_order_body = "(" ordered_column { "," ordered_column } ")" ;`
fn row_order_body<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, String> {
    map(bracketed_list(ordered_column), |columns| format!(r#"{{"{KEYS}": [{}]}}"#, joined(&columns))).parse(input)
}

/// `ordered_column = name ( "asc" | "desc" ) ;`
fn ordered_column<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, String> {
    let (input, column) = name_of(A_COLUMN)(input)?;
    let (input, descending) = alt((map(word("asc"), |_| false), map(word("desc"), |_| true))).parse(input)?;
    let name = literal(&column.text);
    Ok((input, format!(r#"{{"{ROW_ORDER}": {name}, "{DESCENDING}": {descending}}}"#)))
}

/// `encoding_body = "type" "=" string ;`
fn encoding_body<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, String> {
    let (input, _) = word("type")(input)?;
    let (input, _) = mark("=")(input)?;
    let (input, profile) = string("the name of an encoding in quotes")(input)?;
    Ok((input, format!(r#"{{"{PROFILE}": {}}}"#, literal(&profile.text))))
}
