//! The Azure CLI, in whose place a script stands: tokens, and who is in a group.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::kmgmt::{command, run};
use crate::scripted::{BO, INNER, READERS, Scripted, TENANT, http, ok, small, table};
use crate::world::{folder, state};

/// How the tenant of the sign-in is asked for.
const SHOW: &str = "account show --output json";

/// A folder with a script that is called `az`.
fn az(folder: &Path, script: &str) -> String {
    let path = folder.join("bin");
    std::fs::create_dir_all(&path).unwrap();
    std::fs::write(path.join("az"), format!("#!/bin/sh\necho \"$*\" >> \"$(dirname \"$0\")/asked\"\n{script}"))
        .unwrap();
    std::fs::set_permissions(path.join("az"), std::fs::Permissions::from_mode(0o755)).unwrap();
    format!("{}:/usr/bin:/bin", path.display())
}

fn ran(folder: &Path, path: &str, args: &[&str]) -> (String, String, i32) {
    let mut command = command(args);
    command.current_dir(folder).env("PATH", path);
    run(command, None)
}

fn asked(folder: &Path) -> Vec<String> {
    let asked = std::fs::read_to_string(folder.join("bin/asked")).unwrap_or_default();
    asked.lines().map(str::to_owned).collect()
}

/// A cluster that says that one signs in there.
fn signed_in(metadata: Vec<u8>) -> Scripted {
    Scripted::start(move |seen, _| match seen.line.starts_with("GET ") {
        true => metadata.clone(),
        false => ok(&small(&seen.command())),
    })
}

#[test]
fn a_token_is_asked_for_where_the_cluster_wants_one() {
    for (name, metadata) in [
        ("object", ok(r#"{"AzureAD":{"LoginEndpoint":"https://login.microsoftonline.com"}}"#)),
        ("nothing", http("404 Not Found", &[], "")),
        ("text", ok("what?")),
    ] {
        let folder = folder(&format!("az-token-{name}"));
        let path = az(&folder, r#"echo '{ "accessToken": "geheim.az", "tokenType": "Bearer" }'"#);
        let server = signed_in(metadata);
        let (out, err, code) = ran(&folder, &path, &["--cluster", &server.url(), "--format", "csv", ".show version"]);
        assert_eq!((out.as_str(), err.as_str(), code), ("Echo\n.show version\n", "", 0), "{name}");
        assert_eq!(asked(&folder), ["account get-access-token --resource http://127.0.0.1 --output json"]);
        let seen = server.seen();
        assert_eq!(seen[0].line, "GET /v1/rest/auth/metadata");
        assert_eq!(seen[0].header("authorization"), None);
        assert_eq!(seen[1].header("authorization"), Some("Bearer geheim.az"));
    }
}

#[test]
fn an_azure_cli_that_gives_none_is_told() {
    let server = signed_in(http("404 Not Found", &[], ""));
    let url = server.url();
    let ways = "`--token-file FILE` or KMGMT_TOKEN gives one; the Azure CLI is asked for one after `az login`";
    let cases = [
        (
            "echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1",
            "ERROR: Please run 'az login' to setup account.",
        ),
        ("echo 'WARNING: a new version' >&2; echo 'ERROR: no' >&2; exit 1", "ERROR: no"),
        ("echo 'no' >&2; echo 'and more' >&2; exit 1", "no"),
        ("exit 3", "it failed without a word"),
        ("echo '{ \"accessToken\": 7, \"geheim\": 1 }'", "its answer has no `accessToken`"),
        ("echo geheim", "its answer has no `accessToken`"),
        ("echo '{ \"accessToken\": \"geheim and more\" }'", "what should be a token has characters that none has"),
    ];
    for (number, (script, said)) in cases.into_iter().enumerate() {
        let folder = folder(&format!("az-none-{number}"));
        let path = az(&folder, script);
        let told = format!(
            "error: there is no token for `{url}`\n |\n = help: the Azure CLI gave none: {said}\n = help: {ways}\n"
        );
        let ran = ran(&folder, &path, &["--cluster", &server.url(), ".show version"]);
        assert_eq!(ran, (String::new(), told, 2), "{script}");
    }
    let folder = folder("az-absent");
    let told = format!("error: there is no token for `{url}`\n |\n = help: {ways}, and is not on this machine\n");
    assert_eq!(ran(&folder, "/nowhere", &["--cluster", &server.url(), ".show version"]), (String::new(), told, 2));
    assert!(server.seen().iter().all(|seen| seen.line.starts_with("GET ")), "no command is sent without a token");
}

/// Groups in groups are asked for too.
#[test]
fn the_members_of_groups_are_read() {
    let folder = folder("az-groups");
    let path = az(
        &folder,
        &format!(
            r##"case "$*" in
"account show"*) echo '{{"tenantId":"{TENANT}"}}' ;;
*"{READERS}"*) echo '[{{"@odata.type":"#microsoft.graph.group","id":"{INNER}","displayName":"Inner"}}]' ;;
*"{INNER}"*) echo '[{{"@odata.type":"#microsoft.graph.user","id":"{BO}","userPrincipalName":"bo@contoso.com","displayName":"Bo"}}]' ;;
*) exit 1 ;;
esac"##
        ),
    );
    let server = Scripted::answering(|seen| ok(&small(&seen.command())));
    let (_, err, code) = ran(&folder, &path, &["import", "--cluster", &server.url(), "-o", "state"]);
    assert_eq!(code, 0, "{err}");
    let members = |group: &str| format!("ad group member list --group={group} --output json");
    assert_eq!(asked(&folder), [SHOW.to_owned(), members(READERS), members(INNER)]);
    assert!(!err.contains("not known: the Azure CLI"), "{err}");
    let args = ["explain", "aaduser=bo@contoso.com", "view", "database", "Sales", "--from", "state"];
    let (out, err, code) = ran(&folder, &path, &args);
    assert!(out.starts_with("allowed: ") && code == 0, "{out}{err}");
    // A plan knows the members, and so does its second reading, where the Azure CLI is not there.
    std::fs::write(folder.join("change.kql"), ".add database Sales users ('aaduser=cid@contoso.com')").unwrap();
    let plan = ["plan", "change.kql", "--cluster", &server.url(), "-o", "plan.json"];
    assert_eq!(ran(&folder, &path, &plan).2, 0);
    let apply = ["apply", "plan.json", "--cluster", &server.url(), "--yes"];
    let (out, err, code) = ran(&folder, "/nowhere", &apply);
    assert!(out.ends_with("1 command ran; `plan.undo.kql` takes back what `plan.done.kql` has\n"), "{out}{err}");
    assert_eq!((err.as_str(), code), ("", 0));
    // Who is in a group is part of what a plan found.
    let other =
        az(&folder, &format!("case $1 in account) echo '{{\"tenantId\":\"{TENANT}\"}}' ;; *) echo '[]' ;; esac"));
    let (out, err, code) = ran(&folder, &other, &apply);
    assert!(err.starts_with("error: the cluster is not as the plan found it") && code == 1, "{out}{err}");
}

#[test]
fn groups_that_can_not_be_listed_are_named() {
    let folder = folder("az-groups-failed");
    let path = az(&folder, "echo 'ERROR: Insufficient privileges' >&2\nexit 1");
    let server = Scripted::answering(|seen| ok(&small(&seen.command())));
    let (_, err, code) = ran(&folder, &path, &["import", "--cluster", &server.url(), "-o", "state"]);
    let told = format!(
        "warning: who is in the group `{READERS}` is not known: the Azure CLI says: ERROR: Insufficient privileges\n"
    );
    assert!(err.starts_with(&told) && code == 0, "{err}");
    assert!(state(&folder.join("state")).0.contains(r#""directory": "open""#));
}

/// A cluster whose database has groups with these references as viewers.
fn with_groups(groups: &'static [&'static str]) -> Scripted {
    Scripted::answering(move |seen| match seen.command().as_str() {
        ".show database Sales principals" => {
            let rows: Vec<[&str; 5]> =
                groups.iter().map(|group| ["Database Sales Viewer", "Microsoft Entra group", "", "", group]).collect();
            let rows: Vec<&[&str]> = rows.iter().map(|row| &row[..]).collect();
            ok(&table(&["Role", "PrincipalType", "PrincipalDisplayName", "PrincipalObjectId", "PrincipalFQN"], &rows))
        }
        command => ok(&small(command)),
    })
}

/// A name of a group comes from the cluster: the Azure CLI reads `@FILE` as the file, and `--query` as an option. It knows
/// the groups of one tenant.
#[test]
fn groups_that_the_azure_cli_can_not_name_are_not_asked_for() {
    let folder = folder("az-names");
    let path = az(
        &folder,
        "case $1 in account) echo '{\"tenantId\":\"0a1b2c3d-0000-4000-8000-000000000001\",\"tenantDefaultDomain\":\"contoso.com\"}' ;;\n*) echo '[{\"@odata.type\":\"#microsoft.graph.user\",\"id\":\"0a1b2c3d-0000-4000-8000-000000000102\",\"userPrincipalName\":\"bo@contoso.com\"}]' ;; esac",
    );
    let server = with_groups(&[
        "aadgroup=@/etc/hostname;contoso.com",
        "aadgroup=--query;contoso.com",
        "aadgroup=Readers;contoso.com",
        "aadgroup=Readers;fabrikam.com",
        "aadgroup=Nameless",
    ]);
    let (out, err, code) = ran(&folder, &path, &["import", "--cluster", &server.url(), "-o", "state"]);
    assert_eq!(code, 0, "{out}{err}");
    assert_eq!(asked(&folder), [SHOW, "ad group member list --group=Readers --output json"]);
    for told in [
        "warning: who is in the groups `--query;contoso.com` and `@/etc/hostname;contoso.com` is not known: the Azure CLI would take its name for something else\n",
        &format!(
            "warning: who is in the group `Readers;fabrikam.com` is not known: the Azure CLI is signed in to another tenant, `{TENANT}`\n"
        ),
        "warning: who is in the group `Nameless` is not known: nothing says of which tenant it is\n",
    ] {
        assert!(err.contains(told), "{err}");
    }
}

/// What names the one who asks on this machine is enough for a server here.
#[test]
fn a_path_that_says_who_asks_needs_no_token() {
    let folder = folder("az-path");
    let server = signed_in(ok(r#"{"AzureAD":{"LoginEndpoint":"https://login.microsoftonline.com"}}"#));
    let url = format!("{}/as/bo@contoso.com", server.url());
    let ran = ran(&folder, "/nowhere", &["--cluster", &url, "--format", "csv", ".show version"]);
    assert_eq!(ran, ("Echo\n.show version\n".to_owned(), String::new(), 0));
    assert_eq!(server.seen()[0].line, "POST /as/bo@contoso.com/v1/rest/mgmt");
}
