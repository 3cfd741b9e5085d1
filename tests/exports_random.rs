//! Roles for other tools, of states by chance: nothing is left out silently, names stay, and no id is made up.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/exported.rs"]
mod exported;
#[path = "support/exported_states.rs"]
mod exported_states;
#[path = "support/ebnf/random.rs"]
mod random;

use std::collections::{BTreeMap, BTreeSet};

use exported::{exported, files, held, held_by_azure, said, text};
use exported_states::{add, state};
use kmgmt::catalog::Entity;
use kmgmt::model::entity::EntityKind;
use kmgmt::session::Session;
use kmgmt::state::export::{Content, Target};
use kmgmt::syntax::pieces;
use random::Random;

const SEED: u64 = 20_261_130;
const STATES: usize = 40;
const TARGETS: [Target; 4] = [Target::Terraform, Target::Bicep, Target::KustoSchemaTools, Target::Csv];

/// Returns the resources of a file by the line that begins each.
fn blocks(file: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for block in file.split("\n\n") {
        let Some(first) = block.lines().find(|line| line.starts_with("resource ")).map(str::to_owned) else { continue };
        assert_eq!(all.insert(first.clone(), block.trim_end().to_owned()), None, "two are called {first}");
    }
    all
}

fn states() -> Vec<(Session, Vec<String>)> {
    println!("seed {SEED}");
    let mut random = Random::new(SEED);
    (0..STATES).map(|_| state(&mut random)).collect()
}

/// Each role of a state is in the file, or counted among those that are left out.
#[test]
fn no_role_is_left_out_silently() {
    let mut compared = 0;
    for (number, (session, _)) in states().iter().enumerate() {
        let others = session.world(|world| {
            let inside = |(_, entity): &(_, &Entity)| entity.definition.kind() == EntityKind::Table;
            let tables = world.catalog.in_order().into_iter().filter(inside);
            let roles = tables.flat_map(|(_, table)| table.assignments.sorted());
            roles.filter(|(_, who, _)| !world.directory.is_built_in(*who)).count()
        });
        let all = held(session, |_| true).len() + others;
        for target in [Target::Terraform, Target::Bicep] {
            let resources = blocks(&text(session, target));
            let resources = resources.keys().filter(|line| !line.ends_with(" existing = {")).count();
            assert_eq!(resources, held_by_azure(session).len(), "seed {SEED}, state {number}");
            let left_out: usize = exported(session, target).left_out.iter().map(|said| roles(&said.message)).sum();
            assert_eq!(resources + left_out, all, "seed {SEED}, state {number}\n{}", said(session, target));
            compared += resources;
        }
        let export = exported(session, Target::Csv);
        let Content::Table(table) = &export.files[0].content else { panic!("a table") };
        assert_eq!(table.rows().len(), all, "seed {SEED}, state {number}");
    }
    assert!(compared > STATES * 20, "chance gave too few roles: {compared}");
}

/// Returns how many roles a line says that were left out.
fn roles(line: &str) -> usize {
    let counted = line.strip_prefix("left out: ").and_then(|rest| rest.split_once(' '));
    let of_roles = counted.filter(|(_, what)| what.starts_with("role") || what.starts_with("other role"));
    of_roles.and_then(|(count, _)| count.parse().ok()).unwrap_or_default()
}

/// What is added changes nothing of what was there, and every name is one that the languages take.
#[test]
fn what_is_added_renames_nothing() {
    let mut random = Random::new(SEED);
    for (number, (mut session, named)) in states().into_iter().enumerate() {
        let before = [Target::Terraform, Target::Bicep].map(|target| blocks(&text(&session, target)));
        let databases = ["Added", "Base"].map(str::to_owned);
        pieces(".create database Added\n#dbcontext Added\n.create table T (x: int)", 1, |piece| {
            assert!(session.run(&piece).result.is_ok());
        });
        (0..5).for_each(|_| add(&mut random, &mut session, &named, &databases));
        for (target, before) in [Target::Terraform, Target::Bicep].into_iter().zip(before) {
            let after = blocks(&text(&session, target));
            for (name, block) in &before {
                // Notes may be added to a role that is there.
                let same = after.get(name).is_some_and(|after| without_notes(after) == without_notes(block));
                assert!(same, "seed {SEED}, state {number}: {name}\n{block}\n{:?}", after.get(name));
                let label = name.split(['"', ' ']).rfind(|part| part.contains('_') && !part.starts_with("azurerm"));
                let is_label = |label: &str| label.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
                assert!(name.ends_with("existing = {") || label.is_some_and(is_label), "{name}");
            }
        }
    }
}

fn without_notes(block: &str) -> String {
    let lines = block.lines().filter(|line| !line.starts_with("# notes: ") && !line.starts_with("// notes: "));
    lines.collect::<Vec<_>>().join("\n")
}

/// An id that was derived from a reference is nobody's.
#[test]
fn no_id_is_made_up() {
    let mut met = 0;
    for (session, _) in states() {
        let made_up: BTreeSet<String> = session.world(|world| {
            let views = world.directory.principals().map(|who| world.identity(who));
            views.filter(|view| view.known_object_id().is_none()).map(|view| view.object_id()).collect()
        });
        for target in TARGETS {
            let files = files(&session, target);
            let found: Vec<&String> = made_up.iter().filter(|id| files.contains(id.as_str())).collect();
            assert_eq!(found, Vec::<&String>::new(), "seed {SEED}, {target:?}\n{files}");
        }
        met += made_up.len();
    }
    assert!(met > STATES, "chance made up too few ids: {met}");
}
