//! What goes wrong with a request: the status of HTTP and the service's envelope (`reference/service-facts.md`, *Errors:
//! codes and shapes*). Status, code and type of a diagnostic stand in the table of [`Code`]; here are those of HTTP itself.

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostic};
use crate::serve::trace::Trace;
use crate::text::place_of;

/// A request that failed.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    /// The status, where it is not the one of the diagnostic's class.
    status: Option<StatusCode>,
    /// What is wrong.
    pub(super) error: Box<Diagnostic>,
    /// What was to be run, without secrets.
    pub(super) text: String,
    /// The number of its first line in what the client sent.
    line: u32,
    /// Where it was to run.
    pub(super) database: String,
    /// Whether the connection is of no use any more: what the client sent was not read to its end.
    pub(super) closes: bool,
}

impl From<Diagnostic> for Fault {
    fn from(error: Diagnostic) -> Self {
        Self {
            status: None,
            error: Box::new(error),
            text: String::new(),
            line: 1,
            database: String::new(),
            closes: false,
        }
    }
}

impl Fault {
    /// Returns a fault of the protocol.
    pub(super) fn of_http(status: StatusCode, code: Code, message: impl Into<String>) -> Self {
        Self { status: Some(status), ..Self::from(Diagnostic::error(code, message)) }
    }

    /// Returns a request that can't be read.
    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::from(Diagnostic::error(Code::BadRequest, message))
    }

    /// Returns a request that is refused.
    pub(super) fn forbidden(message: impl Into<String>) -> Self {
        Self::from(Diagnostic::error(Code::Forbidden, message))
    }

    /// Returns the fault with one more piece of advice.
    pub(super) fn help(mut self, advice: impl Into<String>) -> Self {
        self.error.help.push(advice.into());
        self
    }

    /// Returns the fault of what was to be run in a database; the text begins in this line of what the client sent.
    pub(super) fn of(self, text: impl Into<String>, line: u32, database: impl Into<String>) -> Self {
        Self { text: text.into(), line, database: database.into(), ..self }
    }

    /// Returns the fault as one of the server, if the catalog file had one meanwhile and this can be it: others have theirs
    /// at the same time.
    pub(super) fn of_file(self, had_fault: bool) -> Self {
        if had_fault && self.error.code == Code::Input { self.of_server() } else { self }
    }

    /// Returns the fault as one of the server: the same request may succeed later.
    pub(super) fn of_server(mut self) -> Self {
        self.error.code = Code::Service;
        self
    }

    /// Returns the fault after which the connection is closed.
    pub(super) fn closing(self) -> Self {
        Self { closes: true, ..self }
    }

    /// Returns the status.
    pub(super) fn status(&self) -> StatusCode {
        let of_class = || StatusCode::from_u16(self.error.code.service_names().status).ok();
        self.status.or_else(of_class).unwrap_or(StatusCode::BAD_REQUEST)
    }

    /// Returns the envelope. Our help stands in `@message`, which is what clients show.
    pub(super) fn envelope(&self, trace: &Trace, cluster: &str) -> Value {
        let names = self.error.code.service_names();
        let mut error = Map::new();
        let told = [
            ("code", json!(names.code)),
            ("message", json!(names.generic)),
            ("@type", json!(names.exception)),
            ("@message", json!(self.told())),
            ("@context", context(trace, cluster)),
            ("@permanent", json!(names.is_permanent)),
        ];
        let about = [("@text", &self.text), ("@database", &self.database)].into_iter();
        let about = about.filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name, json!(text)));
        error.extend(told.into_iter().chain(about).map(|(name, value)| (name.to_owned(), value)));
        json!({ "error": error })
    }

    /// Returns the sentence, where in the text it is, and the advice, each in a line.
    fn told(&self) -> String {
        let mut told = self.error.message.clone();
        let is_of_text = matches!(self.error.code, Code::Syntax | Code::Semantic | Code::NotInterpreted);
        if let Some(span) = self.error.span().filter(|_| is_of_text && !self.text.is_empty()) {
            let place = place_of(&self.text, span.start, self.line);
            told += &format!(" [line:position={}:{}]", place.line, place.column.saturating_sub(1));
        }
        self.error.help.iter().for_each(|help| told += &format!("\nhelp: {help}"));
        told
    }
}

/// Returns the ids, as the service tells them.
fn context(trace: &Trace, cluster: &str) -> Value {
    json!({
        "timestamp": format!("{:.7}", trace.time),
        "serviceAlias": cluster.to_uppercase(),
        "machineName": "kmgmt",
        "processName": "kmgmt",
        "processId": std::process::id(),
        "threadId": 0,
        "clientRequestId": trace.client_request_id,
        "activityId": trace.activity_id,
        "subActivityId": trace.activity_id,
        "activityType": "GW.Http.CallContext",
        "parentActivityId": trace.activity_id,
        "activityStack": "",
    })
}
