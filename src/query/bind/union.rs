//! The columns that `union` gives (`union-operator.md`, *Parameters*).

use crate::diagnostic::Result;
use crate::query::tree::Union;
use crate::table::{Column, ColumnType};

use super::projection::UniqueNames;
use super::{Binder, column};

impl<'s> Binder<'s> {
    /// Returns the columns of the rows before it, if there are any, and of all parts: those that all have, or all that
    /// any has. Where a column has several types there is one for each, with the type in its name.
    pub(super) fn union(&mut self, union: &'s Union<'s>, before: Option<Vec<Column>>) -> Result<Vec<Column>> {
        let mut all: Vec<Vec<Column>> = before.into_iter().collect();
        for part in &union.parts {
            let given = self.given;
            let columns = self.pipeline(part, given)?.columns;
            self.grows(columns.len(), part.span)?;
            all.push(columns);
        }
        let mut met: Vec<&Column> = Vec::new();
        for one in all.iter().flatten() {
            let is_taken = !union.is_inner || all.iter().all(|columns| columns.contains(one));
            if is_taken && !met.contains(&one) {
                met.push(one);
            }
        }
        let mut names = UniqueNames::default();
        let source = union.source.as_ref().map(|name| column(names.take(&name.text), ColumnType::String));
        let own = met.iter().map(|one| {
            let has_types = met.iter().any(|other| other.name == one.name && other.kind != one.kind);
            let name = if has_types { format!("{}_{}", one.name, one.kind) } else { one.name.to_string() };
            column(names.take(&name), one.kind)
        });
        Ok(source.into_iter().chain(own).collect())
    }
}
