//! The splitter: where statements end does not depend on the parts in which a text arrives, and no part of it is lost.

use kmgmt::syntax::{Piece, Remark, Splitter, pieces};

/// A statement as far as it can be compared.
#[derive(Debug, PartialEq)]
struct Shape {
    start: usize,
    line: u32,
    text: String,
    rest: String,
    remarks: Vec<Remark>,
}

fn shape(piece: &Piece<'_>) -> Shape {
    Shape {
        start: piece.start,
        line: piece.line,
        text: piece.text.to_owned(),
        rest: format!("{:?} {} {:?} {:?}", piece.tokens, piece.directive, piece.unclosed, piece.stray),
        remarks: piece.remarks.to_vec(),
    }
}

/// The first byte says how long the parts are, the rest is the text.
pub fn run(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    let mut whole = Vec::new();
    pieces(&text, 1, |piece| whole.push(shape(&piece)));
    covers(&text, &whole);
    assert_eq!(in_parts(&text, usize::from(*first % 16) + 1), whole, "{text:?} in parts");
}

/// The statements of a text that arrives in parts of at least so many bytes.
fn in_parts(text: &str, length: usize) -> Vec<Shape> {
    let (mut splitter, mut found, mut rest) = (Splitter::new(), Vec::new(), text);
    while !rest.is_empty() {
        let end = (length..rest.len()).find(|end| rest.is_char_boundary(*end)).unwrap_or(rest.len());
        splitter.push(&rest[..end]);
        rest = &rest[end..];
        while let Some(piece) = splitter.next() {
            found.push(shape(&piece));
        }
    }
    splitter.finish();
    while let Some(piece) = splitter.next() {
        found.push(shape(&piece));
    }
    found
}

/// Each statement stands where it says, and between statements are only white space, comments and the marks that end
/// one.
fn covers(text: &str, statements: &[Shape]) {
    let shebang = text.strip_prefix('\u{feff}').unwrap_or(text);
    let begin = if shebang.starts_with("#!") { shebang.find('\n').unwrap_or(shebang.len()) } else { 0 };
    let mut end = text.len() - shebang.len() + begin;
    for statement in statements {
        assert_eq!(
            text.get(statement.start..statement.start + statement.text.len()),
            Some(&*statement.text),
            "{text:?}"
        );
        says_nothing(text, end, statement.start);
        let line = 1 + text[..statement.start].matches('\n').count();
        assert_eq!(line, statement.line as usize, "{statement:?} of {text:?}");
        end = statement.start + statement.text.len();
    }
    says_nothing(text, end, text.len());
}

fn says_nothing(text: &str, from: usize, to: usize) {
    for line in text[from..to].lines() {
        let said = line.trim_matches(|c: char| c == ';' || c.is_whitespace());
        let is_end = said.trim_start_matches(';').trim_start().starts_with("#end");
        assert!(said.is_empty() || said.starts_with("//") || is_end, "{said:?} is in no statement of {text:?}");
    }
}
