//! Queries of views, policies, exports and functions: what they read, and what columns they give. A query that the
//! parser of the query language does not know is judged by its words.

mod reads;
mod schema;
mod text;
mod unknown;

pub(super) use reads::{Read, mentions_any, reads, reads_other};
pub(super) use schema::{columns, view_columns};
pub(super) use text::{by_words, read};
pub(super) use unknown::unknown_name;
