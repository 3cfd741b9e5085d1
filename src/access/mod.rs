//! Who may do what: the roles' permissions, the membership cache, the evaluator and its witness,
//! and the readable proof of an answer.

mod answers;
mod behalf;
mod block;
mod evaluate;
mod follower;
mod grants;
mod held;
mod idle;
mod membership;
mod names;
mod narrowest;
mod open;
mod path;
mod proof;
mod refresh;
mod refusal;
mod sentence;
mod suggest;
mod suggestion;
mod tables;
mod unlisted;
mod usage;

pub use answers::{Row, concerned, way, what_can, who_can, who_may_be_able};
pub use behalf::{Export, exporters, prove_export};
pub use block::{Block, Client, Request, blocked_sentence, stated_requests};
pub use evaluate::{Access, Evaluation, Given, Need, Source, Through, Verdict, Witness};
pub use grants::{Grant, InFabric, grant, grants, satisfies, sought};
pub use held::{Held, sufficient};
pub use idle::{Idle, idle};
pub use membership::{Filled, Memberships, NEGATIVE, POSITIVE, Subject};
pub use names::{entity_name, entity_title, principal_title, role_title, stranger};
pub use open::prove_open;
pub use path::{group_path, named_way};
pub use proof::{Node, NodeKind, Proof, prove};
pub use refusal::{blocked, refused, refused_operation, refused_without_role};
pub use sentence::{Judgement, dependency_missing, judge, needed};
pub use suggest::suggest;
pub use suggestion::{Offer, Suggestion};
pub use tables::{roles_table, what_can_table, who_can_table};
pub use unlisted::{Conclusion, Unknown, Unlisted};
