//! The assertions of `kmgmt test`: what a line `//! …` of a script expects.

macro_rules! assertions {
    ($($variant:ident $word:literal, $arguments:literal, $line:literal;)*) => {
        /// What kind of expectation a line is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum AssertionKind {
            $(#[doc = concat!("`//! ", $word, "`: ", $line)] $variant),*
        }

        impl AssertionKind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word after `//!`, what follows it, and what it expects.
            const fn row(self) -> (&'static str, &'static str, &'static str) {
                match self { $(Self::$variant => ($word, $arguments, $line)),* }
            }
        }
    };
}

assertions! {
    Allow "allow", "PRINCIPAL ACTION ENTITY", "the principal may do so";
    Deny "deny", "PRINCIPAL ACTION ENTITY [because REASON]", "the principal may not do so, perhaps for this reason";
    Never "never", "PRINCIPAL ACTION ENTITY", "no membership that the directory has lets the principal do so, nor any member of it";
    Principals "principals", "ENTITY ROLE == ('PRINCIPAL', …)", "these principals hold the role on the entity, and nobody else does";
    Fails "fails", "CODE", "the next statement fails with this code, and the run goes on";
    Plan "plan", "changes NUMBER", "so many assignments, policies and entities differ at the end of the file from the state before it";
}

impl AssertionKind {
    /// Returns the word after `//!`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.row().0
    }

    /// Returns what it expects, in a line.
    #[must_use]
    pub const fn line(self) -> &'static str {
        self.row().2
    }

    /// The kinds that are about the state of the moment alone, and not about a run.
    pub const OF_STATE: &'static [Self] = &[Self::Allow, Self::Deny, Self::Never, Self::Principals];

    /// Returns what follows the word.
    #[must_use]
    pub const fn arguments(self) -> &'static str {
        self.row().1
    }

    /// Returns how an assertion of the kind is written: `//! fails CODE`.
    #[must_use]
    pub fn form(self) -> String {
        let (word, arguments, _) = self.row();
        format!("{ASSERTION} {word} {arguments}")
    }
}

impl std::fmt::Display for AssertionKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

/// What a comment begins with that speaks to kmgmt: an assertion, or what silences a finding.
pub const ASSERTION: &str = "//!";

/// The word before a reason.
pub const BECAUSE: &str = "because";

/// The word before a number of changes.
pub const CHANGES: &str = "changes";

/// The mark between a role and those who are to hold it.
pub const EQUALS: &str = "==";

/// The word of a line that is no assertion: it silences a finding.
pub const IGNORE: &str = "ignore";
