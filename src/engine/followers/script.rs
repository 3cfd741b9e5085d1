//! The commands that give a follower database again what it has as one.

use crate::catalog::body::databases::Database;
use crate::catalog::body::followers::{FOLLOWER, Follower};
use crate::catalog::{Entity, EntityId};
use crate::engine::World;
use crate::engine::followers::{CACHING_KIND, METADATA, NAME_OVERRIDE, PREFETCH, PRINCIPALS_KIND};
use crate::engine::roles;
use crate::model::entity::EntityKind;
use crate::model::form::Body;
use crate::model::keyword::Keyword;
use crate::model::modification_kind::ModificationKind;
use crate::model::name::{Quoted, Text};
use crate::model::policy::PolicyKind;
use crate::syntax::ast::bodies;

/// Returns commands for all that the database has as a follower; none where it is none.
pub(in crate::engine) fn script_of(world: &World<'_>, database: EntityId) -> Vec<String> {
    let found = world.catalog.child(database, EntityKind::Follower, FOLLOWER);
    let Some((id, entity)) = found.and_then(|id| Some((id, world.catalog.get(id)?))) else { return Vec::new() };
    let Some(follower) = entity.content::<Follower>() else { return Vec::new() };
    let target = format!("{} {}", EntityKind::Follower, Quoted(world.catalog.name_of(database)));
    let alter = format!(".{} {target}", Keyword::Alter);
    let from = match &*follower.leader {
        "" => String::new(),
        leader => format!(" from {}", Text(leader)),
    };
    let principals = world.catalog.content::<Database>(database).and_then(|database| database.follower);
    let mut commands = vec![format!("{alter}{from} {PRINCIPALS_KIND} = {}", principals.unwrap_or_default().word())];
    if follower.caching != ModificationKind::Union {
        commands.push(format!("{alter} {CACHING_KIND} = {}", follower.caching.word()));
    }
    if follower.prefetch {
        commands.push(format!("{alter} {PREFETCH} = true"));
    }
    commands.extend(settings(&alter, follower));
    commands.extend(policies(&alter, entity, follower));
    commands.extend(roles::follower_script(world, id, &target));
    commands
}

fn settings<'a>(alter: &'a str, follower: &'a Follower) -> impl Iterator<Item = String> + 'a {
    follower.settings.iter().map(move |(setting, value)| match &**setting {
        METADATA => format!("{alter} {METADATA} {}", Text(value)),
        NAME_OVERRIDE => format!("{alter} {NAME_OVERRIDE} = {}", Quoted(value)),
        list => format!("{alter} {list} {} ({value})", Keyword::Add),
    })
}

fn policies<'a>(alter: &'a str, entity: &'a Entity, follower: &'a Follower) -> impl Iterator<Item = String> + 'a {
    let policy = PolicyKind::Caching;
    let command = move |target: &str, json: &str| {
        let content = bodies::printed(policy.body().unwrap_or(Body::Json), json);
        format!("{alter}{target} {} {} {content}", Keyword::Policy, policy.word())
    };
    let own = entity.policies.get(policy).map(|value| command("", value.json()));
    let of_tables = follower.tables.iter();
    let of_tables =
        of_tables.map(move |(table, value)| command(&format!(" {} {}", Keyword::Table, Quoted(table)), value.json()));
    own.into_iter().chain(of_tables)
}
