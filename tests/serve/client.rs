//! A server for a test, and a client that writes HTTP itself.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use kmgmt::serve::{Limits, LogFormat, Service, Settings, serve};
use kmgmt::session::{NoEffect, Session};
use serde_json::{Value, json};

/// The time at which servers of tests stand.
pub const CLOCK: &str = "2026-01-31T12:00:00Z";

/// A running server; it ends as this is dropped.
pub struct Server {
    pub child: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Starts a server with these arguments, at a fixed time.
    pub fn start(args: &[&str]) -> Self {
        let listen: &[&str] = if args.contains(&"--listen") { &[] } else { &["--listen", "127.0.0.1:0"] };
        Self::of(Command::new(env!("CARGO_BIN_EXE_kmgmt")).args(["serve", "--clock", CLOCK]).args(listen).args(args))
    }

    /// Starts the server of a command, which prints its address.
    pub fn of(command: &mut Command) -> Self {
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("KMGMT_")) {
            command.env_remove(name);
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let Some(address) = line.trim_end().strip_prefix("http://").and_then(|address| address.parse().ok()) else {
            let mut told = String::new();
            child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
            panic!("the server told no address: {line:?}\n{told}");
        };
        Self { child, address }
    }

    /// Sends a request; answers with what came back.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        exchange(self.address, &request(self.address, method, path, headers, body))
    }

    /// Sends a command or a query to an address.
    pub fn ask(&self, path: &str, database: &str, text: &str) -> Reply {
        self.send("POST", path, &[], &json!({ "db": database, "csl": text }).to_string())
    }

    /// Runs a command; answers with the rows of its table.
    #[track_caller]
    pub fn rows(&self, text: &str) -> Vec<Value> {
        let reply = self.ask("/v1/rest/mgmt", "NetDefaultDB", text);
        assert_eq!(reply.status, 200, "{text}\n{}", reply.text());
        reply.json()["Tables"][0]["Rows"].as_array().unwrap().clone()
    }

    /// Ends the server as a user does; answers with what it logged, and with its exit code.
    #[cfg(unix)]
    pub fn ended_by(mut self, signal: &str) -> (String, Option<i32>) {
        let sent = Command::new("kill").args([&format!("-{signal}"), &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let mut told = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
        (told, self.child.wait().unwrap().code())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves the cluster of a session in this process, with these limits, until that ends.
pub fn serving(session: &Session, limits: Limits) -> SocketAddr {
    let settings = Settings {
        listen: "127.0.0.1:0".parse().unwrap(),
        principal: None,
        hosts: Vec::new(),
        allows_web_ui: false,
        no_effect: NoEffect::Warn,
        log: LogFormat::None,
        limits,
    };
    let service = Service::new(session, settings);
    let (told, address) = mpsc::channel();
    std::thread::spawn(move || serve(service, |address| told.send(address).map_err(std::io::Error::other)));
    address.recv_timeout(Duration::from_secs(10)).unwrap()
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The message that clients show.
    #[track_caller]
    pub fn message(&self) -> String {
        self.json()["error"]["@message"].as_str().unwrap_or_else(|| panic!("{}", self.text())).to_owned()
    }

    /// The document, with what differs from run to run left out.
    pub fn document(&self) -> String {
        let mut json = self.json();
        if let Some(context) = json.pointer_mut("/error/@context").and_then(Value::as_object_mut) {
            context["processId"] = Value::Null;
        }
        format!("{}\n{}", self.status, serde_json::to_string_pretty(&json).unwrap())
    }
}

/// The bytes of a request.
pub fn request(address: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!("{method} {path} HTTP/1.1\r\n");
    if !headers.iter().any(|(name, _)| *name == "Host") {
        text += &format!("Host: {address}\r\n");
    }
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    if !body.is_empty() {
        text += &format!("Content-Length: {}\r\n", body.len());
    }
    format!("{text}\r\n{body}").into_bytes()
}

pub fn connected(address: SocketAddr) -> TcpStream {
    let socket = TcpStream::connect(address).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    socket
}

/// Sends bytes on a connection of their own; answers with what came back.
pub fn exchange(address: SocketAddr, bytes: &[u8]) -> Reply {
    let mut socket = connected(address);
    socket.write_all(bytes).unwrap();
    reply(&mut BufReader::new(socket)).unwrap()
}

/// Reads an answer; none where the connection ended before.
pub fn reply(socket: &mut impl BufRead) -> Option<Reply> {
    let mut line = String::new();
    if socket.read_line(&mut line).ok()? == 0 {
        return None;
    }
    let status = line.split(' ').nth(1)?.parse().ok()?;
    let mut headers: Vec<(String, String)> = Vec::new();
    loop {
        line.clear();
        socket.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length =
        headers.iter().find(|(name, _)| name == "content-length").map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = vec![0; length];
    socket.read_exact(&mut body).ok()?;
    Some(Reply { status, headers, body })
}

/// A place for a file of this test alone; what an earlier run left is removed.
pub fn path(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("serve");
    std::fs::create_dir_all(&folder).unwrap();
    for extra in ["", "-journal", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("{name}{extra}")));
    }
    folder.join(name)
}

/// A file with this text, of this test alone.
pub fn file(name: &str, text: &str) -> String {
    let path = path(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// An environment with two users, one of whom is in a group, and with names for them.
pub fn environment(name: &str) -> String {
    file(
        name,
        r#"{
  "cluster": { "name": "local", "homeTenant": "contoso.com",
    "principals": [ { "role": "AllDatabasesAdmin", "principal": "aaduser=ana@contoso.com" } ] },
  "tenants": [ { "id": "0a1b2c3d-0000-4000-8000-000000000001", "names": ["contoso.com"] } ],
  "users": [
    { "upn": "ana@contoso.com", "objectId": "0a1b2c3d-0000-4000-8000-000000000101", "tenant": "contoso.com" },
    { "upn": "bo@contoso.com", "objectId": "0a1b2c3d-0000-4000-8000-000000000102", "tenant": "contoso.com" }
  ],
  "groups": [
    { "displayName": "Readers", "objectId": "0a1b2c3d-0000-4000-8000-000000000201", "tenant": "contoso.com", "members": [] }
  ],
  "applications": [
    { "appId": "0a1b2c3d-0000-4000-8000-000000000301", "tenant": "contoso.com", "displayName": "Loader" }
  ],
  "aliases": { "ana": "aaduser=ana@contoso.com", "bo": "aaduser=bo@contoso.com" }
}"#,
    )
}

/// A token with these claims, which nobody signed.
pub fn token(claims: &Value) -> String {
    use base64::Engine;
    let encoded = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    format!("Bearer {}.{}.", encoded(r#"{"alg":"none"}"#), encoded(&claims.to_string()))
}
