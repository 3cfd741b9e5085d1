//! New tables, and new schemas of tables.

use std::sync::Arc;

use hashbrown::{HashMap, HashSet};

use crate::catalog::body::columns::Column;
use crate::catalog::body::tables::Table;
use crate::catalog::{Definition, Edit, Entity, EntityId};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::roles::creator_becomes_admin;
use crate::engine::tables::{each_once, listing};
use crate::engine::{Decision, Refusal, World, column_schema, names};
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::syntax::ast::PropertyValues;
use crate::syntax::ast::columns::Columns;
use crate::syntax::ast::tables::{
    CreateBasedOn, DefineTable, DefineTables, Definer, HIDDEN, SetText, TableSchema, TextField,
};
use crate::syntax::literal::{Name, Value};

/// The edits of one command about the tables of one database.
struct Draft<'a, 'd> {
    world: &'a World<'d>,
    database: EntityId,
    edits: Vec<Edit>,
    /// How many tables the command creates so far.
    created: u32,
}

/// `.create|.create-merge|.alter|.alter-merge table`
pub(super) fn one(define: &DefineTable<'_>, world: &World<'_>) -> Result<Decision> {
    let mut draft = Draft::new(world)?;
    let table = draft.define(define.definer, &define.schema, &define.properties)?;
    Ok(Decision::change(draft.edits, listing::json, &[table]))
}

/// `.create|.create-merge tables`: a fault in one leaves all as they were.
pub(super) fn many(define: &DefineTables<'_>, world: &World<'_>) -> Result<Decision> {
    let mut draft = Draft::new(world)?;
    each_once(define.schemas.iter().map(|schema| &schema.name))?;
    let definer = if define.merge { Definer::CreateMerge } else { Definer::Create };
    let mut tables = Vec::with_capacity(define.schemas.len());
    for schema in &define.schemas {
        tables.push(draft.define(definer, schema, &define.properties)?);
    }
    Ok(Decision::change(draft.edits, listing::tables, &tables))
}

/// `.create table N based-on T`: columns, folder and policies are the source's, its principals are
/// not (`create-table-based-on-command.md`).
pub(super) fn based_on(create: &CreateBasedOn<'_>, world: &World<'_>) -> Result<Decision> {
    let mut draft = Draft::new(world)?;
    if let Some(existing) = draft.existing(&create.name) {
        if create.if_not_exists {
            return Ok(Decision::change(Vec::new(), listing::json, &[existing]));
        }
        let (kind, name) = (EntityKind::Table, create.name.text.to_string());
        let help = format!("`{}` leaves it as it is", Keyword::IfNotExists);
        let refusal = Refusal::AlreadyExists { kind, name };
        return Err(refusal.at(create.name.span).help(help));
    }
    let source = world.entity_in(draft.database, EntityKind::Table, &create.source)?;
    let source = world.catalog.get(source);
    let table = source.and_then(Entity::content::<Table>).cloned();
    let Table { columns, folder, .. } = table.unwrap_or_default();
    let docstring = Arc::from(format!("Created based on {}", create.source.text));
    let copy = with_properties(Table { columns, docstring, folder, hidden: false }, &create.properties);
    let table = draft.create(&create.name, copy)?;
    for (policy, value) in source.iter().flat_map(|source| source.policies.iter()) {
        draft.edits.push(Edit::policy(table, policy, None, Some(value.clone())));
    }
    Ok(Decision::change(draft.edits, listing::json, &[table]))
}

/// `.alter table T docstring|folder`
pub(super) fn set_text(set: &SetText<'_>, world: &World<'_>) -> Result<Decision> {
    let mut draft = Draft::new(world)?;
    let id = world.entity_in(draft.database, EntityKind::Table, &set.name)?;
    let mut table = draft.body_of(id);
    let text = Arc::from(set.text.text.as_ref());
    match set.field {
        TextField::DocString => table.docstring = text,
        TextField::Folder => table.folder = text,
    }
    draft.change(id, table);
    Ok(Decision::change(draft.edits, listing::json, &[id]))
}

impl<'a, 'd> Draft<'a, 'd> {
    fn new(world: &'a World<'d>) -> Result<Self> {
        let database = world.database_in_context()?;
        Ok(Self { world, database, edits: Vec::new(), created: 0 })
    }

    fn existing(&self, name: &Name<'_>) -> Option<EntityId> {
        self.world.existing(name)
    }

    fn body_of(&self, id: EntityId) -> Table {
        self.world.catalog.content::<Table>(id).cloned().unwrap_or_default()
    }

    /// Does with the schema what the verb says (`tables.md`, its table of conventions, and each
    /// page).
    fn define(
        &mut self,
        definer: Definer,
        schema: &TableSchema<'_>,
        properties: &PropertyValues<'_>,
    ) -> Result<EntityId> {
        let written = column_schema::columns(&schema.columns)?;
        let new = || with_properties(Table { columns: written.clone(), ..Table::default() }, properties);
        let id = match (definer, self.existing(&schema.name)) {
            (Definer::Create | Definer::CreateMerge, None) => return self.create(&schema.name, new()),
            (Definer::Create, Some(existing)) => return Ok(existing),
            (_, Some(existing)) => existing,
            (Definer::Alter | Definer::AlterMerge, None) => {
                self.world.entity_in(self.database, EntityKind::Table, &schema.name)?
            }
        };
        let before = self.body_of(id);
        keeps_types(&before.columns, &schema.columns)?;
        // `.alter` overwrites all (`alter-table-command.md`); the others keep what is not said
        // again.
        let after = if definer == Definer::Alter { new() } else { merged(before, written, properties) };
        self.change(id, after);
        Ok(id)
    }

    fn create(&mut self, name: &Name<'_>, table: Table) -> Result<EntityId> {
        names::check(name)?;
        names::check_free(self.world, self.database, EntityKind::Table, name)?;
        let id = EntityId(self.world.catalog.next_id().0.saturating_add(self.created));
        self.edits.push(Edit::creation(id, Definition::new(self.database, &name.text, table)));
        self.edits.push(creator_becomes_admin(self.world, id, self.created));
        self.created += 1;
        Ok(id)
    }

    /// Gives a table a new body; no edit where it is the one that it has.
    fn change(&mut self, id: EntityId, table: Table) {
        self.edits.extend(Edit::content(self.world.catalog, id, table).filter(Edit::is_change));
    }
}

/// Returns the table with the columns that it lacks at its end, and with the texts that are given.
fn merged(table: Table, written: Vec<Column>, properties: &PropertyValues<'_>) -> Table {
    let mut table = table;
    let existing: HashSet<Arc<str>> = table.columns.iter().map(|column| column.name.clone()).collect();
    table.columns.extend(written.into_iter().filter(|column| !existing.contains(&column.name)));
    with_properties(table, properties)
}

/// Returns the table with the description, the folder and the visibility that the command gives.
fn with_properties(table: Table, properties: &PropertyValues<'_>) -> Table {
    let text = |word: Keyword| match properties.get(word.text()).map(|property| &property.value) {
        Some(Value::Text(text)) => Some(Arc::from(text.text.as_ref())),
        _ => None,
    };
    Table {
        docstring: text(Keyword::DocString).unwrap_or(table.docstring),
        folder: text(Keyword::Folder).unwrap_or(table.folder),
        hidden: properties.flag(&HIDDEN).unwrap_or(table.hidden),
        columns: table.columns,
    }
}

/// Refuses another type for a column that exists.
fn keeps_types(existing: &[Column], written: &Columns<'_>) -> Result<()> {
    let existing: HashMap<&str, &Column> = existing.iter().map(|column| (&*column.name, column)).collect();
    for column in &written.0 {
        if let Some(other) = existing.get(column.name.text.as_ref()).filter(|other| other.kind != column.kind) {
            let Column { name, kind, .. } = other;
            let message = format!("the column `{name}` has the type {kind}, not {}", column.kind);
            let error = Diagnostic::error(Code::BadRequest, message).at(column.name.span);
            return Err(error.help("this command changes no types: `.alter column T.c type = …` does"));
        }
    }
    Ok(())
}
