//! `--cluster`: a real cluster is read, planned on, compared, changed and asked; `kmgmt serve` and a server of scripted
//! answers stand for it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "remote/apply.rs"]
mod apply;
#[path = "remote/az.rs"]
mod az;
#[path = "serve/client.rs"]
#[allow(dead_code, reason = "servers are started here, and asked by the program")]
mod client;
#[path = "remote/ended.rs"]
mod ended;
#[path = "remote/faults.rs"]
mod faults;
#[path = "remote/import.rs"]
mod import;
#[path = "cli/kmgmt.rs"]
mod kmgmt;
#[path = "remote/patience.rs"]
mod patience;
#[path = "remote/plan.rs"]
mod plan;
#[path = "remote/plan_file.rs"]
mod plan_file;
#[path = "remote/scripted.rs"]
mod scripted;
#[path = "remote/shell.rs"]
mod shell;
#[path = "remote/tokens.rs"]
mod tokens;
#[path = "remote/usage.rs"]
mod usage;
#[path = "remote/world.rs"]
mod world;
