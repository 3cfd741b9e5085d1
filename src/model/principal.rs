//! References to principals: `kind=id[;tenant]` (`security-roles.txt` section 5).

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::limit;

/// One row of the table of kinds of principals.
struct Row {
    word: &'static str,
    type_name: &'static str,
    form: &'static str,
}

macro_rules! principal_kinds {
    ($($variant:ident $word:literal, $type_name:literal, $form:literal;)*) => {
        /// What kind of principal a reference names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum PrincipalKind {
            $(#[doc = concat!("`", $form, "`: ", $type_name)] $variant),*
        }

        impl PrincipalKind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            const fn row(self) -> Row {
                match self {
                    $(Self::$variant => Row { word: $word, type_name: $type_name, form: $form }),*
                }
            }
        }
    };
}

principal_kinds! {
    User "aaduser", "Microsoft Entra user", "aaduser=UPN, or aaduser=UPN-or-object-id;tenant";
    Group "aadgroup", "Microsoft Entra group", "aadgroup=mail, or aadgroup=name-or-object-id;tenant";
    Application "aadapp", "Microsoft Entra application", "aadapp=name-or-application-id;tenant";
    Account "msauser", "Microsoft account", "msauser=UPN";
}

impl PrincipalKind {
    /// Returns the word before `=`: `aaduser`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.row().word
    }

    /// Returns the PrincipalType column: `Microsoft Entra user`.
    #[must_use]
    pub const fn type_name(self) -> &'static str {
        self.row().type_name
    }

    /// Returns how a reference of the kind is written.
    #[must_use]
    pub const fn form(self) -> &'static str {
        self.row().form
    }

    /// Returns how references are written, of every kind.
    #[must_use]
    pub fn forms() -> String {
        let forms: Vec<&str> = Self::ALL.iter().map(|kind| kind.form()).collect();
        forms.join("; ")
    }

    /// Returns the kind that `word` names; case does not count.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word().eq_ignore_ascii_case(word))
    }
}

/// A reference to a principal, as it is written: `aadapp=4c7e82bd-…;fabrikam.com`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PrincipalRef<'s> {
    /// The kind before `=`.
    pub kind: PrincipalKind,
    /// The UPN, mail, display name, object id or application id.
    pub id: Cow<'s, str>,
    /// The tenant's id or name after `;`.
    pub tenant: Option<Cow<'s, str>>,
}

/// Why a text is no reference, with the byte range in the text that is at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrincipalFault {
    /// No `=`.
    NoKind,
    /// A word before `=` that is no kind.
    UnknownKind(std::ops::Range<usize>),
    /// There is nothing after `=` or after `;`.
    Empty(std::ops::Range<usize>),
    /// More than one `;`.
    ManyTenants(std::ops::Range<usize>),
    /// More than [`limit::PRINCIPAL_CHARACTERS`].
    TooLong,
}

impl<'s> PrincipalRef<'s> {
    /// Reads a reference.
    ///
    /// # Errors
    /// Says what is wrong and where in `text`.
    pub fn parse(text: &'s str) -> Result<Self, PrincipalFault> {
        let most = limit::PRINCIPAL_CHARACTERS;
        if text.len() > most && text.chars().nth(most).is_some() {
            return Err(PrincipalFault::TooLong);
        }
        let equals = memchr::memchr(b'=', text.as_bytes()).ok_or(PrincipalFault::NoKind)?;
        let (word, rest) = (text.get(..equals).unwrap_or_default(), text.get(equals + 1..).unwrap_or_default());
        let kind = PrincipalKind::of(word.trim_ascii()).ok_or(PrincipalFault::UnknownKind(0..equals))?;
        let semicolon = memchr::memchr(b';', rest.as_bytes());
        let id = rest.get(..semicolon.unwrap_or(rest.len())).unwrap_or_default();
        let id_end = equals + 1 + id.len();
        if id.trim_ascii().is_empty() {
            return Err(PrincipalFault::Empty(equals + 1..id_end));
        }
        let tenant = semicolon.map(|_| text.get(id_end + 1..).unwrap_or_default());
        if let Some(tenant) = tenant {
            if tenant.trim_ascii().is_empty() {
                return Err(PrincipalFault::Empty(id_end + 1..text.len()));
            }
            if let Some(second) = memchr::memchr(b';', tenant.as_bytes()) {
                return Err(PrincipalFault::ManyTenants(id_end + 1 + second..text.len()));
            }
        }
        let part = |text: &'s str| Cow::Borrowed(text.trim_ascii());
        Ok(Self { kind, id: part(id), tenant: tenant.map(part) })
    }

    /// Returns the reference with texts of its own.
    #[must_use]
    pub fn into_owned(self) -> PrincipalRef<'static> {
        PrincipalRef {
            kind: self.kind,
            id: Cow::Owned(self.id.into_owned()),
            tenant: self.tenant.map(|tenant| Cow::Owned(tenant.into_owned())),
        }
    }
}

impl fmt::Display for PrincipalRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.kind.word(), self.id)?;
        match &self.tenant {
            Some(tenant) => write!(f, ";{tenant}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_read_and_print() {
        for text in ["aaduser=a@b.c", "aadgroup=SG;fabrikam.com", "aadapp=id;tenant", "msauser=x@live.com"] {
            assert_eq!(PrincipalRef::parse(text).map(|read| read.to_string()), Ok(text.to_owned()));
        }
        assert_eq!(PrincipalRef::parse("aadGroup=g@x").map(|read| read.kind), Ok(PrincipalKind::Group));
    }

    #[test]
    fn faults_point_into_the_text() {
        assert_eq!(PrincipalRef::parse("abc"), Err(PrincipalFault::NoKind));
        assert_eq!(PrincipalRef::parse("aadusr=a"), Err(PrincipalFault::UnknownKind(0..6)));
        assert_eq!(PrincipalRef::parse("aaduser="), Err(PrincipalFault::Empty(8..8)));
        assert_eq!(PrincipalRef::parse("aaduser=a;"), Err(PrincipalFault::Empty(10..10)));
        assert_eq!(PrincipalRef::parse("aaduser=a;b;c"), Err(PrincipalFault::ManyTenants(11..13)));
        let of = |characters: usize| format!("aaduser={}", "é".repeat(characters - "aaduser=".len()));
        assert!(PrincipalRef::parse(&of(limit::PRINCIPAL_CHARACTERS)).is_ok());
        assert_eq!(PrincipalRef::parse(&of(limit::PRINCIPAL_CHARACTERS + 1)), Err(PrincipalFault::TooLong));
    }
}
