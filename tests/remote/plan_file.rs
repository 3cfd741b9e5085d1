//! Plans that `kmgmt apply` does not run.

use kmgmt::plan::state_id;
use kmgmt::state::Folder;
use serde_json::Value;

use crate::apply::{plan, planned};
use crate::world::{file, folder, here, ran, server, text};

#[test]
fn a_plan_that_is_not_whole_is_refused() {
    let folder = folder("apply-incomplete");
    let (server, url) = server(&folder);
    let script =
        file(&folder, "change.kql", ".add database Sales viewers ('aaduser=bo@contoso.com')\n.drop table Nowhere\n");
    assert_eq!(ran(&folder, &["plan", &script, "--cluster", &url, "-o", "plan.json"]).2, 1);
    let told = format!(
        "error: the plan is not complete: its script failed before its end: {script}:2: Entity ID 'Nowhere' of kind 'Table' was not found.\n |\n = help: mend the script, and plan again\n"
    );
    here(&folder, &["apply", "plan.json", "--cluster", &url, "--yes"]).err(&told).ends(1);
    let script = file(&folder, "change.kql", ".add database Sales viewers ('aaduser=bo@contoso.com')\n");
    assert_eq!(ran(&folder, &["plan", &script, "--cluster", &url, "-o", "plan.json", "--only", "role:admins"]).2, 0);
    let told = "error: the plan shows a part of the change, and its script makes all of it\n |\n = help: plan again without `--only`\n";
    here(&folder, &["apply", "plan.json", "--cluster", &url, "--yes"]).err(told).ends(1);
    let secret = ".create external table Lake (x: long) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;c2VjcmV0')\n";
    let script = file(&folder, "change.kql", &format!("#dbcontext Sales\n{secret}"));
    assert_eq!(ran(&folder, &["plan", &script, "--cluster", &url, "-o", "plan.json"]).2, 0);
    let (out, err, code) = ran(&folder, &["apply", "plan.json", "--cluster", &url, "--yes"]);
    assert!(err.starts_with("error: a command of the plan needs a secret, which no plan has: `.create"), "{err}");
    assert!(code == 1 && out.is_empty() && !err.contains("c2VjcmV0"));
    assert_eq!(
        server.rows(".show database Sales principals | where PrincipalFQN has 'bo@' | count"),
        [serde_json::json!([0])]
    );
    assert!(!folder.join("plan.done.kql").exists());
}

#[test]
fn what_is_no_plan_is_told() {
    let folder = folder("apply-no-plan");
    let advice = " |\n = help: `kmgmt plan SCRIPT --cluster URL --format json -o plan.json` writes one\n";
    let apply = |name: &str, text: &str, why: &str| {
        file(&folder, name, text);
        here(&folder, &["apply", name, "--cluster", "http://127.0.0.1:1", "--yes"])
            .err(&format!("error: `{name}` is no plan: {why}\n{advice}"))
            .ends(2);
    };
    apply("a.json", "[", "EOF while parsing a list at line 1 column 1");
    apply("b.json", "{}", "missing field `format_version` at line 1 column 2");
    apply("c.json", r#"{"format_version":2,"complete":true,"state":""}"#, "its `format_version` is 2, and 1 is read");
    let old = r#"{"format_version":1,"complete":true,"state":""}"#;
    apply("d.json", old, "it has no script, or not what it was made on: an older kmgmt wrote it");
    here(&folder, &["apply", "none.json", "--cluster", "http://127.0.0.1:1", "--yes"])
        .err("error: can't read `none.json`: No such file or directory (os error 2)\n")
        .ends(2);
}

/// A plan is a file, which somebody may have written: what is shown is what runs.
#[test]
fn a_plan_that_nobody_made_hides_nothing() {
    let (folder, _server, url) = planned("apply-hidden");
    let plan = text(&folder, "plan.json");
    let with = |script: &str| plan.replace("\"script\": \"", &format!("\"script\": \"{script}"));
    file(&folder, "read.json", &with("#read other.kql\\n"));
    let told = "error: a plan has no directive but `#dbcontext`: `#read other.kql`\n |\n = help: `kmgmt plan SCRIPT --cluster URL --format json -o plan.json` writes one\n";
    here(&folder, &["apply", "read.json", "--cluster", &url, "--yes"]).err(told).ends(1);
    let read = |text: &str| plan.replace("\"catalog\": \"", &format!("\"catalog\": \"{text}"));
    file(&folder, "changed.json", &read("#read /etc/passwd\\n"));
    let told = "error: the plan was changed after it was made: `state` is not the hash of `read`\n |\n = help: `kmgmt plan SCRIPT --cluster URL --format json -o plan.json` writes one\n";
    here(&folder, &["apply", "changed.json", "--cluster", &url, "--yes"]).err(told).ends(1);
    // Whoever writes a plan can write a hash too.
    let mut forged: Value = serde_json::from_str(&read("#read /etc/passwd\\n")).unwrap();
    let part = |name: &str| forged["read"][name].as_str().unwrap().to_owned();
    let state = state_id(&Folder { environment: part("environment"), catalog: part("catalog") });
    forged["state"] = state.into();
    file(&folder, "forged.json", &forged.to_string());
    let told = "error: a plan has no directive but `#dbcontext`: `#read /etc/passwd`\n |\n = help: `kmgmt plan SCRIPT --cluster URL --format json -o plan.json` writes one\n";
    here(&folder, &["apply", "forged.json", "--cluster", &url, "--yes"]).err(told).ends(1);
    file(&folder, "hidden.json", &with(".drop database Sales // \\u001b[2K\\u001b[1A\\u202e\\n"));
    let (out, _, _) = ran(&folder, &["apply", "hidden.json", "--cluster", &url, "--yes"]);
    assert!(out.contains(r".drop database Sales // \u001b[2K\u001b[1A\u202e"), "{out}");
}

/// What stars stand in may be a note; a command lacks a secret where one was redacted.
#[test]
fn stars_in_a_note_are_no_secret() {
    let folder = folder("apply-stars");
    let (server, url) = server(&folder);
    plan(
        &folder,
        &url,
        "change.kql",
        ".add database Sales users ('aaduser=bo@contoso.com') 'rated **** by ana'",
        "plan.json",
    );
    assert_eq!(ran(&folder, &["apply", "plan.json", "--cluster", &url, "--yes"]).2, 0);
    let notes = ".show database Sales principals | where Role endswith 'User' | project Notes";
    assert_eq!(server.rows(notes), [serde_json::json!(["rated **** by ana"])]);
    plan(&folder, &url, "change.kql", ".add database Sales users ('aaduser=bo@contoso.com') h'geheim'", "plan.json");
    let (_, err, code) = ran(&folder, &["apply", "plan.json", "--cluster", &url, "--yes"]);
    assert!(err.starts_with("error: a command of the plan needs a secret") && code == 1, "{err}");
}
