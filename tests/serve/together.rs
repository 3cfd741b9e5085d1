//! Many clients at once: nothing is lost, and what is read is some order of what was done.

use std::thread;

use serde_json::json;

use super::client::Server;

const CLIENTS: usize = 8;
const EACH: usize = 40;

#[test]
fn what_many_write_is_all_there() {
    let server = Server::start(&["--log", "none"]);
    server.rows(".create table T (a: long)");
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            let server = &server;
            scope.spawn(move || {
                for number in 0..EACH {
                    let add = format!(".add table T admins ('aaduser=u{client}_{number}@contoso.com') skip-results");
                    server.rows(&add);
                    let own = format!(
                        ".show table T principals | where PrincipalFQN startswith 'aaduser=u{client}_' | count"
                    );
                    assert_eq!(server.rows(&own), [json!([number + 1])], "a client reads what it wrote");
                }
            });
        }
    });
    let all = server.rows(".show table T principals | where PrincipalFQN startswith 'aaduser=u' | count");
    assert_eq!(all, [json!([CLIENTS * EACH])]);
    // Each change has a number of its own, without gaps.
    let numbers = server.rows(".show journal | where ChangeCommand has 'admins' | count");
    assert_eq!(numbers, [json!([CLIENTS * EACH])]);
}

/// Others change the cluster between a decision and its answer, where they can.
#[test]
fn an_answer_is_of_the_moment_of_its_decision() {
    let server = Server::start(&["--log", "none"]);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..300 {
                    for text in [".create table T (a: long)", ".drop table T ifexists"] {
                        server.ask("/v1/rest/mgmt", "NetDefaultDB", text);
                    }
                }
            });
        }
        for client in 0..4 {
            let server = &server;
            scope.spawn(move || {
                for number in 0..300 {
                    let name = format!("aaduser=u{client}_{number}@contoso.com");
                    let add = format!(".add table T admins ('{name}')");
                    let reply = server.ask("/v1/rest/mgmt", "NetDefaultDB", &add);
                    assert!(reply.status != 200 || reply.text().contains(&name), "{}", reply.text());
                }
            });
        }
    });
}

#[test]
fn of_many_who_create_the_same_one_does() {
    let server = Server::start(&["--log", "none"]);
    let created: usize = thread::scope(|scope| {
        let tries = (0..CLIENTS).map(|_| {
            let server = &server;
            scope.spawn(move || server.ask("/v1/rest/mgmt", "NetDefaultDB", ".create database Once volatile").status)
        });
        let tries: Vec<_> = tries.collect();
        tries.into_iter().map(|one| usize::from(one.join().unwrap() == 200)).sum()
    });
    assert_eq!(created, 1);
}
