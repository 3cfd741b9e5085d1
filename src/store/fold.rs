//! Takes changes of the journal into the tables of a file.

use rusqlite::{Connection, TransactionBehavior};

use crate::model::limit;
use crate::store::StoreFault;
use crate::store::cells::Batch;
use crate::store::journal;
use crate::store::people::FiledEdit;
use crate::store::settings;

/// What this process appended since the tables were written: it need not be read again where nobody else appended
/// anything.
#[derive(Debug, Default)]
pub(super) struct Appended {
    batch: Batch,
    /// The number of the change before the first one, and of the last one.
    before: u64,
    last: u64,
}

impl Appended {
    /// Returns the number of the last change that was appended; 0 where there was none.
    pub(super) const fn last(&self) -> u64 {
        self.last
    }

    /// Takes the edits of a change. It forgets what it has where changes are missing between, and where it has
    /// [`limit::FOLD_CHANGES`].
    pub(super) fn take(&mut self, sequence: u64, edits: Vec<FiledEdit>) -> Result<(), StoreFault> {
        if self.last + 1 != sequence || self.last - self.before >= limit::FOLD_CHANGES {
            *self = Self { before: sequence - 1, ..Self::default() };
        }
        self.last = sequence;
        edits.into_iter().try_for_each(|edit| self.batch.take(edit))
    }
}

/// Takes the changes that are not part of the tables into them, if there are at least so many.
pub(super) fn fold(connection: &mut Connection, appended: &mut Appended, least: u64) -> Result<(), StoreFault> {
    let folded: u64 = settings::number(connection, settings::FOLDED)?;
    if journal::last(connection)?.saturating_sub(folded) < least.max(1) {
        return Ok(());
    }
    loop {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Somebody else may have been first.
        let folded = settings::number(&transaction, settings::FOLDED)?;
        let mut known = std::mem::take(appended);
        if known.before != folded || known.last != journal::last(&transaction)? {
            known = Appended { before: folded, last: folded, ..Appended::default() };
            journal::edits_after(&transaction, folded, limit::FOLD_CHANGES, |sequence, edits| {
                known.last = sequence;
                edits.into_iter().try_for_each(|edit| known.batch.take(edit))
            })?;
        }
        if known.last == folded {
            return Ok(());
        }
        known.batch.write(&transaction)?;
        settings::set(&transaction, settings::FOLDED, known.last.cast_signed())?;
        transaction.commit()?;
    }
}
