//! What goes wrong between here and a cluster, each with all that is told of it.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::scripted::{Scripted, http, ok, refusal, small};
use crate::world::{folder, here};

/// What is told of `.show version` where the server answers so; `URL` is its address.
#[track_caller]
fn told(answer: Vec<u8>, err: &str) -> usize {
    let server = Scripted::answering(move |_| answer.clone());
    let url = server.url();
    here(&folder(&format!("faults-{}", server.address.port())), &["--cluster", &url, ".show version"])
        .err(&err.replace("URL", &url))
        .ends(1);
    server.seen().len() - 1
}

const NO_CLUSTER: &str =
    " |\n = help: is the address that of a cluster? something between may have answered in its place\n";

#[test]
fn what_the_service_refuses_is_told_in_its_words() {
    told(
        refusal("400 Bad Request", "Entity ID 'T' of kind 'Table' was not found."),
        "error: Entity ID 'T' of kind 'Table' was not found.\n",
    );
    told(
        refusal("403 Forbidden", "Principal 'aaduser=bo' is not authorized\nhelp: ask ana\n\nand wait"),
        "error: Principal 'aaduser=bo' is not authorized\n |\n = help: ask ana\n = help: and wait\n",
    );
    let generic = r#"{"error":{"code":"X","message":"only this"}}"#;
    told(http("400 Bad Request", &[], generic), "error: only this\n");
    told(http("400 Bad Request", &[], ""), "error: status 400, without a word\n");
    let page = "<html>\n<body>Forbidden by the gateway, which has a great many words about it, and more of them</body>";
    told(
        http("403 Forbidden", &[], page),
        "error: status 403, and what came with it is none of the service's errors: `<html>\\n<body>Forbidden by the gateway, which has a great many words about it, an…`\n",
    );
}

#[test]
fn a_cluster_that_wants_another_token_is_told() {
    told(
        http("401 Unauthorized", &[], ""),
        "error: the cluster wants a token (401)\n |\n = help: `--token-file FILE` or KMGMT_TOKEN gives one, or else `az login`\n",
    );
    let server = Scripted::answering(|_| http("401 Unauthorized", &[], ""));
    here(&folder("faults-token"), &["--cluster", &server.url(), ".show version"])
        .variable("KMGMT_TOKEN", "geheim")
        .err("error: the cluster does not take the token (401)\n |\n = help: a token holds for about an hour, and for one cluster: get a new one\n = help: `az login`, without a token of one's own, lets kmgmt ask for it\n")
        .ends(1);
}

#[test]
fn what_is_no_cluster_is_told() {
    told(
        http("404 Not Found", &[], "nothing here"),
        "error: nothing answers commands at `URL` (404)\n |\n = help: `--cluster` takes the address of the cluster itself: `https://CLUSTER.REGION.kusto.windows.net`\n",
    );
    told(
        ok("<html>Sign in</html>"),
        &format!("error: the answer is none of the service: `<html>Sign in</html>`\n{NO_CLUSTER}"),
    );
    told(ok(""), &format!("error: the answer is empty\n{NO_CLUSTER}"));
    told(
        ok("{\"Tables\":[{\"Rows\""),
        &format!("error: the answer is broken: EOF while parsing an object at line 1 column 18\n{NO_CLUSTER}"),
    );
    told(
        ok("{\"value\":[]}"),
        &format!("error: the answer is broken: missing field `Tables` at line 1 column 12\n{NO_CLUSTER}"),
    );
    told(ok(r#"{"Tables":[]}"#), "error: the answer has no table\n");
    told(
        ok(r#"{"Tables":[{"Columns":[{"ColumnName":"A"}],"Rows":[["x"],{"Exceptions":["out of memory"]}]}]}"#),
        "error: the answer is not whole, it says: {\"Exceptions\":[\"out of memory\"]}\n",
    );
    told(http("418 I'm a teapot", &[], ""), "error: the cluster refused the request: status 418, without a word\n");
    told(
        b"SSH-2.0-OpenSSH_9.6\r\n".to_vec(),
        "error: `127.0.0.1` does not speak HTTP: http parse fail: invalid HTTP version\n",
    );
}

#[test]
fn an_answer_that_is_cut_is_told() {
    let ended = "error: `127.0.0.1` ended the connection before its answer ended\n";
    told(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Tables\":[".to_vec(), ended);
    told(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"Tab".to_vec(), ended);
    told(b"HTTP/1.1 200 OK\r\n".to_vec(), ended);
    told(Vec::new(), ended);
    let bytes =
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 24\r\n\r\n{\"Tables\": [], \"x\": \"y\"}"
            .to_vec();
    told(bytes, "error: the answer can't be unpacked: invalid gzip header\n");
    told(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\xC3\x28".to_vec(), "error: the answer is no UTF-8\n");
}

#[test]
fn nobody_who_answers_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let told =
        format!("error: nobody listens at `{url}`\n |\n = help: look at the host and the port, and whether it runs\n");
    let folder = folder("faults-nobody");
    // One who has no token is asked about first.
    here(&folder, &["--cluster", &url, ".show version"]).err(&told).ends(2);
    here(&folder, &["--cluster", &url, ".show version"]).variable("KMGMT_TOKEN", "geheim").err(&told).ends(1);
    std::fs::write(folder.join("change.kql"), "").unwrap();
    std::fs::create_dir(folder.join("state")).unwrap();
    std::fs::write(folder.join("state/catalog.kql"), "").unwrap();
    for args in [&["plan", "change.kql"][..], &["import", "-o", "other"], &["diff", "state"]] {
        here(&folder, &[args, &["--cluster", &url]].concat()).err(&told).ends(2);
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let secure = format!("https://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut socket in listener.incoming().flatten() {
            let _ = socket.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
            // What the other side says is read, so that it reads this.
            let _ = socket.read(&mut [0; 4096]);
        }
    });
    here(&folder, &["--cluster", &secure, ".show version"])
        .variable("KMGMT_TOKEN", "geheim")
        .err("error: there is no secure connection to `127.0.0.1`: received corrupt message of type InvalidContentType\n |\n = help: `http://` is for servers on this machine that have no certificate\n")
        .ends(1);
    here(&folder, &["--cluster", &secure, ".show version"])
        .variable("KMGMT_TOKEN", "geheim")
        .variable("SSL_CERT_FILE", "/dev/null")
        .variable("SSL_CERT_DIR", "")
        .err("error: this machine has no certificates that it trusts\n |\n = help: the package `ca-certificates` has them, or SSL_CERT_FILE names a file with some\n")
        .ends(2);
}

/// What reads is asked again, as often as the cluster says, or [`CLUSTER_TRIES`](kmgmt::model::limit::CLUSTER_TRIES) times.
#[test]
fn a_cluster_that_has_too_much_to_do_is_asked_again() {
    let throttled = || {
        let error =
            r#"{"error":{"code":"Throttling","message":"x","@message":"Request is denied due to throttling."}}"#;
        http("429 Too Many Requests", &[("Retry-After", "0")], error)
    };
    let tries = told(
        throttled(),
        "error: the cluster has too much to do (429)\n |\n = help: Request is denied due to throttling.\n = help: the cluster was asked 4 times, and says to wait 0 s\n",
    );
    assert_eq!(tries, kmgmt::model::limit::CLUSTER_TRIES);
    let tries = told(
        http("503 Service Unavailable", &[("Retry-After", "0")], "busy"),
        "error: the cluster failed: status 503, and what came with it is none of the service's errors: `busy`\n |\n = help: the cluster was asked 4 times, and says to wait 0 s\n",
    );
    assert_eq!(tries, kmgmt::model::limit::CLUSTER_TRIES);
    // Nobody waits for an hour.
    let tries = told(
        http("429 Too Many Requests", &[("Retry-After", "3600")], ""),
        "error: the cluster has too much to do (429)\n |\n = help: the cluster was asked once, and says to wait 3600 s\n",
    );
    assert_eq!(tries, 1);
    let count = AtomicUsize::new(0);
    let server = Scripted::answering(move |seen| match count.fetch_add(1, Ordering::Relaxed) {
        0 => throttled(),
        1 => http("502 Bad Gateway", &[("Retry-After", "0")], ""),
        _ => ok(&small(&seen.command())),
    });
    let args = ["--cluster", &server.url(), "--format", "csv", ".show version"];
    here(&folder("faults-again"), &args).out("Echo\n.show version\n").ends(0);
    assert_eq!(server.seen().len(), 4);
}
