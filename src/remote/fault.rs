//! What goes wrong between here and a cluster: what it is, and what to do.

use std::io;
use std::time::Duration;

use serde_json::Value;
use ureq::Timeout;
use ureq::http::StatusCode;

use crate::diagnostic::{Code, Diagnostic};
use crate::remote::endpoint::Endpoint;
use crate::text::{counted, first_line, quoted, visible};

/// What a fault says of the command that was to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The cluster refused it: another one may be taken.
    Refused,
    /// It did not run, and no other would.
    NotDone,
    /// It may have run: it was sent, and no answer says what became of it.
    Unknown,
}

/// Why a command has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is told.
    pub error: Box<Diagnostic>,
    /// What became of the command.
    pub standing: Standing,
}

/// An answer that is none: its status, and what came with it. The token is in none of it.
#[derive(Clone, Debug)]
pub(super) struct Rejected {
    pub(super) status: StatusCode,
    /// Where else one is sent.
    pub(super) location: Option<String>,
    /// How long one is to wait, in seconds.
    pub(super) retry_after: Option<String>,
    pub(super) body: String,
}

/// How much is shown of a text that is not understood.
const SHOWN_CHARACTERS: usize = 80;

impl Fault {
    pub(super) fn new(standing: Standing, code: Code, message: impl Into<String>) -> Self {
        Self { error: Box::new(Diagnostic::error(code, message)), standing }
    }

    pub(super) fn help(mut self, advice: impl Into<String>) -> Self {
        self.error.help.push(advice.into());
        self
    }

    /// Returns why the cluster did not answer, by the status: what became of the command is known where the service itself
    /// refuses it, or where nobody can have run it. `tries` is how often it was asked.
    pub(super) fn of_status(rejected: &Rejected, endpoint: &Endpoint, tries: usize, has_token: bool) -> Self {
        match rejected.status.as_u16() {
            301 | 302 | 307 | 308 => rejected.sent_elsewhere(),
            401 => unauthorized(has_token),
            404 => no_commands(endpoint),
            429 => rejected.throttled(tries),
            408 | 500..600 => rejected.failed(tries),
            400..500 => rejected.refused(),
            number => {
                let message = format!("the cluster answers with the status {number}, and with no result");
                Self::new(Standing::Unknown, Code::Input, message)
            }
        }
    }

    /// Returns why nothing came back, or no whole answer. `wait` is how long an answer may take, `connect` a connection.
    pub(super) fn of_transport(error: ureq::Error, endpoint: &Endpoint, wait: Duration, connect: Duration) -> Self {
        let host = endpoint.host();
        let unsent = |message: String| Self::new(Standing::NotDone, Code::Input, message);
        let lost = |message: String| Self::new(Standing::Unknown, Code::Input, message);
        match error {
            ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
                unsent(format!("there is no connection to `{host}` within {}", seconds(connect)))
                    .help("a firewall may be between, or a proxy has to be named: HTTPS_PROXY")
            }
            ureq::Error::Timeout(_) => lost(format!("`{host}` gave no whole answer within {}", seconds(wait))),
            ureq::Error::HostNotFound => no_host(host),
            ureq::Error::Rustls(error) => of_tls(&error, host),
            ureq::Error::Tls(error) => unsent(format!("there is no secure connection to `{host}`: {error}")),
            ureq::Error::ConnectProxyFailed(error) => {
                unsent(format!("the proxy lets nobody to `{host}`: {}", visible(&error)))
                    .help("HTTPS_PROXY names the proxy, and NO_PROXY hosts that need none")
            }
            ureq::Error::BodyExceedsLimit(most) => too_long(most),
            ureq::Error::Decompress(_, error) => {
                lost(format!("the answer can't be unpacked: {}", visible(&error.to_string())))
            }
            ureq::Error::LargeResponseHeader(..) => lost("the head of the answer is too long".to_owned()),
            ureq::Error::Protocol(error) => {
                lost(format!("`{host}` does not speak HTTP: {}", visible(&error.to_string())))
            }
            ureq::Error::Io(error) => of_io(&error, endpoint),
            other => lost(format!("`{host}` can't be asked: {}", visible(&other.to_string()))),
        }
    }
}

impl Rejected {
    fn sent_elsewhere(&self) -> Fault {
        let to = self.location.as_ref().map_or_else(String::new, |to| format!(", {}", quoted(visible(to))));
        let number = self.status.as_u16();
        let message = format!("the cluster sends to another address ({number}{to}), and no token is sent there");
        Fault::new(Standing::NotDone, Code::Input, message).help("where that is the right one, name it by `--cluster`")
    }

    fn throttled(&self, tries: usize) -> Fault {
        let fault = Fault::new(Standing::NotDone, Code::Throttled, "the cluster has too much to do (429)");
        with_lines(fault, &format!("\n{}", self.said().unwrap_or_default())).help(self.waited(tries))
    }

    fn failed(&self, tries: usize) -> Fault {
        let message = format!("the cluster failed: {}", self.told());
        let fault = Fault::new(Standing::Unknown, Code::Input, first_line(&message));
        with_lines(fault, &message).help(self.waited(tries))
    }

    /// What has no words of the service may be of something between, which may have passed the command on.
    fn refused(&self) -> Fault {
        match (self.status, self.said()) {
            (StatusCode::BAD_REQUEST, Some(said)) => refusal(Code::BadRequest, &said),
            (StatusCode::FORBIDDEN, Some(said)) => refusal(Code::Forbidden, &said),
            (StatusCode::BAD_REQUEST, None) => Fault::new(Standing::Unknown, Code::BadRequest, self.unsaid()),
            (StatusCode::FORBIDDEN, None) => Fault::new(Standing::Unknown, Code::Forbidden, self.unsaid()),
            (_, said) => {
                let standing = if said.is_some() { Standing::NotDone } else { Standing::Unknown };
                let message = format!("the cluster refused the request: {}", first_line(&self.told()));
                Fault::new(standing, Code::Input, message)
            }
        }
    }

    /// Returns what the service says in its envelope (`reference/service-facts.md`, *Errors: codes and shapes*).
    fn said(&self) -> Option<String> {
        let document: Value = serde_json::from_str(&self.body).ok()?;
        let error = document.get("error")?;
        let text = |name: &str| error.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
        text("@message").or_else(|| text("message")).map(|text| text.trim().to_owned())
    }

    /// Returns what is said of an answer that has no envelope.
    fn unsaid(&self) -> String {
        let number = self.status.as_u16();
        match beginning(&self.body) {
            None => format!("status {number}, without a word"),
            Some(shown) => format!("status {number}, and what came with it is none of the service's errors: {shown}"),
        }
    }

    fn told(&self) -> String {
        self.said().map_or_else(|| self.unsaid(), |said| format!("({}) {said}", self.status.as_u16()))
    }

    fn waited(&self, tries: usize) -> String {
        let wait = self.retry_after.as_ref().filter(|wait| wait.bytes().all(|byte| byte.is_ascii_digit()));
        let wait = wait.map_or_else(String::new, |wait| format!(", and says to wait {wait} s"));
        match tries {
            0 | 1 => format!("the cluster was asked once{wait}"),
            tries => format!("the cluster was asked {}{wait}", counted(tries, "time")),
        }
    }
}

/// Returns a refusal in the service's words.
fn refusal(code: Code, said: &str) -> Fault {
    with_lines(Fault::new(Standing::Refused, code, first_line(said)), said)
}

fn unauthorized(has_token: bool) -> Fault {
    let fault = |message: &str| Fault::new(Standing::NotDone, Code::Forbidden, message);
    match has_token {
        true => fault("the cluster does not take the token (401)")
            .help("a token holds for about an hour, and for one cluster: get a new one")
            .help("`az login`, without a token of one's own, lets kmgmt ask for it"),
        false => fault("the cluster wants a token (401)")
            .help("`--token-file FILE` or KMGMT_TOKEN gives one, or else `az login`"),
    }
}

fn no_commands(endpoint: &Endpoint) -> Fault {
    let message = format!("nothing answers commands at {} (404)", quoted(endpoint));
    Fault::new(Standing::NotDone, Code::Input, message)
        .help("`--cluster` takes the address of the cluster itself: `https://CLUSTER.REGION.kusto.windows.net`")
}

/// Returns that a host has no address.
pub(super) fn no_host(host: &str) -> Fault {
    let fault =
        Fault::new(Standing::NotDone, Code::Input, format!("no host is called `{host}`, as far as can be told here"));
    fault.help("look at its spelling, and whether this machine is connected")
}

/// Returns that an answer is longer than is read.
pub(super) fn too_long(most: u64) -> Fault {
    let message = format!("the answer has more than {most} bytes, the most that kmgmt reads");
    Fault::new(Standing::Unknown, Code::Input, message)
}

fn of_tls(error: &rustls::Error, host: &str) -> Fault {
    let message = format!("there is no secure connection to `{host}`: {}", visible(&error.to_string()));
    match error {
        rustls::Error::InvalidCertificate(_) => Fault::new(Standing::NotDone, Code::Input, message).help(
            "this machine does not trust the certificate: SSL_CERT_FILE names a file with those to trust instead",
        ),
        _ => Fault::new(Standing::Unknown, Code::Input, message)
            .help("`http://` is for servers on this machine that have no certificate"),
    }
}

fn of_io(error: &io::Error, endpoint: &Endpoint) -> Fault {
    let (host, shown) = (endpoint.host(), visible(&error.to_string()));
    if let Some(error) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return of_tls(error, host);
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => {
            let message = format!("nobody listens at {}", quoted(endpoint));
            Fault::new(Standing::NotDone, Code::Input, message)
                .help("look at the host and the port, and whether it runs")
        }
        // A connection that was there may end so too.
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable | io::ErrorKind::AddrNotAvailable => {
            Fault::new(Standing::Unknown, Code::Input, format!("there is no way to `{host}`: {shown}"))
        }
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => {
            Fault::new(Standing::Unknown, Code::Input, format!("`{host}` ended the connection before its answer ended"))
        }
        _ => Fault::new(Standing::Unknown, Code::Input, format!("`{host}` can't be asked: {shown}")),
    }
}

/// Returns how a text begins, as it may be shown.
pub(super) fn beginning(text: &str) -> Option<String> {
    let shown: String = text.trim().chars().take(SHOWN_CHARACTERS).collect();
    let more = if text.trim().chars().count() > SHOWN_CHARACTERS { "…" } else { "" };
    (!shown.is_empty()).then(|| quoted(format!("{}{more}", visible(&shown))))
}

/// Adds what follows the first line as advice, which `kmgmt serve` marks so.
fn with_lines(fault: Fault, text: &str) -> Fault {
    let lines = text.lines().skip(1).filter(|line| !line.trim().is_empty());
    lines.fold(fault, |fault, line| fault.help(visible(line.strip_prefix("help: ").unwrap_or(line))))
}

fn seconds(time: Duration) -> String {
    format!("{} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An envelope of the service.
    const ENVELOPE: &str = r#"{"error":{"code":"X","message":"generic","@message":"no"}}"#;

    /// What is certain to have changed nothing is told so, and nothing else.
    #[test]
    fn what_became_of_a_command_is_known_by_few_answers() {
        let endpoint = Endpoint::parse("http://127.0.0.1", false);
        let standing = |status: u16, body: &str| {
            let status = StatusCode::from_u16(status).unwrap_or_default();
            let rejected = Rejected { status, location: None, retry_after: None, body: body.to_owned() };
            endpoint.as_ref().ok().map(|endpoint| Fault::of_status(&rejected, endpoint, 1, true).standing)
        };
        for (numbers, body, expected) in [
            (&[400, 403][..], ENVELOPE, Standing::Refused),
            (&[301, 302, 307, 308, 401, 404, 429], "", Standing::NotDone),
            (&[405, 409, 413, 418], ENVELOPE, Standing::NotDone),
            (&[201, 202, 204, 206, 300, 303, 304, 400, 403, 405, 408, 418, 500, 502, 503, 504], "", Standing::Unknown),
            (&[202, 303, 408, 500, 503, 504], ENVELOPE, Standing::Unknown),
        ] {
            for number in numbers {
                assert_eq!(standing(*number, body), Some(expected), "{number}");
            }
        }
    }

    #[test]
    fn what_became_of_a_command_is_known_by_few_faults() {
        let endpoint = Endpoint::parse("http://127.0.0.1", false);
        let standing = |error: ureq::Error| {
            let second = Duration::from_secs(1);
            endpoint.as_ref().ok().map(|endpoint| Fault::of_transport(error, endpoint, second, second).standing)
        };
        for error in [
            ureq::Error::HostNotFound,
            ureq::Error::Timeout(Timeout::Connect),
            ureq::Error::Timeout(Timeout::Resolve),
            ureq::Error::Io(io::ErrorKind::ConnectionRefused.into()),
            ureq::Error::Rustls(rustls::Error::InvalidCertificate(rustls::CertificateError::Expired)),
        ] {
            let shown = error.to_string();
            assert_eq!(standing(error), Some(Standing::NotDone), "{shown}");
        }
        for error in [
            ureq::Error::Timeout(Timeout::SendBody),
            ureq::Error::Timeout(Timeout::RecvResponse),
            ureq::Error::Io(io::ErrorKind::HostUnreachable.into()),
            ureq::Error::Io(io::ErrorKind::NetworkUnreachable.into()),
            ureq::Error::Io(io::ErrorKind::ConnectionReset.into()),
            ureq::Error::Io(io::ErrorKind::BrokenPipe.into()),
            ureq::Error::Io(io::ErrorKind::TimedOut.into()),
            ureq::Error::Rustls(rustls::Error::DecryptError),
        ] {
            let shown = error.to_string();
            assert_eq!(standing(error), Some(Standing::Unknown), "{shown}");
        }
    }
}
