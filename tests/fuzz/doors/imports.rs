//! What is imported: answers in every form, scripts, lists of who exists.

use std::sync::Arc;

use kmgmt::catalog::Catalog;
use kmgmt::cluster::Cluster;
use kmgmt::directory::Directory;
use kmgmt::session::Session;
use kmgmt::state::Folder;
use kmgmt::state::import::{Input, Options, import};
use kmgmt::syntax::pieces;

use super::setup::CLOCK;

/// The first byte chooses the options, the rest is the text. What is made of it is a state that loads, and the same
/// text brings nothing new into it.
pub fn run(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(rest).into_owned();
    let chosen = |bit: u8, value: &str| (first & bit != 0).then(|| value.to_owned());
    let options = Options {
        database: chosen(1, "Sales"),
        group: chosen(2, "Readers"),
        tenant: chosen(4, "contoso.com"),
        clock: CLOCK,
    };
    let input = Input { origin: "pasted".to_owned(), text, stem: "Everybody".to_owned(), database: None };
    let imported = match import(None, std::slice::from_ref(&input), &options) {
        Ok(imported) => imported,
        Err(faults) => return assert!(!faults.is_empty()),
    };
    for fault in &imported.faults {
        assert!(!fault.message.is_empty() && !fault.message.contains('\n'), "{fault:?}");
    }
    loads(&imported.state);
    let again = import(Some(&imported.state), &[input], &options).unwrap_or_else(|faults| panic!("{faults:?}"));
    loads(&again.state);
    assert_eq!(again.state, imported.state, "a second time\n{}", imported.state.catalog);
}

fn loads(state: &Folder) {
    let environment = state.environment.as_str();
    let directory = Directory::from_environment(environment).unwrap_or_else(|error| panic!("{error}\n{environment}"));
    let mut session = Session::on(Arc::new(Cluster::with(Catalog::empty(), directory)), CLOCK);
    pieces(&state.catalog, 1, |piece| {
        let outcome = session.load(&piece);
        assert!(outcome.result.is_ok(), "{:?}\n{}", outcome.result, state.catalog);
    });
}
