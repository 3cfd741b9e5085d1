//! What managed identities may be used for: the cluster's policy and the database's add up
//! (`managed-identity-policy.txt`).

use crate::access::evaluate::Access;
use crate::access::names::entity_name;
use crate::catalog::{CLUSTER, EntityId, Policies};
use crate::directory::PrincipalId;
use crate::model::identity_property::IdentityProperty;
use crate::model::keyword::Keyword;
use crate::model::name::Text;
use crate::model::policy::PolicyKind;
use crate::model::usage::Usage;

impl Access<'_> {
    /// Returns the scope whose policy allows `usage` of the identity: the cluster, or `database`
    /// for the usages that count there too.
    #[must_use]
    pub fn allowing_scope(&self, identity: PrincipalId, usage: Usage, database: EntityId) -> Option<EntityId> {
        let object_id = self.directory.identity(identity).object_id();
        let scopes = [Some(CLUSTER), usage.counts_in_databases().then_some(database)];
        scopes.into_iter().flatten().find(|scope| {
            let policies = self.catalog.get(*scope).map(|entity| &entity.policies);
            let mut entries = policies.into_iter().flat_map(Policies::managed_identities);
            let is_allowed = |allowed: &Usage| [usage, Usage::All].contains(allowed);
            entries.any(|entry| entry.object_id.eq_ignore_ascii_case(&object_id) && entry.usages.iter().any(is_allowed))
        })
    }

    /// Returns the command that allows `usage` of the identity in the policy of `scope`.
    #[must_use]
    pub fn allowing_command(&self, identity: PrincipalId, usage: Usage, scope: EntityId) -> String {
        let (id, usages) = (IdentityProperty::ObjectId.name(), IdentityProperty::AllowedUsages.name());
        // An id is any text: JSON escapes it.
        let name = serde_json::Value::from(self.identity_name(identity));
        let policy = format!(r#"[{{"{id}": {name}, "{usages}": "{usage}"}}]"#);
        let (scope, kind) = (entity_name(self.catalog, scope), PolicyKind::ManagedIdentity);
        format!(".{} {scope} {} {kind} {}", Keyword::AlterMerge, Keyword::Policy, Text(&policy))
    }
}
