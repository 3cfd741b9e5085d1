//! Operators after the pipe, and queries read as queries.
//!
//! ```text
//! tokens ─► tree (parse) ─► plan with types (bind) ─► rows (run)
//! ```

pub mod error;
pub mod operator;
pub mod parse;
pub mod tree;
