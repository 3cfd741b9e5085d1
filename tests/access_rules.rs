//! Rules of access that the table of roles does not show by itself, one by one, with the witness
//! that the evaluator gives.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/access/mod.rs"]
mod access;

use access::world::{Held, Source};
use access::{Built, Matrix, World};
use jiff::Timestamp;
use kmgmt::access::{Access, Evaluation, Filled, Memberships, Through, Verdict, Witness};
use kmgmt::catalog::{CLUSTER, Catalog, EntityId};
use kmgmt::directory::{Directory, PrincipalId};
use kmgmt::model::permission::Permission;

const ANA: &str = "aaduser=ana@fabrikam.com";
const TEAM: &str = "aadgroup=team@fabrikam.com";
const ALL: &str = "aadgroup=all@fabrikam.com";
const CLUSTER_PATH: &str = "cluster";
const DATABASE: &str = "cluster/D";
const TABLE: &str = "cluster/D/Table T";
const OTHER_TABLE: &str = "cluster/D/Table U";
const SECRET: &str = "cluster/D/Table Secret";
const VIEW: &str = "cluster/D/Materialized View V";
const FUNCTION: &str = "cluster/D/Function F";
const GRAPH: &str = "cluster/D/Graph Model G";

/// Ana is in the team, which is in another group; these roles are held.
fn world(held: &[(&str, &str, &str)]) -> World {
    let mut world = World { users: vec![ANA.to_owned()], ..World::default() };
    world.add("", "Cluster", "cluster", false);
    world.add("cluster", "Database", "D", false);
    world.add("cluster", "Database", "Other", false);
    let entities =
        [("Table", "T"), ("Table", "U"), ("Materialized View", "V"), ("Function", "F"), ("Graph Model", "G")];
    for (title, name) in entities {
        world.add(DATABASE, title, name, false);
    }
    world.add(DATABASE, "Table", "Secret", true);
    world.groups.insert(TEAM.to_owned(), vec![ANA.to_owned()]);
    world.groups.insert(ALL.to_owned(), vec![TEAM.to_owned()]);
    for (path, role, who) in held {
        world.hold(path, role, who);
    }
    world
}

/// What Ana is answered, in words.
fn answer(world: &World, action: &str, path: &str) -> String {
    let built = Built::new(world, &Matrix::read());
    match built.ask(ANA, action, path) {
        Verdict::NoRole => "no role".to_owned(),
        Verdict::NoDependency(witness) => format!("no dependency: {}", told(&built, witness)),
        Verdict::Restricted(evaluation) => format!("restricted: {}", evaluated(&built, evaluation)),
        Verdict::Allowed(evaluation) => evaluated(&built, evaluation),
    }
}

fn evaluated(built: &Built, evaluation: Evaluation) -> String {
    let mut text = told(built, evaluation.grant);
    if let Some(dependency) = evaluation.dependency {
        text += &format!(" beside {}", told(built, dependency));
    }
    if let Some((role, dependency)) = evaluation.unrestricted {
        text += &format!(", {} beside {}", told(built, role), told(built, dependency));
    }
    text
}

fn told(built: &Built, witness: Witness) -> String {
    let entity = built.path(witness.scope).rsplit('/').next().unwrap();
    let by = match witness.through {
        Through::Itself => String::new(),
        Through::Group(group) => format!(" of {}", built.directory.identity(group).plain_name()),
    };
    format!("{} on {entity}{by}", witness.role)
}

#[test]
fn a_table_ingestor_alone_does_not_ingest_and_as_a_database_user_does_into_that_table_only() {
    let mut world = world(&[(TABLE, "Table Ingestor", ANA)]);
    assert_eq!(answer(&world, "ingest", TABLE), "no dependency: ingestors on Table T");
    world.hold(DATABASE, "Database User", ANA);
    assert_eq!(answer(&world, "ingest", TABLE), "ingestors on Table T beside users on D");
    assert_eq!(answer(&world, "ingest", OTHER_TABLE), "no role");
}

#[test]
fn a_database_ingestor_puts_a_table_ingestor_in_force() {
    let world = world(&[(TABLE, "Table Ingestor", ANA), (DATABASE, "Database Ingestor", TEAM)]);
    assert_eq!(answer(&world, "ingest", TABLE), "ingestors on Table T beside ingestors on D of team");
}

#[test]
fn a_database_ingestor_ingests_into_every_table_and_creates_none() {
    let world = world(&[(DATABASE, "Database Ingestor", ANA)]);
    assert_eq!(answer(&world, "ingest", OTHER_TABLE), "ingestors on D");
    assert_eq!(answer(&world, "create table", DATABASE), "no role");
}

#[test]
fn a_table_admin_alone_puts_no_admin_of_a_view_or_function_in_force() {
    for (path, role) in [(VIEW, "Materialized View Admin"), (FUNCTION, "Function Admin")] {
        let mut world = world(&[(path, role, ANA), (TABLE, "Table Admin", ANA)]);
        assert!(answer(&world, "alter", path).starts_with("no dependency: admins on "));
        world.hold(DATABASE, "Database User", ANA);
        assert!(answer(&world, "alter", path).ends_with(" beside users on D"));
        assert_eq!(answer(&world, "alter", TABLE), "admins on Table T beside users on D");
    }
}

#[test]
fn an_admin_of_a_graph_model_depends_on_a_database_user() {
    let mut world = world(&[(GRAPH, "Graph Model Admin", ANA), (DATABASE, "Database Viewer", ANA)]);
    assert_eq!(answer(&world, "alter", GRAPH), "no dependency: admins on Graph Model G");
    world.hold(DATABASE, "Database User", TEAM);
    assert_eq!(answer(&world, "alter", GRAPH), "admins on Graph Model G beside users on D of team");
}

#[test]
fn a_dependency_is_held_at_the_database_of_the_role_or_above_and_at_no_other() {
    let mut world = world(&[(TABLE, "Table Admin", ANA), ("cluster/Other", "Database Admin", ANA)]);
    assert_eq!(answer(&world, "alter", TABLE), "no dependency: admins on Table T");
    world.hold(CLUSTER_PATH, "AllDatabasesViewer", ANA);
    assert_eq!(answer(&world, "alter", TABLE), "no dependency: admins on Table T");
    world.hold(CLUSTER_PATH, "AllDatabasesAdmin", ALL);
    assert_eq!(answer(&world, "alter", TABLE), "admins on Table T beside admins on cluster of all");
}

#[test]
fn an_assignment_of_ones_own_is_cited_before_a_groups() {
    let held = [(DATABASE, "Database Viewer", TEAM), (CLUSTER_PATH, "AllDatabasesViewer", ANA)];
    assert_eq!(answer(&world(&held), "view", TABLE), "viewers on cluster");
    assert_eq!(answer(&world(&held[..1]), "view", TABLE), "viewers on D of team");
}

#[test]
fn a_groups_role_counts_where_ones_own_is_not_in_force() {
    let world = world(&[(TABLE, "Table Ingestor", ANA), (CLUSTER_PATH, "AllDatabasesAdmin", ALL)]);
    assert_eq!(answer(&world, "ingest", TABLE), "ingestors on Table T beside admins on cluster of all");
    assert_eq!(answer(&world, "ingest", OTHER_TABLE), "admins on cluster of all");
}

#[test]
fn restricted_view_access_holds_for_administrators_of_the_cluster_too() {
    let mut world = world(&[(CLUSTER_PATH, "AllDatabasesAdmin", ANA)]);
    assert_eq!(answer(&world, "view", SECRET), "restricted: admins on cluster");
    assert_eq!(answer(&world, "alter", SECRET), "admins on cluster");
    world.hold(DATABASE, "Database UnrestrictedViewer", TEAM);
    let both = "admins on cluster, unrestrictedviewers on D of team beside admins on cluster";
    assert_eq!(answer(&world, "view", SECRET), both);
}

#[test]
fn an_unrestricted_viewer_alone_views_nothing() {
    let mut world = world(&[(DATABASE, "Database UnrestrictedViewer", ANA)]);
    assert_eq!(answer(&world, "view", TABLE), "no role");
    assert_eq!(answer(&world, "view restricted", SECRET), "no dependency: unrestrictedviewers on D");
    world.hold(DATABASE, "Database Viewer", ANA);
    assert_eq!(answer(&world, "view", TABLE), "viewers on D");
    assert_eq!(answer(&world, "view", SECRET), "viewers on D, unrestrictedviewers on D beside viewers on D");
}

#[test]
fn roles_that_the_environment_declares_and_those_of_the_catalog_unite() {
    let mut world = world(&[(TABLE, "Table Admin", ANA)]);
    let held = |path: &str, role: &str, source| {
        let (path, role, who) = (path.to_owned(), role.to_owned(), TEAM.to_owned());
        Held { path, role, who, source }
    };
    world.held.push(held(CLUSTER_PATH, "AllDatabasesViewer", Source::Workspace("Viewer")));
    assert_eq!(answer(&world, "view", OTHER_TABLE), "viewers on cluster of team");
    assert_eq!(answer(&world, "alter", TABLE), "no dependency: admins on Table T");
    world.held.push(held(DATABASE, "Database Admin", Source::Item("Editor")));
    assert_eq!(answer(&world, "alter", TABLE), "admins on Table T beside admins on D of team");
    assert_eq!(answer(&world, "view", "cluster/Other"), "viewers on cluster of team");
    assert_eq!(answer(&world, "alter", "cluster/Other"), "no role");
}

#[test]
fn a_database_is_dropped_by_an_administrator_of_the_cluster_and_what_is_in_it_by_its_own() {
    let mut world = world(&[(DATABASE, "Database Admin", ANA)]);
    assert_eq!(answer(&world, "drop", TABLE), "admins on D");
    assert_eq!(answer(&world, "drop", DATABASE), "no role");
    world.hold(CLUSTER_PATH, "AllDatabasesAdmin", ANA);
    assert_eq!(answer(&world, "drop", DATABASE), "admins on cluster");
}

fn filled(directory: &Directory, principal: PrincipalId) -> Filled {
    Memberships::default().filled(directory, principal, Timestamp::UNIX_EPOCH)
}

#[test]
fn the_local_administrator_and_the_ingestion_application_are_administrators_of_the_cluster() {
    let (catalog, directory) = (Catalog::new(), Directory::open());
    let access = Access::new(&catalog, &directory);
    for principal in [directory.local_admin(), directory.ingestion_application()] {
        let verdict = access.evaluate(filled(&directory, principal).subject(), Permission::AdministerCluster, CLUSTER);
        assert!(matches!(verdict, Verdict::Allowed(_)), "{verdict:?}");
    }
}

#[test]
fn nothing_is_allowed_on_what_does_not_exist() {
    let (catalog, directory) = (Catalog::new(), Directory::open());
    let access = Access::new(&catalog, &directory);
    let admin = filled(&directory, directory.local_admin());
    assert_eq!(access.evaluate(admin.subject(), Permission::View, EntityId(99)), Verdict::NoRole);
}
