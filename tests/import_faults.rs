//! What answers of a real cluster leave out or say wrongly: it is told, and nothing is taken for what was not read.

#![allow(clippy::unwrap_used, reason = "clippy's exception for tests does not cover the functions that they share")]

use std::fmt::Write;

use insta::assert_snapshot;
use jiff::Timestamp;
use kmgmt::session::Clock;
use kmgmt::state::Folder;
use kmgmt::state::import::{Imported, Input, Options, import};

fn options() -> Options {
    Options { database: None, group: None, tenant: None, clock: Clock::Standing(Timestamp::UNIX_EPOCH) }
}

fn contoso() -> Options {
    Options { tenant: Some("contoso.com".to_owned()), ..options() }
}

fn input(name: &str, text: &str) -> Input {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Input { origin: name.to_owned(), text: text.to_owned(), stem: stem.to_owned(), database: None }
}

fn import_text(text: &str) -> Imported {
    import(None, &[input("pasted", text)], &options()).unwrap()
}

fn again(before: &Imported, text: &str) -> Imported {
    import(Some(&before.state), &[input("pasted", text)], &options()).unwrap()
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

fn environment(state: &Folder) -> serde_json::Value {
    serde_json::from_str(&state.environment).unwrap()
}

const USERS: &str = r#"[{"id":"0a1b2c3d-0000-4000-8000-000000000101","userPrincipalName":"ana@contoso.com"},
    {"id":"0a1b2c3d-0000-4000-8000-000000000102","userPrincipalName":"bo@contoso.com"}]"#;
const GROUPS: &str = r#"[{"id":"0a1b2c3d-0000-4000-8000-000000000201","displayName":"Readers","securityEnabled":true},
    {"id":"0a1b2c3d-0000-4000-8000-000000000202","displayName":"Other","securityEnabled":true}]"#;
const APPLICATIONS: &str = r#"[{"appId":"0a1b2c3d-0000-4000-8000-000000000301","displayName":"Loader"},
    {"appId":"0a1b2c3d-0000-4000-8000-000000000302","displayName":"Report"}]"#;
const READERS: &str = r##"[{"@odata.type":"#microsoft.graph.user","id":"0a1b2c3d-0000-4000-8000-000000000101"}]"##;

/// A group whose members nobody listed is not empty: the directory is closed once the members of all were read.
#[test]
fn a_directory_is_closed_once_the_members_of_every_group_were_read() {
    let lists = [
        input("users.json", USERS),
        input("groups.json", GROUPS),
        input("applications.json", APPLICATIONS),
        input("Readers.json", READERS),
    ];
    let open = import(None, &lists, &contoso()).unwrap();
    assert_eq!(environment(&open.state)["directory"], "open");
    let told: Vec<&str> = open.faults.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(told, ["nobody listed the members of `Other`: the directory is open, in which others may be in them"]);
    let closed = import(Some(&open.state), &[input("Other.json", "[]")], &contoso()).unwrap();
    assert_eq!(report(&closed).lines().filter(|line| line.starts_with(['w', 'e'])).count(), 0);
    let now = environment(&closed.state);
    assert_eq!((&now["directory"], &now["groups"][1]["members"]), (&serde_json::Value::Null, &serde_json::json!([])));
    // A group that is new opens it; the others have the members that they had.
    let answer = "Role,PrincipalFQN\nDatabase Sales Viewer,aadgroup=0a1b2c3d-0000-4000-8000-000000000203;contoso.com\n";
    let opened = again(&closed, answer);
    assert_eq!(environment(&opened.state)["directory"], "open");
    assert_eq!(opened.faults.len(), 1);
}

#[test]
fn a_list_of_members_says_which_groups_are_known() {
    let lists = [input("groups.json", GROUPS), input("members.json", READERS)];
    let Imported { faults, .. } = import(None, &lists, &contoso()).unwrap();
    assert_eq!(faults.len(), 1, "{faults:?}");
    let told = faults.iter().map(|fault| format!("{}\n{}", fault.message, fault.help.join("\n")));
    assert_snapshot!(told.collect::<String>(), @"
    no group `members` is known, whose members this may list
    known are `Readers` and `Other`
    name the file as the group, or say `--group NAME`: by name, mail or object id
    ");
}

/// What an answer leaves out is not taken for what there is not.
#[test]
fn answers_that_are_cut_take_nothing_away() {
    let whole = r#"{"Tables":[{"Columns":[{"ColumnName":"Role"},{"ColumnName":"PrincipalFQN"}],
        "Rows":[["Database Sales Viewer","aaduser=ana@contoso.com"],["Database Sales Viewer","aaduser=bo@contoso.com"]]}]}"#;
    let before = import_text(whole);
    let one = whole.replace(r#",["Database Sales Viewer","aaduser=bo@contoso.com"]"#, "");
    for name in ["Exceptions", "@Exceptions"] {
        let cut = format!(r#"{},"{name}":["too many records"]}}"#, one.strip_suffix('}').unwrap());
        let after = again(&before, &cut);
        assert_eq!(report(&after), "error: pasted: the answer is not whole, it says: too many records\n");
        assert_eq!(environment(&import_text(&cut).state)["read"], serde_json::json!([]));
    }
    let row = whole.replace(r#"["Database Sales Viewer","aaduser=bo@contoso.com"]"#, r#"{"Exceptions":["too long"]}"#);
    let told = "error: pasted: row 2: the answer is not whole, it says: {\"Exceptions\":[\"too long\"]}\n";
    assert_eq!(report(&again(&before, &row)), told);
}

/// Of the tables of an answer in v1 all are read; those of a query say themselves which are results.
#[test]
fn all_tables_of_an_answer_are_read() {
    let table = |who: &str| {
        format!(
            r#"{{"Columns":[{{"ColumnName":"Role"}},{{"ColumnName":"PrincipalFQN"}}],
               "Rows":[["Database Sales Viewer","aaduser={who}@contoso.com"]]}}"#
        )
    };
    let roles = |text: &str| {
        let Imported { state, faults, .. } = import_text(text);
        assert!(faults.is_empty(), "{faults:?}");
        state.catalog.matches(".add database Sales viewers").count()
    };
    let (ana, bo) = (table("ana"), table("bo"));
    assert_eq!(roles(&format!(r#"{{"Tables":[{ana},{bo}]}}"#)), 2);
    let properties = r#"{"Columns":[{"ColumnName":"Value"}],"Rows":[["{}"]]}"#;
    let contents = r#"{"Columns":[{"ColumnName":"Ordinal"},{"ColumnName":"Kind"}],
        "Rows":[[0,"QueryResult"],[1,"QueryProperties"]]}"#;
    assert_eq!(roles(&format!(r#"{{"Tables":[{ana},{properties},{contents}]}}"#)), 1);
}

#[test]
fn pages_that_are_missing_and_plans_are_told() {
    let page = format!(r#"{{"value":{GROUPS},"nextLink":"https://more"}}"#);
    let told = import(None, &[input("groups.json", &page)], &contoso()).unwrap().faults;
    assert_eq!(
        told.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>(),
        ["the list has more pages, which are not here"]
    );
    assert_snapshot!(report(&import_text(r#"{"format_version":"1.2","planned_values":{"root_module":{}}}"#)), @"
    error: pasted: this is a plan of Terraform: it says what will be, not what is
      help: `terraform show -json` without a plan shows the state
    ");
    assert_snapshot!(report(&import_text(r#"{"version":3,"lineage":"x","modules":[]}"#)), @"
    error: pasted: this is no state file of Terraform of version 4
      help: `terraform show -json` shows a state of any version
    ");
}

/// Five columns are an answer too: notes that it does not show are not gone.
#[test]
fn notes_stay_where_an_answer_has_no_column_of_them() {
    let before = import_text("Role,PrincipalFQN,Notes\nDatabase Sales Viewer,aaduser=ana@contoso.com,weekly\n");
    let unchanged = again(&before, "Role,PrincipalFQN\nDatabase Sales Viewer,aaduser=ana@contoso.com\n");
    assert_eq!(report(&unchanged), "");
    let emptied = again(&before, "Role,PrincipalFQN,Notes\nDatabase Sales Viewer,aaduser=ana@contoso.com,\n");
    assert_snapshot!(report(&emptied), @"
    - Sales: .add database Sales viewers ('aaduser=ana@contoso.com') skip-results 'weekly'
    + Sales: .add database Sales viewers ('aaduser=ana@contoso.com') skip-results
    ");
}

#[test]
fn assignments_of_azure_that_give_nothing_are_told() {
    let assignment = |id: u8, role: &str, more: &str| {
        format!(
            r#"{{"id":"/clusters/c1/Databases/Sales/PrincipalAssignments/a{id}","principalId":"ana@contoso.com",
               "principalType":"User","role":"{role}"{more}}}"#
        )
    };
    let (failed, wide) = (r#","provisioningState":"Failed""#, "");
    let list = [assignment(1, "Admin", failed), assignment(2, "AllDatabasesAdmin", wide)].join(",");
    assert_snapshot!(report(&import_text(&format!("[{list}]"))), @r#"
    error: pasted: row 1: the state of the assignment is `Failed`: it gives no role yet
    error: pasted: row 2: `AllDatabasesAdmin` is no role of a database
    - cluster name "local"
    + cluster name "c1"
    "#);
}

#[test]
fn a_name_that_shows_the_address_names_a_principal() {
    let text = "Role,PrincipalType,PrincipalDisplayName,PrincipalObjectId,PrincipalFQN
Database Sales Viewer,AAD User,Jack (upn: jack@contoso.com),,
Database Sales Viewer,AAD User,Jack,,
";
    assert_snapshot!(report(&import_text(text)), @r#"
    warning: pasted:1: a row of this answer could not be placed, so that it takes nothing away
    error: pasted:3: the row names no principal
    + tenant {"id":"contoso.com"}
    + .create database Sales ifnotexists
    + Sales: .add database Sales viewers ('aaduser=jack@contoso.com') skip-results
    "#);
}

/// Names of databases differ by more than case: one error a row, and what was not placed was not read.
#[test]
fn a_database_that_can_not_be_made_was_not_read() {
    let text = "Role,PrincipalFQN
Database D Admin,aaduser=ana@contoso.com
database d viewer,aaduser=ana@contoso.com
database d admin,aaduser=bo@contoso.com
";
    assert_snapshot!(report(&import_text(text)), @r#"
    error: pasted:3: Entity 'D' of kind 'Database' already exists.
      help: `d` differs from it only by upper and lower case, and names of databases need more
    error: pasted:4: Entity 'D' of kind 'Database' already exists.
      help: `d` differs from it only by upper and lower case, and names of databases need more
    + tenant {"id":"contoso.com"}
    + read "database D"
    + .create database D ifnotexists
    + D: .add database D admins ('aaduser=ana@contoso.com') skip-results
    "#);
}

#[test]
fn changes_tell_the_database_that_they_are_about() {
    let text =
        "Role,PrincipalFQN\nDatabase A Admin,aaduser=ana@contoso.com\nDatabase B Admin,aaduser=ana@contoso.com\n";
    assert_snapshot!(report(&import_text(text)), @r#"
    + tenant {"id":"contoso.com"}
    + read "database A"
    + read "database B"
    + .create database A ifnotexists
    + A: .add database A admins ('aaduser=ana@contoso.com') skip-results
    + .create database B ifnotexists
    + B: .add database B admins ('aaduser=ana@contoso.com') skip-results
    "#);
}

#[test]
fn a_caching_policy_may_show_the_length_alone() {
    let text = "PolicyName,EntityName,Policy\nCachingPolicy,[D],\"{\"\"DataHotSpan\"\":\"\"3.00:00:00\"\",\"\"IndexHotSpan\"\":\"\"3.00:00:00\"\"}\"\n";
    assert_snapshot!(report(&import_text(text)), @"
    + .create database D ifnotexists
    + D: .alter database policy caching hot = time(3.00:00:00)
    ");
}

/// A rule may stand between any two rows of a box.
#[test]
fn boxes_may_have_rules_between_rows() {
    let text = "
┌───────────────────────┬─────────────────────────┐
│ Role                  ┆ PrincipalFQN            │
╞═══════════════════════╪═════════════════════════╡
│ Database Sales Viewer ┆ aaduser=ana@contoso.com │
├╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┼╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┤
│ Database Sales Admin  ┆ aaduser=bo@contoso.com  │
└───────────────────────┴─────────────────────────┘
";
    assert_snapshot!(report(&import_text(text)), @r#"
    + tenant {"id":"contoso.com"}
    + read "database Sales"
    + .create database Sales ifnotexists
    + Sales: .add database Sales admins ('aaduser=bo@contoso.com') skip-results
    + Sales: .add database Sales viewers ('aaduser=ana@contoso.com') skip-results
    "#);
}

/// The address of a guest is one of another tenant; a user principal name is of the tenant.
#[test]
fn the_domain_of_a_guest_is_no_name_of_the_tenant() {
    let assignment = |who: &str| {
        format!(
            r#"{{"id":"/clusters/c1/Databases/Sales/PrincipalAssignments/a","principalId":"{who}","principalType":"User",
               "role":"Viewer","tenantId":"f5d01e3b-9a77-4970-b372-e38a3761c3c0"}}"#
        )
    };
    let names = |inputs: &[Input]| {
        let environment = environment(&import(None, inputs, &options()).unwrap().state);
        environment["tenants"][0]["names"].as_array().cloned().unwrap_or_default()
    };
    let (own, guest) = (assignment("ana@contoso.com"), assignment("live@hotmail.com"));
    assert_eq!(names(&[input("one.json", &format!("[{own}]"))]), ["contoso.com"]);
    let both = format!("[{own},{guest}]");
    assert_eq!(names(&[input("both.json", &both)]), Vec::<serde_json::Value>::new());
    let upn = "Role,PrincipalFQN,PrincipalDisplayName
Database Sales Viewer,aaduser=0a1b2c3d-0000-4000-8000-000000000101;f5d01e3b-9a77-4970-b372-e38a3761c3c0,Ana (upn: ana@contoso.com)
";
    assert_eq!(names(&[input("both.json", &both), input("upn.csv", upn)]), ["contoso.com"]);
}

/// Lists of who exists are those of the tenant that the cluster is of.
#[test]
fn the_home_tenant_is_that_of_the_lists() {
    let answer = "Role,PrincipalFQN\nDatabase Sales Viewer,aaduser=ana@contoso.com\n";
    let home = |inputs: &[Input]| {
        environment(&import(None, inputs, &options()).unwrap().state)["cluster"]["homeTenant"].clone()
    };
    assert_eq!(home(&[input("answer.csv", answer)]), serde_json::Value::Null);
    assert_eq!(home(&[input("answer.csv", answer), input("users.json", USERS)]), "contoso.com");
}

/// Kusto names a guest by the address in the own tenant, lists of users by another one.
#[test]
fn a_guest_is_one_by_both_addresses() {
    let guest = r#"[{"id":"0a1b2c3d-0000-4000-8000-000000000109","mail":"b@ext.com",
        "userPrincipalName":"b_ext.com#EXT#@contoso.onmicrosoft.com"}]"#;
    let answer = "Role,PrincipalFQN\nDatabase Sales Viewer,aaduser=b@ext.com\n";
    let (guest, answer) = (input("users.json", guest), input("answer.csv", answer));
    for inputs in [[guest.clone(), answer.clone()], [answer, guest]] {
        let Imported { state, .. } = import(None, &inputs, &contoso()).unwrap();
        assert_eq!(environment(&state)["users"].as_array().unwrap().len(), 1);
        assert!(state.catalog.contains("'aaduser=b_ext.com#EXT#@contoso.onmicrosoft.com'"), "{}", state.catalog);
    }
}

#[test]
fn what_is_said_of_a_column_is_one_line() {
    let imported = import_text("a,\"b\nc\",d\u{1b}[31m\n1,2,3\n");
    assert_snapshot!(report(&imported), @r"
    error: pasted:1: no answer that can be imported has the columns `a`, `b\nc` and `d\u{1b}[31m`
      help: `kmgmt import --commands` prints the commands whose answers can be imported
    ");
}
