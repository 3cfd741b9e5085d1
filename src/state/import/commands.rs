//! The commands to run on a cluster, and how: what `kmgmt import --commands` prints.

use std::fmt::Write;

use crate::model::name::Quoted;

/// The command that answers which roles there are on the cluster.
pub const OF_CLUSTER: &str = ".show cluster principals";
/// The command that answers which databases there are.
pub const OF_DATABASES: &str = ".show databases";

/// Returns the command that answers the roles on a database.
#[must_use]
pub fn principals_of(database: &str) -> String {
    format!(".show database {} principals", Quoted(database))
}

/// Returns the command that answers the script of a database; the script does not name it.
#[must_use]
pub fn script_of(database: &str) -> String {
    format!(".show database {} schema as csl script", Quoted(database))
}

/// Returns the commands for these databases; for one that stands for each where none are named.
#[must_use]
pub fn commands(databases: &[String]) -> String {
    let each = ["DATABASE".to_owned()];
    let databases = if databases.is_empty() { &each } else { databases };
    let mut text = format!("{ON_THE_CLUSTER}{OF_CLUSTER}\n{OF_DATABASES}\n");
    for name in databases {
        let _ = write!(text, "\n{}\n{}\n", principals_of(name), script_of(name));
    }
    text.push_str(HOW);
    text.push_str(IN_AZURE);
    for name in databases {
        let (name, file) = (argument(name), argument(&format!("{name}-azure.json")));
        let list = "az kusto database-principal-assignment list -g GROUP --cluster-name CLUSTER";
        let _ = writeln!(text, "{list} --database-name {name} > {file}");
    }
    text.push_str(WHO_EXISTS);
    text.push_str(THEN);
    for name in databases {
        let (name, file) = (argument(name), argument(&format!("{name}-script.json")));
        let _ = writeln!(text, "//   kmgmt import -o STATE --database {name} {file}");
    }
    text
}

/// Returns a name as a shell takes it.
fn argument(name: &str) -> String {
    let is_plain = name.chars().all(|character| character.is_alphanumeric() || "-_.".contains(character));
    if is_plain { name.to_owned() } else { format!("'{}'", name.replace('\'', r"'\''")) }
}

const ON_THE_CLUSTER: &str = "\
// `kmgmt import --cluster URL` runs these itself, where it can reach the cluster. Otherwise run them there, and save each
// answer in a file of its own: as JSON, CSV, or as it is pasted.
// A script has the roles of a database and of what is in it, if an admin of the database runs it.
";

const HOW: &str = "
// With Kusto.Cli, whose `#save FILE` writes the next answer as CSV:
//   Kusto.Cli.exe \"https://CLUSTER.REGION.kusto.windows.net/DATABASE;Fed=true\" -execute:\"#save DATABASE-principals.csv\" -execute:\".show database DATABASE principals\"
// On the web page https://dataexplorer.azure.com: run one command, mark the result, copy it with its header, and
// paste it into a file.
// With the Azure CLI, which saves an answer as the service sends it:
//   az rest --method post --resource https://CLUSTER.REGION.kusto.windows.net --url https://CLUSTER.REGION.kusto.windows.net/v1/rest/mgmt --body '{\"db\":\"DATABASE\",\"csl\":\".show database DATABASE principals\"}' > DATABASE-principals.json
";

const IN_AZURE: &str = "
// Roles that Azure gives:
az kusto cluster-principal-assignment list -g GROUP --cluster-name CLUSTER > cluster-azure.json
// The name of the cluster, and the managed identities that are assigned to it:
az kusto cluster show -g GROUP -n CLUSTER > cluster-resource.json
";

const WHO_EXISTS: &str = "
// Who exists; without these lists every reference stands for itself, and members of groups are unknown:
az ad user list > users.json
az ad group list > groups.json
az ad sp list --all > applications.json
az ad group member list --group GROUP > GROUP.json
";

const THEN: &str = "
// Then: what names its own database goes together, a script after `--database`.
//   kmgmt import -o STATE cluster.json cluster-resource.json databases.json *-principals.json *-azure.json users.json groups.json applications.json GROUP.json
";
