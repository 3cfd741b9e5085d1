//! The one API: text in, results out. A session owns the catalog, the directory, the journal, the
//! clock, the current principal and the database in context.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::access::{Client, Filled, Memberships, Proof, Subject};
use crate::catalog::{Catalog, DEFAULT_DATABASE, Entry, Journal};
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::{Directory, PrincipalId, ResolveError};
use crate::engine::{self, Answer, Deciding, Decision, World};
use crate::model::command_kind::CommandKind;
use crate::model::principal::PrincipalRef;
use crate::syntax::ast::{Command, Statement};
use crate::syntax::{Piece, parser, redacted_text};
use crate::table::Table;

mod access;
mod directive;
mod script;
mod setting;
mod subject;
mod told;

pub use directive::directive_fault;
pub use script::{directive_in_script, script_fault};
pub use setting::ReadFile;
pub use told::told;

/// The clock of a session. Nobody else reads the time, so that what expires is tested by moving it.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// Asks the function for each statement; the duration was added by moving the clock.
    Running(fn() -> Timestamp, SignedDuration),
    /// Stands still until it is moved.
    Standing(Timestamp),
}

impl Clock {
    /// The time, in the service's ticks of 100 nanoseconds.
    fn now(self) -> Timestamp {
        let time = match self {
            Self::Running(read, moved) => read().checked_add(moved).unwrap_or(Timestamp::MAX),
            Self::Standing(time) => time,
        };
        let over = i64::from(time.subsec_nanosecond()).rem_euclid(100);
        time.checked_sub(SignedDuration::from_nanos(over)).unwrap_or(time)
    }
}

/// What a statement gave.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Nothing to show.
    Nothing,
    /// A table.
    Table(Table),
    /// Text for a person: the answer of a directive.
    Text(String),
    /// The answer of `#explain`.
    Proof(Box<Proof>),
}

/// What became of one statement.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What it gave, or why it was refused; a refused statement has changed nothing.
    pub result: Result<Output, Diagnostic>,
    /// What there is to know besides.
    pub warnings: Vec<Diagnostic>,
    /// Whether the session is to end (`#quit`).
    pub quit: bool,
    /// What commands inside the statement failed with although it succeeded: each a `Failed` row of
    /// `.execute … script`. They point into the statement.
    pub failed: Vec<Diagnostic>,
}

impl Outcome {
    const fn of(result: Result<Output, Diagnostic>) -> Self {
        Self { result, warnings: Vec::new(), quit: false, failed: Vec::new() }
    }

    /// The same, its diagnostics as they may be shown.
    fn told(self, piece: &Piece<'_>) -> Self {
        let result = self.result.map_err(|error| told(error, piece));
        let warnings = self.warnings.into_iter().map(|warning| told(warning, piece)).collect();
        Self { result, warnings, ..self }
    }
}

/// A session.
#[derive(Clone, Debug)]
pub struct Session {
    catalog: Catalog,
    directory: Directory,
    journal: Journal,
    clock: Clock,
    principal: PrincipalId,
    client: Client,
    memberships: Memberships,
    read_file: ReadFile,
    /// The name of the database in context; it is looked up when a command needs it.
    database: Arc<str>,
}

impl Session {
    /// A session on a new catalog, acting as the built-in local administrator.
    #[must_use]
    pub fn new(directory: Directory, clock: Clock) -> Self {
        let principal = directory.local_admin();
        Self {
            catalog: Catalog::new(),
            directory,
            journal: Journal::default(),
            clock,
            principal,
            client: Client::default(),
            memberships: Memberships::default(),
            read_file: setting::reads_no_files,
            database: Arc::from(DEFAULT_DATABASE),
        }
    }

    /// Acts as another principal from here on.
    ///
    /// # Errors
    /// The reference names nobody, or more than one; the session then acts as before.
    pub fn act_as(&mut self, reference: &PrincipalRef<'_>) -> Result<PrincipalId, ResolveError> {
        self.principal = self.directory.resolve(reference)?.principal;
        Ok(self.principal)
    }

    /// Who acts.
    #[must_use]
    pub const fn principal(&self) -> PrincipalId {
        self.principal
    }

    /// What the client of the session says of itself; blocks may be for requests that state it only.
    pub fn state_client(&mut self, client: Client) {
        self.client = client;
    }

    /// Who is in which group, as far as the session knows.
    #[must_use]
    pub const fn memberships(&self) -> &Memberships {
        &self.memberships
    }

    /// The name of the database in context.
    #[must_use]
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Makes a database the one in context. It is looked up at its first use, so that a script may
    /// create it first.
    pub fn use_database(&mut self, name: &str) {
        self.database = Arc::from(name);
    }

    /// What exists.
    #[must_use]
    pub const fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// Who exists.
    #[must_use]
    pub const fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Runs one statement.
    pub fn run(&mut self, piece: &Piece<'_>) -> Outcome {
        self.outcome(piece).told(piece)
    }

    fn outcome(&mut self, piece: &Piece<'_>) -> Outcome {
        if piece.directive {
            return self.run_directive(piece);
        }
        match parser::parse(piece) {
            Ok(statement) => self.run_statement(&statement, piece),
            Err(refusal) => Outcome::of(Err(refusal.error.into())),
        }
    }

    fn run_statement(&mut self, statement: &Statement<'_>, piece: &Piece<'_>) -> Outcome {
        if let Some(error) = pipe_not_interpreted(statement) {
            return Outcome::of(Err(error));
        }
        match &statement.command {
            command @ Command::Scripts(script) => {
                let mut deciding = self.deciding(self.clock.now());
                let decided =
                    engine::permit(command, &mut deciding).and_then(|()| engine::decide(command, &mut deciding));
                match decided {
                    Ok(_) => self.run_script(script, piece),
                    Err(refusal) => Outcome::of(Err(refusal)),
                }
            }
            command => self.run_command(command, piece),
        }
    }

    /// What checking and deciding read; what is known of the principal's groups is brought up to now.
    fn deciding(&mut self, now: Timestamp) -> Deciding<'_> {
        let (memberships, subject) = self.memberships.fill(&self.directory, self.principal, now);
        Deciding {
            catalog: &self.catalog,
            directory: &mut self.directory,
            memberships,
            client: &self.client,
            now,
            principal: self.principal,
            subject,
            database: &self.database,
            journal: &self.journal,
        }
    }

    fn run_command(&mut self, command: &Command<'_>, piece: &Piece<'_>) -> Outcome {
        let now = self.clock.now();
        let mut deciding = self.deciding(now);
        let decided = engine::permit(command, &mut deciding).and_then(|()| engine::decide(command, &mut deciding));
        match decided {
            Ok(Decision { edits, answer, warnings }) => {
                edits.iter().for_each(|edit| self.catalog.apply(edit));
                // A refresh is journaled though it edits nothing: it counts for the hour's limit.
                let is_refresh = matches!(answer, Answer::Refresh(..));
                let output = self.answer(answer, now);
                if is_refresh || !edits.is_empty() {
                    self.record(command.kind(), now, piece, edits);
                }
                Outcome { warnings, ..Outcome::of(Ok(output)) }
            }
            Err(refusal) => Outcome::of(Err(refusal)),
        }
    }

    fn answer(&mut self, answer: Answer, now: Timestamp) -> Output {
        match answer {
            Answer::Nothing => Output::Nothing,
            Answer::Refresh(principal, group) => {
                self.memberships.refresh(&self.directory, principal, group, now);
                Output::Nothing
            }
            Answer::Table(table) => Output::Table(table),
            Answer::After(report, entities) => {
                let filled = self.filled(self.principal, now);
                Output::Table(report(&self.world(filled.subject(), now), &entities))
            }
        }
    }

    /// Returns a principal with its groups as a request at `now` would find them.
    fn filled(&self, principal: PrincipalId, now: Timestamp) -> Filled {
        self.memberships.filled(&self.directory, principal, now)
    }

    fn world<'a>(&'a self, subject: Subject<'a>, now: Timestamp) -> World<'a> {
        World {
            catalog: &self.catalog,
            directory: &self.directory,
            memberships: &self.memberships,
            now,
            principal: self.principal,
            subject,
            database: &self.database,
        }
    }

    fn record(&mut self, kind: CommandKind, time: Timestamp, piece: &Piece<'_>, edits: Vec<crate::catalog::Edit>) {
        let (principal, database) = (self.principal, self.database.clone());
        let command = redacted_text(piece);
        self.journal.append(|sequence| Entry { sequence, time, principal, database, kind, command, edits });
    }
}

/// Why a statement does not run although it is right: its result goes into a pipe.
#[must_use]
pub fn pipe_not_interpreted(statement: &Statement<'_>) -> Option<Diagnostic> {
    let pipe = statement.pipe.as_ref()?;
    let error = Diagnostic::error(Code::NotInterpreted, "operators after a pipe are not interpreted yet").at(pipe.span);
    Some(error.help("run the command without the pipe; `--format json` or `csv` suits other tools"))
}
