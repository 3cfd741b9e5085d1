//! Tables as people paste them: Markdown, boxes, and columns over a line of dashes.

use crate::state::import::rows::{At, Place, Rows};

/// What stands between the cells of a line.
const BARS: &[char] = &['|', '│', '┆', '┃', '║'];
/// What lines between rows are made of.
const RULE: &[char] = &[
    '-', '=', '+', ':', '─', '═', '━', '┼', '╪', '╋', '├', '┤', '╞', '╡', '┌', '┐', '└', '┘', '┬', '┴', '╔', '╗', '╚',
    '╝', '╠', '╣', '╬', '╌', '╍', '┄', '┅', '┈', '┉', '┏', '┓', '┗', '┛', '┣', '┫', '┳', '┻',
];
/// What begins the first line of a box.
const TOP: &[char] = &['┌', '╔', '┏'];

/// Returns whether a text has a table whose cells stand between bars.
pub(super) fn has_bars(text: &str) -> bool {
    let is_edge = |line: &str| line.contains(BARS) || line.contains(TOP) || line.trim_start().starts_with('+');
    text.lines().any(|line| is_rule(line) && is_edge(line))
}

fn is_rule(line: &str) -> bool {
    let inside = |character: char| RULE.contains(&character) || BARS.contains(&character) || character == ' ';
    let line = line.trim();
    line.contains(RULE) && line.chars().all(inside)
}

/// Reads the tables between bars; other lines are what tools print around them.
pub(super) fn between_bars(text: &str, place: &Place) -> Vec<Rows> {
    let lines: Vec<&str> = text.lines().collect();
    let mut tables: Vec<Rows> = Vec::new();
    let mut open = false;
    let mut is_box = false;
    for (index, line) in lines.iter().enumerate() {
        let at = At::Line(u32::try_from(index + 1).unwrap_or(u32::MAX));
        if is_rule(line) {
            let begins = line.trim_start().starts_with(TOP) || line.trim_start().starts_with('+') && !open;
            is_box |= begins;
            open &= !line.trim_start().starts_with(TOP);
            continue;
        }
        let ruled = |next: Option<&&str>| next.is_some_and(|next| is_rule(next) && next.contains(BARS));
        let is_row =
            line.contains(BARS) && (open || line.trim_start().starts_with(BARS) || ruled(lines.get(index + 1)));
        match (is_row, open) {
            (false, _) => (open, is_box) = (false, false),
            (true, false) => {
                tables.push(Rows::new(place.with(at), cells(line)));
                open = true;
            }
            (true, true) => {
                let Some(table) = tables.last_mut() else { continue };
                let cells = cells(line);
                // A cell of several lines goes on below.
                if is_box && cells.first().is_some_and(String::is_empty) && table.len() > 0 {
                    table.go_on(&cells);
                } else {
                    table.push(at, cells);
                }
            }
        }
    }
    tables
}

/// Returns the cells of a line: of a box, or of Markdown, in which `\|` is no end of a cell.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let is_box = line.starts_with(BARS) && !line.starts_with('|');
    let is_end =
        |character: char| if is_box { BARS.contains(&character) && character != '|' } else { character == '|' };
    let mut cells = vec![String::new()];
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let is_escaped = !is_box && character == '\\' && characters.peek() == Some(&'|');
        match characters.next_if(|_| is_escaped) {
            Some(bar) => cells.last_mut().into_iter().for_each(|cell| cell.push(bar)),
            None if is_end(character) => cells.push(String::new()),
            None => cells.last_mut().into_iter().for_each(|cell| cell.push(character)),
        }
    }
    let (begins, ends) = (line.starts_with(is_end), line.ends_with(is_end));
    let count = cells.len();
    let inside = cells.into_iter().enumerate().filter(|(at, _)| !(begins && *at == 0 || ends && at + 1 == count));
    inside.map(|(_, cell)| if is_box { cell.trim().to_owned() } else { plain(&cell) }).collect()
}

/// Returns a cell without what Markdown puts around code, at the end of lines, and before characters that mean something
/// in it.
fn plain(cell: &str) -> String {
    let cell = cell.trim();
    let code = cell.strip_prefix('`').and_then(|cell| cell.strip_suffix('`')).filter(|code| !code.contains('`'));
    let lines =
        |text: &str| ["<br>", "<br/>", "</br>"].iter().fold(text.to_owned(), |text, end| text.replace(end, "\n"));
    code.map_or_else(|| unescaped(&lines(cell)).replace("&amp;", "&"), lines)
}

/// The characters before which kmgmt's own Markdown has a backslash. Quotes are none of them: JSON that was pasted has its
/// own backslashes before these.
const ESCAPED: [char; 10] = ['\\', '`', '*', '_', '<', '>', '[', ']', '~', '|'];

fn unescaped(text: &str) -> String {
    let (mut plain, mut characters) = (String::with_capacity(text.len()), text.chars().peekable());
    while let Some(character) = characters.next() {
        let escaped = characters.next_if(|next| character == '\\' && ESCAPED.contains(next));
        plain.push(escaped.unwrap_or(character));
    }
    plain
}

/// Reads the tables whose columns stand over runs of dashes, as `az … -o table` prints them.
pub(super) fn over_dashes(text: &str, place: &Place) -> Vec<Rows> {
    let is_ruled = |dashes: &str| {
        dashes.contains('-') && dashes.trim().chars().all(|character| character == '-' || character == ' ')
    };
    let lines: Vec<(u32, &str)> = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).collect();
    let mut tables: Vec<Rows> = Vec::new();
    let mut begins: Vec<usize> = Vec::new();
    let mut lines = lines.into_iter().peekable();
    while let Some((number, line)) = lines.next() {
        if let Some((_, dashes)) = lines.next_if(|(_, next)| is_ruled(next)) {
            begins = starts(dashes);
            tables.push(Rows::new(place.with(At::Line(number)), columns(line, &begins)));
        } else if is_around(line) {
            begins.clear();
        } else if let Some(table) = tables.last_mut().filter(|_| !begins.is_empty()) {
            table.push(At::Line(number), columns(line, &begins));
        }
    }
    tables
}

/// Returns whether a line is what a tool prints around its answers: a fence, a prompt, a time in brackets, how many rows
/// there are.
pub(super) fn is_around(line: &str) -> bool {
    const ROWS: &[&str] = &["row", "record", "result"];
    let line = line.trim();
    let mut words = line.trim_start_matches('(').split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let counts = first.parse::<u64>().is_ok() && ROWS.iter().any(|word| second.starts_with(word));
    let is_timed = line.strip_prefix('[').is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    line.starts_with("```") || is_timed || first.ends_with('>') || line.contains("> .") || counts
}

/// Returns where the runs of dashes begin, in characters.
fn starts(dashes: &str) -> Vec<usize> {
    let before = std::iter::once(' ').chain(dashes.chars());
    let begins = before.zip(dashes.chars()).enumerate().filter(|(_, (before, dash))| *before == ' ' && *dash == '-');
    begins.map(|(at, _)| at).collect()
}

fn columns(line: &str, starts: &[usize]) -> Vec<String> {
    let characters: Vec<char> = line.chars().collect();
    let ends = starts.iter().skip(1).copied().chain([characters.len().max(starts.last().map_or(0, |last| last + 1))]);
    let cell = |(start, end): (&usize, usize)| {
        let end = end.min(characters.len());
        let part = characters.get(*start..end).unwrap_or_default();
        part.iter().collect::<String>().trim().to_owned()
    };
    starts.iter().zip(ends).map(cell).collect()
}
