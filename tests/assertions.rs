//! Assertions in the comments of scripts: what holds where, what is wrong where it does not, and `kmgmt test` from
//! outside.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

mod support;

#[path = "cli/kmgmt.rs"]
mod cli;

use cli::{command, file, kmgmt};
use kmgmt::diagnostic::{Context, Style, human};
use kmgmt::plan::{Choice, Run, TestReport, changes};
use kmgmt::session::Session;
use kmgmt::syntax::parts;

const START: &str = ".create table T (x:int)\n.add database NetDefaultDB viewers ('aaduser=ana@contoso.com')\n";

/// Runs a script on a copy of the session's cluster.
fn tested(session: &Session, text: &str) -> TestReport {
    let mut run = Run::begin(session, "test", Choice::default());
    parts(text, |part| run.part(&part));
    run.finish()
}

/// What is wrong, as people see it, and the first line of each proof.
fn wrong(session: &Session, text: &str) -> String {
    let report = tested(session, text);
    let mut shown = String::new();
    for check in &report.checks {
        let Some(failure) = &check.failure else { continue };
        let context = Context { origin: "test", text: &check.text, line: check.line, database: "" };
        shown += &human(&failure.diagnostic, &context, Style::Plain);
        shown.push('\n');
        let proof = failure.proof.as_ref().map(|proof| format!("{}\n", proof.root.text));
        shown += &proof.unwrap_or_default();
    }
    shown
}

/// The lines of the assertions that hold, and of those that do not.
fn lines(report: &TestReport) -> (Vec<u32>, Vec<u32>) {
    let (held, failed): (Vec<_>, Vec<_>) = report.checks.iter().partition(|check| check.failure.is_none());
    let lines = |checks: Vec<&kmgmt::plan::Check>| checks.iter().map(|check| check.line).collect();
    (lines(held), lines(failed))
}

#[test]
fn an_assertion_sees_what_the_statements_before_it_left() {
    let text = "\
//! deny aaduser=ana@contoso.com view database NetDefaultDB
.add database NetDefaultDB viewers ('aaduser=ana@contoso.com')
//! allow aaduser=ana@contoso.com view database NetDefaultDB // she reads now
.drop database NetDefaultDB viewers ('aaduser=ana@contoso.com')
  //! deny aaduser=ana@contoso.com view database NetDefaultDB because NoRole
#as aaduser=ana@contoso.com
//! fails Forbidden
.create table T (x:int)
//! principals database NetDefaultDB viewers == ()
";
    let report = tested(&support::session(), text);
    assert_eq!(lines(&report), (vec![1, 3, 5, 7, 9], vec![]));
    assert!(report.fault.is_none());
}

#[test]
fn a_plain_run_takes_them_for_comments() {
    let mut session = support::session();
    assert_eq!(support::run(&mut session, "//! deny nonsense\n#dbcontext\n  //! x\n"), "NetDefaultDB\n");
}

#[test]
fn what_does_not_hold_is_said_with_its_place_and_its_proof() {
    let text = format!(
        "{START}//! deny aaduser=ana@contoso.com view table T
.alter table T policy restricted_view_access true
//! deny aaduser=ana@contoso.com view table T because NoRole
//! allow aaduser=ana@contoso.com view table T
//! never aaduser=ana@contoso.com view database NetDefaultDB
//! principals database viewers == ('aaduser=bob@contoso.com')
//! fails Forbidden
.drop table Orders
//! fails EntityNotFound
.show tables
//! plan changes 5
//! fails Syntax
"
    );
    insta::assert_snapshot!(wrong(&support::session(), &text), @"
    error: this is allowed
     --> test:3:1
      |
    3 | //! deny aaduser=ana@contoso.com view table T
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    allowed: `aaduser=ana@contoso.com` has `view` on table `T` in database `NetDefaultDB`
    error: this is denied because of `RestrictedViewAccess`, not `NoRole`
     --> test:5:1
      |
    5 | //! deny aaduser=ana@contoso.com view table T because NoRole
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: `NoRole`: no role that is held gives it
    denied: `aaduser=ana@contoso.com` does not have `view` on table `T` in database `NetDefaultDB`
    error: this is denied: `RestrictedViewAccess`
     --> test:6:1
      |
    6 | //! allow aaduser=ana@contoso.com view table T
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    denied: `aaduser=ana@contoso.com` does not have `view` on table `T` in database `NetDefaultDB`
    error: `aaduser=ana@contoso.com` may do so
     --> test:7:1
      |
    7 | //! never aaduser=ana@contoso.com view database NetDefaultDB
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    allowed: `aaduser=ana@contoso.com` has `view` on database `NetDefaultDB`
    error: other principals hold the role
     --> test:8:36
      |
    8 | //! principals database viewers == ('aaduser=bob@contoso.com')
      |                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: not expected: `aaduser=ana@contoso.com`
      = help: missing: `aaduser=bob@contoso.com`
    error: the next statement failed with `EntityNotFound`, not `Forbidden`
     --> test:9:1
      |
    9 | //! fails Forbidden
      | ^^^^^^^^^^^^^^^^^^^
      |
      = help: it said: Entity ID 'Orders' of kind 'Table' was not found.
    error: the next statement succeeded, and was to fail with `EntityNotFound`
      --> test:11:1
       |
    11 | //! fails EntityNotFound
       | ^^^^^^^^^^^^^^^^^^^^^^^^
    error: the file changes 3, not 5
      --> test:13:18
       |
    13 | //! plan changes 5
       |                  ^
       |
       = help: what differs at its end is 1 assignment, 1 policy and 1 entity
    error: no statement follows, so that none can fail
      --> test:14:1
       |
    14 | //! fails Syntax
       | ^^^^^^^^^^^^^^^^
    ");
}

#[test]
fn faults_of_an_assertion_point_into_its_line_and_offer_what_is_near() {
    let text = "\
//! alow aaduser=ana@contoso.com view database NetDefaultDB
//! allow aaduser=ana@contoso.com viev database NetDefaultDB
//! deny aaduser=ana@contoso.com view table T becuse NoRole
//! deny aaduser=ana@contoso.com view database NetDefaultDB because NoRoles
//! principals database NetDefaultDB viewrs == ()
//! principals tabel T admins == ()
//! principals database NetDefaultDB viewers ()
//! principals database NetDefaultDB viewers == (aaduser=ana@contoso.com)
//! fails Forbiden
//! plan changes some
//! allow
//!
//! allow aaduser=ana@contoso.com view table Nothing
";
    insta::assert_snapshot!(wrong(&support::session(), text), @"
    error: expected `allow`, `deny`, `never`, `principals`, `fails` or `plan`, found `alow`
     --> test:1:5
      |
    1 | //! alow aaduser=ana@contoso.com view database NetDefaultDB
      |     ^^^^
      |
      = help: did you mean `allow`?
    error: `viev` is no action
     --> test:2:35
      |
    2 | //! allow aaduser=ana@contoso.com viev database NetDefaultDB
      |                                   ^^^^
      |
      = help: did you mean `view`?
      = help: the actions are `view`, `view restricted`, `ingest`, `show metadata`, `show principals`, `monitor`, `create table`, `alter`, `drop`, `manage roles`, `administer`, `create database`, `monitor cluster`, `administer cluster`, `admin`, `create external table`, `create graph_model`, `create continuous-export`, `create workload_group`, `export`, `purge`, `manage followers`, `export on behalf of IDENTITY`, and the words of each command, such as `drop column`
    error: expected `because`, found `becuse`
     --> test:3:47
      |
    3 | //! deny aaduser=ana@contoso.com view table T becuse NoRole
      |                                               ^^^^^^
      |
      = help: did you mean `because`?
      = help: the assertion is written `//! deny PRINCIPAL ACTION ENTITY [because REASON]`
    error: expected `NoRole`, `NoDependency`, `RestrictedViewAccess`, `Blocked` or `ManagedIdentity`, found `NoRoles`
     --> test:4:69
      |
    4 | //! deny aaduser=ana@contoso.com view database NetDefaultDB because NoRoles
      |                                                                     ^^^^^^^
      |
      = help: did you mean `NoRole`?
      = help: the assertion is written `//! deny PRINCIPAL ACTION ENTITY [because REASON]`
    error: expected a role of a database, found `viewrs`
     --> test:5:38
      |
    5 | //! principals database NetDefaultDB viewrs == ()
      |                                      ^^^^^^
      |
      = help: did you mean `viewers`?
      = help: a role of a database is one of `admins`, `users`, `viewers`, `unrestrictedviewers`, `ingestors`, `monitors`
      = help: the assertion is written `//! principals ENTITY ROLE == ('PRINCIPAL', …)`
    error: expected `table`, `cluster`, `database`, `external`, `materialized-view`, `function`, `graph_model` or an entity that has roles, found `tabel`
     --> test:6:16
      |
    6 | //! principals tabel T admins == ()
      |                ^^^^^
      |
      = help: did you mean `table`?
      = help: the assertion is written `//! principals ENTITY ROLE == ('PRINCIPAL', …)`
    error: expected `==`, found the end of the line
     --> test:7:48
      |
    7 | //! principals database NetDefaultDB viewers ()
      |                                                ^
      |
      = help: the assertion is written `//! principals ENTITY ROLE == ('PRINCIPAL', …)`
    error: expected `)` or a principal in quotes, such as `'aaduser=abbiatkins@fabrikam.com'`, found `aaduser`
     --> test:8:50
      |
    8 | //! principals database NetDefaultDB viewers == (aaduser=ana@contoso.com)
      |                                                  ^^^^^^^
      |
      = help: the assertion is written `//! principals ENTITY ROLE == ('PRINCIPAL', …)`
    error: expected `Forbidden`, `Syntax`, `Semantic`, `NotInterpreted`, `NoEffect`, `BadRequest`, `DatabaseNotFound` or one of 26 other words, found `Forbiden`
     --> test:9:11
      |
    9 | //! fails Forbiden
      |           ^^^^^^^^
      |
      = help: did you mean `Forbidden`?
      = help: the assertion is written `//! fails CODE`
    error: expected a number of changes, found `some`
      --> test:10:18
       |
    10 | //! plan changes some
       |                  ^^^^
       |
       = help: the assertion is written `//! plan changes NUMBER`
    error: the principal is missing
      --> test:11:10
       |
    11 | //! allow
       |          ^
       |
       = help: a principal is written aaduser=UPN, or aaduser=UPN-or-object-id;tenant; aadgroup=mail, or aadgroup=name-or-object-id;tenant; aadapp=name-or-application-id;tenant; msauser=UPN
    error: expected `allow`, `deny`, `never`, `principals`, `fails` or `plan`, found the end of the line
      --> test:12:1
       |
    12 | //!
       | ^
    error: Entity ID 'Nothing' of kind 'Table' was not found.
      --> test:13:46
       |
    13 | //! allow aaduser=ana@contoso.com view table Nothing
       |                                              ^^^^^^^
       |
       = help: kmgmt looked for a table in database `NetDefaultDB`
    ");
}

#[test]
fn a_line_inside_of_a_statement_is_no_assertion_and_is_told() {
    let text = "\
.create table T (
//! allow aaduser=ana@contoso.com view database NetDefaultDB
  x:int)
.alter table T docstring ```
//! text
```
.execute database script <|
.show tables
//! plan changes 1
#end
//! plan changes 1
";
    let report = tested(&support::session(), text);
    assert_eq!(lines(&report), (vec![11], vec![2, 9]));
    let data = tested(&support::session(), ".create table T (x:string)\n.ingest inline into table T <|\n//! data\n");
    assert_eq!(lines(&data), (vec![], vec![]));
    insta::assert_snapshot!(wrong(&support::session(), text), @"
    error: an assertion stands between statements, and this line is inside of one
     --> test:2:1
      |
    2 | //! allow aaduser=ana@contoso.com view database NetDefaultDB
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: a blank line ends the statement before it, and a line `#end` a script
    error: an assertion stands between statements, and this line is inside of one
     --> test:9:1
      |
    9 | //! plan changes 1
      | ^^^^^^^^^^^^^^^^^^
      |
      = help: a blank line ends the statement before it, and a line `#end` a script
    ");
}

#[test]
fn a_statement_that_nobody_expects_to_fail_ends_the_run() {
    let text = "//! plan changes 0\n.drop table Nothing\n//! deny aaduser=ana@contoso.com view database D\n";
    let report = tested(&support::session(), text);
    assert_eq!(lines(&report), (vec![], vec![1, 3]));
    assert_eq!(report.fault.unwrap().statement.line, 2);
    insta::assert_snapshot!(wrong(&support::session(), text), @"
    error: it is not reached: the run ended in line 2
     --> test:1:1
      |
    1 | //! plan changes 0
      | ^^^^^^^^^^^^^^^^^^
    error: it is not reached: the run ended in line 2
     --> test:3:1
      |
    3 | //! deny aaduser=ana@contoso.com view database D
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ");
}

#[test]
fn never_is_about_members_and_about_groups_whose_members_nobody_listed() {
    let environment = r#"{
        "directory": "open",
        "cluster": {"name": "local", "homeTenant": "contoso.com"},
        "tenants": [{"id": "9752a91d-8e15-44e2-aa72-e9f8e12c3ec5", "names": ["contoso.com"]}],
        "users": [
            {"upn": "ana@contoso.com", "objectId": "1", "displayName": "Ana", "tenant": "contoso.com"},
            {"upn": "bob@contoso.com", "objectId": "2", "displayName": "Bob", "tenant": "contoso.com"}
        ],
        "groups": [{
            "displayName": "listed", "objectId": "3", "email": "listed@contoso.com", "tenant": "contoso.com",
            "members": ["aaduser=ana@contoso.com"]
        }]
    }"#;
    let directory = kmgmt::directory::Directory::from_environment(environment).unwrap();
    let session = Session::new(directory, support::clock());
    let text = "\
.add database NetDefaultDB viewers ('aaduser=ana@contoso.com')
//! never aadgroup=listed@contoso.com administer database NetDefaultDB
//! never aadgroup=listed@contoso.com view database NetDefaultDB
//! never aaduser=bob@contoso.com view database NetDefaultDB
.add database NetDefaultDB users ('aadgroup=others@contoso.com')
//! never aaduser=bob@contoso.com view database NetDefaultDB
//! never aadgroup=others@contoso.com administer database NetDefaultDB
//! never aaduser=bob@contoso.com administer database NetDefaultDB
";
    let report = tested(&session, text);
    assert_eq!(lines(&report), (vec![2, 4, 8], vec![3, 6, 7]));
    insta::assert_snapshot!(wrong(&session, text), @r#"
    error: `aaduser=ana@contoso.com` may do so
     --> test:3:1
      |
    3 | //! never aadgroup=listed@contoso.com view database NetDefaultDB
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    allowed: `aaduser=ana@contoso.com` has `view` on database `NetDefaultDB`
    error: unknown through `aadgroup=others@contoso.com;9752a91d-8e15-44e2-aa72-e9f8e12c3ec5`: nobody listed its members, and it gives the right
     --> test:6:1
      |
    6 | //! never aaduser=bob@contoso.com view database NetDefaultDB
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: the environment lists the members of groups, and says with `"directory": "closed"` that nobody else exists
    error: unknown through `aadgroup=others@contoso.com;9752a91d-8e15-44e2-aa72-e9f8e12c3ec5`: nobody listed its members
     --> test:7:1
      |
    7 | //! never aadgroup=others@contoso.com administer database NetDefaultDB
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: the environment lists the members of groups, and says with `"directory": "closed"` that nobody else exists
    "#);
}

#[test]
fn changes_are_counted_without_versions_and_built_in_principals() {
    let session = support::session();
    let mut after = session.copy();
    support::run(&mut after, START);
    let text = format!("{}; {}", changes(&session, &after), changes(&after, &session));
    assert_eq!(text, "1 assignment and 1 entity; 1 assignment and 1 entity");
    support::run(&mut after, ".drop table T\n.drop database NetDefaultDB viewers ('aaduser=ana@contoso.com')\n");
    assert_eq!(changes(&session, &after).to_string(), "nothing");
}

/// A script of which one assertion fails.
const SCRIPT: &str = "\
.add database NetDefaultDB viewers ('aaduser=ana@contoso.com', 'aaduser=bob@contoso.com')
//! allow aaduser=ana@contoso.com view database NetDefaultDB
//! principals database NetDefaultDB viewers == ('aaduser=ana@contoso.com')
//! ignore wide-group: it is meant so
//! deny aaduser=bob@contoso.com view database NetDefaultDB
";

/// What the program writes about the script, with the name of the file as `roles.kql`.
fn written(name: &str, args: &[&str]) -> (String, i32) {
    let path = file(name, SCRIPT);
    let folder = path.strip_suffix(name).unwrap();
    let mut command = command(["test", &path].iter().chain(args));
    command.current_dir(folder);
    let (out, err, code) = cli::run(command, None);
    (format!("{err}{out}").replace(folder, "").replace(name, "roles.kql"), code)
}

#[test]
fn people_see_what_failed_and_how_many() {
    let (text, code) = written("assert-human.kql", &[]);
    assert_eq!(code, 1);
    insta::assert_snapshot!(text, @"
    error: other principals hold the role
     --> roles.kql:3:49
      |
    3 | //! principals database NetDefaultDB viewers == ('aaduser=ana@contoso.com')
      |                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: not expected: `aaduser=bob@contoso.com`

    error: this is allowed
     --> roles.kql:5:1
      |
    5 | //! deny aaduser=bob@contoso.com view database NetDefaultDB
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    allowed: `aaduser=bob@contoso.com` has `view` on database `NetDefaultDB`
    └── `Database NetDefaultDB Viewer` gives `view`
        └── assigned to the principal itself

    3 assertions: 1 held, 2 failed
    ");
    let (text, code) = written("assert-filter.kql", &["--filter", "allow"]);
    assert_eq!((text.as_str(), code), ("1 assertion: 1 held, 0 failed\n", 0));
    let (text, code) = written("assert-none.kql", &["--filter", "nobody"]);
    assert_eq!(code, 1);
    insta::assert_snapshot!(text, @"
    error: roles.kql: no assertion has the text `nobody`

    1 assertion: 0 held, 1 failed
    ");
}

#[test]
fn machines_read_five_formats() {
    for format in ["tap", "junit", "sarif", "github", "azuredevops"] {
        let (text, code) = written(&format!("assert-{format}.kql"), &["--format", format]);
        assert_eq!(code, 1, "{format}");
        let path = format!("fixtures/assertions/{format}.out");
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            std::fs::create_dir_all("fixtures/assertions").unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(text, expected, "UPDATE_FIXTURES=1 writes {path}");
    }
}

#[test]
fn sets_are_written_anew_on_request() {
    let path = file("assert-update.kql", SCRIPT);
    let both = "('aaduser=ana@contoso.com', 'aaduser=bob@contoso.com')";
    let shown = format!("updated {path}:3\n- ('aaduser=ana@contoso.com')\n+ {both}\n1 assertion: 1 held, 0 failed\n");
    kmgmt(["test", &path, "--update", "--filter", "principals"]).out(&shown).ends(0);
    let expected = SCRIPT.replace("== ('aaduser=ana@contoso.com')", &format!("== {both}"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), expected);
}

#[test]
fn sets_are_written_anew_where_they_stand_in_bytes() {
    let script = "\u{feff}// é\r\n\t//! principals database NetDefaultDB viewers == ('aaduser=é@contoso.com') // é\r\n";
    let path = file("assert-bytes.kql", script);
    let shown = format!("updated {path}:2\n- ('aaduser=é@contoso.com')\n+ ()\n1 assertion: 1 held, 0 failed\n");
    kmgmt(["test", &path, "--update"]).out(&shown).ends(0);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), script.replace("('aaduser=é@contoso.com')", "()"));
}

#[test]
fn a_file_without_assertions_fails_and_a_pipe_is_read() {
    let path = file("assert-empty.kql", ".show tables\n");
    let shown = format!(
        "error: {path}: the file has no assertion\n |\n = help: an assertion is a line such as `//! allow \
         aaduser=ana@contoso.com view table T`\n\n1 assertion: 0 held, 1 failed\n"
    );
    kmgmt(["test", &path]).out(&shown).ends(1);
    kmgmt(["test", "-"]).stdin("//! plan changes 0\n").out("1 assertion: 1 held, 0 failed\n").ends(0);
    kmgmt(["test", "nowhere.kql"])
        .out("0 assertions: 0 held, 0 failed\n")
        .err("error: can't test `nowhere.kql`: No such file or directory (os error 2)\n")
        .ends(2);
}

#[test]
fn each_file_runs_on_a_copy_of_the_state() {
    let state = file("assert-state.kql", START);
    let one = file("assert-one.kql", ".drop table T\n//! plan changes 1\n");
    let two =
        file("assert-two.kql", "//! plan changes 0\n//! fails AlreadyExists\n.create database NetDefaultDB volatile\n");
    kmgmt(["test", &one, &two, "--from", &state]).out("3 assertions: 3 held, 0 failed\n").ends(0);
}

#[test]
fn the_directive_of_a_script_is_an_assertion_too() {
    let script = "\
.add database NetDefaultDB viewers ('aaduser=ana@contoso.com')
#expect allow aaduser=ana@contoso.com view database NetDefaultDB
#expect deny aaduser=ana@contoso.com view database NetDefaultDB
#expect allow aaduser=ana@contoso.com view database NetDefaultDB
";
    let session = support::session();
    let mut run = Run::begin(&session, "test", Choice::default());
    kmgmt::syntax::parts(script, |part| run.part(&part));
    let report = run.finish();
    let held: Vec<(u32, bool)> = report.checks.iter().map(|check| (check.line, check.failure.is_none())).collect();
    assert_eq!((held.as_slice(), report.fault.is_none()), (&[(2, true), (3, false), (4, true)][..], true));
}
