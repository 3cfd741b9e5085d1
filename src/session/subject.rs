//! Principals as they are typed in questions and after `#as`.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::principal::{PrincipalFault, PrincipalKind, PrincipalRef};
use crate::syntax::{SyntaxError, SyntaxErrorKind};
use crate::text::{Span, Spanned};

/// A principal and nothing behind it.
pub(super) fn only_subject(text: &str) -> Result<Spanned<PrincipalRef<'_>>, Diagnostic> {
    let (principal, after) = subject(text, 0)?;
    let rest = text.get(after..).unwrap_or_default().trim();
    if rest.is_empty() {
        return Ok(principal);
    }
    let start = text.len() - text.get(after..).unwrap_or_default().trim_start().len();
    let error = Diagnostic::error(Code::Syntax, "nothing may follow the principal").at(span(start, start + rest.len()));
    Err(error.help("a principal with spaces stands in quotes: `'aadgroup=Some Group;fabrikam.com'`"))
}

/// The principal that stands at `from`, and the offset behind it.
pub(super) fn subject(text: &str, from: usize) -> Result<(Spanned<PrincipalRef<'_>>, usize), Diagnostic> {
    let (reference, after) = word(text, from)?;
    let start = reference.span.start as usize;
    if reference.value.is_empty() {
        let forms: Vec<&str> = PrincipalKind::ALL.iter().map(|kind| kind.form()).collect();
        let error = Diagnostic::error(Code::Syntax, "the principal is missing").at(reference.span);
        return Err(error.help(format!("a principal is written {}", forms.join("; "))));
    }
    let fault = |fault| no_principal(reference.value, start, fault);
    let principal = PrincipalRef::parse(reference.value).map_err(fault)?;
    Ok((Spanned::new(principal, reference.span), after))
}

/// What stands at `from`, a word or in quotes, and the offset behind it.
pub(super) fn word(text: &str, from: usize) -> Result<(Spanned<&str>, usize), Diagnostic> {
    let rest = text.get(from..).unwrap_or_default();
    let start = from + rest.len() - rest.trim_start().len();
    let rest = rest.trim_start();
    let Some(quote) = rest.chars().next().filter(|first| matches!(first, '\'' | '"')) else {
        let word = rest.split(char::is_whitespace).next().unwrap_or_default();
        let end = start + word.len();
        return Ok((Spanned::new(word, span(start, end)), end));
    };
    match rest.get(1..).unwrap_or_default().split_once(quote) {
        Some((inside, _)) => {
            let end = start + 1 + inside.len();
            Ok((Spanned::new(inside, span(start + 1, end)), end + 1))
        }
        None => Err(Diagnostic::error(Code::Syntax, "the quotes are not closed").at(span(start, start + 1))),
    }
}

fn no_principal(reference: &str, start: usize, fault: PrincipalFault) -> Diagnostic {
    let (kind, part) = SyntaxErrorKind::of_principal(reference, fault);
    let part = part.unwrap_or(0..reference.len());
    SyntaxError { kind, span: span(start + part.start, start + part.end) }.into()
}

fn span(start: usize, end: usize) -> Span {
    let small = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    Span::new(small(start), small(end))
}
