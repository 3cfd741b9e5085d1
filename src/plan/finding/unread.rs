//! Entities whose roles nobody read from the real cluster.

use std::collections::BTreeSet;

use crate::access::entity_title;
use crate::catalog::Catalog;
use crate::engine::World;
use crate::model::entity::EntityKind;
use crate::model::finding::FindingRule;
use crate::model::keyword::Keyword;
use crate::model::name::Quoted;
use crate::model::role::Role;
use crate::model::scope::Scope;
use crate::plan::difference::differences;
use crate::plan::finding::Finding;
use crate::plan::finding::compared::Run;
use crate::plan::statement::Place;
use crate::plan::trial::Trial;

/// Finds what statements are about, or else what differs between two states, and was not read: each scope once.
pub(super) fn findings(run: &Run<'_>, trial: &Trial) -> Vec<Finding> {
    if [run.before, run.after].iter().all(|world| world.directory.is_read_whole()) {
        return Vec::new();
    }
    let named = trial.touched.iter().filter_map(|(entity, place)| {
        let scope = Scope::of(run.before.catalog, *entity)?;
        Some((scope, Some(place.clone())))
    });
    let differ = if run.by_name { differences(run.before, run.after) } else { Vec::new() };
    let differ = differ.into_iter().map(|difference| (difference.scope, None));
    let mut told = BTreeSet::new();
    let all = named.chain(differ).filter_map(|(scope, place)| {
        let (unread, world) = [run.before, run.after].into_iter().find_map(|world| unread(&scope, world))?;
        told.insert(unread.clone()).then(|| finding(&unread, world.catalog, place)).flatten()
    });
    all.collect()
}

/// Returns the scope that has the roles of an entity, its own or that of what holds it, if it is there and was not
/// read.
fn unread<'w>(scope: &Scope, world: &'w World<'w>) -> Option<(Scope, &'w World<'w>)> {
    let entity = scope.find(world.catalog)?;
    let scopes = world.catalog.scopes(entity).into_iter();
    let has_roles = |scope: &Scope| Role::at(scope.kind).next().is_some();
    let holding = scopes.filter_map(|(id, _)| Scope::of(world.catalog, id)).rfind(has_roles)?;
    (!world.directory.is_read(&holding.to_string())).then_some((holding, world))
}

fn finding(scope: &Scope, catalog: &Catalog, place: Option<Place>) -> Option<Finding> {
    let title = entity_title(catalog, scope.find(catalog)?);
    let message = format!("the roles on {title} were not read: others may hold some there");
    let name = match scope.kind {
        EntityKind::Cluster => scope.kind.to_string(),
        kind => format!("{kind} {}", Quoted(&scope.name)),
    };
    let command = format!(".{} {name} {}", Keyword::Show, Keyword::Principals);
    let found = Finding::new(FindingRule::UnreadScope, message).of_entity(title);
    Some(found.help(format!("`kmgmt import` reads the answer of `{command}`")).placed(place))
}
