//! The ids of requests: the client's, which is repeated, and ours.

use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};

use hyper::HeaderMap;
use hyper::header::HeaderName;
use jiff::Timestamp;
use uuid::Uuid;

/// The header of the id that the client gives a request.
pub(super) const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("x-ms-client-request-id");
/// The header of the id that the server gives it.
pub(super) const ACTIVITY_ID: HeaderName = HeaderName::from_static("x-ms-activity-id");

/// The ids of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trace {
    /// What the client calls the request; empty where it says nothing.
    pub(super) client_request_id: String,
    /// What the server calls it.
    pub(super) activity_id: String,
    /// When it was met.
    pub(super) time: Timestamp,
}

/// Gives ids, none of them twice.
#[derive(Debug)]
pub(super) struct Ids {
    space: Uuid,
    next: AtomicU64,
}

impl Ids {
    /// Returns the ids of a server that is told from others by this text.
    pub(super) fn new(server: &str) -> Self {
        Self { space: Uuid::new_v5(&Uuid::NAMESPACE_OID, server.as_bytes()), next: AtomicU64::new(1) }
    }

    /// Returns the ids of the next request.
    pub(super) fn trace(&self, headers: &HeaderMap, time: Timestamp) -> Trace {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        Trace {
            client_request_id: text(headers, &CLIENT_REQUEST_ID).unwrap_or_default().into_owned(),
            activity_id: Uuid::new_v5(&self.space, &number.to_be_bytes()).to_string(),
            time,
        }
    }
}

/// Returns the text of a header, if it has one. It is read as UTF-8; what is not UTF-8 becomes the character for that.
pub(super) fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<Cow<'h, str>> {
    let text = String::from_utf8_lossy(headers.get(name)?.as_bytes().trim_ascii());
    Some(text).filter(|text| !text.is_empty())
}
