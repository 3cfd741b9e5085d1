//! What the Azure CLI knows: tokens, and who is in a group. It is run, and nothing else of it is used.

use std::io;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Sender, channel};

use serde_json::Value;

use crate::model::keyword::Keyword;
use crate::model::limit;
use crate::model::principal::is_id;
use crate::remote::Token;
use crate::state::import::Unlisted;
use crate::text::visible;

/// How it is called; on Windows it is a script.
const AZ: &str = if cfg!(windows) { "az.cmd" } else { "az" };

/// The form of its answers.
const JSON: &str = Keyword::Json.text();

/// What its errors begin with; warnings stand before them.
const ERROR: &str = "ERROR";

/// Why it did not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// It is not there.
    Absent,
    /// It failed, and said this.
    Failed(String),
}

/// The tenant that somebody signed in to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SignIn {
    /// Its id.
    pub(super) tenant: String,
    /// Its domain, where that is told.
    domain: Option<String>,
}

impl SignIn {
    /// Returns whether a name or id is that of the tenant.
    pub(super) fn is_of(&self, tenant: &str) -> bool {
        let own = std::iter::once(&self.tenant).chain(&self.domain);
        own.into_iter().any(|own| own.eq_ignore_ascii_case(tenant))
    }
}

/// Asks for a token for a cluster.
pub(super) fn token(resource: &str) -> Result<Token, NoAnswer> {
    let answer = run(&["account", "get-access-token", "--resource", resource, "--output", JSON])?;
    // What it answered is not repeated: it may be the token.
    let no_token = || NoAnswer::Failed("its answer has no `accessToken`".to_owned());
    let answer: Value = serde_json::from_str(&answer).map_err(|_| no_token())?;
    let token = answer.get("accessToken").and_then(Value::as_str).ok_or_else(no_token)?;
    Token::new(token).map_err(|error| NoAnswer::Failed(error.message))
}

/// Asks for the tenant that somebody signed in to.
pub(super) fn sign_in() -> Result<SignIn, NoAnswer> {
    let answer = run(&["account", Keyword::Show.text(), "--output", JSON])?;
    let no_tenant = || NoAnswer::Failed("its answer has no `tenantId`".to_owned());
    let answer: Value = serde_json::from_str(&answer).map_err(|_| no_tenant())?;
    let text = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned);
    Ok(SignIn { tenant: text("tenantId").ok_or_else(no_tenant)?, domain: text("tenantDefaultDomain") })
}

/// Returns the command that lists the members of a group.
pub(super) fn members_command(group: &Unlisted) -> String {
    format!("az ad group member list --group {}", group.name)
}

/// Returns whether a group can be asked for. Its name comes from a cluster, and the Azure CLI reads one that begins with
/// `@` as that of a file, and one that begins with `-` as an option.
pub(super) fn is_name(name: &str) -> bool {
    is_id(name) || !name.is_empty() && !name.starts_with(['@', '-']) && !name.contains(char::is_control)
}

/// Asks for the members of a group; answers with the list as it comes.
pub(super) fn members(group: &Unlisted) -> Result<String, NoAnswer> {
    run(&["ad", "group", "member", "list", &format!("--group={}", group.name), "--output", JSON])
}

/// Runs it, and returns what it writes. After [`limit::AZURE_CLI_TIME`] it is ended.
fn run(arguments: &[&str]) -> Result<String, NoAnswer> {
    let mut command = Command::new(AZ);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(of_io)?;
    let Some((out, err)) = written(&mut child) else {
        // What it started itself may go on, and is not waited for.
        let _ = child.kill().and_then(|()| child.wait());
        return Err(NoAnswer::Failed(format!("nothing within {} s", limit::AZURE_CLI_TIME.as_secs())));
    };
    if child.wait().map_err(of_io)?.success() {
        return String::from_utf8(out).map_err(|_| NoAnswer::Failed("its answer is no UTF-8".to_owned()));
    }
    Err(NoAnswer::Failed(visible(told(&String::from_utf8_lossy(&err)))))
}

fn of_io(error: io::Error) -> NoAnswer {
    match error.kind() {
        io::ErrorKind::NotFound => NoAnswer::Absent,
        _ => NoAnswer::Failed(error.to_string()),
    }
}

/// Returns all that a program writes to standard output and to standard error, if it ends in time.
fn written(child: &mut Child) -> Option<(Vec<u8>, Vec<u8>)> {
    let (sender, receiver) = channel();
    let (out, err) = (child.stdout.take()?, child.stderr.take()?);
    send_all(out, false, sender.clone());
    send_all(err, true, sender);
    let (mut outputs, mut errors) = (Vec::new(), Vec::new());
    for _ in 0..2 {
        let (is_error, bytes) = receiver.recv_timeout(limit::AZURE_CLI_TIME).ok()?;
        *(if is_error { &mut errors } else { &mut outputs }) = bytes;
    }
    Some((outputs, errors))
}

fn send_all(mut pipe: impl io::Read + Send + 'static, is_error: bool, sender: Sender<(bool, Vec<u8>)>) {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // What can't be read ends it.
        let _ = pipe.read_to_end(&mut bytes);
        let _ = sender.send((is_error, bytes));
    });
}

/// Returns what it says of why it failed: its error, or else its first line.
fn told(said: &str) -> &str {
    let lines = || said.lines().map(str::trim).filter(|line| !line.is_empty());
    let error = lines().find(|line| line.starts_with(ERROR));
    error.or_else(|| lines().next()).unwrap_or("it failed without a word")
}
