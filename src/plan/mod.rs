//! What scripts would do before a real cluster sees them: they run on a copy, and what they leave is compared with
//! what was there.

mod finding;
mod statement;
mod trial;

pub use finding::{
    Baseline, BaselineError, Finding, Gate, Ignore, Ignores, Judged, Limits, Noticed, Options, Standing, WIDE_GROUP,
    command_findings, findings, notice,
};
pub use statement::{Place, Statement};
pub use trial::{Act, Fault, Trial};
