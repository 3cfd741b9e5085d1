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

/// The most groups of a way that are all named.
const NAMED: usize = 8;

/// Returns the names of the groups on a way; of a long one those of the first and the last, and how many are between.
#[must_use]
pub fn named_way(way: &[PrincipalId], name: impl Fn(PrincipalId) -> String) -> Vec<String> {
    match way {
        [first, between @ .., last] if way.len() > NAMED => {
            vec![name(*first), format!("… {} groups …", between.len()), name(*last)]
        }
        all => all.iter().copied().map(name).collect(),
    }
}
