//! What `? … ?` stands for: words from the tables of the crate, and samples of free text.

use std::sync::LazyLock;

use kmgmt::diagnostic::Code;
use kmgmt::model::action::Action;
use kmgmt::model::command_kind::CommandKind;
use kmgmt::model::directive_kind::DirectiveKind;
use kmgmt::model::entity::EntityKind;
use kmgmt::model::external_table::DataFormat;
use kmgmt::model::format::Format;
use kmgmt::model::help_topic::HelpTopic;
use kmgmt::model::keyword::Keyword;
use kmgmt::model::mapping_kind::MappingKind;
use kmgmt::model::policy::PolicyKind;
use kmgmt::model::principal::PrincipalKind;
use kmgmt::model::reason::Reason;
use kmgmt::model::role::Role;
use kmgmt::model::usage::Usage;
use kmgmt::table::ColumnType;

use super::plain;
use super::random::Random;

const CHARACTERS: &[&str] = &[
    "a", "b", "Z", "0", "7", " ", "=", ";", "(", ")", "[", "}", ",", ".", "<|", "|", "//", "#", "-", "_", "`", "~",
    "é", "漢", "😀", "%", "$", ":", "@",
];
const BLOCK: &[&str] =
    &["a", "text", " ", "\n", "\n\n", "'", "\"", "\\", "\n.show tables\n", "(", "}", "é", "\t", "//"];
const NAMES: &[&str] = &[
    "two words",
    "users",
    "table",
    "2024",
    "with-hyphen",
    "a.b",
    "x = y",
    "Ünïcode",
    "名前",
    "(x)",
    "[y]",
    "none",
    "a//b",
    "{z",
    "cluster",
    "semi;colon",
];
const MOMENTS: &[&str] = &["2026-01-31", "2026-01-31T12:00:00Z", "2026-01-31 12:30:00", " 2026-12-01 "];
const GUIDS: &[&str] = &["4c7e82bd-6adb-46c3-b413-fdd44834c69b", "00000000-0000-0000-0000-00000000000a"];
const QUERIES: &[&str] = &[
    "T",
    "T | take 10",
    "T | where A == 'b' and C in (1, 2)",
    "database('Logs').T\n| join kind=inner (U | project A) on A\n| count",
    "let f = (x: long) { x + 1 };\nT | extend y = f(['two words'])",
    "print s = \"}\", t = @'\\', u = 5m // a comment\n| project s",
    "cluster('help').database(\"Samples\").StormEvents | summarize count() by State",
];
const OPERATORS: &[&str] =
    &["count", "where Role endswith 'Admin'", "project A, B\n  | take 5", "summarize c = count() by X"];
const SCRIPTS: &[&str] = &[
    ".show tables",
    "\n.create table T (a: string)\n\n.add database Samples users ('aaduser=a@b.c')",
    "// first\n.drop table T ifexists\n.show table U details",
];

const WILDCARDS: &[&str] = &["*", "Sam*", "*les", "S*m*s"];
const QUOTED_QUERIES: &[&str] = &["'T'", "\"T | where A == 'b'\"", "@'T | where A == \"b\"'", "```T\n| take 1```"];
const BARE_PRINCIPALS: &[&str] = &[
    "aaduser=ana@contoso.com",
    "AADApp=id;tenant.com",
    "aadgroup=O'Brien;c.com",
    "msauser=x@live.com",
    "aadgroup=a\"b'c;d.com",
];
const IDENTITIES: &[&str] = &[
    "system",
    "SYSTEM",
    "'system'",
    "4c7e82bd-6adb-46c3-b413-fdd44834c69b",
    "\"4c7e82bd-6adb-46c3-b413-fdd44834c69b\"",
];
const BARE_NAMES: &[&str] = &["two words", "my-table", "O'Brien", "a//b", "Größe", "x = y", "in", "[y", "semi;colon"];
const DOTTED_NAMES: &[&str] =
    &["D.T", "my db.my table", "['two words'].T", "D.['a b']", "'D'.\"T\"", "a.b.c", "a.b in database D", "2024.1st"];
const FILES: &[&str] = &["users.json", "my files/users.json", "/tmp/a//b.json", "C:\\users.json"];

const COMMANDS: &[&str] = &[
    ".show tables",
    ".drop table ['two words'] ifexists",
    ".add database Samples users ('aaduser=a@b.c', \"aadgroup=g;b.c\") 'notes'",
    ".create table T (a: string, ['b c']: int) with (docstring = h'x', folder = \"f\")",
    ".show cluster principals | where Role == 'x'",
    ".set table T admins none skip-results",
    ".alter-merge database policy managed_identity '[]'",
    ".create function F() { T | where a == 'b' }",
];

/// A policy of each usage, and other ways to write one.
fn identity_policies() -> Vec<String> {
    let one =
        Usage::ALL.iter().map(|usage| format!("'[{{\"ObjectId\": \"system\", \"AllowedUsages\": \"{usage}\"}}]'"));
    let all: Vec<&str> = Usage::ALL.iter().map(|usage| usage.name()).collect();
    let several =
        format!("```[\n  {{ \"objectid\": \"{}\", \"AllowedUsages\": \"{}\" }}\n]```", GUIDS[0], all.join(", "));
    one.chain([several, format!("@\"{{'ObjectId': 'system', 'AllowedUsages': '{}'}}\"", all[0]), "'[]'".to_owned()])
        .collect()
}

/// The words or samples that `special` stands for; nothing when it is none that is known here.
pub fn samples(special: &str) -> Option<Vec<String>> {
    let owned = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
    if let Some(kind) = special.strip_prefix("role of ") {
        let kind = EntityKind::ALL.iter().copied().find(|entity| entity.to_string() == kind)?;
        return Some(roles(kind));
    }
    if let Some(kind) = special.strip_prefix("action on ") {
        return actions(kind);
    }
    if let Some(name) = special.strip_prefix("JSON of ") {
        return Some(plain::json(name));
    }
    Some(match special {
        "bare principal" => owned(BARE_PRINCIPALS),
        "identity" => owned(IDENTITIES),
        "length of time in quotes" => owned(&["'31m'", "\"1.02:30:00\"", "@'2h'"]),
        "bare name" => owned(BARE_NAMES),
        "dotted name" => owned(DOTTED_NAMES),
        "file" => owned(FILES),
        "command on one line" => owned(COMMANDS),
        "topic" => HelpTopic::ALL.iter().map(ToString::to_string).collect(),
        "directive" => DirectiveKind::ALL.iter().map(ToString::to_string).collect(),
        "words of commands" => {
            CommandKind::all_verbs().chain([".add database", "policy   caching"]).map(str::to_owned).collect()
        }
        "word of queries" => owned(&["summarize", "strlen", "!in", "arg_max"]),
        "format" => Format::RESULTS.iter().map(ToString::to_string).collect(),
        "reason" => Reason::ALL.iter().map(ToString::to_string).collect(),
        "name of an error" => Code::words().into_iter().map(str::to_owned).collect(),
        "ASCII letter" => ('a'..='z').chain('A'..='Z').map(String::from).collect(),
        "ASCII digit" => ('0'..='9').map(String::from).collect(),
        "character but quotes and backslash" | "character but quotes" => owned(CHARACTERS),
        "character of a principal" => owned(&["a", "b", "R", "9", "-", "a_b", "é", "#"]),
        "text in a block" => owned(BLOCK),
        "name" => owned(NAMES),
        "moment" => owned(MOMENTS),
        "guid" => owned(GUIDS),
        "query" => owned(QUERIES),
        "operators" => owned(OPERATORS),
        "script" => owned(SCRIPTS),
        "kind of principal with names" => {
            let kinds = [PrincipalKind::Group, PrincipalKind::Application];
            kinds.iter().flat_map(|kind| cases(kind.word())).collect()
        }
        "object id" => owned(&["0a1b2c3d-0000-4000-8000-000000000001", "4C7E82BD-6ADB-46C3-B413-FDD44834C69B"]),
        "label of a domain" => owned(&["fabrikam", "com", "a-b", "9"]),
        "kind of principal" => PrincipalKind::ALL.iter().flat_map(|kind| cases(kind.word())).collect(),
        "column type" => column_types(),
        "data format" => DataFormat::ALL.iter().map(|format| format.word().to_owned()).collect(),
        "name with wildcards" => owned(WILDCARDS),
        "query in quotes" => owned(QUOTED_QUERIES),
        "kind of mapping" => MappingKind::ALL.iter().map(|kind| kind.word().to_owned()).collect(),
        "text in brackets" => owned(&["1,2", "any text", "'quoted'", "a (b) c"]),
        "data" => owned(&["\n1,2\n3,it's", " a,b (", "\n{\"x\": 1}"]),
        "JSON in quotes" => plain::json(PolicyKind::Merge.word()),
        "identity policy in quotes" => identity_policies(),
        "usage" => Usage::ALL.iter().map(ToString::to_string).collect(),
        "policy" => PolicyKind::ALL.iter().map(|policy| policy.word().to_owned()).collect(),
        _ => return None,
    })
}

/// The actions with words of their own, and some of the commands; `tests/asked.rs` asks about each of these. Made once,
/// since each sentence asks for them.
static ACTIONS: LazyLock<Vec<Action>> =
    LazyLock::new(|| Action::short().chain(Action::all().filter(Action::is_command).step_by(40)).collect());

/// The actions that are about a kind; `cluster alone` are those that need no entity.
fn actions(kind: &str) -> Option<Vec<String>> {
    let (word, alone) = kind.strip_suffix(" alone").map_or((kind, false), |word| (word, true));
    let kind = EntityKind::ALL.iter().copied().find(|entity| entity.to_string() == word)?;
    let is_about = |action: &&Action| action.is_about(kind) && !(alone && action.is_about(EntityKind::Database));
    Some(ACTIONS.iter().filter(is_about).map(ToString::to_string).collect())
}

/// The roles of a kind, under each of their words.
fn roles(kind: EntityKind) -> Vec<String> {
    let long = |role: Role| if kind == EntityKind::Cluster { role.long_word() } else { None };
    Role::at(kind).flat_map(|role| [Some(role.word()), long(role)]).flatten().map(str::to_owned).collect()
}

fn column_types() -> Vec<String> {
    ColumnType::ALL
        .iter()
        .flat_map(|kind| [kind.name()].into_iter().chain(kind.aliases().iter().copied()))
        .map(str::to_owned)
        .collect()
}

/// A word in lower case, in upper case, and with a capital in the middle, as documents have it.
fn cases(word: &str) -> [String; 3] {
    let (start, end) = word.split_at(3);
    let (first, rest) = end.split_at(1);
    [word.to_owned(), word.to_uppercase(), format!("{start}{}{rest}", first.to_uppercase())]
}

/// `code of 4 digits`: the number of a character that is no half of a pair.
pub fn code(special: &str, random: &mut Random) -> Option<String> {
    let digits: usize = special.strip_prefix("code of ")?.strip_suffix(" digits")?.parse().ok()?;
    let largest = if digits == 2 { 0xff } else { 0xd7ff };
    let number = if random.one_in(2) { random.below(0x80) } else { random.below(largest + 1) };
    Some(format!("{number:0digits$x}"))
}

/// Whether a bare name could be taken for a word of the language.
pub fn is_word(name: &str) -> bool {
    Keyword::of(name).is_some() || Role::of(name).is_some() || ColumnType::of(name).is_some()
}
