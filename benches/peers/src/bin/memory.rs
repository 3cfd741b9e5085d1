//! Work 7: the memory that commands take. A program of its own, since it counts what every allocation takes.
//!
//! `memory COUNT` prints for as many commands of work 2 the live bytes a command that they left, and by how much the
//! resident memory of the process grew.

use jiff::Timestamp;
use kmgmt::directory::Directory;
use kmgmt::session::{Clock, Session};

#[allow(dead_code, reason = "the files of data are made by the other program")]
#[path = "../data.rs"]
mod data;
#[path = "../script.rs"]
mod script;

use data::Size;

/// How many commands are made into text at a time.
const AT_ONCE: usize = 10_000;

fn main() {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).expect("usage: memory COUNT");
    let size = Size::of(count);
    let mut session = Session::new(Directory::open(), Clock::Standing(Timestamp::UNIX_EPOCH));
    script::run(&mut session, &size.databases());
    let before = resident();
    let mut assignments = size.assignments(1).peekable();
    let counted = allocation_counter::measure(|| {
        while assignments.peek().is_some() {
            let mut script = String::new();
            assignments.by_ref().take(AT_ONCE).for_each(|assignment| assignment.write_kmgmt(&mut script));
            script::run(&mut session, &script);
        }
    });
    let grown = resident() - before;
    println!("{:.1}\t{:.1}", counted.bytes_current as f64 / count as f64, grown as f64 / count as f64);
}

/// Returns how many bytes of the process are in memory.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}
