//! Who may reach the server. Browsers reach loopback too: a page of somebody else must neither ask here, nor read an answer,
//! and a name that somebody else points at this machine is not one of ours.

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};

use hyper::Uri;
use hyper::header::{self, HeaderMap, HeaderValue};

use crate::serve::fault::Fault;
use crate::serve::trace::text;

/// The web page of the service.
pub(super) const WEB_UI: &str = "https://dataexplorer.azure.com";
/// The name of this machine for itself.
const LOCALHOST: &str = "localhost";
/// The headers that the web page sends, beside those that begin with [`OF_SERVICE`].
const SENT: &[&str] = &["accept", "authorization", "cache-control", "content-type"];
const OF_SERVICE: &str = "x-ms-";
/// How long a browser remembers what it may send, in seconds.
const REMEMBERED: &str = "600";

/// What may reach the server.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    /// Names of this machine that clients use, beside `localhost` and numbers.
    pub(super) hosts: Vec<String>,
    /// Whether the web page of the service may ask.
    pub(super) allows_web_ui: bool,
}

impl Guard {
    /// Lets a request pass, or not. It names the host that it is for by its address too, where that is a whole one.
    ///
    /// # Errors
    /// It comes from a page that is not allowed, is for another host, or does not say for which.
    pub(super) fn check(&self, address: &Uri, headers: &HeaderMap) -> Result<(), Fault> {
        let named = headers.get_all(header::HOST).iter().map(|host| String::from_utf8_lossy(host.as_bytes()));
        let mut hosts = named.chain(address.authority().map(|host| Cow::Borrowed(host.as_str()))).peekable();
        if hosts.peek().is_none() {
            return Err(Fault::bad_request("the request has no header `Host`, which says for which host it is"));
        }
        if let Some(host) = hosts.find(|host| !self.is_ours(name_of(host))) {
            let fault = Fault::forbidden(format!("the request is for the host `{host}`, which is not this server"));
            return Err(fault.help("`--allow-host NAME` names a host under which clients reach it"));
        }
        if let Some(origin) = headers.get_all(header::ORIGIN).iter().find(|origin| !self.allows(origin)) {
            let origin = String::from_utf8_lossy(origin.as_bytes());
            let fault =
                Fault::forbidden(format!("the request comes from a page of `{origin}`, which may not ask here"));
            return Err(fault.help(format!("`--allow-web-ui` lets pages of {WEB_UI} ask, and no others")));
        }
        Ok(())
    }

    /// A number is no name that somebody else could point here.
    fn is_ours(&self, name: &str) -> bool {
        let is_number = name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
        is_number || name.eq_ignore_ascii_case(LOCALHOST) || self.hosts.iter().any(|own| own.eq_ignore_ascii_case(name))
    }

    fn allows(&self, origin: &HeaderValue) -> bool {
        self.allows_web_ui && origin.as_bytes() == WEB_UI.as_bytes()
    }

    /// Adds what lets a page read the answer, if it may.
    pub(super) fn add_headers(&self, asked: &HeaderMap, answer: &mut HeaderMap) {
        if !self.allows_web_ui {
            return;
        }
        answer.insert(header::VARY, HeaderValue::from_static("Origin"));
        if !asked.get(header::ORIGIN).is_some_and(|origin| self.allows(origin)) {
            return;
        }
        answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static(WEB_UI));
        let shown = HeaderValue::from_static("x-ms-activity-id, x-ms-client-request-id");
        answer.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, shown);
    }

    /// Returns the headers that say what a page may send.
    pub(super) fn may_send(&self, asked: &HeaderMap) -> HeaderMap {
        let mut answer = HeaderMap::new();
        self.add_headers(asked, &mut answer);
        answer.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, OPTIONS"));
        let wanted = text(asked, &header::ACCESS_CONTROL_REQUEST_HEADERS).unwrap_or_default();
        let may = |name: &&str| {
            let name = name.to_ascii_lowercase();
            SENT.contains(&name.as_str()) || name.starts_with(OF_SERVICE)
        };
        let allowed: Vec<&str> = wanted.split(',').map(str::trim).filter(may).collect();
        if let Ok(allowed) = HeaderValue::from_str(&allowed.join(", ")) {
            answer.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
        }
        answer.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(REMEMBERED));
        answer.insert("access-control-allow-private-network", HeaderValue::from_static("true"));
        answer
    }
}

/// Returns the name of a host without its port.
fn name_of(host: &str) -> &str {
    if host.parse::<IpAddr>().is_ok() {
        return host;
    }
    host.rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|digit| digit.is_ascii_digit()))
        .map_or(host, |(name, _)| name)
}

/// Returns whether a client is on this machine.
pub(super) fn is_local(peer: SocketAddr) -> bool {
    peer.ip().to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_host_that_a_request_names_is_looked_at() {
        let guard = Guard { hosts: Vec::new(), allows_web_ui: false };
        let status = |address: &str, hosts: &[&str]| {
            let mut headers = HeaderMap::new();
            hosts.iter().for_each(|host| _ = headers.append(header::HOST, host.parse().unwrap()));
            guard.check(&address.parse().unwrap(), &headers).map_err(|fault| fault.status().as_u16())
        };
        let path = "/v1/rest/ping";
        assert_eq!(status(path, &["localhost:1"]), Ok(()));
        assert_eq!(status(&format!("http://localhost{path}"), &["localhost"]), Ok(()));
        assert_eq!(status(path, &[]), Err(400));
        assert_eq!(status(path, &["localhost", "evil.test"]), Err(403));
        assert_eq!(status(path, &["evil.test", "localhost"]), Err(403));
        assert_eq!(status(&format!("http://evil.test{path}"), &["localhost"]), Err(403));
        assert_eq!(status(&format!("http://evil.test{path}"), &[]), Err(403));
    }

    #[test]
    fn hosts_are_ours_by_number_by_localhost_and_where_they_are_named() {
        let guard = Guard { hosts: vec!["kusto.test".to_owned()], allows_web_ui: false };
        for (host, is_ours) in [
            ("localhost:8080", true),
            ("LOCALHOST", true),
            ("127.0.0.1:80", true),
            ("[::1]:80", true),
            ("::1", true),
            ("kusto.test:1", true),
            ("localhost.evil.test:8080", false),
            ("evil.test", false),
            ("127.0.0.1.evil.test", false),
            ("", false),
        ] {
            assert_eq!(guard.is_ours(name_of(host)), is_ours, "{host}");
        }
    }
}
