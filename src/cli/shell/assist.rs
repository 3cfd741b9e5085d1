//! What the editor shows while a line is typed: candidates, hints and colours.

use std::borrow::Cow;
use std::sync::Arc;

use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hint as Shown, Hinter};
use rustyline::history::SearchDirection;
use rustyline::validate::Validator;
use rustyline::{Context, Helper};

use crate::cli::shell::{colour, files, whole};
use crate::cli::terminal;
use crate::cluster::Cluster;
use crate::session::complete::{CandidateKind, Completion, Known, complete, hint};
use crate::syntax::holds_secret;
use crate::syntax::parser::misfit;
use crate::text::tame;

/// What the editor knows while a line is typed.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    /// What exists.
    pub(super) cluster: Arc<Cluster>,
    /// The name of the database in context.
    pub(super) database: String,
    /// The columns of the last result.
    pub(super) columns: Vec<Cow<'static, str>>,
    /// The lines before, which the line goes on with.
    pub(super) typed: String,
    /// How many columns the prompt takes.
    pub(super) prompt: usize,
}

/// More candidates are no help, and the editor can't count more than 65,535.
const MOST: usize = 5_000;

/// The editor's assistant.
#[derive(Debug, Default)]
pub(super) struct Assist {
    scene: Option<Scene>,
    /// Whether colours are wanted.
    colour: bool,
}

impl Assist {
    pub(super) const fn new(colour: bool) -> Self {
        Self { scene: None, colour }
    }

    /// Takes what there is to know about the next line.
    pub(super) fn set(&mut self, scene: Scene) {
        self.scene = Some(scene);
    }

    fn typed(&self) -> &str {
        self.scene.as_ref().map_or("", |scene| &scene.typed)
    }
}

/// A hint; one that is no text can't be taken.
pub(super) struct Dim {
    shown: String,
    is_text: bool,
}

impl Shown for Dim {
    fn display(&self) -> &str {
        &self.shown
    }

    fn completion(&self) -> Option<&str> {
        self.is_text.then_some(&*self.shown)
    }
}

impl Helper for Assist {}

impl Validator for Assist {}

impl Completer for Assist {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let Some(scene) = &self.scene else { return Ok((pos, Vec::new())) };
        let text = format!("{}{line}", scene.typed);
        let state = scene.cluster.read();
        let known = Known {
            catalog: &state.catalog,
            directory: &state.directory,
            database: &scene.database,
            columns: &scene.columns,
        };
        let Completion { start, candidates, file } = complete(&text, scene.typed.len() + pos, &known);
        let Some(start) = start.checked_sub(scene.typed.len()) else { return Ok((pos, Vec::new())) };
        let has_words = candidates.iter().any(|one| one.kind != CandidateKind::Mark);
        // Marks are listed beside nothing else: they are shorter to type than to choose.
        let is_shown = |kind: CandidateKind| kind != CandidateKind::Mark || !has_words;
        let candidates = candidates.into_iter().filter(|one| is_shown(one.kind)).take(MOST);
        let mut pairs: Vec<Pair> = candidates.map(|one| Pair { display: one.shown, replacement: one.text }).collect();
        pairs.extend(file.iter().flat_map(|beginning| files::beginning_with(beginning)));
        Ok((start, pairs))
    }
}

impl Hinter for Assist {
    type Hint = Dim;

    fn hint(&self, line: &str, pos: usize, context: &Context<'_>) -> Option<Dim> {
        let scene = self.scene.as_ref().filter(|_| pos == line.len() && !line.trim().is_empty())?;
        let width = usize::from(terminal::width());
        let last = line.rsplit('\n').next().unwrap_or_default();
        let room = width.checked_sub(scene.prompt + last.chars().count() + 1)?;
        match earlier(line, context).filter(|rest| scene.typed.is_empty() && rest.chars().count() <= room) {
            Some(rest) => Some(Dim { shown: rest, is_text: true }),
            None => {
                let hint = hint(&format!("{}{line}", scene.typed), room)?;
                Some(Dim { shown: hint.shown, is_text: hint.is_text })
            }
        }
    }
}

/// Returns the rest of the latest input of one line that begins so, has no secret, and was read without an error.
fn earlier(line: &str, context: &Context<'_>) -> Option<String> {
    let history = context.history();
    let mut index = context.history_index().min(history.len()).checked_sub(1)?;
    loop {
        let found = history.starts_with(line, index, SearchDirection::Reverse).ok()??;
        let rest = found.entry.get(line.len()..).filter(|rest| !rest.is_empty() && is_shown(rest));
        if let Some(rest) = rest.filter(|_| !has_secret(&found.entry) && reads(&found.entry)) {
            return Some(rest.to_owned());
        }
        index = found.idx.checked_sub(1)?;
    }
}

/// Returns whether a hint can show the text: it is one line, and nothing in it could steer the terminal.
fn is_shown(text: &str) -> bool {
    !text.contains('\n') && tame(text) == text
}

/// Returns whether all statements of a text are read without an error.
fn reads(text: &str) -> bool {
    let mut splitter = whole::splitter(text);
    let mut reads = true;
    while let Some(piece) = splitter.next() {
        reads &= misfit(&piece).is_none();
    }
    reads
}

/// Returns whether a text has a secret in it.
pub(super) fn has_secret(text: &str) -> bool {
    let mut splitter = whole::splitter(text);
    let mut secret = false;
    while let Some(piece) = splitter.next() {
        secret |= holds_secret(&piece);
    }
    secret
}

impl Highlighter for Assist {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if self.colour { colour::coloured(self.typed(), line) } else { Cow::Borrowed(line) }
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        // Dim is no colour: without it a hint looks as what was typed.
        Cow::Owned(format!("\x1b[2m{hint}\x1b[0m"))
    }

    fn highlight_char(&self, line: &str, _: usize, kind: CmdKind) -> bool {
        self.colour && kind != CmdKind::MoveCursor && line.len() <= colour::LONGEST
    }
}
