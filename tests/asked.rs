//! Every kind of command can be asked about by the words of its form, and the answer is that to what its row takes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may panic")]

use std::collections::{BTreeMap, BTreeSet};

use kmgmt::access::Proof;
use kmgmt::model::action::Action;
use kmgmt::model::command_kind::CommandKind;
use kmgmt::model::command_words::{Begun, shortest};
use kmgmt::model::entity::EntityKind;
use kmgmt::model::permission::Permission;
use kmgmt::model::rule::{On, Rule};
use kmgmt::session::{Output, Session};
use kmgmt::syntax::pieces;

mod support;

use support::{run, run_well, session};

/// One who holds nothing, and one who administers the cluster.
const NOBODY: &str = "aaduser=nobody@contoso.com";
const ADMIN: &str = "aaduser=admin@localhost";

/// An entity of each kind.
const WORLD: &str = r#"
.create table T (a:long)
.create external table E (a:long) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;key')
.create materialized-view V on table T { T | summarize count() by a }
.create function F() { 1 }
.create-or-alter graph_model G '{"Definition": {"Steps": [{"Kind": "AddNodes", "Query": "T", "NodeIdColumn": "a"}]}}'
.create-or-alter continuous-export Export to table E <| T
"#;

/// How questions name the entity of a kind in that world.
fn named(kind: EntityKind) -> String {
    let name = match kind {
        EntityKind::Cluster => return kind.to_string(),
        EntityKind::Database => "NetDefaultDB",
        EntityKind::Table => "T",
        EntityKind::ExternalTable => "E",
        EntityKind::MaterializedView => "V",
        EntityKind::Function => "F",
        EntityKind::GraphModel => "G",
        EntityKind::ContinuousExport => "Export",
        EntityKind::EntityGroup | EntityKind::WorkloadGroup | EntityKind::Follower => panic!("{kind} has no roles"),
    };
    format!("{kind} {name}")
}

/// The permission that the row takes of a command about an entity of the kind, and on what kind.
fn row_takes(kind: CommandKind, about: EntityKind) -> Option<(Permission, EntityKind)> {
    let database = if about == EntityKind::Cluster { about } else { EntityKind::Database };
    Some(match kind.required().rule {
        Rule::OwnRows | Rule::AnyRole => return None,
        Rule::Holds(permission, on) | Rule::Others(permission, on) => match on {
            On::Cluster => (permission, EntityKind::Cluster),
            On::Database | On::Within => (permission, database),
            On::Entity => (permission, about),
            On::Source => (permission, EntityKind::Table),
        },
        Rule::Makes { new, .. } if about <= EntityKind::Database => (new, about),
        Rule::Makes { existing, .. } => (existing, about),
    })
}

fn proof(session: &mut Session, principal: &str, question: &str) -> Proof {
    let mut proof = None;
    pieces(&format!("#explain {principal} {question}"), 1, |piece| match session.run(&piece).result {
        Ok(Output::Proof(found)) => proof = Some(*found),
        other => panic!("{question}: {other:?}"),
    });
    proof.unwrap()
}

/// The proof of a question by its words, of which those of the action are replaced, without what only it says.
fn told(session: &mut Session, principal: &str, words: &str, entity: &str) -> String {
    let said = proof(session, principal, &format!("{words} {entity}")).to_string();
    let lines = said.lines().filter(|line| !line.contains("about oneself") && !line.contains("── where it "));
    let told =
        lines.map(|line| line.trim_start_matches([' ', '│', '├', '└', '─']).replace(&format!("`{words}`"), "ACTION"));
    told.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_kind_is_asked_by_its_words_and_answered_by_its_row() {
    let mut session = session();
    run_well(&mut session, WORLD);
    let mut asked = BTreeSet::new();
    let mut by_permission = BTreeMap::new();
    for kind in CommandKind::all() {
        let words = shortest(kind);
        let split: Vec<&str> = words.split(' ').collect();
        let action = Action::of_commands(&split, &Begun::with(&split)).unwrap();
        let about = |entity: &&EntityKind| action.is_about(**entity);
        let is_its = |entity: &&EntityKind| action.clone().on(**entity).kinds().any(|other| other == kind);
        let entities: Vec<EntityKind> = EntityKind::ALL.iter().filter(about).filter(is_its).copied().collect();
        assert!(!entities.is_empty(), "{}: `{words}` cannot be asked", kind.name());
        for entity in entities.into_iter().filter(|entity| asked.insert((words.clone(), *entity))) {
            let Some((permission, on)) = row_takes(kind, entity) else {
                let answer = proof(&mut session, ADMIN, &format!("{words} {}", named(entity)));
                assert!(answer.is_allowed() && answer.to_string().contains("it takes"), "{words}: {answer}");
                continue;
            };
            // No permission says by its word what is needed of all databases, or to change a graph model.
            let of_all = on == EntityKind::Cluster
                && row_takes(kind, EntityKind::Database).is_some_and(|(_, on)| on != EntityKind::Cluster);
            if of_all || !permission.is_about(on) {
                let question = format!("{words} {}", named(entity));
                assert_eq!(proof(&mut session, NOBODY, &question).entity, named(on), "{words}");
                continue;
            }
            let by_words = told(&mut session, NOBODY, &words, &named(entity));
            let by_permission = by_permission
                .entry((permission, on))
                .or_insert_with(|| told(&mut session, NOBODY, permission.word(), &named(on)));
            assert_eq!(by_words, *by_permission, "{}: {words} {}", kind.name(), named(entity));
        }
    }
}

#[test]
fn a_question_about_a_command_is_answered_by_what_people_call_it() {
    let mut session = session();
    run_well(&mut session, WORLD);
    for question in [
        "move extents table T",
        "set stored_query_result database",
        "show operations",
        "create ingestion mapping table T",
        "create ingestion mapping database",
        "drop column table T",
        "alter column type table T",
        "create-or-alter function function F",
        "create-or-alter function database",
        "purge table T",
        "alter table policy update table T",
        "alter policy update table T",
        "add follower database database NetDefaultDB",
        "ingest inline table T",
        "export to table external table E",
        "show schema",
        ".show tables database",
        "add database viewers database",
        "create materialized-view database",
        "drop extents table T",
        "undo drop table database",
        "delete records table T",
    ] {
        assert!(proof(&mut session, ADMIN, question).is_allowed(), "{question}");
    }
}

#[test]
fn what_everybody_may_do_is_said_and_not_listed() {
    let mut session = session();
    let who = run(&mut session, "#who-can show operations\n#who-can show version");
    insta::assert_snapshot!(who, @"
    everybody: `show operations` takes nothing: it shows or ends what is one's own
    everybody who holds a role: `show version` takes any role
    ");
    run_well(&mut session, ".create table T (a:long)");
    let loaders = ".add database NetDefaultDB users ('aaduser=a@b.c')\n.add table T ingestors ('aaduser=a@b.c')";
    run_well(&mut session, loaders);
    let listed = proof(&mut session, "aaduser=a@b.c", "list blobs database").to_string();
    insta::assert_snapshot!(listed, @"
    allowed: `aaduser=a@b.c` has `list blobs` on table `T` in database `NetDefaultDB`
    └── `Table T Ingestor` gives `list blobs`
        ├── assigned to the principal itself
        └── `Table T Ingestor` has effect only with `Database NetDefaultDB User` or `Database NetDefaultDB Ingestor` or more: `Database NetDefaultDB User` is held
            └── assigned to the principal itself
    ");
    let denied = proof(&mut session, NOBODY, "show version").to_string();
    insta::assert_snapshot!(denied, @"
    denied: `aaduser=nobody@contoso.com` holds no role, and may not run `show version`
    └── it takes any role
    to allow it, Database NetDefaultDB Admin or AllDatabasesAdmin can run
        .add database NetDefaultDB viewers ('aaduser=nobody@contoso.com')
    ");
    run_well(&mut session, ".add cluster blockedprincipals 'aaduser=a@b.c'");
    let blocked = proof(&mut session, "aaduser=a@b.c", "show operations").to_string();
    insta::assert_snapshot!(blocked, @"
    denied: `aaduser=a@b.c` is blocked, though it may run `show operations`
    ├── the principal is blocked: its requests are refused, whatever its roles
    └── it takes nothing: it shows or ends what is one's own
    to allow it, AllDatabasesAdmin can run
        .drop cluster blockedprincipals 'aaduser=a@b.c'
    ");
    let obfuscated = proof(&mut session, NOBODY, "show database schema as csl script database").to_string();
    insta::assert_snapshot!(obfuscated, @"
    denied: `aaduser=nobody@contoso.com` does not have `show database schema as csl script` on database `NetDefaultDB`
    ├── no role on database `NetDefaultDB` or on what holds it is held
    ├── `show database schema as csl script` is given by Database NetDefaultDB Admin, Database NetDefaultDB User, Database NetDefaultDB Viewer, Database NetDefaultDB Monitor, AllDatabasesAdmin, AllDatabasesViewer or AllDatabasesMonitor
    └── where it shows obfuscated strings, it takes `administer` on the database
    to allow it, Database NetDefaultDB Admin or AllDatabasesAdmin can run
        .add database NetDefaultDB viewers ('aaduser=nobody@contoso.com')
    ");
}
