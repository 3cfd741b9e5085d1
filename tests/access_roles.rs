//! The roles that somebody holds, wherever they are: those without effect too, with what they wait
//! for.

#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy's exception for tests does not cover what they share")]

mod support;

use kmgmt::access::{Access, Client, Filled, Given, Held, Request, Row, roles_table, what_can, what_can_table};
use kmgmt::catalog::{CLUSTER, EntityId};
use kmgmt::cluster::State;
use kmgmt::directory::Directory;
use kmgmt::model::format::Format;
use kmgmt::model::permission::Permission;
use kmgmt::model::principal::PrincipalRef;
use kmgmt::model::role::Role;
use kmgmt::render::Renderer;
use kmgmt::session::{Clock, Session};
use kmgmt::table::Table;
use support::{run_well, session, session_with_environment};

const USER: &str = "aaduser=robinhale@fabrikam.com";

/// A session, and somebody in it.
struct Asked {
    session: Session,
    state: State,
    filled: Filled,
}

impl Asked {
    fn new(mut session: Session, who: &str) -> Self {
        let admin = session.principal();
        let principal = session.act_as(&PrincipalRef::parse(who).unwrap()).unwrap();
        let fqn = session.read().directory.identity(admin).fqn();
        session.act_as(&PrincipalRef::parse(&fqn).unwrap()).unwrap();
        let state = session.read().clone();
        let filled = session.memberships().filled(&state.directory, principal, session.now());
        Self { session, state, filled }
    }

    fn access(&self) -> Access<'_> {
        Access::new(&self.state.catalog, &self.state.directory)
    }

    fn held(&self) -> Vec<Held> {
        self.access().roles_of(self.filled.subject())
    }

    fn roles(&self) -> String {
        shown(&roles_table(&self.access(), &self.held()))
    }

    fn abilities(&self) -> Vec<Row> {
        let (client, database) = (&Client::default(), self.session.database());
        let (subject, now) = (self.filled.subject(), self.session.now());
        what_can(&self.access(), Request { subject, client, database, now }, false)
    }

    fn can(&self) -> String {
        shown(&what_can_table(&self.access(), &self.abilities()))
    }
}

fn shown(table: &Table) -> String {
    let mut shown = Vec::new();
    Renderer::new(Format::Csv, None).write(table, &mut shown).unwrap();
    String::from_utf8(shown).unwrap()
}

/// A session in which the commands were run.
fn after(mut session: Session, commands: &str) -> Session {
    run_well(&mut session, &commands.replace("USER", &format!("'{USER}'")));
    session
}

#[test]
fn every_role_is_listed_once_wider_scopes_first_and_by_name() {
    let commands = "\
.create database Zoo\n.create database Ark\n.create table T (a:int)\n.create function F() { T }
.add table T ingestors (USER) 'feeds T'\n.add function F admins (USER)
.add database Zoo viewers (USER)\n.add database Ark monitors (USER)\n.add database Ark users (USER)
.add cluster viewers (USER)\n.add cluster users (USER)\n.add database Zoo viewers ('aaduser=other@fabrikam.com')";
    let asked = Asked::new(after(session(), commands), USER);
    insta::assert_snapshot!(asked.roles(), @"
    Database,Entity,Role,Via,Effect,Notes
    ,cluster,Cluster User,,grants nothing,
    ,cluster,AllDatabasesViewer,,in force,
    Ark,database Ark,Database Ark User,,in force,
    Ark,database Ark,Database Ark Monitor,,in force,
    NetDefaultDB,table T,Table T Ingestor,,has effect only with Database NetDefaultDB User or Database NetDefaultDB Ingestor or more,feeds T
    NetDefaultDB,function F,Function F Admin,,has effect only with Database NetDefaultDB User or more,
    Zoo,database Zoo,Database Zoo Viewer,,in force,
    ");
}

#[test]
fn roles_through_groups_and_from_the_environment_are_listed_with_the_group() {
    let commands = "\
.create database Sales
.add database Sales viewers ('aadgroup=SGDisplayName;fabrikam.com')
.add database Sales viewers ('aaduser=imikeoein@fabrikam.com') 'reads'";
    let session = after(fabric(), commands);
    let asked = Asked::new(session, "aaduser=imikeoein@fabrikam.com");
    insta::assert_snapshot!(asked.roles(), @"
    Database,Entity,Role,Via,Effect,Notes
    ,cluster,AllDatabasesAdmin,SGDisplayName,in force,Fabric workspace Admin
    Sales,database Sales,Database Sales Viewer,,in force,reads
    Sales,database Sales,Database Sales Viewer,SGDisplayName,in force,
    ");
    let session = after(fabric(), commands);
    insta::assert_snapshot!(Asked::new(session, "aaduser=abbiatkins@fabrikam.com").roles(), @"
    Database,Entity,Role,Via,Effect,Notes
    Sales,database Sales,Database Sales Admin,,in force,Fabric item Editor
    ");
}

/// A session with roles that Fabric gives.
fn fabric() -> Session {
    let text = std::fs::read_to_string("fixtures/access/fabric.json").unwrap();
    let time = "2026-01-31T12:00:00Z".parse().unwrap();
    Session::new(Directory::from_environment(&text).unwrap(), Clock::Standing(time))
}

/// Offboarding that takes the viewer's role leaves others without effect: they would come back with
/// it.
#[test]
fn what_can_ends_with_the_roles_that_have_no_effect() {
    let commands = "\
.create table T (a:int)\n.add database NetDefaultDB viewers (USER)
.add database NetDefaultDB unrestrictedviewers (USER)\n.add table T ingestors (USER)";
    let session = after(session(), commands);
    let asked = Asked::new(session.copy(), USER);
    insta::assert_snapshot!(asked.can(), @r#"
    Database,Entity,Actions,Role,Via
    NetDefaultDB,database NetDefaultDB,"view, show metadata",Database NetDefaultDB Viewer,
    NetDefaultDB,database NetDefaultDB,view restricted,Database NetDefaultDB UnrestrictedViewer,
    NetDefaultDB,table T,has effect only with Database NetDefaultDB User or Database NetDefaultDB Ingestor or more,Table T Ingestor,
    "#);
    let asked = Asked::new(after(session, ".drop database NetDefaultDB viewers (USER)"), USER);
    insta::assert_snapshot!(asked.can(), @"
    Database,Entity,Actions,Role,Via
    NetDefaultDB,database NetDefaultDB,has effect only with Database NetDefaultDB User or Database NetDefaultDB Viewer or more,Database NetDefaultDB UnrestrictedViewer,
    NetDefaultDB,table T,has effect only with Database NetDefaultDB User or Database NetDefaultDB Ingestor or more,Table T Ingestor,
    ");
    insta::assert_snapshot!(asked.roles(), @"
    Database,Entity,Role,Via,Effect,Notes
    NetDefaultDB,database NetDefaultDB,Database NetDefaultDB UnrestrictedViewer,,has effect only with Database NetDefaultDB User or Database NetDefaultDB Viewer or more,
    NetDefaultDB,table T,Table T Ingestor,,has effect only with Database NetDefaultDB User or Database NetDefaultDB Ingestor or more,
    ");
    let idle: Vec<bool> = asked.abilities().iter().map(|row| row.permissions.is_empty()).collect();
    assert_eq!(idle, [true, true]);
}

#[test]
fn who_holds_nothing_is_answered_nothing() {
    let asked = Asked::new(session_with_environment(), USER);
    assert!(asked.held().is_empty() && asked.abilities().is_empty());
}

/// A role that is laid over the catalog counts as one that a command gave, for every permission.
#[test]
fn a_role_that_is_given_to_the_evaluator_counts_as_one_that_is_added() {
    let entities = "\
.create table T (a:int)\n.create function F() { T }
.create table R (a:int)\n.alter table R policy restricted_view_access true";
    let mut session = after(session(), entities);
    let State { catalog, .. } = session.read().clone();
    let database = catalog.database("NetDefaultDB").unwrap();
    let below = catalog.all_children(database).into_iter().map(|(id, _)| id);
    let all: Vec<EntityId> = [CLUSTER, database].into_iter().chain(below).collect();
    let kind = |id: EntityId| catalog.get(id).unwrap().definition.kind();
    let roles = all.iter().flat_map(|id| Role::at(kind(*id)).map(|role| (*id, kind(*id), role)));
    let roles: Vec<_> = roles.collect();
    run_well(&mut session, &format!(".add database NetDefaultDB users ('{USER}')"));
    let before = Asked::new(session, USER);
    let mut changed = 0;
    for (scope, kind, role) in roles {
        let name = before.state.catalog.name_of(scope);
        let command = format!(".add {kind} {name} {role} (USER)");
        let added = Asked::new(after(before.session.copy(), &command), USER);
        let principal = before.filled.subject().principal();
        let given = [Given { scope, role, principal }];
        let overlaid = Access { given: &given, ..before.access() };
        for (entity, permission) in all.iter().flat_map(|id| Permission::ALL.iter().map(|p| (*id, *p))) {
            let evaluate = |access: &Access<'_>| access.evaluate(before.filled.subject(), permission, entity);
            assert_eq!(evaluate(&overlaid), evaluate(&added.access()), "{command}: {permission} {entity:?}");
            changed += usize::from(evaluate(&overlaid) != evaluate(&before.access()));
        }
    }
    assert!(changed > 50, "{changed}");
}
