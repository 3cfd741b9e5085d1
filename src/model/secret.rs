//! Secrets in strings: what is hidden when they are printed or stored.

use std::borrow::Cow;

/// What stands where a secret was.
pub const HIDDEN: &str = "****";

/// The parts of a connection string that say how to authenticate and hold no secret.
const OPEN_PARTS: &[&str] = &["impersonate", "managed_identity", "authentication", "prompt", "token_provider"];

/// Names of parts of a connection string whose values are secrets.
const SECRET_NAMES: &[&str] =
    &["password", "pwd", "accountkey", "sharedaccesskey", "sig", "secretkey", "token", "awscredentials"];

/// The string without its secrets: account keys and tokens after `;`, signatures after `?`,
/// passwords. The kind of authentication stays.
///
/// Source: storage connection strings (`kusto/api/connection-strings/storage-connection-strings.md`).
#[must_use]
pub fn redacted(text: &str) -> Cow<'_, str> {
    if is_storage(text) {
        return redacted_storage(text);
    }
    if text.contains(';') && text.contains('=') && SECRET_NAMES.iter().any(|name| mentions(text, name)) {
        return Cow::Owned(redacted_parts(text));
    }
    Cow::Borrowed(text)
}

/// An obfuscated string without its secrets: of a connection string what is open stays, any other
/// is hidden whole.
#[must_use]
pub fn redacted_obfuscated(text: &str) -> Cow<'_, str> {
    let shown = redacted(text);
    let is_connection = is_storage(text) || matches!(shown, Cow::Owned(_));
    if text.contains("://") && is_connection { shown } else { Cow::Borrowed(HIDDEN) }
}

/// Whether the text begins with an address, `scheme://`: storage is named so.
fn is_storage(text: &str) -> bool {
    let scheme = text.trim_start().split_once("://").map_or("", |(scheme, _)| scheme);
    !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn mentions(text: &str, name: &str) -> bool {
    text.to_ascii_lowercase().contains(name)
}

fn redacted_storage(text: &str) -> Cow<'_, str> {
    let (address, authentication) = text.split_once(';').map_or((text, None), |(left, right)| (left, Some(right)));
    let open = authentication.is_none_or(is_open);
    if open && !address.contains('?') {
        return Cow::Borrowed(text);
    }
    let address = match address.split_once('?') {
        Some((path, _)) => format!("{path}?{HIDDEN}"),
        None => address.to_owned(),
    };
    Cow::Owned(match authentication {
        None => address,
        Some(part) if is_open(part) => format!("{address};{part}"),
        Some(part) => match part.split_once('=') {
            Some((name, _)) if is_secret_name(name) => format!("{address};{name}={HIDDEN}"),
            _ => format!("{address};{HIDDEN}"),
        },
    })
}

/// Whether all that stands behind the address is open.
fn is_open(authentication: &str) -> bool {
    authentication.split(';').all(|part| {
        let name = part.split('=').next().unwrap_or_default().trim().to_ascii_lowercase();
        name.is_empty() || OPEN_PARTS.contains(&name.as_str())
    })
}

fn is_secret_name(name: &str) -> bool {
    SECRET_NAMES.contains(&name.trim().to_ascii_lowercase().as_str())
}

fn redacted_parts(text: &str) -> String {
    let parts: Vec<String> = text
        .split(';')
        .map(|part| match part.split_once('=') {
            Some((name, _)) if is_secret_name(name) => format!("{name}={HIDDEN}"),
            _ => part.to_owned(),
        })
        .collect();
    parts.join(";")
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
            ("aaduser=a@b;tenant", "aaduser=a@b;tenant"),
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

    #[test]
    fn an_obfuscated_string_is_hidden_unless_it_is_a_connection_string() {
        let cases = [
            ("key", "****"),
            ("my key is at x://y", "****"),
            ("https://a.blob.core.windows.net/c;impersonate", "https://a.blob.core.windows.net/c;impersonate"),
            ("AccountEndpoint=https://a/;AccountKey=k;", "AccountEndpoint=https://a/;AccountKey=****;"),
        ];
        for (text, expected) in cases {
            assert_eq!(redacted_obfuscated(text), expected);
        }
    }
}
