//! Identities are prefetched before somebody asks for them.

use std::hint::black_box;

use crate::directory::{Directory, PrincipalId};
use crate::model::principal::PrincipalRef;

impl Directory {
    /// Prefetches what resolving these references reads, in loops that are short enough for the processor to wait for
    /// many places at once. Returns who may be meant.
    pub fn prefetch(&self, references: &[&PrincipalRef<'_>]) -> Vec<Option<PrincipalId>> {
        let hashes: Vec<u64> = references.iter().map(|it| self.hash_of(it.kind, &it.id)).collect();
        let find = |hash: &u64| self.index.find(*hash, |known| known.hash() == *hash).map(|known| known.identity());
        let people: Vec<Option<PrincipalId>> = hashes.iter().map(find).collect();
        let identities = people.iter().flatten().filter_map(|person| self.identities.get(person.0 as usize));
        let ids: Vec<_> = identities.map(|identity| identity.id()).collect();
        for id in ids {
            // `black_box` keeps the compiler from leaving out a read whose value nobody uses.
            black_box(self.arena.get(id).as_bytes().first().copied());
        }
        people
    }
}
