//! What the test against the official parser is made of.

#![allow(unreachable_pub, reason = "for the test file alone")]

mod ask;
mod differences;

pub use ask::{Verdict, kinds, verdicts};
pub use differences::{Accepts, read};
