//! Works 6 and 8: many rows, rendered. The program is fed through a pipe, so that the time begins when the rows have been
//! loaded, and ends when all that it writes has been read.

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use kmgmt::directory::Directory;
use kmgmt::session::{Clock, Session};
use kmgmt::syntax::pieces;
use memchr::memmem::{Finder, rfind};

use crate::pipes::csv;
use crate::script::run;
use crate::timing::median;

/// The formats of kmgmt, and the modes of sqlite3.
const FORMATS: [(&str, &str); 3] = [("json", "json"), ("csv", "csv"), ("table", "box")];

const SHOW: &str = ".show database D principals";

/// The bytes that are read at once.
const BUFFER: usize = 1 << 18;

/// How near to the end of what was read the mark is looked for that ends it.
const TAIL: usize = 1 << 10;

/// Prints for each format what kmgmt takes and what sqlite3 takes for as many rows of equal text, in nanoseconds, the
/// medians of as many rounds, in turn.
pub fn beside(program: &Path, folder: &Path, count: u64, rounds: usize) {
    let rows = folder.join("principals.csv");
    fs::write(&rows, principals(count)).unwrap();
    let mut kmgmt = Kmgmt::loaded(program, count);
    let (mut ours, mut theirs) = (vec![Vec::new(); FORMATS.len()], vec![Vec::new(); FORMATS.len()]);
    for _ in 0..rounds {
        for (times, (format, _)) in ours.iter_mut().zip(FORMATS) {
            times.push(kmgmt.shows(format));
        }
        for (times, time) in theirs.iter_mut().zip(sqlite(&rows)) {
            times.push(time);
        }
    }
    kmgmt.end();
    for ((ours, theirs), (format, mode)) in ours.into_iter().zip(theirs).zip(FORMATS) {
        println!("{format}\t{mode}\t{}\t{}", median(ours).as_nanos(), median(theirs).as_nanos());
    }
}

/// Prints for each format what kmgmt takes a row, in nanoseconds.
pub fn alone(program: &Path, count: u64, rounds: usize) {
    let mut kmgmt = Kmgmt::loaded(program, count);
    for (format, _) in FORMATS {
        let times = (0..rounds).map(|_| kmgmt.shows(format)).collect();
        println!("{format}\t{:.1}", median(times).as_secs_f64() * 1e9 / count as f64);
    }
    kmgmt.end();
}

/// The script that makes the rows, some thousand at a time.
fn loading(count: u64) -> impl Iterator<Item = String> {
    let parts = (0..count).step_by(10_000).map(move |first| {
        let mut script = String::new();
        for user in first..count.min(first + 10_000) {
            writeln!(script, ".add database D viewers ('aaduser=user{user}@contoso.com') skip-results 'note {user}'")
                .unwrap();
        }
        script
    });
    std::iter::once(".create database D volatile\n".to_owned()).chain(parts)
}

/// The same rows as a file for sqlite3.
fn principals(count: u64) -> String {
    let mut session = Session::new(Directory::open(), Clock::Standing(Timestamp::UNIX_EPOCH));
    loading(count).for_each(|part| run(&mut session, &part));
    let mut text = String::new();
    pieces(SHOW, 1, |piece| {
        let outcome = session.run(&piece);
        let table = outcome.result.ok().and_then(|output| session.table(&output)).expect("a table of principals");
        assert!(table.rows().len() as u64 >= count, "all rows");
        text = csv(&table);
    });
    text
}

/// A program that runs what it is sent.
struct Kmgmt {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    /// How many marks were sent.
    marks: usize,
}

impl Kmgmt {
    fn loaded(program: &Path, count: u64) -> Self {
        let mut child = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut kmgmt = Self { child, input, output, marks: 0 };
        loading(count).for_each(|part| kmgmt.input.write_all(part.as_bytes()).unwrap());
        kmgmt.takes("");
        kmgmt
    }

    /// Returns what the table of principals takes, from the command to the last byte.
    fn shows(&mut self, format: &str) -> Duration {
        self.takes(&format!("#format {format}\n{SHOW}\n"))
    }

    /// Sends the statements and a last one, whose answer says that all others were answered.
    fn takes(&mut self, statements: &str) -> Duration {
        self.marks += 1;
        let mark = format!("mark-{}-is-reached", self.marks);
        let start = Instant::now();
        write!(self.input, "{statements}.show version | project Mark = '{mark}'\n\n").unwrap();
        self.input.flush().unwrap();
        let mut buffer = vec![0; BUFFER];
        let mut kept = 0;
        loop {
            let count = self.output.read(&mut buffer[kept..]).unwrap();
            assert!(count > 0, "kmgmt ended before its time");
            let end = kept + count;
            let tail = end.saturating_sub(TAIL);
            if rfind(&buffer[tail..end], mark.as_bytes()).is_some() {
                return start.elapsed();
            }
            buffer.copy_within(tail..end, 0);
            kept = end - tail;
        }
    }

    fn end(self) {
        let Self { mut child, input, mut output, .. } = self;
        drop(input);
        output.read_to_end(&mut Vec::new()).unwrap();
        assert!(child.wait().unwrap().success(), "kmgmt says that all went well");
    }
}

/// Returns the real times that sqlite3 says for the rows in each mode. All that it writes is read, as that of kmgmt is.
fn sqlite(rows: &Path) -> Vec<Duration> {
    let mut script = format!(".mode csv\n.import '{}' p\n.timer on\n", rows.display());
    for (_, mode) in FORMATS {
        writeln!(script, ".mode {mode}\nselect * from p;").unwrap();
    }
    let mut child =
        Command::new("sqlite3").arg(":memory:").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let mut output = child.stdout.take().unwrap();
    let said = Finder::new("Run Time: real ");
    let (mut buffer, mut kept, mut times) = (vec![0; BUFFER], 0, Vec::new());
    loop {
        let count = output.read(&mut buffer[kept..]).unwrap();
        let end = kept + count;
        let mut looked = 0;
        while let Some(place) = said.find(&buffer[looked..end]) {
            let after = looked + place + said.needle().len();
            let Some(length) = buffer[after..end].iter().position(|byte| *byte == b' ') else { break };
            let seconds = std::str::from_utf8(&buffer[after..after + length]).unwrap();
            times.push(Duration::from_secs_f64(seconds.parse().unwrap()));
            looked = after + length;
        }
        if count == 0 {
            break;
        }
        let tail = looked.max(end.saturating_sub(TAIL));
        buffer.copy_within(tail..end, 0);
        kept = end - tail;
    }
    assert!(child.wait().unwrap().success() && times.len() == FORMATS.len(), "sqlite3 says its times");
    times
}
