//! Answers about principals in the shapes in which clients and tools give them, made of a table.

#![allow(dead_code, reason = "each test file uses its own part")]

use kmgmt::table::{Table, Value};
use serde_json::{Value as Json, json};

/// The answer of `.show TARGET principals` in a database.
pub struct Answer<'a> {
    pub target: &'a str,
    pub database: &'a str,
    pub table: &'a Table,
}

/// How an answer is written; an empty text where a list has nothing of it.
pub type Write = &'static dyn Fn(&Answer<'_>) -> String;

/// What has every role.
pub const FORMATS: &[(&str, Write)] = &[
    ("v1", &v1),
    ("v2", &v2),
    ("v2 in fragments", &fragments),
    ("TSV", &tsv),
    ("Markdown", &markdown),
    ("text table", &text_table),
    ("columns over dashes", &over_dashes),
];

/// Lists of Azure and Terraform, and whether they have the roles on the cluster.
pub const LISTS: &[(&str, bool, Write)] = &[
    ("az list", true, &az),
    ("ARM list", true, &arm),
    ("listPrincipals", false, &list_principals),
    ("Terraform", true, &terraform),
];

/// The text of a cell.
pub fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Null => String::new(),
        other => panic!("{other:?}"),
    }
}

fn titles(table: &Table) -> Vec<&str> {
    table.columns().iter().map(|column| &*column.name).collect()
}

fn rows(table: &Table) -> Vec<Vec<String>> {
    table.rows().map(|row| row.iter().map(text).collect()).collect()
}

fn columns(table: &Table) -> Vec<Json> {
    titles(table)
        .iter()
        .map(|title| json!({ "ColumnName": title, "DataType": "String", "ColumnType": "string" }))
        .collect()
}

fn v1(answer: &Answer<'_>) -> String {
    let table = answer.table;
    json!({ "Tables": [{ "TableName": "Table_0", "Columns": columns(table), "Rows": rows(table) }] }).to_string()
}

fn v2(answer: &Answer<'_>) -> String {
    let (columns, rows) = (columns(answer.table), rows(answer.table));
    json!([
        { "FrameType": "DataSetHeader", "IsProgressive": false, "Version": "v2.0" },
        { "FrameType": "DataTable", "TableId": 0, "TableKind": "PrimaryResult", "Columns": columns, "Rows": rows },
        { "FrameType": "DataSetCompletion", "HasErrors": false, "Cancelled": false },
    ])
    .to_string()
}

fn fragments(answer: &Answer<'_>) -> String {
    let rows = rows(answer.table);
    let (first, second) = rows.split_at(rows.len() / 2);
    let fragment = |rows: &[Vec<String>]| json!({ "FrameType": "TableFragment", "TableId": 1, "TableFragmentType": "DataAppend", "Rows": rows });
    json!([
        { "FrameType": "DataSetHeader", "IsProgressive": true, "Version": "v2.0" },
        { "FrameType": "TableHeader", "TableId": 1, "TableKind": "PrimaryResult", "Columns": columns(answer.table) },
        fragment(first),
        fragment(second),
        { "FrameType": "TableCompletion", "TableId": 1, "RowCount": rows.len() },
        { "FrameType": "DataSetCompletion", "HasErrors": false, "Cancelled": false },
    ])
    .to_string()
}

fn lines(answer: &Answer<'_>, line: impl Fn(Vec<String>) -> String) -> Vec<String> {
    let titles = titles(answer.table).into_iter().map(str::to_owned).collect();
    std::iter::once(titles).chain(rows(answer.table)).map(line).collect()
}

fn tsv(answer: &Answer<'_>) -> String {
    lines(answer, |cells| cells.join("\t")).join("\n")
}

fn markdown(answer: &Answer<'_>) -> String {
    let escaped = |cell: &String| cell.replace('|', "\\|");
    let mut lines = lines(answer, |cells| format!("|{}|", cells.iter().map(escaped).collect::<Vec<_>>().join(" |")));
    lines.insert(1, format!("|{}", "---|".repeat(titles(answer.table).len())));
    lines.join("\n")
}

fn widths(answer: &Answer<'_>) -> Vec<usize> {
    let titles = titles(answer.table).into_iter().map(|title| title.chars().count()).collect();
    rows(answer.table).iter().fold(titles, |widths: Vec<usize>, row| {
        widths.iter().zip(row).map(|(width, cell)| cell.chars().count().max(*width)).collect()
    })
}

fn padded(cells: &[String], widths: &[usize], between: &str) -> String {
    let cells =
        cells.iter().zip(widths).map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.chars().count())));
    cells.collect::<Vec<_>>().join(between)
}

fn text_table(answer: &Answer<'_>) -> String {
    let widths = widths(answer);
    let dashes: Vec<String> = widths.iter().map(|width| "-".repeat(width + 2)).collect();
    let rule = format!("+{}+", dashes.join("+"));
    let mut lines = lines(answer, |cells| format!("| {} |", padded(&cells, &widths, " | ")));
    lines.insert(1, rule.clone());
    format!(".show {} principals\n\n{rule}\n{}\n{rule}\n", answer.target, lines.join("\n"))
}

fn over_dashes(answer: &Answer<'_>) -> String {
    let widths = widths(answer);
    let dashes: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    let mut lines = lines(answer, |cells| padded(&cells, &widths, "  "));
    lines.insert(1, dashes.join("  "));
    lines.join("\n")
}

/// A role that Azure has: on the cluster, or on a database.
struct Listed {
    role: String,
    object_id: String,
    display: String,
    kind: &'static str,
    fqn: String,
    id: String,
    tenant: String,
}

/// The roles on what was asked about; those of the built-in principals are in no list.
fn listed(answer: &Answer<'_>) -> Vec<Listed> {
    let is_cluster = answer.target == "cluster";
    if !is_cluster && !answer.target.starts_with("database ") {
        return Vec::new();
    }
    let all = rows(answer.table).into_iter().filter(|row| !row[5].starts_with("built in"));
    let own = all.filter(|row| row[0].starts_with("Database ") != is_cluster);
    own.map(|row| {
        let kind = match row[1].as_str() {
            "Microsoft Entra user" => "User",
            "Microsoft Entra group" => "Group",
            _ => "App",
        };
        let (_, reference) = row[4].split_once('=').unwrap();
        let (id, tenant) = reference.split_once(';').unwrap_or((reference, ""));
        let (id, tenant) = (id.to_owned(), tenant.to_owned());
        let role = row[0].rsplit(' ').next().unwrap().to_owned();
        Listed { role, object_id: row[3].clone(), display: row[2].clone(), kind, fqn: row[4].clone(), id, tenant }
    })
    .collect()
}

fn resources(answer: &Answer<'_>) -> Vec<(String, Json)> {
    let listed = listed(answer);
    listed
        .iter()
        .map(|it| {
            let of_database = if answer.target == "cluster" { String::new() } else { format!("/Databases/{}", answer.database) };
            let id = format!("/subscriptions/s/resourceGroups/g/providers/Microsoft.Kusto/Clusters/c{of_database}/PrincipalAssignments/a");
            let properties = json!({
                "aadObjectId": it.object_id, "principalId": it.id, "principalName": it.display, "principalType": it.kind,
                "role": it.role, "tenantId": it.tenant,
            });
            (id, properties)
        })
        .collect()
}

fn az(answer: &Answer<'_>) -> String {
    let flat = resources(answer).into_iter().map(|(id, mut properties)| {
        properties["id"] = json!(id);
        properties
    });
    let all: Vec<Json> = flat.collect();
    if all.is_empty() { String::new() } else { json!(all).to_string() }
}

fn arm(answer: &Answer<'_>) -> String {
    let all: Vec<Json> =
        resources(answer).into_iter().map(|(id, properties)| json!({ "id": id, "properties": properties })).collect();
    if all.is_empty() { String::new() } else { json!({ "value": all }).to_string() }
}

fn list_principals(answer: &Answer<'_>) -> String {
    if answer.target == "cluster" {
        return String::new();
    }
    let all = listed(answer).into_iter().map(|it| {
        let app = if it.kind == "App" { it.id.clone() } else { String::new() };
        json!({ "name": it.display, "role": it.role, "type": it.kind, "fqn": it.fqn, "email": "", "appId": app })
    });
    let all: Vec<Json> = all.collect();
    if all.is_empty() { String::new() } else { json!({ "value": all }).to_string() }
}

fn terraform(answer: &Answer<'_>) -> String {
    let resource = |it: Listed| {
        let mut values = json!({
            "cluster_name": "c", "principal_id": it.id, "principal_name": it.display, "principal_type": it.kind,
            "role": it.role, "tenant_id": it.tenant,
        });
        let scope = if answer.target == "cluster" { "cluster" } else { "database" };
        if scope == "database" {
            values["database_name"] = json!(answer.database);
        }
        json!({ "type": format!("azurerm_kusto_{scope}_principal_assignment"), "mode": "managed", "values": values })
    };
    let all: Vec<Json> = listed(answer).into_iter().map(resource).collect();
    if all.is_empty() {
        return String::new();
    }
    json!({ "format_version": "1.0", "values": { "root_module": { "resources": all } } }).to_string()
}
