//! Breaks sentences: a token dropped, doubled, misspelled, exchanged for another word or swapped with its
//! neighbour, the end cut off, a bracket lost.

use std::ops::Range;

use kmgmt::model::command_kind::CommandKind;
use kmgmt::model::directive_kind::DirectiveKind;
use kmgmt::model::entity::EntityKind;
use kmgmt::model::keyword::Keyword;
use kmgmt::model::role::Role;
use kmgmt::syntax::{Part, parts, query_tokens};

use super::generator::{Sentence, sentences, source_for};
use super::random::Random;

/// `count` commands, each broken in one way.
pub fn broken(seed: u64, count: usize) -> Vec<Sentence> {
    all_broken(seed, &sentences(seed, count))
}

/// The sentences, each broken in one way; a few are still right, as luck will have it.
/// The form tells the way: `change_role, dropped`. How one is broken depends on it alone.
pub fn all_broken(seed: u64, sentences: &[Sentence]) -> Vec<Sentence> {
    let one =
        |sentence: &Sentence| broken_one(sentence, &tokens(&sentence.text), &mut source_for(!seed, &sentence.text));
    sentences.iter().map(one).collect()
}

/// The sentence, broken in one way in what its form says: not in a query, a body or data.
pub(super) fn broken_in_form(sentence: &Sentence, random: &mut Random) -> Sentence {
    let text = &sentence.text;
    let mut spans = tokens(text);
    if let Some(free) = spans.iter().position(|span| matches!(&text[span.clone()], "<|" | "|" | "{")) {
        // Operators are no part of the form; what begins a query or a body is.
        spans.truncate(if &text[spans[free].clone()] == "|" { free } else { free + 1 });
    }
    broken_one(sentence, &spans, random)
}

fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    parts(text, |part| match part {
        Part::Statement(piece) => spans.extend(piece.tokens.iter().map(|token| token.span.range())),
        Part::Comment(comment) => spans.extend(comment.tokens.iter().map(|token| token.span.range())),
    });
    spans
}

fn broken_one(sentence: &Sentence, spans: &[Range<usize>], random: &mut Random) -> Sentence {
    let text = &sentence.text;
    let brackets: Vec<usize> =
        (0..spans.len()).filter(|at| matches!(&text[spans[*at].clone()], "(" | ")" | "[" | "]" | "{" | "}")).collect();
    let at = random.below(spans.len());
    let next = (at + 1).min(spans.len() - 1);
    let (span, after) = (spans[at].clone(), spans[next].clone());
    let token = &text[span.clone()];
    let (way, text) = match random.below(7) {
        0 => ("dropped", spliced(text, span, "")),
        1 => ("doubled", spliced(text, span, &format!("{token} {token}"))),
        2 => ("misspelled", spliced(text, span, &misspelled(token, random))),
        3 => ("exchanged", spliced(text, span, random.pick(Keyword::ALL).text())),
        4 if at > 1 => ("cut", text[..span.start].to_owned()),
        5 if !brackets.is_empty() => ("bracket lost", spliced(text, spans[*random.pick(&brackets)].clone(), "")),
        _ if next > at => {
            let swapped = format!("{}{}{token}", &text[after.clone()], &text[span.end..after.start]);
            ("swapped", spliced(text, span.start..after.end, &swapped))
        }
        _ => ("dropped", spliced(text, span, "")),
    };
    Sentence { text, form: format!("{}, {way}", sentence.form) }
}

fn spliced(text: &str, range: Range<usize>, with: &str) -> String {
    format!("{}{with}{}", &text[..range.start], &text[range.end..])
}

/// The token with one character lost, doubled or another.
fn misspelled(token: &str, random: &mut Random) -> String {
    let mut characters: Vec<char> = token.chars().collect();
    let at = random.below(characters.len());
    match random.below(3) {
        0 => drop(characters.remove(at)),
        1 => characters.insert(at, characters[at]),
        _ => characters[at] = *random.pick(&['x', 'Q', '_', '\'', 'é', '.']),
    }
    characters.into_iter().collect()
}

/// Words, marks and scraps of the language in no order.
pub fn soup(random: &mut Random) -> String {
    const SCRAPS: &[&str] = &[
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
        "<|",
        "|",
        ".",
        "-",
        "*",
        "'",
        "\"",
        "```",
        "~~~",
        "@'",
        "h'",
        "'aaduser=a@b.c'",
        "aaduser=a@b.c",
        "'aaduser='",
        "'x'",
        "\\",
        "\n",
        "\n\n",
        "\n.",
        "#",
        "#end",
        "//",
        "5m",
        "1.00:00:00",
        "2024",
        "Samples",
        "['two words']",
        "é",
        "\u{0}",
        "\u{feff}",
        "😀",
        "\r\n",
        "\t",
        "=;",
        "datetime(",
        "dynamic(",
    ];
    let verbs: Vec<&str> = CommandKind::all_verbs().collect();
    let mut text = match random.below(5) {
        0 => String::new(),
        1 => format!("#{} ", random.pick(DirectiveKind::ALL).word()),
        _ => format!(".{}", random.pick(&verbs)),
    };
    for _ in 0..random.below(14) {
        text.push_str(if random.one_in(5) { "" } else { " " });
        match random.below(4) {
            0 => text.push_str(random.pick(Keyword::ALL).text()),
            1 => text.push_str(random.pick(Role::ALL).word()),
            2 => text.push_str(&random.pick(EntityKind::ALL).to_string()),
            _ => text.push_str(random.pick::<&str>(SCRAPS)),
        }
    }
    text
}

/// The query, broken in one way.
pub fn broken_query(text: &str, random: &mut Random) -> String {
    let spans: Vec<Range<usize>> = query_tokens(text).iter().map(|token| token.span.range()).collect();
    let sentence = Sentence { text: text.to_owned(), form: String::new() };
    if spans.len() < 2 { text.to_owned() } else { broken_one(&sentence, &spans, random).text }
}
