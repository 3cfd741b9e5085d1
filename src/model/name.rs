//! Names as the language writes them: the one place that decides when a name needs quotes.

use std::fmt::{self, Write};

use crate::model::keyword::Keyword;
use crate::model::role::Role;

/// Prints a name so that it reads back as the same name in every place where a name may stand:
/// `Samples`, `['two words']`.
#[derive(Clone, Copy, Debug)]
pub struct Quoted<'a>(pub &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_plain(self.0) { f.write_str(self.0) } else { write!(f, "[{}]", Text(self.0)) }
    }
}

/// Returns whether the name may stand bare: an identifier that begins with a letter and that no
/// command could take for one of its words.
fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    let begins = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    begins
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && Keyword::of(name).is_none()
        && Role::of(name).is_none()
        && !QUERY_WORDS.contains(&name)
}

/// Words of the query language that the official parser takes for no names of tables, columns or
/// functions, and types, which it takes for none everywhere: what is printed must load there too.
const QUERY_WORDS: &[&str] = &[
    "and",
    "asc",
    "between",
    "bool",
    "contains",
    "datatable",
    "date",
    "datetime",
    "decimal",
    "desc",
    "dynamic",
    "externaldata",
    "find",
    "first",
    "guid",
    "has",
    "in",
    "int",
    "invoke",
    "last",
    "long",
    "materialize",
    "of",
    "or",
    "print",
    "project",
    "real",
    "sample",
    "search",
    "string",
    "time",
    "timespan",
    "title",
    "toscalar",
    "union",
    "where",
];

/// Prints text as a string literal in single quotes, with escapes: `'it\'s'`.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a>(pub &'a str);

/// Prints text as a string literal in double quotes, with escapes: `"a \"b\""`.
#[derive(Clone, Copy, Debug)]
pub struct DoubleQuoted<'a>(pub &'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        literal(self.0, '\'', f)
    }
}

impl fmt::Display for DoubleQuoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        literal(self.0, '"', f)
    }
}

/// Prints text between two such quotes.
fn literal(text: &str, quote: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let is_escaped = |character: char| character == quote || character == '\\' || character.is_control();
    f.write_char(quote)?;
    let mut rest = text;
    // What needs no escape is written at once.
    while let Some((at, character)) = rest.char_indices().find(|(_, character)| is_escaped(*character)) {
        f.write_str(rest.get(..at).unwrap_or_default())?;
        match character {
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '\0' => f.write_str("\\0")?,
            control if control.is_control() => write!(f, "\\u{:04x}", control as u32)?,
            other => write!(f, "\\{other}")?,
        }
        rest = rest.get(at + character.len_utf8()..).unwrap_or_default();
    }
    f.write_str(rest)?;
    f.write_char(quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_could_be_misread_are_quoted() {
        let cases = [
            ("Samples", "Samples"),
            ("_x1", "_x1"),
            ("1st", "['1st']"),
            ("two words", "['two words']"),
            ("users", "['users']"),
            ("table", "['table']"),
            ("where", "['where']"),
            ("it's", "['it\\'s']"),
            ("", "['']"),
        ];
        for (name, printed) in cases {
            assert_eq!(Quoted(name).to_string(), printed);
        }
    }
}
