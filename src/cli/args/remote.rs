//! Arguments about a real cluster.

use std::path::PathBuf;

use clap::ArgMatches;
use clap::parser::ValueSource;

use crate::model::keyword::Keyword;

/// How a real cluster is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub(in crate::cli) struct ConnectionArgs {
    /// The token for the cluster, in a file [default: KMGMT_TOKEN, else the one for which the Azure CLI is asked]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) token_file: Option<PathBuf>,
    /// Send the token to the cluster although the SDKs of the service do not know its host
    #[arg(long)]
    pub(in crate::cli) trust_host: bool,
}

/// Returns the complaint about options that say how a cluster is asked, where none is named.
pub(super) fn lonely(matches: &ArgMatches) -> Option<&'static str> {
    let chosen = matches.subcommand().map_or(matches, |(_, chosen)| chosen);
    let is_given = |id: &str| {
        chosen.try_contains_id(id).unwrap_or(false) && chosen.value_source(id) != Some(ValueSource::DefaultValue)
    };
    let is_lonely = ["token_file", "trust_host"].iter().any(|id| is_given(id)) && !is_given(Keyword::Cluster.text());
    is_lonely.then_some("`--token-file` and `--trust-host` are about a real cluster, which `--cluster URL` names")
}
