//! Reading JSON with an explicit stack: the nesting is the text's choice, up to a limit. As the service's reader
//! (Newtonsoft.Json, `JsonTextReader`) does, it takes a comma before a closing bracket, comments, single quotes, and
//! names without quotes.

use crate::model::limit;
use crate::syntax::json::text::string;
use crate::syntax::json::{Json, JsonFault, Member, Node, Range};
use crate::text::{quoted, visible};

/// What begins a comment and what ends it.
const COMMENT: (&str, &str) = ("/*", "*/");

/// What begins a comment that ends with its line.
const LINE_COMMENT: &str = "//";

/// Reads a whole text as one JSON value.
///
/// # Errors
/// What is wrong, and the range of the text where it is.
pub fn read(text: &str) -> Result<Node, JsonFault> {
    let mut reader = Reader { text, at: 0, open: Vec::new() };
    let node = reader.value()?;
    reader.skip_space();
    if reader.byte().is_some() {
        return Err(reader.unexpected("the end of the JSON"));
    }
    Ok(node)
}

/// An array or object that is not complete yet, and where it begins.
enum Open {
    Array(usize, Vec<Node>),
    /// With the name whose value comes next.
    Object(usize, Vec<Member>, (String, Range)),
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    open: Vec<Open>,
}

impl Reader<'_> {
    /// Returns a value with all that it holds.
    fn value(&mut self) -> Result<Node, JsonFault> {
        loop {
            let Some(mut node) = self.begin()? else { continue };
            loop {
                let Some(open) = self.open.pop() else { return Ok(node) };
                match self.put(open, node)? {
                    Some(closed) => node = closed,
                    None => break,
                }
            }
        }
    }

    /// Returns a scalar or an empty bracket; or nothing, when a bracket is open now and its first
    /// value comes next.
    fn begin(&mut self) -> Result<Option<Node>, JsonFault> {
        self.skip_space();
        let start = self.at;
        match self.byte() {
            Some(b'[') => {
                self.deeper()?;
                if self.takes(b']') {
                    return Ok(Some(Node { json: Json::Array(Vec::new()), range: start..self.at }));
                }
                self.open.push(Open::Array(start, Vec::new()));
                Ok(None)
            }
            Some(b'{') => {
                self.deeper()?;
                if self.takes(b'}') {
                    return Ok(Some(Node { json: Json::Object(Vec::new()), range: start..self.at }));
                }
                let name = self.name(start, &[])?;
                self.open.push(Open::Object(start, Vec::new(), name));
                Ok(None)
            }
            Some(b'"' | b'\'') => {
                let (text, range) = string(self.text, start)?;
                self.at = range.end;
                Ok(Some(Node { json: Json::Text(text), range }))
            }
            _ => self.word().map(Some),
        }
    }

    /// Steps over an opening bracket.
    fn deeper(&mut self) -> Result<(), JsonFault> {
        if self.open.len() >= limit::JSON_DEPTH {
            let message = format!("the JSON is nested more than {} levels deep", limit::JSON_DEPTH);
            return Err(JsonFault::at(message, self.at..self.at + 1));
        }
        self.at += 1;
        Ok(())
    }

    /// Adds a value to the bracket that holds it. Returns the bracket when that is closed now.
    fn put(&mut self, open: Open, node: Node) -> Result<Option<Node>, JsonFault> {
        match open {
            Open::Array(start, mut items) => {
                items.push(node);
                if self.takes(b']') {
                    return Ok(Some(Node { json: Json::Array(items), range: start..self.at }));
                }
                self.comma(start, "`,` or `]` in the JSON")?;
                if self.takes(b']') {
                    return Ok(Some(Node { json: Json::Array(items), range: start..self.at }));
                }
                self.open.push(Open::Array(start, items));
            }
            Open::Object(start, mut members, (name, range)) => {
                members.push(Member { name, range, value: node });
                if self.takes(b'}') {
                    return Ok(Some(Node { json: Json::Object(members), range: start..self.at }));
                }
                self.comma(start, "`,` or `}` in the JSON")?;
                if self.takes(b'}') {
                    return Ok(Some(Node { json: Json::Object(members), range: start..self.at }));
                }
                let name = self.name(start, &members)?;
                self.open.push(Open::Object(start, members, name));
            }
        }
        Ok(None)
    }

    fn comma(&mut self, opener: usize, expected: &str) -> Result<(), JsonFault> {
        match self.byte() {
            _ if self.takes(b',') => Ok(()),
            None => Err(unclosed(opener)),
            Some(_) => Err(self.unexpected(expected)),
        }
    }

    /// `"name" :` or `name :` in the object that begins at `opener` and has `members` already.
    fn name(&mut self, opener: usize, members: &[Member]) -> Result<(String, Range), JsonFault> {
        self.skip_space();
        let (name, range) = match self.byte() {
            Some(b'"' | b'\'') => string(self.text, self.at)?,
            None => return Err(unclosed(opener)),
            Some(_) => match self.bare_name() {
                Some(range) => (self.text.get(range.clone()).unwrap_or_default().to_owned(), range),
                None => return Err(self.unexpected("the name of a JSON property")),
            },
        };
        self.at = range.end;
        if let Some(first) = members.iter().find(|member| member.name == name) {
            return Err(JsonFault { message: visible(&name), range, first: Some(first.range.clone()) });
        }
        if self.takes(b':') { Ok((name, range)) } else { Err(self.unexpected("`:` in the JSON")) }
    }

    /// Returns where a name without quotes stands: letters, digits, `_` and `$`.
    fn bare_name(&self) -> Option<Range> {
        let rest = self.text.get(self.at..)?;
        let ends = |character: char| !(character.is_alphanumeric() || matches!(character, '_' | '$'));
        let length = rest.find(ends).unwrap_or(rest.len());
        (length > 0).then(|| self.at..self.at + length)
    }

    /// `null`, `true`, `false` or a number.
    fn word(&mut self) -> Result<Node, JsonFault> {
        let range = self.word_range();
        let word = self.text.get(range.clone()).unwrap_or_default();
        let json = match word {
            "null" => Json::Null,
            "true" => Json::Bool(true),
            "false" => Json::Bool(false),
            number if serde_json::from_str::<serde_json::Number>(number).is_ok() => Json::Number(number.to_owned()),
            "" if self.byte().is_none() && !self.open.is_empty() => return Err(self.unclosed()),
            _ => return Err(self.unexpected("a JSON value")),
        };
        self.at = range.end;
        Ok(Node { json, range })
    }

    /// Returns the fault that the innermost bracket is not closed.
    fn unclosed(&self) -> JsonFault {
        unclosed(match self.open.last() {
            Some(Open::Array(opener, _) | Open::Object(opener, ..)) => *opener,
            None => self.at,
        })
    }

    fn word_range(&self) -> Range {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let ends = |character: char| character.is_whitespace() || ",:[]{}\"'/".contains(character);
        self.at..self.at + rest.find(ends).unwrap_or(rest.len())
    }

    /// Returns the fault that something else than `expected` stands here.
    fn unexpected(&mut self, expected: &str) -> JsonFault {
        self.skip_space();
        if self.text.get(self.at..).is_some_and(|rest| rest.starts_with(COMMENT.0)) {
            return JsonFault::at("the comment in the JSON is not closed", self.at..self.at + COMMENT.0.len());
        }
        let range = match self.byte() {
            Some(b'"' | b'\'') => string(self.text, self.at).map_or(self.at..self.at + 1, |(_, range)| range),
            Some(b',' | b':' | b'[' | b']' | b'{' | b'}' | b'/') => self.at..self.at + 1,
            _ => self.word_range(),
        };
        let found = match self.text.get(range.clone()).unwrap_or_default() {
            "" => "the end of the text".to_owned(),
            text => quoted(visible(&text.chars().take(40).collect::<String>())),
        };
        JsonFault::at(format!("expected {expected}, found {found}"), range)
    }

    /// Steps over white space and comments. A comment that is not closed stays.
    fn skip_space(&mut self) {
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let text = rest.trim_start();
            self.at += rest.len() - text.len();
            let comment = match text.strip_prefix(COMMENT.0) {
                Some(inside) => inside.find(COMMENT.1).map(|end| COMMENT.0.len() + end + COMMENT.1.len()),
                None if text.starts_with(LINE_COMMENT) => Some(text.find(['\n', '\r']).unwrap_or(text.len())),
                None => None,
            };
            let Some(length) = comment else { return };
            self.at += length;
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Returns whether `mark` comes next; steps over it if so.
    fn takes(&mut self, mark: u8) -> bool {
        self.skip_space();
        let found = self.byte() == Some(mark);
        self.at += usize::from(found);
        found
    }
}

fn unclosed(opener: usize) -> JsonFault {
    JsonFault::at("the bracket in the JSON is not closed", opener..opener + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> (String, &str) {
        let fault = read(text).expect_err(text);
        (fault.message, &text[fault.range])
    }

    #[test]
    fn values_print_as_they_read() {
        let cases = [
            ("[ ]", "[]"),
            ("{}", "{}"),
            (" [1,-2.5e3 , true,null]\n", "[1, -2.5e3, true, null]"),
            ("[1, [], {},\n]", "[1, [], {}]"),
            ("{a: {$b_1: 1,},}", "{\"a\": {\"$b_1\": 1}}"),
            ("// first\r\n{/* a */a/**/:/*\n*/1/* // */, // \"b\": 2\n\"c\": [3 // 4,\n]}//", "{\"a\": 1, \"c\": [3]}"),
            (r#"{"a":{'b':["c"]},"d":"e\u00e9\ud83d\ude00\n"}"#, "{\"a\": {\"b\": [\"c\"]}, \"d\": \"eé😀\\n\"}"),
        ];
        for (text, printed) in cases {
            let node = read(text).unwrap();
            assert_eq!(node.json.to_string(), printed);
            assert_eq!(read(printed).unwrap(), node);
        }
    }

    #[test]
    fn faults_point_into_the_text() {
        let cases = [
            ("", "expected a JSON value, found the end of the text", ""),
            ("system: All", "expected a JSON value, found `system`", "system"),
            (r#"[{"a": 1]"#, "expected `,` or `}` in the JSON, found `]`", "]"),
            (r#"[{"a": 1}"#, "the bracket in the JSON is not closed", "["),
            ("[1,", "the bracket in the JSON is not closed", "["),
            (r#"{"a" "b"}"#, "expected `:` in the JSON, found `\"b\"`", "\"b\""),
            ("[,]", "expected a JSON value, found `,`", ","),
            ("[1,,]", "expected a JSON value, found `,`", ","),
            ("{,}", "expected the name of a JSON property, found `,`", ","),
            ("{a: 1 b: 2}", "expected `,` or `}` in the JSON, found `b`", "b"),
            ("{a-b: 1}", "expected `:` in the JSON, found `-b`", "-b"),
            (r#"{a: 1, "a": 2}"#, "a", "\"a\""),
            ("[1, /* one", "the comment in the JSON is not closed", "/*"),
            ("[1 / 2]", "expected `,` or `]` in the JSON, found `/`", "/"),
            ("[1, // two]", "the bracket in the JSON is not closed", "["),
            ("[1] 2", "expected the end of the JSON, found `2`", "2"),
            ("[\"a\n\"]", "the string in the JSON is not closed on its line", "\"a"),
            (r#"["\q"]"#, "this escape sequence is none of JSON", r"\q"),
            (r#"{"a": 1, "a": 2}"#, "a", "\"a\""),
            ("[01]", "expected a JSON value, found `01`", "01"),
        ];
        for (text, message, place) in cases {
            assert_eq!(fault(text), (message.to_owned(), place), "{text}");
        }
    }

    #[test]
    fn nesting_ends_in_an_error_and_not_in_the_stack() {
        let deep = "[".repeat(1_000_000);
        assert_eq!(fault(&deep).0, "the JSON is nested more than 64 levels deep");
        let allowed = format!("{}{}", "[".repeat(64), "]".repeat(64));
        assert_eq!(read(&allowed).unwrap().json.to_string(), allowed);
    }
}
