//! Bind: looks up what a command names, each name once. Permit and decide read what was found.
//! Names inside queries and values of properties are a part of what a command defines: deciding
//! reads them with the definition.

use std::cell::OnceCell;
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::access::stranger;
use crate::catalog::{CLUSTER, Catalog, Edit, EntityId};
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::{Directory, Ids, PrincipalId, Resolved, Unresolved};
use crate::engine::find::{doubts, unresolved};
use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::principal::PrincipalRef;
use crate::syntax::ast::Command;
use crate::syntax::literal::Name;
use crate::text::{Span, Spanned};

mod commands;

pub(super) use commands::spelled_identities;

/// An entity that a command is about: the database, and what is in it if it exists. A command about
/// a database itself is about that entity.
#[derive(Clone, Copy, Debug)]
pub(super) struct CommandTarget {
    pub(super) database: EntityId,
    pub(super) entity: Option<EntityId>,
}

/// A principal that a command names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    pub(super) principal: PrincipalId,
    /// Whether the home tenant was meant, since none is named.
    pub(super) home_tenant: bool,
    /// Whether an open directory meets it for the first time.
    pub(super) is_new: bool,
}

/// What was found of the names in a command. A name is known by where it stands.
#[derive(Debug, Default)]
pub struct Bound {
    entities: Vec<(Span, Option<EntityId>)>,
    people: Vec<(Span, Result<Person, Unresolved>)>,
    /// References that name nobody, or more than one.
    unresolved: Vec<(Span, PrincipalRef<'static>)>,
    /// References without a tenant that an open directory takes for somebody of one, as sentences.
    without_tenant: Vec<(Span, String)>,
    /// Managed identities of the cluster, by how they are spelled.
    identities: Vec<(Box<str>, Option<PrincipalId>)>,
    /// Who is named and not known: an open directory takes a reference for somebody. They stand in the order of their
    /// numbers, once all are looked up.
    strangers: Vec<(PrincipalId, Ids)>,
    /// How many of them get a number that nobody has.
    fresh: u32,
    /// Where strangers stand by the hash of their id, once there are more than a few.
    by_id: HashTable<(u64, usize)>,
    hasher: DefaultHashBuilder,
    targets: Vec<CommandTarget>,
    /// Whether a database is named that does not exist.
    lacks_database: bool,
}

/// Looks up what a command names, with `database` in context, and puts it into `bound`, whose memory is
/// used again.
pub fn bind(command: &Command<'_>, catalog: &Catalog, directory: &Directory, database: &str, bound: &mut Bound) {
    bound.fill(catalog, directory, database, |names| names.command(command));
}

/// Up to so many strangers are compared one by one, which is faster than hashing them.
const FEW: usize = 16;

/// Finds what was bound at `place`.
fn found<T>(all: &[(Span, T)], place: Span) -> Option<&T> {
    let at = all.binary_search_by_key(&place, |(place, _)| *place).ok()?;
    all.get(at).map(|(_, found)| found)
}

impl Bound {
    fn empty(&mut self) {
        self.lacks_database = false;
        self.entities.clear();
        self.people.clear();
        self.unresolved.clear();
        self.without_tenant.clear();
        self.identities.clear();
        self.strangers.clear();
        self.fresh = 0;
        self.by_id.clear();
        self.targets.clear();
    }

    /// Looks up the names that `look_up` looks up, with `database` in context, in place of what was found before.
    pub fn fill(
        &mut self,
        catalog: &Catalog,
        directory: &Directory,
        database: &str,
        look_up: impl FnOnce(&mut Names<'_>),
    ) {
        self.empty();
        look_up(&mut Names { catalog, directory, database, context: OnceCell::new(), bound: &mut *self });
        self.sort();
    }

    /// Sorts what was found by its place, so that it can be searched.
    fn sort(&mut self) {
        self.entities.sort_unstable_by_key(|(place, _)| *place);
        self.people.sort_unstable_by_key(|(place, _)| *place);
        self.unresolved.sort_unstable_by_key(|(place, _)| *place);
        self.without_tenant.sort_unstable_by_key(|(place, _)| *place);
        self.strangers.sort_by_key(|(number, _)| *number);
    }

    /// Returns the hash of the id of a stranger, where there are so many that they are hashed. Who has the same ids has the
    /// same id in letters of any case.
    fn hash_of_many(&self, ids: &Ids) -> Option<u64> {
        (self.strangers.len() >= FEW).then(|| self.hasher.hash_one(ids.id.to_ascii_lowercase()))
    }

    /// Returns a stranger who was met before and is the same.
    fn met(&self, hash: Option<u64>, is_same: impl Fn(&Ids) -> bool) -> Option<PrincipalId> {
        let is_this = |(_, known): &&(PrincipalId, Ids)| is_same(known);
        let found = match hash {
            None => self.strangers.iter().find(is_this),
            Some(hash) => {
                let at =
                    |(other, at): &(u64, usize)| self.strangers.get(*at).filter(|_| *other == hash).filter(is_this);
                self.by_id.find(hash, |one| at(one).is_some()).and_then(at)
            }
        };
        found.map(|(principal, _)| *principal)
    }

    /// Takes note of a stranger; the first of many adds the few before it to the hashes.
    fn meets(&mut self, principal: PrincipalId, ids: Ids) {
        self.strangers.push((principal, ids));
        if self.strangers.len() >= FEW {
            let hasher = &self.hasher;
            for (at, (_, ids)) in self.strangers.iter().enumerate().skip(self.by_id.len()) {
                let hash = hasher.hash_one(ids.id.to_ascii_lowercase());
                self.by_id.insert_unique(hash, (hash, at), |(hash, _)| *hash);
            }
        }
    }

    /// Returns the entity or database that a name names, if it exists.
    pub(super) fn entity(&self, name: &Name<'_>) -> Option<EntityId> {
        found(&self.entities, name.span).copied().flatten()
    }

    /// Returns the principal that the reference at `place` names.
    pub(super) fn person(&self, place: Span) -> Result<Person, Unresolved> {
        found(&self.people, place).copied().unwrap_or(Err(Unresolved::Nobody))
    }

    /// Returns what a directory says of the principals that are named: who is unknown, and who may be meant
    /// otherwise.
    #[must_use]
    pub fn of_people(&self, directory: &Directory) -> Vec<Diagnostic> {
        let mut said = Vec::new();
        for (place, person) in &self.people {
            match person {
                Err(why) => {
                    let reference = found(&self.unresolved, *place);
                    said.extend(reference.map(|it| unresolved(directory.explain(it, *why)).at(*place)));
                }
                Ok(person) => {
                    said.extend(self.undeclared(person.principal, directory).map(|it| it.at(*place)));
                    let reference = stranger(&self.strangers, person.principal).map(Ids::reference);
                    said.extend(reference.into_iter().flat_map(|it| doubts(directory, &it, *place)));
                    said.extend(self.of_tenant(*place));
                }
            }
        }
        said
    }

    /// Returns the warning that a reference names no tenant and is taken for somebody of one.
    pub(super) fn of_tenant(&self, place: Span) -> Option<Diagnostic> {
        let doubt = found(&self.without_tenant, place)?;
        Some(Diagnostic::warning(Code::PrincipalAmbiguous, doubt.as_str()).at(place))
    }

    /// Returns the warning that an environment file does not declare who is named; an open directory takes the
    /// reference for somebody.
    fn undeclared(&self, principal: PrincipalId, directory: &Directory) -> Option<Diagnostic> {
        directory.environment()?;
        let name = match stranger(&self.strangers, principal) {
            Some(ids) => directory.view_of(ids).fqn(),
            None => Some(directory.identity(principal).fqn()).filter(|_| directory.is_undeclared(principal))?,
        };
        Some(Diagnostic::warning(Code::PrincipalNotFound, undeclared(&name)))
    }

    /// Returns the managed identity of the cluster that is spelled so.
    pub(super) fn assigned(&self, spelled: &str) -> Option<PrincipalId> {
        let identity = self.identities.iter().find(|(known, _)| **known == *spelled);
        identity.and_then(|(_, identity)| *identity)
    }

    /// Returns what the command is about; nothing where a database is named that does not exist.
    pub(super) fn targets(&self) -> &[CommandTarget] {
        if self.lacks_database { &[] } else { &self.targets }
    }

    /// Returns the entities that a command of this kind names; of one that changes something, those that it is about and
    /// their databases too, or the cluster. Some may stand there twice.
    pub fn touched(&self, kind: CommandKind) -> impl Iterator<Item = EntityId> {
        let (is_change, of_cluster) = (!kind.is_show(), kind.is_cluster_scope());
        let targets = self.targets.iter().filter(move |_| is_change && !of_cluster);
        let targets = targets.flat_map(|target| [Some(target.database), target.entity]).flatten();
        let cluster = (is_change && of_cluster).then_some(CLUSTER);
        self.entities.iter().filter_map(|(_, found)| *found).chain(targets).chain(cluster)
    }

    /// Returns who is named and not known, by the numbers that they get when the directory learns
    /// them.
    pub(super) fn strangers(&self) -> &[(PrincipalId, Ids)] {
        &self.strangers
    }

    /// Puts before the edits those by which the directory learns the principals that they name.
    pub(super) fn learn_strangers(&self, edits: &mut Vec<Edit>) {
        match self.strangers.as_slice() {
            [(_, ids)] if !edits.is_empty() => edits.insert(0, Edit::learned(ids.clone())),
            [_, _, ..] if !edits.is_empty() => drop(edits.splice(0..0, self.learning())),
            _ => {}
        }
    }

    /// Makes the strangers exist in a directory without a cluster.
    pub fn meet(&self, directory: &mut Directory) {
        for (_, ids) in &self.strangers {
            directory.learn(ids);
        }
    }

    /// Returns the edits by which the directory learns all strangers.
    pub fn learning(&self) -> impl Iterator<Item = Edit> {
        self.strangers.iter().map(|(_, ids)| Edit::learned(ids.clone()))
    }
}

/// Returns the sentence that an environment file does not declare a principal.
#[must_use]
pub fn undeclared(name: &str) -> String {
    format!("the environment does not declare `{name}`: nobody says that it exists")
}

/// Looks up names, one after the other: [`Bound::fill`] makes it.
pub struct Names<'a> {
    catalog: &'a Catalog,
    directory: &'a Directory,
    /// The name of the database in context.
    database: &'a str,
    /// The database of that name, once somebody asked for it: most commands name their own.
    context: OnceCell<Option<EntityId>>,
    bound: &'a mut Bound,
}

impl Names<'_> {
    /// Returns the database in context, if it exists.
    fn context(&self) -> Option<EntityId> {
        *self.context.get_or_init(|| self.catalog.database(self.database))
    }

    /// Looks up a database.
    pub fn database(&mut self, name: &Name<'_>) -> Option<EntityId> {
        let found = self.catalog.database(&name.text);
        self.bound.entities.push((name.span, found));
        found
    }

    /// Looks up a database, or takes the one in context where there is no name.
    pub fn database_or_context(&mut self, name: Option<&Name<'_>>) -> Option<EntityId> {
        match name {
            Some(name) => self.database(name),
            None => self.context(),
        }
    }

    /// Looks up an entity of a database, if that exists.
    pub fn entity_in(&mut self, database: Option<EntityId>, kind: EntityKind, name: &Name<'_>) -> Option<EntityId> {
        let found = database.and_then(|database| self.catalog.child(database, kind, &name.text));
        self.bound.entities.push((name.span, found));
        found
    }

    /// Looks up an entity of the database in context.
    pub fn entity(&mut self, kind: EntityKind, name: &Name<'_>) -> Option<EntityId> {
        self.entity_in(self.context(), kind, name)
    }

    /// Looks up a principal.
    pub fn principal(&mut self, reference: &Spanned<PrincipalRef<'_>>) {
        let resolved = self.directory.resolve(&reference.value);
        self.person(reference, resolved);
    }

    /// Looks up a principal that need not exist any more.
    pub fn former_principal(&mut self, reference: &Spanned<PrincipalRef<'_>>) {
        let resolved = self.directory.resolve_former(&reference.value);
        self.person(reference, resolved);
    }

    fn person(&mut self, reference: &Spanned<PrincipalRef<'_>>, resolved: Result<Resolved, Unresolved>) {
        let person = resolved.map(|Resolved { principal, home_tenant }| {
            let is_new = principal.is_none();
            let principal = principal.unwrap_or_else(|| self.stranger(Ids::of(&reference.value)));
            Person { principal, home_tenant, is_new }
        });
        let known = person.ok().filter(|person| !person.is_new).map(|person| person.principal);
        let doubt = known.and_then(|known| self.directory.tenant_taken(&reference.value, known));
        self.bound.without_tenant.extend(doubt.map(|doubt| (reference.span, doubt)));
        if person.is_err() {
            self.bound.unresolved.push((reference.span, reference.value.clone().into_owned()));
        }
        self.bound.people.push((reference.span, person));
    }

    /// Returns the number that a stranger has, or gets when the directory learns who it is.
    fn stranger(&mut self, ids: Ids) -> PrincipalId {
        let is_same = |known: &Ids| self.directory.view_of(known).has_ids_of(&self.directory.view_of(&ids));
        let hash = self.bound.hash_of_many(&ids);
        if let Some(principal) = self.bound.met(hash, is_same) {
            return principal;
        }
        let number = PrincipalId(self.directory.next_principal().0.saturating_add(self.bound.fresh));
        // An object id names one principal, whatever tenant stands beside it.
        let known = if ids.reference().has_id() { self.directory.find(&ids) } else { self.directory.find_former(&ids) };
        self.bound.fresh = self.bound.fresh.saturating_add(u32::from(known.is_none()));
        let principal = known.unwrap_or(number);
        self.bound.meets(principal, ids);
        principal
    }

    /// Looks up a managed identity that is assigned to the cluster: `system`, its object id or its
    /// client id.
    pub fn assigned(&mut self, spelled: &str) {
        let found = self.directory.managed_identity(spelled);
        self.bound.identities.push((Box::from(spelled), found));
    }

    /// Says that the command is about an entity.
    fn is_about(&mut self, database: Option<EntityId>, entity: Option<EntityId>) {
        match database {
            Some(database) => self.bound.targets.push(CommandTarget { database, entity }),
            None => self.bound.lacks_database = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_are_each_met_once_however_many_they_are() {
        let (catalog, directory, mut bound) = (Catalog::new(), Directory::open(), Bound::default());
        for count in [FEW / 2, FEW, 20 * FEW] {
            let named = |number: usize, prefix| format!("aaduser={prefix}{number}@contoso.com");
            let texts: Vec<String> = (0..count).flat_map(|number| [named(number, "u"), named(number, "U")]).collect();
            let places = (0_u32..).map(|at| Span::new(at, at + 1));
            let references = texts.iter().map(|text| PrincipalRef::parse(text).unwrap());
            let named: Vec<_> = references.zip(places).map(|(one, place)| Spanned::new(one, place)).collect();
            bound.fill(&catalog, &directory, "", |names| named.iter().rev().for_each(|one| names.principal(one)));
            let next = directory.next_principal().0;
            let numbers: Vec<u32> = bound.strangers.iter().map(|(number, _)| number.0 - next).collect();
            assert_eq!(numbers, (0..u32::try_from(count).unwrap()).collect::<Vec<_>>());
            for pair in named.chunks(2) {
                let [one, other] = [&pair[0], &pair[1]].map(|one| bound.person(one.span).unwrap().principal);
                assert_eq!(one, other, "{}", pair[0].value);
                assert_eq!(stranger(&bound.strangers, one).map(|ids| &*ids.id), Some(&*pair[1].value.id));
            }
        }
    }
}
