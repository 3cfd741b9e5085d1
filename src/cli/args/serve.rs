//! Arguments of `kmgmt serve`.

use std::net::SocketAddr;

use crate::cli::args::setting::Setting;
use crate::serve::LogFormat;

/// What ends the help of `serve`.
pub(super) const SERVE_HELP: &str = "\
Example: kmgmt serve --environment environment.json -f setup.kql
         kmgmt import --cluster http://127.0.0.1:8080 -o state

It prints its address once it listens, and runs until Ctrl-C or SIGTERM.

Exit codes: 0 it was ended so; 1 a script fails; 2 wrong usage, something that can't be read, or an address that is taken";

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ServeArgs {
    #[command(flatten)]
    pub(in crate::cli) setting: Setting,
    /// Where to listen; the port 0 is any that is free
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080", value_parser = address)]
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

/// Reads an address to listen on; `localhost` is the one of this machine.
fn address(text: &str) -> Result<SocketAddr, &'static str> {
    let number = text.strip_prefix("localhost:").map(|port| format!("127.0.0.1:{port}"));
    let read = number.as_deref().unwrap_or(text).parse();
    read.map_err(|_| "an address is a number and a port, such as 127.0.0.1:8080 or [::1]:8080")
}
