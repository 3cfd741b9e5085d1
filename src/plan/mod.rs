//! What scripts would do before a real cluster sees them: they run on a copy, and what they leave is compared with
//! what was there.

mod assertion;
mod count;
mod offboard;
mod review;
mod trial;

pub use assertion::{Check, Choice, Failure, Report, Rewrite, Run};
pub use count::{Changes, changes};
pub use offboard::{Offboarding, offboard};
pub use review::{Reviewed, review, review_table};
pub use trial::{Fault, Statement, Trial};
