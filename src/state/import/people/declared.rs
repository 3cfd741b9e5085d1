//! Identities in the lists of the environment file.

use hashbrown::{HashMap, HashSet};

use crate::directory::derived_id;
use crate::directory::environment::{Account, Application, File, Group, Text, User};
use crate::model::principal::PrincipalKind;
use crate::state::import::part::Fault;
use crate::state::import::people::{Own, People, Record};
use crate::state::import::rows::{At, Place};
use crate::state::import::tenants::Tenants;

impl People {
    /// Takes over the identities of the file.
    pub(super) fn take_file(&mut self, file: &File<'_>) {
        let owned = |text: &Text<'_>| Some((**text).to_owned());
        let some = |text: &Option<Text<'_>>| text.as_ref().and_then(owned);
        let mut all = Vec::new();
        let record = |kind, (id, object_id, display, tenant): Parts<'_>, own| {
            let id = id.filter(|id| object_id.as_ref() != Some(id));
            let tenant = tenant.map(str::to_owned);
            Record { kind, id, mail: None, object_id, display, tenant, own, before: None }
        };
        for identity in &file.cluster.managed_identities {
            let display = owned(&identity.display_name);
            let parts = (owned(&identity.client_id), owned(&identity.object_id), display, Some(&*identity.tenant_id));
            all.push(record(PrincipalKind::Application, parts, Own::Managed));
        }
        for (index, user) in file.users.iter().enumerate() {
            let parts = (owned(&user.upn), owned(&user.object_id), some(&user.display_name), Some(&*user.tenant));
            all.push(record(PrincipalKind::User, parts, Own::Listed(index)));
        }
        for (index, user) in file.msa_users.iter().enumerate() {
            let parts = (owned(&user.upn), owned(&user.object_id), some(&user.display_name), None);
            all.push(record(PrincipalKind::Account, parts, Own::Listed(index)));
        }
        for (index, group) in file.groups.iter().enumerate() {
            let parts = (some(&group.email), owned(&group.object_id), owned(&group.display_name), Some(&*group.tenant));
            all.push(record(PrincipalKind::Group, parts, Own::Listed(index)));
        }
        for (index, application) in file.applications.iter().enumerate() {
            let (display, tenant) = (some(&application.display_name), Some(&*application.tenant));
            let parts = (owned(&application.app_id), some(&application.object_id), display, tenant);
            all.push(record(PrincipalKind::Application, parts, Own::Listed(index)));
        }
        for mut record in all {
            record.tenant = record.tenant.and_then(|tenant| self.tenants.id(&tenant).or(Some(tenant)));
            record.before = record.reference();
            self.join(record);
        }
    }

    /// Gives everybody an object id: one that depends on the reference, as results of an open directory show it.
    pub(super) fn derive_ids(&mut self) {
        for record in self.records.iter_mut().filter(|record| record.object_id.is_none()) {
            let named = record.id.as_ref().or(record.display.as_ref()).zip(record.tenant.as_ref());
            let by_name = || named.map(|(name, tenant)| format!("{}={name};{tenant}", record.kind.word()));
            let reference = record.reference().or_else(by_name);
            record.object_id = reference.map(|reference| derived_id(&reference.to_lowercase()));
        }
    }

    /// Writes the lists; returns the records that stand there.
    pub(super) fn declare(
        &self,
        file: &mut File<'_>,
        members: &HashMap<usize, Vec<usize>>,
        faults: &mut Vec<Fault>,
    ) -> HashSet<usize> {
        let mut all: Vec<usize> = (0..self.records.len()).filter(|index| self.root(*index) == *index).collect();
        all.retain(|index| self.records.get(*index).is_some_and(Record::is_complete));
        let order = |index: &usize| self.records.get(*index).map(|record| (record.own == Own::New, record.reference()));
        all.sort_by_cached_key(order);
        let mut names = Names::default();
        for index in &all {
            self.records.get(*index).into_iter().for_each(|record| names.take(*index, record));
        }
        for index in &all {
            let Some(record) = self.records.get(*index) else { continue };
            let record = &names.without_taken(*index, record);
            let display = names.display(*index, record, faults);
            let members = members.get(index).map(|members| {
                members.iter().filter_map(|member| self.records.get(self.root(*member))?.reference()).collect()
            });
            put(file, record, (display, members), &self.tenants);
        }
        file.tenants = self.tenants.listed();
        all.into_iter().collect()
    }
}

/// Id, object id, display name and tenant.
type Parts<'f> = (Option<String>, Option<String>, Option<String>, Option<&'f str>);

/// Puts an identity into the list of its kind, in its place if it has one.
fn put(
    file: &mut File<'_>,
    record: &Record,
    (display, members): (Option<String>, Option<Vec<String>>),
    tenants: &Tenants,
) {
    let text = |text: &Option<String>| Text::from(text.clone().unwrap_or_default());
    let optional = |text: Option<String>| text.map(Text::from);
    let object_id = text(&record.object_id);
    let at = match record.own {
        Own::Listed(at) => at,
        Own::New | Own::Managed => usize::MAX,
    };
    // The file may call the same tenant by another name.
    let own = tenant_in(file, record.kind, at).filter(|own| tenants.known(own) == record.tenant.as_deref());
    let tenant = own.map_or_else(|| text(&record.tenant), |own| Text::from(own.to_owned()));
    let id = record.id.clone().or_else(|| record.object_id.clone());
    if record.own == Own::Managed {
        let mut own = file.cluster.managed_identities.iter_mut();
        let known = own.find(|it| it.object_id.eq_ignore_ascii_case(&object_id));
        // A list of applications may tell what the cluster's resource does not: the client id.
        known.into_iter().for_each(|it| it.client_id = text(&id));
        return;
    }
    match record.kind {
        PrincipalKind::User => {
            let user = User { upn: text(&id), object_id, tenant, display_name: optional(display) };
            set(&mut file.users, record.own, user);
        }
        PrincipalKind::Account => {
            let account = Account { upn: text(&id), object_id, display_name: optional(display) };
            set(&mut file.msa_users, record.own, account);
        }
        PrincipalKind::Group => {
            let before = file.groups.get(at).and_then(|group| group.members.clone());
            let (display_name, email) = (text(&display), optional(record.id.clone()));
            let group = Group { display_name, object_id, tenant, email, members: members.or(before) };
            set(&mut file.groups, record.own, group);
        }
        PrincipalKind::Application => {
            let object_id = optional(record.object_id.clone()).filter(|object| record.id.as_deref() != Some(&**object));
            let application = Application { app_id: text(&id), tenant, object_id, display_name: optional(display) };
            set(&mut file.applications, record.own, application);
        }
    }
}

/// Returns what the file calls the tenant of an identity of its list.
fn tenant_in<'f>(file: &'f File<'_>, kind: PrincipalKind, at: usize) -> Option<&'f str> {
    match kind {
        PrincipalKind::User => file.users.get(at).map(|user| &*user.tenant),
        PrincipalKind::Group => file.groups.get(at).map(|group| &*group.tenant),
        PrincipalKind::Application => file.applications.get(at).map(|application| &*application.tenant),
        PrincipalKind::Account => None,
    }
}

fn set<T>(list: &mut Vec<T>, own: Own, item: T) {
    match own {
        Own::New => list.push(item),
        Own::Listed(at) => {
            if let Some(place) = list.get_mut(at) {
                *place = item;
            }
        }
        Own::Managed => {}
    }
}

/// What references can name identities by: each name is one's alone, or the file could not be read.
#[derive(Default)]
struct Names(HashMap<(PrincipalKind, Option<String>, String), usize>);

impl Names {
    fn take(&mut self, index: usize, record: &Record) {
        for id in [&record.id, &record.object_id].into_iter().flatten() {
            self.0.entry((record.kind, record.tenant.clone(), id.to_lowercase())).or_insert(index);
        }
    }

    /// Returns the record without an object id that another application has.
    fn without_taken(&self, index: usize, record: &Record) -> Record {
        let is_own = |id: &String| {
            let owner = self.0.get(&(record.kind, record.tenant.clone(), id.to_lowercase()));
            record.kind != PrincipalKind::Application || owner == Some(&index)
        };
        Record { object_id: record.object_id.clone().filter(is_own), ..record.clone() }
    }

    /// Returns the display name that an identity can have; of two groups or applications of one name the second is
    /// called by its object id too.
    fn display(&mut self, index: usize, record: &Record, faults: &mut Vec<Fault>) -> Option<String> {
        let is_named = matches!(record.kind, PrincipalKind::Group | PrincipalKind::Application);
        let own = || record.id.clone().or_else(|| record.object_id.clone());
        let display = match (&record.display, record.kind) {
            (None, PrincipalKind::Group) => own(),
            (display, _) => display.clone(),
        }?;
        if !is_named {
            return Some(display);
        }
        let key = |name: &str| (record.kind, record.tenant.clone(), name.to_lowercase());
        if *self.0.entry(key(&display)).or_insert(index) == index {
            return Some(display);
        }
        let id = record.object_id.clone().or_else(own)?;
        let full = format!("{display} ({id})");
        let kind = record.kind.type_name();
        let place = Place { origin: "environment.json".into(), at: At::Whole };
        let message = format!("another {kind} is called `{display}` too: this one is called `{full}`");
        faults.push(Fault::new(place, message).as_warning());
        self.0.insert(key(&full), index);
        Some(full)
    }
}
