//! Every suggestion turns a denial into an allowance, and nothing in it is needless.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy's exception for tests does not cover the functions that they share"
)]

mod support;

use jiff::Timestamp;
use kmgmt::access::{Access, Client, Memberships, Need, Request, Suggestion, Verdict, suggest};
use kmgmt::catalog::{CLUSTER, EntityId};
use kmgmt::directory::PrincipalId;
use kmgmt::model::permission::Permission;
use kmgmt::model::principal::PrincipalRef;
use kmgmt::model::role::Role;
use kmgmt::session::Session;
use support::{run_well, session};

const USER: &str = "aaduser=robinhale@fabrikam.com";

const ENTITIES: &str = "
.create table T (a:int)

.create table R (a:int)

.alter table R policy restricted_view_access true

.create function F() { T }

.create-or-alter graph_model G ```{\"Schema\": {}, \"Definition\": {\"Steps\": []}}```

.create external table E (a:int) kind=storage dataformat=csv ('https://a.blob.core.windows.net/c')

.create materialized-view V on table T { T | summarize count() by a }
";

fn user(session: &mut Session) -> PrincipalId {
    let user = session.act_as(&PrincipalRef::parse(USER).unwrap()).unwrap();
    session.act_as(&PrincipalRef::parse("aaduser=admin@localhost").unwrap()).unwrap();
    user
}

fn entities(session: &Session) -> Vec<EntityId> {
    let database = session.read().catalog.database("NetDefaultDB").unwrap();
    let state = session.read();
    let below = state.catalog.all_children(database).into_iter().map(|(id, _)| id);
    [CLUSTER, database].into_iter().chain(below).collect()
}

fn ask(session: &Session, user: PrincipalId, permission: Permission, entity: EntityId) -> (bool, Suggestion) {
    let state = session.read();
    let filled = Memberships::default().filled(&state.directory, user, Timestamp::UNIX_EPOCH);
    let access = Access::new(&state.catalog, &state.directory);
    let allowed = matches!(access.evaluate(filled.subject(), permission, entity), Verdict::Allowed(_));
    let request = Request {
        subject: filled.subject(),
        client: &Client::default(),
        database: session.database(),
        now: Timestamp::UNIX_EPOCH,
    };
    (allowed, suggest(&access, request, &[Need::new(permission, entity)]))
}

/// The commands that give each role of each entity to the user.
fn grants(session: &Session) -> Vec<String> {
    let mut commands = Vec::new();
    for entity in entities(session) {
        let state = session.read();
        let definition = &state.catalog.get(entity).unwrap().definition;
        for role in Role::at(definition.kind()) {
            let name = if entity == CLUSTER { "" } else { &*definition.name };
            commands.push(format!(".add {} {name} {role} ('{USER}')", definition.kind()));
        }
    }
    commands
}

fn check(session: &Session, user: PrincipalId, held: &str) {
    for entity in entities(session) {
        for permission in Permission::ALL {
            let (allowed, suggestion) = ask(session, user, *permission, entity);
            let context = format!("{permission} on {entity:?} holding {held:?}: {suggestion:?}");
            assert_eq!(allowed, suggestion == Suggestion::default(), "{context}");
            if suggestion.commands.is_empty() {
                assert!(allowed || suggestion.otherwise.is_some(), "{context}");
                continue;
            }
            assert!(!suggestion.by.is_empty(), "{context}");
            assert!(after(session, user, &suggestion.commands, *permission, entity), "{context}");
            for left_out in 0..suggestion.commands.len() {
                let mut fewer = suggestion.commands.clone();
                fewer.remove(left_out);
                assert!(!after(session, user, &fewer, *permission, entity), "needless: {context}");
            }
        }
    }
}

fn after(session: &Session, user: PrincipalId, commands: &[String], permission: Permission, entity: EntityId) -> bool {
    let mut session = session.copy();
    run_well(&mut session, &commands.join("\n\n"));
    ask(&session, user, permission, entity).0
}

#[test]
fn suggestions_suffice_and_hold_nothing_needless_whatever_is_held() {
    let mut session = session();
    run_well(&mut session, ENTITIES);
    let user = user(&mut session);
    check(&session, user, "");
    for held in grants(&session) {
        let mut session = session.copy();
        run_well(&mut session, &held);
        check(&session, user, &held);
    }
}
