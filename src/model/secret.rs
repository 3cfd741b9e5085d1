//! Secrets in strings: what is redacted when they are printed or stored.

use std::borrow::Cow;
use std::ops::Range;

/// What stands where a secret was.
pub const REDACTED: &str = "****";

/// The parts of a connection string that say how to authenticate and hold no secret.
const OPEN_PARTS: &[&str] = &["impersonate", "managed_identity", "authentication", "prompt", "token_provider"];

/// Names of parts of a connection string whose values are secrets.
const SECRET_NAMES: &[&str] = &[
    "password",
    "pwd",
    "accountkey",
    "sharedaccesskey",
    "sharedaccesssignature",
    "sig",
    "secretkey",
    "clientsecret",
    "appkey",
    "application key",
    "token",
    "awscredentials",
];

/// Names of further parameters in the query of an address whose values are secrets: presigned addresses.
const SECRET_PARAMETERS: &[&str] = &["signature", "x-amz-signature", "x-amz-security-token", "access_token"];

/// Returns the string without its secrets: account keys and tokens after `;`, signatures after `?`,
/// passwords. The kind of authentication stays.
///
/// Source: storage connection strings
/// (`kusto/api/connection-strings/storage-connection-strings.md`).
#[must_use]
pub fn redacted(text: &str) -> Cow<'_, str> {
    redacted_at(text, &secrets(text))
}

/// Returns the text with [`REDACTED`] in place of each range; the ranges stand in order.
#[must_use]
pub fn redacted_at<'t>(text: &'t str, ranges: &[Range<usize>]) -> Cow<'t, str> {
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut written = 0;
    for range in ranges {
        out.push_str(text.get(written..range.start).unwrap_or_default());
        out.push_str(REDACTED);
        written = range.end;
    }
    out.push_str(text.get(written..).unwrap_or_default());
    Cow::Owned(out)
}

/// Returns where the secrets of a connection string stand, in order.
#[must_use]
pub fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut found = passwords(text);
    if is_url(text) {
        found.extend(in_url(text));
        return in_order(found);
    }
    found.extend(in_quoted_urls(text));
    if text.contains(';') && text.contains('=') && SECRET_NAMES.iter().any(|name| mentions(text, name)) {
        found.extend(in_parts(text));
    }
    in_order(found)
}

/// Returns the ranges in order; those that touch are joined.
#[must_use]
pub fn in_order(ranges: impl IntoIterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut ranges: Vec<_> = ranges.into_iter().collect();
    ranges.retain(|range| !range.is_empty());
    ranges.sort_unstable_by_key(|range| range.start);
    ranges.dedup_by(|next, last| {
        let touches = next.start <= last.end;
        if touches {
            last.end = last.end.max(next.end);
        }
        touches
    });
    ranges
}

/// Returns whether the text begins as an address does: `https://`, `abfss://`, `mongodb+srv://`.
#[must_use]
pub fn is_url(text: &str) -> bool {
    text.trim_start().split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
    })
}

fn mentions(text: &str, name: &str) -> bool {
    text.to_ascii_lowercase().contains(name)
}

/// Returns the passwords in addresses, wherever they stand in the text:
/// `https://user:password@host`.
fn passwords(text: &str) -> Vec<Range<usize>> {
    let ends_address = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>');
    let mut found = Vec::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), "://").map(|at| at + 3) {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        let address = rest.split(ends_address).next().unwrap_or_default();
        let host = address.split(|byte| b"/?#;".contains(byte)).next().unwrap_or_default();
        let Some(colon) = memchr::memchr(b':', host) else { continue };
        // What is no port is a password, which may hold the marks that end a host.
        let is_port = host.iter().skip(colon + 1).all(u8::is_ascii_digit);
        let end = memchr::memrchr(b'@', host)
            .or_else(|| if is_port { None } else { memchr::memrchr(b'@', address) })
            .filter(|end| *end > colon);
        found.extend(end.map(|end| at + colon + 1..at + end));
    }
    found
}

/// Returns what [`in_url`] finds in the addresses that stand in quotes in a text: JSON, or a query.
fn in_quoted_urls(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), "://") {
        let before = text.get(..at).unwrap_or_default();
        let before = before.trim_end_matches(|letter: char| letter.is_ascii_alphanumeric() || "+-.".contains(letter));
        let Some(quote) = before.chars().next_back().filter(|last| matches!(last, '"' | '\'')) else { continue };
        let inside = text.get(before.len()..).unwrap_or_default();
        let address = inside.split(quote).next().unwrap_or_default().trim_end_matches('\\');
        let moved = |place: Range<usize>| before.len() + place.start..before.len() + place.end;
        found.extend(in_url(address).into_iter().map(moved));
    }
    found
}

/// Returns what stands after the path: a query that holds a signature or a key, and how to authenticate.
fn in_url(text: &str) -> Vec<Range<usize>> {
    let (address, authentication) = text.split_once(';').map_or((text, None), |(left, right)| (left, Some(right)));
    let mut found = Vec::new();
    if let Some((before, query)) = address.split_once('?')
        && query.split('&').any(|part| part.split_once('=').is_some_and(|(name, _)| is_secret_parameter(name)))
    {
        found.push(before.len() + 1..address.len());
    }
    if let Some(part) = authentication.filter(|part| !is_open(part)) {
        let start = address.len() + 1;
        let named = part.split_once('=').filter(|(name, _)| is_secret_name(name)).map_or(0, |(name, _)| name.len() + 1);
        found.push(start + named..text.len());
    }
    found
}

/// Returns whether all that stands after the address is open.
fn is_open(authentication: &str) -> bool {
    authentication.split(';').all(|part| {
        let name = part.split('=').next().unwrap_or_default().trim().to_ascii_lowercase();
        name.is_empty() || OPEN_PARTS.contains(&name.as_str())
    })
}

fn is_secret_name(name: &str) -> bool {
    SECRET_NAMES.contains(&name.trim().to_ascii_lowercase().as_str())
}

fn is_secret_parameter(name: &str) -> bool {
    is_secret_name(name) || SECRET_PARAMETERS.contains(&name.to_ascii_lowercase().as_str())
}

/// Returns the values of the secret parts of `name=value;…`. A value in quotes may hold `;`.
fn in_parts(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let part = rest.split(';').next().unwrap_or_default();
        let mut end = at + part.len();
        if let Some((_, value)) = part.split_once('=').filter(|(name, _)| is_secret_name(name)) {
            let start = end - value.len();
            let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''));
            let closed = quote.and_then(|quote| Some(start + 2 + text.get(start + 1..)?.find(quote)?));
            end = end.max(closed.unwrap_or_default());
            found.push(start..end);
        }
        at = end + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_signatures_are_hidden_and_the_kind_of_authentication_stays() {
        let cases = [
            ("https://a.blob.core.windows.net/c;impersonate", "https://a.blob.core.windows.net/c;impersonate"),
            (
                "https://a.blob.core.windows.net/c;managed_identity=system",
                "https://a.blob.core.windows.net/c;managed_identity=system",
            ),
            (
                "https://a.blob.core.windows.net/c;managed_identity=system;sig=abc",
                "https://a.blob.core.windows.net/c;****",
            ),
            ("https://a.blob.core.windows.net/c;bm90IGEga2V5==", "https://a.blob.core.windows.net/c;****"),
            ("https://a.blob.core.windows.net/c;bGV0dGVycw==", "https://a.blob.core.windows.net/c;****"),
            ("https://a.blob.core.windows.net/c?sv=1&sig=abc", "https://a.blob.core.windows.net/c?****"),
            ("https://a.blob.core.windows.net/c;token=abc", "https://a.blob.core.windows.net/c;token=****"),
            ("Server=tcp:x;User ID=u;Password=p;", "Server=tcp:x;User ID=u;Password=****;"),
            ("Server=tcp:x;Password='a;b';UID=u", "Server=tcp:x;Password=****;UID=u"),
            (
                "BlobEndpoint=https://a/;SharedAccessSignature=sv=1",
                "BlobEndpoint=https://a/;SharedAccessSignature=****",
            ),
            ("aaduser=a@b;tenant", "aaduser=a@b;tenant"),
            ("https://u:PW@host/c;impersonate", "https://u:****@host/c;impersonate"),
            ("https://u:P/W@host/c", "https://u:****@host/c"),
            ("mongodb://u:PW@h/db?ssl=true", "mongodb://u:****@h/db?ssl=true"),
            ("https://app.powerbi.com/reportEmbed?reportId=", "https://app.powerbi.com/reportEmbed?reportId="),
            ("https://b.s3.amazonaws.com/x?a=b&X-Amz-Signature=1", "https://b.s3.amazonaws.com/x?****"),
            (r#"{"a": "https://a/c;a2V5", "b": 1}"#, r#"{"a": "https://a/c;****", "b": 1}"#),
            (r#"{\"a\": \"https://a/c?sig=1\"}"#, r#"{\"a\": \"https://a/c?****\"}"#),
            ("see https://a/b; it says more", "see https://a/b; it says more"),
            ("see https://u:PW@host and https://h:443/a@b", "see https://u:****@host and https://h:443/a@b"),
            ("abfss://files@a.dfs.core.windows.net/p", "abfss://files@a.dfs.core.windows.net/p"),
        ];
        for (text, expected) in cases {
            assert_eq!(redacted(text), expected);
        }
    }

    #[test]
    fn addresses_are_told_by_any_scheme_in_any_case() {
        for scheme in ["HTTPS", "abfs", "wasb", " https"] {
            assert_eq!(redacted(&format!("{scheme}://a/c;a2V5")), format!("{scheme}://a/c;****"));
        }
    }
}
