//! `.clear cluster cache groupmembership` (`security-roles.txt` 7.1, *Force group membership
//! refresh*).

use jiff::SignedDuration;

use crate::access::Memberships;
use crate::catalog::{CLUSTER, Change, Edit, Entry, MembershipKey};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::directory::PrincipalId;
use crate::engine::properties::reference;
use crate::engine::{Decision, Refusal, World};
use crate::model::membership_property::{GROUP, PRINCIPAL};
use crate::model::permission::Permission;
use crate::model::principal::{PrincipalKind, PrincipalRef};
use crate::syntax::ast::PropertyValues;
use crate::text::Spanned;

/// How many refreshes a principal may ask for in [`PERIOD`].
const LIMIT: usize = 10;
const PERIOD: SignedDuration = SignedDuration::from_hours(1);

/// Decides a refresh of a group, for another principal if one is named. The table of required
/// permissions says that only who may monitor the cluster names another; for them there are no
/// limits.
pub(super) fn decide(properties: &PropertyValues<'_>, world: &World<'_>) -> Result<Decision> {
    let mut warnings = Vec::new();
    let principal = match reference(properties, &PRINCIPAL)? {
        Some(principal) => world.principal(&principal, &mut warnings)?,
        None => world.subject.principal(),
    };
    let reference = group_reference(properties)?;
    let group = world.principal(&reference, &mut warnings)?;
    if !world.may(Permission::MonitorCluster, CLUSTER) {
        check_member(group, &reference, world)?;
        check_limit(world)?;
    }
    let key = MembershipKey { principal, group };
    let before = world.memberships.until(&key);
    let after = Memberships::read(world.directory, &key, world.now);
    let edits = vec![Edit::Membership(Change { key, before, after })];
    Ok(Decision::edits(edits).warned(warnings))
}

fn group_reference<'p>(properties: &'p PropertyValues<'_>) -> Result<Spanned<PrincipalRef<'p>>> {
    let Some(group) = reference(properties, &GROUP)? else {
        let refusal = Diagnostic::from(Refusal::BadRequest(
            "a refresh needs the group whose membership is read again".to_owned(),
        ));
        return Err(refusal.help("write `with (group='aadgroup=…')`"));
    };
    if group.value.kind == PrincipalKind::Group {
        return Ok(group);
    }
    let message = format!("`{}` is no group", group.value);
    let error = Diagnostic::error(Code::BadRequest, message).at(group.span);
    Err(error.help("write the group as `aadgroup=…`"))
}

/// Refuses one who is no member of the group now, whatever the cache knows. The wording is ours.
fn check_member(group: PrincipalId, reference: &Spanned<PrincipalRef<'_>>, world: &World<'_>) -> Result<()> {
    if world.directory.groups_of(world.subject.principal()).contains(&group) {
        return Ok(());
    }
    let fqn = world.identity(world.subject.principal()).fqn();
    let message = format!("Principal '{fqn}' is not a member of the group '{}'.", reference.value);
    Err(Diagnostic::error(Code::Forbidden, message)
        .at(reference.span)
        .help("no command makes a member: the directory does; who may monitor the cluster can refresh any group"))
}

/// Refuses a refresh over the limit. The journal has the refreshes that were carried out, also
/// those that found nothing new. The wording is ours.
fn check_limit(world: &World<'_>) -> Result<()> {
    let since = world.now.checked_sub(PERIOD).unwrap_or(jiff::Timestamp::MIN);
    let is_refresh = |edit: &Edit| matches!(edit, Edit::Membership(_));
    let counts = |entry: &&Entry| {
        let is_mine = entry.principal == world.subject.principal() && entry.time > since;
        is_mine && entry.edits.iter().any(is_refresh)
    };
    let counted = world.journal.entries().filter(counts);
    let times: Vec<jiff::Timestamp> = counted.map(|entry| entry.time).collect();
    let over = times.len().checked_sub(LIMIT);
    let Some(first) = over.and_then(|over| times.get(over)) else { return Ok(()) };
    let fqn = world.identity(world.subject.principal()).fqn();
    let message = format!("Principal '{fqn}' has refreshed group memberships {LIMIT} times within an hour.");
    let again = first.checked_add(PERIOD).unwrap_or(jiff::Timestamp::MAX);
    Err(Diagnostic::error(Code::Throttled, message)
        .help(format!("no command lifts the limit: waiting until {again} does; who may monitor the cluster has none")))
}
