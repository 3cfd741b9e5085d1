//! What other tools take of a state: who has which role, in their own formats. What a tool has no place for is named,
//! never left out silently.

use std::sync::Arc;

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::diagnostic::Diagnostic;
use crate::engine::World;
use crate::table::Table;

mod assignments;
mod azure;
mod bicep;
mod escape;
mod kustoschematools;
mod left_out;
mod principal;
mod rows;
mod terraform;

use assignments::assignments;
use azure::resources;
use left_out::{LeftOut, besides_roles, divided, lines};

/// A tool, or a format, that takes roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Target {
    /// Principal assignments of clusters and databases for azurerm, the provider of Terraform
    Terraform,
    /// Principal assignments of clusters and databases for Azure Resource Manager
    Bicep,
    /// database.yml of github/KustoSchemaTools, in a folder for each database
    #[value(name = "kustoschematools")]
    KustoSchemaTools,
    /// One row for each role that somebody has on something
    Csv,
}

/// What a target takes of a state.
#[derive(Clone, Debug)]
pub struct Export {
    /// The files.
    pub files: Vec<File>,
    /// What the target has no place for, one a kind.
    pub left_out: Vec<Diagnostic>,
}

/// A file of an export.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Its name, with `/` after a folder.
    pub name: String,
    /// What stands in it.
    pub content: Content,
}

/// What stands in a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Text.
    Text(String),
    /// A table, for a renderer of tables.
    Table(Table),
}

/// The name of the one file that a target has, without its extension.
const STEM: &str = "principal-assignments";

/// Returns what a target takes of a state. The order depends on names alone, and so do the names that it makes: what is
/// added renames nothing.
#[must_use]
pub fn export(world: &World<'_>, target: Target) -> Export {
    let assignments = assignments(world);
    let (held, mut left_out) = divided(world, &assignments, target);
    left_out.extend(besides_roles(world, target));
    let one = |extension: &str, content: Content, left_out: Vec<Diagnostic>| {
        let name = format!("{STEM}.{extension}");
        Export { files: vec![File { name, content }], left_out }
    };
    let mut said = lines(&left_out, target);
    match target {
        Target::Terraform => {
            let resources = resources(world.directory, &held);
            let text = terraform::file(world, &resources, &above(world, target, &said));
            one("tf", Content::Text(text), said)
        }
        Target::Bicep => {
            let resources = resources(world.directory, &held);
            said.extend(bicep::limit(&resources));
            let text = bicep::file(world, &resources, &above(world, target, &said));
            one("bicep", Content::Text(text), said)
        }
        Target::KustoSchemaTools => {
            let (databases, unnameable) = kustoschematools::databases(world);
            left_out.extend(unnameable);
            let file = |database: Arc<str>| {
                let own: Vec<&LeftOut> = left_out.iter().filter(|thing| thing.is_of(&database)).collect();
                let said = lines(own.iter().copied(), target);
                let text = kustoschematools::file(world, &database, &held, &above(world, target, &said));
                File { name: kustoschematools::file_name(&database), content: Content::Text(text) }
            };
            Export { files: databases.into_iter().map(file).collect(), left_out: lines(&left_out, target) }
        }
        Target::Csv => one("csv", Content::Table(rows::table(&held)), said),
    }
}

/// Returns what stands above a file.
fn above(world: &World<'_>, target: Target, said: &[Diagnostic]) -> Vec<String> {
    let name = target.to_possible_value();
    let name = name.as_ref().map_or("", PossibleValue::get_name);
    let title = format!("Roles of the cluster `{}`, by `kmgmt export --to {name}`.", world.directory.cluster_name());
    std::iter::once(title).chain(said.iter().map(|said| said.message.clone())).collect()
}
