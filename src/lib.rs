//! `kmgmt`: an offline interpreter for Kusto management commands about access.
//!
//! ```text
//! text ─► tokens ─► statements ─► Command ─► bind ─► permit ─► decide ─► Decision{ edits, answer } ─► apply
//!                                                                                 answer ─► table ─► render
//! ```
//!
//! Text is cut into statements and tokens in one pass ([`syntax`]), read into a typed tree,
//! bound to what it names and decided as a plain value ([`engine`]), applied by edits that cannot
//! fail ([`cluster`]), and shown ([`render`]). [`session::Session`] joins these.
//!
//! ```
//! use kmgmt::directory::Directory;
//! use kmgmt::session::{Clock, Session};
//! use kmgmt::syntax::pieces;
//!
//! let mut session = Session::new(Directory::open(), Clock::Standing(jiff::Timestamp::UNIX_EPOCH));
//! pieces(".add database NetDefaultDB viewers ('aaduser=abbiatkins@fabrikam.com')", 1, |piece| {
//!     let outcome = session.run(&piece);
//!     let table = outcome.result.ok().and_then(|output| session.table(&output));
//!     assert!(table.is_some_and(|table| table.rows().len() == 3));
//! });
//! ```

pub mod access;
pub mod catalog;
pub mod cli;
pub mod cluster;
pub mod diagnostic;
pub mod directory;
pub mod engine;
pub mod model;
pub mod plan;
pub mod query;
pub mod remote;
pub mod render;
pub mod serve;
pub mod session;
pub mod state;
pub mod store;
pub mod syntax;
pub mod table;
pub mod text;
