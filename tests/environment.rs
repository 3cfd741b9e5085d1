//! Environment files that are wrong: what is said, and where.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may panic")]

use kmgmt::directory::Directory;

/// What is wrong with an environment that has these entries beside a cluster and a tenant.
fn fault(cluster: &str, entries: &str) -> String {
    let text = format!(
        r#"{{ "cluster": {{ "name": "c", "homeTenant": "f.com" {cluster} }},
             "tenants": [ {{ "id": "0a1b2c3d-0000-4000-8000-000000000001", "names": ["f.com"] }} ] {entries} }}"#
    );
    match Directory::from_environment(&text) {
        Ok(_) => "no fault".to_owned(),
        Err(error) => error.to_string(),
    }
}

const ANA: &str = r#"{ "upn": "ana@f.com", "objectId": "o-1", "tenant": "f.com" }"#;

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let user = |upn: &str, object_id: &str, tenant: &str| {
        format!(r#", "users": [ {ANA}, {{ "upn": "{upn}", "objectId": "{object_id}", "tenant": "{tenant}" }} ]"#)
    };
    let group = |members: &str, more: &str| {
        format!(
            r#", "users": [ {ANA} ], "groups": [ {{ "displayName": "G", "objectId": "g-1", "tenant": "f.com", "members": [{members}] }} {more} ]"#
        )
    };
    let aliases = |aliases: &str| format!(r#", "users": [ {ANA} ], "aliases": {{ {aliases} }}"#);
    let second = r#", { "displayName": "H", "objectId": "g-2", "tenant": "f.com", "members": ["aadgroup=g-1;f.com"] }"#;
    let cases = [
        (fault("", &user("bo@f.com", "o-2", "f.com")), "no fault"),
        (
            fault("", &user("ana@f.com", "o-2", "f.com")),
            "users[1]: another Microsoft Entra user is named `ana@f.com` too, so that the name is ambiguous",
        ),
        (
            fault("", &user("bo@f.com", "O-1", "f.com")),
            "users[1]: another Microsoft Entra user is named `O-1` too, so that the name is ambiguous",
        ),
        (fault("", &user("bo@f.com", "", "f.com")), "users[1]: an id is empty"),
        (
            fault("", &user("bo;f@f.com", "o-2", "f.com")),
            "users[1]: `bo;f@f.com` can't be an id: in references `;` stands before the tenant",
        ),
        (
            fault("", &user("Admin@localhost", "o-2", "f.com")),
            "users[1]: `admin@localhost` is the built-in administrator",
        ),
        (
            fault("", &user("bo@f.com", "o-2", "g.com")),
            "users[1].tenant: no tenant `g.com` is declared; did you mean `f.com`?",
        ),
        (fault("", &group(r#""aaduser=ana@f.com""#, "")), "no fault"),
        (fault("", &aliases(r#""ana": "aaduser=ana@f.com", "a.N-a_1": "aaduser=O-1;f.com""#)), "no fault"),
        (fault("", &aliases(r#""bo": "aaduser=bo@f.com""#)), "aliases.bo: no principal `aaduser=bo@f.com` is declared"),
        (
            fault("", &aliases(r#""bo": "bo@f.com""#)),
            "aliases.bo: `bo@f.com` is no reference to a principal such as `aaduser=ana@contoso.com`: a principal is written \
             `kind=id`, with one of the kinds `aaduser=`, `aadgroup=`, `aadapp=` or `msauser=`",
        ),
        (
            fault("", &aliases(r#""a/b": "aaduser=ana@f.com""#)),
            "aliases.a/b: an alias has letters, digits, `-`, `_` and `.` alone, since it stands in addresses",
        ),
        (
            fault("", &group(r#""aaduser=bo@f.com""#, "")),
            "groups[0].members[0]: no principal `aaduser=bo@f.com` is declared",
        ),
        (
            fault("", &group(r#""bo@f.com""#, "")),
            "groups[0].members[0]: `bo@f.com` is no reference to a principal such as `aaduser=ana@contoso.com`: a principal is written `kind=id`, with one of the kinds `aaduser=`, `aadgroup=`, `aadapp=` or `msauser=`",
        ),
        (
            fault("", &group(r#""aadgroup=g-1;f.com""#, "")),
            "groups[0]: the group `G` is a member of itself, through its members",
        ),
        (
            fault("", &group(r#""aadgroup=g-2;f.com""#, second)),
            "groups[0]: the group `G` is a member of itself, through its members",
        ),
        (
            fault(
                "",
                r#", "fabric": { "workspaceRoles": [], "itemRoles": [ { "role": "Viewer", "principal": "aaduser=ana@f.com" } ] }"#,
            ),
            "fabric.itemRoles[0]: the database is missing",
        ),
        (
            fault(
                "",
                r#", "fabric": { "workspaceRoles": [ { "role": "Owner", "principal": "aaduser=ana@f.com" } ], "itemRoles": [] }"#,
            ),
            "fabric.workspaceRoles[0]: `Owner` is no role here: the roles are `Admin`, `Member`, `Contributor` and `Viewer`",
        ),
        (
            fault(r#", "principals": [ { "role": "AllDatabasesAdmin", "principal": "aaduser=bo@f.com" } ]"#, ""),
            "cluster.principals[0]: no principal `aaduser=bo@f.com` is declared",
        ),
    ];
    for (fault, expected) in cases {
        assert_eq!(fault, expected);
    }
}

#[test]
fn what_a_state_says_of_itself_is_checked() {
    let protected = |reference: &str| fault("", &format!(r#", "users": [ {ANA} ], "protected": ["{reference}"]"#));
    let read = |scope: &str| fault("", &format!(r#", "read": ["cluster", "{scope}"]"#));
    let owned = |owner: &str| {
        let role = r#""role": "AllDatabasesAdmin", "principal": "aaduser=ana@f.com""#;
        let principals = format!(r#", "principals": [ {{ {role}, "owner": "{owner}" }} ]"#);
        fault(&principals, &format!(r#", "users": [ {ANA} ]"#))
    };
    let cases = [
        (protected("aaduser=ana@f.com"), "no fault"),
        (protected("aaduser=bo@f.com"), "protected[0]: no principal `aaduser=bo@f.com` is declared"),
        (
            protected("ana"),
            "protected[0]: `ana` is no reference to a principal such as `aaduser=ana@contoso.com`: a principal is written `kind=id`, with one of the kinds `aaduser=`, `aadgroup=`, `aadapp=` or `msauser=`",
        ),
        (read("table Sales.Orders"), "no fault"),
        (read("materialized-view Sales.['By day']"), "no fault"),
        (
            read("table Orders"),
            "read[1]: `table Orders` is no scope such as `cluster`, `database Sales` or `table Sales.Orders`: a table has the name of its database, a dot and its own name",
        ),
        (
            read("Sales"),
            "read[1]: `Sales` is no scope such as `cluster`, `database Sales` or `table Sales.Orders`: a scope begins with the kind of an entity that has roles",
        ),
        (owned("terraform"), "no fault"),
        (
            owned(" "),
            "cluster.principals[0]: the owner is empty: it says what manages the role elsewhere, such as `terraform` or `portal`",
        ),
    ];
    for (fault, expected) in cases {
        assert_eq!(fault, expected);
    }
}

#[test]
fn a_field_that_is_not_known_is_named_with_its_place() {
    let fault = fault("", &format!(r#", "users": [ {ANA}, {{ "upn": "b@f.com", "objectID": "o-2" }} ]"#));
    assert!(fault.contains("users[1]") && fault.contains("objectID"), "{fault}");
}

#[test]
fn a_fault_is_one_line_whatever_the_names_are() {
    assert_eq!(
        fault("", r#", "us\ners\u001b[31m": []"#),
        "us\\ners\\u{1b}[31m: unknown field `us\\ners\\u{1b}[31m`, expected one of `cluster`, `directory`, `read`, \
         `protected`, `aliases`, `tenants`, `users`, `msaUsers`, `groups`, `applications`, `fabric` at line 2 column 118"
    );
    assert_eq!(
        fault("", &format!(r#", "users": [ {ANA} ], "protected": ["aaduser=bo\n@f.com"]"#)),
        "protected[0]: `aaduser=bo…` is no reference to a principal such as `aaduser=ana@contoso.com`: the principal has the \
         character U+000A, which cannot be seen"
    );
}

#[test]
fn an_object_id_is_that_of_one_identity_in_whichever_tenant() {
    let tenants = |second: &str| {
        let app = |id: &str, object: &str, tenant: &str| {
            format!(r#"{{ "appId": "{id}", "objectId": "{object}", "tenant": "{tenant}" }}"#)
        };
        let apps = [app("a-1", "o-1", "f.com"), app("a-2", second, "microsoft.com")].join(", ");
        fault("", &format!(r#", "applications": [ {apps} ]"#))
    };
    assert_eq!(tenants("o-2"), "no fault");
    assert_eq!(
        tenants("O-1"),
        "applications[1]: another Microsoft Entra application is named `O-1` too, so that the name is ambiguous"
    );
}

#[test]
fn a_text_that_ends_too_early_names_no_field() {
    let fault = |text: &str| Directory::from_environment(text).unwrap_err().to_string();
    assert_eq!(fault(""), "EOF while parsing a value at line 1 column 0");
    assert_eq!(fault("{"), "EOF while parsing an object at line 1 column 1");
    assert!(!fault(r#"{ "cluster": {"#).contains('?'));
}
