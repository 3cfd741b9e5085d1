//! What there is to say of a query that fails, or that is not read to its end.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::engine::queries::read_query::ReadQuery;
use crate::engine::queries::reads::Read;
use crate::engine::queries::text::reason;
use crate::engine::queries::{elsewhere, unknown};
use crate::model::entity::EntityKind;
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::reads::{self, What};
use crate::query::tree::Query;
use crate::query::{aggregates, functions};
use crate::text::{Span, quoted};

impl ReadQuery<'_, '_, '_> {
    /// Returns the name or the type that does not fit, where all is there that the query reads: what is made later may fit.
    pub(in crate::engine) fn fault(&self) -> Option<Diagnostic> {
        let is_there = |read: &Read| {
            let found = |kind: &EntityKind| read.find(self.world, self.database, *kind).is_some();
            read.is_here(self.world, self.database) && unknown::KINDS.iter().any(found)
        };
        let error = self.columns(Vec::new()).err().filter(|error| error.code == Code::Semantic)?;
        self.reads.iter().all(is_there).then_some(error)
    }

    /// Returns what there is to know of a query that is not read, or not to its end: that it is read by its words, or calls
    /// functions that are not known. `what` names the query. Places are those in the text.
    pub(in crate::engine) fn said(&self, what: &str) -> Vec<Diagnostic> {
        match &self.tree {
            Ok(tree) => self.unknown_functions(tree, what),
            Err(error) => vec![by_words(error, what)],
        }
    }

    /// Returns the functions that the query calls, and that neither the language nor the database is known to have. A name
    /// near to one that is known is a warning.
    fn unknown_functions(&self, tree: &Query<'_>, what: &str) -> Vec<Diagnostic> {
        let unknown = self.unknown_name();
        let mut told: Vec<String> = unknown.into_iter().map(|unknown| unknown.name).collect();
        let mut all = Vec::new();
        for read in reads::reads(tree) {
            let is_called = read.what == What::Called && read.cluster.is_none() && read.database.is_none();
            let is_there = || self.world.catalog.child(self.database, EntityKind::Function, &read.name).is_some();
            if !is_called || told.contains(&read.name) || elsewhere::is_known(&read.name) || is_there() {
                continue;
            }
            let near = functions::near(&read.name).or_else(|| aggregates::near(&read.name));
            let message = format!("{what} calls {}, which kmgmt does not know", quoted(&read.name));
            let severity = if near.is_some() { Severity::Warning } else { Severity::Note };
            let said = Diagnostic { severity, ..Diagnostic::note(Code::NotInterpreted, message) };
            let place = Span { end: read.span.start + u32::try_from(read.name.len()).unwrap_or_default(), ..read.span };
            all.push(said.at(place).did_you_mean(near));
            told.push(read.name);
        }
        all
    }
}

/// Returns that a query is checked by its words only: a note of what is not interpreted, a warning of what is none of the
/// language.
fn by_words(error: &QueryError, what: &str) -> Diagnostic {
    let message = format!("{what} is checked by its words only: {}", reason(error));
    match error.kind {
        QueryErrorKind::NotInterpreted(_) | QueryErrorKind::Other { .. } | QueryErrorKind::TooLong(_) => {
            Diagnostic::note(Code::NotInterpreted, message).at(error.span)
        }
        _ => {
            let error = Diagnostic::from(error.clone());
            Diagnostic { severity: Severity::Warning, code: Code::NotInterpreted, message, ..error }
        }
    }
}
