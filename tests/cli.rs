//! The program from outside: arguments and bytes in; output, diagnostics and exit code out.

mod cli {
    pub mod kmgmt;

    mod check;
    mod errors;
    mod formats;
    mod inputs;
    mod pipes;
    mod ways_in;
}
