//! Who asks.

use kmgmt::directory::{Directory, Environment};
use kmgmt::serve::Limits;
use kmgmt::session::{Clock, Session};
use serde_json::json;

use super::client::{CLOCK, Reply, Server, environment, exchange, request, serving, token};

/// Who acts, as the server says it.
fn who(server: &Server, path: &str, headers: &[(&str, &str)]) -> String {
    let reply = ask(server, path, headers, "print current_principal_details().DisplayName, current_principal()");
    match reply.status {
        200 => reply.json()["Tables"][0]["Rows"][0][1].as_str().unwrap().to_owned(),
        status => format!("{status} {}", reply.message().lines().next().unwrap()),
    }
}

fn ask(server: &Server, path: &str, headers: &[(&str, &str)], text: &str) -> Reply {
    server.send("POST", &format!("{path}/v1/rest/query"), headers, &json!({ "csl": text }).to_string())
}

const BO: &str = "aaduser=bo@contoso.com";

#[test]
fn the_address_says_who_asks_then_a_token_then_the_server() {
    let server = Server::start(&[
        "--environment",
        &environment("who.json"),
        "-f",
        &super::client::file(
            "who.kql",
            ".add database NetDefaultDB viewers ('aaduser=bo@contoso.com', 'aadapp=0a1b2c3d-0000-4000-8000-000000000301;contoso.com')",
        ),
    ]);
    let bo = token(&json!({ "upn": "bo@contoso.com", "oid": "x", "tid": "contoso.com", "appid": "y" }));
    let app = token(&json!({ "appid": "0a1b2c3d-0000-4000-8000-000000000301", "tid": "contoso.com" }));
    let nobody = token(&json!({ "upn": "cy@contoso.com" }));
    let who = |path: &str, authorization: Option<&str>| {
        let headers: Vec<(&str, &str)> = authorization.map(|value| ("Authorization", value)).into_iter().collect();
        who(&server, path, &headers)
    };
    assert_eq!(who("", None), "aaduser=admin@localhost");
    assert_eq!(who("/as/bo", None), BO);
    assert_eq!(who("/as/bo", Some(&app)), BO);
    assert_eq!(who("/as/aaduser=bo@contoso.com", None), BO);
    assert_eq!(who("", Some(&bo)), BO);
    assert_eq!(who("", Some(&app)), "aadapp=0a1b2c3d-0000-4000-8000-000000000301;0a1b2c3d-0000-4000-8000-000000000001");
    insta::assert_snapshot!(who("", Some(&nobody)), @"403 Requested entity is not valid and could not be retrieved from AAD. Entity ID 'cy@contoso.com' of type 'AAD User' was not found in AAD tenant 'contoso.com'.");
    insta::assert_snapshot!(who("", Some("Bearer secret")), @"403 the token of the request can't be read: it is not a JSON Web Token");
    insta::assert_snapshot!(who("", Some("Basic YTpi")), @"403 the token of the request can't be read: it is not a JSON Web Token");
    insta::assert_snapshot!(who("/as/boo", None), @"403 no principal has the alias `boo`");
    insta::assert_snapshot!(who("/as/aaduser=", None), @"403 `aaduser=` is not a reference to a principal: the id of the principal is missing");
}

#[test]
fn one_acts_for_all_where_the_server_is_told_so() {
    let environment = environment("as.json");
    let server = Server::start(&["--environment", &environment, "--as", "aaduser=bo@contoso.com"]);
    let reply = ask(&server, "", &[], ".show tables");
    assert_eq!(reply.status, 403);
    assert!(reply.message().starts_with("Principal 'aaduser="), "{}", reply.message());
}

#[test]
fn without_an_environment_whoever_is_named_exists() {
    let server = Server::start(&[]);
    server.rows(".add database NetDefaultDB viewers ('aaduser=new@contoso.com')");
    assert_eq!(who(&server, "/as/aaduser=new@contoso.com", &[]), "aaduser=new@contoso.com");
    assert_eq!(ask(&server, "/as/aaduser=other@contoso.com", &[], ".show tables").status, 403);
    let claims = token(&json!({ "upn": "new@contoso.com" }));
    assert_eq!(who(&server, "", &[("Authorization", &claims)]), "aaduser=new@contoso.com");
}

#[test]
fn groups_that_a_token_claims_count_for_its_request() {
    let server = Server::start(&["--environment", &environment("groups.json")]);
    server.rows(".create table T (a: long)");
    server.rows(".add database NetDefaultDB viewers ('aadgroup=Readers;contoso.com')");
    let group = "0a1b2c3d-0000-4000-8000-000000000201";
    let with = |groups: &[&str]| token(&json!({ "upn": "bo@contoso.com", "tid": "contoso.com", "groups": groups }));
    let status = |groups: &[&str]| ask(&server, "", &[("Authorization", &with(groups))], "T").status;
    assert_eq!((status(&[]), status(&[group]), status(&[]), status(&["unknown"])), (403, 200, 403, 403));
}

#[test]
fn the_cache_of_memberships_is_one_for_all_requests() {
    let text = std::fs::read_to_string(environment("cache.json")).unwrap();
    let with_member = text.replace(r#""members": []"#, r#""members": ["aaduser=bo@contoso.com"]"#);
    let [without, with] = [text, with_member].map(|text| Environment::new(text).unwrap());
    let mut session = Session::new(Directory::open(), Clock::Standing(CLOCK.parse().unwrap()));
    session.take_environment(&without).unwrap();
    let address = serving(&session, Limits::default());
    let as_bo = |path: &str, text: &str| {
        let body = json!({ "csl": text }).to_string();
        exchange(address, &request(address, "POST", &format!("/as/bo{path}"), &[], &body)).status
    };
    for text in [".create table T (a: long)", ".add database NetDefaultDB viewers ('aadgroup=Readers;contoso.com')"] {
        let body = json!({ "csl": text }).to_string();
        assert_eq!(exchange(address, &request(address, "POST", "/v1/rest/mgmt", &[], &body)).status, 200);
    }
    assert_eq!(as_bo("/v1/rest/query", "T"), 403);
    session.take_environment(&with).unwrap();
    // A later request still knows what an earlier one has read.
    assert_eq!(as_bo("/v1/rest/query", "T"), 403);
    let refresh = ".clear cluster cache groupmembership with (group='aadgroup=Readers;contoso.com')";
    assert_eq!(as_bo("/v1/rest/mgmt", refresh), 200);
    assert_eq!(as_bo("/v1/rest/query", "T"), 200);
    session.take_environment(&without).unwrap();
    assert_eq!(as_bo("/v1/rest/query", "T"), 200);
}

#[test]
fn a_token_that_can_not_be_read_lets_nobody_act() {
    let server = Server::start(&[]);
    let body = json!({ "csl": "print current_principal()" }).to_string();
    for value in [b"".as_slice(), b"Bearer \xff\xfe", b"Bearer", b"\xff"] {
        let mut head =
            format!("POST /v1/rest/query HTTP/1.1\r\nHost: {}\r\nAuthorization: ", server.address).into_bytes();
        head.extend(value);
        head.extend(format!("\r\nContent-Length: {}\r\n\r\n{body}", body.len()).bytes());
        assert_eq!(exchange(server.address, &head).status, 403, "{value:?}");
    }
}
