//! Writes the rules of `grammar/` for the kinds that are read by the forms of their rows.

use std::collections::BTreeMap;
use std::path::PathBuf;

use kmgmt::model::command_kind::{CommandKind, Family};
use kmgmt::model::form::{NAMED, Node, parts};

/// The line after which a file holds what the rows say.
const MARK: &str = "(* What follows is made from the rows of the table of kinds by a test. *)";

/// The file of the rules that several families use, all of it made.
const SHARED: &str = "forms";

/// Each file that holds rules of forms: its path, and what it has to be.
pub fn files() -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    let mut families = Vec::new();
    for family in Family::ALL {
        let kinds: Vec<CommandKind> = family.kinds().filter(|kind| kind.is_read_by_form()).collect();
        if !kinds.is_empty() {
            families.push(*family);
            files.insert(path(family.stem()), format!("{}{}", own_part(family.stem()), family_part(*family, &kinds)));
        }
    }
    files.insert(path(SHARED), shared_part(&families));
    files
}

fn path(stem: &str) -> PathBuf {
    PathBuf::from(format!("grammar/{stem}.ebnf"))
}

/// What a person has written in the file of a family.
fn own_part(stem: &str) -> String {
    let text = std::fs::read_to_string(path(stem)).unwrap_or_default();
    let own = text.split(MARK).next().unwrap_or_default().trim_end();
    if own.is_empty() { String::new() } else { format!("{own}\n\n") }
}

fn family_part(family: Family, kinds: &[CommandKind]) -> String {
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
    let mut text = format!("{MARK}\n\n{}\n", rule(&family_rule(family), &names.join(" | ")));
    for kind in kinds {
        let (class, required) = (kind.effect().class().line(), kind.required());
        let comment = format!("(* {}: {class}; takes {}. *)", kind.name(), required);
        text.push_str(&format!("\n{}\n{}\n", wrapped(&comment, "   "), rule(kind.name(), &form(kind.form()))));
    }
    text
}

fn shared_part(families: &[Family]) -> String {
    let rules: Vec<String> = families.iter().map(|family| family_rule(*family)).collect();
    let mut text =
        format!("{MARK}\n\n{}\n\n(* Parts that several forms have. *)\n", rule("row_command", &rules.join(" | ")));
    for (name, form_of) in NAMED {
        text.push_str(&format!("{}\n", rule(name, &form(form_of))));
    }
    text
}

/// `caching_row`
fn family_rule(family: Family) -> String {
    format!("{}_row", family.stem())
}

fn rule(name: &str, body: &str) -> String {
    wrapped(&format!("{name} = {body} ;"), "    ")
}

/// Breaks a long line at spaces outside of quotes.
fn wrapped(text: &str, indent: &str) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().unwrap();
        if line.len() + word.len() > 108 && !line.trim().is_empty() {
            lines.push(format!("{indent}{word}"));
        } else {
            line.push_str(if line.trim().is_empty() { "" } else { " " });
            line.push_str(word);
        }
    }
    lines.join("\n")
}

fn form(form: &'static str) -> String {
    sequence(&parts(form))
}

fn sequence(nodes: &[Node]) -> String {
    nodes.iter().map(node).collect::<Vec<_>>().join(" ")
}

fn alternatives(all: &[Vec<Node>]) -> String {
    all.iter().map(|one| sequence(one)).collect::<Vec<_>>().join(" | ")
}

fn node(node: &Node) -> String {
    match node {
        Node::Word(word) => format!("\"{word}\""),
        Node::Slot(slot) => slot.rule().to_owned(),
        Node::Choice(all) => format!("( {} )", alternatives(all)),
        Node::Optional(all) => format!("[ {} ]", alternatives(all)),
        Node::Repeat(all) => format!("{{ {} }}", alternatives(all)),
        Node::Named(name, _) => (*name).to_owned(),
    }
}
