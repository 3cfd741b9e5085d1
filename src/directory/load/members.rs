//! Who is in which group.

use crate::directory::environment::Group;
use crate::directory::load::{Loaded, wrong};
use crate::directory::{Directory, PrincipalId};

impl Directory {
    pub(super) fn load_members(&mut self, groups: &[Group<'_>]) -> Loaded {
        for (index, group) in groups.iter().enumerate() {
            let place = format_args!("groups[{index}]");
            let reference = format!("aadgroup={};{}", &*group.object_id, &*group.tenant);
            let number = self.resolve_text(place, &reference)?;
            let Some(texts) = &group.members else { continue };
            let mut members = Vec::with_capacity(texts.len());
            for (member, text) in texts.iter().enumerate() {
                members.push(self.resolve_text(format_args!("{place}.members[{member}]"), text)?);
            }
            for member in &members {
                self.groups_by_member.entry(*member).or_default().push(number);
            }
            self.members.insert(number, members);
        }
        self.refuse_cycles(groups)
    }

    /// Refuses a cycle of groups. It does not recurse: nesting depth is the file's choice.
    fn refuse_cycles(&self, groups: &[Group<'_>]) -> Loaded {
        let mut done = hashbrown::HashMap::new();
        let mut all: Vec<PrincipalId> = self.members.keys().copied().collect();
        all.sort_unstable();
        for start in all {
            let mut stack = vec![(start, 0)];
            while let Some((group, next)) = stack.pop() {
                if next == 0 && done.insert(group, false) == Some(true) {
                    done.insert(group, true);
                    continue;
                }
                let Some(member) = self.members(group).get(next) else {
                    done.insert(group, true);
                    continue;
                };
                stack.push((group, next + 1));
                match done.get(member) {
                    Some(false) => return self.cycle(groups, *member),
                    None if self.members.contains_key(member) => stack.push((*member, 0)),
                    Some(true) | None => {}
                }
            }
        }
        Ok(())
    }

    fn cycle(&self, groups: &[Group<'_>], group: PrincipalId) -> Loaded {
        let view = self.identity(group);
        let name = view.plain_name();
        let index = groups.iter().position(|group| *group.display_name == *name);
        let index = index.unwrap_or_default();
        let message = format!("the group `{name}` is a member of itself, through its members");
        wrong(format_args!("groups[{index}]"), message)
    }
}
