//! Takes changes of the journal into the tables of a file.

use rusqlite::{Connection, TransactionBehavior};

use crate::model::limit;
use crate::store::StoreFault;
use crate::store::cells::Batch;
use crate::store::journal;
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
        journal::read_after(&transaction, before, limit::FOLD_CHANGES, |entry| {
            folded = entry.sequence;
            entry.edits.into_iter().try_for_each(|edit| batch.take(edit))
        })?;
        if folded == before {
            return Ok(());
        }
        batch.write(&transaction)?;
        settings::set(&transaction, settings::FOLDED, folded.cast_signed())?;
        transaction.commit()?;
    }
}
