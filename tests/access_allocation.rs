//! Evaluating allocates nothing, whatever the answer: the cache was filled before.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/access/mod.rs"]
mod access;

use std::hint::black_box;

use access::world::{Held, Source};
use access::{Built, Matrix, World};
use allocation_counter::measure;
use jiff::Timestamp;
use kmgmt::access::{Client, Need, Request, Through, Verdict, suggest};
use kmgmt::model::permission::Permission;

const ANA: &str = "aaduser=ana@fabrikam.com";
const BO: &str = "aaduser=bo@fabrikam.com";
const OUTSIDER: &str = "aaduser=cy@fabrikam.com";
const INNER: &str = "aadgroup=inner@fabrikam.com";
const OUTER: &str = "aadgroup=outer@fabrikam.com";

/// Ana holds everything through groups and from Fabric, Bo hardly anything.
fn world() -> World {
    let mut world = World { users: vec![ANA.to_owned(), BO.to_owned(), OUTSIDER.to_owned()], ..World::default() };
    world.add("", "Cluster", "cluster", false);
    let database = world.add("cluster", "Database", "D", false);
    let secret = world.add(&database, "Table", "Secret", true);
    let view = world.add(&database, "Materialized View", "V", false);
    world.groups.insert(OUTER.to_owned(), vec![INNER.to_owned()]);
    world.groups.insert(INNER.to_owned(), vec![ANA.to_owned()]);
    world.hold(&database, "Database UnrestrictedViewer", OUTER);
    world.hold(&secret, "Table Ingestor", INNER);
    world.hold(&view, "Materialized View Admin", BO);
    world.hold(&database, "Database Viewer", BO);
    let (path, role, who) = (database, "Database Viewer".to_owned(), ANA.to_owned());
    world.held.push(Held { path, role, who, source: Source::Item("Viewer") });
    world
}

#[test]
fn no_question_allocates() {
    let (matrix, world) = (Matrix::read(), world());
    let built = Built::new(&world, &matrix);
    let (access, mut verdicts) = (built.access(), Vec::new());
    for who in [ANA, BO] {
        for (path, entity) in &built.entities {
            for permission in Permission::ALL {
                let (filled, mut verdict) = (built.filled(who), None);
                let subject = black_box(filled.subject());
                let made = measure(|| verdict = Some(access.evaluate(subject, *permission, *entity)));
                assert_eq!(made.count_total, 0, "{who} {permission} {path}: {verdict:?}");
                verdicts.push(verdict.unwrap());
            }
        }
    }
    let seen = |wanted: fn(&Verdict) -> bool| assert!(verdicts.iter().any(wanted), "{verdicts:#?}");
    seen(|verdict| *verdict == Verdict::NoRole);
    seen(|verdict| matches!(verdict, Verdict::NoDependency(_)));
    seen(|verdict| matches!(verdict, Verdict::Restricted(_)));
    seen(|verdict| {
        let Verdict::Allowed(evaluation) = verdict else { return false };
        matches!(evaluation.unrestricted, Some((role, _)) if role.through != Through::Itself)
    });
}

/// What is looked for in one database takes as much work however many others there are.
#[test]
fn a_suggestion_and_the_roles_of_nobody_do_not_grow_with_the_catalog() {
    let work = |databases: usize| {
        let mut world = world();
        for number in 0..databases {
            let database = world.add("cluster", "Database", &format!("Other{number}"), false);
            world.add(&database, "Table", "T", false);
            world.hold(&database, "Database Viewer", ANA);
        }
        let built = Built::new(&world, &Matrix::read());
        let (access, filled, client) = (built.access(), built.filled(BO), Client::default());
        let (subject, now) = (filled.subject(), Timestamp::UNIX_EPOCH);
        let request = Request { subject, client: &client, database: "D", now };
        let need = Need::new(Permission::View, built.entities["cluster/D/Table Secret"]);
        let suggested = measure(|| assert_eq!(suggest(&access, request, &[need]).commands.len(), 1));
        let nobody = built.filled(OUTSIDER);
        let listed = measure(|| assert!(access.roles_of(nobody.subject()).is_empty()));
        (suggested.count_total, listed.count_total)
    };
    assert_eq!(work(2), work(200));
}

/// That nothing is counted says something only if something would be.
#[test]
fn what_allocates_is_counted() {
    let made = measure(|| drop(black_box(vec![1_u8])));
    assert_eq!(made.count_total, 1);
}
