//! Requests as the clients in Go and Java, Grafana, the Kafka sink and Telegraf write them, and what their sources need of
//! the answers (`clients.md`).

use serde_json::{Value, json};

use super::client::{Reply, Server};

/// How a client writes its requests.
#[derive(Clone, Copy, Debug)]
enum Client {
    /// The SDK for Go, which Telegraf uses: properties are an object, and no database is an empty text.
    Go,
    /// The SDK for Java, which the Kafka sink uses: properties are a text, and no database is null.
    Java,
    /// Grafana: properties are an object, without parameters.
    Grafana,
}

/// What a client needs of an answer.
#[derive(Debug)]
enum Needs {
    /// This value in the first row, at this place.
    Cell(usize, Value),
    /// One cell, which is a text of JSON with this field.
    Json(&'static str),
    /// At least so many rows.
    Rows(usize),
    /// These columns, among others.
    Columns(&'static [&'static str]),
    /// This status, and this word in the text.
    Error(u16, &'static str),
}

use Client::{Go, Grafana, Java};
use Needs::{Cell, Columns, Error, Json, Rows};

const MGMT: &str = "/v1/rest/mgmt";
const QUERY: &str = "/v1/rest/query";
const FRAMES: &str = "/v2/rest/query";
const KAFKA: &str = "aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com";

impl Client {
    fn send(self, server: &Server, who: &str, path: &str, database: &str, options: &Value, text: &str) -> Reply {
        let parameters = json!({ "Options": options, "Parameters": {} });
        let named = |none: Value| if database.is_empty() { none } else { json!(database) };
        let (body, id, own) = match self {
            Go => {
                let own = ("x-ms-client-version", "Kusto.Go.Client:1.1.0|Runtime.Go:1.24");
                (json!({ "db": named(json!("")), "csl": text, "properties": parameters }), "KGC.execute;1", own)
            }
            Java => {
                let properties = parameters.to_string();
                let body = json!({ "db": named(Value::Null), "csl": text, "properties": properties });
                (body, "KJC.executeMgmt;2", ("Fed", "True"))
            }
            Grafana => {
                let properties = json!({ "Options": options });
                let body = json!({ "csl": text, "db": named(json!("")), "properties": properties });
                (body, "KGrafana;3", ("x-ms-app", "Grafana-ADX"))
            }
        };
        let headers = [
            ("Accept", "application/json"),
            ("Content-Type", "application/json; charset=utf-8"),
            ("x-ms-version", "2024-12-12"),
            ("x-ms-client-request-id", id),
            ("x-ms-user", "[none]"),
            own,
        ];
        server.send("POST", &format!("/as/{who}{path}"), &headers, &body.to_string())
    }
}

/// The one table of an answer: Go takes the second of two for the table of contents.
#[track_caller]
fn table(reply: &Reply, path: &str) -> Value {
    assert_eq!(reply.status, 200, "{}", reply.text());
    let json = reply.json();
    let tables: Vec<&Value> = match path {
        FRAMES => json.as_array().unwrap().iter().filter(|frame| frame["FrameType"] == "DataTable").collect(),
        _ => json["Tables"].as_array().unwrap().iter().collect(),
    };
    assert_eq!(tables.len(), 1);
    for column in tables[0]["Columns"].as_array().unwrap() {
        for field in ["ColumnName", "DataType", "ColumnType"] {
            assert!(column[field].is_string(), "{column}");
        }
    }
    tables[0].clone()
}

#[track_caller]
fn holds(reply: &Reply, path: &str, needs: &Needs) {
    match needs {
        Cell(place, value) => assert_eq!(table(reply, path)["Rows"][0][*place], *value),
        Json(field) => {
            let table = table(reply, path);
            let cell = table["Rows"][0][0].as_str().unwrap();
            assert!(serde_json::from_str::<Value>(cell).unwrap()[field].is_object(), "{cell}");
        }
        Rows(least) => assert!(table(reply, path)["Rows"].as_array().unwrap().len() >= *least, "{}", reply.text()),
        Columns(names) => {
            let table = table(reply, path);
            let there: Vec<&str> =
                table["Columns"].as_array().unwrap().iter().map(|one| one["ColumnName"].as_str().unwrap()).collect();
            assert!(names.iter().all(|name| there.contains(name)), "{there:?}");
        }
        Error(status, word) => {
            assert_eq!(reply.status, *status, "{}", reply.text());
            assert!(reply.text().contains(word), "{}", reply.text());
            // Go reads errors of JSON alone; Java shows the text, and the activity.
            assert!(reply.header("content-type").unwrap().starts_with("application/json"));
            assert!(!reply.message().is_empty());
            let activity = reply.header("x-ms-activity-id").unwrap();
            assert_eq!(reply.json()["error"]["@context"]["activityId"], activity);
        }
    }
}

#[test]
fn clients_find_what_they_need_in_answers_to_what_they_send() {
    let server = Server::start(&[
        "--log",
        "none",
        "--environment",
        "tests/clients_sdk/environment.json",
        "-f",
        "tests/clients_sdk/begin.kql",
    ]);
    let timeout = json!({ "servertimeout": "00:10:00" });
    let validate = json!({ "validatepermissions": true });
    let access = |table: &str| {
        format!(
            ".show principal access with (principal='{KAFKA}', accesstype='ingest', database='Sales', table='{table}')"
        )
    };
    let (may_ingest, may_not_ingest) = (access("Orders"), access("Salaries"));
    let wrong = "AdminCommandWrongEndpointException";
    let cpu =
        ".create-merge table ['cpu'] (['fields']:dynamic, ['name']:string, ['tags']:dynamic, ['timestamp']:datetime);";
    let mapping = r#".create-or-alter table ['cpu'] ingestion json mapping 'cpu_mapping' '[{"column":"fields", "Properties":{"Path":"$[\'fields\']"}},{"column":"name", "Properties":{"Path":"$[\'name\']"}}]'"#;
    let streaming = r#".alter table Orders policy streamingingestion '{"IsEnabled": true}'"#;
    let policy = ".show table Orders policy streamingingestion";
    for (client, who, path, database, options, text, needs) in [
        (Go, "ana", MGMT, "", &timeout, ".show version", Cell(2, json!("Engine"))),
        (Go, "cy", MGMT, "", &timeout, ".show version", Error(403, "Forbidden")),
        (Go, "ana", MGMT, "Sales", &timeout, ".show database Sales principals", Rows(5)),
        (Java, "ana", MGMT, "Sales", &timeout, ".show database Sales principals", Rows(5)),
        (Java, "bo", MGMT, "Sales", &timeout, ".show database Sales principals", Error(403, "is not authorized")),
        (Java, "sink", MGMT, "NetDefaultDB", &timeout, ".get ingestion resources", Error(400, wrong)),
        (Java, "sink", MGMT, "NetDefaultDB", &timeout, ".show ingestion resources", Error(400, wrong)),
        (Java, "sink", MGMT, "NetDefaultDB", &timeout, ".get kusto identity token", Error(400, wrong)),
        // The Kafka sink, as it starts.
        (Java, "sink", FRAMES, "Sales", &validate, "Orders | count", Cell(0, json!("OK"))),
        (Java, "sink", FRAMES, "Sales", &validate, "Salaries | count", Error(403, "Forbidden")),
        (Java, "sink", MGMT, "Sales", &timeout, ".show table Orders ingestion json mapping 'orders'", Rows(1)),
        (Java, "sink", MGMT, "Sales", &timeout, ".show table Orders ingestion json mapping 'none'", Error(400, "none")),
        (Java, "sink", MGMT, "Sales", &timeout, &may_ingest, Cell(3, json!(true))),
        (Java, "sink", MGMT, "Sales", &timeout, &may_not_ingest, Cell(3, json!(false))),
        (Java, "sink", MGMT, "Sales", &timeout, ".show database Sales policy streamingingestion", Cell(2, Value::Null)),
        (Java, "sink", MGMT, "Sales", &timeout, policy, Cell(2, Value::Null)),
        (Java, "ana", MGMT, "Sales", &timeout, streaming, Rows(1)),
        (Java, "sink", MGMT, "Sales", &timeout, policy, Cell(2, json!("{\"IsEnabled\": true}"))),
        // Telegraf makes a table with what it writes.
        (Go, "telegraf", MGMT, "Sales", &timeout, cpu, Rows(1)),
        (Go, "telegraf", MGMT, "Sales", &timeout, mapping, Rows(1)),
        (Go, "bo", MGMT, "Sales", &timeout, cpu, Error(403, "TableCreateCommand")),
        (Go, "bo", MGMT, "Sales", &timeout, mapping, Error(403, "Forbidden")),
        // Grafana lists what there is.
        (Grafana, "bo", QUERY, "", &timeout, ".show databases", Columns(&["DatabaseName", "PrettyName"])),
        (Grafana, "bo", QUERY, "", &timeout, ".show databases schema", Columns(&["TableName", "ColumnType"])),
        (Grafana, "bo", QUERY, "", &timeout, ".show databases schema as json", Json("Databases")),
        (Grafana, "bo", QUERY, "", &timeout, ".show databases (['Sales']) schema as json", Json("Databases")),
        (
            Grafana,
            "cy",
            QUERY,
            "",
            &timeout,
            ".show databases (['Sales']) schema as json",
            Error(403, "not authorized"),
        ),
        (Grafana, "bo", QUERY, "Sales", &timeout, "Orders | where at > ago(1h) | project at", Columns(&["at"])),
    ] {
        println!("{client:?} as {who}: {text}");
        holds(&client.send(&server, who, path, database, options, text), path, &needs);
    }
}

#[test]
fn text_of_any_language_passes() {
    let server = Server::start(&["--log", "none"]);
    let name = "Bestellungen \u{e4}\u{f6}\u{fc} \u{65e5}\u{672c} \u{1f600}";
    let ask = |text: &str| Java.send(&server, "aaduser=admin@localhost", MGMT, "", &json!({}), text);
    let add = format!(".add database NetDefaultDB viewers ('aaduser=ana@contoso.com') '{name}' ");
    assert_eq!(ask(&add).status, 200);
    let notes = ask(".show database NetDefaultDB principals | where Notes has 'Bestellungen' | project Notes");
    assert_eq!(table(&notes, MGMT)["Rows"], json!([[name]]));
}
