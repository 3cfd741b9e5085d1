//! Errors, each with its whole document.

use serde_json::json;

use super::client::{Server, environment, exchange};

#[test]
fn a_denial_is_told_with_what_would_allow_it() {
    let server = Server::start(&["--environment", &environment("denied.json")]);
    server.rows(".create table T (a: long)");
    let body = json!({ "db": "NetDefaultDB", "csl": ".drop table T" }).to_string();
    let id = ("x-ms-client-request-id", "KPC.execute;1");
    insta::assert_snapshot!(server.send("POST", "/as/bo/v1/rest/mgmt", &[id], &body).document(), @r#"
    403
    {
      "error": {
        "code": "Forbidden",
        "message": "Caller is not authorized to perform this action",
        "@type": "Kusto.Common.Svc.Exceptions.UnauthorizedOperationException",
        "@message": "Principal 'aaduser=bo@contoso.com' is not authorized to perform operation 'TableDropCommand' on 'T'.\nhelp: `aaduser=bo@contoso.com` holds no role on table `T` or above\nhelp: it takes Table T Admin (with Database NetDefaultDB User), Database NetDefaultDB Admin or AllDatabasesAdmin (drop-table-command.md, Permissions)\nhelp: `.add database NetDefaultDB users ('aaduser=bo@contoso.com')` and `.add table T admins ('aaduser=bo@contoso.com')` give it; Database NetDefaultDB Admin or AllDatabasesAdmin runs them\nhelp: wider, in fewer commands: `.add database NetDefaultDB admins ('aaduser=bo@contoso.com')` gives it; Database NetDefaultDB Admin or AllDatabasesAdmin runs it",
        "@context": {
          "timestamp": "2026-01-31T12:00:00.0000000Z",
          "serviceAlias": "LOCAL",
          "machineName": "kmgmt",
          "processName": "kmgmt",
          "processId": null,
          "threadId": 0,
          "clientRequestId": "KPC.execute;1",
          "activityId": "e945bda2-88e3-5e24-be4e-80607008692a",
          "subActivityId": "e945bda2-88e3-5e24-be4e-80607008692a",
          "activityType": "GW.Http.CallContext",
          "parentActivityId": "e945bda2-88e3-5e24-be4e-80607008692a",
          "activityStack": ""
        },
        "@permanent": true,
        "@text": ".drop table T",
        "@database": "NetDefaultDB"
      }
    }
    "#);
    let query = json!({ "db": "NetDefaultDB", "csl": "T | take 1" }).to_string();
    insta::assert_snapshot!(server.send("POST", "/as/bo/v2/rest/query", &[id], &query).document(), @r#"
    403
    {
      "error": {
        "code": "Forbidden",
        "message": "Caller is not authorized to perform this action",
        "@type": "Kusto.DataNode.Exceptions.UnauthorizedDatabaseAccessException",
        "@message": "Principal 'aaduser=bo@contoso.com' is not authorized to read database 'NetDefaultDB'.\nhelp: `aaduser=bo@contoso.com` holds no role on table `T` or above\nhelp: it takes Table T Admin (with Database NetDefaultDB User), Database NetDefaultDB Admin, Database NetDefaultDB User, Database NetDefaultDB Viewer, AllDatabasesAdmin or AllDatabasesViewer (role-based-access-control.md)\nhelp: `.add database NetDefaultDB viewers ('aaduser=bo@contoso.com')` gives it; Database NetDefaultDB Admin or AllDatabasesAdmin runs it",
        "@context": {
          "timestamp": "2026-01-31T12:00:00.0000000Z",
          "serviceAlias": "LOCAL",
          "machineName": "kmgmt",
          "processName": "kmgmt",
          "processId": null,
          "threadId": 0,
          "clientRequestId": "KPC.execute;1",
          "activityId": "ff7c583d-d22a-580f-b2b9-5df6d298dbff",
          "subActivityId": "ff7c583d-d22a-580f-b2b9-5df6d298dbff",
          "activityType": "GW.Http.CallContext",
          "parentActivityId": "ff7c583d-d22a-580f-b2b9-5df6d298dbff",
          "activityStack": ""
        },
        "@permanent": true,
        "@text": "T | take 1",
        "@database": "NetDefaultDB"
      }
    }
    "#);
}

#[test]
fn a_command_that_can_not_be_read_is_told_with_its_place() {
    let server = Server::start(&[]);
    let text = ".add database NetDefaultDB viewrs ('aaduser=ana@contoso.com')";
    insta::assert_snapshot!(server.ask("/v1/rest/mgmt", "NetDefaultDB", text).document(), @r#"
    400
    {
      "error": {
        "code": "General_BadRequest",
        "message": "Request is invalid and cannot be executed.",
        "@type": "Kusto.Data.Exceptions.SyntaxException",
        "@message": "expected a role of a database, found `viewrs` [line:position=1:27]\nhelp: did you mean `viewers`?\nhelp: a role of a database is one of `admins`, `users`, `viewers`, `unrestrictedviewers`, `ingestors`, `monitors`",
        "@context": {
          "timestamp": "2026-01-31T12:00:00.0000000Z",
          "serviceAlias": "LOCAL",
          "machineName": "kmgmt",
          "processName": "kmgmt",
          "processId": null,
          "threadId": 0,
          "clientRequestId": "",
          "activityId": "96cb7a53-2d3a-5a8a-b406-bbbd58c89702",
          "subActivityId": "96cb7a53-2d3a-5a8a-b406-bbbd58c89702",
          "activityType": "GW.Http.CallContext",
          "parentActivityId": "96cb7a53-2d3a-5a8a-b406-bbbd58c89702",
          "activityStack": ""
        },
        "@permanent": true,
        "@text": ".add database NetDefaultDB viewrs ('aaduser=ana@contoso.com')",
        "@database": "NetDefaultDB"
      }
    }
    "#);
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
        ("/v1/rest/mgmt", "NetDefaultDB", ".show tables\n\n| wher a"),
        ("/v1/rest/mgmt", "NetDefaultDB", "\n\n.show tables\n\n\n\n| wher a"),
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
        ("/v1/rest/mgmt", "NetDefaultDB", ".add database NetDefaultDB viewers ('ana')"),
    ] {
        let reply = server.ask(path, database, text);
        let error = &reply.json()["error"];
        let (code, kind) = (error["code"].as_str().unwrap(), error["@type"].as_str().unwrap());
        let kind = kind.rsplit('.').next().unwrap();
        told += &format!("{text:?}: {} {code} {kind}\n  {}\n", reply.status, reply.message().replace('\n', "\n  "));
    }
    insta::assert_snapshot!(told, @r##"
    ".show table U details": 400 BadRequest_EntityNotFound EntityNotFoundException
      Entity ID 'U' of kind 'Table' was not found.
      help: kmgmt looked for a table in database `NetDefaultDB`
    ".show tables": 400 BadRequest_DatabaseNotExist DatabaseNotFoundException
      Database 'Nowhere' was not found.
      help: `.show databases` lists the databases
    ".create table T (a: long)\n\n.show tables": 400 BadRequest KustoBadRequestException
      the request has 2 commands, and a request runs one
      help: `.execute database script <|` runs several
    ".show tables\n\n| wher a": 400 General_BadRequest SyntaxException
      `wher` is not an operator [line:position=3:2]
      help: did you mean `where`?
      help: the operators are listed in https://learn.microsoft.com/kusto/query/queries
    "\n\n.show tables\n\n\n\n| wher a": 400 General_BadRequest SyntaxException
      `wher` is not an operator [line:position=7:2]
      help: did you mean `where`?
      help: the operators are listed in https://learn.microsoft.com/kusto/query/queries
    "T | take 1": 400 General_BadRequest SyntaxException
      Admin commands must have a dot (.) character as their first non-whitespace character
      help: queries go to /v1/rest/query and /v2/rest/query
    "#as aaduser=ana@contoso.com": 400 General_BadRequest SyntaxException
      Admin commands must have a dot (.) character as their first non-whitespace character
      help: queries go to /v1/rest/query and /v2/rest/query
    "#read /etc/passwd": 400 General_BadRequest SyntaxException
      Admin commands must have a dot (.) character as their first non-whitespace character
      help: queries go to /v1/rest/query and /v2/rest/query
    "": 400 BadRequest KustoBadRequestException
      the request is empty: its field `csl` has no command and no query
    "#read /etc/passwd": 400 General_BadRequest SyntaxException
      expected a value or the end of the query, found `#` [line:position=1:0]
    "": 400 BadRequest KustoBadRequestException
      the request is empty: its field `csl` has no command and no query
    "T | where": 400 General_BadRequest SyntaxException
      expected a value, found the end of the query [line:position=1:9]
    "T | where b == 1": 400 General_BadRequest SemanticException
      there is no column `b` [line:position=1:10]
      help: the only column is `a`
    "T | make-series count() on a step 1": 400 NotInterpreted NotInterpretedException
      `make-series` is an operator that kmgmt does not interpret [line:position=1:4]
      help: kmgmt runs `where`, `project`, `extend`, `summarize`, `take`, `sort`, `count`, `project-away`, `project-keep`, `project-rename`, `project-reorder`, `distinct`, `top`, `mv-expand`, `mv-apply`, `parse`, `parse-where`, `lookup`, `getschema`, `render`, `as` and `serialize`
      help: see https://learn.microsoft.com/kusto/query/make-series-operator
      help: kmgmt checks who may read what; it stores no rows and answers only queries whose answer has none
    ".get ingestion resources": 400 BadRequest AdminCommandWrongEndpointException
      `.get ingestion resources` is a command of the ingestion service, which kmgmt does not answer
      help: send it to the endpoint for data management, `https://ingest-CLUSTER…`, and leave it out of this script
    ".show tables | wher a": 400 General_BadRequest SyntaxException
      `wher` is not an operator [line:position=1:15]
      help: did you mean `where`?
      help: the operators are listed in https://learn.microsoft.com/kusto/query/queries
    ".add database NetDefaultDB viewers ('ana')": 400 General_BadRequest SyntaxException
      a principal is written `kind=id`, with one of the kinds `aaduser=`, `aadgroup=`, `aadapp=` or `msauser=` [line:position=1:36]
    "##);
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
    insta::assert_snapshot!(told, @r#"
    POST /v1/rest/mgmt {: 400
      the body of the request can't be read: EOF while parsing an object at line 1 column 1
      help: a body is such as {"db": "Samples", "csl": ".show tables"}
    POST /v1/rest/mgmt : 400
      the body of the request can't be read: EOF while parsing a value at line 1 column 0
      help: a body is such as {"db": "Samples", "csl": ".show tables"}
    POST /v1/rest/mgmt [1]: 400
      the body of the request is an array, and has to be an object
      help: a body is such as {"db": "Samples", "csl": ".show tables"}
    POST /v1/rest/mgmt {"csl": 3}: 400
      the field `csl` of the request is a number, and has to be a string
      help: a body is such as {"db": "Samples", "csl": ".show tables"}
    POST /v1/rest/mgmt {"csl":".show version","properties":"{"}: 400
      the `properties` of the request can't be read: EOF while parsing an object at line 1 column 1
    GET /v1/rest/mgmt : 405
      this address takes POST, not GET
    DELETE /v1/rest/ping : 405
      this address takes GET, not DELETE
    POST /v1/rest/mgmnt {}: 404
      nothing is served under `/v1/rest/mgmnt`
      help: what is served: POST /v1/rest/mgmt, POST /v1/rest/query, POST /v2/rest/query, GET /v1/rest/auth/metadata, GET /v1/rest/ping, POST /v1/rest/ingest/DATABASE/TABLE
    GET / : 404
      nothing is served under `/`
      help: what is served: POST /v1/rest/mgmt, POST /v1/rest/query, POST /v2/rest/query, GET /v1/rest/auth/metadata, GET /v1/rest/ping, POST /v1/rest/ingest/DATABASE/TABLE
    OPTIONS /v1/rest/mgmt : 405
      this address takes POST, not OPTIONS
    "#);
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
