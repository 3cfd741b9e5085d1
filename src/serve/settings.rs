//! How requests are served.

use std::net::SocketAddr;
use std::time::Duration;

use crate::directory::PrincipalId;
use crate::model::limit;
use crate::serve::log::LogFormat;
use crate::session::NoEffect;

/// How requests are served.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// Who acts for requests that do not say who asks.
    pub principal: Option<PrincipalId>,
    /// Names of this machine that clients use, beside `localhost` and numbers.
    pub hosts: Vec<String>,
    /// Whether the web page of the service may ask.
    pub allows_web_ui: bool,
    /// What to do with commands that have no effect here.
    pub no_effect: NoEffect,
    /// How requests are logged.
    pub log: LogFormat,
    /// What clients may take.
    pub limits: Limits,
}

/// How long clients may take, and how much, and how many there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long the first byte of a connection may take.
    pub first_byte: Duration,
    /// How long the head of a request may take.
    pub head: Duration,
    /// How long its body may take.
    pub body: Duration,
    /// How long a client may take nothing of an answer.
    pub answer: Duration,
    /// How long a query may take.
    pub query: Duration,
    /// How many connections are served at the same time.
    pub connections: usize,
    /// How many bytes the bodies of all requests may have at the same time.
    pub bodies: usize,
    /// How many identities that nobody declares may ask.
    pub strangers: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            first_byte: limit::FIRST_BYTE_TIME,
            head: limit::HEAD_TIME,
            body: limit::BODY_TIME,
            answer: limit::WRITE_TIME,
            query: limit::QUERY_TIME,
            connections: limit::CONNECTIONS,
            bodies: limit::BODIES_BYTES,
            strangers: limit::STRANGERS,
        }
    }
}
