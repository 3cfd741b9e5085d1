//! The tables of answers. Where one client alone changes a cluster they are made when somebody shows them; where many do,
//! with the decision.

use std::sync::Arc;

use jiff::Timestamp;

use crate::cluster::State;
use crate::engine::{Answer, Bound};
use crate::query::space::Deadline;
use crate::session::{Output, Session};
use crate::table::{Table, Take};

impl Session {
    /// Makes the table of each answer with its decision, for one client among many: what others change in between is no
    /// part of it. Queries have to be done by the deadline.
    pub const fn serve_one_of_many(&mut self, deadline: Deadline) {
        self.makes_tables = true;
        self.deadline = Some(deadline);
    }

    /// Makes the table of an answer, if it has one to show.
    #[must_use]
    pub fn table(&self, output: &Output) -> Option<Table> {
        match output {
            Output::Answer(answer, _) if answer.table().is_some() => answer.clone().into_table(),
            Output::Answer(answer, now) => self.made(answer, &self.read(), *now).into_table(),
            Output::Table(table) => Some(table.clone()),
            Output::Nothing | Output::Text(_) | Output::View(_) | Output::Proof(_) => None,
        }
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

    /// Returns an answer with its table.
    pub(super) fn made(&self, answer: &Answer, state: &State, now: Timestamp) -> Answer {
        self.look(state, &Bound::default(), now, |world| answer.made(world))
    }
}
