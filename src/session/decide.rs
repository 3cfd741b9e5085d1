//! One statement: bound, permitted, decided, and what was decided becomes what there is.

use std::sync::Arc;

use jiff::Timestamp;

use crate::cluster::State;
use crate::diagnostic::Diagnostic;
use crate::engine::{self, Decision, World};
use crate::model::principal::PrincipalRef;
use crate::query;
use crate::session::piped::Answered;
use crate::session::{Columns, Outcome, Session, Touched, bound_queries, caller, kept};
use crate::syntax::ast::{Command, Statement};
use crate::syntax::{Piece, redacted_text_at, secret_places};

impl Session {
    pub(super) fn run_statement(&mut self, statement: &Statement<'_>, piece: &Piece<'_>) -> Outcome {
        let then = match bound_queries(statement) {
            Ok(then) => then,
            Err(error) => return Outcome::of(Err(error)),
        };
        match &statement.command {
            command @ Command::Scripts(script) => match self.read_command(command, &[]) {
                Ok(_) => self.run_script(script, piece),
                Err(refusal) => Outcome::of(Err(refusal)),
            },
            command => {
                let (kind, now) = (command.kind(), self.clock.now());
                let mut decided = match kind.is_show() {
                    true => self.read_command(command, &then.queries),
                    false => self.write_command(command, &then.queries, piece, now),
                };
                if let Ok(decision) = &mut decided {
                    decision.warnings.extend(then.said.iter().cloned());
                    match self.without_effect(kind) {
                        Ok(note) => decision.warnings.extend(note),
                        Err(refusal) => decided = Err(refusal),
                    }
                }
                if let Ok(Decision { answer, .. }) = &decided {
                    let columns = Columns::of(statement, &then.queries);
                    self.answered = Some(Answered { answer: answer.clone(), columns, time: now });
                }
                Outcome::of_decision(decided, now)
            }
        }
    }

    /// Binds, permits and decides; what is known of the principal's groups is brought up to now.
    pub(super) fn decide(
        &mut self,
        command: &Command<'_>,
        state: &State,
        now: Timestamp,
    ) -> Result<Decision, Diagnostic> {
        let State { catalog, directory, journal } = state;
        engine::bind(command, catalog, directory, &self.database, &mut self.bound);
        if self.recorded.is_some() && !directory.is_read_whole() {
            let place = self.inner;
            let touched = self.bound.touched(command.kind()).map(|entity| Touched { place, entity });
            self.touched.extend(touched);
        }
        if !self.memberships.is_filled(self.principal, now) {
            Arc::make_mut(&mut self.memberships).fill(directory, self.principal, now);
        }
        let world = World {
            catalog,
            directory,
            journal,
            memberships: &self.memberships,
            client: &self.client,
            now,
            subject: self.memberships.subject(self.principal),
            database: &self.database,
            bound: &self.bound,
            trusts: self.loading,
        };
        engine::permit(command, &world).and_then(|()| engine::decide(command, &world))
    }

    /// Decides a command that changes nothing.
    pub(super) fn read_command(
        &mut self,
        command: &Command<'_>,
        queries: &[query::Bound],
    ) -> Result<Decision, Diagnostic> {
        let (cluster, now) = (Arc::clone(&self.cluster), self.clock.now());
        let state = cluster.read();
        let mut decision = self.decide(command, &state, now)?;
        if queries.is_empty() {
            if self.makes_tables {
                decision.answer = self.made(&decision.answer, &state, now);
            }
            return Ok(decision);
        }
        let given = self.given(&decision.answer, &state, now);
        // Nobody waits for the state while queries run.
        drop(state);
        let find = |reference: &PrincipalRef<'_>| caller::named(&cluster.read().directory, reference);
        decision.answer = self.piped(queries, &given, self.deadline, &find)?;
        Ok(decision)
    }

    /// Decides a command and applies what was decided, unless a query after it fails.
    pub(super) fn write_command(
        &mut self,
        command: &Command<'_>,
        queries: &[query::Bound],
        piece: &Piece<'_>,
        now: Timestamp,
    ) -> Result<Decision, Diagnostic> {
        let cluster = Arc::clone(&self.cluster);
        let mut state = cluster.change()?;
        let mut decision = self.decide(command, &state, now)?;
        let mut edits = std::mem::take(&mut decision.edits);
        let secrets = if edits.is_empty() { Vec::new() } else { secret_places(piece) };
        if !secrets.is_empty() {
            edits = kept::kept(edits, piece)?;
        }
        if !queries.is_empty() {
            decision.answer = state.after(&edits, |after| self.piped_before(queries, &decision.answer, after, now))?;
        }
        self.commit(&mut state, edits, now, || redacted_text_at(piece, &secrets))?;
        if self.makes_tables && self.inner.is_none() {
            decision.answer = self.made(&decision.answer, &state, now);
        }
        Ok(decision)
    }
}
