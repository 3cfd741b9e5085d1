//! Principals that can't be meant, or that may be meant otherwise: without an environment, and in `check`.
//! With one, `fixtures/errors/principals.out` shows them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may panic")]

mod support;

use insta::assert_snapshot;
use support::{run, run_well, session, told};

#[test]
fn what_has_the_shape_of_an_id_and_is_none_is_refused_unless_the_documents_print_it() {
    let mut session = session();
    assert_snapshot!(run(
        &mut session,
        ".add database viewers ('aadapp=377a87d4-2cd3-44c0-b35a-8887a12fxxx;contoso.com') skip-results\n\n\
         .add database viewers ('aadapp=4b59dd40-5302-4bba-9f61-8d4923be3a64;72f988bf-doobiedoo-41af-91ab-2d7cd011db47') skip-results\n\n\
         .add database viewers ('aadapp=00001111-aaaa-2222-bbbb-3333cccc4444;9876abcd-e5f6-g7h8-i9j0-1234kl5678mn') skip-results\n\n\
         #as aadapp=377a87d4-2cd3-44c0-b35a-8887a12fxxx;contoso.com",
    ), @"
    error: `377a87d4-2cd3-44c0-b35a-8887a12fxxx` is no id: an id has 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12
     --> test:1:24
      |
    1 | .add database viewers ('aadapp=377a87d4-2cd3-44c0-b35a-8887a12fxxx;contoso.com') skip-results
      |                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    error: `72f988bf-doobiedoo-41af-91ab-2d7cd011db47` is no id: an id has 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12
     --> test:3:24
      |
    3 | .add database viewers ('aadapp=4b59dd40-5302-4bba-9f61-8d4923be3a64;72f988bf-doobiedoo-41af-91ab-2d7cd011db47') skip-results
      |                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    warning: `9876abcd-e5f6-g7h8-i9j0-1234kl5678mn` is printed in the documents and is no id: take a real one
     --> test:5:24
      |
    5 | .add database viewers ('aadapp=00001111-aaaa-2222-bbbb-3333cccc4444;9876abcd-e5f6-g7h8-i9j0-1234kl5678mn') skip-results
      |                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    error: `377a87d4-2cd3-44c0-b35a-8887a12fxxx` is no id: an id has 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12
     --> test:7:5
      |
    7 | #as aadapp=377a87d4-2cd3-44c0-b35a-8887a12fxxx;contoso.com
      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ");
}

#[test]
fn an_object_id_that_is_given_is_the_object_id() {
    let mut session = session();
    assert_snapshot!(run(
        &mut session,
        ".add database viewers ('aaduser=0a1b2c3d-0000-4000-8000-000000000101;contoso.com')",
    ), @"
    Role,PrincipalType,PrincipalDisplayName,PrincipalObjectId,PrincipalFQN,Notes,RoleAssignmentIdentifier
    AllDatabasesAdmin,Microsoft Entra user,Local administrator,9c4750c3-17df-5b9a-8aa0-d965032135ab,aaduser=admin@localhost,built in,e5b5ba56-3046-50d4-93ad-245d7cdbc729
    AllDatabasesAdmin,Microsoft Entra application,Kusto Internal Ingestion Azure AD App (app id: 76263cdb-1234-5678-9012-545644e9c404),271e0dec-94c2-5b53-91fd-63d6e918abcf,aadapp=76263cdb-1234-5678-9012-545644e9c404;72f988bf-86f1-41af-91ab-2d7cd011db47,built in,96b9d138-caa8-5f60-afe6-10512e79067d
    Database NetDefaultDB Viewer,Microsoft Entra user,0a1b2c3d-0000-4000-8000-000000000101,0a1b2c3d-0000-4000-8000-000000000101,aaduser=0a1b2c3d-0000-4000-8000-000000000101;contoso.com,,ffd80c88-3b9e-57ae-87bd-04c370a07214
    ");
}

#[test]
fn one_principal_in_two_spellings_is_warned_of_once() {
    let mut session = session();
    assert_snapshot!(run(
        &mut session,
        ".add database viewers ('aaduser=ana@contoso.com', 'aaduser=ben@contoso.com') skip-results\n\n\
         .add database viewers ('aaduser=0a1b2c3d-0000-4000-8000-000000000101;contoso.com') skip-results\n\n\
         .add database viewers ('aaduser=0a1b2c3d-0000-4000-8000-000000000102;contoso.com') skip-results\n\n\
         .add database viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000201;contoso.com') skip-results\n\n\
         .add database viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000201;0a1b2c3d-0000-4000-8000-000000000001') skip-results\n\n\
         .add database viewers ('aaduser=ben@contoso.com;0a1b2c3d-0000-4000-8000-000000000001') skip-results\n\n\
         .add database viewers ('aadgroup=0a1b2c3d-0000-4000-8000-000000000301') skip-results",
    ), @"
    warning: `aaduser=0a1b2c3d-0000-4000-8000-000000000101;contoso.com` and `aaduser=ana@contoso.com` may be one principal: without an environment file they are two
     --> test:3:24
      |
    3 | .add database viewers ('aaduser=0a1b2c3d-0000-4000-8000-000000000101;contoso.com') skip-results
      |                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    warning: `aadapp=0a1b2c3d-0000-4000-8000-000000000201;0a1b2c3d-0000-4000-8000-000000000001` and `aadapp=0a1b2c3d-0000-4000-8000-000000000201;contoso.com` may be one principal: without an environment file they are two
     --> test:9:24
      |
    9 | .add database viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000201;0a1b2c3d-0000-4000-8000-000000000001') skip-results
      |                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    warning: `aaduser=ben@contoso.com;0a1b2c3d-0000-4000-8000-000000000001` and `aaduser=ben@contoso.com` may be one principal: without an environment file they are two
      --> test:11:24
       |
    11 | .add database viewers ('aaduser=ben@contoso.com;0a1b2c3d-0000-4000-8000-000000000001') skip-results
       |                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    warning: `aadgroup=0a1b2c3d-0000-4000-8000-000000000301` names no tenant: write it after `;`
      --> test:13:24
       |
    13 | .add database viewers ('aadgroup=0a1b2c3d-0000-4000-8000-000000000301') skip-results
       |                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ");
}

#[test]
fn a_drop_of_one_who_does_not_hold_the_role_says_who_holds_it_and_what_is_kept() {
    let mut session = session();
    assert_snapshot!(run(
        &mut session,
        ".add database users ('aaduser=ana@contoso.com') skip-results\n\n\
         .add cluster monitors ('aaduser=anna@contoso.com') skip-results\n\n\
         .drop database NetDefaultDB users ('aaduser=anna@contoso.com') skip-results\n\n\
         .drop database NetDefaultDB viewers ('aaduser=ana@contoso.com') skip-results\n\n\
         .drop database NetDefaultDB users ('aaduser=zoe@contoso.com', 'aaduser=ana@contoso.com') skip-results",
    ), @"
    warning: the real cluster manages AllDatabasesMonitor in the portal, not by commands
     --> test:3:1
      |
    3 | .add cluster monitors ('aaduser=anna@contoso.com') skip-results
      | ^^^^
    warning: `aaduser=anna@contoso.com` does not hold `Database NetDefaultDB User` itself: nothing is taken from it
     --> test:5:36
      |
    5 | .drop database NetDefaultDB users ('aaduser=anna@contoso.com') skip-results
      |                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: `aaduser=ana@contoso.com` holds it
      = help: it keeps `AllDatabasesMonitor`
    warning: `aaduser=ana@contoso.com` does not hold `Database NetDefaultDB Viewer` itself: nothing is taken from it
     --> test:7:38
      |
    7 | .drop database NetDefaultDB viewers ('aaduser=ana@contoso.com') skip-results
      |                                      ^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: it keeps `Database NetDefaultDB User`
    warning: `aaduser=zoe@contoso.com` does not hold `Database NetDefaultDB User` itself: nothing is taken from it
     --> test:9:36
      |
    9 | .drop database NetDefaultDB users ('aaduser=zoe@contoso.com', 'aaduser=ana@contoso.com') skip-results
      |                                    ^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: it has no role here, neither itself nor through a group
    ");
}

#[test]
fn white_space_around_ids_and_tenants_is_refused() {
    assert_snapshot!(told(".add database NetDefaultDB viewers ('aaduser= x@contoso.com')"), @"
    error: white space stands around a part of the principal
     --> test:1:46
    1 | .add database NetDefaultDB viewers ('aaduser= x@contoso.com')
      |                                              ^
      = help: write `aaduser=x@contoso.com`
    ");
    assert_snapshot!(told(".add database NetDefaultDB viewers ('aaduser=x@contoso.com ')"), @"
    error: white space stands around a part of the principal
     --> test:1:59
    1 | .add database NetDefaultDB viewers ('aaduser=x@contoso.com ')
      |                                                           ^
      = help: write `aaduser=x@contoso.com`
    ");
    assert_snapshot!(told(".add database NetDefaultDB viewers ('aaduser=x@contoso.com; contoso.com')"), @"
    error: white space stands around a part of the principal
     --> test:1:60
    1 | .add database NetDefaultDB viewers ('aaduser=x@contoso.com; contoso.com')
      |                                                            ^
      = help: write `aaduser=x@contoso.com;contoso.com`
    ");
    run_well(&mut session(), ".add database NetDefaultDB viewers ('aadgroup=Sales East;contoso.com')");
}

#[test]
fn no_label_of_a_tenant_begins_or_ends_with_a_hyphen() {
    assert_snapshot!(told(".add database NetDefaultDB viewers ('aaduser=x@contoso.com;-contoso.com')"), @"
    error: `-contoso.com` is no tenant
     --> test:1:60
    1 | .add database NetDefaultDB viewers ('aaduser=x@contoso.com;-contoso.com')
      |                                                            ^^^^^^^^^^^^
      = help: a tenant is an id, or a domain such as `contoso.com`, alone after `;`
    ");
    run_well(&mut session(), ".add database NetDefaultDB viewers ('aaduser=x@contoso.com;con-toso.com')");
}

#[test]
fn a_kind_with_another_mark_after_it_is_told_the_right_one() {
    assert_snapshot!(told(".add database NetDefaultDB viewers ('aaduser:a@b.com')"), @"
    error: a principal is written `kind=id`, with one of the kinds `aaduser=`, `aadgroup=`, `aadapp=` or `msauser=`
     --> test:1:37
    1 | .add database NetDefaultDB viewers ('aaduser:a@b.com')
      |                                     ^^^^^^^^^^^^^^^^^
      = help: a user is written `aaduser=a@b.com`
    ");
    assert_snapshot!(told(".add database NetDefaultDB viewers ('aadgroup Sales;contoso.com')"), @"
    error: a principal is written `kind=id`, with one of the kinds `aaduser=`, `aadgroup=`, `aadapp=` or `msauser=`
     --> test:1:37
    1 | .add database NetDefaultDB viewers ('aadgroup Sales;contoso.com')
      |                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      = help: a group is written `aadgroup=Sales;contoso.com`
    ");
}

#[test]
fn placeholders_between_dollar_signs_are_told_to_be_filled_in() {
    assert_snapshot!(told(".add database NetDefaultDB viewers ('aaduser=$$id$$;contoso.com')"), @"
    error: `$$id$$` is a placeholder
     --> test:1:46
    1 | .add database NetDefaultDB viewers ('aaduser=$$id$$;contoso.com')
      |                                              ^^^^^^
      = help: put the id, the name or the tenant in its place
    ");
    assert_snapshot!(told(".alter-merge table T policy retention softdelete = $$rawRetentionInDays$$d"), @"
    error: expected a length of time such as `5m` or `1.00:00:00`, found `$$rawRetentionInDays$$`
     --> test:1:52
    1 | .alter-merge table T policy retention softdelete = $$rawRetentionInDays$$d
      |                                                    ^^^^^^^^^^^^^^^^^^^^^^
      = help: `$$rawRetentionInDays$$` is a placeholder: put the value in its place
    ");
    assert_snapshot!(told(".create table $$name$$ (x: int)"), @"
    error: expected the name of the new table or the name of a table, found `$$name$$`
     --> test:1:15
    1 | .create table $$name$$ (x: int)
      |               ^^^^^^^^
      = help: `$$name$$` is a placeholder: put the name in its place
    ");
    assert_snapshot!(told(".create table Raw$$name$$ (x: int)"), @"
    error: expected `(`, `based-on` or `ingestion`, found `$$name$$`
     --> test:1:18
    1 | .create table Raw$$name$$ (x: int)
      |                  ^^^^^^^^
      = help: `$$name$$` is a placeholder: put the value in its place
    ");
}

#[test]
fn a_command_names_thousands_who_are_not_known_in_a_time_that_grows_with_them() {
    let took = |count: usize| {
        let named: Vec<String> = (0..count).map(|number| format!("'aaduser=u{number}@contoso.com'")).collect();
        let begun = std::time::Instant::now();
        run_well(&mut session(), &format!(".add database viewers ({}) skip-results", named.join(", ")));
        begun.elapsed()
    };
    let (few, many) = (took(1_000), took(16_000));
    assert!(many < few.max(std::time::Duration::from_millis(20)) * 64, "{few:?}, {many:?}");
}
