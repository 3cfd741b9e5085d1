//! Clients that are slow, broken or too many hurt nobody but themselves.

use std::io::{BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr};
use std::sync::Barrier;
use std::time::{Duration, Instant};

use kmgmt::directory::Directory;
use kmgmt::model::limit;
use kmgmt::serve::Limits;
use kmgmt::session::{Clock, Session};
use serde_json::json;

use super::client::{Reply, Server, connected, exchange, reply, request, serving, token};

/// A server of this process, with these limits.
fn limited(limits: Limits) -> SocketAddr {
    let clock = Clock::Standing("2026-01-31T12:00:00Z".parse().unwrap());
    serving(&Session::new(Directory::open(), clock), limits)
}

const SOON: Duration = Duration::from_millis(500);

fn impatient() -> Limits {
    Limits { head: SOON, body: SOON, answer: SOON, ..Limits::default() }
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
    let address = limited(impatient());
    let mut socket = connected(address);
    socket.write_all(b"POST /v1/rest/mgmt HTTP/1.1\r\nHost: local").unwrap();
    answers(address);
    let mut rest = Vec::new();
    socket.read_to_end(&mut rest).unwrap();
    assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&rest));
}

#[test]
fn a_body_that_comes_a_byte_at_a_time_is_not_waited_for() {
    let address = limited(impatient());
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
    assert_eq!(told.message(), "the body of the request did not arrive within 0.5 s");
}

#[test]
fn half_a_request_is_told_at_once() {
    let address = limited(Limits::default());
    let mut socket = connected(address);
    let head = format!("POST /v1/rest/mgmt HTTP/1.1\r\nHost: {address}\r\nContent-Length: 100\r\n\r\n{{\"csl\"");
    socket.write_all(head.as_bytes()).unwrap();
    socket.shutdown(Shutdown::Write).unwrap();
    let begun = Instant::now();
    let told = reply(&mut BufReader::new(socket)).unwrap();
    assert_eq!((told.status, told.message().as_str()), (400, "the body of the request ends early"));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    answers(address);
}

#[test]
fn a_connection_that_sends_nothing_is_closed_soon() {
    let address = limited(Limits { first_byte: SOON, connections: 2, ..Limits::default() });
    let begun = Instant::now();
    let mut silent = [connected(address), connected(address)];
    for socket in &mut silent {
        let mut told = Vec::new();
        assert_eq!(socket.read_to_end(&mut told).ok(), Some(0), "{}", String::from_utf8_lossy(&told));
    }
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    std::thread::sleep(Duration::from_millis(200));
    answers(address);
}

#[test]
fn the_bodies_of_all_requests_have_room_together() {
    let address = limited(Limits { bodies: 100_000, ..Limits::default() });
    let mut slow = connected(address);
    let head = format!("POST /v1/rest/mgmt HTTP/1.1\r\nHost: {address}\r\nContent-Length: 90001\r\n\r\n");
    slow.write_all(head.as_bytes()).unwrap();
    slow.write_all(&[b' '; 90_000]).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    let ask = |spaces: usize| {
        let body = format!("{}{}", json!({ "csl": ".show version" }), " ".repeat(spaces));
        exchange(address, &request(address, "POST", "/v1/rest/mgmt", &[], &body))
    };
    let told = ask(50_000);
    assert_eq!((told.status, told.json()["error"]["@permanent"].as_bool()), (429, Some(false)), "{}", told.text());
    assert_eq!(ask(100).status, 200);
    slow.write_all(b" ").unwrap();
    assert_eq!(reply(&mut BufReader::new(slow)).unwrap().status, 400);
    assert_eq!(ask(50_000).status, 200);
}

/// A query that takes minutes, and holds up nobody.
const LONG: &str = "let s = strrep(strrep('a', 1000), 1000); range x from 1 to 200000 step 1 | where countof(s, strcat('b', x)) == 0 | count";

fn ask(address: SocketAddr, path: &str, text: &str, options: &serde_json::Value) -> Reply {
    let body = json!({ "csl": text, "properties": { "Options": options } }).to_string();
    exchange(address, &request(address, "POST", path, &[], &body))
}

#[test]
fn a_query_ends_at_its_time_and_holds_up_nobody() {
    let address = limited(Limits { query: Duration::from_secs(3), ..Limits::default() });
    std::thread::scope(|scope| {
        let long = scope.spawn(|| {
            let begun = Instant::now();
            (ask(address, "/v1/rest/query", LONG, &json!({})), begun.elapsed())
        });
        let pipe = LONG
            .replace("let s = ", ".show version | extend s = ")
            .replace("; range x from 1 to 200000 step 1", " | mv-expand x = range(1, 200000)");
        let piped = scope.spawn(move || ask(address, "/v1/rest/mgmt", &pipe, &json!({})));
        std::thread::sleep(Duration::from_millis(300));
        let begun = Instant::now();
        for text in [".create table T (a: long)", ".show tables"] {
            assert_eq!(ask(address, "/v1/rest/mgmt", text, &json!({})).status, 200);
        }
        assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
        let (told, took) = long.join().unwrap();
        assert!(took >= Duration::from_secs(3), "{took:?}");
        for told in [told, piped.join().unwrap()] {
            let error = &told.json()["error"];
            assert_eq!((told.status, &error["code"]), (504, &json!("RequestExecutionTimeout")), "{}", told.text());
            assert_eq!(error["@permanent"], json!(false));
            assert!(told.message().starts_with("the query takes longer than 3 s\n"), "{}", told.message());
        }
    });
}

#[test]
fn a_client_may_shorten_the_time_of_its_query() {
    let server = Server::start(&[]);
    let begun = Instant::now();
    let told = ask(server.address, "/v2/rest/query", LONG, &json!({ "servertimeout": "00:00:00.5" }));
    assert_eq!(told.status, 504, "{}", told.text());
    assert!(told.message().starts_with("the query takes longer than 0.5 s\n"), "{}", told.message());
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn a_pipe_after_a_change_ends_sooner_and_nothing_is_changed_then() {
    let server = Server::start(&[]);
    let begun = Instant::now();
    let text = ".create table T (a: long) | extend s = strrep(strrep('a', 1000), 1000) | mv-expand x = range(1, 200000) | where countof(s, strcat('b', x)) == 0 | count";
    let told = ask(server.address, "/v1/rest/mgmt", text, &json!({}));
    assert_eq!(told.status, 504, "{}", told.text());
    assert!(told.message().starts_with("the query takes longer than 1 s\n"), "{}", told.message());
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    assert_eq!(server.rows(".show tables | count"), [json!([0])]);
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
    for _ in 0..=limit::REQUEST_BYTES / 0x10000 {
        socket.write_all(&chunk).unwrap();
    }
    assert_eq!(reply(&mut BufReader::new(socket)).unwrap().status, 413);
    answers(server.address);
}

#[test]
fn a_client_that_sends_all_of_a_body_over_the_limit_first_learns_why_it_is_refused() {
    let server = Server::start(&[]);
    let mut socket = connected(server.address);
    let length = limit::REQUEST_BYTES * 3 / 2;
    let head = format!("POST /v1/rest/mgmt HTTP/1.1\r\nHost: {}\r\nContent-Length: {length}\r\n\r\n", server.address);
    socket.write_all(head.as_bytes()).unwrap();
    // As `http.client` of Python does.
    for _ in 0..length / 0x10000 {
        socket.write_all(&[b' '; 0x10000]).unwrap();
    }
    let told = reply(&mut BufReader::new(socket)).unwrap();
    assert_eq!((told.status, told.message().as_str()), (413, "the body of a request has 8 MiB at most"));
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
    let address = limited(Limits { connections: 2, ..Limits::default() });
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
    let address = limited(Limits { strangers: 2, ..Limits::default() });
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
fn a_stranger_who_asks_twice_at_once_is_counted_once() {
    const MANY: usize = 16;
    let address = limited(Limits { strangers: 2, ..Limits::default() });
    let status = |name: &str| {
        let path = format!("/as/{name}@contoso.com/v1/rest/mgmt");
        let body = json!({ "csl": ".show tables" }).to_string();
        exchange(address, &request(address, "POST", &path, &[], &body)).status
    };
    let together = Barrier::new(MANY);
    let told: Vec<u16> = std::thread::scope(|scope| {
        let asking = || {
            together.wait();
            status("ana")
        };
        let asked: Vec<_> = (0..MANY).map(|_| scope.spawn(asking)).collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(told, [403; MANY]);
    assert_eq!((status("bo"), status("cy")), (403, 400));
}

#[test]
fn a_client_that_takes_no_answer_is_given_up() {
    let address = limited(Limits { connections: 1, ..impatient() });
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
