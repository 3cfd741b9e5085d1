//! Who asks: the address says so, or a token, or how the server was started.

use std::net::SocketAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hyper::header::{self, HeaderMap};
use serde::Deserialize;

use crate::directory::{Directory, PrincipalId};
use crate::model::principal::{PrincipalKind, PrincipalRef};
use crate::serve::fault::Fault;
use crate::serve::guard::is_local;
use crate::serve::trace::text;
use crate::text::nearest;

/// Who asks, as the request says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asking {
    /// The one whom the server lets act, if nobody is named: `--as`, or the administrator on this machine.
    Default,
    /// The name in the address.
    Alias(String),
    /// The claims of a token, which nobody has verified.
    Token(Claims),
}

/// What a token claims (`reference/clients.md`; names of Microsoft Entra).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Claims {
    oid: Option<String>,
    tid: Option<String>,
    appid: Option<String>,
    azp: Option<String>,
    upn: Option<String>,
    preferred_username: Option<String>,
    groups: Vec<String>,
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
        let Some(authorization) = text(headers, &header::AUTHORIZATION) else { return Ok(Self::Default) };
        let is_bearer = authorization.get(..BEARER.len()).is_some_and(|word| word.eq_ignore_ascii_case(BEARER));
        let token = authorization.get(BEARER.len()..).filter(|_| is_bearer).map(str::trim);
        match token.and_then(Claims::read) {
            Some(claims) => Ok(Self::Token(claims)),
            None => {
                let fault = Fault::forbidden("the token of the request can't be read: it is no JSON Web Token");
                Err(fault
                    .help("its claims `upn`, or `oid` or `appid` with `tid`, say who asks; nobody verifies them")
                    .help("without a token, `/as/NAME` before the path says who asks"))
            }
        }
    }
}

impl Claims {
    /// Reads the claims of a token without verifying it.
    fn read(token: &str) -> Option<Self> {
        let claims = token.split('.').nth(1)?;
        let bytes = URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Returns references to the one who asks: what a user is called, then ids; of an application its id.
    fn references(&self) -> Vec<String> {
        let with_tenant = |id: &str| match &self.tid {
            Some(tenant) => format!("{id};{tenant}"),
            None => id.to_owned(),
        };
        let user = |id: String| format!("{}={id}", PrincipalKind::User.word());
        // A token of an application has no name of a user.
        let name = self.upn.as_ref().or(self.preferred_username.as_ref());
        let app = self.appid.as_ref().or(self.azp.as_ref()).filter(|_| name.is_none());
        let app = app.map(|id| format!("{}={}", PrincipalKind::Application.word(), with_tenant(id)));
        let by_id = self.oid.as_ref().map(|id| user(with_tenant(id)));
        app.into_iter().chain(name.cloned().map(user)).chain(by_id).collect()
    }

    /// Returns references to the groups that the one who asks is in, as the token claims.
    fn groups(&self) -> impl Iterator<Item = String> {
        let tenant = self.tid.clone().map_or_else(String::new, |tenant| format!(";{tenant}"));
        self.groups.iter().map(move |id| format!("{}={id}{tenant}", PrincipalKind::Group.word()))
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
    use super::*;

    fn claims(json: &str) -> Claims {
        let token = format!("e30.{}.", URL_SAFE_NO_PAD.encode(json));
        Claims::read(&token).unwrap()
    }

    #[test]
    fn a_token_claims_a_user_by_name_first_and_an_application_by_its_id() {
        let user = claims(r#"{"upn":"ana@f.com","oid":"o","tid":"t","appid":"a","groups":["g"]}"#);
        assert_eq!(user.references(), ["aaduser=ana@f.com", "aaduser=o;t"]);
        assert_eq!(user.groups().collect::<Vec<_>>(), ["aadgroup=g;t"]);
        assert_eq!(claims(r#"{"azp":"a","tid":"t","oid":"o"}"#).references(), ["aadapp=a;t", "aaduser=o;t"]);
        assert_eq!(claims(r#"{"sub":"x"}"#).references(), [""; 0]);
    }

    #[test]
    fn what_is_no_token_is_none() {
        for token in ["", "abc", "a.b", "a.!.c", "e30.e30"] {
            assert_eq!(Claims::read(token), (token == "e30.e30").then(Claims::default), "{token}");
        }
    }
}
