//! What is served, and under which address.

use std::borrow::Cow;

use hyper::Method;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

/// What a request is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Endpoint {
    /// Commands, answered by documents of version 1.
    Manage,
    /// Queries and commands, answered by documents of version 1.
    Query,
    /// Queries and commands, answered by frames of version 2.
    QueryFrames,
    /// Data for a table of a database.
    Ingest {
        /// The database.
        database: String,
        /// The table.
        table: String,
    },
    /// How one signs in.
    Metadata,
    /// Whether the server is there.
    Ping,
}

/// Where a request goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Route {
    /// Who asks, where the address says so: `ana` in `/as/ana/v1/rest/mgmt`.
    pub(super) alias: Option<String>,
    /// What for; none where nothing is served.
    pub(super) endpoint: Option<Endpoint>,
}

/// What begins an address that says who asks.
const AS: &str = "/as/";
const INGEST: &str = "v1/rest/ingest/";

/// The addresses that name nothing more.
const ENDPOINTS: &[(&str, Endpoint)] = &[
    ("v1/rest/mgmt", Endpoint::Manage),
    ("v1/rest/query", Endpoint::Query),
    ("v2/rest/query", Endpoint::QueryFrames),
    ("v1/rest/auth/metadata", Endpoint::Metadata),
    ("v1/rest/ping", Endpoint::Ping),
];

impl Route {
    /// Reads the path of an address.
    pub(super) fn of(path: &str) -> Self {
        let named = path.strip_prefix(AS).and_then(|rest| rest.split_once('/'));
        let (alias, rest) = match named {
            Some((alias, rest)) => (Some(decoded(alias).into_owned()), rest),
            None => (None, path.trim_start_matches('/')),
        };
        Self { alias, endpoint: endpoint(rest.trim_end_matches('/')) }
    }
}

fn endpoint(path: &str) -> Option<Endpoint> {
    if let Some((database, table)) = path.strip_prefix(INGEST).and_then(|rest| rest.split_once('/')) {
        let [database, table] = [database, table].map(|name| decoded(name).into_owned());
        return Some(Endpoint::Ingest { database, table });
    }
    ENDPOINTS.iter().find(|(known, _)| *known == path).map(|(_, endpoint)| endpoint.clone())
}

impl Endpoint {
    /// Returns the method of HTTP that it takes.
    pub(super) const fn method(&self) -> Method {
        match self {
            Self::Metadata | Self::Ping => Method::GET,
            Self::Manage | Self::Query | Self::QueryFrames | Self::Ingest { .. } => Method::POST,
        }
    }
}

/// Returns how one signs in: not at all, where nobody has to say who asks.
pub(super) fn metadata(signs_in: bool) -> Value {
    if !signs_in {
        return json!({ "AzureAD": null });
    }
    json!({ "AzureAD": {
        "LoginEndpoint": "https://login.microsoftonline.com",
        "LoginMfaRequired": false,
        "KustoClientAppId": "db662dc1-0cfe-4e1c-a843-19a68e65be58",
        "KustoClientRedirectUri": "https://microsoft/kustoclient",
        "KustoServiceResourceId": "https://kusto.kusto.windows.net",
        "FirstPartyAuthorityUrl": "https://login.microsoftonline.com/f8cdef31-a31e-4b4a-93e4-5f571e91255a",
    } })
}

/// Returns the addresses that are served, for a message.
pub(super) fn served() -> Vec<String> {
    let all = ENDPOINTS.iter().map(|(path, endpoint)| format!("{} /{path}", endpoint.method()));
    all.chain([format!("{} /{INGEST}DATABASE/TABLE", Method::POST)]).collect()
}

/// Returns a part of an address with what `%` stands before decoded; what is not UTF-8 stays as it is.
pub(super) fn decoded(part: &str) -> Cow<'_, str> {
    percent_decode_str(part).decode_utf8().unwrap_or(Cow::Borrowed(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_what_is_served_with_and_without_who_asks() {
        let route = |path: &str| Route::of(path);
        let to = |alias: Option<&str>, endpoint| Route { alias: alias.map(str::to_owned), endpoint };
        assert_eq!(route("/v1/rest/mgmt"), to(None, Some(Endpoint::Manage)));
        assert_eq!(route("//v1/rest/mgmt/"), to(None, Some(Endpoint::Manage)));
        assert_eq!(route("/as/ana/v2/rest/query"), to(Some("ana"), Some(Endpoint::QueryFrames)));
        assert_eq!(
            route("/as/aaduser%3Dana%40f.com/v1/rest/ping"),
            to(Some("aaduser=ana@f.com"), Some(Endpoint::Ping))
        );
        let ingest = Endpoint::Ingest { database: "My Db".to_owned(), table: "T".to_owned() };
        assert_eq!(route("/v1/rest/ingest/My%20Db/T"), to(None, Some(ingest)));
        assert_eq!(route("/v1/rest/ingest/T"), to(None, None));
        assert_eq!(route("/as/ana"), to(None, None));
        assert_eq!(route("/"), to(None, None));
    }

    #[test]
    fn what_is_no_code_stays_as_it_is() {
        assert_eq!(decoded("a%2"), "a%2");
        assert_eq!(decoded("%zz%41"), "%zzA");
        assert_eq!(decoded("%ff"), "%ff");
    }
}
