//! The rules by which scripts are judged: `kmgmt rules`, `docs/rules.md` and every output that names a rule are made
//! from this table.

use crate::diagnostic::Severity;
use crate::text::nearest;

/// What has to be known to judge by a rule. Each includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The text of the script.
    Text,
    /// Who exists, or what exists: `--environment` or `--from`.
    State,
    /// What the script leaves when it runs.
    Run,
}

/// One row of the table of rules.
struct Row {
    id: &'static str,
    severity: Severity,
    basis: Basis,
    title: &'static str,
    meaning: &'static str,
    fix: &'static str,
}

macro_rules! finding_rules {
    ($($variant:ident $id:literal, $severity:ident, $basis:ident, $title:literal; $meaning:literal; $fix:literal;)*) => {
        /// A rule by which scripts are judged.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FindingRule {
            $(#[doc = concat!("`", $id, "`: ", $title)] $variant),*
        }

        impl FindingRule {
            /// Every rule, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            const fn row(self) -> Row {
                match self {
                    $(Self::$variant => Row {
                        id: $id, severity: Severity::$severity, basis: Basis::$basis,
                        title: $title, meaning: $meaning, fix: $fix,
                    }),*
                }
            }
        }
    };
}

finding_rules! {
    NoAdminLeft "no-admin-left", Error, Run,
        "a database or the cluster is left without an admin";
        "Before the script somebody could administer the database, and after it nobody can: no admin of the database or \
         of all databases is left, or the only ones are blocked, or groups whose lists of members are empty. Where nobody \
         listed the members of a group that is left, whether somebody is in it is unknown: that is a warning. The \
         built-in administrator counts for nothing, since no real cluster has it.";
        "Give the role to somebody else before it is taken away, or drop the principals that are to go one by one.";
    LosesUndo "loses-undo", Error, Run,
        "who runs the script loses the right to undo it";
        "The script changes something, and after it the principal that runs it (`--as`) may not change it back: it may \
         not manage the roles or alter the entity any more. The built-in administrator never loses this right.";
        "Run the last change as somebody else, or leave the role with the one who runs the script until the end.";
    SetNoneOnAdmins "set-none-on-admins", Warning, Text,
        "all admins of an entity are taken away at once";
        "`.set … admins none` empties the list of admins, whoever is in it when the script runs, also those that were \
         added since the script was written.";
        "Write `.set … admins (…)` with the admins that are to stay, or `.drop … admins (…)` with those that are to go.";
    MissingDependency "missing-dependency", Warning, Run,
        "a role has no effect, since the one that it depends on is not held";
        "Some roles have effect only together with another one: a Table Admin needs Database User, an \
         UnrestrictedViewer needs Database Viewer (role-based-access-control.md). The script gives such a role without \
         the other one, or takes the other one away.";
        "Give the role that is missing, or drop the one without effect too.";
    WideGroup "wide-group", Warning, Run,
        "a large group gets admins or unrestrictedviewers";
        "The group has more members than `--wide-group` says, those of the groups in it included (50 where nothing is \
         said). Where nobody listed the members, whether it is wide is unknown: that is a \
         note.";
        "Give the role to a group of those who need it.";
    ForeignTenant "foreign-tenant", Warning, Run,
        "a principal of another tenant gets a role";
        "The principal is of another tenant than the cluster's home tenant (`cluster.homeTenant` of the environment \
         file). Where a tenant is known only by its id and the other one only by a name, nobody can tell, and nothing \
         is said.";
        "Take a principal of the home tenant, or say beside the statement why a guest needs the role.";
    RestrictedTableVisible "restricted-table-visible", Warning, Run,
        "view access to a table is no longer restricted";
        "Before the script only UnrestrictedViewers could view the table or view (the policy \
         restricted_view_access), and after it every viewer of the database can.";
        "Keep the policy, and give `unrestrictedviewers` to those who are to view the table.";
    UsageInUse "usage-in-use", Error, Run,
        "a usage that a continuous export or an update policy needs is taken away";
        "A continuous export or an update policy runs on behalf of a managed identity, and the policy \
         managed_identity no longer allows the usage AutomatedFlows of that identity: it fails from then on.";
        "Keep the usage, or change the export or the update policy first.";
    RedundantAssignment "redundant-assignment", Note, Run,
        "a role is given that adds nothing to a wider one";
        "All that the role allows is allowed already by another role in force that the principal holds, itself or \
         through a group, on the entity or on what holds it.";
        "Leave the assignment out, or drop the wider one if the narrower one is what is meant.";
    UnknownPrincipal "unknown-principal", Warning, State,
        "a principal that the directory does not know";
        "The environment file does not declare the principal. In a closed directory the statement is refused; in an \
         open one (`\"directory\": \"open\"`) the reference stands for itself, and nobody says that it exists.";
        "Correct the reference, or bring the lists of users, groups and applications into the environment file.";
    UnknownEntity "unknown-entity", Error, State,
        "an entity that does not exist where the statement stands";
        "Neither the state of `--from` has the entity nor do the statements before this one make it. The statement would be \
         refused: neither a comment nor a baseline makes it pass.";
        "Correct the name, or make the entity first.";
    RenamedPrincipal "renamed-principal", Warning, Run,
        "a principal with roles has another name now";
        "The same object id had another UPN or display name before: scripts that use the former name do not find the \
         principal any more.";
        "Name the principal by its new name, or by its object id, which stays.";
    AmbiguousPrincipal "ambiguous-principal", Warning, Text,
        "a reference that may name somebody else than is meant";
        "The reference names more than one principal, names no tenant where it takes one, is printed in the documents \
         as an example, or may be a second spelling of somebody who is named otherwise before.";
        "Name the principal by its object id and tenant, in one spelling everywhere.";
    DuplicateInCommand "duplicate-in-command", Warning, Text,
        "one command names a principal twice";
        "The two references may be spelled differently. The second one changes nothing, and perhaps somebody else was \
         meant.";
        "Leave one of the two out, or write whom the second one is meant for.";
    DropOfNonHolder "drop-of-non-holder", Warning, Run,
        "a role is dropped from somebody who does not hold it";
        "The principal does not hold the role itself, so that nothing is taken from it. It may hold it through a group, \
         or under another spelling.";
        "Drop the role from the one who holds it, or leave the statement out.";
    NewAccess "new-access", Note, Run,
        "a principal gains a permission that it did not have";
        "The script widens access: after it the principal may do what it could not do before, itself or through a \
         group. With `--deny new-access` such a script fails.";
        "Leave the assignment out, or say beside the statement who agreed to it.";
    Protected "protected", Error, Run,
        "a protected principal loses a right";
        "The environment file names the principal in `protected`, and after the script it may do less than before: it has \
         lost a role, is blocked, or the entity is gone on which it held one.";
        "Keep its roles, or take it out of `protected` first.";
    OwnedElsewhere "owned-elsewhere", Warning, Run,
        "a role that is managed elsewhere is dropped or set over";
        "The environment file says that something else manages the role (`\"owner\": \"terraform\"`): no command takes \
         it away, and what manages it would give it again.";
        "Change the role where it is managed.";
    UnreadScope "unread-scope", Warning, Run,
        "something whose roles were not read from the cluster";
        "The state says which scopes were read (`read` of the environment file; `kmgmt import` writes it), and the script \
         is about another one: others may hold roles there than those that the state has. Who gains and loses access, \
         and what the other rules find there, is told of those alone whom the state knows. A state without `read` \
         counts as read whole. Each scope is told once.";
        "Run the command that stands beside it on the cluster, and import its answer.";
    UnusedIgnore "unused-ignore", Warning, Text,
        "a comment ignores what is not found";
        "`//! ignore RULE: reason` stands before a statement or in its lines, and the statement does not break the \
         rule; or the rule does not exist, no reason is given, or the word is not `ignore` (`//! Ignore`, `//! skip \
         RULE`). A comment about a rule that was not judged is left \
         alone: `check` does not run scripts.";
        "Take the comment out, or correct it.";
    InvalidStatement "invalid-statement", Error, Text,
        "a statement that is refused";
        "The statement is no command of the language, or it would be refused when it runs. This is no matter of taste: \
         neither a comment nor a baseline makes it pass.";
        "Correct the statement as the help beside it says.";
    StatementWarning "statement-warning", Warning, Text,
        "what there is to know besides about a statement";
        "The statement runs, and kmgmt says something about it that no other rule is about.";
        "Read what is said; the help beside it says what to write instead.";
}

impl FindingRule {
    /// Returns the id of the rule: `no-admin-left`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.row().id
    }

    /// Returns how bad it is to break the rule, where nobody says otherwise.
    #[must_use]
    pub const fn severity(self) -> Severity {
        self.row().severity
    }

    /// Returns what has to be known to judge by the rule.
    #[must_use]
    pub const fn basis(self) -> Basis {
        self.row().basis
    }

    /// Returns what is found, in a line without a period.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.row().title
    }

    /// Returns what it means, in sentences.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        self.row().meaning
    }

    /// Returns what to do about it, in sentences.
    #[must_use]
    pub const fn fix(self) -> &'static str {
        self.row().fix
    }

    /// Returns the rule of this id; case does not count.
    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id().eq_ignore_ascii_case(id))
    }

    /// Returns the id that is nearest to a word which is none.
    #[must_use]
    pub fn near(word: &str) -> Option<&'static str> {
        nearest(word, Self::ALL.iter().map(|rule| rule.id()))
    }

    /// Returns whether a baseline can make what breaks the rule pass.
    #[must_use]
    pub const fn can_be_known(self) -> bool {
        !matches!(self, Self::InvalidStatement | Self::UnknownEntity)
    }

    /// Returns whether a comment can make what breaks the rule pass.
    #[must_use]
    pub const fn can_be_ignored(self) -> bool {
        !matches!(self, Self::InvalidStatement | Self::UnknownEntity | Self::UnusedIgnore)
    }

    /// Returns whether the rule is about something of its own, not about whatever else is said of a statement.
    #[must_use]
    pub const fn is_specific(self) -> bool {
        !matches!(self, Self::InvalidStatement | Self::StatementWarning)
    }
}

impl std::fmt::Display for FindingRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}

impl Basis {
    /// Returns what finds it, as it stands after "found by".
    #[must_use]
    pub const fn found_by(self) -> &'static str {
        match self {
            Self::Text => "`check` and `plan`",
            Self::State => "`plan`, and `check` with `--environment` or `--from`",
            Self::Run => "`plan`",
        }
    }
}
