//! From bytes to statements, here or on a thread of its own.
//!
//! Reading a role command to its tree takes a third of the time of running one. Of a long source that does not wait for
//! its writer the next part is read by a second thread, while the statements of the part before run.

use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};

use crate::cli::decode::{Decoder, NoText};
use crate::syntax::{Batch, Splitter};

/// How far a source was read.
#[derive(Debug)]
pub(super) struct Reading {
    decoder: Decoder,
    pub(super) splitter: Splitter,
    text: String,
}

impl Default for Reading {
    fn default() -> Self {
        Self { decoder: Decoder::default(), splitter: Splitter::new(), text: String::new() }
    }
}

impl Reading {
    /// Takes the next bytes; none are the end.
    ///
    /// # Errors
    /// They are no text. What is before that was taken.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Result<(), NoText> {
        let complete = bytes.is_empty();
        self.text.clear();
        let decoded = self.decoder.decode(bytes, complete, &mut self.text);
        self.splitter.push(&self.text);
        if complete && decoded.is_ok() {
            self.splitter.finish();
        }
        decoded
    }
}

/// A part of a source: what the thread is given, and gives back with its statements.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) reading: Reading,
    pub(super) bytes: Vec<u8>,
    /// How many of the bytes were read.
    pub(super) count: usize,
    pub(super) batch: Batch,
    pub(super) fault: Option<NoText>,
}

impl Part {
    fn read(&mut self) {
        self.fault = self.reading.take(self.bytes.get(..self.count).unwrap_or_default()).err();
        self.batch = std::mem::take(&mut self.batch).refilled(&mut self.reading.splitter);
    }
}

/// The thread that reads ahead. It ends with its source.
#[derive(Debug)]
pub(super) struct Reader {
    parts: Sender<Part>,
    read: Receiver<Part>,
    thread: Option<JoinHandle<()>>,
}

impl Reader {
    /// Begins a thread; none where the system has no more.
    pub(super) fn begin() -> Option<Self> {
        let (parts, to_read) = channel::<Part>();
        let (done, read) = channel();
        let work = move || {
            while let Ok(mut part) = to_read.recv() {
                part.read();
                if done.send(part).is_err() {
                    return;
                }
            }
        };
        let thread = Builder::new().name("reader".to_owned()).spawn(work).ok()?;
        Some(Self { parts, read, thread: Some(thread) })
    }

    /// Gives the thread a part to read.
    pub(super) fn give(&self, part: Part) {
        // It ends by a panic alone, which `wait` tells.
        let _ = self.parts.send(part);
    }

    /// Waits for the part that was given. A panic of the thread goes on here.
    pub(super) fn wait(&mut self) -> Part {
        self.read.recv().unwrap_or_else(|_| {
            let ended = self.thread.take().and_then(|thread| thread.join().err());
            resume_unwind(ended.unwrap_or_else(|| Box::new("the reader has ended")))
        })
    }
}
