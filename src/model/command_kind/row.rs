//! What a row of the table of kinds consists of, and the words that rows are written with.

use crate::model::permission::Permission;
use crate::model::policy::PolicyKind;
use crate::model::rule::{Condition, Instead, On, Required, Rule};
use crate::model::schemas;
use crate::table::Schema;

/// A row of the table.
pub struct Row {
    /// The official name of the kind.
    pub(super) name: &'static str,
    /// The form, see [`crate::model::form`].
    pub(super) form: &'static str,
    /// What commands of the kind do. By reference, because the program is loaded faster the smaller
    /// the table is.
    pub(super) carried: &'static Carried,
}

/// What kmgmt makes of the commands of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    /// What a command does.
    pub effect: Effect,
    /// The columns of its answer; of several answers, those of the shortest form.
    pub schema: Schema,
    /// Who may run it.
    pub required: Required,
    pub(super) of_the_cluster: bool,
}

/// What the commands of a kind do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// They have a meaning of their own, and a family of syntax trees.
    Own,
    /// They show, replace, merge into or remove the policy of an entity, as their verb says.
    Policy(PolicyKind),
    /// They show or change the mappings of ingested data.
    Mappings,
    /// They show or change columns.
    Columns,
    /// They show or change entity groups.
    EntityGroups,
    /// They show or change workload groups.
    WorkloadGroups,
    /// They show or change what a follower adds to the database that it follows.
    Followers,
    /// The engine does not answer them: they are commands of the ingestion service.
    Elsewhere,
    /// They do nothing here: their entities must exist, and the answer has no rows.
    Nothing,
}

/// How much of what commands do in the service they do here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// What they do in the service, as far as it concerns what exists and who may do what.
    Meaning,
    /// What they set is stored and shown; nothing acts by it.
    Stored,
    /// Nothing: kmgmt has no data and runs no operations.
    Nothing,
    /// The engine of the service does not answer them either.
    Elsewhere,
}

impl Class {
    /// Returns the class in one word, for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Meaning => "meaning",
            Self::Stored => "stored",
            Self::Nothing => "none",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// Returns the class as the line of help says it.
    #[must_use]
    pub const fn line(self) -> &'static str {
        match self {
            Self::Meaning => "does what its page says",
            Self::Stored => "is stored and shown",
            Self::Nothing => "has no effect here",
            Self::Elsewhere => "is answered by the ingestion service alone",
        }
    }
}

impl Effect {
    /// Returns how much of it happens here.
    #[must_use]
    pub const fn class(self) -> Class {
        match self {
            Self::Own | Self::Columns | Self::EntityGroups | Self::Followers => Class::Meaning,
            Self::Policy(policy) if policy.decides() => Class::Meaning,
            Self::Policy(_) | Self::Mappings | Self::WorkloadGroups => Class::Stored,
            Self::Nothing => Class::Nothing,
            Self::Elsewhere => Class::Elsewhere,
        }
    }
}

impl Carried {
    const fn of(effect: Effect, schema: Schema, required: Required) -> Self {
        Self { effect, schema, required, of_the_cluster: false }
    }

    /// Adds the rule for commands that name a managed identity.
    pub(super) const fn naming_identity(self, rule: Rule) -> Self {
        self.instead(Condition::NamesIdentity, rule)
    }

    /// Adds the rule for commands that show obfuscated strings.
    pub(super) const fn showing_secrets(self, rule: Rule) -> Self {
        self.instead(Condition::ShowsSecrets, rule)
    }

    const fn instead(self, when: Condition, rule: Rule) -> Self {
        let required = Required { instead: Some(Instead { when, rule }), ..self.required };
        Self { required, ..self }
    }

    /// Marks the kind as one of the cluster's, although its words do not say so.
    pub(super) const fn of_the_cluster(self) -> Self {
        Self { of_the_cluster: true, ..self }
    }
}

/// Returns a command with a meaning of its own and a family of syntax trees.
pub(super) const fn own(schema: Schema, required: Required) -> Carried {
    Carried::of(Effect::Own, schema, required)
}

/// Returns a command about a policy, which its form says all about.
pub(super) const fn of_policy(policy: PolicyKind, required: Required) -> Carried {
    Carried::of(Effect::Policy(policy), schemas::POLICY, required)
}

/// Returns a command about mappings.
pub(super) const fn of_mappings(schema: Schema, required: Required) -> Carried {
    Carried::of(Effect::Mappings, schema, required)
}

/// Returns a command about columns.
pub(super) const fn of_columns(schema: Schema, required: Required) -> Carried {
    Carried::of(Effect::Columns, schema, required)
}

/// Returns a command about entity groups.
pub(super) const fn of_entity_groups(schema: Schema, required: Required) -> Carried {
    Carried::of(Effect::EntityGroups, schema, required)
}

/// Returns a command about workload groups.
pub(super) const fn of_workload_groups(schema: Schema, required: Required) -> Carried {
    Carried::of(Effect::WorkloadGroups, schema, required)
}

/// Returns a command about followers.
pub(super) const fn of_followers(schema: Schema, required: Required) -> Carried {
    Carried::of(Effect::Followers, schema, required)
}

/// Returns a command that the engine does not answer.
pub(super) const fn elsewhere(schema: Schema, required: Required) -> Carried {
    Carried::of(Effect::Elsewhere, schema, required)
}

/// Returns a command that does nothing here.
pub(super) const fn none(schema: Schema, required: Required) -> Carried {
    Carried::of(Effect::Nothing, schema, required)
}

pub(super) const fn on_cluster(permission: Permission) -> Rule {
    Rule::Holds(permission, On::Cluster)
}

pub(super) const fn on_database(permission: Permission) -> Rule {
    Rule::Holds(permission, On::Database)
}

pub(super) const fn on_entity(permission: Permission) -> Rule {
    Rule::Holds(permission, On::Entity)
}

pub(super) const fn on_source(permission: Permission) -> Rule {
    Rule::Holds(permission, On::Source)
}

pub(super) const fn within_database(permission: Permission) -> Rule {
    Rule::Holds(permission, On::Within)
}

pub(super) const fn others(permission: Permission, on: On) -> Rule {
    Rule::Others(permission, on)
}

pub(super) const fn makes(new: Permission, existing: Permission) -> Rule {
    Rule::Makes { new, existing }
}

/// Makes the rows of a family, and a constant for each kind.
macro_rules! rows {
    (@page page $page:literal) => { concat!($page, ".md, Permissions") };
    (@page unsaid $page:literal) => { concat!("kmgmt's choice: ", $page, ".md names no permission") };
    (@page other $page:literal) => { concat!("kmgmt's choice: ", $page, ".md, Permissions, is about other commands") };
    (@page limits $page:literal) => { concat!($page, ".md, limitations and considerations") };
    (@page monitors $page:literal) => {
        concat!($page, ".md, Permissions; monitors by role-based-access-control.md")
    };
    (@page ours) => { "kmgmt's choice: no page says" };
    (@page $page:expr) => { $page };
    (@carried $effect:ident($what:expr, $rule:expr, $($page:tt)+)
        $(.$more:ident($($argument:expr)?))*) => {
        &$effect($what, Required {
            rule: $rule,
            instead: None,
            page: rows!(@page $($page)+),
        }) $(.$more($($argument)?))*
    };
    ($family:ident: $($kind:ident $form:literal => $effect:ident $parts:tt $(.$more:ident $arguments:tt)*;)*) => {
        /// The places of the rows.
        #[allow(clippy::enum_variant_names, reason = "the official names of some families begin or end alike")]
        #[derive(Clone, Copy)]
        enum At {
            $($kind),*
        }

        #[expect(non_upper_case_globals, reason = "kinds go by their official names")]
        impl CommandKind {
            $(
                #[doc = concat!("`.", $form, "`")]
                pub const $kind: Self = Self::new(Family::$family, At::$kind as u8);
            )*
        }

        pub(super) static ROWS: &[Row] = &[$(Row {
            name: stringify!($kind),
            form: $form,
            carried: rows!(@carried $effect $parts $(.$more $arguments)*),
        }),*];
    };
}

pub(super) use rows;
