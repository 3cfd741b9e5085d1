//! Requests as the clients in Go and Java write them, and what their sources need of the answers (`clients.md`).

use serde_json::{Value, json};

use super::client::{Reply, Server, environment};

fn go(server: &Server, who: &str, path: &str, text: &str) -> Reply {
    let body = json!({ "db": "", "csl": text, "properties": { "Options": { "servertimeout": "00:04:00" }, "Parameters": {} } });
    let headers = [
        ("Accept", "application/json"),
        ("Content-Type", "application/json; charset=utf-8"),
        ("x-ms-version", "2024-12-12"),
        ("x-ms-client-version", "Kusto.Go.Client:1.1.0|Runtime.Go:1.24"),
        ("x-ms-client-request-id", "KGC.execute;0a1b2c3d-0000-4000-8000-000000000001"),
        ("x-ms-app", "tests"),
        ("x-ms-user", "[none]"),
    ];
    server.send("POST", &format!("{who}{path}"), &headers, &body.to_string())
}

fn java(server: &Server, who: &str, text: &str) -> Reply {
    let properties = json!({ "Options": { "servertimeout": "00:10:00" }, "Parameters": {} }).to_string();
    let body = json!({ "db": null, "csl": text, "properties": properties });
    let headers = [
        ("Accept", "application/json"),
        ("Content-Type", "application/json"),
        ("Fed", "True"),
        ("x-ms-version", "2024-12-12"),
        ("x-ms-client-request-id", "KJC.executeMgmt;0a1b2c3d-0000-4000-8000-000000000002"),
    ];
    server.send("POST", &format!("{who}/v1/rest/mgmt"), &headers, &body.to_string())
}

/// The one table of a document of version 1: Go takes the second of two for the table of contents.
#[track_caller]
fn table(reply: &Reply) -> Value {
    let json = reply.json();
    let tables = json["Tables"].as_array().unwrap();
    assert_eq!((reply.status, tables.len()), (200, 1));
    for column in tables[0]["Columns"].as_array().unwrap() {
        for field in ["ColumnName", "DataType", "ColumnType"] {
            assert!(column[field].is_string(), "{column}");
        }
    }
    tables[0].clone()
}

#[test]
fn the_client_in_go_reads_one_table_and_an_error_of_json() {
    let server = Server::start(&["--environment", &environment("go.json")]);
    assert_eq!(table(&go(&server, "/as/ana", "/v1/rest/mgmt", ".show version"))["Rows"][0][2], "Engine");
    let denied = go(&server, "/as/bo", "/v1/rest/mgmt", ".show version");
    assert!(denied.header("content-type").unwrap().starts_with("application/json"));
    assert_eq!((denied.status, denied.json()["error"]["code"].as_str()), (403, Some("Forbidden")));
}

#[test]
fn the_client_in_java_reads_rows_and_an_error_with_its_activity() {
    let server = Server::start(&["--environment", &environment("java.json")]);
    let rows = table(&java(&server, "/as/ana", ".show database NetDefaultDB principals"))["Rows"].clone();
    assert!(rows.as_array().unwrap().len() >= 3, "{rows}");
    let denied = java(&server, "/as/bo", ".show database NetDefaultDB principals");
    assert_eq!(denied.status, 403);
    assert!(denied.message().contains("is not authorized"), "{}", denied.message());
    // The Kafka sink looks for this word in the text of the error.
    assert!(denied.text().contains("Forbidden"));
    let activity = denied.header("x-ms-activity-id").unwrap();
    assert_eq!(denied.json()["error"]["@context"]["activityId"], activity);
    let wrong = java(&server, "/as/ana", ".get ingestion resources");
    assert_eq!(wrong.status, 400);
    assert!(wrong.json()["error"]["@type"].as_str().unwrap().ends_with("AdminCommandWrongEndpointException"));
}

#[test]
fn text_of_any_language_passes() {
    let server = Server::start(&[]);
    let name = "Bestellungen \u{e4}\u{f6}\u{fc} \u{65e5}\u{672c} \u{1f600}";
    let add = format!(".add database NetDefaultDB viewers ('aaduser=ana@contoso.com') '{name}' ");
    assert_eq!(java(&server, "", &add).status, 200);
    let notes = table(&java(
        &server,
        "",
        ".show database NetDefaultDB principals | where Notes has 'Bestellungen' | project Notes",
    ));
    assert_eq!(notes["Rows"], json!([[name]]));
}
