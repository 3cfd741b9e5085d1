//! `fixtures/access/matrix.tsv`, which a person reads beside `security-roles.txt` 7.3, is what the
//! evaluator does: every role at every scope, every action, alone and beside every other role.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/access/mod.rs"]
mod access;

use access::matrix::{Row, Says};
use access::{Built, Matrix, World};
use kmgmt::access::{Verdict, grants};
use kmgmt::catalog::{Assignment, Edit};
use kmgmt::model::entity::EntityKind;
use kmgmt::model::permission::Permission;
use kmgmt::model::role::Role;

const WHO: &str = "aaduser=ana@fabrikam.com";
const VIEW: &str = "view";
const VIEW_RESTRICTED: &str = "view restricted";

/// One entity of each kind, another database with a table, and a table that is restricted.
fn world() -> World {
    let mut world = World { users: vec![WHO.to_owned()], ..World::default() };
    world.add("", "Cluster", "cluster", false);
    for database in ["D", "Other"] {
        let database = world.add("cluster", "Database", database, false);
        world.add(&database, "Table", "T", false);
        world.add(&database, "Table", "Restricted", true);
        let kinds = EntityKind::ALL.iter().filter(|kind| **kind > EntityKind::Table);
        for kind in kinds.map(|kind| kind.title()) {
            world.add(&database, kind, "T", false);
        }
    }
    world
}

/// The entity on which the tests assign the role of a row.
fn place(row: &Row) -> String {
    match row.kind() {
        EntityKind::Cluster => "cluster".to_owned(),
        EntityKind::Database => "cluster/D".to_owned(),
        kind => format!("cluster/D/{} T", kind.title()),
    }
}

/// What one row says, where its role is held on `place(row)`; nothing about an entity elsewhere.
fn says(row: &Row, action: &str, path: &str) -> Says {
    let place = place(row);
    let below = path.strip_prefix(&place).is_some_and(|rest| rest.starts_with('/'));
    if below || path == place { row.says(action, path == place) } else { Says::Denied }
}

/// Whether the roles of these rows together allow the action.
fn allowed(rows: &[&Row], action: &str, path: &str) -> bool {
    let in_force =
        |row: &Row| row.satisfied_by.is_empty() || rows.iter().any(|other| row.satisfied_by.contains(&other.name()));
    rows.iter().any(|row| match says(row, action, path) {
        Says::Allowed => true,
        Says::Needs => in_force(row),
        Says::Denied => false,
    })
}

/// The same, and what the restriction of view access adds.
fn expected(world: &World, rows: &[&Row], action: &str, path: &str) -> &'static str {
    let hindered = rows.iter().any(|row| says(row, action, path) == Says::Needs);
    if allowed(rows, action, path) {
        let free = action != VIEW || !world.is_restricted(path) || allowed(rows, VIEW_RESTRICTED, path);
        return if free { "allowed" } else { "restricted" };
    }
    if hindered { "no dependency" } else { "no role" }
}

fn short(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Allowed(_) => "allowed",
        Verdict::NoRole => "no role",
        Verdict::NoDependency(_) => "no dependency",
        Verdict::Restricted(_) => "restricted",
    }
}

/// Compares every action on every entity; answers how many were compared.
fn compare(matrix: &Matrix, world: &World, rows: &[&Row]) -> usize {
    let mut world = world.clone();
    for row in rows {
        world.hold(&place(row), &row.name(), WHO);
    }
    let built = Built::new(&world, matrix);
    let mut compared = 0;
    for action in &matrix.actions {
        for path in world.entities.keys() {
            let names: Vec<String> = rows.iter().map(|row| row.name()).collect();
            let answer = short(&built.ask(WHO, action, path));
            assert_eq!(answer, expected(&world, rows, action, path), "{names:?}: {action} {path}");
            compared += 1;
        }
    }
    compared
}

#[test]
fn each_role_alone_allows_what_its_row_says() {
    let (matrix, world) = (Matrix::read(), world());
    let compared: usize = matrix.rows.iter().map(|row| compare(&matrix, &world, &[row])).sum();
    assert_eq!(compared, matrix.rows.len() * matrix.actions.len() * world.entities.len());
}

#[test]
fn each_role_is_put_in_force_by_the_roles_that_its_row_names_and_by_no_other() {
    let (matrix, world) = (Matrix::read(), world());
    for row in &matrix.rows {
        for other in matrix.rows.iter().filter(|other| other.name() != row.name()) {
            compare(&matrix, &world, &[row, other]);
        }
    }
}

#[test]
fn every_pair_of_kind_and_role_that_the_catalog_knows_has_a_row() {
    let matrix = Matrix::read();
    let rows: Vec<(EntityKind, Role)> = matrix.rows.iter().map(|row| (row.kind(), row.model())).collect();
    let known: Vec<(EntityKind, Role)> =
        EntityKind::ALL.iter().flat_map(|kind| Role::at(*kind).map(|role| (*kind, role))).collect();
    assert_eq!(rows, known);
    let granted: Vec<(EntityKind, Role)> =
        EntityKind::ALL.iter().flat_map(|kind| grants(*kind).iter().map(|(role, _)| (*kind, *role))).collect();
    assert_eq!(rows, granted);
}

#[test]
fn every_action_has_a_column() {
    let words: Vec<&str> = Permission::ALL.iter().map(|permission| permission.word()).collect();
    assert_eq!(Matrix::read().actions, words);
}

#[test]
fn a_role_that_a_kind_does_not_have_allows_nothing_where_it_is_held_all_the_same() {
    let (matrix, world) = (Matrix::read(), world());
    let built = Built::new(&world, &matrix);
    for kind in EntityKind::ALL.iter().filter(|kind| **kind > EntityKind::Database) {
        for role in Role::ALL.iter().filter(|role| !role.scopes().contains(kind)) {
            let path = format!("cluster/D/{} T", kind.title());
            let mut built = built.clone();
            built.catalog.apply(&Edit::assignment(
                (built.entities[&path], *role, built.principals[WHO]),
                None,
                Some(Assignment { order: 1, notes: "".into() }),
            ));
            for action in &matrix.actions {
                assert_eq!(built.ask(WHO, action, &path), Verdict::NoRole, "{role} on {path}: {action}");
            }
        }
    }
}

#[test]
fn what_the_table_says_depends_on_is_among_what_satisfies_it() {
    let text = std::fs::read_to_string("fixtures/access/matrix.tsv").unwrap();
    for line in text.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let satisfied: Vec<&str> = cells[3].split(", ").collect();
        // A Table Admin is in force only beside a Database User: see the table's head.
        for named in cells[2].split(" or ").filter(|named| *named != "Table Admin") {
            assert!(satisfied.contains(&named), "{line}");
        }
    }
}
