//! `--only database:D`, `--only role:admins`, `--only principal:…`: a part of a plan.

use crate::model::role::Role;
use crate::plan::difference::What;
use crate::plan::finding::Finding;
use crate::plan::plan::{Plan, Planned, Turned};
use crate::text::nearest;

/// What a part of a plan is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Only {
    /// A database and what is in it.
    Database(String),
    /// A role.
    Role(Role),
    /// A principal, by its FQN or a part of it.
    Principal(String),
}

const WORDS: [&str; 3] = ["database", "role", "principal"];

impl Only {
    /// Reads what stands after `--only`.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (word, value) = text.split_once(':').unwrap_or((text, ""));
        let value = value.trim();
        match word {
            _ if value.is_empty() => {}
            "database" => return Ok(Self::Database(value.to_owned())),
            "principal" => return Ok(Self::Principal(value.to_owned())),
            "role" => {
                let near = || nearest(value, Role::ALL.iter().map(|role| role.word()));
                let advice = || near().map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                return Role::of(value).map(Self::Role).ok_or_else(|| format!("`{value}` is no role{}", advice()));
            }
            _ => {}
        }
        let advice = nearest(word, WORDS).map_or(String::new(), |near| format!("; did you mean `{near}:…`?"));
        Err(format!("`--only` takes `database:NAME`, `role:NAME` or `principal:REFERENCE`, not `{text}`{advice}"))
    }

    fn fits_difference(&self, planned: &Planned) -> bool {
        match (self, &planned.difference.what) {
            (Self::Database(name), _) => planned.difference.scope.database.as_deref() == Some(name),
            (Self::Role(role), What::Assignment(held, _)) => held == role,
            (Self::Role(_), _) => false,
            (Self::Principal(text), _) => planned.principal.as_deref().is_some_and(|fqn| names(fqn, text)),
        }
    }

    fn fits_effect(&self, turned: &Turned) -> bool {
        match self {
            Self::Database(name) => turned.effect.scope.database.as_deref() == Some(name),
            Self::Role(role) => turned.effect.witness.role == *role,
            Self::Principal(text) => names(&turned.principal, text),
        }
    }

    /// Returns whether a finding is about it; none is about a role.
    #[must_use]
    pub fn fits_finding(&self, finding: &Finding) -> bool {
        match self {
            Self::Database(name) => {
                finding.entity.as_deref().is_some_and(|entity| entity.ends_with(&format!("database `{name}`")))
            }
            Self::Role(_) => false,
            Self::Principal(text) => finding.principal.as_deref().is_some_and(|fqn| names(fqn, text)),
        }
    }
}

fn names(fqn: &str, text: &str) -> bool {
    fqn.to_lowercase().contains(&text.to_lowercase())
}

impl Plan {
    /// Returns the part of the plan that fits one of these; the whole where there are none. The totals stay those of
    /// the whole.
    #[must_use]
    pub fn only(mut self, only: &[Only]) -> Self {
        if !only.is_empty() {
            self.differences.retain(|planned| only.iter().any(|only| only.fits_difference(planned)));
            self.effects.retain(|turned| only.iter().any(|only| only.fits_effect(turned)));
        }
        self
    }
}
