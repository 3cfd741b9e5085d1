//! Text to syntax tree and back; nothing here knows what a command means.
//!
//! `scan` cuts text into statements of tokens, [`parser::parse`] reads a [`ast::Statement`] from
//! one, and every tree prints as text that reads back to an equal tree.

mod arguments;
pub mod ast;
mod batch;
mod comments;
mod error;
pub mod json;
mod layout;
mod lexer;
pub mod literal;
pub mod parser;
mod redact;
mod remark;
mod splitter;
mod token;

pub use arguments::Arguments;
pub use batch::Batch;
pub use comments::{Comment, Part, comments_inside, parts};
pub use error::{DirectiveFault, QuestionFault, Slip, SyntaxError, SyntaxErrorKind};
pub use layout::{Fault, Formatted, formatted};
pub use lexer::{SCRIPT_END, query_tokens};
pub use redact::{
    holds_secret, masked_text, obfuscated_texts, redacted_inside, redacted_query, redacted_text, redacted_text_at,
    secret_places,
};
pub use remark::Remark;
pub use splitter::{Piece, Splitter, pieces};
pub use token::{BadToken, Quote, Token, TokenKind};
