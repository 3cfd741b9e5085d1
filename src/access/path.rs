//! From a principal to a group that it is in, through the groups between.

use hashbrown::HashMap;

use crate::directory::{Directory, PrincipalId};

/// Returns the shortest way from `principal` up to `group`, both included, as the directory has it
/// now; none where the principal is not in the group any more. Groups are followed upwards: somebody is in few, while
/// one may have very many members.
#[must_use]
pub fn group_path(directory: &Directory, principal: PrincipalId, group: PrincipalId) -> Option<Vec<PrincipalId>> {
    let mut below: HashMap<PrincipalId, PrincipalId> = HashMap::new();
    let mut level = vec![principal];
    while !level.is_empty() && !below.contains_key(&group) {
        let mut next = Vec::new();
        for at in level {
            for above in directory.groups_with(at) {
                if *above != principal && !below.contains_key(above) {
                    below.insert(*above, at);
                    next.push(*above);
                }
            }
        }
        level = next;
    }
    let mut path = vec![group];
    let mut at = group;
    while at != principal {
        at = *below.get(&at)?;
        path.push(at);
    }
    path.reverse();
    Some(path)
}
