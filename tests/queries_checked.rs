//! What is held of queries that views, policies, exports and functions keep: columns are told from tables, and what the
//! columns must be.

mod support;

use insta::assert_snapshot;
use kmgmt::session::Session;
use support::{run, run_well, session};

const SETUP: &str = "\
.create table Events (Id:long, Ts:datetime, User:string, Num:real, Rls:string)
.create table Rls (Id:long)
.alter table Rls policy restricted_view_access true
.create table Ids (Id:long)
.create function Named() { Events | where User in (Rls) }
";

fn with_tables() -> Session {
    let mut session = session();
    run_well(&mut session, SETUP);
    session
}

/// Returns what is said of a view that is made and dropped again.
fn view(session: &mut Session, with: &str, query: &str) -> String {
    let said = run(session, &format!(".create async materialized-view {with} V on table Events {{ {query} }}\n"));
    if !said.contains("error") {
        run_well(session, ".drop materialized-view V");
    }
    said
}

#[test]
fn of_a_column_and_a_table_of_one_name_the_column_is_meant() {
    let mut session = with_tables();
    for query in [
        "Events | where User in (Rls) | summarize count() by Id",
        "Events | where User has_any (Rls) or User !in~ (Rls) | summarize count() by Id",
        "Events | where User in (Rls, 'a') | summarize count() by Id",
        "Events | extend Ids = Id | where Id in (Ids) | summarize count() by Id",
        "Named() | where User in (Rls) | summarize count() by Id",
    ] {
        let said = view(&mut session, "", query);
        assert!(!said.contains("error") && !said.contains("warning"), "{query}\n{said}");
    }
    for (query, why) in [
        ("Events | project Id, User | where User in (Rls) | summarize count() by Id", "restricts view access"),
        ("Events | where Id in (Ids) | summarize count() by Id", "the query reads table `Ids`"),
        ("Events | where User in (Rls) | where Id in (Ids) | summarize count() by Id", "the query reads table `Ids`"),
        ("Events | where Id in (Nothing) | summarize count() by Id", "there is no column `Nothing`"),
    ] {
        let said = view(&mut session, "", query);
        assert!(said.contains("error") && said.contains(why), "{query}\n{said}");
    }
    for query in [
        "Events | where Id in (Ids) | summarize count() by Id",
        "let i = Ids | where Id > 1; Events | where Id !in (i) | summarize count() by Id",
    ] {
        let said = view(&mut session, "with (dimensionTables=dynamic(['Ids']))", query);
        assert!(!said.contains("error"), "{query}\n{said}");
    }
    run_well(
        &mut session,
        "\
.create materialized-view with (dimensionTables=dynamic(['Ids'])) V on table Events { Events | extend Ids = Id | where Id in (Ids) | summarize count() by Id }
.create materialized-view with (dimensionTables=dynamic(['Ids'])) W on table Events { Events | where Id in (Ids) | summarize count() by Id }
.rename table Ids to Keys with (updateMaterializedViews=true)
",
    );
    assert_snapshot!(run(&mut session, ".show materialized-views | project Name, Query"), @"
    Name,Query
    V,Events | extend Ids = Id | where Id in (Ids) | summarize count() by Id
    W,Events | where Id in (Keys) | summarize count() by Id
    ");
}
