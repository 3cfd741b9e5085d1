//! Who may run what: refusals whole, and what they suggest.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy's exception for tests does not cover the functions that they share"
)]

mod support;

use kmgmt::model::principal::PrincipalRef;
use kmgmt::session::Session;
use kmgmt::syntax::pieces;
use support::{run, run_well, session, session_with_environment};

const ADMIN: &str = "aaduser=admin@localhost";
const USER: &str = "aaduser=robinhale@fabrikam.com";

fn act_as(session: &mut Session, principal: &str) {
    session.act_as(&PrincipalRef::parse(principal).unwrap()).unwrap();
}

/// What the statements show when `principal` runs them; the administrator acts again after.
fn run_as(session: &mut Session, principal: &str, text: &str) -> String {
    act_as(session, principal);
    let shown = run(session, text);
    act_as(session, ADMIN);
    shown
}

/// The commands that the help of the refusal of `text` offers, as `principal` gets it.
fn offered(session: &mut Session, principal: &str, text: &str) -> Vec<String> {
    act_as(session, principal);
    let mut commands = Vec::new();
    pieces(text, 1, |piece| {
        let error = session.run(&piece).result.unwrap_err();
        let help = error.help.join("\n");
        commands.extend(help.split('`').filter(|part| part.starts_with('.')).map(str::to_owned));
    });
    act_as(session, ADMIN);
    commands
}

fn is_refused(session: &mut Session, principal: &str, text: &str) -> bool {
    run_as(session, principal, text).contains("not authorized")
}

/// Asserts that `text` is refused to the user, and runs once the administrator ran what it offers.
fn offer_works(session: &mut Session, text: &str) {
    assert!(is_refused(session, USER, text), "{text} is not refused");
    let commands = offered(session, USER, text);
    assert!(!commands.is_empty(), "{text} offers nothing");
    run_well(session, &commands.join("\n\n"));
    assert!(!is_refused(session, USER, text), "{text} is still refused after {commands:?}");
}

const ENTITIES: &str = "
.create table T (a:int)

.create table U (a:int)

.create function F() { T }

.create external table E (a:int) kind=storage dataformat=csv ('https://a.blob.core.windows.net/c')

.create materialized-view V on table T { T | summarize count() by a }
";

#[test]
fn every_offer_works() {
    let texts = [
        ".show version",
        ".show cluster",
        ".show database NetDefaultDB schema",
        ".show tables",
        ".show table T",
        ".show table Absent",
        ".create table New (a:int)",
        ".create database D",
        ".detach database NetDefaultDB",
        ".alter table T (a:int, b:int)",
        ".create-merge table T (c:int)",
        ".create-merge table New (c:int)",
        ".drop tables (T, U)",
        ".rename table T to W",
        ".alter function F() { U }",
        ".create-or-alter function F() { U }",
        ".drop external table E",
        ".drop materialized-view V",
        ".add table T ingestors ('aaduser=x@fabrikam.com')",
        ".set database NetDefaultDB viewers none",
        ".show database NetDefaultDB principals",
        ".show table T principals",
        ".add cluster admins ('aaduser=x@fabrikam.com')",
        ".show cluster principals",
        ".show cluster blockedprincipals",
        ".add cluster blockedprincipals 'aaduser=x@fabrikam.com'",
        ".show table T policy restricted_view_access",
        ".alter table T policy restricted_view_access true",
        ".alter tables (T, U) policy restricted_view_access true",
        ".alter table T policy row_level_security enable 'T'",
        ".alter materialized-view V policy row_level_security enable 'V'",
        ".show cluster policy managed_identity",
        ".alter cluster policy managed_identity '[]'",
        ".alter database NetDefaultDB policy managed_identity '[]'",
        ".execute database script <| .create table X (a:int)",
        ".show principal 'aaduser=x@fabrikam.com' roles",
        ".create external table N (a:int) kind=storage dataformat=csv ('https://a.blob.core.windows.net/c;managed_identity=system')",
        ".clear cluster cache groupmembership with (principal='aaduser=x@fabrikam.com', group='aadgroup=g@fabrikam.com')",
    ];
    for text in texts {
        let mut session = session();
        run_well(&mut session, ENTITIES);
        offer_works(&mut session, text);
    }
}

#[test]
fn who_holds_some_roles_is_offered_what_is_missing() {
    let with = [
        (".add database NetDefaultDB users ('aaduser=robinhale@fabrikam.com')", ".drop tables (T, U)", 2),
        (".add table T admins ('aaduser=robinhale@fabrikam.com')", ".drop table T", 1),
        (".add database NetDefaultDB viewers ('aaduser=robinhale@fabrikam.com')", ".drop external table E", 1),
        (".add function F admins ('aaduser=robinhale@fabrikam.com')", ".drop function F", 1),
    ];
    for (held, text, count) in with {
        let mut session = session();
        run_well(&mut session, &format!("{ENTITIES}\n{held}"));
        assert_eq!(offered(&mut session, USER, text).len(), count, "{text}");
        offer_works(&mut session, text);
    }
}

#[test]
fn nothing_changes_by_a_refused_command() {
    let mut session = session();
    run_well(&mut session, ENTITIES);
    let before = session.catalog().clone();
    run_as(&mut session, USER, ".drop table T\n\n.create table X (a:int)");
    assert!(before == *session.catalog());
}
