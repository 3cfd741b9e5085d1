//! Edits as rows of the file: what the changes up to a point come to, and how it is read again.

use std::collections::BTreeMap;
use std::sync::Arc;

use hashbrown::HashMap;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::catalog::{Assignment, AssignmentKey, CLUSTER, Change, Definition, Edit, EntityId};
use crate::model::entity::EntityKind;
use crate::model::role::Role;
use crate::store::StoreFault;
use crate::store::people::FiledEdit;
use crate::store::row::text;

/// What a cell of an entity holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cell {
    Policy,
    Mapping,
    Blocked,
}

impl Cell {
    const ALL: [Self; 3] = [Self::Policy, Self::Mapping, Self::Blocked];

    /// Returns the word in the file.
    const fn word(self) -> &'static str {
        match self {
            Self::Policy => "Policy",
            Self::Mapping => "Mapping",
            Self::Blocked => "Blocked",
        }
    }
}

/// What edits come to, in the order of the keys. Of each cell the last value counts.
#[derive(Debug, Default)]
pub(super) struct Batch {
    entities: BTreeMap<EntityId, Option<Definition>>,
    assignments: HashMap<AssignmentKey<i64>, Option<Assignment>>,
    cells: BTreeMap<(EntityId, Cell, String), Option<String>>,
    /// The number of the next entity, and of the next assignment or block, as far as these edits say it.
    next_id: u32,
    next_order: u32,
}

impl Batch {
    /// Takes an edit. What is of identities and directories is written with the change itself.
    pub(super) fn take(&mut self, edit: FiledEdit) -> Result<(), StoreFault> {
        match edit {
            Edit::Entity(change) => {
                self.next_id = self.next_id.max(change.key.0.saturating_add(1));
                self.entities.insert(change.key, change.after);
            }
            Edit::Assignment(change) => {
                self.count(change.after.as_ref().map(|after| after.order));
                self.assignments.insert(change.key, change.after);
            }
            Edit::Policy(change) => self.cell(change.key.entity, Cell::Policy, &change)?,
            Edit::Mapping(change) => self.cell(change.key.entity, Cell::Mapping, &change)?,
            Edit::Blocked(change) => {
                self.count(change.after.as_ref().map(|after| after.order));
                self.cell(CLUSTER, Cell::Blocked, &change)?;
            }
            Edit::Identity(_) | Edit::Directory(_) | Edit::Membership(_) => {}
        }
        Ok(())
    }

    fn count(&mut self, order: Option<u32>) {
        self.next_order = self.next_order.max(order.map_or(0, |order| order.saturating_add(1)));
    }

    fn cell<K: Serialize, V: Serialize>(
        &mut self,
        entity: EntityId,
        cell: Cell,
        change: &Change<K, V>,
    ) -> Result<(), StoreFault> {
        let key = serde_json::to_string(&change.key)?;
        let value = change.after.as_ref().map(serde_json::to_string).transpose()?;
        self.cells.insert((entity, cell, key), value);
        Ok(())
    }

    /// Writes what the edits come to.
    pub(super) fn write(&self, connection: &Connection) -> Result<(), StoreFault> {
        let mut remove = connection.prepare_cached("DELETE FROM entities WHERE id = ?1")?;
        let mut put = connection.prepare_cached(
            "INSERT OR REPLACE INTO entities (id, parent, \"database\", kind, name, definition)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for (id, definition) in &self.entities {
            match definition {
                None => remove.execute([id.0])?,
                Some(it) => {
                    let (database, text) = (database_of(*id, it), serde_json::to_string(it)?);
                    put.execute(params![id.0, it.parent.0, database.0, it.kind().to_string(), &*it.name, text])?
                }
            };
        }
        self.write_assignments(connection)?;
        let mut remove = connection.prepare_cached("DELETE FROM cells WHERE entity = ?1 AND cell = ?2 AND key = ?3")?;
        let mut put = connection
            .prepare_cached("INSERT OR REPLACE INTO cells (entity, cell, key, value) VALUES (?1, ?2, ?3, ?4)")?;
        for ((entity, cell, key), value) in &self.cells {
            match value {
                None => remove.execute(params![entity.0, cell.word(), key])?,
                Some(value) => put.execute(params![entity.0, cell.word(), key, value])?,
            };
        }
        raise(connection, NEXT_ID, self.next_id)?;
        raise(connection, NEXT_ORDER, self.next_order)
    }

    /// Writes the assignments nearly in the order of the table, so that a page of it is met once or twice.
    fn write_assignments(&self, connection: &Connection) -> Result<(), StoreFault> {
        let mut sorted: Vec<_> = self.assignments.iter().collect();
        sorted.sort_unstable_by_key(|(key, _)| (key.entity, key.role, key.principal));
        let mut remove =
            connection.prepare_cached("DELETE FROM assignments WHERE entity = ?1 AND role = ?2 AND principal = ?3")?;
        let mut put = connection.prepare_cached(
            "INSERT OR REPLACE INTO assignments (entity, role, principal, place, notes) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (AssignmentKey { entity, role, principal }, after) in sorted {
            match after {
                None => remove.execute(params![entity.0, role.word(), principal])?,
                Some(held) => put.execute(params![entity.0, role.word(), principal, held.order, &*held.notes])?,
            };
        }
        Ok(())
    }
}

/// Returns the database in which an entity is, or that it is; the cluster for what is in none.
fn database_of(id: EntityId, definition: &Definition) -> EntityId {
    if definition.kind() == EntityKind::Database { id } else { definition.parent }
}

/// The settings that count.
pub(super) const NEXT_ID: &str = "next entity";
pub(super) const NEXT_ORDER: &str = "next order";

/// Lets a setting be at least this.
fn raise(connection: &Connection, name: &str, least: u32) -> Result<(), StoreFault> {
    let write = "INSERT INTO settings VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)";
    connection.prepare_cached(write)?.execute(params![name, least])?;
    Ok(())
}

/// Reads the number of a database by its name; case counts.
pub(super) fn database_of_name(connection: &Connection, name: &str) -> Result<Option<EntityId>, StoreFault> {
    let find = "SELECT id FROM entities WHERE parent = ?1 AND name = ?2 AND kind = ?3";
    let kind = EntityKind::Database.to_string();
    let found = connection.prepare_cached(find)?.query_row(params![CLUSTER.0, name, kind], |row| row.get(0));
    Ok(found.optional()?.map(EntityId))
}

/// Reads the entities of a database, or of all, and gives them to `each`, those that hold others first.
pub(super) fn read_entities(
    connection: &Connection,
    database: Option<EntityId>,
    each: impl FnMut(Edit) -> Result<(), StoreFault>,
) -> Result<(), StoreFault> {
    let which = if database.is_some() { "WHERE \"database\" = ?1" } else { "WHERE ?1 IS NULL" };
    let mut statement =
        connection.prepare_cached(&format!("SELECT id, definition FROM entities {which} ORDER BY id"))?;
    let mut rows = statement.query([database.map(|database| database.0)])?;
    let mut found: BTreeMap<EntityId, Definition> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        found.insert(EntityId(row.get(0)?), parsed(text(row, 1)?)?);
    }
    creations(found).into_iter().try_for_each(each)
}

/// Returns the edits that make entities, those that hold others first: an entity can be in one that was made after it,
/// if it was brought back.
pub(super) fn creations(mut entities: BTreeMap<EntityId, Definition>) -> Vec<Edit> {
    let mut edits = Vec::new();
    while let Some((mut id, mut definition)) = entities.pop_first() {
        let mut inner = Vec::new();
        while let Some(outer) = entities.remove(&definition.parent) {
            let held = std::mem::replace(&mut definition, outer);
            inner.push((id, held));
            id = inner.last().map_or(id, |(_, held)| held.parent);
        }
        edits.push(Edit::creation(id, definition));
        edits.extend(inner.into_iter().rev().map(|(id, definition)| Edit::creation(id, definition)));
    }
    edits
}

/// Reads what the entities of a database hold, or all of them: policies, mappings, blocks, and the assignments of the
/// principals whose numbers `is_read` chooses. It gives them to `each`.
pub(super) fn read_held(
    connection: &Connection,
    database: Option<EntityId>,
    is_read: impl Fn(i64) -> bool,
    mut each: impl FnMut(FiledEdit) -> Result<(), StoreFault>,
) -> Result<(), StoreFault> {
    read_of_entities(connection, database, "assignments", ASSIGNED, |row| {
        if is_read(row.get(PRINCIPAL)?) { each(assigned(row)?) } else { Ok(()) }
    })?;
    read_of_entities(connection, database, "cells", "cell, key, value", |row| {
        each(edit(text(row, 0)?, text(row, 1)?, text(row, 2)?)?)
    })
}

/// Reads the rows of a table that are about the entities of a database, about the cluster, or all of them.
fn read_of_entities(
    connection: &Connection,
    database: Option<EntityId>,
    table: &str,
    columns: &str,
    mut each: impl FnMut(&Row<'_>) -> Result<(), StoreFault>,
) -> Result<(), StoreFault> {
    let from = match database {
        None => format!("{table} WHERE ?1 IS NULL"),
        Some(CLUSTER) => format!("{table} WHERE entity = ?1"),
        Some(_) => format!("entities JOIN {table} ON {table}.entity = entities.id WHERE \"database\" = ?1"),
    };
    let mut statement = connection.prepare_cached(&format!("SELECT {columns} FROM {from}"))?;
    let mut rows = statement.query([database.map(|database| database.0)])?;
    while let Some(row) = rows.next()? {
        each(row)?;
    }
    Ok(())
}

/// What is read of an assignment.
pub(super) const ASSIGNED: &str = "entity, role, principal, place, notes";

/// Which of these columns is the principal.
const PRINCIPAL: usize = 2;

/// Returns the edit that makes what a row of these columns says.
pub(super) fn assigned(row: &Row<'_>) -> Result<FiledEdit, StoreFault> {
    let word = text(row, 1)?;
    let role = Role::of(word).ok_or_else(|| StoreFault::damaged(format!("an assignment of the role `{word}`")))?;
    let key = AssignmentKey { entity: EntityId(row.get(0)?), role, principal: row.get(PRINCIPAL)? };
    let held = Assignment { order: row.get(3)?, notes: Arc::from(text(row, 4)?) };
    Ok(Edit::Assignment(Change::creation(key, held)))
}

/// Returns the edit that makes what a row of `cells` says.
pub(super) fn edit(word: &str, key: &str, value: &str) -> Result<FiledEdit, StoreFault> {
    let cell = Cell::ALL.into_iter().find(|cell| cell.word() == word);
    Ok(match cell.ok_or_else(|| StoreFault::damaged(format!("a cell holds `{word}`")))? {
        Cell::Policy => Edit::Policy(read(key, value)?),
        Cell::Mapping => Edit::Mapping(read(key, value)?),
        Cell::Blocked => Edit::Blocked(read(key, value)?),
    })
}

fn read<K: DeserializeOwned, V: DeserializeOwned>(key: &str, value: &str) -> Result<Change<K, V>, StoreFault> {
    Ok(Change::creation(parsed(key)?, parsed(value)?))
}

pub(super) fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, StoreFault> {
    Ok(serde_json::from_str(text)?)
}
