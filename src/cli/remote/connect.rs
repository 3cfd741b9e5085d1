//! A connection to a real cluster, with the token that is found for it: of `--token-file`, else of the variable
//! KMGMT_TOKEN, else of the Azure CLI. No token is read before the address is one to which it may go.

use std::path::Path;

use crate::cli::args::ConnectionArgs;
use crate::cli::printer::Printer;
use crate::cli::remote::AZURE_CLI;
use crate::cli::remote::az::{self, NoAnswer};
use crate::cli::source::whole_text;
use crate::diagnostic::{Code, Diagnostic};
use crate::remote::{Connection, Endpoint, Fault, Patience, Token};
use crate::text::quoted;

/// The variable with a token.
const TOKEN: &str = "KMGMT_TOKEN";

/// What gives a token.
const WAYS: &str = "`--token-file FILE` or KMGMT_TOKEN gives one; the Azure CLI is asked for one after `az login`";

/// Returns a connection to a cluster.
///
/// # Errors
/// The address is none to which a token may go, there is no token, or the cluster can't be asked whether it wants one.
pub(in crate::cli) fn connect(
    address: &str,
    args: &ConnectionArgs,
    printer: &mut Printer,
) -> Result<Connection, Diagnostic> {
    let endpoint = Endpoint::parse(address, args.trust_host)?;
    let connection = Connection::new(endpoint, Patience::default())?;
    if let Some(token) = given(args)? {
        return Ok(connection.with_token(token));
    }
    let endpoint = connection.endpoint();
    // A server on this machine says whether it wants a token: `kmgmt serve` and the emulator do not.
    let wants_token = || match endpoint.is_local() {
        true => connection.wants_token().map_err(|Fault { error, .. }| *error),
        false => Ok(true),
    };
    if endpoint.names_who_asks() || !wants_token()? {
        return Ok(connection);
    }
    printer.work(AZURE_CLI);
    let token = az::token(&endpoint.resource());
    printer.rest();
    let token = token.map_err(|why| {
        let error = Diagnostic::error(Code::Input, format!("there is no token for {}", quoted(endpoint)));
        match why {
            NoAnswer::Absent => error.help(format!("{WAYS}, and is not on this machine")),
            NoAnswer::Failed(said) => error.help(format!("the Azure CLI gave none: {said}")).help(WAYS),
        }
    })?;
    Ok(connection.with_token(token))
}

/// Returns the token of the file or of the variable.
fn given(args: &ConnectionArgs) -> Result<Option<Token>, Diagnostic> {
    if let Some(file) = &args.token_file {
        return of_file(file).map(Some);
    }
    let variable = std::env::var(TOKEN).unwrap_or_default();
    if variable.trim().is_empty() {
        return Ok(None);
    }
    let about = |error: Diagnostic| {
        let message = format!("{TOKEN}: {}", error.message);
        error.saying(message)
    };
    Token::new(&variable).map(Some).map_err(about)
}

fn of_file(file: &Path) -> Result<Token, Diagnostic> {
    let shown = file.display();
    check_owner(file)?;
    let unreadable = |why: &dyn std::fmt::Display| {
        Diagnostic::error(Code::Input, format!("can't read the token in `{shown}`: {why}"))
    };
    let text = whole_text(file).map_err(|error| unreadable(error.cause()))?;
    Token::new(&text).map_err(|error| unreadable(&error.message))
}

/// Looks whether others can read a file of one's own, as `ssh` does with keys: it is not used then. A file of somebody
/// else, such as a secret that a container is given, has the rights that its owner chose; a pipe has none.
///
/// # Errors
/// They can.
#[cfg(unix)]
fn check_owner(file: &Path) -> Result<(), Diagnostic> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    // What can't be looked at can't be read either, which is told.
    let Ok(metadata) = std::fs::metadata(file) else { return Ok(()) };
    let mode = metadata.permissions().mode() & 0o777;
    let is_own = metadata.uid() == rustix::process::geteuid().as_raw();
    if !metadata.is_file() || !is_own || mode & 0o077 == 0 {
        return Ok(());
    }
    let shown = file.display();
    let message = format!("others can read the token in `{shown}`: its mode is {mode:03o}");
    Err(Diagnostic::error(Code::Input, message).help(format!("`chmod 600 {shown}` leaves it to you alone")))
}

/// Looks whether others can read a file of one's own: rights are not told here.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
const fn check_owner(_: &Path) -> Result<(), Diagnostic> {
    Ok(())
}
