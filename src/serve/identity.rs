//! Who asks: the address says so, or a token, or how the server was started.

use std::net::SocketAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use hyper::header::{self, HeaderMap};
use serde::Deserialize;
use serde_json::Value;

use crate::directory::{Directory, PrincipalId};
use crate::model::principal::{PrincipalKind, PrincipalRef};
use crate::serve::fault::Fault;
use crate::serve::guard::is_local;
use crate::text::nearest;

/// Who asks, as the request says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asking {
    /// The one whom the server lets act, if nobody is named: `--as`, or the administrator on this machine.
    Default,
    /// The name in the address.
    Alias(String),
    /// The claims of a token, which nobody has verified.
    Token(Box<Claims>),
}

/// What a token claims (names of Microsoft Entra); what is null is not claimed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Claims {
    oid: Option<String>,
    tid: Option<String>,
    appid: Option<String>,
    azp: Option<String>,
    upn: Option<String>,
    preferred_username: Option<String>,
    /// What a user lets an application do: the token of a user has it, and that of an application has not.
    scp: Option<Value>,
    groups: Option<Vec<String>>,
}

const BEARER: &str = "bearer ";

impl Asking {
    /// Reads who asks.
    ///
    /// # Errors
    /// The token can't be read. No answer is 401: clients drop its body.
    pub(super) fn of(alias: Option<String>, headers: &HeaderMap) -> Result<Self, Fault> {
        if let Some(alias) = alias {
            return Ok(Self::Alias(alias));
        }
        let mut all = headers.get_all(header::AUTHORIZATION).iter();
        let Some(authorization) = all.next() else { return Ok(Self::Default) };
        // Whoever sends a token that can't be read does not act as somebody without one.
        let only = authorization.to_str().ok().filter(|_| all.next().is_none());
        match only.and_then(token).and_then(Claims::read) {
            Some(claims) => Ok(Self::Token(Box::new(claims))),
            None => {
                let fault = Fault::forbidden("the token of the request can't be read: it is not a JSON Web Token");
                Err(fault
                    .help("its claims `upn`, or `oid` or `appid` with `tid`, say who asks; nobody verifies them")
                    .help("without a token, `/as/NAME` before the path says who asks"))
            }
        }
    }
}

/// Returns the token of a header that has one.
fn token(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_at_checked(BEARER.len())?;
    scheme.eq_ignore_ascii_case(BEARER).then(|| token.trim())
}

impl Claims {
    /// Reads the claims of a token without verifying it: the second of its three parts, in base64 of either alphabet.
    fn read(token: &str) -> Option<Self> {
        let [_, claims, _] = token.split('.').collect::<Vec<_>>().try_into().ok()?;
        let claims = claims.trim_end_matches('=').replace('-', "+").replace('_', "/");
        let claims = serde_json::from_slice(&STANDARD_NO_PAD.decode(claims).ok()?).ok()?;
        // serde takes an array for the fields of a struct too.
        match claims {
            Value::Object(_) => serde_json::from_value(claims).ok(),
            _ => None,
        }
    }

    /// Returns references to the one who asks, in the order in which they are tried: of a user its name, then its id; of
    /// an application its id.
    fn references(&self) -> Vec<String> {
        let with_tenant = |id: &str| match &self.tid {
            Some(tenant) => format!("{id};{tenant}"),
            None => id.to_owned(),
        };
        let user = |id: String| format!("{}={id}", PrincipalKind::User.word());
        let name = self.upn.as_ref().or(self.preferred_username.as_ref());
        let is_of_user = name.is_some() || self.scp.is_some();
        let app = self.appid.as_ref().or(self.azp.as_ref()).filter(|_| !is_of_user);
        let app = app.map(|id| format!("{}={}", PrincipalKind::Application.word(), with_tenant(id)));
        let by_id = self.oid.as_ref().map(|id| user(with_tenant(id)));
        app.into_iter().chain(name.cloned().map(user)).chain(by_id).collect()
    }

    /// Returns references to the groups that the one who asks is in, as the token claims.
    fn groups(&self) -> impl Iterator<Item = String> {
        let tenant = self.tid.clone().map_or_else(String::new, |tenant| format!(";{tenant}"));
        self.groups.iter().flatten().map(move |id| format!("{}={id}{tenant}", PrincipalKind::Group.word()))
    }
}

/// Who acts for a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Somebody whom the directory knows, and groups that a token claims besides.
    Known(PrincipalId, Vec<PrincipalId>),
    /// Somebody whom an open directory learns, or a closed one refuses.
    New(String),
}

/// Finds who asks; `fallback` acts where nobody is named.
///
/// # Errors
/// There is no such name, or nobody is named and the client is on another machine.
pub(super) fn found(
    asking: &Asking,
    directory: &Directory,
    fallback: Option<PrincipalId>,
    peer: SocketAddr,
) -> Result<Who, Fault> {
    match asking {
        Asking::Default => match fallback.or_else(|| is_local(peer).then(|| directory.local_admin())) {
            Some(principal) => Ok(Who::Known(principal, Vec::new())),
            None => Err(nobody()),
        },
        Asking::Alias(name) => match directory.alias(name) {
            Some(principal) => Ok(Who::Known(principal, Vec::new())),
            None => {
                let reference = reference(name).ok_or_else(|| no_alias(name, directory))?;
                Ok(known(directory, &reference).unwrap_or(Who::New(reference)))
            }
        },
        Asking::Token(claims) => {
            let references = claims.references();
            let groups = || claims.groups().filter_map(|group| resolved(directory, &group)).collect();
            let found = references.iter().find_map(|reference| resolved(directory, reference));
            match (found, references.into_iter().next()) {
                (Some(principal), _) => Ok(Who::Known(principal, groups())),
                (None, Some(reference)) => Ok(Who::New(reference)),
                (None, None) => {
                    let fault = Fault::forbidden("the token of the request does not say who asks");
                    Err(fault.help("it has none of the claims `upn`, `preferred_username`, `oid`, `appid`, `azp`"))
                }
            }
        }
    }
}

/// Returns the reference that a name in an address is: the UPN of a user, or a whole reference. An alias has neither `@`
/// nor `=`.
fn reference(name: &str) -> Option<String> {
    match name {
        name if name.contains('=') => Some(name.to_owned()),
        name if name.contains('@') => Some(format!("{}={name}", PrincipalKind::User.word())),
        _ => None,
    }
}

fn known(directory: &Directory, reference: &str) -> Option<Who> {
    resolved(directory, reference).map(|principal| Who::Known(principal, Vec::new()))
}

/// Returns whom a reference names, if the directory knows somebody.
fn resolved(directory: &Directory, reference: &str) -> Option<PrincipalId> {
    let reference = PrincipalRef::parse(reference).ok()?;
    directory.resolve(&reference).ok()?.principal
}

fn nobody() -> Fault {
    Fault::forbidden("the request does not say who asks")
        .help("a token says so by its claims, or `/as/NAME` before the path")
        .help("`--as PRINCIPAL` says who acts for requests that say nothing")
}

fn no_alias(name: &str, directory: &Directory) -> Fault {
    let mut fault = Fault::forbidden(format!("no principal has the alias `{name}`"));
    if let Some(near) = nearest(name, directory.aliases()) {
        fault = fault.help(format!("did you mean `{near}`?"));
    }
    fault.help("`aliases` of the environment file name principals; `/as/ana@contoso.com` names a user without it")
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;

    fn claims(json: &str) -> Claims {
        let token = format!("e30.{}.", STANDARD_NO_PAD.encode(json));
        Claims::read(&token).unwrap()
    }

    #[test]
    fn a_token_claims_a_user_by_name_first_and_an_application_by_its_id() {
        let user = claims(r#"{"upn":"ana@f.com","oid":"o","tid":"t","appid":"a","groups":["g"]}"#);
        assert_eq!(user.references(), ["aaduser=ana@f.com", "aaduser=o;t"]);
        assert_eq!(user.groups().collect::<Vec<_>>(), ["aadgroup=g;t"]);
        assert_eq!(claims(r#"{"azp":"a","tid":"t","oid":"o"}"#).references(), ["aadapp=a;t", "aaduser=o;t"]);
        assert_eq!(claims(r#"{"sub":"x"}"#).references(), [""; 0]);
        // What a user lets an application do is in the token of a user, which need not have its name.
        let delegated = claims(r#"{"oid":"o","tid":"t","appid":"a","scp":"user_impersonation","groups":null}"#);
        assert_eq!(delegated.references(), ["aaduser=o;t"]);
        assert_eq!(claims(r#"{"appid":"a","scp":"user_impersonation"}"#).references(), [""; 0]);
    }

    #[test]
    fn a_token_has_three_parts_and_its_claims_are_an_object() {
        for token in ["", "abc", "a.b", "a.!.c", "e30.e30", "e30.e30.e30.e30", "e30.W10.e30"] {
            assert_eq!(Claims::read(token), None, "{token}");
        }
        for alphabet in ["e30.eyJ1cG4iOiI_PyJ9.", "e30.eyJ1cG4iOiI/PyJ9.", "e30.eyJ1cG4iOiI/PyJ9==.x"] {
            let expected = Claims { upn: Some("??".to_owned()), ..Claims::default() };
            assert_eq!(Claims::read(alphabet), Some(expected), "{alphabet}");
        }
    }

    #[test]
    fn a_token_that_can_not_be_read_is_nobody() {
        let asking = |values: &[&[u8]]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::AUTHORIZATION, HeaderValue::from_bytes(value).unwrap());
            }
            Asking::of(None, &headers).map_err(|fault| fault.status().as_u16())
        };
        assert_eq!(asking(&[]), Ok(Asking::Default));
        assert_eq!(asking(&[b"bearer e30.e30."]), Ok(Asking::Token(Box::default())));
        let unread: [&[&[u8]]; 6] = [
            &[b""],
            &[b"Bearer"],
            &[b"Bearer \xff\xfe"],
            &[b"e30.e30."],
            &[b"Basic YTpi"],
            &[b"Bearer e30.e30.", b"x"],
        ];
        for values in unread {
            assert_eq!(asking(values), Err(403), "{values:?}");
        }
    }

    #[test]
    fn nobody_acts_by_default_for_requests_from_another_machine() {
        let directory = Directory::open();
        let status = |fallback, peer: &str| {
            let found = found(&Asking::Default, &directory, fallback, peer.parse().unwrap());
            found.map_err(|fault| fault.status().as_u16())
        };
        let admin = directory.local_admin();
        for here in ["127.0.0.1:1", "[::1]:1", "[::ffff:127.0.0.1]:1"] {
            assert_eq!(status(None, here), Ok(Who::Known(admin, Vec::new())), "{here}");
        }
        for elsewhere in ["192.0.2.1:1", "[2001:db8::1]:1", "[::ffff:192.0.2.1]:1"] {
            assert_eq!(status(None, elsewhere), Err(403), "{elsewhere}");
            assert_eq!(status(Some(admin), elsewhere), Ok(Who::Known(admin, Vec::new())), "{elsewhere}");
        }
    }
}
