//! The rules of `grammar/` together, and the forms of sentences in them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::reader::{Node, Part, Rule, Rules, read};

/// The rules, and which of them can be used: all, unless a rule that they need is missing.
pub struct Grammar {
    /// The rules, by name.
    pub rules: Rules,
    /// How many parts they have.
    pub parts: usize,
    usable: BTreeSet<String>,
    /// How many rules each rule needs below it at least.
    heights: BTreeMap<String, usize>,
}

/// A way to a form: its name, and which alternative to take at which choice.
#[derive(Clone, Debug)]
pub struct Form {
    /// Its name.
    pub name: String,
    /// The rule that it begins with: `statement`.
    pub(super) root: &'static str,
    pub(super) choices: Vec<(usize, usize)>,
}

impl Form {
    /// Whether it is that of a kind which is read by the form of its row.
    pub fn is_row(&self) -> bool {
        self.name.starts_with(|first: char| first.is_ascii_uppercase())
    }
}

impl Grammar {
    /// The grammar in the folder `grammar`.
    pub fn load() -> Self {
        let (rules, parts) = read(Path::new("grammar")).unwrap_or_else(|faults| panic!("{}", faults.join("\n")));
        let mut grammar = Self { rules, parts, usable: BTreeSet::new(), heights: BTreeMap::new() };
        grammar.measure();
        loop {
            let more: Vec<String> = grammar
                .rules
                .values()
                .filter(|rule| !grammar.usable.contains(&rule.name) && grammar.can_use(&rule.body))
                .map(|rule| rule.name.clone())
                .collect();
            if more.is_empty() {
                return grammar;
            }
            grammar.usable.extend(more);
        }
    }

    fn measure(&mut self) {
        loop {
            let unknown = self.rules.values().filter(|rule| !self.heights.contains_key(&rule.name));
            let more: Vec<(String, usize)> =
                unknown.filter_map(|rule| Some((rule.name.clone(), self.height(&rule.body)? + 1))).collect();
            if more.is_empty() {
                return;
            }
            self.heights.extend(more);
        }
    }

    /// How many rules stand below the part on the shortest way to a sentence.
    pub fn height(&self, node: &Node) -> Option<usize> {
        match &node.part {
            Part::Rule(name) => self.heights.get(name).copied(),
            Part::Choice(alternatives) => alternatives.iter().filter_map(|one| self.height(one)).min(),
            Part::Sequence(parts) => parts.iter().try_fold(0, |most, one| Some(self.height(one)?.max(most))),
            Part::Word(_) | Part::Special(_) | Part::Optional(_) | Part::Repeat(_) => Some(0),
        }
    }

    /// The form of all that a rule makes.
    pub fn whole(&self, root: &'static str) -> Form {
        Form { name: root.to_owned(), root, choices: Vec::new() }
    }

    /// Whether all that the part needs is there.
    pub fn can_use(&self, node: &Node) -> bool {
        match &node.part {
            Part::Rule(name) => self.usable.contains(name),
            Part::Choice(alternatives) => alternatives.iter().any(|one| self.can_use(one)),
            Part::Sequence(parts) => parts.iter().all(|one| self.can_use(one)),
            Part::Word(_) | Part::Special(_) | Part::Optional(_) | Part::Repeat(_) => true,
        }
    }

    /// The rules of the command families, which are the alternatives of `command`.
    pub fn families(&self) -> Vec<&Rule> {
        let alternatives = self.rules["command"].body.inner();
        alternatives
            .iter()
            .filter_map(|node| match &node.part {
                Part::Rule(name) => self.rules.get(name),
                _ => None,
            })
            .collect()
    }

    /// The forms: each alternative of each family's rule.
    pub fn forms(&self) -> Vec<Form> {
        let command = &self.rules["command"].body;
        let mut forms = Vec::new();
        for (at, family) in command.inner().iter().enumerate() {
            let Part::Rule(name) = &family.part else { continue };
            let Some(rule) = self.rules.get(name).filter(|_| self.can_use(family)) else { continue };
            let mut add = |name: String, more: Option<(usize, usize)>| {
                forms.push(Form {
                    name,
                    root: "statement",
                    choices: [(command.id, at)].into_iter().chain(more).collect(),
                });
            };
            match &rule.body.part {
                Part::Choice(families) if name == "row_command" => {
                    let rows = families.iter().enumerate();
                    rows.for_each(|(index, family)| {
                        self.rows(family, &[(command.id, at), (rule.body.id, index)], &mut forms)
                    });
                }
                Part::Choice(alternatives) => {
                    for (index, one) in alternatives.iter().enumerate().filter(|(_, one)| self.can_use(one)) {
                        let form = match &one.part {
                            Part::Rule(form) => form.clone(),
                            _ => format!("{name} {}", index + 1),
                        };
                        add(form, Some((rule.body.id, index)));
                    }
                }
                _ => add(name.clone(), None),
            }
        }
        forms
    }

    /// Adds the forms of a family of rows: each kind.
    fn rows(&self, family: &Node, way: &[(usize, usize)], forms: &mut Vec<Form>) {
        let Part::Rule(name) = &family.part else { panic!("a family is no rule") };
        let body = &self.rules[name].body;
        let kinds = match &body.part {
            Part::Choice(kinds) => kinds.as_slice(),
            _ => std::slice::from_ref(body),
        };
        for (index, kind) in kinds.iter().enumerate() {
            let Part::Rule(name) = &kind.part else { panic!("a kind is no rule") };
            let last = (kinds.len() > 1).then_some((body.id, index));
            forms.push(Form {
                name: name.clone(),
                root: "statement",
                choices: way.iter().copied().chain(last).collect(),
            });
        }
    }

    /// The forms of directives: each alternative of `directive`.
    pub fn directives(&self) -> Vec<Form> {
        self.lines("directive")
    }

    /// The forms of assertions: each alternative of `assertion`.
    pub fn assertions(&self) -> Vec<Form> {
        self.lines("assertion")
    }

    fn lines(&self, root: &'static str) -> Vec<Form> {
        let Part::Sequence(parts) = &self.rules[root].body.part else { panic!("`{root}` is no sequence") };
        let Some(Node { id, part: Part::Choice(alternatives), .. }) = parts.last() else { panic!("no choice") };
        let name = |node: &Node| match &node.part {
            Part::Rule(name) | Part::Word(name) => name.clone(),
            other => panic!("an alternative of `{root}` is no rule: {other:?}"),
        };
        let forms = alternatives.iter().enumerate();
        forms.map(|(at, one)| Form { name: name(one), root, choices: vec![(*id, at)] }).collect()
    }
}
