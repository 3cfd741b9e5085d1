//! Roles as Azure assigns them: what Terraform and Bicep share.

use std::sync::Arc;

use crate::directory::{Directory, derived_id};
use crate::engine::World;
use crate::model::role::Role;
use crate::state::export::assignments::Assignment;
use crate::state::export::principal::{AzurePrincipal, Tenant};
use crate::text::joined;

/// A role that Azure assigns.
#[derive(Clone, Debug)]
pub(super) struct Resource<'w> {
    /// What the file calls it: an identifier.
    pub(super) label: String,
    /// The database; none for the cluster.
    pub(super) database: Option<Arc<str>>,
    /// The role, as Azure names it.
    pub(super) role: &'static str,
    /// Who has it.
    pub(super) principal: AzurePrincipal<'w>,
    /// Who that is, for people, and the notes.
    pub(super) about: Vec<String>,
}

/// Returns the resources of roles; one that Azure has no name for gives none.
pub(super) fn resources<'w>(directory: &'w Directory, held: &[&'w Assignment<'w>]) -> Vec<Resource<'w>> {
    held.iter().filter_map(|assignment| resource(directory, assignment)).collect()
}

fn resource<'w>(directory: &'w Directory, assignment: &'w Assignment<'w>) -> Option<Resource<'w>> {
    let Assignment { scope, role, who, named, notes, .. } = assignment;
    let database = scope.database.clone();
    let role = name(*role, database.is_some())?;
    let principal = AzurePrincipal::of(who, directory)?;
    let name = who.plain_name();
    let mut about = vec![if named.contains(name) { named.clone() } else { format!("{name}: {named}") }];
    about.extend((!notes.is_empty()).then(|| format!("notes: {notes}")));
    let label = label(role, database.as_deref(), &principal);
    Some(Resource { label, database, role, principal, about })
}

/// Returns how Azure names a role on a database, or on the cluster.
fn name(role: Role, is_on_database: bool) -> Option<&'static str> {
    if is_on_database { Some(role.title()) } else { role.cluster_name() }
}

/// Returns an identifier that depends on nothing but what the resource says: another one that is added renames nothing,
/// and what makes Azure assign a role again gives another name. (Each argument of azurerm forces a new resource.)
fn label(role: &str, database: Option<&str>, principal: &AzurePrincipal<'_>) -> String {
    let tenant = match principal.tenant {
        Tenant::Id(text) | Tenant::Named(text) => text,
        Tenant::OfCluster => "",
    };
    // What ends a line is escaped, so that no two lists of parts give one text.
    let (id, tenant) = (principal.id.to_lowercase(), tenant.to_lowercase());
    let parts = [role, database.unwrap_or_default(), principal.kind, &id, &tenant].map(str::escape_default);
    let text: Vec<String> = parts.into_iter().map(|part| part.to_string()).collect();
    identifier(role, database, &text.join("\n"))
}

/// Returns an identifier of ASCII letters, digits and `_`: a word, what is readable of a name, and digits that depend on
/// a text.
pub(super) fn identifier(word: &str, name: Option<&str>, text: &str) -> String {
    /// So much of a name is shown, and so many hexadecimal digits: 48 bits.
    const SHOWN: usize = 40;
    const DIGITS: usize = 12;
    let plain = |character: char| if character.is_ascii_alphanumeric() { character.to_ascii_lowercase() } else { '_' };
    let name: String = name.unwrap_or_default().chars().map(plain).collect();
    let words = name.split('_').filter(|word| !word.is_empty());
    let name: String = words.collect::<Vec<_>>().join("_").chars().take(SHOWN).collect();
    let digits: String = derived_id(text).chars().filter(|digit| *digit != '-').take(DIGITS).collect();
    let parts = [word.to_lowercase(), name.trim_end_matches('_').to_owned(), digits];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

impl Resource<'_> {
    /// Returns what Azure calls it: letters, digits, dashes and dots are allowed.
    pub(super) fn name(&self) -> String {
        self.label.replace('_', "-")
    }
}

/// What asks for the tenant of the cluster says.
pub(super) const OWN_TENANT: &str = "The id of the tenant that the cluster is of";

/// Returns what asks for the ids of tenants says.
pub(super) fn asked_tenants(names: &[&str]) -> String {
    format!("The ids of tenants, by the names by which they are known: {}", joined(names))
}

/// Returns the names of the tenants whose ids are not known.
pub(super) fn unknown_tenants<'w>(resources: &[Resource<'w>]) -> Vec<&'w str> {
    let mut names: Vec<&str> = resources
        .iter()
        .filter_map(|resource| match resource.principal.tenant {
            Tenant::Named(name) => Some(name),
            Tenant::Id(_) | Tenant::OfCluster => None,
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Returns whether a tenant is known by nothing but that it is the one of the cluster.
pub(super) fn asks_for_own_tenant(resources: &[Resource<'_>]) -> bool {
    resources.iter().any(|resource| resource.principal.tenant == Tenant::OfCluster)
}

/// Returns the name of the cluster, without its region; nothing where the state does not say it.
pub(super) fn cluster_name<'w>(world: &World<'w>) -> Option<&'w str> {
    let name = world.directory.cluster_name();
    let name = (name != Directory::open().cluster_name()).then_some(name)?;
    name.split('.').next()
}
