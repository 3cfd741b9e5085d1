//! Errors, each with its whole document.

use serde_json::json;

use super::client::{Server, environment, exchange};

#[test]
fn a_denial_is_told_with_what_would_allow_it() {
    let server = Server::start(&["--environment", &environment("denied.json")]);
    server.rows(".create table T (a: long)");
    let body = json!({ "db": "NetDefaultDB", "csl": ".drop table T" }).to_string();
    let id = ("x-ms-client-request-id", "KPC.execute;1");
    insta::assert_snapshot!(server.send("POST", "/as/bo/v1/rest/mgmt", &[id], &body).document(), @"");
    let query = json!({ "db": "NetDefaultDB", "csl": "T | take 1" }).to_string();
    insta::assert_snapshot!(server.send("POST", "/as/bo/v2/rest/query", &[id], &query).document(), @"");
}

#[test]
fn a_command_that_can_not_be_read_is_told_with_its_place() {
    let server = Server::start(&[]);
    let text = ".add database NetDefaultDB viewrs ('aaduser=ana@contoso.com')";
    insta::assert_snapshot!(server.ask("/v1/rest/mgmt", "NetDefaultDB", text).document(), @"");
}

#[test]
fn faults_have_the_codes_of_the_service() {
    let server = Server::start(&[]);
    server.rows(".create table T (a: long)");
    let mut told = String::new();
    for (path, database, text) in [
        ("/v1/rest/mgmt", "NetDefaultDB", ".show table U details"),
        ("/v1/rest/mgmt", "Nowhere", ".show tables"),
        ("/v1/rest/mgmt", "NetDefaultDB", ".create table T (a: long)\n\n.show tables"),
        ("/v1/rest/mgmt", "NetDefaultDB", "T | take 1"),
        ("/v1/rest/mgmt", "NetDefaultDB", "#as aaduser=ana@contoso.com"),
        ("/v1/rest/mgmt", "NetDefaultDB", "#read /etc/passwd"),
        ("/v1/rest/mgmt", "NetDefaultDB", ""),
        ("/v1/rest/query", "NetDefaultDB", "#read /etc/passwd"),
        ("/v1/rest/query", "NetDefaultDB", ""),
        ("/v1/rest/query", "NetDefaultDB", "T | where"),
        ("/v1/rest/query", "NetDefaultDB", "T | where b == 1"),
        ("/v1/rest/query", "NetDefaultDB", "T | make-series count() on a step 1"),
        ("/v1/rest/mgmt", "NetDefaultDB", ".get ingestion resources"),
        ("/v1/rest/mgmt", "NetDefaultDB", ".show tables | wher a"),
        ("/v1/rest/mgmt", "NetDefaultDB", ".add database NetDefaultDB viewers ('aadgroup=x')"),
    ] {
        let reply = server.ask(path, database, text);
        let error = &reply.json()["error"];
        let (code, kind) = (error["code"].as_str().unwrap(), error["@type"].as_str().unwrap());
        let kind = kind.rsplit('.').next().unwrap();
        told += &format!("{text:?}: {} {code} {kind}\n  {}\n", reply.status, reply.message().replace('\n', "\n  "));
    }
    insta::assert_snapshot!(told, @"");
}

#[test]
fn what_is_no_request_is_told() {
    let server = Server::start(&[]);
    let mut told = String::new();
    for (method, path, body) in [
        ("POST", "/v1/rest/mgmt", "{"),
        ("POST", "/v1/rest/mgmt", ""),
        ("POST", "/v1/rest/mgmt", "[1]"),
        ("POST", "/v1/rest/mgmt", r#"{"csl": 3}"#),
        ("POST", "/v1/rest/mgmt", r#"{"csl":".show version","properties":"{"}"#),
        ("GET", "/v1/rest/mgmt", ""),
        ("DELETE", "/v1/rest/ping", ""),
        ("POST", "/v1/rest/mgmnt", "{}"),
        ("GET", "/", ""),
        ("OPTIONS", "/v1/rest/mgmt", ""),
    ] {
        let reply = server.send(method, path, &[], body);
        told += &format!("{method} {path} {body}: {}\n  {}\n", reply.status, reply.message().replace('\n', "\n  "));
    }
    insta::assert_snapshot!(told, @"");
}

#[test]
fn what_is_no_http_is_refused() {
    let server = Server::start(&[]);
    assert_eq!(exchange(server.address, b"hello\r\n\r\n").status, 400);
    assert_eq!(exchange(server.address, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n").status, 400);
}

#[test]
fn a_secret_stands_in_no_answer_and_no_log() {
    let server = Server::start(&[]);
    let text = ".create external table E (a: long) kind=storage dataformat=csv (h@'https://x.blob.core.windows.net/c;topsecretkey') with (nothing=1)";
    let reply = server.ask("/v1/rest/mgmt", "NetDefaultDB", text);
    assert_eq!(reply.status, 400);
    assert!(!reply.text().contains("topsecret"), "{}", reply.text());
    #[cfg(unix)]
    {
        let (told, _) = server.ended_by("TERM");
        assert!(!told.contains("topsecret"), "{told}");
    }
}
