//! What scripts would do before a real cluster sees them: they run on a copy, and what they leave is compared with
//! what was there.

mod trial;

pub use trial::{Fault, Statement, Trial};
