//! Reading a form.

use crate::model::form::{NAMED, Node, SLOTS, Slot, parts};

/// Reads alternatives up to the bracket that ends them, or to the end.
pub(super) fn alternatives(rest: &mut &'static str) -> Vec<Vec<Node>> {
    let mut all = vec![Vec::new()];
    while let Some(part) = cut(rest) {
        let node = match part {
            ")" | "]" | "}" => break,
            "|" => {
                all.push(Vec::new());
                continue;
            }
            "(" => Node::Choice(alternatives(rest)),
            "[" => Node::Optional(alternatives(rest)),
            "{" => Node::Repeat(alternatives(rest)),
            word => leaf(word),
        };
        all.last_mut().into_iter().for_each(|last| last.push(node.clone()));
    }
    all
}

fn leaf(part: &'static str) -> Node {
    if let Some(slot) = Slot::of(part) {
        return Node::Slot(slot);
    }
    if let Some((name, form)) = NAMED.iter().find(|(name, _)| *name == part) {
        return Node::Named(name, parts(form));
    }
    match part.strip_prefix('\'').and_then(|part| part.strip_suffix('\'')) {
        Some(mark) => Node::Word(mark),
        None if part.contains('|') && part != "<|" => {
            Node::Choice(part.split('|').map(|part| vec![leaf(part)]).collect())
        }
        None => Node::Word(part),
    }
}

/// Cuts the first part off a form: a bracket, or what stands between spaces and brackets.
fn cut(rest: &mut &'static str) -> Option<&'static str> {
    let text = rest.trim_start();
    let whole =
        SLOTS.iter().map(|(slot, ..)| *slot).find(|slot| slot.starts_with(['{', '[']) && text.starts_with(slot));
    let length = match text.as_bytes().first()? {
        _ if whole.is_some() => whole.map_or(0, str::len),
        b'[' | b']' | b'(' | b')' | b'{' | b'}' => 1,
        b'\'' => 3,
        _ => text.find([' ', '[', ']', '(', ')', '{', '}']).unwrap_or(text.len()),
    };
    let (part, after) = text.split_at_checked(length)?;
    *rest = after;
    Some(part)
}
