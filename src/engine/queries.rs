//! Queries of views, policies, exports and functions: what they read, and what columns they give. A query that the
//! parser of the query language does not know is judged by its words.

mod data;
mod elsewhere;
mod fit;
mod read_query;
mod reads;
mod said;
mod schema;
mod text;
mod unknown;

pub(super) use data::check_run;
pub use data::{Asked, check_ingestion, check_query, columns_of_query};
pub(super) use elsewhere::is_aggregate;
pub(super) use fit::fit;
pub(super) use read_query::{ReadQuery, reads, view_columns};
pub(super) use reads::{Read, as_let, reads_other};
pub(super) use schema::of_catalog;
