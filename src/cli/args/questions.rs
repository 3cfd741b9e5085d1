//! Arguments of questions about access.

use std::path::PathBuf;

use crate::cli::args::formats::{ReviewFormat, of_proofs};
use crate::cli::args::setting::{Look, Setting, View};
use crate::model::format::Format;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ExplainArgs {
    /// The principal, such as aaduser=ana@contoso.com
    #[arg(value_name = "PRINCIPAL", required_unless_present = "error", conflicts_with = "error")]
    pub(in crate::cli) principal: Option<String>,
    /// What and on what: a permission or the words of a command, and an entity, such as: view table T, or
    /// drop column table T, or create function database Samples
    #[arg(value_name = "ACTION ENTITY", required_unless_present = "error", num_args = 1..)]
    pub(in crate::cli) question: Vec<String>,
    /// Explain a refusal of the service: a file with its error body or its text; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) error: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) setting: Setting,
    /// How the answer is written [default: auto, or as the extension of --output says]
    #[arg(long, value_parser = of_proofs())]
    pub(in crate::cli) format: Option<Format>,
    #[command(flatten)]
    pub(in crate::cli) look: Look,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct WhoCanArgs {
    /// What and on what: a permission or the words of a command, and an entity, such as: ingest table T, or
    /// drop column table T, or create function database Samples
    #[arg(value_name = "ACTION ENTITY", required = true, num_args = 1..)]
    pub(in crate::cli) question: Vec<String>,
    /// List the members of groups instead of the groups
    #[arg(long)]
    pub(in crate::cli) expand_groups: bool,
    #[command(flatten)]
    pub(in crate::cli) setting: Setting,
    #[command(flatten)]
    pub(in crate::cli) view: View,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct WhatCanArgs {
    /// The principal, such as aaduser=ana@contoso.com
    #[arg(value_name = "PRINCIPAL")]
    pub(in crate::cli) principal: String,
    /// Show the whole way through nested groups
    #[arg(long)]
    pub(in crate::cli) expand_groups: bool,
    #[command(flatten)]
    pub(in crate::cli) setting: Setting,
    #[command(flatten)]
    pub(in crate::cli) view: View,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct RolesArgs {
    /// The principal, such as aaduser=ana@contoso.com
    #[arg(value_name = "PRINCIPAL")]
    pub(in crate::cli) principal: String,
    #[command(flatten)]
    pub(in crate::cli) setting: Setting,
    #[command(flatten)]
    pub(in crate::cli) view: View,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ReviewArgs {
    /// Only roles on this database, on what is in it, and on the cluster: `database:Sales`
    #[arg(long, value_name = "SCOPE")]
    pub(in crate::cli) scope: Option<String>,
    /// How the review is written
    #[arg(long, value_enum, default_value_t = ReviewFormat::Table)]
    pub(in crate::cli) format: ReviewFormat,
    #[command(flatten)]
    pub(in crate::cli) setting: Setting,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct OffboardArgs {
    /// The principal, such as aaduser=ana@contoso.com
    #[arg(value_name = "PRINCIPAL")]
    pub(in crate::cli) principal: String,
    #[command(flatten)]
    pub(in crate::cli) setting: Setting,
}
