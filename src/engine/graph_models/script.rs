//! Graph models as the script of their database makes them.

use crate::catalog::EntityId;
use crate::engine::World;
use crate::engine::graph_models::{KIND, versions};
use crate::model::keyword::Keyword;
use crate::model::name::{Quoted, Text};

/// Returns a command for each version of the model, the oldest first.
pub(in crate::engine) fn script_of(world: &World<'_>, id: EntityId) -> Vec<String> {
    let (verb, name) = (Keyword::CreateOrAlter, Quoted(world.catalog.name_of(id)));
    let command = |definition: &str| format!(".{verb} {KIND} {name} {}", Text(definition));
    versions(world.catalog, id).iter().map(|version| command(&version.definition)).collect()
}
