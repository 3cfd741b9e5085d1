//! What stands around and inside commands because other languages and pages have it: each gets one error,
//! and a help line that says what to write. Whole diagnostics.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/ebnf/random.rs"]
mod random;
mod support;

use insta::assert_snapshot;
use kmgmt::diagnostic::Diagnostic;
use kmgmt::syntax::{parser, pieces};
use random::Random;
use support::{run, session, told};

#[test]
fn a_command_without_its_dot_is_offered_with_it() {
    assert_snapshot!(told("show databases"), @"
    error: the dot before `show` is missing
     --> test:1:1
    1 | show databases
      | ^^^^
      = help: did you mean `.show databases`?
    ");
    assert_snapshot!(told("SHOW DATABASES"), @"
    error: the dot before `show` is missing
     --> test:1:1
    1 | SHOW DATABASES
      | ^^^^
      = help: did you mean `.show databases`?
    ");
    assert_snapshot!(told("drop table"), @"
    error: the dot before `drop` is missing
     --> test:1:1
    1 | drop table
      | ^^^^
      = help: did you mean `.drop`?
    ");
    assert_snapshot!(told("set notruncation; T"), @"
    error: a management command begins with a dot and a verb; this reads as a query
     --> test:1:1
    1 | set notruncation; T
      | ^^^
      = help: kmgmt runs management commands, such as `.show databases`; it evaluates no queries
    ");
}

#[test]
fn a_pipe_or_a_query_of_results_that_has_no_command_is_told_why() {
    assert_snapshot!(run(&mut session(), ".show databases\n\n| count\n").split_once("error").unwrap().1, @"
    : `|` begins no command
     --> test:3:1
      |
    3 | | count
      | ^
      |
      = help: a pipe stands right after its command, which a blank line or `;` at the end of a line ends
    ");
    assert_snapshot!(told(".show databases\n$command_results | count"), @"
    error: the command before `$command_results` is not ended
     --> test:2:1
    2 | $command_results | count
      | ^^^^^^^^^^^^^^^^
      = help: end the command before it with `;`
    ");
    assert_snapshot!(told(".show databases | count\n$command_results | count"), @"
    error: expected `as`, `|` or the end of the query, found `$command_results`
     --> test:2:1
    2 | $command_results | count
      | ^^^^^^^^^^^^^^^^
      = help: end the query before `$command_results` with `;`
    ");
    assert_snapshot!(told("| Name | Role |"), @"
    error: this line is no command
     --> test:1:1
    1 | | Name | Role |
      | ^^^^^^^^^^^^^^^
      = help: a command begins with a dot and a verb; what is not to run stands in a comment, `// …`
    ");
}

#[test]
fn comments_of_other_languages_are_told_how_comments_begin() {
    let script = "# create the credit card table\n.create table Cards (Name: string)\n# Create the function\n\n";
    assert_snapshot!(run(&mut session(), script), @"
    error: `#` begins no comment
     --> test:1:1
      |
    1 | # create the credit card table
      | ^
      |
      = help: comments begin with `//`
    error: `#` begins no comment
     --> test:3:1
      |
    3 | # Create the function
      | ^
      |
      = help: comments begin with `//`
    ");
    assert_snapshot!(told(".show databases -- don't"), @"
    error: `--` begins no comment
     --> test:1:17
    1 | .show databases -- don't
      |                 ^^
      = help: comments begin with `//`
    ");
    assert_snapshot!(told("/* who may\nread */"), @"
    error: `/*` begins no comment
     --> test:1:1
    1 | /* who may
      | ^^
      = help: comments begin with `//`
    ");
    assert_snapshot!(told(".show tables/* all */"), @"
    error: `/*` begins no comment
     --> test:1:13
    1 | .show tables/* all */
      |             ^^
      = help: comments begin with `//`
    ");
    assert_snapshot!(told("text */"), @"
    error: `*/` ends no comment
     --> test:1:6
    1 | text */
      |      ^^
      = help: comments begin with `//`
    ");
    assert_snapshot!(told("#kusto"), @"
    error: `#kusto` is no directive
     --> test:1:1
    1 | #kusto
      | ^^^^^^
      = help: comments begin with `//`
      = help: `#help directives` lists the directives
    ");
}

#[test]
fn what_stands_around_commands_on_pages_and_in_shells_is_told_to_go() {
    assert_snapshot!(told("```kusto\n.show databases\n```"), @"
    error: this fence is no part of a command
     --> test:1:1
    1 | ```kusto
      | ^^^^^^^^
      = help: leave the lines with the fence out: they belong to the page that the command stands on
    ");
    assert_snapshot!(told(".add database NetDefaultDB viewers ('aaduser=x@contoso.com')\n```\n"), @"
    error: this fence is no part of a command
     --> test:2:1
    2 | ```
      | ^^^
      = help: leave the lines with the fence out: they belong to the page that the command stands on
    ");
    assert_snapshot!(told(".show databases\nGO"), @"
    error: `GO` is no command
     --> test:2:1
    2 | GO
      | ^^
      = help: leave the line out: a command ends at a blank line, at `;` at the end of a line, or where the next one begins
    ");
    assert_snapshot!(told("kusto> .show databases"), @"
    error: `kusto>` is no part of a command
     --> test:1:1
    1 | kusto> .show databases
      | ^^^^^^
      = help: leave it out: a command begins with its dot
    ");
    assert_snapshot!(told(".show databases\n-> details"), @"
    error: `->` is no part of a command
     --> test:2:1
    2 | -> details
      | ^^
      = help: leave it out: a command begins with its dot
    ");
    assert_snapshot!(told(".show databases;;"), @"
    error: `;` ends a command only at the end of its line
     --> test:1:16
    1 | .show databases;
      |                ^
      = help: write one `;`, and what follows it on the next line
    ");
}

#[test]
fn a_second_command_on_a_line_is_pointed_at() {
    assert_snapshot!(told(".create table T (x: int).add table T admins ('aaduser=x@contoso.com')"), @"
    error: a second command begins on this line
     --> test:1:25
    1 | .create table T (x: int).add table T admins ('aaduser=x@contoso.com')
      |                         ^^^^
      = help: each command begins on its own line
    ");
    assert_snapshot!(told(".show tables .show databases"), @"
    error: a second command begins on this line
     --> test:1:14
    1 | .show tables .show databases
      |              ^^^^^
      = help: each command begins on its own line
    ");
    assert_snapshot!(told(".create table T (x: int); .add table T admins ('aaduser=x@contoso.com')"), @"
    error: a second command begins on this line
     --> test:1:27
    1 | .create table T (x: int); .add table T admins ('aaduser=x@contoso.com')
      |                           ^^^^
      = help: each command begins on its own line
    ");
}

#[test]
fn characters_that_look_like_others_are_told_the_plain_one() {
    assert_snapshot!(told(".add database NetDefaultDB viewers (\u{2018}aaduser=x@contoso.com\u{2019})"), @"
    error: unexpected character U+2018 left single quotation mark
     --> test:1:37
    1 | .add database NetDefaultDB viewers (‘aaduser=x@contoso.com’)
      |                                     ^
      = help: write the plain single quote `'` in its place
    ");
    assert_snapshot!(told(".add database NetDefaultDB viewers ('aaduser=x@contoso.com\u{2019})"), @"
    error: the string is not closed on its line
     --> test:1:37
    1 | .add database NetDefaultDB viewers ('aaduser=x@contoso.com’)
      |                                     ^^^^^^^^^^^^^^^^^^^^^^^^
      = help: U+2019 right single quotation mark does not close it: write the plain single quote `'` in its place
    ");
    assert_snapshot!(told(".create\u{2013}merge table T (x: int)"), @"
    error: unexpected character U+2013 en dash
     --> test:1:8
    1 | .create–merge table T (x: int)
      |        ^
      = help: write the plain hyphen `-` in its place
    ");
    assert_snapshot!(told("\u{a0}.show databases"), @"
    error: unexpected character U+00A0 no-break space
     --> test:1:1
    1 |  .show databases
      | ^
      = help: write a plain space in its place
    ");
    let unseen = told(".show\u{200b} databases").replace('\u{200b}', "?");
    assert_snapshot!(unseen, @"
    error: unexpected character U+200B zero-width space
     --> test:1:6
    1 | .show� databases
      |      ^
      = help: delete it: it can't be seen, and stands for nothing
    ");
    assert_snapshot!(told(".show tables \u{ff08}T)"), @"
    error: unexpected character U+FF08 full-width form
     --> test:1:14
    1 | .show tables （T)
      |              ^^
      = help: write the plain bracket `(` in its place
    ");
    assert_snapshot!(told(".\u{430}dd database NetDefaultDB viewers ('aaduser=x@contoso.com')"), @"
    error: unexpected character U+0430 `а`
     --> test:1:2
    1 | .аdd database NetDefaultDB viewers ('aaduser=x@contoso.com')
      |  ^
      = help: write the plain letter `a` in its place
    ");
}

#[test]
fn placeholders_are_told_to_be_filled_in() {
    assert_snapshot!(told(".add database <db> viewers ('aaduser=x@contoso.com')"), @"
    error: expected the name of a database, found `<db>`
     --> test:1:15
    1 | .add database <db> viewers ('aaduser=x@contoso.com')
      |               ^^^^
      = help: `<db>` is a placeholder: put the name in its place
    ");
    assert_snapshot!(told(".add database {TestDatabase} viewers ('aaduser=x@contoso.com')"), @"
    error: expected the name of a database, found `{TestDatabase}`
     --> test:1:15
    1 | .add database {TestDatabase} viewers ('aaduser=x@contoso.com')
      |               ^^^^^^^^^^^^^^
      = help: `{TestDatabase}` is a placeholder: put the name in its place
    ");
    assert_snapshot!(told(".add database ${var.database_name} viewers ('aaduser=x@contoso.com')"), @"
    error: expected the name of a database, found `${var.database_name}`
     --> test:1:15
    1 | .add database ${var.database_name} viewers ('aaduser=x@contoso.com')
      |               ^^^^^^^^^^^^^^^^^^^^
      = help: `${var.database_name}` is a placeholder: put the name in its place
    ");
    assert_snapshot!(told(".add database $(db) viewers ('aaduser=x@contoso.com')"), @"
    error: expected the name of a database, found `$(db)`
     --> test:1:15
    1 | .add database $(db) viewers ('aaduser=x@contoso.com')
      |               ^^^^^
      = help: `$(db)` is a placeholder: put the name in its place
    ");
    assert_snapshot!(told(".show follower databases (A, ..., C)"), @"
    error: expected the name of a database, found `...`
     --> test:1:30
    1 | .show follower databases (A, ..., C)
      |                              ^^^
      = help: `...` is a placeholder: put the name in its place
    ");
    assert_snapshot!(told(".add database dev-${env} viewers ('aaduser=x@contoso.com')"), @"
    error: expected a role of a database, found `${env}`
     --> test:1:19
    1 | .add database dev-${env} viewers ('aaduser=x@contoso.com')
      |                   ^^^^^^
      = help: `${env}` is a placeholder: put the value in its place
    ");
    assert_snapshot!(told(".alter table T policy caching hot = <days>"), @"
    error: expected a length of time such as `5m` or `1.00:00:00`, found `<days>`
     --> test:1:37
    1 | .alter table T policy caching hot = <days>
      |                                     ^^^^^^
      = help: `<days>` is a placeholder: put the value in its place
    ");
    assert_snapshot!(told(".add database NetDefaultDB <role> ('aaduser=x@contoso.com')"), @"
    error: expected a role of a database, found `<role>`
     --> test:1:28
    1 | .add database NetDefaultDB <role> ('aaduser=x@contoso.com')
      |                            ^^^^^^
      = help: `<role>` is a placeholder: put what it stands for in its place
    ");
}

#[test]
fn brackets_of_the_notation_of_pages_are_told_what_they_mean() {
    assert_snapshot!(told(".drop table T [ifexists]"), @"
    error: expected a role of a table, `ifexists`, the end of the command, `ingestion`, `columns` or `extent`, found `[ifexists]`
     --> test:1:15
    1 | .drop table T [ifexists]
      |               ^^^^^^^^^^
      = help: on pages brackets stand around what may be left out: write `ifexists`, or nothing
    ");
    assert_snapshot!(told(".set-or-append [async] T <| X"), @"
    error: expected a name in quotes, found `[async]`
     --> test:1:16
    1 | .set-or-append [async] T <| X
      |                ^^^^^^^
      = help: on pages brackets stand around what may be left out: write `async`, or nothing
    ");
    assert_snapshot!(told(".alter table [DatabaseName .]T policy caching hot = 3d"), @"
    error: expected the name of a table, found `[DatabaseName .]`
     --> test:1:14
    1 | .alter table [DatabaseName .]T policy caching hot = 3d
      |              ^^^^^^^^^^^^^^^^
      = help: on pages brackets stand around what may be left out: write `DatabaseName .`, or nothing
    ");
    assert_snapshot!(told(".show tables [T]"), @"
    error: expected `(`, `details`, `with`, `|`, the end of the command, `column` or `shard-groups`, found `[T]`
     --> test:1:14
    1 | .show tables [T]
      |              ^^^
      = help: a list stands in round brackets: `(T)`
    ");
    assert_snapshot!(told(".drop tables (T [, ...])"), @"
    error: expected `,` or `)`, found `[, ...]`
     --> test:1:17
    1 | .drop tables (T [, ...])
      |                 ^^^^^^^
      = help: on pages brackets stand around what may be left out: write nothing in its place
    ");
}

#[test]
fn a_name_with_other_characters_is_shown_in_brackets() {
    assert_snapshot!(told(".add database my-db viewers ('aaduser=x@contoso.com')"), @"
    error: expected the name of a database, found `my-db`
     --> test:1:15
    1 | .add database my-db viewers ('aaduser=x@contoso.com')
      |               ^^^^^
      = help: a name with `-` stands in brackets: ['my-db']
    ");
    assert_snapshot!(told(".create table T (my-column: int)"), @"
    error: expected the name of a column, found `my-column`
     --> test:1:18
    1 | .create table T (my-column: int)
      |                  ^^^^^^^^^
      = help: a name with `-` stands in brackets: ['my-column']
    ");
    assert_snapshot!(told(".show database my.db principals"), @"
    error: expected `principals`, `principal`, `policy`, `cslschema`, `kqlschema`, `schema`, `entity` or one of 8 other words, found `my.db`
     --> test:1:16
    1 | .show database my.db principals
      |                ^^^^^
      = help: a name with `.` stands in brackets: ['my.db']
    ");
    assert_snapshot!(told(".show table Gr\u{f6}\u{df}e details"), @"
    error: unexpected character U+00F6 `ö`
     --> test:1:15
    1 | .show table Größe details
      |               ^
      = help: a name with `ö` stands in brackets: ['Größe']
    ");
    assert_snapshot!(told(".show table `T` details"), @"
    error: expected the name of a table or `*`, found ``T``
     --> test:1:13
    1 | .show table `T` details
      |             ^^^
      = help: a name stands in brackets, and not in back-quotes: ['T']
    ");
}

/// Pieces of commands, and of what other languages and pages have.
const SCRAPS: &[&str] = &[
    ".add ",
    ".show ",
    ".create-or-merge ",
    ".grant ",
    "show ",
    "database ",
    "table ",
    "cluster ",
    "policy ",
    "D ",
    "my-db ",
    "viewers ",
    "Viewer ",
    "AllDatabasesAdmin ",
    "principals ",
    "none ",
    "skip-results ",
    "('aaduser=a@b.c') ",
    "'aaduser=a@b.c' ",
    "aaduser=a@b.c ",
    "<db> ",
    "{x}",
    "${y}",
    "[id] ",
    "%z% ",
    "@",
    "$",
    "`T` ",
    "D.T ",
    "--",
    "#",
    "# ",
    "/*",
    "*/",
    "<!--",
    "```",
    "~~~",
    "```kusto",
    "GO",
    ";",
    ";;",
    "> ",
    "-> ",
    "\n",
    "\n.",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "'",
    "\"",
    "\u{2019}",
    "\u{201c}",
    "\u{2013}",
    "\u{a0}",
    "\u{200b}",
    "\u{ff08}",
    "\u{2026}",
    "\u{430}",
    "\u{f6}",
    "<|",
    "|",
    ",",
    ".",
    "-",
    "=",
    "\0",
    " ",
];

#[test]
fn whatever_is_mixed_the_error_is_one_short_and_points_into_the_text() {
    let mut random = Random::new(8);
    for round in 0..4_000 {
        let begin = if random.one_in(2) { ".add database " } else { "" };
        let scraps: String = (0..random.below(16)).map(|_| *random.pick(SCRAPS)).collect();
        let text = format!("{begin}{scraps}");
        pieces(&text, 1, |piece| {
            let parsed = if piece.directive { parser::directive(&piece).err() } else { parser::parse(&piece).err() };
            let Some(error) = parsed else { return };
            let (start, end) = (error.span.start as usize, error.span.end as usize);
            assert!(piece.text.get(start..end).is_some(), "{round}: {text:?}");
            let diagnostic = Diagnostic::from(error);
            assert!(
                diagnostic.help.len() <= 3 && !diagnostic.message.contains('\n'),
                "{round}: {text:?}\n{diagnostic:?}"
            );
        });
    }
}

#[test]
fn secrets_are_hidden_in_what_is_offered_too() {
    let commands = [
        ".drop table T [with (x=h'SECRET1')]",
        ".create external table E (a: int) kind=storage [dataformat=csv] (h'https://a.net/c;SECRET1==')",
        "login -u me -k h'SECRET1 that is long enough to be cut' .show tables",
        ".add database NetDefaultDB viewers ('aaduser=a@b.c') h'SECRET1' skip-results",
        ".add database NetDefaultDB viewers h'aaduser=SECRET1@b.c'",
        ".show table `h'SECRET1'` details",
        ".add database <h'SECRET1'> viewers ('aaduser=a@b.c')",
        "add database NetDefaultDB viewers (h'aaduser=SECRET1@b.c')",
        ".grant viewers of database NetDefaultDB to h'aaduser=SECRET1@b.c'",
    ];
    for command in commands {
        let shown = told(command);
        assert!(!shown.contains("SECR"), "{shown}");
    }
}
