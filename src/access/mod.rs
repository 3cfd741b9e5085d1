//! Who may do what: the roles' permissions, the membership cache, the evaluator and its witness,
//! the permission that each command needs, and the readable proof of an answer.

mod evaluate;
mod grants;
mod listing;
mod membership;
mod names;
mod path;
mod proof;
mod question;
mod suggest;

pub use evaluate::{Access, Evaluation, Through, Verdict, Witness};
pub use grants::{Grant, grant};
pub use listing::{filled, what_can, who_can};
pub use membership::Memberships;
pub use proof::{Node, NodeKind, Proof, prove, standing_block};
pub use question::{Named, Question};
pub use suggest::{Suggestion, suggest};
