//! Worlds and requests by chance.

#![allow(dead_code, reason = "each test file uses its own part")]

use crate::access::matrix::Matrix;
use crate::access::world::{Held, Source, World, database};
use crate::random::Random;

/// What a database may hold.
const CHILDREN: &[&str] =
    &["Table", "External Table", "Materialized View", "Function", "Graph Model", "Continuous Export"];
/// The roles of Fabric: their words in the environment file and what they are.
const WORKSPACE: &[(&str, &str)] = &[
    ("Admin", "AllDatabasesAdmin"),
    ("Member", "AllDatabasesAdmin"),
    ("Contributor", "AllDatabasesAdmin"),
    ("Viewer", "AllDatabasesViewer"),
];
const ITEM: &[(&str, &str)] = &[("Editor", "Database Admin"), ("Viewer", "Database Viewer")];
const CLUSTER: &[&str] = &["AllDatabasesAdmin", "AllDatabasesViewer", "AllDatabasesMonitor"];

/// A question to the evaluator.
#[derive(Clone, Debug)]
pub struct Request {
    pub who: String,
    pub action: String,
    pub path: String,
}

/// One request on a world; in half of them the action is to view, which has the most rules.
pub fn request(random: &mut Random, world: &World, matrix: &Matrix) -> Request {
    let paths: Vec<&String> = world.entities.keys().collect();
    // Groups act in no session, but questions may be asked of them.
    let groups: Vec<&String> = world.groups.keys().collect();
    let who = if random.one_in(8) { (*random.pick(&groups)).clone() } else { random.pick(&world.users).clone() };
    let action = if random.one_in(2) { "view".to_owned() } else { random.pick(&matrix.actions).clone() };
    Request { who, action, path: (*random.pick(&paths)).clone() }
}

/// A world of a few databases, users and nested groups, with roles held here and there.
pub fn world(random: &mut Random, matrix: &Matrix) -> World {
    let mut world = World::default();
    entities(random, &mut world);
    people(random, &mut world);
    let everybody: Vec<String> = world.users.iter().chain(world.groups.keys()).cloned().collect();
    let paths: Vec<String> = world.entities.keys().cloned().collect();
    let databases: Vec<String> = paths.iter().filter_map(|path| database(path)).collect();
    for _ in 0..random.below(4 * paths.len()) {
        let among = if random.one_in(3) { &databases } else { &paths };
        let path = random.pick(among).clone();
        let rows: Vec<String> =
            matrix.rows.iter().filter(|row| row.scope == world.scope(&path)).map(|row| row.name()).collect();
        if !rows.is_empty() && (path != "cluster" || random.one_in(4)) {
            let (role, who) = (random.pick(&rows).as_str(), random.pick(&everybody).as_str());
            world.hold(&path, role, who);
        }
    }
    for _ in 0..random.below(3) {
        let who = random.pick(&everybody).clone();
        world.held.push(declared(random, &databases, who));
    }
    world
}

/// A role that the environment declares.
fn declared(random: &mut Random, databases: &[String], who: String) -> Held {
    let (path, role, source) = match random.below(3) {
        0 => ("cluster".to_owned(), *random.pick(CLUSTER), Source::Cluster),
        1 => {
            let (word, role) = *random.pick(WORKSPACE);
            ("cluster".to_owned(), role, Source::Workspace(word))
        }
        _ => {
            let (word, role) = *random.pick(ITEM);
            (random.pick(databases).clone(), role, Source::Item(word))
        }
    };
    Held { path, role: role.to_owned(), who, source }
}

fn entities(random: &mut Random, world: &mut World) {
    world.add("", "Cluster", "cluster", false);
    for number in 0..=random.below(3) {
        let path = world.add("cluster", "Database", &format!("D{number}"), false);
        for child in 0..random.below(7) {
            let title = *random.pick(CHILDREN);
            let restricted = matches!(title, "Table" | "Materialized View") && random.one_in(2);
            world.add(&path, title, &format!("E{child}"), restricted);
        }
    }
}

/// Groups hold only groups of a higher number, so that none is in itself.
fn people(random: &mut Random, world: &mut World) {
    world.users = (0..=random.below(5)).map(|number| format!("aaduser=u{number}@fabrikam.com")).collect();
    let groups: Vec<String> = (0..=random.below(6)).map(|number| format!("aadgroup=g{number}@fabrikam.com")).collect();
    for (number, group) in groups.iter().enumerate() {
        let mut members: Vec<String> = (0..random.below(3)).map(|_| random.pick(&world.users).clone()).collect();
        members.extend(groups[number + 1..].iter().filter(|_| random.one_in(3)).cloned());
        world.groups.insert(group.clone(), members);
    }
}
