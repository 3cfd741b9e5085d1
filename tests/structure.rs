//! The sources keep the design's order: imports go one way, words stand in their tables only,
//! clock and streams belong to the edge, and files stay small.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use kmgmt::model::entity::EntityKind;
use kmgmt::model::keyword::Keyword;
use kmgmt::model::policy::PolicyKind;
use kmgmt::model::principal::PrincipalKind;
use kmgmt::model::role::Role;
use kmgmt::model::usage::Usage;

#[path = "support/imports.rs"]
mod imports;

use imports::Imports;

/// The rooms in the order of the design's *Direction*. Each may use those before it, but for the ones that are named
/// beside it.
const ROOMS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("diagnostic", &[]),
    ("table", &["diagnostic"]),
    ("model", &[]),
    ("syntax", &[]),
    ("directory", &["syntax"]),
    ("catalog", &["syntax"]),
    ("access", &["syntax"]),
    ("query", &["directory", "catalog", "access"]),
    ("engine", &[]),
    ("store", &[]),
    ("cluster", &[]),
    ("session", &[]),
    ("state", &[]),
    ("plan", &[]),
    ("render", &[]),
    ("serve", &[]),
    ("remote", &[]),
    ("cli", &[]),
];

/// Returns the place of a room in the order, if it is one.
fn place_of(room: &str) -> Option<usize> {
    ROOMS.iter().position(|(known, _)| *known == room)
}

/// Returns whether the room may use another one.
fn may_use(room: usize, other: usize) -> bool {
    room == other || other < room && !ROOMS[room].1.contains(&ROOMS[other].0)
}

/// The longest function.
const FUNCTION: usize = 50;

/// The longest file, tests included, and the files that may be longer.
const LINES: usize = 400;
const LONGER: &[(&str, &str)] =
    &[("src/model/command_kind/table.rs", "the table of kinds: a row for each of 625 commands")];

/// Names of files that say nothing of what is in them.
const VAGUE: &[&str] = &["utils", "util", "helpers", "helper", "misc", "common"];

/// Words that are ordinary English too, or words of other languages: a literal that equals one is
/// judged by the reader and not here.
const ENGLISH: &[&str] = &["with", "none", "true", "false", "kind", "name", "version", "All"];

/// Literals that equal a word of the language and mean something else.
const OTHER_MEANING: &[(&str, &[&str], &str)] = &[
    ("src/engine/policies/row_security.rs", &["cluster", "database"], "nouns of a sentence"),
    ("src/cli/plan.rs", &["json"], "the extension of a file"),
    ("src/plan/human.rs", &["roles", "policy", "policies", "principal"], "nouns of a sentence"),
    ("src/plan/json.rs", &["policy"], "a value for programs"),
    ("src/plan/only.rs", &["database", "principal"], "words of an option"),
    ("src/render/matrix.rs", &["principals"], "a noun of a sentence"),
    ("src/render/plan_page.rs", &["principal", "principals"], "nouns of a sentence"),
    ("src/plan/count.rs", &["policies", "policy"], "nouns of a sentence"),
    ("src/state/export/left_out.rs", &["database", "databases", "policies", "policy"], "nouns of a sentence"),
    ("src/directory/environment.rs", &["principals", "users"], "fields of the environment file"),
    ("src/directory/load.rs", &["users"], "a field of the environment file"),
    ("src/syntax/parser/explain_error/verbs.rs", &["update"], "a verb of another language"),
    (
        "src/state/import/columns.rs",
        &["principal", "prettyname", "schema", "folder", "docstring", "policy", "identity"],
        "columns of answers",
    ),
    ("src/serve/log.rs", &["application", "database", "principal"], "fields of a line of the log"),
    ("src/query/operator.rs", &["partition"], "an operator of queries"),
    (
        "src/query/parse/names.rs",
        &[
            "callout",
            "extent_tags_retention",
            "restricted_view_access",
            "row_level_security",
            "rowstore",
            "unrestrictedviewers",
            "viewers",
        ],
        "words that the official parser reserves",
    ),
    ("src/syntax/parser/mentions.rs", &["cluster", "database", "table"], "functions of the query language"),
];

/// A line of code: its text without comments and strings, and the strings that begin in it.
#[derive(Default)]
struct Line {
    code: String,
    strings: Vec<String>,
}

/// The sources below `src`, sorted, with their code: tests at the end of a file left out.
fn sources() -> Vec<(PathBuf, Vec<Line>)> {
    let mut paths = Vec::new();
    collect(Path::new("src"), &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let lines = lines(&std::fs::read_to_string(&path).unwrap());
        (path, lines)
    };
    paths.into_iter().map(read).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

/// The lines of a source up to `#[cfg(test)]`.
fn lines(source: &str) -> Vec<Line> {
    let source = source.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut lines = vec![Line::default()];
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '"' => string(rest, &mut lines, "\""),
            'r' if rest.starts_with("r#\"") => string(&rest[2..], &mut lines, "\"#") + 2,
            'r' if rest.starts_with("r\"") => string(&rest[1..], &mut lines, "raw") + 1,
            '\'' => character(rest),
            _ if first.is_alphanumeric() || first == '_' => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                lines.last_mut().unwrap().code.push_str(&rest[..end]);
                end
            }
            '\n' => 1,
            other => {
                lines.last_mut().unwrap().code.push(other);
                other.len_utf8()
            }
        };
        let breaks = rest[..length].matches('\n').count();
        lines.resize_with(lines.len() + breaks, Line::default);
        rest = &rest[length..];
    }
    lines
}

/// Keeps the string that `rest` begins with; answers its length, quotes included.
fn string(rest: &str, lines: &mut [Line], close: &str) -> usize {
    let (close, raw) = if close == "raw" { ("\"", true) } else { (close, close.len() > 1) };
    let mut at = 1;
    while at < rest.len() && !rest[at..].starts_with(close) {
        let escaped = !raw && rest[at..].starts_with('\\');
        at += if escaped { 1 } else { 0 };
        at += rest[at..].chars().next().map_or(1, char::len_utf8);
    }
    lines.last_mut().unwrap().strings.push(rest[1..at].to_owned());
    lines.last_mut().unwrap().code.push_str("\"\"");
    at + close.len()
}

/// The length of the character literal or lifetime that `rest` begins with.
fn character(rest: &str) -> usize {
    let mut inside = rest.char_indices().skip(1);
    match (inside.next(), inside.next(), inside.next()) {
        (Some((_, '\\')), ..) => rest[3..].find('\'').map_or(rest.len(), |at| at + 4),
        (_, Some((at, '\'')), _) => at + 1,
        _ => 1,
    }
}

/// The room of a source: `syntax` of `src/syntax/ast/mod.rs`.
fn room(path: &Path) -> String {
    let part = path.components().nth(1).unwrap().as_os_str().to_string_lossy().into_owned();
    part.strip_suffix(".rs").map(str::to_owned).unwrap_or(part)
}

fn fail(faults: &[String]) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_room_uses_only_what_stands_to_its_left() {
    let mut faults = Vec::new();
    for (path, lines) in sources() {
        let name = room(&path);
        if matches!(name.as_str(), "lib" | "main") {
            continue;
        }
        let Some(room) = place_of(&name) else {
            faults.push(format!("{}: the design knows no room `{name}`", path.display()));
            continue;
        };
        for (number, used) in used_rooms(&lines) {
            if place_of(&used).is_some_and(|used| !may_use(room, used)) {
                faults.push(format!("{}:{number}: `{name}` uses `{used}`", path.display()));
            }
        }
    }
    fail(&faults);
}

#[test]
fn a_room_may_use_those_before_it_but_for_the_named_ones() {
    let may = |room: &str, other: &str| may_use(place_of(room).unwrap(), place_of(other).unwrap());
    for (room, other, allowed) in [
        ("model", "text", true),
        ("text", "model", false),
        ("table", "diagnostic", false),
        ("catalog", "syntax", false),
        ("engine", "syntax", true),
        ("cluster", "store", true),
        ("cli", "cli", true),
    ] {
        assert_eq!(may(room, other), allowed, "{room} {other}");
    }
}

/// The rooms that follow `crate::`, in braces too, with the numbers of their lines.
fn used_rooms(lines: &[Line]) -> Vec<(usize, String)> {
    let mut used = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        for rest in line.code.split("crate::").skip(1) {
            let name =
                |text: &str| text.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().map(str::to_owned);
            match rest.strip_prefix('{') {
                Some(list) => used.extend(list.split(',').filter_map(name).map(|name| (index + 1, name))),
                None => used.extend(name(rest).map(|name| (index + 1, name))),
            }
        }
    }
    used
}

#[test]
fn no_two_files_depend_on_each_other() {
    let sources = sources();
    let read = |(path, lines): &(PathBuf, Vec<Line>)| {
        let code = lines.iter().map(|line| line.code.as_str()).collect::<Vec<_>>().join("\n");
        (path.strip_prefix("src").unwrap().to_string_lossy().replace('\\', "/"), code)
    };
    let files: BTreeMap<String, String> = sources.iter().map(read).collect();
    let imports = Imports::read(files.iter().map(|(path, code)| (path.as_str(), code.clone())));
    let faults: Vec<String> = imports.circles().iter().map(|circle| format!("{circle:?}")).collect();
    fail(&faults);
}

#[test]
fn a_circle_is_found_where_a_name_is_passed_on() {
    let circles = |last: &'static str| {
        let files = [
            ("lib.rs", "mod a; mod b;"),
            ("a/mod.rs", "mod c; pub use c::{C, D as E};"),
            ("a/c.rs", "use std::fmt; use crate::{b::{self, B}, other};"),
            ("b.rs", last),
        ];
        Imports::read(files.into_iter().map(|(path, code)| (path, code.to_owned()))).circles()
    };
    let circle = BTreeSet::from(["a::c".to_owned(), "b".to_owned()]);
    for back in ["use crate::a::C;", "fn f() -> super::a::c::D {}", "pub(crate) use crate::{a::{C}};"] {
        assert_eq!(circles(back), BTreeSet::from([circle.clone()]), "{back}");
    }
    assert_eq!(circles("use crate::a; use crate::a::Other;"), BTreeSet::new());
}

#[test]
fn words_of_the_language_stand_in_their_tables_only() {
    let mut words: BTreeMap<&str, &str> = BTreeMap::new();
    words.extend(Keyword::ALL.iter().map(|word| (word.text(), "Keyword")).filter(|(word, _)| word.len() > 3));
    words.extend(Role::ALL.iter().map(|role| (role.word(), "Role")));
    words.extend(Role::ALL.iter().filter_map(|role| role.long_word().map(|word| (word, "Role"))));
    words.extend(Role::ALL.iter().filter_map(|role| role.cluster_name().map(|name| (name, "Role"))));
    words.extend(Usage::ALL.iter().map(|usage| (usage.name(), "Usage")));
    words.extend(
        PolicyKind::ALL.iter().flat_map(|policy| [policy.word(), policy.name()]).map(|word| (word, "PolicyKind")),
    );
    words.extend(
        EntityKind::ALL.iter().flat_map(|kind| [kind.title(), kind.service_name()]).map(|word| (word, "EntityKind")),
    );
    words.extend(
        PrincipalKind::ALL.iter().flat_map(|kind| [kind.word(), kind.type_name()]).map(|word| (word, "PrincipalKind")),
    );
    words.retain(|word, _| !ENGLISH.contains(word));
    let mut faults = Vec::new();
    for (path, lines) in sources().into_iter().filter(|(path, _)| room(path) != "model") {
        let other = OTHER_MEANING.iter().find(|(file, ..)| Path::new(file) == path).map_or(&[][..], |row| row.1);
        let mut idle: Vec<&str> = other.to_vec();
        // The name of a property stands in its own row: `FOLDER "folder" Text, "…";`.
        let is_row = |line: &Line| {
            let constant = line.code.trim_start().split(' ').next().unwrap_or_default();
            let is_constant = constant.len() > 1 && constant.chars().all(|c| c.is_ascii_uppercase() || c == '_');
            line.code.contains("Property::new(") || is_constant && line.code.contains(" \"\" ")
        };
        let row = |at: usize| lines[at.saturating_sub(1)..=at].iter().any(is_row);
        for (index, line) in lines.iter().enumerate().filter(|(at, _)| !row(*at)) {
            for (text, table) in line.strings.iter().filter_map(|text| words.get_key_value(text.as_str())) {
                idle.retain(|word| word != text);
                if other.contains(text) {
                    continue;
                }
                faults.push(format!("{}:{}: {text:?} stands in the table of `{table}`", path.display(), index + 1));
            }
        }
        faults.extend(idle.iter().map(|word| format!("{}: {word:?} is listed and does not occur", path.display())));
    }
    fail(&faults);
}

/// Whether the place may touch streams, files and the environment.
fn at_the_edge(room: &str) -> bool {
    matches!(room, "cli" | "serve" | "remote" | "main")
}

#[test]
fn only_the_edge_reads_the_clock_and_touches_streams() {
    let clock = ["SystemTime", "Instant::", "Timestamp::now", "Zoned::now"];
    let streams =
        ["std::fs", "std::env", "std::net", "std::process", "stdin(", "stdout(", "stderr(", "println!", "print!"];
    let mut faults = Vec::new();
    for (path, lines) in sources() {
        let room = room(&path);
        for (index, line) in lines.iter().enumerate().filter(|_| !at_the_edge(&room)) {
            let place = format!("{}:{}", path.display(), index + 1);
            faults.extend(
                clock
                    .iter()
                    .filter(|word| line.code.contains(**word))
                    .map(|word| format!("{place}: reads the clock: {word}")),
            );
            // The store writes files, and renderers write to what they are given.
            let writes = line.code.contains("std::io") && !matches!(room.as_str(), "render" | "store");
            let file = streams.iter().any(|word| line.code.contains(word)) && room != "store";
            if writes || file {
                faults.push(format!("{place}: touches streams: {}", line.code.trim()));
            }
        }
    }
    fail(&faults);
}

#[test]
fn files_are_small_and_named_for_what_they_hold() {
    let mut faults = Vec::new();
    for (path, _) in sources() {
        let name = path.to_string_lossy().replace('\\', "/");
        let lines = std::fs::read_to_string(&path).unwrap().lines().count();
        let longer = LONGER.iter().any(|(file, _)| *file == name);
        if (lines > LINES) != longer {
            faults.push(format!("{name}: {lines} lines, where {LINES} are the most; longer ones are listed"));
        }
        if path.components().any(|part| VAGUE.contains(&part.as_os_str().to_string_lossy().trim_end_matches(".rs"))) {
            faults.push(format!("{name}: the name says nothing of what is in it"));
        }
    }
    fail(&faults);
}

/// Returns the functions of a source that are longer than [`FUNCTION`], with their lines.
fn long_functions(source: &str) -> Vec<(String, usize)> {
    let mut long = Vec::new();
    let lines: Vec<&str> = source.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let indent = &line[..line.len() - line.trim_start().len()];
        let before_name = line.split_once("fn ").map(|(before, _)| before);
        let is_word = |word: &str| word.chars().all(|letter| letter.is_alphanumeric() || "():_".contains(letter));
        if !before_name.is_some_and(|before| before.split_whitespace().all(is_word)) {
            continue;
        }
        let end = format!("{indent}}}");
        let length = lines[at..].iter().position(|line| *line == end);
        if let Some(length) = length.filter(|length| *length >= FUNCTION) {
            long.push((line.trim().to_owned(), length + 1));
        }
    }
    long
}

#[test]
fn functions_are_short() {
    let mut faults = Vec::new();
    for (path, _) in sources() {
        let source = std::fs::read_to_string(&path).unwrap();
        let long = long_functions(&source).into_iter();
        faults.extend(long.map(|(head, lines)| format!("{}: {lines} lines of `{head}`", path.display())));
    }
    fail(&faults);
}

#[test]
fn a_long_function_is_found() {
    let body = "    let a = 1;\n".repeat(FUNCTION);
    let source = format!("impl A {{\n    fn short() {{\n    }}\n}}\npub(super) const fn long(\n) {{\n{body}}}\n");
    assert_eq!(long_functions(&source), [("pub(super) const fn long(".to_owned(), FUNCTION + 3)]);
}

#[test]
fn sources_are_read_without_comments_strings_and_tests() {
    let source = "use crate::text; // crate::cli\nlet a = \"crate::\\\"cli\"; let b = '\"';\nfn f<'a>() { r#\"x\"y\"#; r\"\\\" }\n#[cfg(test)]\nmod tests {}";
    let lines = lines(source);
    let strings: Vec<&str> = lines.iter().flat_map(|line| line.strings.iter().map(String::as_str)).collect();
    assert_eq!(used_rooms(&lines), [(1, "text".to_owned())]);
    assert_eq!(strings, ["crate::\\\"cli", "x\"y", "\\"]);
    assert_eq!(lines.len(), 3);
}
