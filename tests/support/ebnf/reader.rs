//! Reads `grammar/*.ebnf`.
//!
//! `rule = expression ;` with `|`, `[ optional ]`, `{ repeated }`, `( group )`, `"word"` or
//! `'word'`, `? special ?` and `(* comment *)`. Whatever is wrong is reported with file and line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A part of a rule; every part has a number of its own.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its number, by which what was reached is counted.
    pub id: usize,
    /// The line in the file of its rule.
    pub line: usize,
    /// What it is.
    pub part: Part,
}

/// What a part of a rule is.
#[derive(Clone, Debug)]
pub enum Part {
    /// `"word"`
    Word(String),
    /// `rule`
    Rule(String),
    /// `? text ?`
    Special(String),
    /// `a b`
    Sequence(Vec<Node>),
    /// `a | b`
    Choice(Vec<Node>),
    /// `[ a ]`
    Optional(Box<Node>),
    /// `{ a }`
    Repeat(Box<Node>),
}

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// The stem of its file: `roles`.
    pub file: String,
    /// The line of its name.
    pub line: usize,
    /// What it says.
    pub body: Node,
}

impl Rule {
    /// Whether no white space stands between its parts.
    pub fn lexical(&self) -> bool {
        self.file == "lexical"
    }

    /// Whether it is made from a row or from a part of rows, and so read by the one parser of forms.
    pub fn made(&self) -> bool {
        self.name.starts_with(|first: char| first.is_ascii_uppercase()) || self.name.ends_with("_row")
    }

    /// `grammar/roles.ebnf:3`
    pub fn place(&self, line: usize) -> String {
        format!("grammar/{}.ebnf:{line}", self.file)
    }
}

/// All rules, by name.
pub type Rules = BTreeMap<String, Rule>;

/// Reads every file of `folder`, in order of names. Faults are answered as `file:line: message`.
pub fn read(folder: &Path) -> Result<(Rules, usize), Vec<String>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "ebnf"));
    files.sort();
    let (mut rules, mut faults, mut ids) = (Rules::new(), Vec::new(), 0);
    for path in files {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        match read_file(&std::fs::read_to_string(&path).unwrap(), &stem, &mut ids) {
            Ok(found) => {
                for rule in found {
                    if let Some(first) = rules.get(&rule.name) {
                        let place = first.place(first.line);
                        faults.push(format!("{}: `{}` is also at {place}", rule.place(rule.line), rule.name));
                    } else {
                        rules.insert(rule.name.clone(), rule);
                    }
                }
            }
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok((rules, ids)) } else { Err(faults) }
}

/// The rules in the text of a file.
pub fn read_file(text: &str, stem: &str, ids: &mut usize) -> Result<Vec<Rule>, String> {
    let tokens = tokens(text).map_err(|(line, message)| format!("grammar/{stem}.ebnf:{line}: {message}"))?;
    let mut reader = Reader { tokens: &tokens, at: 0, ids };
    let mut rules = Vec::new();
    while reader.at < reader.tokens.len() {
        let rule = reader.rule(stem);
        rules.push(rule.map_err(|(line, message)| format!("grammar/{stem}.ebnf:{line}: {message}"))?);
    }
    Ok(rules)
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Word(String),
    Special(String),
    Mark(char),
}

type Fault = (usize, String);

/// The tokens of a file with their lines.
fn tokens(text: &str) -> Result<Vec<(usize, Token)>, Fault> {
    let mut found = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while let Some(first) = rest.chars().next() {
        let start = line;
        let closed = |close: &str, skip: usize| {
            rest[skip..].find(close).map(|at| at + skip).ok_or((start, format!("`{first}` is not closed")))
        };
        let length = match first {
            '(' if rest.starts_with("(*") => closed("*)", 2)? + 2,
            '"' | '\'' => {
                let end = closed(&first.to_string(), 1)?;
                if end == 1 || rest[1..end].contains('\n') {
                    return Err((line, "a word is empty or broken over lines".to_owned()));
                }
                found.push((line, Token::Word(rest[1..end].to_owned())));
                end + 1
            }
            '?' => {
                let end = closed("?", 1)?;
                found.push((line, Token::Special(rest[1..end].split_whitespace().collect::<Vec<_>>().join(" "))));
                end + 1
            }
            _ if first.is_ascii_alphabetic() => {
                let name = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let end = rest.find(|c| !name(c)).unwrap_or(rest.len());
                found.push((line, Token::Name(rest[..end].to_owned())));
                end
            }
            '=' | ';' | '|' | '[' | ']' | '{' | '}' | '(' | ')' => {
                found.push((line, Token::Mark(first)));
                1
            }
            _ if first.is_whitespace() => first.len_utf8(),
            _ => return Err((line, format!("`{first}` is no part of the notation"))),
        };
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    Ok(found)
}

struct Reader<'t> {
    tokens: &'t [(usize, Token)],
    at: usize,
    ids: &'t mut usize,
}

impl Reader<'_> {
    fn line(&self) -> usize {
        self.tokens.get(self.at).or(self.tokens.last()).map_or(1, |(line, _)| *line)
    }

    fn is(&self, mark: char) -> bool {
        self.tokens.get(self.at).is_some_and(|(_, token)| *token == Token::Mark(mark))
    }

    fn take(&mut self, mark: char) -> Result<(), Fault> {
        if self.is(mark) {
            self.at += 1;
            return Ok(());
        }
        Err((self.line(), format!("expected `{mark}`, found {:?}", self.tokens.get(self.at).map(|(_, token)| token))))
    }

    fn node(&mut self, line: usize, part: Part) -> Node {
        *self.ids += 1;
        Node { id: *self.ids - 1, line, part }
    }

    fn rule(&mut self, stem: &str) -> Result<Rule, Fault> {
        let line = self.line();
        let Some((_, Token::Name(name))) = self.tokens.get(self.at) else {
            return Err((line, "expected the name of a rule".to_owned()));
        };
        self.at += 1;
        self.take('=')?;
        let body = self.choice()?;
        self.take(';')?;
        Ok(Rule { name: name.clone(), file: stem.to_owned(), line, body })
    }

    fn choice(&mut self) -> Result<Node, Fault> {
        let line = self.line();
        let mut alternatives = vec![self.sequence()?];
        while self.is('|') {
            self.at += 1;
            alternatives.push(self.sequence()?);
        }
        Ok(if alternatives.len() == 1 { alternatives.remove(0) } else { self.node(line, Part::Choice(alternatives)) })
    }

    fn sequence(&mut self) -> Result<Node, Fault> {
        let line = self.line();
        let mut parts = Vec::new();
        while let Some(part) = self.part()? {
            parts.push(part);
        }
        match parts.len() {
            0 => Err((line, "an alternative is empty".to_owned())),
            1 => Ok(parts.remove(0)),
            _ => Ok(self.node(line, Part::Sequence(parts))),
        }
    }

    fn part(&mut self) -> Result<Option<Node>, Fault> {
        let Some((line, token)) = self.tokens.get(self.at) else { return Ok(None) };
        let part = match token {
            Token::Mark(open @ ('[' | '{' | '(')) => return self.group(*line, *open).map(Some),
            Token::Mark(_) => return Ok(None),
            Token::Name(name) => Part::Rule(name.clone()),
            Token::Word(word) => Part::Word(word.clone()),
            Token::Special(text) => Part::Special(text.clone()),
        };
        self.at += 1;
        Ok(Some(self.node(*line, part)))
    }

    fn group(&mut self, line: usize, open: char) -> Result<Node, Fault> {
        self.at += 1;
        let inner = self.choice()?;
        let (close, part) = match open {
            '[' => (']', Part::Optional(Box::new(inner))),
            '{' => ('}', Part::Repeat(Box::new(inner))),
            _ => {
                self.take(')')?;
                return Ok(inner);
            }
        };
        self.take(close)?;
        Ok(self.node(line, part))
    }
}

impl Node {
    /// The parts directly inside.
    pub fn inner(&self) -> &[Self] {
        match &self.part {
            Part::Sequence(parts) | Part::Choice(parts) => parts,
            Part::Optional(inner) | Part::Repeat(inner) => std::slice::from_ref(inner.as_ref()),
            Part::Word(_) | Part::Rule(_) | Part::Special(_) => &[],
        }
    }

    /// Calls `each` with this part and all parts inside.
    pub fn walk<'n>(&'n self, each: &mut impl FnMut(&'n Self)) {
        each(self);
        self.inner().iter().for_each(|inner| inner.walk(each));
    }

    /// In how many ways generation can go on here.
    pub fn ways(&self) -> usize {
        match &self.part {
            Part::Choice(alternatives) => alternatives.len(),
            Part::Optional(_) => 2,
            Part::Repeat(_) => 3,
            _ => 0,
        }
    }
}
