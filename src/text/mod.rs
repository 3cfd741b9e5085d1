//! Places in text, lists in English and near words. Knows nothing of Kusto.

mod list;
mod near;
mod place;

pub use list::{joined, quoted, sentence_list, visible};
pub use near::nearest;
pub use place::{Place, Span, Spanned, place_of};
