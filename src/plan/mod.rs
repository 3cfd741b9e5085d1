//! What scripts would do before a real cluster sees them: they run on a copy, and what they leave is compared with
//! what was there.

mod assertion;
mod count;
mod trial;

pub use assertion::{Check, Choice, Failure, Report, Rewrite, Run};
pub use count::{Changes, changes};
pub use trial::{Fault, Statement, Trial};
