//! Files that are to be written although they are read: nobody means that.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use same_file::Handle;

use crate::diagnostic::{Code, Diagnostic};

/// Returns the complaint about a file that `option` writes, if it is one of those that are read, or standard input, or
/// lies in a folder that is read.
pub(super) fn overwritten<'p>(
    option: &str,
    output: &Path,
    read: impl IntoIterator<Item = &'p Path>,
) -> Option<Diagnostic> {
    let written = Handle::from_path(output).ok().filter(|_| output.is_file())?;
    let folder = output.canonicalize().ok()?.parent().and_then(|folder| Handle::from_path(folder).ok());
    let is_it = |path: &Path| Handle::from_path(path).is_ok_and(|handle| handle == written || Some(handle) == folder);
    let place = match read.into_iter().find(|path| is_it(path)) {
        Some(path) if path.is_dir() => format!("is in `{}`, which is read", path.display()),
        None if Handle::stdin().is_ok_and(|handle| handle == written) => "is standard input".to_owned(),
        Some(_) => "is read".to_owned(),
        None => return None,
    };
    let error = Diagnostic::error(Code::Input, format!("`{option}`: the file `{}` {place}", output.display()));
    Some(error.help("it would be overwritten: name another file"))
}

/// The files that the statements of a run read, and those that its results are written into.
#[derive(Clone, Debug, Default)]
pub(super) struct Files(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    read: Vec<Handle>,
    written: Vec<Handle>,
}

impl Files {
    /// Notes that a file is read.
    ///
    /// # Errors
    /// Results were written into it.
    pub(super) fn reads(&self, path: &Path) -> io::Result<()> {
        let handle = Handle::from_path(path)?;
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.written.contains(&handle) {
            return Err(io::Error::other("results of this run are written into it"));
        }
        known.read.push(handle);
        Ok(())
    }

    /// Notes that results are written into a file.
    ///
    /// # Errors
    /// It was read, and would be overwritten.
    pub(super) fn writes(&self, path: &Path) -> io::Result<()> {
        let handle = Handle::from_path(path)?;
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.read.contains(&handle) {
            return Err(io::Error::other("it was read in this run, and would be overwritten"));
        }
        known.written.push(handle);
        Ok(())
    }
}
