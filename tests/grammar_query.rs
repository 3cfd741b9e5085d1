//! The grammar of queries in `grammar/query.ebnf` is what their parser reads: sentences that reach every alternative are
//! read, broken ones end in errors that point into the text, and parser functions and rules carry the same names.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/ebnf/mod.rs"]
mod ebnf;

use std::collections::{BTreeMap, BTreeSet};

use ebnf::{Generator, Grammar, Part, Random, soup};
use kmgmt::diagnostic::{Context, Diagnostic, Style, human};
use kmgmt::query::error::QueryError;
use kmgmt::query::parse::{expected_after, parse_pipe, parse_query};

const SEED: u64 = 20_261_129;

/// So many sentences of each root at least, and so many until every alternative is reached.
const EACH: usize = 300;
const MOST: usize = 5_000;

/// Reads the text that a root makes.
fn read(root: &str, text: &str) -> Result<(), QueryError> {
    match root {
        "piped" => parse_pipe(text.strip_prefix('|').unwrap_or(text)).map(drop),
        _ => parse_query(text).map(drop),
    }
}

/// The rules of queries that the root can use.
fn reached(grammar: &Grammar, root: &str) -> BTreeSet<String> {
    let (mut reached, mut pending) = (BTreeSet::new(), vec![root.to_owned()]);
    while let Some(name) = pending.pop() {
        let Some(rule) = grammar.rules.get(&name).filter(|rule| rule.file == "query") else { continue };
        if reached.insert(name) {
            rule.body.walk(&mut |node| {
                if let Part::Rule(other) = &node.part {
                    pending.push(other.clone());
                }
            });
        }
    }
    reached
}

/// The ways that no sentence went, but for those of rules that operators have: pipes reach them.
fn unreached(grammar: &Grammar, generator: &Generator<'_>, root: &str) -> Vec<String> {
    let mut found = Vec::new();
    let of_pipes = if root == "piped" { BTreeSet::new() } else { reached(grammar, "piped") };
    for rule in reached(grammar, root).difference(&of_pipes).map(|name| &grammar.rules[name]) {
        rule.body.walk(&mut |node| {
            for (way, times) in generator.gone[node.id].iter().enumerate().filter(|(_, times)| **times == 0) {
                found.push(format!("{}: way {} of `{}`: {times}", rule.place(node.line), way + 1, rule.name));
            }
        });
    }
    found
}

#[test]
fn sentences_reach_every_alternative_and_are_read() {
    println!("seed {SEED}");
    let grammar = Grammar::load();
    for root in ["piped", "query"] {
        let (form, mut generator) = (grammar.whole(root), Generator::new(&grammar, Random::new(SEED)));
        let mut faults = BTreeMap::new();
        for round in 0..MOST {
            if round > EACH && unreached(&grammar, &generator, root).is_empty() {
                break;
            }
            let text = generator.sentence(&form).text;
            if let Err(error) = read(root, &text) {
                let place = error.span;
                faults.entry(error.kind.to_string()).or_insert(format!("{text}\n=> {place:?} {}", error.kind));
            }
        }
        assert!(faults.is_empty(), "{}", faults.into_values().collect::<Vec<_>>().join("\n\n"));
        let unreached = unreached(&grammar, &generator, root);
        assert!(unreached.is_empty(), "never reached from {root}:\n{}", unreached.join("\n"));
    }
}

#[test]
fn broken_sentences_end_in_errors_that_point_into_the_text() {
    println!("seed {SEED}");
    let grammar = Grammar::load();
    let mut refused = 0;
    for root in ["piped", "query"] {
        let (form, mut generator) = (grammar.whole(root), Generator::new(&grammar, Random::new(SEED)));
        let mut random = Random::new(SEED);
        for _ in 0..1_000 {
            let text = ebnf::broken_query(&generator.sentence(&form).text, &mut random);
            refused += usize::from(points_into(root, &text));
        }
    }
    assert!(refused > 800, "only {refused} of them are refused");
}

#[test]
fn no_text_panics() {
    println!("seed {SEED}");
    let mut random = Random::new(SEED);
    for _ in 0..5_000 {
        let text = soup_of_query(&mut random);
        points_into("piped", &text);
        points_into("query", &text);
        let _ = expected_after(&text);
        points_into("query", &soup(&mut random));
    }
    for _ in 0..2_000 {
        let length = random.below(120);
        let bytes: Vec<u8> = (0..length).map(|_| random.next() as u8).collect();
        points_into("query", &String::from_utf8_lossy(&bytes));
    }
}

/// Words and marks of queries in no order.
fn soup_of_query(random: &mut Random) -> String {
    const SCRAPS: &[&str] = &[
        "|",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ";",
        ":",
        "=",
        "==",
        "=~",
        "!",
        "!in",
        "in~",
        "..",
        ".",
        "-",
        "+",
        "*",
        "/",
        "%",
        "<",
        "<=",
        "<|",
        "a",
        "b",
        "T",
        "'x'",
        "\"y\"",
        "@'",
        "h'",
        "```",
        "5",
        "1.5",
        "5m",
        "0x",
        "1e",
        "true",
        "null",
        "datetime(",
        "int(",
        "dynamic(",
        "typeof(",
        "$left",
        "by",
        "on",
        "asc",
        "nulls",
        "to",
        "with",
        "kind",
        "let",
        "set",
        "declare",
        "view",
        "datatable",
        "range",
        "from",
        "print",
        "database('d')",
        "toscalar(",
        "and",
        "or",
        "has",
        "between",
        "matches regex",
        "é",
        "\n",
        "//",
        "hint.strategy",
        "limit",
    ];
    let names: Vec<&str> = kmgmt::query::operator::OperatorKind::names_read().collect();
    let mut text = String::new();
    for _ in 0..random.below(24) {
        text.push_str(if random.one_in(4) { "" } else { " " });
        text.push_str(if random.one_in(5) { random.pick::<&str>(&names) } else { random.pick::<&str>(SCRAPS) });
    }
    text
}

/// Whether the text is refused; fails where the error does not point into the text, or can't be shown.
fn points_into(root: &str, text: &str) -> bool {
    let text = text.strip_prefix('|').unwrap_or(text);
    let Err(error) = read(root, text) else { return false };
    let diagnostic = Diagnostic::from(error);
    for label in &diagnostic.labels {
        let (start, end) = (label.span.start as usize, label.span.end as usize);
        assert!(start <= end && end <= text.len(), "{text}\nhas an error at {start}..{end}");
        assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "{text}\nhas an error inside a character");
    }
    assert!(!diagnostic.message.contains('\n'), "{text}\nhas a message of several lines: {}", diagnostic.message);
    let context = Context { origin: "test", text, line: 1, database: "Samples" };
    assert!(human(&diagnostic, &context, Style::Plain).contains("error"), "{text}");
    true
}

/// Methods that read a part of a rule, or read for many rules, and so have none of their own.
const HELPERS: &[&str] = &[
    // The place, words, marks and lists as such.
    "close",
    "fail",
    "grown",
    "list",
    "mark",
    "measured",
    "miss",
    "nested",
    "optional_list",
    "word",
    // Names under which rules of names are called, and names with brackets.
    "name_unless",
    // Parts of `operator`: its name, and which rule stands after it.
    "expand",
    "nulls",
    "operator_name",
    "operator_of",
    // One function climbs from `expression` to `unary`.
    "operands",
    "operation",
    "operations",
    "signed",
    "with_couple",
    "with_list",
    "index",
    // Parts of literals.
    "json_in_brackets",
    "text_in_brackets",
    "type_of",
    // Rows as values, and values as rows.
    "begins_source",
    "entity_path",
    "no_rows",
    "pipeline",
    "source_of",
    "table_as_value",
    // Settings, each operator's own.
    "settings",
    // Both sides of a join.
    "conditions",
    "no_condition",
    "other_side",
    "no_pattern",
    // `strings` and `string` are rules of commands too.
    "string",
    "strings",
    "typed_literal",
];

/// Rules that a function of another name reads.
const NO_PARSER: &[&str] = &[
    // The root, and the levels of operations, which `operations` climbs.
    "piped",
    "conjunction",
    "comparison",
    "relation",
    "sum",
    "product",
    "text_match",
    "text_operator",
    // What `settings` reads.
    "hint",
    // What `rows_or_value` reads where only rows are right, and `primary` in it.
    "rows",
    "rows_given",
    "rows_with_pipe",
    "table",
    "call",
    "entity_of_query",
    "wild_entity",
    // Parts with a name to stand twice.
    "number_of_json",
    "body_of_function",
];

/// The functions of the parsers of queries that answer whether they read something, with the comment before each.
fn parsers() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir("src/query/parse").unwrap() {
        let source = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for (start, _) in source.match_indices("\n    fn ").chain(source.match_indices("\n    pub(super) fn ")) {
            let signature = source[start..].trim_start().split(" {\n").next().unwrap_or_default();
            let name = signature.trim_start_matches("pub(super) ").trim_start_matches("fn ");
            let name = name.split(['<', '(']).next().unwrap();
            if signature.contains("-> PResult") || name == "direction" {
                found.insert(name.to_owned(), comment_before(&source[..start]));
            }
        }
    }
    found
}

/// The text of the comment at the end of a source, on one line.
fn comment_before(source: &str) -> String {
    let comment = |line: &'_ str| line.trim().strip_prefix("///").map(|text| text.trim().to_owned());
    let before = source.lines().rev().skip_while(|line| line.trim().starts_with("#["));
    let mut lines: Vec<String> = before.map_while(comment).collect();
    lines.reverse();
    lines.join(" ")
}

/// The rules of queries as they are written, each on one line.
fn written_rules() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string("grammar/query.ebnf").unwrap();
    let code: String = text.split("(*").map(|part| part.split_once("*)").map_or(part, |(_, code)| code)).collect();
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let rules = code.split(" ;\n").filter_map(|rule| rule.split_once(" = "));
    rules.map(|(name, body)| (name.trim().to_owned(), one_line(body))).collect()
}

#[test]
fn parser_functions_and_rules_carry_the_same_names() {
    let grammar = Grammar::load();
    let functions = parsers();
    let rules: BTreeSet<String> =
        grammar.rules.values().filter(|rule| rule.file == "query").map(|rule| rule.name.clone()).collect();
    let mut faults = Vec::new();
    for function in functions.keys() {
        if rules.contains(function) == HELPERS.contains(&function.as_str()) {
            faults.push(format!("`fn {function}`: no rule, and no helper either; or both"));
        }
    }
    for rule in &rules {
        if functions.contains_key(rule) == NO_PARSER.contains(&rule.as_str()) {
            faults.push(format!("rule `{rule}`: no parser, and it is not listed; or both"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_comment_of_a_parser_repeats_its_rule() {
    let (functions, rules) = (parsers(), written_rules());
    let grammar = Grammar::load();
    for rule in grammar.rules.values().filter(|rule| rule.file == "query") {
        assert!(rules.contains_key(&rule.name), "`{}` is not found", rule.name);
    }
    let repeats = |name: &str, body: &str| functions[name].contains(&format!("`{name} = {body} ;`"));
    let faults: Vec<String> = rules
        .iter()
        .filter(|(name, body)| functions.contains_key(*name) && !repeats(name, body))
        .map(|(name, body)| format!("`{name} = {body} ;`\n    {}", functions[name]))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
