//! A file of results, which keeps what it has until the first of them is written.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::cli::overwritten::Files;

/// A file that is emptied, or made, by the first write, even by one of nothing.
#[derive(Debug)]
pub(super) struct LateFile {
    path: PathBuf,
    /// The file, if it is there already or was made.
    file: Option<File>,
    is_begun: bool,
    /// What else is read and written.
    files: Files,
}

impl LateFile {
    /// Returns the file, which is not changed yet.
    ///
    /// # Errors
    /// It can't be written, or its folder is not there.
    pub(super) fn at(path: &Path, files: Files) -> io::Result<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if folder.is_some_and(|folder| !folder.is_dir()) {
            return Err(io::Error::new(io::ErrorKind::NotFound, "its folder does not exist"));
        }
        let file = match OpenOptions::new().write(true).open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            opened => Some(opened?),
        };
        Ok(Self { path: path.to_owned(), file, is_begun: false, files })
    }
}

impl Write for LateFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let file = match self.file.take() {
            Some(file) => file,
            None => File::create(&self.path)?,
        };
        let file = self.file.insert(file);
        // A pipe or a device has no length to set.
        if !self.is_begun && file.metadata()?.is_file() {
            self.files.writes(&self.path)?;
            file.set_len(0)?;
        }
        self.is_begun = true;
        file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), File::flush)
    }
}
