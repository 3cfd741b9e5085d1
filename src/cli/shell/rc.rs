//! The file that the shell runs when it opens: `kmgmt/kmgmtrc` in the user's configuration directory. Scripts, pipes
//! and commands never read it.

use std::env;
use std::io;
use std::path::PathBuf;

use crate::cli::printer::Printer;
use crate::cli::source::{SourceError, whole_text};
use crate::diagnostic::{Code, Diagnostic};
use crate::session::Script;

/// `$XDG_CONFIG_HOME/kmgmt/kmgmtrc`, or `~/.config/kmgmt/kmgmtrc`.
fn path() -> Option<PathBuf> {
    let config = env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || env::home_dir().filter(|home| home.is_absolute()).map(|home| home.join(".config"));
    config.or_else(home).map(|config| config.join("kmgmt").join("kmgmtrc"))
}

/// Returns the file, if there is one that can be read; that it can't is told.
pub(super) fn script(printer: &mut Printer) -> Option<Script> {
    let path = path()?;
    let name = path.display().to_string();
    match whole_text(&path) {
        Ok(text) => Some(Script { name, text }),
        Err(SourceError::Read(error)) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => {
            let message = format!("can't read `{name}`: {}", error.cause());
            printer.complaint(&Diagnostic::error(Code::Input, message), &name);
            None
        }
    }
}
