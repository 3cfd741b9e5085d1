//! Commands in other words and in another order: the help line says which words are meant, and what it
//! offers is read. Whole diagnostics.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

mod support;

use std::fs;

use insta::assert_snapshot;
use kmgmt::diagnostic::Diagnostic;
use kmgmt::model::entity::EntityKind;
use kmgmt::model::role::Role;
use kmgmt::syntax::{parser, pieces};
use support::told;

#[test]
fn a_verb_of_another_language_names_the_verb_that_the_rest_fits() {
    assert_snapshot!(told(".create-or-merge function F() { print 1 }"), @"
    error: `.create-or-merge` is no command
     --> test:1:2
    1 | .create-or-merge function F() { print 1 }
      |  ^^^^^^^^^^^^^^^
      = help: did you mean `.create-or-alter`?
    ");
    assert_snapshot!(told(".create-or-merge table T (x: int)"), @"
    error: `.create-or-merge` is no command
     --> test:1:2
    1 | .create-or-merge table T (x: int)
      |  ^^^^^^^^^^^^^^^
      = help: did you mean `.create-merge`?
    ");
    assert_snapshot!(told(".remove database NetDefaultDB admins ('aaduser=x@contoso.com')"), @"
    error: `.remove` is no command
     --> test:1:2
    1 | .remove database NetDefaultDB admins ('aaduser=x@contoso.com')
      |  ^^^^^^
      = help: did you mean `.drop`?
    ");
    assert_snapshot!(told(".grant database NetDefaultDB viewers ('aaduser=x@contoso.com')"), @"
    error: `.grant` is no command
     --> test:1:2
    1 | .grant database NetDefaultDB viewers ('aaduser=x@contoso.com')
      |  ^^^^^
      = help: did you mean `.add`?
    ");
    assert_snapshot!(told(".describe table T"), @"
    error: `.describe` is no command
     --> test:1:2
    1 | .describe table T
      |  ^^^^^^^^
      = help: did you mean `.show`?
    ");
}

#[test]
fn a_verb_of_other_entities_names_the_one_that_this_takes() {
    assert_snapshot!(told(".delete database NetDefaultDB viewers ('aaduser=x@contoso.com')"), @"
    error: expected `policy`, found `viewers`
     --> test:1:31
    1 | .delete database NetDefaultDB viewers ('aaduser=x@contoso.com')
      |                               ^^^^^^^
      = help: did you mean `.drop` in place of `.delete`?
    ");
    assert_snapshot!(told(".create-or-alter table T (x: int)"), @"
    error: expected `ingestion`, found `(`
     --> test:1:26
    1 | .create-or-alter table T (x: int)
      |                          ^
      = help: did you mean `.create-merge` in place of `.create-or-alter`?
    ");
    assert_snapshot!(told(".drop table T policy caching"), @"
    error: expected a role of a table, `ifexists`, the end of the command, `ingestion`, `columns` or `extent`, found `policy`
     --> test:1:15
    1 | .drop table T policy caching
      |               ^^^^^^
      = help: did you mean `.delete` in place of `.drop`?
    ");
    assert_snapshot!(told(".get databases"), @"
    error: expected `ingestion` or `kusto`, found `databases`
     --> test:1:6
    1 | .get databases
      |      ^^^^^^^^^
      = help: did you mean `.show` in place of `.get`?
    ");
}

#[test]
fn roles_in_the_words_of_other_languages_are_offered_as_a_command() {
    assert_snapshot!(told(".grant viewer on database NetDefaultDB to 'aaduser=x@contoso.com'"), @"
    error: `.grant` is no command
     --> test:1:2
    1 | .grant viewer on database NetDefaultDB to 'aaduser=x@contoso.com'
      |  ^^^^^
      = help: did you mean `.add database NetDefaultDB viewers ('aaduser=x@contoso.com')`?
    ");
    assert_snapshot!(told(".revoke admin from 'aaduser=x@contoso.com' on table T"), @"
    error: `.revoke` is no command
     --> test:1:2
    1 | .revoke admin from 'aaduser=x@contoso.com' on table T
      |  ^^^^^^
      = help: did you mean `.drop table T admins ('aaduser=x@contoso.com')`?
    ");
    assert_snapshot!(told(".add 'aaduser=x@contoso.com' to database NetDefaultDB viewers"), @"
    error: expected `database`, `table`, `cluster`, `external`, `materialized-view`, `function`, `graph_model` or one of 2 other words, found `'aaduser=x@contoso.com'`
     --> test:1:6
    1 | .add 'aaduser=x@contoso.com' to database NetDefaultDB viewers
      |      ^^^^^^^^^^^^^^^^^^^^^^^
      = help: did you mean `.add database NetDefaultDB viewers ('aaduser=x@contoso.com')`?
    ");
}

#[test]
fn the_long_names_of_a_clusters_roles_are_read_as_their_words() {
    assert_snapshot!(told(".add cluster AllDatabasesViewer ('aaduser=ana@contoso.com')"), @"
    error: expected a role of a cluster or `blockedprincipals`, found `AllDatabasesViewer`
     --> test:1:14
    1 | .add cluster AllDatabasesViewer ('aaduser=ana@contoso.com')
      |              ^^^^^^^^^^^^^^^^^^
      = help: did you mean `alldatabasesviewers`?
      = help: the real cluster manages AllDatabasesViewer in the portal, not by commands
    ");
    assert_snapshot!(told(".add cluster AllDatabasesAdmin ('aaduser=ana@contoso.com')"), @"
    error: expected a role of a cluster or `blockedprincipals`, found `AllDatabasesAdmin`
     --> test:1:14
    1 | .add cluster AllDatabasesAdmin ('aaduser=ana@contoso.com')
      |              ^^^^^^^^^^^^^^^^^
      = help: did you mean `alldatabasesadmins`?
      = help: the real cluster manages AllDatabasesAdmin in the portal, not by commands
    ");
    assert_snapshot!(told(".drop cluster alldatabasesmonitor ('aaduser=ana@contoso.com')"), @"
    error: expected a role of a cluster, `blockedprincipals`, `data`, `metadata` or `all`, found `alldatabasesmonitor`
     --> test:1:15
    1 | .drop cluster alldatabasesmonitor ('aaduser=ana@contoso.com')
      |               ^^^^^^^^^^^^^^^^^^^
      = help: did you mean `alldatabasesmonitors`?
      = help: the real cluster manages AllDatabasesMonitor in the portal, not by commands
    ");
    assert_snapshot!(told(".add database NetDefaultDB AllDatabasesViewer ('aaduser=ana@contoso.com')"), @"
    error: a database has no role `AllDatabasesViewer`
     --> test:1:28
    1 | .add database NetDefaultDB AllDatabasesViewer ('aaduser=ana@contoso.com')
      |                            ^^^^^^^^^^^^^^^^^^
      = help: `alldatabasesviewers` is a role of a cluster; a database has `admins`, `users`, `viewers`, `unrestrictedviewers`, `ingestors` and `monitors`
    ");
}

#[test]
fn a_role_in_the_singular_is_the_role_or_is_told_where_it_belongs() {
    assert_snapshot!(told(".add database NetDefaultDB viewer ('aaduser=ana@contoso.com')"), @"
    error: expected a role of a database, found `viewer`
     --> test:1:28
    1 | .add database NetDefaultDB viewer ('aaduser=ana@contoso.com')
      |                            ^^^^^^
      = help: did you mean `viewers`?
      = help: a role of a database is one of `admins`, `users`, `viewers`, `unrestrictedviewers`, `ingestors`, `monitors`
    ");
    assert_snapshot!(told(".add table T Viewer ('aaduser=ana@contoso.com')"), @"
    error: a table has no role `Viewer`
     --> test:1:14
    1 | .add table T Viewer ('aaduser=ana@contoso.com')
      |              ^^^^^^
      = help: `viewers` is a role of a cluster or a database; a table has `admins` and `ingestors`
    ");
}

#[test]
fn a_role_change_with_its_parts_in_another_way_is_told_the_right_one() {
    assert_snapshot!(told(".add database NetDefaultDB viewers none"), @"
    error: `none` stands after `.set` only
     --> test:1:36
    1 | .add database NetDefaultDB viewers none
      |                                    ^^^^
      = help: `.set … none` takes the role from all who have it; other verbs take a list of principals
    ");
    assert_snapshot!(told(".add database NetDefaultDB viewers 'aaduser=x@contoso.com'"), @"
    error: expected `(`, found `'aaduser=x@contoso.com'`
     --> test:1:36
    1 | .add database NetDefaultDB viewers 'aaduser=x@contoso.com'
      |                                    ^^^^^^^^^^^^^^^^^^^^^^^
      = help: principals stand in round brackets: `('aaduser=x@contoso.com')`
    ");
    assert_snapshot!(told(".add database NetDefaultDB viewers aaduser=x@contoso.com"), @"
    error: expected `(`, found `aaduser`
     --> test:1:36
    1 | .add database NetDefaultDB viewers aaduser=x@contoso.com
      |                                    ^^^^^^^
      = help: principals stand in quotes and round brackets: `('aaduser=x@contoso.com')`
    ");
    assert_snapshot!(told(".add database NetDefaultDB viewers (aaduser=x@contoso.com, aaduser=y@contoso.com)"), @"
    error: expected a principal in quotes, such as `'aaduser=abbiatkins@fabrikam.com'`, found `aaduser`
     --> test:1:37
    1 | .add database NetDefaultDB viewers (aaduser=x@contoso.com, aaduser=y@contoso.com)
      |                                     ^^^^^^^
      = help: a principal stands in quotes: `'aaduser=x@contoso.com', 'aaduser=y@contoso.com'`
    ");
    assert_snapshot!(told(".add database NetDefaultDB viewers ('aaduser=x@contoso.com') 'notes' skip-results"), @"
    error: expected the end of the command, found `skip-results`
     --> test:1:70
    1 | .add database NetDefaultDB viewers ('aaduser=x@contoso.com') 'notes' skip-results
      |                                                                      ^^^^^^^^^^^^
      = help: `skip-results` stands before `'notes'`
    ");
    assert_snapshot!(told(".add database viewers NetDefaultDB ('aaduser=x@contoso.com')"), @"
    error: expected a role of a database, found `NetDefaultDB`
     --> test:1:23
    1 | .add database viewers NetDefaultDB ('aaduser=x@contoso.com')
      |                       ^^^^^^^^^^^^
      = help: `NetDefaultDB` stands before `viewers`
    ");
    assert_snapshot!(told(".add table DB.T admins ('aaduser=x@contoso.com')"), @"
    error: expected a role of a table, found `.`
     --> test:1:14
    1 | .add table DB.T admins ('aaduser=x@contoso.com')
      |              ^
      = help: the command takes `T` alone: `#dbcontext DB`, or `-d DB`, makes `DB` the database in context
    ");
}

#[test]
fn a_word_that_is_missing_is_put_in() {
    assert_snapshot!(told(".show principals"), @"
    error: expected `principal`, `database`, `table`, `cluster`, `external`, `materialized-view`, `function` or one of 69 other words, found `principals`
     --> test:1:7
    1 | .show principals
      |       ^^^^^^^^^^
      = help: did you mean `.show database principals` or `.show cluster principals`?
    ");
    assert_snapshot!(told(".show T details"), @"
    error: expected `database`, `table`, `cluster`, `external`, `materialized-view`, `function`, `graph_model` or one of 69 other words, found `T`
     --> test:1:7
    1 | .show T details
      |       ^
      = help: did you mean `.show table T details`, `.show materialized-view T details` or `.show graph_model T details`?
    ");
}

/// Whether the text is one command that is read.
fn is_read(text: &str) -> bool {
    let mut read = Vec::new();
    pieces(text, 1, |piece| read.push(parser::parse(&piece).is_ok()));
    read == [true]
}

/// The offers of a diagnostic: what stands in back-quotes after `did you mean`.
fn offers(told: &str) -> Vec<&str> {
    let lines = told.lines().filter(|line| line.contains("= help: did you mean"));
    lines.flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

/// `.add <entity> <role> ('…')`
fn addition(verb: &str, kind: EntityKind, role: &str) -> String {
    let name = if kind == EntityKind::Cluster { "" } else { " E" };
    format!(".{verb} {kind}{name} {role} ('aaduser=a@b.c')")
}

/// Every role of every kind of entity.
fn roles() -> impl Iterator<Item = (EntityKind, Role)> {
    Role::ALL.iter().flat_map(|role| role.scopes().iter().map(|kind| (*kind, *role)))
}

#[test]
fn a_role_in_any_case_singular_or_plural_is_offered_as_its_word() {
    for (kind, role) in roles() {
        let long = role.long_word().filter(|_| kind == EntityKind::Cluster);
        let name = role.cluster_name().filter(|_| kind == EntityKind::Cluster);
        for word in [Some(role.word()), long].into_iter().flatten() {
            let singular = word.trim_end_matches('s');
            let title = name.filter(|name| word.starts_with(&name.to_lowercase())).unwrap_or(role.title());
            for written in [singular.to_owned(), word.to_uppercase(), singular.to_uppercase(), title.to_owned()] {
                let shown = told(&addition("add", kind, &written));
                assert_eq!(offers(&shown), [word], "{written}\n{shown}");
                assert_eq!(shown.contains("in the portal, not by commands"), Some(word) == long, "{shown}");
                assert!(is_read(&addition("add", kind, word)), "{word}");
            }
        }
    }
}

#[test]
fn a_verb_that_is_offered_reads_on() {
    for (kind, role) in roles() {
        for (written, meant) in
            [("grant", "add"), ("give", "add"), ("assign", "add"), ("revoke", "drop"), ("remove", "drop")]
        {
            let shown = told(&addition(written, kind, role.word()));
            assert_eq!(offers(&shown), [format!(".{meant}")], "{shown}");
            assert!(is_read(&addition(meant, kind, role.word())), "{shown}");
        }
        let shown = told(&addition("delete", kind, role.word()));
        assert_eq!(offers(&shown), [".drop", ".delete"], "{shown}");
    }
}

#[test]
fn a_whole_command_that_is_offered_is_read() {
    let commands = [
        ".show principals",
        ".show T details",
        ".show policy caching",
        ".drop T",
        ".alter T policy caching hot = 3d",
        ".add D viewers ('aaduser=a@b.c')",
        ".show cluster managed_identity",
        ".add database D viewers ('aaduser=a@b.c'), ('aaduser=d@e.f')",
        ".add viewer 'aaduser=a@b.c' to database D",
        ".add database D viewers ['aaduser=a@b.c'; 'aaduser=d@e.f']",
        ".grant 'aaduser=a@b.c' admin of materialized-view V",
        ".remove admins of cluster: 'aaduser=a@b.c', 'aaduser=d@e.f'",
        "show databases",
        "Add Database D Viewers ('aaduser=a@b.c')",
        "create table T (x: int)",
    ];
    for command in commands {
        let shown = told(command);
        assert!(!offers(&shown).is_empty(), "{shown}");
        offers(&shown).into_iter().for_each(|offer| assert!(is_read(offer), "{offer}\n{shown}"));
    }
}

#[test]
fn nothing_is_offered_that_leaves_out_what_was_written() {
    let commands = [
        ".add database D, E viewers ('aaduser=a@b.c')",
        ".add database D viewers, users ('aaduser=a@b.c')",
        ".add user 'aaduser=a@b.c' to database D",
        ".add database D viewers ('aaduser=a@b.c') 'first' 'second'",
        ".grant viewer of 'aaduser=a@b.c'",
        ".grant viewer of database D to 'aaduser=a@b.c' 'notes'",
    ];
    for command in commands {
        let shown = told(command);
        assert!(offers(&shown).into_iter().all(|offer| !offer.contains(' ')), "{shown}");
    }
}

#[test]
fn a_table_of_another_database_is_told_for_every_entity_below_databases() {
    for (kind, role) in roles().filter(|(kind, _)| *kind > EntityKind::Database) {
        let command = format!(".add {kind} D.E {role} ('aaduser=a@b.c')");
        let advice =
            "= help: the command takes `E` alone: `#dbcontext D`, or `-d D`, makes `D` the database in context";
        assert!(told(&command).contains(advice), "{}", told(&command));
        assert!(is_read(&command.replace("D.E", "E")));
    }
}

#[test]
fn whoever_writes_another_language_is_told_what_to_write_and_what_is_shown_whole_is_read() {
    let script = fs::read_to_string("fixtures/errors/other-languages.kql").unwrap();
    let mut count = 0;
    pieces(&script, 1, |piece| {
        let error = if piece.directive { parser::directive(&piece).err() } else { parser::parse(&piece).err() };
        let diagnostic = Diagnostic::from(error.unwrap_or_else(|| panic!("{}", piece.text)));
        assert!(!diagnostic.help.is_empty(), "{diagnostic:?}");
        let parts = diagnostic.help.iter().flat_map(|help| help.split('`').skip(1).step_by(2));
        // A verb alone, a form with `…`, and what a body follows are no whole commands.
        let is_whole = |part: &&str| part.starts_with('.') && part.contains(' ') && !part.contains('…');
        for command in parts.filter(is_whole).filter(|command| !command.ends_with("<|")) {
            assert!(is_read(command), "{command}\n{diagnostic:?}");
        }
        count += 1;
    });
    assert!(count > 80, "{count}");
}

#[test]
fn words_that_people_have_for_others_are_told_the_ones_of_the_language() {
    assert_snapshot!(told(".alter table T policy batching '{}'"), @"
    error: expected `caching`, `restricted_view_access`, `row_level_security`, `ingestiontime`, `rowid`, `ingestionbatching`, `streamingingestion` or one of 10 other words, found `batching`
     --> test:1:23
    1 | .alter table T policy batching '{}'
      |                       ^^^^^^^^
      = help: did you mean `ingestionbatching`?
    ");
    assert_snapshot!(told(".alter table T policy cache hot = 1d"), @"
    error: expected `restricted_view_access`, `row_level_security`, `caching`, `ingestiontime`, `rowid`, `ingestionbatching`, `streamingingestion` or one of 10 other words, found `cache`
     --> test:1:23
    1 | .alter table T policy cache hot = 1d
      |                       ^^^^^
      = help: did you mean `caching`?
    ");
    assert_snapshot!(told(".create continuous-export C over (T) to table E"), @"
    error: expected `database`, `table`, `tables`, `function`, `external`, `async`, `ifnotexists` or one of 7 other words, found `continuous-export`
     --> test:1:9
    1 | .create continuous-export C over (T) to table E
      |         ^^^^^^^^^^^^^^^^^
      = help: did you mean `.create-or-alter` in place of `.create`?
    ");
    assert_snapshot!(told(".create stored_query_result R <| T"), @"
    error: expected `database`, `table`, `tables`, `function`, `external`, `async`, `ifnotexists` or one of 7 other words, found `stored_query_result`
     --> test:1:9
    1 | .create stored_query_result R <| T
      |         ^^^^^^^^^^^^^^^^^^^
      = help: did you mean `.set` in place of `.create`?
    ");
    assert_snapshot!(told(".alter database NetDefaultDB viewers ('aaduser=x@contoso.com')"), @"
    error: expected `policy`, `prettyname`, `persist`, `ingestion` or `storage`, found `viewers`
     --> test:1:30
    1 | .alter database NetDefaultDB viewers ('aaduser=x@contoso.com')
      |                              ^^^^^^^
      = help: did you mean `.add` or `.set` in place of `.alter`?
    ");
}

#[test]
fn a_name_after_its_database_is_told_how_that_is_named_however_it_is_written() {
    assert_snapshot!(told(".add table ['DB'].['T'] admins ('aaduser=x@contoso.com')"), @"
    error: expected a role of a table, found `.`
     --> test:1:18
    1 | .add table ['DB'].['T'] admins ('aaduser=x@contoso.com')
      |                  ^
      = help: the command takes `['T']` alone: `#dbcontext DB`, or `-d DB`, makes `DB` the database in context
    ");
    assert_snapshot!(told(".create table database('FD').T (x: int)"), @"
    error: expected `:`, found `)`
     --> test:1:28
    1 | .create table database('FD').T (x: int)
      |                            ^
      = help: the command takes `T` alone: `#dbcontext FD`, or `-d FD`, makes `FD` the database in context
    ");
}
