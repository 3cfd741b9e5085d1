//! States by chance for exports: names that mean something in other languages, and people who are known in many ways.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy's exception for tests does not cover what they share")]

use kmgmt::model::entity::EntityKind;
use kmgmt::model::name::{Quoted, Text};
use kmgmt::model::role::Role;
use kmgmt::session::Session;
use kmgmt::state::Folder;
use kmgmt::syntax::pieces;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::exported::loaded;
use crate::random::Random;

/// The tenant whose id is known, and its domain.
pub const TENANT: (&str, &str) = ("f5d01e3b-9a77-4970-b372-e38a3761c3c0", "contoso.com");
/// A tenant that is known by its domain alone.
pub const DOMAIN: &str = "fabrikam.com";
/// The id that it is given where a tool asks for it.
pub const DOMAIN_ID: &str = "0a1b2c3d-0000-4000-8000-00000000fab0";

/// Parts of names that mean something in one language or another.
const HOSTILE: &[&str] = &[
    "plain",
    "Größe",
    "名前",
    "a\"b",
    "it's",
    "${var.x}",
    "%{ if }",
    "$${y}",
    "%%{",
    "$%",
    "back\\slash",
    "\\n",
    "# no",
    "// no",
    "/* no",
    "- id: x",
    "key: value",
    "{{ x }}",
    "😀",
    "\u{202e}turned",
    "\u{200b}",
    "a\tb",
    "=1+1",
    "@x",
    "&a *b",
];
/// Parts that notes alone may have. (Three single quotes are none of them: `pycep` takes them for a text even in a comment.)
const BREAKS: &[&str] = &["\nresource \"x\" \"y\" {", "\r\n- name: x", "\u{2028}", "\u{85}", "\u{1}", "\u{feff}"];

/// Returns a name by chance.
pub fn hostile(random: &mut Random, with_breaks: bool) -> String {
    let parts = 1 + random.below(3);
    let part = |random: &mut Random| {
        let table = if with_breaks && random.one_in(3) { BREAKS } else { HOSTILE };
        *random.pick(table)
    };
    (0..parts).map(|_| part(random)).collect()
}

/// Returns the id that depends on the number alone.
fn guid(number: usize) -> String {
    format!("0a1b2c3d-0000-4000-8000-{number:012x}")
}

/// Returns the id that kmgmt derives from a reference, which nobody has in truth.
fn derived(reference: &str) -> String {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, reference.to_lowercase().as_bytes()).to_string()
}

/// The people of a state: the environment file, and how commands name each.
fn people(random: &mut Random, is_closed: bool) -> (String, Vec<String>) {
    let (mut users, mut groups, mut applications, mut named) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let tenant = |random: &mut Random| if random.one_in(3) { DOMAIN } else { TENANT.1 };
    for number in 0..12 {
        let (domain, display) = (tenant(random), hostile(random, false));
        let (upn, has_id) = (format!("user{number}@{domain}"), !random.one_in(3));
        let id = if has_id { guid(0x100 + number) } else { derived(&format!("aaduser={upn}")) };
        users.push(json!({ "upn": upn, "objectId": id, "displayName": display, "tenant": domain }));
        named.push(format!("aaduser={upn}"));
    }
    for number in 0..6 {
        let (domain, has_id) = (tenant(random), !random.one_in(3));
        let display = if has_id { format!("{} {number}", hostile(random, false)) } else { format!("Group {number}") };
        let tenant = if domain == DOMAIN { DOMAIN } else { TENANT.0 };
        let id = if has_id { guid(0x200 + number) } else { derived(&format!("aadgroup={display};{tenant}")) };
        named.push(format!("aadgroup={id};{domain}"));
        groups.push(json!({ "displayName": display, "objectId": id, "tenant": domain, "members": [named[0]] }));
    }
    for number in 0..6 {
        let (domain, id) = (tenant(random), guid(0x300 + number));
        let id = if random.one_in(4) { format!("Application {number}") } else { id };
        named.push(format!("aadapp={id};{domain}"));
        let display = format!("{} {number}", hostile(random, false));
        applications.push(json!({ "appId": id, "displayName": display, "tenant": domain }));
    }
    named.push("msauser=guest@live.com".to_owned());
    if !is_closed {
        let others = [
            "aaduser=met@contoso.com",
            "aaduser=0a1b2c3d-0000-4000-8000-00000000aaa1;contoso.com",
            "aadgroup=Met Readers;fabrikam.com",
            "aadgroup=0a1b2c3d-0000-4000-8000-00000000aaa2;contoso.com",
            "aadapp=0a1b2c3d-0000-4000-8000-00000000aaa3;contoso.com",
            "aadapp=0a1b2c3d-0000-4000-8000-00000000aaa4",
            "aadapp=Met application;contoso.com",
        ];
        named.extend(others.map(str::to_owned));
    }
    let role = |who: &String| json!({ "role": "AllDatabasesViewer", "principal": who, "owner": "portal" });
    let principals: Vec<Value> = named.iter().take(random.below(4)).map(role).collect();
    let cluster = hostile(random, true);
    let file = json!({
        "cluster": { "name": cluster, "homeTenant": TENANT.1, "principals": principals },
        "directory": if is_closed { "closed" } else { "open" },
        "tenants": [{ "id": TENANT.0, "names": [TENANT.1] }, { "id": DOMAIN }],
        "users": users, "groups": groups, "applications": applications,
        "msaUsers": [{ "upn": "guest@live.com", "objectId": guid(0x400) }],
    });
    (file.to_string(), named)
}

/// Returns a state by chance, and how commands name its people.
pub fn state(random: &mut Random) -> (Session, Vec<String>) {
    let is_closed = random.one_in(2);
    let (environment, named) = people(random, is_closed);
    let mut session = loaded(&Folder { environment, catalog: String::new() });
    // Names of databases have letters, digits and a few other characters.
    let all = ["Sales", "a.b c-d", "..", "x$", "1 $ 2", "Größe", "名前", "a_b", "a b", "a-b"];
    let databases: Vec<String> =
        all.map(str::to_owned).into_iter().filter(|_| !random.one_in(3)).chain(["Base".to_owned()]).collect();
    for database in &databases {
        let name = Quoted(database);
        run(&mut session, &format!(".create database {name}"));
        run(&mut session, &format!("#dbcontext {name}"));
        run(&mut session, ".create table T (x: int)");
        run(&mut session, ".alter table T policy restricted_view_access true");
    }
    for _ in 0..40 {
        add(random, &mut session, &named, &databases);
    }
    (session, named)
}

/// Gives somebody a role on something.
pub fn add(random: &mut Random, session: &mut Session, named: &[String], databases: &[String]) {
    let kind = *random.pick(&[EntityKind::Cluster, EntityKind::Database, EntityKind::Database, EntityKind::Table]);
    let roles: Vec<Role> = Role::at(kind).collect();
    let (role, who, database) = (random.pick(&roles), random.pick::<String>(named), random.pick::<String>(databases));
    let (who, database) = (Text(who), Quoted(database));
    let notes = hostile(random, true);
    let notes = if random.one_in(2) { format!(" {}", Text(&notes)) } else { String::new() };
    let target = match kind {
        EntityKind::Cluster => kind.to_string(),
        EntityKind::Database => format!("{kind} {database}"),
        _ => format!("{kind} T"),
    };
    run(session, &format!("#dbcontext {database}"));
    run(session, &format!(".add {target} {role} ({who}) skip-results{notes}"));
}

fn run(session: &mut Session, text: &str) {
    pieces(text, 1, |piece| {
        let outcome = session.run(&piece);
        assert!(outcome.result.is_ok(), "{}\n{:?}", piece.text, outcome.result.err());
    });
}
