//! The evaluator agrees with a deliberately naive one (`support/naive.rs`) on worlds and requests
//! by chance, and its witnesses say the truth: what they cite suffices, and nothing of it can be
//! left out without another answer.
//!
//! `KMGMT_RUNS` sets how many requests are compared (100,000 in release, 5,000 otherwise), and
//! `KMGMT_SEED` where chance begins; both are printed.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/access/mod.rs"]
mod access;
#[path = "support/chance.rs"]
mod chance;
#[path = "support/naive.rs"]
mod naive;
#[path = "support/ebnf/random.rs"]
mod random;

use std::collections::BTreeMap;

use access::world::{Held, database};
use access::{Built, Matrix, World};
use chance::Request;
use jiff::Timestamp;
use kmgmt::access::{Client, Evaluation, Need, Through, Verdict, Witness, suggest};
use kmgmt::model::permission::Permission;
use naive::Answer;
use random::Random;

/// So many requests are made of each world.
const REQUESTS: usize = 20;

/// So many sorts of verdicts there are (`what`): chance has to reach each of them.
const SORTS: usize = 10;

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{variable}={text}")))
}

#[test]
fn the_evaluator_agrees_with_the_naive_one_and_its_witnesses_hold() {
    let runs = number("KMGMT_RUNS", if cfg!(debug_assertions) { 5_000 } else { 100_000 });
    let seed = number("KMGMT_SEED", 20_260_131);
    println!("KMGMT_RUNS={runs} KMGMT_SEED={seed}");
    let matrix = Matrix::read();
    let mut random = Random::new(seed);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for run in 0..runs.div_ceil(REQUESTS as u64) {
        let world = chance::world(&mut random, &matrix);
        let built = Built::new(&world, &matrix);
        for _ in 0..REQUESTS {
            let request = chance::request(&mut random, &world, &matrix);
            let tried = Tried { matrix: &matrix, world: &world, built: &built, request: &request };
            let verdict = tried.agree(&format!("KMGMT_SEED={seed}, world {run}"));
            *seen.entry(what(&verdict)).or_default() += 1;
        }
    }
    println!("{seen:#?}");
    assert!(seen.len() == SORTS || runs < 5_000, "chance reached too little");
}

/// The sort of a verdict.
fn what(verdict: &Verdict) -> String {
    let through = |witness: &Witness| if witness.through == Through::Itself { "itself" } else { "a group" };
    match verdict {
        Verdict::NoRole => "no role".to_owned(),
        Verdict::Restricted(_) => "restricted".to_owned(),
        Verdict::NoDependency(witness) => format!("no dependency, through {}", through(witness)),
        Verdict::Allowed(Evaluation { grant, unrestricted: Some(_), .. }) => {
            format!("unrestricted, through {}", through(grant))
        }
        Verdict::Allowed(Evaluation { grant, dependency: Some(_), .. }) => {
            format!("allowed beside another role, through {}", through(grant))
        }
        Verdict::Allowed(Evaluation { grant, .. }) => format!("allowed, through {}", through(grant)),
    }
}

/// A request, and the world in which it was made.
struct Tried<'a> {
    matrix: &'a Matrix,
    world: &'a World,
    built: &'a Built,
    request: &'a Request,
}

impl Tried<'_> {
    fn agree(&self, at: &str) -> Verdict {
        let Request { who, action, path } = self.request;
        let verdict = self.built.ask(who, action, path);
        let expected = naive::answer(self.world, self.matrix, who, action, path);
        let at = format!("{at}: {:?}\n{verdict:?}\n{:#?}", self.request, self.world);
        match &verdict {
            Verdict::NoRole => assert_eq!(expected, Answer::NoRole, "{at}"),
            Verdict::NoDependency(witness) => {
                assert_eq!(expected, Answer::NoDependency, "{at}");
                self.is_lifted_by("Database User", &at);
                self.is_needed(&verdict, witness, &at);
            }
            Verdict::Restricted(evaluation) => {
                assert_eq!(expected, Answer::Restricted, "{at}");
                self.is_lifted_by("Database UnrestrictedViewer", &at);
                self.holds(&verdict, evaluation, &at);
            }
            Verdict::Allowed(evaluation) => {
                assert_eq!(expected, Answer::Allowed, "{at}");
                self.holds(&verdict, evaluation, &at);
            }
        }
        if expected != Answer::Allowed {
            self.is_turned_by_its_suggestion(&at);
        }
        verdict
    }

    /// With the commands that are suggested the answer is yes, and with one of them left out it is not.
    fn is_turned_by_its_suggestion(&self, at: &str) {
        let Request { who, action, path } = self.request;
        let (filled, entity) = (self.built.filled(who), self.built.entities[path]);
        let database = database(path).unwrap_or_default();
        let name = database.rsplit('/').next().unwrap();
        let (subject, client) = (filled.subject(), &Client::default());
        let now = Timestamp::UNIX_EPOCH;
        let request = kmgmt::access::Request { subject, client, database: name, now };
        let need = Need::new(Permission::of(action).unwrap(), entity);
        let suggestion = suggest(&self.built.access(), request, &[need]);
        let commands = &suggestion.commands;
        assert!(!commands.is_empty() || suggestion.otherwise.is_some(), "{at}");
        let turned = |commands: &[String]| {
            matches!(self.built.after(commands, name).ask(who, action, path), Verdict::Allowed(_))
        };
        assert_eq!(turned(commands), !commands.is_empty(), "{commands:?}\n{at}");
        for left_out in 0..commands.len() {
            let fewer = [&commands[..left_out], &commands[left_out + 1..]].concat();
            assert!(!turned(&fewer), "{commands:?} without {left_out}\n{at}");
        }
    }

    fn again(&self, world: &World) -> Verdict {
        let Request { who, action, path } = self.request;
        Built::new(world, self.matrix).ask(who, action, path)
    }

    /// What is cited gives the same answer without all the rest, and another one without a part.
    fn holds(&self, verdict: &Verdict, evaluation: &Evaluation, at: &str) {
        let cited: Vec<Witness> = evaluation.witnesses().collect();
        let alone = self.world.keeping(|held| cited.iter().any(|witness| self.is_of(witness, held)));
        assert_eq!(self.again(&alone), *verdict, "{at}");
        for witness in &cited {
            self.is_needed(verdict, witness, at);
        }
    }

    fn is_needed(&self, verdict: &Verdict, witness: &Witness, at: &str) {
        let holder = self.holder(witness);
        let is_mine = holder == self.request.who || naive::is_in(self.world, &self.request.who, holder);
        assert!(is_mine && self.world.held.iter().any(|held| self.is_of(witness, held)), "{at}");
        let without = self.world.keeping(|held| !self.is_of(witness, held));
        assert_ne!(self.again(&without), *verdict, "without {witness:?}\n{at}");
    }

    /// The role that is missing, once it is held at the database, turns a denial into another answer.
    fn is_lifted_by(&self, role: &str, at: &str) {
        let mut world = self.world.clone();
        world.hold(&database(&self.request.path).unwrap(), role, &self.request.who);
        let verdict = self.again(&world);
        let goes_on = role == "Database User" && matches!(verdict, Verdict::Restricted(_));
        assert!(goes_on || matches!(verdict, Verdict::Allowed(_)), "with {role}: {verdict:?}\n{at}");
    }

    fn holder(&self, witness: &Witness) -> &str {
        match witness.through {
            Through::Itself => &self.request.who,
            Through::Group(group) => self.built.who(group),
        }
    }

    fn is_of(&self, witness: &Witness, held: &Held) -> bool {
        held.path == self.built.path(witness.scope)
            && held.who == self.holder(witness)
            && self.matrix.row(&held.role).model() == witness.role
    }
}
