//! What one command about roles allocates: parsing its list of principals, applying the list of edits and the notes too.

#![allow(clippy::unwrap_used, reason = "a test that fails may panic")]

use allocation_counter::measure;
use jiff::Timestamp;
use kmgmt::directory::Directory;
use kmgmt::session::{Clock, Session};
use kmgmt::syntax::{Piece, Splitter, parser};

/// Runs `look` on each statement; a splitter reads them, as it reads those of a pipe.
fn each(script: &str, mut look: impl FnMut(&Piece<'_>)) {
    let mut splitter = Splitter::new();
    splitter.push(script);
    splitter.finish();
    while let Some(piece) = splitter.next() {
        look(&piece);
    }
}

fn adds(users: usize, database: usize) -> String {
    let add = |user| {
        format!(".add database db{database} viewers ('aaduser=user{user}@contoso.com') skip-results 'note {user}'\n")
    };
    (0..users).map(add).collect()
}

#[test]
fn parsing_allocates_the_list_of_principals() {
    each(&adds(100, 0), |piece| {
        let made = measure(|| assert!(parser::parse(piece).is_ok()));
        assert!(made.count_total <= 1, "{}: {made:?}", piece.text);
    });
}

#[test]
fn an_applied_command_allocates_what_stays_and_two_lists() {
    let mut session = Session::new(Directory::open(), Clock::Standing(Timestamp::UNIX_EPOCH));
    let databases = ".create database db0 volatile\n.create database db1 volatile";
    each(databases, |piece| assert!(session.run(piece).result.is_ok()));
    // Now everybody is known, and the journal is full.
    each(&adds(2_000, 0), |piece| assert!(session.run(piece).result.is_ok()));
    let mut counts = Vec::new();
    each(&adds(2_000, 1), |piece| {
        let made = measure(|| assert!(session.run(piece).result.is_ok()));
        counts.push(made.count_total);
    });
    counts.sort_unstable();
    assert_eq!((counts.len(), counts.first()), (2_000, Some(&3)));
    // Tables grow now and then.
    assert_eq!(counts.get(1_950), Some(&3), "{counts:?}");
}
