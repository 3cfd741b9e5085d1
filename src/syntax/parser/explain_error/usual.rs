//! What people often write where the language has something else: a row each.

use crate::syntax::parser::explain_error::stop::Stop;
use crate::syntax::parser::input::Expectation;
use crate::syntax::parser::string::POLICY_JSON;

/// What stands before the fault, what stands in its place, and the advice. Spaces part the words.
struct Row {
    before: &'static str,
    found: &'static str,
    advice: &'static str,
}

/// Stands for any string in a row, for any one token, and for the end of the command.
const STRING: &str = "'…'";
const ANY: &str = "…";
const END: &str = "$";

/// The rows; case does not count.
const USUAL: &[Row] = &[
    Row {
        before: "policy retention",
        found: "softdelete",
        advice: "`.alter` takes the whole policy as JSON; `.alter-merge … policy retention softdelete = …` changes a part",
    },
    Row {
        before: "policy retention",
        found: "recoverability",
        advice: "`.alter` takes the whole policy as JSON; `.alter-merge … policy retention recoverability = …` changes a part",
    },
    Row {
        before: "policy row_level_security",
        found: STRING,
        advice: "`enable` or `disable` stands before the query: the page's syntax line puts the word in brackets, and \
                 the page does not say what happens without it",
    },
    Row {
        before: "show table … schema",
        found: END,
        advice: "`.show table T cslschema` answers the schema, `schema as json` in JSON",
    },
    Row { before: "", found: "if exists", advice: "`ifexists` is one word" },
    Row { before: "if", found: "not exists", advice: "`ifnotexists` is one word" },
];

/// Returns the advice of the row that fits where parsing stopped.
pub(super) fn advice(stop: &Stop<'_>) -> Option<String> {
    let is_at = |at: Option<usize>, word: &str| match at.and_then(|at| stop.tokens.get(at)) {
        None => word == END && at == Some(stop.tokens.len()),
        Some(token) if word == STRING => token.is_string(),
        Some(token) => word == ANY || stop.text_of(*token).eq_ignore_ascii_case(word),
    };
    let stands = |words: &str, from: Option<usize>| {
        let mut words = words.split_whitespace().enumerate();
        words.all(|(ahead, word)| is_at(from.map(|from| from + ahead), word))
    };
    let fits = |row: &&Row| {
        let from = stop.at.checked_sub(row.before.split_whitespace().count());
        stands(row.before, from) && stands(row.found, Some(stop.at))
    };
    let row = USUAL.iter().find(fits).map(|row| row.advice.to_owned());
    row.or_else(|| bare_json(stop))
}

/// Returns the advice to put quotes around JSON.
fn bare_json(stop: &Stop<'_>) -> Option<String> {
    let is_bare = stop.token().is_some_and(|token| token.is(b'{') || token.is(b'['));
    let wants = stop.expected.contains(&Expectation::Described(POLICY_JSON));
    (is_bare && wants)
        .then(|| "JSON stands in quotes, `'…'`, or over several lines between three back-quotes".to_owned())
}
