//! What goes wrong between here and a cluster: what it is, and what to do.

use std::io;
use std::time::Duration;

use serde_json::Value;
use ureq::Timeout;
use ureq::http::StatusCode;

use crate::diagnostic::{Code, Diagnostic};
use crate::remote::endpoint::Endpoint;
use crate::text::{counted, quoted, visible};

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

/// An answer that is none: its status, and what came with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rejected<'a> {
    pub(super) status: StatusCode,
    /// Where else one is sent, or how long one is to wait.
    pub(super) header: Option<&'a str>,
    pub(super) body: &'a str,
    /// How often it was asked.
    pub(super) tries: usize,
    /// Whether a token was sent.
    pub(super) has_token: bool,
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

    /// Returns the fault with texts that are changed so: without a token, should it be in there.
    pub(super) fn told_by(mut self, hide: impl Fn(&str) -> String) -> Self {
        self.error.message = hide(&self.error.message);
        self.error.help.iter_mut().for_each(|help| *help = hide(help));
        self
    }

    /// Returns why the cluster did not answer, by the status.
    pub(super) fn of_status(rejected: &Rejected<'_>, endpoint: &Endpoint) -> Self {
        let Rejected { status, header, body, tries, has_token } = *rejected;
        let number = status.as_u16();
        let refused =
            |code, message: String| with_lines(Self::new(Standing::Refused, code, first_line(&message)), &message);
        match number {
            400 => refused(Code::BadRequest, said(body).unwrap_or_else(|| unsaid(number, body))),
            403 => refused(Code::Forbidden, said(body).unwrap_or_else(|| unsaid(number, body))),
            401 if has_token => {
                Self::new(Standing::NotDone, Code::Forbidden, "the cluster does not take the token (401)")
                    .help("a token holds for about an hour, and for one cluster: get a new one")
                    .help("`az login`, without a token of one's own, lets kmgmt ask for it")
            }
            401 => Self::new(Standing::NotDone, Code::Forbidden, "the cluster wants a token (401)")
                .help("`--token-file FILE` or KMGMT_TOKEN gives one, or else `az login`"),
            404 => Self::new(
                Standing::NotDone,
                Code::Input,
                format!("nothing answers commands at {} (404)", quoted(endpoint)),
            )
            .help("`--cluster` takes the address of the cluster itself: `https://CLUSTER.REGION.kusto.windows.net`"),
            429 => {
                let fault = Self::new(Standing::NotDone, Code::Throttled, "the cluster has too much to do (429)");
                with_lines(fault, &format!("\n{}", said(body).unwrap_or_default())).help(waited(tries, header))
            }
            300..400 => {
                let to = header.map_or_else(String::new, |to| format!(", {}", quoted(visible(to))));
                let message =
                    format!("the cluster sends to another address ({number}{to}), and no token is sent there");
                Self::new(Standing::NotDone, Code::Input, message)
                    .help("where that is the right one, name it by `--cluster`")
            }
            408 | 500..600 => {
                let message = said(body).map_or_else(|| unsaid(number, body), |said| format!("({number}) {said}"));
                let message = format!("the cluster failed: {message}");
                let fault = with_lines(Self::new(Standing::Unknown, Code::Input, first_line(&message)), &message);
                fault.help(waited(tries, header))
            }
            _ => {
                let message = said(body).map_or_else(|| unsaid(number, body), |said| format!("({number}) {said}"));
                Self::new(
                    Standing::NotDone,
                    Code::Input,
                    format!("the cluster refused the request: {}", first_line(&message)),
                )
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
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable | io::ErrorKind::AddrNotAvailable => {
            Fault::new(Standing::NotDone, Code::Input, format!("there is no way to `{host}`: {shown}"))
        }
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => {
            Fault::new(Standing::Unknown, Code::Input, format!("`{host}` ended the connection before its answer ended"))
        }
        _ => Fault::new(Standing::Unknown, Code::Input, format!("`{host}` can't be asked: {shown}")),
    }
}

/// Returns what the service says in its envelope (`reference/service-facts.md`, *Errors: codes and shapes*).
fn said(body: &str) -> Option<String> {
    let document: Value = serde_json::from_str(body).ok()?;
    let error = document.get("error")?;
    let text = |name: &str| error.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    text("@message").or_else(|| text("message")).map(|text| text.trim().to_owned())
}

/// Returns what is said of an answer that has no envelope.
fn unsaid(status: u16, body: &str) -> String {
    match beginning(body) {
        None => format!("status {status}, without a word"),
        Some(shown) => format!("status {status}, and what came with it is none of the service's errors: {shown}"),
    }
}

/// Returns how a text begins, as it may be shown.
pub(super) fn beginning(text: &str) -> Option<String> {
    let shown: String = text.trim().chars().take(SHOWN_CHARACTERS).collect();
    let more = if text.trim().chars().count() > SHOWN_CHARACTERS { "…" } else { "" };
    (!shown.is_empty()).then(|| quoted(format!("{}{more}", visible(&shown))))
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Adds what follows the first line as advice, which `kmgmt serve` marks so.
fn with_lines(fault: Fault, text: &str) -> Fault {
    let lines = text.lines().skip(1).filter(|line| !line.trim().is_empty());
    lines.fold(fault, |fault, line| fault.help(visible(line.strip_prefix("help: ").unwrap_or(line))))
}

fn waited(tries: usize, header: Option<&str>) -> String {
    let wait = header.filter(|wait| wait.bytes().all(|byte| byte.is_ascii_digit()));
    let wait = wait.map_or_else(String::new, |wait| format!(", which says to wait {wait} s"));
    match tries {
        0 | 1 => format!("it was asked once{wait}"),
        tries => format!("it was asked {}{wait}", counted(tries, "time")),
    }
}

fn seconds(time: Duration) -> String {
    format!("{} s", time.as_secs_f64())
}
