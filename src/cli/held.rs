//! Results that are held back until it is decided whether they are written.

use std::cell::RefCell;
use std::io::{self, Seek, Write};
use std::rc::Rc;

use tempfile::SpooledTempFile;

use crate::model::limit;

/// What was written so far: in memory, and in a temporary file without a name once it is too much for that.
#[derive(Clone)]
pub(super) struct Held(Rc<RefCell<SpooledTempFile>>);

impl Held {
    /// Returns a place where nothing was written yet.
    pub(super) fn new() -> Self {
        Self::with_limit(limit::HELD_BYTES)
    }

    fn with_limit(bytes: usize) -> Self {
        Self(Rc::new(RefCell::new(SpooledTempFile::new(bytes))))
    }

    /// Writes all that was held.
    pub(super) fn copy_to(&self, out: &mut impl Write) -> io::Result<()> {
        let mut held = self.0.borrow_mut();
        held.rewind()?;
        io::copy(&mut *held, out).map(|_| ())
    }
}

impl Write for Held {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.borrow_mut().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_comes_back_from_memory_and_from_a_file() {
        for limit in [4, 1_000] {
            let held = Held::with_limit(limit);
            let (mut first, mut second, mut out) = (held.clone(), held.clone(), Vec::new());
            first.write_all(b"one ").unwrap();
            second.write_all(b"two three").unwrap();
            held.copy_to(&mut out).unwrap();
            assert_eq!((out.as_slice(), held.0.borrow().is_rolled()), (&b"one two three"[..], limit == 4));
        }
    }
}
