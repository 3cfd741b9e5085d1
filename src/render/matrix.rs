//! A review of access as one page: principals and scopes, and in each cell the roles, which open the proof of `explain`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use crate::access::principal_title;
use crate::engine::World;
use crate::model::entity::EntityKind;
use crate::model::role::Role;
use crate::model::scope::Scope;
use crate::plan::{Described, Reviewed, described, proven_roles};
use crate::render::page::{About, Opens, Page, Sheets, escaped};

/// A column: a database, or none for the cluster, which stands first.
type Column = Option<Arc<str>>;

/// A role with what is shown of it.
type Held<'r> = (&'r Reviewed, Described);

/// Returns a review as a page.
#[must_use]
pub fn page_of_review(world: &World<'_>, rows: &[Reviewed]) -> String {
    let all: Vec<Held<'_>> = rows.iter().filter_map(|row| Some((row, described(world, row)?))).collect();
    let columns: BTreeSet<Column> = all.iter().map(|(_, shown)| shown.database.clone()).collect();
    let roles = rows.iter().map(|row| row.role).collect();
    let mut sheets = Sheets::default();
    let mut body = String::from(
        "<div class=\"frame\">\n<table role=\"grid\" class=\"matrix\" aria-label=\"Principals and scopes\">\n<thead><tr>\
         <th scope=\"col\">Principal</th>",
    );
    for column in &columns {
        let title = column.as_deref().map_or_else(|| EntityKind::Cluster.to_string(), escaped);
        let _ = write!(body, "<th scope=\"col\">{title}</th>");
    }
    body += "</tr></thead>\n<tbody>\n";
    for of_one in all.chunk_by(|(row, _), (other, _)| row.principal == other.principal) {
        principal(&mut body, world, of_one, &columns, &mut sheets);
    }
    body += "</tbody>\n</table>\n</div>\n";
    let lead = if all.is_empty() { "<p>Nobody holds a role.</p>\n".to_owned() } else { String::new() };
    let how = "Each cell shows the roles on a database and on what is in it, and opens what proves their effect.";
    Page { title: "Review of access", lead, how, noun: "principals", roles, body, sheets }.written()
}

/// Adds the row of a principal.
fn principal(body: &mut String, world: &World<'_>, held: &[Held<'_>], columns: &BTreeSet<Column>, sheets: &mut Sheets) {
    let Some((row, Described { name, fqn, .. })) = held.first() else { return };
    let title = principal_title(&world.access(), row.principal);
    let about = About { fqn, title: &title };
    let mut cells: BTreeMap<&Column, Vec<&Held<'_>>> = BTreeMap::new();
    for held in held {
        cells.entry(&held.1.database).or_default().push(held);
    }
    let (name, attributes) = (escaped(name), about.attributes());
    let _ = write!(
        body,
        "<tr {attributes} data-name=\"{name}\"><th scope=\"row\">{name}<small>{}</small></th>",
        escaped(fqn)
    );
    for column in columns {
        let roles = cells.get(column).map_or(&[][..], Vec::as_slice);
        match roles {
            [] => body.push_str("<td></td>"),
            roles => cell(body, world, roles, about, sheets),
        }
    }
    body.push_str("</tr>\n");
}

/// Adds the roles of a principal on a database and in it, and what they open: a sheet an entity.
fn cell(body: &mut String, world: &World<'_>, roles: &[&Held<'_>], about: About<'_>, sheets: &mut Sheets) {
    let on_one = |held: &&Held<'_>, other: &&Held<'_>| held.0.scope == other.0.scope;
    let mut opens = Opens::default();
    roles.chunk_by(on_one).for_each(|roles| opens.add(on_entity(world, roles, about, sheets)));
    let mut labels = String::new();
    for (row, shown) in roles {
        let database = shown.database.as_deref().unwrap_or_default();
        let scope = escaped(&format!("{database} {}", shown.entity));
        let class = if shown.permissions.is_empty() { " class=\"idle\"" } else { "" };
        let _ = write!(labels, "<span data-scope=\"{scope}\" data-role=\"{}\"{class}>{}", row.role, label(shown));
        if !shown.via.is_empty() {
            let _ = write!(labels, "<small>through {}</small>", escaped(&shown.via));
        }
        let standing = match (row.in_force, row.unknown_through.is_some()) {
            _ if row.blocked => "blocked",
            (true, _) if shown.permissions.is_empty() => "grants nothing",
            (true, _) => "",
            (false, true) => "unknown",
            (false, false) => "no effect",
        };
        if !standing.is_empty() {
            let _ = write!(labels, "<small>{standing}</small>");
        }
        labels.push_str("</span>");
    }
    let _ = write!(body, "<td>{}</td>", opens.button(&labels));
}

/// Returns the role without the database, which the column names: `Viewer`, `Table Orders Admin`.
fn label(shown: &Described) -> String {
    let whole = shown.role.as_str();
    let is_on_database = shown.database.is_some() && shown.entity.starts_with(&EntityKind::Database.to_string());
    escaped(if is_on_database { whole.rsplit(' ').next().unwrap_or(whole) } else { whole })
}

/// Returns what the roles on one entity open: what they are, and the proofs of what they give.
fn on_entity(world: &World<'_>, roles: &[&Held<'_>], about: About<'_>, sheets: &mut Sheets) -> Opens {
    let Some((first, _)) = roles.first() else { return Opens::default() };
    let mut list = String::from("<ul>");
    for (_, shown) in roles {
        let via = if shown.via.is_empty() { String::new() } else { format!(" through {}", escaped(&shown.via)) };
        let gives = if shown.permissions.is_empty() { "nothing" } else { &shown.permissions };
        let (role, effect) = (escaped(&shown.role), escaped(&shown.effect));
        let _ = write!(list, "<li>{role}, {}{via}: {effect}; gives {gives}</li>", shown.source);
    }
    let mut opens = sheets.opens(list + "</ul>");
    if let Some(scope) = Scope::of(world.catalog, first.scope) {
        let held: Vec<Role> = roles.iter().map(|(row, _)| row.role).collect();
        opens.add(sheets.proofs(about, [""], || proven_roles([world], first.principal, &scope, &held)));
    }
    opens
}
