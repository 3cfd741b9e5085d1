//! Every suggestion turns a denial into an allowance, nothing in it is needless, and no list of roles that does so is
//! narrower. A wider one that is offered after it has fewer commands.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy's exception for tests does not cover the functions that they share"
)]

mod support;

use std::collections::BTreeSet;

use jiff::Timestamp;
use kmgmt::access::{Access, Client, Given, Memberships, Need, Request, Suggestion, Verdict, grant, suggest};
use kmgmt::catalog::{CLUSTER, EntityId};
use kmgmt::directory::PrincipalId;
use kmgmt::model::entity::EntityKind;
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
            let wider = suggestion.wider.as_ref().map(|wider| (&wider.commands, &wider.by));
            let offers = [(&suggestion.commands, &suggestion.by)].into_iter().chain(wider);
            for (commands, by) in offers {
                assert!(!by.is_empty(), "{context}");
                assert!(after(session, user, commands, *permission, entity), "{context}");
                for left_out in 0..commands.len() {
                    let mut fewer = commands.clone();
                    fewer.remove(left_out);
                    assert!(!after(session, user, &fewer, *permission, entity), "needless: {context}");
                }
            }
            let lists = enough(session, user, *permission, entity);
            let cost = |list: &Vec<Given>| (width(session, list), list.len());
            let given = given_by(session, user, &suggestion.commands);
            assert_eq!(lists.iter().map(cost).min(), Some(cost(&given)), "not the narrowest: {context}");
            let shortest = lists.iter().map(Vec::len).min().unwrap();
            let offered = suggestion.wider.map_or(given.len(), |wider| given_by(session, user, &wider.commands).len());
            assert_eq!(offered, shortest, "not the shortest: {context}");
        }
    }
}

/// Every list of up to three roles on the entity and on its database that is enough; where there is none, those with
/// roles on the cluster.
fn enough(session: &Session, user: PrincipalId, permission: Permission, entity: EntityId) -> Vec<Vec<Given>> {
    let state = session.read();
    let filled = Memberships::default().filled(&state.directory, user, Timestamp::UNIX_EPOCH);
    let (mut inside, mut all) = (Vec::new(), Vec::new());
    for (scope, found) in state.catalog.scopes(entity) {
        let roles = Role::at(found.definition.kind()).map(|role| Given { scope, role, principal: user });
        let roles: Vec<Given> = roles.collect();
        inside.extend(roles.iter().filter(|given| given.scope != CLUSTER).copied());
        all.extend(roles);
    }
    let is_enough = |list: &Vec<Given>| {
        let access = Access { given: list, ..Access::new(&state.catalog, &state.directory) };
        access.has(filled.subject(), permission, entity)
    };
    let lists = |roles: &[Given]| -> Vec<Vec<Given>> {
        let mut lists: Vec<Vec<Given>> = vec![Vec::new()];
        for role in roles {
            let longer = lists.iter().filter(|list| list.len() < 3).map(|list| [list.as_slice(), &[*role]].concat());
            lists.extend(longer.collect::<Vec<_>>());
        }
        lists.into_iter().filter(is_enough).collect()
    };
    let found = lists(&inside);
    if found.is_empty() { lists(&all) } else { found }
}

/// The roles that the commands give.
fn given_by(session: &Session, user: PrincipalId, commands: &[String]) -> Vec<Given> {
    let held = |session: &Session| {
        let mut all = Vec::new();
        for scope in entities(session) {
            let state = session.read();
            let found = state.catalog.get(scope).unwrap();
            let roles = Role::ALL.iter().filter(|role| found.assignments.get(**role, user).is_some());
            all.extend(roles.map(|role| Given { scope, role: *role, principal: user }));
        }
        all
    };
    let before = held(session);
    let mut session = session.copy();
    run_well(&mut session, &commands.join("\n\n"));
    held(&session).into_iter().filter(|given| !before.contains(given)).collect()
}

/// How many permissions a list gives on the cluster, on the database, and on entities in it.
fn width(session: &Session, list: &[Given]) -> [usize; 3] {
    let state = session.read();
    let mut widths = [BTreeSet::new(), BTreeSet::new(), BTreeSet::new()];
    for given in list {
        let kind = state.catalog.get(given.scope).unwrap().definition.kind();
        let level = match kind {
            EntityKind::Cluster => 0,
            EntityKind::Database => 1,
            _ => 2,
        };
        let allows = grant(kind, given.role).unwrap().allows;
        let permissions = Permission::ALL.iter().filter(|permission| allows.has(**permission));
        widths[level].extend(permissions.map(|permission| permission.word()));
    }
    widths.map(|all| all.len())
}

fn after(session: &Session, user: PrincipalId, commands: &[String], permission: Permission, entity: EntityId) -> bool {
    let mut session = session.copy();
    run_well(&mut session, &commands.join("\n\n"));
    ask(&session, user, permission, entity).0
}

#[test]
fn suggestions_suffice_are_the_narrowest_and_hold_nothing_needless_whatever_is_held() {
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
