//! `kmgmt serve`: the management endpoint of the service, for clients that are used unchanged (`reference/clients.md`).
//!
//! ```text
//! socket ─► guard ─► request ─► identity ─► session on the shared cluster ─► table ─► document ─► socket
//! (listen)  (who may reach us)  (who asks)     (sessions: one a request)              (answer)
//! ```
//!
//! Sockets are read and written by few threads that never wait for anything else; what a request asks is worked on by
//! others, so that neither a slow client nor a slow disk holds up the rest. Nobody holds a lock of the cluster while an
//! answer is rendered or written.

mod answer;
mod body;
mod commits;
mod endpoint;
mod fault;
mod guard;
mod identity;
mod listen;
mod log;
mod patient;
mod request;
mod service;
mod sessions;
mod settings;
mod trace;

pub use listen::serve;
pub use log::LogFormat;
pub use service::Service;
pub use settings::{Limits, Settings};
