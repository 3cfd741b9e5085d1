//! The body of a request, read within the limits: of its own size and time, and of the size of all bodies together.

use std::sync::Arc;

use http_body_util::BodyExt;
use hyper::StatusCode;
use hyper::body::Incoming;
use hyper::header;
use hyper::http::request::Parts;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::diagnostic::Code;
use crate::model::limit;
use crate::serve::fault::Fault;
use crate::serve::settings::Limits;

/// A body, and its part of the room that there is for all of them.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    room: Option<OwnedSemaphorePermit>,
}

impl Body {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// It is too long, comes too late or not to its end, or there is no room for it.
    pub(super) async fn read(
        parts: &Parts,
        body: &mut Incoming,
        limits: &Limits,
        room: &Arc<Semaphore>,
    ) -> Result<Self, Fault> {
        let told = parts.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if told.is_some_and(|length| length > limit::REQUEST_BYTES as u64) {
            return Err(too_long());
        }
        match timeout(limits.body, Self::whole(body, room)).await {
            Ok(read) => read,
            Err(_) => {
                let seconds = limits.body.as_secs_f64();
                let message = format!("the body of the request did not arrive within {seconds} s");
                Err(Fault::of_http(StatusCode::REQUEST_TIMEOUT, Code::Timeout, message).closing())
            }
        }
    }

    async fn whole(body: &mut Incoming, room: &Arc<Semaphore>) -> Result<Self, Fault> {
        let mut read = Self::default();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| Fault::bad_request("the body of the request ends early").closing())?;
            let Ok(bytes) = frame.into_data() else { continue };
            if read.bytes.len() + bytes.len() > limit::REQUEST_BYTES {
                return Err(too_long());
            }
            read.take(&bytes, room).ok_or_else(no_room)?;
        }
        Ok(read)
    }

    /// Takes more bytes, if there is room for them.
    fn take(&mut self, bytes: &[u8], room: &Arc<Semaphore>) -> Option<()> {
        let more = Arc::clone(room).try_acquire_many_owned(u32::try_from(bytes.len()).ok()?).ok()?;
        match &mut self.room {
            Some(room) => room.merge(more),
            None => self.room = Some(more),
        }
        self.bytes.extend_from_slice(bytes);
        Some(())
    }
}

/// Reads the rest of a request that is refused before its end, for a while: clients that send without listening learn of
/// the answer then.
pub(super) async fn drained(mut body: Incoming) {
    let rest = async { while let Some(Ok(_)) = body.frame().await {} };
    let _ = timeout(limit::TURNED_AWAY_TIME, rest).await;
}

fn too_long() -> Fault {
    let message = format!("the body of a request has {} MiB at most", limit::REQUEST_BYTES >> 20);
    Fault::of_http(StatusCode::PAYLOAD_TOO_LARGE, Code::Input, message).closing()
}

fn no_room() -> Fault {
    let message = "the bodies of the requests that are served take all the room that there is for them";
    Fault::of_http(StatusCode::TOO_MANY_REQUESTS, Code::Throttled, message).closing()
}
