//! References to principals: `kind=id[;tenant]` (`security-roles.txt` section 5).

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::model::limit;

mod fault;
mod shape;

pub use fault::{FaultKind, PrincipalFault};
pub use shape::{is_id, tenant_fault};

/// One row of the table of kinds of principals.
struct Row {
    word: &'static str,
    type_name: &'static str,
    noun: &'static str,
    title: &'static str,
    form: &'static str,
}

macro_rules! principal_kinds {
    ($($variant:ident $word:literal, $type_name:literal, $noun:literal, $title:literal, $form:literal;)*) => {
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
                    $(Self::$variant => Row {
                        word: $word, type_name: $type_name, noun: $noun, title: $title, form: $form,
                    }),*
                }
            }
        }
    };
}

principal_kinds! {
    User "aaduser", "Microsoft Entra user", "a user", "User", "aaduser=UPN, or aaduser=UPN-or-object-id;tenant";
    Group "aadgroup", "Microsoft Entra group", "a group", "Group", "aadgroup=mail, or aadgroup=name-or-object-id;tenant";
    Application "aadapp", "Microsoft Entra application", "an application", "Application", "aadapp=name-or-application-id;tenant";
    Account "msauser", "Microsoft account", "a Microsoft account", "Account", "msauser=UPN";
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

    /// Returns the kind in a sentence: `a group`.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        self.row().noun
    }

    /// Returns what a display name calls a principal of another tenant: `User`.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.row().title
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
        let find = |is: fn(&str, &str) -> bool| Self::ALL.iter().copied().find(|kind| is(kind.word(), word));
        find(|one, other| one == other).or_else(|| find(str::eq_ignore_ascii_case))
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

impl<'s> PrincipalRef<'s> {
    /// Reads a reference.
    ///
    /// # Errors
    /// Says what is wrong and where in `text`.
    pub fn parse(text: &'s str) -> Result<Self, PrincipalFault> {
        let most = limit::PRINCIPAL_CHARACTERS;
        let fault = |kind, part| Err(PrincipalFault { kind, part });
        if text.len() > most && text.chars().nth(most).is_some() {
            return fault(FaultKind::TooLong, None);
        }
        let Some(equals) = memchr::memchr(b'=', text.as_bytes()) else {
            return fault(FaultKind::NoKind { meant: meant(text) }, None);
        };
        let (word, rest) = (text.get(..equals).unwrap_or_default(), text.get(equals + 1..).unwrap_or_default());
        let Some(kind) = PrincipalKind::of(word.trim_ascii()) else {
            return fault(FaultKind::of_kind(word.trim_ascii()), Some(0..equals));
        };
        let semicolon = memchr::memchr(b';', rest.as_bytes());
        let id = rest.get(..semicolon.unwrap_or(rest.len())).unwrap_or_default();
        let id_end = equals + 1 + id.len();
        if id.trim_ascii().is_empty() {
            return fault(FaultKind::Empty { part: "id" }, Some(equals + 1..id_end));
        }
        let tenant = semicolon.map(|_| text.get(id_end + 1..).unwrap_or_default());
        shape::check_id(kind, id.trim_ascii(), tenant.is_some()).map_err(|fault| fault.within(id, equals + 1))?;
        if let Some(tenant) = tenant {
            if tenant.trim_ascii().is_empty() {
                return fault(FaultKind::Empty { part: "tenant" }, Some(id_end + 1..text.len()));
            }
            if let Some(second) = memchr::memchr(b';', tenant.as_bytes()) {
                return fault(FaultKind::ManyTenants, Some(id_end + 1 + second..text.len()));
            }
            shape::check_tenant(tenant.trim_ascii()).map_err(|fault| fault.within(tenant, id_end + 1))?;
        }
        let part = |text: &'s str| Cow::Borrowed(text.trim_ascii());
        let read = Self { kind, id: part(id), tenant: tenant.map(part) };
        match space_around(id, equals + 1).or_else(|| space_around(tenant?, id_end + 1)) {
            Some(place) => fault(FaultKind::Space { meant: read.to_string() }, Some(place)),
            None => Ok(read),
        }
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

/// Returns the principal that a text without `=` may mean: a UPN, or `kind:id`.
fn meant(text: &str) -> Option<(PrincipalKind, String)> {
    let text = text.trim();
    let parted = text.split_once([':', ' ']);
    let of_kind = parted.and_then(|(word, id)| Some((PrincipalKind::of(word)?, id.trim_start().to_owned())));
    of_kind.or_else(|| text.contains('@').then(|| (PrincipalKind::User, text.to_owned())))
}

/// Returns where white space stands at the beginning or the end of a part, which stands at `start`.
fn space_around(part: &str, start: usize) -> Option<Range<usize>> {
    let (begin, end) = (part.len() - part.trim_ascii_start().len(), part.trim_ascii_end().len());
    if begin > 0 {
        return Some(start..start + begin);
    }
    (end < part.len()).then(|| start + end..start + part.len())
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
        for text in ["aaduser=a@b.c", "aadgroup=SG;fabrikam.com", "aadapp=id;tenant.com", "msauser=x@live.com"] {
            assert_eq!(PrincipalRef::parse(text).map(|read| read.to_string()), Ok(text.to_owned()));
        }
        assert_eq!(PrincipalRef::parse("aadGroup=g@x").map(|read| read.kind), Ok(PrincipalKind::Group));
    }

    #[test]
    fn faults_point_into_the_text() {
        let part = |text: &str| match PrincipalRef::parse(text) {
            Ok(_) => Ok(()),
            Err(fault) => Err(fault.part.map(|part| text[part].to_owned())),
        };
        assert_eq!(part("abc"), Err(None));
        for (text, expected) in [
            ("aadusr=a", "aadusr"),
            ("aaduser=", ""),
            ("aaduser=a;", ""),
            ("aaduser=a;b.c;c", ";c"),
            ("aaduser=a@b.c, aaduser=d@b.c", "aaduser=d@b.c"),
            ("aaduser=a b@b.c", " "),
            ("aaduser=<user>@b.c", "<user>"),
            ("aadapp=<Add the id here>", "<Add the id here>"),
            ("aadapp=${ID};b.c", "${ID}"),
            ("aaduser= a@b@c", "@"),
            ("aaduser=@c", "@c"),
            ("aaduser=a@b.c; tenant123", "tenant123"),
            ("aaduser=a@b.c;-b.c", "-b.c"),
            ("aaduser=a@b.c;b-.c", "b-.c"),
            ("aaduser=a@b.c;b.c-", "b.c-"),
            ("aaduser= a@b.c", " "),
            ("aaduser=a@b.c  ", "  "),
            ("aadgroup=Sales East ;b.c", " "),
            ("aaduser=a@b.c;\tb.c", "\t"),
            ("aaduser=$$user$$;b.c", "$$user$$"),
            ("aaduser=\u{430}na@b.c", "\u{430}"),
            ("aadgroup=Sales\u{200b};b.c", "\u{200b}"),
            ("aaduser={0a1b2c3d-0000-4000-8000-000000000001};b.c", "{0a1b2c3d-0000-4000-8000-000000000001}"),
        ] {
            assert_eq!(part(text), Err(Some(expected.to_owned())), "{text}");
        }
        let of = |characters: usize| format!("aaduser={}", "é".repeat(characters - "aaduser=".len()));
        assert!(PrincipalRef::parse(&of(limit::PRINCIPAL_CHARACTERS)).is_ok());
        let long = of(limit::PRINCIPAL_CHARACTERS + 1);
        assert_eq!(PrincipalRef::parse(&long).map_err(|fault| fault.kind), Err(FaultKind::TooLong));
    }

    #[test]
    fn display_names_may_have_what_addresses_may_not() {
        for text in
            ["aadgroup=Sales, North – East (EU);b.c", "aadapp=App <1>;b.c", "aadapp=some-app", "aadgroup=R&D @ HQ;b.c"]
        {
            assert!(PrincipalRef::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_text_in_the_shape_of_an_id_is_told_from_an_id() {
        let cases = [
            ("aaduser=0a1b2c3d-0000-4000-8000-000000000001;b.c", None),
            ("aadapp=377a87d4-2cd3-44c0-b35a-8887a12fxxx;b.c", Some("377a87d4-2cd3-44c0-b35a-8887a12fxxx")),
            (
                "aadapp=4b59dd40-5302-4bba-9f61-8d4923be3a64;72f988bf-doobiedoo-41af-91ab-2d7cd011db47",
                Some("72f988bf-doobiedoo-41af-91ab-2d7cd011db47"),
            ),
            ("aadapp=x;9876abcd-e5f6-g7h8-i9j0-1234kl5678mn", None),
            ("aadapp=contoso-data-platform-prod1-app;b.c", None),
        ];
        for (text, expected) in cases {
            let read = PrincipalRef::parse(text).ok();
            assert_eq!(read.as_ref().and_then(PrincipalRef::no_id), expected, "{text}");
            let is_printed = text.contains("9876abcd");
            assert_eq!(read.as_ref().and_then(PrincipalRef::printed_id).is_some(), is_printed, "{text}");
        }
    }
}
