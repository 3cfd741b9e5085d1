//! A directory that changes while a session runs.

use hashbrown::HashMap;

use crate::directory::identity::{Found, New};
use crate::directory::{DeclaredRole, Directory, EnvironmentError, PrincipalId};

impl Directory {
    /// Takes over an environment file. An identity that both directories have keeps its number, so
    /// that its roles stay its own; one that the file does not declare exists no more, until it comes back.
    ///
    /// # Errors
    /// What is wrong with the file; the directory is then as it was.
    pub fn reload(&mut self, text: &str) -> Result<(), EnvironmentError> {
        let new = Self::from_environment(text)?;
        let numbers = self.numbers(&new);
        let tenants: Vec<String> = new.tenants.iter().map(|tenant| new.arena.get(*tenant).to_owned()).collect();
        self.tenants_by_name.clear();
        let tenant_numbers: Vec<_> = tenants.iter().map(|tenant| self.add_tenant(tenant, &[])).collect();
        for (name, number) in &new.tenants_by_name {
            if let Some(number) = tenant_numbers.get(number.0 as usize) {
                self.tenants_by_name.insert(name.clone(), *number);
            }
        }
        let tenant_of = |number: super::TenantId| tenant_numbers.get(number.0 as usize).copied();
        self.identities.iter_mut().for_each(|identity| identity.exists = false);
        let mut moved: HashMap<PrincipalId, PrincipalId> = HashMap::new();
        for (index, identity) in new.identities.iter().enumerate() {
            let number = PrincipalId(u32::try_from(index).unwrap_or(u32::MAX));
            let view = new.identity(number);
            let taken = New {
                kind: view.kind,
                id: view.id,
                object_id: identity.object_id.map(|text| new.arena.get(text)),
                display: identity.display.map(|text| new.arena.get(text)),
                tenant: identity.tenant.and_then(tenant_of),
            };
            let kept = numbers.get(&number).copied();
            moved.insert(number, self.take(&taken, kept));
        }
        let at = |principal: &PrincipalId| moved.get(principal).copied().unwrap_or(*principal);
        self.closed = true;
        self.cluster.clone_from(&new.cluster);
        self.home_tenant = new.home_tenant.and_then(tenant_of);
        self.managed = new.managed.iter().map(at).collect();
        self.system = new.system.as_ref().map(at);
        self.members =
            new.members.iter().map(|(group, members)| (at(group), members.iter().map(at).collect())).collect();
        let groups_of =
            |(member, groups): (&PrincipalId, &Vec<PrincipalId>)| (at(member), groups.iter().map(at).collect());
        self.groups_by_member = new.groups_by_member.iter().map(groups_of).collect();
        self.declared.clear();
        self.declared_by_principal.clear();
        self.declared_by_database.clear();
        self.declared_on_cluster.clear();
        for declared in new.declared {
            self.declare(DeclaredRole { principal: at(&declared.principal), ..declared });
        }
        Ok(())
    }

    /// The numbers that the identities of `new` have here, of those that this directory has or had too.
    fn numbers(&mut self, new: &Self) -> HashMap<PrincipalId, PrincipalId> {
        let mut numbers = HashMap::new();
        for index in 0..new.identities.len() {
            let number = PrincipalId(u32::try_from(index).unwrap_or(u32::MAX));
            let view = new.identity(number);
            let spellings = [view.declared_object_id(), Some(view.id)].into_iter().flatten();
            let found = spellings.map(|spelling| self.spelled(view.kind, spelling, |known| known.is_same_as(&view)));
            let same = found.into_iter().find_map(|found| match found {
                Found::One(principal) => Some(principal),
                Found::None | Found::Many => None,
            });
            numbers.extend(same.map(|same| (number, same)));
        }
        numbers
    }
}
