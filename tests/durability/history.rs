//! Scripts by chance that runs of the program go through one after the other, with the state after every statement.

use std::sync::Arc;

use kmgmt::cluster::Cluster;
use kmgmt::directory::Directory;
use kmgmt::model::limit;
use kmgmt::session::{Clock, Session};
use kmgmt::state::Folder;
use kmgmt::syntax::pieces;

use crate::program::{CLOCK, State};
use crate::random::Random;
use crate::scripts;

/// So many statements arrive together at most.
const GROUP: usize = 4;

/// More changes than a journal has before they are taken into the tables.
const MANY: usize = limit::JOURNAL_TAIL as usize + 20;

/// What one run is given, and what there is after each statement.
pub struct Chapter {
    /// The statements, as they arrive together.
    pub groups: Vec<Vec<String>>,
    /// The states: the first one is before all statements.
    pub states: Vec<State>,
}

impl Chapter {
    fn new(groups: Vec<Vec<String>>, cluster: &Arc<Cluster>) -> Self {
        let mut session = Session::on(Arc::clone(cluster), Clock::Standing(CLOCK.parse().unwrap()));
        session.read_files_with(|name| std::fs::read_to_string(name).map_err(|error| error.to_string()));
        let mut states = vec![state(&session)];
        for statement in groups.iter().flatten() {
            pieces(statement, 1, |piece| drop(session.run(&piece)));
            states.push(state(&session));
        }
        Self { groups, states }
    }

    /// All statements in order.
    pub fn statements(&self) -> Vec<String> {
        self.groups.concat()
    }

    /// Whether an environment is loaded in it that the directory did not have before.
    pub fn loads(&self) -> bool {
        self.states.iter().any(|state| state.environment != self.states[0].environment)
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

/// The files that scripts name by these words.
const FILES: &[(&str, &str)] = &[("environment", "fixtures/environment.json"), ("moved", "fixtures/access/moved.json")];

/// So many runs of so many statements on one catalog, which is new at first. In half of the histories statements load
/// an environment, which closes the directory.
pub fn chapters(random: &mut Random, runs: usize, length: usize) -> Vec<Chapter> {
    let cluster = Arc::new(Cluster::new(Directory::open()));
    let loads = random.one_in(2);
    let script = |random: &mut Random| {
        let mut statements = scripts::script(random, length, loads);
        for statement in statements.iter_mut().filter(|statement| statement.starts_with("#directory load ")) {
            let of = |(word, file): &(&str, &str)| {
                Some(format!("#directory load '{}'", file)).filter(|_| statement.ends_with(word))
            };
            *statement = FILES.iter().find_map(of).unwrap();
        }
        // The time of a run ends with it, and blocks of principals end in time.
        statements.retain(|statement| !statement.starts_with("#clock"));
        groups(random, statements)
    };
    (0..runs).map(|_| Chapter::new(script(random), &cluster)).collect()
}

/// A run in which changes of the journal are taken into the tables of the catalog file, since there are many of them,
/// and a short run after it.
pub fn long_chapters() -> Vec<Chapter> {
    let cluster = Arc::new(Cluster::new(Directory::open()));
    let statement = |number| format!(".create-or-alter function F{} () {{ {number} }}", number % 10);
    let statements: Vec<String> = (0..MANY).map(statement).collect();
    let group = |statements: &[String]| statements.to_vec();
    let long = statements.chunks(MANY / 4).map(group).collect();
    let short = statements[..4].chunks(1).map(group).collect();
    [long, short].into_iter().map(|groups| Chapter::new(groups, &cluster)).collect()
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
