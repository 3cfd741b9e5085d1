//! Why a text is no reference to a principal.

use std::ops::Range;

use crate::model::limit;
use crate::model::principal::PrincipalKind;
use crate::text::{is_unseen, named, nearest, plain, quoted, sentence_list};

/// Kinds of the service that kmgmt does not interpret, by how their words begin (older copies of
/// `security-roles.md`; the roles that Azure/ARO-HCP gives).
const SERVICE_KINDS: &[&str] = &["dsts", "upn"];

/// Why a text is no reference, and which part of it is at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalFault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The bytes at fault; none where it is the whole text.
    pub part: Option<Range<usize>>,
}

impl PrincipalFault {
    /// Returns the fault of a part, without the white space around it, as one of the reference: `part` stands at
    /// `start` in it.
    pub(super) fn within(mut self, part: &str, start: usize) -> Self {
        let start = start + part.len() - part.trim_ascii_start().len();
        self.part = self.part.map(|place| place.start + start..place.end + start);
        self
    }
}

/// What is wrong with a reference to a principal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// There is no `=`.
    #[error("a principal is written `kind=id`, with one of the kinds {}", sentence_list(&kinds(), "or"))]
    NoKind {
        /// The kind and the id that the text may mean.
        meant: Option<(PrincipalKind, String)>,
    },
    /// A word before `=` that is no kind.
    #[error("`{word}` is not a kind of principal")]
    UnknownKind {
        /// The word.
        word: String,
    },
    /// A kind of the service that kmgmt does not interpret.
    #[error("`{word}=` is a kind of principal of the service that kmgmt does not interpret")]
    ServiceKind {
        /// The word.
        word: String,
    },
    /// There is nothing after `=` or after `;`.
    #[error("the {part} of the principal is missing")]
    Empty {
        /// `id` or `tenant`.
        part: &'static str,
    },
    /// More than one `;`.
    #[error("a principal has one tenant")]
    ManyTenants,
    /// More than [`limit::PRINCIPAL_CHARACTERS`].
    #[error("a principal has at most {limit} characters", limit = limit::PRINCIPAL_CHARACTERS)]
    TooLong,
    /// A character that the part can't have.
    #[error("{} is in no UPN, address or object id", sign(*.0))]
    Character(char),
    /// White space before or after the id or the tenant.
    #[error("white space stands around a part of the principal")]
    Space {
        /// The reference without it.
        meant: String,
    },
    /// A character that nobody sees, or that is easily taken for another one.
    #[error("the principal has the character {}, which {}", named(*.0), seen_as(*.0))]
    Lookalike(char),
    /// An id in braces.
    #[error("an id stands without braces")]
    Braces,
    /// A `@` without a name before it or a domain after it.
    #[error("a UPN or an address is `name@domain`")]
    Address,
    /// Another reference inside the reference.
    #[error("another principal begins inside the principal")]
    Second,
    /// A placeholder that nobody filled.
    #[error("`{text}` is a placeholder")]
    Placeholder {
        /// The placeholder.
        text: String,
    },
    /// A string that is to be hidden.
    #[error("a principal can't be an obfuscated string: answers show it")]
    Obfuscated,
    /// A tenant that is neither an id nor a domain.
    #[error("`{text}` is no tenant")]
    Tenant {
        /// What stands for it.
        text: String,
    },
}

/// Returns how a character reads in a message.
fn sign(character: char) -> String {
    match character {
        ' ' => "a space".to_owned(),
        '`' => "a backtick".to_owned(),
        _ if character.is_whitespace() || character.is_control() => format!("the character {}", named(character)),
        _ => quoted(character),
    }
}

fn seen_as(character: char) -> String {
    plain(character).map_or_else(|| "cannot be seen".to_owned(), |plain| format!("looks like `{plain}`"))
}

/// Returns how kinds are written, each before its `=`.
fn kinds() -> Vec<String> {
    PrincipalKind::ALL.iter().map(|kind| quoted(format_args!("{}=", kind.word()))).collect()
}

impl FaultKind {
    /// Returns the fault that a word before `=` is no kind.
    pub(super) fn of_kind(word: &str) -> Self {
        let lower = word.to_ascii_lowercase();
        let word = word.to_owned();
        if SERVICE_KINDS.iter().any(|begin| lower.starts_with(begin)) {
            return Self::ServiceKind { word };
        }
        Self::UnknownKind { word }
    }

    /// Returns what to write instead, one sentence each.
    #[must_use]
    pub fn help(&self) -> Vec<String> {
        let known = || format!("the kinds are {}", sentence_list(&kinds(), "and"));
        match self {
            Self::NoKind { meant } => {
                let written =
                    |(kind, id): &(PrincipalKind, String)| format!("{} is written `{}={id}`", kind.noun(), kind.word());
                meant.iter().map(written).collect()
            }
            Self::Space { meant } => vec![format!("write `{meant}`")],
            Self::UnknownKind { word } => {
                let near = nearest(word, PrincipalKind::ALL.iter().map(|kind| kind.word()));
                let near = near.map(|near| format!("did you mean `{near}=`?"));
                near.into_iter().chain([known()]).collect()
            }
            Self::ServiceKind { .. } => vec![known()],
            Self::Character(',') | Self::Second => {
                vec![
                    "each principal is a string of its own: `('aaduser=x@contoso.com', 'aaduser=y@contoso.com')`"
                        .to_owned(),
                ]
            }
            Self::Character(' ') => {
                vec!["a display name stands for a group or an application, with its tenant; a user has a UPN or an object id".to_owned()]
            }
            Self::Lookalike(character) if is_unseen(*character) => vec!["take it out".to_owned()],
            Self::Lookalike(character) => {
                plain(*character).into_iter().map(|plain| format!("write `{plain}`")).collect()
            }
            Self::Obfuscated => vec!["write it without the `h` before its quote".to_owned()],
            Self::Placeholder { .. } => vec!["put the id, the name or the tenant in its place".to_owned()],
            Self::Tenant { .. } => {
                vec!["a tenant is an id, or a domain such as `contoso.com`, alone after `;`".to_owned()]
            }
            Self::Empty { .. }
            | Self::ManyTenants
            | Self::TooLong
            | Self::Character(_)
            | Self::Address
            | Self::Braces => Vec::new(),
        }
    }
}
