//! Many clients, half of whose commands write: nothing is lost, and each count that is read could have been read at one
//! moment between the request and its answer. `KMGMT_LOAD=100000 cargo test --release --test serve load -- --nocapture`
//! asks more of it, and prints how long requests take.

use std::io::{BufReader, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use super::client::{Server, connected, path, reply, request};

const CLIENTS: usize = 64;
/// Among so many tables the commands are spread.
const TABLES: usize = 200;
/// Where the number of commands is given, and how many there are without it.
const COMMANDS: (&str, usize) = ("KMGMT_LOAD", 1280);

/// How many principals were being added to a table, and how many had been.
#[derive(Default)]
struct Added {
    begun: AtomicU64,
    done: AtomicU64,
}

/// Lets all clients ask; answers with how long each request took, of those that write and of those that read.
fn asked(server: &Server, added: &[Added], commands: usize) -> [Vec<Duration>; 2] {
    let each = commands / CLIENTS;
    thread::scope(|scope| {
        let clients: Vec<_> =
            (0..CLIENTS).map(|client| scope.spawn(move || one_client(server, added, client, each))).collect();
        let mut all = [Vec::new(), Vec::new()];
        for client in clients {
            let took = client.join().unwrap();
            all.iter_mut().zip(took).for_each(|(all, one)| all.extend(one));
        }
        all
    })
}

fn one_client(server: &Server, added: &[Added], client: usize, each: usize) -> [Vec<Duration>; 2] {
    let mut socket = BufReader::new(connected(server.address));
    let mut ask = |text: String| {
        let body = json!({ "db": "NetDefaultDB", "csl": text }).to_string();
        let bytes = request(server.address, "POST", "/v1/rest/mgmt", &[], &body);
        let begun = Instant::now();
        socket.get_mut().write_all(&bytes).unwrap();
        let reply = reply(&mut socket).unwrap();
        assert_eq!(reply.status, 200, "{text}\n{}", reply.text());
        (begun.elapsed(), reply)
    };
    let (mut writes, mut reads) = (Vec::new(), Vec::new());
    for number in 0..each {
        let table = (client * 31 + number * 17) % TABLES;
        let count = &added[table];
        if number % 2 == 0 {
            count.begun.fetch_add(1, Ordering::SeqCst);
            let add = format!(".add table T{table} admins ('aaduser=u{client}_{number}@contoso.com') skip-results");
            writes.push(ask(add).0);
            count.done.fetch_add(1, Ordering::SeqCst);
        } else {
            let least = count.done.load(Ordering::SeqCst);
            let (took, reply) = ask(format!(".show table T{table} principals | where Role startswith 'Table' | count"));
            let most = count.begun.load(Ordering::SeqCst);
            // The creator of the table is its first admin.
            let found = reply.json()["Tables"][0]["Rows"][0][0].as_u64().unwrap() - 1;
            assert!((least..=most).contains(&found), "table {table}: {found}, and not {least} to {most}");
            reads.push(took);
        }
    }
    [writes, reads]
}

/// The time within which this part of the requests was answered.
fn within(took: &mut [Duration], part: usize) -> Duration {
    took.sort_unstable();
    took[(took.len() * part / 100).min(took.len() - 1)]
}

fn load(server: &Server, what: &str) {
    let commands = std::env::var(COMMANDS.0).map_or(COMMANDS.1, |count| count.parse().unwrap());
    let tables: Vec<String> = (0..TABLES).map(|table| format!("T{table} (a: long)")).collect();
    server.rows(&format!(".create tables {}", tables.join(", ")));
    let added: Vec<Added> = (0..TABLES).map(|_| Added::default()).collect();
    let begun = Instant::now();
    let [mut writes, mut reads] = asked(server, &added, commands);
    let took = begun.elapsed();
    for (table, added) in added.iter().enumerate() {
        let found = server.rows(&format!(".show table T{table} principals | where Role startswith 'Table' | count"));
        assert_eq!(found, [json!([added.done.load(Ordering::SeqCst) + 1])], "table {table}");
    }
    let count = writes.len() + reads.len();
    println!(
        "{what}: {count} commands of {CLIENTS} clients in {took:.1?}, {:.0} a second",
        count as f64 / took.as_secs_f64()
    );
    for (name, took) in [("writes", &mut writes), ("reads", &mut reads)] {
        println!("  {name}: half within {:.2?}, 99 of 100 within {:.2?}", within(took, 50), within(took, 99));
    }
}

#[test]
fn load_in_memory_loses_nothing_and_has_one_order() {
    load(&Server::start(&["--log", "none"]), "in memory");
}

#[test]
fn load_on_a_catalog_file_loses_nothing_and_has_one_order() {
    let catalog = path("load.db").display().to_string();
    load(&Server::start(&["--log", "none", "--catalog", &catalog]), "on a catalog file");
}
