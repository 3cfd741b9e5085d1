//! Who may do what: the roles' permissions, the membership cache, the evaluator and its witness,
//! the permission that each command needs, and the readable proof of an answer.

mod behalf;
mod block;
mod evaluate;
mod grants;
mod held;
mod listing;
mod membership;
mod names;
mod path;
mod proof;
mod question;
mod refresh;
mod refusal;
mod required;
mod sentence;
mod suggest;
mod usage;

pub use behalf::{Export, exporters, prove_export};
pub use block::{Block, Client, Request, blocked_sentence};
pub use evaluate::{Access, Evaluation, Through, Verdict, Witness};
pub use grants::{Grant, grant, grants, satisfies, sought};
pub use held::{Held, sufficient};
pub use listing::{what_can, who_can};
pub use membership::{Memberships, NEGATIVE, POSITIVE};
pub use proof::{Node, NodeKind, Proof, prove};
pub use question::{Named, Question, no_action_on};
pub use refusal::{Denied, blocked, refused, refused_without_role};
pub use required::{On, Required, Rule, required};
pub use sentence::{Judgement, judge};
pub use suggest::{Need, Suggestion, suggest};
