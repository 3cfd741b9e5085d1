//! A real cluster behind `--cluster`: who asks, and what is read of it.

mod az;
mod connect;
mod groups;
mod reached;
mod read;

pub(super) use connect::connect;
pub(super) use reached::Reached;
pub(super) use read::{ClusterAnswers, about, read};

/// What is shown while a cluster is read.
pub(super) const READING: &str = "reading the cluster";

/// What is shown while the Azure CLI works.
const AZURE_CLI: &str = "asking the Azure CLI";
