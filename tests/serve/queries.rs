//! Queries over data, ingestion, and requests that ask only whether they would be allowed.

use serde_json::{Value, json};

use super::client::{Reply, Server, environment};

/// A server with a table that bo may view, and one that it may not.
fn server(name: &str) -> Server {
    let server = Server::start(&["--environment", &environment(name)]);
    for command in [
        ".create table Orders (id: long, at: datetime, what: string)",
        ".create table Salaries (name: string, amount: real)",
        ".create function Late() { Orders | where at < ago(1d) }",
        ".create function Paid() { Salaries | project name }",
        ".create database Other volatile",
        ".add database NetDefaultDB users ('aaduser=bo@contoso.com')",
        ".alter table Salaries policy restricted_view_access true",
    ] {
        server.rows(command);
    }
    server
}

fn as_bo(server: &Server, path: &str, body: &Value) -> Reply {
    server.send("POST", &format!("/as/bo{path}"), &[], &body.to_string())
}

fn query(server: &Server, text: &str) -> Reply {
    as_bo(server, "/v2/rest/query", &json!({ "db": "NetDefaultDB", "csl": text }))
}

fn columns(reply: &Reply) -> Vec<String> {
    let json = reply.json();
    let columns = json[1]["Columns"].as_array().unwrap_or_else(|| panic!("{json}"));
    assert_eq!(json[1]["Rows"], json!([]));
    columns.iter().map(|column| column["ColumnName"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_query_answers_no_rows_of_its_columns() {
    let server = server("columns.json");
    for (text, expected) in [
        ("Orders", "id at what"),
        ("Orders | where at > ago(1h) | take 10", "id at what"),
        ("Orders | project id, n = strlen(what)", "id n"),
        ("Orders | summarize count() by what", "what count_"),
        ("Late | project at", "at"),
        ("let few = Orders | take 1; few | extend x = 1", "id at what x"),
        ("database('NetDefaultDB').Orders | distinct id", "id"),
    ] {
        let reply = query(&server, text);
        assert_eq!(reply.status, 200, "{text}\n{}", reply.text());
        assert_eq!(columns(&reply).join(" "), expected, "{text}");
    }
}

#[test]
fn what_reads_nothing_is_run() {
    let server = server("computed.json");
    let rows = |text: &str| query(&server, text).json()[1]["Rows"].clone();
    assert_eq!(rows("print x = 1 + 1"), json!([[2]]));
    assert_eq!(rows("range n from 1 to 3 step 1 | summarize sum(n)"), json!([[6]]));
    assert_eq!(rows("print current_principal()"), json!([["aaduser=bo@contoso.com"]]));
}

#[test]
fn what_answers_rows_of_data_says_that_there_are_none() {
    let server = server("rows.json");
    for (text, what) in [
        ("Orders | count", "count"),
        ("Orders | summarize max(id)", "summarize"),
        ("Orders | getschema", "getschema"),
        ("union Orders, (print id = 1)", "print"),
    ] {
        let reply = query(&server, text);
        assert_eq!(reply.status, 400, "{text}\n{}", reply.text());
        assert_eq!(reply.json()["error"]["code"], "NoEffect");
        let begins = format!("`{what}` answers rows of data, and there are no data here");
        assert!(reply.message().starts_with(&begins), "{}", reply.message());
    }
}

#[test]
fn each_table_that_a_query_names_is_checked() {
    let server = server("checked.json");
    for text in [
        "Salaries",
        "Orders | join kind=inner Salaries on $left.what == $right.name",
        "union Orders, Salaries",
        "Paid",
        "Orders | where what in (Salaries | project name)",
        "let x = toscalar(Salaries | count); Orders | extend n = x",
        "database('Other').Anything",
        "Salaries | an_operator_that_is_none",
    ] {
        let reply = query(&server, text);
        assert_eq!(reply.status, 403, "{text}\n{}", reply.text());
        assert_eq!(reply.json()["error"]["code"], "Forbidden", "{text}");
    }
    assert_eq!(query(&server, "Orders").status, 200);
}

#[test]
fn what_does_not_exist_is_said_to_those_who_may_know() {
    let server = server("unknown.json");
    let reply = query(&server, "Ordres | take 1");
    assert_eq!(reply.status, 400);
    insta::assert_snapshot!(reply.message(), @"
    'table' operator: Failed to resolve table expression named 'Ordres' [line:position=1:0]
    help: did you mean `Orders`?
    ");
    let elsewhere = as_bo(&server, "/v2/rest/query", &json!({ "db": "Other", "csl": "Ordres" }));
    assert_eq!(elsewhere.status, 403);
    let other =
        server.send("POST", "/as/ana/v2/rest/query", &[], &json!({ "csl": "database('Other').Ordres" }).to_string());
    assert_eq!(
        other.message(),
        "'table' operator: Failed to resolve table expression named 'Ordres' [line:position=1:0]"
    );
    let nowhere = as_bo(&server, "/v2/rest/query", &json!({ "db": "Nowhere", "csl": "Orders" }));
    assert_eq!(nowhere.json()["error"]["code"], "BadRequest_DatabaseNotExist");
    let far = query(&server, "cluster('far').database('D').T");
    assert_eq!(
        (far.status, far.message().lines().next().unwrap().to_owned()),
        (400, "the query reads from the cluster `far`, which is not this one".to_owned())
    );
}

#[test]
fn a_request_that_asks_only_for_permission_runs_nothing() {
    let server = server("permission.json");
    let ask = |text: &str| {
        let properties = json!({ "Options": { "validatepermissions": true } }).to_string();
        as_bo(&server, "/v1/rest/query", &json!({ "db": "NetDefaultDB", "csl": text, "properties": properties }))
    };
    for text in ["Orders | count", ".show tables", ".create table New (a: long)"] {
        let reply = ask(text);
        assert_eq!((reply.status, &reply.json()["Tables"][0]["Rows"]), (200, &json!([["OK"]])), "{text}");
    }
    for text in
        ["Salaries | count", ".drop table Orders", ".add database NetDefaultDB admins ('aaduser=bo@contoso.com')"]
    {
        assert_eq!(ask(text).status, 403, "{text}");
    }
    assert_eq!(server.rows(".show tables | count"), [json!([2])]);
}

#[test]
fn a_query_that_a_command_runs_is_checked_as_one_of_its_own() {
    let server = server("behind.json");
    server.rows(".add table Orders ingestors ('aaduser=bo@contoso.com')");
    let ask = |command: &str, read: &str| {
        let text = command.replace("READ", read);
        as_bo(&server, "/v1/rest/mgmt", &json!({ "db": "NetDefaultDB", "csl": text }))
    };
    for command in [
        ".export to csv (h'https://x.blob.core.windows.net/c;key') <| READ",
        ".set stored_query_result R <| READ | take 1",
        ".show queryplan <| READ",
        ".set-or-append Orders <| READ",
    ] {
        assert_eq!(ask(command, "Orders").status, 200, "{command}\n{}", ask(command, "Orders").text());
        for read in ["Salaries", "Paid", "union Orders, Salaries", "Salaries | make-series count() on amount step 1"] {
            let told = ask(command, read);
            assert_eq!((told.status, &told.json()["error"]["code"]), (403, &json!("Forbidden")), "{command} {read}");
        }
        let told = ask(command, "Ordres");
        assert_eq!((told.status, &told.json()["error"]["code"]), (400, &json!("General_BadRequest")), "{command}");
        assert!(told.message().contains("Failed to resolve table expression named 'Ordres'"), "{}", told.message());
    }
}

#[test]
fn ingestion_is_checked_and_then_refused() {
    let server = server("ingest.json");
    let send = |who: &str, table: &str| {
        let path = format!("/as/{who}/v1/rest/ingest/NetDefaultDB/{table}?streamFormat=csv");
        server.send("POST", &path, &[], "1,2")
    };
    insta::assert_snapshot!(send("bo", "Orders").message(), @"
    Principal 'aaduser=bo@contoso.com' is not authorized to perform operation 'Ingest' on 'Orders'.
    help: `aaduser=bo@contoso.com` holds Database NetDefaultDB User
    help: it takes Table Orders Admin (with Database NetDefaultDB User), Table Orders Ingestor (with Database NetDefaultDB User or Database NetDefaultDB Ingestor), Database NetDefaultDB Admin, Database NetDefaultDB Ingestor or AllDatabasesAdmin (role-based-access-control.md)
    help: `.add table Orders ingestors ('aaduser=bo@contoso.com')` gives it; Table Orders Admin (with Database NetDefaultDB User), Database NetDefaultDB Admin or AllDatabasesAdmin runs it
    ");
    insta::assert_snapshot!(send("ana", "Orders").message(), @"
    the principal may ingest into table `Orders`, and kmgmt stores no data
    help: `.show table Orders details` shows that it exists
    ");
    assert_eq!((send("bo", "Orders").status, send("ana", "Orders").status), (403, 400));
    assert_eq!(send("ana", "Nothing").json()["error"]["code"], "BadRequest_EntityNotFound");
}

#[test]
fn a_request_that_may_change_nothing_changes_nothing() {
    let server = server("readonly.json");
    for option in ["request_readonly", "request_readonly_hardline"] {
        let ask = |text: &str| {
            let body = json!({ "db": "NetDefaultDB", "csl": text, "properties": { "Options": { option: true } } });
            server.send("POST", "/as/ana/v1/rest/mgmt", &[], &body.to_string())
        };
        assert_eq!(ask(".show tables").status, 200);
        let reply = ask(".drop table Orders");
        assert_eq!(reply.status, 400);
        assert!(reply.message().contains("`request_readonly`"), "{}", reply.message());
        assert_eq!(ask(".execute database script <|\n.drop table Orders").status, 400);
    }
    assert_eq!(server.rows(".show tables | count"), [json!([2])]);
}
