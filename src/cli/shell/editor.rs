//! Where the shell gets its lines from.

use std::io;

use rustyline::config::Behavior;
use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::{ColorMode, CompletionType, Config, Editor as Rustyline};

use crate::cli::shell::assist::{Assist, Scene};
use crate::cli::shell::history::{self, Log};
use crate::cli::terminal;

/// What came of asking for a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// A line, or several that were pasted.
    Line(String),
    /// The user cancelled the input.
    Cancelled,
    /// The user left.
    Left,
}

/// Gives the shell its lines.
pub(super) trait Editor {
    /// Asks for a line, with what there is to know about it.
    fn line(&mut self, prompt: &str, scene: Scene) -> io::Result<Typed>;

    /// Keeps a whole input to be recalled; a secret one is forgotten with the shell.
    fn remember(&mut self, text: &str, secret: bool);
}

/// The terminal.
pub(super) struct Terminal {
    editor: Rustyline<Assist, DefaultHistory>,
    log: Option<Log>,
}

impl Terminal {
    pub(super) fn open() -> io::Result<Self> {
        let config = config();
        let mut editor = Rustyline::with_config(config.clone()).map_err(plain)?;
        editor.set_helper(Some(Assist::new(terminal::has_colour())));
        let log = history::path().and_then(|path| Log::open(path, &config));
        if let Some(log) = &log {
            log.entries().for_each(|entry| drop(editor.add_history_entry(entry)));
        }
        Ok(Self { editor, log })
    }
}

fn config() -> Config {
    // Where results go to a file, prompts still go to the terminal.
    let behavior = if io::IsTerminal::is_terminal(&io::stdout()) { Behavior::Stdio } else { Behavior::PreferTerm };
    // The assistant knows whether colours are wanted: without them hints are still dim.
    let config = Config::builder().auto_add_history(false).behavior(behavior).color_mode(ColorMode::Forced);
    let config = config.completion_type(CompletionType::List).completion_show_all_if_ambiguous(true);
    config.max_history_size(history::ENTRIES).map_or_else(|_| Config::default(), |config| config.build())
}

impl Editor for Terminal {
    fn line(&mut self, prompt: &str, scene: Scene) -> io::Result<Typed> {
        if let Some(assist) = self.editor.helper_mut() {
            assist.set(scene);
        }
        match self.editor.readline(prompt) {
            Ok(line) => Ok(Typed::Line(line)),
            Err(ReadlineError::Interrupted) => Ok(Typed::Cancelled),
            Err(ReadlineError::Eof) => Ok(Typed::Left),
            Err(error) => Err(plain(error)),
        }
    }

    fn remember(&mut self, text: &str, secret: bool) {
        drop(self.editor.add_history_entry(text));
        if let Some(log) = self.log.as_mut().filter(|_| !secret) {
            log.write(text);
        }
    }
}

fn plain(error: ReadlineError) -> io::Error {
    match error {
        ReadlineError::Io(error) => error,
        other => io::Error::other(other),
    }
}
