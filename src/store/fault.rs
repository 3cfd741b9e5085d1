//! What goes wrong with a catalog file, in sentences, and what to do then.

use std::io;
use std::path::Path;

use rusqlite::{ErrorCode, ffi};

use crate::diagnostic::{Code, Diagnostic};
use crate::model::limit;
use crate::text::tame;

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
    /// A file of an earlier version, which only who may change it can bring to the newest format.
    #[error("the file has format {0}, and this version of kmgmt reads format {1}")]
    Older(i64, i64),
    /// Damage that leaves nothing to recover.
    #[error("nothing of the file can be read")]
    Lost,
    /// Bytes that can't be what was written.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// A change where the file is open for reading only.
    #[error("the catalog is open for reading only")]
    ReadOnly,
    /// The system does not let the file be read.
    #[error("it may not be read")]
    Forbidden,
    /// The system does not let the file, or its folder, be written.
    #[error("the file, or its folder, can't be written")]
    Unwritable,
    /// A killed process left a change half done, and who only reads can't take it back.
    #[error("a process that was killed left a change half done")]
    HalfDone,
    /// Another file stands under the name by now, or other changes in the file.
    #[error("the file was replaced by another one, or removed, since it was opened")]
    Replaced,
    /// The changes are in the file, and may be gone after the power was lost.
    #[error("the system does not say whether the changes are on the disk")]
    Unsure,
    /// Changes of several sessions become durable together, and these could not be written.
    #[error("changes that were to become durable with these could not be written")]
    Together,
    /// Somebody else has the file for too long.
    #[error("another process has been using the catalog for {} s", limit::CATALOG_WAIT.as_secs())]
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
        let error = Diagnostic::error(Code::Input, format!("catalog `{}`: {self}", tame(path.display().to_string())));
        match self.advice() {
            Some(advice) => error.help(advice),
            None => error,
        }
    }

    const fn advice(&self) -> Option<&'static str> {
        match self {
            Self::Empty => Some("remove it to begin with a new catalog, or bring back a copy of the file"),
            Self::Foreign => Some(
                "a catalog is a file that `--catalog` made; if this is one, its first page is damaged: bring back a copy",
            ),
            Self::Lost => Some("bring back a copy"),
            Self::Forbidden => Some("a catalog is made for its owner alone (mode 600), who can let others read it"),
            Self::Newer(..) => Some("open it with the version of kmgmt that wrote it, or a later one"),
            Self::Older(..) => Some("any run with `--catalog`, without `--read-only`, brings the file to that format"),
            Self::Damaged(_) => Some("`kmgmt recover FILE --into NEW` writes what can be read into a new catalog"),
            Self::ReadOnly => Some("leave out `--read-only`, or see with `kmgmt plan` what would change"),
            Self::Unwritable => Some("both must be writable for who runs this; `--read-only` reads what is there"),
            Self::HalfDone => Some("a run that may write the file and its folder takes it back"),
            Self::Replaced => Some("nothing was changed; what follows sees the file that is there now"),
            Self::Unsure => Some("`kmgmt log` shows which changes the file has"),
            Self::Busy => Some("run it again when the other process is done"),
            Self::Full | Self::TooLong => Some("the catalog is as it was after the last change that was told"),
            Self::Unopened => Some("the disk may be full, or the file or its folder may not be written"),
            // What makes one depends on what it was looked for.
            Self::Missing | Self::Together | Self::System(_) => None,
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
            Some(ErrorCode::ReadOnly) => match error.sqlite_error().map(|error| error.extended_code) {
                Some(ffi::SQLITE_READONLY_ROLLBACK | ffi::SQLITE_READONLY_RECOVERY) => Self::HalfDone,
                Some(ffi::SQLITE_READONLY_DBMOVED) => Self::Replaced,
                _ => Self::Unwritable,
            },
            Some(ErrorCode::CannotOpen) => Self::Unopened,
            // A table that is not there, numbers that stand twice, JSON that is none.
            Some(ErrorCode::Unknown | ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch) => Self::damaged(error),
            Some(_) => Self::System(error.to_string()),
            // A value of another type than the column's, or no row where one must be.
            None => Self::damaged(error),
        }
    }
}

impl From<io::Error> for StoreFault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied => Self::Forbidden,
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
