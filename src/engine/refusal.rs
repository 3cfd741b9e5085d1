//! Why commands are refused: one variant a reason, with the service's wording where one is known.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::entity::EntityKind;
use crate::text::Span;

/// A reason for refusing that several families share. Sentences marked *service* are the
/// service's own (`service-facts.md`, *Errors*); the others are ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// *service*
    #[error("Entity ID '{name}' of kind '{}' was not found.", kind.service_name())]
    EntityNotFound {
        /// What kind was looked for.
        kind: EntityKind,
        /// The name.
        name: String,
        /// A name near to it.
        near: Option<String>,
        /// Another kind of entity that has the name.
        other: Option<EntityKind>,
        /// The database that was looked in; empty for the cluster.
        database: String,
    },
    /// *service*
    #[error("Database '{name}' was not found.")]
    DatabaseNotFound {
        /// The name.
        name: String,
        /// A name near to it.
        near: Option<String>,
    },
    /// *service*
    #[error("Entity '{name}' of kind '{}' already exists.", kind.service_name())]
    AlreadyExists {
        /// Its kind.
        kind: EntityKind,
        /// Its name.
        name: String,
    },
    /// Something in the request can't be done.
    #[error("{0}")]
    BadRequest(String),
}

impl Refusal {
    /// Returns the diagnostic, pointing at `span`.
    #[must_use]
    pub fn at(self, span: Span) -> Diagnostic {
        Diagnostic::from(self).at(span)
    }

    const fn code(&self) -> Code {
        match self {
            Self::EntityNotFound { .. } => Code::EntityNotFound,
            Self::DatabaseNotFound { .. } => Code::DatabaseNotFound,
            Self::AlreadyExists { .. } => Code::AlreadyExists,
            Self::BadRequest(_) => Code::BadRequest,
        }
    }
}

impl From<Refusal> for Diagnostic {
    fn from(refusal: Refusal) -> Self {
        let base = Self::error(refusal.code(), refusal.to_string());
        match refusal {
            Refusal::EntityNotFound { kind, name, near, other, database } => {
                let base = base.did_you_mean(near.as_deref());
                match other {
                    Some(other) => base.help(format!(
                        "database `{database}` has {} `{name}`, and that is no {kind}",
                        other.with_article()
                    )),
                    // The entities of the cluster are in no database.
                    None if database.is_empty() => {
                        base.help(format!("kmgmt looked for {} in the cluster", kind.with_article()))
                    }
                    None => {
                        let what = kind.with_article();
                        base.help(format!("kmgmt looked for {what} in database `{database}`"))
                    }
                }
            }
            Refusal::DatabaseNotFound { near, .. } => {
                base.did_you_mean(near.as_deref()).help("`.show databases` lists the databases")
            }
            Refusal::AlreadyExists { .. } | Refusal::BadRequest(_) => base,
        }
    }
}
