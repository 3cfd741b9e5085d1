//! Clients that are slow, broken or too many hurt nobody but themselves.

use std::io::{BufReader, Read, Write};
use std::net::SocketAddr;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use kmgmt::directory::Directory;
use kmgmt::model::limit;
use kmgmt::serve::{LogFormat, Patience, Service, Settings, serve};
use kmgmt::session::{Clock, NoEffect, Session};
use serde_json::json;

use super::client::{Server, connected, exchange, reply, request, token};

/// A server of this process, which waits for clients so long; it ends with the process.
fn patient(patience: Patience) -> SocketAddr {
    let clock = Clock::Standing("2026-01-31T12:00:00Z".parse().unwrap());
    let session = Session::new(Directory::open(), clock);
    let settings = Settings {
        listen: "127.0.0.1:0".parse().unwrap(),
        principal: None,
        hosts: Vec::new(),
        allows_web_ui: false,
        no_effect: NoEffect::Warn,
        log: LogFormat::None,
        patience,
    };
    let service = Service::new(&session, settings);
    let (told, address) = mpsc::channel();
    std::thread::spawn(move || serve(service, |address| told.send(address).map_err(std::io::Error::other)));
    address.recv_timeout(Duration::from_secs(10)).unwrap()
}

const SOON: Duration = Duration::from_millis(500);

fn impatient() -> Patience {
    Patience { head: SOON, body: SOON, answer: SOON, ..Patience::default() }
}

/// Whether the server answers others.
#[track_caller]
fn answers(address: SocketAddr) {
    let begun = Instant::now();
    let body = json!({ "csl": ".show version" }).to_string();
    assert_eq!(exchange(address, &request(address, "POST", "/v1/rest/mgmt", &[], &body)).status, 200);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[test]
fn a_head_that_does_not_come_ends_the_connection() {
    let address = patient(impatient());
    let mut socket = connected(address);
    socket.write_all(b"POST /v1/rest/mgmt HTTP/1.1\r\nHost: local").unwrap();
    answers(address);
    let mut rest = Vec::new();
    socket.read_to_end(&mut rest).unwrap();
    assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&rest));
}

#[test]
fn a_body_that_comes_a_byte_at_a_time_is_not_waited_for() {
    let address = patient(impatient());
    let mut socket = connected(address);
    let head = format!("POST /v1/rest/mgmt HTTP/1.1\r\nHost: {address}\r\nContent-Length: 100000\r\n\r\n");
    socket.write_all(head.as_bytes()).unwrap();
    for _ in 0..20 {
        if socket.write_all(b" ").is_err() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    answers(address);
    let told = reply(&mut BufReader::new(socket)).unwrap();
    assert_eq!(told.status, 408);
    assert_eq!(told.message(), "the body of the request did not arrive within 0 seconds");
}

#[test]
fn half_a_request_is_told_or_forgotten() {
    let address = patient(impatient());
    let mut socket = connected(address);
    let head = format!("POST /v1/rest/mgmt HTTP/1.1\r\nHost: {address}\r\nContent-Length: 100\r\n\r\n{{\"csl\"");
    socket.write_all(head.as_bytes()).unwrap();
    socket.shutdown(std::net::Shutdown::Write).unwrap();
    let told = reply(&mut BufReader::new(socket));
    assert!(told.is_none_or(|told| told.status == 400));
    answers(address);
}

#[test]
fn a_body_over_the_limit_is_refused_before_it_is_sent() {
    let server = Server::start(&[]);
    let mut socket = connected(server.address);
    let head =
        format!("POST /v1/rest/mgmt HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\n\r\n", server.address, 1_u64 << 30);
    socket.write_all(head.as_bytes()).unwrap();
    let told = reply(&mut BufReader::new(socket)).unwrap();
    assert_eq!((told.status, told.message().as_str()), (413, "the body of a request has 8 MiB at most"));
    answers(server.address);
}

#[test]
fn a_body_over_the_limit_whose_length_is_not_said_is_refused() {
    let server = Server::start(&[]);
    let mut socket = connected(server.address);
    let head = format!("POST /v1/rest/mgmt HTTP/1.1\r\nHost: {}\r\nTransfer-Encoding: chunked\r\n\r\n", server.address);
    socket.write_all(head.as_bytes()).unwrap();
    let chunk = [b"10000\r\n".as_slice(), &[b' '; 0x10000], b"\r\n"].concat();
    let mut sent = 0;
    while sent < 2 * limit::REQUEST_BYTES && socket.write_all(&chunk).is_ok() {
        sent += 0x10000;
    }
    assert!(sent < 2 * limit::REQUEST_BYTES, "all of it was taken");
    answers(server.address);
}

#[test]
fn a_head_over_the_limit_is_refused() {
    let server = Server::start(&[]);
    let long = "x".repeat(limit::HEAD_BYTES);
    let reply = exchange(server.address, &request(server.address, "GET", "/v1/rest/ping", &[("x-long", &long)], ""));
    assert_eq!(reply.status, 431);
    let many: Vec<(String, String)> = (0..=limit::HEADERS).map(|at| (format!("x-{at}"), "1".to_owned())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(exchange(server.address, &request(server.address, "GET", "/v1/rest/ping", &many, "")).status, 431);
    answers(server.address);
}

#[test]
fn too_many_connections_are_told_so() {
    let address = patient(Patience { connections: 2, ..Patience::default() });
    let held: Vec<_> = (0..2).map(|_| connected(address)).collect();
    std::thread::sleep(Duration::from_millis(200));
    let told = exchange(address, &request(address, "GET", "/v1/rest/ping", &[], ""));
    assert_eq!((told.status, told.header("retry-after")), (429, Some("1")));
    assert_eq!(told.json()["error"]["code"], "Throttling");
    drop(held);
    std::thread::sleep(Duration::from_millis(200));
    answers(address);
}

#[test]
fn identities_that_nobody_declares_are_taken_up_to_a_number() {
    let address = patient(Patience { strangers: 2, ..Patience::default() });
    let body = json!({ "csl": "print current_principal()" }).to_string();
    let ask = |headers: &[(&str, &str)], path: &str| {
        exchange(address, &request(address, "POST", &format!("{path}/v1/rest/query"), headers, &body))
    };
    let token = |name: &str| token(&json!({ "upn": name }));
    let by_token = |name: &str| ask(&[("Authorization", &token(name))], "");
    // Whoever asks again is known by then, and what is no reference is nobody.
    for name in ["ana@contoso.com", "ana@contoso.com", "bo@contoso.com", "ana@contoso.com"] {
        assert_eq!(by_token(name).status, 403, "{name} holds no role");
        assert_eq!(ask(&[], "/as/aaduser=").status, 403);
    }
    for told in [by_token("cy@contoso.com"), ask(&[], "/as/cy@contoso.com")] {
        assert_eq!(told.status, 400);
        insta::allow_duplicates! { insta::assert_snapshot!(told.message(), @"
        requests have named 2 identities that nobody declares, and no more are taken
        help: `--environment FILE` declares who exists
        help: a server that is started again begins to count again
        "); }
    }
    assert_eq!(by_token("bo@contoso.com").status, 403);
    answers(address);
}

#[test]
fn a_client_that_takes_no_answer_is_given_up() {
    let address = patient(Patience { connections: 1, ..impatient() });
    let many: String = (0..2000).map(|number| format!("Table_{number} (a: long), ")).collect();
    let body = json!({ "csl": format!(".create tables {}", many.trim_end_matches(", ")) }).to_string();
    assert_eq!(exchange(address, &request(address, "POST", "/v1/rest/mgmt", &[], &body)).status, 200);
    // Far more answers than the sockets hold.
    let body = json!({ "csl": ".show database schema as json" }).to_string();
    let asked = request(address, "POST", "/v1/rest/mgmt", &[], &body).repeat(300);
    let mut stuck = loop {
        let mut socket = connected(address);
        if socket.write_all(&asked).is_ok() && is_busy(address) {
            break socket;
        }
    };
    let begun = Instant::now();
    while is_busy(address) {
        assert!(begun.elapsed() < Duration::from_secs(120), "the client is not given up");
        std::thread::sleep(SOON);
    }
    stuck.set_read_timeout(Some(SOON)).unwrap();
    let _ = stuck.read(&mut [0]);
}

/// Whether the server, which serves one connection, has one.
fn is_busy(address: SocketAddr) -> bool {
    exchange(address, &request(address, "GET", "/v1/rest/ping", &[("Connection", "close")], "")).status == 429
}
