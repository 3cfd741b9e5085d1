//! The file that the shell runs when it opens: `kmgmt/kmgmtrc` in the user's configuration directory. Scripts, pipes
//! and commands never read it.

use std::env;
use std::io;
use std::path::PathBuf;

use crate::cli::printer::Printer;
use crate::cli::shell::whole;
use crate::diagnostic::{Code, Diagnostic};
use crate::session::Session;

/// `$XDG_CONFIG_HOME/kmgmt/kmgmtrc`, or `~/.config/kmgmt/kmgmtrc`.
fn path() -> Option<PathBuf> {
    let config = env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || env::home_dir().filter(|home| home.is_absolute()).map(|home| home.join(".config"));
    config.or_else(home).map(|config| config.join("kmgmt").join("kmgmtrc"))
}

/// Runs the statements of the file. Errors are told with their line, and the next statement runs. Answers whether the
/// shell goes on.
pub(super) fn run(session: &mut Session, printer: &mut Printer) -> io::Result<bool> {
    let Some(path) = path() else { return Ok(true) };
    let origin = path.display().to_string();
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => {
            let told = Diagnostic::error(Code::Input, format!("can't read `{origin}`: {error}"));
            printer.complaint(&told, &origin);
            return Ok(true);
        }
    };
    let mut splitter = whole::splitter(&text);
    while let Some(piece) = splitter.next() {
        let outcome = session.run(&piece);
        printer.outcome(&outcome, &piece, &origin, session)?;
        if outcome.quit {
            return Ok(false);
        }
    }
    Ok(true)
}
