//! What the tests of access share: the table of `fixtures/access/matrix.tsv`, worlds that are
//! described by strings, and catalogs and directories built of them.

#![allow(dead_code, unused_imports, reason = "each test file uses its own part")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy's exception for tests does not cover what they share"
)]

pub mod built;
pub mod matrix;
pub mod world;

pub use built::Built;
pub use matrix::Matrix;
pub use world::World;
