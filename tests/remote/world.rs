//! What the tests begin with: a server that has something, and folders of their own.

use std::path::{Path, PathBuf};

use crate::client::{CLOCK, Server};
use crate::kmgmt::{Run, command, kmgmt, run};

/// What the server has.
pub const SETUP: &str = "\
.create database Sales volatile
.add database Sales admins ('aaduser=ana@contoso.com') 'owner'
.add database Sales viewers ('aadgroup=Readers;contoso.com')
.create database ['two words'] volatile
.add database ['two words'] users ('aaduser=bo@contoso.com')
#dbcontext Sales
.create table Orders (Id: long, Name: string)
.add table Orders ingestors ('aadapp=Loader;contoso.com')
.alter table Orders policy caching hot = 7d
.create function Twice(x: long) { x * 2 }
";

/// What is told where the Azure CLI is not there.
pub const NO_AZ: &str =
    "warning: who is in the group `Readers;contoso.com` is not known: the Azure CLI is not on this machine\n";

/// A folder of a test that is empty.
pub fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("remote").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A file in a folder.
pub fn file(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

pub fn text(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// A server with [`SETUP`], and its address.
pub fn server(folder: &Path) -> (Server, String) {
    let setup = file(folder, "setup.kql", SETUP);
    let server = Server::start(&["--log", "none", "-f", &setup]);
    let url = format!("http://{}", server.address);
    (server, url)
}

/// A run in a folder in which no Azure CLI is found, at a fixed time.
pub fn here(folder: &Path, args: &[&str]) -> Run {
    kmgmt(args).within(folder).variable("PATH", "/nowhere")
}

/// What such a run writes.
pub fn ran(folder: &Path, args: &[&str]) -> (String, String, i32) {
    let mut command = command(args);
    command.current_dir(folder).env("PATH", "/nowhere");
    run(command, None)
}

/// The files of a state.
pub fn state(folder: &Path) -> (String, String) {
    (text(folder, "environment.json"), text(folder, "catalog.kql"))
}

/// The time at which everything stands.
pub const AT: [&str; 2] = ["--clock", CLOCK];
