//! What `check` says of one statement.

use std::sync::Arc;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::command_kind::{Class, CommandKind};
use crate::plan::{Finding, Ignore, Ignores, Judged, Statement};
use crate::render::findings;
use crate::session::{beginning, redacted};
use crate::syntax::{Piece, masked_text};

/// What is to be said of a statement.
pub(super) struct Verdict {
    /// The number of the statement's first line.
    line: u32,
    /// The official kind, where the text is a Kusto command.
    kind: Option<CommandKind>,
    /// Whether kmgmt runs it.
    pub(super) interpreted: bool,
    /// Whether it does nothing here.
    pub(super) without_effect: bool,
    /// What is found in it, and what is wrong with the comments beside it.
    pub(super) found: Vec<Finding>,
    /// The comments that say which findings do not count.
    pub(super) ignores: Vec<Ignore>,
}

/// Where a statement stands that is judged.
#[derive(Clone, Copy)]
pub(super) struct Spot<'p> {
    /// The statement.
    pub(super) piece: &'p Piece<'p>,
    /// The script command that holds it, and where in that it begins, if both begin on one line.
    pub(super) inside: Option<(&'p Piece<'p>, usize)>,
    /// The name of the file.
    pub(super) origin: &'p str,
}

impl Spot<'_> {
    /// Returns the text that diagnostics speak of: the whole line, also where the statement begins inside it.
    fn statement(&self) -> Statement {
        let Some((script, start)) = self.inside else { return Statement::of(self.piece, self.origin) };
        let text = masked_text(script);
        let text = text.get(..start + self.piece.text.len()).unwrap_or_default().to_owned();
        let place = beginning(self.piece).moved(start);
        Statement { origin: self.origin.to_owned(), line: script.line, text, beginning: place }
    }

    /// Returns what is said of the statement as a finding in it.
    fn found(&self, said: Diagnostic, statement: &Arc<Statement>) -> Finding {
        let offset = self.inside.map_or(0, |(_, start)| start);
        Finding::said(redacted(said, self.piece).moved(offset), Arc::clone(statement))
    }
}

impl Verdict {
    /// Returns the verdict of a statement of which this is said.
    pub(super) fn new(spot: Spot<'_>, kind: Option<CommandKind>, interpreted: bool, said: Vec<Diagnostic>) -> Self {
        let without_effect = kind.is_some_and(|kind| kind.effect().class() == Class::Nothing);
        let Ignores { ignores, faults } = Ignores::beside(spot.piece, spot.origin);
        let verdict = Self { line: spot.piece.line, kind, interpreted, without_effect, found: faults, ignores };
        verdict.with(spot, said, Vec::new())
    }

    /// Returns the verdict that the statement is wrong.
    pub(super) fn wrong(spot: Spot<'_>, kind: Option<CommandKind>, error: Diagnostic) -> Self {
        Self::new(spot, kind, false, vec![error])
    }

    /// Returns the verdict that the statement is right, but kmgmt does not run it.
    pub(super) fn not_interpreted(spot: Spot<'_>, kind: Option<CommandKind>, error: Diagnostic) -> Self {
        Self::new(spot, kind, false, vec![Diagnostic { severity: Severity::Warning, ..error }])
    }

    /// Returns the verdict with what is said besides, and with more findings.
    pub(super) fn with(mut self, spot: Spot<'_>, said: Vec<Diagnostic>, found: Vec<Finding>) -> Self {
        if said.is_empty() && found.is_empty() {
            return self;
        }
        let statement = Arc::new(spot.statement());
        self.found.extend(said.into_iter().map(|said| spot.found(said, &statement)));
        self.found.extend(found.into_iter().map(|finding| finding.at(Arc::clone(&statement))));
        self
    }

    /// Returns the verdict for a program, with the name of the file that the statement stands in.
    pub(super) fn object<'v>(&self, file: &'v str, judged: &'v [Judged]) -> Object<'v> {
        let kind = self.kind.map(CommandKind::name);
        let effect = self.kind.map(|kind| kind.effect().class().word());
        let object = Object::of_comments(file, self.line, judged);
        Object { kind, effect, interpreted: self.interpreted, ..object }
    }
}

/// One line of `--format json`, with its keys in this order.
#[derive(Serialize)]
pub(super) struct Object<'v> {
    file: &'v str,
    line: u32,
    ok: bool,
    kind: Option<&'static str>,
    interpreted: bool,
    effect: Option<&'static str>,
    error: Option<ErrorObject<'v>>,
    findings: Vec<findings::Object<'v>>,
}

#[derive(Serialize)]
struct ErrorObject<'v> {
    message: &'v str,
    line: u32,
    column: u32,
    code: &'static str,
    help: &'v [String],
}

impl<'v> Object<'v> {
    /// Returns what is found in comments, for a program.
    pub(super) fn of_comments(file: &'v str, line: u32, judged: &'v [Judged]) -> Self {
        let error = judged.iter().find(|judged| is_error(judged)).map(ErrorObject::of);
        let findings = judged.iter().map(findings::object).collect();
        Self { file, line, ok: error.is_none(), kind: None, interpreted: true, effect: None, error, findings }
    }
}

/// Returns whether a finding counts as an error.
pub(super) fn is_error(judged: &Judged) -> bool {
    judged.is_open() && judged.finding.diagnostic.severity == Severity::Error
}

impl<'v> ErrorObject<'v> {
    fn of(judged: &'v Judged) -> Self {
        let Diagnostic { message, code, help, .. } = &judged.finding.diagnostic;
        let (line, column) = judged.finding.place().map_or((1, 1), |(begins, _)| (begins.line, begins.column));
        Self { message, line, column, code: code.name(), help }
    }
}
