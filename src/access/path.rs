//! From a principal to a group that it is in, through the groups between.

use hashbrown::HashMap;

use crate::directory::{Directory, PrincipalId};

/// Returns the shortest way from `principal` up to `group`, both included, as the directory has it
/// now; none where the principal is not in the group any more.
#[must_use]
pub fn group_path(directory: &Directory, principal: PrincipalId, group: PrincipalId) -> Option<Vec<PrincipalId>> {
    let mut above: HashMap<PrincipalId, PrincipalId> = HashMap::new();
    let mut level = vec![group];
    while !level.is_empty() && !above.contains_key(&principal) {
        let mut next = Vec::new();
        for at in level {
            for member in directory.members(at) {
                if *member != group && !above.contains_key(member) {
                    above.insert(*member, at);
                    next.push(*member);
                }
            }
        }
        level = next;
    }
    let mut path = vec![principal];
    let mut at = principal;
    while at != group {
        at = *above.get(&at)?;
        path.push(at);
    }
    Some(path)
}
