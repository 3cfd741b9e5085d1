//! Comments that say which findings do not count: `//! ignore RULE: reason`.

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::model::assertion_kind::{ASSERTION, AssertionKind, IGNORE};
use crate::model::finding::FindingRule;
use crate::plan::finding::Finding;
use crate::plan::statement::Statement;
use crate::syntax::{Piece, Remark};
use crate::text::{nearest, quoted};

/// A comment that says that a rule may be broken by the statement that it stands beside.
#[derive(Clone, Debug, PartialEq)]
pub struct Ignore {
    /// The rule.
    pub rule: FindingRule,
    /// Why it may be broken.
    pub reason: String,
    /// Where the comment stands.
    pub place: Arc<Statement>,
    /// The lines of the statement; none where no statement follows.
    lines: Option<RangeInclusive<u32>>,
}

/// The comments beside a statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ignores {
    /// Those that say which rule, and why.
    pub ignores: Vec<Ignore>,
    /// What is wrong with the others.
    pub faults: Vec<Finding>,
}

impl Ignores {
    /// Returns the comments before a statement and in its lines.
    #[must_use]
    pub fn beside(piece: &Piece<'_>, origin: &str) -> Self {
        if piece.remarks.is_empty() {
            return Self::default();
        }
        let breaks = memchr::memchr_iter(b'\n', piece.text.as_bytes()).count();
        let last = piece.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        Self::read(piece.remarks, origin, Some(piece.line..=last))
    }

    /// Returns the comments that no statement follows.
    #[must_use]
    pub fn at_the_end(remarks: &[Remark], origin: &str) -> Self {
        Self::read(remarks, origin, None)
    }

    fn read(remarks: &[Remark], origin: &str, lines: Option<RangeInclusive<u32>>) -> Self {
        let mut read = Self::default();
        for remark in remarks {
            let place = || Arc::new(Statement::of_remark(remark, origin));
            let Some(said) = remark.ignored() else {
                read.faults.extend(meant(remark).map(|fault| fault.at(place())));
                continue;
            };
            let place = place();
            match rule(said) {
                Ok((rule, reason)) => {
                    let (reason, lines) = (reason.to_owned(), lines.clone());
                    read.ignores.push(Ignore { rule, reason, place, lines });
                }
                Err(fault) => read.faults.push(fault.at(place)),
            }
        }
        read
    }
}

/// Returns the finding of a comment that is meant to ignore something and says so in another word: one that differs in case
/// alone, or that stands before a rule. Other comments are for people, or for `kmgmt test`.
fn meant(remark: &Remark) -> Option<Finding> {
    let mut words =
        remark.said().split(|next: char| next.is_whitespace() || next == ':').filter(|word| !word.is_empty());
    let word = words.next().filter(|word| !AssertionKind::ALL.iter().any(|kind| kind.word() == *word))?;
    let is_near = || nearest(word, [IGNORE]).is_some();
    let names_rule = |next: &str| FindingRule::of(next).is_some() || is_near() && FindingRule::near(next).is_some();
    let is_meant = word.eq_ignore_ascii_case(IGNORE) || words.next().is_some_and(names_rule);
    is_meant.then(|| {
        Finding::new(FindingRule::UnusedIgnore, format!("{} lets nothing pass", quoted(word)))
            .help(format!("did you mean `{IGNORE}`? write `{ASSERTION} {IGNORE} RULE: reason`"))
    })
}

/// Returns the rule that is ignored and the reason, or what is wrong with the comment.
fn rule(said: &str) -> Result<(FindingRule, &str), Box<Finding>> {
    let wrong = |message: String| Finding::new(FindingRule::UnusedIgnore, message);
    let (id, reason) = said.split_once(':').unwrap_or((said, ""));
    let (id, reason) = (id.trim(), reason.trim());
    let form = format!("write `{ASSERTION} {IGNORE} RULE: reason`");
    let Some(rule) = FindingRule::of(id) else {
        let finding = match id {
            "" => wrong("the comment names no rule".to_owned()),
            id => wrong(format!("there is no rule {}", quoted(id))),
        };
        let near = FindingRule::near(id).map(|near| format!("did you mean `{near}`?"));
        return Err(Box::new(finding.help(near.unwrap_or(form)).help("`kmgmt rules` lists the rules")));
    };
    if !rule.can_be_ignored() {
        let finding = wrong(format!("`{rule}` can't be ignored"));
        return Err(Box::new(finding.help("take the comment out")));
    }
    if reason.is_empty() {
        let finding = wrong(format!("the comment does not say why `{rule}` may be broken"));
        return Err(Box::new(finding.help(form)));
    }
    Ok((rule, reason))
}

impl Ignore {
    /// Returns whether the comment is about a finding.
    #[must_use]
    pub fn is_about(&self, finding: &Finding) -> bool {
        let lines = self.lines.as_ref().zip(finding.place());
        let is_here = lines.is_some_and(|(lines, (begins, _))| lines.contains(&begins.line));
        is_here && finding.rule == self.rule && finding.origin() == self.place.origin
    }

    /// Returns the finding that the comment is about nothing.
    #[must_use]
    pub fn unused(&self) -> Finding {
        let why = match self.lines {
            Some(_) => "the statement does not break it",
            None => "no statement follows",
        };
        Finding::new(FindingRule::UnusedIgnore, format!("`{}` is ignored, and {why}", self.rule))
            .help("take the comment out")
            .at(Arc::clone(&self.place))
    }
}
