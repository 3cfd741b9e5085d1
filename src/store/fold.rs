//! Takes changes of the journal into the tables of a file.

use rusqlite::{Connection, TransactionBehavior};

use crate::catalog::Edit;
use crate::model::limit;
use crate::store::StoreFault;
use crate::store::cells::Batch;
use crate::store::journal;
use crate::store::people::{FiledEdit, People};
use crate::store::settings;

/// Takes the changes that are not part of the tables into them, if there are at least so many.
pub(super) fn fold(connection: &mut Connection, least: u64) -> Result<(), StoreFault> {
    let mut folded: u64 = settings::number(connection, settings::FOLDED)?;
    if journal::last(connection)?.saturating_sub(folded) < least.max(1) {
        return Ok(());
    }
    loop {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Somebody else may have been first.
        folded = settings::number(&transaction, settings::FOLDED)?;
        let mut batch = Batch::default();
        let before = folded;
        let mut people = People::default();
        journal::read_after(&transaction, before, limit::FOLD_CHANGES, |entry| {
            folded = entry.sequence;
            entry.edits.into_iter().try_for_each(|edit| take(&transaction, &mut people, &mut batch, edit))
        })?;
        if folded == before {
            return Ok(());
        }
        batch.write(&transaction)?;
        settings::set(&transaction, settings::FOLDED, folded.cast_signed())?;
        transaction.commit()?;
    }
}

fn take(connection: &Connection, people: &mut People, batch: &mut Batch, edit: FiledEdit) -> Result<(), StoreFault> {
    match edit {
        Edit::Identity(change) => {
            let number = people.number_of_ids(connection, &change.key)?;
            let known = change.after.is_some();
            let set = "UPDATE identities SET known = ?2 WHERE number = ?1";
            connection.prepare_cached(set)?.execute(rusqlite::params![number, known])?;
            Ok(())
        }
        Edit::Directory(change) => directory(connection, change.after.as_ref().map(|environment| environment.text())),
        edit => batch.take(edit),
    }
}

/// Takes over an environment, or none. Whom the directory had learned before it got the first one comes back when it is
/// open again; whom it has learned since is gone with the environment.
fn directory(connection: &Connection, environment: Option<&str>) -> Result<(), StoreFault> {
    let had_one = settings::text(connection, settings::ENVIRONMENT)?.is_some();
    let learned = match (environment, had_one) {
        (Some(_), false) => "UPDATE identities SET known = 2 WHERE known = 1",
        (Some(_), true) => "",
        (None, true) => "UPDATE identities SET known = known / 2",
        (None, false) => "",
    };
    connection.execute_batch(learned)?;
    match environment {
        Some(text) => settings::set(connection, settings::ENVIRONMENT, text),
        None => settings::unset(connection, settings::ENVIRONMENT),
    }
}
