//! How wide the columns of a table are, and what stands in them.

use std::borrow::Cow;

use crate::render::cell;
use crate::render::ids::{is_guid, shortened};
use crate::table::{Table, Value};
use crate::text::wrap::{width as width_of, word_width};

/// How the name of a column of ids ends. The ids of some examples in the documents are no GUIDs.
const ID_NAMES: &[&str] = &["Id", "ID", "Identifier"];

/// How wide cells are: the widest line, and the widest word.
#[derive(Clone, Copy, Default)]
pub(super) struct Size {
    pub(super) line: usize,
    pub(super) word: usize,
}

impl Size {
    pub(super) fn add(&mut self, text: &str) {
        self.line = self.line.max(width_of(text));
        self.word = self.word.max(word_width(text));
    }
}

/// What there is to know of a column.
pub(super) struct Measured<'t> {
    pub(super) name: &'t str,
    pub(super) whole: Size,
    pub(super) without_ids: Size,
    /// Whether ids stand in texts that say more.
    pub(super) has_ids: bool,
    /// Whether there is nothing but ids.
    pub(super) is_id: bool,
    /// Whether each cell says who is meant, in one word: `aaduser=ana@contoso.com`.
    pub(super) is_reference: bool,
    /// The text of all cells, if it is the same.
    pub(super) same: Option<String>,
}

/// Measures the columns of a table.
pub(super) fn measured(table: &Table) -> Vec<Measured<'_>> {
    let columns = table.columns().iter().enumerate();
    columns.map(|(index, column)| measure(&column.name, table.rows().filter_map(|row| row.get(index)))).collect()
}

fn measure<'t>(name: &'t str, cells: impl Iterator<Item = &'t Value>) -> Measured<'t> {
    let (mut whole, mut without_ids) = (Size::default(), Size::default());
    let (mut has_ids, mut has_guids, mut is_ids, mut has_any, mut is_reference) = (false, false, true, false, true);
    let is_named_id = ID_NAMES.iter().any(|end| name.ends_with(end));
    let mut first: Option<Cow<'_, str>> = None;
    let mut is_same = true;
    for value in cells {
        let text = cell::shown(value);
        whole.add(&text);
        let short = shortened(&text);
        has_ids |= short.is_some();
        has_guids |= is_guid(&text);
        has_any |= !text.is_empty();
        is_ids &= text.is_empty() || is_guid(&text) || is_named_id && !text.contains([' ', '\n']);
        is_reference &= text.is_empty() || text.contains('=') && !text.contains([' ', '\n']);
        without_ids.add(short.as_deref().unwrap_or(&text));
        match &first {
            Some(first) => is_same &= *first == text,
            None => first = Some(text),
        }
    }
    Measured {
        name,
        whole,
        without_ids,
        has_ids,
        is_id: has_guids && is_ids,
        is_reference: is_reference && has_any,
        same: first.filter(|_| is_same).map(Cow::into_owned),
    }
}
