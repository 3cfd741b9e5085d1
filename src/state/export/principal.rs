//! How other tools name a principal. An object id that was derived from a reference is nobody's, so that none is
//! written: where no real one is known, the address or the name stands.

use std::borrow::Cow;

use crate::directory::{Directory, IdentityView};
use crate::model::principal::{PrincipalKind, PrincipalRef, is_id};

/// A principal as Azure assigns roles to it. (`principalId`: *a user email, application ID, or security group name*, in
/// the reference of `Microsoft.Kusto/clusters/principalAssignments`; azurerm says that it is an object id.)
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AzurePrincipal<'w> {
    /// `App`, `Group` or `User`.
    pub(super) kind: &'static str,
    /// The object id of a user or group, or else the address or the name; the application id of an application.
    pub(super) id: &'w str,
    /// The tenant.
    pub(super) tenant: Tenant<'w>,
}

/// What is known of a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tenant<'w> {
    /// Its id.
    Id(&'w str),
    /// A domain of it, or another name.
    Named(&'w str),
    /// Nothing but that it is the tenant of the cluster.
    OfCluster,
}

/// What Azure calls the kinds of principals that it takes.
const fn kind(kind: PrincipalKind) -> Option<&'static str> {
    match kind {
        PrincipalKind::User => Some("User"),
        PrincipalKind::Group => Some("Group"),
        PrincipalKind::Application => Some("App"),
        PrincipalKind::Account => None,
    }
}

impl<'w> AzurePrincipal<'w> {
    /// Returns how Azure names a principal; nothing of one for whom it has no name.
    pub(super) fn of(who: &'w IdentityView<'w>, directory: &'w Directory) -> Option<Self> {
        let id = match who.kind {
            PrincipalKind::User => who.known_object_id().or_else(|| address(who)),
            PrincipalKind::Group => Some(who.known_object_id().unwrap_or_else(|| group_name(who))),
            PrincipalKind::Application => Some(who.id).filter(|id| is_id(id)),
            PrincipalKind::Account => None,
        };
        let tenant = match who.tenant {
            None => Tenant::OfCluster,
            Some(text) => {
                directory.tenant_id(text).map_or_else(|| Tenant::Named(directory.tenant_name(text)), Tenant::Id)
            }
        };
        Some(Self { kind: kind(who.kind)?, id: id?, tenant })
    }
}

fn address<'w>(who: &IdentityView<'w>) -> Option<&'w str> {
    Some(who.id).filter(|id| id.contains('@'))
}

/// Returns the mail of a group, or what it is called.
fn group_name<'w>(group: &'w IdentityView<'w>) -> &'w str {
    address(group).unwrap_or_else(|| group.plain_name())
}

/// Returns the reference that results show: a user's address, and ids of others.
pub(super) fn shown(who: &IdentityView<'_>) -> String {
    match who.kind {
        PrincipalKind::User | PrincipalKind::Account if address(who).is_some() => of(who, who.id, None),
        _ => by_id(who),
    }
}

/// Returns the reference as a cluster stores it: by the object id in the tenant, where both are known.
pub(super) fn by_id(who: &IdentityView<'_>) -> String {
    let object_id = who.known_object_id().filter(|_| who.tenant.is_some());
    match (who.kind, object_id) {
        (PrincipalKind::User | PrincipalKind::Group, Some(object_id)) => of(who, object_id, who.tenant),
        (PrincipalKind::Group, None) => of(who, group_name(who), who.tenant),
        (PrincipalKind::User | PrincipalKind::Account, _) if address(who).is_some() => of(who, who.id, None),
        _ => of(who, who.id, who.tenant),
    }
}

fn of(who: &IdentityView<'_>, id: &str, tenant: Option<&str>) -> String {
    let (id, tenant) = (Cow::Borrowed(id), tenant.map(Cow::Borrowed));
    PrincipalRef { kind: who.kind, id, tenant }.to_string()
}
