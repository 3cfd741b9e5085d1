//! Answers as tables, for who shows them.

use std::sync::Arc;

use crate::engine::Bound;
use crate::session::{Output, Session};
use crate::table::{Table, Take};

impl Session {
    /// Makes the table of an answer, if it has one to show.
    #[must_use]
    pub fn table(&self, output: &Output) -> Option<Table> {
        let (answer, now) = match output {
            Output::Answer(answer, now) => (answer, now),
            Output::Table(table) => return Some(table.clone()),
            Output::Nothing | Output::Text(_) | Output::View(_) | Output::Proof(_) => return None,
        };
        let (state, bound) = (self.read(), Bound::default());
        self.look(&state, &bound, *now, |world| answer.table(world))
    }

    /// Gives the table of an answer, if it has one to show, to who shows it: in parts, each as soon as it is made, or
    /// whole. A cluster that others have too is not held while `take` waits, and gives whole tables.
    pub fn give_table<'t>(&self, output: &Output, take: &'t mut Take<'t>) {
        match output {
            Output::Answer(answer, now) if answer.has_parts() && Arc::strong_count(&self.cluster) == 1 => {
                let (state, bound) = (self.read(), Bound::default());
                self.look(&state, &bound, *now, |world| answer.give_parts(world, take));
            }
            _ => {
                let _ = self.table(output).map(|table| take(&table));
            }
        }
    }
}
