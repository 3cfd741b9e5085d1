//! Entities that answers tell of: what makes them, and what is said of those that are not there.

use crate::model::directive_kind::DirectiveKind;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::{Quoted, Text};
use crate::state::import::facts::{Entity, Fact, Found, Made};
use crate::state::import::part::Fault;
use crate::state::import::placed::{NOT_READ, Placing, read};
use crate::state::import::rows::Place;
use crate::text::{joined, quoted};

impl Placing {
    /// Makes an entity, or adds to one what is known of it.
    pub(super) fn entity(&mut self, entity: &Entity, place: &Place) {
        if matches!(entity.made, Made::Unknown) {
            return;
        }
        let what = format!("{} {} is in", entity.kind, quoted(&entity.name));
        let Some(database) = self.database_or_fault(entity.database.as_ref(), &what, place) else { return };
        let is_there = self.child(&database, entity.kind, &entity.name).is_some();
        if let Some(command) = command(entity, is_there) {
            self.run(&command, place, &database);
        }
    }

    /// Runs a script of a database, as `.show database schema as csl script` answers it, or of a whole state.
    pub(super) fn own_script(&mut self, text: &str, database: Option<&String>, place: &Place) {
        let known = self.database_for(database);
        let names_its_own =
            [DirectiveKind::DbContext.to_string(), format!(".{} {}", Keyword::Create, EntityKind::Database)];
        if known.is_none() && !names_its_own.iter().any(|words| text.contains(words.as_str())) {
            if !self.faults.iter().any(|fault| fault.place.origin == place.origin) {
                self.database_or_fault(None, "the script is of", place);
            }
            return;
        }
        let database = known.unwrap_or_default();
        if self.run(text, place, &database) {
            self.scripted.extend(read::with_roles(text, &database));
        }
    }

    /// Tells of the entities that answers name and that could not be made, once scripts have run.
    pub(super) fn check_entities(&mut self, found: &[Found]) {
        for Found { place, fact } in found {
            let Fact::Entity(Entity { database, kind, name, made: Made::Unknown, .. }) = fact else { continue };
            let database = self.database_for(database.as_ref()).unwrap_or_default();
            if self.child(&database, *kind, name).is_none() {
                self.unknown_entity(&database, *kind, name, place);
            }
        }
    }

    pub(super) fn unknown_entity(&mut self, database: &str, kind: EntityKind, name: &str, place: &Place) {
        let message = format!("what {kind} {} is made of was not read", quoted(name));
        let command = format!(".show database {} schema as csl script", Quoted(database));
        let fault = Fault::new(place.clone(), message).help(format!("`{command}` has the command that makes it"));
        self.faults.push(fault);
    }
}

/// Returns the command that makes an entity, or adds to one that is there; none where there is nothing to do.
fn command(entity: &Entity, is_there: bool) -> Option<String> {
    let (kind, name) = (entity.kind, Quoted(&entity.name));
    let properties = [(Keyword::DocString, &entity.docstring), (Keyword::Folder, &entity.folder)];
    let given = properties.iter().filter(|(_, text)| !text.is_empty());
    let mut with: Vec<String> = given.map(|(word, text)| format!("{word}={}", Text(text))).collect();
    match &entity.made {
        Made::Unknown => None,
        Made::Columns(columns) if columns.is_empty() && is_there && with.is_empty() => None,
        Made::Columns(columns) => {
            let declared = columns.iter().map(|(column, kind)| format!("{}:{kind}", Quoted(column)));
            let declared: Vec<String> = declared.collect();
            let columns = if declared.is_empty() { format!("{NOT_READ}:dynamic") } else { joined(&declared) };
            let with = if with.is_empty() { String::new() } else { format!(" {} ({})", Keyword::With, joined(&with)) };
            Some(format!(".{} {kind} {name} ({columns}){with}", Keyword::CreateMerge))
        }
        Made::Function(parameters, body) => {
            with.insert(0, "skipvalidation=true".to_owned());
            let parameters = if parameters.is_empty() { "()" } else { parameters };
            let (verb, with) = (Keyword::CreateOrAlter, format!("{} ({})", Keyword::With, joined(&with)));
            Some(format!(".{verb} {kind} {with} {name}{parameters} {body}"))
        }
    }
}
