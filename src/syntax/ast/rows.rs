//! Commands of the kinds that are read by the form of their row, see
//! [`crate::model::command_kind`].

use std::borrow::Cow;
use std::fmt;

use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::form::Body;
use crate::model::keyword::Keyword;
use crate::model::mapping_kind::MappingKind;
use crate::model::name::Text;
use crate::model::principal::PrincipalRef;
use crate::syntax::ast::bodies;
use crate::syntax::ast::entity::{QualifiedName, Target};
use crate::syntax::ast::property_values::PropertyValues;
use crate::syntax::ast::query::Query;
use crate::syntax::ast::questions::IN;
use crate::syntax::json::Node;
use crate::syntax::literal::{Name, StringLiteral, Value};
use crate::table::ColumnType;
use crate::text::{Span, Spanned, list};

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
    /// `TABLE`, `DATABASE.VIEW`: an entity, by its name
    Entity(EntityKind, QualifiedName<'s>),
    /// `TABLES`: several entities of the database in context, each once
    Entities(EntityKind, Vec<Name<'s>>),
    /// `TABLE.COLUMN`
    Column(ColumnName<'s>),
    /// `NAME`: a name of something that kmgmt keeps none of
    Name(Name<'s>),
    /// `PATTERN`: a name with wildcards, as it is written
    Pattern(String),
    /// `PRINCIPAL`
    Principal(Spanned<PrincipalRef<'s>>),
    /// `STRING`: a text
    Text(StringLiteral<'s>),
    /// `TIMESPAN`, `LONG`: a literal
    Value(Value<'s>),
    /// `MAPPING_KIND`: the format of data
    Mapping(MappingKind),
    /// `TYPE`: the type of a column
    Type(ColumnType),
    /// `PROPERTIES`
    Properties(PropertyValues<'s>),
    /// `QUERY`: what stands after `<|`
    Query(Query<'s>),
    /// `{QUERY}`
    Braced(Query<'s>),
    /// `DATA`: what stands after `<|`, as it is written
    Data(Cow<'s, str>),
    /// `[TEXT]`: the text with its brackets
    Bracketed(Spanned<Cow<'s, str>>),
    /// The content of a policy, as JSON whose places are those of the statement
    Body(Body, Node),
}

/// A column: `c`, `T.c`, `D.T.c`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnName<'s> {
    /// The names of what holds it, the widest first.
    pub path: Vec<Name<'s>>,
    /// Its own name.
    pub name: Name<'s>,
}

impl<'s> RowCommand<'s> {
    /// Returns the official kind.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        self.kind
    }

    /// Returns the content that the command gives to a policy.
    #[must_use]
    pub fn body(&self) -> Option<&Node> {
        self.parts.iter().find_map(|part| match part {
            Part::Body(_, json) => Some(json),
            _ => None,
        })
    }

    /// Returns the texts that the command gives, in order.
    pub fn texts(&self) -> impl Iterator<Item = &StringLiteral<'s>> {
        self.parts.iter().filter_map(|part| match part {
            Part::Text(text) => Some(text),
            _ => None,
        })
    }

    /// Returns the words and marks of the form that stand in the command, in order.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Word(word) => Some(*word),
            _ => None,
        })
    }

    /// Returns the verb.
    #[must_use]
    pub fn verb(&self) -> &'static str {
        self.words().next().unwrap_or_default()
    }

    /// Returns the columns that the command names, in order.
    pub fn columns(&self) -> impl Iterator<Item = &ColumnName<'s>> {
        self.parts.iter().filter_map(|part| match part {
            Part::Column(column) => Some(column),
            _ => None,
        })
    }

    /// Returns the names of what kmgmt keeps none of, in order.
    pub fn names(&self) -> impl Iterator<Item = &Name<'s>> {
        self.parts.iter().filter_map(|part| match part {
            Part::Name(name) => Some(name),
            _ => None,
        })
    }

    /// Returns the names with wildcards, in order.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Pattern(pattern) => Some(pattern.as_str()),
            _ => None,
        })
    }

    /// Returns the principals that the command names, in order.
    pub fn principals(&self) -> impl Iterator<Item = &Spanned<PrincipalRef<'s>>> {
        self.parts.iter().filter_map(|part| match part {
            Part::Principal(principal) => Some(principal),
            _ => None,
        })
    }

    /// Returns the type of a column that the command gives.
    #[must_use]
    pub fn column_type(&self) -> Option<ColumnType> {
        self.parts.iter().find_map(|part| match part {
            Part::Type(kind) => Some(*kind),
            _ => None,
        })
    }

    /// Returns the name of the first entity of this kind.
    #[must_use]
    pub fn entity_name(&self, kind: EntityKind) -> Option<&Name<'s>> {
        self.parts.iter().find_map(|part| match part {
            Part::Entity(own, name) if *own == kind => Some(&name.name),
            _ => None,
        })
    }

    /// Returns the parts after the last of these words.
    fn after(&self, word: &str) -> &[Part<'s>] {
        let at = self.parts.iter().rposition(|part| matches!(part, Part::Word(own) if *own == word));
        at.and_then(|at| self.parts.get(at + 1..)).unwrap_or_default()
    }

    /// Returns the texts after the last of these words.
    pub fn texts_after(&self, word: &str) -> impl Iterator<Item = &StringLiteral<'s>> {
        self.after(word).iter().filter_map(|part| match part {
            Part::Text(text) => Some(text),
            _ => None,
        })
    }

    /// Returns the text that stands right after the last of these words.
    #[must_use]
    pub fn text_after(&self, word: &str) -> Option<&StringLiteral<'s>> {
        match self.after(word).first()? {
            Part::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns what stands between a word and the first of others, as it prints.
    #[must_use]
    pub fn words_between(&self, from: &str, to: &[&str]) -> Option<String> {
        let after = self.after(from);
        let is_end = |part: &Part<'_>| matches!(part, Part::Word(word) if to.contains(word));
        let between: Vec<Part<'_>> = after.iter().take_while(|part| !is_end(part)).cloned().collect();
        (!between.is_empty()).then(|| RowCommand { kind: self.kind, parts: between }.to_string())
    }

    /// Returns where the command's content stands, or else the first name or text in it.
    #[must_use]
    pub fn place(&self) -> Span {
        let named = self.parts.iter().find_map(|part| match part {
            Part::Entity(_, name) => Some(name.name.span),
            Part::Column(column) => Some(column.name.span),
            Part::Name(name) => Some(name.span),
            Part::Text(text) => Some(text.span),
            _ => None,
        });
        self.body().map(Node::span).or(named).unwrap_or_default()
    }

    /// Returns whether the command is about every column: `column *`.
    #[must_use]
    pub fn is_about_all_columns(&self) -> bool {
        let mut words = self.words().skip(1);
        words.next() == Some("column") && words.next() == Some("*")
    }

    /// Returns whether the word stands in the command, as a word of its form.
    #[must_use]
    pub fn has_word(&self, word: &str) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Word(own) if *own == word))
    }

    /// Returns whether the content joins what the policy has, as `.alter-merge` does.
    #[must_use]
    pub fn merges(&self) -> bool {
        self.parts.first() == Some(&Part::Word(Keyword::AlterMerge.text()))
    }

    /// Returns what the command names; without a name, the cluster or the database in context.
    #[must_use]
    pub fn targets(&self) -> Vec<Target<'_>> {
        let parts = self.parts.iter().enumerate();
        let named: Vec<Target<'_>> = parts.filter_map(|(at, part)| self.target(at, part)).collect();
        match named.is_empty() {
            false => named,
            true if self.kind.is_cluster_scope() => vec![Target::Cluster],
            true => vec![Target::Database(None)],
        }
    }

    fn target<'c>(&'c self, at: usize, part: &'c Part<'s>) -> Option<Target<'c>> {
        match part {
            Part::Entity(EntityKind::Database, name) => Some(Target::Database(Some(name.name.clone()))),
            Part::Entity(kind, name) => Some(Target::Entity(*kind, self.qualified(at, name))),
            Part::Entities(kind, names) => Some(Target::Several(*kind, names.clone())),
            Part::Column(column) => column.table(),
            Part::Word("*") => self.kind_before(at).map(Target::All),
            _ => None,
        }
    }

    /// Returns a name with the database that `database('D').` before it names, or `in database D` after it.
    fn qualified(&self, at: usize, name: &QualifiedName<'s>) -> QualifiedName<'s> {
        let before = at.checked_sub(5).and_then(|start| self.parts.get(start..at));
        match before {
            Some([Part::Word(word), Part::Word("("), Part::Text(text), Part::Word(")"), Part::Word(".")])
                if *word == Keyword::Database.text() =>
            {
                let database = Name { text: text.text.clone(), span: text.span };
                QualifiedName { database: Some(database), name: name.name.clone() }
            }
            _ => {
                let database = name.database.as_ref().or_else(|| self.holding_database());
                QualifiedName { database: database.cloned(), name: name.name.clone() }
            }
        }
    }

    /// Returns the database that stands after `in database`.
    fn holding_database(&self) -> Option<&Name<'s>> {
        let is = |part: &Part<'_>, word: &str| matches!(part, Part::Word(own) if *own == word);
        self.parts.windows(3).find_map(|parts| match parts {
            [before, kind, Part::Entity(EntityKind::Database, name)] => {
                (is(before, IN) && is(kind, Keyword::Database.text())).then_some(&name.name)
            }
            _ => None,
        })
    }

    /// Returns the kind of entity that the words before a part name.
    fn kind_before(&self, at: usize) -> Option<EntityKind> {
        let before = self.parts.iter().skip(1).take(at.saturating_sub(1));
        let words: Vec<String> = before.map(ToString::to_string).collect();
        let words = words.join(" ");
        EntityKind::ALL.iter().copied().find(|kind| kind.to_string() == words)
    }
}

impl ColumnName<'_> {
    /// Returns the table that the name names.
    fn table(&self) -> Option<Target<'_>> {
        let (name, above) = self.path.split_last()?;
        let table = QualifiedName { database: above.last().cloned(), name: name.clone() };
        Some(Target::Entity(EntityKind::Table, table))
    }
}

/// Marks that stand close to what is before them, and those that stand close to what comes after.
const CLOSE_BEFORE: &[&str] = &[",", ")", ".", ":"];
const CLOSE_AFTER: &[&str] = &["(", "."];

impl fmt::Display for RowCommand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_one_of = |part: &Part<'_>, marks: &[&str]| matches!(part, Part::Word(word) if marks.contains(word));
        let mut close = true;
        for part in &self.parts {
            let printed = part.to_string();
            let apart = !close && !is_one_of(part, CLOSE_BEFORE) && !printed.is_empty();
            f.write_str(if apart { " " } else { "" })?;
            f.write_str(&printed)?;
            close = is_one_of(part, CLOSE_AFTER);
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
            Self::Column(column) => column.fmt(f),
            Self::Name(name) => name.fmt(f),
            Self::Pattern(pattern) => f.write_str(pattern),
            Self::Principal(principal) => Text(&principal.value.to_string()).fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Value(value) => value.fmt(f),
            Self::Mapping(kind) => f.write_str(kind.word()),
            Self::Type(kind) => f.write_str(kind.name()),
            Self::Properties(properties) => f.write_str(properties.to_string().trim_start()),
            Self::Query(query) => write!(f, "<| {query}"),
            // A comment would hide the bracket.
            Self::Braced(query) if query.text.contains("//") => write!(f, "{{ {query}\n}}"),
            Self::Braced(query) => write!(f, "{{ {query} }}"),
            Self::Data(data) => write!(f, "<|{data}"),
            Self::Bracketed(text) => f.write_str(&text.value),
            Self::Body(body, content) => f.write_str(&bodies::printed(*body, &content.json.to_string())),
        }
    }
}

impl fmt::Display for ColumnName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.iter().try_for_each(|name| write!(f, "{name}."))?;
        self.name.fmt(f)
    }
}
