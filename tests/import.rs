//! What is imported: each shape of `fixtures/imports` with its whole report, and what an existing state becomes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy's exception for tests does not cover the functions that they share"
)]

use std::fmt::Write;

use insta::assert_snapshot;
use jiff::Timestamp;
use kmgmt::session::Clock;
use kmgmt::state::Folder;
use kmgmt::state::import::{Imported, Input, Options, import};

const CLOCK: Clock = Clock::Standing(Timestamp::UNIX_EPOCH);

fn options() -> Options {
    Options { database: None, group: None, tenant: None, clock: CLOCK }
}

/// Answers that name no database are about `Sales`, and lists are of `contoso.com`.
fn sales() -> Options {
    Options { database: Some("Sales".to_owned()), tenant: Some("contoso.com".to_owned()), ..options() }
}

fn input(name: &str) -> Input {
    let text = std::fs::read_to_string(format!("fixtures/imports/{name}")).unwrap();
    text_input(name, &text)
}

fn text_input(name: &str, text: &str) -> Input {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Input { origin: name.to_owned(), text: text.to_owned(), stem: stem.to_owned(), database: None }
}

fn import_files(files: &[&str], options: &Options) -> Imported {
    let inputs: Vec<Input> = files.iter().map(|name| input(name)).collect();
    import(None, &inputs, options).unwrap()
}

/// What could not be placed, and what changed.
fn report(imported: &Imported) -> String {
    let mut report = String::new();
    for fault in &imported.faults {
        let severity = if fault.is_warning { "warning" } else { "error" };
        writeln!(report, "{severity}: {}: {}", fault.place, fault.message).unwrap();
        fault.help.iter().for_each(|help| writeln!(report, "  help: {help}").unwrap());
    }
    imported.people.iter().chain(&imported.commands).for_each(|change| writeln!(report, "{change}").unwrap());
    report
}

/// The report of each file, after its name.
fn each(files: &[&str], options: &Options) -> String {
    let one = |name: &&str| format!("== {name}\n{}", reported(&[name], options));
    files.iter().map(one).collect()
}

fn reported(files: &[&str], options: &Options) -> String {
    report(&import_files(files, options))
}

#[test]
fn an_answer_with_its_environment_and_its_catalog() {
    let Imported { state, faults, .. } = import_files(&["v1.json"], &options());
    assert!(faults.is_empty());
    assert_snapshot!(state.environment, @r#"
    {
      "cluster": {
        "name": "local",
        "principals": [
          {"role":"AllDatabasesAdmin","principal":"aaduser=ana@contoso.com"}
        ]
      },
      "directory": "open",
      "read": [
        "cluster",
        "database Sales"
      ],
      "tenants": [
        {"id":"f5d01e3b-9a77-4970-b372-e38a3761c3c0","names":["contoso.com"]}
      ],
      "users": [
        {"upn":"ana@contoso.com","objectId":"0a1b2c3d-0000-4000-8000-000000000101","tenant":"f5d01e3b-9a77-4970-b372-e38a3761c3c0","displayName":"Ana Lund"}
      ],
      "groups": [
        {"displayName":"Sales Readers","objectId":"0a1b2c3d-0000-4000-8000-000000000201","tenant":"f5d01e3b-9a77-4970-b372-e38a3761c3c0"}
      ],
      "applications": [
        {"appId":"0a1b2c3d-0000-4000-8000-000000000301","tenant":"f5d01e3b-9a77-4970-b372-e38a3761c3c0","objectId":"0a1b2c3d-0000-4000-8000-000000000302","displayName":"Loader"}
      ]
    }
    "#);
    assert_snapshot!(state.catalog, @"
    // database Sales
    .create database Sales ifnotexists
    #dbcontext Sales
    .add database Sales admins ('aaduser=ana@contoso.com') skip-results
    .add database Sales viewers ('aadgroup=0a1b2c3d-0000-4000-8000-000000000201;f5d01e3b-9a77-4970-b372-e38a3761c3c0') skip-results 'weekly report'
    .add database Sales ingestors ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;f5d01e3b-9a77-4970-b372-e38a3761c3c0') skip-results
    ");
}

/// The answer is one, and so is the state: clients have it with five, six or seven columns.
#[test]
fn answers_are_one_in_every_shape() {
    let of = |name: &str| {
        let Imported { state, faults, .. } = import_files(&[name], &options());
        assert!(faults.is_empty(), "{name}: {faults:?}");
        state
    };
    let whole = of("v1.json");
    for name in ["v2.json", "v2-progressive.json", "lines.jsonl", "answer.csv", "web-page.tsv", "kusto-cli.txt"] {
        assert_eq!(of(name), whole, "{name}");
    }
    let pasted = format!(".show database Sales principals\r\n\r\n{}", input("web-page.tsv").text);
    assert_eq!(import(None, &[text_input("pasted", &pasted)], &options()).unwrap().state, whole);
    let without_notes = Folder { catalog: whole.catalog.replace(" 'weekly report'", ""), ..whole };
    for name in ["objects.json", "documentation.md"] {
        assert_eq!(of(name), without_notes, "{name}");
    }
}

#[test]
fn lists_of_azure_and_terraform_add_roles() {
    let files = ["azure-database.json", "azure-cluster.json", "azure-table.txt", "terraform.json"];
    assert_snapshot!(each(&files, &options()), @r#"
    == azure-database.json
    - cluster name "local"
    + cluster name "contoso"
    + tenant {"id":"f5d01e3b-9a77-4970-b372-e38a3761c3c0","names":["contoso.com"]}
    + user {"upn":"bo@contoso.com","objectId":"0a1b2c3d-0000-4000-8000-000000000102","tenant":"f5d01e3b-9a77-4970-b372-e38a3761c3c0"}
    + application {"appId":"0a1b2c3d-0000-4000-8000-000000000301","tenant":"f5d01e3b-9a77-4970-b372-e38a3761c3c0","objectId":"0a1b2c3d-0000-4000-8000-000000000302","displayName":"Loader"}
    + .create database Sales ifnotexists
    + Sales: .add database Sales unrestrictedviewers ('aaduser=bo@contoso.com') skip-results
    + Sales: .add database Sales ingestors ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;f5d01e3b-9a77-4970-b372-e38a3761c3c0') skip-results
    == azure-cluster.json
    - cluster name "local"
    + cluster name "contoso"
    + tenant {"id":"f5d01e3b-9a77-4970-b372-e38a3761c3c0","names":["contoso.com"]}
    + user {"upn":"ana@contoso.com","objectId":"0a1b2c3d-0000-4000-8000-000000000101","tenant":"f5d01e3b-9a77-4970-b372-e38a3761c3c0"}
    + cluster role {"role":"AllDatabasesAdmin","principal":"aaduser=ana@contoso.com"}
    == azure-table.txt
    + tenant {"id":"f5d01e3b-9a77-4970-b372-e38a3761c3c0","names":["contoso.com"]}
    + .create database Sales ifnotexists
    + Sales: .add database Sales viewers ('aaduser=bo@contoso.com') skip-results
    == terraform.json
    - cluster name "local"
    + cluster name "contoso"
    + tenant {"id":"f5d01e3b-9a77-4970-b372-e38a3761c3c0","names":["contoso.com"]}
    + application {"appId":"0a1b2c3d-0000-4000-8000-000000000302","tenant":"f5d01e3b-9a77-4970-b372-e38a3761c3c0","displayName":"Loader"}
    + cluster role {"role":"AllDatabasesAdmin","principal":"aaduser=ana@contoso.com;f5d01e3b-9a77-4970-b372-e38a3761c3c0","owner":"terraform"}
    + .create database Sales ifnotexists
    + Sales: .add database Sales ingestors ('aadapp=0a1b2c3d-0000-4000-8000-000000000302;f5d01e3b-9a77-4970-b372-e38a3761c3c0') skip-results
    "#);
    let of = |name: &str| import_files(&[name], &options()).state;
    assert_eq!(of("terraform.tfstate"), of("terraform.json"));
    assert_snapshot!(reported(&["list-principals.json"], &sales()), @r#"
    + tenant {"id":"f5d01e3b-9a77-4970-b372-e38a3761c3c0","names":["contoso.com"]}
    + user {"upn":"ana@contoso.com","objectId":"0a1b2c3d-0000-4000-8000-000000000101","tenant":"f5d01e3b-9a77-4970-b372-e38a3761c3c0","displayName":"Ana Lund"}
    + group {"displayName":"Sales Readers","objectId":"0a1b2c3d-0000-4000-8000-000000000201","tenant":"f5d01e3b-9a77-4970-b372-e38a3761c3c0","email":"sales-readers@contoso.com"}
    + application {"appId":"0a1b2c3d-0000-4000-8000-000000000301","tenant":"f5d01e3b-9a77-4970-b372-e38a3761c3c0","displayName":"Loader"}
    + read "database Sales"
    + .create database Sales ifnotexists
    + Sales: .add database Sales admins ('aaduser=ana@contoso.com') skip-results
    + Sales: .add database Sales viewers ('aadgroup=0a1b2c3d-0000-4000-8000-000000000201;f5d01e3b-9a77-4970-b372-e38a3761c3c0') skip-results
    + Sales: .add database Sales ingestors ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;f5d01e3b-9a77-4970-b372-e38a3761c3c0') skip-results
    "#);
}

#[test]
fn who_exists_is_known_from_lists() {
    let lists = ["users.json", "groups.json", "applications.json", "Sales Readers.json", "Everybody.json"];
    let Imported { state, faults, .. } = import_files(&lists, &sales());
    assert_snapshot!(state.environment, @r#"
    {
      "cluster": {
        "name": "local",
        "homeTenant": "contoso.com"
      },
      "read": [
        "all applications",
        "all groups",
        "all users"
      ],
      "tenants": [
        {"id":"contoso.com"}
      ],
      "users": [
        {"upn":"ana@contoso.com","objectId":"0a1b2c3d-0000-4000-8000-000000000101","tenant":"contoso.com","displayName":"Ana Lund"},
        {"upn":"bo@contoso.com","objectId":"0a1b2c3d-0000-4000-8000-000000000102","tenant":"contoso.com","displayName":"Bo Ek"}
      ],
      "groups": [
        {"displayName":"Sales Readers","objectId":"0a1b2c3d-0000-4000-8000-000000000201","tenant":"contoso.com","email":"sales-readers@contoso.com","members":["aaduser=bo@contoso.com","aadgroup=0a1b2c3d-0000-4000-8000-000000000202;contoso.com"]},
        {"displayName":"Everybody","objectId":"0a1b2c3d-0000-4000-8000-000000000202","tenant":"contoso.com","members":["aaduser=ana@contoso.com"]}
      ],
      "applications": [
        {"appId":"0a1b2c3d-0000-4000-8000-000000000301","tenant":"contoso.com","objectId":"0a1b2c3d-0000-4000-8000-000000000302","displayName":"Loader"},
        {"appId":"0a1b2c3d-0000-4000-8000-000000000305","tenant":"contoso.com","objectId":"0a1b2c3d-0000-4000-8000-000000000306","displayName":"Report"}
      ]
    }
    "#);
    let faults: Vec<String> = faults.iter().map(|fault| format!("{}: {}", fault.place, fault.message)).collect();
    assert_snapshot!(faults.join("\n"), @"
    Everybody.json: `Sales Readers` is left out of `Everybody`, which would be a member of itself
    Everybody.json: row 3: `#microsoft.graph.device` can't be a member here
    ");
}

/// A tenant is no part of the lists.
#[test]
fn applications_without_a_tenant_are_reported() {
    assert_snapshot!(reported(&["applications.json"], &options()), @"
    error: applications.json: row 1: who is listed here is of a tenant that is not named, or has no id
      help: `--tenant TENANT` says of which tenant lists are
    error: applications.json: row 2: who is listed here is of a tenant that is not named, or has no id
      help: `--tenant TENANT` says of which tenant lists are
    ");
}

#[test]
fn roles_of_a_workspace_go_to_the_environment() {
    assert_snapshot!(reported(&["workspace.json"], &options()), @r#"
    + tenant {"id":"contoso.com"}
    + user {"upn":"ana@contoso.com","objectId":"0a1b2c3d-0000-4000-8000-000000000101","tenant":"contoso.com","displayName":"Ana Lund"}
    + group {"displayName":"Sales Readers","objectId":"0a1b2c3d-0000-4000-8000-000000000201","tenant":"contoso.com"}
    + workspace role {"role":"Admin","principal":"aaduser=ana@contoso.com"}
    + workspace role {"role":"Viewer","principal":"aadgroup=0a1b2c3d-0000-4000-8000-000000000201;contoso.com"}
    "#);
}

#[test]
fn schemas_and_scripts_make_what_there_is() {
    assert_snapshot!(each(&["databases.csv", "tables.csv", "schema.json", "policies.csv"], &options()), @r#"
    == databases.csv
    + .create database Plant ifnotexists
    + .alter database Plant prettyname 'The plant'
    + .create database Sales ifnotexists
    == tables.csv
    + .create database Plant ifnotexists
    + Plant: .create-merge table Events (not_read:dynamic)
    + .create database Sales ifnotexists
    + Sales: .create-merge table Orders (not_read:dynamic) with (docstring='one row an order', folder='shop')
    == schema.json
    error: schema.json: what external table `Lake` is made of was not read
      help: `.show database Sales schema as csl script` has the command that makes it
    + .create database Sales ifnotexists
    + .alter database Sales prettyname 'All sales'
    + Sales: .create-merge table Orders (id:long, ['two words']:dynamic)
    + Sales: .create-or-alter function with (skipvalidation=true, folder='shop') Cheap(T:(id:long), most:real=1.5) { T | where price < most }
    == policies.csv
    error: policies.csv:6: no policy is called `NoSuchPolicy`
    error: policies.csv:7: no command sets the policy `capacity` of `[Sales]`
    + .create database Sales ifnotexists
    + Sales: .alter database policy retention '{"SoftDeletePeriod": "30.00:00:00", "Recoverability": "Enabled"}'
    + Sales: .create-merge table Events (not_read:dynamic)
    + Sales: .create-merge table Orders (not_read:dynamic)
    + Sales: .alter table Events policy row_level_security enable "Events | where 1 == 1"
    + Sales: .alter tables (Orders) policy restricted_view_access True
    "#);
    assert_snapshot!(each(&["functions.csv", "script.json"], &sales()), @r#"
    == functions.csv
    + tenant {"id":"contoso.com"}
    + .create database Sales ifnotexists
    + Sales: .create-or-alter function with (skipvalidation=true, folder='shop') Cheap(most:real) { Orders | where price < most }
    == script.json
    + tenant {"id":"contoso.com"}
    + read "database Sales"
    + read "function Sales.Cheap"
    + read "materialized-view Sales.Latest"
    + read "table Sales.Orders"
    + .create database Sales ifnotexists
    + Sales: .add database Sales admins ('aaduser=0a1b2c3d-0000-4000-8000-000000000101;f5d01e3b-9a77-4970-b372-e38a3761c3c0') skip-results
    + Sales: .create-merge table Orders (id:long, price:real) with (folder='shop')
    + Sales: .create-or-alter function with (skipvalidation=true) Cheap(most:real) { Orders | where price < most }
    + Sales: .create-or-alter materialized-view Latest on table Orders { Orders | summarize arg_max(price, *) by id }
    + Sales: .add table Orders ingestors ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;f5d01e3b-9a77-4970-b372-e38a3761c3c0') skip-results 'loads orders'
    + Sales: .alter tables (Orders) policy restricted_view_access False
    "#);
    assert_eq!(reported(&["schema-answer.json"], &options()).replace(": row 1:", ":").replace("-answer", ""), {
        reported(&["schema.json"], &options())
    });
    assert_eq!(reported(&["script.csl"], &sales()), reported(&["script.json"], &sales()));
}

#[test]
fn what_can_not_be_placed_is_reported_row_by_row() {
    assert_snapshot!(each(&["faults.csv", "refusal.json", "functions.csv", "script.csl"], &options()), @r#"
    == faults.csv
    warning: faults.csv:1: a row of this answer could not be placed, so that it takes nothing away
    error: faults.csv:2: `Database Sales Owner` is no role on an entity, a database or the cluster
    error: faults.csv:3: `dstsgrp=nobody` is no reference to a principal: `dstsgrp=` is a kind of principal of the service that kmgmt does not interpret
    error: faults.csv:4: `aaduser=<user>@contoso.com` is no reference to a principal: `<user>` is a placeholder
    error: faults.csv:5: what external table `Lake` is made of was not read
      help: `.show database Sales schema as csl script` has the command that makes it
    error: faults.csv:6: the row names no principal
    error: faults.csv:7: the row has 7 cells, and the header has 6 columns
    + tenant {"id":"f5d01e3b-9a77-4970-b372-e38a3761c3c0","names":["contoso.com"]}
    + user {"upn":"ana@contoso.com","objectId":"0a1b2c3d-0000-4000-8000-000000000101","tenant":"f5d01e3b-9a77-4970-b372-e38a3761c3c0","displayName":"Ana Lund"}
    + group {"displayName":"Sales Readers","objectId":"0a1b2c3d-0000-4000-8000-000000000201","tenant":"f5d01e3b-9a77-4970-b372-e38a3761c3c0"}
    + application {"appId":"0a1b2c3d-0000-4000-8000-000000000301","tenant":"f5d01e3b-9a77-4970-b372-e38a3761c3c0","objectId":"0a1b2c3d-0000-4000-8000-000000000302","displayName":"Loader"}
    + .create database Sales ifnotexists
    + Sales: .add database Sales viewers ('aadgroup=0a1b2c3d-0000-4000-8000-000000000201;f5d01e3b-9a77-4970-b372-e38a3761c3c0') skip-results 'weekly report'
    + Sales: .create-merge table Orders (not_read:dynamic)
    + Sales: .add table Orders ingestors ('aadapp=0a1b2c3d-0000-4000-8000-000000000301;f5d01e3b-9a77-4970-b372-e38a3761c3c0') skip-results
    == refusal.json
    error: refusal.json: the service refused, this is no answer: Principal 'aaduser=bo@contoso.com' is not authorized to read database 'Sales'.
    == functions.csv
    error: functions.csv:2: function `Cheap` is in a database that is not named
      help: `--database NAME` says which one answers without a database are about
    == script.csl
    error: script.csl:1: the script is of a database that is not named
      help: `--database NAME` says which one answers without a database are about
    "#);
    let pasted = ["", "[]", "{", "a,b\n1,2\n", "[1]", "#as aaduser=a@b.c", "null"];
    let one =
        |text: &str| format!("== {text}\n{}", report(&import(None, &[text_input("pasted", text)], &sales()).unwrap()));
    assert_snapshot!(pasted.map(one).concat(), @r#"
    == 
    error: pasted: there is nothing in it
    + tenant {"id":"contoso.com"}
    + .create database Sales ifnotexists
    == []
    error: pasted: there are no rows, and nothing tells what the answer is about
      help: `kmgmt import --commands` prints the commands whose answers can be imported
    + tenant {"id":"contoso.com"}
    + .create database Sales ifnotexists
    == {
    error: pasted:1: this is no JSON: EOF while parsing an object
    + tenant {"id":"contoso.com"}
    + .create database Sales ifnotexists
    == a,b
    1,2

    error: pasted:1: no answer that can be imported has the columns `a` and `b`
      help: `kmgmt import --commands` prints the commands whose answers can be imported
    + tenant {"id":"contoso.com"}
    + .create database Sales ifnotexists
    == [1]
    error: pasted: row 1: this is no object with columns: 1
    + tenant {"id":"contoso.com"}
    + .create database Sales ifnotexists
    == #as aaduser=a@b.c
    error: pasted:1: a script that is imported has no directive but `#dbcontext`
    + tenant {"id":"contoso.com"}
    + .create database Sales ifnotexists
    == null
    error: pasted:1: no answer that can be imported has the columns `null`
      help: `kmgmt import --commands` prints the commands whose answers can be imported
    + tenant {"id":"contoso.com"}
    + .create database Sales ifnotexists
    "#);
}

/// The answer of a table has the roles on its database too, which tell where the table is.
#[test]
fn a_table_is_in_the_only_database_of_its_answer() {
    let text = "Role,PrincipalFQN\nDatabase Sales Admin,aaduser=ana@contoso.com\nTable Orders Ingestor,aaduser=bo@contoso.com\n";
    let both = [input("databases.csv"), text_input("orders.csv", text)];
    assert_snapshot!(import(None, &both, &options()).unwrap().state.catalog, @"
    // database Plant
    .create database Plant ifnotexists
    .alter database Plant prettyname 'The plant'
    #dbcontext Plant

    // database Sales
    .create database Sales ifnotexists
    #dbcontext Sales
    .add database Sales admins ('aaduser=ana@contoso.com') skip-results
    .create-merge table Orders (not_read:dynamic)
    .add table Orders ingestors ('aaduser=bo@contoso.com') skip-results
    ");
}

/// A role that an answer shows is replaced; others stay.
#[test]
fn an_answer_replaces_the_roles_that_it_shows() {
    let Imported { state, .. } = import_files(&["v1.json"], &options());
    let text = "Role,PrincipalFQN,PrincipalObjectId,PrincipalDisplayName,Notes
Database Sales Viewer,aaduser=0a1b2c3d-0000-4000-8000-000000000102;f5d01e3b-9a77-4970-b372-e38a3761c3c0,0a1b2c3d-0000-4000-8000-000000000102,Bo Ek (upn: bo@contoso.com),
Database Sales Admin,aaduser=ana@contoso.com,,,the owner
";
    let again = import(Some(&state), &[text_input("later.csv", text)], &options()).unwrap();
    assert_snapshot!(report(&again), @r#"
    + user {"upn":"bo@contoso.com","objectId":"0a1b2c3d-0000-4000-8000-000000000102","tenant":"f5d01e3b-9a77-4970-b372-e38a3761c3c0","displayName":"Bo Ek"}
    - Sales: .add database Sales admins ('aaduser=ana@contoso.com') skip-results
    - Sales: .add database Sales viewers ('aadgroup=0a1b2c3d-0000-4000-8000-000000000201;f5d01e3b-9a77-4970-b372-e38a3761c3c0') skip-results 'weekly report'
    + Sales: .add database Sales admins ('aaduser=ana@contoso.com') skip-results 'the owner'
    + Sales: .add database Sales viewers ('aaduser=bo@contoso.com') skip-results
    "#);
    let unchanged = import(Some(&again.state), &[text_input("later.csv", text)], &options()).unwrap();
    assert_eq!((report(&unchanged).as_str(), unchanged.state), ("", again.state));
}

/// Who was met by object id alone, and then by name, is one person; so is one with a new name.
#[test]
fn an_identity_keeps_its_roles_under_new_spellings() {
    let role = |name: &str| {
        format!(
            "Role,PrincipalFQN,PrincipalDisplayName\nDatabase Sales Viewer,\"aaduser=0a1b2c3d-0000-4000-8000-000000000101;contoso.com\",{name}\n"
        )
    };
    let mut before = None;
    let mut reports = Vec::new();
    for name in ["", "Ana (upn: ana@contoso.com)", "Ana Ek (upn: ana.ek@contoso.com)"] {
        let imported = import(before.as_ref(), &[text_input("pasted", &role(name))], &options()).unwrap();
        reports.push(report(&imported));
        before = Some(imported.state);
    }
    assert_snapshot!(reports.join("---\n"), @r#"
    + tenant {"id":"contoso.com"}
    + user {"upn":"0a1b2c3d-0000-4000-8000-000000000101","objectId":"0a1b2c3d-0000-4000-8000-000000000101","tenant":"contoso.com"}
    + read "database Sales"
    + .create database Sales ifnotexists
    + Sales: .add database Sales viewers ('aaduser=0a1b2c3d-0000-4000-8000-000000000101;contoso.com') skip-results
    ---
    - user {"upn":"0a1b2c3d-0000-4000-8000-000000000101","objectId":"0a1b2c3d-0000-4000-8000-000000000101","tenant":"contoso.com"}
    + user {"upn":"ana@contoso.com","objectId":"0a1b2c3d-0000-4000-8000-000000000101","tenant":"contoso.com","displayName":"Ana"}
    ---
    - user {"upn":"ana@contoso.com","objectId":"0a1b2c3d-0000-4000-8000-000000000101","tenant":"contoso.com","displayName":"Ana"}
    + user {"upn":"ana.ek@contoso.com","objectId":"0a1b2c3d-0000-4000-8000-000000000101","tenant":"contoso.com","displayName":"Ana Ek"}
    "#);
    assert_snapshot!(before.unwrap().catalog, @"
    // database Sales
    .create database Sales ifnotexists
    #dbcontext Sales
    .add database Sales viewers ('aaduser=ana.ek@contoso.com') skip-results
    ");
}

/// Two groups may have one name, which then is nobody's reference.
#[test]
fn groups_of_one_name_are_told_apart() {
    let text = "Role,PrincipalFQN,PrincipalDisplayName
Database Sales Viewer,aadgroup=0a1b2c3d-0000-4000-8000-000000000201;contoso.com,Readers
Database Sales Admin,aadgroup=0a1b2c3d-0000-4000-8000-000000000202;contoso.com,Readers
";
    assert_snapshot!(report(&import(None, &[text_input("pasted", text)], &options()).unwrap()), @r#"
    warning: environment.json: another Microsoft Entra group is called `Readers` too: this one is called `Readers (0a1b2c3d-0000-4000-8000-000000000202)`
    + tenant {"id":"contoso.com"}
    + group {"displayName":"Readers","objectId":"0a1b2c3d-0000-4000-8000-000000000201","tenant":"contoso.com"}
    + group {"displayName":"Readers (0a1b2c3d-0000-4000-8000-000000000202)","objectId":"0a1b2c3d-0000-4000-8000-000000000202","tenant":"contoso.com"}
    + read "database Sales"
    + .create database Sales ifnotexists
    + Sales: .add database Sales admins ('aadgroup=0a1b2c3d-0000-4000-8000-000000000202;contoso.com') skip-results
    + Sales: .add database Sales viewers ('aadgroup=0a1b2c3d-0000-4000-8000-000000000201;contoso.com') skip-results
    "#);
}

/// What the file has keeps its place and its spelling; a closed directory declares everybody.
#[test]
fn an_environment_is_added_to() {
    let environment = std::fs::read_to_string("fixtures/environment.json").unwrap();
    let before = Folder { environment, catalog: String::new() };
    let text = "Role,PrincipalFQN,PrincipalDisplayName,PrincipalObjectId
Database Sales Admin,aaduser=abbiatkins@fabrikam.com,Abbi Atkins,cd709aed-a26c-e3953dec735e
Database Sales Viewer,aaduser=new@fabrikam.com,,
Database Sales Viewer,aadapp=0a1b2c3d-0000-4000-8000-000000000501;fabrikam.com,,
Database Sales User,msauser=x@live.com,,
Database Sales User,aadgroup=SGDisplayName;fabrikam.com,,
";
    assert_snapshot!(report(&import(Some(&before), &[text_input("pasted", text)], &options()).unwrap()), @r#"
    + user {"upn":"new@fabrikam.com","objectId":"d4aff718-f137-51e6-b1e8-eb8ba6942b43","tenant":"0a1b2c3d-0000-4000-8000-000000000001"}
    + account {"upn":"x@live.com","objectId":"28a2a07d-d5f3-5dca-bb94-6eea858ee4ee"}
    + read "database Sales"
    + .create database Sales ifnotexists
    + Sales: .add database Sales admins ('aaduser=abbiatkins@fabrikam.com') skip-results
    + Sales: .add database Sales users ('aadgroup=0a1b2c3d-0000-4000-8000-000000000202;0a1b2c3d-0000-4000-8000-000000000001') skip-results
    + Sales: .add database Sales users ('msauser=x@live.com') skip-results
    + Sales: .add database Sales viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000501;0a1b2c3d-0000-4000-8000-000000000001') skip-results
    + Sales: .add database Sales viewers ('aaduser=new@fabrikam.com') skip-results
    "#);
}

/// Nothing is written in the place of a state that can't be read.
#[test]
fn a_state_that_can_not_be_loaded_is_left_alone() {
    let Imported { state, .. } = import_files(&["v1.json"], &options());
    let wrong = Folder { catalog: format!("{}.frobnicate\n", state.catalog), ..state };
    let faults = import(Some(&wrong), &[input("v1.json")], &options()).unwrap_err();
    let told = faults.iter().map(|fault| format!("{}: {}", fault.place, fault.message)).collect::<Vec<_>>().join("\n");
    assert_snapshot!(told, @"catalog.kql:7: `.frobnicate` is no command");
    let options = Options { tenant: Some("contoso".to_owned()), ..options() };
    assert_snapshot!(import(None, &[input("users.json")], &options).unwrap_err()[0].message, @"`contoso` is no tenant");
}
