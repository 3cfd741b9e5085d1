//! Sentences from `grammar/*.ebnf`: valid ones that reach every alternative, and broken ones.
//!
//! What the notation can't say is kept by the generator:
//! - a bare name is no word of the language (where one may be, only the place decides);
//! - no name stands twice in a sentence, so columns, tables and parameters are never repeated;
//! - no property stands twice in a list, and its value is of the type that its row takes; which
//!   properties a form has is asked of the parser, at the place where one is due;
//! - only a command without a query is piped.

#![allow(dead_code, unused_imports, unreachable_pub, reason = "each test file uses its own part")]

mod breaking;
mod forms;
mod generator;
mod grammar;
mod kinds;
mod plain;
mod random;
mod reader;
mod vocabulary;

pub use breaking::{all_broken, broken, broken_query, soup};
pub use forms::files as form_files;
pub use generator::{Generator, Sentence, sentences, sentences_of};
pub use grammar::{Form, Grammar};
pub use kinds::{Sample, kind_of, samples_of_kinds};
pub use plain::content;
pub use random::Random;
pub use reader::{Part, Rule, read_file};
pub use vocabulary::samples;
