//! `#read FILE`: scripts whose statements run where another statement names them. The session reads the file, and
//! whoever runs statements runs those of the script as it runs its own.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic};
use crate::model::directive_kind::DirectiveKind;
use crate::model::limit;
use crate::session::Session;
use crate::syntax::Splitter;
use crate::text::{Spanned, quoted, shortened_to};

/// How much of a file's name is shown.
const SHOWN: usize = 255;

/// A script that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// How diagnostics name it.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl Script {
    /// Returns the statements of the script.
    #[must_use]
    pub fn statements(&self) -> Splitter {
        let mut splitter = Splitter::new();
        splitter.push(&self.text);
        splitter.finish();
        splitter
    }
}

impl Session {
    /// Says that the statements from here on stand in this script, up to [`Self::leave_script`]: the files that they
    /// name lie beside it.
    pub fn enter_script(&mut self, name: &str) {
        self.scripts.push(name.to_owned());
    }

    /// Says that the statements of the script have run that was entered last.
    pub fn leave_script(&mut self) {
        self.scripts.pop();
    }

    /// Returns the names of the scripts that are running, the one that runs another before it.
    #[must_use]
    pub fn scripts(&self) -> &[String] {
        &self.scripts
    }

    /// Returns the name of a file that a statement names: one that is not absolute lies beside the script.
    pub(super) fn beside_script(&self, file: &str) -> String {
        let folder = self.scripts.last().and_then(|script| Path::new(script).parent());
        folder.map_or_else(|| file.to_owned(), |folder| folder.join(file).display().to_string())
    }

    /// `#read FILE`
    pub(super) fn read_script(&self, file: &Spanned<Cow<'_, str>>) -> Result<Script, Diagnostic> {
        let name = self.beside_script(&file.value);
        let shown = quoted(shortened_to(&plain(&name).display().to_string(), SHOWN));
        let wrong = |message: String| Diagnostic::error(Code::Input, message).at(file.span);
        if let Some(at) = self.scripts.iter().position(|script| plain(script) == plain(&name)) {
            let way = self.scripts.iter().skip(at + 1);
            let way: Vec<String> = way.map(|script| quoted(plain(script).display())).collect();
            let way = if way.is_empty() { String::new() } else { format!(" through {}", way.join(", ")) };
            return Err(wrong(format!("the script {shown} reads itself{way}")));
        }
        if self.scripts.len() >= limit::SCRIPT_DEPTH {
            let message = format!("scripts read each other more than {} deep", limit::SCRIPT_DEPTH);
            return Err(wrong(message).help(format!("{} of {shown} is the last of them", DirectiveKind::Read)));
        }
        let text = self.read_file.text(&name).map_err(|error| wrong(format!("the script {shown}: {error}")))?;
        Ok(Script { name, text })
    }
}

/// Returns a path without `.` and without `..` after a folder, so that one file has one name.
fn plain(path: &str) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in Path::new(path).components() {
        match (part, plain.components().next_back()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => drop(plain.pop()),
            (part, _) => plain.push(part),
        }
    }
    plain
}
