//! A review of access as one page: principals and scopes, and in each cell the roles, which open their proof. Style and
//! script stand in the page.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::model::entity::EntityKind;
use crate::render::cell;
use crate::table::{Table, Value};

const STYLE: &str = include_str!("matrix/page.css");
const SCRIPT: &str = include_str!("matrix/page.js");

/// The columns of the review that have places of their own; all others stand in the proof.
const KIND: &str = "PrincipalType";
const NAME: &str = "PrincipalDisplayName";
const FQN: &str = "PrincipalFQN";
const DATABASE: &str = "Database";
const ENTITY: &str = "Entity";
const ROLE: &str = "Role";
const PERMISSIONS: &str = "Permissions";

/// A row with the names of its columns.
type Row = Vec<(&'static str, String)>;

/// Writes a review as a page.
///
/// # Errors
/// Those of `out`.
pub fn write(review: &Table, out: &mut impl Write) -> io::Result<()> {
    let names: Vec<&'static str> = review.columns().iter().map(|column| column.name).collect();
    let row = |values: &[Value]| -> Row {
        names.iter().copied().zip(values.iter().map(|value| cell::text(value).into_owned())).collect()
    };
    let rows: Vec<Row> = review.rows().map(row).collect();
    // The cluster stands first: it has no database.
    let scopes: BTreeSet<&str> = rows.iter().map(|row| of(row, DATABASE)).collect();
    let roles: BTreeSet<&str> = rows.iter().map(title).collect();
    write!(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    write!(out, "<title>Review of access</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n")?;
    write!(out, "<h1>Review of access</h1>\n<p>Each role opens what it gives and through whom.</p>\n")?;
    filters(&roles, out)?;
    write!(out, "<div class=\"frame\" tabindex=\"0\" role=\"region\" aria-label=\"Matrix\">\n<table>\n<thead><tr>")?;
    write!(out, "<th scope=\"col\">Principal</th>")?;
    for scope in &scopes {
        let scope = if scope.is_empty() { EntityKind::Cluster.to_string() } else { escaped(scope) };
        write!(out, "<th scope=\"col\">{scope}</th>")?;
    }
    write!(out, "</tr></thead>\n<tbody>\n")?;
    for of_one in rows.chunk_by(|row, other| of(row, FQN) == of(other, FQN)) {
        principal(of_one, &scopes, out)?;
    }
    write!(out, "</tbody>\n</table>\n</div>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n")
}

fn of<'r>(row: &'r Row, column: &str) -> &'r str {
    row.iter().find(|(name, _)| *name == column).map_or("", |(_, text)| text)
}

/// Returns the name of the role without the entity: `Viewer`.
fn title(row: &Row) -> &str {
    of(row, ROLE).rsplit(' ').next().unwrap_or_default()
}

fn filters(roles: &BTreeSet<&str>, out: &mut impl Write) -> io::Result<()> {
    let input = |name: &str, text: &str| format!("<label>{text}<input name=\"{name}\" type=\"search\"></label>\n");
    write!(out, "<form>\n{}{}", input("principal", "Principal"), input("scope", "Scope"))?;
    write!(out, "<label>Role<select name=\"role\"><option value=\"\">all</option>")?;
    for role in roles {
        write!(out, "<option>{}</option>", escaped(role))?;
    }
    write!(out, "</select></label>\n<button type=\"reset\">Show all</button>\n<output></output>\n</form>\n")
}

/// Writes the row of a principal.
fn principal(rows: &[Row], scopes: &BTreeSet<&str>, out: &mut impl Write) -> io::Result<()> {
    let Some(first) = rows.first() else { return Ok(()) };
    let [kind, name, fqn] = [KIND, NAME, FQN].map(|column| escaped(of(first, column)));
    write!(
        out,
        "<tr data-name=\"{name} {fqn}\"><th scope=\"row\">{name}<small>{fqn}</small><small>{kind}</small></th>"
    )?;
    for scope in scopes {
        write!(out, "<td>")?;
        for row in rows.iter().filter(|row| of(row, DATABASE) == *scope) {
            role(row, out)?;
        }
        write!(out, "</td>")?;
    }
    writeln!(out, "</tr>")
}

/// Writes a role with its proof.
fn role(row: &Row, out: &mut impl Write) -> io::Result<()> {
    let (database, entity, role) = (of(row, DATABASE), of(row, ENTITY), of(row, ROLE));
    let class = if of(row, PERMISSIONS).is_empty() { " class=\"idle\"" } else { "" };
    write!(
        out,
        "<details data-scope=\"{} {}\" data-role=\"{}\">",
        escaped(database),
        escaped(entity),
        escaped(title(row))
    )?;
    write!(out, "<summary{class}>{}</summary><dl>", escaped(role))?;
    let shown = row.iter().filter(|(column, _)| ![KIND, NAME, FQN, ROLE].contains(column));
    for (column, text) in shown.filter(|(_, text)| !text.is_empty()) {
        write!(out, "<dt>{column}</dt><dd>{}</dd>", escaped(text))?;
    }
    write!(out, "</dl></details>")
}

/// Returns a text that means itself in HTML, in attributes too.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
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
