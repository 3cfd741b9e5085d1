//! Who asks.

use serde_json::json;

use super::client::{Reply, Server, environment, token};

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
    insta::assert_snapshot!(who("", Some("Bearer secret")), @"403 the token of the request can't be read: it is no JSON Web Token");
    insta::assert_snapshot!(who("", Some("Basic YTpi")), @"403 the token of the request can't be read: it is no JSON Web Token");
    insta::assert_snapshot!(who("/as/boo", None), @"403 no principal has the alias `boo`");
    insta::assert_snapshot!(who("/as/aaduser=", None), @"403 `aaduser=` is no reference to a principal: the id of the principal is missing");
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
    let environment = environment("cache.json");
    let server = Server::start(&["--environment", &environment]);
    server.rows(".create table T (a: long)");
    server.rows(".add database NetDefaultDB viewers ('aadgroup=Readers;contoso.com')");
    assert_eq!(ask(&server, "/as/bo", &[], "T").status, 403);
    // Who is not a member now may not have the cache read the directory again.
    let refresh = ".clear cluster cache groupmembership with (group='aadgroup=Readers;contoso.com')";
    let reply = server.send("POST", "/as/bo/v1/rest/mgmt", &[], &json!({ "csl": refresh }).to_string());
    assert_eq!(reply.status, 403, "{}", reply.text());
}

#[test]
fn from_other_machines_nobody_acts_by_default() {
    use std::net::{IpAddr, SocketAddr, UdpSocket};
    let server = Server::start(&["--listen", "0.0.0.0:0"]);
    // The address of this machine that others use, if it has one.
    let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
    let Ok(IpAddr::V4(own)) = socket.connect("192.0.2.1:9").and_then(|()| socket.local_addr()).map(|at| at.ip()) else {
        return;
    };
    if own.is_loopback() {
        return;
    }
    let address = SocketAddr::from((own, server.address.port()));
    let body = json!({ "csl": ".show version" }).to_string();
    let reply = super::client::exchange(address, &super::client::request(address, "POST", "/v1/rest/mgmt", &[], &body));
    assert_eq!(reply.status, 403);
    insta::assert_snapshot!(reply.message(), @"
    the request does not say who asks
    help: a token says so by its claims, or `/as/NAME` before the path
    help: `--as PRINCIPAL` says who acts for requests that say nothing
    ");
}
