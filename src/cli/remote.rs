//! A real cluster behind `--cluster`: who asks, and what is read of it.

mod az;
mod connect;
mod reached;
mod read;

pub(super) use connect::connect;
pub(super) use reached::Reached;
pub(super) use read::{Read, about, read};
