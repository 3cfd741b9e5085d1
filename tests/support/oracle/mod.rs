//! What the test against the official parser is made of.

#![allow(dead_code, unreachable_pub, unused_imports, reason = "each test file uses its own part")]

mod ask;
mod differences;

pub use ask::{Verdict, kinds, verdicts};
pub use differences::{Accepts, read};
