//! What goes back to a client.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::StatusCode;
use hyper::header::{self, HeaderMap, HeaderValue};
use serde_json::Value;

use crate::model::limit;
use crate::render::kusto;
use crate::serve::fault::Fault;
use crate::serve::trace::{ACTIVITY_ID, CLIENT_REQUEST_ID, Trace, text};
use crate::table::Table;

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A document of version 1.
    Document,
    /// Frames of version 2, with the table in one of them.
    Frames,
    /// Frames of version 2, with the table in parts.
    Parts,
}

/// An answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
const GZIP: &str = "gzip";

impl Answer {
    /// Returns an answer without a body.
    pub(super) fn empty(status: StatusCode, headers: HeaderMap) -> Self {
        Self { status, headers, body: Vec::new() }
    }

    /// Returns an answer of JSON.
    pub(super) fn json(status: StatusCode, value: &Value) -> Self {
        Self::of(status, value.to_string().into_bytes())
    }

    fn of(status: StatusCode, body: Vec<u8>) -> Self {
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, JSON)]);
        Self { status, headers, body }
    }

    /// Returns a table as an answer.
    pub(super) fn table(table: &Table, form: Form) -> Self {
        let mut body = Vec::new();
        // Writing to memory does not fail.
        let _ = match form {
            Form::Document => kusto::write(table, false, &mut body),
            Form::Frames => kusto::write_frames(table, false, &mut body),
            Form::Parts => kusto::write_frames(table, true, &mut body),
        };
        Self::of(StatusCode::OK, body)
    }

    /// Returns the answer to a request that failed.
    pub(super) fn of_fault(fault: &Fault, trace: &Trace, cluster: &str) -> Self {
        let mut answer = Self::json(fault.status(), &fault.envelope(trace, cluster));
        if fault.closes {
            answer.headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        answer
    }

    /// Adds the ids of the request.
    pub(super) fn add_ids(&mut self, trace: &Trace) {
        for (name, id) in [(CLIENT_REQUEST_ID, &trace.client_request_id), (ACTIVITY_ID, &trace.activity_id)] {
            if let Ok(value) = HeaderValue::from_bytes(id.as_bytes())
                && !id.is_empty()
            {
                self.headers.insert(name, value);
            }
        }
    }

    /// Returns the answer compressed, if the client takes that and it is worth it.
    pub(super) fn compressed(mut self, asked: &HeaderMap) -> Self {
        if self.body.len() < limit::COMPRESSED_BYTES || !takes_gzip(asked) {
            return self;
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        if encoder.write_all(&self.body).is_ok()
            && let Ok(body) = encoder.finish()
        {
            self.body = body;
            self.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(GZIP));
            self.headers.append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        }
        self
    }
}

/// Returns whether a client takes answers that are compressed so (RFC 9110, 12.5.3).
fn takes_gzip(asked: &HeaderMap) -> bool {
    let taken = text(asked, &header::ACCEPT_ENCODING).unwrap_or_default();
    taken.split(',').any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let is_refused = weight.trim().strip_prefix("q=").is_some_and(|weight| weight.parse::<f32>() == Ok(0.0));
        name.trim().eq_ignore_ascii_case(GZIP) && !is_refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_taken_where_it_is_named_and_not_refused() {
        for (taken, is_taken) in
            [("gzip,deflate", true), ("br, GZIP;q=0.5", true), ("gzip;q=0", false), ("identity", false), ("", false)]
        {
            let asked = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(taken))]);
            assert_eq!(takes_gzip(&asked), is_taken, "{taken}");
        }
    }
}
