//! `kmgmt fmt`: what a script says stays, its comments stay, and a second time changes nothing.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/ebnf/mod.rs"]
mod ebnf;

use std::path::{Path, PathBuf};

use ebnf::{Grammar, Random, broken, sentences_of};
use kmgmt::syntax::ast::{Command, Statement};
use kmgmt::syntax::{Piece, formatted, parser, pieces};

/// What a script says, without how it is laid out.
#[derive(Debug, PartialEq)]
enum Said {
    /// A statement, of which its printed tree speaks; of a script of commands what they say.
    Statement(String, Vec<Said>),
    /// A directive or what is no statement: its text.
    Text(String),
    /// A comment between statements.
    Comment(String),
}

/// What a text says, in order.
fn said(text: &str) -> Vec<Said> {
    let (mut all, mut end) = (Vec::new(), 0);
    pieces(text, 1, |piece| {
        comments(&text[end..piece.start], &mut all);
        end = piece.start + piece.text.len();
        all.push(said_of(&piece));
    });
    comments(&text[end..], &mut all);
    all
}

fn said_of(piece: &Piece<'_>) -> Said {
    let text = || Said::Text(piece.text.trim_end().to_owned());
    if piece.directive {
        return text();
    }
    match parser::parse(piece) {
        Ok(Statement { command: Command::Scripts(script), .. }) => {
            let head = format!("{} {}", script.cluster, script.properties);
            Said::Statement(head, said(&script.body.value))
        }
        Ok(statement) => {
            let mut inside = Vec::new();
            for pair in piece.tokens.windows(2) {
                let gap = &piece.text[pair[0].span.end as usize..pair[1].span.start as usize];
                // What follows `<|` and stands in braces is part of the tree, comments too.
                if !statement.to_string().contains(gap.trim()) {
                    comments(gap, &mut inside);
                }
            }
            Said::Statement(statement.to_string(), inside)
        }
        Err(_) => text(),
    }
}

fn comments(gap: &str, all: &mut Vec<Said>) {
    let lines = gap.lines().map(|line| line.trim_matches(|c: char| c == ';' || c == '\u{feff}' || c.is_whitespace()));
    all.extend(lines.filter(|line| !line.is_empty()).map(|line| Said::Comment(line.to_owned())));
}

/// The script in the layout, after it was seen that nothing is lost and that a second time changes nothing.
#[track_caller]
fn kept(text: &str) -> String {
    let once = formatted(text).text;
    assert_eq!(said(&once), said(text), "{text}\nbecomes\n{once}");
    assert_eq!(formatted(&once).text, once, "{text}\nbecomes first\n{once}");
    once
}

fn scripts(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.extension() {
            _ if path.is_dir() => scripts(&path, found),
            Some(extension) if extension == "kql" || extension == "csl" => found.push(path),
            _ => {}
        }
    }
}

#[test]
fn every_script_of_the_fixtures_says_the_same_in_the_layout() {
    let mut found = Vec::new();
    scripts(Path::new("fixtures"), &mut found);
    assert!(found.len() > 50, "{found:?}");
    for path in found {
        let text = std::fs::read_to_string(&path).unwrap();
        kept(&text);
        kept(&text.replace('\n', "\r\n"));
        kept(text.trim_end());
        kept(&format!("\u{feff}#!/usr/bin/env kmgmt\n{text}"));
    }
}

#[test]
fn sentences_of_every_form_say_the_same_in_the_layout() {
    let grammar = Grammar::load();
    let forms: Vec<_> = grammar.forms().into_iter().chain(grammar.directives()).collect();
    let mut random = Random::new(20_260_131);
    let mut script = String::new();
    for sentence in sentences_of(&grammar, &forms, 7, 8 * forms.len()) {
        let laid_out = kept(&sentence.text);
        assert!(formatted(&laid_out).faults.is_empty(), "{laid_out}");
        let between =
            *random.pick(&["\n", "\n\n\n", ";\n", " // after\n", "; // after\n\n", "\n// before\n", "\n\n;\n"]);
        script.push_str(&sentence.text);
        // `#end` ends the script of commands that a sentence may end with.
        script.push_str(if sentence.text.contains("script") { "\n#end\n" } else { between });
        if random.one_in(20) {
            kept(&std::mem::take(&mut script));
        }
    }
}

#[test]
fn what_is_no_statement_stays_and_is_told() {
    for sentence in broken(11, 1_000) {
        kept(&format!(".show  version\n\n{}\n\n\n.show   version\n", sentence.text));
    }
    let fault = formatted(".show version\n  .frobnicate   h'key'\n");
    assert_eq!(fault.text, ".show version\n  .frobnicate   h'key'\n");
    assert_eq!((fault.faults.len(), fault.faults[0].line), (1, 2));
    assert!(!fault.faults[0].text.contains("key"));
}

#[test]
fn in_a_line_stands_the_white_space_of_the_printed_tree_and_every_word_stays() {
    for (text, expected) in [
        (".show   database  Samples   principals ;", ".show database Samples principals;\n"),
        (
            ".add   database D users(\"aaduser=a@b.c\" , 'aaduser=d@b.c')  'why'   // note  ",
            ".add database D users (\"aaduser=a@b.c\", 'aaduser=d@b.c') 'why' // note\n",
        ),
        (
            ".create table T(a:int,b :string)  with( folder =\"F\" )",
            ".create table T (a: int, b: string) with (folder=\"F\")\n",
        ),
        // The tree prints another verb, and a length of time in another form.
        (".drop   database  D", ".drop database D\n"),
        (".alter table  T policy caching hot  =  5m", ".alter table T policy caching hot = 5m\n"),
        (
            ".create entity_group G (cluster( 'c' ).database('d') ,database ('e'))",
            ".create entity_group G (cluster('c').database('d'), database('e'))\n",
        ),
    ] {
        assert_eq!(kept(text), expected);
    }
}

#[test]
fn secrets_and_the_text_of_strings_stay() {
    let text = ".create-or-alter external table E (a:long)  kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;key')";
    assert!(kept(text).contains("(h@'https://a.blob.core.windows.net/c;key')"));
    let text = ".alter database D  policy managed_identity ```[\n  {\"ObjectId\": \"system\", /* ours */ \"AllowedUsages\": \"All\"}\n]```";
    assert_eq!(kept(text), text.replace("  policy", " policy") + "\n");
}

#[test]
fn a_statement_in_several_lines_keeps_its_lines_and_comments() {
    let text = "\
.add database D  users (   // the team


  'aaduser=a@b.c',   'aaduser=d@b.c'
       // and the lead
   , 'aaduser=e@b.c'
  ) 'why'
.create-or-alter function   with (folder = 'F')
F( a:string )
{
    T
    | where x == a   // as it is
}
";
    let expected = "\
.add database D users ( // the team

    'aaduser=a@b.c', 'aaduser=d@b.c'
    // and the lead
    , 'aaduser=e@b.c'
) 'why'
.create-or-alter function with (folder='F')
    F( a:string )
{
    T
    | where x == a   // as it is
}
";
    assert_eq!(kept(text), expected);
}

#[test]
fn of_blank_lines_one_stays_and_comments_begin_their_lines() {
    let text = "\n\n#!x\n  // first\n\n\n\n//! allow x\n;;\n.show version\n;\n\n\n\n#help   // what\n\n\n";
    let text = text.trim_start();
    assert_eq!(kept(text), "#!x\n// first\n\n//! allow x\n.show version;\n\n#help   // what\n");
}

#[test]
fn commands_of_a_script_are_laid_out_too() {
    let text = ".execute database script   <| .show   version\n\n\n// c\n.show   tables\n#end   \n.show version";
    let expected = ".execute database script <|\n.show version\n\n// c\n.show tables\n#end\n.show version\n";
    assert_eq!(kept(text), expected);
}
