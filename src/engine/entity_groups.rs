//! Entity groups (`entity-groups.md` and the pages of its commands). Their members need not exist here:
//! most are on other clusters.

use std::sync::Arc;

use crate::catalog::body::entity_groups::{EntityGroup, Member};
use crate::catalog::{Definition, Edit, EntityId};
use crate::diagnostic::Result;
use crate::engine::{Decision, Refusal, World, names};
use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::{Quoted, Text};
use crate::model::schemas::ENTITY_GROUPS;
use crate::syntax::ast::rows::{Part, RowCommand};
use crate::syntax::literal::Name;
use crate::table::{Table, Value};

const KIND: EntityKind = EntityKind::EntityGroup;

/// Decides a command about entity groups.
pub(super) fn decide(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision> {
    let database = world.database_in_context()?;
    let Some(name) = command.entity_name(KIND) else { return Ok(Decision::report(all, &[database])) };
    let existing = world.existing(name);
    match command.kind {
        CommandKind::CreateEntityGroupCommand
            if existing.is_some() && command.has_word(Keyword::IfNotExists.text()) =>
        {
            Ok(Decision::report(groups, &existing.into_iter().collect::<Vec<_>>()))
        }
        CommandKind::CreateEntityGroupCommand if existing.is_some() => {
            Err(Refusal::AlreadyExists { kind: KIND, name: name.text.to_string() }.at(name.span))
        }
        CommandKind::CreateEntityGroupCommand | CommandKind::CreateOrAlterEntityGroupCommand if existing.is_none() => {
            create(name, members(command), database, world)
        }
        CommandKind::DropEntityGroup => {
            let id = world.entity(KIND, name)?;
            Ok(Decision::change(world.catalog.removal(id), all, &[database]))
        }
        CommandKind::ShowEntityGroup => Ok(Decision::report(groups, &[world.entity(KIND, name)?])),
        _ => alter(command, world.entity(KIND, name)?, world),
    }
}

fn create(name: &Name<'_>, members: Vec<Member>, database: EntityId, world: &World<'_>) -> Result<Decision> {
    names::check(name)?;
    let id = world.catalog.next_id();
    let edit = Edit::creation(id, Definition::new(database, &name.text, EntityGroup { members }));
    Ok(Decision::change(vec![edit], groups, &[id]))
}

/// `.alter` replaces the members, `.alter-merge` adds those that are missing.
fn alter(command: &RowCommand<'_>, id: EntityId, world: &World<'_>) -> Result<Decision> {
    let given = members(command);
    let held = world.catalog.content::<EntityGroup>(id).filter(|_| command.merges());
    let mut members = held.map(|group| group.members.clone()).unwrap_or_default();
    members.extend(given);
    let mut once: Vec<Member> = Vec::new();
    members.into_iter().for_each(|member| {
        if !once.contains(&member) {
            once.push(member)
        }
    });
    let edit = Edit::content(world.catalog, id, EntityGroup { members: once }).filter(Edit::is_change);
    Ok(Decision::change(edit.into_iter().collect(), groups, &[id]))
}

/// Returns the members that the command lists: `cluster('C').database('D')`, `database('D')`.
fn members(command: &RowCommand<'_>) -> Vec<Member> {
    let mut all: Vec<Member> = Vec::new();
    let mut continues = false;
    let mut word = "";
    for part in &command.parts {
        match part {
            Part::Word(".") => continues = true,
            Part::Word(",") => continues = false,
            Part::Word(own) if own.starts_with(char::is_alphabetic) => word = own,
            Part::Text(text) => {
                let name = Some(Arc::from(&*text.text));
                match (word == Keyword::Cluster.text(), all.last_mut()) {
                    (true, _) => all.push(Member { cluster: name, database: None }),
                    (false, Some(last)) if continues => last.database = name,
                    (false, _) => all.push(Member { cluster: None, database: name }),
                }
            }
            _ => {}
        }
    }
    all
}

fn all(world: &World<'_>, databases: &[EntityId]) -> Table {
    let ids: Vec<EntityId> = databases.iter().flat_map(|id| world.catalog.child_ids(*id, KIND)).collect();
    groups(world, &ids)
}

fn groups(world: &World<'_>, ids: &[EntityId]) -> Table {
    let mut table = Table::new(ENTITY_GROUPS);
    for (id, group) in ids.iter().filter_map(|id| Some((*id, world.catalog.content::<EntityGroup>(*id)?))) {
        table.push([Value::from(world.catalog.name_of(id)), Value::from(shown(group))]);
    }
    table
}

/// Returns the members of a group as answers show them.
pub(super) fn shown(group: &EntityGroup) -> String {
    serde_json::Value::from_iter(group.members.iter().map(written)).to_string()
}

fn written(member: &Member) -> String {
    let call = |word: Keyword, name: &Option<Arc<str>>| name.as_ref().map(|name| format!("{word}({})", Text(name)));
    let parts = [call(Keyword::Cluster, &member.cluster), call(Keyword::Database, &member.database)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(".")
}

/// Returns the command that makes the group again.
pub(super) fn script_of(world: &World<'_>, id: EntityId) -> Vec<String> {
    let Some(group) = world.catalog.content::<EntityGroup>(id) else { return Vec::new() };
    let members: Vec<String> = group.members.iter().map(written).collect();
    let verb = if group.members.iter().all(|member| member.database.is_some()) {
        Keyword::CreateOrAlter
    } else {
        // The official grammar has whole clusters in `.create` only.
        Keyword::Create
    };
    let name = Quoted(world.catalog.name_of(id));
    vec![format!(".{verb} {KIND} {name} ({})", members.join(", "))]
}
