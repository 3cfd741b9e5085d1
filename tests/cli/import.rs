//! `kmgmt import`: files and pipes in, a folder out, what changed, exit codes.

use super::kmgmt::{file, kmgmt, path};

/// What is told where nothing tells the tenant of the cluster.
const NO_HOME: &str =
    "note: the tenant of the cluster is not known, so that `foreign-tenant` finds nothing: `--tenant TENANT` says it\n";
const ONE_ROLE: &str = "note: the state has 1 user, 1 role";
const ANSWER: &str = "Role,PrincipalFQN\nDatabase Sales Viewer,aaduser=ana@contoso.com\n";

/// A place for the folder of a state, of this test alone.
fn folder(name: &str) -> String {
    let folder = path(name);
    let _ = std::fs::remove_dir_all(&folder);
    folder.display().to_string()
}

#[test]
fn a_pipe_becomes_a_state_that_is_brought_up_to_date() {
    let folder = folder("import_state");
    let told = format!("{NO_HOME}{ONE_ROLE}\n");
    let import = || kmgmt(["import", "-", "-o", &folder]).err(&told);
    import().stdin(ANSWER).out("+ tenant {\"id\":\"contoso.com\"}\n+ read \"database Sales\"\n+ .create database Sales ifnotexists\n+ Sales: .add database Sales viewers ('aaduser=ana@contoso.com') skip-results\n").ends(0);
    import().stdin(ANSWER).out("nothing changed\n").ends(0);
    let more = ANSWER.replace("ana", "bo");
    import().stdin(more).out("- Sales: .add database Sales viewers ('aaduser=ana@contoso.com') skip-results\n+ Sales: .add database Sales viewers ('aaduser=bo@contoso.com') skip-results\n").ends(0);
    kmgmt(["roles", "aaduser=bo@contoso.com", "--from", &folder, "--format", "csv"])
        .out("Database,Entity,Role,Via,Effect,Notes\nSales,database Sales,Database Sales Viewer,,in force,\n")
        .ends(0);
}

#[test]
fn what_can_not_be_placed_ends_with_1_and_the_state_is_written() {
    let folder = folder("import_faults");
    let text = format!("{ANSWER}Database Sales Owner,aaduser=bo@contoso.com\n");
    let answer = file("faults.csv", text);
    kmgmt(["import", &answer, "-o", &folder])
        .out("+ tenant {\"id\":\"contoso.com\"}\n+ .create database Sales ifnotexists\n+ Sales: .add database Sales viewers ('aaduser=ana@contoso.com') skip-results\n")
        .err(&format!("warning: {answer}:1: a row of this answer could not be placed, so that it takes nothing away\nerror: {answer}:3: `Database Sales Owner` is no role on an entity, a database or the cluster\n{NO_HOME}{ONE_ROLE}; 1 row not placed\n"))
        .ends(1);
    assert!(std::fs::read_to_string(format!("{folder}/catalog.kql")).unwrap().contains("ana@contoso.com"));
}

#[test]
fn what_can_not_be_read_ends_with_2() {
    let folder = folder("import_nothing");
    kmgmt(["import", "no-such-file", "-o", &folder])
        .err("error: can't read `no-such-file`: No such file or directory (os error 2)\n")
        .ends(2);
    let bytes = file("import_bytes", [0xC3, 0x28, b'\n']);
    kmgmt(["import", &bytes, "-o", &folder])
        .err(&format!("error: can't read `{bytes}`: the input is no UTF-8 at line 1, column 1 (byte 0)\n |\n = help: save the file as UTF-8, and import it again\n"))
        .ends(2);
    assert!(!std::path::Path::new(&folder).exists());
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(format!("{folder}/environment.json"), "{}").unwrap();
    kmgmt(["import", "-", "-o", &folder])
        .stdin(ANSWER)
        .err(&format!("error: can't read `{folder}/environment.json`: missing field `cluster` at line 1 column 2\n"))
        .ends(2);
}

/// The rest is written, and the run ends with 1.
#[test]
fn a_file_that_can_not_be_read_is_told_and_the_others_are_imported() {
    let folder = folder("import_some");
    let (answer, bytes) = (file("some.csv", ANSWER), file("import_latin1", [b'a', 0xE9, b'\n']));
    kmgmt(["import", &bytes, "no-such-file", &answer, "-o", &folder, "--tenant", "contoso.com"])
        .out("+ tenant {\"id\":\"contoso.com\"}\n+ read \"database Sales\"\n+ .create database Sales ifnotexists\n+ Sales: .add database Sales viewers ('aaduser=ana@contoso.com') skip-results\n")
        .err(&format!("error: can't read `{bytes}`: the input is no UTF-8 at line 1, column 2 (byte 1)\n |\n = help: save the file as UTF-8, and import it again\nerror: can't read `no-such-file`: No such file or directory (os error 2)\n{ONE_ROLE}\n"))
        .ends(1);
}

#[test]
fn the_commands_to_run_name_the_databases() {
    kmgmt(["import", "--commands", "Sales", "two words"]).out(include_str!("import_commands.txt")).ends(0);
}

/// The resource tells no client id of the identity of the cluster itself; a list of applications does.
#[test]
fn the_cluster_is_named_and_its_managed_identities_are_known() {
    let folder = folder("import_cluster");
    let list = file(
        "import_apps.json",
        r#"[{ "appId": "0a1b2c3d-0000-4000-8000-000000000502", "id": "0a1b2c3d-0000-4000-8000-000000000402",
              "displayName": "contoso", "servicePrincipalType": "ManagedIdentity" },
            { "appId": "0a1b2c3d-0000-4000-8000-000000000301", "id": "0a1b2c3d-0000-4000-8000-000000000302",
              "displayName": "Loader", "servicePrincipalType": "Application" }]"#,
    );
    let output = crate::cli::kmgmt::command(["import", "fixtures/imports/cluster.json", &list, "-o", &folder]).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "note: the state has 3 applications, 0 roles\n");
    let environment: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(format!("{folder}/environment.json")).unwrap()).unwrap();
    assert_eq!(environment["cluster"]["name"], "contoso.westeurope");
    let identities = environment["cluster"]["managedIdentities"].as_array().unwrap();
    let shown: Vec<String> = identities.iter().map(|it| format!("{} {}", it["displayName"], it["clientId"])).collect();
    let expected =
        [r#""contoso" "0a1b2c3d-0000-4000-8000-000000000502""#, r#""exporter" "0a1b2c3d-0000-4000-8000-000000000503""#];
    assert_eq!(shown, expected);
    assert_eq!(environment["read"], serde_json::json!(["all applications"]));
}

#[test]
fn what_details_do_not_say_is_told() {
    let folder = folder("import_details");
    let details = "fixtures/imports/table-details.json";
    let output = crate::cli::kmgmt::command(["import", details, "-o", &folder]).output().unwrap();
    let told = "\
warning: fixtures/imports/table-details.json: `RetentionPolicy` is not imported: an entity may have it from what holds it
 |
 = help: `.show … policy …` answers an entity's own
warning: fixtures/imports/table-details.json: row 1: `AuthorizedPrincipals` of table `Orders` does not say which roles they have
 |
 = help: `.show table Orders principals` answers them
note: the state has 1 user, 0 roles
";
    assert_eq!(String::from_utf8(output.stderr).unwrap(), told);
    assert!(output.status.success());
    let environment = std::fs::read_to_string(format!("{folder}/environment.json")).unwrap();
    assert!(environment.contains("\"read\": []") && environment.contains("Ana Lund"), "{environment}");
}
