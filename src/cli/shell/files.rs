//! Names of files, as far as they are typed.

use std::path::Path;

use rustyline::completion::Pair;

use crate::text::tame;

/// Returns the files and folders whose paths begin so; a quote may stand before the path.
pub(super) fn beginning_with(typed: &str) -> Vec<Pair> {
    let path = typed.trim_start_matches(['\'', '"']);
    let quote = typed.get(..typed.len() - path.len()).unwrap_or_default();
    let (folder, begin) = path.rsplit_once('/').map_or(("", path), |(folder, begin)| (folder, begin));
    let above = path.get(..path.len() - begin.len()).unwrap_or_default();
    let looked_in = match (folder, above) {
        ("", "/") => Path::new("/"),
        ("", _) => Path::new("."),
        (folder, _) => Path::new(folder),
    };
    let Ok(entries) = std::fs::read_dir(looked_in) else { return Vec::new() };
    let pair = |entry: std::fs::DirEntry| {
        let name = entry.file_name().into_string().ok()?;
        let is_hidden = name.starts_with('.') && !begin.starts_with('.');
        if is_hidden || !name.starts_with(begin) || tame(name.as_str()) != name {
            return None;
        }
        let mark = if entry.path().is_dir() { "/" } else { "" };
        Some(Pair { display: format!("{name}{mark}"), replacement: format!("{quote}{above}{name}{mark}") })
    };
    let mut pairs: Vec<Pair> = entries.flatten().filter_map(pair).collect();
    pairs.sort_by(|one, other| one.display.cmp(&other.display));
    pairs
}
