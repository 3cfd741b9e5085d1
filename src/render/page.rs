//! The frame that all pages share: one file with style, script, filters, and the sheets that rows and cells open. It
//! loads nothing from elsewhere, and its policy forbids to.

use std::collections::BTreeSet;
use std::fmt::Write;

use hashbrown::HashMap;

use crate::model::role::Role;
use crate::plan::Proven;
use crate::text::{joined, tame};

const STYLE: &str = include_str!("page/page.css");
const SCRIPT: &str = include_str!("page/page.js");

/// What a page may do: show itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'";

/// The most bytes that the sheets of a page have together. Proofs beyond are left out, and the page says so.
const MOST: usize = 2_000_000;

/// Who a sheet is about. Sheets that differ in that alone are one: it stands in them as empty elements, `<b>` for the FQN
/// and `<i>` for the title, which the script fills.
#[derive(Clone, Copy, Debug)]
pub(super) struct About<'a> {
    /// The principal as the PrincipalFQN column has it.
    pub(super) fqn: &'a str,
    /// What sentences call it, back-quotes included.
    pub(super) title: &'a str,
}

impl About<'_> {
    /// Returns the attributes of the row that is about the principal.
    pub(super) fn attributes(self) -> String {
        format!("data-who=\"{}\" data-title=\"{}\"", escaped(self.fqn), escaped(self.title))
    }

    /// Returns a text with the principal's place left open.
    fn open(self, text: &str) -> String {
        let left_open = |text: &str, name: &str, element: &str, within: &dyn Fn(&str) -> String| {
            if name.is_empty() {
                return within(text);
            }
            text.split(name).map(within).collect::<Vec<String>>().join(element)
        };
        left_open(text, self.fqn, "<b></b>", &|part| left_open(part, self.title, "<i></i>", &escaped))
    }
}

/// What a row or a cell opens: the numbers of sheets, from 1.
#[derive(Clone, Debug, Default)]
pub(super) struct Opens(Vec<usize>);

impl Opens {
    /// Adds what else is opened.
    pub(super) fn add(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Returns these, or others where there are none.
    pub(super) fn or_else(self, others: impl FnOnce() -> Self) -> Self {
        if self.0.is_empty() { others() } else { self }
    }

    /// Returns the button that opens them, with a label in HTML.
    pub(super) fn button(&self, label: &str) -> String {
        let numbers: Vec<String> = self.0.iter().map(usize::to_string).collect();
        format!("<button data-sheets=\"{}\">{label}</button>", numbers.join(" "))
    }
}

/// What rows and cells open, each sheet once.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    numbers: HashMap<String, usize>,
    all: Vec<String>,
    bytes: usize,
    /// How many rows and cells have no proofs, since there was no place for them.
    left_out: usize,
}

impl Sheets {
    /// Returns what opens this sheet.
    pub(super) fn opens(&mut self, sheet: String) -> Opens {
        Opens(vec![self.number(sheet)])
    }

    fn number(&mut self, sheet: String) -> usize {
        if let Some(known) = self.numbers.get(&sheet) {
            return *known;
        }
        self.bytes += sheet.len();
        self.all.push(sheet.clone());
        self.numbers.insert(sheet, self.all.len());
        self.all.len()
    }

    /// Returns what opens these proofs, a sheet each, or that there is no place for them. `names` names the states.
    pub(super) fn proofs<const N: usize>(
        &mut self,
        about: About<'_>,
        names: [&str; N],
        prove: impl FnOnce() -> Vec<Proven<N>>,
    ) -> Opens {
        if self.bytes > MOST {
            self.left_out += 1;
            return self.opens("<p>The proof is left out: the page would be too large.</p>".to_owned());
        }
        let sheet = |Proven { permissions, scope, texts }: Proven<N>| {
            let mut sheet = String::new();
            let (first, others) = permissions.split_first()?;
            let _ = write!(sheet, "<h4>{first} on {}</h4>", escaped(&scope.to_string()));
            if !others.is_empty() {
                let _ = write!(sheet, "<p>The same holds for {}.</p>", joined(others));
            }
            for (name, text) in names.iter().zip(&texts) {
                let _ = write!(sheet, "{}<pre>{}</pre>", heading(name), about.open(text));
            }
            Some(sheet)
        };
        Opens(prove().into_iter().filter_map(sheet).map(|sheet| self.number(sheet)).collect())
    }
}

/// Returns the heading of a value; nothing where it needs no name.
fn heading(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!("<h5>{name}</h5>") }
}

/// Returns values under their names.
pub(super) fn named(values: &[(&str, &str)]) -> String {
    values.iter().map(|(name, value)| format!("{}<pre>{}</pre>", heading(name), escaped(value))).collect()
}

/// Returns what the filters show and hide: rows of these roles, counted by this noun.
pub(super) fn filters(noun: &str, roles: &BTreeSet<Role>) -> String {
    let input = |name: &str, text: &str| format!("<label>{text}<input name=\"{name}\" type=\"search\"></label>\n");
    let roles: String = roles.iter().map(|role| format!("<option>{role}</option>")).collect();
    format!(
        "<form role=\"search\" data-noun=\"{noun}\">\n{}{}<label>Role<select name=\"role\"><option value=\"\">all</option>\
         {roles}</select></label>\n<button type=\"reset\">Show all</button>\n<output></output>\n</form>\n",
        input("who", "Principal"),
        input("scope", "Scope")
    )
}

/// How a page with sheets is used.
pub(super) const KEYS: &str = "<span class=\"keys\">Enter opens the proof, Escape closes it; arrow keys move.</span>";

/// Returns the whole page.
pub(super) fn page(title: &str, body: &str, sheets: &Sheets) -> String {
    let mut out = String::with_capacity(body.len() + sheets.bytes + STYLE.len() + SCRIPT.len() + 4096);
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    );
    if sheets.left_out > 0 {
        let _ = writeln!(
            out,
            "<p class=\"notice\">The proofs of {} rows or cells are left out, since the page would be too large: a part of the state \
             (<code>--scope</code>, <code>--only</code>) has all of its own.</p>",
            sheets.left_out
        );
    }
    let _ = writeln!(out, "{body}</main>\n<section class=\"sheets\" aria-label=\"Proofs\">\n<h2>Proofs</h2>");
    for (sheet, number) in sheets.all.iter().zip(1..) {
        let _ = writeln!(out, "<article id=\"s{number}\"><h3>[{number}]</h3>{sheet}</article>");
    }
    let _ = write!(
        out,
        "</section>\n<dialog aria-labelledby=\"opened\">\n<header><h2 id=\"opened\"></h2>\
         <button type=\"button\">Close</button></header>\n<div tabindex=\"0\" role=\"region\" aria-label=\"Proof\"></div>\n\
         </dialog>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n"
    );
    out
}

/// Returns a text that means itself in HTML, in attributes too. What would turn or hide text is written as an escape.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in tame(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(character),
        }
    }
    escaped
}
