//! `docs/environment.md`: its list of fields is that of the program.

#![allow(clippy::unwrap_used, reason = "a test that fails may panic")]

use kmgmt::directory::Directory;
use kmgmt::directory::environment::{Field, OBJECTS};
use kmgmt::session::{Clock, Session};

const PAGE: &str = "docs/environment.md";
/// Where the list begins.
const FIELDS: &str = "## All fields\n";

/// Returns a name as the file has it: `homeTenant` for `home_tenant`.
fn in_file(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |all, word| all + &word[..1].to_uppercase() + &word[1..])
}

/// Returns the documentation of an item in one line, with addresses of other items as their names.
fn line(doc: &str) -> String {
    doc.trim().replace("[`LISTS`]", "`all users`, `all groups`, `all applications`")
}

fn row(field: &Field) -> String {
    let needed = if field.is_optional { "" } else { "yes" };
    format!("| `{}` | {needed} | {} |\n", in_file(field.name), line(field.doc))
}

fn fields() -> String {
    let object = |(name, doc, fields): &(&str, &str, &[Field])| {
        let rows: String = fields.iter().map(row).collect();
        format!("\n### {name}\n\n{}\n\n| field | needed | what it is |\n|---|---|---|\n{rows}", line(doc))
    };
    OBJECTS.iter().map(object).collect()
}

#[test]
fn the_page_of_the_environment_file_lists_its_fields() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let (told, _) = page.split_once(FIELDS).unwrap();
    let whole = format!("{told}{FIELDS}{}", fields());
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::write(PAGE, &whole).unwrap();
    }
    assert_eq!(std::fs::read_to_string(PAGE).unwrap(), whole, "UPDATE_FIXTURES=1 writes {PAGE}");
}

#[test]
fn the_examples_of_the_page_are_read() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let examples: Vec<&str> = page.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(examples.len() > 1, "the page has examples");
    for example in examples {
        let directory = Directory::from_environment(example.to_owned());
        let directory = directory.unwrap_or_else(|error| panic!("{error}\n{example}"));
        let _ = Session::new(directory, Clock::Standing(jiff::Timestamp::UNIX_EPOCH));
    }
}
