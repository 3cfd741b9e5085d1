//! The address of a cluster, and whether a token may go there.

use std::net::IpAddr;

use ureq::http::Uri;

use crate::diagnostic::{Code, Diagnostic};
use crate::remote::trust::is_trusted;
use crate::text::quoted;

/// The address of a cluster to which a token may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// `https`, or `http` of this machine.
    scheme: String,
    /// The host, with the port if one is named.
    authority: String,
    host: String,
    port: u16,
    /// What stands before the paths of requests: `/as/ana`.
    path: String,
}

/// What an address looks like.
const EXAMPLE: &str = "one is such as `https://CLUSTER.REGION.kusto.windows.net`";
const SECURE: &str = "https";
const PLAIN: &str = "http";
const LOCALHOST: &str = "localhost";

impl Endpoint {
    /// Reads an address. With `trusts` any host may have the token.
    ///
    /// # Errors
    /// It is no address of a cluster, or no token may go there; says why.
    pub fn parse(text: &str, trusts: bool) -> Result<Self, Diagnostic> {
        let wrong = |message: String| Diagnostic::error(Code::Syntax, message);
        let text = text.trim();
        let no_address = || match text.contains('@') {
            // What stands before the `@` may be a password: it is not repeated.
            true => wrong("the address of the cluster has an `@` where none belongs".to_owned())
                .help("a name and a password are of no use there")
                .help(EXAMPLE),
            false => wrong(format!("{} is no address of a cluster", quoted(text))).help(EXAMPLE),
        };
        let uri: Uri = text.parse().map_err(|_| no_address())?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return Err(no_address()) };
        let has_bad_port = authority.as_str().len() > authority.host().len() && authority.port_u16().is_none();
        if authority.as_str().contains('@') || has_bad_port {
            return Err(no_address());
        }
        if text.contains(['?', '#', ';', '\\']) || authority.host().is_empty() {
            return Err(no_address().help("nothing follows the host but a path: no database, no `;Fed=true`"));
        }
        let host = authority.host().trim_matches(['[', ']']).to_ascii_lowercase();
        let default = match scheme {
            SECURE => 443,
            PLAIN => 80,
            _ => return Err(no_address()),
        };
        let endpoint = Self {
            scheme: scheme.to_owned(),
            authority: authority.as_str().to_ascii_lowercase(),
            port: authority.port_u16().unwrap_or(default),
            path: uri.path().trim_end_matches('/').to_owned(),
            host,
        };
        endpoint.check(trusts).map(|()| endpoint)
    }

    fn check(&self, trusts: bool) -> Result<(), Diagnostic> {
        let host = &self.host;
        if self.is_local() {
            return Ok(());
        }
        if !self.is_secure() {
            let message = format!("to `{host}` no token goes over `http`, where others could read it");
            let help = format!("write `https://{}`; `http` is for this machine alone", self.authority);
            return Err(Diagnostic::error(Code::Syntax, message).help(help));
        }
        if trusts || is_trusted(host) {
            return Ok(());
        }
        let message = format!("`{host}` is no host that the SDKs of the service send a token to");
        let help = "where it is the right one, `--trust-host` sends it there all the same";
        Err(Diagnostic::error(Code::Syntax, message).help(help))
    }

    /// Returns whether it is on this machine: what is sent there does not leave it.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.host == LOCALHOST || self.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// Returns whether its path says who asks, as `kmgmt serve` takes it on this machine: no token is needed then.
    #[must_use]
    pub fn names_who_asks(&self) -> bool {
        self.is_local() && self.path.strip_prefix("/as/").is_some_and(|name| !name.is_empty())
    }

    /// Returns whether what is sent there is encrypted.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.scheme == SECURE
    }

    /// Returns the host.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Returns the port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Returns for what a token is asked: the cluster itself.
    #[must_use]
    pub fn resource(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        format!("{}://{host}", self.scheme)
    }

    /// Returns where commands are sent.
    #[must_use]
    pub fn management(&self) -> String {
        format!("{self}/v1/rest/mgmt")
    }

    /// Returns where a cluster says how one signs in: at the root, whatever the path of the address.
    #[must_use]
    pub fn metadata(&self) -> String {
        format!("{}://{}/v1/rest/auth/metadata", self.scheme, self.authority)
    }
}

impl std::fmt::Display for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority, self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, trusts: bool) -> String {
        match Endpoint::parse(text, trusts) {
            Ok(endpoint) => endpoint.management(),
            Err(error) => std::iter::once(error.message).chain(error.help).collect::<Vec<_>>().join("\n"),
        }
    }

    #[test]
    fn addresses_to_which_a_token_may_go() {
        for (text, url) in [
            ("https://help.kusto.windows.net", "https://help.kusto.windows.net/v1/rest/mgmt"),
            (" https://Help.kusto.windows.net/ ", "https://help.kusto.windows.net/v1/rest/mgmt"),
            ("https://help.kusto.windows.net:443", "https://help.kusto.windows.net:443/v1/rest/mgmt"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1/rest/mgmt"),
            ("http://127.9.9.9", "http://127.9.9.9/v1/rest/mgmt"),
            ("http://[::1]:8080/as/ana/", "http://[::1]:8080/as/ana/v1/rest/mgmt"),
            ("http://LOCALHOST", "http://localhost/v1/rest/mgmt"),
            ("http://127.0.0.1:8080/as/bo@contoso.com", "http://127.0.0.1:8080/as/bo@contoso.com/v1/rest/mgmt"),
        ] {
            assert_eq!(told(text, false), url);
        }
        assert_eq!(told("https://kusto.contoso.com", true), "https://kusto.contoso.com/v1/rest/mgmt");
        let root = Endpoint::parse("http://[::1]:8080/as/ana", false).map(|it| it.metadata());
        assert_eq!(root, Ok("http://[::1]:8080/v1/rest/auth/metadata".to_owned()));
        let resource = Endpoint::parse("https://help.kusto.windows.net:443/x", false).map(|it| it.resource());
        assert_eq!(resource, Ok("https://help.kusto.windows.net".to_owned()));
        let resource = Endpoint::parse("http://[::1]:8080", false).map(|it| it.resource());
        assert_eq!(resource, Ok("http://[::1]".to_owned()));
    }

    #[test]
    fn addresses_to_which_none_may() {
        let foreign = |host: &str| {
            format!(
                "`{host}` is no host that the SDKs of the service send a token to\n\
                 where it is the right one, `--trust-host` sends it there all the same"
            )
        };
        for host in ["evil.example", "help.kusto.windows.net.evil.example", "localhost.evil.example", "10.0.0.1"] {
            assert_eq!(told(&format!("https://{host}"), false), foreign(host));
        }
        for host in ["help.kusto.windows.net", "127.0.0.1.evil.example", "0.0.0.0", "192.168.0.1"] {
            let plain = format!(
                "to `{host}` no token goes over `http`, where others could read it\n\
                 write `https://{host}`; `http` is for this machine alone"
            );
            assert_eq!(told(&format!("http://{host}"), true), plain);
        }
    }

    #[test]
    fn what_is_no_address() {
        for text in [
            "",
            "help",
            "help.kusto.windows.net",
            "ftp://help.kusto.windows.net",
            "https://",
            "/v1",
            "a b",
            "https://x:y",
        ] {
            assert_eq!(told(text, false), format!("{} is no address of a cluster\n{EXAMPLE}", quoted(text)));
        }
        for text in ["https://help.kusto.windows.net/Samples;Fed=true", "https://help.kusto.windows.net?x=1"] {
            assert!(told(text, false).ends_with("no database, no `;Fed=true`"), "{text}");
        }
        assert!(!told("https://ana:1/geheim@help.kusto.windows.net", false).contains("geheim"));
        // Programs differ in what the host of the last ones is.
        for text in [
            "https://ana:geheim@help.kusto.windows.net",
            "https://ana:geheim@help.kusto.windows.net/x",
            "https://ana:geh/eim@help.kusto.windows.net",
            "https://help.kusto.windows.net:1?geheim@help.kusto.windows.net",
            "ana:geheim@help.kusto.windows.net",
            r"https://evil.example\@help.kusto.windows.net",
            r"https://help.kusto.windows.net\@evil.example",
        ] {
            let named = told(text, false);
            assert!(named.starts_with("the address of the cluster has an `@` where none belongs\n"), "{named}");
            assert!(!named.contains("geh") && !named.contains("evil"));
        }
    }
}
