//! `kmgmt offboard`: the script ends all that is assigned to somebody, and what is said to remain is what remains.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/access/mod.rs"]
mod access;
#[path = "support/chance.rs"]
mod chance;
#[path = "cli/kmgmt.rs"]
mod cli;
#[path = "support/naive.rs"]
mod naive;
#[path = "support/ebnf/random.rs"]
mod random;

use std::collections::BTreeSet;
use std::sync::Arc;

use access::world::Source;
use access::{Built, Matrix, World};
use cli::{command, file, run};
use jiff::Timestamp;
use kmgmt::catalog::{Edit, diff};
use kmgmt::cluster::Cluster;
use kmgmt::model::principal::PrincipalRef;
use kmgmt::plan::{Offboarding, offboard};
use kmgmt::session::{Clock, Session};
use kmgmt::syntax::pieces;
use kmgmt::text::{Span, Spanned};
use random::Random;

const SEED: u64 = 20_260_131;

#[test]
fn after_the_script_nothing_is_assigned_and_what_is_said_to_remain_remains() {
    let matrix = Matrix::read();
    let mut random = Random::new(SEED);
    let (mut ended, mut remained) = (0, 0);
    for number in 0..150 {
        let world = chance::world(&mut random, &matrix);
        let built = Built::new(&world, &matrix);
        let cluster = Cluster::with(built.catalog.clone(), built.directory.clone());
        let session = Session::on(Arc::new(cluster), Clock::Standing(Timestamp::UNIX_EPOCH));
        for who in world.users.iter().chain(world.groups.keys()) {
            let at = format!("SEED={SEED}, world {number}, {who}");
            let reference = Spanned::new(PrincipalRef::parse(who).unwrap(), Span::default());
            let offboarding = offboard(&session, &session.find(&reference).unwrap());
            let after = ran(&session, &offboarding, &at);
            let edits = diff(&session.read().catalog, &after.read().catalog);
            for edit in &edits {
                let Edit::Assignment(change) = edit else { panic!("{at}: {edit:?}") };
                assert!(change.after.is_none() && change.key.principal == built.principals[who], "{at}: {edit:?}");
            }
            assert!(!after.read().catalog.is_assigned(built.principals[who]), "{at}\n{offboarding}");
            assert_eq!(said(&offboarding), remaining(&world, &matrix, who), "{at}\n{offboarding}");
            ended += edits.len();
            remained += offboarding.remaining.len();
        }
    }
    assert!(ended > 500 && remained > 500, "chance reached too little: {ended}, {remained}");
}

/// A copy on which the printed script has run.
fn ran(session: &Session, offboarding: &Offboarding, at: &str) -> Session {
    let mut after = session.copy();
    pieces(&offboarding.to_string(), 1, |piece| {
        let outcome = after.run(&piece);
        assert!(outcome.result.is_ok(), "{at}: {}: {:?}", piece.text, outcome.result);
    });
    after
}

/// The roles that are said to remain.
fn said(offboarding: &Offboarding) -> BTreeSet<String> {
    let role = |sentence: &String| {
        let role = sentence.split(" through ").next().unwrap().split(": ").next().unwrap();
        role.trim_end_matches(" (without effect)").to_owned()
    };
    offboarding.remaining.iter().map(role).collect()
}

/// The roles of somebody that are not assigned to it, by the description of the world.
fn remaining(world: &World, matrix: &Matrix, who: &str) -> BTreeSet<String> {
    let held = world.held.iter().filter(|held| match held.who == who {
        true => held.source != Source::Catalog,
        false => naive::is_in(world, who, &held.who),
    });
    held.map(|held| {
        let row = matrix.row(&held.role);
        let kind = row.kind();
        let name = held.path.rsplit('/').next().unwrap().trim_start_matches(kind.title()).trim_start();
        row.model().display(kind, name)
    })
    .collect()
}

const SETUP: &str = "\
.create database Sales volatile
#dbcontext Sales
.create table Orders (x:int)
.create table ['Big Orders'] (x:int)
.create function F() { 1 }
.add cluster admins ('aaduser=abbiatkins@fabrikam.com')
.add database Sales viewers ('aaduser=abbiatkins@fabrikam.com', 'aadgroup=Some Group;fabrikam.com')
.add database Sales admins ('aaduser=cd709aed-a26c-e3953dec735e;fabrikam.com')
.add table Orders admins ('aaduser=abbiatkins@fabrikam.com') 'owner'
.add table ['Big Orders'] ingestors ('aaduser=abbiatkins@fabrikam.com')
#dbcontext NetDefaultDB
.create function G() { 1 }
.add function G admins ('aaduser=abbiatkins@fabrikam.com', 'aaduser=imikeoein@fabrikam.com')
.alter follower database NetDefaultDB principals-modification-kind = union
.add follower database NetDefaultDB viewers ('aaduser=abbiatkins@fabrikam.com')
.add cluster blockedprincipals 'aaduser=imikeoein@fabrikam.com'
";

/// What the program prints for somebody after the setup.
fn printed(who: &str, environment: bool) -> (String, i32) {
    let setup = file("offboard.kql", SETUP);
    let mut args = vec!["offboard", who, "-f", &setup];
    if environment {
        args.extend(["--environment", "fixtures/environment.json"]);
    }
    let (out, err, code) = run(command(args), None);
    (format!("{err}{out}"), code)
}

#[test]
fn the_script_has_a_context_where_one_is_needed() {
    let (text, code) = printed("aaduser=abbiatkins@fabrikam.com", true);
    assert_eq!(code, 0);
    insta::assert_snapshot!(text, @"
    // ends what is assigned to aaduser=abbiatkins@fabrikam.com
    .drop cluster admins ('aaduser=abbiatkins@fabrikam.com') skip-results
    #dbcontext NetDefaultDB
    .drop function G admins ('aaduser=abbiatkins@fabrikam.com') skip-results
    .drop follower database NetDefaultDB viewers ('aaduser=abbiatkins@fabrikam.com')
    .drop database Sales admins ('aaduser=abbiatkins@fabrikam.com') skip-results
    .drop database Sales viewers ('aaduser=abbiatkins@fabrikam.com') skip-results
    #dbcontext Sales
    .drop table ['Big Orders'] ingestors ('aaduser=abbiatkins@fabrikam.com') skip-results
    .drop table Orders admins ('aaduser=abbiatkins@fabrikam.com') skip-results

    // what remains, which no command about it takes away:
    //     Database Sales Viewer through group `Some Group`
    ");
}

#[test]
fn groups_declared_roles_and_blocks_remain() {
    insta::assert_snapshot!(printed("aaduser=imikeoein@fabrikam.com", true).0, @"
    // ends what is assigned to aaduser=imikeoein@fabrikam.com
    #dbcontext NetDefaultDB
    .drop function G admins ('aaduser=imikeoein@fabrikam.com') skip-results

    // what remains, which no command about it takes away:
    //     Database Sales Viewer through group `SGDisplayName`, which is in group `Some Group`
    // it is blocked, and stays so
    ");
    insta::assert_snapshot!(printed("aaduser=admin@fabrikam.com", true).0, @"
    // nothing is assigned to aaduser=admin@fabrikam.com

    // what remains, which no command about it takes away:
    //     AllDatabasesAdmin: declared by the environment, in `cluster.principals`
    ");
}

#[test]
fn an_open_directory_says_which_groups_are_unknown() {
    insta::assert_snapshot!(printed("aaduser=imikeoein@fabrikam.com", false).0, @"
    // ends what is assigned to aaduser=imikeoein@fabrikam.com
    #dbcontext NetDefaultDB
    .drop function G admins ('aaduser=imikeoein@fabrikam.com') skip-results

    // nothing is known to remain
    // unknown is whether it is in these groups, through which roles are held: nobody listed their members
    //     group `Some Group`
    // it is blocked, and stays so
    ");
    insta::assert_snapshot!(printed("aaduser=stranger@fabrikam.com", false).0, @"
    // nothing is assigned to aaduser=stranger@fabrikam.com

    // nothing is known to remain
    // unknown is whether it is in these groups, through which roles are held: nobody listed their members
    //     group `Some Group`
    ");
}

#[test]
fn somebody_who_does_not_exist_is_refused() {
    let (text, code) = printed("aaduser=nobody@fabrikam.com", true);
    assert_eq!(code, 2);
    insta::assert_snapshot!(text, @"
    error: Requested entity is not valid and could not be retrieved from AAD. Entity ID 'nobody@fabrikam.com' of type 'AAD User' was not found in AAD tenant 'fabrikam.com'.
     --> <principal>:1:1
      |
    1 | aaduser=nobody@fabrikam.com
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: with an environment file only the principals that it declares exist
    ");
}
