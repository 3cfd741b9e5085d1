//! The cluster itself: version, nodes, journal, the cache of group memberships.

use crate::diagnostic::Result;
use crate::engine::{Decision, World};
use crate::model::schemas::{NODES, VERSION};
use crate::syntax::ast::cluster::ClusterCommand;
use crate::table::{Table, Value};

mod journal;
mod refresh;

pub use journal::{Happened, HappenedTo, differ_in_version, happened, is_new_version};

/// Decides a command about the cluster.
pub(super) fn decide(command: &ClusterCommand<'_>, world: &World<'_>) -> Result<Decision> {
    match command {
        ClusterCommand::ShowVersion => Ok(Decision::show(version)),
        ClusterCommand::ShowCluster => Ok(Decision::show(nodes)),
        ClusterCommand::ShowJournal => Ok(Decision::show(|world| journal::journal(world, None))),
        ClusterCommand::ShowDatabaseJournal(name) => {
            let database = world.database_named(name)?;
            Ok(Decision::show(move |world| journal::journal(world, Some(database))))
        }
        ClusterCommand::ClearGroupMembership(properties) => refresh::decide(properties, world),
    }
}

/// Returns the version of kmgmt itself, since it is no build of the service.
fn version(_: &World<'_>) -> Table {
    let mut table = Table::new(VERSION);
    let version = concat!("kmgmt ", env!("CARGO_PKG_VERSION"));
    let number = Value::from(env!("CARGO_PKG_VERSION"));
    table.push([number, Value::Null, Value::from("Engine"), Value::from(version)]);
    table
}

/// Returns one node, this process. Columns about machines are empty, since nothing is known.
fn nodes(world: &World<'_>) -> Table {
    let mut table = Table::new(NODES);
    let name = Value::from(world.directory.cluster_name());
    let description = Value::from("kmgmt, offline");
    table.push([
        Value::from("0"),
        Value::from("localhost"),
        name,
        Value::Null,
        true.into(),
        Value::Null,
        Value::Null,
        Value::Null,
        description,
    ]);
    table
}
