//! States: what is exported and loaded again is the same, and exporting it once more gives the same bytes.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/ebnf/random.rs"]
mod random;
#[path = "support/scripts.rs"]
mod scripts;
mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use insta::assert_snapshot;
use kmgmt::catalog::{CLUSTER, Catalog};
use kmgmt::cluster::Cluster;
use kmgmt::directory::{Directory, PrincipalId};
use kmgmt::model::command_kind::{CommandKind, Effect};
use kmgmt::model::entity::EntityKind;
use kmgmt::model::name::Text;
use kmgmt::model::policy::PolicyKind;
use kmgmt::model::policy_content::{Member, MemberType, Shape};
use kmgmt::model::scope::Scope;
use kmgmt::model::timespan::TimeSpan;
use kmgmt::plan::{Difference, What, differences};
use kmgmt::session::{Clock, Session};
use kmgmt::state::Folder;
use kmgmt::syntax::pieces;
use random::Random;
use support::{run, run_well, session, session_with_environment};

const SEED: u64 = 20_261_129;
const SCRIPTS: usize = 60;
const LENGTH: usize = 60;

/// Loads a state, as `--from` does.
fn load(folder: &Folder, at: &str) -> Session {
    let directory = Directory::from_environment(folder.environment.clone()).unwrap();
    let cluster = Arc::new(Cluster::with(Catalog::empty(), directory));
    let mut session = Session::on(cluster, Clock::Standing(jiff::Timestamp::UNIX_EPOCH));
    pieces(&folder.catalog, 1, |piece| {
        let outcome = session.load(&piece);
        assert!(outcome.result.is_ok(), "{}: {:?}\n{}\n{at}", piece.text, outcome.result.err(), folder.catalog);
    });
    session
}

/// Returns what a catalog holds, read from it by a walk of its own: entities, roles and policies, a line each.
fn held(session: &Session) -> BTreeSet<String> {
    session.world(|world| {
        let (mut all, mut next) = (BTreeSet::new(), vec![CLUSTER]);
        while let Some(id) = next.pop() {
            let (entity, scope) = (world.catalog.get(id).unwrap(), Scope::of(world.catalog, id).unwrap());
            all.insert(scope.to_string());
            let policies = entity.policies.iter().map(|(kind, policy)| format!("{scope}: {kind} {}", policy.json()));
            let is_exported = |principal: PrincipalId| !world.directory.is_built_in(principal);
            let roles = entity.assignments.sorted().into_iter().filter(|(_, principal, _)| is_exported(*principal));
            let roles = roles.map(|(role, principal, held)| {
                format!("{scope}: {role} {} '{}'", world.identity(principal).fqn(), held.notes)
            });
            all.extend(policies.chain(roles));
            next.extend(world.catalog.all_children(id).into_iter().map(|(child, _)| child));
        }
        all
    })
}

fn between(one: &Session, other: &Session) -> Vec<Difference> {
    one.world(|one| other.world(|other| differences(one, other)))
}

#[test]
fn what_is_exported_and_loaded_again_gives_the_same_bytes_by_chance() {
    println!("seed {SEED}");
    let mut random = Random::new(SEED);
    for number in 0..SCRIPTS {
        let mut session = if random.one_in(2) { session() } else { session_with_environment() };
        for statement in scripts::script(&mut random, LENGTH, false) {
            pieces(&statement, 1, |piece| drop(session.run(&piece)));
        }
        let first = Folder::of(&session);
        let again = load(&first, &format!("seed {SEED}, script {number}"));
        // What no command makes stands in a comment, and does not come back.
        let whole = Folder { catalog: without_comments(&first.catalog), ..first.clone() };
        let is_whole = !first.catalog.contains("// left out");
        assert_eq!(Folder::of(&again), if is_whole { first.clone() } else { whole }, "seed {SEED}, script {number}");
        // Everything that is no comment came back: the two hold the same.
        if !first.catalog.contains("// left out") {
            assert_eq!(held(&again), held(&session), "seed {SEED}, script {number}\n{}", first.catalog);
            let loaded = load(&Folder::of(&again), "");
            assert_eq!(between(&again, &loaded), [], "seed {SEED}, script {number}");
        }
    }
}

#[test]
fn loading_records_nobody_as_admin_and_nothing_in_the_journal() {
    let mut made = session();
    run(&mut made, ".create database Sales\n#dbcontext Sales\n.create table T (a: int)\n");
    let folder = Folder::of(&made);
    assert!(!folder.catalog.contains("admin@localhost"), "{}", folder.catalog);
    let mut session = load(&folder, "");
    assert_eq!(session.read().journal.last(), 0);
    assert_eq!(run(&mut session, ".show database Sales principals").matches("Database Sales").count(), 0);
}

#[test]
fn a_state_has_one_line_for_each_role_and_no_default_database() {
    let mut made = session();
    run(&mut made, ".drop database NetDefaultDB");
    run(&mut made, ".create database Sales");
    run(&mut made, ".add database Sales viewers ('aaduser=b@contoso.com', 'aaduser=a@contoso.com') 'why'");
    assert_eq!(
        Folder::of(&made).catalog,
        "// database Sales
.create database Sales ifnotexists
#dbcontext Sales
.add database Sales viewers ('aaduser=a@contoso.com') skip-results 'why'
.add database Sales viewers ('aaduser=b@contoso.com') skip-results 'why'
"
    );
}

/// A value that each member takes.
fn json_of(members: &[Member]) -> String {
    let member = |member: &Member| format!("\"{}\": {}", member.name, value_of(member.takes));
    format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(", "))
}

fn value_of(takes: MemberType) -> String {
    match takes {
        MemberType::Bool => "true".to_owned(),
        MemberType::Text => "\"it's text\"".to_owned(),
        MemberType::Texts => "[\"a\", \"b\"]".to_owned(),
        MemberType::Number | MemberType::Whole | MemberType::Any => "1".to_owned(),
        MemberType::Within(least, _) | MemberType::WithinOrDefault(least, _) => least.to_string(),
        MemberType::Span(spans) => format!("\"{}\"", TimeSpan::seconds(spans.least)),
        MemberType::DateTime => "\"2036-01-31T00:00:00Z\"".to_owned(),
        MemberType::OneOf(words) | MemberType::Listed(words) => format!("\"{}\"", words[0]),
        MemberType::Object(members) => json_of(members),
        MemberType::Objects(members) => format!("[{}]", json_of(members)),
    }
}

/// What stands in a command for each word of the forms; longer words before those that they begin with.
const MEANT: &[(&str, &str)] = &[
    ("DATABASE.TABLE.COLUMN", "T.x"),
    ("TABLE.COLUMN", "T.x"),
    ("DATABASE.TABLE", "T"),
    ("DATABASE.VIEW", "V"),
    ("[DATABASE]", ""),
    ("EXTERNAL_TABLE", "E"),
    ("GRAPH_MODEL", "G"),
    ("TABLES", "(T)"),
    ("TABLE", "T"),
    ("VIEW", "V"),
    ("[PROPERTIES]", ""),
    ("QUERY", "<| iff(current_principal() == 'it', \"W\",\n 'default')"),
    ("CACHING", "hotdata = 3d hotindex = 1d, hot_window = datetime(2021-01-01) .. datetime(2021-02-01)"),
    ("FLAG", "true"),
    ("ROW_ORDER", "(x asc, name desc)"),
    ("ENCODING", "type = 'Vector16'"),
    ("SWITCH", "enable"),
];

/// The commands that set a policy in each form that its kind has.
fn setting(kind: CommandKind, policy: PolicyKind) -> Vec<String> {
    let json = match (policy, policy.content()) {
        (PolicyKind::Update, _) => r#"[{"IsEnabled": true, "Source": "U", "Query": "F()"}]"#.to_owned(),
        (_, Some(content)) if content.shape == Shape::Array => format!("[{}]", json_of(content.members)),
        (_, Some(content)) => json_of(content.members),
        (_, None) => r#"{"a": "it's"}"#.to_owned(),
    };
    let form = kind.form();
    let forms = match form.split_once("(JSON | ") {
        Some((before, other)) => vec![format!("{before}JSON"), format!("{before}{}", other.trim_end_matches(')'))],
        None => vec![form.replace("[JSON]", "JSON")],
    };
    let filled = |form: String| MEANT.iter().fold(form, |form, (word, meant)| form.replace(word, meant));
    forms.into_iter().map(|form| format!(".{}", filled(form).replace("JSON", &Text(&json).to_string()))).collect()
}

/// Policies whose commands have syntax trees of their own, or forms with parts that may be left out.
const OTHER_SETTINGS: &[&str] = &[
    ".alter table T policy row_level_security enable \"T | where name == 'it'\"",
    ".alter materialized-view V policy row_level_security enable \"V | where x == 1\"",
    ".alter table U policy restricted_view_access true",
    ".alter table T policy mirroring partition by (n:string = name) dataformat = parquet with (IsEnabled=true)",
    ".alter-merge cluster policy request_classification '{\"IsEnabled\": true}'",
    ".alter-merge cluster policy request_classification @'{\"ClassificationFunction\": \"let a = 1;\\n\\na\"}'",
    ".alter-merge table T policy retention softdelete = 3d recoverability = disabled",
];

#[test]
fn each_policy_comes_back_on_each_target_that_it_has() {
    let made = "
.create table T (x:int, name:string)
.create table U (x:int)
.create function F() { U | extend name = '' }
.create materialized-view V on table T { T | summarize count() by x }
.create external table E (a:int) kind=storage dataformat=json (h@'https://a.blob.core.windows.net/c;impersonate')
.create-or-alter graph_model G '{\"Definition\": {\"Steps\": [{\"Kind\": \"AddNodes\", \"Query\": \"T\", \"NodeIdColumn\": \"x\"}]}}'
";
    let mut settings: Vec<String> = OTHER_SETTINGS.iter().map(|setting| (*setting).to_owned()).collect();
    for kind in CommandKind::all().filter(|kind| kind.form().starts_with("alter ")) {
        if let (Effect::Policy(policy), false) = (kind.effect(), kind.form().contains("partition by")) {
            settings.extend(setting(kind, policy));
        }
    }
    assert!(settings.len() > 60, "{}", settings.len());
    for setting in settings {
        let mut session = session();
        run_well(&mut session, made);
        let shown = run(&mut session, &setting);
        assert!(!shown.contains("error"), "{setting}\n{shown}");
        let folder = Folder::of(&session);
        assert!(!folder.catalog.contains("left out"), "{}", folder.catalog);
        let policy = setting.split_once(" policy ").unwrap().1.split_whitespace().next().unwrap();
        assert!(folder.catalog.contains(&format!(" policy {policy} ")), "{setting}\n{}", folder.catalog);
        let again = load(&folder, &setting);
        // The policies of columns are part of their table.
        let is_policy = |it: &Difference| matches!(it.what, What::Policy(_)) || it.scope.kind == EntityKind::Table;
        let is_role = |it: &Difference| matches!(it.what, What::Assignment(..));
        let lost: Vec<Difference> =
            between(&session, &again).into_iter().filter(|it| is_policy(it) && !is_role(it)).collect();
        assert_eq!(lost, [], "{setting}\n{}", folder.catalog);
        assert_eq!(Folder::of(&again), folder, "{setting}");
    }
}

/// What a session exports after these commands; it loads again, and the same script comes of that.
fn exported(commands: &str) -> String {
    let mut session = session();
    run_well(&mut session, commands);
    let folder = Folder::of(&session);
    assert_eq!(Folder::of(&load(&folder, commands)).catalog, without_comments(&folder.catalog));
    folder.catalog.lines().filter(|line| line.contains(" policy ")).collect::<Vec<_>>().join("\n")
}

fn without_comments(catalog: &str) -> String {
    catalog.split_inclusive('\n').filter(|line| !line.starts_with("// left out")).collect()
}

#[test]
fn a_policy_that_names_what_is_gone_is_left_out() {
    let made = ".create table T (x:int, y:int)\n.create table S (x:int, y:int)\n.create function F() { S }\n";
    let row_order = ".alter table T policy roworder (x asc, y desc)\n";
    let update = ".alter table T policy update @'[{\"Source\": \"S\", \"Query\": \"F()\"}]'\n";
    assert_snapshot!(exported(&format!("{made}{row_order}.drop column T.y")), @"// left out: the policy roworder of table T: table `T` has no column `y`");
    assert_snapshot!(exported(&format!("{made}{row_order}.rename column T.x to z")), @"// left out: the policy roworder of table T: table `T` has no column `x`");
    assert_snapshot!(exported(&format!("{made}{update}.drop function F")), @"// left out: the policy update of table T: the query of the update policy reads `F`, which names nothing here");
    assert_snapshot!(exported(&format!("{made}{update}.drop table S")), @"// left out: the policy update of table T: Entity ID 'S' of kind 'Table' was not found.");
}

#[test]
fn the_function_that_classifies_requests_is_written_as_its_command_has_it() {
    assert_snapshot!(exported(".alter cluster policy request_classification '{\"IsEnabled\":true}' <| \"W\""), @r#".alter cluster policy request_classification '{"IsEnabled": true}' <| "W""#);
}

#[test]
fn an_update_policy_comes_back_before_the_database_that_it_reads() {
    let mut session = session_with_environment();
    run_well(
        &mut session,
        "
.create database Z
.add database Z viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000501;0a1b2c3d-0000-4000-8000-000000000001')
.alter-merge cluster policy managed_identity '[{\"ObjectId\":\"0a1b2c3d-0000-4000-8000-000000000401\",\"AllowedUsages\":\"AutomatedFlows\"}]'
.create table S (x:int)
.create table T (x:int)
.alter table T policy update @'[{\"Source\": \"S\", \"Query\": \"database(\\\"Z\\\").X\", \"ManagedIdentity\": \"0a1b2c3d-0000-4000-8000-000000000401\"}]'
",
    );
    let folder = Folder::of(&session);
    assert!(folder.catalog.contains("\n.alter table T policy update"), "{}", folder.catalog);
    assert_eq!(Folder::of(&load(&folder, "")), folder);
}

#[test]
fn a_table_whose_last_column_went_comes_back_without_one() {
    let mut made = session();
    run(&mut made, ".create table T (x: int)");
    run(&mut made, ".drop column T.x");
    let folder = Folder::of(&made);
    let again = load(&folder, "");
    assert_eq!(Folder::of(&again), folder);
    assert_eq!(run(&mut again.copy(), "#dbcontext NetDefaultDB\n.show table T cslschema").matches("string").count(), 0);
}
