//! What `check` says of one statement.

use std::borrow::Cow;

use serde::Serialize;

use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Severity};
use crate::directory::Directory;
use crate::engine::{Bound, bind, elsewhere, said_of_values};
use crate::model::command_kind::{Class, CommandKind};
use crate::session::{
    NoEffect, beginning, directive_in_script, no_effect_note, no_effect_refusal, pipe_not_interpreted, redacted,
    script_fault,
};
use crate::syntax::ast::directives::Directive;
use crate::syntax::ast::scripts::ScriptCommand;
use crate::syntax::ast::{Command, Statement};
use crate::syntax::{Piece, masked_text, parser, pieces};
use crate::text::{Span, place_of};

/// What is to be said of a statement.
pub(super) struct Verdict<'s> {
    /// The text that the diagnostic speaks of, from the beginning of its first line, with its
    /// secrets redacted.
    pub(super) text: Cow<'s, str>,
    /// The number of the text's first line.
    pub(super) first_line: u32,
    /// The number of the statement's first line.
    line: u32,
    /// Where the statement begins, in the text.
    place: Span,
    /// The official kind, where the text is a Kusto command.
    kind: Option<CommandKind>,
    /// Whether kmgmt runs it.
    pub(super) interpreted: bool,
    /// Whether it does nothing here.
    pub(super) without_effect: bool,
    /// An error, or as warnings why it does not run, and what may be meant otherwise.
    pub(super) diagnostics: Vec<Diagnostic>,
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
}

#[derive(Serialize)]
struct ErrorObject<'v> {
    message: &'v str,
    line: u32,
    column: u32,
    code: &'static str,
    help: &'v [String],
}

impl<'s> Verdict<'s> {
    fn new(piece: &Piece<'s>, kind: Option<CommandKind>, interpreted: bool, diagnostics: Vec<Diagnostic>) -> Self {
        let text = if diagnostics.is_empty() { Cow::Borrowed(piece.text) } else { masked_text(piece) };
        let diagnostics = diagnostics.into_iter().map(|diagnostic| redacted(diagnostic, piece)).collect();
        let without_effect = kind.is_some_and(|kind| kind.effect().class() == Class::Nothing);
        Self {
            text,
            first_line: piece.line,
            line: piece.line,
            place: beginning(piece),
            kind,
            interpreted,
            without_effect,
            diagnostics,
        }
    }

    /// Returns the verdict that the statement is wrong.
    fn wrong(piece: &Piece<'s>, kind: Option<CommandKind>, error: Diagnostic) -> Self {
        Self::new(piece, kind, false, vec![error])
    }

    /// Returns the verdict that the statement is right, but kmgmt does not run it.
    fn not_interpreted(piece: &Piece<'s>, kind: Option<CommandKind>, error: Diagnostic) -> Self {
        Self::new(piece, kind, false, vec![Diagnostic { severity: Severity::Warning, ..error }])
    }

    /// Returns the verdict with what is to be said of a command without effect.
    pub(super) fn with_no_effect(self, no_effect: NoEffect, is_new: impl FnOnce(CommandKind) -> bool) -> Self {
        let Some(kind) = self.kind.filter(|_| self.without_effect && self.ok()) else { return self };
        let said = match no_effect {
            NoEffect::Allow => None,
            NoEffect::Warn => is_new(kind).then(|| no_effect_note(kind)),
            NoEffect::Refuse => Some(no_effect_refusal(kind).at(self.place)),
        };
        let diagnostics = self.diagnostics.into_iter().chain(said).collect();
        Self { diagnostics, ..self }
    }

    /// Returns whether the statement is right.
    pub(super) fn ok(&self) -> bool {
        self.error().is_none()
    }

    fn error(&self) -> Option<&Diagnostic> {
        self.diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Returns the verdict for a program, with the name of the file that the statement stands in.
    pub(super) fn object<'v>(&'v self, file: &'v str) -> Object<'v> {
        Object {
            file,
            line: self.line,
            ok: self.ok(),
            kind: self.kind.map(CommandKind::name),
            interpreted: self.interpreted,
            effect: self.kind.map(|kind| kind.effect().class().word()),
            error: self.error().map(|error| self.error_object(error)),
        }
    }

    fn error_object<'v>(&self, error: &'v Diagnostic) -> ErrorObject<'v> {
        let offset = error.span().map_or(0, |span| span.start);
        let place = place_of(&self.text, offset, self.first_line);
        let Diagnostic { message, code, help, .. } = error;
        ErrorObject { message, line: place.line, column: place.column, code: code.name(), help }
    }
}

/// Judges statements: it knows who exists.
pub(super) struct Judge {
    /// Nothing once a script loads another directory, which `check` does not read.
    directory: Option<Directory>,
    catalog: Catalog,
    bound: Bound,
}

impl Judge {
    pub(super) fn new(directory: Directory) -> Self {
        Self { directory: Some(directory), catalog: Catalog::default(), bound: Bound::default() }
    }

    /// Judges a statement, then the statements that are in it.
    pub(super) fn judge(&mut self, piece: &Piece<'_>, mut each: impl FnMut(Verdict<'_>)) {
        if piece.directive {
            let directive = parser::directive(piece);
            if matches!(directive, Ok(Directive::Directory(_))) {
                self.directory = None;
            }
            let error = directive.err().map(Diagnostic::from);
            return each(Verdict::new(piece, None, error.is_none(), error.into_iter().collect()));
        }
        match parser::parse(piece) {
            Ok(statement) => {
                each(self.understood(piece, &statement));
                if let Command::Scripts(script) = &statement.command {
                    self.judge_script(script, piece, each);
                }
            }
            Err(error) => each(Verdict::wrong(piece, None, error.into())),
        }
    }

    fn understood<'s>(&mut self, piece: &Piece<'s>, statement: &Statement<'_>) -> Verdict<'s> {
        let kind = statement.command.kind();
        match (pipe_not_interpreted(statement), elsewhere(&statement.command)) {
            (Some(error), _) | (None, Some(error)) => Verdict::not_interpreted(piece, Some(kind), error),
            (None, None) => {
                let said = self.of_people(&statement.command).into_iter().chain(said_of_values(&statement.command));
                Verdict::new(piece, Some(kind), true, said.collect())
            }
        }
    }

    /// Returns what is to be said of the principals that a command names; an open directory learns them.
    fn of_people(&mut self, command: &Command<'_>) -> Vec<Diagnostic> {
        let Some(directory) = &mut self.directory else { return Vec::new() };
        bind(command, &self.catalog, directory, "", &mut self.bound);
        let said = self.bound.of_people(directory);
        self.bound.meet(directory);
        said
    }

    fn judge_script(&mut self, script: &ScriptCommand<'_>, piece: &Piece<'_>, mut each: impl FnMut(Verdict<'_>)) {
        let start = script.body.span.start;
        let line = place_of(piece.text, start, piece.line).line;
        pieces(&script.body.value, line, |inner| {
            let verdict = self.judge_inner(script.cluster, &inner);
            each(if inner.line == line { moved_into_script(verdict, piece, start) } else { verdict });
        });
    }

    /// Judges a statement of a script, which can't hold everything.
    fn judge_inner<'s>(&mut self, cluster: bool, inner: &Piece<'s>) -> Verdict<'s> {
        if inner.directive {
            return Verdict::wrong(inner, None, directive_in_script());
        }
        match parser::parse(inner) {
            Ok(statement) => match script_fault(cluster, &statement) {
                Some(error) => Verdict::wrong(inner, Some(statement.command.kind()), error),
                None => self.understood(inner, &statement),
            },
            Err(error) => Verdict::wrong(inner, None, error.into()),
        }
    }
}

/// Returns the verdict of a statement that begins at `start`, inside a line of the script command.
fn moved_into_script<'s>(verdict: Verdict<'s>, script: &Piece<'s>, start: u32) -> Verdict<'s> {
    let end = start as usize + verdict.text.len();
    let text = Cow::Owned(masked_text(script).get(..end).unwrap_or_default().to_owned());
    let moved = verdict.diagnostics.into_iter().map(|diagnostic| diagnostic.moved(start as usize));
    let place = verdict.place.moved(start as usize);
    Verdict { text, first_line: script.line, place, diagnostics: moved.collect(), ..verdict }
}
