//! Makes sentences of the grammar.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kmgmt::model::property::{Properties, Takes};
use kmgmt::syntax::{parser, pieces};

use super::grammar::{Form, Grammar};
use super::plain;
use super::random::Random;
use super::reader::{Node, Part, Rule};
use super::vocabulary::{code, is_word, samples};

/// A sentence and the form that it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The statement.
    pub text: String,
    /// An alternative of a family's command rule: `change_role`.
    pub form: String,
}

/// `count` valid commands, the forms in turn.
pub fn sentences(seed: u64, count: usize) -> Vec<Sentence> {
    let grammar = Grammar::load();
    sentences_of(&grammar, &grammar.forms(), seed, count)
}

/// `count` valid sentences, the forms in turn. Each form draws from a source of its own, so that
/// those of the others stay as they are when a form is added or changed.
pub fn sentences_of(grammar: &Grammar, forms: &[Form], seed: u64, count: usize) -> Vec<Sentence> {
    let mut generators: Vec<Generator<'_>> =
        forms.iter().map(|form| Generator::new(grammar, source_for(seed, &form.name))).collect();
    let mut all = Vec::with_capacity(count);
    for at in 0..count {
        let turn = at % forms.len();
        all.push(generators[turn].sentence(&forms[turn]));
    }
    all
}

/// The source of chance for what bears this name: whatever else there is does not change it.
pub(super) fn source_for(seed: u64, name: &str) -> Random {
    Random::new(name.bytes().fold(seed, |sum, byte| Random::new(sum ^ u64::from(byte)).next()))
}

/// Makes sentences, and counts which ways were gone.
pub struct Generator<'g> {
    grammar: &'g Grammar,
    random: Random,
    /// For each part, how often each way was gone.
    pub gone: Vec<Vec<u32>>,
    /// How often each word of a `? special ?` was taken, and each property of each form.
    pub taken: HashMap<String, BTreeMap<String, u32>>,
    /// Whether the last sentence went a way between tokens that none before it went.
    pub explored: bool,
    /// The parts that stand inside tokens.
    lexical: BTreeSet<usize>,
}

/// A sentence in the making.
#[derive(Clone, Default)]
struct Draft {
    /// The words and marks.
    words: Vec<String>,
    /// Inside a token: the next part joins the last word.
    joined: bool,
    names: BTreeSet<String>,
    /// The properties of each open list.
    properties: Vec<BTreeSet<&'static str>>,
    takes: Option<Takes>,
    ways: Vec<(usize, usize)>,
    samples: Vec<(String, String)>,
    depth: usize,
}

/// Below so many rules a sentence goes the shortest way to its end.
const DEEP: usize = 30;

/// The sentence can't go on this way.
struct Dead;

impl<'g> Generator<'g> {
    /// A generator that has made nothing yet.
    pub fn new(grammar: &'g Grammar, random: Random) -> Self {
        let (mut gone, mut lexical) = (vec![Vec::new(); grammar.parts], BTreeSet::new());
        for rule in grammar.rules.values() {
            rule.body.walk(&mut |node| gone[node.id] = vec![0; node.ways()]);
            if rule.lexical() {
                rule.body.walk(&mut |node| lexical.extend([node.id]));
            }
        }
        Self { grammar, random, gone, taken: HashMap::new(), explored: false, lexical }
    }

    /// A sentence of the form.
    pub fn sentence(&mut self, form: &Form) -> Sentence {
        for _ in 0..100 {
            let mut draft = Draft::default();
            if self.rule(form.root, form, &mut draft).is_ok() {
                self.explored = false;
                for (node, way) in draft.ways {
                    self.explored |= self.gone[node][way] == 0 && !self.lexical.contains(&node);
                    self.gone[node][way] += 1;
                }
                for (special, word) in draft.samples {
                    *self.taken.entry(special).or_default().entry(word).or_default() += 1;
                }
                return Sentence { text: self.laid_out(&draft.words), form: form.name.clone() };
            }
        }
        panic!("no sentence of the form {} can be made", form.name)
    }

    fn rule(&mut self, name: &str, form: &Form, draft: &mut Draft) -> Result<(), Dead> {
        let grammar = self.grammar;
        let rule = grammar.rules.get(name).ok_or(Dead)?;
        if draft.depth > 200 {
            return Err(Dead);
        }
        if name == "pipe" && has_query(draft) {
            return Err(Dead);
        }
        let outside = draft.joined;
        if rule.lexical() && !outside {
            draft.words.push(String::new());
            draft.joined = true;
        }
        // Most names and texts are such as people write; the others reach every way of the notation.
        if !outside && !self.random.one_in(4) {
            let plain = match name {
                "identifier" => Some(self.free_name(draft)),
                "string" => Some(plain::text(&draft.words[..draft.words.len() - 1], &mut self.random)),
                _ => None,
            };
            if let Some(plain) = plain {
                put(draft, &plain);
                draft.joined = outside;
                return Ok(());
            }
        }
        draft.depth += 1;
        let list = lists_properties(rule);
        if list {
            draft.properties.push(BTreeSet::new());
        }
        self.node(&rule.body, rule, form, draft)?;
        if list {
            draft.properties.pop();
        }
        draft.depth -= 1;
        draft.joined = outside;
        let is_reserved = |draft: &Draft| draft.words.last().is_some_and(|word| kmgmt::query::parse::is_reserved(word));
        if name == "bare_word" && !outside && form.root != "statement" && is_reserved(draft) {
            return Err(Dead);
        }
        if name == "identifier" {
            let word = draft.words.last().cloned().unwrap_or_default();
            if is_word(&word) || !draft.names.insert(word) {
                return Err(Dead);
            }
        }
        Ok(())
    }

    fn node(&mut self, node: &Node, rule: &Rule, form: &Form, draft: &mut Draft) -> Result<(), Dead> {
        match &node.part {
            Part::Word(word) => put(draft, word),
            Part::Rule(name) => self.rule(name, form, draft)?,
            Part::Special(special) => {
                let word = self.special(special, node, rule, draft)?;
                put(draft, &word);
            }
            Part::Sequence(parts) => {
                for part in parts {
                    self.node(part, rule, form, draft)?;
                }
            }
            Part::Choice(alternatives) => self.choice(node, alternatives, rule, form, draft)?,
            Part::Optional(inner) => {
                let way = self.way(node.id, &[0, 1]);
                let wanted = way == 1 && !self.is_enough(rule, draft);
                let times = if wanted && self.attempt(inner, rule, form, draft) { 1 } else { 0 };
                draft.ways.push((node.id, times));
            }
            Part::Repeat(inner) => {
                // Strings side by side are seldom written.
                let wanted = match self.way(node.id, &[0, 1, 2]) {
                    _ if rule.name == "strings" && !self.random.one_in(8) => 0,
                    _ if self.is_enough(rule, draft) => 0,
                    2 => 2 + self.random.below(3),
                    few => few,
                };
                let times = (0..wanted).take_while(|_| self.attempt(inner, rule, form, draft)).count();
                draft.ways.push((node.id, times.min(2)));
            }
        }
        Ok(())
    }

    /// Whether a part of a query that may be left out is left out: most are, since operations stand in operations.
    fn is_enough(&mut self, rule: &Rule, draft: &Draft) -> bool {
        // What holds no operations may grow; a list after the name of an operator grows a little.
        const SMALL: &[&str] = &[
            "body_of_function",
            "function_parameters",
            "json",
            "schema",
            "schema_of_plugin",
            "with_property",
            "with_settings",
        ];
        let is_small = SMALL.contains(&rule.name.as_str());
        let one_in = if matches!(rule.name.as_str(), "operator" | "reordered" | "summarize" | "join" | "piece") {
            5
        } else {
            10
        };
        rule.file == "query" && (draft.depth > DEEP || !is_small && !self.random.one_in(one_in))
    }

    /// Goes on with the part if that is possible.
    fn attempt(&mut self, node: &Node, rule: &Rule, form: &Form, draft: &mut Draft) -> bool {
        if !self.grammar.can_use(node) {
            return false;
        }
        for _ in 0..5 {
            let mut longer = draft.clone();
            if self.node(node, rule, form, &mut longer).is_ok() {
                *draft = longer;
                return true;
            }
        }
        false
    }

    fn choice(
        &mut self,
        node: &Node,
        alternatives: &[Node],
        rule: &Rule,
        form: &Form,
        draft: &mut Draft,
    ) -> Result<(), Dead> {
        let fixed = form.choices.iter().find(|(id, _)| *id == node.id).map(|(_, way)| *way);
        let mut open: Vec<usize> = (0..alternatives.len())
            .filter(|way| fixed.is_none_or(|fixed| fixed == *way))
            .filter(|way| self.grammar.can_use(&alternatives[*way]))
            .filter(|way| rule.name != "property_value" || suits(draft.takes, &alternatives[*way]))
            .collect();
        if draft.depth > DEEP {
            let least = open.iter().filter_map(|way| self.grammar.height(&alternatives[*way])).min();
            open.retain(|way| self.grammar.height(&alternatives[*way]) == least);
        }
        while !open.is_empty() {
            let way = self.way(node.id, &open);
            if self.attempt(&alternatives[way], rule, form, draft) {
                draft.ways.push((node.id, way));
                return Ok(());
            }
            open.retain(|other| *other != way);
        }
        Err(Dead)
    }

    /// One of the open ways: mostly the one that was gone the least.
    fn way(&mut self, node: usize, open: &[usize]) -> usize {
        if self.random.one_in(3) {
            return *self.random.pick(open);
        }
        let least = open.iter().map(|way| self.gone[node][*way]).min().unwrap_or_default();
        let rare: Vec<usize> = open.iter().copied().filter(|way| self.gone[node][*way] == least).collect();
        *self.random.pick(&rare)
    }

    fn special(&mut self, special: &str, node: &Node, rule: &Rule, draft: &mut Draft) -> Result<String, Dead> {
        if special == "property" || special.starts_with("property of ") {
            return self.property(node, rule, draft);
        }
        if let Some(code) = code(special, &mut self.random) {
            return Ok(code);
        }
        let special = if special == "JSON in quotes" { &plain::json_after(&draft.words) } else { special };
        let words = samples(special).unwrap_or_else(|| panic!("{}: `? {special} ?` is unknown", rule.place(node.line)));
        let one_line = draft.words.first().is_some_and(|first| plain::is_line(first));
        let words: Vec<String> = words.into_iter().filter(|word| !(one_line && word.contains('\n'))).collect();
        let mut word = self.rare(special, &words);
        draft.samples.push((special.to_owned(), word.clone()));
        if special == "name" {
            while !draft.names.insert(word.clone()) {
                word.push(char::from(b'a' + self.random.below(26) as u8));
            }
        }
        Ok(word)
    }

    /// A name that no other has in the sentence.
    fn free_name(&mut self, draft: &mut Draft) -> String {
        let mut name = plain::name(&mut self.random);
        while !draft.names.insert(name.clone()) {
            name.push(char::from(b'0' + self.random.below(10) as u8));
        }
        name
    }

    /// One of the words, mostly one that was seldom taken.
    fn rare(&mut self, special: &str, words: &[String]) -> String {
        if self.random.one_in(3) {
            return self.random.pick(words).clone();
        }
        let count = |word: &String| self.taken.get(special).and_then(|words| words.get(word)).copied().unwrap_or(0);
        let least = words.iter().map(count).min().unwrap_or_default();
        let rare: Vec<String> = words.iter().filter(|word| count(word) == least).cloned().collect();
        self.random.pick(&rare).clone()
    }

    /// A property that may stand here and does not yet; what it takes is kept for its value.
    fn property(&mut self, node: &Node, rule: &Rule, draft: &mut Draft) -> Result<String, Dead> {
        let properties = properties_after(&draft.words.join(" ").replacen(". ", ".", 1)).unwrap_or_else(|| {
            panic!("{}: the parser takes no property after `{}`", rule.place(node.line), draft.words.join(" "))
        });
        let used = draft.properties.last().cloned().unwrap_or_default();
        let free: Vec<String> =
            properties.rows.iter().map(|row| row.name).filter(|name| !used.contains(name)).map(str::to_owned).collect();
        if properties.open && (free.is_empty() || self.random.one_in(4)) {
            draft.takes = Some(Takes::Any);
            let name = format!("other{}", draft.names.len());
            draft.names.insert(name.clone());
            return Ok(name);
        }
        if free.is_empty() {
            return Err(Dead);
        }
        let special = table_name(properties);
        let name = self.rare(&special, &free);
        let row = properties.find(&name).ok_or(Dead)?;
        draft.samples.push((special, name.clone()));
        if let Some(used) = draft.properties.last_mut() {
            used.insert(row.name);
        }
        draft.takes = Some(row.takes);
        Ok(if self.random.one_in(8) { name.to_uppercase() } else { name })
    }

    /// The words with white space between them: mostly one space.
    fn laid_out(&mut self, words: &[String]) -> String {
        let mut text = String::new();
        for (index, word) in words.iter().enumerate() {
            // Nothing stands between the mark of a command or line and its word.
            let is_marked = words[0] == "." || plain::is_line(&words[0]);
            if index > usize::from(is_marked) {
                let before = words[index - 1].as_str();
                let gap = self.gap(before, word);
                let broken = plain::is_line(&words[0]) && gap.contains('\n');
                text.push_str(if broken { " " } else { gap });
            }
            text.push_str(word);
        }
        text
    }

    fn gap(&mut self, before: &str, word: &str) -> &'static str {
        let tight = matches!(before, "(" | "[") || matches!(word, ")" | "]" | ",");
        if tight && self.random.one_in(2) {
            return "";
        }
        match self.random.below(16) {
            0 if !word.starts_with('.') => "\n    ",
            1 => "  ",
            2 if !word.starts_with('.') => " // a comment\n  ",
            3 => "\t",
            _ => " ",
        }
    }
}

/// Whether the rule is one of a list of properties, none of which stands twice.
fn lists_properties(rule: &Rule) -> bool {
    let mut found = false;
    rule.body.walk(&mut |node| found |= matches!(&node.part, Part::Rule(name) if name == "property"));
    found
}

fn put(draft: &mut Draft, word: &str) {
    match draft.words.last_mut() {
        Some(last) if draft.joined => last.push_str(word),
        _ => draft.words.push(word.to_owned()),
    }
}

fn has_query(draft: &Draft) -> bool {
    draft.words.iter().any(|word| word == "<|")
}

/// Whether a property that takes `takes` takes the value that the alternative makes.
fn suits(takes: Option<Takes>, alternative: &Node) -> bool {
    let Part::Rule(value) = &alternative.part else { return false };
    let values: &[&str] = match takes {
        Some(Takes::Bool) => &["bool"],
        Some(Takes::Long) => &["long"],
        Some(Takes::Text) => &["strings"],
        Some(Takes::TimeSpan) => &["timespan"],
        Some(Takes::DateTime) => &["datetime"],
        Some(Takes::Identity) => &["strings", "guid", "bare_word"],
        Some(Takes::Names) => &["strings", "dynamic_names", "name_list"],
        Some(Takes::Any) => return !["name_list", "bare_word"].contains(&value.as_str()),
        None => return true,
    };
    values.contains(&value.as_str())
}

/// What the parser takes after the beginning of a statement.
fn properties_after(text: &str) -> Option<Properties> {
    let mut found = None;
    pieces(text, 1, |piece| found = found.or(parser::properties_after(&piece)));
    found
}

/// A name for a table of properties, under which its rows are counted.
pub fn table_name(properties: Properties) -> String {
    let names: Vec<&str> = properties.rows.iter().map(|row| row.name).collect();
    format!("properties {}", names.join(" "))
}
