//! The terminal that the program writes to: how wide it is, and whether it is to have colours.

use std::io::IsTerminal;

use crate::diagnostic::Style;

/// Returns how wide the terminal is, in columns.
pub(super) fn width() -> u16 {
    terminal_size::terminal_size().map_or(80, |(width, _)| width.0)
}

/// Returns whether the user wants colours (<https://no-color.org>).
pub(super) fn has_colour() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Returns how text is written to a stream: so that it fits, with colours, where the stream is a terminal.
pub(super) fn style(stream: &impl IsTerminal) -> Style {
    match stream.is_terminal() {
        true => Style::Terminal { colour: has_colour(), width: usize::from(width()) },
        false => Style::Plain,
    }
}
