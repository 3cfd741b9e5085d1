//! Who is in which group.

use std::sync::Arc;

use hashbrown::{HashMap, HashSet};

use crate::directory::environment::{Completeness, File, LISTS};
use crate::model::principal::PrincipalKind;
use crate::state::import::part::Fault;
use crate::state::import::people::{Own, People, Record};
use crate::state::import::rows::{At, Place};
use crate::text::{few, quoted};

/// The list of a group's members.
#[derive(Clone, Debug)]
pub struct Members {
    /// Where it stands.
    pub place: Place,
    /// The group: its name, its mail or its object id.
    pub group: String,
    /// Whether the reader was told the group, and does not take it from the name of a file.
    pub is_told: bool,
    /// The members, by their numbers among those who were seen.
    pub who: Vec<usize>,
}

impl People {
    /// Returns the members of the groups whose lists were read. A member through whom a group would be in itself is
    /// reported and left out.
    pub(super) fn members(
        &self,
        file: &File<'_>,
        lists: &[Members],
        faults: &mut Vec<Fault>,
    ) -> HashMap<usize, Vec<usize>> {
        let mut read: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut inside = self.known_members(file);
        for list in lists {
            let Some(group) = self.group(&list.group) else {
                faults.push(self.unknown_group(list));
                continue;
            };
            inside.remove(&group);
            let mut taken = Vec::new();
            for number in &list.who {
                let Some(member) = self.of_seen.get(*number).copied().flatten().map(|member| self.root(member)) else {
                    continue;
                };
                if self.is_group(member) && reaches(&inside, member, group) {
                    let name = self.records.get(member).map(Record::shown).unwrap_or_default();
                    let group = quoted(&list.group);
                    let message = format!("{name} is left out of {group}, which would be a member of itself");
                    faults.push(Fault::new(list.place.clone(), message));
                    continue;
                }
                taken.push(member);
            }
            inside.insert(group, taken.iter().copied().filter(|member| self.is_group(*member)).collect());
            read.insert(group, taken);
        }
        read
    }

    /// Closes the directory where all who exist were listed, with the members of every group; opens it where the members
    /// of a group were not, since a closed one says that such a group has none.
    pub(super) fn open_or_close(
        &self,
        file: &mut File<'_>,
        lists: &HashMap<usize, Vec<usize>>,
        faults: &mut Vec<Fault>,
    ) {
        let was_closed = file.directory == Completeness::Closed;
        let all = file.read.iter().flatten();
        let is_whole = LISTS.iter().all(|list| all.clone().any(|read| **read == **list));
        let has_members = |at: usize| was_closed || file.groups.get(at).is_some_and(|group| group.members.is_some());
        let is_listed =
            |index: usize, own: Own| matches!(own, Own::Listed(at) if has_members(at)) || lists.contains_key(&index);
        let records = self.records.iter().enumerate();
        let groups = records.filter(|(index, _)| self.root(*index) == *index && self.is_group(*index));
        let unlisted: Vec<String> =
            groups.filter(|(index, record)| !is_listed(*index, record.own)).map(|(_, record)| record.shown()).collect();
        if unlisted.is_empty() {
            if is_whole {
                file.directory = Completeness::Closed;
            }
            return;
        }
        if was_closed {
            // What the closed directory said of its own groups stays so.
            file.groups.iter_mut().for_each(|group| _ = group.members.get_or_insert_default());
            file.directory = Completeness::Open;
        }
        if was_closed || is_whole {
            let (of, it) = (few(unlisted, "and"), "the directory is open, in which others may be in them");
            let place = Place { origin: Arc::from(crate::state::ENVIRONMENT), at: At::Whole };
            let fault = Fault::new(place, format!("nobody listed the members of {of}: {it}")).as_warning();
            faults.push(fault.help("`az ad group member list --group GROUP > GROUP.json` lists them"));
        }
    }

    /// Returns that nobody can tell whose members a list has.
    fn unknown_group(&self, list: &Members) -> Fault {
        if list.who.is_empty() && !list.is_told {
            let message = "there are no rows, and nothing tells what the answer is about";
            let help = "`kmgmt import --commands` prints the commands whose answers can be imported";
            return Fault::new(list.place.clone(), message).help(help);
        }
        let groups = (0..self.records.len()).filter(|index| self.root(*index) == *index && self.is_group(*index));
        let known: Vec<String> = groups.filter_map(|index| Some(self.records.get(index)?.shown())).collect();
        let known =
            if known.is_empty() { "no group is known".to_owned() } else { format!("known are {}", few(known, "and")) };
        let message = format!("no group {} is known, whose members this may list", quoted(&list.group));
        let fault = Fault::new(list.place.clone(), message).help(known);
        fault.help("name the file as the group, or say `--group NAME`: by name, mail or object id")
    }

    fn is_group(&self, record: usize) -> bool {
        self.records.get(record).is_some_and(|record| record.kind == PrincipalKind::Group)
    }

    /// Returns the groups that are members of groups by the file.
    fn known_members(&self, file: &File<'_>) -> HashMap<usize, Vec<usize>> {
        let mut inside = HashMap::new();
        for (index, record) in self.records.iter().enumerate() {
            let Own::Listed(at) = record.own else { continue };
            if record.kind == PrincipalKind::Group {
                let members = file.groups.get(at).and_then(|group| group.members.as_ref());
                let found = members.into_iter().flatten().filter_map(|member| self.named(member));
                inside.insert(self.root(index), found.filter(|member| self.is_group(*member)).collect());
            }
        }
        inside
    }

    /// Returns the group with a name, a mail or an object id, or with a name in a tenant: `Readers;contoso.com`.
    fn group(&self, name: &str) -> Option<usize> {
        let in_tenant = name.rsplit_once(';').and_then(|(name, tenant)| Some((name, self.tenants.known(tenant)?)));
        let (name, tenant) = in_tenant.map_or((name, None), |(name, tenant)| (name, Some(tenant)));
        let is = |text: &Option<String>| text.as_deref().is_some_and(|text| text.eq_ignore_ascii_case(name));
        let mut found = self.records.iter().enumerate().filter(|(index, record)| {
            let is_named = is(&record.display) || is(&record.id) || is(&record.object_id);
            let is_there = tenant.is_none() || record.tenant.as_deref() == tenant;
            self.root(*index) == *index && record.kind == PrincipalKind::Group && is_named && is_there
        });
        let (index, _) = found.next()?;
        found.next().is_none().then_some(index)
    }
}

/// Returns whether a group is another, or holds it, through groups in it too.
fn reaches(inside: &HashMap<usize, Vec<usize>>, from: usize, to: usize) -> bool {
    let mut met = HashSet::new();
    let mut next = vec![from];
    while let Some(group) = next.pop() {
        if group == to {
            return true;
        }
        let members = inside.get(&group).into_iter().flatten().copied();
        next.extend(members.filter(|member| met.insert(*member)));
    }
    false
}
