//! Arguments about findings.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::cli::args::formats::of_results;
use crate::model::finding::FindingRule;
use crate::model::format::Format;

/// Which findings let a build fail.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct FindingArgs {
    /// Fail where this rule is broken, whatever its severity is; may be repeated
    #[arg(long, value_name = "RULE", value_parser = rule)]
    pub(in crate::cli) deny: Vec<FindingRule>,
    /// The severity from which on findings fail
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    pub(in crate::cli) fail_on: FailOn,
    /// Findings that are known: only those that are not in this file fail
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) baseline: Option<PathBuf>,
    /// Write the findings into this file, to be known from now on
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) write_baseline: Option<PathBuf>,
}

/// Reads the id of a rule.
fn rule(word: &str) -> Result<FindingRule, String> {
    FindingRule::of(word).ok_or_else(|| {
        let near = FindingRule::near(word).map(|near| format!("did you mean `{near}`? "));
        format!("there is no such rule; {}`kmgmt rules` lists them", near.unwrap_or_default())
    })
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct RulesArgs {
    /// The rule, such as no-admin-left
    #[arg(value_name = "ID", value_parser = rule)]
    pub(in crate::cli) rule: Option<FindingRule>,
    /// How the list is written
    #[arg(long, value_parser = of_results(), default_value_t = Format::Auto)]
    pub(in crate::cli) format: Format,
}

/// The severity from which on findings fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FailOn {
    /// Errors fail
    Error,
    /// Warnings fail too
    Warning,
}
