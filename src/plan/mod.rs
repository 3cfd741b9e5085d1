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
mod proven;
mod renames;
mod report;
mod review;
mod script;
mod statement;
mod trial;

pub use assertion::{Check, Choice, Rewrite, Run, TestReport};
pub use count::{Changes, changes};
pub use difference::{Difference, Sign, What, all_differences, differences, differences_of_environments};
pub use effect::{Effect, by_group, effects, where_it_counts};
pub use finding::{
    Baseline, BaselineError, Finding, Gate, Ignore, Ignores, Judged, Limits, Noticed, Options, Standing, WIDE_GROUP,
    command_findings, findings, notice,
};
pub use human::{Paint, by, human, members, values, what};
pub use json::{json, state_id};
pub use markdown::markdown;
pub use offboard::{Offboarding, offboard};
pub use only::{Only, fits_finding};
pub use plan::{Count, Gain, Plan, Planned, Totals, Turned};
pub use proven::{Proven, proven, proven_inside, proven_roles};
pub use renames::{Rename, Renames};
pub use report::Report;
pub use review::{Described, Reviewed, described, review, review_table};
pub use script::script;
pub use statement::{Place, Statement};
pub use trial::{Act, Fault, Trial};
