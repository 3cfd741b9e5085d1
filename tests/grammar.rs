//! The grammar in `grammar/*.ebnf` is what the parser reads: sentences that reach every
//! alternative parse and print, broken ones end in errors that point into the text, and parser
//! functions and rules carry the same names.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/ebnf/mod.rs"]
mod ebnf;
#[path = "support/read_back.rs"]
mod read_back;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use ebnf::{Form, Generator, Grammar, Part, Random, Rule};
use ebnf::{all_broken, broken, content, read_file, samples, sentences_of, soup};
use kmgmt::diagnostic::Diagnostic;
use kmgmt::model::command_kind::CommandKind;
use kmgmt::model::form::Body;
use kmgmt::model::policy::PolicyKind;
use kmgmt::model::policy_content::Shape;
use kmgmt::syntax::ast::assertions::Assertion;
use kmgmt::syntax::{self, parser, parts, pieces};
use read_back::{judged, points_into, round_trip};

const SEED: u64 = 20_260_131;

/// So many different sentences each form has at least.
const EACH: usize = 20;

/// So many sentences of each form are made until every alternative is reached.
const MOST: usize = 1_000;

#[test]
fn every_rule_that_is_named_exists_and_every_rule_is_reached_from_a_statement() {
    let grammar = Grammar::load();
    let reached = reached(&grammar, &["statement", "directive", "assertion", "piped", "query"]);
    let mut faults = Vec::new();
    for rule in grammar.rules.values() {
        rule.body.walk(&mut |node| match &node.part {
            Part::Rule(other) if !grammar.rules.contains_key(other) => {
                faults.push(format!("{}: there is no rule `{other}`", rule.place(node.line)));
            }
            Part::Special(text) if !is_known(text) => {
                faults.push(format!("{}: `? {text} ?` is unknown", rule.place(node.line)));
            }
            _ => {}
        });
        if !reached.contains(&rule.name) {
            faults.push(format!("{}: `{}` is reached from no statement", rule.place(rule.line), rule.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The rules that the roots can use.
fn reached(grammar: &Grammar, roots: &[&str]) -> BTreeSet<String> {
    let (mut reached, mut pending) = (BTreeSet::new(), roots.iter().map(|root| (*root).to_owned()).collect::<Vec<_>>());
    while let Some(name) = pending.pop() {
        let Some(rule) = grammar.rules.get(&name).filter(|_| reached.insert(name)) else { continue };
        rule.body.walk(&mut |node| match &node.part {
            Part::Rule(other) if grammar.can_use(node) => pending.push(other.clone()),
            _ => {}
        });
    }
    reached
}

fn is_known(special: &str) -> bool {
    let made = special == "property" || special.starts_with("property of ") || special.starts_with("code of ");
    made || samples(special).is_some_and(|samples| !samples.is_empty())
}

#[test]
fn sentences_reach_every_alternative_and_read_back_as_they_print() {
    let grammar = Grammar::load();
    let forms: Vec<Form> = grammar.forms().into_iter().chain(grammar.directives()).collect();
    every_alternative_reads_back(&grammar, &forms, &["statement", "directive"], round_trip);
}

#[test]
fn assertions_reach_every_alternative_and_read_back_as_they_print() {
    let grammar = Grammar::load();
    every_alternative_reads_back(&grammar, &grammar.assertions(), &["assertion"], assertion_round_trip);
}

/// Makes sentences of the forms until every alternative below the roots is reached; each reads back as it prints.
fn every_alternative_reads_back(
    grammar: &Grammar,
    forms: &[Form],
    roots: &[&str],
    read_back: fn(&str) -> Result<(), String>,
) {
    println!("seed {SEED}");
    let mut generator = Generator::new(grammar, Random::new(SEED));
    let mut faults = BTreeMap::new();
    let mut different: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for round in 0..MOST {
        if round > 2 * EACH && unreached(grammar, &generator, roots).is_empty() {
            break;
        }
        let sentences: Vec<_> = forms.iter().map(|form| generator.sentence(form)).collect();
        let texts: Vec<&str> = sentences.iter().map(|sentence| sentence.text.as_str()).collect();
        for (sentence, fault) in sentences.iter().zip(in_halves(&texts, read_back)) {
            if let Err(fault) = fault {
                faults.entry(sentence.form.clone()).or_insert(fault);
            }
        }
        for sentence in sentences {
            different.entry(sentence.form).or_default().insert(sentence.text);
        }
    }
    assert!(faults.is_empty(), "{}", faults.into_values().collect::<Vec<_>>().join("\n\n"));
    let unreached = unreached(grammar, &generator, roots);
    assert!(unreached.is_empty(), "never reached:\n{}", unreached.join("\n"));
    // Two words in a row can be written in few ways, and a directive of one word alone in one.
    let least = |form: &str| if form.starts_with(|first: char| first.is_ascii_uppercase()) { EACH / 2 } else { EACH };
    let few_ways = ["quit", "cls", "undo", "whoami", "set_format", "set_echo", "set_timing"];
    different.retain(|form, texts| texts.len() < least(form) && !few_ways.contains(&&**form));
    assert!(different.is_empty(), "too few different sentences: {different:#?}");
}

/// Reads all texts, on two cores: this is the longest test of the suite.
fn in_halves(texts: &[&str], read_back: fn(&str) -> Result<(), String>) -> Vec<Result<(), String>> {
    let (first, second) = texts.split_at(texts.len() / 2);
    let read = |texts: &[&str]| texts.iter().map(|text| read_back(text)).collect::<Vec<_>>();
    std::thread::scope(|scope| {
        let first = scope.spawn(|| read(first));
        let second = read(second);
        [first.join().unwrap(), second].concat()
    })
}

/// The ways that no sentence went, and the words of tables that stand in none.
fn unreached(grammar: &Grammar, generator: &Generator<'_>, roots: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for rule in reached(grammar, roots).iter().map(|name| &grammar.rules[name]) {
        rule.body.walk(&mut |node| {
            for (way, times) in generator.gone[node.id].iter().enumerate() {
                let possible = match &node.part {
                    Part::Choice(alternatives) => grammar.can_use(&alternatives[way]),
                    _ => grammar.can_use(&rule.body),
                };
                if *times == 0 && possible {
                    found.push(format!("{}: way {} of a part of `{}`", rule.place(node.line), way + 1, rule.name));
                }
            }
        });
    }
    for (special, taken) in &generator.taken {
        let words = match special.strip_prefix("properties ") {
            Some(names) => names.split(' ').map(str::to_owned).collect(),
            None => samples(special).unwrap_or_default(),
        };
        let absent = words.into_iter().filter(|word| !taken.contains_key(word));
        found.extend(absent.map(|word| format!("`{word}` of `? {special} ?`")));
    }
    found
}

/// Reads the one assertion of a text, prints it, and reads that again to an equal one.
fn assertion_round_trip(text: &str) -> Result<(), String> {
    let read = |text: &str, each: &mut dyn FnMut(Assertion<'_>)| {
        let mut result = Err(format!("{text}\nis no comment line"));
        parts(text, |part| {
            let syntax::Part::Comment(comment) = part else { panic!("{text}\nis cut into statements") };
            let assertion = parser::assertion(&comment);
            result = assertion.map(&mut *each).map_err(|error| format!("{text}\n=> {}", error.kind));
        });
        result
    };
    let mut again = Ok(());
    read(text, &mut |first| {
        let printed = first.to_string();
        again = read(&printed, &mut |second| {
            assert!(second == first, "{text}\nprints as another assertion\n{printed}");
            assert_eq!(second.to_string(), printed);
        });
    })
    .and(again)
}

#[test]
fn broken_assertions_end_in_errors_that_point_into_the_line() {
    let grammar = Grammar::load();
    let mut refused = 0;
    for sentence in all_broken(SEED, &sentences_of(&grammar, &grammar.assertions(), SEED, 2_000)) {
        parts(&sentence.text, |part| {
            let syntax::Part::Comment(comment) = part else { return };
            if let Err(error) = parser::assertion(&comment) {
                points_into(&comment.remark.text, &Diagnostic::from(error), comment.remark.line);
                refused += 1;
            }
        });
    }
    assert!(refused > 600, "only {refused} of them are refused");
}

#[test]
fn broken_sentences_end_in_errors_that_point_into_the_text() {
    println!("seed {SEED}");
    let mut refused = 0;
    for sentence in broken(SEED, 3_000) {
        pieces(&sentence.text, 1, |piece| refused += usize::from(judged(&piece)));
    }
    assert!(refused > 2_000, "only {refused} of them are refused");
}

#[test]
fn broken_directives_end_in_errors_that_point_into_the_text() {
    println!("seed {SEED}");
    let grammar = Grammar::load();
    let sentences = sentences_of(&grammar, &grammar.directives(), SEED, 2_000);
    let mut refused = 0;
    for sentence in all_broken(SEED, &sentences) {
        pieces(&sentence.text, 1, |piece| refused += usize::from(judged(&piece)));
    }
    assert!(refused > 600, "only {refused} of them are refused");
}

#[test]
fn no_text_panics() {
    println!("seed {SEED}");
    let mut random = Random::new(SEED);
    for _ in 0..5_000 {
        pieces(&soup(&mut random), 1, |piece| {
            judged(&piece);
        });
    }
    for _ in 0..2_000 {
        let length = random.below(120);
        let bytes: Vec<u8> = (0..length).map(|_| random.next() as u8).collect();
        pieces(&String::from_utf8_lossy(&bytes), 1, |piece| {
            judged(&piece);
        });
    }
}

/// Parser functions that read a part of a rule, or read for many rules, and so have none of their own.
const HELPERS: &[(&str, &[&str])] = &[
    // What three kinds ask, and which kinds there are to choose from.
    ("assertions", &["asked", "of_kind", "of_state", "one_of_kinds"]),
    ("blocked", &["optional_text"]),
    (
        "directives",
        &[
            // Parts of the rules of the directives.
            "advance",
            "client_name",
            "expand",
            "client_names",
            "unless_end",
            "text_to_end",
            // Rules to the end of the line.
            "check_closed",
            "nothing_more",
            "only_principal",
            "only_question",
            "whole",
            // `permission_question` lists the entities with the actions that are about them.
            "asked_entity",
            // Faults.
            "fault",
            "no_action",
            "unknown",
        ],
    ),
    // What is tried of the families and of the rows alike.
    ("statement", &["whole"]),
    // The target that all policies have, tried before the rule of the policy's own.
    ("policies", &["all", "database", "policy", "policy_body", "target"]),
    // The name and the role are parts of `entity_role`.
    ("roles", &["changed_name", "entity_kind", "role_word"]),
    (
        "shared",
        &[
            // What follows a command: `pipe`, or a query about its result.
            "after",
            "then",
            // Words, marks and lists as such.
            "bare_name",
            "bracketed_list",
            "checked_name",
            "comma_list",
            "end",
            "flag",
            "keyword",
            "keywords",
            "mark",
            "one_of",
            "optional",
            "optional_properties",
            "optional_properties_with_trailing_comma",
            "quoted_name",
            "role",
            // Which slot a form has, and so which rule.
            "value_of",
            "some_strings",
            "string_at",
            "word",
            "word_of",
            // `name`, under which errors call it.
            "any_name",
            "name_of",
        ],
    ),
];

/// Rules without a parser of their name: parts of another rule that have a name to stand twice, and
/// what the parsers ask for as `optional_properties`.
const NO_PARSER: &[&str] = &[
    "with_properties",
    "comma_property_list",
    "application_name",
    "user_name",
    "names",
    "any_properties",
    "any_property",
    "pipe",
];

#[test]
fn parser_functions_and_rules_carry_the_same_names() {
    let grammar = Grammar::load();
    let mut faults = Vec::new();
    let mut read = BTreeSet::new();
    for (path, family) in parser_files() {
        let helpers = HELPERS.iter().find(|(name, _)| *name == family).map_or(&[][..], |(_, helpers)| helpers);
        for function in parsers(&std::fs::read_to_string(&path).unwrap()) {
            let rule = grammar.rules.get(&function);
            let shared = |rule: &Rule| family == "shared" && (rule.lexical() || rule.file == "statement");
            let has_rule = rule.is_some_and(|rule| rule.file == family || shared(rule));
            if has_rule == helpers.contains(&function.as_str()) {
                let fault = if has_rule { "is listed as a helper and has a rule" } else { "has no rule" };
                faults.push(format!("{}: `fn {function}` {fault} in grammar/{family}.ebnf", path.display()));
            }
            read.insert((rule.map_or(family.clone(), |rule| rule.file.clone()), function));
        }
    }
    for rule in grammar
        .rules
        .values()
        .filter(|rule| !rule.lexical() && !rule.made() && rule.file != "query" && !NO_PARSER.contains(&&*rule.name))
    {
        if !read.contains(&(rule.file.clone(), rule.name.clone())) {
            faults.push(format!("{}: no parser has the name of `{}`", rule.place(rule.line), rule.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The files that hold parsers, and the stem of the grammar file that their rules stand in.
fn parser_files() -> Vec<(PathBuf, String)> {
    let files = std::fs::read_dir("src/syntax/parser").unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter_map(|path| {
        let family = match path.file_stem()?.to_str()? {
            "input" | "explain_error" => return None,
            "mod" => "statement",
            "bare" | "questions" => "directives",
            "bodies" => "policies",
            "columns" | "leaf" | "query" | "slots" | "string" | "value" => "shared",
            own => own,
        };
        Some((path.clone(), family.to_owned()))
    });
    files.collect()
}

/// The functions of a source that are parsers: they answer a `PResult`, or a parser.
fn parsers(source: &str) -> BTreeSet<String> {
    let functions = source.split("\nfn ").skip(1).chain(source.split("\npub(super) fn ").skip(1));
    functions
        .filter_map(|rest| rest.split_once(" {\n").map(|(signature, _)| signature))
        .filter(|signature| signature.contains("-> PResult") || signature.contains("-> impl Fn(Input"))
        .filter_map(|signature| signature.split(['<', '(']).next().map(str::to_owned))
        .collect()
}

#[test]
fn the_rules_of_forms_are_those_of_the_rows() {
    for (path, text) in ebnf::form_files() {
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        let shown = path.display();
        assert!(found == text, "{shown} differs from the rows: UPDATE_FIXTURES=1 cargo test --test grammar writes it");
    }
}

#[test]
fn the_rule_of_a_row_is_read_as_its_kind() {
    let grammar = Grammar::load();
    let mut generator = Generator::new(&grammar, Random::new(SEED));
    let rows: Vec<Form> = grammar.forms().into_iter().filter(|form| form.is_row()).collect();
    assert_eq!(rows.len(), CommandKind::all().filter(|kind| kind.is_read_by_form()).count());
    for form in rows {
        for _ in 0..EACH {
            let sentence = generator.sentence(&form);
            pieces(&sentence.text, 1, |piece| {
                let kind = parser::parse(&piece).unwrap().command.kind();
                assert_eq!(kind.name(), form.name, "{}", sentence.text);
            });
        }
    }
}

#[test]
fn the_policies_of_sentences_are_policies() {
    for policy in PolicyKind::ALL.iter().copied().filter(|policy| policy.body() == Some(Body::Json)) {
        let json: serde_json::Value = serde_json::from_str(content(policy)).unwrap();
        let fits = match policy.content().map(|content| content.shape) {
            Some(Shape::Array) => json.is_array(),
            Some(Shape::Object) => json.is_object(),
            None => true,
        };
        assert!(fits, "{policy:?}: {json}");
    }
}

#[test]
fn a_fault_in_the_notation_is_told_with_its_file_and_line() {
    let cases = [
        ("a = \"x\" ;\nb = ;", "grammar/test.ebnf:2: an alternative is empty"),
        ("a = (\n\"x\" ;", "grammar/test.ebnf:2: expected `)`, found Some(Mark(';'))"),
        ("a = ? x ;", "grammar/test.ebnf:1: `?` is not closed"),
        ("a = x", "grammar/test.ebnf:1: expected `;`, found None"),
        ("(* x *)\n\n= x ;", "grammar/test.ebnf:3: expected the name of a rule"),
        ("a = $ ;", "grammar/test.ebnf:1: `$` is no part of the notation"),
    ];
    for (text, fault) in cases {
        assert_eq!(read_file(text, "test", &mut 0).map(|_| ()), Err(fault.to_owned()));
    }
}
