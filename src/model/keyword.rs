//! The words of the language: one table that the lexer, the parsers and the printer share.

use std::fmt;

macro_rules! keywords {
    ($($variant:ident $text:literal),* $(,)?) => {
        /// A word that has a meaning somewhere in the language. Everywhere else it is a name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Keyword {
            $(#[doc = concat!("`", $text, "`")] $variant),*
        }

        impl Keyword {
            /// Every keyword, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the word as it is written.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }
    };
}

keywords! {
    // Verbs.
    Add "add", Alter "alter", AlterMerge "alter-merge", Clear "clear", Create "create",
    CreateMerge "create-merge", CreateOrAlter "create-or-alter", Delete "delete", Detach "detach",
    Disable "disable", Drop "drop", Enable "enable", Execute "execute", Ingest "ingest", Rename "rename",
    Set "set", Show "show",
    // Entities.
    Cluster "cluster", Database "database", Databases "databases", Table "table", Tables "tables",
    External "external", MaterializedView "materialized-view", MaterializedViews "materialized-views",
    Materialized "materialized", View "view", Function "function", Functions "functions",
    GraphModel "graph_model", GraphModels "graph_models", ContinuousExport "continuous-export",
    ContinuousExports "continuous-exports", EntityGroup "entity_group", EntityGroups "entity_groups",
    Follower "follower", WorkloadGroup "workload_group", WorkloadGroups "workload_groups",
    // Roles and principals.
    Principal "principal", Principals "principals", Roles "roles", None "none",
    SkipResults "skip-results", BlockedPrincipals "blockedprincipals", Application "application",
    User "user", Period "period", Reason "reason", Access "access",
    // Policies and the cache.
    Policy "policy", Policies "policies", Cache "cache", GroupMembership "groupmembership",
    True "true", False "false",
    // Databases and schemas.
    Volatile "volatile", Persist "persist", IfNotExists "ifnotexists", IfExists "ifexists",
    SkipSeal "skip-seal", Details "details", Verbose "verbose", Identity "identity",
    Schema "schema", CslSchema "cslschema", KqlSchema "kqlschema", Script "script", As "as",
    Json "json", Csl "csl", Kql "kql", IfLaterThan "if_later_than", With "with",
    DocString "docstring", Folder "folder", To "to", BasedOn "based-on", PrettyName "prettyname",
    // External tables.
    Kind "kind", Partition "partition", By "by", PathFormat "pathformat", DataFormat "dataformat",
    Catalog "catalog", DateTimePattern "datetime_pattern", Bin "bin", Hash "hash",
    StartOfDay "startofday", StartOfWeek "startofweek", StartOfMonth "startofmonth",
    StartOfYear "startofyear",
    // Materialized views and continuous exports.
    Async "async", On "on", Over "over", Lookback "lookback",
    AutoUpdateSchema "autoUpdateSchema",
    // Data.
    Inline "inline",
    // System.
    Version "version", Journal "journal",
}

impl fmt::Display for Keyword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

/// Slots of the look-up table: a power of two, several times the number of keywords.
const SLOTS: usize = 1024;

/// Keywords by the hash of their text, built by the compiler: the lexer asks for each word, and
/// a look-up is one hash and mostly one comparison. 0 is empty, else 1 + the keyword's number.
static BY_HASH: [u8; SLOTS] = by_hash();

const fn by_hash() -> [u8; SLOTS] {
    let mut slots = [0; SLOTS];
    let mut at = 0;
    while at < Keyword::ALL.len() {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which checks the bounds")]
        {
            let mut slot = hash(Keyword::ALL[at].text().as_bytes());
            while slots[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            slots[slot] = at as u8 + 1;
        }
        at += 1;
    }
    slots
}

/// Returns a hash of length, both ends and the middle: these differ in nearly all keywords.
const fn hash(word: &[u8]) -> usize {
    match word {
        [] => 0,
        [first, .., last] => {
            #[expect(clippy::indexing_slicing, reason = "the word has at least two letters here")]
            let middle = word[word.len() / 2] as usize;
            (*first as usize * 67 + *last as usize * 31 + middle * 7 + word.len() * 131) % SLOTS
        }
        [only] => *only as usize % SLOTS,
    }
}

impl Keyword {
    /// Returns the keyword that `word` is, letter by letter: case counts.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::of_bytes(word.as_bytes())
    }

    /// Returns the keyword of these bytes, in which the lexer has a word.
    #[must_use]
    pub fn of_bytes(word: &[u8]) -> Option<Self> {
        let mut slot = hash(word);
        loop {
            let number = *BY_HASH.get(slot)?;
            let keyword = *Self::ALL.get(usize::from(number).checked_sub(1)?)?;
            if keyword.text().as_bytes() == word {
                return Some(keyword);
            }
            slot = (slot + 1) % SLOTS;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_keyword_is_found_by_its_text_and_nothing_else_is() {
        for keyword in Keyword::ALL {
            assert_eq!(Keyword::of(keyword.text()), Some(*keyword));
            assert_eq!(Keyword::of(&keyword.text().to_uppercase()), None);
        }
        assert_eq!(Keyword::of(""), None);
        assert_eq!(Keyword::of("adds"), None);
    }
}
