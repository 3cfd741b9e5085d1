//! What is served under which address, and in which form.

use std::io::Read;

use serde_json::json;

use super::client::{Server, environment};

#[test]
fn a_command_is_answered_by_a_document_of_version_1() {
    let server = Server::start(&[]);
    let reply = server.ask("/v1/rest/mgmt", "NetDefaultDB", ".create table T (a: long, at: datetime)");
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), Some("application/json; charset=utf-8"));
    insta::assert_snapshot!(server.ask("/v1/rest/mgmt", "NetDefaultDB", ".show tables").text(), @r#"{"Tables":[{"TableName":"Table_0","Columns":[{"ColumnName":"TableName","DataType":"String","ColumnType":"string"},{"ColumnName":"DatabaseName","DataType":"String","ColumnType":"string"},{"ColumnName":"Folder","DataType":"String","ColumnType":"string"},{"ColumnName":"DocString","DataType":"String","ColumnType":"string"}],"Rows":[["T","NetDefaultDB","",""]]}]}"#);
    insta::assert_snapshot!(server.ask("/v1/rest/query", "NetDefaultDB", ".show tables | project TableName").text(), @r#"{"Tables":[{"TableName":"Table_0","Columns":[{"ColumnName":"TableName","DataType":"String","ColumnType":"string"}],"Rows":[["T"]]}]}"#);
}

#[test]
fn a_command_on_the_second_version_is_answered_by_frames() {
    let server = Server::start(&[]);
    insta::assert_snapshot!(server.ask("/v2/rest/query", "NetDefaultDB", ".show databases | project DatabaseName").text(), @r#"
    [{"FrameType":"DataSetHeader","IsProgressive":false,"Version":"v2.0"}
    ,{"FrameType":"DataTable","TableId":0,"TableKind":"PrimaryResult","TableName":"PrimaryResult","Columns":[{"ColumnName":"DatabaseName","DataType":"String","ColumnType":"string"}],"Rows":[["NetDefaultDB"]]}
    ,{"FrameType":"DataSetCompletion","HasErrors":false,"Cancelled":false}
    ]
    "#);
}

#[test]
fn a_command_that_shows_nothing_still_answers_a_table() {
    let server = Server::start(&[]);
    let text = ".add database NetDefaultDB viewers ('aaduser=ana@contoso.com') skip-results";
    insta::assert_snapshot!(server.ask("/v1/rest/mgmt", "NetDefaultDB", text).text(), @r#"{"Tables":[{"TableName":"Table_0","Columns":[],"Rows":[]}]}"#);
}

#[test]
fn times_booleans_and_what_is_not_set_are_as_clients_read_them() {
    let server = Server::start(&[]);
    server.rows(".create table T (a: long)");
    let access = ".show principal access with (principal='aaduser=admin@localhost', accesstype='ingest', database='NetDefaultDB', table='T')";
    assert_eq!(server.rows(access)[0][3], true);
    let policy = &server.rows(".show table T policy streamingingestion")[0];
    assert!(policy[2].is_null(), "{policy}");
    let printed = server.ask("/v1/rest/query", "NetDefaultDB", "print datetime(2026-01-31 12:00), time(1.02:03:04.5)");
    assert_eq!(printed.json()["Tables"][0]["Rows"], json!([["2026-01-31T12:00:00.0000000Z", "1.02:03:04.5000000"]]));
}

#[test]
fn who_the_client_says_it_is_counts() {
    let server = Server::start(&[]);
    let block = ".add cluster blockedprincipals 'aaduser=admin@localhost' application 'Kusto.Explorer'";
    server.rows(block);
    let body = json!({ "csl": ".show databases" }).to_string();
    let ask = |application: &str| server.send("POST", "/v1/rest/mgmt", &[("x-ms-app", application)], &body);
    assert_eq!(ask("Kusto.Explorer").status, 403);
    assert_eq!(ask("[none]").status, 200);
}

#[test]
fn where_nobody_has_to_sign_in_the_metadata_says_so() {
    let server = Server::start(&[]);
    for path in ["/v1/rest/auth/metadata", "/as/ana/v1/rest/auth/metadata"] {
        let reply = server.send("GET", path, &[], "");
        assert_eq!((reply.status, reply.text().as_str()), (200, r#"{"AzureAD":null}"#));
    }
    assert_eq!(server.send("GET", "/v1/rest/ping", &[], "").status, 200);
}

#[test]
fn who_is_on_this_machine_signs_in_nowhere_although_others_do() {
    let server = Server::start(&["--listen", "0.0.0.0:0"]);
    let local = std::net::SocketAddr::from(([127, 0, 0, 1], server.address.port()));
    for path in ["/v1/rest/auth/metadata", "/as/ana/v1/rest/auth/metadata"] {
        let reply = super::client::exchange(local, &super::client::request(local, "GET", path, &[], ""));
        assert_eq!(reply.text(), r#"{"AzureAD":null}"#, "{path}");
    }
}

#[test]
fn the_server_listens_on_localhost_by_its_name_and_on_no_other_name() {
    let server = Server::start(&["--listen", "localhost:0"]);
    assert!(server.address.ip().is_loopback());
    let refused = std::process::Command::new(env!("CARGO_BIN_EXE_kmgmt"))
        .args(["serve", "--listen", "example.test:8080"])
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(told.contains("an address is a number and a port, such as 127.0.0.1:8080 or [::1]:8080"), "{told}");
}

#[test]
#[cfg(target_os = "linux")]
fn an_address_that_can_not_be_told_is_no_fault_of_the_address() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_kmgmt"));
    let told = command.args(["serve", "--listen", "127.0.0.1:0"]).stdout(full).output().unwrap();
    assert_eq!(told.status.code(), Some(2));
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(told.starts_with("error: can't write the address to standard output: "), "{told}");
}

#[test]
fn texts_of_headers_are_read_as_utf_8() {
    let server = Server::start(&[]);
    let block = ".add cluster blockedprincipals 'aaduser=ana@contoso.com' application 'Büro'";
    server.rows(block);
    let body = json!({ "csl": "print 1" }).to_string();
    let ask = |application: &str| {
        server.send("POST", "/as/ana@contoso.com/v1/rest/query", &[("x-ms-app", application)], &body)
    };
    assert!(ask("Büro").message().contains("blocked"), "{}", ask("Büro").text());
    assert!(!ask("Buro").message().contains("blocked"), "{}", ask("Buro").text());
    let reply = server.send("POST", "/v1/rest/query", &[("x-ms-client-request-id", "Größe;1")], &body);
    assert_eq!((reply.status, reply.header("x-ms-client-request-id")), (200, Some("Größe;1")));
}

#[test]
fn ids_are_repeated_and_given() {
    let server = Server::start(&[]);
    let body = json!({ "csl": ".show version" }).to_string();
    let id = "KPC.execute;0a1b2c3d-0000-4000-8000-000000000001";
    let ask = || server.send("POST", "/v1/rest/mgmt", &[("x-ms-client-request-id", id)], &body);
    let (one, other) = (ask(), ask());
    assert_eq!(one.header("x-ms-client-request-id"), Some(id));
    let given = one.header("x-ms-activity-id").unwrap();
    assert_eq!(given.len(), 36);
    assert_ne!(Some(given), other.header("x-ms-activity-id"));
}

#[test]
fn long_answers_are_compressed_for_those_who_take_it() {
    let server = Server::start(&[]);
    let body = json!({ "csl": ".show database schema as json" }).to_string();
    let many: String = (0..50).map(|number| format!("T{number} (a: long), ")).collect();
    server.rows(&format!(".create tables {}", many.trim_end_matches(", ")));
    let plain = server.send("POST", "/v1/rest/mgmt", &[], &body);
    assert_eq!(plain.header("content-encoding"), None);
    let gzip = server.send("POST", "/v1/rest/mgmt", &[("Accept-Encoding", "gzip, deflate")], &body);
    assert_eq!(gzip.header("content-encoding"), Some("gzip"));
    let mut text = String::new();
    flate2::read::GzDecoder::new(&*gzip.body).read_to_string(&mut text).unwrap();
    assert_eq!(text, plain.text());
    assert!(gzip.body.len() < plain.body.len());
}

#[test]
fn a_connection_serves_request_after_request() {
    use super::client::{connected, reply, request};
    use std::io::{BufReader, Write};
    let server = Server::start(&[]);
    let mut socket = BufReader::new(connected(server.address));
    let body = json!({ "csl": ".show version" }).to_string();
    for _ in 0..3 {
        socket.get_mut().write_all(&request(server.address, "POST", "/v1/rest/mgmt", &[], &body)).unwrap();
        assert_eq!(reply(&mut socket).unwrap().status, 200);
    }
}

#[test]
fn a_state_and_scripts_are_there_from_the_beginning() {
    let environment = environment("begin.json");
    let script = super::client::file(
        "begin.kql",
        ".create table Orders (id: long)\n.add table Orders ingestors ('aaduser=bo@contoso.com')\n",
    );
    let server = Server::start(&["--environment", &environment, "-f", &script]);
    assert_eq!(server.rows(".show tables | project TableName"), [json!(["Orders"])]);
    let body = json!({ "csl": ".show version" }).to_string();
    assert_eq!(server.send("POST", "/as/ana/v1/rest/mgmt", &[], &body).status, 200);
}

#[test]
#[cfg(unix)]
fn the_server_ends_as_it_is_told_to_and_logs_no_text() {
    for signal in ["INT", "TERM"] {
        let server = Server::start(&[]);
        server.rows(".create table Secret_name (a: long)");
        let (told, code) = server.ended_by(signal);
        assert_eq!(code, Some(0));
        assert!(told.contains("200 POST /v1/rest/mgmt"), "{told}");
        assert!(told.contains("as aaduser=admin@localhost") && told.contains("db NetDefaultDB"), "{told}");
        assert!(!told.contains("Secret_name"), "{told}");
    }
}

#[test]
#[cfg(unix)]
fn the_log_is_json_where_that_is_asked_for() {
    let server = Server::start(&["--log", "json"]);
    server.ask("/v1/rest/mgmt", "Nowhere", ".show tables");
    let (told, _) = server.ended_by("TERM");
    let line: serde_json::Value = serde_json::from_str(told.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&line["status"], &line["fault"], &line["kind"]),
        (&json!(400), &json!("DatabaseNotFound"), &json!("TablesShowCommand"))
    );
    let took = line["milliseconds"].as_f64().unwrap();
    assert!(took > 0.0 && (took * 1e3 - (took * 1e3).round()).abs() < 1e-6, "{took}");
}

#[test]
#[cfg(unix)]
fn a_request_that_can_not_be_read_is_logged_too() {
    use super::client::{exchange, request};
    let server = Server::start(&[]);
    // They are read at once: a head of too many bytes may end in a reset, before the server has seen its own answer go.
    let headers = [("x-many", "1"); kmgmt::model::limit::HEADERS + 1];
    let many = request(server.address, "GET", "/v1/rest/ping", &headers, "");
    assert_eq!(exchange(server.address, &many).status, 431);
    assert_eq!(exchange(server.address, b"hello\r\n\r\n").status, 400);
    let (told, _) = server.ended_by("TERM");
    assert!(told.contains(" 431 - - ") && told.contains(" 400 - - "), "{told}");
}

#[test]
fn the_client_in_go_asks_for_the_table_in_parts_a_frame_a_line() {
    let server = Server::start(&[]);
    let options = json!({ "results_v2_fragment_primary_tables": true, "results_v2_newlines_between_frames": true });
    let body = json!({ "csl": "print x = 1", "db": "", "properties": { "Options": options } });
    insta::assert_snapshot!(server.send("POST", "/v2/rest/query", &[], &body.to_string()).text(), @r#"
    [{"FrameType":"DataSetHeader","IsProgressive":false,"Version":"v2.0","IsFragmented":true,"ErrorReportingPlacement":"EndOfTable"}
    ,{"FrameType":"DataTable","TableId":0,"TableKind":"QueryProperties","TableName":"@ExtendedProperties","Columns":[{"ColumnName":"TableId","ColumnType":"int"},{"ColumnName":"Key","ColumnType":"string"},{"ColumnName":"Value","ColumnType":"dynamic"}],"Rows":[]}
    ,{"FrameType":"TableHeader","TableId":1,"TableKind":"PrimaryResult","TableName":"PrimaryResult","Columns":[{"ColumnName":"x","DataType":"Int64","ColumnType":"long"}]}
    ,{"FrameType":"TableFragment","TableFragmentType":"DataAppend","TableId":1,"Rows":[[1]]}
    ,{"FrameType":"TableCompletion","TableId":1,"RowCount":1}
    ,{"FrameType":"DataTable","TableId":2,"TableKind":"QueryCompletionInformation","TableName":"QueryCompletionInformation","Columns":[{"ColumnName":"Timestamp","ColumnType":"datetime"},{"ColumnName":"Payload","ColumnType":"string"}],"Rows":[]}
    ,{"FrameType":"DataSetCompletion","HasErrors":false,"Cancelled":false}
    ]
    "#);
}
