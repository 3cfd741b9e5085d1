//! `kmgmt review`: who holds which role on what, what it gives and through whom.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/access/mod.rs"]
mod access;
#[path = "support/chance.rs"]
mod chance;
#[path = "cli/kmgmt.rs"]
mod cli;
#[path = "support/ebnf/random.rs"]
mod random;

use std::collections::BTreeSet;
use std::sync::Arc;

use access::{Built, Matrix};
use cli::{command, file, run};
use jiff::Timestamp;
use kmgmt::catalog::EntityId;
use kmgmt::cluster::Cluster;
use kmgmt::model::role::Role;
use kmgmt::plan::review;
use kmgmt::session::{Clock, Session};
use random::Random;

const SEED: u64 = 20_260_131;

#[test]
fn the_rows_of_a_principal_are_all_its_roles() {
    let matrix = Matrix::read();
    let mut random = Random::new(SEED);
    let mut rows = 0;
    for number in 0..300 {
        let world = chance::world(&mut random, &matrix);
        let built = Built::new(&world, &matrix);
        let cluster = Cluster::with(built.catalog.clone(), built.directory.clone());
        let session = Session::on(Arc::new(cluster), Clock::Standing(Timestamp::UNIX_EPOCH));
        let reviewed = session.world(|world| review(world, None));
        rows += reviewed.len();
        for who in &world.users {
            let principal = built.principals[who];
            let own = reviewed.iter().filter(|row| row.principal == principal);
            let own: BTreeSet<(EntityId, Role, bool)> = own.map(|row| (row.scope, row.role, row.in_force)).collect();
            let filled = built.filled(who);
            let held = built.access().roles_of(filled.subject()).into_iter();
            let held: BTreeSet<(EntityId, Role, bool)> =
                held.map(|held| (held.witness.scope, held.witness.role, held.in_force)).collect();
            assert_eq!(own, held, "SEED={SEED}, world {number}, {who}");
        }
        let listed: BTreeSet<String> = reviewed.iter().map(|row| format!("{row:?}")).collect();
        assert_eq!(listed.len(), reviewed.len(), "SEED={SEED}, world {number}: a row stands twice");
    }
    assert!(rows > 2_000, "chance reached too little: {rows}");
}

const SETUP: &str = "\
.create database Sales volatile
#dbcontext Sales
.create table Orders (x:int)
.add cluster ops ('aaduser=abbiatkins@fabrikam.com')
.add database Sales viewers ('aaduser=abbiatkins@fabrikam.com', 'aadgroup=Some Group;fabrikam.com')
.add table Orders admins ('aaduser=abbiatkins@fabrikam.com') 'owner'
.add table Orders ingestors ('aaduser=imikeoein@fabrikam.com')
.add database NetDefaultDB users ('aaduser=robinhale@fabrikam.com')
";

/// What the program prints after the setup.
fn printed(args: &[&str], environment: bool) -> (String, i32) {
    let mut all = vec!["review", "-f", "-"];
    if environment {
        all.extend(["--environment", "fixtures/environment.json"]);
    }
    let (out, err, code) = run(command(all.iter().chain(args)), Some(SETUP.as_bytes()));
    (format!("{err}{out}"), code)
}

#[test]
fn members_of_groups_have_rows_of_their_own() {
    let (text, code) = printed(&["--format", "csv"], true);
    assert_eq!(code, 0);
    insta::assert_snapshot!(text, @r#"
    PrincipalType,PrincipalDisplayName,PrincipalFQN,Database,Entity,Role,Permissions,Via,Source,Effect
    Microsoft Entra user,Abbi Atkins,aaduser=abbiatkins@fabrikam.com,,cluster,Cluster Ops,,,assigned,grants nothing
    Microsoft Entra user,Abbi Atkins,aaduser=abbiatkins@fabrikam.com,Sales,database Sales,Database Sales Viewer,"view, show metadata",,assigned,in force
    Microsoft Entra user,Abbi Atkins,aaduser=abbiatkins@fabrikam.com,Sales,database Sales,Database Sales Viewer,"view, show metadata",Some Group,assigned,in force
    Microsoft Entra user,Abbi Atkins,aaduser=abbiatkins@fabrikam.com,Sales,table Orders,Table Orders Admin,,,assigned,has effect only with Database Sales User or more
    Microsoft Entra user,Ada Lind,aaduser=admin@fabrikam.com,,cluster,AllDatabasesAdmin,"view, ingest, show metadata, show principals, monitor, create table, alter, drop, manage roles, administer, create database, monitor cluster, administer cluster",,declared by the environment,in force
    Microsoft Entra user,Imike Oein,aaduser=imikeoein@fabrikam.com,Sales,database Sales,Database Sales Viewer,"view, show metadata",SGDisplayName > Some Group,assigned,in force
    Microsoft Entra user,Imike Oein,aaduser=imikeoein@fabrikam.com,Sales,table Orders,Table Orders Ingestor,,,assigned,has effect only with Database Sales User or Database Sales Ingestor or more
    Microsoft Entra user,Robin Hale,aaduser=robinhale@fabrikam.com,NetDefaultDB,database NetDefaultDB,Database NetDefaultDB User,"view, show metadata, create table",,assigned,in force
    "#);
}

#[test]
fn a_scope_leaves_other_databases_out() {
    insta::assert_snapshot!(printed(&["--format", "markdown", "--scope", "database:NetDefaultDB"], true).0, @"
    | PrincipalType | PrincipalDisplayName | PrincipalFQN | Database | Entity | Role | Permissions | Via | Source | Effect |
    | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
    | Microsoft Entra user | Abbi Atkins | aaduser=abbiatkins@fabrikam.com |  | cluster | Cluster Ops |  |  | assigned | grants nothing |
    | Microsoft Entra user | Ada Lind | aaduser=admin@fabrikam.com |  | cluster | AllDatabasesAdmin | view, ingest, show metadata, show principals, monitor, create table, alter, drop, manage roles, administer, create database, monitor cluster, administer cluster |  | declared by the environment | in force |
    | Microsoft Entra user | Robin Hale | aaduser=robinhale@fabrikam.com | NetDefaultDB | database NetDefaultDB | Database NetDefaultDB User | view, show metadata, create table |  | assigned | in force |
    ");
    insta::assert_snapshot!(printed(&["--format", "json", "--scope", "database:NetDefaultDB"], false).0, @r#"
    [
      {"PrincipalType":"Microsoft Entra user","PrincipalDisplayName":"abbiatkins@fabrikam.com","PrincipalFQN":"aaduser=abbiatkins@fabrikam.com","Database":null,"Entity":"cluster","Role":"Cluster Ops","Permissions":"","Via":"","Source":"assigned","Effect":"grants nothing"},
      {"PrincipalType":"Microsoft Entra user","PrincipalDisplayName":"robinhale@fabrikam.com","PrincipalFQN":"aaduser=robinhale@fabrikam.com","Database":"NetDefaultDB","Entity":"database NetDefaultDB","Role":"Database NetDefaultDB User","Permissions":"view, show metadata, create table","Via":"","Source":"assigned","Effect":"in force"}
    ]
    "#);
}

#[test]
fn a_group_whose_members_nobody_listed_stands_for_itself() {
    insta::assert_snapshot!(printed(&["--format", "csv"], false).0, @r#"
    PrincipalType,PrincipalDisplayName,PrincipalFQN,Database,Entity,Role,Permissions,Via,Source,Effect
    Microsoft Entra group,Some Group,aadgroup=Some Group;fabrikam.com,Sales,database Sales,Database Sales Viewer,"view, show metadata",,assigned,in force; nobody listed its members
    Microsoft Entra user,abbiatkins@fabrikam.com,aaduser=abbiatkins@fabrikam.com,,cluster,Cluster Ops,,,assigned,grants nothing
    Microsoft Entra user,abbiatkins@fabrikam.com,aaduser=abbiatkins@fabrikam.com,Sales,database Sales,Database Sales Viewer,"view, show metadata",,assigned,in force
    Microsoft Entra user,abbiatkins@fabrikam.com,aaduser=abbiatkins@fabrikam.com,Sales,table Orders,Table Orders Admin,,,assigned,has effect only with Database Sales User or more
    Microsoft Entra user,imikeoein@fabrikam.com,aaduser=imikeoein@fabrikam.com,Sales,table Orders,Table Orders Ingestor,,,assigned,has effect only with Database Sales User or Database Sales Ingestor or more
    Microsoft Entra user,robinhale@fabrikam.com,aaduser=robinhale@fabrikam.com,NetDefaultDB,database NetDefaultDB,Database NetDefaultDB User,"view, show metadata, create table",,assigned,in force
    "#);
}

#[test]
fn a_role_that_waits_is_unknown_where_a_group_might_bring_it_into_force() {
    let setup = "\
.create table T (x:int)
.add table T admins ('aaduser=ana@contoso.com')
.add database NetDefaultDB users ('aadgroup=team@contoso.com')
";
    let (out, err, code) = run(command(["review", "-f", &file("review-unknown.kql", setup), "--format", "csv"]), None);
    assert_eq!((err.as_str(), code), ("", 0));
    insta::assert_snapshot!(out, @r#"
    PrincipalType,PrincipalDisplayName,PrincipalFQN,Database,Entity,Role,Permissions,Via,Source,Effect
    Microsoft Entra group,team@contoso.com,aadgroup=team@contoso.com;contoso.com,NetDefaultDB,database NetDefaultDB,Database NetDefaultDB User,"view, show metadata, create table",,assigned,in force; nobody listed its members
    Microsoft Entra user,ana@contoso.com,aaduser=ana@contoso.com,NetDefaultDB,table T,Table T Admin,,,assigned,unknown through group `team@contoso.com`: has effect only with Database NetDefaultDB User or more
    "#);
}

#[test]
fn the_page_holds_all_that_it_needs_and_takes_names_for_nothing_else() {
    let setup = "\
.add database NetDefaultDB viewers ('aadgroup=\"><script>x</script>&;contoso.com')
.add database NetDefaultDB users ('aaduser=ana@contoso.com')
";
    let args = ["review", "-f", &file("review-page.kql", setup), "--format", "html"];
    let (page, err, code) = run(command(args), None);
    assert_eq!((err.as_str(), code), ("", 0));
    for elsewhere in ["http:", "https:", "src=", "href=", "@import", "url("] {
        assert!(!page.contains(elsewhere), "{elsewhere}");
    }
    assert_eq!(page.matches("<script>").count(), 1);
    let (_, body) = page.split_once("<main>").unwrap();
    let (body, _) = body.split_once("<dialog").unwrap();
    insta::assert_snapshot!(body, @r#"

    <h1>Review of access</h1>

    <p>Each cell shows the roles on a database and on what is in it, and opens what proves their effect. <span class="keys">Enter opens the proof, Escape closes it; arrow keys move.</span></p>
    <form role="search" data-noun="principals">
    <label>Principal<input name="who" type="search"></label>
    <label>Scope<input name="scope" type="search"></label>
    <label>Role<select name="role"><option value="">all</option><option>users</option><option>viewers</option></select></label>
    <button type="reset">Show all</button>
    <output></output>
    </form>
    <div class="frame">
    <table role="grid" class="matrix" aria-label="Principals and scopes">
    <thead><tr><th scope="col">Principal</th><th scope="col">NetDefaultDB</th></tr></thead>
    <tbody>
    <tr data-who="aadgroup=&quot;&gt;&lt;script&gt;x&lt;/script&gt;&amp;;contoso.com" data-title="group `&quot;&gt;&lt;script&gt;x&lt;/script&gt;&amp;`" data-name="&quot;&gt;&lt;script&gt;x&lt;/script&gt;&amp;"><th scope="row">&quot;&gt;&lt;script&gt;x&lt;/script&gt;&amp;<small>aadgroup=&quot;&gt;&lt;script&gt;x&lt;/script&gt;&amp;;contoso.com</small></th><td><button data-sheets="1 2"><span data-scope="NetDefaultDB database NetDefaultDB" data-role="viewers">Viewer</span></button></td></tr>
    <tr data-who="aaduser=ana@contoso.com" data-title="`ana@contoso.com`" data-name="ana@contoso.com"><th scope="row">ana@contoso.com<small>aaduser=ana@contoso.com</small></th><td><button data-sheets="3 4"><span data-scope="NetDefaultDB database NetDefaultDB" data-role="users">User</span></button></td></tr>
    </tbody>
    </table>
    </div>
    </main>
    <section class="sheets" aria-label="Proofs">
    <h2>Proofs</h2>
    <article id="s1"><h3>[1]</h3><ul><li>Database NetDefaultDB Viewer, assigned: in force; nobody listed its members; gives view, show metadata</li></ul></article>
    <article id="s2"><h3>[2]</h3><h4>view on database NetDefaultDB</h4><p>The same holds for show metadata.</p><pre>allowed: `<b></b>` has `view` on database `NetDefaultDB`
    └── `Database NetDefaultDB Viewer` gives `view`
        └── assigned to the principal itself</pre></article>
    <article id="s3"><h3>[3]</h3><ul><li>Database NetDefaultDB User, assigned: in force; gives view, show metadata, create table</li></ul></article>
    <article id="s4"><h3>[4]</h3><h4>view on database NetDefaultDB</h4><p>The same holds for show metadata, create table.</p><pre>allowed: `<b></b>` has `view` on database `NetDefaultDB`
    └── `Database NetDefaultDB User` gives `view`
        └── assigned to the principal itself</pre></article>
    </section>
    "#);
}

#[test]
fn a_scope_that_is_none_is_refused() {
    let (text, code) = printed(&["--scope", "database:Sale"], true);
    assert_eq!(code, 2);
    insta::assert_snapshot!(text, @"
    error: database `Sale` does not exist
     |
     = help: did you mean `Sales`?
    ");
    insta::assert_snapshot!(printed(&["--scope", "Sales"], true).0, @"
    error: `Sales` is no scope
     |
     = help: a scope is written `database:Sales`
    ");
}

#[test]
fn where_view_access_is_restricted_is_told() {
    let setup = "\
.create table Orders (x:int)
.create table Customers (x:int)
.alter table Customers policy restricted_view_access true
.add database NetDefaultDB viewers ('aaduser=ana@contoso.com', 'aaduser=bo@contoso.com')
.add database NetDefaultDB unrestrictedviewers ('aaduser=bo@contoso.com')
.add database NetDefaultDB ingestors ('aaduser=cy@contoso.com')
";
    let (out, _, _) = run(command(["review", "-f", &file("review-restricted.kql", setup), "--format", "csv"]), None);
    let effects: Vec<&str> = out.lines().skip(1).map(|line| line.rsplit_once("assigned,").unwrap().1).collect();
    let not = "\"in force; but not view table NetDefaultDB.Customers, where view access is restricted\"";
    assert_eq!(effects, [not, "in force", "in force", "in force"]);
}

#[test]
fn a_spreadsheet_finds_no_formula_in_a_review() {
    for (name, shown) in
        [("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"), ("+1", "'+1"), ("-a", "'-a"), ("@a", "'@a"), ("a=b", "a=b")]
    {
        let environment = serde_json::json!({
            "cluster": { "name": "c" },
            "tenants": [{ "id": "0a1b2c3d-0000-4000-8000-000000000001", "names": ["contoso.com"] }],
            "groups": [{ "displayName": name, "objectId": "0a1b2c3d-0000-4000-8000-000000000201", "tenant": "contoso.com" }]
        });
        let environment = file("formula.json", environment.to_string());
        let setup = ".add database NetDefaultDB viewers ('aadgroup=0a1b2c3d-0000-4000-8000-000000000201;contoso.com')";
        let args = ["review", "-f", &file("formula.kql", setup), "--environment", &environment];
        let (csv, err, code) = run(command(args.iter().chain(&["--format", "csv"])), None);
        assert_eq!((err.as_str(), code), ("", 0));
        let row = csv.lines().nth(1).unwrap();
        assert_eq!(row.split(',').nth(1).unwrap(), shown);
        // For programs a name stays what it is.
        let (json, ..) = run(command(args.iter().chain(&["--format", "json"])), None);
        assert!(json.contains(&format!("\"PrincipalDisplayName\":{}", serde_json::json!(name))), "{json}");
    }
}
