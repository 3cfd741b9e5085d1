//! A server on a catalog file: what was answered outlives it.

use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use kmgmt::model::limit;
use serde_json::json;

use super::client::{Server, path};

fn on_file(catalog: &str) -> Server {
    Server::start(&["--log", "none", "--catalog", catalog])
}

#[test]
fn what_was_answered_is_there_after_the_server_was_killed() {
    let catalog = path("killed.db").display().to_string();
    let mut server = on_file(&catalog);
    server.rows(".create table T (a: long)");
    let ended = AtomicBool::new(false);
    let answered: Vec<usize> = thread::scope(|scope| {
        let clients: Vec<_> = (0..4)
            .map(|client| {
                let (address, ended) = (server.address, &ended);
                scope.spawn(move || {
                    let mut count = 0;
                    while !ended.load(Ordering::Relaxed) {
                        let text =
                            format!(".add table T admins ('aaduser=u{client}_{count}@contoso.com') skip-results");
                        let body = json!({ "csl": text }).to_string();
                        let bytes = super::client::request(address, "POST", "/v1/rest/mgmt", &[], &body);
                        let answered =
                            std::panic::catch_unwind(|| super::client::exchange(address, &bytes).status == 200);
                        if !answered.unwrap_or(false) {
                            break;
                        }
                        count += 1;
                    }
                    count
                })
            })
            .collect();
        thread::sleep(std::time::Duration::from_millis(700));
        server.child.kill().unwrap();
        ended.store(true, Ordering::Relaxed);
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    });
    assert!(answered.iter().all(|count| *count > 0), "{answered:?}");
    let again = on_file(&catalog);
    for (client, count) in answered.iter().enumerate() {
        let text = format!(".show table T principals | where PrincipalFQN startswith 'aaduser=u{client}_' | count");
        let found = again.rows(&text)[0][0].as_u64().unwrap() as usize;
        // One more may be there whose answer was not sent any more.
        assert!(found == *count || found == count + 1, "client {client}: {found} of {count}");
    }
}

#[test]
fn what_another_process_changed_is_seen() {
    let catalog = path("shared.db").display().to_string();
    let server = on_file(&catalog);
    server.rows(".create table T (a: long)");
    let run = |text: &str| {
        let done =
            Command::new(env!("CARGO_BIN_EXE_kmgmt")).args(["--catalog", &catalog, "-q", text]).status().unwrap();
        assert!(done.success(), "{text}");
    };
    run(".create table U (a: long)");
    assert_eq!(server.rows(".show tables | summarize make_set(TableName)"), [json!([r#"["T","U"]"#])]);
    server.rows(".drop table T");
    run(".show table U details");
    assert_eq!(server.rows(".show tables | count"), [json!([1])]);
}

/// What is sent while another process has the file, and what comes of it: `held` are the statements by which it has it,
/// and `reads` says whether requests that only read are answered meanwhile.
fn while_another_process_has_the_file(name: &str, held: &str, reads: bool) {
    let catalog = path(name).display().to_string();
    let server = on_file(&catalog);
    server.rows(".create table T (a: long)");
    let other = rusqlite::Connection::open(&catalog).unwrap();
    other.execute_batch(held).unwrap();
    thread::scope(|scope| {
        let writers: Vec<_> = (0..4)
            .map(|number| {
                let (server, text) = (&server, format!(".create table U{number} (a: long)"));
                scope.spawn(move || server.ask("/v1/rest/mgmt", "NetDefaultDB", &text).status)
            })
            .collect();
        thread::sleep(std::time::Duration::from_millis(500));
        let begun = std::time::Instant::now();
        assert_eq!(server.send("GET", "/v1/rest/ping", &[], "").status, 200);
        assert_eq!(server.send("GET", "/v1/rest/auth/metadata", &[], "").status, 200);
        if reads {
            assert_eq!(server.rows(".show tables | count"), [json!([1])]);
        }
        assert!(begun.elapsed() < std::time::Duration::from_secs(5), "{:?}", begun.elapsed());
        assert!(writers.iter().all(|writer| !writer.is_finished()));
        other.execute_batch("ROLLBACK").unwrap();
        for writer in writers {
            assert_eq!(writer.join().unwrap(), 200);
        }
    });
    assert_eq!(server.rows(".show tables | count"), [json!([5])]);
}

#[test]
fn one_who_waits_for_another_process_holds_up_nobody_who_reads() {
    while_another_process_has_the_file("held.db", "BEGIN IMMEDIATE", true);
}

#[test]
fn a_change_becomes_durable_once_another_process_has_read_the_file() {
    while_another_process_has_the_file("read_by.db", "BEGIN; SELECT count(*) FROM sqlite_schema", false);
}

#[test]
fn a_file_that_is_only_read_answers_and_is_not_changed() {
    let catalog = path("read.db").display().to_string();
    drop(on_file(&catalog).rows(".create table T (a: long)"));
    let server = Server::start(&["--log", "none", "--read-only", "--catalog", &catalog]);
    assert_eq!(server.rows(".show tables | count"), [json!([1])]);
    let reply = server.ask("/v1/rest/mgmt", "NetDefaultDB", ".drop table T");
    assert_eq!(reply.status, 400, "{}", reply.text());
}

#[test]
#[cfg(unix)]
fn where_the_file_can_not_grow_only_what_stays_is_said_to_be_done() {
    let catalog = path("full.db").display().to_string();
    drop(on_file(&catalog).rows(".create table T (a: long)"));
    // Writing beyond the limit fails, as on a full disk.
    let limited = "trap '' XFSZ; ulimit -f 800; exec \"$0\" \"$@\"";
    let program = env!("CARGO_BIN_EXE_kmgmt");
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--log", "none", "--catalog", &catalog];
    let server = Server::of(Command::new("sh").args(["-c", limited, program]).args(arguments));
    let done: Vec<Vec<String>> = thread::scope(|scope| {
        let clients: Vec<_> = (0..4)
            .map(|client| {
                let server = &server;
                scope.spawn(move || {
                    let names = (0..50).map(|number| format!("aaduser=u{client}_{number}@contoso.com"));
                    let add = |name: &String| {
                        let text = format!(".add table T admins ('{name}') skip-results '{:1000}'", name);
                        let reply = server.ask("/v1/rest/mgmt", "NetDefaultDB", &text);
                        assert!(matches!(reply.status, 200 | 520), "{}", reply.text());
                        reply.status == 200
                    };
                    names.filter(add).collect()
                })
            })
            .collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    });
    let done: Vec<String> = done.into_iter().flatten().collect();
    assert!((1..200).contains(&done.len()), "{} of 200", done.len());
    // Reading goes on.
    assert_eq!(server.ask("/v1/rest/mgmt", "NetDefaultDB", ".show tables").status, 200);
    drop(server);
    let again = on_file(&catalog);
    let there =
        again.rows(".show table T principals | where Role startswith 'Table' | summarize make_set(PrincipalFQN)");
    let there = there[0][0].as_str().unwrap();
    let lost: Vec<&String> = done.iter().filter(|name| !there.contains(&format!("\"{name}\""))).collect();
    assert!(lost.is_empty(), "of {} that were said to be there {lost:?} are not", done.len());
}

/// How many changes the tables of a catalog file have, and how many there are.
fn folded(catalog: &str) -> (i64, i64) {
    let connection = rusqlite::Connection::open(catalog).unwrap();
    let number = |text: &str| connection.query_row(text, [], |row| row.get(0)).unwrap();
    let tables = number("SELECT coalesce((SELECT value FROM settings WHERE name = 'folded'), 0)");
    (tables, number("SELECT max(sequence) FROM journal"))
}

#[test]
fn the_tables_of_the_file_follow_while_the_server_runs() {
    const CLIENTS: usize = 8;
    const EACH: usize = 160;
    let catalog = path("folded.db").display().to_string();
    let mut server = on_file(&catalog);
    server.rows(".create table T (a: long)");
    let begun = folded(&catalog);
    assert!(begun.1 - begun.0 < 100, "{begun:?}");
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            let server = &server;
            scope.spawn(move || {
                for number in 0..EACH {
                    let text = format!(".add table T admins ('aaduser=u{client}_{number}@contoso.com') skip-results");
                    server.rows(&text);
                }
            });
        }
    });
    let (tables, journal) = folded(&catalog);
    assert!(tables >= limit::JOURNAL_TAIL.cast_signed() && journal - tables < 1000, "{tables} of {journal}");
    // What was taken into the tables and what was not are there after it was killed.
    server.child.kill().unwrap();
    let again = on_file(&catalog);
    let count = ".show table T principals | where PrincipalFQN startswith 'aaduser=u' | count";
    assert_eq!(again.rows(count), [json!([CLIENTS * EACH])]);
}
