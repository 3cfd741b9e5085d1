//! The doors that bytes come in by: a file and a function each. Whatever the bytes are, the function returns; it panics
//! where the program does, and where what holds for all of them does not hold.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy's exception for tests does not cover what they share"
)]

pub mod catalog_file;
pub mod commands;
pub mod environment;
pub mod imports;
mod model;
pub mod pipes;
pub mod policies;
pub mod sequences;
pub mod setup;
pub mod splitter;
pub mod text;

/// A door: its name, which is that of its corpus and of its file, and what it does with bytes.
pub type Door = (&'static str, fn(&[u8]));

/// All doors.
pub const DOORS: &[Door] = &[
    ("text", text::run),
    ("splitter", splitter::run),
    ("commands", commands::run),
    ("pipes", pipes::run),
    ("environment", environment::run),
    ("policies", policies::run),
    ("imports", imports::run),
    ("catalog_file", catalog_file::run),
    ("sequences", sequences::run),
];
