//! Arguments of `kmgmt serve`.

use std::net::SocketAddr;

use crate::cli::args::setting::Setting;
use crate::serve::LogFormat;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ServeArgs {
    #[command(flatten)]
    pub(in crate::cli) setting: Setting,
    /// Where to listen; the port 0 is any that is free
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub(in crate::cli) listen: SocketAddr,
    /// Who acts for requests that do not say who asks [default: the local administrator, for requests from this machine]
    #[arg(long = "as", value_name = "PRINCIPAL")]
    pub(in crate::cli) principal: Option<String>,
    /// A name of this machine that clients use, beside localhost and numbers; may be repeated
    #[arg(long = "allow-host", value_name = "NAME")]
    pub(in crate::cli) hosts: Vec<String>,
    /// Let the web page https://dataexplorer.azure.com ask, and no other page
    #[arg(long)]
    pub(in crate::cli) allow_web_ui: bool,
    /// How requests are logged on standard error
    #[arg(long, value_enum, default_value_t)]
    pub(in crate::cli) log: LogFormat,
}
