//! Reading JSON with an explicit stack: the nesting is the text's choice, up to a limit.

use crate::model::limit;
use crate::syntax::json::text::string;
use crate::syntax::json::{Json, JsonFault, Member, Node, Range};
use crate::text::{quoted, visible};

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
                self.open.push(Open::Array(start, items));
            }
            Open::Object(start, mut members, (name, range)) => {
                members.push(Member { name, range, value: node });
                if self.takes(b'}') {
                    return Ok(Some(Node { json: Json::Object(members), range: start..self.at }));
                }
                self.comma(start, "`,` or `}` in the JSON")?;
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

    /// `"name" :` in the object that begins at `opener` and has `members` already.
    fn name(&mut self, opener: usize, members: &[Member]) -> Result<(String, Range), JsonFault> {
        self.skip_space();
        match self.byte() {
            Some(b'"' | b'\'') => {}
            None => return Err(unclosed(opener)),
            Some(_) => return Err(self.unexpected("the name of a JSON property in quotes")),
        }
        let (name, range) = string(self.text, self.at)?;
        self.at = range.end;
        if let Some(first) = members.iter().find(|member| member.name == name) {
            return Err(JsonFault { message: visible(&name), range, first: Some(first.range.clone()) });
        }
        if self.takes(b':') { Ok((name, range)) } else { Err(self.unexpected("`:` in the JSON")) }
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
        let ends = |character: char| character.is_whitespace() || ",:[]{}\"'".contains(character);
        self.at..self.at + rest.find(ends).unwrap_or(rest.len())
    }

    /// Returns the fault that something else than `expected` stands here.
    fn unexpected(&mut self, expected: &str) -> JsonFault {
        self.skip_space();
        let range = match self.byte() {
            Some(b'"' | b'\'') => string(self.text, self.at).map_or(self.at..self.at + 1, |(_, range)| range),
            Some(b',' | b':' | b'[' | b']' | b'{' | b'}') => self.at..self.at + 1,
            _ => self.word_range(),
        };
        let found = match self.text.get(range.clone()).unwrap_or_default() {
            "" => "the end of the text".to_owned(),
            text => quoted(visible(&text.chars().take(40).collect::<String>())),
        };
        JsonFault::at(format!("expected {expected}, found {found}"), range)
    }

    fn skip_space(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.len() - rest.trim_start().len();
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
            (r#"{"a": 1,}"#, "expected the name of a JSON property in quotes, found `}`", "}"),
            ("[1,]", "expected a JSON value, found `]`", "]"),
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
