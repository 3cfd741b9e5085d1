//! The `#directives`: what speaks to a session and not to the cluster.

macro_rules! directives {
    ($($variant:ident $word:literal, $arguments:literal, $line:literal;)*) => {
        /// What kind of directive a line is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum DirectiveKind {
            $(#[doc = concat!("`#", $word, "`: ", $line)] $variant),*
        }

        impl DirectiveKind {
            /// Every directive, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word after `#`, what follows it, and what the directive does.
            const fn row(self) -> (&'static str, &'static str, &'static str) {
                match self { $(Self::$variant => ($word, $arguments, $line)),* }
            }
        }
    };
}

directives! {
    Help "help", "[TOPIC | WORDS]", "shows what can be typed here, or tells about a topic, the commands or the directive with these words";
    DbContext "dbcontext", "[NAME]", "makes a database the one in context, or shows which it is";
    As "as", "[PRINCIPAL]", "makes a principal the one who acts, or alone the built-in administrator again";
    WhoAmI "whoami", "", "shows who acts";
    Explain "explain", "PRINCIPAL ACTION ENTITY", "shows whether a principal may do something, and why";
    Expect "expect", "allow|deny|never|principals …", "fails, with the proof, unless what is expected holds";
    WhoCan "who-can", "[--expand-groups] ACTION ENTITY", "lists the principals who may do something";
    WhatCan "what-can", "[--expand-groups] PRINCIPAL", "lists what a principal may do";
    Roles "roles", "PRINCIPAL", "lists all roles of a principal, also those without effect";
    Plan "plan", "COMMAND", "shows what a command would change, and who would gain and lose access; nothing changes";
    Undo "undo", "", "takes back the last change of this session; again, the one before it";
    Read "read", "FILE", "runs the statements of a script here; files that a script names lie beside it";
    Client "client", "[application='NAME'] [user='NAME'] | none", "states what the client says about itself, or shows it; blocks may name it";
    Clock "clock", "[advance TIMESPAN]", "shows the time, or moves the clock on";
    Directory "directory", "load FILE", "reads the directory again; memberships in the cache still count";
    Format "format", "[FORMAT]", "writes results in a format, or shows in which";
    Columns "columns", "[COLUMN, …]", "shows these columns of results, or all again";
    Echo "echo", "[on | off]", "shows each command before its answer, or shows whether that is so";
    Timing "timing", "[on | off]", "shows how long each command took, or shows whether that is so";
    Save "save", "[FILE]", "writes results into a file; without one, shows them again";
    Cls "cls", "", "clears the screen of a terminal";
    Quit "quit", "", "leaves";
}

/// Other words for directives.
const ALIASES: &[(&str, DirectiveKind)] = &[("script", DirectiveKind::Read)];

/// What other programs call these on a line of its own: Kusto.Cli and SQL shells, psql, sqlite3, duckdb, vi. A dot may
/// stand before a word: `.exit`.
const ELSEWHERE: &[(&str, DirectiveKind)] = &[
    ("use", DirectiveKind::DbContext),
    ("dbcontext", DirectiveKind::DbContext),
    ("help", DirectiveKind::Help),
    ("?", DirectiveKind::Help),
    ("\\?", DirectiveKind::Help),
    ("\\h", DirectiveKind::Help),
    ("explain", DirectiveKind::Explain),
    ("whoami", DirectiveKind::WhoAmI),
    ("quit", DirectiveKind::Quit),
    ("exit", DirectiveKind::Quit),
    ("\\q", DirectiveKind::Quit),
    (":q", DirectiveKind::Quit),
    ("cls", DirectiveKind::Cls),
];

impl DirectiveKind {
    /// Returns the directive that a word of other programs asks for; case does not count.
    #[must_use]
    pub fn called_elsewhere(word: &str) -> Option<Self> {
        let is_named = |(name, _): &&(&str, Self)| name.eq_ignore_ascii_case(word);
        ELSEWHERE.iter().find(is_named).map(|(_, kind)| *kind)
    }

    /// Returns the word after `#`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.row().0
    }

    /// Returns what the directive does.
    #[must_use]
    pub const fn line(self) -> &'static str {
        self.row().2
    }

    /// Returns the kind that `word` names, by another word for it too; case does not count.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        let named = |name: &str| name.eq_ignore_ascii_case(word);
        let other = || ALIASES.iter().find(|(alias, _)| named(alias)).map(|(_, kind)| *kind);
        Self::ALL.iter().copied().find(|kind| named(kind.word())).or_else(other)
    }

    /// Returns every word that names a directive.
    pub fn words() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().map(|kind| kind.word()).chain(ALIASES.iter().map(|(alias, _)| *alias))
    }

    /// Returns how a directive of the kind is written: `#clock [advance TIMESPAN]`.
    #[must_use]
    pub fn form(self) -> String {
        let (word, arguments, _) = self.row();
        format!("#{word} {arguments}").trim_end().to_owned()
    }
}

/// What the words in capitals of forms stand for, where their names do not say it.
const PARTS: &[(&str, &str)] = &[
    ("PRINCIPAL", "who: `aaduser=ana@contoso.com`, in quotes if it has spaces"),
    ("ACTION", "a permission, such as `view`, or the words of a command without names: `drop column`"),
    ("ENTITY", "on what, as in commands: `cluster`, `database Samples`, `table T`"),
    ("TOPIC", "one of the topics that `#help topics` lists: `roles`, `principals`"),
    ("WORDS", "words of a command, such as `table policy caching`, or a directive: `#explain`"),
    ("FORMAT", "`table`, `vertical`, `json`, `csv` and others, as for `--format`"),
    ("COLUMN", "a column of the results: `Role, Notes`"),
    ("COMMAND", "a command on this line: `.drop table T`"),
    ("FILE", "a path; one that is not absolute begins beside the script that names it"),
    ("TIMESPAN", "how long: `31m`, `2h`, `1.00:00:00`"),
];

impl DirectiveKind {
    /// Returns the help about a directive: its form, what it does, and what stands for the words in capitals.
    #[must_use]
    pub fn help(self) -> String {
        let form = self.form();
        let is_in_form = |part: &str| form.split([' ', '[', ']']).any(|word| word == part);
        let parts = PARTS.iter().filter(|(part, _)| is_in_form(part));
        let parts = parts.map(|(part, line)| format!("\n    {part:9}  {line}"));
        format!("{form}\n    {}{}", self.line(), parts.collect::<String>())
    }
}

impl std::fmt::Display for DirectiveKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{}", self.word())
    }
}
