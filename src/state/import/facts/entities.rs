//! Which databases and entities there are: answers of `.show databases`, `tables`, `functions`, and resources.

use crate::model::entity::EntityKind;
use crate::state::import::columns as is;
use crate::state::import::columns::TERRAFORM_TYPES;
use crate::state::import::facts::{About, Entity, Fact, Facts, Made};
use crate::state::import::rows::{Row, Rows};
use crate::text::quoted;

impl Facts {
    /// `.show databases`, with any of its options.
    pub(super) fn databases(&mut self, rows: &Rows, _: About<'_>) {
        for row in rows.rows() {
            let (name, pretty) = (row.get(is::DATABASE).to_owned(), row.get(is::PRETTY_NAME).to_owned());
            self.found(row.place, Fact::Database(name, pretty));
        }
    }

    /// `.show tables`, with its details, or with the schema as `.create table` and `.show … cslschema` answer it.
    pub(super) fn tables(&mut self, rows: &Rows, _: About<'_>) {
        for row in rows.rows() {
            let made = Made::Columns(super::schema::columns(row.get(is::SCHEMA)));
            self.entity(&row, EntityKind::Table, row.get(is::TABLE), made);
        }
    }

    /// `.show external tables`: what they are made of is not all there.
    pub(super) fn external_tables(&mut self, rows: &Rows, _: About<'_>) {
        for row in rows.rows() {
            self.entity(&row, EntityKind::ExternalTable, row.get(is::TABLE), Made::Unknown);
        }
    }

    /// `.show functions`.
    pub(super) fn functions(&mut self, rows: &Rows, _: About<'_>) {
        for row in rows.rows() {
            let made = Made::Function(row.get(is::FUNCTION_PARAMETERS).to_owned(), row.get(is::BODY).to_owned());
            self.entity(&row, EntityKind::Function, row.get(is::NAME), made);
        }
    }

    /// `.show databases entities`.
    pub(super) fn entities(&mut self, rows: &Rows, _: About<'_>) {
        for row in rows.rows() {
            let word = row.get(is::ENTITY_TYPE);
            let is_it = |kind: &&EntityKind| kind.title().replace(' ', "").eq_ignore_ascii_case(word);
            let Some(kind) = EntityKind::ALL.iter().find(is_it).copied() else {
                self.fault(row.place, format!("{} is no kind of entity", quoted(word)));
                continue;
            };
            let made = match kind {
                EntityKind::Table => Made::Columns(super::schema::columns(row.get(is::OUTPUT_SCHEMA))),
                EntityKind::Function => {
                    Made::Function(row.get(is::INPUT_SCHEMA).to_owned(), row.get(is::CONTENT).to_owned())
                }
                _ => Made::Unknown,
            };
            self.entity(&row, kind, row.get(is::ENTITY), made);
        }
    }

    /// `.show databases schema`: a row for each database, table and column.
    pub(super) fn schema_rows(&mut self, rows: &Rows, _: About<'_>) {
        for row in rows.rows() {
            let (table, column) = (row.get(is::TABLE), row.get(is::COLUMN));
            if table.is_empty() {
                let (name, pretty) = (row.get(is::DATABASE).to_owned(), row.get(is::PRETTY_NAME).to_owned());
                self.found(row.place, Fact::Database(name, pretty));
                continue;
            }
            let column = (!column.is_empty()).then(|| super::schema::column(column, row.get(is::COLUMN_TYPE)));
            self.entity(&row, EntityKind::Table, table, Made::Columns(column.into_iter().collect()));
        }
    }

    /// Lists of Azure's and Terraform's resources: databases are taken, what is not about access is left out.
    pub(super) fn resources(&mut self, rows: &Rows, _: About<'_>) {
        rows.rows().for_each(|row| self.resource(&row));
    }

    /// Takes a resource that gives nobody a role.
    pub(super) fn resource(&mut self, row: &Row<'_>) {
        let kind = row.get(is::RESOURCE_TYPE).to_lowercase();
        let name = row.get(is::NAME).rsplit('/').next().unwrap_or_default();
        if is::DATABASE_TYPES.contains(&kind.as_str()) {
            self.found(row.place, Fact::Database(name.to_owned(), String::new()));
        } else if !kind.starts_with(TERRAFORM_TYPES) && !is::CLUSTER_TYPES.contains(&kind.as_str()) {
            self.fault(row.place, format!("{} says nothing about access", quoted(row.get(is::RESOURCE_TYPE))));
        }
    }

    fn entity(&mut self, row: &Row<'_>, kind: EntityKind, name: &str, made: Made) {
        let database = row.owned(is::DATABASE);
        let (folder, docstring) = (row.get(is::FOLDER).to_owned(), row.get(is::DOCSTRING).to_owned());
        let entity = Entity { database, kind, name: name.to_owned(), made, folder, docstring };
        self.found(row.place, Fact::Entity(entity));
    }
}
