//! The file of what was typed: `kmgmt/history` in the user's state directory, which its owner
//! alone can read. A shell without a place for it keeps its history in memory.

use std::env;
use std::fs::DirBuilder;
use std::io;
use std::path::{Path, PathBuf};

use rustyline::Config;
use rustyline::history::{FileHistory, History};

/// So many inputs are kept.
pub(super) const ENTRIES: usize = 10_000;

/// `$XDG_STATE_HOME/kmgmt/history`, or `~/.local/state/kmgmt/history`.
pub(super) fn path() -> Option<PathBuf> {
    let state = env::var_os("XDG_STATE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let state =
        state.or_else(|| env::home_dir().filter(|home| home.is_absolute()).map(|home| home.join(".local/state")));
    state.map(|state| state.join("kmgmt").join("history"))
}

/// What is written to the file. The shell's own history holds more: what is secret.
pub(super) struct Log {
    path: PathBuf,
    history: FileHistory,
}

impl Log {
    /// Opens the file, or gets ready to create it at the first input.
    pub(super) fn open(path: PathBuf, config: &Config) -> Option<Self> {
        create_directory(path.parent()?).ok()?;
        let mut history = FileHistory::with_config(config);
        if path.exists() {
            history.load(&path).ok()?;
        }
        Some(Self { path, history })
    }

    /// Returns what the file holds, the oldest first.
    pub(super) fn entries(&self) -> impl Iterator<Item = &String> {
        self.history.iter()
    }

    /// Adds an input. The shell goes on without a file that can't be written.
    pub(super) fn write(&mut self, text: &str) {
        if self.history.add(text).is_ok() {
            let _ = self.history.append(&self.path);
        }
    }
}

fn create_directory(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)
}
