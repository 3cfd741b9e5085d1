//! The environment file.

use std::sync::Arc;

use kmgmt::cluster::Cluster;
use kmgmt::directory::Directory;
use kmgmt::session::Session;
use kmgmt::state::Folder;

use super::setup::CLOCK;

/// A file is refused in one line, or the state that is made of it has a file that says the same the second time.
pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match Directory::from_environment(&*text) {
        Ok(directory) => {
            let once = printed(directory);
            let again = Directory::from_environment(once.as_str()).unwrap_or_else(|error| panic!("{error}\n{once}"));
            assert_eq!(printed(again), once, "{text}");
        }
        Err(error) => {
            let message = error.to_string();
            assert!(!message.is_empty() && !message.contains('\n'), "{message:?}");
        }
    }
}

/// Returns the file of a directory, after everybody in it was looked at.
fn printed(directory: Directory) -> String {
    for principal in directory.principals() {
        assert!(!directory.groups_of(principal).contains(&principal));
        assert!(!directory.members(principal).contains(&principal));
        assert_eq!(directory.find(&directory.ids(principal)), Some(principal));
    }
    Folder::of(&Session::on(Arc::new(Cluster::new(directory)), CLOCK)).environment
}
