//! States and their exports, and what other tools are to hold of a state, found by a walk of its own.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy's exception for tests does not cover what they share")]

use std::collections::BTreeSet;
use std::sync::Arc;

use kmgmt::catalog::{CLUSTER, Catalog};
use kmgmt::cluster::Cluster;
use kmgmt::directory::{Directory, IdentityView, PrincipalId};
use kmgmt::model::entity::EntityKind;
use kmgmt::model::format::Format;
use kmgmt::model::principal::{PrincipalKind, is_id};
use kmgmt::model::role::Role;
use kmgmt::render::Renderer;
use kmgmt::session::{Clock, Session};
use kmgmt::state::Folder;
use kmgmt::state::export::{Content, Export, File, Target, export};
use kmgmt::state::import::{Input, Options, import};
use kmgmt::syntax::pieces;

const CLOCK: Clock = Clock::Standing(jiff::Timestamp::UNIX_EPOCH);

/// Loads a state, as `--from` does.
pub fn loaded(folder: &Folder) -> Session {
    let directory = Directory::from_environment(folder.environment.clone()).unwrap();
    let mut session = Session::on(Arc::new(Cluster::with(Catalog::empty(), directory)), CLOCK);
    pieces(&folder.catalog, 1, |piece| {
        let outcome = session.load(&piece);
        assert!(outcome.result.is_ok(), "{}: {:?}", piece.text, outcome.result.err());
    });
    session
}

/// Imports a text into who exists already, or into nothing.
pub fn imported(people: Option<&Session>, text: &str) -> Session {
    let before = people.map(|session| Folder::of_people(&Folder::of(session).environment));
    let (origin, stem) = ("terraform.json".to_owned(), "terraform".to_owned());
    let input = Input { origin, text: text.to_owned(), stem, database: None };
    let options = Options { database: None, group: None, tenant: None, clock: CLOCK };
    let imported = import(before.as_ref(), &[input], &options).unwrap();
    let faults: Vec<_> = imported.faults.iter().filter(|fault| !fault.is_warning).collect();
    assert!(faults.is_empty(), "{faults:?}\n{text}");
    loaded(&imported.state)
}

/// Returns the export of a session.
pub fn exported(session: &Session, target: Target) -> Export {
    session.world(|world| export(world, target))
}

/// Returns the only file of an export, which is text.
pub fn text(session: &Session, target: Target) -> String {
    let export = exported(session, target);
    match export.files.as_slice() {
        [file] => match &file.content {
            Content::Text(text) => text.clone(),
            Content::Table(_) => panic!("{target:?} gives a table"),
        },
        files => panic!("{target:?} gives {} files", files.len()),
    }
}

/// Returns the name of the cluster without its region.
pub fn cluster(session: &Session) -> String {
    session.world(|world| world.directory.cluster_name().split('.').next().unwrap().to_owned())
}

/// A role: on what, which, the kind of who has it, and the id that Azure knows.
pub type Held = (String, Role, PrincipalKind, String);

/// Returns the roles on the cluster and on databases; `with` chooses whose.
pub fn held(session: &Session, with: impl Fn(&IdentityView<'_>) -> bool) -> BTreeSet<Held> {
    session.world(|world| {
        let mut all = BTreeSet::new();
        let scopes = std::iter::once((CLUSTER, world.catalog.get(CLUSTER).unwrap()));
        for (_, entity) in scopes.chain(world.catalog.children(CLUSTER, EntityKind::Database)) {
            let assigned = entity.assignments.sorted().into_iter().map(|(role, who, _)| (role, who));
            let declared = entity.definition.declared(world.directory).map(|it| (it.role, it.principal));
            let roles: Vec<(Role, PrincipalId)> = assigned.chain(declared).collect();
            for (role, who) in roles {
                let view = world.identity(who);
                if !world.directory.is_built_in(who) && with(&view) {
                    all.insert((entity.definition.name.to_string(), role, view.kind, id(&view)));
                }
            }
        }
        all
    })
}

/// Returns the id by which Azure knows somebody: users and groups by the object id, where a real one is known, and else by
/// address or name; an application by its own.
pub fn id(view: &IdentityView<'_>) -> String {
    let is_by_object = matches!(view.kind, PrincipalKind::User | PrincipalKind::Group);
    let object_id = view.known_object_id().filter(|_| is_by_object);
    let name = if view.kind == PrincipalKind::Group && !view.id.contains('@') { view.plain_name() } else { view.id };
    object_id.unwrap_or(name).to_lowercase()
}

/// Returns whether Azure can give somebody a role.
pub fn is_known_to_azure(view: &IdentityView<'_>) -> bool {
    match view.kind {
        PrincipalKind::Account => false,
        PrincipalKind::Application => is_id(view.id),
        PrincipalKind::User => view.known_object_id().is_some() || view.id.contains('@'),
        PrincipalKind::Group => true,
    }
}

/// Returns the roles that Azure can give.
pub fn held_by_azure(session: &Session) -> BTreeSet<Held> {
    let all = held(session, is_known_to_azure);
    all.into_iter().filter(|(scope, role, ..)| !scope.is_empty() || role.cluster_name().is_some()).collect()
}

/// What is said, a line each.
pub fn said(session: &Session, target: Target) -> String {
    let lines = exported(session, target).left_out;
    lines.iter().map(|said| format!("{}: {}\n", said.severity.word(), said.message)).collect()
}

/// Returns the files with their texts.
pub fn files(session: &Session, target: Target) -> String {
    let file = |file: &File| match &file.content {
        Content::Text(text) => format!("== {}\n{text}", file.name),
        Content::Table(table) => {
            let mut out = Vec::new();
            Renderer::new(Format::Csv, None).write(table, &mut out).unwrap();
            format!("== {}\n{}", file.name, String::from_utf8(out).unwrap())
        }
    };
    exported(session, target).files.iter().map(file).collect()
}
