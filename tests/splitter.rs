//! Where a statement ends: at the first of `;` at the end of a line, a blank line, the next start,
//! the end of input; the first two only outside brackets and block strings.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

use kmgmt::model::command_kind::CommandKind;
use kmgmt::syntax::{Batch, Piece, Remark, Splitter, parser, pieces};

/// The statements of a text, each with the number of its first line.
fn split(text: &str) -> Vec<(u32, String)> {
    let mut found = Vec::new();
    pieces(text, 1, |piece| found.push((piece.line, piece.text.to_owned())));
    found
}

/// Asserts the statements of a text and their first lines, for both kinds of line breaks.
#[track_caller]
fn ends(text: &str, expected: &[(u32, &str)]) {
    let wanted = |line_break: &str| -> Vec<(u32, String)> {
        expected.iter().map(|(line, text)| (*line, text.replace('\n', line_break))).collect()
    };
    assert_eq!(split(text), wanted("\n"));
    assert_eq!(split(&text.replace('\n', "\r\n")), wanted("\r\n"), "with CR LF");
}

#[test]
fn the_end_of_input_ends_a_statement() {
    ends(".show version", &[(1, ".show version")]);
    ends("\n\n  .show version  \n", &[(3, "  .show version")]);
}

#[test]
fn nothing_is_no_statement() {
    for text in ["", "\n", "  \n\t\n", "// a comment", "// a comment\n\n// another\n"] {
        ends(text, &[]);
    }
}

#[test]
fn a_semicolon_at_the_end_of_a_line_ends_a_statement() {
    ends(".show a;\nb", &[(1, ".show a"), (2, "b")]);
    ends(".show a ; \t\n.show b;", &[(1, ".show a"), (2, ".show b")]);
    ends(".show a; // why\nb", &[(1, ".show a"), (2, "b")]);
}

#[test]
fn a_semicolon_inside_a_line_or_a_bracket_or_a_string_or_a_comment_does_not() {
    ends(".show a; b", &[(1, ".show a; b")]);
    ends(".show a (;\n)", &[(1, ".show a (;\n)")]);
    ends(".show 'a;\n'\n\n", &[(1, ".show 'a;\n'")]);
    ends(".show ```a;\n```", &[(1, ".show ```a;\n```")]);
    ends(".show a // b;\nc", &[(1, ".show a // b;\nc")]);
}

#[test]
fn a_blank_line_ends_a_statement() {
    ends(".show a\n\nb", &[(1, ".show a"), (3, "b")]);
    ends(".show a\n \t\nb", &[(1, ".show a"), (3, "b")]);
    ends(".show a // why\n\nb", &[(1, ".show a"), (3, "b")]);
}

#[test]
fn a_line_with_only_a_comment_is_not_blank() {
    ends(".show a\n  // why\n  b", &[(1, ".show a\n  // why\n  b")]);
}

#[test]
fn a_blank_line_inside_a_bracket_or_a_block_string_does_not_end() {
    ends(".add a (\n\n'b'\n)", &[(1, ".add a (\n\n'b'\n)")]);
    ends(".alter a { x\n\n}", &[(1, ".alter a { x\n\n}")]);
    ends(".alter a [\n\n]", &[(1, ".alter a [\n\n]")]);
    ends(".alter a ```x\n\n.show b\n\n```\n\nc", &[(1, ".alter a ```x\n\n.show b\n\n```"), (7, "c")]);
    ends(".alter a ~~~x\n\n~~~ d\nc", &[(1, ".alter a ~~~x\n\n~~~ d\nc")]);
    ends(".alter a h```x\n\n```", &[(1, ".alter a h```x\n\n```")]);
}

#[test]
fn brackets_in_strings_and_comments_do_not_count() {
    ends(".show '('\n\nb", &[(1, ".show '('"), (3, "b")]);
    ends(".show @'(' // (\n\nb", &[(1, ".show @'('"), (3, "b")]);
}

#[test]
fn the_next_start_ends_a_statement() {
    ends(".show a\n.show b", &[(1, ".show a"), (2, ".show b")]);
    ends(".show a\n   .show b", &[(1, ".show a"), (2, "   .show b")]);
    ends(".show a\n#help\n.show b", &[(1, ".show a"), (2, "#help"), (3, ".show b")]);
    ends(".show a\n// why\n.show b", &[(1, ".show a"), (3, ".show b")]);
}

#[test]
fn what_only_looks_like_a_start_does_not_end() {
    ends(".show a\n.1", &[(1, ".show a\n.1")]);
    ends(".show a\n #help", &[(1, ".show a\n #help")]);
    ends(".show a\n#1", &[(1, ".show a\n#1")]);
}

#[test]
fn a_directive_is_one_line() {
    ends("#dbcontext (\nb", &[(1, "#dbcontext ("), (2, "b")]);
    ends("#help;\n#quit", &[(1, "#help;"), (2, "#quit")]);
}

#[test]
fn behind_output_only_column_one_starts_and_a_semicolon_does_not_end() {
    ends(".set-or-append t <| T;\n  .where\n| x", &[(1, ".set-or-append t <| T;\n  .where\n| x")]);
    ends(".set-or-append t <| T\n.show b", &[(1, ".set-or-append t <| T"), (2, ".show b")]);
    ends(".set-or-append t <|\nT\n\nb", &[(1, ".set-or-append t <|\nT"), (4, "b")]);
    ends(".set-or-append t <| T\n#help", &[(1, ".set-or-append t <| T"), (2, "#help")]);
}

#[test]
fn inside_a_bracket_every_verb_of_the_table_in_column_one_starts_anew() {
    for verb in CommandKind::all_verbs() {
        let text = format!(".add database D viewers ('x'\n.{verb} inline into table T <| 1\n");
        let mut found = Vec::new();
        pieces(&text, 1, |piece| found.push((piece.line, piece.unclosed.is_some())));
        assert_eq!(found, [(1, true), (2, false)], "{text}");
    }
}

#[test]
fn inside_a_bracket_a_known_verb_in_column_one_starts_anew_and_the_opener_is_reported() {
    let text = ".add database D users ('a',\n\n.show b";
    ends(text, &[(1, ".add database D users ('a',"), (3, ".show b")]);
    let mut unclosed = Vec::new();
    pieces(text, 1, |piece| unclosed.push(piece.unclosed.map(|span| span.start)));
    assert_eq!(unclosed, [Some(22), None]);
    ends(".add (\n .show b", &[(1, ".add (\n .show b")]);
    ends(".add (\n.where b", &[(1, ".add (\n.where b")]);
    ends(".add (\n.show\n)", &[(1, ".add (\n.show\n)")]);
    ends(".add (\n#help", &[(1, ".add (\n#help")]);
    ends(".alter-merge (\n.create-or-alter b", &[(1, ".alter-merge ("), (2, ".create-or-alter b")]);
}

#[test]
fn the_body_of_a_script_runs_to_its_end_word_or_the_end_of_input() {
    let script = ".execute database script <|\n.show a;\n\n.show b\n#help\n";
    ends(&format!("{script}#end\n.show c"), &[(1, script), (7, ".show c")]);
    ends(&format!("{script}#end"), &[(1, script)]);
    ends(&format!("{script}#ends\n #end\nx"), &[(1, &format!("{script}#ends\n #end\nx"))]);
    ends(script, &[(1, script)]);
    ends(".execute cluster script with (a=1) <| .x\n\n.y", &[(1, ".execute cluster script with (a=1) <| .x\n\n.y")]);
}

#[test]
fn a_byte_order_mark_and_a_first_line_for_the_system_are_skipped() {
    ends("\u{feff}.show a", &[(1, ".show a")]);
    ends("#!/usr/bin/env kmgmt -f\n.show a", &[(2, ".show a")]);
    ends("\u{feff}#!/usr/bin/env kmgmt -f\n.show a", &[(2, ".show a")]);
    ends(".show a\n\n#!x\n\n", &[(1, ".show a"), (3, "#!x")]);
}

/// A statement as far as it can be compared.
type Shape = (u32, String, String, bool, bool, bool);

fn shape(piece: &Piece<'_>) -> Shape {
    let (unclosed, stray) = (piece.unclosed.is_some(), piece.stray.is_some());
    let inside = format!("{:?} {:?}", piece.tokens, piece.remarks);
    (piece.line, piece.text.to_owned(), inside, piece.directive, unclosed, stray)
}

/// Lets a text arrive in `parts`, and takes after each of them, and at the end, what there is.
fn arrive<'a>(parts: impl IntoIterator<Item = &'a str>, mut take: impl FnMut(&mut Splitter)) {
    let mut splitter = Splitter::new();
    for part in parts {
        splitter.push(part);
        take(&mut splitter);
    }
    splitter.finish();
    take(&mut splitter);
}

/// The statements of a text that arrives in `parts`.
fn in_parts<'a>(parts: impl IntoIterator<Item = &'a str>) -> Vec<Shape> {
    let mut found = Vec::new();
    arrive(parts, |splitter| {
        while let Some(piece) = splitter.next() {
            found.push(shape(&piece));
        }
    });
    found
}

/// The statements of a text that arrives in `parts`, each of which is parsed as a batch.
fn in_batches<'a>(parts: impl IntoIterator<Item = &'a str>) -> Vec<Shape> {
    let (mut batch, mut found) = (Batch::default(), Vec::new());
    arrive(parts, |splitter| {
        batch = std::mem::take(&mut batch).refilled(splitter);
        for piece in (0..batch.len()).map(|at| batch.get(at).unwrap()) {
            let tree = if piece.directive { None } else { parser::parse(&piece).ok() };
            assert_eq!(piece.trees.first(), Some(&tree), "{}", piece.text);
            found.push(shape(&piece));
        }
    });
    found
}

/// One text that has every rule in it.
const ALL: &str = "\u{feff}#!/bin/kmgmt\r\n// é\n\n.show a; // b;\n  .show 'ü' x\n\n#help roles\n.add (\n\n'a' // )\n)\n.alter ```\n\n.show `` x\n``` b\n\n.set t <| T;\n .x | y //! a\n//! b\n.add ([\n.show c\n.execute script <|\n.a\n\n#en\n#end\n.show ) d\n~~~a\n~~~;\n.1\n#1\nh```x\n\n``` @\"a\"\"\\\" 1.5:3\n\n.execute script <| x\n#end";

#[test]
fn the_parts_in_which_a_text_arrives_do_not_count() {
    let whole = in_parts([ALL]);
    assert_eq!(whole.len(), 12, "{whole:#?}");
    let cuts: Vec<usize> = (1..ALL.len()).filter(|cut| ALL.is_char_boundary(*cut)).collect();
    for first in &cuts {
        assert_eq!(in_batches([&ALL[..*first], &ALL[*first..]]), whole, "cut at {first}, in batches");
        for second in cuts.iter().filter(|second| *second > first) {
            let parts = [&ALL[..*first], &ALL[*first..*second], &ALL[*second..]];
            assert_eq!(in_parts(parts), whole, "cut at {first} and {second}");
        }
    }
    let single = ALL.char_indices().map(|(at, character)| &ALL[at..at + character.len_utf8()]);
    assert_eq!(in_parts(single), whole, "one character at a time");
}

#[test]
fn a_statement_is_there_as_soon_as_its_end_is() {
    let ready = |text: &str| {
        let mut splitter = Splitter::new();
        splitter.push(text);
        splitter.next().is_some()
    };
    for text in [".show a;\n", ".show a\n\n", ".show a\n.s", "#help\n", ".execute script <|\n.x\n#end\n", "b <| T\n\n"]
    {
        assert!(ready(text), "{text:?}");
    }
    for text in [".show a", ".show a;", ".show a\n", ".show a\n.", "#help", ".add (\n\n", ".execute script <|\n\n#en"] {
        assert!(!ready(text), "{text:?}");
    }
}

#[test]
fn a_long_statement_is_there_as_soon_as_its_end_is() {
    let mut splitter = Splitter::new();
    for number in 0..20_000 {
        splitter.push(&format!(".add (\n'{number}',\n"));
        splitter.push("\n");
        assert!(number > 0 || splitter.next().is_none());
        if number == 0 {
            continue;
        }
        // A verb in column one ends the statement before.
        assert_eq!(splitter.next().map(|piece| piece.line), Some(number * 3 - 2));
        assert!(splitter.next().is_none());
    }
    let mut splitter = Splitter::new();
    splitter.push(".alter ```");
    for _ in 0..20_000 {
        splitter.push("{ 'many': 'lines' }\n\n");
        assert!(splitter.next().is_none());
    }
    splitter.push("```;\n");
    assert_eq!(splitter.next().map(|piece| piece.text.len()), Some(10 + 20_000 * 21 + 3));
    assert_eq!(splitter.pending(), 1);
}

/// What is taken is forgotten: memory does not grow with comments or statements.
#[test]
fn nothing_is_kept_between_statements() {
    let mut splitter = Splitter::new();
    for line in 1..10_000 {
        splitter.push("// a comment\n\n");
        assert!(splitter.next().is_none());
        assert!(splitter.pending() == 0);
        if line % 100 == 0 {
            splitter.push(".show a;\n");
            assert_eq!(splitter.next().map(|piece| piece.line), Some(line * 2 + line / 100));
        }
    }
}

/// A small generator of numbers (splitmix64): the tests need no more.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }
}

#[test]
fn random_text_never_panics_and_is_split_alike_in_random_parts() {
    const SCRAPS: &[&str] = &[
        ".",
        "#",
        ";",
        "\n",
        "\r\n",
        " ",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "'",
        "\"",
        "@'",
        "h'",
        "```",
        "~~~",
        "`",
        "//",
        "<|",
        "\\",
        "show ",
        ".show ",
        "execute script <|",
        ".execute script <|",
        "#end",
        "#help",
        "a",
        "é",
        "\0",
        "1.5:",
        "\u{feff}",
        "#!",
        "-",
        "\n\n",
        "\n.",
        "h```",
    ];
    for seed in 0..3_000 {
        let mut numbers = Numbers(seed);
        let text: String = (0..numbers.below(40)).map(|_| SCRAPS[numbers.below(SCRAPS.len())]).collect();
        let whole = in_parts([text.as_str()]);
        for piece in &whole {
            assert!(text.contains(piece.1.trim_start_matches("//")) || text.contains("#!"), "seed {seed}: {text:?}");
        }
        let mut parts = Vec::new();
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let cut = rest.ceil_char_boundary(1 + numbers.below(6));
            let (part, after) = rest.split_at(cut.min(rest.len()));
            parts.push(part);
            rest = after;
        }
        assert_eq!(in_parts(parts), whole, "seed {seed}: {text:?}");
    }
}

#[test]
fn random_bytes_never_panic() {
    for seed in 0..2_000 {
        let mut numbers = Numbers(seed ^ 0xB17E5);
        let bytes: Vec<u8> = (0..numbers.below(200)).map(|_| u8::try_from(numbers.below(256)).unwrap()).collect();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let outcome = std::panic::catch_unwind(|| {
            pieces(&text, 1, |piece| {
                let _ = kmgmt::syntax::parser::parse(&piece);
            });
        });
        assert!(outcome.is_ok(), "seed {seed}: {text:?}");
    }
}

#[test]
fn a_semicolon_alone_is_no_statement() {
    let mut texts = Vec::new();
    pieces(";\n;;\n.show a;\n ; // b\n", 1, |piece| texts.push((piece.line, piece.text.to_owned())));
    assert_eq!(texts, [(3, ".show a".to_owned())]);
}

/// The remarks of each statement, and those after the last one, of a text that arrives in parts of this size.
fn remarks(text: &str, size: usize) -> Vec<String> {
    let mut splitter = Splitter::new();
    let mut found = Vec::new();
    let told = |remarks: &[Remark]| {
        let told = remarks.iter().map(|remark| format!("{}:{}:{}", remark.line, remark.span.start + 1, remark.said()));
        told.collect::<Vec<_>>().join(" ")
    };
    let mut rest = text;
    while !rest.is_empty() {
        let (part, after) = rest.split_at(rest.floor_char_boundary(size.min(rest.len())));
        rest = after;
        splitter.push(part);
        while let Some(piece) = splitter.next() {
            found.push(format!("{}: {}", piece.line, told(piece.remarks)));
        }
    }
    splitter.finish();
    while let Some(piece) = splitter.next() {
        found.push(format!("{}: {}", piece.line, told(piece.remarks)));
    }
    found.push(format!("end: {}", told(splitter.last_remarks())));
    found
}

#[test]
fn remarks_belong_to_the_statement_beside_them() {
    let text = "\
//! first
// a comment
.show version //! same line
//! before the second

  //! indented
.add database D users ( //! inside
  'a' //! too
); //! after the end
.show tables
.show version //! 'no string

//! in the end
//! é last";
    let expected = [
        "3: 1:1:first 3:15:same line",
        "7: 4:1:before the second 6:3:indented 7:25:inside 8:7:too 9:4:after the end",
        "10: ",
        "11: 11:15:'no string",
        "end: 13:1:in the end 14:1:é last",
    ];
    for size in (2..40).chain([text.len()]) {
        assert_eq!(remarks(text, size), expected, "in parts of {size}");
    }
}
