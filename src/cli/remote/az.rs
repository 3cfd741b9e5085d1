//! What the Azure CLI knows: tokens, and who is in a group. It is run, and nothing else of it is used.

use std::io;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::model::keyword::Keyword;
use crate::remote::Token;
use crate::text::visible;

/// How it is called; on Windows it is a script.
const AZ: &str = if cfg!(windows) { "az.cmd" } else { "az" };

/// The form of its answers.
const JSON: &str = Keyword::Json.text();

/// Why it did not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// It is not there.
    Absent,
    /// It failed, and said this.
    Failed(String),
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

/// Returns the command that lists the members of a group.
pub(super) fn members_command(group: &str) -> String {
    format!("az ad group member list --group {group}")
}

/// Asks for the members of a group; answers with the list as it comes.
pub(super) fn members(group: &str) -> Result<String, NoAnswer> {
    run(&["ad", "group", "member", "list", "--group", group, "--output", JSON])
}

fn run(arguments: &[&str]) -> Result<String, NoAnswer> {
    let output = Command::new(AZ).args(arguments).stdin(Stdio::null()).output();
    let output = output.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => NoAnswer::Absent,
        _ => NoAnswer::Failed(error.to_string()),
    })?;
    if output.status.success() {
        return String::from_utf8(output.stdout).map_err(|_| NoAnswer::Failed("its answer is no UTF-8".to_owned()));
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("it failed without a word");
    Err(NoAnswer::Failed(visible(said)))
}
