//! Tables.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::catalog::body::columns::Column;

/// What a table consists of; kmgmt keeps no data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The columns, in order; each name once.
    pub columns: Vec<Column>,
    /// The description.
    pub docstring: Arc<str>,
    /// The folder that shows it.
    pub folder: Arc<str>,
    /// Whether `.show tables` leaves it out.
    #[serde(default)]
    pub hidden: bool,
}
