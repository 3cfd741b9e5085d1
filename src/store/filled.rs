//! The parts of a state that are read from a catalog file.

use std::sync::Arc;

use crate::catalog::{CLUSTER, Catalog, Change, Edit, Known};
use crate::directory::Directory;
use crate::store::StoreFault;

/// How many entities stand in each other at most.
const DEEPEST: usize = 8;
