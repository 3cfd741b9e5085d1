//! What clients of the service ask beside commands: queries over data, ingestion, and whether a command would be allowed.
//! There are no data here: what is left is who may read and ingest what.

use std::sync::Arc;

use crate::access;
use crate::catalog::MembershipKey;
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::PrincipalId;
use crate::engine::{self, Answer, Asked, Bound, World};
use crate::model::name::Quoted;
use crate::query;
use crate::query::parameters::{self, Values};
use crate::query::parse::parse_query;
use crate::schema;
use crate::session::caller::{self, Caller};
use crate::session::{Outcome, Output, Session, bound_queries};
use crate::syntax::{Piece, parser};
use crate::table::{Schema, Table, Value};
use crate::text::quoted;

/// What is answered where a request asks only whether it would be allowed (`validatepermissions`).
const ALLOWED: Schema = schema! { Result: String };
const OK: &str = "OK";

/// What is known of a query once its access was checked.
enum Found {
    /// What it answers.
    Table(Table),
    /// Who runs it: it reads nothing that is stored.
    Caller(Caller),
}

impl Session {
    /// Answers a query over data: it is run if it reads nothing that is stored, and answers no rows otherwise. `values`
    /// are the values of its parameters. `only_permissions` asks whether it would be allowed.
    pub fn query(&mut self, text: &str, values: &Values, only_permissions: bool) -> Outcome {
        let found = self.looking(|world| {
            let asked = engine::check_query(text, values, world)?;
            match asked {
                _ if only_permissions => Ok(Found::Table(allowed())),
                Asked::Computed => Ok(Found::Caller(Caller::of(world))),
                Asked::Stored => Ok(Found::Table(Table::with_columns(engine::columns_of_query(text, values, world)?))),
            }
        });
        let table = found.and_then(|found| match found {
            Found::Table(table) => Ok(table),
            Found::Caller(caller) => self.computed(text, values, &caller),
        });
        self.answered_with(table)
    }

    /// Runs a query that reads nothing that is stored.
    fn computed(&self, text: &str, values: &Values, caller: &Caller) -> Result<Table, Diagnostic> {
        let mut tree = parse_query(text)?;
        parameters::fill(&mut tree, text, values)?;
        let query = query::bind(&tree, &[])?;
        let nothing = Table::with_columns(Vec::new());
        caller.run(&query, &nothing, self.deadline, &|reference| caller::named(&self.read().directory, reference))
    }

    /// Answers whether a command would be allowed, without running it: it is read, what it names is looked up, and its
    /// permissions are checked.
    pub fn check_permission(&mut self, piece: &Piece<'_>) -> Outcome {
        let table = self.checked(piece).map(|()| allowed());
        self.answered_with(table).redacted(piece)
    }

    fn checked(&mut self, piece: &Piece<'_>) -> Result<(), Diagnostic> {
        let statement = parser::parse(piece)?;
        self.read_all()?;
        bound_queries(&statement)?;
        let (cluster, now) = (Arc::clone(&self.cluster), self.now());
        let state = cluster.read();
        let mut bound = Bound::default();
        engine::bind(&statement.command, &state.catalog, &state.directory, &self.database, &mut bound);
        self.look(&state, &bound, now, |world| engine::permit(&statement.command, world))
    }

    /// Answers an ingestion into a table of the database in context, which is refused: whoever may not do it learns that,
    /// and all others that nothing is stored here.
    pub fn ingest(&mut self, table: &str) -> Outcome {
        let refused = self.looking(|world| {
            engine::check_ingestion(table, world)?;
            let message = format!("the principal may ingest into table {}, and kmgmt stores no data", quoted(table));
            let error = Diagnostic::error(Code::NoEffect, message);
            Err(error.help(format!("`.show table {} details` shows that it exists", Quoted(table))))
        });
        self.answered_with(refused)
    }

    /// Lets a principal act that the directory knows.
    pub const fn act_as_known(&mut self, principal: PrincipalId) {
        self.principal = principal;
    }

    /// Counts the one who acts as a member of these groups, beside those that the directory knows, and of those that they
    /// are in: somebody claims it.
    pub fn join(&mut self, groups: &[PrincipalId]) {
        if groups.is_empty() {
            return;
        }
        let (state, until) = (self.cluster.read(), self.clock.now().checked_add(access::POSITIVE).ok());
        let above = groups.iter().flat_map(|group| state.directory.groups_of(*group));
        let memberships = Arc::make_mut(&mut self.memberships);
        for group in above.chain(groups.iter().copied()) {
            memberships.set(&MembershipKey { principal: self.principal, group }, until);
        }
    }

    /// Returns what `look` finds in all that there is, once what is known of the groups of the one who asks is brought up to
    /// now.
    fn looking<T>(&mut self, look: impl FnOnce(&World<'_>) -> Result<T, Diagnostic>) -> Result<T, Diagnostic> {
        self.read_all()?;
        let (cluster, now) = (Arc::clone(&self.cluster), self.now());
        let state = cluster.read();
        if !self.memberships.is_filled(self.principal, now) {
            Arc::make_mut(&mut self.memberships).fill(&state.directory, self.principal, now);
        }
        let bound = self.bound(&state, |_| ());
        self.look(&state, &bound, now, look)
    }

    fn answered_with(&mut self, table: Result<Table, Diagnostic>) -> Outcome {
        let outcome = Outcome::of(table.map(|table| Output::Answer(Answer::of(table), self.now())));
        self.settled(outcome)
    }
}

/// Returns what says that a request would be allowed.
fn allowed() -> Table {
    let mut table = Table::new(ALLOWED);
    table.push([Value::from(OK)]);
    table
}
