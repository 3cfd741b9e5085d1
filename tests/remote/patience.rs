//! How long a cluster is waited for, and how much of its answer is read.

use std::io::Write;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use kmgmt::remote::{Asked, Connection, Endpoint, Fault, Patience, Standing};

use crate::scripted::{Scripted, http, ok};

const ASKED: Asked<'static> = Asked { database: "Sales", command: ".show version", changes: false };
const SHORT: Duration = Duration::from_millis(300);

fn ask(url: &str, patience: Patience) -> Result<String, Fault> {
    let endpoint = Endpoint::parse(url, false).unwrap();
    Connection::new(endpoint, patience).unwrap().ask(&ASKED)
}

/// What is told, what becomes of the command, and whether it came in time.
#[track_caller]
fn told(url: &str, patience: Patience) -> (String, Standing) {
    let begun = Instant::now();
    let fault = ask(url, patience).unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    (fault.error.message, fault.standing)
}

#[test]
fn a_cluster_that_does_not_answer_is_not_waited_for_for_ever() {
    // The system takes the connection, and nobody reads it.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let patience = Patience { answer: SHORT, ..Patience::default() };
    let expected = ("`127.0.0.1` gave no whole answer within 0.3 s".to_owned(), Standing::Unknown);
    assert_eq!(told(&url, patience), expected);
    // The head of an answer comes, and no body.
    let held = std::thread::spawn(move || {
        let mut socket = listener.incoming().flatten().nth(1).unwrap();
        socket.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{").unwrap();
        std::thread::sleep(Duration::from_secs(3));
    });
    assert_eq!(told(&url, patience), expected);
    held.join().unwrap();
}

#[test]
fn an_answer_has_a_longest_length_also_when_it_is_unpacked() {
    let patience = Patience { bytes: 1000, ..Patience::default() };
    let document = |length: usize| {
        let frame = r#"{"Tables":[],"x":""}"#;
        frame.replace("\"\"", &format!("\"{}\"", "a".repeat(length - frame.len())))
    };
    let too_long = ("the answer has more than 1000 bytes, the most that kmgmt reads".to_owned(), Standing::Unknown);
    let plain = |length: usize| Scripted::start(move |_, _| ok(&document(length)));
    assert_eq!(ask(&plain(1000).url(), patience), Ok(document(1000)));
    assert_eq!(told(&plain(1001).url(), patience), too_long);
    let packed = Scripted::start(move |_, _| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(document(100_000).as_bytes()).unwrap();
        let body = encoder.finish().unwrap();
        assert!(body.len() < 1000);
        let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", body.len());
        [head.into_bytes(), body].concat()
    });
    assert_eq!(told(&packed.url(), patience), too_long);
}

/// Without a word of the cluster each wait is twice as long as the one before.
#[test]
fn one_waits_longer_each_time() {
    let patience = Patience { wait: Duration::from_millis(50), tries: 4, ..Patience::default() };
    let server = Scripted::start(|_, _| http("503 Service Unavailable", &[], ""));
    let begun = Instant::now();
    let (message, standing) = told(&server.url(), patience);
    assert_eq!((message.as_str(), standing), ("the cluster failed: status 503, without a word", Standing::Unknown));
    assert!(begun.elapsed() >= Duration::from_millis(50 + 100 + 200));
    assert_eq!(server.seen().len(), 4);
}
