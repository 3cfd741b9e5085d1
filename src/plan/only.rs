//! `--only database:D`, `--only role:admins`, `--only principal:…`: a part of a plan.

use crate::catalog::CLUSTER;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::entity::EntityKind;
use crate::model::role::Role;
use crate::plan::difference::What;
use crate::plan::finding::Finding;
use crate::plan::plan::{Plan, Planned, Turned, readable};
use crate::session::Session;
use crate::text::{nearest, quoted};

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

    /// Refuses a database that is on neither side, and a reference that fits nobody.
    ///
    /// # Errors
    /// Says so, and what may be meant.
    pub fn check(&self, before: &Session, after: &Session) -> Result<(), Diagnostic> {
        let (code, what, known) = match self {
            Self::Role(_) => return Ok(()),
            Self::Database(name) => {
                let names = |session: &Session| -> Vec<String> {
                    let state = session.read();
                    let names = state.catalog.child_names(CLUSTER, EntityKind::Database);
                    names.map(str::to_owned).collect()
                };
                let known = [names(before), names(after)].concat();
                if known.contains(name) {
                    return Ok(());
                }
                (Code::DatabaseNotFound, format!("no database is named {}", quoted(name)), known)
            }
            Self::Principal(text) => {
                let spelled = |session: &Session| -> Vec<String> {
                    session.world(|world| {
                        let all = world.directory.principals();
                        all.flat_map(|one| [world.identity(one).fqn(), readable(world, one)]).collect()
                    })
                };
                let known = [spelled(before), spelled(after)].concat();
                if known.iter().any(|spelled| names(spelled, text)) {
                    return Ok(());
                }
                (Code::PrincipalNotFound, format!("{} is a part of no principal's name", quoted(text)), known)
            }
        };
        let (text, candidates) = (self.text(), known.iter().map(String::as_str));
        Err(Diagnostic::error(code, what).did_you_mean(nearest(text, candidates)))
    }

    fn text(&self) -> &str {
        match self {
            Self::Database(text) | Self::Principal(text) => text,
            Self::Role(role) => role.word(),
        }
    }

    fn fits_difference(&self, planned: &Planned) -> bool {
        match (self, &planned.difference.what) {
            (Self::Database(name), _) => planned.difference.scope.database.as_deref() == Some(name),
            (Self::Role(role), What::Assignment(held, _) | What::Declared(held, _)) => held == role,
            (Self::Role(_), _) => false,
            (Self::Principal(text), _) => {
                planned.principal.iter().chain(&planned.name).any(|spelled| names(spelled, text))
            }
        }
    }

    fn fits_effect(&self, turned: &Turned) -> bool {
        match self {
            Self::Database(name) => turned.effect.scope.database.as_deref() == Some(name),
            Self::Role(role) => turned.effect.witness.role == *role,
            Self::Principal(text) => names(&turned.principal, text) || names(&turned.name, text),
        }
    }

    /// Returns whether a finding is about it; none is about a role.
    fn fits_finding(&self, finding: &Finding) -> bool {
        match self {
            Self::Database(name) => {
                finding.entity.as_deref().is_some_and(|entity| entity.ends_with(&format!("database `{name}`")))
            }
            Self::Role(_) => false,
            Self::Principal(text) => finding.principal.as_deref().is_some_and(|fqn| names(fqn, text)),
        }
    }
}

/// Returns whether something fits: of each kind that is named, one; all fits where none is named.
fn fits(only: &[Only], fits_one: impl Fn(&Only) -> bool) -> bool {
    let same = |one: &Only, other: &Only| std::mem::discriminant(one) == std::mem::discriminant(other);
    only.iter().all(|one| only.iter().filter(|other| same(one, other)).any(&fits_one))
}

/// Returns whether a finding is about what is named.
#[must_use]
pub fn fits_finding(only: &[Only], finding: &Finding) -> bool {
    fits(only, |one| one.fits_finding(finding))
}

fn names(fqn: &str, text: &str) -> bool {
    fqn.to_lowercase().contains(&text.to_lowercase())
}

impl Plan {
    /// Returns the part of the plan that fits: of each kind of filter, one. The totals stay those of the whole.
    #[must_use]
    pub fn only(mut self, only: &[Only]) -> Self {
        if !only.is_empty() {
            let whole = self.differences.len() + self.effects.len();
            self.differences.retain(|planned| fits(only, |one| one.fits_difference(planned)));
            self.effects.retain(|turned| fits(only, |one| one.fits_effect(turned)));
            self.left_out = Some(whole - self.differences.len() - self.effects.len());
        }
        self
    }
}
