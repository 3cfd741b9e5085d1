//! What a client asks: the body of a request, in the forms in which clients write it, and its options.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::catalog::DEFAULT_DATABASE;
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
        let options = options(body.properties)?;
        let is_on = |name: &str| options.get(name).is_some_and(is_true);
        Ok(Self {
            text,
            database: body.db.filter(|name| !name.is_empty()),
            is_read_only: READ_ONLY.iter().any(|name| is_on(name)),
            only_permissions: is_on(ONLY_PERMISSIONS),
            in_parts: is_on(IN_PARTS),
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

/// Returns the options among the properties of a request.
fn options(properties: Value) -> Result<Map<String, Value>, Fault> {
    let properties = match properties {
        Value::String(text) if text.trim().is_empty() => Value::Null,
        Value::String(text) => serde_json::from_str(&text)
            .map_err(|error| Fault::bad_request(format!("the `properties` of the request can't be read: {error}")))?,
        other => other,
    };
    match properties {
        Value::Null => Ok(Map::new()),
        Value::Object(mut properties) => match properties.remove("Options") {
            Some(Value::Object(options)) => Ok(options),
            None | Some(Value::Null) => Ok(Map::new()),
            Some(_) => Err(Fault::bad_request("the `Options` of the request are no object")),
        },
        _ => Err(Fault::bad_request("the `properties` of the request are no object")),
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
    fn a_body_that_is_none_is_told() {
        assert_eq!(read("{}"), Err("the body of the request has no field `csl`".to_owned()));
        assert_eq!(
            read(r#"{"csl":"T","properties":3}"#),
            Err("the `properties` of the request are no object".to_owned())
        );
        let error = read("T | count").unwrap_err();
        assert!(error.starts_with("the body of the request can't be read: expected value at line 1"), "{error}");
    }
}
