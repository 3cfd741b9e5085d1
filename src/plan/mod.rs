//! What scripts would do before a real cluster sees them: they run on a copy, and what they leave is compared with
//! what was there.

mod assertion;
mod count;
mod difference;
mod effect;
mod finding;
mod human;
mod json;
mod markdown;
mod offboard;
mod only;
#[expect(clippy::module_inception, reason = "the room is named for its main value")]
mod plan;
mod report;
mod review;
mod scope;
mod script;
mod statement;
mod trial;

pub use assertion::{Check, Choice, Rewrite, Run, TestReport};
pub use count::{Changes, changes};
pub use difference::{Difference, Sign, What, differences};
pub use effect::{Effect, by_group, effects};
pub use finding::{
    Baseline, BaselineError, Finding, Gate, Ignore, Ignores, Judged, Limits, Noticed, Options, Standing, WIDE_GROUP,
    command_findings, findings, notice,
};
pub use human::{Paint, human};
pub use json::json;
pub use markdown::markdown;
pub use offboard::{Offboarding, offboard};
pub use only::Only;
pub use plan::{Count, Plan, Planned, Totals, Turned};
pub use report::Report;
pub use review::{Reviewed, review, review_table};
pub use scope::Scope;
pub use script::script;
pub use statement::{Place, Statement};
pub use trial::{Act, Fault, Trial};
