//! Operators after the pipe, and queries read as queries.
//!
//! ```text
//! tokens ─► tree (parse) ─► plan with types (bind) ─► rows (run)
//! ```

pub mod aggregates;
pub mod convert;
pub mod distinct;
pub mod functions;
pub mod path;
pub mod search;
pub mod signature;
pub mod tree;
pub mod value;
