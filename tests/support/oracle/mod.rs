//! What the test against the official parser is made of.

mod ask;
mod differences;

pub use ask::{Verdict, kinds, verdicts};
pub use differences::{Accepts, Difference, read};
