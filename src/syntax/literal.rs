//! Literals of the language and the values that they stand for.

use std::borrow::Cow;
use std::fmt;

use crate::model::name::{Quoted, Text};
use crate::model::secret::{REDACTED, is_url, redacted};
use crate::model::timespan::TimeSpan;
use crate::syntax::token::Quote;
use crate::text::Span;

/// A string literal: `'text'`, `h'secret'`, ```` ```text``` ````.
///
/// Two are equal when their text is, and both or neither are obfuscated.
#[derive(Clone, Debug)]
pub struct StringLiteral<'s> {
    /// The text that it stands for.
    pub text: Cow<'s, str>,
    /// Whether it is written `h'…'`, so that logs do not show it.
    pub obfuscated: bool,
    /// Where it stands, quotes included.
    pub span: Span,
    /// Where its text begins in the statement, after the opening quote.
    pub inner: u32,
    /// How it is written: with escapes, places in the text and in the source differ.
    pub quote: Quote,
}

impl StringLiteral<'_> {
    /// Returns the text of a connection string as it is stored. Nothing is kept of a string that is
    /// written `h'…'` and is no address.
    #[must_use]
    pub fn redacted(&self) -> Cow<'_, str> {
        if self.obfuscated && !is_url(&self.text) { Cow::Borrowed(REDACTED) } else { redacted(&self.text) }
    }

    /// Returns the place in the statement of `range` in the text. With escapes in the literal the
    /// whole literal is returned.
    #[must_use]
    pub fn place(&self, range: std::ops::Range<usize>) -> Span {
        let closing = if self.quote == Quote::Block { 3 } else { 1 };
        let as_it_stands = self.inner as usize + self.text.len() + closing == self.span.end as usize;
        let offset = |at: usize| u32::try_from(at).ok().and_then(|at| self.inner.checked_add(at));
        match (offset(range.start), offset(range.end)) {
            (Some(start), Some(end)) if as_it_stands => Span::new(start, end),
            _ => self.span,
        }
    }
}

impl PartialEq for StringLiteral<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.obfuscated == other.obfuscated
    }
}

impl Eq for StringLiteral<'_> {}

impl fmt::Display for StringLiteral<'_> {
    /// Prints as `'…'` with escapes, or as a block where the text has several lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.obfuscated {
            return write!(f, "h{}", Text(&self.text));
        }
        let block = self.text.contains('\n') && !self.text.contains("```") && !self.text.ends_with('`');
        let tame = !self.text.chars().any(|character| character.is_control() && character != '\n' && character != '\t');
        if block && tame { write!(f, "```{}```", self.text) } else { Text(&self.text).fmt(f) }
    }
}

/// A name as it is written somewhere: `Samples`, `['two words']`, `"two words"`.
#[derive(Clone, Debug)]
pub struct Name<'s> {
    /// The name itself.
    pub text: Cow<'s, str>,
    /// Where it stands, brackets included.
    pub span: Span,
}

impl PartialEq for Name<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Name<'_> {}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Quoted(&self.text).fmt(f)
    }
}

/// A value that a property takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'s> {
    /// `true`
    Bool(bool),
    /// `10`
    Long(i64),
    /// `2.5`, by its text
    Real(Cow<'s, str>),
    /// `'text'`
    Text(StringLiteral<'s>),
    /// `5m`, `time(5m)`
    TimeSpan(TimeSpan),
    /// `datetime(2026-01-31)`, by the text in the brackets
    DateTime(Cow<'s, str>),
    /// A bare guid or word: `system`, `4c7e82bd-6adb-46c3-b413-fdd44834c69b`
    Word(Cow<'s, str>),
    /// `dynamic(['a', 'b'])`, or the list alone
    Names(Vec<Cow<'s, str>>),
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => value.fmt(f),
            Self::Long(value) => value.fmt(f),
            Self::Real(text) | Self::Word(text) => f.write_str(text),
            Self::Text(text) => text.fmt(f),
            Self::TimeSpan(span) => write!(f, "time({span})"),
            Self::DateTime(text) => write!(f, "datetime({text})"),
            Self::Names(names) => {
                f.write_str("dynamic([")?;
                for (index, name) in names.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    Text(name).fmt(f)?;
                }
                f.write_str("])")
            }
        }
    }
}

/// Returns where the text of `source`, a whole string literal, begins in it, and what it stands for.
///
/// # Errors
/// Where in `source` the faulty escape stands: the backslash, and the character after it.
pub fn decoded(source: &str, quote: Quote, obfuscated: bool) -> Result<(usize, Cow<'_, str>), Span> {
    let opening = usize::from(obfuscated)
        + match quote {
            Quote::Plain | Quote::Escaped => 1,
            Quote::Verbatim => 2,
            Quote::Block => 3,
        };
    let closing = if quote == Quote::Block { 3 } else { 1 };
    let inside = source.get(opening..source.len().saturating_sub(closing)).unwrap_or_default();
    let mark = source.chars().next_back().unwrap_or('\'');
    let text = decode(inside, quote, mark).map_err(|escape| escape.moved(opening))?;
    Ok((opening, text))
}

/// Returns the text that `source`, a string literal without its quotes (`mark`), stands for.
///
/// # Errors
/// Where in `source` the faulty escape stands: the backslash, and the character after it.
pub fn decode(source: &str, quote: Quote, mark: char) -> Result<Cow<'_, str>, Span> {
    match quote {
        Quote::Plain | Quote::Block => Ok(Cow::Borrowed(source)),
        Quote::Verbatim => Ok(undoubled(source, mark)),
        Quote::Escaped => unescaped(source).map(Cow::Owned),
    }
}

/// Returns the text with one quote for each doubled one.
fn undoubled(source: &str, mark: char) -> Cow<'_, str> {
    if source.contains(mark) {
        Cow::Owned(source.replace(&format!("{mark}{mark}"), &mark.to_string()))
    } else {
        Cow::Borrowed(source)
    }
}

fn unescaped(source: &str) -> Result<String, Span> {
    let mut text = String::with_capacity(source.len());
    let mut characters = source.char_indices();
    while let Some((at, character)) = characters.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        let after = characters.next().map(|(_, escape)| escape);
        let faulty = Span::of_range(&(at..at + 1 + after.map_or(0, char::len_utf8)));
        let escape = after.ok_or(faulty)?;
        text.push(match escape {
            '\\' | '\'' | '"' => escape,
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'a' => '\u{7}',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'v' => '\u{b}',
            '0' => '\0',
            'x' => code_point(&mut characters, 2).ok_or(faulty)?,
            'u' => code_point(&mut characters, 4).ok_or(faulty)?,
            'U' => code_point(&mut characters, 8).ok_or(faulty)?,
            _ => return Err(faulty),
        });
    }
    Ok(text)
}

fn code_point(characters: &mut std::str::CharIndices<'_>, digits: usize) -> Option<char> {
    let mut number = 0;
    for _ in 0..digits {
        number = number * 16 + characters.next()?.1.to_digit(16)?;
    }
    char::from_u32(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_stand_for_their_characters() {
        assert_eq!(decode(r"a\'b\n\u00e9\x41", Quote::Escaped, '\'').as_deref(), Ok("a'b\néA"));
        assert_eq!(decode("it''s \"\"", Quote::Verbatim, '\'').as_deref(), Ok("it's \"\""));
        assert_eq!(decode(r"a\b", Quote::Block, '`').as_deref(), Ok(r"a\b"));
        assert_eq!(decode(r"ab\qc", Quote::Escaped, '\''), Err(Span::new(2, 4)));
        assert_eq!(decode(r"ab\éc", Quote::Escaped, '\''), Err(Span::new(2, 5)));
        assert_eq!(decode(r"\u12", Quote::Escaped, '\''), Err(Span::new(0, 2)));
    }
}
