//! The program from outside: arguments and bytes in; output, diagnostics and exit code out.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

mod cli {
    pub mod kmgmt;

    mod ask;
    mod check;
    mod errors;
    mod findings;
    mod formats;
    mod import;
    mod inputs;
    mod pipes;
    mod plan;
    mod reading;
    mod refusals;
    mod ways_in;
}
