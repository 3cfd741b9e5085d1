//! Questions about access as they are typed: `view table StormEvents`, `create table database Samples`.

use crate::access::behalf::ON_BEHALF;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::permission::Permission;
use crate::text::{Span, nearest, quoted, sentence_list};

/// A name in a question, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name without its quotation.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// `ACTION ENTITY`: which permission on what. The entity is not looked up yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The permission.
    pub action: Permission,
    /// What kind of entity.
    pub kind: EntityKind,
    /// Its name; none for the cluster, for the database in context, and where the database is said.
    pub name: Option<Named>,
    /// The database and the name: in `name in database D`, and perhaps where the name has a dot.
    pub qualified: Option<(Named, Named)>,
}

impl Question {
    /// Reads `ACTION ENTITY` at `from`. An action may have two words; where the second could begin the
    /// entity too, the longer reading that leaves a whole entity counts: `administer cluster` is the
    /// action that only the cluster has, `administer database D` the one of databases.
    ///
    /// # Errors
    /// Says what is no action, no kind of entity, or missing; spans are places in `text`.
    pub fn read(text: &str, from: usize) -> Result<Self, Diagnostic> {
        let mut fault = None;
        for action in actions(text, from) {
            let after = after_words(text, from, action.word()).unwrap_or_default();
            match entity(text, after, action) {
                Ok(question) => return Ok(question),
                Err(error) => fault = fault.or(Some(error)),
            }
        }
        Err(fault.unwrap_or_else(|| no_action(text, from)))
    }

    /// The offset behind `export on behalf of`, where these words stand at `from`; the identity follows.
    #[must_use]
    pub fn on_behalf(text: &str, from: usize) -> Option<usize> {
        after_words(text, from, ON_BEHALF)
    }

    /// Reads the database at `from` in which somebody would export; without one, that in context.
    ///
    /// # Errors
    /// Something else than a database stands there.
    pub fn exporting(text: &str, from: usize) -> Result<Self, Diagnostic> {
        let action = Permission::Administer;
        let (start, word) = word_at(text, from);
        match (word, kind_at(text, from)) {
            ("", _) => Ok(Self { action, kind: EntityKind::Database, name: None, qualified: None }),
            (_, Some((kind @ EntityKind::Database, after))) => named(text, after, action, kind),
            (word, _) => {
                let error =
                    Diagnostic::error(Code::Syntax, "exports are created in a database").at(span(start, word.len()));
                Err(error.help(format!("`{ON_BEHALF} IDENTITY {} Samples`", EntityKind::Database)))
            }
        }
    }
}

/// The actions whose words stand at `from`, longer ones first.
fn actions(text: &str, from: usize) -> Vec<Permission> {
    let fits = |action: &Permission| after_words(text, from, action.word()).is_some();
    let mut actions: Vec<Permission> = Permission::ALL.iter().copied().filter(fits).collect();
    actions.sort_by_key(|action| std::cmp::Reverse(action.word().len()));
    actions
}

/// The offset behind `words`, when they stand at `from`, each whole.
fn after_words(text: &str, from: usize, words: &str) -> Option<usize> {
    let mut at = from;
    for word in words.split(' ') {
        let (start, found) = word_at(text, at);
        if found != word {
            return None;
        }
        at = start + word.len();
    }
    Some(at)
}

/// The word at `from`, white space skipped, and its offset.
fn word_at(text: &str, from: usize) -> (usize, &str) {
    let rest = text.get(from..).unwrap_or_default();
    let trimmed = rest.trim_start();
    let word = trimmed.split(char::is_whitespace).next().unwrap_or_default();
    (from + rest.len() - trimmed.len(), word)
}

fn span(start: usize, length: usize) -> Span {
    let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Span::new(small(start), small(start + length))
}

/// The refusal of an action that is about other kinds of entities.
#[must_use]
pub fn no_action_on(action: Permission, kind: EntityKind) -> Diagnostic {
    Diagnostic::error(Code::BadRequest, format!("`{action}` is no action on {}", kind.with_article()))
        .help(format!("`{action}` is to {}", action.line()))
}

/// `KIND [NAME]` at `from`. An action that only the cluster has needs no entity.
fn entity(text: &str, from: usize, action: Permission) -> Result<Question, Diagnostic> {
    let (start, word) = word_at(text, from);
    if word.is_empty() {
        if !action.is_about(EntityKind::Database) {
            return Ok(Question { action, kind: EntityKind::Cluster, name: None, qualified: None });
        }
        let error = Diagnostic::error(Code::Syntax, format!("`{action}` on what? the entity is missing"));
        return Err(error.at(span(start, 0)).help(KINDS_HELP));
    }
    let Some((kind, after)) = kind_at(text, from) else { return Err(no_kind(action, word, start)) };
    if !action.is_about(kind) {
        return Err(no_action_on(action, kind).at(span(start, word.len())));
    }
    named(text, after, action, kind)
}

const KINDS_HELP: &str =
    "an entity is named as in commands: `cluster`, `database Samples`, `table T`, `external table E`";

fn kind_at(text: &str, from: usize) -> Option<(EntityKind, usize)> {
    let plain = EntityKind::ALL.iter().find_map(|kind| Some((*kind, after_words(text, from, &kind.to_string())?)));
    plain.or_else(|| {
        let spaced = format!("{} {}", Keyword::Materialized.text(), Keyword::View.text());
        Some((EntityKind::MaterializedView, after_words(text, from, &spaced)?))
    })
}

fn no_kind(action: Permission, word: &str, start: usize) -> Diagnostic {
    let kinds: Vec<String> = EntityKind::ALL.iter().map(ToString::to_string).collect();
    let near = nearest(word, kinds.iter().map(String::as_str));
    let mut about = EntityKind::ALL.iter().filter(|kind| action.is_about(**kind));
    let all: Vec<String> = about.clone().map(quoted).collect();
    let error = Diagnostic::error(Code::Syntax, format!("`{word}` is no kind of entity"))
        .at(span(start, word.len()))
        .did_you_mean(near);
    if about.all(|kind| matches!(kind, EntityKind::Cluster | EntityKind::Database)) {
        let example = match action.is_about(EntityKind::Database) {
            true => format!("{action} {} Samples", EntityKind::Database),
            false => format!("{action} {}", EntityKind::Cluster),
        };
        return error.help(format!("`{action}` is asked of {}: `{example}`", sentence_list(&all, "or")));
    }
    error.help(format!("the kinds are {}", sentence_list(&all, "and")))
}

fn no_action(text: &str, from: usize) -> Diagnostic {
    let (start, first) = word_at(text, from);
    let (next, second) = word_at(text, start + first.len());
    let permissions = Permission::ALL.iter().map(quoted);
    let all: Vec<String> = permissions.chain([quoted(format_args!("{ON_BEHALF} IDENTITY"))]).collect();
    let help = format!("the actions are {}", sentence_list(&all, "and"));
    if first.is_empty() {
        return Diagnostic::error(Code::Syntax, "the action is missing").at(span(start, 0)).help(help);
    }
    let words = || Permission::ALL.iter().map(|action| action.word()).chain([ON_BEHALF]);
    let both = format!("{first} {second}");
    let near_pair = nearest(&both, words().filter(|word| word.contains(' ')));
    let near = near_pair.or_else(|| nearest(first, words()));
    let length = if near_pair.is_some() { next + second.len() - start } else { first.len() };
    let place = span(start, length);
    Diagnostic::error(Code::Syntax, format!("`{}` is no action", place.of(text)))
        .at(place)
        .did_you_mean(near)
        .help(help)
}

/// The name behind the kind, to the end of the text.
fn named(text: &str, from: usize, action: Permission, kind: EntityKind) -> Result<Question, Diagnostic> {
    let (start, _) = word_at(text, from);
    let rest = text.get(start..).unwrap_or_default().trim_end();
    let none = Question { action, kind, name: None, qualified: None };
    match (kind, rest) {
        (EntityKind::Cluster | EntityKind::Database, "") => Ok(none),
        (EntityKind::Cluster, rest) => {
            Err(Diagnostic::error(Code::Syntax, "the cluster has no name here").at(span(start, rest.len())))
        }
        (_, "") => {
            let message = format!("the name of the {} is missing", kind.title().to_lowercase());
            Err(Diagnostic::error(Code::Syntax, message).at(span(start, 0)))
        }
        (_, rest) => {
            if let Some(both) = in_database(rest, start).filter(|_| kind != EntityKind::Database) {
                return Ok(Question { qualified: Some(both?), ..none });
            }
            let (name, after) = name_at(rest, start)?;
            let qualified = qualified(rest, start).filter(|_| kind != EntityKind::Database);
            if !after.is_empty() && qualified.is_none() {
                let error = Diagnostic::error(Code::Syntax, "nothing may follow the name of the entity");
                return Err(error.at(span(start + rest.len() - after.len(), after.len())));
            }
            // A quoted name with a dot behind it is that of a database.
            let name =
                if after.is_empty() { name } else { Named { text: rest.to_owned(), span: span(start, rest.len()) } };
            Ok(Question { name: Some(name), qualified, ..none })
        }
    }
}

/// The name that `rest` begins with, and what follows it. A name without quotation is all of it.
fn name_at(rest: &str, start: usize) -> Result<(Named, &str), Diagnostic> {
    for (open, close) in [("['", "']"), ("[\"", "\"]"), ("'", "'"), ("\"", "\"")] {
        let Some(inside) = rest.strip_prefix(open) else { continue };
        let Some((name, after)) = inside.split_once(close) else {
            let error = Diagnostic::error(Code::Syntax, format!("the name is not closed with `{close}`"));
            return Err(error.at(span(start, open.len())));
        };
        let length = rest.len() - after.len();
        return Ok((Named { text: name.to_owned(), span: span(start, length) }, after));
    }
    Ok((Named { text: rest.to_owned(), span: span(start, rest.len()) }, ""))
}

/// `name in database D`, as answers say it.
fn in_database(rest: &str, start: usize) -> Option<Result<(Named, Named), Diagnostic>> {
    let words = format!(" in {} ", EntityKind::Database);
    let (name, database) = rest.split_once(&words)?;
    let behind = start + rest.len() - database.len();
    let both = || Ok((name_at(database, behind)?.0, name_at(name, start)?.0));
    Some(both())
}

/// `database.name`, each part quoted or not.
fn qualified(rest: &str, start: usize) -> Option<(Named, Named)> {
    let (database, after) = match name_at(rest, start).ok()? {
        (_, "") => {
            let (database, _) = rest.split_once('.').filter(|_| !rest.starts_with(['[', '\'', '"']))?;
            (Named { text: database.to_owned(), span: span(start, database.len()) }, rest.get(database.len()..)?)
        }
        quoted => quoted,
    };
    let inside = after.strip_prefix('.').filter(|inside| !inside.is_empty())?;
    let (name, end) = name_at(inside, start + rest.len() - inside.len()).ok()?;
    (end.is_empty() && !database.text.is_empty()).then_some((database, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match Question::read(text, 0) {
            Ok(question) => {
                let name = question.name.map_or(String::new(), |name| format!(" <{}>", name.text));
                let parts = question.qualified.map_or(String::new(), |(a, b)| format!(" <{}>.<{}>", a.text, b.text));
                format!("{} / {}{name}{parts}", question.action, question.kind)
            }
            Err(error) => {
                let place = error.span().map_or("", |span| span.of(text));
                format!("{} @{place} {}", error.message, error.help.first().map_or("", String::as_str))
            }
        }
    }

    #[test]
    fn actions_and_entities_read_as_they_are_written() {
        let cases = [
            ("view table T", "view / table <T>"),
            ("  view   restricted table E ", "view restricted / table <E>"),
            ("ingest external table E", "ingest / external table <E>"),
            ("drop materialized view V", "drop / materialized-view <V>"),
            ("view database", "view / database"),
            ("administer cluster", "administer cluster / cluster"),
            ("create database", "create database / cluster"),
            ("create table database Samples", "create table / database <Samples>"),
            ("create table database ['cluster']", "create table / database <cluster>"),
            ("view table two words", "view / table <two words>"),
            ("view table 'a.b'", "view / table <a.b>"),
            ("view table D.T", "view / table <D.T> <D>.<T>"),
            ("view table T in database D", "view / table <D>.<T>"),
            ("view table ['two words'] in database 'other words'", "view / table <other words>.<two words>"),
            ("view table ['two words'].\"T\"", "view / table <['two words'].\"T\"> <two words>.<T>"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn faults_point_at_the_word_and_name_a_near_one() {
        let cases = [
            ("veiw table T", "`veiw` is no action @veiw did you mean `view`?"),
            ("show metdata table T", "`show metdata` is no action @show metdata did you mean `show metadata`?"),
            ("view tabel T", "`tabel` is no kind of entity @tabel did you mean `table`?"),
            ("view table", "the name of the table is missing @ "),
            ("view table 'T' x", "nothing may follow the name of the entity @ x "),
            ("view table ['T", "the name is not closed with `']` @[' "),
            ("view cluster c", "the cluster has no name here @c "),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
        assert!(read("create table table T").starts_with("`create table` is no action on a table @table"));
        assert!(
            read("view restricted function F").starts_with("`view restricted` is no action on a function @function")
        );
        assert!(read("ingest function F").starts_with("`ingest` is no action on a function @function"));
        assert!(read("").starts_with("the action is missing"));
        assert!(read("view").starts_with("`view` on what?"));
    }
}
