//! Requests: one command each.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::Read;
use std::net::ToSocketAddrs;
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};
use ureq::http::{StatusCode, header};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Body, Proxy};

use crate::diagnostic::{Code, Diagnostic};
use crate::model::limit;
use crate::remote::answer::whole;
use crate::remote::endpoint::Endpoint;
use crate::remote::fault::{Fault, Rejected, Standing, no_host};
use crate::remote::token::Token;

/// A command for a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The database in context.
    pub database: &'a str,
    /// The command.
    pub command: &'a str,
    /// Whether it may change something. If not, the cluster is told so, and it may be asked again.
    pub changes: bool,
}

/// How long a cluster may take, and how often it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For the beginning of an answer, and as long again for the rest of it.
    pub answer: Duration,
    /// How often a command that reads is sent, where the cluster has too much to do.
    pub tries: usize,
    /// How long it waits before the second time, where the cluster does not say it; each time twice as long.
    pub wait: Duration,
    /// How many bytes an answer has at most.
    pub bytes: u64,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: limit::CLUSTER_CONNECT_TIME,
            answer: limit::CLUSTER_ANSWER_TIME,
            tries: limit::CLUSTER_TRIES,
            wait: limit::CLUSTER_WAIT,
            bytes: limit::FILE_BYTES,
        }
    }
}

/// A cluster that can be asked.
#[derive(Debug)]
pub struct Connection {
    endpoint: Endpoint,
    token: Option<Token>,
    patience: Patience,
    /// For what reads: its connections are used again.
    reading: Agent,
    /// For what changes something: each has a connection of its own, which cannot have ended unnoticed.
    changing: Agent,
}

/// What kmgmt calls itself.
const NAME: &str = concat!("kmgmt/", env!("CARGO_PKG_VERSION"));
const JSON: &str = "application/json";

impl Connection {
    /// Returns a cluster that is asked without a token. Nothing is sent yet.
    ///
    /// # Errors
    /// The certificates that this machine trusts can't be read.
    pub fn new(endpoint: Endpoint, patience: Patience) -> Result<Self, Diagnostic> {
        let tls = if endpoint.is_local() && !endpoint.is_secure() { TlsConfig::builder().build() } else { tls()? };
        // What goes to this machine goes past every proxy.
        let proxy = if endpoint.is_local() { None } else { Proxy::try_from_env() };
        let agent = |idle: usize| -> Agent {
            let config = Agent::config_builder()
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .proxy(proxy.clone())
                .tls_config(tls.clone())
                .user_agent(NAME)
                .accept(JSON)
                .max_idle_connections(idle)
                .max_idle_connections_per_host(idle)
                .timeout_resolve(Some(patience.connect))
                .timeout_connect(Some(patience.connect))
                .timeout_send_body(Some(patience.answer))
                .timeout_recv_response(Some(patience.answer))
                .timeout_recv_body(Some(patience.answer))
                .build();
            config.into()
        };
        let (reading, changing) = (agent(1), agent(0));
        Ok(Self { endpoint, token: None, patience, reading, changing })
    }

    /// Returns the same cluster, asked with a token.
    #[must_use]
    pub fn with_token(self, token: Token) -> Self {
        Self { token: Some(token), ..self }
    }

    /// Returns the address.
    #[must_use]
    pub const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Returns whether the cluster wants a token, by what it says of how one signs in: `{"AzureAD":null}` is that nobody
    /// has to. It is asked without one.
    ///
    /// # Errors
    /// Nobody answers.
    pub fn wants_token(&self) -> Result<bool, Fault> {
        self.check_host()?;
        let sent = self.reading.get(self.endpoint.metadata()).call();
        let mut response = sent.map_err(|error| self.fault(error))?;
        if !response.status().is_success() {
            return Ok(true);
        }
        let text = self.text(response.body_mut(), limit::ERROR_BYTES)?;
        let metadata: Option<Value> = serde_json::from_str(&text).ok();
        Ok(metadata.and_then(|it| it.get("AzureAD").map(|way| !way.is_null())).unwrap_or(true))
    }

    /// Sends a command; answers with the document that comes back, which is whole. What reads is sent again where the
    /// cluster has too much to do, or fails.
    ///
    /// # Errors
    /// The cluster refuses it, or can't be asked. The token is not in what is told.
    pub fn ask(&self, asked: &Asked<'_>) -> Result<String, Fault> {
        let most = if asked.changes { 1 } else { self.patience.tries.max(1) };
        let mut tries = 1;
        loop {
            let rejected = match self.sent(asked)? {
                Sent::Answer(text) => return whole(text),
                Sent::Rejected(rejected) => rejected,
            };
            match self.pause(&rejected, tries) {
                Some(pause) if tries < most => sleep(pause),
                _ => return Err(Fault::of_status(&rejected, &self.endpoint, tries, self.token.is_some())),
            }
            tries += 1;
        }
    }

    fn sent(&self, asked: &Asked<'_>) -> Result<Sent, Fault> {
        let options = if asked.changes { json!({}) } else { json!({ "request_readonly": true }) };
        let properties = json!({ "Options": options });
        let body = json!({ "db": asked.database, "csl": asked.command, "properties": properties }).to_string();
        let agent = if asked.changes { &self.changing } else { &self.reading };
        let request = agent
            .post(self.endpoint.management())
            .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
            .header("x-ms-app", NAME)
            .header("x-ms-client-request-id", format!("kmgmt.execute;{}", random_id()));
        let request = match &self.token {
            Some(token) => request.header(header::AUTHORIZATION, token.header()),
            None => request,
        };
        self.check_host()?;
        let mut response = request.send(body).map_err(|error| self.fault(error))?;
        if response.status() == StatusCode::OK {
            let text = self.text(response.body_mut(), self.patience.bytes)?;
            return Ok(Sent::Answer(self.without_token(text)));
        }
        // What an error says may be cut: its beginning is told.
        let mut bytes = Vec::new();
        let _ = response.body_mut().as_reader().take(limit::ERROR_BYTES).read_to_end(&mut bytes);
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let hidden = |text: Option<String>| text.map(|text| self.without_token(text));
        Ok(Sent::Rejected(Rejected {
            status: response.status(),
            location: hidden(header(header::LOCATION)),
            retry_after: hidden(header(header::RETRY_AFTER)),
            body: self.without_token(String::from_utf8_lossy(&bytes).into_owned()),
        }))
    }

    /// Looks whether the host has an address, before something is sent: afterwards nothing would tell whether that came
    /// before an error or after it. A proxy looks itself.
    ///
    /// # Errors
    /// It has none.
    fn check_host(&self) -> Result<(), Fault> {
        let (host, port) = (self.endpoint.host(), self.endpoint.port());
        let is_direct = self.reading.config().proxy().is_none();
        if is_direct && (host, port).to_socket_addrs().is_err() { Err(no_host(host)) } else { Ok(()) }
    }

    /// Returns a text that came without the token, which a server may say back. It is taken out of the whole text, before
    /// any part of it is read, shown or kept.
    fn without_token(&self, text: String) -> String {
        match self.token.as_ref().map(|token| token.hidden_in(&text)) {
            Some(Cow::Owned(hidden)) => hidden,
            Some(Cow::Borrowed(_)) | None => text,
        }
    }

    /// Returns the whole text of an answer.
    fn text(&self, body: &mut Body, most: u64) -> Result<String, Fault> {
        let mut bytes = Vec::new();
        let read = body.with_config().limit(most).reader().read_to_end(&mut bytes);
        read.map_err(|error| self.fault(ureq::Error::from(error)))?;
        String::from_utf8(bytes).map_err(|_| Fault::new(Standing::Unknown, Code::Input, "the answer is no UTF-8"))
    }

    /// Returns how long to wait before a command is sent again; nothing where that is of no use, or too long.
    fn pause(&self, rejected: &Rejected, tries: usize) -> Option<Duration> {
        if rejected.status != StatusCode::TOO_MANY_REQUESTS && !rejected.status.is_server_error() {
            return None;
        }
        let asked = rejected.retry_after.as_ref().and_then(|wait| wait.trim().parse().ok());
        let doubled = || self.patience.wait * 2u32.saturating_pow(u32::try_from(tries - 1).unwrap_or(u32::MAX));
        let pause = asked.map_or_else(doubled, Duration::from_secs);
        (pause <= limit::CLUSTER_LONGEST_WAIT).then_some(pause)
    }

    fn fault(&self, error: ureq::Error) -> Fault {
        Fault::of_transport(error, &self.endpoint, self.patience.answer, self.patience.connect)
    }
}

/// What came back.
enum Sent {
    Answer(String),
    Rejected(Rejected),
}

/// Returns how certificates are checked: by those that this machine trusts, as its other programs do.
fn tls() -> Result<TlsConfig, Diagnostic> {
    let found = rustls_native_certs::load_native_certs();
    if found.certs.is_empty() {
        let why = found.errors.first().map_or_else(String::new, |error| format!(": {error}"));
        let message = format!("this machine has no certificates that it trusts{why}");
        let help = "the package `ca-certificates` has them, or SSL_CERT_FILE names a file with some";
        return Err(Diagnostic::error(Code::Input, message).help(help));
    }
    let certificates: Vec<_> = found.certs.iter().map(|it| Certificate::from_der(it.as_ref()).to_owned()).collect();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = TlsConfig::builder().root_certs(RootCerts::Specific(Arc::new(certificates)));
    Ok(config.unversioned_rustls_crypto_provider(provider).build())
}

/// Returns an id by which the service's logs name a request.
fn random_id() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}
