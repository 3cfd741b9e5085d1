//! The commands to run on a cluster, and how: what `kmgmt import --commands` prints.

use std::fmt::Write;

use crate::model::name::Quoted;

/// Returns the commands for these databases; for one that stands for each where none are named.
#[must_use]
pub fn commands(databases: &[String]) -> String {
    let named: Vec<String> = databases.iter().map(|name| Quoted(name).to_string()).collect();
    let named = if named.is_empty() { vec!["DATABASE".to_owned()] } else { named };
    let mut text = String::from(ON_THE_CLUSTER);
    for name in &named {
        let _ = write!(text, "\n.show database {name} principals\n.show database {name} schema as csl script\n");
    }
    text.push_str(HOW);
    text.push_str(IN_AZURE);
    for name in &named {
        let _ = write!(
            text,
            "az kusto database-principal-assignment list -g GROUP --cluster-name CLUSTER --database-name {name} > {name}-azure.json\n"
        );
    }
    text.push_str(WHO_EXISTS);
    text.push_str(THEN);
    text
}

const ON_THE_CLUSTER: &str = "\
// Run these on the cluster, and save each answer in a file of its own: as JSON, CSV, or as it is pasted.
// A script has the roles of a database and of what is in it, if an admin of the database runs it.
.show cluster principals
.show databases
";

const HOW: &str = "
// With Kusto.Cli, whose `#save FILE` writes the next answer as CSV:
//   Kusto.Cli.exe \"https://CLUSTER.REGION.kusto.windows.net/DATABASE;Fed=true\" -execute:\"#save principals.csv\" -execute:\".show database DATABASE principals\"
// On the web page https://dataexplorer.azure.com: run one command, mark the result, copy it with its header, and
// paste it into a file.
// With the Azure CLI, which saves an answer as the service sends it:
//   az rest --method post --resource https://CLUSTER.REGION.kusto.windows.net --url https://CLUSTER.REGION.kusto.windows.net/v1/rest/mgmt --body '{\"db\":\"DATABASE\",\"csl\":\".show database DATABASE principals\"}' > principals.json
";

const IN_AZURE: &str = "
// Roles that Azure gives:
az kusto cluster-principal-assignment list -g GROUP --cluster-name CLUSTER > cluster-azure.json
";

const WHO_EXISTS: &str = "
// Who exists; without these lists every reference stands for itself, and members of groups are unknown:
az ad user list > users.json
az ad group list > groups.json
az ad sp list --all > applications.json
az ad group member list --group GROUP > GROUP.json
";

const THEN: &str = "
// Then
//   kmgmt import -o STATE *.json *.csv
";
