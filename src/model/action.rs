//! What questions about access ask for: `explain` and `who-can`.
//!
//! Every permission is an action, by its own word. Every command is one too, by the words of its form
//! ([`crate::model::command_words`]): it asks for what the row of its kind takes.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::model::command_kind::CommandKind;
use crate::model::command_words::{Begun, about, named, shortest};
use crate::model::entity::EntityKind;
use crate::model::form::parts;
use crate::model::permission::{ON_BEHALF, Permission};
use crate::model::rule::{Instead, On, Rule};
use crate::text::quoted;

/// Words that people use for commands whose forms have others, or more.
const OTHER_WORDS: &[(&str, CommandKind)] = &[
    ("create external table", CommandKind::CreateStorageExternalTable),
    ("create graph_model", CommandKind::GraphModelCreateOrAlter),
    ("create continuous-export", CommandKind::CreateOrAlterContinuousExport),
    ("create workload_group", CommandKind::CreateOrAleterWorkloadGroup),
    ("export", CommandKind::ExportToStorage),
    ("purge", CommandKind::PurgeTableRecords),
    ("manage followers", CommandKind::AddFollowerDatabaseAuthorizedPrincipals),
];

/// Words that people use for a permission, besides its own: `admin` asks for what only admins have.
pub(super) const OTHER_PERMISSION_WORDS: &[(&str, Permission)] = &[("admin", Permission::ManageRoles)];

/// What a question asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    words: Cow<'static, str>,
    asked: Asked,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    Permission(Permission),
    /// Commands.
    Commands(Vec<CommandKind>),
}

/// What an action on an entity takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// The permission, on the entity that is asked about or on what belongs to it.
    Permission(Permission, On),
    /// A role, whichever and wherever it is.
    AnyRole,
    /// Nothing: the commands show or end what is one's own.
    Nothing,
}

impl Action {
    /// Returns the actions with words of their own: the permissions in the order of their table, then the words that
    /// people use for them and for commands.
    pub fn short() -> impl Iterator<Item = Self> {
        let command = |(words, kind): &(&'static str, CommandKind)| Self {
            words: Cow::Borrowed(words),
            asked: Asked::Commands(vec![*kind]),
        };
        let permission = |(words, permission): &(&'static str, Permission)| Self {
            words: Cow::Borrowed(words),
            asked: Asked::Permission(*permission),
        };
        let permissions = Permission::ALL.iter().copied().map(Self::from);
        permissions.chain(OTHER_PERMISSION_WORDS.iter().map(permission)).chain(OTHER_WORDS.iter().map(command))
    }

    /// Returns every action: the short ones, and of each kind of command the shortest words. Kinds of the same words
    /// are one action.
    pub fn all() -> impl Iterator<Item = Self> {
        let mut commands: Vec<String> = CommandKind::all().map(shortest).collect();
        commands.sort_unstable();
        commands.dedup();
        let is_short = |words: &String| Self::short().any(|short| short.words() == words);
        commands.retain(|words| !is_short(words));
        let command = |words: String| {
            let split: Vec<&str> = words.split(' ').collect();
            Self::of_commands(&split, &Begun::with(&split))
        };
        Self::short().chain(commands.into_iter().filter_map(command))
    }

    /// Returns the action of the commands that begin with the words, if these say what is needed: all that go on need
    /// the same, or those that have no other words do, of some kind of entity.
    #[must_use]
    pub fn of_commands(words: &[&str], begun: &Begun) -> Option<Self> {
        let action = Self { words: Cow::Owned(words.join(" ")), asked: Asked::Commands(begun.kinds().to_vec()) };
        let agrees = |kind: &EntityKind| action.is_about(*kind);
        let names = |kind: &EntityKind| action.commands_about(*kind).next().is_some();
        let mut asked = EntityKind::ALL.iter().filter(|kind| names(kind)).peekable();
        let is_said = asked.peek().is_some() && if begun.is_whole() { asked.any(agrees) } else { asked.all(agrees) };
        is_said.then_some(action)
    }

    /// Returns the action of those of its commands that can be asked about an entity of `kind`.
    #[must_use]
    pub fn on(mut self, kind: EntityKind) -> Self {
        if let Asked::Commands(kinds) = &mut self.asked {
            kinds.retain(|own| is_asked_about(*own, kind));
        }
        self
    }

    /// Returns its words: `create function`.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Returns what it allows, in a line; nothing for a command, whose words say it.
    #[must_use]
    pub const fn line(&self) -> Option<&'static str> {
        match self.asked {
            Asked::Permission(permission) => Some(permission.line()),
            Asked::Commands(_) => None,
        }
    }

    /// Returns whether it is that of commands.
    #[must_use]
    pub const fn is_command(&self) -> bool {
        matches!(self.asked, Asked::Commands(_))
    }

    /// Returns what only some of the commands do, and what these need.
    pub fn exceptions(&self) -> impl Iterator<Item = Instead> {
        let mut exceptions: Vec<Instead> = self.kinds().filter_map(|kind| kind.required().instead).collect();
        exceptions.dedup();
        exceptions.into_iter()
    }

    /// Returns whether it takes something only where the commands are about another than the one who asks.
    #[must_use]
    pub fn is_about_others(&self) -> bool {
        self.rule().is_some_and(|rule| matches!(rule, Rule::Others(..)))
    }

    /// Returns the kinds of its commands; a permission has none.
    pub fn kinds(&self) -> impl Iterator<Item = CommandKind> {
        let kinds: &[CommandKind] = match &self.asked {
            Asked::Permission(_) => &[],
            Asked::Commands(kinds) => kinds,
        };
        kinds.iter().copied()
    }

    /// Returns what it takes, as the rows say it.
    #[must_use]
    pub fn needs(&self) -> String {
        match (&self.asked, self.rule()) {
            (Asked::Commands(_), Some(rule)) => rule.to_string(),
            (Asked::Permission(permission), _) => quoted(permission),
            (Asked::Commands(_), None) => String::new(),
        }
    }

    /// Returns the actions that go on after these words: the short ones whole, of commands the next word.
    #[must_use]
    pub fn going_on(words: &str) -> Vec<String> {
        let begun = Begun::with(&words.split(' ').collect::<Vec<_>>());
        let goes_on = |action: &Self| action.words().strip_prefix(words).is_some_and(|rest| rest.starts_with(' '));
        let mut all: Vec<String> = Self::short().filter(goes_on).map(|action| action.to_string()).collect();
        for word in begun.next() {
            let longer = format!("{words} {word}");
            if !all.iter().any(|action| *action == longer || action.starts_with(&format!("{longer} "))) {
                all.push(longer);
            }
        }
        all
    }

    /// Returns the words that may come next in an action that begins with these, each once.
    #[must_use]
    pub fn words_after(words: &[&str]) -> Vec<&'static str> {
        let short = Permission::ALL.iter().map(|permission| permission.word());
        let other = OTHER_PERMISSION_WORDS.iter().map(|(words, _)| *words);
        let short = short.chain(other).chain(OTHER_WORDS.iter().map(|(words, _)| *words)).chain([ON_BEHALF]);
        let next = |all: &'static str| {
            let mut own = all.split(' ');
            words.iter().all(|word| own.next() == Some(word)).then(|| own.next()).flatten()
        };
        let verbs = CommandKind::all_verbs().filter(|_| words.is_empty());
        let begun = Begun::with(words);
        let all: BTreeSet<&str> = short.filter_map(next).chain(verbs).chain(begun.next()).collect();
        all.into_iter().collect()
    }

    fn rule(&self) -> Option<Rule> {
        self.kinds().next().map(|kind| kind.required().rule)
    }

    /// Returns what it takes on an entity of the kind.
    #[must_use]
    pub fn takes(&self, kind: EntityKind) -> Takes {
        let rule = self.commands_about(kind).next().map(|own| own.required().rule);
        match (&self.asked, rule) {
            (Asked::Permission(permission), _) => Takes::Permission(*permission, On::Entity),
            (_, Some(Rule::Holds(permission, on) | Rule::Others(permission, on))) => Takes::Permission(permission, on),
            (_, Some(Rule::Makes { new, .. })) if kind <= EntityKind::Database => Takes::Permission(new, On::Database),
            (_, Some(Rule::Makes { existing, .. })) => Takes::Permission(existing, On::Entity),
            (_, Some(Rule::AnyRole)) => Takes::AnyRole,
            (_, Some(Rule::OwnRows) | None) => Takes::Nothing,
        }
    }

    /// Returns whether it can be asked about an entity of `kind`: commands are about it, and all need the same.
    #[must_use]
    pub fn is_about(&self, kind: EntityKind) -> bool {
        if let Asked::Permission(permission) = &self.asked {
            return permission.is_about(kind);
        }
        let mut rules = self.commands_about(kind).map(|own| own.required().rule);
        rules.next().is_some_and(|first| rules.all(|rule| rule == first))
    }

    fn commands_about(&self, kind: EntityKind) -> impl Iterator<Item = CommandKind> {
        self.kinds().filter(move |own| is_asked_about(*own, kind))
    }
}

/// The kinds of entities that the commands of each kind can be asked about.
static ASKED_ABOUT: LazyLock<HashMap<CommandKind, Vec<EntityKind>>> =
    LazyLock::new(|| CommandKind::all().map(|kind| (kind, asked_about(kind))).collect());

/// Returns the kinds of entities that commands can be asked about: those that they name, and what holds what they need.
fn asked_about(kind: CommandKind) -> Vec<EntityKind> {
    let (mut kinds, always) = named(kind);
    // What is needed of groups and followers is needed of what holds them.
    kinds.retain(|kind| Permission::ShowMetadata.is_about(*kind));
    let is_named = !kinds.is_empty();
    let (on, may_be_new) = match kind.required().rule {
        Rule::Holds(_, on) | Rule::Others(_, on) => (on, false),
        Rule::Makes { .. } => (On::Entity, true),
        Rule::OwnRows | Rule::AnyRole => (On::Cluster, false),
    };
    match on {
        On::Cluster => kinds.push(EntityKind::Cluster),
        On::Database | On::Within => kinds.extend([EntityKind::Cluster, EntityKind::Database]),
        On::Entity | On::Source if !is_named => kinds.push(about(&parts(kind.form()))),
        On::Entity | On::Source if !always => kinds.push(EntityKind::Database),
        On::Entity | On::Source => {}
    }
    if may_be_new {
        kinds.extend([EntityKind::Cluster, EntityKind::Database]);
    }
    kinds
}

fn is_asked_about(kind: CommandKind, entity: EntityKind) -> bool {
    ASKED_ABOUT.get(&kind).is_some_and(|kinds| kinds.contains(&entity))
}

impl From<Permission> for Action {
    fn from(permission: Permission) -> Self {
        Self { words: Cow::Borrowed(permission.word()), asked: Asked::Permission(permission) }
    }
}

impl std::fmt::Display for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_action_is_there_and_its_words_stand_once() {
        let words: Vec<String> = Action::all().map(|action| action.words().to_owned()).collect();
        let once: HashSet<&String> = words.iter().collect();
        assert_eq!(words.len(), once.len());
    }

    fn of(words: &str) -> Option<Action> {
        let short = Action::short().find(|action| action.words() == words);
        let split: Vec<&str> = words.split(' ').collect();
        short.or_else(|| Action::of_commands(&split, &Begun::with(&split)))
    }

    #[test]
    fn words_of_their_own_are_not_those_that_the_form_has() {
        for (words, kind) in OTHER_WORDS {
            let split: Vec<&str> = words.split(' ').collect();
            assert_ne!(Begun::with(&split).kinds(), [*kind], "{words}");
        }
    }

    #[test]
    fn every_kind_is_asked_about_by_its_shortest_words() {
        for kind in CommandKind::all() {
            let words = shortest(kind);
            let split: Vec<&str> = words.split(' ').collect();
            let action = Action::of_commands(&split, &Begun::with(&split));
            assert!(action.is_some_and(|action| action.kinds().any(|other| other == kind)), "{}: {words}", kind.name());
        }
    }

    #[test]
    fn a_command_asks_for_what_its_row_takes_where_it_takes_it() {
        let takes =
            |words: &str, kind| of(words).filter(|action| action.is_about(kind)).map(|action| action.takes(kind));
        let cases = [
            ("create function", EntityKind::Database, Permission::Create, On::Database),
            ("create-or-alter function", EntityKind::Database, Permission::Create, On::Database),
            ("create-or-alter function", EntityKind::Function, Permission::Alter, On::Entity),
            ("make graph_snapshot", EntityKind::GraphModel, Permission::Alter, On::Entity),
            ("export", EntityKind::Database, Permission::View, On::Database),
            ("move", EntityKind::Table, Permission::Alter, On::Entity),
            ("move async extents", EntityKind::Table, Permission::Alter, On::Entity),
            ("drop extents", EntityKind::Database, Permission::Alter, On::Entity),
            ("alter table policy partitioning", EntityKind::Table, Permission::Administer, On::Database),
            ("show table * policy caching", EntityKind::Database, Permission::ShowMetadata, On::Database),
            ("drop table ingestors", EntityKind::Table, Permission::ManageRoles, On::Entity),
            ("add follower database viewers", EntityKind::Database, Permission::Administer, On::Database),
            ("show details", EntityKind::Table, Permission::ShowMetadata, On::Entity),
            ("delete records", EntityKind::Table, Permission::Administer, On::Database),
            ("create ingestion mapping", EntityKind::Table, Permission::Ingest, On::Entity),
            ("create ingestion mapping", EntityKind::Database, Permission::Ingest, On::Database),
            ("create workload_group", EntityKind::Cluster, Permission::AdministerCluster, On::Cluster),
        ];
        for (words, kind, permission, on) in cases {
            assert_eq!(takes(words, kind), Some(Takes::Permission(permission, on)), "{words}");
        }
        assert_eq!(takes("show operations", EntityKind::Cluster), Some(Takes::Nothing));
        assert_eq!(takes("show version", EntityKind::Cluster), Some(Takes::AnyRole));
        for (words, kind) in [
            ("export", EntityKind::Table),
            ("create workload_group", EntityKind::Database),
            ("drop table", EntityKind::Database),
        ] {
            assert_eq!(takes(words, kind), None, "{words}");
        }
    }

    #[test]
    fn words_that_several_needs_begin_with_are_no_action_and_go_on() {
        for words in ["alter table policy", "show", "drop table viewers", "alter table policy cachng"] {
            assert_eq!(of(words), None, "{words}");
        }
        let policies = Action::going_on("alter table policy");
        assert!(policies.contains(&"alter table policy update".to_owned()), "{policies:?}");
    }
}
