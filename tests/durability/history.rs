//! Scripts by chance that runs of the program go through one after the other, with the state after every statement.

use std::sync::Arc;

use kmgmt::cluster::Cluster;
use kmgmt::directory::Directory;
use kmgmt::session::{Clock, Session};
use kmgmt::state::Folder;
use kmgmt::syntax::pieces;

use crate::program::{CLOCK, State};
use crate::random::Random;
use crate::scripts;

/// So many statements arrive together at most.
const GROUP: usize = 4;

/// What one run is given, and what there is after each statement.
pub struct Chapter {
    /// The statements, as they arrive together.
    pub groups: Vec<Vec<String>>,
    /// The states: the first one is before all statements.
    pub states: Vec<State>,
}

impl Chapter {
    /// All statements in order.
    pub fn statements(&self) -> Vec<String> {
        self.groups.concat()
    }

    /// Whether a state is there after so many statements, or after some that follow them.
    pub fn has(&self, state: &State, statements: usize) -> bool {
        self.states[statements..].contains(state)
    }

    /// What the state is not, where [`Chapter::has`] says no.
    pub fn told(&self, state: &State, statements: usize) -> String {
        let earlier = self.states.iter().rposition(|earlier| earlier == state);
        let of = self.states.len() - 1;
        match earlier {
            Some(earlier) => format!("{statements} statements of {of} were answered, and {earlier} are there"),
            None => format!("{statements} statements of {of} were answered, and there is\n{}", state.catalog),
        }
    }
}

/// So many runs of so many statements on one catalog, which is new at first.
pub fn chapters(random: &mut Random, runs: usize, length: usize) -> Vec<Chapter> {
    let cluster = Arc::new(Cluster::new(Directory::open()));
    (0..runs).map(|_| chapter(random, &cluster, length)).collect()
}

fn chapter(random: &mut Random, cluster: &Arc<Cluster>, length: usize) -> Chapter {
    let mut session = Session::on(Arc::clone(cluster), Clock::Standing(CLOCK.parse().unwrap()));
    let mut statements = scripts::script(random, length, false);
    // The time of a run ends with it, and blocks of principals end in time.
    statements.retain(|statement| !statement.starts_with("#clock"));
    let mut states = vec![state(&session)];
    for statement in &statements {
        pieces(statement, 1, |piece| drop(session.run(&piece)));
        states.push(state(&session));
    }
    Chapter { groups: groups(random, statements), states }
}

fn state(session: &Session) -> State {
    let Folder { environment, catalog } = Folder::of(session);
    State { environment, catalog }
}

fn groups(random: &mut Random, statements: Vec<String>) -> Vec<Vec<String>> {
    let mut groups = Vec::new();
    let mut rest = statements.into_iter().peekable();
    while rest.peek().is_some() {
        let count = 1 + random.below(GROUP);
        groups.push(rest.by_ref().take(count).collect());
    }
    groups
}
