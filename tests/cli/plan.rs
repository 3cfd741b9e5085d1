//! `kmgmt plan`, `kmgmt diff`, `kmgmt export`: what they write, and how they end.

use std::path::{Path, PathBuf};

use crate::cli::kmgmt::{command, kmgmt};

const STATE: &str = "fixtures/plan/state";
const CHANGE: &str = "fixtures/plan/change.kql";

/// A folder of its own for a test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("plan-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// What a run writes, which is to be the text of a fixture; `UPDATE_FIXTURES=1` writes it.
fn is_fixture(args: &[&str], file: &str) {
    let output = command(args).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{args:?}: {output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let path = Path::new("fixtures/plan").join(file);
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap_or_default(), "{}", path.display());
}

#[test]
fn a_plan_says_what_changes_and_who_gains_and_loses_access() {
    is_fixture(&["plan", CHANGE, "--from", STATE], "change.txt");
    is_fixture(&["plan", CHANGE, "--from", STATE, "--expand-groups"], "expanded.txt");
    is_fixture(&["plan", CHANGE, "--from", STATE, "--format", "markdown"], "change.md");
    is_fixture(&["plan", CHANGE, "--from", STATE, "--format", "json"], "change.json");
}

#[test]
fn a_plan_for_programs_is_of_its_schema() {
    let read = |path: &str| serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let schema: serde_json::Value = read("docs/plan.schema.json");
    let validator = jsonschema::validator_for(&schema).unwrap();
    let plan: serde_json::Value = read("fixtures/plan/change.json");
    let faults: Vec<String> =
        validator.iter_errors(&plan).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(!validator.is_valid(&serde_json::json!({ "format_version": 2 })));
}

#[test]
fn a_plan_writes_the_script_of_the_change_and_its_inverse() {
    let folder = folder("scripts");
    let (script, undo, report) = (folder.join("do.kql"), folder.join("undo.kql"), folder.join("plan.json"));
    let files = ["--script", script.to_str().unwrap(), "--undo-script", undo.to_str().unwrap()];
    let args = ["plan", CHANGE, "--from", STATE, "-o", report.to_str().unwrap()];
    kmgmt(args.iter().chain(&files)).ends(0);
    assert!(std::fs::read_to_string(&report).unwrap().starts_with("{\n  \"format_version\": 1"));
    // The script does the same, and after its inverse there is what there was.
    let (done, undone) = (folder.join("done"), folder.join("undone"));
    kmgmt(["export", "--from", STATE, "-f", script.to_str().unwrap(), "-o", done.to_str().unwrap()]).ends(0);
    kmgmt(["diff", done.to_str().unwrap(), done.to_str().unwrap()]).out("Nothing changes.\n").ends(0);
    let back = ["export", "--from", done.to_str().unwrap(), "-f", undo.to_str().unwrap(), "-o"];
    kmgmt(back.iter().chain(&[undone.to_str().unwrap()])).ends(0);
    kmgmt(["diff", STATE, undone.to_str().unwrap()]).out("Nothing changes.\n").ends(0);
}

#[test]
fn the_exit_code_tells_whether_something_changes_where_that_is_asked_for() {
    let nothing = "// nothing\n";
    kmgmt(["plan", "--from", STATE, "--detailed-exitcode"]).stdin(nothing).out("Nothing changes.\n").ends(0);
    let folder = folder("codes");
    let report = folder.join("plan.md");
    let args = ["plan", CHANGE, "--from", STATE, "--detailed-exitcode", "-o", report.to_str().unwrap()];
    kmgmt(args).ends(3);
    assert!(std::fs::read_to_string(report).unwrap().starts_with("### Access plan"));
}

#[test]
fn a_script_that_fails_is_planned_up_to_its_fault() {
    let script =
        "#dbcontext Sales\n.add database Sales viewers ('aaduser=cid@contoso.com')\n.frob\n.drop table Orders\n";
    let out = "\
What changes
    database Sales
      + viewers aaduser=cid@contoso.com

Who gains and who loses access
  + aaduser=cid@contoso.com gains view, show metadata on database Sales: Database Sales Viewer; but not view table Sales.Customers, where view access is restricted

Findings
error: `.frob` is no command
 --> <stdin>:3:2
  |
3 | .frob
  |  ^^^^
  |
  = help: `#help WORD` lists the commands that have a word

Plan: role: 1 added; 1 principal gains access, 0 principals lose access.
Incomplete: <stdin>, line 3, failed after 2 statements: `.frob` is no command
";
    kmgmt(["plan", "--from", STATE, "--detailed-exitcode"]).stdin(script).out(out).ends(1);
}

#[test]
fn a_part_of_a_plan_is_about_a_database_a_role_or_a_principal() {
    let out = "\
What changes
    table Sales.Orders
      + ingestors aadgroup=Interns

Who gains and who loses access
  + aadgroup=Interns (1 of 2 members) gains ingest on table Sales.Orders: Table Orders Ingestor

Plan: roles: 3 added, 2 removed; policies: 1 added, 1 changed; entity: 1 added; 4 principals gain access, 1 principal loses access. The totals are those of the whole plan, of which a part is shown.
";
    kmgmt(["plan", CHANGE, "--from", STATE, "--only", "role:ingestors"]).out(out).ends(0);
    let err = "\
error: `--only` takes `database:NAME`, `role:NAME` or `principal:REFERENCE`, not `databse:x`; did you mean `database:…`?
 --> --only
";
    let output = command(["plan", CHANGE, "--from", STATE, "--only", "databse:x"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().starts_with(err.lines().next().unwrap()));
}

#[test]
fn a_part_without_changes_tells_of_the_others_and_of_what_fails() {
    let script = ".drop database Sales\n";
    let only = |part: &[&str], out: &str, code| {
        let parts = part.iter().flat_map(|part| ["--only", part]);
        let args: Vec<&str> =
            ["plan", "--from", STATE, "--deny", "statement-warning"].into_iter().chain(parts).collect();
        kmgmt(args).stdin(script).out(out).ends(code);
    };
    let nothing = "Nothing of that kind changes; 10 changes are elsewhere.\n";
    only(&["role:monitors"], nothing, 0);
    only(&["role:admins", "principal:cid"], nothing, 0);
    let refused = |part: &str, err: &str| {
        let output = command(["plan", CHANGE, "--from", STATE, "--only", part]).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.starts_with(err), "{told}");
        told
    };
    let told = refused("database:sales", "error: no database is named `sales`\n");
    assert!(told.contains("did you mean `Sales`?"), "{told}");
    let told = refused(
        "principal:aaduser=cdi@contoso.com",
        "error: `aaduser=cdi@contoso.com` is a part of no principal's name\n",
    );
    assert!(told.contains("did you mean `aaduser=cid@contoso.com`?"), "{told}");
    // What makes the exit code stays: the admin is protected.
    let output = command(["plan", "--from", STATE, "--only", "role:monitors", "--deny", "set-none-on-admins", "-"]);
    let (out, _, code) = crate::cli::kmgmt::run(output, Some(b".set database Sales admins none"));
    assert!(out.contains("error[set-none-on-admins]") && code == 1, "{out}");
}

#[test]
fn findings_of_a_plan_are_annotations_too() {
    let script = "//! ignore unknown-entity: it is there\n.drop table Nope\n";
    let folder = folder("annotated");
    std::fs::write(folder.join("roles.kql"), script).unwrap();
    let state = Path::new(env!("CARGO_MANIFEST_DIR")).join(STATE);
    let plan = |format: &str| {
        let from = ["plan", "roles.kql", "-d", "Sales", "--format", format, "--from", state.to_str().unwrap()];
        let output = command(from).current_dir(&folder).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    insta::assert_snapshot!(plan("github"), @"
    ::warning file=roles.kql,line=1,col=1,endColumn=39,title=unused-ignore::`unknown-entity` can't be ignored%0Ahelp: take the comment out
    ::error file=roles.kql,line=2,col=13,endColumn=17,title=unknown-entity::Entity ID 'Nope' of kind 'Table' was not found.%0Ahelp: kmgmt looked for a table in database `Sales`
    ");
    insta::assert_snapshot!(plan("azuredevops"), @"
    ##vso[task.logissue type=warning;sourcepath=roles.kql;linenumber=1;columnnumber=1;code=unused-ignore;]`unknown-entity` can't be ignored%0Ahelp: take the comment out
    ##vso[task.logissue type=error;sourcepath=roles.kql;linenumber=2;columnnumber=13;code=unknown-entity;]Entity ID 'Nope' of kind 'Table' was not found.%0Ahelp: kmgmt looked for a table in database `Sales`
    ");
    let log: serde_json::Value = serde_json::from_str(&plan("sarif")).unwrap();
    assert_eq!(log["runs"][0]["results"][1]["ruleId"], "unknown-entity");
    insta::assert_snapshot!(plan("human"), @"
    Nothing changes.

    Findings
    warning[unused-ignore]: `unknown-entity` can't be ignored
     --> roles.kql:1:1
      |
    1 | //! ignore unknown-entity: it is there
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: take the comment out
    error[unknown-entity]: Entity ID 'Nope' of kind 'Table' was not found.
     --> roles.kql:2:13
      |
    2 | .drop table Nope
      |             ^^^^
      |
      = help: kmgmt looked for a table in database `Sales`
    Incomplete: roles.kql, line 2, failed after 0 statements: Entity ID 'Nope' of kind 'Table' was not found.
    ");
}

#[test]
fn a_difference_is_authoritative_or_additive() {
    let desired = folder("desired");
    let script = desired.join("desired.kql");
    let text = ".create database Sales\n.add database Sales viewers ('aaduser=cid@contoso.com')\n";
    std::fs::write(&script, text).unwrap();
    let totals = |mode: &str| {
        let args = ["diff", STATE, script.to_str().unwrap(), "--mode", mode];
        let output = command(args).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap().lines().last().unwrap().to_owned()
    };
    assert_eq!(totals("additive"), "Plan: role: 1 added; 1 principal gains access, 0 principals lose access.");
    assert_eq!(
        totals("authoritative"),
        "Plan: roles: 1 added, 3 removed; policy: 1 removed; entities: 2 removed; 1 principal gains access, 2 principals lose access."
    );
}

#[test]
fn a_state_that_cannot_be_loaded_says_where() {
    let broken = folder("broken");
    std::fs::write(broken.join("catalog.kql"), ".create database A\n.add database B admins ('aaduser=a@b.c')\n")
        .unwrap();
    let output = command(["plan", CHANGE, "--from", broken.to_str().unwrap()]).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.starts_with("error: Database 'B' was not found") && err.contains("catalog.kql:2:15"), "{err}");
}
