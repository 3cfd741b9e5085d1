//! What the refresh of the membership cache does for one who is denied: nothing needs to be given
//! where the directory has the principal in a group already.

use crate::access::block::Request;
use crate::access::evaluate::{Access, Given, Need};
use crate::access::held::{sufficient, sufficient_list};
use crate::access::names::principal_title;
use crate::access::narrowest::{Width, lists, width};
use crate::access::suggestion::{Suggestion, commands, portal};
use crate::access::unlisted::fewer;
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
    request: Request<'q>,
    unmet: &'q [Need],
    groups: Vec<PrincipalId>,
    /// How many blocks stand already: a group that is read may be blocked too.
    blocks: usize,
}

impl<'q, 'a> Unread<'q, 'a> {
    fn new(access: &'q Access<'a>, request: Request<'q>, unmet: &'q [Need]) -> Option<Self> {
        let groups = request.subject.unread(access.directory);
        let blocks = access.standing_blocks(request).len();
        (!groups.is_empty()).then_some(Self { access, request, unmet, groups, blocks })
    }

    /// Returns whether nothing is missing once these groups are read and `roles` given.
    fn is_enough(&self, groups: &[PrincipalId], roles: &[Given]) -> bool {
        let read = self.request.subject.joining(groups);
        let given = [self.access.given, roles].concat();
        let access = Access { given: &given, ..*self.access };
        let blocks = || access.standing_blocks(self.request.of(read.subject()));
        access.meets(read.subject(), self.unmet) && blocks().len() == self.blocks
    }

    /// Returns the groups to read so that with `roles` nothing is missing: one, or all but those
    /// that are not needed.
    fn enough(&self, roles: &[Given]) -> Option<Vec<PrincipalId>> {
        let is_enough = |groups: &[PrincipalId]| self.is_enough(groups, roles);
        let one = self.groups.iter().find(|group| is_enough(&[**group])).map(|group| vec![*group]);
        one.or_else(|| is_enough(&self.groups).then(|| fewer(self.groups.clone(), is_enough)))
    }

    /// Returns the roles that are missing once all groups are read.
    fn roles_left(&self) -> Option<Vec<Given>> {
        let read = self.request.subject.joining(&self.groups);
        let left = self.access.unmet(read.subject(), self.unmet);
        lists(self.access, read.subject(), &left).ok().map(|lists| lists.narrowest)
    }

    /// Returns the commands that read these groups.
    fn commands(&self, groups: &[PrincipalId]) -> Vec<String> {
        let principal = self.request.subject.principal();
        groups.iter().map(|group| refreshing(self.access, principal, *group)).collect()
    }
}

/// Returns the refresh that is enough by itself, and how many commands it takes: the directory has the principal in
/// groups whose roles would be enough, and the membership cache has not read it yet.
pub(super) fn refresh(access: &Access<'_>, request: Request<'_>, unmet: &[Need]) -> Option<(Suggestion, usize)> {
    let unread = Unread::new(access, request, unmet)?;
    let groups = unread.enough(&[])?;
    let waiting_helps = unread.blocks == 0 && unread.is_enough(&unread.groups, &[]);
    let titles: Vec<String> = groups.iter().map(|group| principal_title(access, *group)).collect();
    let titles = sentence_list(&titles, "and");
    let until = request.subject.others_until().map(|until| format!(" until {until}"));
    let waiting = match waiting_helps {
        true => format!("waiting{} helps too: ", until.unwrap_or_default()),
        false => String::new(),
    };
    let monitors = sufficient(access, Permission::MonitorCluster, CLUSTER).join(", ");
    let suggestion = Suggestion {
        commands: unread.commands(&groups),
        by: format!("{monitors} or, ten times an hour, the principal itself"),
        otherwise: Some(format!(
            "{waiting}the directory has the principal in {titles}, \
             the membership cache has not read it yet"
        )),
        wider: None,
    };
    Some((suggestion, groups.len()))
}

/// Returns the refresh with which fewer or narrower roles are enough than a list of this width, and how many commands
/// both take.
pub(super) fn refresh_besides(
    access: &Access<'_>,
    request: Request<'_>,
    unmet: &[Need],
    narrowest: Width,
) -> Option<(Suggestion, usize)> {
    let unread = Unread::new(access, request, unmet)?;
    let roles = unread.roles_left()?;
    let groups = unread.enough(&roles)?;
    let mut all = unread.commands(&groups);
    all.extend(commands(access, &roles, request.database));
    let suggestion = Suggestion {
        commands: all,
        by: sufficient_list(access, Permission::AdministerCluster, CLUSTER),
        otherwise: portal(&roles),
        wider: None,
    };
    (width(access, &roles) < narrowest).then_some((suggestion, groups.len() + roles.len()))
}

/// Returns the command that reads a membership again.
fn refreshing(access: &Access<'_>, principal: PrincipalId, group: PrincipalId) -> String {
    let [clear, cluster, cache] = [Keyword::Clear, Keyword::Cluster, Keyword::Cache];
    let words = [clear, cluster, cache, Keyword::GroupMembership, Keyword::With];
    let pair = |property: &Property, principal| {
        let fqn = access.fqn(principal);
        format!("{}={}", property.name, Text(&fqn))
    };
    let properties = [pair(&PRINCIPAL, principal), pair(&GROUP, group)];
    format!(".{} ({})", words.map(Keyword::text).join(" "), properties.join(", "))
}
