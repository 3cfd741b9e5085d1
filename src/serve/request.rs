//! What a client asks: the body of a request, in the forms in which clients write it, and its options.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::catalog::DEFAULT_DATABASE;
use crate::model::timespan::TimeSpan;
use crate::query::parameters::Values;
use crate::serve::fault::Fault;
use crate::syntax::pieces;

/// The body of a request, as JSON.
#[derive(Debug, Deserialize)]
struct Body {
    #[serde(default)]
    db: Option<String>,
    #[serde(default)]
    csl: Option<String>,
    /// An object, or the text of one (Python and Java).
    #[serde(default)]
    properties: Value,
}

/// A request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// The command or the query.
    pub(super) text: String,
    /// The database; none where the client names none.
    pub(super) database: Option<String>,
    /// Whether nothing may be changed.
    pub(super) is_read_only: bool,
    /// Whether it asks only if it would be allowed.
    pub(super) only_permissions: bool,
    /// Whether frames of version 2 have the table in parts.
    pub(super) in_parts: bool,
    /// The values of parameters of the query.
    pub(super) parameters: Values,
}

/// The properties of a request, as JSON.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Properties {
    options: Option<Map<String, Value>>,
    parameters: Option<Map<String, Value>>,
}

/// What a text is that a client sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said<'a> {
    /// One command, with the pipe after it.
    Command(Cow<'a, str>),
    /// So many commands.
    Commands(usize),
    /// Anything else. A directive is none of a request's: it would read files, or let another act.
    Query,
}

/// The options that are heeded. The service reads the others, and they change nothing here.
const READ_ONLY: &[&str] = &["request_readonly", "request_readonly_hardline"];
const ONLY_PERMISSIONS: &str = "validatepermissions";
const IN_PARTS: &str = "results_v2_fragment_primary_tables";
/// How long the service may take for a request. It is read, and no request takes long here.
const TIME: &str = "servertimeout";

impl Asked {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// It is no such JSON.
    pub(super) fn read(body: &[u8]) -> Result<Self, Fault> {
        let shape = "it is an object such as {\"db\": \"Samples\", \"csl\": \".show tables\"}";
        let body: Body = serde_json::from_slice(body).map_err(|error| {
            Fault::bad_request(format!("the body of the request can't be read: {error}")).help(shape)
        })?;
        let Some(text) = body.csl else {
            return Err(Fault::bad_request("the body of the request has no field `csl`").help(shape));
        };
        let Properties { options, parameters } = properties(body.properties)?;
        let options = options.unwrap_or_default();
        let is_on = |name: &str| options.get(name).is_some_and(is_true);
        check_time(options.get(TIME))?;
        Ok(Self {
            text,
            database: body.db.filter(|name| !name.is_empty()),
            is_read_only: READ_ONLY.iter().any(|name| is_on(name)),
            only_permissions: is_on(ONLY_PERMISSIONS),
            in_parts: is_on(IN_PARTS),
            parameters: values(parameters.unwrap_or_default()),
        })
    }

    /// Returns what the text is. It is one command also where empty lines stand before its pipe, which end a command in
    /// scripts.
    pub(super) fn said(&self) -> Said<'_> {
        let (mut texts, mut is_command, mut others) = (Vec::new(), false, 0);
        pieces(&self.text, 1, |piece| {
            match piece.tokens.first() {
                Some(first) if texts.is_empty() => is_command = first.is(b'.') && !piece.directive,
                Some(first) if first.is(b'|') => {}
                _ => others += 1,
            }
            texts.push(piece.text.to_owned());
        });
        match texts.len() {
            _ if !is_command => Said::Query,
            1 => Said::Command(Cow::Borrowed(&self.text)),
            _ if others == 0 => Said::Command(Cow::Owned(texts.join("\n"))),
            _ => Said::Commands(others + 1),
        }
    }

    /// Returns the database in which the request runs: `default` where the client means none. Where clients mean none,
    /// some name [`DEFAULT_DATABASE`].
    pub(super) fn database_or<'a>(&'a self, default: &'a str, exists: impl Fn(&str) -> bool) -> &'a str {
        let named = self.database.as_deref();
        named.filter(|name| *name != DEFAULT_DATABASE || exists(name)).unwrap_or(default)
    }
}

/// Returns the properties of a request.
fn properties(properties: Value) -> Result<Properties, Fault> {
    let properties = match properties {
        Value::String(text) if text.trim().is_empty() => Value::Null,
        Value::String(text) => serde_json::from_str(&text)
            .map_err(|error| Fault::bad_request(format!("the `properties` of the request can't be read: {error}")))?,
        other => other,
    };
    match properties {
        Value::Null => Ok(Properties::default()),
        Value::Object(_) => serde_json::from_value(properties).map_err(|error| {
            let message = "the `Options` or the `Parameters` of the request are no object";
            Fault::bad_request(format!("{message}: {error}"))
        }),
        _ => Err(Fault::bad_request("the `properties` of the request are no object")),
    }
}

/// Returns the values of parameters as texts: some clients write numbers as such. Null is no value.
fn values(parameters: Map<String, Value>) -> Values {
    let values = parameters.into_iter().filter_map(|(name, value)| match value {
        Value::Null => None,
        Value::String(text) => Some((name, text)),
        other => Some((name, other.to_string())),
    });
    values.collect()
}

/// Checks that the time which a request may take is a length of time.
fn check_time(time: Option<&Value>) -> Result<(), Fault> {
    let is_time = |time: &Value| {
        let read = time.as_str().and_then(|text| TimeSpan::parse(text).or_else(|| TimeSpan::parse_json(text)));
        read.is_some_and(|time| time.ticks >= 0)
    };
    match time.filter(|time| !time.is_null() && !is_time(time)) {
        Some(time) => {
            let fault = Fault::bad_request(format!("the option `{TIME}` is a length of time, and {time} is none"));
            Err(fault.help("one is such as \"00:04:00\": hours, minutes, seconds"))
        }
        None => Ok(()),
    }
}

/// Clients write `true`, some as a text.
fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(is_on) => *is_on,
        Value::String(text) => text.eq_ignore_ascii_case("true"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<Asked, String> {
        Asked::read(body.as_bytes()).map_err(|fault| fault.error.message)
    }

    #[test]
    fn properties_are_an_object_or_the_text_of_one() {
        let asked =
            Asked { text: "T".to_owned(), database: Some("D".to_owned()), is_read_only: true, ..Asked::default() };
        let object = r#"{"db":"D","csl":"T","properties":{"Options":{"request_readonly":true},"Parameters":{}}}"#;
        let text = r#"{"db":"D","csl":"T","properties":"{\"Options\":{\"request_readonly_hardline\":\"True\"}}"}"#;
        assert_eq!(read(object), Ok(asked.clone()));
        assert_eq!(read(text), Ok(asked));
    }

    #[test]
    fn one_command_may_have_empty_lines_before_its_pipe() {
        let said = |text: &str| match (Asked { text: text.to_owned(), ..Asked::default() }).said() {
            Said::Command(text) => text.into_owned(),
            Said::Commands(count) => format!("{count} commands"),
            Said::Query => "a query".to_owned(),
        };
        assert_eq!(said("// of tables\n.show tables;\n"), "// of tables\n.show tables;\n");
        assert_eq!(said(".show tables\n\n| count"), ".show tables\n| count");
        assert_eq!(said(".show tables\n\n.show databases"), "2 commands");
        for query in ["T | count", "", "#read /etc/passwd", "// nothing", "| count"] {
            assert_eq!(said(query), "a query", "{query}");
        }
    }

    #[test]
    fn what_may_be_left_out_may_be_null_or_empty() {
        let asked = Asked { text: "T".to_owned(), ..Asked::default() };
        for body in [
            r#"{"csl":"T"}"#,
            r#"{"db":null,"csl":"T","properties":null}"#,
            r#"{"db":"","csl":"T","properties":"","clientRequestId":"x"}"#,
            r#"{"csl":"T","properties":{"Options":null}}"#,
        ] {
            assert_eq!(read(body), Ok(asked.clone()), "{body}");
        }
    }

    #[test]
    fn parameters_are_texts_and_the_time_is_one() {
        let given = |body: &str| read(body).map(|asked| asked.parameters);
        let all = r#"{"csl":"T","properties":{"Parameters":{"a":"x","b":1,"c":true,"d":[1],"e":null}}}"#;
        let expected = [("a", "x"), ("b", "1"), ("c", "true"), ("d", "[1]")];
        assert_eq!(given(all), Ok(expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into()));
        let with_time = |time: &str| read(&format!(r#"{{"csl":"T","properties":{{"Options":{{"{TIME}":{time}}}}}}}"#));
        for time in [r#""00:04:00""#, r#""0:04:00""#, r#""00:04:00.000""#, r#""1.00:00:00""#, r#""5m""#, "null"] {
            assert!(with_time(time).is_ok(), "{time}");
        }
        for time in ["240", r#""-00:00:01""#, r#""soon""#, r#""""#, "true", "{}"] {
            let error = format!("the option `servertimeout` is a length of time, and {time} is none");
            assert_eq!(with_time(time), Err(error), "{time}");
        }
    }

    #[test]
    fn a_body_that_is_none_is_told() {
        assert_eq!(read("{}"), Err("the body of the request has no field `csl`".to_owned()));
        assert_eq!(
            read(r#"{"csl":"T","properties":3}"#),
            Err("the `properties` of the request are no object".to_owned())
        );
        for parts in [r#"{"Options":3}"#, r#"{"Parameters":[]}"#] {
            let error = read(&format!(r#"{{"csl":"T","properties":{parts}}}"#)).unwrap_err();
            assert!(error.starts_with("the `Options` or the `Parameters` of the request are no object: "), "{error}");
        }
        let error = read("T | count").unwrap_err();
        assert!(error.starts_with("the body of the request can't be read: expected value at line 1"), "{error}");
    }
}
