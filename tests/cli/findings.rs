//! `kmgmt check` and the rules: which findings fail, how they are written, which are known.

use crate::cli::kmgmt::{command, file, kmgmt, path, run};

const SCRIPT: &str = "\
.set database Sales admins none
.add database Sales users ('aaduser=ana@contoso.com', 'aaduser=Ana@contoso.com') //! ignore duplicate-in-command: agreed
";

const WARNING: &str = "\
warning[set-none-on-admins]: all admins of `database Sales` are taken away, whoever they are
 --> <stdin>:1:1
  |
1 | .set database Sales admins none
  | ^^^^
  |
  = help: `.set database Sales admins (…)` names those that stay, `.drop database Sales admins (…)` those that go
";

#[test]
fn a_warning_fails_where_it_is_to() {
    let summary = "2 statements, 0 errors, 1 warning, 1 ignored\n";
    kmgmt(["check"]).stdin(SCRIPT).out(summary).err(WARNING).ends(0);
    kmgmt(["check", "--fail-on", "warning"]).stdin(SCRIPT).out(summary).err(WARNING).ends(1);
    kmgmt(["check", "--deny", "duplicate-in-command"]).stdin(SCRIPT).out(summary).err(WARNING).ends(0);
    // A rule that only a run can break would let everything pass.
    let err = "error: `wide-group` is found by a run, and here nothing runs\n |\n = help: `kmgmt plan --deny wide-group` fails where it is broken\n";
    kmgmt(["check", "--deny", "wide-group"]).stdin(SCRIPT).err(err).ends(2);
    let denied = WARNING.replace("warning[", "error[");
    let summary = "2 statements, 1 error, 1 ignored\n";
    kmgmt(["check", "--deny", "set-none-on-admins"]).stdin(SCRIPT).out(summary).err(&denied).ends(1);
}

#[test]
fn a_rule_that_does_not_exist_is_told() {
    let err = "\
error: invalid value 'no-admin-lft' for '--deny <RULE>': there is no such rule; did you mean `no-admin-left`? `kmgmt rules` lists them

For more information, try '--help'.
";
    kmgmt(["check", "--deny", "no-admin-lft"]).err(err).ends(2);
}

#[test]
fn what_is_in_the_baseline_does_not_fail() {
    let known = path("known.json").display().to_string();
    let script = file("known.kql", SCRIPT);
    let summary = "2 statements, 0 errors, 1 ignored, 1 in the baseline\n";
    let strict = ["check", "--fail-on", "warning"];
    kmgmt([&strict[..], &["--write-baseline", &known, &script]].concat()).out(summary).ends(0);
    let written = std::fs::read_to_string(&known).unwrap().replace(&script, "known.kql");
    let expected = r#"{
  "format_version": 1,
  "findings": [
    {
      "rule": "set-none-on-admins",
      "file": "known.kql",
      "message": "all admins of `database Sales` are taken away, whoever they are",
      "count": 1
    }
  ]
}
"#;
    assert_eq!(written, expected);
    let with_baseline = [&strict[..], &["--baseline", &known, &script]].concat();
    // Lines may move; a second one is new.
    std::fs::write(&script, format!("\n\n{SCRIPT}")).unwrap();
    kmgmt(&with_baseline).out(summary).ends(0);
    std::fs::write(&script, format!("{SCRIPT}\n.set database Sales admins none\n")).unwrap();
    let second = WARNING.replace("<stdin>:1", &format!("{script}:4")).replace("1 |", "4 |");
    let summary = "3 statements, 0 errors, 1 warning, 1 ignored, 1 in the baseline\n";
    kmgmt(&with_baseline).out(summary).err(&second).ends(1);
    // What is refused is never known.
    std::fs::write(&script, ".frobnicate\n").unwrap();
    let (_, err, code) = run(command([&strict[..], &["--write-baseline", &known, &script]].concat()), None);
    assert!(err.contains("is no command"), "{err}");
    assert_eq!(code, 1);
}

#[test]
fn a_baseline_that_cannot_be_read_is_told() {
    let old = file("old.json", r#"{ "format_version": 2, "findings": [] }"#);
    let err = format!("error: baseline `{old}`: its `format_version` is 2; kmgmt reads 1\n");
    kmgmt(["check", "--baseline", &old]).stdin(SCRIPT).err(&err).ends(2);
}

#[test]
fn a_build_tells_its_service() {
    let script = file("roles, 1;.kql", SCRIPT);
    let script = std::path::Path::new(&script);
    let (folder, elsewhere) = (script.parent().unwrap(), script.parent().unwrap().parent().unwrap().join("other"));
    std::fs::create_dir_all(&elsewhere).unwrap();
    let help =
        "`.set database Sales admins (…)` names those that stay, `.drop database Sales admins (…)` those that go";
    let message = format!("all admins of `database Sales` are taken away, whoever they are%0Ahelp: {help}\n");
    let github =
        |file: &str| format!("::warning file={file},line=1,col=1,endColumn=5,title=set-none-on-admins::{message}");
    let azure = |file: &str| {
        let place = format!("sourcepath={file};linenumber=1;columnnumber=1");
        format!("##vso[task.logissue type=warning;{place};code=set-none-on-admins;]{message}")
    };
    // Files are named as they are seen from the working directory, where they are below it.
    let whole = script.display().to_string();
    for path in [&*whole, "./roles, 1;.kql"] {
        kmgmt(["check", "--format", "github", path]).within(folder).out(&github("roles%2C 1;.kql")).ends(0);
        kmgmt(["check", "--format", "azuredevops", path]).within(folder).out(&azure("roles, 1%3B.kql")).ends(0);
    }
    let path = "../cli/roles, 1;.kql";
    kmgmt(["check", "--format", "github", path]).within(&elsewhere).out(&github(&whole.replace(',', "%2C"))).ends(0);
    kmgmt(["check", "--format", "azuredevops", path])
        .within(&elsewhere)
        .out(&azure(&whole.replace(';', "%3B")))
        .ends(0);
}

#[test]
fn with_a_state_entities_are_known() {
    let state = file("state.kql", ".create database Sales\n#dbcontext Sales\n.create table Orders (Id:int)\n");
    let script = "\
.add database Sale users ('aaduser=ana@contoso.com')
#dbcontext Sales
.create table Items (Id:int)
.add table Items admins ('aaduser=ana@contoso.com')
.drop table Order
";
    let err = "\
error[unknown-entity]: Database 'Sale' was not found.
 --> <stdin>:1:15
  |
1 | .add database Sale users ('aaduser=ana@contoso.com')
  |               ^^^^
  |
  = help: did you mean `Sales`?
  = help: `.show databases` lists the databases
error[unknown-entity]: Entity ID 'Order' of kind 'Table' was not found.
 --> <stdin>:5:13
  |
5 | .drop table Order
  |             ^^^^^
  |
  = help: did you mean `Orders`?
  = help: kmgmt looked for a table in database `Sales`
";
    kmgmt(["check", "--from", &state]).stdin(script).out("5 statements, 2 errors\n").err(err).ends(1);
    kmgmt(["check"]).stdin(script).out("5 statements, 0 errors\n").ends(0);
}

#[test]
fn an_open_environment_says_whom_it_does_not_declare() {
    let environment = file("open.json", r#"{ "cluster": { "name": "c" }, "directory": "open" }"#);
    let script = ".add database D users ('aaduser=ana@contoso.com')";
    let err = "\
warning[unknown-principal]: the environment does not declare `aaduser=ana@contoso.com`: nobody says that it exists
 --> <stdin>:1:24
  |
1 | .add database D users ('aaduser=ana@contoso.com')
  |                        ^^^^^^^^^^^^^^^^^^^^^^^^^
";
    let summary = "1 statement, 0 errors, 1 warning\n";
    kmgmt(["check", "--environment", &environment]).stdin(script).out(summary).err(err).ends(0);
}

#[test]
fn the_rules_are_listed_and_each_has_a_page() {
    let (list, _, _) = run(command(["rules", "--format", "csv"]), None);
    let first =
        "Rule,Severity,Title,FoundBy\nno-admin-left,error,a database or the cluster is left without an admin,`plan`\n";
    assert!(list.starts_with(first), "{list}");
    let page = "\
## duplicate-in-command

One command names a principal twice
(warning; found by `check` and `plan`).

The two references may be spelled differently. The second one changes nothing, and perhaps somebody else was meant.

**What to do.** Leave one of the two out, or write whom the second one is meant for.

**To let it pass once**, before the statement or at the end of one of its lines:

```kusto
//! ignore duplicate-in-command: who agreed to it, and why
```
";
    kmgmt(["rules", "duplicate-in-command"]).out(page).ends(0);
}

#[test]
fn what_is_refused_fails_whatever_comments_and_baselines_say() {
    let environment = file("closed.json", r#"{ "cluster": { "name": "c" } }"#);
    let script = "//! ignore unknown-principal: ok\n.add database D users ('aaduser=zz@contoso.com')\n";
    let script = file("refused.kql", script);
    let known = path("refused.json").display().to_string();
    for more in [&[][..], &["--write-baseline", &known], &["--baseline", &known]] {
        let args = [&["check", "--environment", &environment, &script], more].concat();
        let (out, err, code) = run(command(args), None);
        assert_eq!((out.as_str(), code), ("1 statement, 1 error\n", 1));
        assert!(err.contains("error[unknown-principal]") && err.contains("what is refused can't be ignored"), "{err}");
    }
}
