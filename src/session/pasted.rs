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
}

/// How the sentence goes on after the principal.
const REFUSED: &str = "' is not authorized to ";

impl Pasted {
    /// Reads an error body, or a text with the sentence of one.
    ///
    /// # Errors
    /// The text does not say who was refused, or what.
    pub fn read(text: &str) -> Result<Self, Diagnostic> {
        let mut body = Body::default();
        body.add_text(text.trim_start_matches('\u{feff}'));
        let found = body.sentences.iter().find_map(|sentence| refused(sentence));
        let (principal, what) = found.ok_or_else(no_sentence)?;
        if let Err(fault) = PrincipalRef::parse(principal) {
            let message = format!("the text names no principal, but {}: {}", quoted(principal), fault.kind);
            return Err(Diagnostic::error(Code::Input, message).help("put back what was cut out"));
        }
        let mut pasted = Self { principal: principal.to_owned(), ..Self::default() };
        if let Some(database) = what.strip_prefix("read database ") {
            pasted.reading(name(database).unwrap_or_default(), &body);
            return Ok(pasted);
        }
        let operation = what.strip_prefix("perform operation ");
        let operation = operation.and_then(|rest| Some((name(rest)?, name(rest.split_once("' on ")?.1)?)));
        let Some((operation, place)) = operation else {
            let what = quoted(shortened(what.lines().next().unwrap_or_default()));
            return Err(not_known(&format!("{} was refused {what}", quoted(principal))));
        };
        pasted.operating(operation, place, &body);
        if pasted.questions.is_empty() {
            return Err(not_known(&format!("{} was refused the operation {}", quoted(principal), quoted(operation))));
        }
        Ok(pasted)
    }

    /// Takes that a database was not to be read: by a command, which the body has, or by a query.
    fn reading(&mut self, database: &str, body: &Body) {
        let is_command = body.command.as_ref().map(|command| command.trim_start().starts_with('.'));
        let permission = if is_command == Some(true) { Permission::ShowMetadata } else { Permission::View };
        if is_command.is_none() {
            self.notes.push(format!("the text has no command or query: a query is taken, which takes `{permission}`"));
        }
        self.questions.push(format!("{permission} {} {}", EntityKind::Database, Quoted(database)));
    }

    /// Takes that an operation was refused on what the sentence names.
    fn operating(&mut self, operation: &str, place: &str, body: &Body) {
        let place = Place { text: place, database: body.database.as_deref() };
        if place.names_nothing() && !place.is_service() {
            let context = "the one in context, or of `--database`, is taken";
            self.notes.push(format!(
                "the text names no {}, but {}: {context}",
                EntityKind::Database,
                quoted(place.text)
            ));
        }
        let mut commands: Vec<CommandKind> = CommandKind::all().filter(|kind| kind.operation() == operation).collect();
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
        if commands.len() > 1 {
            let actions: Vec<String> = commands.into_iter().map(|kind| quoted(shortest(kind))).collect();
            self.notes.push(format!("the operation {} is that of {}", quoted(operation), few(actions, "and")));
        }
    }
}

/// What a sentence names after `on`.
#[derive(Clone, Copy)]
struct Place<'t> {
    text: &'t str,
    /// The database of the request, where the body has it.
    database: Option<&'t str>,
}

impl Place<'_> {
    /// Returns whether it is the address of the service.
    fn is_service(self) -> bool {
        self.text.contains("://")
    }

    /// Returns whether it is no name: `any database`.
    fn names_nothing(self) -> bool {
        self.is_service() || self.text.contains(' ')
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
    let kinds = kinds.filter(|kind| action.is_about(*kind) && (*kind <= EntityKind::Database || !place.is_service()));
    let of_table = match action.takes(about) {
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

/// Returns the principal of a sentence, and what was refused to it.
fn refused(text: &str) -> Option<(&str, &str)> {
    let begun = text.split("rincipal '").skip(1).map(|rest| rest.split_once(REFUSED));
    let mut whole = begun.flatten().filter(|(principal, _)| !principal.contains('\n'));
    let (principal, _) = whole.next()?;
    let (_, what) = text.split_once(REFUSED)?;
    Some((principal, what))
}

/// Returns the name in quotes with which a text begins.
fn name(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('\'')?;
    rest.find('\'').and_then(|end| rest.get(..end))
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
            None => self.sentences.push(text.replace("\\u0027", "'")),
        }
    }

    /// Returns the kind of the command, where it can be read.
    fn kind(&self) -> Option<CommandKind> {
        let mut kind = None;
        pieces(self.command.as_deref()?, 1, |piece| kind = parser::parse(&piece).ok().map(|read| read.command.kind()));
        kind
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
