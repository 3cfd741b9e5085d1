//! From bytes to statements, here or on a second thread.
//!
//! Splitting, lexing and parsing are about a third of the instructions of a role command. While the statements of one
//! part of a long source run, a second thread parses the next part, if reading that does not wait for a writer. It took
//! a tenth to a seventh off the time of work 2 (`benches/RESULTS.md`).

use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};

use crate::cli::decode::{Decoder, NoText};
use crate::syntax::{Batch, Piece, Splitter};

/// Decoder and splitter: bytes in, statements out.
#[derive(Debug)]
pub(super) struct Input {
    decoder: Decoder,
    pub(super) splitter: Splitter,
    text: String,
}

impl Default for Input {
    fn default() -> Self {
        Self { decoder: Decoder::default(), splitter: Splitter::new(), text: String::new() }
    }
}

impl Input {
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

/// A part of a source: what the second thread is given, and gives back with its statements.
#[derive(Debug)]
struct Job {
    input: Input,
    bytes: Vec<u8>,
    /// How many of the bytes were read.
    count: usize,
    batch: Batch,
    fault: Option<NoText>,
}

impl Job {
    fn parse(&mut self) {
        self.fault = self.input.take(self.bytes.get(..self.count).unwrap_or_default()).err();
        self.batch = std::mem::take(&mut self.batch).refilled(&mut self.input.splitter);
    }
}

/// The second thread. It ends with its source.
#[derive(Debug)]
struct Parser {
    jobs: Sender<Job>,
    done: Receiver<Job>,
    thread: Option<JoinHandle<()>>,
}

impl Parser {
    /// Starts a thread that does this with each job; none where the system has no more.
    fn start(work: impl Fn(&mut Job) + Send + 'static) -> Option<Self> {
        let (jobs, to_do) = channel::<Job>();
        let (finished, done) = channel();
        let all = move || {
            while let Ok(mut job) = to_do.recv() {
                work(&mut job);
                if finished.send(job).is_err() {
                    return;
                }
            }
        };
        let thread = Builder::new().name("parser".to_owned()).spawn(all).ok()?;
        Some(Self { jobs, done, thread: Some(thread) })
    }

    /// Waits for the job that was given. A panic of the thread goes on here.
    fn wait(&mut self) -> Job {
        self.done.recv().unwrap_or_else(|_| {
            let ended = self.thread.take().and_then(|thread| thread.join().err());
            resume_unwind(ended.unwrap_or_else(|| Box::new("the parser has ended")))
        })
    }
}

/// The statements of a source, parsed ahead or as they are asked for.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    pub(super) input: Input,
    parser: Option<Parser>,
    /// Whether the thread works: it has the input then.
    is_busy: bool,
    /// The statements that were parsed, and how many of them were given.
    batch: Batch,
    given: usize,
    /// Statements that have run, whose memory is used again.
    spent: Batch,
}

impl Ahead {
    /// Returns whether the thread works: it has the input then, until [`Self::wait`].
    pub(super) const fn is_busy(&self) -> bool {
        self.is_busy
    }

    /// Returns how many statements were parsed and not given.
    pub(super) fn left(&self) -> usize {
        self.batch.len() - self.given
    }

    /// Gives the next statement that is there; while the thread has the input, those alone that were parsed before.
    pub(super) fn next(&mut self) -> Option<Piece<'_>> {
        let Some(piece) = self.batch.get(self.given) else { return self.input.splitter.next() };
        self.given += 1;
        Some(piece)
    }

    /// Lets the thread parse so many of the bytes; answers whether it does. It has input and bytes then.
    pub(super) fn parse(&mut self, bytes: &mut Vec<u8>, count: usize) -> bool {
        self.parser = self.parser.take().or_else(|| Parser::start(Job::parse));
        let Some(parser) = &self.parser else { return false };
        let (input, bytes) = (std::mem::take(&mut self.input), std::mem::take(bytes));
        // The thread ends by a panic alone, which `wait` tells.
        let _ = parser.jobs.send(Job { input, bytes, count, batch: std::mem::take(&mut self.spent), fault: None });
        self.is_busy = true;
        true
    }

    /// Waits for what the thread parses: it can be given then. Those before it were.
    ///
    /// # Errors
    /// The bytes are no text. The statements before that can be given.
    pub(super) fn wait(&mut self, bytes: &mut Vec<u8>) -> Result<(), NoText> {
        self.is_busy = false;
        let Some(parser) = &mut self.parser else { return Ok(()) };
        let job = parser.wait();
        (self.input, *bytes) = (job.input, job.bytes);
        self.spent = std::mem::replace(&mut self.batch, job.batch);
        self.given = 0;
        job.fault.map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    #[test]
    fn a_panic_of_the_thread_goes_on_where_its_statements_are_waited_for() {
        let parser = Parser::start(|_| panic!("what went wrong"));
        let mut ahead = Ahead { parser, ..Ahead::default() };
        let mut bytes = vec![b'x'];
        assert!(ahead.parse(&mut bytes, 1));
        let caught = catch_unwind(AssertUnwindSafe(|| ahead.wait(&mut bytes)));
        let told = caught.err().and_then(|payload| payload.downcast_ref::<&str>().map(|told| (*told).to_owned()));
        assert_eq!(told.as_deref(), Some("what went wrong"));
    }
}
