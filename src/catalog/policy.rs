//! The values of policies: canonical JSON, with typed views for the policies that decide about
//! access.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::identity_property::IdentityProperty;
use crate::model::policy::PolicyKind;
use crate::model::usage::Usage;
use crate::text::joined;

/// The value of a policy: JSON on one line, with a space after each comma and colon. Which policy
/// it is of, the key says that it is kept under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Policy(Arc<str>);

/// What one managed identity may be used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityUsages {
    /// The object id of the identity.
    pub object_id: String,
    /// Its usages, without repetition, in the order in which they were given.
    pub usages: Vec<Usage>,
}

const ENABLED: &str = r#"{"IsEnabled": true"#;
const QUERY: &str = "Query";

impl Policy {
    /// Returns a policy of this canonical JSON.
    #[must_use]
    pub fn new(json: impl Into<Arc<str>>) -> Self {
        Self(json.into())
    }

    /// `{"IsEnabled": true}`: restricted view access.
    #[must_use]
    pub fn switch(enabled: bool) -> Self {
        Self::new(format!(r#"{{"IsEnabled": {enabled}}}"#))
    }

    /// `{"IsEnabled": true, "Query": "…"}`: row-level security.
    #[must_use]
    pub fn rows(enabled: bool, query: &str) -> Self {
        let query = Value::from(query);
        Self::new(format!(r#"{{"IsEnabled": {enabled}, "{QUERY}": {query}}}"#))
    }

    /// `[{"ObjectId": "…", "AllowedUsages": "…"}]`: managed identities, each named once.
    #[must_use]
    pub fn identities(entries: &[IdentityUsages]) -> Self {
        let objects: Vec<String> = entries.iter().map(IdentityUsages::json).collect();
        Self::new(format!("[{}]", joined(&objects)))
    }

    /// Returns the JSON.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.0
    }

    /// Returns whether the policy says that it is enabled.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.0.starts_with(ENABLED)
    }

    /// Returns the query of row-level security.
    #[must_use]
    pub fn query(&self) -> Option<String> {
        let value: Value = serde_json::from_str(&self.0).ok()?;
        value.get(QUERY)?.as_str().map(str::to_owned)
    }

    /// Returns the entries of a policy about managed identities.
    #[must_use]
    pub fn entries(&self) -> Vec<IdentityUsages> {
        let value: Value = serde_json::from_str(&self.0).unwrap_or_default();
        let objects = value.as_array().map(Vec::as_slice).unwrap_or_default();
        objects.iter().filter_map(IdentityUsages::of).collect()
    }
}

impl IdentityUsages {
    fn of(object: &Value) -> Option<Self> {
        let text = |property: IdentityProperty| object.get(property.name())?.as_str();
        let usages = text(IdentityProperty::AllowedUsages)?;
        let usages = usages.split(", ").filter_map(Usage::of).collect();
        Some(Self { object_id: text(IdentityProperty::ObjectId)?.to_owned(), usages })
    }

    fn json(&self) -> String {
        let member =
            |property: IdentityProperty, text: &str| format!("{}: {}", Value::from(property.name()), Value::from(text));
        let id = member(IdentityProperty::ObjectId, &self.object_id);
        let usages = member(IdentityProperty::AllowedUsages, &joined(&self.usages));
        format!("{{{id}, {usages}}}")
    }
}

/// The policies of one entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policies {
    by_kind: BTreeMap<PolicyKind, Policy>,
}

impl Policies {
    /// Returns the value of a policy, if it is set.
    #[must_use]
    pub fn get(&self, kind: PolicyKind) -> Option<&Policy> {
        self.by_kind.get(&kind)
    }

    /// Returns all that are set.
    pub fn iter(&self) -> impl Iterator<Item = (PolicyKind, &Policy)> {
        self.by_kind.iter().map(|(kind, policy)| (*kind, policy))
    }

    /// Returns whether a policy is set and says that it is enabled.
    #[must_use]
    pub fn is_in_force(&self, kind: PolicyKind) -> bool {
        self.get(kind).is_some_and(Policy::is_enabled)
    }

    /// Returns the identities and usages of the managed-identity policy.
    #[must_use]
    pub fn managed_identities(&self) -> Vec<IdentityUsages> {
        self.get(PolicyKind::ManagedIdentity).map(Policy::entries).unwrap_or_default()
    }

    /// Returns whether view access is restricted.
    #[must_use]
    pub fn restricts_view_access(&self) -> bool {
        self.is_in_force(PolicyKind::RestrictedViewAccess)
    }

    /// Returns whether row-level security is enabled.
    #[must_use]
    pub fn secures_rows(&self) -> bool {
        self.is_in_force(PolicyKind::RowLevelSecurity)
    }

    /// Returns the query of row-level security, if that is enabled.
    #[must_use]
    pub fn row_query(&self) -> Option<String> {
        self.get(PolicyKind::RowLevelSecurity).filter(|policy| policy.is_enabled())?.query()
    }

    pub(super) fn set(&mut self, kind: PolicyKind, policy: Option<Policy>) {
        match policy {
            Some(policy) => {
                self.by_kind.insert(kind, policy);
            }
            None => {
                self.by_kind.remove(&kind);
            }
        }
    }
}
