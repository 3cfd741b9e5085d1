//! What answers say of the cluster itself, in the environment file.

use crate::directory::Directory;
use crate::directory::environment::File;
use crate::state::import::facts::ClusterFacts;

/// Writes the name and the tenant, where the file has none of its own, and the managed identities. The ids of one that the file has
/// stay, where the answers tell none.
pub(super) fn write(file: &mut File<'_>, facts: &ClusterFacts) {
    if let Some(name) = &facts.name
        && *file.cluster.name == *Directory::open().cluster_name()
    {
        file.cluster.name = name.clone().into();
    }
    // Managed identities are of the tenant that the cluster is of.
    if let (None, Some(first)) = (&file.cluster.home_tenant, facts.identities.first()) {
        file.cluster.home_tenant = Some(first.tenant_id.clone());
    }
    let identities = &mut file.cluster.managed_identities;
    for new in &facts.identities {
        if new.is_system {
            identities.retain(|old| !old.is_system || old.object_id.eq_ignore_ascii_case(&new.object_id));
        }
        match identities.iter_mut().find(|old| old.object_id.eq_ignore_ascii_case(&new.object_id)) {
            Some(_) if new.client_id == new.object_id => {}
            Some(old) => *old = new.clone(),
            None => identities.push(new.clone()),
        }
    }
}
