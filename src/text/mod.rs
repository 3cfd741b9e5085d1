//! Places in text, many texts in one buffer, lists in English, near words, characters that look like others, placeholders, what a
//! terminal may show, and lines that fit its width. Knows nothing of Kusto.

mod arena;
mod list;
mod lookalike;
mod near;
mod place;
mod placeholder;
mod tame;
mod wildcard;
pub mod wrap;

pub use arena::{Arena, Str};
pub use list::{counted, few, first_line, joined, list, quoted, sentence_list, shortened, shortened_to, visible};
pub use lookalike::{instead_of, is_unseen, named, plain};
pub use near::nearest;
pub use place::{Place, Span, Spanned, place_of};
pub use placeholder::PLACEHOLDERS;
pub use tame::{is_wild, marked, tame};
pub use wildcard::fits;
pub use wrap::{wrapped, wrapped_below};
