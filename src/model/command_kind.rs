//! The kinds of commands: one row for every command of the engine, interpreted here or not.
//!
//! Names are those of the official grammar (microsoft/Kusto-Query-Language,
//! `EngineCommandInfos.cs`), spelling mistakes included, since tools compare by them.
//!
//! Beside each name stands its *form*, forms that only documents show included. It begins after the
//! command's `.`; its parts are
//!
//! - a word or a mark, which stands for itself: `show`, `=`, `*`;
//! - `TABLE` or `DATABASE`, the name of such an entity, and `TABLES`, several names in brackets;
//! - `BODY`, the content of the row's policy, as the table of policies says;
//! - `NAME`, any name: plain, quoted, in brackets, dotted, with wildcards;
//! - `ROLE`, one word; `VALUE`, one literal or word;
//! - `STRING`, one string literal, or several side by side, which count as one;
//! - `()`, a group in brackets of any shape, with all that it holds;
//! - `a|b`, one of several of these;
//! - `[ … ]`, what may be missing;
//! - `...`, anything up to what follows, or to the end;
//! - `<|`, this mark and all that follows it.
//!
//! A command ends where its form ends, unless `|` and tabular operators follow. A form tells a kind
//! from every other kind. A kind whose *effect* is not its own is read by its form alone, and uses
//! the parts `TABLE`, `TABLES`, `DATABASE`, `STRING` and `BODY` beside words.
//!
//! After `=>` stands what kmgmt makes of the kind: its effect, the columns that it answers, who may
//! run it, and the page that says so: `page "x"` is the section *Permissions* of `x.md`, `monitors`
//! adds that monitors may too, `ours` is our choice. Kinds without that are recognised, unlike nonsense, and
//! are not interpreted.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::keyword::Keyword;
use crate::model::policy::PolicyKind;
use crate::model::rule::{Required, Rule};
use crate::model::schemas;
use crate::table::Schema;

/// What kmgmt makes of the commands of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    /// What a command does.
    pub effect: Effect,
    /// The columns of its answer; of several answers, those of the shortest form.
    pub schema: Schema,
    /// Who may run it.
    pub required: Required,
    of_the_cluster: bool,
}

/// What the commands of a kind do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// They have a meaning of their own, and a family of syntax trees.
    Own,
    /// They show, replace, merge into or remove the policy of an entity, as their verb says.
    Policy(PolicyKind),
    /// They do nothing here: their entities must exist, and the answer has no rows.
    Nothing,
}

impl Carried {
    const fn of(effect: Effect, schema: Schema, required: Required) -> Self {
        Self { effect, schema, required, of_the_cluster: false }
    }

    /// Adds the rule for commands that name a managed identity.
    const fn naming_identity(self, rule: Rule) -> Self {
        let required = Required { with_identity: Some(rule), ..self.required };
        Self { required, ..self }
    }

    /// Marks the kind as one of the cluster's, although its words do not say so.
    const fn of_the_cluster(self) -> Self {
        Self { of_the_cluster: true, ..self }
    }
}

/// A row of the table.
struct Row {
    name: &'static str,
    form: &'static str,
    /// By reference, because the program is loaded faster the smaller the table is.
    carried: Option<&'static Carried>,
}

macro_rules! command_kinds {
    (@page page $page:literal) => { concat!($page, ".md, Permissions") };
    (@page monitors $page:literal) => {
        concat!($page, ".md, Permissions; monitors by role-based-access-control.md")
    };
    (@page ours) => { "kmgmt's choice: no page says" };
    (@page $page:expr) => { $page };
    (@carried) => { None };
    (@carried $effect:ident($what:expr, $rule:expr, $($page:tt)+)
        $(.$more:ident($($argument:expr)?))*) => {
        Some(&$effect($what, Required {
            rule: $rule,
            with_identity: None,
            page: command_kinds!(@page $($page)+),
        }) $(.$more($($argument)?))*)
    };
    ($($kind:ident $form:literal
        $(=> $effect:ident $parts:tt $(.$more:ident $arguments:tt)*)?;)*) => {
        /// A kind of command, by its official name.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
        #[repr(u16)]
        pub enum CommandKind {
            $(#[doc = concat!("`.", $form, "`")] $kind,)*
        }

        impl CommandKind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];
        }

        static ROWS: &[Row] = &[$(Row {
            name: stringify!($kind),
            form: $form,
            carried: command_kinds!(@carried $($effect $parts $(.$more $arguments)*)?),
        },)*];
    };
}

mod table;

pub use table::CommandKind;

/// The kinds that a verb begins.
#[derive(Default)]
struct Begun {
    /// Those whose next word is known, by that word.
    by_word: BTreeMap<&'static str, Vec<CommandKind>>,
    /// The others.
    others: Vec<CommandKind>,
}

static BY_VERB: LazyLock<BTreeMap<&'static str, Begun>> = LazyLock::new(|| {
    let mut verbs: BTreeMap<_, Begun> = BTreeMap::new();
    for kind in CommandKind::ALL {
        for verb in kind.verbs_of() {
            verbs.entry(verb).or_default().add(*kind);
        }
    }
    verbs
});

impl Begun {
    fn add(&mut self, kind: CommandKind) {
        let next = kind.form().split(' ').nth(1).unwrap_or_default();
        if !next.starts_with(|first: char| first.is_ascii_lowercase()) {
            self.others.push(kind);
            return;
        }
        // Documents also write `materialized view`, in two words.
        let parted = next == Keyword::MaterializedView.text();
        let parted = parted.then_some(Keyword::Materialized.text());
        for word in next.split('|').chain(parted) {
            self.by_word.entry(word).or_default().push(kind);
        }
    }
}

impl CommandKind {
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

    /// Returns what kmgmt makes of the kind, if it interprets it.
    #[must_use]
    pub fn carried(self) -> Option<&'static Carried> {
        self.row().carried
    }

    /// Returns whether kmgmt interprets commands of the kind.
    #[must_use]
    pub fn interpreted(self) -> bool {
        self.carried().is_some()
    }

    /// Returns who may run commands of the kind, if kmgmt interprets it.
    #[must_use]
    pub fn required(self) -> Option<Required> {
        self.carried().map(|carried| carried.required)
    }

    /// Returns the columns that commands of the kind answer; none where kmgmt does not interpret it.
    #[must_use]
    pub fn schema(self) -> Schema {
        self.carried().map_or(schemas::NOTHING, |carried| carried.schema)
    }

    /// Returns whether commands of the kind are read by its form alone.
    #[must_use]
    pub fn is_read_by_form(self) -> bool {
        self.carried().is_some_and(|carried| carried.effect != Effect::Own)
    }

    /// Returns whether the official grammar names the kind; otherwise only documents show it.
    #[must_use]
    pub fn official(self) -> bool {
        self != Self::ShowMaterializedViewPrincipalRoles
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
        self.form().split(' ').nth(1) == Some(Keyword::Cluster.text())
            || self.carried().is_some_and(|carried| carried.of_the_cluster)
    }

    /// Returns the verbs that begin commands of the kind: `detach` and `drop`.
    fn verbs_of(self) -> impl Iterator<Item = &'static str> {
        self.form().split(' ').next().unwrap_or_default().split('|')
    }

    /// Returns whether commands begin with the word.
    #[must_use]
    pub fn is_verb(word: &str) -> bool {
        BY_VERB.contains_key(word)
    }

    /// Returns the kinds whose forms may begin with this verb and this word, in no order.
    pub fn begun_with(verb: &str, word: &str) -> impl Iterator<Item = Self> {
        let begun = BY_VERB.get(verb).into_iter();
        let kinds = begun.flat_map(move |begun| {
            let known = begun.by_word.get(word).map(Vec::as_slice).unwrap_or_default();
            known.iter().chain(&begun.others)
        });
        kinds.copied()
    }

    /// Returns the verbs that begin commands, interpreted or not, each once.
    pub fn verbs() -> impl Iterator<Item = &'static str> {
        BY_VERB.keys().copied()
    }

    /// Returns the help about the commands whose forms hold all these words: each form, and who may
    /// run it. There is none where no form does.
    #[must_use]
    pub fn help(words: &str) -> Option<String> {
        let lines: Vec<String> = Self::holding(words).map(Self::line).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// Returns the kinds whose forms hold all these words.
    pub fn holding(words: &str) -> impl Iterator<Item = Self> {
        let words: Vec<&str> = words.trim_start_matches('.').split_whitespace().collect();
        let holds = |form: &str, word| form.split([' ', '|', '[', ']']).any(|part| part == word);
        let kinds = Self::ALL.iter().copied();
        kinds.filter(move |kind| words.iter().all(|word| holds(kind.form(), *word)))
    }

    /// Returns the form with a line of help.
    fn line(self) -> String {
        let says = match self.required() {
            Some(Required { rule, page, .. }) => format!("takes {rule} ({page})"),
            None => "is not interpreted".to_owned(),
        };
        format!(".{}\n    {} {says}", self.form(), self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::CommandKind;

    #[test]
    fn no_two_kinds_share_a_name_or_a_form() {
        let names: HashSet<_> = CommandKind::ALL.iter().map(|kind| kind.name()).collect();
        let forms: HashSet<_> = CommandKind::ALL.iter().map(|kind| kind.form()).collect();
        assert_eq!(names.len(), CommandKind::ALL.len());
        assert_eq!(forms.len(), CommandKind::ALL.len());
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
        for kind in CommandKind::ALL {
            let form = kind.form();
            assert!(form.starts_with(|first: char| first.is_ascii_lowercase()), "{form}");
            assert_eq!(form.matches('[').count(), form.matches(']').count(), "{form}");
        }
    }
}
