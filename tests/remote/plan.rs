//! `kmgmt plan --cluster` and `kmgmt diff DIR --cluster`.

use crate::scripted::{Scripted, ok, refusal, small};
use crate::world::{AT, NO_AZ, file, folder, here, ran, server};

const CHANGE: &str = ".add database Sales viewers ('aaduser=bo@contoso.com')\n";

#[test]
fn a_plan_on_a_cluster_is_that_on_its_state() {
    let folder = folder("plan");
    let (server, url) = server(&folder);
    let script = file(&folder, "change.kql", CHANGE);
    assert_eq!(ran(&folder, &["import", "--cluster", &url, "-o", "state"]).2, 0);
    for format in ["json", "human", "markdown"] {
        let options = ["--format", format];
        let on_state = [&["plan", &script, "--from", "state"][..], &options, &AT].concat();
        let (expected, _, _) = ran(&folder, &on_state);
        assert!(expected.contains("bo@contoso.com"));
        let on_cluster = [&["plan", &script, "--cluster", &url][..], &options, &AT].concat();
        here(&folder, &on_cluster).out(&expected).err(NO_AZ).ends(0);
    }
    assert_eq!(
        server.rows(".show database Sales principals | where Role endswith 'Viewer' | count"),
        [serde_json::json!([1])]
    );
}

#[test]
fn what_came_to_be_there_is_a_difference() {
    let folder = folder("diff");
    let (server, url) = server(&folder);
    assert_eq!(ran(&folder, &["import", "--cluster", &url, "-o", "state"]).2, 0);
    here(&folder, &["diff", "state", "--cluster", &url]).out("Nothing changes.\n").err(NO_AZ).ends(0);
    server.rows(".add database Sales users ('aaduser=cid@contoso.com') 'by hand'");
    server.rows(".drop database Sales admins ('aaduser=ana@contoso.com')");
    let args =
        ["diff", "state", "--cluster", &url, "--detailed-exitcode", "--undo-script", "back.kql", "--no-findings"];
    let (out, _, _) = ran(&folder, &args[..args.len() - 1]);
    let changes = "What changes\n    database Sales\n      - admins aaduser=ana@contoso.com: 'owner'\n      + users aaduser=cid@contoso.com: 'by hand'\n";
    assert!(out.starts_with(changes), "{out}");
    let back = std::fs::read_to_string(folder.join("back.kql")).unwrap();
    assert_eq!(
        back,
        ".add database Sales admins ('aaduser=ana@contoso.com') skip-results 'owner'\n.drop database Sales users ('aaduser=cid@contoso.com') skip-results\n"
    );
}

/// A plan tells what is not known; a difference would take it for something that is gone.
#[test]
fn what_one_may_not_read_is_a_warning_for_a_plan_and_an_error_for_a_difference() {
    let folder = folder("plan-refused");
    let server = Scripted::answering(|seen| match seen.command().as_str() {
        ".show cluster principals" => {
            refusal("403 Forbidden", "Principal 'aaduser=bo' is not authorized\nhelp: ask ana")
        }
        command => ok(&small(command)),
    });
    let url = server.url();
    let script = file(&folder, "change.kql", CHANGE);
    let (out, err, code) = ran(&folder, &["plan", &script, "--cluster", &url]);
    let refused = ": `.show cluster principals`: Principal 'aaduser=bo' is not authorized\n |\n = help: ask ana\n";
    assert!(out.contains("+ viewers aaduser=bo@contoso.com") && code == 0, "{out}{err}");
    assert!(err.ends_with(&format!("warning{refused}")), "{err}");
    let (_, _, imported) = ran(&folder, &["import", "--cluster", &url, "-o", "state"]);
    assert_eq!(imported, 1);
    let (out, err, code) = ran(&folder, &["diff", "state", "--cluster", &url]);
    let missing = format!(
        "error{refused}error: can't read the state `{url}`: it refused to show all of it, and what is missing would be taken for a difference\n"
    );
    assert!(out.is_empty() && err.ends_with(&missing) && code == 2, "{err}");
}

#[test]
fn an_environment_says_who_exists_beside_the_cluster() {
    let folder = folder("plan-environment");
    let server = Scripted::answering(|seen| ok(&small(&seen.command())));
    let environment = file(
        &folder,
        "environment.json",
        r#"{ "cluster": { "name": "x" }, "directory": "open", "tenants": [{ "id": "0a1b2c3d-0000-4000-8000-000000000001" }],
            "users": [{ "upn": "bo@contoso.com", "objectId": "0a1b2c3d-0000-4000-8000-000000000102", "tenant": "0a1b2c3d-0000-4000-8000-000000000001" }],
            "groups": [{ "displayName": "Readers", "objectId": "0a1b2c3d-0000-4000-8000-000000000201", "tenant": "0a1b2c3d-0000-4000-8000-000000000001", "members": ["aaduser=bo@contoso.com"] }] }"#,
    );
    let script = file(
        &folder,
        "change.kql",
        ".drop database Sales viewers ('aadgroup=0a1b2c3d-0000-4000-8000-000000000201;0a1b2c3d-0000-4000-8000-000000000001')\n",
    );
    let args = ["plan", &script, "--cluster", &server.url(), "--environment", &environment, "--expand-groups"];
    let (out, err, code) = ran(&folder, &args);
    assert!(out.contains("- aaduser=bo@contoso.com loses view"), "{out}{err}");
    assert_eq!(code, 0, "{err}");
    // Reading the cluster for `apply` begins with the same people.
    let url = server.url();
    let args = ["plan", &script, "--cluster", &url, "--environment", &environment, "-o", "plan.json"];
    assert_eq!(ran(&folder, &args).2, 0);
    let (out, err, code) = ran(&folder, &["apply", "plan.json", "--cluster", &url, "--yes"]);
    assert!(
        out.ends_with("1 command ran; `plan.undo.kql` takes back what `plan.done.kql` has\n") && code == 0,
        "{out}{err}"
    );
}

/// A plan that goes into a file says beside it why it is none of the whole script.
#[test]
fn a_script_that_fails_is_told_where_the_plan_is_not_shown() {
    let folder = folder("plan-failed");
    let (_server, url) = server(&folder);
    let script = file(&folder, "change.kql", &format!("{CHANGE}.drop table Nowhere\n"));
    for output in [&["-o", "plan.json"][..], &["-o", "plan.md"], &["--format", "json"]] {
        let (_, err, code) = ran(&folder, &[&["plan", &script, "--cluster", &url], output].concat());
        assert!(
            err.contains("error: Entity ID 'Nowhere' of kind 'Table' was not found.") && err.contains(":2:"),
            "{output:?}: {err}"
        );
        assert_eq!(code, 1);
    }
    let (out, err, _) = ran(&folder, &["plan", &script, "--cluster", &url]);
    assert!(out.contains("Nowhere") && !err.contains("Nowhere"), "{out}{err}");
}
