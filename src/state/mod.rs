//! States: a folder with who exists (`environment.json`) and what exists (`catalog.kql`). The language itself is the
//! format: loading a state runs its script, and exporting one writes it.

use crate::directory::Directory;
use crate::directory::environment::{Completeness, Fabric, File};
use crate::engine::catalog_script;
use crate::session::Session;

pub mod export;
pub mod import;

/// Who exists, in the folder of a state.
pub const ENVIRONMENT: &str = "environment.json";
/// What exists, in the folder of a state.
pub const CATALOG: &str = "catalog.kql";

/// The texts of a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// The environment file.
    pub environment: String,
    /// The script.
    pub catalog: String,
}

impl Folder {
    /// Returns the state of a session's cluster. Built-in principals are no part of it.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        let environment = environment(&session.read().directory);
        Self { environment, catalog: session.world(catalog_script) }
    }

    /// Returns a state with nothing but those who exist in an environment file: no roles, and nothing was read.
    #[must_use]
    pub fn of_people(environment: &str) -> Self {
        let file: Result<File<'_>, _> = serde_json::from_str(environment.trim_start_matches('\u{feff}'));
        let people = file.map(|mut file| {
            (file.read, file.fabric) = (None, Fabric::default());
            file.cluster.principals.clear();
            file.printed()
        });
        Self { environment: people.unwrap_or_default(), catalog: String::new() }
    }

    /// Returns the files with their texts.
    #[must_use]
    pub fn files(&self) -> [(&'static str, &str); 2] {
        [(ENVIRONMENT, &self.environment), (CATALOG, &self.catalog)]
    }
}

/// Returns the environment file of a directory; an open one without a file says that it is open.
fn environment(directory: &Directory) -> String {
    let open = || File { directory: Completeness::Open, ..File::default() };
    let text = directory.environment().map(|environment| environment.text());
    let mut file = match text {
        // It was read before, when the directory was made of it.
        Some(text) => serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_else(|_| open()),
        None => open(),
    };
    if file.cluster.name.is_empty() {
        file.cluster.name = directory.cluster_name().to_owned().into();
    }
    file.printed()
}
