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
use crate::syntax::{Piece, Remark, Splitter};

/// How much is read at once.
const READ: usize = 1 << 18;

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
    decoder: Decoder,
    splitter: Splitter,
    bytes: Vec<u8>,
    text: String,
    complete: bool,
    /// The fault that ended the input; it is reported after the statements before it.
    fault: Option<NoText>,
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
    if !is_standard_stream(path) && std::fs::metadata(path)?.len() > limit::FILE_BYTES {
        return Err(SourceError::FileTooLong);
    }
    let Source { mut reader, mut decoder, .. } = Source::open(path)?;
    let bytes = whole(&mut reader, limit::FILE_BYTES)?;
    let mut text = String::new();
    decoder.decode(&bytes, true, &mut text)?;
    Ok(text)
}

/// Returns all that comes, of which there may be so many bytes.
fn whole(reader: &mut dyn Read, most: u64) -> Result<Vec<u8>, SourceError> {
    let mut bytes = Vec::new();
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

    /// Returns whether somebody else has to write before more can be read.
    pub(super) fn may_wait(&self) -> bool {
        !(self.is_whole || self.is_stdin && stdin_has_more())
    }

    fn new(name: String, reader: Box<dyn Read>) -> Self {
        let (decoder, splitter) = (Decoder::default(), Splitter::new());
        Self {
            name,
            is_file: false,
            is_stdin: false,
            reader,
            is_whole: false,
            decoder,
            splitter,
            bytes: vec![0; READ],
            text: String::new(),
            complete: false,
            fault: None,
        }
    }

    /// Reads all that comes, so that nobody waits for it later.
    pub(super) fn read_ahead(&mut self) -> Result<(), SourceError> {
        let bytes = whole(&mut self.reader, limit::FILE_BYTES)?;
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
        while let Some(piece) = self.splitter.next() {
            given = true;
            if !each(&piece, &self.name) {
                return Ok(false);
            }
        }
        if given {
            return Ok(true);
        }
        if let Some(fault) = self.fault.take() {
            self.complete = true;
            return Err(fault.into());
        }
        if self.complete {
            return Ok(false);
        }
        if self.splitter.pending() > limit::STATEMENT_BYTES {
            return Err(SourceError::TooLong);
        }
        let count = match self.reader.read(&mut self.bytes) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(true),
            other => other?,
        };
        self.take(count);
        Ok(true)
    }

    /// Counts the statements that are left, and says whether these are all: nobody waits for a pipe.
    pub(super) fn rest(&mut self) -> (usize, bool) {
        let mut count = 0;
        loop {
            while self.splitter.next().is_some() {
                count += 1;
            }
            if self.complete || self.fault.is_some() {
                return (count, true);
            }
            if !self.is_whole || self.splitter.pending() > limit::STATEMENT_BYTES {
                return (count, false);
            }
            match self.reader.read(&mut self.bytes) {
                Ok(read) => self.take(read),
                Err(_) => return (count, false),
            }
        }
    }

    /// Returns the remarks that no statement follows, once the source has ended.
    pub(super) fn last_remarks(&mut self) -> &[Remark] {
        self.splitter.last_remarks()
    }

    /// Hands what was read to the splitter.
    fn take(&mut self, count: usize) {
        self.complete = count == 0;
        self.text.clear();
        let bytes = self.bytes.get(..count).unwrap_or_default();
        let decoded = self.decoder.decode(bytes, self.complete, &mut self.text);
        self.fault = decoded.err();
        self.splitter.push(&self.text);
        if self.complete && self.fault.is_none() {
            self.splitter.finish();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_as_a_whole_has_a_longest_length() {
        let read = |text: &str| whole(&mut io::Cursor::new(text.to_owned()), 4).map_err(|error| error.to_string());
        assert_eq!(read("four"), Ok(b"four".to_vec()));
        let error = "it has more than 1073741824 bytes, the most that kmgmt reads at once";
        assert_eq!(read("fives"), Err(error.to_owned()));
    }
}
