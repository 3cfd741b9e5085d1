//! What a client asks: the body of a request, in the forms in which clients write it, and its options.

use std::borrow::Cow;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::catalog::DEFAULT_DATABASE;
use crate::model::timespan::TimeSpan;
use crate::query::parameters::Values;
use crate::serve::fault::Fault;
use crate::syntax::pieces;

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
    /// How long it may take, where the client says that.
    pub(super) time: Option<Duration>,
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
    /// Nothing, or comments alone.
    Nothing,
    /// Anything else. A request has no directives: it would read files, or let another act.
    Query,
}

/// The options that are heeded. The service reads the others, and they change nothing here.
const READ_ONLY: &[&str] = &["request_readonly", "request_readonly_hardline"];
const ONLY_PERMISSIONS: &str = "validatepermissions";
const IN_PARTS: &str = "results_v2_fragment_primary_tables";
/// How long a query may take.
const TIME: &str = "servertimeout";

impl Asked {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// It is not such an object of JSON.
    pub(super) fn read(body: &[u8]) -> Result<Self, Fault> {
        let mut body = object(body)?;
        let Some(text) = field(&mut body, "csl")? else {
            return Err(misshapen("the body of the request has no field `csl`"));
        };
        let database = field(&mut body, "db")?.filter(|name| !name.is_empty());
        let Properties { options, parameters } = properties(body.remove("properties").unwrap_or_default())?;
        let options = options.unwrap_or_default();
        let is_on = |name: &&str| is_on(&options, name);
        Ok(Self {
            text,
            database,
            // Each is looked at, so that none is misunderstood.
            is_read_only: READ_ONLY.iter().map(is_on).try_fold(false, |any, one| one.map(|one| any | one))?,
            only_permissions: is_on(&ONLY_PERMISSIONS)?,
            in_parts: is_on(&IN_PARTS)?,
            parameters: values(parameters.unwrap_or_default()),
            time: time(options.get(TIME))?,
        })
    }

    /// Returns what the text is. It is one command even if empty lines stand before its pipe, which end a command in
    /// scripts: they become comments then, so that all else stays in its line.
    pub(super) fn said(&self) -> Said<'_> {
        let (mut joined, mut count, mut is_command, mut others, mut end) = (String::new(), 0, false, 0, 0);
        pieces(&self.text, 1, |piece| {
            match piece.tokens.first() {
                Some(first) if count == 0 => is_command = first.is(b'.') && !piece.directive,
                Some(first) if first.is(b'|') => {}
                _ => others += 1,
            }
            let before = self.text.get(end..piece.start).unwrap_or_default();
            joined += before.lines().map(|_| "//\n").collect::<String>().strip_prefix("//").unwrap_or_default();
            joined += piece.text;
            (count, end) = (count + 1, piece.start + piece.text.len());
        });
        match count {
            0 => Said::Nothing,
            _ if !is_command => Said::Query,
            1 => Said::Command(Cow::Borrowed(&self.text)),
            _ if others == 0 => Said::Command(Cow::Owned(joined)),
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

/// Reads the object that the body of a request is.
fn object(body: &[u8]) -> Result<Map<String, Value>, Fault> {
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    match serde_json::from_slice(body) {
        Ok(Value::Object(body)) => Ok(body),
        Ok(other) => Err(misshapen(&format!("the body of the request is {}, and has to be an object", named(&other)))),
        Err(error) => Err(misshapen(&format!("the body of the request can't be read: {error}"))),
    }
}

/// Takes a text from the body of a request; null is none.
fn field(body: &mut Map<String, Value>, name: &str) -> Result<Option<String>, Fault> {
    match body.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => {
            let other = named(&other);
            Err(misshapen(&format!("the field `{name}` of the request is {other}, and has to be a string")))
        }
    }
}

fn misshapen(message: &str) -> Fault {
    Fault::bad_request(message).help("a body is such as {\"db\": \"Samples\", \"csl\": \".show tables\"}")
}

/// Returns what a value of JSON is called.
const fn named(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// Returns the properties of a request: an object, or the text of one (Python and Java).
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

/// Returns the time that a request may take.
fn time(time: Option<&Value>) -> Result<Option<Duration>, Fault> {
    let Some(time) = time.filter(|time| !time.is_null()) else { return Ok(None) };
    let read = time.as_str().and_then(|text| TimeSpan::parse(text).or_else(|| TimeSpan::parse_json(text)));
    let length = read.and_then(|time| u64::try_from(time.ticks).ok());
    match length {
        Some(ticks) => Ok(Some(Duration::from_micros(ticks / 10))),
        None => {
            let fault = Fault::bad_request(format!("the option `{TIME}` has to be a length of time, and is {time}"));
            Err(fault.help("one is such as \"00:04:00\": hours, minutes, seconds"))
        }
    }
}

/// Returns whether an option is on. Clients write `true`, some as a text; what is neither true nor false is not
/// understood, and nobody guesses: an option may say that nothing is to be changed.
fn is_on(options: &Map<String, Value>, name: &str) -> Result<bool, Fault> {
    match options.get(name) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(is_on)) => Ok(*is_on),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(true),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(false),
        Some(other) => Err(Fault::bad_request(format!("the option `{name}` has to be true or false, and is {other}"))),
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
            Said::Nothing => "nothing".to_owned(),
            Said::Query => "a query".to_owned(),
        };
        assert_eq!(said("// of tables\n.show tables;\n"), "// of tables\n.show tables;\n");
        assert_eq!(said(".show tables\n\n| count"), ".show tables\n//\n| count");
        assert_eq!(said(".show tables\r\n\r\n  \r\n| count"), ".show tables\n//\n//\n| count");
        assert_eq!(said("\n.show tables\n// of all\n\n| count"), "\n.show tables\n//\n//\n| count");
        assert_eq!(said(".show tables\n\n.show databases"), "2 commands");
        for query in ["T | count", "#read /etc/passwd", "| count"] {
            assert_eq!(said(query), "a query", "{query}");
        }
        for nothing in ["", " \n", "// nothing"] {
            assert_eq!(said(nothing), "nothing", "{nothing}");
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
        for (time, seconds) in [
            (r#""00:04:00""#, Some(240)),
            (r#""0:04:00""#, Some(240)),
            (r#""00:04:00.000""#, Some(240)),
            (r#""1.00:00:00""#, Some(86_400)),
            (r#""5m""#, Some(300)),
            ("null", None),
        ] {
            let expected = seconds.map(Duration::from_secs);
            assert_eq!(with_time(time).map(|asked| asked.time), Ok(expected), "{time}");
        }
        for time in ["240", r#""-00:00:01""#, r#""soon""#, r#""""#, "true", "{}"] {
            let error = format!("the option `servertimeout` has to be a length of time, and is {time}");
            assert_eq!(with_time(time), Err(error), "{time}");
        }
    }

    #[test]
    fn an_option_that_is_neither_true_nor_false_is_refused() {
        for name in ["request_readonly", "request_readonly_hardline", "validatepermissions"] {
            let with = |value: &str| read(&format!(r#"{{"csl":"T","properties":{{"Options":{{"{name}":{value}}}}}}}"#));
            for value in ["1", "0", r#""yes""#, r#""""#, "{}", "[]"] {
                let error = format!("the option `{name}` has to be true or false, and is {value}");
                assert_eq!(with(value), Err(error));
            }
            for value in ["true", "false", r#""True""#, r#""FALSE""#, "null"] {
                assert!(with(value).is_ok(), "{value}");
            }
        }
    }

    #[test]
    fn a_body_that_is_none_is_told() {
        assert!(read("\u{feff}{\"csl\":\"T\"}").is_ok());
        for (body, message) in [
            ("{}", "the body of the request has no field `csl`"),
            (r#"{"csl":null}"#, "the body of the request has no field `csl`"),
            (r#"{"csl":1}"#, "the field `csl` of the request is a number, and has to be a string"),
            (r#"{"csl":"T","db":["D"]}"#, "the field `db` of the request is an array, and has to be a string"),
            ("null", "the body of the request is null, and has to be an object"),
            ("1", "the body of the request is a number, and has to be an object"),
            (r#"["D","T"]"#, "the body of the request is an array, and has to be an object"),
            ("[]", "the body of the request is an array, and has to be an object"),
        ] {
            assert_eq!(read(body), Err(message.to_owned()), "{body}");
        }
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
