//! The one API: text in, results out. A session is what one client has of a cluster: the principal
//! who acts, the database in context, what the client says of itself, the membership cache, the clock.

use std::sync::{Arc, RwLockReadGuard};

use hashbrown::HashSet;
use jiff::Timestamp;

use crate::access::{Client, Memberships};
use crate::catalog::{DEFAULT_DATABASE, Edit, EntityId};
use crate::cluster::{Cluster, State};
use crate::directory::{Directory, PrincipalId};
use crate::engine::{Bound, World, prefetch};
use crate::model::command_kind::CommandKind;
use crate::query::space::Deadline;
use crate::syntax::ast::Statement;
use crate::syntax::{Piece, parser};
use crate::text::Span;

mod access;
mod caller;
mod clock;
mod commit;
pub mod complete;
mod data;
mod decide;
mod directive;
mod durable;
mod expected;
mod help;
mod inverse;
mod judged;
mod kept;
mod no_effect;
mod outcome;
mod pasted;
mod piped;
mod redacted;
mod revert;
mod script;
mod script_file;
mod setting;
mod tables;
mod taken;
mod undo;

pub use clock::Clock;
pub use expected::{Failure, Wrong};
pub use help::{EXAMPLES, example_of, example_of_directive, help};
pub use judged::{Compared, Found, Judged, Never};
pub use no_effect::{NoEffect, no_effect_note, no_effect_refusal};
pub use outcome::{Outcome, Output, Request};
pub use pasted::Pasted;
use piped::Answered;
pub use piped::{BoundThen, Columns, bound_queries, bound_query_of_results};
pub use redacted::{beginning, redacted};
pub use revert::Reverted;
pub use script::{directive_in_script, script_fault};
pub use script_file::Script;
use setting::ReadFile;
use undo::Changes;

/// What one command changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// Where the command stands in the statement, if that is a script of commands.
    pub place: Option<Span>,
    /// The changes, in order.
    pub edits: Vec<Edit>,
}

/// An entity that one command named, or was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Where the command stands in the statement, if that is a script of commands.
    pub place: Option<Span>,
    /// The entity.
    pub entity: EntityId,
}

/// For how many statements it is prefetched at once what they look up.
const PREFETCHED: usize = 32;

/// A session.
#[derive(Debug)]
pub struct Session {
    cluster: Arc<Cluster>,
    clock: Clock,
    principal: PrincipalId,
    client: Client,
    /// What is known of memberships; sessions of one server begin with the same.
    memberships: Arc<Memberships>,
    read_file: ReadFile,
    /// The scripts in which the statements stand that run, each read by the one before it.
    scripts: Vec<String>,
    /// What can be undone.
    changes: Changes,
    /// The name of the database in context; it is looked up when a command needs it.
    database: Arc<str>,
    /// What to do with commands that have no effect here.
    no_effect: NoEffect,
    /// Whether a state is being loaded: nothing is recorded then, neither a creator as admin nor the commands.
    loading: bool,
    /// Whether the session began with a state of a real cluster: the built-in principals are no part of it.
    of_state: bool,
    /// The kinds of such commands that were warned of.
    warned: HashSet<CommandKind>,
    /// What commands changed since it was taken, if it is recorded.
    recorded: Option<Vec<Recorded>>,
    /// The entities that commands named since these were taken, while changes are recorded and the state does not say
    /// that everything was read.
    touched: Vec<Touched>,
    /// Where the command of a script stands that runs.
    inner: Option<Span>,
    /// What the last command named: the next one uses its memory again.
    bound: Bound,
    /// What the last statement answered, if that was a command.
    answered: Option<Answered>,
    /// Whether changes become durable many together.
    gathers: bool,
    /// The group of changes that become durable together in which its own are.
    group: Option<u64>,
    /// How many commands have read of a catalog file what they need.
    read_statements: usize,
    /// For about how many of the next statements it was prefetched what they look up.
    prefetched: usize,
    /// Whether the table of an answer is made with its decision, from the same state: others change that too.
    makes_tables: bool,
    /// When queries have to be done.
    deadline: Option<Deadline>,
}

impl Session {
    /// Returns a session on a cluster of its own, with a new catalog.
    #[must_use]
    pub fn new(directory: Directory, clock: Clock) -> Self {
        Self::on(Arc::new(Cluster::new(directory)), clock)
    }

    /// Returns a session on a cluster, acting as the built-in local administrator.
    #[must_use]
    pub fn on(cluster: Arc<Cluster>, clock: Clock) -> Self {
        let principal = cluster.read().directory.local_admin();
        Self {
            cluster,
            clock,
            principal,
            client: Client::default(),
            memberships: Arc::default(),
            read_file: ReadFile::none(),
            scripts: Vec::new(),
            changes: Changes::default(),
            database: Arc::from(DEFAULT_DATABASE),
            no_effect: NoEffect::default(),
            loading: false,
            of_state: false,
            warned: HashSet::new(),
            recorded: None,
            touched: Vec::new(),
            inner: None,
            bound: Bound::default(),
            answered: None,
            gathers: false,
            group: None,
            read_statements: 0,
            prefetched: 0,
            makes_tables: false,
            deadline: None,
        }
    }

    /// Returns the session on a copy of its cluster: what runs there leaves this one as it is.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self {
            cluster: Arc::new(self.cluster.copy()),
            client: self.client.clone(),
            read_file: self.read_file.clone(),
            memberships: Arc::clone(&self.memberships),
            scripts: self.scripts.clone(),
            changes: Changes::default(),
            database: self.database.clone(),
            warned: self.warned.clone(),
            recorded: None,
            touched: Vec::new(),
            bound: Bound::default(),
            answered: None,
            ..*self
        }
    }

    /// Returns the cluster that the session uses.
    #[must_use]
    pub const fn cluster(&self) -> &Arc<Cluster> {
        &self.cluster
    }

    /// Returns the state of the cluster for reading: nobody changes it while this is held.
    pub fn read(&self) -> RwLockReadGuard<'_, State> {
        self.cluster.read()
    }

    /// Returns who acts.
    #[must_use]
    pub const fn principal(&self) -> PrincipalId {
        self.principal
    }

    /// Takes what the client of the session says of itself; blocks may be for requests that state it
    /// only.
    pub fn state_client(&mut self, client: Client) {
        self.client = client;
    }

    /// Returns who is in which group, as far as the session knows.
    #[must_use]
    pub const fn memberships(&self) -> &Arc<Memberships> {
        &self.memberships
    }

    /// Begins with what another session knew of memberships.
    pub fn know_memberships(&mut self, memberships: Arc<Memberships>) {
        self.memberships = memberships;
    }

    /// Returns the name of the database in context.
    #[must_use]
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Makes a database the one in context. It is looked up at its first use, so that a script may
    /// create it first.
    pub fn use_database(&mut self, name: &str) {
        self.database = Arc::from(name);
    }

    /// Runs one statement.
    pub fn run(&mut self, piece: &Piece<'_>) -> Outcome {
        self.changes.begin();
        let outcome = self.outcome(piece);
        self.settled(outcome).redacted(piece)
    }

    /// Says that the session begins with a state of a real cluster: who can do something is then answered without the
    /// built-in principals, who are no part of it.
    pub const fn begin_with_state(&mut self) {
        self.of_state = true;
    }

    /// Runs one statement of a state: what it makes exists, nobody becomes the admin of what is made, and the journal
    /// does not have it.
    pub fn load(&mut self, piece: &Piece<'_>) -> Outcome {
        self.loading = true;
        let outcome = self.run(piece);
        self.loading = false;
        outcome
    }

    /// Returns what `look` reads of the cluster as it is now.
    pub fn world<T>(&self, look: impl FnOnce(&World<'_>) -> T) -> T {
        let (state, bound) = (self.read(), Bound::default());
        self.look(&state, &bound, self.clock.now(), look)
    }

    /// Makes the session keep what commands change from now on, for [`Self::recorded`].
    pub fn record(&mut self) {
        self.recorded = Some(Vec::new());
    }

    /// Takes what commands changed since it was taken last, in order; nothing where nothing is recorded.
    pub fn recorded(&mut self) -> Vec<Recorded> {
        self.recorded.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Takes the entities that commands named since these were taken last, in order; where everything was read, nobody
    /// asks, and there are none.
    pub fn touched(&mut self) -> Vec<Touched> {
        std::mem::take(&mut self.touched)
    }

    fn outcome(&mut self, piece: &Piece<'_>) -> Outcome {
        let answered = self.answered.take();
        if piece.directive {
            let read = parser::directive(piece);
            return read.map_or_else(Outcome::from, |directive| match self.read_for_directive(&directive) {
                Ok(()) => self.run_directive(&directive),
                Err(error) => Outcome::refused(error),
            });
        }
        if let Some(outcome) = self.run_query_of_results(piece, answered.as_ref()) {
            self.answered = answered;
            return outcome;
        }
        match parser::parsed(piece) {
            Ok(statement) => {
                self.prefetch(piece.trees);
                self.run_durably(&statement, piece)
            }
            Err(error) => error.into(),
        }
    }

    /// Prefetches what the first of these statements look up, unless that was done with an earlier one.
    fn prefetch(&mut self, statements: &[Option<Statement<'_>>]) {
        match self.prefetched.checked_sub(1) {
            _ if statements.is_empty() => {}
            Some(left) => self.prefetched = left,
            None => {
                let state = self.read();
                let next = statements.iter().take(PREFETCHED);
                let commands = next.clone().flatten().map(|statement| &statement.command);
                prefetch(commands, &state.catalog, &state.directory);
                drop(state);
                self.prefetched = next.len() - 1;
            }
        }
    }

    /// Runs a statement on what it needs of a catalog file. One that fails is run again on all of it, since it may name
    /// what its text does not show.
    fn run_durably(&mut self, statement: &Statement<'_>, piece: &Piece<'_>) -> Outcome {
        if let Err(error) = self.read_for(statement, piece.text) {
            return Outcome::refused(error);
        }
        let faults = self.faults();
        let outcome = self.run_statement(statement, piece);
        if outcome.result.is_ok() || self.cluster.is_read_whole() || self.faults() > faults {
            return outcome;
        }
        match self.read_all() {
            Ok(()) => self.run_statement(statement, piece),
            Err(error) => Outcome::refused(error),
        }
    }

    /// Returns what `look` reads of the state at `now`, for the principal that acts.
    fn look<T>(&self, state: &State, bound: &Bound, now: Timestamp, look: impl FnOnce(&World<'_>) -> T) -> T {
        let filled = self.memberships.filled(&state.directory, self.principal, now);
        look(&World {
            catalog: &state.catalog,
            directory: &state.directory,
            journal: &state.journal,
            memberships: &self.memberships,
            client: &self.client,
            now,
            subject: filled.subject(),
            database: &self.database,
            bound,
            trusts: self.loading,
        })
    }
}
