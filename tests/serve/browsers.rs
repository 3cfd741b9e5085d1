//! Browsers reach loopback: pages of others are refused, and that of the service where it is allowed.

use serde_json::json;

use super::client::{Reply, Server};

const WEB_UI: &str = "https://dataexplorer.azure.com";

fn ask(server: &Server, method: &str, headers: &[(&str, &str)]) -> Reply {
    let body = if method == "POST" { json!({ "csl": ".show version" }).to_string() } else { String::new() };
    server.send(method, "/v1/rest/mgmt", headers, &body)
}

#[test]
fn a_foreign_host_and_a_foreign_page_are_refused() {
    let server = Server::start(&["--allow-host", "kusto.test"]);
    for host in ["evil.test", "localhost.evil.test:80", "127.0.0.1.evil.test"] {
        let reply = ask(&server, "POST", &[("Host", host)]);
        assert_eq!(reply.status, 403, "{host}");
        assert!(reply.message().contains(host), "{}", reply.message());
    }
    for host in ["localhost:1", "127.0.0.1", "[::1]:8080", "kusto.test:80"] {
        assert_eq!(ask(&server, "POST", &[("Host", host)]).status, 200, "{host}");
    }
    // Whoever names one host may not name another one beside it.
    let path = "/v1/rest/ping";
    for head in [
        format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.test\r\n\r\n"),
        format!("GET http://evil.test{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
        format!("GET {path} HTTP/1.1\r\n\r\n"),
    ] {
        let status = super::client::exchange(server.address, head.as_bytes()).status;
        assert_eq!(status, if head.contains("evil") { 403 } else { 400 }, "{head}");
    }
    for origin in ["https://evil.test", "null", "http://localhost:3000", WEB_UI] {
        let reply = ask(&server, "POST", &[("Origin", origin)]);
        assert_eq!((reply.status, reply.header("access-control-allow-origin")), (403, None), "{origin}");
    }
    assert_eq!(ask(&server, "OPTIONS", &[("Origin", WEB_UI)]).status, 403);
}

#[test]
fn the_web_page_of_the_service_may_ask_where_it_is_allowed() {
    let server = Server::start(&["--allow-web-ui"]);
    let headers = [
        ("Origin", WEB_UI),
        ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "authorization,content-type,x-ms-app,x-other"),
        ("Access-Control-Request-Private-Network", "true"),
    ];
    let reply = ask(&server, "OPTIONS", &headers);
    assert_eq!(reply.status, 204);
    assert_eq!(reply.header("access-control-allow-origin"), Some(WEB_UI));
    assert_eq!(reply.header("access-control-allow-headers"), Some("authorization, content-type, x-ms-app"));
    assert_eq!(reply.header("access-control-allow-private-network"), Some("true"));
    let reply = ask(&server, "POST", &[("Origin", WEB_UI)]);
    assert_eq!((reply.status, reply.header("access-control-allow-origin")), (200, Some(WEB_UI)));
    // The page reads errors too.
    let reply = server.send("POST", "/v1/rest/mgmt", &[("Origin", WEB_UI)], "{");
    assert_eq!((reply.status, reply.header("access-control-allow-origin")), (400, Some(WEB_UI)));
    let reply = ask(&server, "POST", &[("Origin", "https://evil.test")]);
    assert_eq!((reply.status, reply.header("access-control-allow-origin")), (403, None));
    assert_eq!(ask(&server, "POST", &[]).header("access-control-allow-origin"), None);
}
