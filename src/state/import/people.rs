//! Who exists: what answers say of identities, joined with those of the environment file. One identity is met in many
//! spellings: UPN, object id, application id, display name.

use std::sync::Arc;

use hashbrown::{HashMap, HashSet};

use crate::directory::Directory;
use crate::directory::environment::{Completeness, File};
use crate::model::principal::{PrincipalKind, PrincipalRef};
use crate::state::import::part::Fault;
use crate::state::import::rows::{At, Place};
use crate::state::import::seen::Seen;
use crate::state::import::tenants::Tenants;
use crate::text::quoted;

mod declared;
mod members;

pub(super) use members::Members;

/// An identity with all that is known of it.
#[derive(Clone, Debug)]
struct Record {
    kind: PrincipalKind,
    id: Option<String>,
    /// Another address of a user; the file has no place for it.
    mail: Option<String>,
    object_id: Option<String>,
    display: Option<String>,
    tenant: Option<String>,
    /// Where the file has it.
    own: Own,
    /// How the file's references name it; nothing of one that is new.
    before: Option<String>,
}

/// Where the environment file has an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Own {
    /// In none of its lists yet.
    New,
    /// In the list of its kind, at this place.
    Listed(usize),
    /// Among the managed identities of the cluster.
    Managed,
}

/// The identities while they are joined.
#[derive(Debug)]
pub(super) struct People {
    tenants: Tenants,
    home: Option<String>,
    records: Vec<Record>,
    /// Records by the spellings that name one.
    by_key: HashMap<Key, usize>,
    /// Users by their other addresses; nothing of an address that two have.
    by_mail: HashMap<String, Option<usize>>,
    /// Names of more than one.
    ambiguous: HashSet<Key>,
    /// What each record was joined with.
    joined: Vec<usize>,
    /// The record of each identity that was seen.
    of_seen: Vec<Option<usize>>,
    built_in: Directory,
}

/// What names one identity: of applications in one tenant, of others everywhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    kind: PrincipalKind,
    tenant: Option<String>,
    spelling: String,
}

/// Who exists, and how commands name those who were seen.
pub(super) struct Known {
    /// The reference of each identity that was seen; nothing of who is built in.
    pub(super) references: Vec<Option<String>>,
    /// References before, and those that stand for them now.
    pub(super) renamed: Vec<(String, String)>,
    /// How many there are of each kind.
    pub(super) counts: Vec<(PrincipalKind, usize)>,
}

impl People {
    /// Joins what was seen with the identities of a file. `home` is the tenant of lists that name none.
    pub(super) fn new(file: &File<'_>, seen: &[Seen], home: Option<&str>) -> Self {
        let mut tenants = Tenants::of(file, seen);
        let named = [home, file.cluster.home_tenant.as_deref()].into_iter().flatten().next();
        let named = named.and_then(|tenant| tenants.id(tenant));
        for seen in seen {
            let listed = seen.domain().filter(|_| seen.listed);
            seen.tenant.as_deref().or(listed).and_then(|tenant| tenants.id(tenant));
        }
        let home = named.or_else(|| tenants.only().map(str::to_owned));
        let mut people = Self {
            tenants,
            home,
            records: Vec::new(),
            by_key: HashMap::new(),
            by_mail: HashMap::new(),
            ambiguous: HashSet::new(),
            joined: Vec::new(),
            of_seen: Vec::new(),
            built_in: Directory::open(),
        };
        people.take_file(file);
        for seen in seen {
            let record = (!people.is_built_in(seen)).then(|| people.meet(seen));
            people.of_seen.push(record);
        }
        people
    }

    /// Returns the tenant of lists, if it is known.
    pub(super) fn home(&self) -> Option<&str> {
        self.home.as_deref()
    }

    /// Returns whether somebody is the ingestion application or the local administrator, whom no state has.
    fn is_built_in(&self, seen: &Seen) -> bool {
        let reference = seen.reference.as_deref().and_then(|text| PrincipalRef::parse(text).ok());
        let found = reference.and_then(|reference| self.built_in.resolve(&reference).ok()?.principal);
        found.is_some()
    }

    /// Joins what one row says with the record that it is about, or makes one.
    fn meet(&mut self, seen: &Seen) -> usize {
        let tenant = seen.tenant.as_deref().or_else(|| seen.domain()).and_then(|tenant| self.tenants.id(tenant));
        let tenant = match (&self.home, seen.listed) {
            (Some(home), true) => Some(home.clone()),
            _ => tenant,
        };
        self.join(Record::of(seen, tenant))
    }

    fn join(&mut self, mut new: Record) -> usize {
        let mut found: Vec<usize> = Vec::new();
        for key in keys(&new) {
            let known = self.by_key.get(&key).filter(|_| !self.ambiguous.contains(&key));
            let known = known.map(|index| self.root(*index));
            found.extend(known.filter(|known| !found.contains(known) && self.is_one(*known, &new)));
        }
        if found.is_empty()
            && let Some(known) = self.by_address(&new)
        {
            // The user principal name counts.
            new.id = new.id.filter(|_| new.mail.is_some());
            found.push(known);
        }
        let target = match found.split_first() {
            None => {
                self.records.push(new.clone());
                self.joined.push(self.records.len() - 1);
                self.records.len() - 1
            }
            Some((first, others)) => {
                for other in others {
                    let other_record = self.records.get(*other).cloned();
                    other_record.into_iter().for_each(|record| self.fill(*first, &record, false));
                    self.joined.get_mut(*other).into_iter().for_each(|to| *to = *first);
                }
                self.fill(*first, &new, true);
                *first
            }
        };
        if let Some(mail) = new.mail.as_ref().map(|mail| mail.to_lowercase()) {
            let owner = self.by_mail.entry(mail).or_insert(Some(target));
            *owner = owner.filter(|owner| *owner == target);
        }
        let all = self.records.get(target).map(keys).unwrap_or_default();
        for key in all {
            if let Some(before) = self.by_key.insert(key.clone(), target) {
                self.lose(before, target, key);
            }
        }
        target
    }

    /// Returns the user whose other address somebody without an object id is named by, or who was named by the other
    /// address of this one.
    fn by_address(&self, new: &Record) -> Option<usize> {
        if new.kind != PrincipalKind::User {
            return None;
        }
        let known = match (&new.mail, &new.id, &new.object_id) {
            (Some(mail), _, _) => {
                let key = Key { kind: new.kind, tenant: None, spelling: mail.to_lowercase() };
                let known = self.by_key.get(&key).map(|known| self.root(*known));
                known.filter(|known| self.records.get(*known).is_some_and(|record| record.object_id.is_none()))
            }
            (None, Some(id), None) => self.by_mail.get(&id.to_lowercase()).copied().flatten(),
            _ => None,
        };
        known.map(|known| self.root(known))
    }

    /// Returns whether a record and what is new of somebody are about one identity: two object ids are two, and of
    /// applications two application ids.
    fn is_one(&self, record: usize, new: &Record) -> bool {
        let Some(known) = self.records.get(record) else { return false };
        let same = |one: &Option<String>, other: &Option<String>| match (one, other) {
            (Some(one), Some(other)) => Some(one.eq_ignore_ascii_case(other)),
            _ => None,
        };
        if new.kind != PrincipalKind::Application {
            return same(&known.object_id, &new.object_id) != Some(false);
        }
        // What stands for an application id may be the object id.
        let crossed = [same(&known.id, &new.object_id), same(&new.id, &known.object_id)].contains(&Some(true));
        same(&known.id, &new.id) != Some(false) || crossed
    }

    /// Adds what is new to a record; a later word wins over an earlier one.
    fn fill(&mut self, index: usize, new: &Record, wins: bool) {
        let Some(record) = self.records.get_mut(index) else { return };
        let put = |old: &mut Option<String>, new: &Option<String>| {
            if new.is_some() && (wins || old.is_none()) {
                old.clone_from(new);
            }
        };
        // What may be an application id gives way to one that is known not to be the object id.
        let is_weak = new.kind == PrincipalKind::Application && new.id.is_some() && new.id == record.object_id;
        if !is_weak {
            put(&mut record.id, &new.id);
        }
        put(&mut record.object_id, &new.object_id);
        put(&mut record.display, &new.display);
        put(&mut record.tenant, &new.tenant);
        if record.own == Own::New {
            (record.own, record.before) = (new.own, new.before.clone());
        }
    }

    /// Takes from a record the spelling that now is another's.
    fn lose(&mut self, before: usize, now: usize, key: Key) {
        let before = self.root(before);
        let Some(record) = self.records.get_mut(before).filter(|_| before != now) else { return };
        if record.id.as_deref().is_some_and(|id| id.eq_ignore_ascii_case(&key.spelling)) {
            record.id = None;
        } else {
            self.ambiguous.insert(key);
        }
    }

    fn root(&self, index: usize) -> usize {
        let mut at = index;
        while let Some(next) = self.joined.get(at).copied().filter(|next| *next != at) {
            at = next;
        }
        at
    }

    /// Writes the identities into the file, in which those that it has keep their places. Who has no object id is
    /// not declared: in an open directory the reference stands for itself.
    pub(super) fn write(
        mut self,
        file: &mut File<'_>,
        seen: &[Seen],
        members: &[Members],
        faults: &mut Vec<Fault>,
    ) -> Known {
        let lists = self.members(file, members, faults);
        self.open_or_close(file, &lists, faults);
        if file.directory == Completeness::Closed {
            self.derive_ids();
        }
        let declared = self.declare(file, &lists, faults);
        let before = |record: &Record| record.before.clone().zip(record.reference());
        let renamed = self.records.iter().filter_map(before).filter(|(before, now)| before != now).collect();
        let mut references = Vec::with_capacity(seen.len());
        for (seen, record) in seen.iter().zip(&self.of_seen) {
            let root = record.map(|record| self.root(record));
            let own = root.filter(|root| declared.contains(root)).and_then(|root| self.records.get(root)?.reference());
            if seen.listed && root.is_some() && own.is_none() {
                let message = "who is listed here is of a tenant that is not named, or has no id";
                let fault = Fault::new(seen.place.clone(), message);
                faults.push(fault.help("`--tenant TENANT` says of which tenant lists are"));
            }
            references.push(root.and_then(|_| own.or_else(|| seen.reference.clone())));
        }
        Known { references, renamed, counts: self.counts() }
    }

    fn counts(&self) -> Vec<(PrincipalKind, usize)> {
        let all = || self.records.iter().enumerate().filter(|(index, _)| self.root(*index) == *index);
        let count = |kind: &PrincipalKind| (*kind, all().filter(|(_, record)| record.kind == *kind).count());
        PrincipalKind::ALL.iter().map(count).collect()
    }

    /// Returns the record that a reference of the file names.
    fn named(&self, reference: &str) -> Option<usize> {
        let reference = PrincipalRef::parse(reference).ok()?;
        let place = Place { origin: Arc::from(""), at: At::Whole };
        let seen = Seen::of_reference(&place, &reference, "", "");
        let tenant = seen.tenant.as_deref().and_then(|tenant| self.tenants.known(tenant));
        let record = Record::of(&seen, tenant.map(str::to_owned));
        keys(&record).iter().find_map(|key| self.by_key.get(key)).map(|index| self.root(*index))
    }
}

impl Record {
    fn of(seen: &Seen, tenant: Option<String>) -> Self {
        let (id, object_id, display) = (seen.id.clone(), seen.object_id.clone(), seen.display.clone());
        let mail = seen.mail.clone().filter(|mail| !id.as_ref().is_some_and(|id| id.eq_ignore_ascii_case(mail)));
        Self { kind: seen.kind, id, mail, object_id, display, tenant, own: Own::New, before: None }
    }

    /// Returns the reference that commands name the identity by, as results show it; nothing where too little is known.
    fn reference(&self) -> Option<String> {
        let word = self.kind.word();
        let in_tenant = |id: &String| Some(format!("{word}={id};{}", self.tenant.as_ref()?));
        let address = self.id.as_ref().filter(|id| id.contains('@'));
        match self.kind {
            PrincipalKind::User => match address {
                Some(upn) => Some(format!("{word}={upn}")),
                None => self.object_id.as_ref().and_then(in_tenant),
            },
            PrincipalKind::Account => self.id.as_ref().map(|id| format!("{word}={id}")),
            PrincipalKind::Group => self.object_id.as_ref().and_then(in_tenant),
            PrincipalKind::Application => self.id.as_ref().or(self.object_id.as_ref()).and_then(in_tenant),
        }
    }

    /// Returns what messages call it.
    fn shown(&self) -> String {
        let names = [&self.display, &self.id, &self.object_id];
        quoted(names.into_iter().flatten().next().map_or("", String::as_str))
    }

    /// Returns whether the file can hold it: everybody has a tenant, except Microsoft accounts, and an id.
    fn is_complete(&self) -> bool {
        let is_placed = self.tenant.is_some() || self.kind == PrincipalKind::Account;
        let has_object = self.object_id.is_some() || self.kind == PrincipalKind::Application;
        let is_id = |id: &String| !id.is_empty() && !id.contains(';');
        is_placed
            && has_object
            && self.reference().is_some()
            && [&self.id, &self.object_id].into_iter().flatten().all(is_id)
    }
}

fn keys(record: &Record) -> Vec<Key> {
    let is_application = record.kind == PrincipalKind::Application;
    let tenant = record.tenant.clone().filter(|_| is_application);
    let spellings = [&record.object_id, &record.id].into_iter().flatten();
    let mut keys: Vec<Key> = spellings
        .map(|spelling| Key { kind: record.kind, tenant: tenant.clone(), spelling: spelling.to_lowercase() })
        .collect();
    if record.kind == PrincipalKind::Group {
        let named = record.display.iter().map(|name| name.to_lowercase());
        keys.extend(named.map(|spelling| Key { kind: record.kind, tenant: record.tenant.clone(), spelling }));
    }
    keys
}
