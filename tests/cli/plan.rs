//! `kmgmt plan`, `kmgmt diff`, `kmgmt export`: what they write, and how they end.

use std::path::{Path, PathBuf};

use crate::cli::kmgmt::{command, kmgmt, run};

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
    let plan = serde_json::from_str(&std::fs::read_to_string("fixtures/plan/change.json").unwrap()).unwrap();
    is_of_schema(&plan);
    assert!(!validator().is_valid(&serde_json::json!({ "format_version": 2 })));
}

fn validator() -> jsonschema::Validator {
    let schema = std::fs::read_to_string("docs/plan.schema.json").unwrap();
    jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap()
}

fn is_of_schema(plan: &serde_json::Value) {
    let validator = validator();
    let faults: Vec<String> =
        validator.iter_errors(plan).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
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
      + ingestors aadgroup=Interns;contoso.com

Who gains and who loses access
  + aadgroup=Interns;contoso.com (1 of 2 members) gains ingest on table Sales.Orders: Table Orders Ingestor

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

/// Ana may be in Readers, whose members nobody listed: nobody can say that she loses what Readers give.
#[test]
fn what_a_group_that_nobody_listed_may_give_is_not_told_for_certain() {
    let folder = folder("unlisted");
    let environment = r#"{
      "cluster": { "name": "c", "homeTenant": "contoso.com" }, "directory": "open",
      "tenants": [{ "id": "0a1b2c3d-0000-4000-8000-000000000001", "names": ["contoso.com"] }],
      "groups": [{ "displayName": "Readers", "objectId": "0a1b2c3d-0000-4000-8000-000000000201", "tenant": "contoso.com" }]
    }"#;
    std::fs::write(folder.join("environment.json"), environment).unwrap();
    let catalog = "\
.create database Sales
.add database Sales admins ('aaduser=root@contoso.com')
.add database Sales viewers ('aaduser=ana@contoso.com', 'aadgroup=Readers;contoso.com')
";
    std::fs::write(folder.join("catalog.kql"), catalog).unwrap();
    let script = ".drop database Sales viewers ('aaduser=ana@contoso.com')\n.add database Sales users ('aaduser=ben@contoso.com')\n";
    let file = folder.join("script.kql");
    std::fs::write(&file, script).unwrap();
    let from = ["plan", file.to_str().unwrap(), "--from", folder.to_str().unwrap()];
    let plan = "\
What changes
    database Sales
      + users aaduser=ben@contoso.com
      - viewers aaduser=ana@contoso.com

Who gains and who loses access
  - aaduser=ana@contoso.com loses view, show metadata on database Sales: was Database Sales Viewer unless it is a member of Readers (members unknown)
  + aaduser=ben@contoso.com gains view, show metadata on database Sales: Database Sales User unless it had it as a member of Readers (members unknown)
  + aaduser=ben@contoso.com gains create table on database Sales: Database Sales User

Findings
warning[unknown-principal]: the environment does not declare `aaduser=ben@contoso.com`: nobody says that it exists
 --> <stdin>:2:1
  |
2 | .add database Sales users ('aaduser=ben@contoso.com')
  | ^^^^

Plan: roles: 1 added, 1 removed; 1 principal gains access, 0 principals lose access, 1 principal may lose access.
";
    kmgmt(from).out(&plan.replace("<stdin>", file.to_str().unwrap())).ends(0);
    let row = "| **loses** | aaduser=ana&#64;contoso.com | view, show metadata | database Sales | Database Sales Viewer unless it is a member of Readers (members unknown) |";
    let markdown = command(from.iter().chain(&["--format", "markdown"])).output().unwrap();
    assert!(String::from_utf8(markdown.stdout).unwrap().contains(row));
    let json = command(from.iter().chain(&["--format", "json"])).output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["access"][0]["unless_member_of"], serde_json::json!(["Readers"]));
    assert_eq!(json["totals"]["may_lose"], 1);
    is_of_schema(&json);
}

#[test]
fn answers_of_a_cluster_are_compared_with_states_and_scripts() {
    let answer = "fixtures/imports/kusto-cli.txt";
    let folder = folder("answers");
    let (state, raw, empty) = (folder.join("state"), folder.join("raw"), folder.join("empty"));
    let import = ["import", answer, "-o", state.to_str().unwrap()];
    assert!(command(import).output().unwrap().status.success());
    kmgmt(["diff", answer, state.to_str().unwrap()]).out("Nothing changes.\n").ends(0);
    kmgmt(["diff", state.to_str().unwrap(), answer]).out("Nothing changes.\n").ends(0);
    // A folder of answers is what they say together.
    std::fs::create_dir(&raw).unwrap();
    std::fs::copy(answer, raw.join("principals.txt")).unwrap();
    kmgmt(["diff", raw.to_str().unwrap(), state.to_str().unwrap()]).out("Nothing changes.\n").ends(0);
    let script = folder.join("desired.kql");
    let desired = "\
.create database Sales
.add database Sales admins ('aaduser=ana@contoso.com')
.add database Sales viewers ('aadgroup=Sales Readers;contoso.com') 'weekly report'
";
    std::fs::write(&script, desired).unwrap();
    let drift = "\
What changes
    database Sales
      + ingestors aadapp=Loader;contoso.com

Who gains and who loses access
  + aadapp=Loader;contoso.com gains ingest on database Sales: Database Sales Ingestor

Plan: role: 1 added; 1 principal gains access, 0 principals lose access.
";
    kmgmt(["diff", script.to_str().unwrap(), answer]).out(drift).ends(0);
    std::fs::create_dir(&empty).unwrap();
    let shown = empty.to_str().unwrap();
    let error = format!(
        "error: can't read the state `{shown}`: there is no `catalog.kql` in it, and nothing else\n |\n = help: `kmgmt import FILE… -o DIR` writes a state from answers of a real cluster\n"
    );
    kmgmt(["diff", shown, answer]).err(&error).ends(2);
    let faulty = command(["diff", answer, "fixtures/imports/faults.csv"]).output().unwrap();
    let told = String::from_utf8(faulty.stderr).unwrap();
    assert!(told.contains("error: fixtures/imports/faults.csv:6: the row names no principal\n"), "{told}");
    assert!(
        told.ends_with(
            "not all of it can be placed\n |\n = help: `kmgmt import FILE… -o DIR` writes a state of what can be\n"
        ),
        "{told}"
    );
    assert_eq!(faulty.status.code(), Some(2));
}

#[test]
fn the_extension_of_a_report_is_one_that_is_known() {
    let report = folder("extensions").join("plan.weird");
    let args = ["plan", CHANGE, "--from", STATE, "-o", report.to_str().unwrap()];
    let err = "\
error: `.weird` tells no form of a report
 |
 = help: a file ends in `.txt`, `.md`, `.markdown`, `.html`, `.htm`, `.json` or `.sarif`, or `--format` says the form
";
    kmgmt(args).err(err).ends(2);
    assert!(!report.exists());
    kmgmt(args.iter().chain(&["--format", "json"])).ends(0);
    assert!(std::fs::read_to_string(&report).unwrap().starts_with('{'));
}

#[test]
fn a_hyphen_is_standard_output() {
    let text = std::fs::read_to_string("fixtures/plan/change.txt").unwrap();
    kmgmt(["plan", CHANGE, "--from", STATE, "-o", "-"]).out(&text).ends(0);
    let undo = "//! nothing\n.add database Sales admins ('aaduser=cid@contoso.com')";
    let report = folder("hyphen").join("plan.txt");
    let with_report = ["plan", "--from", STATE, "-o", report.to_str().unwrap(), "--undo-script", "-"];
    let script = ".drop database Sales admins ('aaduser=cid@contoso.com') skip-results\n";
    kmgmt(with_report).stdin(undo).out(script).ends(0);
    let err = "\
error: standard output takes the report or one script, not several of them
 |
 = help: name a file for the others: `-o plan.md`
";
    kmgmt(["plan", "--from", STATE, "--script", "-"]).stdin(undo).err(err).ends(2);
    assert!(!Path::new("-").exists());
}

#[test]
fn a_difference_is_told_at_the_time_that_is_given() {
    let folder = folder("clock");
    let state = folder.join("blocks.kql");
    std::fs::write(&state, ".add cluster blockedprincipals 'aaduser=ana@contoso.com' period 1h\n").unwrap();
    let (state, empty) = (state.to_str().unwrap(), folder.join("empty.kql"));
    std::fs::write(&empty, "").unwrap();
    let args = ["diff", empty.to_str().unwrap(), state, "--clock", "2026-01-31T12:00:00Z"];
    let (out, _, _) = run(command(args), None);
    assert!(out.contains("until 2026-01-31T13:00:00Z"), "{out}");
}

/// The comment of a pull request for a script.
fn comment(script: &str) -> String {
    let args = ["plan", "--from", "fixtures/plan/state/catalog.kql", "-d", "Sales", "--format", "markdown"];
    let (out, _, _) = run(command(args), Some(script.as_bytes()));
    out
}

#[test]
fn a_comment_says_what_a_role_does_not_give() {
    let text = comment(".add database Sales viewers ('aaduser=cid@contoso.com')");
    let row = "| **gains** | aaduser=cid&#64;contoso.com | view, show metadata; but not view table Sales.Customers, where view access is restricted | database Sales | Database Sales Viewer |\n";
    assert!(text.contains(row), "{text}");
}

#[test]
fn a_comment_without_a_graph_says_why() {
    let add = |number: u32| format!(".add database Sales viewers ('aaduser=u{number}@contoso.com')\n");
    let script: String = (0..40).map(add).collect();
    assert!(comment(&script).contains("\nNo graph: it would have 41 nodes, and more than 40 can't be read.\n"));
    let script: String = (0..39).map(add).collect();
    assert!(comment(&script).contains("```mermaid"));
}

#[test]
fn a_comment_that_is_cut_still_has_its_findings_and_totals() {
    let add = |number: u32| {
        format!(".add database Sales viewers ('aaduser=user.number.{number}@contoso.com') 'for the report'\n")
    };
    let script: String = (0..2_000).map(add).collect();
    let text = comment(&format!("{script}.alter table Customers policy restricted_view_access false\n"));
    assert!(text.len() < 65_536, "{}", text.len());
    let found = "| **warning** | `restricted-table-visible` | view access to table `Customers` in database `Sales` is no longer";
    assert!(text.contains(found), "{text}");
    assert_eq!(text.matches("**Cut:** this part has ").count(), 2);
    assert!(text.ends_with("0 principals lose access.\n"), "{text}");
}

#[test]
fn a_group_of_one_is_told_as_one() {
    let environment = serde_json::json!({
        "cluster": { "name": "c" },
        "tenants": [{ "id": "0a1b2c3d-0000-4000-8000-000000000001", "names": ["contoso.com"] }],
        "users": [{ "upn": "ana@contoso.com", "objectId": "0a1b2c3d-0000-4000-8000-000000000101", "tenant": "contoso.com" }],
        "groups": [{ "displayName": "one", "objectId": "0a1b2c3d-0000-4000-8000-000000000201", "tenant": "contoso.com",
            "email": "one@contoso.com", "members": ["aaduser=ana@contoso.com"] }]
    });
    let file = folder("one").join("environment.json");
    std::fs::write(&file, environment.to_string()).unwrap();
    let script = ".add database NetDefaultDB admins ('aadgroup=one@contoso.com')";
    let args = ["plan", "--environment", file.to_str().unwrap(), "--wide-group", "0"];
    let (out, ..) = run(command(args), Some(script.as_bytes()));
    assert!(out.contains("has 1 member, who gets `Database NetDefaultDB Admin`"), "{out}");
}

#[test]
fn back_quotes_in_names_make_no_code_of_what_is_around_them() {
    let text = comment(".set database ['a` @octocat `b'] admins none");
    assert!(text.split('`').step_by(2).all(|part| !part.contains('@')), "{text}");
}
