//! Regular expressions, read once for all rows. The syntax is that of RE2, which the `regex` crate shares
//! (`regex.md`), and so is the time: it grows with the text alone.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use regex::{Regex, RegexBuilder};

use crate::query::signature::{Argument, Mismatch};
use crate::table::Value;

/// The most bytes that one expression may take when it is read.
const SIZE: usize = 1 << 20;

/// How many expressions are kept. Those of columns may differ from row to row.
const KEPT: usize = 64;

/// The regular expressions that were read.
#[derive(Default)]
pub struct Patterns(RefCell<HashMap<Box<str>, Option<Rc<Regex>>>>);

impl Patterns {
    /// Returns the expression of this text; nothing where it is none.
    #[must_use]
    pub fn read(&self, text: &str) -> Option<Rc<Regex>> {
        if let Some(known) = self.0.borrow().get(text) {
            return known.clone();
        }
        let pattern = compile(text).ok().map(Rc::new);
        let mut kept = self.0.borrow_mut();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(Box::from(text), pattern.clone());
        pattern
    }
}

fn compile(text: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(text).size_limit(SIZE).dfa_size_limit(SIZE).build()
}

/// Returns why a regular expression cannot be read, in one line.
pub fn reason(error: &regex::Error) -> String {
    error.to_string().lines().next_back().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

/// Checks that the argument at the place is a regular expression, where it is known.
pub(super) fn check(arguments: &[Argument<'_>], place: usize) -> Result<(), Mismatch> {
    let Some(Value::Text(text)) = arguments.get(place).and_then(|argument| argument.constant) else { return Ok(()) };
    let reason = match compile(text) {
        Ok(_) => return Ok(()),
        Err(regex::Error::CompiledTooBig(_)) => "the regular expression is too large".to_owned(),
        Err(error) => format!("the regular expression cannot be read: {}", reason(&error)),
    };
    Err(Mismatch::Value { place, reason, help: None })
}
