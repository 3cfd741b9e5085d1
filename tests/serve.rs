//! `kmgmt serve` over sockets: each address, each error with its whole document, and clients that are slow, broken or many.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "serve/browsers.rs"]
mod browsers;
#[path = "serve/client.rs"]
mod client;
#[path = "serve/durable.rs"]
mod durable;
#[path = "serve/endpoints.rs"]
mod endpoints;
#[path = "serve/errors.rs"]
mod errors;
#[path = "serve/identity.rs"]
mod identity;
#[path = "serve/limits.rs"]
mod limits;
#[path = "serve/load.rs"]
mod load;
#[path = "serve/parameters.rs"]
mod parameters;
#[path = "serve/queries.rs"]
mod queries;
#[path = "serve/shapes.rs"]
mod shapes;
#[path = "serve/together.rs"]
mod together;
