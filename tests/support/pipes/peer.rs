//! Asks the other evaluator: one Python process answers all pipes, a line each.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::thread;

use serde::Deserialize;
use serde_json::Value;

/// The interpreter of the virtual environment that `.ci/run` makes.
const PYTHON: &str = "tests/differential/.venv/bin/python";

/// What the other evaluator answers.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Answer {
    /// The names of the columns.
    #[serde(default)]
    pub columns: Vec<String>,
    /// The rows.
    #[serde(default)]
    pub rows: Vec<Vec<Value>>,
    /// Why it has no answer.
    pub error: Option<String>,
}

/// The answers to these texts, in order.
pub fn answers(texts: &[String]) -> Vec<Answer> {
    let mut child = Command::new(PYTHON)
        .arg("tests/differential/answer.py")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{PYTHON}: {error}; `.ci/run` makes it"));
    let mut questions = child.stdin.take().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap());
    let answers: Vec<Answer> = thread::scope(|scope| {
        scope.spawn(move || {
            for text in texts {
                writeln!(questions, "{}", Value::from(text.as_str())).unwrap();
            }
        });
        lines.lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect()
    });
    assert!(child.wait().unwrap().success() && answers.len() == texts.len(), "the other evaluator failed");
    answers
}
