//! Drawings of proofs: a box a sentence, with an arrow to each that it rests on.

use std::fmt::Write;

use crate::access::{Conclusion, Node, NodeKind, Proof};
use crate::text::wrap::wrapped_lines;

/// How many characters a line in a box has.
const WIDTH: usize = 40;

/// The colour of a line around an answer: green for yes, red for no, amber for what nobody can know.
const ALLOWED: &str = "#137333";
const DENIED: &str = "#b3261e";
const UNKNOWN: &str = "#b06000";

/// Returns the proof for Mermaid (`mermaid.js.org`, *Flowcharts*).
pub(super) fn mermaid(proof: &Proof) -> String {
    let mut text = "flowchart TD\n".to_owned();
    each(&proof.root, None, &mut 0, &mut |number, parent, node| {
        let (open, close) = if node.kind == NodeKind::Answer { ("([", "])") } else { ("[", "]") };
        let label = escaped(&node.text).join("<br/>");
        let _ = writeln!(text, "    n{number}{open}\"{label}\"{close}");
        text.extend(parent.map(|parent| format!("    n{parent} --> n{number}\n")));
    });
    let (fill, line) = match proof.conclusion {
        Conclusion::Allowed => ("#e6f4ea", ALLOWED),
        Conclusion::Denied => ("#fce8e6", DENIED),
        Conclusion::Unknown => ("#fef7e0", UNKNOWN),
    };
    let _ = writeln!(text, "    style n0 fill:{fill},stroke:{line},color:#202124");
    text
}

/// Returns the proof for Graphviz (`graphviz.org`, *DOT Language*).
pub(super) fn dot(proof: &Proof) -> String {
    let mut text = "digraph proof {\n    node [shape=box, style=rounded, fontname=\"sans-serif\"];\n".to_owned();
    each(&proof.root, None, &mut 0, &mut |number, parent, node| {
        let lines: Vec<String> = wrapped_lines(&node.text, WIDTH)
            .iter()
            .map(|line| line.replace('\\', "\\\\").replace('"', "\\\""))
            .collect();
        let line = match proof.conclusion {
            Conclusion::Allowed => ALLOWED,
            Conclusion::Denied => DENIED,
            Conclusion::Unknown => UNKNOWN,
        };
        let is_answer = node.kind == NodeKind::Answer;
        let colour = if is_answer { format!(", color=\"{line}\", penwidth=2") } else { String::new() };
        let _ = writeln!(text, "    n{number} [label=\"{}\"{colour}];", lines.join("\\n"));
        text.extend(parent.map(|parent| format!("    n{parent} -> n{number};\n")));
    });
    text + "}\n"
}

/// Calls `draw` with every sentence, its number and that of the sentence which rests on it.
fn each(node: &Node, parent: Option<usize>, next: &mut usize, draw: &mut impl FnMut(usize, Option<usize>, &Node)) {
    let number = *next;
    *next += 1;
    draw(number, parent, node);
    node.children.iter().for_each(|child| each(child, Some(number), next, draw));
}

/// Returns the lines of a label of Mermaid, in which nothing is taken for its language or for HTML.
fn escaped(text: &str) -> Vec<String> {
    let character = |character: char| match character {
        '"' | '<' | '>' | '&' | '#' | ';' | '`' | '\\' => format!("#{};", u32::from(character)),
        other => other.to_string(),
    };
    wrapped_lines(text, WIDTH).iter().map(|line| line.chars().map(character).collect()).collect()
}
