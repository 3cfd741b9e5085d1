//! Kinds of commands that are read by the forms of their rows: what they take, say and do.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

mod support;

use insta::assert_snapshot;
use kmgmt::model::command_kind::CommandKind;
use kmgmt::model::entity::EntityKind;
use kmgmt::model::form::{Node, Slot, parts};
use kmgmt::model::keyword::Keyword;
use kmgmt::model::policy::PolicyKind;
use kmgmt::model::policy_target::{Extent, Target, has};
use kmgmt::session::Session;
use kmgmt::syntax::{parser, pieces};
use support::{run, run_well, said_of, session, session_with_environment, told};

fn with_tables() -> Session {
    let mut session = session();
    run_well(&mut session, ".create table T (a:int)\n.create table U (a:int)\n");
    session
}

/// The Policy column of the last answer.
fn policies(session: &mut Session, text: &str) -> Vec<String> {
    let mut cells = Vec::new();
    pieces(text, 1, |piece| {
        let output = session.run(&piece).result.unwrap_or_else(|error| panic!("{}: {error:?}", piece.text));
        let table = session.table(&output).unwrap();
        let row = |row: &[kmgmt::table::Value]| format!("{:?}", row[2]).replace("\\\"", "\"");
        cells = table.rows().map(row).collect();
    });
    cells
}

fn printed(text: &str) -> String {
    let mut printed = String::new();
    pieces(text, 1, |piece| printed = parser::parse(&piece).unwrap().to_string());
    printed
}

#[test]
fn a_caching_policy_is_set_shown_and_deleted() {
    let mut session = with_tables();
    let unset = policies(&mut session, ".show table T policy caching");
    assert_eq!(unset, [r#"Text("null")"#]);
    let set = policies(&mut session, ".alter table T policy caching hot = 3d");
    let span = r#"{"Value": "3.00:00:00"}"#;
    assert_eq!(set, [format!(r#"Text("{{"DataHotSpan": {span}, "IndexHotSpan": {span}}}")"#)]);
    assert_eq!(policies(&mut session, ".show table NetDefaultDB.T policy caching"), set);
    assert_eq!(policies(&mut session, ".show table * policy caching"), [set[0].clone(), unset[0].clone()]);
    assert_eq!(policies(&mut session, ".delete table T policy caching"), unset);
}

#[test]
fn a_caching_policy_of_several_tables_and_of_a_database_is_set_at_once() {
    let mut session = with_tables();
    let of_tables = policies(&mut session, ".alter tables (T, U) policy caching hotdata = 1d hotindex = 2d");
    assert_eq!(of_tables.len(), 2);
    assert!(of_tables[0].contains(r#""IndexHotSpan": {"Value": "2.00:00:00"}"#), "{of_tables:?}");
    let of_database = policies(
        &mut session,
        ".alter database policy caching hot = 1d, hot_window = datetime(2021-01-01) .. datetime(2021-02-01)",
    );
    let window = r#""HotWindows": [{"MinValue": "2021-01-01T00:00:00Z", "MaxValue": "2021-02-01T00:00:00Z"}]"#;
    assert!(of_database[0].contains(window), "{of_database:?}");
    assert_eq!(policies(&mut session, ".show database * policy caching"), of_database);
}

#[test]
fn a_row_command_prints_as_it_is_read() {
    let cases = [
        (".show table D.T policy caching | count", ".show table D.T policy caching | count"),
        (
            ".alter tables (T,['a b']) policy caching hot=36h",
            ".alter tables (T, ['a b']) policy caching hot = time(1.12:00:00)",
        ),
        (".show database policy policy caching", ".show database ['policy'] policy caching"),
        (".show database policy caching", ".show database policy caching"),
    ];
    for (text, expected) in cases {
        assert_eq!(printed(text), expected);
    }
}

#[test]
fn slips_in_a_row_command_are_told_with_what_could_stand_there() {
    let mut session = with_tables();
    let cases = [
        (".alter table T policy caching hots = 3d", "expected `hot` or `hotdata`, found `hots`"),
        (".alter table T policy caching hots = 3d", "did you mean `hot`?"),
        (".alter table T policy cachng hot = 3d", "did you mean `caching`?"),
        (".alter table T policy caching hot = soon", "expected a length of time such as `5m` or `1.00:00:00`"),
        (".alter tables (T, T) policy caching hot = 3d", "`T` is given twice"),
        (".delete database policy caching", "the name of the database is missing"),
        (".show table T policy caching hot", "expected `|` or the end of the command, found `hot`"),
        (".cancel query 'q' with (my-reason='slow')", "expected the name of a property, found `my-reason`"),
        (".show entity T* schema as json", "expected `.` or `schema`, found `*`"),
        (".show databases (my-base*) metadata", "expected the name of a database, found `my-base`"),
        (".alter table V policy caching hot = 3d", "Entity ID 'V' of kind 'Table' was not found."),
        (".alter external table E policy caching hot = 3d", "an external table has no policy `caching`"),
    ];
    for (text, expected) in cases {
        let shown = run(&mut session, text);
        assert!(shown.contains(expected), "{text}\n{shown}");
    }
}

#[test]
fn a_policy_that_no_command_sets_of_several_tables_says_what_does() {
    let mut session = with_tables();
    let shown = run(&mut session, ".alter tables (T, U) policy row_level_security enable \"T\"");
    let message = "no command `.alter tables (…)` has the policy `row_level_security`";
    let help = "`.alter tables (…)` has `restricted_view_access`, `caching`, `retention`, `ingestiontime`, `rowid`, \
                `ingestionbatching`, `roworder` and `merge`; `.alter table NAME policy row_level_security` is about one";
    assert!(shown.contains(message) && shown.contains(help), "{shown}");
}

#[test]
fn a_stored_policy_comes_back_with_the_script_of_its_database() {
    let mut session = with_tables();
    run_well(&mut session, ".alter table T policy caching hotdata = 1d hotindex = 2d\n");
    let script = run(&mut session, ".show database schema as csl script");
    assert!(
        script.contains(".alter table T policy caching hotdata = time(1.00:00:00) hotindex = time(2.00:00:00)"),
        "{script}"
    );
}

#[test]
fn a_purge_finds_its_table_in_the_database_that_it_names() {
    let mut session = session();
    run_well(
        &mut session,
        ".create database D volatile\n#dbcontext D\n.create table T (a:int)\n#dbcontext NetDefaultDB\n",
    );
    let well = run(&mut session, ".purge table T in database D allrecords\n");
    assert!(!well.contains("error"), "{well}");
    let shown = run(&mut session, ".purge table T records in database NetDefaultDB <| where a == 1");
    assert!(shown.contains("Entity ID 'T' of kind 'Table' was not found."), "{shown}");
}

/// The words of a command about a policy: `alter tables TABLES policy caching`.
fn words(policy: PolicyKind, kind: EntityKind, extent: Extent, verb: Keyword) -> String {
    let name = match (kind, extent) {
        (EntityKind::Cluster, _) => String::new(),
        (_, Extent::One) => " T".to_owned(),
        (_, Extent::All) => " *".to_owned(),
        (_, Extent::Several) => "s (T)".to_owned(),
    };
    let policy_of = format!(".{verb} {kind}{name} {} {policy}", Keyword::Policy);
    let changes = matches!(verb, Keyword::Alter | Keyword::AlterMerge);
    let body = match policy {
        _ if !changes => "",
        PolicyKind::ManagedIdentity | PolicyKind::MultiDatabaseAdmins => " '[]'",
        PolicyKind::RestrictedViewAccess => " true",
        PolicyKind::RowLevelSecurity => " enable 'T'",
        PolicyKind::Caching => " hot = 1d",
        PolicyKind::IngestionTime | PolicyKind::RowId => " true",
        PolicyKind::RowOrder => " (a asc)",
        PolicyKind::RequestClassification if verb == Keyword::Alter => " '{}' <| T",
        _ => " '{}'",
    };
    format!("{policy_of}{body}")
}

#[test]
fn the_table_of_policies_and_the_table_of_kinds_agree_on_every_target_and_verb() {
    const VERBS: [Keyword; 4] = [Keyword::Show, Keyword::Alter, Keyword::AlterMerge, Keyword::Delete];
    for policy in PolicyKind::ALL {
        for kind in EntityKind::ALL {
            for extent in [Extent::One, Extent::All, Extent::Several] {
                if kind == &EntityKind::Cluster && extent != Extent::One {
                    continue;
                }
                for verb in VERBS {
                    let text = words(*policy, *kind, extent, verb);
                    let listed = has(*policy, Target { kind: *kind, extent, verb });
                    pieces(&text, 1, |piece| {
                        let parsed = parser::parse(&piece).map(|statement| statement.command.kind());
                        let is = |found: &CommandKind| found.form().contains(policy.word());
                        assert_eq!(parsed.as_ref().is_ok_and(is), listed, "{text}: {parsed:?}");
                    });
                }
            }
        }
    }
}

#[test]
fn policies_that_exclude_each_other_do_so_both_ways_and_say_what_ends_them() {
    for policy in PolicyKind::ALL {
        for other in policy.excludes() {
            assert!(other.excludes().contains(policy), "{policy} and {other}");
            assert!(other.in_force().is_some(), "{other}");
        }
    }
}

#[test]
fn the_columns_of_a_row_are_those_that_its_commands_answer() {
    let mut checked = 0;
    for folder in ["fixtures/tour", "fixtures/scripts"] {
        let mut session = session_with_environment();
        let mut scripts: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        scripts.sort();
        for script in scripts.iter().filter(|path| path.extension().is_some_and(|is| is == "kql")) {
            if folder == "fixtures/scripts" {
                session = session_with_environment();
            }
            pieces(&std::fs::read_to_string(script).unwrap(), 1, |piece| {
                let kind = parser::parse(&piece).ok().map(|statement| statement.command.kind());
                let Ok(output) = session.run(&piece).result else { return };
                let Some(table) = session.table(&output) else { return };
                let Some(kind) = kind else { return };
                // The detailed form of graph models has more columns.
                if !piece.text.contains("details") || kind.form().contains(" details") && !kind.form().contains('[') {
                    assert_eq!(table.columns(), kind.schema().columns().collect::<Vec<_>>(), "{}", piece.text);
                    checked += 1;
                }
            });
        }
    }
    assert!(checked > 250, "only {checked}");
}

#[test]
fn set_makes_a_table_that_does_not_exist_and_append_needs_one() {
    let mut session = session();
    run_well(&mut session, ".create table A (x:int)");
    assert_snapshot!(said_of(&mut session, ".set A <| print x = 1"), @"
    error: Entity 'A' of kind 'Table' already exists.
     --> test:1:6
    1 | .set A <| print x = 1
      |      ^
      = help: `.append A …` adds rows to it, `.set-or-replace A …` replaces them
      = help: `.set-or-append A …` makes the table only where there is none
    ");
    assert_snapshot!(said_of(&mut session, ".append B <| print x = 1"), @"
    error: Entity ID 'B' of kind 'Table' was not found.
     --> test:1:9
    1 | .append B <| print x = 1
      |         ^
      = help: kmgmt looked for a table in database `NetDefaultDB`
    ");
    for well in [".set B", ".set async ['C']", ".append A", ".set-or-append A", ".set-or-append B", ".set-or-replace A"]
    {
        run_well(&mut session, &format!("{well} <| print x = 1"));
    }
}

#[test]
fn a_table_that_was_dropped_stays_gone() {
    assert_snapshot!(run(&mut session(), ".undo drop table T version=\"v1\""), @"
    note: test:1: `.undo drop table NAME version` has no effect here: the table stays gone, as kmgmt keeps no versions of extents (told once)
    ExtentId,NumberOfRecords,Status,FailureReason
    ");
}

#[test]
fn what_is_taken_from_no_follower_makes_none() {
    let mut session = session();
    let dropped = ".drop follower database NetDefaultDB viewers ('aaduser=ana@contoso.com')";
    assert_snapshot!(run(&mut session, dropped), @"
    warning: `aaduser=ana@contoso.com` does not hold `Follower NetDefaultDB Viewer` itself: nothing is taken from it
     --> test:1:47
      |
    1 | .drop follower database NetDefaultDB viewers ('aaduser=ana@contoso.com')
      |                                               ^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: it has no role here, neither itself nor through a group
    DatabaseName,LeaderClusterMetadataPath,CachingPolicyOverride,AuthorizedPrincipalsOverride,AuthorizedPrincipalsModificationKind,CachingPoliciesModificationKind,IsAutoPrefetchEnabled,TableMetadataOverrides
    ");
    assert_snapshot!(run(&mut session, ".delete follower database NetDefaultDB policy caching"), @"DatabaseName,LeaderClusterMetadataPath,CachingPolicyOverride,AuthorizedPrincipalsOverride,AuthorizedPrincipalsModificationKind,CachingPoliciesModificationKind,IsAutoPrefetchEnabled,TableMetadataOverrides");
    run_well(&mut session, ".add follower database NetDefaultDB viewers ('aaduser=ann@contoso.com')");
    assert_snapshot!(said_of(&mut session, dropped), @"
    warning: `aaduser=ana@contoso.com` does not hold `Follower NetDefaultDB Viewer` itself: nothing is taken from it
     --> test:1:47
    1 | .drop follower database NetDefaultDB viewers ('aaduser=ana@contoso.com')
      |                                               ^^^^^^^^^^^^^^^^^^^^^^^^^
      = help: `aaduser=ann@contoso.com` holds it
      = help: it has no role here, neither itself nor through a group
    ");
    assert_snapshot!(said_of(&mut session, ".drop follower database NetDefaultDB viewers ('aaduser=ann@contoso.com')"), @"");
}

#[test]
fn a_followers_policy_for_a_table_that_is_not_there_is_warned_of() {
    let mut session = session();
    run_well(
        &mut session,
        ".create table Storms (x:int)\n.alter follower database NetDefaultDB prefetch-extents = true",
    );
    let alter = ".alter follower database NetDefaultDB";
    assert_snapshot!(said_of(&mut session, &format!("{alter} tables (Storms, Storm) policy caching hot = 3d")), @"
    warning: database `NetDefaultDB` has no table `Storm`
     --> test:1:55
    1 | .alter follower database NetDefaultDB tables (Storms, Storm) policy caching hot = 3d
      |                                                       ^^^^^
      = help: did you mean `Storms`?
      = help: the policy is kept, and has no effect until there is one
    ");
    assert_snapshot!(said_of(&mut session, &format!("{alter} materialized-view Storms policy caching hot = 3d")), @"
    warning: database `NetDefaultDB` has no materialized-view `Storms`
     --> test:1:57
    1 | .alter follower database NetDefaultDB materialized-view Storms policy caching hot = 3d
      |                                                         ^^^^^^
      = help: the policy is kept, and has no effect until there is one
    ");
    assert_snapshot!(said_of(&mut session, ".delete follower database NetDefaultDB table Storm policy caching"), @"");
}
/// The beginning of a form with a name where it takes the first one: the words that must stand there, and no others.
fn to_first_name(kind: CommandKind) -> Option<String> {
    let mut words = Vec::new();
    for node in parts(kind.form()) {
        match node {
            Node::Word(word) => words.push(word),
            Node::Optional(_) => {}
            Node::Choice(all) => match all.first().map(Vec::as_slice) {
                Some([Node::Word(word)]) => words.push(word),
                _ => return None,
            },
            Node::Slot(Slot::Entity(_) | Slot::Qualified(_) | Slot::Name) => {
                return Some(format!(".{} Zebra7", words.join(" ")));
            }
            _ => return None,
        }
    }
    None
}

#[test]
fn a_slip_after_a_name_is_not_reported_at_the_name() {
    let mut seen = 0;
    for kind in CommandKind::all().filter(|kind| kind.is_read_by_form()) {
        let Some(begun) = to_first_name(kind).filter(|begun| !begun.starts_with(".show Zebra7")) else { continue };
        let command = format!("{begun} wiht <! 5");
        pieces(&command, 1, |piece| {
            let error = parser::parse(&piece).unwrap_err();
            assert!(error.span.start as usize > begun.len(), "{command}: {error:?}");
        });
        seen += 1;
    }
    assert!(seen > 100, "{seen}");
    assert_snapshot!(told(".set-or-append T wiht (x=1) <| print 1"), @"
    error: expected `with` or `<|`, found `wiht`
     --> test:1:18
    1 | .set-or-append T wiht (x=1) <| print 1
      |                  ^^^^
      = help: did you mean `with`?
    ");
    assert_snapshot!(told(".set T <! print 1"), @"
    error: expected `with` or `<|`, found `<`
     --> test:1:8
    1 | .set T <! print 1
      |        ^
      = help: write `<|` in place of `<`
    ");
    assert_snapshot!(told(".set-or-replace T"), @"
    error: expected `with` or `<|`, found the end of the command
     --> test:1:18
    1 | .set-or-replace T
      |                  ^
    ");
    assert_snapshot!(told(".set-or-append asyn T <| print 1"), @"
    error: expected `async`, found `asyn`
     --> test:1:16
    1 | .set-or-append asyn T <| print 1
      |                ^^^^
      = help: did you mean `async`?
    ");
    assert_snapshot!(told(".set tabel T <| print 1"), @"
    error: expected `table`, `database`, `cluster`, `external`, `materialized-view`, `function`, `graph_model` or one of 6 other words, found `tabel`
     --> test:1:6
    1 | .set tabel T <| print 1
      |      ^^^^^
      = help: did you mean `table`?
    ");
    assert_snapshot!(told(".show T extnt"), @"
    error: expected `extent`, found `extnt`
     --> test:1:9
    1 | .show T extnt
      |         ^^^^^
      = help: did you mean `extent`?
    ");
    assert_snapshot!(told(".show foobar"), @"
    error: expected `database`, `table`, `cluster`, `external`, `materialized-view`, `function`, `graph_model` or one of 69 other words, found `foobar`
     --> test:1:7
    1 | .show foobar
      |       ^^^^^^
      = help: did you mean `.show table foobar`, `.show materialized-view foobar` or `.show function foobar`?
    ");
    assert_snapshot!(told(".append table T <| print 1"), @"
    error: expected `with` or `<|`, found `T`
     --> test:1:15
    1 | .append table T <| print 1
      |               ^
      = help: the name of the table stands here without `table`
    ");
}
