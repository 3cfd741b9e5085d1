//! What policies are policies of.

use std::sync::Arc;

use crate::catalog::body::tables::Table;
use crate::catalog::{EntityId, Policy};
use crate::engine::World;
use crate::model::policy::PolicyKind;

/// What a policy is a policy of: an entity, or a column of a table.
#[derive(Clone, Debug)]
pub(super) struct Of {
    pub(super) entity: EntityId,
    pub(super) column: Option<Arc<str>>,
}

impl Of {
    /// Returns the value of a policy, if it is set.
    pub(super) fn get<'w>(&self, world: &World<'w>, policy: PolicyKind) -> Option<&'w Policy> {
        let entity = world.catalog.get(self.entity)?;
        match &self.column {
            None => entity.policies.get(policy),
            Some(name) => {
                let table: &Table = entity.content()?;
                table.columns.iter().find(|column| column.name == *name)?.policies.get(&policy)
            }
        }
    }

    /// Returns how results name it: `[Samples].[T1].[c]`.
    pub(super) fn path(&self, world: &World<'_>) -> String {
        let entity = world.path_of(self.entity);
        match &self.column {
            Some(column) => format!("{entity}.[{column}]"),
            None => entity,
        }
    }

    /// Returns what the policy is where nothing is set and pages say so.
    pub(super) fn shown_default(&self, world: &World<'_>, policy: PolicyKind) -> Option<&'static str> {
        let kind = world.catalog.get(self.entity)?.definition.kind();
        let defaults = policy.defaults()?;
        (self.column.is_none() && defaults.shown.contains(&kind)).then_some(defaults.json)
    }
}
