//! Assignments by chance, as kmgmt shows them in each of its formats, are the same after they are imported.
//!
//! `KMGMT_RUNS` sets how many worlds are imported (2,000 in release, 16 otherwise), and `KMGMT_SEED` where chance
//! begins; both are printed.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]
#![allow(dead_code, reason = "each test file uses its own part of what they share")]

#[path = "support/access/mod.rs"]
mod access;
#[path = "support/answers.rs"]
mod answers;
#[path = "support/chance.rs"]
mod chance;
#[path = "support/ebnf/random.rs"]
mod random;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use access::world::Source;
use access::{Built, Matrix, World};
use answers::{Answer, FORMATS, LISTS};
use clap::ValueEnum;
use jiff::Timestamp;
use kmgmt::catalog::{CLUSTER, Catalog};
use kmgmt::cluster::Cluster;
use kmgmt::directory::Directory;
use kmgmt::model::entity::EntityKind;
use kmgmt::model::format::Format;
use kmgmt::model::name::Quoted;
use kmgmt::render::Renderer;
use kmgmt::session::{Clock, Output, Session};
use kmgmt::state::Folder;
use kmgmt::state::import::{Input, Options, import};
use kmgmt::syntax::pieces;
use kmgmt::table::{Table, Value};
use random::Random;

const CLOCK: Clock = Clock::Standing(Timestamp::UNIX_EPOCH);

/// Entities that are known by their names alone: others are made of more than roles say.
const KINDS: &[&str] = &["Cluster", "Database", "Table", "Function"];

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{variable}={text}")))
}

#[test]
fn what_is_shown_and_imported_is_the_same() {
    let runs = number("KMGMT_RUNS", if cfg!(debug_assertions) { 16 } else { 2_000 });
    let seed = number("KMGMT_SEED", 20_260_131);
    println!("KMGMT_RUNS={runs} KMGMT_SEED={seed}");
    let matrix = Matrix::read();
    let mut random = Random::new(seed);
    let mut compared = 0;
    for run in 0..runs {
        let mut world = chance::world(&mut random, &matrix);
        world.held.retain(|held| KINDS.contains(&world.entities[&held.path].0.as_str()));
        world.entities.retain(|_, (title, _)| KINDS.contains(&title.as_str()));
        let before = session(&world, &matrix);
        for format in &importable() {
            let after = imported(&before, &|answer| rendered(answer.table, *format));
            let (shown, expected) = (assignments(&after), assignments(&before));
            assert_eq!(shown, expected, "KMGMT_SEED={seed}, world {run}, {format:?}");
            compared += shown.len();
        }
        for (name, write) in FORMATS {
            let after = imported(&before, write);
            let (shown, expected) = (assignments(&after), assignments(&before));
            assert_eq!(shown, expected, "KMGMT_SEED={seed}, world {run}, {name}");
            compared += shown.len();
        }
    }
    assert!(compared > 20 * usize::try_from(runs).unwrap(), "chance gave too few roles: {compared}");
}

/// The lists of Azure and Terraform have the roles on the cluster and on databases.
#[test]
fn what_azure_and_terraform_list_and_is_imported_is_the_same() {
    let runs = number("KMGMT_RUNS", if cfg!(debug_assertions) { 16 } else { 2_000 });
    let seed = number("KMGMT_SEED", 20_260_201);
    println!("KMGMT_RUNS={runs} KMGMT_SEED={seed}");
    let matrix = Matrix::read();
    let mut random = Random::new(seed);
    let mut compared = 0;
    for run in 0..runs {
        let mut world = chance::world(&mut random, &matrix);
        world.held.retain(|held| ["Cluster", "Database"].contains(&world.entities[&held.path].0.as_str()));
        world.entities.retain(|_, (title, _)| ["Cluster", "Database"].contains(&title.as_str()));
        let before = session(&world, &matrix);
        for (name, has_cluster, write) in LISTS {
            let is_listed = |(_, role, _): &(String, String, String)| *has_cluster || role.starts_with("Database ");
            let of =
                |session: &Session| -> BTreeSet<_> { assignments(session).into_iter().filter(is_listed).collect() };
            let (shown, expected) = (of(&imported(&before, write)), of(&before));
            assert_eq!(shown, expected, "KMGMT_SEED={seed}, world {run}, {name}");
            compared += shown.len();
        }
    }
    assert!(compared > 20 * usize::try_from(runs).unwrap(), "chance gave too few roles: {compared}");
}

/// A script of a database has what its catalog holds.
#[test]
fn roles_in_scripts_of_databases_are_the_same() {
    let runs = number("KMGMT_RUNS", if cfg!(debug_assertions) { 16 } else { 2_000 });
    let seed = number("KMGMT_SEED", 20_260_202);
    println!("KMGMT_RUNS={runs} KMGMT_SEED={seed}");
    let matrix = Matrix::read();
    let mut random = Random::new(seed);
    let mut compared = 0;
    for run in 0..runs {
        let mut world = chance::world(&mut random, &matrix);
        world.held.retain(|held| matches!(held.source, Source::Catalog) && held.path != "cluster");
        // An export has no roles, and the views of these worlds have no table that they are made on.
        world.entities.retain(|_, (title, _)| !["Continuous Export", "Materialized View"].contains(&title.as_str()));
        world.held.retain(|held| world.entities.contains_key(&held.path));
        let before = session(&world, &matrix);
        let mut asked = before.copy();
        let mut state = None;
        let databases: BTreeSet<String> = targets(&before).into_iter().map(|(_, database)| database).collect();
        for database in databases.into_iter().filter(|name| !name.is_empty()) {
            let table = table(&mut asked, ".show database schema as csl script", &database);
            let text: Vec<String> = table.rows().map(|row| answers::text(&row[0])).collect();
            if text.is_empty() {
                continue;
            }
            let input =
                Input { origin: database.clone(), text: text.join("\n\n"), stem: String::new(), database: None };
            let options = Options { database: Some(database), group: None, tenant: None, clock: CLOCK };
            let imported = import(state.as_ref(), &[input], &options).unwrap();
            assert!(imported.faults.is_empty(), "KMGMT_SEED={seed}, world {run}: {:?}", imported.faults);
            state = Some(imported.state);
        }
        let Some(state) = state else { continue };
        let (shown, expected) = (assignments(&loaded(&state)), assignments(&before));
        let differ: Vec<_> = shown.symmetric_difference(&expected).collect();
        assert!(differ.is_empty(), "KMGMT_SEED={seed}, world {run}: {differ:?}\n{}", state.catalog);
        compared += shown.len();
    }
    assert!(compared > 10 * usize::try_from(runs).unwrap(), "chance gave too few roles: {compared}");
}

fn rendered(table: &Table, format: Format) -> String {
    let mut bytes = Vec::new();
    Renderer::new(format, None).write(table, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn session(world: &World, matrix: &Matrix) -> Session {
    let built = Built::new(world, matrix);
    Session::on(Arc::new(Cluster::with(built.catalog, built.directory)), CLOCK)
}

/// The entities that answers are asked of: what commands call them, and their databases.
fn targets(session: &Session) -> Vec<(String, String)> {
    let state = session.read();
    let catalog: &Catalog = &state.catalog;
    let mut targets = vec![("cluster".to_owned(), String::new())];
    for (id, database) in catalog.children(CLUSTER, EntityKind::Database) {
        let name = &database.definition.name;
        targets.push((format!("database {}", Quoted(name)), name.to_string()));
        let inside = catalog.all_children(id).into_iter().map(|(_, entity)| {
            let definition = &entity.definition;
            (format!("{} {}", definition.kind(), Quoted(&definition.name)), name.to_string())
        });
        targets.extend(inside);
    }
    targets
}

fn principals(session: &mut Session, target: &str, database: &str) -> Table {
    table(session, &format!(".show {target} principals"), database)
}

fn table(session: &mut Session, command: &str, database: &str) -> Table {
    session.use_database(database);
    let mut table = None;
    pieces(command, 1, |piece| {
        let outcome = session.run(&piece);
        let output: Output = outcome.result.unwrap();
        table = session.table(&output);
    });
    table.unwrap()
}

/// Imports the answers in one format, those of one database after those of the other.
fn imported(before: &Session, write: &dyn Fn(&Answer<'_>) -> String) -> Session {
    let mut asked = before.copy();
    let mut inputs: BTreeMap<String, Vec<Input>> = BTreeMap::new();
    for (target, database) in targets(before) {
        let table = principals(&mut asked, &target, &database);
        let text = write(&Answer { target: &target, database: &database, table: &table });
        if text.is_empty() {
            continue;
        }
        let input = Input { origin: target, text, stem: String::new(), database: None };
        inputs.entry(database).or_default().push(input);
    }
    let mut state = None;
    for (database, inputs) in inputs {
        let database = Some(database).filter(|name| !name.is_empty());
        let options = Options { database, group: None, tenant: None, clock: CLOCK };
        let imported = import(state.as_ref(), &inputs, &options).unwrap();
        assert!(imported.faults.is_empty(), "{:?}", imported.faults);
        state = Some(imported.state);
    }
    state.map_or_else(|| load(Directory::open(), ""), |state| loaded(&state))
}

fn loaded(state: &Folder) -> Session {
    load(Directory::from_environment(state.environment.as_str()).unwrap(), &state.catalog)
}

fn load(directory: Directory, catalog: &str) -> Session {
    let mut session = Session::on(Arc::new(Cluster::with(Catalog::empty(), directory)), CLOCK);
    pieces(catalog, 1, |piece| {
        let outcome = session.load(&piece);
        assert!(outcome.result.is_ok(), "{}: {:?}", piece.text, outcome.result);
    });
    session
}

/// Every role on something: its database, what the Role column says, and who has it. Built-in principals and those on
/// the cluster are shown with every database; they count once.
fn assignments(session: &Session) -> BTreeSet<(String, String, String)> {
    let mut asked = session.copy();
    let mut all = BTreeSet::new();
    for (target, database) in targets(session) {
        let table = principals(&mut asked, &target, &database);
        for row in table.rows() {
            let cell = |index: usize| match &row[index] {
                Value::Text(text) => text.to_string(),
                other => panic!("{other:?}"),
            };
            let is_of_cluster = ["All", "Cluster"].iter().any(|begins| cell(0).starts_with(begins));
            all.insert((if is_of_cluster { String::new() } else { database.clone() }, cell(0), cell(4)));
        }
    }
    all
}

/// The formats of results that are read back: those that depend on the width of a terminal are for people alone.
fn importable() -> Vec<Format> {
    let is_read = |format: &Format| !format.is_drawing() && !matches!(format, Format::Auto | Format::Vertical);
    Format::value_variants().iter().copied().filter(is_read).collect()
}

/// A script of a database, in each format in which its answer may come, makes the same database.
#[test]
fn scripts_and_functions_are_the_same_in_every_format() {
    let before = load(Directory::open(), SALES);
    for format in &importable() {
        let mut session = before.copy();
        session.use_database("Sales");
        let mut imported: Option<Folder> = None;
        for command in [".show databases", ".show tables", ".show functions", ".show database schema as csl script"] {
            let mut bytes = Vec::new();
            pieces(command, 1, |piece| {
                let outcome = session.run(&piece);
                let table = session.table(&outcome.result.unwrap()).unwrap();
                Renderer::new(*format, None).write(&table, &mut bytes).unwrap();
            });
            let text = String::from_utf8(bytes).unwrap();
            let input = Input { origin: command.to_owned(), text, stem: String::new(), database: None };
            let options = Options { database: None, group: None, tenant: None, clock: CLOCK };
            let after = import(imported.as_ref(), &[input], &options).unwrap();
            assert!(after.faults.is_empty(), "{format:?}: {:?}", after.faults);
            imported = Some(after.state);
        }
        let catalog = imported.unwrap().catalog;
        assert_eq!(catalog, before.world(kmgmt::engine::catalog_script), "{format:?}");
    }
}

const SALES: &str = "\
.create database Sales ifnotexists
#dbcontext Sales
.add database Sales viewers ('aadgroup=readers@contoso.com') skip-results 'weekly | daily'
.create-merge table Orders (id:long, ['two words']:dynamic) with (docstring='one row an order')
.create-or-alter function with (skipvalidation=true) Cheap(most:real) {
Orders
| where price < most
}

.create-or-alter materialized-view Latest on table Orders {
Orders | summarize arg_max(price, *) by id
}

.add table Orders ingestors ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com') skip-results
.alter table Orders policy caching hot = 3d
";
