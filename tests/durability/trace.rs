//! What a program changed below a folder and what it told meanwhile, as `shim.c` wrote it down.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Something that a program did. Files are named by their descriptors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Opened a file, or the folder itself.
    Opened { descriptor: u32, path: String, found: Found },
    /// Wrote bytes.
    Wrote { descriptor: u32, offset: usize, bytes: Vec<u8> },
    /// Made a file longer or shorter.
    Length { descriptor: u32, length: usize },
    /// Synced a file or the folder, or tried to.
    Synced { descriptor: u32, is_done: bool },
    /// Removed the name of a file.
    Unlinked { path: String },
    /// Gave a file another name.
    Renamed { from: String, to: String },
    /// Closed a file.
    Closed { descriptor: u32 },
    /// Read from a file.
    Read,
    /// Told so many bytes on standard output.
    Told(usize),
}

/// What a program found when it opened a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The file was there.
    Old,
    /// The file was there and is empty now.
    Emptied,
    /// There was none: the file is made.
    New,
}

impl Event {
    /// How many bytes it tells.
    pub fn told(&self) -> usize {
        match self {
            Self::Told(count) => *count,
            _ => 0,
        }
    }

    /// Whether it needs space on the disk.
    pub fn needs_space(&self) -> bool {
        matches!(self, Self::Wrote { .. } | Self::Opened { found: Found::New, .. })
    }

    /// Whether faults can come at it, apart from reads: `shim.c` counts these.
    pub fn is_change(&self) -> bool {
        match self {
            Self::Opened { found, .. } => *found != Found::Old,
            Self::Wrote { .. } | Self::Length { .. } | Self::Synced { .. } => true,
            Self::Unlinked { .. } | Self::Renamed { .. } => true,
            Self::Closed { .. } | Self::Read | Self::Told(_) => false,
        }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opened { descriptor, path, found } => write!(to, "opening {path} ({found:?}) as {descriptor}"),
            Self::Wrote { descriptor, offset, bytes } => {
                write!(to, "writing {} bytes at {offset} of {descriptor}", bytes.len())
            }
            Self::Length { descriptor, length } => write!(to, "making {descriptor} {length} bytes long"),
            Self::Synced { descriptor, is_done } => write!(to, "syncing {descriptor} ({is_done})"),
            Self::Unlinked { path } => write!(to, "removing {path}"),
            Self::Renamed { from, to: name } => write!(to, "renaming {from} to {name}"),
            Self::Closed { descriptor } => write!(to, "closing {descriptor}"),
            Self::Read => write!(to, "reading"),
            Self::Told(count) => write!(to, "telling {count} bytes"),
        }
    }
}

/// The shim, compiled.
pub fn shim() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let library = folder.join(format!("shim-{}.so", std::process::id()));
    let compiler = std::env::var_os("CC").unwrap_or("cc".into());
    let options = ["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-o"];
    let mut compile = Command::new(compiler);
    let compiled = compile.args(options).arg(&library).arg("tests/durability/shim.c").status();
    assert!(compiled.as_ref().is_ok_and(std::process::ExitStatus::success), "the shim is not compiled: {compiled:?}");
    // Other tests may be using the one that another process compiled.
    let shared = folder.join("shim.so");
    std::fs::rename(library, &shared).unwrap();
    shared
}

/// Reads a trace. A program that was killed may have left half a record at its end, or no trace where it had hardly begun.
pub fn read(path: &Path) -> Vec<Event> {
    let bytes = std::fs::read(path).unwrap_or_default();
    let mut rest = bytes.as_slice();
    let mut events = Vec::new();
    while let Some((event, after)) = record(rest) {
        events.push(event);
        rest = after;
    }
    events
}

/// Reads one record; answers the bytes after it.
fn record(bytes: &[u8]) -> Option<(Event, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let words: Vec<&str> = std::str::from_utf8(&bytes[..end]).unwrap().split(' ').collect();
    let (length, words) = words.split_last().unwrap();
    let (payload, after) = bytes[end + 1..].split_at_checked(length.parse().unwrap())?;
    let after = after.strip_prefix(b"\n")?;
    Some((event(words, payload), after))
}

fn event(words: &[&str], payload: &[u8]) -> Event {
    let number = |at: usize| words[at].parse::<usize>().unwrap();
    let descriptor = || words[1].parse::<u32>().unwrap();
    let text = || String::from_utf8(payload.to_vec()).unwrap();
    match words[0] {
        "open" => {
            let found = match words[2] {
                "new" => Found::New,
                "emptied" => Found::Emptied,
                _ => Found::Old,
            };
            Event::Opened { descriptor: descriptor(), path: text(), found }
        }
        "write" => Event::Wrote { descriptor: descriptor(), offset: number(2), bytes: payload.to_vec() },
        "length" => Event::Length { descriptor: descriptor(), length: number(2) },
        "sync" => Event::Synced { descriptor: descriptor(), is_done: words[2] == "done" },
        "unlink" => Event::Unlinked { path: text() },
        "rename" => {
            let paths = text();
            let (from, to) = paths.split_once('\n').unwrap();
            Event::Renamed { from: from.to_owned(), to: to.to_owned() }
        }
        "close" => Event::Closed { descriptor: descriptor() },
        "read" => Event::Read,
        "told" => Event::Told(payload.len()),
        other => panic!("no record begins with {other:?}"),
    }
}
