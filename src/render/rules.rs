//! The table of rules as pages.

use std::fmt::Write;

use crate::model::finding::FindingRule;
use crate::schema;
use crate::table::{Schema, Table, Value};

/// The columns of the table.
const RULES: Schema = schema! { Rule: String, Severity: String, Title: String, FoundBy: String };

/// Returns the rules, a row each.
#[must_use]
pub fn table() -> Table {
    let mut table = Table::new(RULES);
    for rule in FindingRule::ALL {
        let severity = Value::from(rule.severity().word());
        table.push([Value::from(rule.id()), severity, Value::from(rule.title()), Value::from(rule.basis().found_by())]);
    }
    table
}

/// Returns the page of a rule, in Markdown.
#[must_use]
pub fn page(rule: FindingRule) -> String {
    let (severity, found_by) = (rule.severity().word(), rule.basis().found_by());
    let mut page = format!(
        "## {rule}\n\n{}\n({severity}; found by {found_by}).\n\n{}\n\n",
        sentence(rule.title()),
        rule.meaning()
    );
    let _ = writeln!(page, "**What to do.** {}", rule.fix());
    if rule.can_be_ignored() {
        let _ = writeln!(page, "\n**To let it pass once**, before the statement or at the end of one of its lines:\n");
        let _ = writeln!(page, "```kusto\n//! ignore {rule}: who agreed to it, and why\n```");
    }
    page
}

fn sentence(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Returns `docs/rules.md`: a list of the rules, and the page of each.
#[must_use]
pub fn document() -> String {
    let mut document = String::from(
        "# Rules\n\nBy these rules `kmgmt check` judges scripts, and `kmgmt plan` what they would do. The file is made from \
         the table\nof rules (`src/model/finding.rs`); `kmgmt rules ID` shows one page of it.\n\n\
         | rule | severity | what is found |\n|---|---|---|\n",
    );
    for rule in FindingRule::ALL {
        let _ = writeln!(document, "| [{rule}](#{rule}) | {} | {} |", rule.severity().word(), rule.title());
    }
    FindingRule::ALL.iter().fold(document, |document, rule| document + "\n" + &page(*rule))
}
