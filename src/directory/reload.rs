//! A directory that changes while sessions use it.

use hashbrown::{HashMap, HashSet};

use crate::directory::above::Above;
use crate::directory::identity::{Found, New};
use crate::directory::{DeclaredRole, Directory, Environment, IdentityView, PrincipalId, TenantId};
use crate::text::Str;

impl Directory {
    /// Returns the environment file that it was loaded from; an open directory has none.
    #[must_use]
    pub const fn environment(&self) -> Option<&Environment> {
        self.environment.as_ref()
    }

    /// Takes over an environment file, or is open without one. An identity that both directories
    /// have keeps its number, so that its roles stay its own; one that the file does not declare
    /// does not exist any more, until it comes back, unless the file says that others exist.
    pub fn load(&mut self, environment: Option<&Environment>) {
        match environment {
            // The text was read before, when the environment was made of it.
            Some(file) => {
                if self.environment.is_none() {
                    let existing = self.numbered().filter(|(_, identity)| identity.exists);
                    self.learned = existing.map(|(number, identity)| (number, *identity)).collect();
                }
                Self::from_environment(file.text()).map_or_else(drop, |new| self.take_over(new));
            }
            None if self.environment.is_some() => self.open_again(),
            None => {}
        }
    }

    /// Opens the directory again: those exist who are built in, or existed when it was open before.
    fn open_again(&mut self) {
        self.take_over(Self::open());
        self.environment = None;
        for (number, identity) in std::mem::take(&mut self.learned) {
            if let Some(kept) = self.identities.get_mut(number.0 as usize) {
                *kept = identity;
            }
        }
        for (number, tenant) in (0..u32::MAX).map(TenantId).zip(&self.tenants) {
            let name = self.arena.get(*tenant).to_ascii_lowercase();
            self.tenants_by_name.entry(name).or_insert(number);
        }
    }

    fn take_over(&mut self, new: Self) {
        let tenant_numbers = self.take_tenants(&new);
        let tenant_of = |number: TenantId| tenant_numbers.get(number.0 as usize).copied();
        let moved = self.take_identities(&new, tenant_of);
        let at = |principal: &PrincipalId| moved.get(principal).copied().unwrap_or(*principal);
        let all = |list: &Vec<PrincipalId>| list.iter().map(at).collect();
        (self.closed, self.has_former) = (new.closed, true);
        self.home_tenant = new.home_tenant.and_then(tenant_of);
        self.managed = all(&new.managed);
        self.system = new.system.as_ref().map(at);
        self.protected = all(&new.protected);
        self.aliases = new.aliases.iter().map(|(name, principal)| (name.clone(), at(principal))).collect();
        self.read = new.read;
        let declared: HashSet<PrincipalId> = moved.values().copied().collect();
        let has_file = new.environment.is_some();
        let others = self.principals().filter(|one| has_file && !declared.contains(one));
        self.undeclared = others.collect();
        self.members = new.members.iter().map(|(group, list)| (at(group), all(list))).collect();
        self.above = Above::default();
        let groups = new.groups_by_member.iter();
        self.groups_by_member = groups.map(|(member, list)| (at(member), all(list))).collect();
        self.declared.clear();
        self.has_fabric_roles = false;
        self.declared_by_principal.clear();
        self.declared_by_database.clear();
        self.declared_on_cluster.clear();
        (self.cluster, self.environment) = (new.cluster, new.environment);
        for declared in new.declared {
            self.declare(DeclaredRole { principal: at(&declared.principal), ..declared });
        }
    }

    /// Returns the numbers that the tenants of `new` get here, by the numbers that they have there.
    fn take_tenants(&mut self, new: &Self) -> Vec<TenantId> {
        self.tenants_by_name.clear();
        let tenants = new.tenants.iter().map(|tenant| self.add_tenant(new.arena.get(*tenant), &[]));
        let numbers: Vec<TenantId> = tenants.collect();
        for (name, number) in &new.tenants_by_name {
            let number = numbers.get(number.0 as usize);
            self.tenants_by_name.extend(number.map(|number| (name.clone(), *number)));
        }
        numbers
    }

    /// Puts the identities of `new` in the places of those that are the same; returns all places.
    fn take_identities(
        &mut self,
        new: &Self,
        tenant_of: impl Fn(TenantId) -> Option<TenantId>,
    ) -> HashMap<PrincipalId, PrincipalId> {
        let numbers = self.numbers(new);
        if new.closed || new.environment.is_none() {
            self.identities.iter_mut().for_each(|identity| identity.exists = false);
        }
        let mut moved = HashMap::new();
        for (number, identity) in new.numbered() {
            let view = new.identity(number);
            let text = |place: Str| new.arena.get(place);
            let taken = New {
                kind: view.kind,
                id: view.id,
                object_id: identity.object_id.map(text),
                display: identity.display.map(text),
                tenant: identity.tenant.and_then(&tenant_of),
            };
            let place = self.take(&taken, numbers.get(&number).copied(), None);
            moved.insert(number, place);
        }
        moved
    }

    /// Returns the numbers that the identities of `new` have here, where it knows or knew them: one who exists comes before
    /// one who was forgotten.
    fn numbers(&self, new: &Self) -> HashMap<PrincipalId, PrincipalId> {
        let of = |view: &IdentityView<'_>, exists: bool| {
            let spellings = [view.declared_object_id(), Some(view.id)].into_iter().flatten();
            spellings.into_iter().find_map(|spelling| {
                let known = self.spelled(view.kind, spelling).filter(|(number, _)| self.exists(*number) == exists);
                let same = known.filter(|(_, known)| known.is_same_as(view));
                match Self::found(same.map(|(principal, _)| principal)) {
                    Found::One(principal) => Some(principal),
                    Found::None | Found::Many => None,
                }
            })
        };
        let views = new.numbered().map(|(number, _)| (number, new.identity(number)));
        views.filter_map(|(number, view)| Some((number, of(&view, true).or_else(|| of(&view, false))?))).collect()
    }
}
