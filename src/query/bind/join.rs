//! The columns that `join` gives (`join-operator.md`).

use crate::diagnostic::Result;
use crate::query::plan::Plan;
use crate::query::tree::Join;

use super::lookup::key;
use super::projection::UniqueNames;
use super::{Binder, column};

impl<'s> Binder<'s> {
    /// Gives a plan the columns of both sides, or of the one side that the kind keeps; keys stand there twice.
    pub(super) fn join(&mut self, join: &'s Join<'s>, plan: &mut Plan) -> Result<()> {
        let given = self.given;
        let right = self.pipeline(&join.right, given)?;
        for (left, other) in &join.on {
            key(left, &plan.columns)?;
            key(other, &right.columns)?;
        }
        match join.kind.as_ref().map(|kind| &*kind.text) {
            Some("leftsemi" | "leftanti" | "anti" | "leftantisemi") => {}
            Some("rightsemi" | "rightanti" | "rightantisemi") => plan.columns = right.columns,
            _ => {
                self.grows(right.columns.len(), join.right.span)?;
                let mut names = UniqueNames::of(&plan.columns);
                plan.columns.extend(right.columns.iter().map(|one| column(names.take(&one.name), one.kind)));
            }
        }
        Ok(())
    }
}
