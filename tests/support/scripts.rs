//! Scripts by chance: statements that make, change and remove whatever the catalog holds, some of
//! them refused, run by several principals.

use crate::random::Random;

/// Names of which there are few, so that statements meet each other's entities.
const DATABASES: &[&str] = &["NetDefaultDB", "D1", "D2"];
const TABLES: &[&str] = &["T1", "T2", "T3"];
const ROLES: &[&str] = &["admins", "users", "viewers", "unrestrictedviewers", "ingestors", "monitors"];

/// References that the environment of the fixtures declares; an open directory takes them too.
const KNOWN: &[&str] = &[
    "aaduser=abbiatkins@fabrikam.com",
    "aaduser=imikeoein@fabrikam.com",
    "aaduser=robinhale@fabrikam.com",
    "aadgroup=SomeGroupEmail@fabrikam.com",
    "aadgroup=SGDisplayName;fabrikam.com",
    "aadapp=4c7e82bd-6adb-46c3-b413-fdd44834c69b;fabrikam.com",
];
/// References that only an open directory takes.
const STRANGERS: &[&str] = &["aaduser=new1@contoso.com", "aadgroup=new2@contoso.com", "aadapp=new3;contoso.com"];

/// Forms of statements: `D` is a database, `T` a table, `R` a role, `P` a principal, `N` a number.
const FORMS: &[&str] = &[
    ".create database D",
    ".drop database D ifexists",
    ".alter database D prettyname 'pretty N'",
    "#dbcontext D",
    ".create table T (a:long, b:string) with (docstring='N')",
    ".create-merge table T (c:real)",
    ".create tables T1 (a:long), T3 (b:string)",
    ".alter table T folder 'folder N'",
    ".rename table T to T",
    ".rename tables T1=T2, T2=T1",
    ".drop table T ifexists",
    ".create-or-alter function F() { T | take N }",
    ".drop function F ifexists",
    ".create materialized-view V on table T { T | summarize count() by a }",
    ".drop materialized-view V ifexists",
    ".create-or-alter graph_model G '{\"Definition\": {\"Steps\": [{\"Kind\": \"AddNodes\", \"Query\": \"T\", \"NodeIdColumn\": \"a\"}]}}'",
    ".create-or-alter external table E (a:long) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;key')",
    ".create-or-alter external table E (a:long) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;managed_identity=system')",
    ".create-or-alter database D ingestion csv mapping 'M' '[{\"Column\": \"a\", \"Properties\": {\"Ordinal\": \"N\"}}]'",
    ".create-or-alter table T ingestion json mapping 'M' '[{\"Column\": \"a\", \"Properties\": {\"Path\": \"$.N\"}}]'",
    ".drop table T ingestion json mapping 'M'",
    ".create external table E mapping 'M' '[{\"Column\": \"a\", \"Properties\": {\"Ordinal\": \"N\"}}]'",
    ".alter external table E mapping 'M' '[{\"Column\": \"a\", \"Properties\": {\"Ordinal\": \"N\"}}]'",
    ".create-or-alter continuous-export X to table E with (intervalBetweenRuns=1h) <| T",
    ".add database D R ('P') 'note N'",
    ".add database D R ('P', 'P')",
    ".drop database D R ('P')",
    ".set database D R ('P', 'P') skip-results",
    ".set database D R none",
    ".add table T R ('P')",
    ".drop table T R ('P')",
    ".add cluster R ('P')",
    ".add external table E admins ('P')",
    ".add function F admins ('P') 'N'",
    ".add cluster blockedprincipals 'P' application 'A' period 1h reason 'N'",
    ".drop cluster blockedprincipals 'P' application 'A'",
    ".alter table T policy restricted_view_access true",
    ".delete table T policy restricted_view_access",
    ".alter table T policy row_level_security enable \"T | take N\"",
    ".delete table T policy row_level_security",
    ".alter cluster policy managed_identity '[{\"ObjectId\": \"system\", \"AllowedUsages\": \"All\"}]'",
    ".alter-merge database D policy managed_identity '[{\"ObjectId\": \"system\", \"AllowedUsages\": \"AutomatedFlows\"}]'",
    ".clear cluster cache groupmembership with (group='aadgroup=SGDisplayName;fabrikam.com')",
    ".show database D principals",
    ".show principal access with (principal='P')",
    ".execute database script <| .create table T (a:long)\n.add table T admins ('P')\n#end",
    "#explain P view database D",
    "#what-can P",
    "#as P",
    "#as aaduser=admin@localhost",
    "#as aaduser=admin@localhost",
    "#clock advance 20m",
    "#directory load environment",
    "#directory load moved",
];

/// Statements that block principals whatever their requests state, and end that.
const BLOCKS: &[&str] = &[
    ".add cluster blockedprincipals 'P' period 1h reason 'N'",
    ".add cluster blockedprincipals 'P' reason 'N'",
    ".drop cluster blockedprincipals 'P'",
];

/// The script with such a statement after some of its own.
#[allow(dead_code, reason = "each test file uses its own part")]
pub fn with_blocks(random: &mut Random, script: Vec<String>) -> Vec<String> {
    let mut all = Vec::new();
    for (number, own) in script.into_iter().enumerate() {
        all.push(own);
        if random.one_in(5) {
            let form = *random.pick::<&str>(BLOCKS);
            all.push(statement(random, form, number));
        }
    }
    all
}

/// The files that `#directory load` names.
#[allow(dead_code, reason = "each test file uses its own part")]
pub fn read(name: &str) -> Result<String, String> {
    let path = match name {
        "environment" => "fixtures/environment.json",
        _ => "fixtures/access/moved.json",
    };
    std::fs::read_to_string(path).map_err(|error| error.to_string())
}

/// So many statements; without `loads` none that loads a directory.
pub fn script(random: &mut Random, length: usize, loads: bool) -> Vec<String> {
    let forms: Vec<&&str> = FORMS.iter().filter(|form| loads || !form.contains("load")).collect();
    let one = |number| {
        let form = forms[random.below(forms.len())];
        statement(random, form, number)
    };
    (0..length).map(one).collect()
}

fn statement(random: &mut Random, form: &str, number: usize) -> String {
    let mut statement = String::new();
    let whole = |at: usize| {
        let beside = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
        let bytes = form.as_bytes();
        let before = at.checked_sub(1).and_then(|at| bytes.get(at).copied());
        !beside(before) && !beside(bytes.get(at + 1).copied())
    };
    for (at, letter) in form.char_indices() {
        match letter {
            'D' if whole(at) => statement.push_str(random.pick::<&str>(DATABASES)),
            'T' if whole(at) => statement.push_str(random.pick::<&str>(TABLES)),
            'R' if whole(at) => statement.push_str(random.pick::<&str>(ROLES)),
            'P' if whole(at) => {
                let among = if random.one_in(3) { STRANGERS } else { KNOWN };
                statement.push_str(random.pick::<&str>(among));
            }
            'N' if whole(at) => statement.push_str(&number.to_string()),
            other => statement.push(other),
        }
    }
    statement
}
