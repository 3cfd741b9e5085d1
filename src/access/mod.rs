//! Who may do what: the roles' permissions, the membership cache, the evaluator and its witness,
//! the permission that each command needs, and the readable proof of an answer.

mod evaluate;
mod grants;
mod membership;

pub use evaluate::{Access, Evaluation, Through, Verdict, Witness};
pub use grants::{Grant, grant, grants, satisfies, sought};
pub use membership::{Memberships, NEGATIVE, POSITIVE};
