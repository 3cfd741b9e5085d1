//! What follows `<|` and is no query: scripts, which are cut into statements when they run, and data.

use crate::syntax::lexer::{Lexer, SCRIPT_END, Scan};

/// How a line ends a body.
enum End {
    /// It is what follows.
    BeforeLine,
    /// It is the mark of the end.
    WithLine,
}

impl Lexer<'_> {
    /// Returns the body of `.execute … script <|`: it runs to a line `#end` or to the end of the
    /// text.
    pub(super) fn script_body(&mut self) -> Scan {
        self.body(|_, _, line| line.strip_prefix(SCRIPT_END.as_bytes()).is_some_and(ends_word).then_some(End::WithLine))
    }

    /// Returns the data of `.ingest inline`, whatever it is: it runs to a blank line after it, to a line
    /// that begins a statement in column 1, or to the end of the text.
    pub(super) fn data(&mut self) -> Scan {
        self.body(|lexer, at, rest| {
            let line = rest.get(..memchr::memchr(b'\n', rest).unwrap_or(rest.len())).unwrap_or_default();
            let starts = matches!(line, [b'.' | b'#', letter, ..] if letter.is_ascii_alphabetic());
            let before = lexer.bytes.get(lexer.p.at..at).unwrap_or_default();
            let ends = line.trim_ascii().is_empty() && !before.trim_ascii().is_empty();
            (starts || ends).then_some(End::BeforeLine)
        })
    }

    /// Returns a body that runs to the first line, not the one that it begins in, for which `ends` says so, given
    /// where the line begins and the text from there; else to the end of the text.
    fn body(&mut self, ends: impl Fn(&Self, usize, &[u8]) -> Option<End>) -> Scan {
        let mut at = self.p.searched.max(self.p.at);
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            let found = memchr::memchr(b'\n', rest).map(|found| at + found);
            let Some(line_break) = found.filter(|line_break| line_break + 1 < self.whole) else {
                return self.body_without_end(found.unwrap_or(at));
            };
            at = line_break + 1;
            match ends(self, at, self.bytes.get(at..).unwrap_or_default()) {
                None => {}
                Some(End::BeforeLine) => {
                    self.p.at = at;
                    return self.found(line_break);
                }
                Some(End::WithLine) => {
                    self.p.at = at;
                    self.skip_line();
                    return self.found(at);
                }
            }
        }
    }

    /// Ends a body without an end of its own where the text ends, if that is there.
    fn body_without_end(&mut self, searched: usize) -> Scan {
        self.p.searched = searched;
        if !self.complete {
            return Scan::More;
        }
        self.p.at = self.bytes.len();
        self.found(self.p.at)
    }
}

/// Returns whether a word ends before `rest`.
fn ends_word(rest: &[u8]) -> bool {
    rest.first().is_none_or(u8::is_ascii_whitespace)
}
