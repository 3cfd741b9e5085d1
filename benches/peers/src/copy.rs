//! A copy of a cluster: what plans and tries works on one.

use std::fmt::Write as _;
use std::time::Instant;

use kmgmt::directory::Directory;
use kmgmt::session::{Clock, Session};

use crate::data::{COMMANDS, ROLES, Random, Size};
use crate::script::run;
use crate::timing::median;

/// Prints the median time of a copy with as many assignments, and of the first change in it.
pub fn copy(count: u64) {
    let mut random = Random(3);
    let mut session = Session::new(Directory::open(), Clock::Standing(jiff::Timestamp::UNIX_EPOCH));
    let size = Size::of(COMMANDS);
    let mut script = size.databases();
    for number in 0..count {
        let (database, role) = (number % size.databases, random.of(&ROLES));
        writeln!(script, ".add database db{database} {role} ('aaduser=user{number}@contoso.com') skip-results")
            .unwrap();
    }
    run(&mut session, &script);
    let change = ".add database db1 admins ('aaduser=new@contoso.com') skip-results";
    let mut times = Vec::new();
    for _ in 0..21 {
        let start = Instant::now();
        let mut copy = session.copy();
        run(&mut copy, change);
        times.push(start.elapsed());
    }
    println!("{}", median(times).as_nanos());
}
