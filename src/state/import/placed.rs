//! Facts become what there is: statements of the language make it, so that one path makes everything.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashSet;

use crate::catalog::{CLUSTER, Catalog, EntityId};
use crate::directory::{Directory, PrincipalId};
use crate::engine::catalog_script;
use crate::model::directive_kind::DirectiveKind;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::{Quoted, Text};
use crate::model::principal::PrincipalRef;
use crate::model::role::Role;
use crate::session::Session;
use crate::state::import::facts::{Assignment, Entity, Fact, Found, Made};
use crate::state::import::part::Fault;
use crate::state::import::rows::{At, Place};
use crate::syntax::ast::directives::Directive;
use crate::syntax::{parser, pieces};
use crate::text::quoted;

mod entities;
mod policies;
mod read;

/// The column of a table of which only the name was read: a table has at least one. It goes when others are read.
const NOT_READ: &str = "not_read";

/// A session in which facts are placed.
pub(super) struct Placing {
    session: Session,
    /// The database of answers that name none.
    database: Option<String>,
    /// The databases that could not be made, and why.
    refused: BTreeMap<String, Fault>,
    /// The scopes whose principals were read.
    pub(super) read: BTreeSet<String>,
    /// The databases whose scripts give roles: such a script has all of them. The cluster has no name.
    scripted: BTreeSet<String>,
    pub(super) faults: Vec<Fault>,
}

/// What a role is on, and the role.
type Scope = (Option<String>, EntityKind, String, Role);

impl Placing {
    pub(super) fn new(session: Session, database: Option<String>) -> Self {
        let (refused, read, scripted) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        Self { session, database, refused, read, scripted, faults: Vec::new() }
    }

    /// Returns the script of what there is.
    pub(super) fn script(&self) -> String {
        self.session.world(catalog_script)
    }

    /// Runs the script that the state had before.
    pub(super) fn load(&mut self, script: &str, place: &Place) {
        self.run(script, place, "");
    }

    /// Places all facts: databases first, then what is in them, then policies, and roles at the end.
    pub(super) fn place(&mut self, found: &[Found], references: &[Option<String>]) {
        self.databases(found);
        for Found { place, fact } in found {
            if let Fact::Entity(entity) = fact {
                self.entity(entity, place);
            }
        }
        for Found { place, fact } in found {
            if let Fact::Script(text, database) = fact {
                self.own_script(text, database.as_ref(), place);
            }
        }
        self.note_scripted();
        self.check_entities(found);
        for Found { place, fact } in found {
            if let Fact::Policy(policy, entity, kind, value) = fact {
                self.policy(*policy, entity, *kind, value, place);
            }
        }
        self.roles(found, references);
        self.clean();
    }

    /// Runs commands in a database; returns whether all succeeded. What fails is told with the place of the text, or
    /// of its line where the text has lines of its own.
    fn run(&mut self, text: &str, place: &Place, database: &str) -> bool {
        self.session.use_database(database);
        let (session, faults) = (&mut self.session, &mut self.faults);
        let before = faults.len();
        pieces(text, place.line(), |piece| {
            let is_ours = |directive: &Directive<'_>| matches!(directive, Directive::DbContext(_));
            if piece.directive && !parser::directive(&piece).is_ok_and(|directive| is_ours(&directive)) {
                let message = format!("a script that is imported has no directive but `{}`", DirectiveKind::DbContext);
                faults.push(Fault::new(place.with(At::Line(piece.line)), message));
                return;
            }
            let outcome = session.load(&piece);
            for error in outcome.result.err().into_iter().chain(outcome.failed) {
                let at = if matches!(place.at, At::Line(_)) { At::Line(piece.line) } else { place.at };
                let (is_warning, help) = (false, error.help);
                faults.push(Fault { place: place.with(at), message: error.message, help, is_warning });
            }
        });
        self.faults.len() == before
    }

    fn fault(&mut self, place: &Place, message: impl Into<String>) {
        self.faults.push(Fault::new(place.clone(), message));
    }

    fn databases(&mut self, found: &[Found]) {
        let mut named: BTreeMap<&str, (&Place, &str)> = BTreeMap::new();
        for Found { place, fact } in found {
            let (name, pretty) = match fact {
                Fact::Database(name, pretty) => (Some(name.as_str()), pretty.as_str()),
                Fact::Entity(entity) => (entity.database.as_deref(), ""),
                Fact::Role(role) if role.kind == EntityKind::Database => (Some(role.name.as_str()), ""),
                Fact::Role(role) => (role.database.as_deref(), ""),
                Fact::Policy(_, entity, ..) => (policies::database_of(entity), ""),
                Fact::Script(_, database) => (database.as_deref(), ""),
            };
            let Some(name) = name.filter(|name| !name.is_empty()) else { continue };
            let known = named.entry(name).or_insert((place, pretty));
            if !pretty.is_empty() {
                *known = (place, pretty);
            }
        }
        for (name, (place, pretty)) in named {
            self.database(name, pretty, place);
        }
        for Found { place, fact } in found {
            if let Fact::Database(name, _) = fact {
                self.is_refused(name, place);
            }
        }
        if let Some(name) = self.database.clone() {
            let place = Place { origin: "--database".into(), at: At::Whole };
            self.database(&name, "", &place);
            self.is_refused(&name, &place);
        }
    }

    fn database(&mut self, name: &str, pretty: &str, place: &Place) {
        let (database, text) = (EntityKind::Database, Quoted(name));
        if self.session.read().catalog.database(name).is_none() {
            let before = self.faults.len();
            self.run(&format!(".{} {database} {text} {}", Keyword::Create, Keyword::IfNotExists), place, "");
            // Each row that is about it tells.
            for fault in self.faults.split_off(before) {
                self.refused.insert(name.to_owned(), fault);
            }
            if self.refused.contains_key(name) {
                return;
            }
        }
        if !pretty.is_empty() && pretty != name {
            let command = format!(".{} {database} {text} {} {}", Keyword::Alter, Keyword::PrettyName, Text(pretty));
            self.run(&command, place, "");
        }
    }

    /// Returns whether a database could not be made, and tells why.
    fn is_refused(&mut self, database: &str, place: &Place) -> bool {
        let Some(fault) = self.refused.get(database) else { return false };
        self.faults.push(Fault { place: place.clone(), ..fault.clone() });
        true
    }

    /// Returns the database of something that names none: the one that was told, or the only one.
    fn database_for(&self, named: Option<&String>) -> Option<String> {
        let only = || {
            let state = self.session.read();
            let all = state.catalog.child_ids(CLUSTER, EntityKind::Database);
            let [one] = all.as_slice() else { return None };
            Some(state.catalog.name_of(*one).to_owned())
        };
        let named = named.filter(|name| !name.is_empty());
        named.or(self.database.as_ref()).cloned().or_else(only)
    }

    /// Returns the same, or tells that there is none.
    fn database_or_fault(&mut self, named: Option<&String>, what: &str, place: &Place) -> Option<String> {
        let database = self.database_for(named);
        if database.is_none() {
            let fault = Fault::new(place.clone(), format!("{what} a database that is not named"));
            self.faults.push(fault.help("`--database NAME` says which one answers without a database are about"));
        }
        database.filter(|database| !self.is_refused(database, place))
    }

    fn child(&self, database: &str, kind: EntityKind, name: &str) -> Option<EntityId> {
        let state = self.session.read();
        state.catalog.child(state.catalog.database(database)?, kind, name)
    }

    /// Gives and takes roles. The rows of all answers count together: of a role that an answer shows on something,
    /// nobody else is left.
    fn roles(&mut self, found: &[Found], references: &[Option<String>]) {
        let mut given: BTreeMap<Scope, Vec<(&Assignment, &Place)>> = BTreeMap::new();
        for Found { place, fact } in found {
            let Fact::Role(role) = fact else { continue };
            // Whom the environment holds is written there.
            if role.workspace.is_some() || role.kind == EntityKind::Cluster && role.role.cluster_name().is_some() {
                if role.is_whole && role.workspace.is_none() {
                    self.read.insert(EntityKind::Cluster.to_string());
                    self.drop_others(CLUSTER, "", role.role, &HashSet::new(), place);
                }
                continue;
            }
            let Some(database) = self.scope(role, place) else { continue };
            let name = if role.kind == EntityKind::Database { database.clone() } else { role.name.clone() };
            given.entry((Some(database), role.kind, name, role.role)).or_default().push((role, place));
        }
        for ((database, kind, name, role), rows) in given {
            let database = database.unwrap_or_default();
            self.scope_roles(&database, (kind, &name, role), &rows, references);
        }
    }

    /// Returns the database of what a role is on, which exists from now on; tells why not.
    fn scope(&mut self, role: &Assignment, place: &Place) -> Option<String> {
        if role.kind == EntityKind::Cluster {
            return Some(String::new());
        }
        let (own, what) = match role.kind {
            EntityKind::Database => (Some(&role.name), "the role is on".to_owned()),
            kind => (role.database.as_ref(), format!("{kind} {} is in", quoted(&role.name))),
        };
        let database = self.database_or_fault(own, &what, place)?;
        if role.kind == EntityKind::Database || self.child(&database, role.kind, &role.name).is_some() {
            return Some(database);
        }
        self.stand_in(&database, role.kind, &role.name, place).then_some(database)
    }

    /// Makes an entity of which nothing but its name was read, if one can be made of that; tells why not.
    fn stand_in(&mut self, database: &str, kind: EntityKind, name: &str, place: &Place) -> bool {
        let made = match kind {
            EntityKind::Table => Made::Columns(Vec::new()),
            EntityKind::Function => Made::Function(String::new(), format!("{{ print {NOT_READ} = true }}")),
            _ => {
                self.unknown_entity(database, kind, name, place);
                return false;
            }
        };
        let (folder, docstring) = (String::new(), String::new());
        let (named, name) = (Some(database.to_owned()), name.to_owned());
        let before = self.faults.len();
        self.entity(&Entity { database: named, kind, name, made, folder, docstring }, place);
        self.faults.len() == before
    }

    fn scope_roles(
        &mut self,
        database: &str,
        (kind, name, role): (EntityKind, &str, Role),
        rows: &[(&Assignment, &Place)],
        references: &[Option<String>],
    ) {
        let target = match kind {
            EntityKind::Cluster => kind.to_string(),
            _ => format!("{kind} {}", Quoted(name)),
        };
        let (mut kept, mut is_placed, mut is_torn) = (HashSet::new(), false, false);
        for (row, place) in rows {
            let Some(Some(reference)) = references.get(row.who) else {
                // Those who are built in have their roles without a command.
                is_placed = true;
                continue;
            };
            let given = row.notes.as_ref().filter(|notes| row.is_whole || !notes.is_empty());
            let notes = given.map(|notes| format!(" {}", Text(notes))).unwrap_or_default();
            let (add, skip, who) = (Keyword::Add, Keyword::SkipResults, Text(reference));
            let is_given = self.run(&format!(".{add} {target} {role} ({who}) {skip}{notes}"), place, database);
            (is_placed, is_torn) = (is_placed || is_given, is_torn || !is_given);
            kept.extend(self.resolved(reference));
        }
        let is_whole = is_placed && !is_torn && rows.iter().any(|(row, _)| row.is_whole);
        if is_whole {
            self.read.insert(match kind {
                EntityKind::Cluster | EntityKind::Database => target,
                _ => read::scope_name(kind, database, name),
            });
        }
        let id = {
            let state = self.session.read();
            entity_id(&state.catalog, database, kind, name)
        };
        if let (true, Some(id), Some((_, place))) = (is_whole, id, rows.first()) {
            self.drop_others(id, database, role, &kept, place);
        }
    }

    fn resolved(&self, reference: &str) -> Option<PrincipalId> {
        let state = self.session.read();
        let reference = PrincipalRef::parse(reference).ok()?;
        state.directory.resolve(&reference).ok()?.principal
    }

    /// Takes a role from all but these.
    fn drop_others(&mut self, id: EntityId, database: &str, role: Role, kept: &HashSet<PrincipalId>, place: &Place) {
        let commands: Vec<String> = {
            let state = self.session.read();
            let (catalog, directory): (&Catalog, &Directory) = (&state.catalog, &state.directory);
            let Some(entity) = catalog.get(id) else { return };
            let kind = entity.definition.kind();
            let target = match kind {
                EntityKind::Cluster => kind.to_string(),
                _ => format!("{kind} {}", Quoted(&entity.definition.name)),
            };
            let gone = entity.assignments.holders(role).into_iter().filter(|(holder, _)| !kept.contains(holder));
            gone.map(|(holder, _)| {
                let who = directory.identity(holder).fqn();
                format!(".{} {target} {role} ({}) {}", Keyword::Drop, Text(&who), Keyword::SkipResults)
            })
            .collect()
        };
        for command in commands {
            self.run(&command, place, database);
        }
    }

    /// Removes the stand-in column from tables whose columns are known by now.
    fn clean(&mut self) {
        let mut commands = Vec::new();
        {
            let state = self.session.read();
            for (database, entity) in state.catalog.children(CLUSTER, EntityKind::Database) {
                for (_, table) in state.catalog.children(database, EntityKind::Table) {
                    let columns = table.content::<crate::catalog::body::tables::Table>().map(|table| &table.columns);
                    let columns = columns.map(Vec::as_slice).unwrap_or_default();
                    if columns.len() > 1 && columns.iter().any(|column| &*column.name == NOT_READ) {
                        let name = Quoted(&table.definition.name);
                        let command = format!(".{} column {name}.{NOT_READ}", Keyword::Drop);
                        commands.push((entity.definition.name.to_string(), command));
                    }
                }
            }
        }
        let place = Place { origin: "import".into(), at: At::Whole };
        for (database, command) in commands {
            self.run(&command, &place, &database);
        }
    }
}

fn entity_id(catalog: &Catalog, database: &str, kind: EntityKind, name: &str) -> Option<EntityId> {
    match kind {
        EntityKind::Cluster => Some(CLUSTER),
        EntityKind::Database => catalog.database(name),
        _ => catalog.child(catalog.database(database)?, kind, name),
    }
}
