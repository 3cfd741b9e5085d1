//! Work 4: access decisions, memberships warm.

use std::time::Duration;

use jiff::Timestamp;
use kmgmt::access::{Access, Memberships};
use kmgmt::catalog::EntityId;
use kmgmt::cluster::State;
use kmgmt::directory::{Directory, PrincipalId};
use kmgmt::model::permission::Permission;
use kmgmt::model::principal::PrincipalRef;
use kmgmt::session::{Clock, Session};

use crate::timing::time;

pub mod first;
pub mod second;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// A cluster, and who is in which group as a session knows it.
struct World {
    session: Session,
    memberships: Memberships,
}

/// A question whose names were looked up, as a session does once.
#[derive(Clone, Copy)]
struct Question {
    who: PrincipalId,
    permission: Permission,
    entity: EntityId,
}

impl World {
    /// Returns a cluster with this environment; its commands come later.
    fn new(environment: String) -> Self {
        let directory = Directory::from_environment(environment).expect("a sound environment");
        Self { session: Session::new(directory, Clock::Standing(NOW)), memberships: Memberships::default() }
    }

    /// Reads the groups of all of them for the first time. Returns how long that took.
    fn fill(&mut self, principals: &[PrincipalId]) -> Duration {
        let state = self.session.read();
        let memberships = &mut self.memberships;
        let (time, ()) = time(|| {
            for principal in principals {
                std::hint::black_box(memberships.fill(&state.directory, *principal, NOW));
            }
        });
        time
    }
}

fn principal(state: &State, name: &str) -> PrincipalId {
    let reference = PrincipalRef::parse(name).expect("a well-formed reference");
    state.directory.resolve(&reference).ok().and_then(|found| found.principal).expect("somebody who exists")
}

fn database(state: &State, name: &str) -> EntityId {
    state.catalog.database(name).expect("a database that exists")
}

/// Decides as a session does: what is known of memberships is looked up too, and whether it still counts.
fn decide(state: &State, memberships: &mut Memberships, question: Question) -> bool {
    let subject = memberships.fill(&state.directory, question.who, NOW);
    Access::new(&state.catalog, &state.directory).has(subject, question.permission, question.entity)
}
