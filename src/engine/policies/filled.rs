//! The policy of managed identities with the properties that are filled in from the identities
//! (`managed-identity-policy.txt`).

use crate::catalog::IdentityUsages;
use crate::directory::{Directory, PrincipalId};
use crate::model::identity_property::IdentityProperty;
use crate::syntax::ast::policies::FilledValue;
use crate::syntax::json::literal;
use crate::text::joined;

/// Returns the policy as JSON, with the properties filled in from the identities.
pub(super) fn json(directory: &Directory, entries: &[IdentityUsages]) -> String {
    let objects: Vec<String> = entries.iter().map(|entry| object(directory, entry)).collect();
    format!("[{}]", objects.join(", "))
}

/// Returns an entry as JSON; of an identity that the cluster does not have any more, what is stored.
fn object(directory: &Directory, entry: &IdentityUsages) -> String {
    let identity = identity(directory, entry);
    let member = |property: &IdentityProperty| {
        let value = match (property, identity) {
            (IdentityProperty::AllowedUsages, _) => literal(&joined(&entry.usages)),
            (IdentityProperty::ObjectId, None) => literal(&entry.object_id),
            (other, Some(identity)) => value(directory, identity, *other).to_string(),
            (_, None) => return None,
        };
        Some(format!("{}: {value}", literal(property.name())))
    };
    let members: Vec<String> = IdentityProperty::ALL.iter().filter_map(member).collect();
    format!("{{{}}}", members.join(", "))
}

/// Returns the identity of the cluster that an entry is about.
fn identity(directory: &Directory, entry: &IdentityUsages) -> Option<PrincipalId> {
    directory
        .managed_identities()
        .iter()
        .copied()
        .find(|identity| directory.identity(*identity).object_id().eq_ignore_ascii_case(&entry.object_id))
}

/// Returns what a property of the identity is.
pub(super) fn value(directory: &Directory, identity: PrincipalId, property: IdentityProperty) -> FilledValue {
    let view = directory.identity(identity);
    match property {
        IdentityProperty::ObjectId => FilledValue::Text(view.object_id()),
        IdentityProperty::ClientId => FilledValue::Text(view.id.to_owned()),
        IdentityProperty::TenantId => FilledValue::Text(view.tenant.unwrap_or_default().to_owned()),
        IdentityProperty::DisplayName => FilledValue::Text(view.plain_name().to_owned()),
        IdentityProperty::IsSystem => FilledValue::Bool(directory.system_identity() == Some(identity)),
        IdentityProperty::AllowedUsages => FilledValue::Null,
    }
}
