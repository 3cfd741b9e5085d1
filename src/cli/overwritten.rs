//! Files that are to be written although they are read: nobody means that.

use std::path::Path;

use crate::diagnostic::{Code, Diagnostic};

/// Returns the complaint about a file that `option` writes, if it is one of those that are read, or lies in a folder that
/// is.
pub(super) fn overwritten<'p>(
    option: &str,
    output: &Path,
    read: impl IntoIterator<Item = &'p Path>,
) -> Option<Diagnostic> {
    let written = output.canonicalize().ok()?;
    let is_it = |path: &Path| path == written || written.parent() == Some(path);
    let read = read.into_iter().find(|path| path.canonicalize().is_ok_and(|path| is_it(&path)))?;
    let place = if read.is_dir() { format!("is in `{}`, which is read", read.display()) } else { "is read".to_owned() };
    let error = Diagnostic::error(Code::Input, format!("`{option}`: the file `{}` {place}", output.display()));
    Some(error.help("it would be overwritten: name another file"))
}
