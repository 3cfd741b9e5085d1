//! The frame that all pages share: one file with style, script, filters, and the sheets that rows and cells open. It
//! loads nothing from elsewhere, and its policy forbids it to.

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

    /// Returns a text with the principal's place left open. By its title it stands in steps of membership alone.
    fn open(self, text: &str) -> String {
        if self.fqn.is_empty() {
            return escaped(text);
        }
        let step = format!("{} is a member", self.title);
        let parts = text.split(self.fqn).map(|part| {
            let parts: Vec<String> = part.split(&step).map(escaped).collect();
            parts.join("<i></i> is a member")
        });
        parts.collect::<Vec<String>>().join("<b></b>")
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

impl Sheets {
    /// Adds all sheets, which the script shows one by one, and which stand at the end on paper.
    fn write(&self, out: &mut String) {
        out.push_str("<section class=\"sheets\" aria-label=\"Proofs\">\n<h2>Proofs</h2>\n");
        for (sheet, number) in self.all.iter().zip(1..) {
            let _ = writeln!(out, "<article id=\"s{number}\"><h3>[{number}]</h3>{sheet}</article>");
        }
        out.push_str("</section>\n");
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

/// A page, before it is written.
#[derive(Debug)]
pub(super) struct Page<'p> {
    /// Its title.
    pub(super) title: &'p str,
    /// What stands first, in HTML.
    pub(super) lead: String,
    /// A sentence that says what opens what.
    pub(super) how: &'p str,
    /// What filters count: `rows`.
    pub(super) noun: &'p str,
    /// The roles to choose from.
    pub(super) roles: BTreeSet<Role>,
    /// The tables, in HTML.
    pub(super) body: String,
    /// What they open; a page that opens nothing has no tables either.
    pub(super) sheets: Sheets,
}

impl Page<'_> {
    /// Returns the whole page.
    pub(super) fn written(&self) -> String {
        let Self { title, lead, how, body, sheets, .. } = self;
        let mut out = String::with_capacity(body.len() + sheets.bytes + STYLE.len() + SCRIPT.len() + 4096);
        let _ = writeln!(
            out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{lead}"
        );
        if sheets.all.is_empty() {
            out.push_str("</main>\n</body>\n</html>\n");
            return out;
        }
        let _ = writeln!(out, "<p>{how} <span class=\"keys\">{KEYS}</span></p>\n{}{body}</main>", self.filters());
        sheets.write(&mut out);
        let _ = write!(
            out,
            "<dialog aria-labelledby=\"opened\">\n<header><h2 id=\"opened\"></h2><button type=\"button\">Close</button>\
             </header>\n<div tabindex=\"0\" role=\"region\" aria-label=\"Proof\"></div>\n</dialog>\n<script>\n{SCRIPT}\
             </script>\n</body>\n</html>\n"
        );
        out
    }

    /// Returns the filters, and that proofs are left out where some are.
    fn filters(&self) -> String {
        let input = |name: &str, text: &str| format!("<label>{text}<input name=\"{name}\" type=\"search\"></label>\n");
        let roles: String = self.roles.iter().map(|role| format!("<option>{role}</option>")).collect();
        let notice = match self.sheets.left_out {
            0 => String::new(),
            count => format!(
                "<p class=\"notice\">The proofs of {count} rows or cells are left out, since the page would be too large. \
                 The page of a part of the state (<code>--scope</code>, <code>--only</code>) has more of them.</p>\n"
            ),
        };
        format!(
            "{notice}<form role=\"search\" data-noun=\"{}\">\n{}{}<label>Role<select name=\"role\"><option value=\"\">all\
             </option>{roles}</select></label>\n<button type=\"reset\">Show all</button>\n<output></output>\n</form>\n",
            self.noun,
            input("who", "Principal"),
            input("scope", "Scope")
        )
    }
}

/// How one moves in a page without a mouse.
const KEYS: &str = "Enter opens the proof, Escape closes it; arrow keys move.";

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proofs_for_which_there_is_no_place_are_counted_and_the_page_says_so() {
        let about = About { fqn: "aaduser=a@b.c", title: "`a@b.c`" };
        let mut sheets = Sheets::default();
        sheets.opens("x".repeat(MOST + 1));
        let left_out = sheets.proofs(about, [""], || -> Vec<Proven<1>> { panic!("nothing is proved") });
        assert_eq!(left_out.0, [2]);
        assert_eq!(sheets.proofs(about, ["", ""], Vec::new).0, [2]);
        let (lead, body, roles) = (String::new(), String::new(), BTreeSet::new());
        let page = Page { title: "T", lead, how: "", noun: "rows", roles, body, sheets }.written();
        assert!(page.contains("The proofs of 2 rows or cells are left out"));
    }

    #[test]
    fn a_proof_leaves_the_place_of_the_principal_open() {
        let about = About { fqn: "aaduser=a@b.c", title: "`a@b.c`" };
        let text = "allowed: `aaduser=a@b.c` has <view>\n    └── `a@b.c` is a member of group `a@b.c`";
        let open = "allowed: `<b></b>` has &lt;view&gt;\n    └── <i></i> is a member of group `a@b.c`";
        assert_eq!(about.open(text), open);
    }
}
