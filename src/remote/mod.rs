//! The client of a real cluster: one command in one POST, and what comes of it.
//!
//! ```text
//! address ─► trusted? ─┐
//! token ───────────────┴─► request ─► answer, or fault
//! ```
//!
//! A token goes over `https`, or to this machine; to hosts that the SDKs of the service trust, or one that the user trusts;
//! and nowhere else, not where an answer says that it should. What reads is asked again where the cluster has too much to
//! do; what changes something is sent once.

mod answer;
mod endpoint;
mod fault;
mod request;
mod token;
mod trust;

pub use answer::{names, table};
pub use endpoint::Endpoint;
pub use fault::{Fault, Standing};
pub use request::{Asked, Connection, Patience};
pub use token::Token;
pub use trust::is_trusted;
