//! The kinds of commands: one row for every command of the engine, in one file a family.
//!
//! Names are those of the official grammar (microsoft/Kusto-Query-Language,
//! `EngineCommandInfos.cs`), spelling mistakes included, since tools compare by them. Kinds that only
//! documents show have a name of the same manner, see [`CommandKind::official`].
//!
//! Beside each name stands its *form*, forms that only documents show included; [`crate::model::form`]
//! describes its language. A kind whose *effect* is not its own is read by its form. The forms of the
//! others are for people: `grammar/` says exactly what their parsers read, and they may have `...`,
//! anything, `ROLE`, one word, `COLUMNS`, `PARAMETERS`, `PATHS` and `BODY`, a group in brackets, and `<|`, this
//! mark and all that follows it.
//!
//! After `=>` stands what kmgmt makes of the kind: its effect, the columns that it answers, who may
//! run it, and the page that says so: `page "x"` is the section *Permissions* of `x.md`, `limits "x"`
//! its section about limitations, `monitors` adds that monitors may too, `unsaid "x"` is our choice
//! where `x.md` has no such section, `other "x"` where the section of the nearest page is about other
//! commands, `ours` where there is no page.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use crate::model::form::{self, first_words};
use crate::model::keyword::Keyword;
use crate::model::rule::{On, Required, Rule};
use crate::table::Schema;

mod blocked;
mod caches;
mod caching;
mod cluster;
mod cluster_policies;
mod columns;
mod continuous_exports;
mod databases;
mod entity_groups;
mod exports;
mod extents;
mod external_tables;
mod followers;
mod functions;
mod graph_models;
mod ingestion;
mod ingestion_policies;
mod ingestion_service;
mod mappings;
mod materialized_views;
mod mirroring;
mod operations;
mod policies;
mod purge;
mod retention;
mod roles;
mod row;
mod scripts;
mod storage;
mod storage_policies;
mod stored_query_results;
mod tables;
mod update_policy;
mod workload_groups;

pub use row::{Carried, Class, Effect};

use row::Row;

macro_rules! families {
    ($($family:ident($module:ident),)*) => {
        /// A family of kinds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Family {
            $(#[doc = concat!("`", stringify!($module), "`")] $family),*
        }

        impl Family {
            /// Every family.
            pub const ALL: &'static [Self] = &[$(Self::$family),*];

            /// Returns the stem of the file of its rows and of the file of its grammar.
            #[must_use]
            pub const fn stem(self) -> &'static str {
                match self { $(Self::$family => stringify!($module)),* }
            }

            fn rows(self) -> &'static [Row] {
                match self { $(Self::$family => $module::ROWS),* }
            }
        }
    };
}

families! {
    Databases(databases),
    Mappings(mappings),
    Tables(tables),
    Columns(columns),
    Functions(functions),
    ExternalTables(external_tables),
    EntityGroups(entity_groups),
    WorkloadGroups(workload_groups),
    MaterializedViews(materialized_views),
    GraphModels(graph_models),
    Roles(roles),
    Blocked(blocked),
    Caching(caching),
    IngestionPolicies(ingestion_policies),
    Retention(retention),
    Policies(policies),
    StoragePolicies(storage_policies),
    UpdatePolicy(update_policy),
    Mirroring(mirroring),
    ClusterPolicies(cluster_policies),
    Ingestion(ingestion),
    Exports(exports),
    ContinuousExports(continuous_exports),
    IngestionService(ingestion_service),
    Purge(purge),
    StoredQueryResults(stored_query_results),
    Extents(extents),
    Storage(storage),
    Followers(followers),
    Scripts(scripts),
    Operations(operations),
    Caches(caches),
    Cluster(cluster),
}

/// A kind of command: the place of its row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandKind {
    family: Family,
    row: u8,
}

/// The verbs of all commands.
static VERBS: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| CommandKind::all().flat_map(CommandKind::verbs).collect());

impl CommandKind {
    /// What stands after the forms in help.
    pub const LEGEND: &'static str = "
Words in capitals stand for what you write there; `[x]` may be left out, `a|b`
is one of them, `{x}` comes as often as you like, `...` is anything. Below a
form: the name of its kind, what it does here (what is only stored decides
nothing; without effect are commands about data and operations), and the
permission that it takes: `#who-can` by its words lists who has it.";

    const fn new(family: Family, row: u8) -> Self {
        Self { family, row }
    }

    fn row(self) -> &'static Row {
        #[expect(clippy::indexing_slicing, reason = "a kind is the place of a row")]
        &self.family.rows()[usize::from(self.row)]
    }

    /// Returns every kind, by family.
    pub fn all() -> impl Iterator<Item = Self> {
        Family::ALL.iter().flat_map(|family| family.kinds())
    }

    /// Returns its family.
    #[must_use]
    pub const fn family(self) -> Family {
        self.family
    }

    /// Returns the name of the kind: `ShowTables`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Returns the form of the kind: `show tables [()]`. The module describes its language.
    #[must_use]
    pub fn form(self) -> &'static str {
        self.row().form
    }

    /// Returns the words by which people know commands of the kind: `set-or-append`.
    #[must_use]
    pub fn first_words(self) -> String {
        first_words(self.form())
    }

    /// Returns what commands of the kind do.
    #[must_use]
    pub fn effect(self) -> Effect {
        self.row().carried.effect
    }

    /// Returns who may run commands of the kind.
    #[must_use]
    pub fn required(self) -> Required {
        self.row().carried.required
    }

    /// Returns the columns that commands of the kind answer.
    #[must_use]
    pub fn schema(self) -> Schema {
        self.row().carried.schema
    }

    /// Returns whether commands of the kind are read by its form alone.
    #[must_use]
    pub fn is_read_by_form(self) -> bool {
        self.effect() != Effect::Own
    }

    /// Returns whether the official grammar names the kind; otherwise only documents show it.
    #[must_use]
    pub fn official(self) -> bool {
        !matches!(self.family, Family::Purge | Family::IngestionService) && !DOCUMENTED.contains(&self)
    }

    /// Returns whether commands of the kind are `.show …`, which change nothing.
    #[must_use]
    pub fn is_show(self) -> bool {
        // No form has `show` beside other verbs; asked of every command, this looks at few bytes.
        self.form().strip_prefix(Keyword::Show.text()).is_some_and(|rest| rest.starts_with(' '))
    }

    /// Returns whether commands of the kind are the cluster's own, and not of one database: a script of the
    /// one scope can't hold commands of the other.
    #[must_use]
    pub fn is_cluster_scope(self) -> bool {
        let Carried { of_the_cluster, effect, required, .. } = self.row().carried;
        let by_rule = *effect != Effect::Own && matches!(required.rule, Rule::Holds(_, On::Cluster));
        *of_the_cluster || by_rule || self.form().split(' ').nth(1) == Some(Keyword::Cluster.text())
    }

    /// Returns the verbs that begin commands of the kind: `detach` and `drop`.
    pub fn verbs(self) -> impl Iterator<Item = &'static str> {
        self.form().split(' ').next().unwrap_or_default().split('|')
    }

    /// Returns whether commands begin with the word.
    #[must_use]
    pub fn is_verb(word: &str) -> bool {
        VERBS.contains(word)
    }

    /// Returns the verbs that begin commands, each once.
    pub fn all_verbs() -> impl Iterator<Item = &'static str> {
        VERBS.iter().copied()
    }

    /// Returns the kinds whose forms hold all these words.
    pub fn holding(words: &str) -> impl Iterator<Item = Self> {
        let words: Vec<String> =
            words.trim_start_matches('.').split_whitespace().map(str::to_ascii_lowercase).collect();
        // What stands in capitals is a slot, and no word.
        let is = |part: &str, word: &str| part.eq_ignore_ascii_case(word) && part.chars().any(char::is_lowercase);
        Self::all().filter(move |kind| words.iter().all(|word| form::words(kind.form()).any(|part| is(part, word))))
    }

    /// Returns the form with a line of help: what commands of the kind do here, and who may run them.
    #[must_use]
    pub fn help(self) -> String {
        let required = self.required();
        let class = self.effect().class().line();
        if self.effect().class() == Class::Elsewhere {
            return format!(".{}\n    {} {class}", self.form(), self.name());
        }
        format!(".{}\n    {} {class}, and takes {required} ({})", self.form(), self.name(), required.page)
    }
}

/// The kinds that only documents show.
const DOCUMENTED: &[CommandKind] = &[
    CommandKind::ShowMaterializedViewPrincipalRoles,
    CommandKind::AlterMaterializedViewPolicyMerge,
    CommandKind::DeleteMaterializedViewPolicyMerge,
    CommandKind::DeleteMaterializedViewPolicyRetention,
    CommandKind::AlterMergeTablesPolicyRowOrder,
    CommandKind::AlterMergeTablesPolicyIngestionBatching,
    CommandKind::ShowTableStarPolicyEncoding,
    CommandKind::ShowDatabaseOperationsMirroringStatistics,
    CommandKind::ShowTableOperationsMirroringStatistics,
];

impl Family {
    /// Returns the kinds of the family, in the order of its file.
    pub fn kinds(self) -> impl Iterator<Item = CommandKind> {
        (0..).zip(self.rows()).map(move |(row, _)| CommandKind::new(self, row))
    }
}

impl fmt::Debug for CommandKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::CommandKind;

    #[test]
    fn no_two_kinds_share_a_name_or_a_form() {
        let names: HashSet<_> = CommandKind::all().map(CommandKind::name).collect();
        let forms: HashSet<_> = CommandKind::all().map(CommandKind::form).collect();
        assert_eq!(names.len(), CommandKind::all().count());
        assert_eq!(forms.len(), CommandKind::all().count());
    }

    #[test]
    fn a_kind_answers_its_name_and_its_form() {
        let kind = CommandKind::ShowTableDetails;
        assert_eq!(kind.name(), "ShowTableDetails");
        assert_eq!(kind.form(), "show table NAME details");
        assert!(kind.official());
        assert!(!CommandKind::ShowMaterializedViewPrincipalRoles.official());
    }

    #[test]
    fn every_form_begins_with_a_verb_and_closes_its_brackets() {
        for kind in CommandKind::all() {
            let form = kind.form();
            assert!(form.starts_with(|first: char| first.is_ascii_lowercase()), "{form}");
            for (open, close) in [('[', ']'), ('(', ')'), ('{', '}')] {
                assert_eq!(form.matches(open).count(), form.matches(close).count(), "{form}");
            }
        }
    }
}
