//! Which files depend on which, read from the paths that begin with `crate` or `super`. A name that
//! a module passes on (`pub use`) leads to the file that defines it. A module that names its
//! children depends on none of them.

use std::collections::{BTreeMap, BTreeSet};

/// A path as its segments: `["engine", "roles"]`.
type Segments = Vec<String>;

/// The imports of each module, as they are written.
pub struct Imports(BTreeMap<Segments, Vec<Segments>>);

impl Imports {
    /// Reads the files, each its path below `src` and its code without comments and strings.
    pub fn read<'a>(files: impl Iterator<Item = (&'a str, String)>) -> Self {
        Self(files.map(|(path, code)| (module(path), paths(&code))).collect())
    }

    /// Returns the groups of modules each of which leads to every other of its group.
    pub fn circles(&self) -> BTreeSet<BTreeSet<String>> {
        let reached: BTreeMap<&Segments, _> = self.0.keys().map(|from| (from, self.reached(from))).collect();
        let circle = |from: &Segments| {
            let back = reached[from].iter().filter(|to| reached[*to].contains(from));
            back.map(|to| to.join("::")).collect::<BTreeSet<String>>()
        };
        self.0.keys().map(circle).filter(|circle| !circle.is_empty()).collect()
    }

    /// Returns all modules that a module depends on, through others too.
    fn reached(&self, from: &Segments) -> BTreeSet<Segments> {
        let mut reached = BTreeSet::new();
        let mut open = vec![from.clone()];
        while let Some(module) = open.pop() {
            let next = self.used(&module).into_iter().filter(|used| reached.insert(used.clone()));
            open.extend(next.collect::<Vec<_>>());
        }
        reached
    }

    /// Returns the modules whose names a module imports.
    fn used(&self, module: &Segments) -> BTreeSet<Segments> {
        let outside = self.0[module].iter().filter(|path| matches!(path[0].as_str(), "crate" | "super"));
        let used = outside.filter_map(|path| self.defining(self.absolute(module, path)?));
        used.filter(|used| used != module && !used.is_empty()).collect()
    }

    /// Returns the module that defines what an absolute path names.
    fn defining(&self, mut path: Segments) -> Option<Segments> {
        // Each step goes down into a child; two modules that passed a name to and fro would not compile.
        loop {
            let known = (0..=path.len()).rev().find(|length| self.0.contains_key(&path[..*length]))?;
            let Some(name) = path.get(known) else { return Some(path) };
            let module = path[..known].to_vec();
            let passed_on = self.0[&module].iter().find(|used| used.last() == Some(name));
            match passed_on.and_then(|used| self.absolute(&module, used)).filter(|next| *next != path) {
                Some(next) => path = next,
                None => return Some(module),
            }
        }
    }

    /// Returns a path of a module from the root; none where it leads out of the crate.
    fn absolute(&self, module: &Segments, path: &[String]) -> Option<Segments> {
        let ups = path.iter().take_while(|segment| *segment == "super").count();
        let child = [module.as_slice(), &path[..1]].concat();
        match path[0].as_str() {
            "crate" => Some(path[1..].to_vec()),
            "super" => Some([&module[..module.len() - ups], &path[ups..]].concat()),
            "self" => Some([module.as_slice(), &path[1..]].concat()),
            _ if self.0.contains_key(&child) => Some([module.as_slice(), path].concat()),
            _ => None,
        }
    }
}

/// Returns the module of a file: `engine::roles` of `engine/roles.rs` and of `engine/roles/mod.rs`.
fn module(path: &str) -> Segments {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').filter(|part| *part != "lib").map(str::to_owned).collect()
}

/// Returns the paths in a code: those of imports, and others that begin with `crate` or `super`.
fn paths(code: &str) -> Vec<Segments> {
    let words = words(code);
    let mut paths = Vec::new();
    let mut rest = words.as_slice();
    while let Some((first, after)) = rest.split_first() {
        rest = match *first {
            // `pub(in crate::engine)` says who may use the item.
            "pub" if after.first() == Some(&"(") => {
                let close = after.iter().position(|word| *word == ")").unwrap_or_default();
                &after[close + 1..]
            }
            "use" => tree(after, &[], &mut paths),
            "crate" | "super" => tree(rest, &[], &mut paths),
            _ => after,
        };
    }
    paths
}

/// Returns the words and marks of a code; `::` is one mark.
fn words(code: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = match first {
            _ if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            ':' if rest.starts_with("::") => 2,
            _ => first.len_utf8(),
        };
        words.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    words
}

/// Adds the paths of `a::b`, `a::{b, c::d}`; returns the words after them.
fn tree<'w, 'c>(words: &'w [&'c str], before: &[String], paths: &mut Vec<Segments>) -> &'w [&'c str] {
    let mut path = before.to_vec();
    let mut rest = words;
    loop {
        match rest {
            ["{", inside @ ..] => return list(inside, &path, paths),
            ["self", after @ ..] if !path.is_empty() => rest = after,
            [name, after @ ..] if *name != "*" => {
                path.push((*name).to_owned());
                rest = after;
            }
            _ => {}
        }
        match rest {
            ["::", after @ ..] => rest = after,
            _ => {
                paths.push(path);
                return rest;
            }
        }
    }
}

/// Adds the paths between braces, of which the first is open already; returns the words after them.
fn list<'w, 'c>(words: &'w [&'c str], before: &[String], paths: &mut Vec<Segments>) -> &'w [&'c str] {
    let mut rest = words;
    loop {
        rest = match rest {
            ["}", after @ ..] => return after,
            [",", after @ ..] | ["as", _, after @ ..] => after,
            [] => return rest,
            _ => tree(rest, before, paths),
        };
    }
}
