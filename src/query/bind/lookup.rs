//! `lookup` (`lookup-operator.md`).

use crate::diagnostic::Result;
use crate::query::plan::{Lookup, Plan, Step};
use crate::query::tree::Join;
use crate::syntax::literal::Name;
use crate::table::{Column, ColumnType};
use crate::text::{Span, quoted};

use super::fault::{self, a};
use super::projection::UniqueNames;
use super::{Binder, column};

impl<'s> Binder<'s> {
    pub(super) fn lookup(&mut self, join: &'s Join<'s>, span: Span, plan: &mut Plan) -> Result<()> {
        let inner = match join.kind.as_ref() {
            None => false,
            Some(kind) if kind.text == "leftouter" => false,
            Some(kind) if kind.text == "inner" => true,
            Some(kind) => {
                let error = fault::error(format!("`lookup` has no kind {}", quoted(&kind.text)), kind.span);
                return Err(error.help("the kinds are `leftouter` and `inner`"));
            }
        };
        let given = self.given;
        let right = self.pipeline(&join.right, given)?;
        let mut keys = Vec::with_capacity(join.on.len());
        for (left, other) in &join.on {
            let (place, kind) = key(left, &plan.columns)?;
            let (other_place, other_kind) = key(other, &right.columns)?;
            if widest(kind) != widest(other_kind) {
                let message = format!("the keys have two types: {} and {}", a(kind), a(other_kind));
                return Err(fault::error(message, left.span.to(other.span)));
            }
            keys.push((place, other_place));
        }
        if keys.is_empty() {
            return Err(fault::error("`lookup` takes keys: `on a`", span));
        }
        let taken: Vec<usize> =
            (0..right.columns.len()).filter(|place| !keys.iter().any(|(_, key)| key == place)).collect();
        self.grows(taken.len(), span)?;
        let (mut own, mut names) = (plan.columns.clone(), UniqueNames::of(&plan.columns));
        let added = taken.iter().filter_map(|place| right.columns.get(*place));
        own.extend(added.map(|one| column(names.take(&one.name), one.kind)));
        plan.size += right.size;
        plan.add_with(Step::Lookup(Box::new(Lookup { right, keys, taken, inner })), own);
        Ok(())
    }
}

pub(super) fn key(name: &Name<'_>, columns: &[Column]) -> Result<(usize, ColumnType)> {
    let found = columns.iter().enumerate().find(|(_, column)| *column.name == *name.text);
    let (place, column) = found.ok_or_else(|| fault::no_column(name, columns))?;
    if column.kind == ColumnType::Dynamic {
        return Err(
            fault::error("a dynamic value can't be used as a key", name.span).help("take its text: `tostring(…)`")
        );
    }
    Ok((place, column.kind))
}

/// Returns the type that keys of both types have: `int` and `long` are one.
const fn widest(kind: ColumnType) -> ColumnType {
    match kind {
        ColumnType::Int => ColumnType::Long,
        kind => kind,
    }
}
