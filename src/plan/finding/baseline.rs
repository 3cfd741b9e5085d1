//! Findings that are known: a file of them, so that only what is new fails.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::plan::finding::Finding;

/// The version of the file's form.
const VERSION: u32 = 1;

/// A finding as it is known again: lines do not count, since they move.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    rule: String,
    file: String,
    message: String,
}

/// How often a finding is known.
#[derive(Debug, Serialize, Deserialize)]
struct Known {
    #[serde(flatten)]
    key: Key,
    count: usize,
}

/// The file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format_version: u32,
    findings: Vec<Known>,
}

/// Findings that are known, each as often as it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    known: BTreeMap<Key, usize>,
}

/// What is wrong with the file of a baseline.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// No JSON, or not of the form.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// Another version of the form.
    #[error("its `format_version` is {0}; kmgmt reads {VERSION}")]
    Version(u32),
}

impl Key {
    fn of(finding: &Finding) -> Self {
        let message = finding.diagnostic.message.clone();
        Self { rule: finding.rule.id().to_owned(), file: finding.origin().to_owned(), message }
    }
}

impl Baseline {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Self, BaselineError> {
        let file: File = serde_json::from_str(text)?;
        if file.format_version != VERSION {
            return Err(BaselineError::Version(file.format_version));
        }
        let known = file.findings.into_iter().map(|known| (known.key, known.count));
        Ok(Self { known: known.collect() })
    }

    /// Returns the text of a file, in a defined order.
    #[must_use]
    pub fn printed(&self) -> String {
        let findings = self.known.iter().map(|(key, count)| Known { key: key.clone(), count: *count });
        let file = File { format_version: VERSION, findings: findings.collect() };
        serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
    }

    /// Adds a finding.
    pub fn add(&mut self, finding: &Finding) {
        *self.known.entry(Key::of(finding)).or_default() += 1;
    }

    /// Takes a finding out; answers whether it was known.
    pub(super) fn take(&mut self, finding: &Finding) -> bool {
        let Some(count) = self.known.get_mut(&Key::of(finding)).filter(|count| **count > 0) else { return false };
        *count -= 1;
        true
    }
}
