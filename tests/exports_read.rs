//! Exports as other tools read them: Terraform's file by `python-hcl2` and by HashiCorp's own parser (`pygohcl`), Bicep's
//! by `pycep`, YAML by `PyYAML`, CSV by Python. What they read is what the state holds, and the state of Terraform that
//! comes of its file gives equal roles when it is imported.
//!
//! Needs Python and, once, a virtual environment in `tests/tools`; see `.ci/run`. `KMGMT_EXPORTS_SEED=1,2,3` takes the
//! states of these seeds instead.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/exported.rs"]
mod exported;
#[path = "support/exported_states.rs"]
mod exported_states;
#[path = "support/ebnf/random.rs"]
mod random;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::{Command, Stdio};

use exported::{Held, cluster, exported, held, held_by_azure, id, imported, loaded, text};
use exported_states::{DOMAIN, DOMAIN_ID, TENANT, state};
use kmgmt::model::entity::EntityKind;
use kmgmt::model::principal::PrincipalKind;
use kmgmt::model::role::Role;
use kmgmt::session::Session;
use kmgmt::state::Folder;
use kmgmt::state::export::{Content, Target};
use random::Random;
use serde_json::{Value, json};

/// Where other seeds are given, with commas between them, and the one without.
const SEEDS: (&str, &str) = ("KMGMT_EXPORTS_SEED", "17");

/// So many states are made of a seed.
const STATES: usize = 30;

/// What the parsers say of texts in these formats.
fn read(texts: &[(&str, String)]) -> Vec<Value> {
    let python = "tests/tools/.venv/bin/python";
    let mut child = Command::new(python)
        .args(["-X", "utf8", "tests/tools/read.py"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{python}: {error}; `.ci/run` says how it is made"));
    let lines: String =
        texts.iter().map(|(format, text)| json!({ "format": format, "text": text }).to_string() + "\n").collect();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let answers = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Value> = answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), texts.len());
    let answer = |(answer, (_, text)): (Value, &(&str, String))| {
        assert!(answer.get("error").is_none(), "{}\n{text}", answer["error"]);
        answer["read"].clone()
    };
    answers.into_iter().zip(texts).map(answer).collect()
}

fn states() -> Vec<(String, Session)> {
    let (variable, default) = SEEDS;
    let given = std::env::var(variable).unwrap_or(default.to_owned());
    println!("the states are those of the seeds {given}");
    let mut all = vec![("made".to_owned(), made())];
    for seed in given.split(',') {
        let mut random = Random::new(seed.trim().parse().unwrap_or_else(|_| panic!("{variable}: `{seed}`")));
        all.extend((0..STATES).map(|number| (format!("seed {seed}, state {number}"), state(&mut random).0)));
    }
    all
}

/// A state with users, groups, applications, roles on the cluster and several databases.
fn made() -> Session {
    let environment = std::fs::read_to_string("fixtures/environment.json").unwrap();
    let environment =
        environment.replace("9876abcd-e5f6-g7h8-i9j0-1234kl5678mn", "0a1b2c3d-0000-4000-8000-000000000002");
    let catalog = "
.create database Sales
.create database ['My Db']
.add cluster monitors ('aadgroup=SomeGroupEmail@fabrikam.com')
.add cluster admins ('aadapp=Fabrikam App;fabrikam.com')
.add database Sales admins ('aaduser=abbiatkins@fabrikam.com', 'aaduser=robinhale@fabrikam.com')
.add database Sales viewers ('aadgroup=SGDisplayName;fabrikam.com', 'aaduser=robinhale@fabrikam.com') 'it is'
.add database ['My Db'] unrestrictedviewers ('aadapp=my-service-principal;contoso.com')
.add database ['My Db'] ingestors ('aadapp=Test App;microsoft.com')
.add database ['My Db'] users ('aaduser=admin@fabrikam.com')
"
    .to_owned();
    loaded(&Folder { environment, catalog })
}

/// What a variable is given where Terraform or Bicep asks for it.
fn given(value: &Value) -> String {
    let Some(asked) = value.get("ref").and_then(Value::as_str) else { return value.as_str().unwrap().to_owned() };
    match asked {
        "var.resource_group_name" => "group".to_owned(),
        "var.cluster_name" => "contoso".to_owned(),
        "var.cluster_tenant_id" => TENANT.0.to_owned(),
        _ => {
            assert!(asked.contains(DOMAIN), "{asked}");
            DOMAIN_ID.to_owned()
        }
    }
}

/// Returns the resources of Terraform with their values, as they stand in its state once they are applied.
fn applied(read: &Value) -> Vec<Value> {
    let resource = |resource: &Value| {
        let values = resource["values"].as_object().unwrap().iter();
        let values: BTreeMap<&String, String> = values.map(|(name, value)| (name, given(value))).collect();
        json!({ "mode": "managed", "type": resource["type"], "name": resource["name"], "values": values })
    };
    read["resources"].as_array().unwrap().iter().map(resource).collect()
}

/// Returns what a variable is where nobody gives it; the cluster that no state names is called `local`.
fn defaults(read: &Value, variable: &str) -> String {
    read["defaults"].get(variable).map_or("local", |name| name.as_str().unwrap()).to_owned()
}

/// Returns the role that values of Terraform or Bicep say.
fn role(database: &str, [role, kind, id]: [&str; 3]) -> Held {
    let kind = match kind {
        "User" => PrincipalKind::User,
        "Group" => PrincipalKind::Group,
        "App" => PrincipalKind::Application,
        other => panic!("{other} is no kind of principal that Azure has"),
    };
    let is_meant = |it: &Role| if database.is_empty() { it.cluster_name() == Some(role) } else { it.title() == role };
    let role = *Role::ALL.iter().find(|it| is_meant(it)).unwrap();
    (database.to_owned(), role, kind, id.to_lowercase())
}

#[test]
fn terraform_reads_what_the_state_holds_and_what_it_makes_of_it_is_imported_as_equal() {
    let states = states();
    let files: Vec<(&str, String)> =
        states.iter().map(|(_, session)| ("terraform", text(session, Target::Terraform))).collect();
    let mut compared = 0;
    for ((at, session), read) in states.iter().zip(read(&files)) {
        let resources = applied(&read);
        assert!(resources.is_empty() || defaults(&read, "cluster_name") == cluster(session), "{at}: {read}");
        let text = |values: &Value, name: &str| values[name].as_str().unwrap_or_default().to_owned();
        let of = |resource: &Value| {
            let values = &resource["values"];
            let [role_name, kind, id] = ["role", "principal_type", "principal_id"].map(|name| text(values, name));
            assert_eq!(text(values, "name").replace('-', "_"), text(resource, "name"), "{at}");
            let is_on_database = resource["type"] == "azurerm_kusto_database_principal_assignment";
            assert_eq!(values.get("database_name").is_some(), is_on_database, "{at}");
            role(&text(values, "database_name"), [&role_name, &kind, &id])
        };
        let expected = held_by_azure(session);
        assert_eq!(resources.iter().map(of).collect::<BTreeSet<Held>>(), expected, "{at}");
        let names: BTreeSet<String> = resources.iter().map(|resource| text(resource, "name")).collect();
        assert_eq!(names.len(), resources.len(), "{at}: two have one name");
        let shown = json!({ "format_version": "1.0", "terraform_version": "1.9.0",
            "values": { "root_module": { "resources": resources } } });
        let instances = resources.iter().map(|resource| {
            let instances = json!([{ "schema_version": 1, "attributes": resource["values"] }]);
            json!({ "mode": "managed", "type": resource["type"], "name": resource["name"], "instances": instances })
        });
        let state_file = json!({ "version": 4, "terraform_version": "1.9.0", "serial": 3, "lineage": "3f1c",
            "resources": instances.collect::<Vec<_>>() });
        if resources.is_empty() {
            continue;
        }
        for document in [shown, state_file].map(|document| document.to_string()) {
            // Alone, and among those who exist already.
            for people in [None, Some(session)] {
                let imported = imported(people, &document);
                assert_eq!(held(&imported, |_| true), expected, "{at}\n{document}");
            }
        }
        compared += expected.len();
    }
    assert!(compared > STATES * 15, "chance gave too few roles: {compared}");
}

#[test]
fn bicep_reads_what_the_state_holds() {
    let states = states();
    let files: Vec<(&str, String)> =
        states.iter().map(|(_, session)| ("bicep", text(session, Target::Bicep))).collect();
    let mut compared = 0;
    for ((at, session), read) in states.iter().zip(read(&files)) {
        let resources = read["resources"].as_array().unwrap();
        assert!(resources.is_empty() || defaults(&read, "clusterName") == cluster(session), "{at}: {read}");
        let parent = |resource: &Value| resource["values"]["parent"].as_str().unwrap_or_default().to_owned();
        // The databases by what the file calls them; the cluster is none.
        let existing = resources.iter().filter(|resource| resource["existing"] == true);
        let existing: BTreeMap<String, String> = existing
            .map(|resource| {
                let is_cluster = resource["type"] == "Microsoft.Kusto/clusters";
                assert!(is_cluster || parent(resource) == "kusto", "{at}");
                let name = resource["values"]["name"].as_str().unwrap();
                (resource["name"].as_str().unwrap().to_owned(), if is_cluster { "" } else { name }.to_owned())
            })
            .collect();
        let of = |resource: &Value| {
            let properties = &resource["values"]["properties"];
            let [role_name, kind, id] = ["role", "principalType", "principalId"].map(|name| given(&properties[name]));
            let database = &existing[&parent(resource)];
            let kind_of = if database.is_empty() { "" } else { "databases/" };
            assert_eq!(resource["type"], format!("Microsoft.Kusto/clusters/{kind_of}principalAssignments"), "{at}");
            assert!(properties["tenantId"].is_string() || properties["tenantId"]["ref"].is_string(), "{at}");
            role(database, [&role_name, &kind, &id])
        };
        let made = resources.iter().filter(|resource| resource["existing"] == false);
        let made: BTreeSet<Held> = made.map(of).collect();
        assert_eq!(made, held_by_azure(session), "{at}");
        compared += made.len();
    }
    assert!(compared > STATES * 15, "chance gave too few roles: {compared}");
}

#[test]
fn yaml_has_the_roles_on_each_database_and_names_as_they_are() {
    let mut compared = 0;
    for (at, session) in states() {
        let files = exported(&session, Target::KustoSchemaTools).files;
        let texts = files.iter().map(|file| match &file.content {
            Content::Text(text) => ("yaml", text.clone()),
            Content::Table(_) => panic!("{at}: a table"),
        });
        let names = files.iter().map(|file| file.name.strip_suffix("/database.yml").unwrap());
        let read = read(&texts.collect::<Vec<_>>());
        let expected = session.world(|world| {
            let databases = world.catalog.children(kmgmt::catalog::CLUSTER, EntityKind::Database).into_iter();
            let of = |(_, entity): (_, &kmgmt::catalog::Entity)| {
                let roles = entity.assignments.sorted().into_iter();
                let roles = roles.filter(|(_, who, _)| !world.directory.is_built_in(*who)).map(|(role, who, _)| {
                    let view = world.identity(who);
                    (role, view.kind, id(&view), view.plain_name().to_owned())
                });
                (entity.definition.name.to_string(), roles.collect::<BTreeSet<_>>())
            };
            databases.map(of).filter(|(name, _)| name != "..").collect::<BTreeMap<_, _>>()
        });
        let mut found = BTreeMap::new();
        for (name, document) in names.zip(&read) {
            assert_eq!(document["name"], name, "{at}");
            found.insert(name.to_owned(), roles_of(document));
        }
        assert_eq!(found, expected, "{at}");
        compared += expected.values().map(BTreeSet::len).sum::<usize>();
    }
    assert!(compared > STATES * 15, "chance gave too few roles: {compared}");
}

/// Returns the roles of a `database.yml`.
fn roles_of(document: &Value) -> BTreeSet<(Role, PrincipalKind, String, String)> {
    const KEYS: &[(&str, Role)] = &[
        ("admins", Role::Admins),
        ("users", Role::Users),
        ("viewers", Role::Viewers),
        ("unrestrictedViewers", Role::UnrestrictedViewers),
        ("ingestors", Role::Ingestors),
        ("monitors", Role::Monitors),
    ];
    let document = document.as_object().unwrap();
    let known: BTreeSet<&str> = KEYS.iter().map(|(key, _)| *key).chain(["name", "policies"]).collect();
    assert!(document.keys().all(|key| known.contains(key.as_str())), "{document:?}");
    let mut all = BTreeSet::new();
    for (key, role) in KEYS {
        for item in document.get(*key).and_then(Value::as_array).into_iter().flatten() {
            let (kind, id) = item["id"].as_str().unwrap().split_once('=').unwrap();
            let id = id.split(';').next().unwrap().to_lowercase();
            all.insert((*role, PrincipalKind::of(kind).unwrap(), id, item["name"].as_str().unwrap().to_owned()));
        }
    }
    all
}

#[test]
fn a_table_has_the_roles_on_everything() {
    let states = states();
    let table = |session: &Session| {
        let mut out = Vec::new();
        let Content::Table(table) = exported(session, Target::Csv).files.remove(0).content else { panic!("no table") };
        kmgmt::render::Renderer::new(kmgmt::model::format::Format::Csv, None).write(&table, &mut out).unwrap();
        ("csv", String::from_utf8(out).unwrap())
    };
    let files: Vec<(&str, String)> = states.iter().map(|(_, session)| table(session)).collect();
    for ((at, session), read) in states.iter().zip(read(&files)) {
        let rows = read.as_array().unwrap();
        let notes: BTreeSet<&str> = rows.iter().map(|row| row["Notes"].as_str().unwrap()).collect();
        let expected: BTreeSet<String> = session.world(|world| {
            let assignments = world.catalog.in_order().into_iter().flat_map(|(_, entity)| entity.assignments.sorted());
            let given = assignments.filter(|(_, who, _)| !world.directory.is_built_in(*who));
            given.map(|(.., held)| held.notes.to_string()).collect()
        });
        assert!(expected.iter().all(|text| notes.contains(text.as_str())), "{at}\n{notes:?}\n{expected:?}");
        let on_databases = rows.iter().filter(|row| row["EntityType"] == "Database").count();
        let all = held(session, |_| true);
        assert_eq!(on_databases, all.iter().filter(|(database, ..)| !database.is_empty()).count(), "{at}");
    }
}
