//! The program from outside: arguments and bytes in; output, diagnostics and exit code out.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

mod cli {
    pub mod kmgmt;

    mod ask;
    mod check;
    mod errors;
    mod export;
    mod findings;
    mod fmt;
    mod formats;
    mod import;
    mod inputs;
    mod pipelines;
    mod pipes;
    mod plan;
    mod progress;
    mod reading;
    mod refusals;
    mod runs;
    mod views;
    mod ways_in;
}
