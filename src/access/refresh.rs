//! What the refresh of the membership cache does for one who is denied: nothing needs to be given where
//! the directory has the principal in a group already.

use crate::access::block::Request;
use crate::access::evaluate::Access;
use crate::access::held::{sufficient, sufficient_list};
use crate::access::names::principal_title;
use crate::access::suggest::{Missing, Need, Place, Suggestion, by_database, commands, places, portal};
use crate::catalog::CLUSTER;
use crate::directory::PrincipalId;
use crate::model::keyword::Keyword;
use crate::model::membership_property::{GROUP, PRINCIPAL};
use crate::model::name::Text;
use crate::model::permission::Permission;
use crate::model::property::Property;
use crate::text::sentence_list;

/// Where the directory has the principal in groups whose roles would do, and the membership cache has
/// not read it yet: nothing needs to be given.
pub(super) fn refresh(
    access: &Access<'_>,
    principal: PrincipalId,
    unmet: &[Need],
    request: Request<'_>,
) -> Option<Suggestion> {
    let unread = access.memberships.unread(access.directory, principal);
    let blocks = access.standing_blocks(principal, request).len();
    // A group that is read may be blocked too.
    let is_enough = |groups: &[PrincipalId]| {
        let read = access.memberships.with(principal, groups);
        let access = Access { memberships: &read, ..*access };
        unmet.iter().all(|need| access.has(principal, need.permission, need.entity))
            && access.standing_blocks(principal, request).len() == blocks
    };
    let waiting_helps = blocks == 0 && is_enough(&unread);
    let one = unread.iter().find(|group| is_enough(&[**group])).map(|group| vec![*group]);
    let groups = one.or_else(|| is_enough(&unread).then(|| fewer(unread.clone(), is_enough)))?;
    let names: Vec<String> = groups.iter().map(|group| principal_title(access.directory, *group)).collect();
    let until = access.memberships.others_until(principal).map_or(String::new(), |until| format!(" until {until}"));
    let monitors = sufficient(access.catalog, Permission::MonitorCluster, CLUSTER).join(", ");
    Some(Suggestion {
        commands: groups.iter().map(|group| refreshing(access, principal, *group)).collect(),
        by: format!("{monitors} or, ten times an hour, the principal itself"),
        otherwise: Some(format!(
            "{}the directory has the principal in {}, the membership cache has not read it yet",
            if waiting_helps { format!("waiting{until} helps too: ") } else { String::new() },
            sentence_list(&names, "and"),
        )),
    })
}

/// Where the refresh of memberships makes some of the roles needless, and the list shorter.
pub(super) fn refresh_besides(
    access: &Access<'_>,
    principal: PrincipalId,
    unmet: &[Need],
    given: &[Place],
    request: Request<'_>,
) -> Option<Suggestion> {
    let unread = access.memberships.unread(access.directory, principal);
    if unread.is_empty() {
        return None;
    }
    let read = access.memberships.with(principal, &unread);
    let all = Access { memberships: &read, ..*access };
    let left: Vec<Need> =
        unmet.iter().filter(|need| !all.has(principal, need.permission, need.entity)).copied().collect();
    let roles = places(&all, principal, &left).ok()?;
    let blocks = access.standing_blocks(principal, request).len();
    let is_enough = |groups: &[PrincipalId]| {
        let read = access.memberships.with(principal, groups);
        let access = Access { memberships: &read, ..*access };
        let meets = |needs: &Vec<Need>| Missing::new(&access, principal, needs, &roles).is_enough(&[]);
        by_database(&access, unmet).iter().all(meets) && access.standing_blocks(principal, request).len() == blocks
    };
    let groups = is_enough(&unread).then(|| fewer(unread.clone(), is_enough))?;
    (groups.len() + roles.len() < given.len()).then(|| Suggestion {
        commands: groups
            .iter()
            .map(|group| refreshing(access, principal, *group))
            .chain(commands(access, principal, &roles, request.database))
            .collect(),
        by: sufficient_list(access.catalog, Permission::AdministerCluster, CLUSTER),
        otherwise: portal(&roles),
    })
}

/// The groups without those that are not needed.
fn fewer(mut groups: Vec<PrincipalId>, is_enough: impl Fn(&[PrincipalId]) -> bool) -> Vec<PrincipalId> {
    let mut at = 0;
    while at < groups.len() {
        let group = groups.remove(at);
        if !is_enough(&groups) {
            groups.insert(at, group);
            at += 1;
        }
    }
    groups
}

/// The command that reads a membership anew.
fn refreshing(access: &Access<'_>, principal: PrincipalId, group: PrincipalId) -> String {
    let words = [Keyword::Clear, Keyword::Cluster, Keyword::Cache, Keyword::GroupMembership, Keyword::With];
    let pair = |property: &Property, principal| {
        format!("{}={}", property.name, Text(&access.directory.identity(principal).fqn()))
    };
    let properties = [pair(&PRINCIPAL, principal), pair(&GROUP, group)];
    format!(".{} ({})", words.map(Keyword::text).join(" "), properties.join(", "))
}
