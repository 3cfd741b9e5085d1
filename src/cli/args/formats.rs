//! How each subcommand writes what it has: a value that it lacks is wrong usage.

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::model::format::Format;

/// How `check` writes its findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CheckFormat {
    /// Diagnostics for people
    Human,
    /// One object a statement
    Json,
    /// One log of the Static Analysis Results Interchange Format, version 2.1.0
    Sarif,
    /// A line a finding for GitHub Actions
    Github,
    /// A line a finding for Azure DevOps Pipelines
    Azuredevops,
}

/// How errors are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ErrorFormat {
    /// The line with carets, the message, the help
    Human,
    /// The service's error envelope, one object a line
    Json,
}

/// How a plan is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum PlanFormat {
    /// For people
    Human,
    /// For the comment of a pull request
    Markdown,
    /// A page for a browser, with filters and the proof of each row before and after
    Html,
    /// For programs
    Json,
    /// The findings as a log, version 2.1.0, for services that show them beside the code
    Sarif,
    /// The findings as annotations of GitHub Actions
    Github,
    /// The findings as issues of Azure Pipelines
    Azuredevops,
}

/// How `review` writes its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ReviewFormat {
    /// Boxes for people
    Table,
    /// A header and rows, for spreadsheets: an apostrophe stands before what would be a formula there
    Csv,
    /// A table as GitHub and wikis show it
    Markdown,
    /// One array of row objects
    Json,
    /// A page for a browser: a matrix of principals and scopes, with filters and the proof of each cell
    Html,
}

/// How `test` writes its results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum TestFormat {
    /// Diagnostics for people, with proofs
    Human,
    /// Test Anything Protocol, version 14
    Tap,
    /// JUnit's XML
    Junit,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// Log commands of Azure Pipelines
    Azuredevops,
}

/// Reads a format of results.
pub(in crate::cli) fn of_results() -> impl TypedValueParser<Value = Format> {
    formats(Format::RESULTS)
}

/// Reads a format of proofs: one of results, or a drawing.
pub(in crate::cli) fn of_proofs() -> impl TypedValueParser<Value = Format> {
    formats(Format::ALL)
}

fn formats(all: &[Format]) -> impl TypedValueParser<Value = Format> {
    let names: Vec<_> = all.iter().filter_map(ValueEnum::to_possible_value).collect();
    PossibleValuesParser::new(names).try_map(|name| Format::from_str(&name, false))
}
