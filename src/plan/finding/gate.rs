//! Which findings count, and whether they let a build fail.

use crate::diagnostic::Severity;
use crate::model::finding::{Basis, FindingRule};
use crate::plan::finding::{Baseline, Finding, Ignore};

/// What lets a build fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The rules that must not be broken, whatever their severity is.
    pub deny: Vec<FindingRule>,
    /// The severity from which on a finding fails.
    pub fail_on: Severity,
}

impl Default for Limits {
    fn default() -> Self {
        Self { deny: Vec::new(), fail_on: Severity::Error }
    }
}

/// What becomes of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is shown.
    Open {
        /// Whether it lets the build fail.
        fails: bool,
    },
    /// It is in the baseline.
    Known,
    /// A comment says, for this reason, that it does not count.
    Ignored(String),
}

/// A finding, and what becomes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The finding; that of a denied rule is an error.
    pub finding: Finding,
    /// What becomes of it.
    pub standing: Standing,
}

impl Judged {
    /// Returns whether it lets the build fail.
    #[must_use]
    pub const fn fails(&self) -> bool {
        matches!(self.standing, Standing::Open { fails: true })
    }

    /// Returns whether it is to be shown.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.standing, Standing::Open { .. })
    }
}

/// Judges findings, those of one statement or of all: it remembers what of the baseline was found, and whether one
/// fails.
#[derive(Clone, Debug)]
pub struct Gate {
    limits: Limits,
    /// By which rules it was judged.
    basis: Basis,
    baseline: Baseline,
    /// What was found and may be written as a baseline.
    found: Baseline,
    /// Whether it is to be written, so that all of it is known from now on.
    records: bool,
    fails: bool,
}

impl Gate {
    /// Returns a gate; `basis` says by which rules there can be findings.
    #[must_use]
    pub fn new(limits: Limits, basis: Basis, baseline: Baseline) -> Self {
        Self { limits, basis, baseline, found: Baseline::default(), records: false, fails: false }
    }

    /// Returns the gate to which all that a baseline can hold is known: it is written as one.
    #[must_use]
    pub fn recording(self) -> Self {
        Self { records: true, ..self }
    }

    /// Judges findings with the comments that stand beside them. Comments about nothing are findings too; those about
    /// rules by which nobody judged are left alone.
    pub fn judge(&mut self, findings: Vec<Finding>, ignores: &[Ignore]) -> Vec<Judged> {
        let mut used = vec![false; ignores.len()];
        let mut judged: Vec<Judged> = findings.into_iter().map(|found| self.one(found, ignores, &mut used)).collect();
        let unused = ignores.iter().zip(used).filter(|(ignore, used)| !used && ignore.rule.basis() <= self.basis);
        let unused: Vec<Finding> = unused.map(|(ignore, _)| ignore.unused()).collect();
        judged.extend(unused.into_iter().map(|found| self.one(found, &[], &mut [])));
        judged
    }

    /// Returns whether one of the findings lets the build fail.
    #[must_use]
    pub const fn fails(&self) -> bool {
        self.fails
    }

    /// Returns what was found and does not count as ignored, to be written as a baseline.
    #[must_use]
    pub const fn found(&self) -> &Baseline {
        &self.found
    }

    fn one(&mut self, mut finding: Finding, ignores: &[Ignore], used: &mut [bool]) -> Judged {
        let mut reason = None;
        for (ignore, used) in ignores.iter().zip(used).filter(|(ignore, _)| ignore.is_about(&finding)) {
            *used = true;
            reason = Some(ignore.reason.clone());
        }
        if reason.is_some() && finding.refused {
            finding.diagnostic = finding.diagnostic.help("what is refused can't be ignored");
        } else if let Some(reason) = reason {
            return Judged { finding, standing: Standing::Ignored(reason) };
        }
        if finding.rule.can_be_known() && !finding.refused {
            self.found.add(&finding);
            if self.baseline.take(&finding) || self.records {
                return Judged { finding, standing: Standing::Known };
            }
        }
        let is_denied = self.limits.deny.contains(&finding.rule);
        if is_denied {
            finding.diagnostic.severity = Severity::Error;
        }
        let fails = finding.diagnostic.severity <= self.limits.fail_on;
        self.fails |= fails;
        Judged { finding, standing: Standing::Open { fails } }
    }
}
