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
    let is_written =
        |path: &Path| path.canonicalize().is_ok_and(|path| path == written || written.parent() == Some(&path));
    let path = read.into_iter().find(|path| is_written(path))?;
    let error = Diagnostic::error(Code::Input, format!("`{option} {}` names what is read", output.display()));
    Some(error.help(format!("`{}` would be overwritten: name another file", path.display())))
}
