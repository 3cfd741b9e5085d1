//! Plans: gains and losses are those that a naive comparison of all principals finds, the script of a plan makes the
//! same change, and planning changes nothing.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/ebnf/random.rs"]
mod random;
#[path = "support/scripts.rs"]
mod scripts;
mod support;

use std::collections::BTreeSet;

use jiff::Timestamp;
use kmgmt::access::Subject;
use kmgmt::catalog::{Catalog, EntityId};
use kmgmt::directory::PrincipalId;
use kmgmt::model::entity::EntityKind;
use kmgmt::model::finding::FindingRule;
use kmgmt::model::permission::Permission;
use kmgmt::model::scope::Scope;
use kmgmt::plan::{Act, Effect, Options, Plan, Renames, Trial, differences, effects, findings, script};
use kmgmt::session::Session;
use kmgmt::state::Folder;
use kmgmt::syntax::pieces;
use random::Random;
use support::{run_well, session, session_with_environment};

const SEED: u64 = 20_261_130;
const SCRIPTS: usize = 120;
const LENGTH: usize = 60;

/// A permission that somebody gains, or else loses.
type Turn = (PrincipalId, Scope, Permission, bool);

/// A trial that begins where the first half of a script ends, and its second half.
fn begun(random: &mut Random, mut session: Session, loads: bool) -> (Trial, Vec<String>) {
    let script = scripts::script(random, LENGTH, loads);
    let mut first = scripts::with_blocks(random, script);
    let second = first.split_off(first.len() / 2);
    for statement in first {
        pieces(&statement, 1, |piece| drop(session.run(&piece)));
    }
    (Trial::begin(&session), second)
}

/// A trial of the second half of a script on what the first half leaves.
fn trial(random: &mut Random) -> Trial {
    let session = if random.one_in(2) { session() } else { session_with_environment() };
    trial_on(session, random)
}

/// The same on a session that has something already.
fn trial_on(session: Session, random: &mut Random) -> Trial {
    let (mut trial, script) = begun(random, session, false);
    for statement in script {
        pieces(&statement, 1, |piece| {
            let _ = trial.run(&piece, "test");
        });
    }
    trial
}

fn each(mut test: impl FnMut(&str, &Trial)) {
    println!("seed {SEED}");
    let mut random = Random::new(SEED);
    for number in 0..SCRIPTS {
        let trial = trial(&mut random);
        test(&format!("seed {SEED}, script {number}"), &trial);
    }
}

/// Every scope of a session.
fn scopes(session: &Session) -> Vec<Scope> {
    let catalog = &session.read().catalog;
    let mut all = Vec::new();
    let mut next = vec![kmgmt::catalog::CLUSTER];
    while let Some(id) = next.pop() {
        all.extend(Scope::of(catalog, id));
        next.extend(catalog.all_children(id).into_iter().map(|(child, _)| child));
    }
    all
}

/// Whether a block stands that names the principal or one of its groups, and nothing more.
fn is_blocked(catalog: &Catalog, subject: Subject<'_>, now: Timestamp) -> bool {
    catalog.blocked().iter().any(|(key, blocked)| {
        let names = key.principal == subject.principal() || subject.groups().contains(&key.principal);
        names && key.application.is_none() && key.user.is_none() && blocked.until.is_none_or(|until| until > now)
    })
}

/// Who may do what on which scope, asked one by one.
fn allowed(session: &Session, scopes: &[Scope]) -> BTreeSet<(PrincipalId, Scope, Permission)> {
    let built_in = [session.read().directory.local_admin(), session.read().directory.ingestion_application()];
    session.world(|world| {
        let mut all = BTreeSet::new();
        for principal in world.directory.principals().filter(|one| !built_in.contains(one)) {
            let filled = world.filled(principal);
            if is_blocked(world.catalog, filled.subject(), world.now) {
                continue;
            }
            for scope in scopes {
                let Some(id) = scope.find(world.catalog) else { continue };
                for permission in Permission::ALL.iter().filter(|it| it.is_about(scope.kind)) {
                    if world.access().has(filled.subject(), *permission, id) {
                        all.insert((principal, scope.clone(), *permission));
                    }
                }
            }
        }
        all
    })
}

/// What differs between two such answers, on the scopes that are on both sides.
fn naive(trial: &Trial) -> BTreeSet<Turn> {
    let (before, after) = (scopes(&trial.before), scopes(&trial.after));
    let both: Vec<Scope> = before.into_iter().filter(|scope| after.contains(scope)).collect();
    let (was, is) = (allowed(&trial.before, &both), allowed(&trial.after, &both));
    let turn = |gained| {
        move |(who, scope, permission): &(PrincipalId, Scope, Permission)| (*who, scope.clone(), *permission, gained)
    };
    is.difference(&was).map(turn(true)).chain(was.difference(&is).map(turn(false))).collect()
}

fn found(trial: &Trial) -> Vec<Effect> {
    trial.before.world(|before| trial.after.world(|after| effects(before, after, &differences(before, after))))
}

/// Whether an effect speaks of what is on a scope: of the scope itself, or of what holds it.
fn covers(effect: &Effect, (who, scope, permission, gained): &Turn) -> bool {
    let is_wider = match effect.scope.kind {
        EntityKind::Cluster => true,
        EntityKind::Database => effect.scope.database == scope.database,
        _ => false,
    };
    let is_here = effect.scope == *scope && !effect.is_below;
    let is_excepted = *permission == Permission::View && effect.but_not.contains(scope);
    (effect.principal, effect.gained) == (*who, *gained)
        && effect.permissions.contains(permission)
        && (is_here || is_wider && effect.scope != *scope && !is_excepted)
}

#[test]
fn gains_and_losses_are_those_of_a_naive_comparison_of_all_principals() {
    let (mut gained, mut lost, mut by_block) = (0, 0, 0);
    each(|at, trial| {
        let (naive, found) = (naive(trial), found(trial));
        for turn in &naive {
            assert!(found.iter().any(|effect| covers(effect, turn)), "{at}: nothing says {turn:?}\n{found:#?}");
        }
        let both = scopes(&trial.before);
        for effect in found.iter().filter(|effect| !effect.is_below && both.contains(&effect.scope)) {
            for permission in &effect.permissions {
                let turn = (effect.principal, effect.scope.clone(), *permission, effect.gained);
                let is_gone = !scopes(&trial.after).contains(&effect.scope);
                assert!(is_gone || naive.contains(&turn), "{at}: it is not so that {turn:?}");
            }
        }
        by_block += found.iter().filter(|effect| effect.is_by_block).count();
        gained += naive.iter().filter(|(.., gained)| *gained).count();
        lost += naive.iter().filter(|(.., gained)| !gained).count();
    });
    println!("{gained} gained, {lost} lost, {by_block} by blocks");
    assert!(gained > 100 && lost > 20 && by_block > 10, "chance reached too little");
}

/// A trial of the second half of a script, and what there was before each of its statements and in the end.
fn steps(random: &mut Random) -> (Trial, Vec<Session>) {
    let (mut trial, script) = begun(random, session_with_environment(), true);
    let mut steps = vec![trial.after.copy()];
    for (number, statement) in script.iter().enumerate() {
        pieces(statement, 1, |piece| {
            let _ = trial.run(&piece, &number.to_string());
        });
        steps.push(trial.after.copy());
    }
    (trial, steps)
}

/// Whether a permission is held in a session, on the entity or on one of its name.
fn is_held(session: &Session, after: &Session, (who, entity, permission): (PrincipalId, EntityId, Permission)) -> bool {
    let scope = Scope::of(&after.read().catalog, entity).unwrap();
    session.world(|world| {
        let entity = if world.catalog.get(entity).is_some() { Some(entity) } else { scope.find(world.catalog) };
        let filled = world.filled(who);
        let is_blocked = is_blocked(world.catalog, filled.subject(), after.now());
        !is_blocked && entity.is_some_and(|entity| world.access().has(filled.subject(), permission, entity))
    })
}

/// Whether somebody would have a permission who were in every group whose members nobody listed.
fn may_have(session: &Session, who: PrincipalId, scope: &Scope, permission: Permission) -> bool {
    session.world(|world| {
        let (Some(id), directory) = (scope.find(world.catalog), world.directory) else { return false };
        let is_possible = |group: &PrincipalId| {
            directory.is_unlisted(*group) && *group != who && !directory.groups_of(*group).contains(&who)
        };
        // Who is in a group that is blocked may do nothing.
        let is_served = |group: &PrincipalId| {
            !world.is_blocked(world.filled(who).with_all(directory, std::slice::from_ref(group)).subject())
        };
        let groups: Vec<PrincipalId> = directory.principals().filter(is_possible).filter(is_served).collect();
        let filled = world.filled(who).with_all(directory, &groups);
        !world.is_blocked(world.filled(who).subject())
            && (directory.exists(who) || !directory.is_closed())
            && world.access().has(filled.subject(), permission, id)
    })
}

#[test]
fn new_access_is_found_in_the_statement_after_which_it_was_there_to_stay() {
    let mut random = Random::new(SEED);
    let (mut asked, mut not_last) = (0, 0);
    for number in 0..3 * SCRIPTS {
        let (trial, steps) = steps(&mut random);
        let mut gains = Plan::compare(&trial.before, &trial.after, true).gains;
        while gains.len() > 8 {
            gains.swap_remove(random.below(gains.len()));
        }
        for gain in gains {
            let held = |step: &Session| is_held(step, &trial.after, (gain.principal, gain.entity, gain.permission));
            assert!(held(&steps[steps.len() - 1]));
            let Some(expected) = steps.iter().rposition(|step| !held(step)) else { continue };
            let all = findings(&trial, std::slice::from_ref(&gain), &Options::default());
            let found = all.iter().find(|found| found.rule == FindingRule::NewAccess).unwrap();
            assert_eq!(found.origin(), expected.to_string(), "seed {SEED}, script {number}: {found:?}");
            asked += 1;
            let gives = |act: &&Act| act.edits.iter().any(|edit| edit.is_assignment_of(gain.principal));
            let last = trial.acts.iter().rfind(gives).and_then(|act| act.place.as_ref());
            not_last += usize::from(last.is_some_and(|last| last.statement.origin != found.origin()));
        }
    }
    println!("{asked} asked, {not_last} not found in the last change");
    assert!(asked > 100 && not_last > 20, "chance reached too little");
}

#[test]
fn what_is_gained_or_lost_for_certain_changes_whoever_is_in_a_group_that_nobody_listed() {
    const UNLISTED: &str = "
.add cluster viewers ('aadgroup=unlisted@contoso.com')
.add database NetDefaultDB users ('aadgroup=other@contoso.com')
";
    println!("seed {SEED}");
    let mut random = Random::new(SEED);
    let (mut certain, mut unknown) = (0, 0);
    for number in 0..SCRIPTS * 3 {
        let mut session = session();
        pieces(if random.one_in(3) { "" } else { UNLISTED }, 1, |piece| drop(session.run(&piece)));
        let trial = &trial_on(session, &mut random);
        let (at, found) = (format!("seed {SEED}, script {number}"), found(trial));
        for effect in found.iter().filter(|effect| !effect.is_below) {
            let other_side = if effect.gained { &trial.before } else { &trial.after };
            for permission in &effect.permissions {
                let may = may_have(other_side, effect.principal, &effect.scope, *permission);
                assert_eq!(may, effect.unless.is_some(), "{at}: {permission}: {effect:#?}");
            }
            if effect.unless.is_some() { unknown += 1 } else { certain += 1 }
        }
    }
    println!("{certain} certain, {unknown} unknown");
    assert!(certain > 100 && unknown > 20, "chance reached too little");
}

#[test]
fn the_script_of_a_plan_makes_the_same_change_and_its_inverse_takes_it_back() {
    let mut renamed = 0;
    each(|at, trial| {
        let renames = trial.renames();
        renamed += renames.iter().count();
        let sides = [(&trial.before, &trial.after, renames.clone()), (&trial.after, &trial.before, renames.inverse())];
        for (from, to, renames) in sides {
            let script = script(from, to, &renames);
            let mut session = from.copy();
            support::run(&mut session, "#as aaduser=admin@localhost");
            session.advance_clock(to.now().duration_since(from.now()));
            let mut failed = Vec::new();
            pieces(&script, 1, |piece| {
                failed.extend(session.run(&piece).result.err().map(|error| (piece.text.to_owned(), error)))
            });
            assert!(failed.is_empty(), "{at}: {failed:#?}\n{script}");
            if script.contains("// left out") {
                continue;
            }
            // Who is new has other numbers in the two: they are compared by what they print.
            // Where the clock was moved, a block may have ended on one side.
            let told = |session: &Session| {
                let catalog = Folder::of(session).catalog;
                let lines =
                    catalog.lines().filter(|line| from.now() == to.now() || !line.contains("blockedprincipals"));
                lines.filter(|line| *line != "// the cluster").collect::<Vec<_>>().join("\n").trim().to_owned()
            };
            assert_eq!(told(&session), told(to), "{at}\n{script}");
        }
    });
    assert!(renamed > 3, "chance reached too little: {renamed}");
}

#[test]
fn planning_changes_nothing() {
    let mut random = Random::new(SEED);
    for _ in 0..SCRIPTS {
        let mut session = session_with_environment();
        for statement in scripts::script(&mut random, LENGTH, false) {
            pieces(&statement, 1, |piece| drop(session.run(&piece)));
        }
        let (catalog, folder) = (session.read().catalog.clone(), Folder::of(&session));
        let mut trial = Trial::begin(&session);
        for statement in scripts::script(&mut random, LENGTH, true) {
            pieces(&statement, 1, |piece| {
                let _ = trial.run(&piece, "test");
            });
        }
        assert!(
            session.read().catalog == catalog && Folder::of(&session) == folder && Folder::of(&trial.before) == folder
        );
    }
}

#[test]
fn a_built_in_workload_group_is_set_back_and_not_dropped() {
    let mut changed = session();
    run_well(&mut changed, ".alter-merge workload_group default '{\"QueryConsistencyPolicy\": {}}'");
    let back = script(&changed, &session(), &Renames::default());
    assert!(back.starts_with(".create-or-alter workload_group default '{"), "{back}");
    run_well(&mut changed, &back);
    assert_eq!(changed.world(|one| session().world(|other| differences(one, other))), []);
}

#[test]
fn what_a_follower_is_is_told_once_and_of_the_follower() {
    let mut session = session();
    run_well(&mut session, ".alter follower database NetDefaultDB principals-modification-kind = union");
    let run = |script: &str| {
        let mut trial = Trial::begin(&session);
        pieces(script, 1, |piece| assert!(trial.run(&piece, "test"), "{:?}", trial.fault));
        trial
    };
    // How roles combine is told of the follower, and not as two equal definitions of the database.
    let changed = run(".alter follower database NetDefaultDB principals-modification-kind = replace");
    let all = changed.before.world(|one| changed.after.world(|other| differences(one, other)));
    let told: Vec<String> = all.iter().map(|it| format!("{}: {:?} → {:?}", it.scope, it.before, it.after)).collect();
    assert_eq!(
        told,
        [
            "follower database NetDefaultDB: Some(\".alter follower database NetDefaultDB principals-modification-kind = union\") → \
             Some(\".alter follower database NetDefaultDB principals-modification-kind = replace\")"
        ]
    );
    assert_eq!(
        script(&changed.before, &changed.after, &Renames::default()),
        ".alter follower database NetDefaultDB principals-modification-kind = replace\n"
    );
    let made = run(".create database D\n.alter follower database D principals-modification-kind = union");
    let all = made.before.world(|one| made.after.world(|other| differences(one, other)));
    assert!(all.iter().all(|it| it.before != it.after), "{all:#?}");
}

#[test]
fn what_tells_of_the_past_is_no_difference() {
    let made = "
.create table T (x:int)
.create materialized-view V on table T { T | summarize count() by x }
.create-or-alter graph_model G '{\"Definition\": {\"Steps\": [{\"Kind\": \"AddNodes\", \"Query\": \"T\", \"NodeIdColumn\": \"x\"}]}}'
";
    let (mut one, mut other) = (session(), session());
    other.advance_clock(jiff::SignedDuration::from_hours(1));
    run_well(&mut one, made);
    run_well(&mut other, made);
    let differences = one.world(|one| other.world(|other| differences(one, other)));
    assert_eq!(differences, []);
}

#[test]
fn a_description_that_was_taken_away_is_taken_away_by_the_script() {
    let mut session = session();
    run_well(&mut session, ".add database NetDefaultDB users ('aaduser=ana@contoso.com') skip-results 'why'");
    let mut after = session.copy();
    run_well(&mut after, ".set database NetDefaultDB users ('aaduser=ana@contoso.com') skip-results");
    assert_eq!(
        script(&session, &after, &Renames::default()),
        ".add database NetDefaultDB users ('aaduser=ana@contoso.com') skip-results ''\n"
    );
}
