//! Columns as the catalog keeps them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::catalog::Policy;
use crate::model::policy::PolicyKind;
use crate::table::ColumnType;

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: Arc<str>,
    /// Its type.
    pub kind: ColumnType,
    /// The description.
    #[serde(default)]
    pub docstring: Arc<str>,
    /// Its policies.
    #[serde(default)]
    pub policies: BTreeMap<PolicyKind, Policy>,
}
