//! What goes wrong with a catalog file, in sentences, and what to do then.

use std::io;
use std::path::Path;

use rusqlite::ErrorCode;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::limit;

/// What is wrong with a catalog file, or with what is done to it.
#[derive(Debug, thiserror::Error)]
pub enum StoreFault {
    /// There is no file, and none is made for reading.
    #[error("there is no such file")]
    Missing,
    /// The file has no bytes.
    #[error("the file is empty, and an empty file is no catalog")]
    Empty,
    /// Another program's file.
    #[error("the file is no catalog of kmgmt")]
    Foreign,
    /// A file of a later version of kmgmt.
    #[error("the file has format {0}, and this version of kmgmt reads formats up to {1}")]
    Newer(i64, i64),
    /// Bytes that can't be what was written.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// A change where the file is open for reading only.
    #[error("the catalog is open for reading only")]
    ReadOnly,
    /// Somebody else has the file for too long.
    #[error("another process has been changing the catalog for {} s", limit::CATALOG_WAIT.as_secs())]
    Busy,
    /// No space is left.
    #[error("the disk is full")]
    Full,
    /// A change is longer than SQLite takes.
    #[error("a change takes more than {} bytes, the most that a catalog file takes", limit::CATALOG_TEXT_BYTES)]
    TooLong,
    /// SQLite can't open the file, or make the rollback journal: it does not say why.
    #[error("the file, or the rollback journal beside it, can't be opened")]
    Unopened,
    /// The system refuses.
    #[error("{0}")]
    System(String),
}

impl StoreFault {
    /// Returns the fault of bytes that can't be what was written.
    pub(super) fn damaged(what: impl ToString) -> Self {
        Self::Damaged(what.to_string())
    }

    /// Returns what there is to say of it about the catalog at `path`.
    #[must_use]
    pub fn about(&self, path: &Path) -> Diagnostic {
        let error = Diagnostic::error(Code::Input, format!("catalog `{}`: {self}", path.display()));
        match self.advice() {
            Some(advice) => error.help(advice),
            None => error,
        }
    }

    const fn advice(&self) -> Option<&'static str> {
        match self {
            Self::Empty => Some("remove it to begin with a new catalog, or bring back a copy of the file"),
            Self::Foreign => Some("a catalog is a file that `--catalog` made"),
            Self::Newer(..) => Some("open it with the version of kmgmt that wrote it, or a later one"),
            Self::Damaged(_) => Some("`kmgmt recover FILE --into NEW` writes what can be read into a new catalog"),
            Self::ReadOnly => Some("leave out `--read-only`; the file and its folder must be writable too"),
            Self::Busy => Some("run it again when the other process is done"),
            Self::Full | Self::TooLong => Some("the catalog is as it was after the last change that was told"),
            Self::Unopened => Some("the disk may be full, or the file or its folder may not be written"),
            // What makes one depends on what it was looked for.
            Self::Missing | Self::System(_) => None,
        }
    }
}

impl From<rusqlite::Error> for StoreFault {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt) => Self::damaged(error),
            Some(ErrorCode::NotADatabase) => Self::Foreign,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::TooBig) => Self::TooLong,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::CannotOpen) => Self::Unopened,
            Some(_) => Self::System(error.to_string()),
            // A value of another type than the column's, or no row where one must be.
            None => Self::damaged(error),
        }
    }
}

impl From<io::Error> for StoreFault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::StorageFull => Self::Full,
            _ => Self::System(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for StoreFault {
    fn from(error: serde_json::Error) -> Self {
        Self::damaged(error)
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::*;

    #[test]
    fn a_change_that_is_too_long_is_told_with_the_limit() {
        let error = rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_TOOBIG), None);
        let told = "a change takes more than 1000000000 bytes, the most that a catalog file takes";
        assert_eq!(StoreFault::from(error).to_string(), told);
    }
}
