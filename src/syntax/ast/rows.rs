//! Commands of the kinds that are read by the form of their row, see
//! [`crate::model::command_kind`].

use std::fmt;

use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::policy::PolicyKind;
use crate::syntax::ast::bodies;
use crate::syntax::ast::entity::{QualifiedName, Target};
use crate::syntax::literal::{Name, StringLiteral};
use crate::text::{Spanned, list};

/// A command as its row reads it: `alter table T policy caching hot = 3d`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowCommand<'s> {
    /// The kind, whose row says what the command does.
    pub kind: CommandKind,
    /// What stands in the command, in the order of the form; what may be missing and is missing
    /// has no part.
    pub parts: Vec<Part<'s>>,
}

/// A part of a command: a word of the form, or what stands in one of its slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part<'s> {
    /// A word or mark of the form: `policy`, `*`
    Word(&'static str),
    /// `TABLE`, `DATABASE`: an entity, by its name
    Entity(EntityKind, QualifiedName<'s>),
    /// `TABLES`: several entities of the database in context, each once
    Entities(EntityKind, Vec<Name<'s>>),
    /// `STRING`: a text
    Text(StringLiteral<'s>),
    /// `BODY`: the content of a policy, as JSON
    Body(PolicyKind, Spanned<String>),
}

impl RowCommand<'_> {
    /// Returns the official kind.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        self.kind
    }

    /// Returns the content that the command gives to a policy.
    #[must_use]
    pub fn body(&self) -> Option<&Spanned<String>> {
        self.parts.iter().find_map(|part| match part {
            Part::Body(_, json) => Some(json),
            _ => None,
        })
    }

    /// Returns whether the content joins what the policy has, as `.alter-merge` does.
    #[must_use]
    pub fn merges(&self) -> bool {
        self.parts.first() == Some(&Part::Word(Keyword::AlterMerge.text()))
    }

    /// Returns what the command names: without a name, the cluster or the database in context.
    #[must_use]
    pub fn target(&self) -> Target<'_> {
        let parts = self.parts.iter().enumerate();
        let mut named = parts.filter_map(|(at, part)| match part {
            Part::Entity(EntityKind::Database, name) => Some(Target::Database(Some(name.name.clone()))),
            Part::Entity(kind, name) => Some(Target::Entity(*kind, name.clone())),
            Part::Entities(kind, names) => Some(Target::Several(*kind, names.clone())),
            Part::Word("*") => Some(Target::All(self.kind_before(at))),
            Part::Word(_) | Part::Text(_) | Part::Body(..) => None,
        });
        let is_cluster = self.kind.is_cluster_scope();
        let nothing = if is_cluster { Target::Cluster } else { Target::Database(None) };
        named.next().unwrap_or(nothing)
    }

    /// Returns the kind of entity that the words before a part name.
    fn kind_before(&self, at: usize) -> EntityKind {
        let before = self.parts.iter().skip(1).take(at.saturating_sub(1));
        let words: Vec<String> = before.map(ToString::to_string).collect();
        let words = words.join(" ");
        let kind = EntityKind::ALL.iter().find(|kind| kind.to_string() == words);
        kind.copied().unwrap_or(EntityKind::Table)
    }
}

impl fmt::Display for RowCommand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.parts.iter().enumerate() {
            f.write_str(if index > 0 { " " } else { "" })?;
            part.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Entity(_, name) => name.fmt(f),
            Self::Entities(_, names) => {
                f.write_str("(")?;
                list(f, names)?;
                f.write_str(")")
            }
            Self::Text(text) => text.fmt(f),
            Self::Body(policy, json) => f.write_str(&bodies::printed(*policy, &json.value)),
        }
    }
}
