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

/// A real cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct RealCluster {
    /// Its address.
    pub(in crate::cli) address: String,
    /// How it is asked.
    pub(in crate::cli) trust: TrustArgs,
}

impl RealCluster {
    /// Returns the cluster of these arguments, if they name one.
    pub(in crate::cli) fn of(address: Option<&String>, trust: &TrustArgs) -> Option<Self> {
        address.map(|address| Self { address: address.clone(), trust: trust.clone() })
    }
}
