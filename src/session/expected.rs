//! Whether an assertion about the state of the moment holds, and what is wrong where it does not.

use crate::access::Proof;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::name::Text;
use crate::model::reason::Reason;
use crate::session::{Compared, Judged, Never, Output, Session};
use crate::syntax::ast::assertions::{Asked, Assertion, principal_list};
use crate::text::{Span, Spanned, quoted, sentence_list};

/// Why an assertion does not hold.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What is wrong, and where in the line.
    pub diagnostic: Diagnostic,
    /// The proof of the answer that was found.
    pub proof: Option<Box<Proof>>,
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostic, proof: None }
    }
}

/// Why an assertion does not hold, and the list that would make it hold.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// Why.
    pub failure: Failure,
    /// The list of principals as it would have to be.
    pub list: Option<String>,
}

impl From<Failure> for Wrong {
    fn from(failure: Failure) -> Self {
        Self { failure, list: None }
    }
}

impl From<Diagnostic> for Wrong {
    fn from(diagnostic: Diagnostic) -> Self {
        Failure::from(diagnostic).into()
    }
}

fn error(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::BadRequest, message)
}

impl Session {
    /// Returns why an assertion about the state of the moment does not hold, if it does not; `span` is its place.
    #[must_use]
    pub fn wrong(&self, assertion: &Assertion<'_>, span: Span) -> Option<Wrong> {
        let wrong = match assertion {
            Assertion::Allow(asked) => allowed(self, asked, span),
            Assertion::Deny(asked, because) => denied(self, asked, *because, span),
            Assertion::Never(asked) => never(self, asked, span),
            Assertion::Principals { entity, role, expected } => {
                let compared = self.compare(entity, *role, &expected.value);
                compared.map(|compared| differing(&compared, expected.span))
            }
            // These are about the run, and not about a state.
            Assertion::Fails(_) | Assertion::PlanChanges(_) => Ok(None),
        };
        wrong.unwrap_or_else(|refusal| Some(refusal.into()))
    }

    /// `#expect allow PRINCIPAL ACTION ENTITY`
    pub(super) fn expect(&self, assertion: &Spanned<Assertion<'_>>) -> Result<Output, Diagnostic> {
        match self.wrong(&assertion.value, assertion.span) {
            None => Ok(Output::Nothing),
            Some(Wrong { failure: Failure { diagnostic, proof }, list }) => {
                let proof = proof.map(|proof| proof.to_string());
                let list = list.map(|list| format!("those who hold it are {list}"));
                Err(proof.into_iter().chain(list).fold(diagnostic, Diagnostic::help))
            }
        }
    }
}

fn allowed(session: &Session, asked: &Asked<'_>, span: Span) -> Result<Option<Wrong>, Diagnostic> {
    let judged = session.judge(&asked.principal, &asked.question, |reasons| !reasons.is_empty())?;
    let words: Vec<String> = judged.reasons.iter().map(quoted).collect();
    if judged.is_allowed() {
        return Ok(None);
    }
    let wrong = match judged.is_unknown() {
        true => error("nobody can know whether this is allowed").at(span),
        false => error(format!("this is denied: {}", sentence_list(&words, "and"))).at(span),
    };
    Ok(Some(proved(wrong, judged)))
}

fn denied(
    session: &Session,
    asked: &Asked<'_>,
    because: Option<Reason>,
    span: Span,
) -> Result<Option<Wrong>, Diagnostic> {
    let is_met = |reasons: &[Reason]| because.map_or(!reasons.is_empty(), |because| reasons.contains(&because));
    let judged = session.judge(&asked.principal, &asked.question, |reasons| !is_met(reasons))?;
    if judged.is_unknown() {
        return Ok(Some(proved(error("nobody can know whether this is denied").at(span), judged)));
    }
    if is_met(&judged.reasons) {
        return Ok(None);
    }
    let words: Vec<String> = judged.reasons.iter().map(quoted).collect();
    let wrong = match because {
        Some(because) if !words.is_empty() => {
            error(format!("this is denied because of {}, not `{because}`", sentence_list(&words, "and")))
                .help(format!("`{because}`: {}", because.line()))
        }
        _ => error("this is allowed"),
    };
    Ok(Some(proved(wrong.at(span), judged)))
}

fn proved(diagnostic: Diagnostic, judged: Judged) -> Wrong {
    Failure { diagnostic, proof: judged.proof.map(Box::new) }.into()
}

fn never(session: &Session, asked: &Asked<'_>, span: Span) -> Result<Option<Wrong>, Diagnostic> {
    Ok(match session.never(&asked.principal, &asked.question)? {
        Never::Holds => None,
        Never::Broken(proof) => {
            let diagnostic = error(format!("`{}` may do so", proof.principal)).at(span);
            Some(Failure { diagnostic, proof: Some(proof) }.into())
        }
        Never::Unknown { group, is_within } => {
            let why = if is_within { "" } else { ", and it gives the right" };
            let wrong = error(format!("unknown through `{group}`: nobody listed its members{why}")).at(span);
            Some(wrong.help("the environment lists the members of groups, and says with `\"directory\": \"closed\"` that nobody else exists").into())
        }
    })
}

/// Returns what is wrong with a set of principals; `list` is its place.
fn differing(compared: &Compared, list: Span) -> Option<Wrong> {
    let Compared { holders, missing, unexpected } = compared;
    if missing.is_empty() && unexpected.is_empty() {
        return None;
    }
    let said = |names: &[String], what: &str| {
        let names: Vec<String> = names.iter().map(quoted).collect();
        (!names.is_empty()).then(|| format!("{what}: {}", sentence_list(&names, "and")))
    };
    let wrong = error("other principals hold the role").at(list);
    let parts = [said(unexpected, "not expected"), said(missing, "missing")];
    let diagnostic = parts.into_iter().flatten().fold(wrong, Diagnostic::help);
    let texts: Vec<String> = holders.iter().map(|name| Text(name).to_string()).collect();
    let list = principal_list(texts.iter().map(String::as_str));
    Some(Wrong { failure: diagnostic.into(), list: Some(list) })
}
