//! The forms of commands: what stands in a row of the table of kinds, as a tree.
//!
//! A form begins after the command's `.`. Spaces stand between its parts, which are
//!
//! - a word or a mark, which stands for itself: `show`, `=`, `*`; a mark that is also one of this
//!   notation stands in quotes: `'('`;
//! - `a|b`, without spaces, one of several words;
//! - a [`Slot`], in capitals: `TABLE`, `STRING`;
//! - `( … | … )`, one of several;
//! - `[ … ]`, what may be missing, and `[ … | … ]`, one of several or none;
//! - `{ … }`, what stands as often as one likes, or not at all;
//! - a part that several forms have, in capitals too, see [`NAMED`].

use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;

mod read;

use read::alternatives;

/// A part of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A word or mark, which stands for itself.
    Word(&'static str),
    /// What a person fills in.
    Slot(Slot),
    /// One of these.
    Choice(Vec<Vec<Self>>),
    /// One of these, or nothing.
    Optional(Vec<Vec<Self>>),
    /// Any number of these.
    Repeat(Vec<Vec<Self>>),
    /// A part that several forms have, under the name that they write.
    Named(&'static str, Vec<Self>),
}

/// How the content of a policy is written after its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// `'{"a": 1}'`: JSON in quotes.
    Json,
    /// `hot = 3d`, `hotdata = 3d hotindex = 1d`, and older times that are kept near too.
    Caching,
    /// `softdelete = 7d recoverability = disabled`, or one of the two.
    Retention,
    /// `enable`, `disable`
    Switch,
    /// `true`, `false`
    Flag,
    /// `(a asc, b desc)`
    RowOrder,
    /// `type = 'Identifier'`
    Encoding,
}

macro_rules! slots {
    ($($(#[$doc:meta])* $text:literal $slot:expr, $rule:literal;)*) => {
        /// Every slot: how forms write it, what it is, and its rule in `grammar/`.
        const SLOTS: &[(&str, Slot, &str)] = &[$(($text, $slot, $rule)),*];
    };
}

/// What a person fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// An entity of the database in context, or of the cluster.
    Entity(EntityKind),
    /// An entity, of another database too: `T`, `D.T`.
    Qualified(EntityKind),
    /// `(A, B)`: several entities, each once.
    Entities(EntityKind),
    /// A column, after so many names of what holds it at most: `c`, `T.c`, `D.T.c`.
    Column(u8),
    /// The name of something that kmgmt keeps none of.
    Name,
    /// The name of something that kmgmt keeps none of; what stands in quotes is text and no name.
    PathName,
    /// A name in which `*` stands for any text.
    Pattern,
    /// A name in which `*` stands for any text, after the name of what holds it.
    QualifiedPattern,
    /// A principal, in quotes.
    Principal,
    /// A string, or several side by side, which count as one.
    Text,
    /// A length of time.
    TimeSpan,
    /// A moment.
    Moment,
    /// `true`, `false`
    Bool,
    /// A whole number.
    Long,
    /// A literal of any type.
    Value,
    /// An id.
    Guid,
    /// The type of a column.
    Type,
    /// The format of data that a mapping is for.
    MappingKind,
    /// `with (name=value, …)`
    Properties,
    /// `<|` and a query, to the end.
    Query,
    /// `{ query }`
    Braced,
    /// `<|` and data, to the end.
    Data,
    /// `[text]`, whatever the text is.
    Bracketed,
    /// The content of a policy.
    Body(Body),
}

slots! {
    "DATABASE" Slot::Entity(EntityKind::Database), "name";
    "DATABASES" Slot::Entities(EntityKind::Database), "names";
    "TABLE" Slot::Entity(EntityKind::Table), "name";
    "DATABASE.TABLE" Slot::Qualified(EntityKind::Table), "qualified_name";
    "TABLES" Slot::Entities(EntityKind::Table), "names";
    "EXTERNAL_TABLE" Slot::Entity(EntityKind::ExternalTable), "name";
    "VIEW" Slot::Entity(EntityKind::MaterializedView), "name";
    "DATABASE.VIEW" Slot::Qualified(EntityKind::MaterializedView), "qualified_name";
    "FUNCTION" Slot::Entity(EntityKind::Function), "name";
    "GRAPH_MODEL" Slot::Entity(EntityKind::GraphModel), "name";
    "ENTITY_GROUP" Slot::Entity(EntityKind::EntityGroup), "name";
    "WORKLOAD_GROUP" Slot::Entity(EntityKind::WorkloadGroup), "name";
    "EXPORT" Slot::Entity(EntityKind::ContinuousExport), "name";
    "COLUMN" Slot::Column(0), "name";
    "TABLE.COLUMN" Slot::Column(1), "qualified_name";
    "DATABASE.TABLE.COLUMN" Slot::Column(2), "column_name";
    "NAME" Slot::Name, "name";
    "PATH_NAME" Slot::PathName, "path_name";
    "PATTERN" Slot::Pattern, "pattern";
    "NAME.PATTERN" Slot::QualifiedPattern, "qualified_pattern";
    "PRINCIPAL" Slot::Principal, "principal";
    "STRING" Slot::Text, "strings";
    "TIMESPAN" Slot::TimeSpan, "timespan";
    "DATETIME" Slot::Moment, "datetime";
    "BOOL" Slot::Bool, "bool";
    "LONG" Slot::Long, "long";
    "VALUE" Slot::Value, "value";
    "GUID" Slot::Guid, "guid";
    "TYPE" Slot::Type, "column_type";
    "MAPPING_KIND" Slot::MappingKind, "mapping_kind";
    "PROPERTIES" Slot::Properties, "any_properties";
    "QUERY" Slot::Query, "output_query";
    "{QUERY}" Slot::Braced, "body";
    "DATA" Slot::Data, "output_data";
    "[TEXT]" Slot::Bracketed, "bracketed_words";
    "JSON" Slot::Body(Body::Json), "json_text";
    "CACHING" Slot::Body(Body::Caching), "caching_body";
    "RETENTION" Slot::Body(Body::Retention), "retention_body";
    "SWITCH" Slot::Body(Body::Switch), "switch_body";
    "FLAG" Slot::Body(Body::Flag), "flag_body";
    "ROW_ORDER" Slot::Body(Body::RowOrder), "row_order_body";
    "ENCODING" Slot::Body(Body::Encoding), "encoding_body";
}

/// Parts that several forms have: their name in forms, and what they stand for.
pub const NAMED: &[(&str, &str)] = &[
    ("GUID_LIST", "'(' GUID {, GUID} ')'"),
    ("STRING_LIST", "'(' STRING {, STRING} ')'"),
    ("PRINCIPAL_LIST", "'(' PRINCIPAL {, PRINCIPAL} ')'"),
    ("NAMES", "'(' NAME {, NAME} ')'"),
    ("PATTERN_LIST", "'(' PATTERN {, PATTERN} ')'"),
    ("COLUMN_LIST", "'(' COLUMN {, COLUMN} ')'"),
    ("NEW_COLUMNS", "'(' NAME : TYPE {, NAME : TYPE} ')'"),
    ("DOCSTRINGS", "'(' COLUMN : STRING {, COLUMN : STRING} ')'"),
    ("MEMBER", "(cluster '(' STRING ')' . database '(' STRING ')' | database '(' STRING ')')"),
    ("CLUSTER_MEMBER", "cluster '(' STRING ')'"),
    ("MEMBERS", "'(' MEMBER {, MEMBER} ')'"),
    ("FOLLOWER_ROLE", "admins|users|viewers|unrestrictedviewers|monitors"),
    ("MODIFICATION_KIND", "none|union|replace"),
    ("TAG_FILTER", "where TAGS {and TAGS}"),
    ("TAGS", "tags has|contains|!has|!contains STRING"),
    ("TRIM", "trim by extentsize|datasize LONG MB|GB|bytes"),
    (
        "PARTITION",
        "NAME : (string = NAME | datetime = (bin '(' NAME , TIMESPAN ')' | \
         startofday|startofweek|startofmonth|startofyear '(' NAME ')'))",
    ),
    ("PATH_PART", "(datetime_pattern '(' STRING , NAME ')' | PATH_NAME)"),
    ("TEMPLATE_PROPERTY", "AutoApplyToNewTables|IsEnabled|Backfill = BOOL"),
];

impl Slot {
    /// Returns the slot that forms write so.
    fn of(text: &str) -> Option<Self> {
        SLOTS.iter().find(|(word, ..)| *word == text).map(|(_, slot, _)| *slot)
    }

    /// Returns the word or mark that begins what fills the slot, where it is always the same.
    #[must_use]
    pub const fn mark(self) -> Option<&'static str> {
        match self {
            Self::Query | Self::Data => Some("<|"),
            Self::Entities(_) | Self::Body(Body::RowOrder) => Some("("),
            Self::Properties => Some("with"),
            Self::Braced => Some("{"),
            Self::Bracketed => Some("["),
            _ => None,
        }
    }

    /// Returns the kind of entity that fills the slot, or whose column does.
    const fn entity(self) -> Option<EntityKind> {
        match self {
            Self::Entity(kind) | Self::Qualified(kind) | Self::Entities(kind) => Some(kind),
            Self::Column(_) => Some(EntityKind::Table),
            _ => None,
        }
    }

    /// Returns how forms write the slot.
    #[must_use]
    pub fn text(self) -> &'static str {
        SLOTS.iter().find(|(_, slot, _)| *slot == self).map_or("", |(text, ..)| text)
    }

    /// Returns the rule of `grammar/` that says what the slot takes.
    #[must_use]
    pub fn rule(self) -> &'static str {
        SLOTS.iter().find(|(_, slot, _)| *slot == self).map_or("", |(.., rule)| rule)
    }
}

impl Node {
    /// Returns whether a person fills the part in.
    const fn is_filled_in(&self) -> bool {
        matches!(self, Self::Slot(_) | Self::Named(..))
    }
}

/// Returns the parts of a form. Its brackets are closed: a test reads every form.
#[must_use]
pub fn parts(form: &'static str) -> Vec<Node> {
    let mut rest = form;
    alternatives(&mut rest).into_iter().next().unwrap_or_default()
}

/// Returns the words, marks and slots of a form, without its brackets.
pub fn words(form: &str) -> impl Iterator<Item = &str> {
    form.split([' ', '|', '[', ']', '(', ')', '{', '}']).filter(|word| !word.is_empty())
}

/// Returns the kind of entity that a form names first, by its words or by a slot.
#[must_use]
pub fn first_entity(form: &str) -> Option<EntityKind> {
    let words: Vec<&str> = words(form).collect();
    let begins = |at: usize, own: &[Keyword]| {
        let found = words.get(at..at + own.len());
        found.is_some_and(|found| found.iter().zip(own).all(|(word, own)| *word == own.text()))
    };
    let named = |at: usize, kind: EntityKind| begins(at, kind.words()) || begins(at, kind.plural_words());
    words.iter().enumerate().find_map(|(at, word)| {
        let kind = EntityKind::ALL.iter().copied().find(|kind| named(at, *kind));
        kind.or_else(|| Slot::of(word).and_then(Slot::entity))
    })
}

/// Returns the words by which people know a command: those of its form, without what may be missing and without
/// what stands after the last of them. `set-or-append [async] TABLE [PROPERTIES] QUERY` is `set-or-append`.
#[must_use]
pub fn first_words(form: &'static str) -> String {
    let is_mark =
        |node: &Node| matches!(node, Node::Word(word) if !word.starts_with(|first: char| first.is_alphabetic()));
    let mut nodes: Vec<Node> = parts(form).into_iter().take_while(|node| !is_mark(node)).collect();
    nodes.retain(|node| !matches!(node, Node::Optional(_) | Node::Repeat(_)));
    while nodes.len() > 2 && matches!(nodes.last(), Some(Node::Choice(_)))
        || matches!(nodes.last(), Some(node) if node.is_filled_in())
    {
        nodes.pop();
    }
    written(&nodes)
}

/// Returns parts as forms write them, without what may be missing.
fn written(nodes: &[Node]) -> String {
    let one = |node: &Node| match node {
        Node::Word(word) => Some((*word).to_owned()),
        Node::Slot(slot) => Some(slot.text().to_owned()),
        Node::Named(name, _) => Some((*name).to_owned()),
        Node::Choice(all) if all.iter().all(|one| one.len() == 1) => {
            Some(all.iter().map(|one| written(one)).collect::<Vec<_>>().join("|"))
        }
        Node::Choice(all) => Some(format!("({})", all.iter().map(|one| written(one)).collect::<Vec<_>>().join(" | "))),
        Node::Optional(_) | Node::Repeat(_) => None,
    };
    nodes.iter().filter_map(one).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::modification_kind::ModificationKind;
    use crate::model::role::Role;

    #[test]
    fn a_form_is_words_slots_and_groups_of_them() {
        let form = parts("drop extents '(' GUID { , GUID } ')' [from TABLE | whatif]");
        let guid = Node::Slot(Slot::Guid);
        let table = Node::Slot(Slot::Entity(EntityKind::Table));
        let expected = vec![
            Node::Word("drop"),
            Node::Word("extents"),
            Node::Word("("),
            guid.clone(),
            Node::Repeat(vec![vec![Node::Word(","), guid]]),
            Node::Word(")"),
            Node::Optional(vec![vec![Node::Word("from"), table], vec![Node::Word("whatif")]]),
        ];
        assert_eq!(form, expected);
    }

    #[test]
    fn people_know_a_command_by_its_first_words() {
        let cases = [
            ("set-or-append [async] TABLE [PROPERTIES] QUERY", "set-or-append"),
            ("clear [async] table TABLE data", "clear table TABLE data"),
            ("move [async] extents (all from table TABLE | from table TABLE GUID_LIST)", "move extents"),
            ("show (table TABLE | tables TABLES) extents [GUID_LIST]", "show (table TABLE | tables TABLES) extents"),
            (
                "drop ([async] table TABLE extent tags | extent tags) STRING_LIST",
                "drop (table TABLE extent tags | extent tags)",
            ),
            ("enable|disable cluster maintenance_mode", "enable|disable cluster maintenance_mode"),
            ("clear cache remote-schema cluster '(' STRING ')'", "clear cache remote-schema cluster"),
        ];
        for (form, words) in cases {
            assert_eq!(first_words(form), words);
        }
    }

    #[test]
    fn lists_of_words_are_those_of_their_tables() {
        let named = |name: &str| NAMED.iter().find(|(own, _)| *own == name).map(|(_, form)| *form);
        let modifications: Vec<&str> = ModificationKind::ALL.iter().map(|kind| kind.word()).collect();
        assert_eq!(named("MODIFICATION_KIND"), Some(modifications.join("|").as_str()));
        // A follower takes no data in, and so has no ingestors (the official grammar).
        let roles = Role::at(EntityKind::Database).filter(|role| *role != Role::Ingestors);
        let roles: Vec<String> = roles.map(|role| role.to_string()).collect();
        assert_eq!(named("FOLLOWER_ROLE"), Some(roles.join("|").as_str()));
    }

    #[test]
    fn every_slot_reads_as_it_is_written() {
        for (text, slot, rule) in SLOTS {
            assert_eq!(parts(text), [Node::Slot(*slot)]);
            assert_eq!((slot.text(), slot.rule()), (*text, *rule));
        }
    }
}
