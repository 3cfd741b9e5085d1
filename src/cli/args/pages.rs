//! Arguments of what is made of the definition of the arguments.

use clap_complete::Shell;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub(in crate::cli) shell: Shell,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ManArgs {
    /// The subcommand, such as plan
    #[arg(value_name = "SUBCOMMAND")]
    pub(in crate::cli) subcommand: Option<String>,
}
