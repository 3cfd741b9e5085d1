//! The real catalog and directory of a world.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use kmgmt::access::{Access, Client, Filled, Memberships, Verdict};
use kmgmt::catalog::body::entity_groups::EntityGroup;
use kmgmt::catalog::body::followers::Follower;
use kmgmt::catalog::body::workload_groups::WorkloadGroup;
use kmgmt::catalog::{Assignment, Body, CLUSTER, Catalog, Content, Definition, Edit, EntityId, Journal, Policy};
use kmgmt::directory::{Directory, PrincipalId};
use kmgmt::engine;
use kmgmt::model::entity::EntityKind;
use kmgmt::model::permission::Permission;
use kmgmt::model::policy::PolicyKind;
use kmgmt::model::principal::PrincipalRef;
use kmgmt::session::{Clock, Session};
use kmgmt::syntax::{parser, pieces};
use serde_json::{Value, json};

use super::matrix::Matrix;
use super::world::{Held, OTHER, Source, World, parent};

/// Commands that make one entity of each kind.
const ONE_OF_EACH: &str = "\
.create table T (a:long)\n\n\
.create external table X (a:long) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;secretKey')\n\n\
.create materialized-view V on table T { T | summarize count() by a }\n\n\
.create function F() { 1 }\n\n\
.create-or-alter graph_model G '{\"Definition\": {\"Steps\": [{\"Kind\": \"AddNodes\", \"Query\": \"T\", \"NodeIdColumn\": \"a\"}]}}'\n\n\
.create-or-alter continuous-export E to table X <| T";

/// A content for each kind, as commands make it.
fn bodies() -> &'static BTreeMap<EntityKind, Body> {
    static BODIES: OnceLock<BTreeMap<EntityKind, Body>> = OnceLock::new();
    BODIES.get_or_init(|| {
        let mut session = Session::new(Directory::open(), Clock::Standing(Timestamp::UNIX_EPOCH));
        pieces(ONE_OF_EACH, 1, |piece| {
            let outcome = session.run(&piece);
            assert!(outcome.result.is_ok(), "{}: {:?}", piece.text, outcome.result);
        });
        let database = EntityId(1);
        let catalog = &session.read().catalog;
        let mut bodies: BTreeMap<_, _> = catalog
            .all_children(database)
            .into_iter()
            .map(|(_, entity)| (entity.definition.kind(), entity.definition.body.clone()))
            .collect();
        bodies.insert(EntityKind::Database, catalog.get(database).unwrap().definition.body.clone());
        for body in [EntityGroup::default().into_body(), workload(), Follower::default().into_body()] {
            bodies.insert(body.kind(), body);
        }
        bodies
    })
}

fn workload() -> Body {
    WorkloadGroup { json: Arc::from("{}") }.into_body()
}

/// A world, built.
#[derive(Clone, Debug)]
pub struct Built {
    pub catalog: Catalog,
    pub directory: Directory,
    pub entities: BTreeMap<String, EntityId>,
    pub principals: BTreeMap<String, PrincipalId>,
    memberships: Memberships,
}

impl Built {
    pub fn new(world: &World, matrix: &Matrix) -> Self {
        let directory = Directory::from_environment(environment(world).to_string()).unwrap();
        let principals: BTreeMap<String, PrincipalId> = (world.users.iter().chain(world.groups.keys()))
            .map(|who| (who.clone(), directory.resolve(&PrincipalRef::parse(who).unwrap()).unwrap().principal.unwrap()))
            .collect();
        let mut memberships = Memberships::default();
        for principal in principals.values() {
            memberships.fill(&directory, *principal, Timestamp::UNIX_EPOCH);
        }
        let (catalog, entities) = catalog(world);
        let mut built = Self { catalog, directory, entities, principals, memberships };
        for (order, held) in world.held.iter().filter(|held| held.source == Source::Catalog).enumerate() {
            built.assign(held, matrix, u32::try_from(order).unwrap());
        }
        built
    }

    fn assign(&mut self, held: &Held, matrix: &Matrix, order: u32) {
        let edit = Edit::assignment(
            (self.entities[&held.path], matrix.row(&held.role).model(), self.principals[&held.who]),
            None,
            Some(Assignment { order, notes: Arc::from("") }),
        );
        self.catalog.apply(&edit);
    }

    /// What the evaluator looks at.
    pub fn access(&self) -> Access<'_> {
        Access::new(&self.catalog, &self.directory)
    }

    /// A principal with its groups.
    pub fn filled(&self, who: &str) -> Filled {
        self.memberships.filled(&self.directory, self.principals[who], Timestamp::UNIX_EPOCH)
    }

    /// What the evaluator answers.
    pub fn ask(&self, who: &str, action: &str, path: &str) -> Verdict {
        self.access().evaluate(self.filled(who).subject(), Permission::of(action).unwrap(), self.entities[path])
    }

    /// The same after an administrator ran the commands, with `database` in context.
    pub fn after(&self, commands: &[String], database: &str) -> Self {
        let mut after = self.clone();
        for command in commands {
            pieces(command, 1, |piece| {
                let statement = parser::parse(&piece).unwrap_or_else(|refusal| panic!("{command}: {:?}", refusal));
                let command = &statement.command;
                let mut bound = engine::Bound::default();
                engine::bind(command, &after.catalog, &after.directory, database, &mut bound);
                let (principal, now) = (after.directory.local_admin(), Timestamp::UNIX_EPOCH);
                after.memberships.fill(&after.directory, principal, now);
                let world = engine::World {
                    catalog: &after.catalog,
                    directory: &after.directory,
                    journal: &Journal::default(),
                    memberships: &after.memberships,
                    subject: after.memberships.subject(principal),
                    client: &Client::default(),
                    now,
                    database,
                    bound: &bound,
                    trusts: false,
                };
                let permitted = engine::permit(command, &world);
                let decided = permitted.and_then(|()| engine::decide(command, &world));
                let edits = decided.unwrap_or_else(|error| panic!("{command}: {error:?}")).edits;
                edits.iter().for_each(|edit| after.catalog.apply(edit));
            });
        }
        after
    }

    /// The path of an entity.
    pub fn path(&self, entity: EntityId) -> &str {
        self.entities.iter().find(|(_, id)| **id == entity).unwrap().0
    }

    /// The reference of a principal.
    pub fn who(&self, principal: PrincipalId) -> &str {
        self.principals.iter().find(|(_, id)| **id == principal).unwrap().0
    }
}

fn catalog(world: &World) -> (Catalog, BTreeMap<String, EntityId>) {
    let mut catalog = Catalog::new();
    let mut entities = BTreeMap::new();
    for (path, (title, restricted)) in &world.entities {
        let kind = EntityKind::ALL.iter().copied().find(|kind| kind.title() == title).unwrap();
        if kind == EntityKind::Cluster {
            entities.insert(path.clone(), CLUSTER);
            continue;
        }
        let parent = parent(path).unwrap();
        let name = path[parent.len() + 1..].trim_start_matches(title.as_str()).trim_start();
        let body = bodies()[&kind].clone();
        let (id, parent) = (catalog.next_id(), entities[parent]);
        let definition = Definition { name: Arc::from(name), parent, body };
        catalog.apply(&Edit::creation(id, definition));
        if *restricted {
            let after = Some(Policy::switch(true));
            catalog.apply(&Edit::policy(id, PolicyKind::RestrictedViewAccess, None, after));
        }
        entities.insert(path.clone(), id);
    }
    (catalog, entities)
}

/// The environment file of a world. The mail of a group is its id.
fn environment(world: &World) -> Value {
    let id = |who: &str| who.split_once('=').unwrap().1.to_owned();
    let users: Vec<Value> = (world.users.iter().map(String::as_str).chain([OTHER]).map(id))
        .map(|upn| json!({"upn": upn, "objectId": format!("object of {upn}"), "tenant": "fabrikam.com"}))
        .collect();
    let groups: Vec<Value> = (world.groups.iter().map(|(who, members)| (who, id(who), members)))
        .map(|(who, mail, members)| {
            json!({"displayName": mail.split_once('@').unwrap().0, "email": mail, "objectId": format!("object of {mail}"),
                "tenant": "fabrikam.com", "members": (!world.unlisted.contains(who)).then_some(members)})
        })
        .collect();
    let declared = |wanted: fn(&Held) -> Option<Value>| world.held.iter().filter_map(wanted).collect::<Vec<_>>();
    json!({
        "directory": if world.unlisted.is_empty() { "closed" } else { "open" },
        "cluster": {"name": "local", "homeTenant": "fabrikam.com", "principals": declared(cluster_role)},
        "tenants": [{"id": "0a1b2c3d-0000-4000-8000-000000000001", "names": ["fabrikam.com"]}],
        "users": users,
        "groups": groups,
        "fabric": {"workspaceRoles": declared(workspace_role), "itemRoles": declared(item_role)},
    })
}

fn cluster_role(held: &Held) -> Option<Value> {
    (held.source == Source::Cluster).then(|| json!({"role": held.role, "principal": held.who}))
}

fn workspace_role(held: &Held) -> Option<Value> {
    let Source::Workspace(word) = held.source else { return None };
    Some(json!({"role": word, "principal": held.who}))
}

fn item_role(held: &Held) -> Option<Value> {
    let Source::Item(word) = held.source else { return None };
    let database = held.path.split_once('/').unwrap().1;
    Some(json!({"role": word, "principal": held.who, "database": database}))
}
