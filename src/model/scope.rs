//! Scopes as an environment file names them: `cluster`, `database Sales`, `table Sales.Orders`. A name that is not
//! plain stands in brackets: `table Sales.['Orders 2026']`.

use std::fmt;

use crate::model::entity::EntityKind;
use crate::model::name::Quoted;
use crate::model::role::Role;

/// An entity on which roles can be, by its names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    /// The kind of the entity.
    pub kind: EntityKind,
    /// The names from the database on: none of the cluster, one of a database, two of what is in it.
    pub names: Vec<String>,
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
    /// Reads a scope.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, ScopeFault> {
        let text = text.trim();
        let kinds = EntityKind::ALL.iter().filter(|kind| Role::at(**kind).next().is_some());
        let begins = |kind: &&EntityKind| {
            let rest = text.strip_prefix(&kind.to_string())?;
            (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some((**kind, rest.trim_start()))
        };
        let (kind, rest) = kinds.filter_map(|kind| begins(&kind)).next().ok_or(ScopeFault::Kind)?;
        let names = names(rest).filter(|names| names.len() == count(kind));
        Ok(Self { kind, names: names.ok_or(ScopeFault::Names(kind))? })
    }

    /// Returns an example of each form, for messages.
    #[must_use]
    pub fn examples() -> [Self; 3] {
        let names = ["Sales", "Orders"].map(str::to_owned);
        [(EntityKind::Cluster, 0), (EntityKind::Database, 1), (EntityKind::Table, 2)]
            .map(|(kind, count)| Self { kind, names: names.iter().take(count).cloned().collect() })
    }
}

/// Reads names with dots between them: each is bare, or in brackets and quotes.
fn names(mut rest: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    while !rest.is_empty() {
        let (name, after) = match rest.strip_prefix("['") {
            Some(quoted) => quoted.split_once("']")?,
            None => rest.split_at(rest.find('.').unwrap_or(rest.len())),
        };
        if name.trim().is_empty() || name.contains(['[', ']', '\'', '"']) {
            return None;
        }
        names.push(name.to_owned());
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
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind)?;
        for (index, name) in self.names.iter().enumerate() {
            write!(f, "{}{}", if index == 0 { " " } else { "." }, Quoted(name))?;
        }
        Ok(())
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
