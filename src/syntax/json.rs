//! The JSON of policies, with the place of every value in its text, so that a fault points there.
//! Beyond JSON itself it reads what the service's reader takes, see [`read`].

use std::fmt;

use crate::text::{Span, list};

mod read;
mod text;

pub use read::read;

use crate::syntax::error::SyntaxErrorKind;

/// A range of bytes in the JSON text.
pub type Range = std::ops::Range<usize>;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A string: what it stands for.
    Text(String),
    /// `[value, …]`
    Array(Vec<Node>),
    /// `{"name": value, …}`, in the order of the text; each name once.
    Object(Vec<Member>),
}

/// A value and where it stands. Two are equal when their values are.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub json: Json,
    /// Where it stands, quotes and brackets included.
    pub range: Range,
}

/// `"name": value`. Two are equal when names and values are.
#[derive(Clone, Debug)]
pub struct Member {
    /// The name.
    pub name: String,
    /// Where the name stands, quotes included.
    pub range: Range,
    /// The value.
    pub value: Node,
}

/// What is wrong with a JSON text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonFault {
    /// What is wrong.
    pub message: String,
    /// Where in the text.
    pub range: Range,
    /// Where the name that is given twice stands first.
    pub first: Option<Range>,
}

impl JsonFault {
    fn at(message: impl Into<String>, range: Range) -> Self {
        Self { message: message.into(), range, first: None }
    }

    /// Returns the fault as one of the statement; `first` is the place of [`JsonFault::first`] there.
    #[must_use]
    pub fn kind(self, first: Option<Span>) -> SyntaxErrorKind {
        match first {
            Some(first) => SyntaxErrorKind::Twice { what: self.message, first },
            None => SyntaxErrorKind::Other { message: self.message, help: None },
        }
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json
    }
}

impl Eq for Node {}

impl PartialEq for Member {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.value == other.value
    }
}

impl Eq for Member {}

impl Member {
    /// Returns where the name stands, once the object is [`placed`](Node::placed).
    #[must_use]
    pub fn span(&self) -> Span {
        Span::of_range(&self.range)
    }
}

impl Json {
    /// Returns the value without the member of this name, whose case does not count, and the value of that member.
    #[must_use]
    pub fn without(self, name: &str) -> (Self, Option<Self>) {
        let Self::Object(members) = self else { return (self, None) };
        let (taken, rest): (Vec<Member>, Vec<Member>) =
            members.into_iter().partition(|member| member.name.eq_ignore_ascii_case(name));
        (Self::Object(rest), taken.into_iter().next().map(|member| member.value.json))
    }
}

impl Node {
    /// Returns the value with each place in it replaced by that of the statement.
    #[must_use]
    pub fn placed(self, place: &impl Fn(Range) -> Span) -> Self {
        let member = |member: Member| Member {
            range: place(member.range).range(),
            value: member.value.placed(place),
            name: member.name,
        };
        let json = match self.json {
            Json::Array(items) => Json::Array(items.into_iter().map(|item| item.placed(place)).collect()),
            Json::Object(members) => Json::Object(members.into_iter().map(member).collect()),
            other => other,
        };
        Self { json, range: place(self.range).range() }
    }

    /// Returns the value of a JSON text that kmgmt writes for what stands at `span`; `null` of any other text.
    #[must_use]
    pub fn written(json: &str, span: Span) -> Self {
        let node = read(json).unwrap_or(Self { json: Json::Null, range: 0..0 });
        node.placed(&|_| span)
    }

    /// Returns where the value stands, once it is [`placed`](Self::placed).
    #[must_use]
    pub fn span(&self) -> Span {
        Span::of_range(&self.range)
    }

    /// Returns where `inside`, a part of the string that the value is, stands in the JSON text. With
    /// escapes in the string the whole string is returned.
    #[must_use]
    pub fn place(&self, inside: Range) -> Range {
        let start = self.range.start + 1;
        match &self.json {
            Json::Text(text) if self.range.len() == text.len() + 2 => start + inside.start..start + inside.end,
            _ => self.range.clone(),
        }
    }
}

impl Json {
    /// Returns what messages call a value like this.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Null => "`null`",
            Self::Bool(_) => "a bool",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

impl fmt::Display for Json {
    /// Prints on one line, in double quotes, with a space after each comma and colon. Reading
    /// has limited the depth.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Number(text) => f.write_str(text),
            Self::Text(text) => text::Quoted(text).fmt(f),
            Self::Array(items) => {
                f.write_str("[")?;
                list(f, items.iter().map(|item| &item.json))?;
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                list(f, members)?;
                f.write_str("}")
            }
        }
    }
}

impl fmt::Display for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", text::Quoted(&self.name), self.value.json)
    }
}

/// Returns the text as a JSON string, in double quotes.
#[must_use]
pub fn literal(text: &str) -> String {
    text::Quoted(text).to_string()
}
