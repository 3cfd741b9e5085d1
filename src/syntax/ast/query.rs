//! Queries: kept as text, with the names in them that could be entities.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};

use crate::text::Span;

/// The name of what the command before answered, in queries (`management/index.md`, *Combining queries and management
/// commands*).
pub const COMMAND_RESULTS: &str = "$command_results";

/// A query, or the body of a function or view: its text, and what it mentions.
#[derive(Clone, Debug)]
pub struct Query<'s> {
    /// The text, without white space around it.
    pub text: Cow<'s, str>,
    /// The names in it that could be entities, in order, without repetition.
    pub mentions: Vec<Mention<'s>>,
    /// Where it stands.
    pub span: Span,
    /// Where its text begins.
    pub start: u32,
}

/// A name in a query that could be an entity: `T`, `database('D').T`,
/// `cluster('C').database('D').T`. Two are equal when they name the same, wherever they stand.
#[derive(Clone, Debug)]
pub struct Mention<'s> {
    /// The cluster, if one is named.
    pub cluster: Option<Cow<'s, str>>,
    /// The database, if one is named.
    pub database: Option<Cow<'s, str>>,
    /// The name; empty for a database that is named alone.
    pub name: Cow<'s, str>,
    /// Where it stands.
    pub span: Span,
}

impl PartialEq for Mention<'_> {
    fn eq(&self, other: &Self) -> bool {
        (&self.cluster, &self.database, &self.name) == (&other.cluster, &other.database, &other.name)
    }
}

impl Eq for Mention<'_> {}

impl Hash for Mention<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.cluster, &self.database, &self.name).hash(state);
    }
}

impl PartialEq for Query<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Query<'_> {}

impl fmt::Display for Query<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
