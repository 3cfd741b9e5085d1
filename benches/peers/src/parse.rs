//! Work 1: split, lex and parse commands, beside sqlparser on as many grants.

use std::fmt::Write as _;
use std::time::Duration;

use kmgmt::syntax::{Splitter, parser};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;

use crate::data::{COMMANDS, Random, Size};
use crate::timing::{median, time};

/// Times both parsers in turn, five times, and prints the medians in statements a second.
pub fn parse(count: u64) {
    let size = Size::of(COMMANDS);
    let mut random = Random(2);
    let mut commands = String::new();
    let mut grants = Vec::new();
    for _ in 0..count {
        let (database, user) = (random.below(size.databases), random.below(size.users));
        writeln!(commands, ".add database db{database} viewers ('aaduser=user{user}@contoso.com')").unwrap();
        grants.push(format!("GRANT CONNECT ON DATABASE db{database} TO \"user{user}@contoso.com\""));
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        ours.push(timed(|| parse_commands(&commands), count));
        theirs.push(timed(|| parse_grants(&grants), count));
    }
    let (ours, theirs) = (median(ours), median(theirs));
    let rate = |time: Duration| count as f64 / time.as_secs_f64() / 1e6;
    println!("parse\t{:.2}\t{:.2}\t{:.1}", rate(ours), rate(theirs), theirs.as_secs_f64() / ours.as_secs_f64());
}

fn timed(work: impl Fn() -> u64, expected: u64) -> Duration {
    let (time, done) = time(work);
    assert_eq!(done, expected, "every statement must parse");
    time
}

/// Split, lex and parse a whole text.
fn parse_commands(text: &str) -> u64 {
    let mut splitter = Splitter::new();
    let mut count = 0;
    for part in text.as_bytes().chunks(1 << 18) {
        splitter.push(std::str::from_utf8(part).unwrap());
        count += drain(&mut splitter);
    }
    splitter.finish();
    count + drain(&mut splitter)
}

fn drain(splitter: &mut Splitter) -> u64 {
    let mut count = 0;
    while let Some(piece) = splitter.next() {
        count += u64::from(std::hint::black_box(parser::parse(&piece)).is_ok());
    }
    count
}

fn parse_grants(grants: &[String]) -> u64 {
    let dialect = GenericDialect {};
    let parsed = grants.iter().filter(|grant| std::hint::black_box(Parser::parse_sql(&dialect, grant)).is_ok());
    parsed.count() as u64
}
