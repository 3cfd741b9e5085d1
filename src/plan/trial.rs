//! A run of scripts on a copy of a cluster: what was there before, what is there after, and what each statement said.

use std::sync::Arc;

use hashbrown::HashSet;

use crate::catalog::{Edit, EntityId, Journal, diff};
use crate::cluster::{Cluster, State};
use crate::diagnostic::Diagnostic;
use crate::directory::PrincipalId;
use crate::plan::finding::{Finding, Ignore, Ignores, Noticed, notice};
use crate::plan::renames::Renames;
use crate::plan::statement::{Place, Statement};
use crate::session::{Clock, Outcome, Recorded, Request, Script, Session, Touched};
use crate::syntax::Piece;
use crate::text::Span;

/// What one command changed.
#[derive(Clone, Debug)]
pub struct Act {
    /// Where the command stands; none where no script made the changes.
    pub place: Option<Place>,
    /// Who ran it.
    pub actor: PrincipalId,
    /// The changes, in order.
    pub edits: Vec<Edit>,
}

/// Why a run ended before its end.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The statement that failed.
    pub statement: Statement,
    /// Why.
    pub diagnostic: Diagnostic,
}

/// A run on a copy.
#[derive(Debug)]
pub struct Trial {
    /// The cluster as it was given, which nothing changes.
    pub before: Session,
    /// The cluster in which the statements run.
    pub after: Session,
    /// How many statements have run.
    pub statements: usize,
    /// What was said of statements that ran, in order.
    pub warnings: Vec<(Statement, Diagnostic)>,
    /// Why the run ended before its end.
    pub fault: Option<Fault>,
    /// What the statements changed, those that changed something in order.
    pub acts: Vec<Act>,
    /// What statements named of a state that does not say that everything was read, each entity at its first place.
    pub touched: Vec<(EntityId, Place)>,
    /// The same entities, to be looked up.
    seen: HashSet<EntityId>,
    /// What their texts alone give to find.
    pub noticed: Vec<Finding>,
    /// The comments that say which findings do not count.
    pub ignores: Vec<Ignore>,
}

impl Trial {
    /// Begins a run on a copy of the session's cluster.
    #[must_use]
    pub fn begin(session: &Session) -> Self {
        let (before, mut after) = (session.copy(), session.copy());
        after.record();
        Self::of(before, after)
    }

    /// Returns what a run would be that made the second of the first.
    #[must_use]
    pub fn of(before: Session, after: Session) -> Self {
        let (warnings, noticed, ignores, acts, touched) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self {
            before,
            after,
            statements: 0,
            warnings,
            fault: None,
            acts,
            touched,
            seen: HashSet::new(),
            noticed,
            ignores,
        }
    }

    /// Puts back what is there before and not after: what the second side does not mention stays.
    pub fn keep(&mut self) {
        let (before, after) = (self.before.read(), self.after.read());
        let edits = diff(&before.catalog, &after.catalog);
        let (catalog, directory) = (before.catalog.clone(), Arc::clone(&after.directory));
        drop((before, after));
        let mut state = State { catalog, directory, journal: Journal::default() };
        edits.iter().filter(|edit| !edit.is_removal()).for_each(|edit| state.apply(edit));
        self.after = Session::on(Arc::new(Cluster::of(state)), Clock::Standing(self.before.now()));
    }

    /// Returns what the statements renamed; states that were made independently have no names in common but those.
    #[must_use]
    pub fn renames(&self) -> Renames {
        if self.acts.is_empty() { Renames::default() } else { Renames::between(&self.before, &self.after) }
    }

    /// Takes the comments that no statement follows.
    pub fn end(&mut self, comments: Ignores) {
        self.ignores.extend(comments.ignores);
        self.noticed.extend(comments.faults);
    }

    /// Runs a statement; answers whether the run goes on.
    pub fn run(&mut self, piece: &Piece<'_>, origin: &str) -> bool {
        let actor = self.after.principal();
        let Outcome { result, warnings, failed, quit, request } = self.after.run(piece);
        let statement = || Statement::of(piece, origin);
        let recorded = self.after.recorded();
        if !recorded.is_empty() {
            let statement = Arc::new(statement());
            let place = |inner: Option<Span>| inner.unwrap_or(statement.beginning);
            let acts = recorded.into_iter().map(|Recorded { place: inner, edits }| {
                let place = Place { statement: Arc::clone(&statement), span: place(inner) };
                Act { place: Some(place), actor, edits }
            });
            self.acts.extend(acts);
        }
        self.touch(piece, origin);
        let Noticed { findings, ignores } = notice(piece, origin);
        self.ignores.extend(ignores);
        self.noticed.extend(findings);
        if !warnings.is_empty() {
            let statement = statement();
            self.warnings.extend(warnings.into_iter().map(|warning| (statement.clone(), warning)));
        }
        let failed = failed.into_iter().next().or_else(|| result.err());
        self.fault = failed.map(|diagnostic| Fault { statement: statement(), diagnostic });
        if self.fault.is_none() {
            self.statements += 1;
        }
        match request {
            Some(Request::Run(script)) => self.run_script(&script),
            _ => self.fault.is_none() && !quit,
        }
    }

    /// Runs the statements of a script that another statement names; answers whether the run goes on.
    fn run_script(&mut self, script: &Script) -> bool {
        self.after.enter_script(&script.name);
        let (mut statements, mut go_on) = (script.statements(), true);
        while go_on && let Some(piece) = statements.next() {
            go_on = self.run(&piece, &script.name);
        }
        if go_on {
            self.end(Ignores::at_the_end(statements.last_remarks(), &script.name));
        }
        self.after.leave_script();
        go_on
    }

    /// Notes what the statement that ran named first.
    fn touch(&mut self, piece: &Piece<'_>, origin: &str) {
        let mut statement: Option<Arc<Statement>> = None;
        for Touched { place, entity } in self.after.touched() {
            if !self.seen.insert(entity) {
                continue;
            }
            let statement = statement.get_or_insert_with(|| Arc::new(Statement::of(piece, origin)));
            let (statement, span) = (Arc::clone(statement), place.unwrap_or(statement.beginning));
            self.touched.push((entity, Place { statement, span }));
        }
    }
}
