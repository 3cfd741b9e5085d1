//! What people often write where the language has something else: a row each.

use crate::syntax::parser::explain_error::stop::Stop;
use crate::syntax::parser::input::Expectation;
use crate::syntax::parser::string::POLICY_JSON;

/// What is written, with `^` before the word that does not fit, and the advice. Spaces part the words.
struct Row(&'static str, &'static str);

/// Stands for any string in a row, for any one token, and for the end of the command.
const STRING: &str = "'…'";
const ANY: &str = "…";
const END: &str = "$";

const ROLES: &str = "`.add database D viewers ('aaduser=…')` gives somebody a role, `.drop database D viewers \
                     ('aaduser=…')` takes it";
const HOLDERS: &str = "`.show database principals` shows who holds roles, `.show principal roles` what one holds";
const CONTEXT: &str = "`#dbcontext D`, or `-d D`, makes `D` the database in context: the command is about that one";
const NEW_COLUMN: &str = "`.alter-merge table T (x: int)` adds a column";
const TABLE_ALONE: &str = "the name of the table stands here without `table`";
const RETENTION: &str = "`.alter-merge table T policy retention softdelete = 7d` changes a part of the policy";
const FUNCTION: &str = "a query that has a name is a function: `.create function F() { T }`";
const PROPERTIES: &str = "properties stand in round brackets: `with (folder='x')`";
const LENGTH: &str = "a length of time is a number with its unit, `3d`, `12h`, `5m`, or days and time, `3.00:00:00`";
const ENTRA: &str = "Microsoft Entra has the users; no command makes one. `.add database D viewers ('aaduser=…')` gives \
                     one a role";

/// The rows; case does not count, and the first that fits is taken.
const USUAL: &[Row] = &[
    Row(
        "policy retention ^ softdelete",
        "`.alter` takes the whole policy as JSON; `.alter-merge … policy retention softdelete = …` changes a part",
    ),
    Row(
        "policy retention ^ recoverability",
        "`.alter` takes the whole policy as JSON; `.alter-merge … policy retention recoverability = …` changes a part",
    ),
    Row("policy retention ^ =", RETENTION),
    Row(
        "policy row_level_security ^ '…'",
        "`enable` or `disable` stands before the query: the page's syntax line puts the word in brackets, and \
         the page does not say what happens without it",
    ),
    Row("^ retention policy", "`policy` stands before the word that says which one"),
    Row("show table … ^ policies", "each policy is shown by its name: `.show table T policy caching`"),
    Row("show ^ policy … table", "a policy stands after its entity: `.show table T policy caching`"),
    Row("show table … schema ^ $", "`.show table T cslschema` answers the schema, `schema as json` in JSON"),
    Row("show function … schema ^ $", "`.show function F schema as json` answers the schema"),
    Row("show table … columns ^ $", "`.show table T cslschema` answers the columns"),
    Row("show ^ columns", "`.show table T cslschema` answers the columns of a table"),
    Row("show functions ^ details", "`.show functions` answers the details too"),
    Row("show ^ users", HOLDERS),
    Row("show ^ grants", HOLDERS),
    Row("show ^ permissions", HOLDERS),
    Row("show ^ indexes", "tables have no indexes"),
    Row("show … ^ in", CONTEXT),
    Row("show … ^ from", CONTEXT),
    Row("show … ^ like", "entities are chosen by their names: `.show tables (T, U)`"),
    Row("show … ^ where", "operators follow a pipe: `.show tables | where …`"),
    Row("show table … policy ^ $", "the name of a policy follows: `.show table T policy caching`"),
    Row("set … ^ =", "`.set T <| query` makes a table of what a query returns"),
    Row("enable ^ table", "`.alter table T policy row_level_security enable 'T'` enables a policy of a table"),
    Row("create table ^ (", "the name of the table stands before its columns: `.create table T (x: int)`"),
    Row(
        "create materialized-view … ^ {",
        "the table stands before the query: `.create materialized-view V on table T { … }`",
    ),
    Row("kind = … ^ (", "the format stands before the connection: `dataformat=csv ('…')`"),
    Row(") ^ folder", PROPERTIES),
    Row(") ^ docstring", PROPERTIES),
    Row("= ^ … day", LENGTH),
    Row("= ^ … days", LENGTH),
    Row("= ^ … hours", LENGTH),
    Row("= ^ … minutes", LENGTH),
    Row("create ^ role", ROLES),
    Row("create ^ user", ENTRA),
    Row("create ^ login", ENTRA),
    Row("create ^ index", "tables have no indexes"),
    Row("create ^ schema", "a database has no schemas: its tables stand in it"),
    Row("create ^ view", FUNCTION),
    Row("create ^ proc", FUNCTION),
    Row("create ^ procedure", FUNCTION),
    Row("create table … ^ as", "`.set T <| query` makes a table of what a query returns"),
    Row("create table … ^ like", "`.create table T based-on U` makes a table with the columns of another"),
    Row("alter table … ^ add", NEW_COLUMN),
    Row("alter-merge table … ^ add", NEW_COLUMN),
    Row("add ^ column", NEW_COLUMN),
    Row("drop table … ^ ,", "`.drop tables (T, U)` drops several"),
    Row("alter table … ^ drop", "`.drop column T.x` drops a column"),
    Row("drop column … ^ from", "the table stands before its column: `.drop column T.x`"),
    Row("alter table … ^ rename", "`.rename table T to U` renames a table, `.rename column T.x to y` a column"),
    Row("alter table … ^ set", "`.alter table T docstring 'text'` and `.alter table T folder 'text'` change those"),
    Row("add ^ user", ROLES),
    Row("add ^ principal", ROLES),
    Row("drop function … ^ (", "a function is dropped by its name alone: `.drop function F`"),
    Row("delete table … ^ where", "a query says which rows: `.delete table T records <| T | where x == 1`"),
    Row("delete ^ from", "a query says which rows: `.delete table T records <| T | where x == 1`"),
    Row("set table … ^ <|", TABLE_ALONE),
    Row("append table ^ …", TABLE_ALONE),
    Row("set-or-append table ^ …", TABLE_ALONE),
    Row("set-or-replace table ^ …", TABLE_ALONE),
    Row("ingest into table … ^ inline", "`inline` stands first: `.ingest inline into table T <| 1`"),
];

/// Rows for whatever stands in the place, where no other advice is known.
const GENERAL: &[Row] = &[
    Row("policy retention ^ …", RETENTION),
    Row("policy caching ^ …", "the time follows `hot`: `.alter table T policy caching hot = 3d`"),
    Row("create table … ^ …", "columns stand in round brackets: `.create table T (x: int)`"),
    Row("alter table … column ^ …", "`.alter column T.x type=string` changes the type of a column"),
    Row("alter column … . … ^ …", "`.alter column T.x type=string` changes the type of a column"),
    Row("move extents from ^ …", "`.move extents all from table T to table U` names both tables"),
    Row("with ^ …", PROPERTIES),
    Row(". update ^ …", "`.set-or-append T <| query` adds rows; `.update table T delete D append A <| …` changes some"),
    Row(". execute ^ …", "functions run in queries; `.execute database script <|` runs the commands that follow"),
];

/// What means the same to people, in each row: where one does not fit, another may.
const ALIKE: &[&str] = &[
    "enabled, enable, true, on, yes",
    "disabled, disable, false, off, no",
    "to, as, into",
    "viewers, reader, readers",
    "admins, owner, owners, administrator, administrators",
    "users, contributor, contributors, member, members",
    "ingestors, writer, writers",
    "materialized-view, materialized view, materializedview, matview",
    "row_level_security, row level security, rls, rowlevelsecurity",
    "restricted_view_access, rva, restrictedviewaccess",
    "caching, cache",
    "ingestionbatching, batching, ingestion_batching, ingestion batching",
    "ingestiontime, ingestion_time, ingestion time",
    "streamingingestion, streaming, streaming_ingestion, streaming ingestion",
    "auto_delete, autodelete, auto delete",
    "roworder, row_order, row order",
];

/// Returns the advice of the row that fits where parsing stopped.
pub(super) fn advice(stop: &Stop<'_>) -> Option<String> {
    bare_json(stop).or_else(|| row(stop, USUAL))
}

/// Returns the advice of the row that fits, whatever it is that does not.
pub(super) fn general(stop: &Stop<'_>) -> Option<String> {
    row(stop, GENERAL)
}

fn row(stop: &Stop<'_>, rows: &[Row]) -> Option<String> {
    let fits = |Row(written, _): &&Row| {
        let Some((before, found)) = written.split_once('^') else { return false };
        let from = stop.at.checked_sub(before.split_whitespace().count());
        stands(stop, before, from) && stands(stop, found, Some(stop.at))
    };
    rows.iter().find(fits).map(|Row(_, advice)| (*advice).to_owned())
}

/// Returns whether the words stand from a token on.
fn stands(stop: &Stop<'_>, words: &str, from: Option<usize>) -> bool {
    let is_at = |at: Option<usize>, word: &str| match at.and_then(|at| stop.tokens.get(at)) {
        None => word == END && at == Some(stop.tokens.len()),
        Some(token) if word == STRING => token.is_string(),
        Some(token) => word == ANY || stop.text_of(*token).eq_ignore_ascii_case(word),
    };
    let mut words = words.split_whitespace().enumerate();
    words.all(|(ahead, word)| is_at(from.map(|from| from + ahead), word))
}

/// Returns the word of the language that means the same as what does not fit.
pub(super) fn alike(stop: &Stop<'_>) -> Option<&'static str> {
    let row = ALIKE.iter().find(|row| row.split(", ").any(|word| stands(stop, word, Some(stop.at))))?;
    let words: Vec<&str> = stop.expected.iter().flat_map(Expectation::words).collect();
    row.split(", ").find(|word| words.contains(word))
}

/// Returns the advice to put quotes around JSON.
fn bare_json(stop: &Stop<'_>) -> Option<String> {
    let is_bare = stop.token().is_some_and(|token| token.is(b'{') || token.is(b'['));
    let wants = stop.expected.contains(&Expectation::Described(POLICY_JSON));
    (is_bare && wants)
        .then(|| "JSON stands in quotes, `'…'`, or over several lines between three back-quotes".to_owned())
}
