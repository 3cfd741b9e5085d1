//! Asks the official parser, and remembers its verdicts for as long as it and the script stay.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;

use serde_json::Value;

/// So many processes share the questions.
const PROCESSES: usize = 2;

/// What the official parser says of a statement.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Whether the official grammar takes it.
    pub accepted: bool,
    /// The official kind; nothing where it sees no command.
    pub kind: Option<String>,
    /// Why it is not accepted.
    pub detail: String,
}

/// The names of all kinds that the official parser knows.
pub fn kinds() -> Vec<String> {
    let output = node().arg("--kinds").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// The verdict on each text.
pub fn verdicts(texts: &[String]) -> HashMap<String, Verdict> {
    static ASKING: Mutex<()> = Mutex::new(());
    let _alone = ASKING.lock();
    let mut known = remembered();
    let mut new: Vec<&String> = texts.iter().filter(|text| !known.contains_key(*text)).collect();
    new.sort();
    new.dedup();
    let share = new.len().div_ceil(PROCESSES).max(1);
    let answers: Vec<(String, String)> = thread::scope(|scope| {
        let workers: Vec<_> = new.chunks(share).map(|texts| scope.spawn(move || ask(texts))).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    let added = !answers.is_empty();
    known.extend(answers);
    if added {
        remember(&known);
    }
    known.into_iter().map(|(text, answer)| (text, verdict(&answer))).collect()
}

fn verdict(answer: &str) -> Verdict {
    let answer: Value = serde_json::from_str(answer).unwrap();
    Verdict {
        accepted: answer["accepted"].as_bool().unwrap(),
        kind: answer["kind"].as_str().map(str::to_owned),
        detail: answer["detail"].as_str().unwrap().to_owned(),
    }
}

/// One process answers these texts, one line each.
fn ask(texts: &[&String]) -> Vec<(String, String)> {
    let mut child = node().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut questions = child.stdin.take().unwrap();
    let answers = BufReader::new(child.stdout.take().unwrap());
    let answers: Vec<String> = thread::scope(|scope| {
        scope.spawn(move || {
            for text in texts {
                writeln!(questions, "{}", Value::from(text.as_str())).unwrap();
            }
        });
        answers.lines().map(Result::unwrap).collect()
    });
    assert!(child.wait().unwrap().success() && answers.len() == texts.len(), "the oracle failed; was `npm ci` run?");
    texts.iter().map(|text| (*text).clone()).zip(answers).collect()
}

fn node() -> Command {
    let mut command = Command::new("node");
    command.arg("tests/oracle/oracle.mjs");
    command
}

/// Where verdicts are kept: below `target`, by the version of the parser and of what asks it.
fn memory() -> PathBuf {
    let lock: Value = serde_json::from_str(include_str!("../../oracle/package-lock.json")).unwrap();
    let version = lock["packages"]["node_modules/@kusto/language-service-next"]["version"].as_str().unwrap().to_owned();
    let mut asking = DefaultHasher::new();
    include_str!("../../oracle/oracle.mjs").hash(&mut asking);
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("oracle-{version}-{:016x}.json", asking.finish()))
}

fn remembered() -> HashMap<String, String> {
    std::fs::read_to_string(memory()).ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn remember(answers: &HashMap<String, String>) {
    std::fs::write(memory(), serde_json::to_string(answers).unwrap()).unwrap();
}
