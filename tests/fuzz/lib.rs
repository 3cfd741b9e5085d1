//! The doors that bytes come in by, for `cargo fuzz`, with what the ordinary tests share.

#[path = "../support/access/mod.rs"]
pub mod access;
#[path = "doors/mod.rs"]
pub mod doors;
#[path = "../support/naive.rs"]
pub mod naive;
#[path = "../support/read_back.rs"]
pub mod read_back;
#[path = "../support/run_query.rs"]
pub mod run_query;
