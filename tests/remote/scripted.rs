//! A server that answers as a test says, and keeps what it was asked.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

/// A request that came.
#[derive(Clone, Debug)]
pub struct Seen {
    /// `POST /v1/rest/mgmt`
    pub line: String,
    /// Names are lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The command that it asks to run.
    pub fn command(&self) -> String {
        let body: Value = serde_json::from_str(&self.body).unwrap_or_default();
        body["csl"].as_str().unwrap_or_default().to_owned()
    }
}

/// The server; it ends with the test.
pub struct Scripted {
    pub address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Scripted {
    /// Starts a server; of each request `answer` gets how many came before.
    pub fn start(answer: impl Fn(&Seen, usize) -> Vec<u8> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (address, seen) = (listener.local_addr().unwrap(), Arc::new(Mutex::new(Vec::new())));
        let kept = Arc::clone(&seen);
        std::thread::spawn(move || {
            for socket in listener.incoming() {
                let Ok(mut socket) = socket else { continue };
                let Some(request) = read(&mut BufReader::new(&socket)) else { continue };
                let before = kept.lock().unwrap().len();
                kept.lock().unwrap().push(request.clone());
                let _ = socket.write_all(&answer(&request, before));
            }
        });
        Self { address, seen }
    }

    /// Starts a server that answers every command so, and needs no one to sign in.
    pub fn answering(answer: impl Fn(&Seen) -> Vec<u8> + Send + 'static) -> Self {
        Self::start(move |seen, _| match seen.line.starts_with("GET ") {
            true => ok(&json!({ "AzureAD": null }).to_string()),
            false => answer(seen),
        })
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

fn read(socket: &mut impl BufRead) -> Option<Seen> {
    let mut line = String::new();
    socket.read_line(&mut line).ok()?;
    let first = line.rsplit_once(' ')?.0.to_owned();
    let mut headers = Vec::new();
    loop {
        line.clear();
        socket.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length").map_or(0, |(_, it)| it.parse().unwrap());
    let mut body = vec![0; length];
    socket.read_exact(&mut body).ok()?;
    Some(Seen { line: first, headers, body: String::from_utf8(body).unwrap() })
}

/// An answer with this status and these headers, after which the connection ends.
pub fn http(status: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}").into_bytes()
}

pub fn ok(body: &str) -> Vec<u8> {
    http("200 OK", &[("Content-Type", "application/json")], body)
}

/// The service's envelope.
pub fn refusal(status: &str, message: &str) -> Vec<u8> {
    let error = json!({ "error": { "code": "X", "message": "generic", "@message": message } });
    http(status, &[("Content-Type", "application/json")], &error.to_string())
}

/// A document with one table of texts.
pub fn table(columns: &[&str], rows: &[&[&str]]) -> String {
    let columns: Vec<Value> = columns
        .iter()
        .map(|name| json!({ "ColumnName": name, "DataType": "String", "ColumnType": "string" }))
        .collect();
    json!({ "Tables": [{ "TableName": "Table_0", "Columns": columns, "Rows": rows }] }).to_string()
}

/// What a small cluster answers: a database, in which a group has a role.
pub fn small(command: &str) -> String {
    match command {
        ".show cluster principals" => table(
            &["Role", "PrincipalType", "PrincipalDisplayName", "PrincipalObjectId", "PrincipalFQN"],
            &[&[
                "AllDatabasesAdmin",
                "Microsoft Entra user",
                "Ana (upn: ana@contoso.com)",
                ANA,
                &format!("aaduser={ANA};{TENANT}"),
            ]],
        ),
        ".show databases" => table(&["DatabaseName", "PersistentStorage", "PrettyName"], &[&["Sales", "", ""]]),
        ".show database Sales principals" => table(
            &["Role", "PrincipalType", "PrincipalDisplayName", "PrincipalObjectId", "PrincipalFQN", "Notes"],
            &[&[
                "Database Sales Viewer",
                "Microsoft Entra group",
                "Readers",
                READERS,
                &format!("aadgroup={READERS};{TENANT}"),
                "",
            ]],
        ),
        ".show database Sales schema as csl script" => {
            table(&["DatabaseSchemaScript"], &[&[".create-merge table Orders (Id:long)"]])
        }
        _ => table(&["Echo"], &[&[command]]),
    }
}

pub const ANA: &str = "0a1b2c3d-0000-4000-8000-000000000101";
pub const BO: &str = "0a1b2c3d-0000-4000-8000-000000000102";
pub const READERS: &str = "0a1b2c3d-0000-4000-8000-000000000201";
pub const INNER: &str = "0a1b2c3d-0000-4000-8000-000000000202";
pub const TENANT: &str = "0a1b2c3d-0000-4000-8000-000000000001";
