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

/// The groups that the directory has somebody in and the membership cache has not read yet.
struct Unread<'q, 'a> {
    access: &'q Access<'a>,
    principal: PrincipalId,
    unmet: &'q [Need],
    request: Request<'q>,
    groups: Vec<PrincipalId>,
    /// How many blocks stand already: a group that is read may be blocked too.
    blocks: usize,
}

impl<'q, 'a> Unread<'q, 'a> {
    fn new(access: &'q Access<'a>, principal: PrincipalId, unmet: &'q [Need], request: Request<'q>) -> Option<Self> {
        let groups = access.memberships.unread(access.directory, principal);
        let blocks = access.standing_blocks(principal, request).len();
        (!groups.is_empty()).then_some(Self { access, principal, unmet, request, groups, blocks })
    }

    /// Whether nothing is missing once these groups are read and `roles` given.
    fn is_enough(&self, groups: &[PrincipalId], roles: &[Place]) -> bool {
        let read = self.access.memberships.with(self.principal, groups);
        let access = Access { memberships: &read, ..*self.access };
        let meets = |needs: &Vec<Need>| Missing::new(&access, self.principal, needs, roles).is_enough(&[]);
        by_database(&access, self.unmet).iter().all(meets)
            && access.standing_blocks(self.principal, self.request).len() == self.blocks
    }

    /// The groups to read so that with `roles` nothing is missing: one, or all but those that are not
    /// needed.
    fn enough(&self, roles: &[Place]) -> Option<Vec<PrincipalId>> {
        let is_enough = |groups: &[PrincipalId]| self.is_enough(groups, roles);
        let one = self.groups.iter().find(|group| is_enough(&[**group])).map(|group| vec![*group]);
        one.or_else(|| is_enough(&self.groups).then(|| fewer(self.groups.clone(), is_enough)))
    }

    /// The roles that are missing once all groups are read.
    fn roles_left(&self) -> Option<Vec<Place>> {
        let read = self.access.memberships.with(self.principal, &self.groups);
        let access = Access { memberships: &read, ..*self.access };
        let is_left = |need: &&Need| !access.has(self.principal, need.permission, need.entity);
        let left: Vec<Need> = self.unmet.iter().filter(is_left).copied().collect();
        places(&access, self.principal, &left).ok()
    }

    /// The commands that read these groups.
    fn commands(&self, groups: &[PrincipalId]) -> Vec<String> {
        groups.iter().map(|group| refreshing(self.access, self.principal, *group)).collect()
    }
}

/// Where the directory has the principal in groups whose roles would do, and the membership cache has
/// not read it yet: nothing needs to be given.
pub(super) fn refresh(
    access: &Access<'_>,
    principal: PrincipalId,
    unmet: &[Need],
    request: Request<'_>,
) -> Option<Suggestion> {
    let unread = Unread::new(access, principal, unmet, request)?;
    let groups = unread.enough(&[])?;
    let waiting_helps = unread.blocks == 0 && unread.is_enough(&unread.groups, &[]);
    let names: Vec<String> = groups.iter().map(|group| principal_title(access, *group)).collect();
    let until = access.memberships.others_until(principal).map_or(String::new(), |until| format!(" until {until}"));
    let monitors = sufficient(access.catalog, Permission::MonitorCluster, CLUSTER).join(", ");
    Some(Suggestion {
        commands: unread.commands(&groups),
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
    let unread = Unread::new(access, principal, unmet, request)?;
    let roles = unread.roles_left()?;
    let groups = unread.enough(&roles)?;
    let mut all = unread.commands(&groups);
    all.extend(commands(access, principal, &roles, request.database));
    (groups.len() + roles.len() < given.len()).then(|| Suggestion {
        commands: all,
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
    let pair =
        |property: &Property, principal| format!("{}={}", property.name, Text(&access.identity(principal).fqn()));
    let properties = [pair(&PRINCIPAL, principal), pair(&GROUP, group)];
    format!(".{} ({})", words.map(Keyword::text).join(" "), properties.join(", "))
}
