//! `kmgmt check`.

use crate::cli::kmgmt::{command, file, kmgmt, path, run};

const SCRIPT: &str = "\
.show cluster principals
#help
#nix
.alter table T rowstore_references drop key 'k1'

.show cluster principals | consume

.execute database script <| .add databse X users ('aaduser=a@fabrikam.com')
.show cluster principals
#help
.add cluster admins ('aaduser=a@fabrikam.com')
.add database X users ('aaduser=a@fabrikam.com')
  .frobnicate
#end
.add database X users ('aaduser=a@fabrikam.com'
";

#[test]
fn each_statement_is_an_object_for_programs() {
    kmgmt(["check", "--format", "json"]).stdin(SCRIPT).out(OBJECTS).ends(1);
    let path = file("check.kql", SCRIPT);
    let objects = OBJECTS.replace("<stdin>", &path);
    kmgmt(["check", "--format", "json", &path]).out(&objects).ends(1);
}

#[test]
fn people_get_diagnostics_and_a_sum() {
    kmgmt(["check", "-"])
        .stdin(SCRIPT)
        .out("13 statements, 6 errors, 1 not interpreted, 1 without effect\n")
        .err(DIAGNOSTICS)
        .ends(1);
}

#[test]
fn a_script_without_errors_is_right() {
    let summary = "1 statement, 0 errors\n";
    kmgmt(["check"]).stdin(".show version").out(summary).ends(0);
    kmgmt(["check"]).stdin("").out("0 statements, 0 errors\n").ends(0);
    let (first, second) = (file("right.kql", ".show version"), file("more.kql", "#help\n#quit"));
    kmgmt(["check", &first, &second]).out("3 statements, 0 errors\n").ends(0);
}

#[test]
fn nothing_runs() {
    kmgmt(["check"]).stdin(".show database Nope principals\n#quit\n#dbcontext").out("3 statements, 0 errors\n").ends(0);
}

#[test]
fn principals_are_judged_by_the_environment() {
    let script = "\
.add database NetDefaultDB viewers ('aaduser=nobody@fabrikam.com')
.execute database script <|
.drop database NetDefaultDB viewers ('aaduser=robinhall@fabrikam.com')
";
    let unknown = "\
error[unknown-principal]: Requested entity is not valid and could not be retrieved from AAD. Entity ID 'nobody@fabrikam.com' of type 'AAD User' was not found in AAD tenant 'fabrikam.com'.
 --> <stdin>:1:37
  |
1 | .add database NetDefaultDB viewers ('aaduser=nobody@fabrikam.com')
  |                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: with an environment file only the principals that it declares exist
error[unknown-principal]: Requested entity is not valid and could not be retrieved from AAD. Entity ID 'robinhall@fabrikam.com' of type 'AAD User' was not found in AAD tenant 'fabrikam.com'.
 --> <stdin>:3:38
  |
3 | .drop database NetDefaultDB viewers ('aaduser=robinhall@fabrikam.com')
  |                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: did you mean `robinhale@fabrikam.com`?
  = help: with an environment file only the principals that it declares exist
";
    let environment = ["check", "--environment", "fixtures/environment.json"];
    kmgmt(environment).stdin(script).out("3 statements, 2 errors\n").err(unknown).ends(1);
    kmgmt(["check"]).stdin(script).out("3 statements, 0 errors\n").ends(0);
    // What another directory has is not read.
    let loaded = format!("#directory load other.json\n{script}");
    kmgmt(environment).stdin(&loaded).out("4 statements, 0 errors\n").ends(0);
}

#[test]
fn without_an_environment_principals_are_judged_by_their_form() {
    let script = "\
.add database D viewers ('aadapp=377a87d4-2cd3-44c0-b35a-8887a12fxxx;contoso.com')
.add database D viewers ('aaduser=ana@contoso.com')
.add database D viewers ('aaduser=0a1b2c3d-0000-4000-8000-000000000101;contoso.com')
";
    let err = "\
error[unknown-principal]: `377a87d4-2cd3-44c0-b35a-8887a12fxxx` is no id: an id has 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12
 --> <stdin>:1:26
  |
1 | .add database D viewers ('aadapp=377a87d4-2cd3-44c0-b35a-8887a12fxxx;contoso.com')
  |                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
warning[ambiguous-principal]: `aaduser=0a1b2c3d-0000-4000-8000-000000000101;contoso.com` and `aaduser=ana@contoso.com` may be one principal: without an environment file they are two
 --> <stdin>:3:26
  |
3 | .add database D viewers ('aaduser=0a1b2c3d-0000-4000-8000-000000000101;contoso.com')
  |                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
";
    kmgmt(["check"]).stdin(script).out("3 statements, 1 error, 1 warning\n").err(err).ends(1);
}

#[test]
fn a_script_is_checked_in_the_database_that_it_is_for() {
    let state = file("check-database.kql", ".create database Sales\n#dbcontext Sales\n.create table Orders (Id:int)\n");
    let script = ".add table Orders admins ('aaduser=ana@contoso.com')";
    kmgmt(["check", "--from", &state, "-d", "Sales"]).stdin(script).out("1 statement, 0 errors\n").ends(0);
}

#[test]
fn a_file_that_cannot_be_read_does_not_hide_the_others() {
    let (missing, wrong) =
        (path("none.kql").display().to_string(), file("wrong.kql", b".show version;\n.frobnicate \xFF"));
    let err = format!(
        "error: can't read `{missing}`: No such file or directory (os error 2)\nerror: {wrong}: the input is no UTF-8 at line 2, column 13 (byte 27)\n"
    );
    kmgmt(["check", &missing, &wrong]).out("1 statement, 0 errors\n").err(&err).ends(2);
}

const OBJECTS: &str = r#"{"file":"<stdin>","line":1,"ok":true,"kind":"ShowClusterPrincipals","interpreted":true,"effect":"meaning","error":null,"findings":[]}
{"file":"<stdin>","line":2,"ok":true,"kind":null,"interpreted":true,"effect":null,"error":null,"findings":[]}
{"file":"<stdin>","line":3,"ok":false,"kind":null,"interpreted":false,"effect":null,"error":{"message":"`#nix` is no directive","line":3,"column":1,"code":"General_BadRequest","help":["comments begin with `//`","`#help directives` lists the directives"]},"findings":[{"rule":"invalid-statement","severity":"error","message":"`#nix` is no directive","file":"<stdin>","line":3,"column":1,"principal":null,"entity":null,"help":["comments begin with `//`","`#help directives` lists the directives"],"standing":"open","fails":true,"reason":null}]}
{"file":"<stdin>","line":4,"ok":true,"kind":"AlterTableRowStoreReferencesDropKey","interpreted":true,"effect":"none","error":null,"findings":[{"rule":"statement-warning","severity":"note","message":"`.alter table DATABASE.TABLE rowstore_references drop key` has no effect here: kmgmt has no data and runs no operations (told once)","file":"<stdin>","line":4,"column":1,"principal":null,"entity":null,"help":[],"standing":"open","fails":false,"reason":null}]}
{"file":"<stdin>","line":6,"ok":true,"kind":"ShowClusterPrincipals","interpreted":false,"effect":"meaning","error":null,"findings":[{"rule":"statement-warning","severity":"warning","message":"`consume` is an operator that kmgmt does not interpret","file":"<stdin>","line":6,"column":28,"principal":null,"entity":null,"help":["kmgmt runs `where`, `project`, `extend`, `summarize`, `take`, `sort`, `count`, `project-away`, `project-keep`, `project-rename`, `project-reorder`, `distinct`, `top`, `mv-expand`, `mv-apply`, `parse`, `parse-where`, `lookup`, `getschema`, `render`, `as` and `serialize`","see https://learn.microsoft.com/kusto/query/consume-operator"],"standing":"open","fails":false,"reason":null}]}
{"file":"<stdin>","line":8,"ok":true,"kind":"ExecuteDatabaseScript","interpreted":true,"effect":"meaning","error":null,"findings":[]}
{"file":"<stdin>","line":8,"ok":false,"kind":null,"interpreted":false,"effect":null,"error":{"message":"expected `database`, `table`, `cluster`, `external`, `materialized-view`, `function`, `graph_model` or one of 2 other words, found `databse`","line":8,"column":34,"code":"General_BadRequest","help":["did you mean `database`?"]},"findings":[{"rule":"invalid-statement","severity":"error","message":"expected `database`, `table`, `cluster`, `external`, `materialized-view`, `function`, `graph_model` or one of 2 other words, found `databse`","file":"<stdin>","line":8,"column":34,"principal":null,"entity":null,"help":["did you mean `database`?"],"standing":"open","fails":true,"reason":null}]}
{"file":"<stdin>","line":9,"ok":true,"kind":"ShowClusterPrincipals","interpreted":true,"effect":"meaning","error":null,"findings":[]}
{"file":"<stdin>","line":10,"ok":false,"kind":null,"interpreted":false,"effect":null,"error":{"message":"a script holds commands, no directives","line":10,"column":1,"code":"General_BadRequest","help":[]},"findings":[{"rule":"invalid-statement","severity":"error","message":"a script holds commands, no directives","file":"<stdin>","line":10,"column":1,"principal":null,"entity":null,"help":[],"standing":"open","fails":true,"reason":null}]}
{"file":"<stdin>","line":11,"ok":false,"kind":"AddClusterRole","interpreted":false,"effect":"meaning","error":{"message":"Not a database-scope command","line":11,"column":1,"code":"BadRequest","help":[]},"findings":[{"rule":"invalid-statement","severity":"error","message":"Not a database-scope command","file":"<stdin>","line":11,"column":1,"principal":null,"entity":null,"help":[],"standing":"open","fails":true,"reason":null}]}
{"file":"<stdin>","line":12,"ok":true,"kind":"AddDatabaseRole","interpreted":true,"effect":"meaning","error":null,"findings":[]}
{"file":"<stdin>","line":13,"ok":false,"kind":null,"interpreted":false,"effect":null,"error":{"message":"`.frobnicate` is no command","line":13,"column":4,"code":"General_BadRequest","help":["`#help WORD` lists the commands that have a word"]},"findings":[{"rule":"invalid-statement","severity":"error","message":"`.frobnicate` is no command","file":"<stdin>","line":13,"column":4,"principal":null,"entity":null,"help":["`#help WORD` lists the commands that have a word"],"standing":"open","fails":true,"reason":null}]}
{"file":"<stdin>","line":15,"ok":false,"kind":null,"interpreted":false,"effect":null,"error":{"message":"the bracket is not closed","line":15,"column":23,"code":"General_BadRequest","help":["close it, or begin the next command with `.` in column 1 after a complete one"]},"findings":[{"rule":"invalid-statement","severity":"error","message":"the bracket is not closed","file":"<stdin>","line":15,"column":23,"principal":null,"entity":null,"help":["close it, or begin the next command with `.` in column 1 after a complete one"],"standing":"open","fails":true,"reason":null}]}
"#;
const DIAGNOSTICS: &str = "\
error: `#nix` is no directive
 --> <stdin>:3:1
  |
3 | #nix
  | ^^^^
  |
  = help: comments begin with `//`
  = help: `#help directives` lists the directives
note: <stdin>:4: `.alter table DATABASE.TABLE rowstore_references drop key` has no effect here: kmgmt has no data and runs no operations (told once)
warning: `consume` is an operator that kmgmt does not interpret
 --> <stdin>:6:28
  |
6 | .show cluster principals | consume
  |                            ^^^^^^^
  |
  = help: kmgmt runs `where`, `project`, `extend`, `summarize`, `take`, `sort`, `count`, `project-away`, `project-keep`, `project-rename`, `project-reorder`, `distinct`, `top`, `mv-expand`, `mv-apply`, `parse`, `parse-where`, `lookup`, `getschema`, `render`, `as` and `serialize`
  = help: see https://learn.microsoft.com/kusto/query/consume-operator
error: expected `database`, `table`, `cluster`, `external`, `materialized-view`, `function`, `graph_model` or one of 2 other words, found `databse`
 --> <stdin>:8:34
  |
8 | .execute database script <| .add databse X users ('aaduser=a@fabrikam.com')
  |                                  ^^^^^^^
  |
  = help: did you mean `database`?
error: a script holds commands, no directives
  --> <stdin>:10:1
   |
10 | #help
   | ^^^^^
error: Not a database-scope command
  --> <stdin>:11:1
   |
11 | .add cluster admins ('aaduser=a@fabrikam.com')
   | ^^^^
error: `.frobnicate` is no command
  --> <stdin>:13:4
   |
13 |   .frobnicate
   |    ^^^^^^^^^^
   |
   = help: `#help WORD` lists the commands that have a word
error: the bracket is not closed
  --> <stdin>:15:23
   |
15 | .add database X users ('aaduser=a@fabrikam.com'
   |                       ^
   |
   = help: close it, or begin the next command with `.` in column 1 after a complete one
";

#[test]
fn directives_are_judged_as_they_are_written() {
    let script = "#explain foo view\n#as bar\n#clock advance zz\n#who-can fly database X\n#client x\n#directory lod x\n#help sumarize\n";
    let (out, _, code) = run(command(["check", "--format", "json"]), Some(script.as_bytes()));
    let faults: Vec<u64> = out.lines().map(fault_column).collect();
    assert_eq!((faults.as_slice(), code), ([10, 5, 16, 10, 9, 12, 7].as_slice(), 1), "{out}");
    let right = "#explain aaduser=a@b.c view table Nowhere\n#as\n#clock advance 5m\n#client user='x'\n#directory load x.json\n#help summarize\n";
    kmgmt(["check"]).stdin(right).out("6 statements, 0 errors\n").ends(0);
}

/// Where the judged statement is wrong.
fn fault_column(line: &str) -> u64 {
    let verdict: serde_json::Value = serde_json::from_str(line).unwrap();
    verdict["error"]["column"].as_u64().unwrap()
}
