//! The sentence of a refusal: who was refused what.

use crate::model::entity::EntityKind;
use crate::model::permission::Permission;

/// How the sentence goes on after the principal.
const REFUSED: [&str; 2] = ["' is not authorized to ", "' isn't authorized to "];
/// What the sentence calls a command or another operation.
const OPERATION: [&str; 2] = ["perform operation ", "perform "];
/// What is refused to somebody who has no role at all.
pub(super) const ACCESS_THE_SERVICE: &str = "access the kusto service";
/// The verbs of sentences about an entity, with what they take.
const VERBS: [(&str, Permission); 3] =
    [("read ", Permission::View), ("access ", Permission::View), ("write ", Permission::Ingest)];

/// What a sentence says.
pub(super) struct Sentence<'t> {
    /// Who was refused, as it is written.
    pub(super) principal: &'t str,
    /// What was refused.
    pub(super) what: Refused<'t>,
}

/// What was refused.
pub(super) enum Refused<'t> {
    /// `read database 'Sales'`, `write table Orders in database Sales`
    Access {
        /// What the verb takes.
        permission: Permission,
        /// The kind of the entity.
        kind: EntityKind,
        /// Its name.
        name: &'t str,
        /// The database that holds it, where the sentence names it.
        database: Option<&'t str>,
    },
    /// `perform operation 'Ingest' on 'any database'`
    Operation {
        /// The operation.
        operation: &'t str,
        /// What stands after `on`.
        place: Option<&'t str>,
        /// The database, where that is one by its own words: `on database 'Sales'`.
        database: Option<&'t str>,
    },
    /// The words of something else.
    Other(&'t str),
    /// Nothing: the text ends before it.
    CutOff,
}

impl<'t> Sentence<'t> {
    /// Returns the first sentence of a text that says that a principal was refused something.
    pub(super) fn find(text: &'t str) -> Option<Self> {
        let mut begun = text.split("rincipal '").skip(1).filter_map(|rest| {
            let all = REFUSED.iter().filter_map(|words| rest.split_once(words));
            all.min_by_key(|(principal, _)| principal.len())
        });
        let (principal, what) = begun.find(|(principal, _)| !principal.contains('\n'))?;
        Some(Self { principal, what: Refused::read(what) })
    }
}

impl<'t> Refused<'t> {
    fn read(what: &'t str) -> Self {
        if let Some(operation) = what.get(..ACCESS_THE_SERVICE.len())
            && operation.eq_ignore_ascii_case(ACCESS_THE_SERVICE)
        {
            return Self::Operation { operation, place: None, database: None };
        }
        if let Some(rest) = OPERATION.iter().find_map(|words| what.strip_prefix(words)) {
            return Self::operation(rest);
        }
        let access = VERBS.iter().find_map(|(verb, permission)| Some((*permission, what.strip_prefix(verb)?)));
        let access = access.and_then(|(permission, rest)| Self::access(permission, rest));
        access.unwrap_or_else(|| Self::Other(words_of(what)))
    }

    /// `'Ingest' on 'any database'`
    fn operation(rest: &'t str) -> Self {
        let Some((operation, rest)) = quoted_name(rest) else { return Self::CutOff };
        let rest = rest.strip_prefix(" on ").unwrap_or_default();
        let (kind, named) = entity(rest).map_or((None, rest), |(kind, rest)| (Some(kind), rest));
        let place = name(named).map(|(place, _)| place);
        let database = place.filter(|_| kind == Some(EntityKind::Database));
        Self::Operation { operation, place, database }
    }

    /// `table 'Orders' in database 'Sales'`
    fn access(permission: Permission, rest: &'t str) -> Option<Self> {
        let (kind, rest) = entity(rest)?;
        let (text, rest) = name(rest)?;
        let holder = rest.strip_prefix(" in ").and_then(entity).filter(|(kind, _)| *kind == EntityKind::Database);
        let database = holder.and_then(|(_, rest)| name(rest)).map(|(database, _)| database);
        Some(Self::Access { permission, kind, name: text, database })
    }
}

/// Returns the kind of entity that a text begins with, and what follows it.
fn entity(text: &str) -> Option<(EntityKind, &str)> {
    EntityKind::ALL.iter().find_map(|kind| Some((*kind, text.strip_prefix(&format!("{kind} "))?)))
}

/// Returns the name that a text begins with, in quotes or not, and what follows it.
fn name(text: &str) -> Option<(&str, &str)> {
    quoted_name(text).or_else(|| {
        let end = text.find(|next: char| next.is_whitespace() || "'\",;)}]".contains(next)).unwrap_or(text.len());
        let (word, rest) = text.split_at_checked(end)?;
        // The sentence may end with the name.
        let word = word.trim_end_matches(['.', ':', '\\']);
        (!word.is_empty()).then_some((word, rest))
    })
}

/// Returns the name in quotes that a text begins with, and what follows it.
fn quoted_name(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('\'')?.split_once('\'').filter(|(name, _)| !name.is_empty())
}

/// Returns the words of a text, up to the end of the sentence or what is around it.
fn words_of(text: &str) -> &str {
    let end = text.find(['"', '\n', '\r', '}', ']']).unwrap_or(text.len());
    text.get(..end).unwrap_or_default().trim_end_matches([' ', '.', '\\'])
}
