//! Questions about access: whole answers are checked in beside the scripts in `fixtures/explain`.
//! `UPDATE_FIXTURES=1 cargo test --test explain` writes them again; read them before committing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may panic")]

use std::fs;

use kmgmt::access::{Access, Client, Memberships, Need, Request, prove};
use kmgmt::directory::{Directory, Environment};
use kmgmt::model::entity::EntityKind;
use kmgmt::model::permission::Permission;
use kmgmt::model::principal::PrincipalRef;
use kmgmt::model::role::Role;
use kmgmt::session::{Output, Session};
use kmgmt::syntax::pieces;

mod support;

use support::{run, run_as, run_well, session, session_with_environment};

/// Runs a script, each statement before its answer, and compares with the answers beside it.
fn answers(session: &mut Session, name: &str) {
    let script = fs::read_to_string(format!("fixtures/explain/{name}.kql")).unwrap();
    let mut shown = String::new();
    pieces(&script, 1, |piece| {
        let answer = run(session, piece.text);
        shown.push_str(&format!("{}\n{answer}\n", piece.text.trim_end()));
    });
    let path = format!("fixtures/explain/{name}.out");
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        fs::write(&path, &shown).unwrap();
    }
    let checked_in = fs::read_to_string(&path).unwrap_or_default();
    assert!(shown == checked_in, "{path} differs:\n{shown}");
}

#[test]
fn questions_about_nested_groups_are_answered_as_checked_in() {
    answers(&mut session_with_environment(), "environment");
}

#[test]
fn questions_in_an_open_directory_are_answered_as_checked_in() {
    answers(&mut session(), "open");
}

/// Whether the answer of `#explain` allows.
fn allowed(session: &mut Session, question: &str) -> bool {
    let mut allowed = None;
    pieces(&format!("#explain {question}"), 1, |piece| match session.run(&piece).result {
        Ok(Output::Proof(proof)) => allowed = Some(proof.is_allowed()),
        other => panic!("{question}: {other:?}"),
    });
    allowed.unwrap()
}

#[test]
fn what_a_denial_suggests_allows_it() {
    for question in [
        "aaduser=robinhale@fabrikam.com view table Secret",
        "aaduser=robinhale@fabrikam.com alter table Secret",
        "'aadgroup=Some Group;fabrikam.com' ingest table Secret",
        "aaduser=robinhale@fabrikam.com create table database NetDefaultDB",
        "aaduser=robinhale@fabrikam.com administer cluster",
        "aaduser=robinhale@fabrikam.com export on behalf of 0a1b2c3d-0000-4000-8000-000000000401",
        "'aadgroup=Some Group;fabrikam.com' export on behalf of system database NetDefaultDB",
    ] {
        let mut session = session_with_environment();
        run_well(
            &mut session,
            ".create table Secret (x:int)\n.add table Secret admins ('aaduser=robinhale@fabrikam.com')",
        );
        for _ in 0..2 {
            pieces(&format!("#explain {question}"), 1, |piece| {
                let Ok(Output::Proof(proof)) = session.run(&piece).result else { panic!("{question}") };
                let commands = proof.suggestion.map_or(Vec::new(), |suggestion| suggestion.commands);
                run_well(&mut session, &commands.join("\n"));
            });
        }
        assert!(allowed(&mut session, question), "{question}");
    }
}

#[test]
fn a_command_is_allowed_where_the_question_by_its_words_is() {
    const WHO: &str = "aaduser=ana@contoso.com";
    let commands = [
        ("create function", ".create function F() { 1 }"),
        ("create graph_model", ".create-or-alter graph_model G '{\"Definition\": {\"Steps\": []}}'"),
        ("create entity_group", ".create entity_group E (database('D'))"),
        ("export", ".export to csv (h'https://a.blob.core.windows.net/c;key') <| T"),
        ("execute script", ".execute database script <| .show tables"),
        ("undo drop", ".undo drop table T version = 'v1'"),
        ("delete records", ".delete table T records <| T"),
        ("manage followers", ".add follower database NetDefaultDB viewers ('aaduser=b@contoso.com')"),
        ("purge", ".purge table T in database NetDefaultDB allrecords"),
    ];
    for role in Role::at(EntityKind::Database) {
        let mut session = session();
        run_well(&mut session, &format!(".create table T (x:int)\n.add database NetDefaultDB {role} ('{WHO}')"));
        for (action, command) in commands {
            let says = allowed(&mut session, &format!("{WHO} {action} database"));
            let shown = run_as(&mut session.copy(), WHO, command);
            assert_eq!(says, !shown.contains("is not authorized"), "{role}: {action}\n{shown}");
        }
    }
}

#[test]
fn a_principal_that_acts_is_found_or_refused() {
    let mut session = session_with_environment();
    let known = PrincipalRef::parse("aaduser=abbiatkins@fabrikam.com").unwrap();
    let unknown = PrincipalRef::parse("aaduser=nobody@fabrikam.com").unwrap();
    assert!(session.act_as(&known).is_ok());
    assert_eq!(session.read().directory.identity(session.principal()).id, "abbiatkins@fabrikam.com");
    assert!(session.act_as(&unknown).is_err());
    assert_eq!(session.read().directory.identity(session.principal()).id, "abbiatkins@fabrikam.com");
}

#[test]
fn a_directory_that_changes_keeps_who_holds_what() {
    let mut session = session_with_environment();
    session.read_files_with(|name| {
        let text = fs::read_to_string("fixtures/environment.json").map_err(|error| error.to_string())?;
        match name {
            "left.json" => Ok(text.replace("[\"aaduser=imikeoein@fabrikam.com\"]", "[]")),
            "renamed.json" => Ok(text.replace("robinhale@fabrikam.com", "robin@fabrikam.com")),
            _ => Err("no such file".to_owned()),
        }
    });
    let setup =
        ".add database NetDefaultDB viewers ('aadgroup=Some Group;fabrikam.com', 'aaduser=robinhale@fabrikam.com')";
    run_well(&mut session, setup);
    assert!(allowed(&mut session, "aaduser=imikeoein@fabrikam.com view database"));
    run_well(&mut session, "#directory load left.json");
    assert!(!allowed(&mut session, "aaduser=imikeoein@fabrikam.com view database"));
    assert!(allowed(&mut session, "aaduser=abbiatkins@fabrikam.com view database"));
    run_well(&mut session, "#directory load 'renamed.json'");
    assert!(allowed(&mut session, "aaduser=imikeoein@fabrikam.com view database"));
    assert!(allowed(&mut session, "aaduser=robin@fabrikam.com view database"));
    let refused = run(&mut session, "#explain aaduser=robinhale@fabrikam.com view database");
    assert!(refused.starts_with("error: Requested entity is not valid"), "{refused}");
    let refused = run(&mut session, "#directory load none.json");
    assert!(refused.starts_with("error: environment `none.json`: no such file"), "{refused}");
}

#[test]
fn a_membership_that_only_the_cache_knows_is_told_as_such() {
    let mut session = session_with_environment();
    run_well(&mut session, ".add database NetDefaultDB viewers ('aadgroup=Some Group;fabrikam.com')");
    let (state, now) = (session.read(), session.now());
    let (catalog, mut directory) = (&state.catalog, Directory::clone(&state.directory));
    let member =
        directory.resolve(&PrincipalRef::parse("aaduser=imikeoein@fabrikam.com").unwrap()).unwrap().principal.unwrap();

    let filled = Memberships::default().filled(&directory, member, now);
    let text = fs::read_to_string("fixtures/environment.json").unwrap();
    let without = text.replace("[\"aaduser=imikeoein@fabrikam.com\"]", "[]");
    directory.load(Some(&Environment::new(without).unwrap()));
    let access = Access::new(catalog, &directory);
    let client = &Client::default();
    let request = Request { subject: filled.subject(), client, database: session.database(), now };
    let database = catalog.database("NetDefaultDB").unwrap();
    let proof = prove(&access, request, &Permission::View.into(), Need::new(Permission::View, database));
    let tree = "\
allowed: `aaduser=imikeoein@fabrikam.com` has `view` on database `NetDefaultDB`
└── `Database NetDefaultDB Viewer` gives `view`
    └── assigned to group `Some Group`
        └── `imikeoein@fabrikam.com` was a member when the membership cache last read it";
    assert_eq!(proof.to_string(), tree);
}
