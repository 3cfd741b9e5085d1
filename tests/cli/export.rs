//! `kmgmt export --to`: where the files go, what is told beside them, exit codes.

use super::kmgmt::{command, file, kmgmt, path, run};

const SALES: &str = ".create database Sales\n.add database Sales viewers ('aaduser=ana@contoso.com')\n";
const HEADER: &str = "DatabaseName,EntityType,EntityName,Role,PrincipalType,PrincipalDisplayName,PrincipalObjectId,PrincipalFQN,TenantId,Notes,Source\n";

fn script(name: &str, more: &str) -> String {
    file(name, format!("{SALES}{more}"))
}

#[test]
fn one_file_goes_to_standard_output_or_into_a_folder() {
    let (script, folder) = (script("export.kql", ""), path("export_folder"));
    let _ = std::fs::remove_dir_all(&folder);
    let row = "Sales,Database,Sales,Database Sales Viewer,Microsoft Entra user,ana@contoso.com,,aaduser=ana@contoso.com,contoso.com,,assigned\n";
    let table = format!("{HEADER}{row}");
    kmgmt(["export", "--to", "csv", "-f", &script]).out(&table).ends(0);
    let target = folder.display().to_string();
    kmgmt(["export", "--to", "csv", "-f", &script, "-o", &target]).ends(0);
    assert_eq!(std::fs::read_to_string(folder.join("principal-assignments.csv")).unwrap(), table);
    kmgmt(["export", "--to", "bicep", "-f", &script, "-o", &target]).ends(0);
    assert!(folder.join("principal-assignments.bicep").exists() && !folder.join("catalog.kql").exists());
    kmgmt(["export", "-f", &script, "-o", &target]).ends(0);
    assert!(folder.join("catalog.kql").exists());
}

#[test]
fn files_of_several_databases_need_a_folder() {
    let (script, folder) = (script("export_two.kql", ""), path("export_two"));
    let _ = std::fs::remove_dir_all(&folder);
    kmgmt(["export", "--to", "kustoschematools", "-f", &script])
        .err("error: 2 files can't go to standard output: each database has one\n |\n = help: `-o DIR` writes them into a folder\n")
        .ends(2);
    kmgmt(["export", "--to", "kustoschematools", "-f", &script, "-o", &folder.display().to_string()]).ends(0);
    let text = |database: &str| std::fs::read_to_string(folder.join(database).join("database.yml")).unwrap();
    assert_eq!(
        text("Sales"),
        "# Roles of the cluster `local`, by `kmgmt export --to kustoschematools`.\nname: \"Sales\"\nviewers:\n- name: \"ana@contoso.com\"\n  id: \"aaduser=ana@contoso.com\"\n"
    );
    assert!(text("NetDefaultDB").ends_with("name: \"NetDefaultDB\"\n"));
}

/// No name of a database leads out of the folder.
#[test]
fn a_database_that_can_have_no_folder_is_named() {
    let (script, folder) = (script("export_up.kql", ".create database ['..']\n"), path("export_up"));
    let _ = std::fs::remove_dir_all(&folder);
    kmgmt(["export", "--to", "kustoschematools", "-f", &script, "-o", &folder.display().to_string()])
        .err("warning: left out: 1 database, since the name can't be that of a folder: `database ['..']`\n")
        .ends(0);
    assert!(!folder.join("../database.yml").exists());
}

/// What one system has no folder for has none anywhere, and the others are written.
#[test]
fn names_that_a_system_can_not_have_are_named() {
    let long = "ü".repeat(150);
    let names = [long.as_str(), "CON", "nul", "com1", "Aux.x", "LPT9 .y", "trailing."];
    let databases: String = names.iter().map(|name| format!(".create database ['{name}']\n")).collect();
    let (script, folder) =
        (script("export_names.kql", &format!("{databases}.create database Console\n")), path("export_names"));
    let _ = std::fs::remove_dir_all(&folder);
    let (_, err, code) =
        run(command(["export", "--to", "kustoschematools", "-f", &script, "-o", &folder.display().to_string()]), None);
    assert!(
        err.starts_with("warning: left out: 7 databases, since the name can't be that of a folder: ") && code == 0,
        "{err}"
    );
    let mut written: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    written.sort();
    assert!(
        written.contains(&"Console".to_owned()) && !written.iter().any(|name| names.contains(&name.as_str())),
        "{written:?}"
    );
}

#[test]
fn what_is_left_out_is_told_for_people_and_for_programs() {
    let script =
        script("export_left.kql", ".create table T (x: int)\n.add table T admins ('aaduser=bo@contoso.com')\n");
    let (_, err, code) = run(command(["export", "--to", "terraform", "-f", &script]), None);
    let role = "warning: left out: 1 role on what is in a database, since Azure gives roles on the cluster and on databases alone: `table NetDefaultDB.T admins aaduser=bo@contoso.com`\n";
    let table = "note: left out: 1 definition of a table, a function or the like, since this is about roles alone: `table NetDefaultDB.T`\n";
    assert_eq!((err, code), (format!("{role}{table}"), 0));
    let (_, err, code) = run(command(["export", "--to", "terraform", "-f", &script, "--error-format", "json"]), None);
    let lines: Vec<serde_json::Value> = err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines.len(), code), (2, 0), "{err}");
}

#[test]
fn a_spreadsheet_takes_no_name_for_a_formula() {
    let script = script("export_formula.kql", ".add database Sales admins ('aaduser=bo@contoso.com') '=1+1'\n");
    let (out, _, code) = run(command(["export", "--to", "csv", "-f", &script]), None);
    assert!(out.contains(",'=1+1,assigned\n"), "{out}");
    assert_eq!(code, 0);
}

#[test]
fn wrong_usage_is_told() {
    kmgmt(["export"])
        .err("error: the following required arguments were not provided:\n  --output <DIR>\n\nUsage: kmgmt export --output <DIR>\n\nFor more information, try '--help'.\n")
        .ends(2);
    kmgmt(["export", "--to", "pulumi"])
        .err("error: invalid value 'pulumi' for '--to <TOOL>'\n  [possible values: terraform, bicep, kustoschematools, csv]\n\nFor more information, try '--help'.\n")
        .ends(2);
}
