//! A refusal of the service that somebody pasted: its error body, or text with the sentence. It is read into the words
//! of a question, as a person would ask it (`service-facts.md`, *Errors: codes and shapes*).

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::action::{Action, Takes};
use crate::model::command_kind::CommandKind;
use crate::model::command_words::{Begun, about, shortest};
use crate::model::entity::EntityKind;
use crate::model::form::parts;
use crate::model::name::Quoted;
use crate::model::permission::Permission;
use crate::model::principal::PrincipalRef;
use crate::model::rule::On;
use crate::syntax::ast::questions::IN;
use crate::syntax::{parser, pieces};
use crate::text::{few, quoted, shortened};

mod sentence;

use sentence::{ACCESS_THE_SERVICE, Refused, Sentence};

/// What was read of a refusal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// Who was refused, as the sentence writes it.
    pub principal: String,
    /// What was asked for and of which entity, in the words of questions. Where the sentence leaves several readings,
    /// the first that names what exists is meant.
    pub questions: Vec<String>,
    /// What the text does not say, and what is taken instead.
    pub notes: Vec<String>,
    /// Whether the text names the database: otherwise the one in context is asked about.
    pub names_database: bool,
}

impl Pasted {
    /// Reads an error body, or a text with the sentence of one.
    ///
    /// # Errors
    /// The text does not say who was refused, or what.
    pub fn read(text: &str) -> Result<Self, Diagnostic> {
        let mut body = Body::default();
        body.add_text(text.trim_start_matches('\u{feff}'));
        let found = body.sentences.iter().find_map(|text| Sentence::find(text));
        let Sentence { principal, what } = found.ok_or_else(no_sentence)?;
        if let Err(fault) = PrincipalRef::parse(principal) {
            let message = format!("the text names no principal, but {}: {}", quoted(principal), fault.kind);
            return Err(Diagnostic::error(Code::Input, message).help("put back what was cut out"));
        }
        let mut pasted = Self { principal: principal.to_owned(), ..Self::default() };
        match what {
            Refused::Access { permission, kind, name, database } => {
                let database = database.or(body.database.as_deref());
                let place = Place { text: name, database, is_database: kind == EntityKind::Database };
                pasted.accessing(permission, kind, place, &body);
                Ok(pasted)
            }
            Refused::Operation { operation, place, database } => {
                let is_database = database.is_some();
                let database = database.or(body.database.as_deref());
                let place = Place { text: place.unwrap_or_default(), database, is_database };
                pasted.operating(operation, place, &body)?;
                Ok(pasted)
            }
            Refused::Other(words) => {
                Err(not_known(&format!("{} was refused {}", quoted(principal), quoted(shortened(words)))))
            }
            Refused::CutOff => {
                let message = format!("the text ends before it says what {} was refused", quoted(principal));
                Err(Diagnostic::error(Code::Input, message).help("put back what was cut out"))
            }
        }
    }

    /// Takes that something was not to be read or written. A database is read by a command, which the body has, or by a
    /// query.
    fn accessing(&mut self, permission: Permission, kind: EntityKind, place: Place<'_>, body: &Body) {
        let is_read = kind == EntityKind::Database && permission == Permission::View;
        let is_command = body.command.as_ref().map(|command| command.trim_start().starts_with('.'));
        let permission = if is_read && is_command == Some(true) { Permission::ShowMetadata } else { permission };
        if is_read && is_command.is_none() {
            self.notes.push(format!("the text has no command or query: a query is taken, which takes `{permission}`"));
        }
        self.names_database = kind <= EntityKind::Database || place.database.is_some();
        self.questions.push(format!("{permission} {}", place.entity(kind)));
    }

    /// Takes that an operation was refused on what the sentence names.
    fn operating(&mut self, operation: &str, place: Place<'_>, body: &Body) -> Result<(), Diagnostic> {
        let mut commands: Vec<CommandKind> = match operation {
            // Any role lets one in, as it does for the command that clients run first.
            _ if operation.eq_ignore_ascii_case(ACCESS_THE_SERVICE) => vec![CommandKind::ShowVersion],
            _ if operation.starts_with('.') => kind_of(operation).into_iter().collect(),
            _ => CommandKind::all().filter(|kind| kind.operation() == operation).collect(),
        };
        if let Some(kind) = body.kind().filter(|kind| commands.contains(kind)) {
            commands = vec![kind];
        }
        let permission = Permission::of(&operation.to_lowercase());
        let permission = permission.map(|permission| (Action::from(permission), EntityKind::Database));
        for (action, about) in permission.into_iter().chain(commands.iter().copied().filter_map(action)) {
            for question in readings(&action, about, place) {
                if !self.questions.contains(&question) {
                    self.questions.push(question);
                }
            }
        }
        let about = commands.first().map_or(EntityKind::Database, |kind| about(&parts(kind.form())));
        if self.questions.is_empty() {
            return Err(self.not_asked(operation, commands.first().map(|kind| (shortest(*kind), about)), place));
        }
        self.names_database = match about {
            EntityKind::Cluster => true,
            EntityKind::Database => !place.names_nothing(),
            _ => place.database.is_some(),
        };
        if about != EntityKind::Cluster && place.names_nothing() {
            let but = if place.text.is_empty() { String::new() } else { format!(", but {}", quoted(place.text)) };
            let context = "the one in context, or of `--database`, is taken";
            self.notes.push(format!("the text names no {}{but}: {context}", EntityKind::Database));
        }
        if operation.eq_ignore_ascii_case(ACCESS_THE_SERVICE) {
            self.notes.push("any role lets somebody in, as it does for `show version`".to_owned());
        }
        if commands.len() > 1 {
            let actions: Vec<String> = commands.into_iter().map(|kind| quoted(shortest(kind))).collect();
            self.notes.push(format!("the operation {} is that of {}", quoted(operation), few(actions, "and")));
        }
        Ok(())
    }

    /// Returns why nothing can be asked about an operation: it is not known, or its place names nothing that its command
    /// is about.
    fn not_asked(&self, operation: &str, known: Option<(String, EntityKind)>, place: Place<'_>) -> Diagnostic {
        let principal = &self.principal;
        let Some((words, kind)) = known else {
            return not_known(&format!("{} was refused the operation {}", quoted(principal), quoted(operation)));
        };
        let named = quoted(place.text);
        let message =
            format!("{} was refused {}, and the text names no {kind}, but {named}", quoted(principal), quoted(&words));
        let help = format!("ask with its name: `kmgmt explain {principal} {words} {kind} NAME`");
        Diagnostic::error(Code::Input, message).help(help)
    }
}

/// What a sentence names after `on`.
#[derive(Clone, Copy)]
struct Place<'t> {
    text: &'t str,
    /// The database of the request, where the body has it.
    database: Option<&'t str>,
    /// Whether the sentence says that it is a database.
    is_database: bool,
}

impl Place<'_> {
    /// Returns whether it is the address of the service.
    fn is_service(self) -> bool {
        self.text.contains("://")
    }

    /// Returns whether it is no name: `any database`.
    fn names_nothing(self) -> bool {
        self.text.is_empty() || self.is_service() || self.text.starts_with("any ")
    }

    /// Returns the entity of this kind as questions name it.
    fn entity(self, kind: EntityKind) -> String {
        let name = Quoted(self.text);
        match (kind, self.database) {
            (EntityKind::Cluster, _) => kind.to_string(),
            (EntityKind::Database, _) if self.names_nothing() => kind.to_string(),
            (EntityKind::Database, _) | (_, None) => format!("{kind} {name}"),
            (_, Some(database)) => format!("{kind} {name} {IN} {} {}", EntityKind::Database, Quoted(database)),
        }
    }
}

/// Returns the questions that an action on a place may be: about what the commands are about, the database, the
/// cluster, other kinds; and about the table that they need it of, or of which they ask about others.
fn readings(action: &Action, about: EntityKind, place: Place<'_>) -> Vec<String> {
    let first = if place.is_service() { EntityKind::Cluster } else { about };
    let kinds = [first, EntityKind::Database, EntityKind::Cluster].into_iter().chain(EntityKind::ALL.iter().copied());
    let is_wide = place.names_nothing() || place.is_database;
    let kinds = kinds.filter(|kind| action.is_about(*kind) && (*kind <= EntityKind::Database || !is_wide));
    let of_table = match action.takes(about) {
        _ if is_wide => None,
        Takes::Permission(permission, on) if on == On::Source || action.is_about_others() => Some(permission),
        _ => None,
    };
    let of_table = of_table.map(|permission| format!("{permission} {}", place.entity(EntityKind::Table)));
    kinds.map(|kind| format!("{action} {}", place.entity(kind))).chain(of_table).collect()
}

/// Returns the action of commands of a kind, and what they are about.
fn action(kind: CommandKind) -> Option<(Action, EntityKind)> {
    let words = shortest(kind);
    let words: Vec<&str> = words.split(' ').collect();
    Some((Action::of_commands(&words, &Begun::with(&words))?, about(&parts(kind.form()))))
}

fn no_sentence() -> Diagnostic {
    let message = "the text has no sentence that says who was refused what";
    let sentence = "`Principal '…' is not authorized to …`";
    let help = format!("the sentence is {sentence}; in the service's error body the innermost `@message` has it");
    Diagnostic::error(Code::Input, message).help(help)
}

fn not_known(message: &str) -> Diagnostic {
    let message = format!("{message}: no command is known whose refusal says so");
    let help = "ask by the words of the command: `kmgmt explain PRINCIPAL ACTION ENTITY`";
    Diagnostic::error(Code::Input, message).help(help)
}

/// Returns the kind of a command, where it can be read.
fn kind_of(command: &str) -> Option<CommandKind> {
    let mut kind = None;
    pieces(command, 1, |piece| kind = parser::parse(&piece).ok().map(|read| read.command.kind()));
    kind
}

/// How quotes are written in text that is no JSON: in literals of programs, in HTML, by editors.
const QUOTES: [&str; 6] = ["\\u0027", "\\'", "&#39;", "&#x27;", "\u{2018}", "\u{2019}"];

/// Returns a text with plain quotes.
fn plain(text: &str) -> String {
    QUOTES.iter().fold(text.to_owned(), |text, quote| text.replace(quote, "'"))
}

/// What an error body has.
#[derive(Default)]
struct Body {
    /// The texts in which a sentence may stand, outer ones first.
    sentences: Vec<String>,
    /// `@text`: the command or query.
    command: Option<String>,
    /// `@database`
    database: Option<String>,
}

impl Body {
    /// Adds a text, and the JSON that is it or stands in it: an error that a service in between reports has the body of
    /// the other one in its message.
    fn add_text(&mut self, text: &str) {
        let json = text.find('{').zip(text.rfind('}')).and_then(|(start, end)| text.get(start..=end));
        match json.and_then(|json| serde_json::from_str(json).ok()) {
            Some(value) => self.add(&value),
            None => self.sentences.push(plain(text)),
        }
    }

    /// Returns the kind of the command, where it can be read.
    fn kind(&self) -> Option<CommandKind> {
        kind_of(self.command.as_deref()?)
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.add_text(text),
            Value::Array(items) => items.iter().for_each(|item| self.add(item)),
            Value::Object(fields) => {
                for (field, value) in fields {
                    match (field.as_str(), value) {
                        ("@text", Value::String(text)) => self.command = Some(text.clone()),
                        ("@database", Value::String(name)) if !name.is_empty() => self.database = Some(name.clone()),
                        _ => self.add(value),
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}
