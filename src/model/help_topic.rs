//! The topics of `#help`: the words that name each, what it is about, and the families of commands that belong to it.

use crate::model::command_kind::Family;

macro_rules! topics {
    ($($variant:ident $word:literal [$($other:literal),*] [$($family:ident),*], $line:literal;)*) => {
        /// What `#help` has a page about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum HelpTopic {
            $(#[doc = concat!("`", $word, "`: ", $line)] $variant),*
        }

        impl HelpTopic {
            /// Every topic, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the words that name the topic; the first of them is shown.
            #[must_use]
            pub const fn words(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$word $(, $other)*]),* }
            }

            /// Returns the families of commands that belong to the topic.
            #[must_use]
            pub const fn families(self) -> &'static [Family] {
                match self { $(Self::$variant => &[$(Family::$family),*]),* }
            }

            /// Returns what the page is about, in a line.
            #[must_use]
            pub const fn line(self) -> &'static str {
                match self { $(Self::$variant => $line),* }
            }
        }
    };
}

topics! {
    Topics "topics" ["topic", "index"] [], "these topics";
    Commands "commands" ["command", "verbs", "verb"] [], "how commands are written, and the verbs that they begin with";
    Roles "roles" ["role", "security roles"] [], "the security roles, and on what each can be assigned";
    Principals "principals" ["principal", "user", "app", "application", "applications", "aaduser", "aadgroup", "aadapp", "msauser", "fqn"] [],
        "how users, groups and applications are written";
    Groups "groups" ["group", "membership", "memberships", "members"] [], "how membership in groups counts, and for how long";
    Permissions "permissions" ["permission", "actions", "action", "rights", "access"] [], "what roles give, and how to ask who may do what";
    Blocked "blocked principals" ["blockedprincipals", "block", "blocks", "blocked"] [Blocked], "requests that the cluster refuses";
    Policies "policies" ["policy"] [], "the policies, and which of them decide about access";
    RowLevelSecurity "row level security" ["rls"] [], "who sees which rows of a table";
    RestrictedViewAccess "restricted view access" ["restricted"] [], "tables that viewers do not see";
    ManagedIdentity "managed identity" ["managed identities", "identity", "identities", "usages", "usage"] [],
        "identities of the cluster, and what each may be used for";
    Databases "databases" ["database", "db"] [Databases], "databases, and the one in context";
    Tables "tables" ["table"] [Tables], "tables and their columns";
    Columns "columns" ["column"] [Columns], "columns of tables, and their types";
    Functions "functions" ["function"] [Functions], "stored functions";
    Views "materialized views" ["materialized view", "view", "views"] [MaterializedViews], "materialized views";
    ExternalTables "external tables" ["external table", "external"] [ExternalTables], "tables whose data is elsewhere";
    GraphModels "graph models" ["graph model", "graph"] [GraphModels], "graph models";
    Exports "continuous exports" ["continuous export"] [ContinuousExports], "exports that run again and again";
    Followers "followers" ["follower"] [Followers], "databases of another cluster";
    Pipes "pipes" ["pipe", "operators", "operator", "functions of queries", "aggregates", "aggregate"] [],
        "operators after the pipe, and their functions";
    Directives "directives" ["directive"] [], "what speaks to kmgmt and not to the cluster";
    Assertions "assertions" ["assertion", "test", "tests"] [], "what a script expects: `#expect`, and `kmgmt test`";
    Scripts "scripts" ["files", "file"] [Scripts], "several commands in a file, and where each ends";
    Strings "strings" ["string", "names", "name", "quotes", "quoting"] [], "strings, names with spaces, and secrets";
    Shell "shell" ["keys", "editing", "history"] [], "what the keys of the shell do";
}

impl HelpTopic {
    /// Returns the word of the topic.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.words().first().copied().unwrap_or_default()
    }

    /// Returns the topic that `words` name. Case does not count, and `-` and `_` stand for spaces.
    #[must_use]
    pub fn of(words: &str) -> Option<Self> {
        let words = words.to_lowercase().replace(['-', '_'], " ");
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Self::ALL.iter().copied().find(|topic| topic.words().contains(&words.as_str()))
    }
}

impl std::fmt::Display for HelpTopic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}
