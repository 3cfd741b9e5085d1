//! Workload groups: what requests of a class may use (`workload-groups.md`).

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// What a workload group consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkloadGroup {
    /// Its policies, as canonical JSON.
    pub json: Arc<str>,
}
