//! Scopes: entities by their kinds and names. An environment file and a plan write them `cluster`, `database Sales`,
//! `table Sales.Orders`. A name that is not plain stands in brackets: `table Sales.['Orders 2026']`.

use std::fmt;
use std::sync::Arc;

use crate::model::entity::EntityKind;
use crate::model::name::Quoted;
use crate::model::role::Role;

/// An entity by its kind and names, whatever number it has. Two catalogs have the same entity where its scope is the
/// same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    /// The database that holds it or that it is; none for the cluster and what it holds.
    pub database: Option<Arc<str>>,
    /// What it is.
    pub kind: EntityKind,
    /// Its name; empty for the cluster.
    pub name: Arc<str>,
}

/// What is wrong with a scope.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScopeFault {
    /// It does not begin with the word of a kind of entity that has roles.
    #[error("a scope begins with the kind of an entity that has roles")]
    Kind,
    /// It has more or fewer names than its kind takes.
    #[error("{} has {}", .0.with_article(), names_of(*.0))]
    Names(EntityKind),
}

fn names_of(kind: EntityKind) -> &'static str {
    match count(kind) {
        0 => "no name",
        1 => "one name",
        _ => "the name of its database, a dot and its own name",
    }
}

/// Returns how many names a scope of this kind has.
const fn count(kind: EntityKind) -> usize {
    match kind {
        EntityKind::Cluster => 0,
        EntityKind::Database => 1,
        _ => 2,
    }
}

impl Scope {
    /// Returns the scope of the cluster.
    #[must_use]
    pub fn cluster() -> Self {
        Self { database: None, kind: EntityKind::Cluster, name: "".into() }
    }

    /// Returns the scope of a database.
    #[must_use]
    pub fn database(name: Arc<str>) -> Self {
        Self { database: Some(Arc::clone(&name)), kind: EntityKind::Database, name }
    }

    /// Returns the scope of an entity in a database.
    #[must_use]
    pub const fn inside(database: Arc<str>, kind: EntityKind, name: Arc<str>) -> Self {
        Self { database: Some(database), kind, name }
    }

    /// Reads the scope of an entity whose kind has roles.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, ScopeFault> {
        let text = text.trim();
        let kinds = EntityKind::ALL.iter().filter(|kind| Role::at(**kind).next().is_some());
        let begins = |kind: &EntityKind| {
            let rest = text.strip_prefix(&kind.to_string())?;
            (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some((*kind, rest.trim_start()))
        };
        let (kind, rest) = kinds.filter_map(begins).next().ok_or(ScopeFault::Kind)?;
        let names = names(rest).ok_or(ScopeFault::Names(kind))?;
        match (count(kind), names.as_slice()) {
            (0, []) => Ok(Self::cluster()),
            (1, [name]) => Ok(Self::database((*name).into())),
            (2, [database, name]) => Ok(Self::inside((*database).into(), kind, (*name).into())),
            _ => Err(ScopeFault::Names(kind)),
        }
    }

    /// Returns an example of each form, for messages.
    #[must_use]
    pub fn examples() -> [Self; 3] {
        let sales: Arc<str> = "Sales".into();
        let orders = Self::inside(Arc::clone(&sales), EntityKind::Table, "Orders".into());
        [Self::cluster(), Self::database(sales), orders]
    }
}

/// Reads names with dots between them: each is bare, or in brackets and quotes.
fn names(mut rest: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    while !rest.is_empty() {
        let (name, after) = match rest.strip_prefix("['") {
            Some(quoted) => quoted.split_once("']")?,
            None => rest.split_at(rest.find('.').unwrap_or(rest.len())),
        };
        if name.trim().is_empty() || name.contains(['[', ']', '\'', '"']) {
            return None;
        }
        names.push(name);
        rest = match after.strip_prefix('.') {
            Some("") => return None,
            Some(next) => next,
            None if after.is_empty() => after,
            None => return None,
        };
    }
    Some(names)
}

impl fmt::Display for Scope {
    /// `cluster`, `database Sales`, `table Sales.Orders`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, name) = (self.kind, Quoted(&self.name));
        match (&self.database, kind) {
            (_, EntityKind::Cluster) => write!(f, "{kind}"),
            (Some(database), EntityKind::Follower) => write!(f, "{kind} {}", Quoted(database)),
            (_, EntityKind::Database) | (None, _) => write!(f, "{kind} {name}"),
            (Some(database), _) => write!(f, "{kind} {}.{name}", Quoted(database)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_read_and_printed() {
        let cases = [
            ("cluster", "cluster"),
            ("database Sales", "database Sales"),
            (" table  Sales.Orders ", "table Sales.Orders"),
            ("external table ['a b'].['table']", "external table ['a b'].['table']"),
            ("materialized-view D.V", "materialized-view D.V"),
            ("database a b", "database ['a b']"),
        ];
        for (text, printed) in cases {
            let scope = Scope::parse(text).unwrap();
            assert_eq!(scope.to_string(), printed);
            assert_eq!(Scope::parse(printed).unwrap(), scope);
        }
    }

    #[test]
    fn what_is_no_scope_is_told() {
        let cases = [
            ("", "a scope begins with the kind of an entity that has roles"),
            ("tables D.T", "a scope begins with the kind of an entity that has roles"),
            ("entity_group D.G", "a scope begins with the kind of an entity that has roles"),
            ("cluster c", "a cluster has no name"),
            ("database", "a database has one name"),
            ("database D.T", "a database has one name"),
            ("table T", "a table has the name of its database, a dot and its own name"),
            ("table D.", "a table has the name of its database, a dot and its own name"),
            ("table ['D.T", "a table has the name of its database, a dot and its own name"),
        ];
        for (text, fault) in cases {
            assert_eq!(Scope::parse(text).unwrap_err().to_string(), fault, "{text}");
        }
    }
}
