//! Who is in which group.

use hashbrown::{HashMap, HashSet};

use crate::directory::environment::File;
use crate::model::principal::PrincipalKind;
use crate::state::import::part::Fault;
use crate::state::import::people::{Own, People};
use crate::state::import::rows::Place;
use crate::text::quoted;

/// The list of a group's members.
#[derive(Clone, Debug)]
pub struct Members {
    /// Where it stands.
    pub place: Place,
    /// The group: its name, its mail or its object id.
    pub group: String,
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
                let message = format!("no group {} is known, whose members this may list", quoted(&list.group));
                let fault = Fault::new(list.place.clone(), message);
                faults.push(fault.help("`--group NAME` says whose members a list has, by name, mail or object id"));
                continue;
            };
            inside.remove(&group);
            let mut taken = Vec::new();
            for number in &list.who {
                let Some(member) = self.of_seen.get(*number).copied().flatten().map(|member| self.root(member)) else {
                    continue;
                };
                if self.is_group(member) && reaches(&inside, member, group) {
                    let record = self.records.get(member);
                    let name = record.and_then(|record| record.display.as_deref().or(record.object_id.as_deref()));
                    let (name, group) = (quoted(name.unwrap_or_default()), quoted(&list.group));
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

    fn group(&self, name: &str) -> Option<usize> {
        let is = |text: &Option<String>| text.as_deref().is_some_and(|text| text.eq_ignore_ascii_case(name));
        let mut found = self.records.iter().enumerate().filter(|(index, record)| {
            let is_named = is(&record.display) || is(&record.id) || is(&record.object_id);
            self.root(*index) == *index && record.kind == PrincipalKind::Group && is_named
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
