//! Judges statements: it knows who exists, and with a state what exists.

use hashbrown::HashSet;

use crate::catalog::Catalog;
use crate::cli::check::verdict::{Spot, Verdict};
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::Directory;
use crate::engine::{Bound, bind, elsewhere, said_of_repetition, said_of_values};
use crate::model::command_kind::{Class, CommandKind};
use crate::plan::command_findings;
use crate::session::{
    Columns, NoEffect, Request, Session, beginning, bound_queries, bound_query_of_results, directive_in_script, help,
    no_effect_note, no_effect_refusal, script_fault,
};
use crate::syntax::ast::directives::Directive;
use crate::syntax::ast::scripts::ScriptCommand;
use crate::syntax::ast::{Command, Statement};
use crate::syntax::{Piece, parser, pieces};
use crate::text::place_of;

/// Judges statements, one after the other.
pub(super) struct Judge {
    /// Nothing once a script loads another directory, which `check` does not read.
    directory: Option<Directory>,
    /// The state of `--from`: the statements are loaded into it, so that it has what they make.
    state: Option<Session>,
    catalog: Catalog,
    bound: Bound,
    no_effect: NoEffect,
    /// The kinds without effect that were warned of.
    warned: HashSet<CommandKind>,
    /// The columns of what the last statement answers, if that was a command.
    answered: Option<Columns>,
}

impl Judge {
    pub(super) fn new(directory: Directory, state: Option<Session>, no_effect: NoEffect) -> Self {
        let (directory, catalog, bound) = (Some(directory), Catalog::default(), Bound::default());
        Self { directory, state, catalog, bound, no_effect, warned: HashSet::new(), answered: None }
    }

    /// Judges the statements of a script, if that is its name, with `judged`: files that they name lie beside it.
    pub(super) fn within<T>(&mut self, script: Option<&str>, judged: impl FnOnce(&mut Self) -> T) -> T {
        if let (Some(state), Some(script)) = (&mut self.state, script) {
            state.enter_script(script);
        }
        let judged = judged(self);
        if let (Some(state), Some(_)) = (&mut self.state, script) {
            state.leave_script();
        }
        judged
    }

    /// Judges a statement, then the statements that are in it.
    pub(super) fn judge(&mut self, piece: &Piece<'_>, origin: &str) -> Vec<Verdict> {
        let spot = Spot { piece, inside: None, origin };
        let answered = self.answered.take();
        if piece.directive {
            return vec![self.judge_directive(spot)];
        }
        match bound_query_of_results(piece, answered.as_ref()) {
            Ok(None) => {}
            Ok(Some(then)) => {
                self.answered = answered;
                return vec![Verdict::new(spot, None, true, then.said)];
            }
            Err(error) => return vec![faulty_query(spot, None, error)],
        }
        match parser::parsed(piece) {
            Ok(statement) => {
                let mut verdicts = vec![self.understood(spot, &statement)];
                if let Command::Scripts(script) = &statement.command {
                    self.judge_script(script, spot, &mut verdicts);
                }
                verdicts
            }
            Err(error) => vec![Verdict::wrong(spot, None, error.into())],
        }
    }

    fn judge_directive(&mut self, spot: Spot<'_>) -> Verdict {
        let directive = parser::directive(spot.piece);
        let mut unread = None;
        match (&directive, &mut self.state) {
            (Ok(Directive::Directory(_)), _) => self.directory = None,
            (Ok(Directive::DbContext(Some(_))), Some(state)) => drop(state.run(spot.piece)),
            (Ok(Directive::Help(words)), _) => unread = help(*words).err(),
            (Ok(Directive::Read(_)), Some(state)) => unread = load_script(state, spot.piece).err(),
            _ => {}
        }
        let error = directive.err().map(Diagnostic::from).or(unread);
        Verdict::new(spot, None, error.is_none(), error.into_iter().collect())
    }

    fn understood(&mut self, spot: Spot<'_>, statement: &Statement<'_>) -> Verdict {
        let kind = statement.command.kind();
        if let Some(error) = elsewhere(&statement.command) {
            return Verdict::not_interpreted(spot, Some(kind), error);
        }
        let then = match bound_queries(statement) {
            Ok(then) => then,
            Err(error) => return faulty_query(spot, Some(kind), error),
        };
        self.answered = Some(Columns::of(statement, &then.queries));
        let mut said = self.of_people(&statement.command);
        said.extend(said_of_values(&statement.command));
        said.extend(then.said);
        said.extend(self.missing(&statement.command, spot));
        said.extend(self.of_no_effect(kind, spot));
        let found = command_findings(&statement.command);
        Verdict::new(spot, Some(kind), true, Vec::new()).with(spot, said, found)
    }

    /// Returns what is to be said of the principals that a command names; an open directory learns them.
    fn of_people(&mut self, command: &Command<'_>) -> Vec<Diagnostic> {
        let Some(directory) = &mut self.directory else { return Vec::new() };
        bind(command, &self.catalog, directory, "", &mut self.bound);
        let mut said = self.bound.of_people(directory);
        if let Command::Roles(command) = command {
            said.extend(said_of_repetition(command, &self.bound));
        }
        self.bound.meet(directory);
        said
    }

    /// Returns that the command names something which does not exist, where a state says what exists.
    fn missing(&mut self, command: &Command<'_>, spot: Spot<'_>) -> Option<Diagnostic> {
        let state = self.state.as_mut().filter(|_| !matches!(command, Command::Scripts(_)))?;
        let error = state.load(spot.piece).result.err()?;
        matches!(error.code, Code::DatabaseNotFound | Code::EntityNotFound).then_some(error)
    }

    /// Returns what is to be said of a command without effect.
    fn of_no_effect(&mut self, kind: CommandKind, spot: Spot<'_>) -> Option<Diagnostic> {
        if kind.effect().class() != Class::Nothing {
            return None;
        }
        match self.no_effect {
            NoEffect::Allow => None,
            NoEffect::Warn => self.warned.insert(kind).then(|| no_effect_note(kind)),
            NoEffect::Refuse => Some(no_effect_refusal(kind).at(beginning(spot.piece))),
        }
    }

    fn judge_script(&mut self, script: &ScriptCommand<'_>, spot: Spot<'_>, verdicts: &mut Vec<Verdict>) {
        let (piece, start) = (spot.piece, script.body.span.start);
        let line = place_of(piece.text, start, piece.line).line;
        pieces(&script.body.value, line, |inner| {
            let inside = (inner.line == line).then_some((piece, start as usize));
            let spot = Spot { piece: &inner, inside, origin: spot.origin };
            verdicts.push(self.judge_inner(script.cluster, spot));
        });
    }

    /// Judges a statement of a script, which can't hold everything.
    fn judge_inner(&mut self, cluster: bool, spot: Spot<'_>) -> Verdict {
        if spot.piece.directive {
            return Verdict::wrong(spot, None, directive_in_script());
        }
        match parser::parse(spot.piece) {
            Ok(statement) => match script_fault(cluster, &statement) {
                Some(error) => Verdict::wrong(spot, Some(statement.command.kind()), error),
                None => self.understood(spot, &statement),
            },
            Err(error) => Verdict::wrong(spot, None, error.into()),
        }
    }
}

/// Returns the verdict on a statement whose query can't be bound.
fn faulty_query(spot: Spot<'_>, kind: Option<CommandKind>, error: Diagnostic) -> Verdict {
    match error.code {
        Code::NotInterpreted => Verdict::not_interpreted(spot, kind, error),
        _ => Verdict::wrong(spot, kind, error),
    }
}

/// Loads into a state what the script of `#read` makes. Its statements are judged where that script is checked itself.
fn load_script(state: &mut Session, piece: &Piece<'_>) -> Result<(), Diagnostic> {
    let outcome = state.load(piece);
    let script = match (outcome.result, outcome.request) {
        (Err(error), _) => return Err(error),
        (Ok(_), Some(Request::Run(script))) => script,
        (Ok(_), _) => return Ok(()),
    };
    state.enter_script(&script.name);
    let mut statements = script.statements();
    while let Some(piece) = statements.next() {
        let makes_nothing = |directive| !matches!(directive, Directive::DbContext(Some(_)) | Directive::Read(_));
        if piece.directive && parser::directive(&piece).is_ok_and(makes_nothing) {
            continue;
        }
        // Only that a script can't be read is told here, and of this one alone.
        let _ = load_script(state, &piece);
    }
    state.leave_script();
    Ok(())
}
