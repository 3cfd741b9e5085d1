//! Arguments about a real cluster.

use std::path::PathBuf;

use crate::model::keyword::Keyword;

/// How a real cluster is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub(in crate::cli) struct TrustArgs {
    /// The token for the cluster, in a file [default: KMGMT_TOKEN, else the one for which the Azure CLI is asked]
    #[arg(long, value_name = "FILE", requires = Keyword::Cluster.text())]
    pub(in crate::cli) token_file: Option<PathBuf>,
    /// Send the token to the cluster although the SDKs of the service do not know its host
    #[arg(long, requires = Keyword::Cluster.text())]
    pub(in crate::cli) trust_host: bool,
}
