//! Lists of words on lines that fit a narrow terminal.

/// How wide they are.
const WIDTH: usize = 80;

/// Returns words on as few lines as fit.
pub(super) fn in_lines(words: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        let word = word.as_ref();
        match lines.last_mut().filter(|line| line.len() + 1 + word.len() <= WIDTH) {
            Some(line) => *line = format!("{line} {word}"),
            None => lines.push(format!("    {word}")),
        }
    }
    lines.join("\n")
}

/// Returns items side by side, as many columns of them as fit.
pub(super) fn in_columns(items: &[String]) -> String {
    let width = items.iter().map(String::len).max().unwrap_or_default() + 2;
    let columns = ((WIDTH - 4) / width).max(1);
    let row = |row: &[String]| {
        let cells: String = row.iter().map(|item| format!("{item:width$}")).collect();
        format!("    {}", cells.trim_end())
    };
    items.chunks(columns).map(row).collect::<Vec<_>>().join("\n")
}
