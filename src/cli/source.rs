//! Where statements come from: an argument, a file, standard input; read as a stream.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

#[cfg(unix)]
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::cli::Ended;
use crate::cli::decode::{Decoder, NoText};
use crate::model::limit;
use crate::store::is_database;
use crate::syntax::{Piece, Remark};

mod ahead;
#[cfg(test)]
mod tests;

use ahead::Ahead;

/// How much is read at once.
const READ: usize = 1 << 18;

/// From so many bytes on a second thread parses them; for fewer it is not started.
const AHEAD: usize = 1 << 15;

/// The name that stands for standard input, or output.
const STANDARD_STREAM: &str = "-";

/// A stream of statements.
pub(super) struct Source {
    /// How diagnostics name it.
    pub(super) name: String,
    /// Whether it is a script in a folder, beside which the files lie that it names.
    is_file: bool,
    is_stdin: bool,
    reader: Box<dyn Read>,
    /// Whether it is there as a whole: it is no pipe, whose end may never come.
    is_whole: bool,
    bytes: Vec<u8>,
    ahead: Ahead,
    complete: bool,
    /// The fault that ended the input; it is reported after the statements before it.
    fault: Option<SourceError>,
}

/// A file that is opened when it is read: a named pipe waits for its writer, who may write to
/// another pipe first.
struct Late {
    path: PathBuf,
    file: Option<File>,
}

impl Read for Late {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let file = match self.file.take() {
            Some(file) => file,
            None => File::open(&self.path)?,
        };
        self.file.insert(file).read(bytes)
    }
}

/// Why no more statements come from a source.
#[derive(Debug, thiserror::Error)]
pub(super) enum SourceError {
    #[error("can't read: {0}")]
    Read(#[from] io::Error),
    #[error("{0}")]
    NoText(#[from] NoText),
    #[error("a statement has more than {limit} bytes, the most that kmgmt reads", limit = limit::STATEMENT_BYTES)]
    TooLong,
    #[error("it has more than {limit} bytes, the most that kmgmt reads at once", limit = limit::FILE_BYTES)]
    FileTooLong,
}

impl SourceError {
    /// Returns why, for a sentence that says already that something can't be read.
    pub(super) fn cause(&self) -> &dyn std::fmt::Display {
        match self {
            Self::Read(error) => error,
            Self::NoText(error) => error,
            Self::TooLong | Self::FileTooLong => self,
        }
    }

    /// Returns whether the bytes are no text that can be read.
    pub(super) const fn is_encoding(&self) -> bool {
        matches!(self, Self::NoText(_))
    }

    /// Returns how the run ends: a file that can't be read ends it as wrong usage does, a statement
    /// as a refused one.
    pub(super) const fn ended(&self) -> Ended {
        match self {
            Self::Read(_) | Self::NoText(_) | Self::FileTooLong => Ended::Usage,
            Self::TooLong => Ended::Refused,
        }
    }
}

/// Returns the files, or `-`, standard input, where none is named.
pub(super) fn or_standard_input(files: &[PathBuf]) -> Cow<'_, [PathBuf]> {
    if files.is_empty() { Cow::Owned(vec![PathBuf::from(STANDARD_STREAM)]) } else { Cow::Borrowed(files) }
}

/// Returns whether a name stands for standard input, or output where a file is written.
pub(super) fn is_standard_stream(path: &Path) -> bool {
    path.as_os_str() == STANDARD_STREAM
}

/// Returns the working directory; an empty path where it can't be told.
pub(super) fn working_directory() -> PathBuf {
    std::env::current_dir().unwrap_or_default()
}

/// Returns how diagnostics name a file, or standard input for `-`.
pub(super) fn name_of(path: &Path) -> String {
    if is_standard_stream(path) { "<stdin>".to_owned() } else { path.display().to_string() }
}

/// Returns the whole text of a file, or of standard input for `-`.
pub(super) fn whole_text(path: &Path) -> Result<String, SourceError> {
    let expected = if is_standard_stream(path) { 0 } else { std::fs::metadata(path)?.len() };
    if expected > limit::FILE_BYTES {
        return Err(SourceError::FileTooLong);
    }
    let Source { mut reader, .. } = Source::open(path)?;
    let bytes = whole(&mut reader, limit::FILE_BYTES, expected)?;
    // UTF-8 is not copied: the pages of two copies took a fifth of the time of loading a large environment.
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(other) => other.into_bytes(),
    };
    let mut text = String::new();
    Decoder::default().decode(&bytes, true, &mut text)?;
    Ok(text)
}

/// Returns all that comes, of which there may be so many bytes; `expected` is how many there probably are.
fn whole(reader: &mut dyn Read, most: u64, expected: u64) -> Result<Vec<u8>, SourceError> {
    let room = expected.min(most).saturating_add(1);
    let mut bytes = Vec::with_capacity(usize::try_from(room).unwrap_or_default());
    reader.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(SourceError::FileTooLong) } else { Ok(bytes) }
}

/// Returns whether standard input is a file, of which all can be read at once.
fn stdin_is_file() -> bool {
    let metadata = same_file::Handle::stdin().and_then(|stdin| stdin.as_file().metadata());
    metadata.is_ok_and(|metadata| metadata.is_file())
}

/// Returns whether reading standard input would not wait, or fails at once.
#[cfg(unix)]
fn stdin_has_more() -> bool {
    let stdin = io::stdin();
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&at_once)).is_ok_and(|ready| ready > 0)
}

/// Returns whether reading standard input would not wait: nobody knows here.
#[cfg(not(unix))]
const fn stdin_has_more() -> bool {
    false
}

impl Source {
    /// Returns the statements of a text.
    pub(super) fn of_text(name: String, text: &str) -> Self {
        Self { is_whole: true, ..Self::new(name, Box::new(io::Cursor::new(text.as_bytes().to_vec()))) }
    }

    /// Returns the statements of a file, or of standard input for `-`.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        if is_standard_stream(path) {
            return Ok(Self::stdin());
        }
        let metadata = std::fs::metadata(path)?;
        if metadata.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a directory"));
        }
        if is_database(path) {
            return Err(io::Error::other(format!("it is a catalog file: `--catalog {}`", path.display())));
        }
        let file = if metadata.is_file() { Some(File::open(path)?) } else { None };
        let is_file = file.is_some();
        let source = Self::new(name_of(path), Box::new(Late { path: path.to_owned(), file }));
        Ok(Self { is_file, is_whole: metadata.is_file(), ..source })
    }

    /// Returns the statements of standard input.
    pub(super) fn stdin() -> Self {
        Self { is_stdin: true, is_whole: stdin_is_file(), ..Self::new("<stdin>".to_owned(), Box::new(io::stdin())) }
    }

    /// Returns whether somebody else has to write before there is more.
    pub(super) fn may_wait(&self) -> bool {
        !(self.ahead.is_busy() || self.ahead.left() > 0 || self.has_more())
    }

    /// Returns whether reading would not wait for somebody else.
    fn has_more(&self) -> bool {
        self.is_whole || self.is_stdin && stdin_has_more()
    }

    fn new(name: String, reader: Box<dyn Read>) -> Self {
        Self {
            name,
            is_file: false,
            is_stdin: false,
            reader,
            is_whole: false,
            bytes: vec![0; READ],
            ahead: Ahead::default(),
            complete: false,
            fault: None,
        }
    }

    /// Reads all that comes, so that nobody waits for it later.
    pub(super) fn read_to_end(&mut self) -> Result<(), SourceError> {
        let bytes = whole(&mut self.reader, limit::FILE_BYTES, 0)?;
        self.reader = Box::new(io::Cursor::new(bytes));
        self.is_whole = true;
        Ok(())
    }

    /// Returns its name, if it is a script in a folder.
    pub(super) fn script(&self) -> Option<&str> {
        self.is_file.then_some(self.name.as_str())
    }

    /// Calls `each` with every statement that is there, and returns whether more may come. A
    /// statement is given as soon as it is whole, and never in a call that then waits for more: the
    /// caller has shown its answer by then.
    pub(super) fn read(&mut self, mut each: impl FnMut(&Piece<'_>, &str) -> bool) -> Result<bool, SourceError> {
        let mut given = false;
        while let Some(piece) = self.ahead.next() {
            given = true;
            if !each(&piece, &self.name) {
                return Ok(false);
            }
        }
        if given {
            return Ok(true);
        }
        if self.ahead.is_busy() {
            self.wait();
            if self.is_open() && self.has_more() {
                self.read_part();
            }
            return Ok(true);
        }
        if let Some(fault) = self.fault.take() {
            // Bytes that are no text end the source; after a failed read nobody knows what is left.
            self.complete = fault.is_encoding();
            return Err(fault);
        }
        if self.complete {
            return Ok(false);
        }
        if !self.is_open() {
            return Err(SourceError::TooLong);
        }
        self.read_part();
        Ok(true)
    }

    /// Returns whether there is more to read: it has not ended, and no statement is too long.
    fn is_open(&self) -> bool {
        !self.complete && self.fault.is_none() && self.ahead.input.splitter.pending() <= limit::STATEMENT_BYTES
    }

    /// Waits for the statements that are parsed ahead.
    fn wait(&mut self) {
        let parsed = self.ahead.wait(&mut self.bytes);
        self.fault = parsed.err().map(SourceError::from);
    }

    /// Counts the statements that are left, and says whether these are all: nobody waits for a pipe.
    pub(super) fn rest(&mut self) -> (usize, bool) {
        let mut count = 0;
        loop {
            while self.ahead.next().is_some() {
                count += 1;
            }
            if self.ahead.is_busy() {
                self.wait();
                continue;
            }
            if self.complete || self.fault.is_some() {
                return (count, self.fault.as_ref().is_none_or(SourceError::is_encoding));
            }
            if !self.is_whole || !self.is_open() {
                return (count, false);
            }
            self.read_part();
        }
    }

    /// Returns the remarks that no statement follows, once the source has ended.
    pub(super) fn last_remarks(&mut self) -> &[Remark] {
        self.ahead.input.splitter.last_remarks()
    }

    /// Reads what comes next. A fault is told after the statements before it.
    fn read_part(&mut self) {
        match self.reader.read(&mut self.bytes) {
            Ok(count) => self.take(count),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => self.fault = Some(error.into()),
        }
    }

    /// Hands on what was read: to the other thread if it is much and more can be read without waiting, else to the
    /// splitter here.
    fn take(&mut self, count: usize) {
        self.complete = count == 0;
        if count >= AHEAD && self.has_more() && self.ahead.parse(&mut self.bytes, count) {
            return;
        }
        let taken = self.ahead.input.take(self.bytes.get(..count).unwrap_or_default());
        self.fault = taken.err().map(SourceError::from);
    }
}
